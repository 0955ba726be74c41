"""What every test shares: the --full option, which RELIABILITY=full says too, --approve, Hypothesis and databases."""

import os

import pytest
from hypothesis import settings

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


@pytest.fixture(scope="session")
def full(request: pytest.FixtureRequest) -> bool:
    """Whether the long forms were asked for."""
    return _full(request.config)


def _full(config: pytest.Config) -> bool:
    return bool(config.getoption("--full")) or os.environ.get("RELIABILITY") == "full"
