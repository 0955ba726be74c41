"""The hashed locks: what is wrong with them (no argument), or made anew with uv (`make`).

A lock must install anywhere: it names packages, versions and hashes, never an address or a folder.
"""

import re
import shutil
import subprocess
import sys
import tomllib
from itertools import chain
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
RUNTIME, DEV = "requirements.txt", "requirements-dev.txt"
COMPILE = (
    "pip compile pyproject.toml --quiet --universal --python-version=3.11 --generate-hashes "
    "--no-emit-index-url --annotation-style=line --no-strip-extras"
)
PIN = re.compile(r"^([a-z0-9-]+)(?:\[[a-z0-9,-]+\])?==(\S+)(.*(?:\n    --hash=sha256:[0-9a-f]{64}.*)+)", re.MULTILINE)
ADDRESS = re.compile(r"^-|://|@|(?<![\w.])/\w")


def pins(text: str) -> dict[str, str]:
    """Package names and versions that a lock pins with a hash."""
    return {name: version for name, version, _ in PIN.findall(text)}


def problems(pyproject: str, runtime: str, dev: str) -> list[str]:
    """What is wrong with the two locks, a sentence each."""
    project = tomllib.loads(pyproject)["project"]
    declared = project["dependencies"]
    tools = chain.from_iterable(project["optional-dependencies"].values())
    found = [*_unmet(RUNTIME, runtime, declared), *_unmet(DEV, dev, [*declared, *tools])]
    held = pins(dev)
    for name, version in pins(runtime).items():
        if held.get(name) != version:
            found.append(f"{DEV} has {name} {held.get(name)}, {RUNTIME} has {version}.")
    return found


def _unmet(lock: str, text: str, declared: list[str]) -> list[str]:
    held = pins(text)
    found = [
        f"{lock} names an address, an option or a folder: {line.strip()}"
        for line in text.splitlines()
        if ADDRESS.search(line)
    ]
    stated = re.findall(r"^([A-Za-z0-9]\S*)", text, re.MULTILINE)
    found += [f"{lock} has no hash for {pin}." for pin in stated if re.split(r"[\[=]", pin)[0] not in held]
    for requirement in map(Requirement, declared):
        version = held.get(re.sub(r"[-_.]+", "-", requirement.name).lower())
        if version is None:
            found.append(f"{lock} lacks {requirement.name}, which pyproject.toml declares.")
        elif version not in requirement.specifier:
            found.append(f"{lock} has {requirement.name} {version}, pyproject.toml asks for {requirement}.")
    return found


def check() -> int:
    """Prints what is wrong with the locks; 1 when anything is."""
    found = problems(*((ROOT / name).read_text() for name in ("pyproject.toml", RUNTIME, DEV)))
    print("\n".join([*found, "Mend it with: python3 dev.py lock"]) if found else "Locks are in order.")
    return int(bool(found))


def make(*options: str) -> int:
    """Makes both locks anew; the second keeps to the first."""
    uv = shutil.which("uv")
    if uv is None:
        print("Making locks needs uv on the PATH: pip install uv", file=sys.stderr)
        return 2
    for lock, extra in ((RUNTIME, []), (DEV, ["--extra", "dev", "--extra", "openai", "--constraint", RUNTIME])):
        command = [uv, *COMPILE.split(), "--custom-compile-command", "python3 dev.py lock", "-o", lock]
        status = subprocess.call([*command, *extra, *options], cwd=ROOT)
        if status:
            return status
    return check()


if __name__ == "__main__":
    sys.exit(make(*sys.argv[2:]) if sys.argv[1:2] == ["make"] else check())
