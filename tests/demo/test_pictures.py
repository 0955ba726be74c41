"""What the page looks like, held against pictures that somebody looked at: `pytest tests/demo --approve` makes them.

They are of Debian's Chromium with the Liberation fonts. Letters may be drawn a little otherwise by another version: a
dot is another one only when it is far off, and a few of those are no other picture.
"""

from __future__ import annotations

import base64
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver

from tests.demo.browsing import Person
from tests.demo.running import Month, Running, running

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).with_name("pictures")
README = ROOT / "docs" / "pictures"
FAR = 90
"""Of 255, in one colour of a dot."""
MOST = 0.001
"""Of all dots."""

COMPARE = """
const [one, other, far, done] = arguments;
const read = async (data) => {
  const image = await createImageBitmap(await (await fetch("data:image/png;base64," + data)).blob());
  const canvas = new OffscreenCanvas(image.width, image.height), context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  return context.getImageData(0, 0, image.width, image.height);
};
Promise.all([read(one), read(other)]).then(([a, b]) => {
  if (a.width !== b.width || a.height !== b.height) return done(`${a.width}x${a.height} is not ${b.width}x${b.height}`);
  let off = 0;
  for (let at = 0; at < a.data.length; at += 4)
    if ([0, 1, 2].some((colour) => Math.abs(a.data[at + colour] - b.data[at + colour]) > far)) off++;
  done(off / (a.data.length / 4));
});
"""


@pytest.fixture(scope="module")
def quiet(month: Month, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A demo in which nothing else happens."""
    with running(month.copied(tmp_path_factory.mktemp("pictures"))) as made:
        yield made


@pytest.fixture
def painter(driver: webdriver.Chrome, quiet: Running) -> Iterator[Person]:
    """Somebody who looks at it, where letters look as on the approved pictures."""
    matcher = shutil.which("fc-match")
    fonts = [_match(matcher, name) for name in ("Liberation Sans", "emoji")] if matcher else []
    if fonts != ["Liberation Sans", "Noto Color Emoji"]:
        pytest.skip("the pictures need the fonts fonts-liberation and fonts-noto-color-emoji")
    person = Person(driver, quiet)
    yield person
    quiet.call(lambda stage: stage.slack.workspace.stacks.clear())
    person.size(1200, 1000)
    person.complaints()


def _match(matcher: str, name: str) -> str:
    return subprocess.run([matcher, "-f", "%{family[0]}", name], capture_output=True, text=True, check=True).stdout


def _quote(person: Person) -> str:
    person.opens("jonas", "general", height=1100)
    person.asks("/cost 100 medium square images with 30-word prompts", "Plan for $1.11")
    person.size(720, 1100, 1.5)
    return person.newest


def _compare(person: Person) -> str:
    person.opens("amara", "general", height=1500)
    person.asks("/cost compare all models for 50 high landscape images", "Cheapest")
    person.press("Dark colours")
    return person.newest


def _digest(person: Person) -> str:
    person.opens("maya", "ai-costs", width=960, height=2200)
    person.sees("16–22 November: $", person.newest)
    return person.newest


def _home(person: Person) -> str:
    person.opens("maya", "app", height=1600)
    person.sees("November: ", ".home")
    return ".home .blocks"


def _modal(person: Person) -> str:
    person.opens("maya", "app", height=1200)
    person.press("New quote", ".home")
    person.press("Quote it", "#modal")
    person.sees("Please complete this required field.", "#modal")
    return "#modal"


def _phone(person: Person) -> str:
    person.opens("jonas", "marketing", width=360, height=740)
    person.asks("/cost 20 low squares on gpt-image-2", "Plan for")
    return "body"


@pytest.mark.parametrize(
    ("picture", "show"),
    [
        (README / "quote.png", _quote),
        (README / "digest.png", _digest),
        (HERE / "compare-dark.png", _compare),
        (HERE / "home.png", _home),
        (HERE / "modal.png", _modal),
        (HERE / "phone.png", _phone),
    ],
    ids=lambda value: value.stem if isinstance(value, Path) else "",
)
def test_it_looks_as_approved(
    painter: Person, picture: Path, show: Callable[[Person], str], request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """Quote, digest, comparison, Home, a modal and a phone's window look as they did when somebody looked."""
    element = painter.one(show(painter))
    painter.run("document.activeElement.blur(); document.getElementById('told').replaceChildren()")
    painter.run("localStorage.clear()")
    made = base64.b64encode(element.screenshot_as_png).decode()
    if request.config.getoption("--approve"):
        picture.write_bytes(base64.b64decode(made))
    approved = base64.b64encode(picture.read_bytes()).decode()
    off = _difference(painter, made, approved)
    if not (isinstance(off, float | int) and off <= MOST):
        now = tmp_path / picture.name
        now.write_bytes(base64.b64decode(made))
        pytest.fail(f"{picture.relative_to(ROOT)} looks otherwise ({off}): see {now}; if it is right, run --approve")


def _difference(person: Person, one: str, other: str) -> Any:
    person.driver.get("about:blank")
    return person.driver.execute_async_script(COMPARE, one, other, FAR)
