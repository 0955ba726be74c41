"""The tour: what Pennyworth answers, shown on real questions; then, where there is a terminal, the bot itself in a
workspace of its own in the browser, or with `--text` a conversation right there.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from bot.ask import Asker
from bot.clock import Clock
from bot.conversation import converse
from bot.settings import Settings
from bot.terminal import WIDTH, Style, render, screen

TOUR = (
    ("A quote", "100 medium square images with 30-word prompts"),
    (
        "A pasted prompt, counted by tiktoken",
        '25 high landscape images with the prompt "A red bicycle leaning against a brick wall at sunset, long soft '
        'shadows, shallow depth of field, warm film colours, space for a headline on the left"',
    ),
    ("A comparison", "compare all models for 400 medium squares a month"),
)


@dataclass(frozen=True, slots=True)
class Choices:
    """What the command line says about the part after the tour; `keep` is None for data that need not last."""

    text: bool = False
    browser: bool = True
    port: int = 0
    keep: Path | None = None


def demo(settings: Settings, clock: Clock, choices: Choices | None = None) -> int:
    """Print the tour, then go on if someone is there; returns the exit status.

    Raises:
        UsageError: the price file, the folder to keep data in or the port cannot be used.
    """
    choices = choices or Choices()
    asker = Asker(settings.catalog(), clock)
    style = screen(settings.colour)
    for title, question in TOUR:
        print(_title(title, style))
        print(*style.wrapped(question, first="> ", rest="  "), sep="\n", end="\n\n")
        print(render(asker.ask(question), style))
        print()
    _print_digest(asker, style)
    if sys.stdin is None or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return 0
    if choices.text:
        converse(asker, style)
        return 0
    from bot.demo_page import show  # noqa: PLC0415 - the bot's libraries take a second, and the tour needs none of them

    return show(asker.catalog, choices)


def _title(title: str, style: Style) -> str:
    return style.bold(f"== {title} ".ljust(min(style.width, WIDTH), "="))


def _print_digest(asker: Asker, style: Style) -> None:
    from bot.demo_digest import last_weeks_digest  # noqa: PLC0415 - takes a second, while the answers are read

    print(_title("A weekly digest, of the demo's company", style))
    for line in last_weeks_digest(asker.catalog, asker.clock.now()).splitlines():
        print(*style.wrapped(line, first="", rest="  "), sep="\n")
    print()
