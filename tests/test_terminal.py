"""Answers as terminal text, and the conversation."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.ask import Asker
from bot.clock import FixedClock
from bot.conversation import converse
from bot.demo import demo
from bot.settings import Settings
from bot.terminal import WIDTH, Style, render
from pricing import built_in
from tests.answer.test_explain import QUESTIONS
from tests.answer.test_schema import TEXTS
from tests.asking import GUIDE, TODAY, ask

ROOT = Path(__file__).parent.parent

GUIDE_TEXT = """\
Plan for $1.11
100 medium 1024x1024 images on gpt-image-1-mini, $0.011 each

  Item                    Quantity  Unit price   Amount
  Images, list price    100 images      $0.011  $1.1000
  Prompt text         4,000 tokens  $2.00 / 1M  $0.0080
  Prompt overhead       600 tokens  $2.00 / 1M  $0.0012
  Total                                         $1.1092

  Likely bill          $0.85  by tokens
  As the guide counts  $1.95  list price and tokens added up

Assumed
- Model: gpt-image-1-mini, the default.
- 30 words are 40 tokens by the 4/3 rule; sample prompts: 34 to 39.

Advice
- In low quality it is $0.51: saves $0.60.
- Through the Batch API, if a day's wait is fine, it is $0.55: saves $0.55.
- From 1 December 2026: $1.34 on gpt-image-2.5-flare.

Warnings
! gpt-image-1-mini shuts down on 1 December 2026; the same job is $1.34 on
  gpt-image-2.5-flare."""


def test_the_guides_example_reads_as_in_the_readme() -> None:
    """The whole answer, line by line; the README shows the same."""
    assert render(ask(GUIDE)) == GUIDE_TEXT
    assert GUIDE_TEXT in (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize(
    "text", [*TEXTS, *QUESTIONS.values(), "price list for gpt-image-2.6-flare", "1000000000 images"]
)
def test_80_columns_hold(text: str) -> None:
    """No line of any answer is wider than the narrowest usual terminal."""
    assert [line for line in render(ask(text)).splitlines() if len(line) > WIDTH] == []


def test_colour_adds_nothing_but_colour() -> None:
    """Without its escapes a coloured answer is the plain one."""
    coloured = render(ask(GUIDE), Style(colour=True))
    assert "\033[1mPlan for $1.11\033[0m" in coloured
    for code in ("\033[0m", "\033[1m", "\033[33m"):
        coloured = coloured.replace(code, "")
    assert coloured == GUIDE_TEXT


def typed(*texts: str) -> Iterator[str]:
    """What a person types, then the end of input."""
    yield from texts
    raise EOFError


def test_a_conversation_is_one_thread(capsys: pytest.CaptureFixture[str]) -> None:
    """Follow-ups change the last question, `new` forgets it, an empty line is passed over, Ctrl-D ends."""
    said = typed("100 medium squares on mini", "", "and in high?", "new", "and in high?")
    converse(Asker(built_in(), FixedClock.on(TODAY)), Style(), read=lambda prompt: next(said))
    out = capsys.readouterr().out
    assert "100 high 1024x1024 images on gpt-image-1-mini" in out
    after = out.split("A new thread.")[1]
    assert "Plan for" not in after
    assert out.endswith("Goodbye.\n")


@pytest.mark.parametrize("word", ["quit", "EXIT", "q"])
def test_a_conversation_ends_on_a_word(capsys: pytest.CaptureFixture[str], word: str) -> None:
    """Several words for leaving are understood."""
    converse(Asker(built_in(), FixedClock.on(TODAY)), Style(), read=lambda prompt: word)
    assert capsys.readouterr().out.endswith("Goodbye.\n")


def test_the_demo_shows_a_quote_a_pasted_prompt_and_a_comparison(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a terminal the tour is printed and nothing is asked."""
    assert demo(Settings(), FixedClock.on(TODAY)) == 0
    out = capsys.readouterr().out
    for part in (
        GUIDE_TEXT,
        "A pasted prompt, counted by tiktoken",
        "Cheapest: gpt-image-1-mini",
        "midjourney (Standard)",
    ):
        assert part in out


def test_on_a_terminal_the_demo_goes_on_as_a_conversation() -> None:
    """In a real terminal it answers a question and a follow-up in colour, and leaves on quit with status 0."""
    keyboard, screen = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "bot", "demo", "--text"],
        cwd=ROOT,
        stdin=screen,
        stdout=screen,
        stderr=screen,
        env={"TERM": "xterm"},
    )
    os.close(screen)
    os.write(keyboard, b"60 low squares on gpt-image-2\nmake it 70\nquit\n")
    seen = b""
    while True:
        try:
            more = os.read(keyboard, 4096)
        except OSError:  # the other end is closed
            break
        if not more:
            break
        seen += more
    os.close(keyboard)
    assert process.wait(timeout=30) == 0
    assert b"70 low 1024x1024 images on gpt-image-2" in seen
    assert b"\033[1m" in seen
    assert b"Goodbye." in seen
