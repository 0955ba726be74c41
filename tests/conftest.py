"""What every test shares: the --full option, which RELIABILITY=full says too, --approve, Hypothesis and databases."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from coverage import Coverage
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


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Coverage is of `pricing` by its own tests: tracing the others and their set-up takes half as long again.

    pytest-cov's own mark for this goes on tracing while a test is set up, and in a worker of pytest-xdist always: there
    a first tracer, of the time before the worker knew what it is, takes over when the second one stops.
    """
    plugin = item.config.pluginmanager.getplugin("_cov")
    tracer = plugin and plugin.cov_controller
    traced = PRICING in item.path.parents
    if tracer and traced != tracer.started:
        (tracer.resume if traced else tracer.pause)()
        while not traced and (other := Coverage.current()):
            other.stop()
    return (yield)


@pytest.fixture(scope="session")
def full(request: pytest.FixtureRequest) -> bool:
    """Whether the long forms were asked for."""
    return _full(request.config)


def _full(config: pytest.Config) -> bool:
    return bool(config.getoption("--full")) or os.environ.get("RELIABILITY") == "full"
