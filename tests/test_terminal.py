"""Answers as terminal text, and the conversation."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.answer import say
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


def test_the_demo_shows_a_quote_a_pasted_prompt_a_comparison_and_a_digest(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a terminal the tour is printed and nothing is asked."""
    assert demo(Settings(), FixedClock.on(TODAY)) == 0
    out = capsys.readouterr().out
    for part in (
        GUIDE_TEXT,
        "A pasted prompt, counted by tiktoken",
        "Cheapest: gpt-image-1-mini",
        "midjourney (Standard)",
        "By model: ",
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


def test_a_comparison_names_a_model_that_can_be_used() -> None:
    """DALL-E 3 is cheaper for ten HD squares, but gone since May: the cheapest is the one that is left."""
    lines = render(ask("compare gpt-image-2 and dall-e 3 for 10 hd squares")).splitlines()
    assert lines[0] == "Cheapest: gpt-image-2 at $2.11"
    assert any(line.startswith("  dall-e-3 (ended)") for line in lines)
    gone = render(ask("compare dall-e 2 and dall-e 3 for 10 squares")).splitlines()
    assert gone[0] == "None of these models can be used any more; the cheapest was dall-e-2 at $0.20"


def test_a_retired_model_has_a_last_price_not_a_plan() -> None:
    """Nobody can plan with a model that is gone."""
    assert render(ask("100 medium squares on gpt-image-1")).startswith("Last price: $4.25\n")


def test_jobs_compared_on_several_models_are_summed_for_each() -> None:
    """Ten low squares at $0.062 and five high portraits at $0.826 are $0.888 on gpt-image-2."""
    text = render(ask("compare mini and gpt-image-2 for 10 low squares and 5 high portraits"))
    assert text.startswith("Cheapest: gpt-image-1-mini at $0.31 for both jobs\n")
    assert "  gpt-image-2       in all                    $0.89" in text


def test_a_plan_that_never_pays_is_shown_as_such() -> None:
    """400 images a month need Standard, which makes 909: mini's break-even of 2,705 is beyond it."""
    text = render(ask("compare mini and midjourney for 400 medium squares a month"))
    assert ">909/month" in text
    assert "more than it makes" in say.text(ask("compare mini and midjourney for 400 medium squares a month"))


def test_jobs_that_can_be_made_are_summed_and_the_others_named() -> None:
    """One of two jobs cannot be made: the headline has the other's cost and says so."""
    text = render(ask("20 low squares on mini and 20 xhigh squares on gpt-image-2"))
    assert text.startswith("Plan for $0.10; 1 of the jobs cannot be made as asked\n")
    assert "x gpt-image-2 has no xhigh quality; it has low, medium and high." in text


def test_jobs_of_different_periods_are_not_summed() -> None:
    """A week and a month cannot be added up."""
    text = render(ask("50 low squares a week on mini and 20 high squares a month on gpt-image-2"))
    assert text.startswith("Plan for each job by itself: they differ in the time they cover\n")


def test_a_price_list_without_a_price_says_so() -> None:
    """DALL-E 2 makes squares only: its landscape price is a sentence, not an empty page."""
    assert "dall-e-2 has no landscape price." in render(ask("landscape prices on dall-e 2"))


def test_nothing_typed_can_steer_the_terminal() -> None:
    """Escapes, bells and direction marks of a prompt are shown without effect."""
    text = render(ask('0 images with the prompt "a \x1b[31mRED\x1b[0m\x07 \u202efox"'))
    assert not {"\x1b", "\x07", "\u202e"} & set(text)


def test_a_narrow_terminal_gets_narrow_text() -> None:
    """Sentences wrap at the terminal's width."""
    lines = render(ask("what are tokens?"), Style(width=40)).splitlines()
    assert max(map(len, lines)) <= 40


def test_a_long_prompt_is_not_said_back_whole() -> None:
    """A question about a prompt of 1,000 words names its length."""
    text = render(ask(f'0 low squares with the prompt "{"word " * 1000}"'))
    assert "with 1000-word prompts" in text
    assert len(text) < 2000


def test_unused_words_are_named_with_what_was_read() -> None:
    """Where words of the question went unused, the answer ends with how each was read."""
    text = "40 low squares for the zebra gala on mini"
    assert render(ask(text), text=text).endswith(
        "\n\nRead as\n- “40” number of images, “low” quality, “squares” size, “mini” model\n- Not used: “zebra gala”"
    )


def test_an_answer_that_used_every_word_does_not_say_how_it_read_them() -> None:
    """The guide's example ends as without its text."""
    assert render(ask(GUIDE), text=GUIDE) == GUIDE_TEXT
