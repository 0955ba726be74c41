"""The only door for outside text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack import mrkdwn

FORBIDDEN = ("<!", "<@", "<#", "<http", "<mailto")
PIECES = (
    "<!channel>",
    "<!here|here>",
    "<@U07ABC>",
    "<#C07ABC|general>",
    "<https://evil.example|click>",
    "<mailto:a@b.example>",
    "&lt;!channel&gt;",
    "*bold*",
    "_italic_",
    "~gone~",
    "`code`",
    "```box```",
    "> quoted",
    "\n",
    "\u202e",
    "\u2060",
    "\x00",
    "😀",
    "<",
    "&",
)
HOSTILE = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=12).map("".join)
"""Text that tries to act: mentions, links, formatting, controls, in any order and broken anywhere."""


@given(HOSTILE)
def test_nothing_acts_in_mrkdwn(text: str) -> None:
    """No tag, no formatting mark and no control character is left."""
    shown = mrkdwn.escape(text)
    assert not {"<", ">", "*", "~", "`", "\n", "\u202e", "\x00"} & set(shown)
    assert not re.search(r"(?<!\w)_", shown)


@given(HOSTILE)
def test_nothing_looks_like_a_tag_in_plain_text(text: str) -> None:
    """The opening of a mention or a link is broken, invisibly."""
    shown = mrkdwn.plain(text)
    assert not [tag for tag in FORBIDDEN if tag in shown.lower()]
    assert "\u202e" not in shown


@given(HOSTILE)
def test_a_request_survives_the_way_through_a_value(text: str) -> None:
    """What a button carries comes back as it was, with nothing in it that Slack would act on."""
    carried = mrkdwn.typed(text)
    assert "<" not in carried
    assert mrkdwn.untyped(carried) == text


@given(HOSTILE, st.integers(1, 60))
def test_cuts_hold_and_split_nothing(text: str, most: int) -> None:
    """No result is longer than asked for, and none ends within an entity."""
    for cut in (mrkdwn.escape(text, most), mrkdwn.plain(text, most)):
        assert mrkdwn.length(cut) <= most
    assert not re.search(r"&(?!(amp|lt|gt);)", mrkdwn.escape(text, most))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a & b < c > d", "a &amp; b &lt; c &gt; d"),
        ("<!channel>", "&lt;!channel&gt;"),
        ("*b* ~s~ `c`", "∗b∗ ∼s∼ ˋcˋ"),
        ("_italic_ snake_case", "ˍitalicˍ snake_case"),
        ("two\nlines", "two lines"),
    ],
)
def test_what_is_shown_in_mrkdwn(text: str, shown: str) -> None:
    """Entities, lookalikes of formatting marks, one line; an underscore within a word stays."""
    assert mrkdwn.escape(text) == shown


def test_what_is_shown_in_plain_text() -> None:
    """Lines stay, harmless angle brackets too; a tag is broken by a word joiner that nobody sees."""
    assert mrkdwn.plain("a < b\n<3 *x*") == "a < b\n<3 *x*"
    assert mrkdwn.plain("<!here>") == "<\u2060!here>"


def test_an_emoji_counts_as_two() -> None:
    """Slack's clients count UTF-16, so ten emojis do not fit into ten characters."""
    assert mrkdwn.length("😀a") == 3
    assert mrkdwn.plain("😀" * 10, 10) == "😀" * 4 + "…"
