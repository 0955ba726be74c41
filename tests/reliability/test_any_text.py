"""P12: any text up to 40,000 characters is answered or refused, and what is said of it does nothing in Slack."""

from __future__ import annotations

import random
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.answer import Answer
from bot.ask import Asker
from bot.clock import FixedClock
from bot.playground.blocks import check_message
from bot.slack.blocks import Controls, Message, render
from pricing import built_in
from tests.reliability.words import LONG, LONGEST, long_text, texts
from tests.security.deeds import everything, idle
from tests.slack.conftest import Office, office

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
CATALOG = built_in()
SLOW = ("quotes", "open quotes", "lines of jobs")
"""Long texts that take longest to read."""
ACTS = ("<!", "<@", "<#", "<http", "<mailto")
PLACE = re.compile(r"\bWeekly summary in <#C[A-Z0-9]+>")
"""Where a summary goes, which the bot links itself."""

OURS = frozenset({"initial_value", "private_metadata", "url", "content"})
"""Where Slack reads text as it is: what a form is filled with, what only the bot reads, addresses of links."""


def answer(text: str, thread: list[str]) -> Answer:
    """The answer to a text at one instant."""
    return Asker(CATALOG, FixedClock(AT)).ask(text, thread)


def acting(shown: object) -> list[str]:
    """Strings of a payload in which a mention or a link opens."""
    if isinstance(shown, dict):
        return [found for key, value in shown.items() if key not in OURS for found in acting(value)]
    if isinstance(shown, list | tuple):
        return [found for value in shown for found in acting(value)]
    return [shown] if isinstance(shown, str) and any(act in PLACE.sub("", shown).lower() for act in ACTS) else []


def check(message: Message) -> None:
    """Slack takes it in each of its forms, it says something in words, and nothing in it acts."""
    form: Message | None = message
    while form is not None:
        check_message(list(form.blocks))
        assert 0 < len(form.text) <= LONGEST
        assert acting([form.text, *form.blocks]) == []
        form = form.plainer


def test_the_search_finds_what_acts() -> None:
    """The other tests can fail."""
    assert acting([{"text": {"text": "a <!channel>"}}, "<https://x|y>", {"url": "<!x"}, "&lt;!x"]) == [
        "a <!channel>",
        "<https://x|y>",
    ]


def test_every_answer_is_a_message_that_slack_takes(full: bool) -> None:
    """1,000 texts, every third after another; 100,000 in the full form. The same text at the same instant reads the
    same.
    """
    rng = random.Random() if full else random.Random(12)
    before: list[str] = []
    for number, text in enumerate(texts(rng, 100_000 if full else 1_000)):
        try:
            first = answer(text, before)
            message = render(first, Controls("abc", CATALOG, 1, private=bool(number % 2)))
            check(message)
            if not number % 10:
                again = answer(text, before)
                assert (again, render(again, Controls("abc", CATALOG, 1, private=bool(number % 2)))) == (first, message)
        except Exception as error:
            raise AssertionError(f"{text!r} after {before!r}") from error
        before = [] if number % 3 else [text]


@pytest.mark.parametrize("unit", LONG)
def test_forty_thousand_characters_are_answered(unit: str, full: bool) -> None:
    """Of whatever they are made; of 1,600 jobs in the full form only."""
    if unit == "lines of jobs" and not full:
        pytest.skip("takes two seconds: RELIABILITY=full")
    text = long_text(LONG[unit])
    assert len(text) == LONGEST
    check(render(answer(text, []), Controls("abc", CATALOG)))


def payloads(here: Office) -> list[object]:
    """All that the bot sent to Slack."""
    return [call.args for call in here.slack.calls()]


async def test_forty_thousand_characters_are_answered_in_slack(tmp_path: Path, full: bool) -> None:
    """As direct messages by HTTP: each gets one answer, which Slack takes, and none is an error."""
    units = [unit for name, unit in LONG.items() if full or name not in SLOW]
    async with office(tmp_path) as here:
        room = here.slack.workspace.im("bob")
        for unit in units:
            here.slack.dm("bob", long_text(unit))
        await idle(here)
        said = [each for each in here.slack.messages(room) if each.user == here.slack.bot.id]
        assert len(said) == len(units)
        assert [each.text for each in said if "Something went wrong" in each.text] == []
        assert acting(payloads(here)) == []


HARMFUL = (
    '20 low squares on <!channel> with the prompt "<!here> <@U0AC0000003> *x* <http://evil.test|x> &lt;!channel&gt;"',
    "how much did <@U0AC0000003> spend in <#C0AC0000011|general> last week? <mailto:a@b.c>",
)


@pytest.mark.parametrize("words", HARMFUL)
async def test_nothing_that_reaches_slack_acts(tmp_path: Path, words: str) -> None:
    """On every surface: what people write comes back as text, in no payload as a mention or a link."""
    async with office(tmp_path) as here:
        await everything(here, words)
        assert len(payloads(here)) > 30
        assert acting(payloads(here)) == []
        posts = [call.args for call in here.slack.calls("chat.postMessage")]
        assert {str(post.get("unfurl_links")).lower() for post in posts} <= {"false", "0"}
        assert {str(post.get("unfurl_media")).lower() for post in posts} <= {"false", "0"}
        assert {str(post.get("link_names")).lower() for post in posts} <= {"false", "0"}
