import os
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = {"__pycache__", "build", "dist"}
MACHINE_PATH = re.compile(rb"(?<![\w.:/-])/(?:root|home|Users|work)/[\w.]")


def files() -> Iterator[Path]:
    """Every file of the checkout, without what is made from it."""
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in LEFT_OUT and (name == ".ci" or not name.startswith("."))]
        yield from (Path(folder) / name for name in names if not name.startswith(".coverage"))


def test_no_file_names_a_path_of_the_machine_it_was_written_on() -> None:
    """A checkout works anywhere: no file has a home folder or a workplace in it."""
    assert [path for path in files() if MACHINE_PATH.search(path.read_bytes())] == []


def test_the_ci_script_can_be_executed() -> None:
    """.ci/run is an executable script."""
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
