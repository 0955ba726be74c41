"""Answers to what was asked back, and wishes that name no value: the 2.6 one; lower quality."""

from __future__ import annotations

from dataclasses import replace

from bot.language import say
from bot.language.answering import jobs_state
from bot.language.message import Message
from bot.language.state import State, followed


def picked(message: Message, before: State) -> State | None:
    """An answer to "which model?": the 2.6 one, flare."""
    asked = next((p for p in before.reading.problems if p.field == "model"), None)
    if asked is None or len(message.items) > 6 or message.cues.models:
        return None
    words = {
        word for item in message.items for word in item.text.replace(" ", "").split("-") if len(word) > 2 or "." in word
    }
    fitting = [c for c in asked.choices if words & set(c.split("-"))]
    if len(fitting) != 1:
        return None
    drafts = tuple(
        replace(
            d,
            job=replace(d.job, model=fitting[0]),
            models=(fitting[0],),
            problems=tuple(p for p in d.problems if p.field != "model"),
        )
        for d in before.drafts
    )
    return followed(jobs_state(before.intent or "quote", drafts, message, before.models))


def relative(message: Message, before: State) -> State | None:
    """Lower quality, make it bigger: which one is asked back."""
    words = message.cues.words
    if len(message.items) > 8 or message.cues.settings or any(f.kind == "count" for f in message.facts):
        return None
    if words & {"bigger", "smaller", "larger", "wider", "taller"}:
        problem = say.which("size", "size")
    elif words & {"lower", "higher", "better", "worse"} and (
        words & {"quality", "it", "them"} or len(message.items) < 3
    ):
        problem = say.which("quality", "quality")
    else:
        return None
    drafts = tuple(replace(d, job=replace(d.job, **{problem.field: None})).with_problem(problem) for d in before.drafts)
    return followed(jobs_state(before.intent or "quote", drafts, message, before.models))
