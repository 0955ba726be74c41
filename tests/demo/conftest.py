"""One month, one demo and one browser for all tests of the page; skipped where there is no Chromium."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from selenium import webdriver

from tests.demo.browsing import CHROMIUM, DRIVER, Person, chromium
from tests.demo.running import Month, Running, running


@pytest.fixture(scope="session")
def month(tmp_path_factory: pytest.TempPathFactory) -> Month:
    """The month before the demo, which takes a while to play."""
    folder = tmp_path_factory.mktemp("month")
    with running(folder) as made:
        pass
    return Month(made.stage, folder)


@pytest.fixture(scope="session")
def demo(month: Month, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The demo, with its month before."""
    with running(month.copied(tmp_path_factory.mktemp("demo"))) as made:
        yield made


@pytest.fixture(scope="session")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """A browser."""
    if not (CHROMIUM.exists() and DRIVER.exists()):
        pytest.skip("no Chromium here: apt install chromium chromium-driver")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("TZ", "UTC")
        made = chromium(tmp_path_factory.mktemp("chromium"))
    yield made
    made.quit()


@pytest.fixture
def person(driver: webdriver.Chrome, demo: Running) -> Iterator[Person]:
    """Somebody at the page; in the end the browser must have had nothing to complain of."""
    made = Person(driver, demo)
    made.complaints()
    yield made
    demo.call(lambda stage: stage.slack.workspace.stacks.clear())
    assert made.complaints() == []
