"""A conversation in the terminal: one thread, follow-ups, the same answers as everywhere else."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from bot.ask import Asker
from bot.terminal import Style, render

PROMPT = "\nyou> "
WELCOME = (
    'Your turn: ask what images cost. Follow-ups change the last question ("and in high?").',
    '"help" shows what I can do, "new" starts afresh, "quit" or Ctrl-D ends.',
)
LEAVING = frozenset({"quit", "exit", "bye", "goodbye", "q", ":q"})
AFRESH = frozenset({"new", "reset", "start over", "start afresh"})


def converse(asker: Asker, style: Style, read: Callable[[str], str] = input) -> None:
    """Answer what is typed until the person leaves; the earlier texts are the thread."""
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401, PLC0415 - gives input() its line editing, where there is one

    for sentence in WELCOME:
        print(*style.wrapped(sentence), sep="\n")
    thread: list[str] = []
    while True:
        try:
            text = read(PROMPT).strip()
        except (EOFError, KeyboardInterrupt):
            print("\nGoodbye.")
            return
        word = text.lower().rstrip(".! ")
        if word in LEAVING:
            print("Goodbye.")
            return
        if word in AFRESH:
            thread.clear()
            print("A new thread.")
        elif text:
            print()
            print(render(asker.ask(text, thread), style, text))
            thread.append(text)
