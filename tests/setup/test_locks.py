from importlib.metadata import distributions

import pytest
from packaging.requirements import Requirement

from tests.setup import locks

HASH = "    --hash=sha256:" + "0" * 64
PROJECT = '[project]\ndependencies = ["pydantic>=2"]\n[project.optional-dependencies]\ndev = ["pytest>=9"]\n'
RUNTIME = f"pydantic==2.14.3 \\\n{HASH} \\\n{HASH}\n    # via pennyworth (pyproject.toml)\n"
DEV = f"{RUNTIME}pytest==9.2.0 ; sys_platform != 'win32' \\\n{HASH}\n"


def read(name: str) -> str:
    """The text of a file of the checkout."""
    return (locks.ROOT / name).read_text()


def test_the_locks_are_in_order() -> None:
    """Both locks pin what pyproject.toml declares, with hashes, and name no address and no folder."""
    assert locks.problems(read("pyproject.toml"), read(locks.RUNTIME), read(locks.DEV)) == []


def test_what_is_installed_lacks_nothing_it_needs() -> None:
    """pip resolves nothing at set-up, so the lock alone has to hold whatever a package needs, extras included."""
    here = {found.name.lower().replace("_", "-"): found for found in distributions()}
    lacking: list[str] = []
    for line in read(locks.DEV).splitlines():
        if not line[:1].isalpha() or (pin := Requirement(line.rstrip(" \\"))).name not in here:
            continue  # a comment, a hash, or a package for another platform
        for needed in map(Requirement, here[pin.name].requires or ()):
            wanted = needed.marker is None or any(
                needed.marker.evaluate({"extra": extra}) for extra in ("", *pin.extras)
            )
            found = here.get(needed.name.lower().replace("_", "-").replace(".", "-"))
            if wanted and (found is None or found.version not in needed.specifier):
                lacking.append(f"{pin.name} needs {needed}")
    assert lacking == []


def test_good_locks_have_no_problems() -> None:
    """Markers, several hashes and comments are fine."""
    assert locks.problems(PROJECT, RUNTIME, DEV) == []


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("pydantic==2.14.3", "pydantic==1.10.0", "requirements.txt has pydantic 1.10.0"),
        ("pydantic==2.14.3", "attrs==26.1.0", "requirements.txt lacks pydantic"),
        (f" \\\n{HASH} \\\n{HASH}", "", "requirements.txt has no hash for pydantic==2.14.3."),
        ("pydantic==", "--index-url x\npydantic==", "names an address, an option or a folder: --index-url x"),
        ("via pennyworth", "via " + "https:" + "//x.org/simple", "names an address"),
        ("via pennyworth", "via -r " + "/srv/x", "names an address, an option or a folder"),
    ],
)
def test_a_bad_lock_is_described(old: str, new: str, sentence: str) -> None:
    """An outdated, incomplete, unhashed or local lock is told in a sentence that names the thing."""
    found = locks.problems(PROJECT, RUNTIME.replace(old, new), DEV)
    assert any(sentence in problem for problem in found), found


def test_the_locks_agree() -> None:
    """The tools' lock pins what the runtime lock pins."""
    found = locks.problems(PROJECT, RUNTIME, DEV.replace("pydantic==2.14.3", "pydantic==2.14.2"))
    assert found == ["requirements-dev.txt has pydantic 2.14.2, requirements.txt has 2.14.3."]
