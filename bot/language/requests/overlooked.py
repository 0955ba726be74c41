"""The net under the reader: a number or a "not" that makes no difference was not read, so it is asked about.

Whether it makes one is tried out: the message is read again with another number there, or without the "not".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import chain
from math import prod

from bot.language import say
from bot.language.facts.fact import Fact
from bot.language.facts.walk import bind
from bot.language.item import Item
from bot.language.jobs.assembly import read_jobs
from bot.language.jobs.corrections import settle
from bot.language.jobs.drafts import Draft
from bot.language.message import Message
from bot.language.plainwords import HARMLESS_AFTER_NOT
from bot.language.requests.cues import Cues
from bot.request import Problem

Outcome = Callable[[Message], tuple[Draft, ...]]
_FIELDS = ("references", "attempts", "prompt_words", "prompt_tokens")
_COUNTS = ("count", "duration")
_SETTINGS = ("quality", "size", "shape", "model", "batch", "edit", "ref", "num")
_ASKED = frozenset("we you i they it that there this the he she".split())
_CLAUSE = 8
_MOST = 6
_OTHER = 7


def overlooked(message: Message, drafts: tuple[Draft, ...], outcome: Outcome) -> Problem | None:
    """What to ask about a number or a negation that `drafts`, the outcome of the message, do not depend on."""
    if any(draft.problems for draft in drafts):
        return None
    suspects = [*_numbers(message, drafts), *_negations(message)][:_MOST]
    known = _shown(drafts) if suspects else []
    for n in suspects:
        item = message.items[n]
        if _shown(outcome(_without(message, n) if item.number is None else _other(message, n))) == known:
            return say.unclear_number(item.raw) if item.number is not None else _unclear_not(message.items, n)
    return None


def overlooked_in(message: Message, items: list[Item], drafts: tuple[Draft, ...]) -> Problem | None:
    """The same for a part of the message that was read by itself."""
    return overlooked(_read(message, items), drafts, lambda other: other.drafts)


def _shown(drafts: tuple[Draft, ...]) -> list[tuple[object, ...]]:
    """What a person sees of the drafts."""
    return [(draft.job, draft.notes, draft.problems, draft.models) for draft in drafts]


def _other(message: Message, n: int) -> Message:
    item = message.items[n]
    return _read(
        message,
        [*message.items[:n], replace(item, number=(item.number or Decimal(0)) + _OTHER), *message.items[n + 1 :]],
    )


def _without(message: Message, n: int) -> Message:
    return _read(message, [*message.items[:n], *message.items[n + 1 :]])


def _read(message: Message, items: list[Item]) -> Message:
    facts = bind(items)
    return message._replace(items=items, facts=facts, cues=Cues(items, facts), drafts=read_jobs(facts))


def _numbers(message: Message, drafts: tuple[Draft, ...]) -> Iterator[int]:
    """The numbers that the drafts do not plainly show: their own counts, their product or their sum."""
    counts = [f for f in message.facts if f.kind in _COUNTS and f.number is not None]
    others = [f for f in message.facts if f.kind in _FIELDS and f.number is not None]
    if not others and _make_up(counts, drafts):
        return
    facts = [fact for fact in settle(message.facts) if fact.number is not None]
    jobs = [draft.job for draft in drafts]
    shown = {name: {Decimal(v) for job in jobs if (v := getattr(job, name)) is not None} for name in _FIELDS}
    notes = " ".join(note for draft in drafts for note in draft.notes)
    facts = [fact for fact in facts if not fact.negated and f"“{fact.raw}”" not in notes]
    counts = [fact for fact in facts if fact.kind in _COUNTS]
    unseen = [] if _make_up(counts, drafts) else counts
    unseen += [fact for fact in facts if fact.kind in shown and fact.number not in shown[fact.kind]]
    places = {fact.start for fact in unseen}
    yield from (n for n, item in enumerate(message.items) if item.number is not None and item.start in places)


def _make_up(counts: list[Fact], drafts: tuple[Draft, ...]) -> bool:
    """Whether the drafts' counts are these numbers, their sum, or the product of as many factors."""
    said = [fact.number or Decimal(0) for fact in counts if not fact.total and fact.link != "="]
    made = [Decimal(draft.job.images or 0) for draft in drafts]
    factors = [[factor.number for factor in draft.factors] for draft in drafts]
    multiplied = all(prod(each) == images for each, images in zip(factors, made, strict=True))
    if len(made) > 1:
        return Counter(said) == Counter(made) or (multiplied and Counter(said) == Counter(chain(*factors)))
    return made[0] == sum(said) or (multiplied and len(factors[0]) == len(said))


def _negations(message: Message) -> Iterator[int]:
    """Each "not" with something after it, in its clause, that it could refuse and that is not read as refused."""
    if not message.cues.has("neg"):
        return
    items = message.items
    refused = {fact.start for fact in message.facts if fact.negated or (fact.kind == "batch" and fact.value == "false")}
    for n, item in enumerate(items):
        if item.kind != "neg" or item.value == "swap":
            continue
        after = items[n + 1].text if n + 1 < len(items) else ""
        asks = item.text.endswith(("n't", "nt")) and after in _ASKED
        asks = asks or (n > 0 and items[n - 1].text in ("why", "if", "or", "whether"))
        end = _refusable(items, n)
        if not asks and after not in HARMLESS_AFTER_NOT and end < len(items) and items[end].start not in refused:
            yield n


def _refusable(items: list[Item], n: int) -> int:
    """The setting or number that the "not" at n may be meant for; past the end where there is none."""
    for k in range(n + 1, min(n + _CLAUSE, len(items))):
        if items[k].of("punct", "line") and items[k].text not in "-'":
            break
        if items[k].of(*_SETTINGS):
            return k
    return len(items)


def _unclear_not(items: list[Item], n: int) -> Problem:
    end = _refusable(items, n) + 1
    return say.unclear_refusal(" ".join(item.raw for item in items[n:end]))
