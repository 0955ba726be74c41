"""Reads one message in the light of those before it: text and thread to a Reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.language.message import Message, message_of
from bot.language.models import names_of
from bot.language.requests.followups import follow
from bot.language.requests.standalone import standalone
from bot.language.requests.standing import standing
from bot.language.requests.state import State
from bot.request import Reading, Request


def read(text: str, thread: Sequence[str | Request] = (), *, today: date, models: Mapping[str, str]) -> Reading:
    """What `text` asks, after the earlier messages of its thread, oldest first.

    An entry of the thread that is a request is what a button or a form made of it at that point.

    `models` maps every known name of an image model, lower case, to its catalog id. `today` gives bare
    month names their year. Any text can be read: what cannot be understood is asked back, never raised.
    """
    names = names_of(models)
    state, follows = None, 0
    for earlier in thread:
        state = _next(message_of(earlier, names), state, today) if isinstance(earlier, str) else standing(earlier)
        follows = follows + 1 if state.reading.followed else 0
    reading = _next(message_of(text, names), state, today).reading
    return replace(reading, follows=follows + 1) if reading.followed else reading


def _next(message: Message, before: State | None, today: date) -> State:
    if before is not None:
        followed = follow(message, before, today)
        if followed is not None:
            return followed
    return standalone(message, before, today)
