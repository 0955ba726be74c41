"""`pennyworth ask`: one text, or a JSON line at a time. The contract is docs/ask.md."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator

from bot.ask import Asker
from bot.clock import Clock
from bot.errors import UsageError
from bot.lookup import Lookup
from bot.settings import Settings

INDENT = 2


def run(chosen: argparse.Namespace, clock: Clock) -> int:
    """Answer what the arguments ask; returns the exit status.

    Raises:
        UsageError: the arguments do not go together, or a setting cannot be used.
    """
    if chosen.schema:
        from bot.answer.schema import answer_schema

        print(json.dumps(answer_schema(), indent=INDENT, ensure_ascii=False))
        return 0
    settings = Settings.from_environment()
    catalog = settings.catalog()
    asker = Asker(catalog, clock, chosen.basis, Lookup(settings, catalog, clock).known)
    if chosen.jsonl:
        if chosen.text is not None or chosen.thread:
            raise UsageError("--jsonl reads texts and threads from standard input; leave TEXT and --thread out.")
        for line in answers(asker, sys.stdin):
            print(line, flush=True)
        return 0
    if chosen.text is None:
        raise UsageError('ask needs a question, such as: pennyworth ask "100 medium square images".')
    if chosen.json:
        print(_json(asker, chosen.text, chosen.thread, indent=INDENT))
    else:
        from bot.terminal import render, screen

        print(render(asker.ask(chosen.text, chosen.thread), screen(settings.colour), chosen.text))
    return 0


def answers(asker: Asker, lines: Iterable[str]) -> Iterator[str]:
    """An answer object for each JSON line, or what is wrong with the line, in the same order."""
    for number, line in enumerate(lines, start=1):
        try:
            text, thread = _question(line)
        except ValueError as wrong:
            yield json.dumps({"error": f"Line {number}: {wrong}"}, ensure_ascii=False)
        else:
            yield _json(asker, text, thread)


def _question(line: str) -> tuple[str, list[str]]:
    try:
        found = json.loads(line.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        raise ValueError('this is not JSON; a line is {"text": "…", "thread": ["…"]}.') from None
    if not isinstance(found, dict) or not isinstance(found.get("text"), str):
        raise ValueError('there is no "text"; a line is {"text": "…", "thread": ["…"]}.')
    thread = found.get("thread")
    if thread is None:
        thread = []
    if not isinstance(thread, list) or not all(isinstance(earlier, str) for earlier in thread):
        raise ValueError('"thread" must be a list of texts.')
    return found["text"], thread


def _json(asker: Asker, text: str, thread: list[str], indent: int | None = None) -> str:
    from bot.answer.schema import to_object

    return to_object(asker.ask(text, thread)).model_dump_json(exclude_unset=True, indent=indent)
