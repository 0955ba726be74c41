"""The tour: what Pennyworth answers, shown on real questions, then a conversation where there is a terminal."""

from __future__ import annotations

import sys

from bot.ask import Asker
from bot.clock import Clock
from bot.conversation import converse
from bot.settings import Settings
from bot.terminal import WIDTH, render, screen

TOUR = (
    ("A quote", "100 medium square images with 30-word prompts"),
    (
        "A pasted prompt, counted by tiktoken",
        '25 high landscape images with the prompt "A red bicycle leaning against a brick wall at sunset, long soft '
        'shadows, shallow depth of field, warm film colours, space for a headline on the left"',
    ),
    ("A comparison", "compare all models for 400 medium squares a month"),
)


def demo(settings: Settings, clock: Clock) -> int:
    """Print the tour, then talk if someone is there; returns the exit status.

    Raises:
        UsageError: the price file cannot be used.
    """
    asker = Asker(settings.catalog(), clock)
    style = screen(settings.colour)
    for title, question in TOUR:
        print(style.bold(f"== {title} ".ljust(min(style.width, WIDTH), "=")))
        print(*style.wrapped(question, first="> ", rest="  "), sep="\n", end="\n\n")
        print(render(asker.ask(question), style))
        print()
    if sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty():
        converse(asker, style)
    return 0
