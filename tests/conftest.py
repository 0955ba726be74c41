"""What every test shares: the --full option, which RELIABILITY=full says too, --approve, Hypothesis and databases."""

import gc
import os
from pathlib import Path

import pytest
from hypothesis import settings

PRICING = Path(__file__).parent / "pricing"

pytest_plugins = ["tests.databases"]

settings.register_profile("ordinary", derandomize=True, deadline=None, database=None)
settings.register_profile("full", max_examples=5_000, deadline=None, database=None, print_blob=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds --full and --approve."""
    parser.addoption("--full", action="store_true", help="run the long forms: more random examples, all cases")
    parser.addoption("--approve", action="store_true", help="keep the pictures that the page makes now; look at them")


def pytest_configure(config: pytest.Config) -> None:
    """The ordinary run tries the same examples every time; the full one tries new ones."""
    settings.load_profile("full" if _full(config) else "ordinary")


def pytest_collection_finish() -> None:
    """Thousands of tests and their modules stay to the end: the garbage collector need not look at them each time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Coverage is of `pricing` by its own tests: tracing the others doubles their time and proves less."""
    for item in items:
        if PRICING not in item.path.parents:
            item.add_marker(pytest.mark.no_cover)


@pytest.fixture(scope="session")
def full(request: pytest.FixtureRequest) -> bool:
    """Whether the long forms were asked for."""
    return _full(request.config)


def _full(config: pytest.Config) -> bool:
    return bool(config.getoption("--full")) or os.environ.get("RELIABILITY") == "full"
