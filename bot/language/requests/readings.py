"""Which words of a message were read as which field, and which were not used."""

from __future__ import annotations

from collections.abc import Iterator

from bot.language import noted
from bot.language.facts.fact import lemma
from bot.language.item import Item
from bot.language.message import Message
from bot.language.plainwords import PLAIN, STOP_WORDS, TALK
from bot.language.requests.whose import left_aside, unused_names
from bot.language.scan import typed
from bot.request import BudgetRequest, Reading, Request, Span, SpendRequest

_OF_FACTS = {
    "count": "images",
    "counts": "images",
    "vague": "images",
    "duration": "images",
    "workdays": "images",
    "period": "per",
    "money": "amount_usd",
    "edit": "references",
}
_OF_ITEMS = {
    "range": "range",
    "month": "range",
    "date": "range",
    "by": "by",
    "user": "user",
    "channel": "channel",
    "weekday": "weekday",
    "zone": "timezone",
}
_FIELDS = frozenset(
    "images quality size model batch prompt_words prompt_tokens prompt_text references attempts per amount_usd".split()
)
_LOOSE = ("unread", "quoted", "label", "year")
_SMALLEST = 3
_SAID = STOP_WORDS | PLAIN | TALK


def spans(message: Message) -> tuple[Span, ...]:
    """Which stretches of the text were read as which field of a job."""
    found = [
        Span(fact.start, fact.end, field)
        for fact in message.facts
        if (field := _OF_FACTS.get(fact.kind, fact.kind)) in _FIELDS and not fact.negated
    ]
    return tuple(sorted(found, key=lambda span: span.start))


def record_reading(message: Message, request: Request) -> Reading:
    """The reading of a question about records, with what it asks for beside it.

    `unread` are names that a budget is said to be for and cannot be for.
    """
    found = _record_spans(message)
    if isinstance(request, SpendRequest):
        return Reading(request, found, notes=left_aside(message.cues, request))
    if not isinstance(request, BudgetRequest):
        return Reading(request, found)
    names = (*unused_names(message.cues, request.channel), *message.cues.models)
    return Reading(request, found, names, notes=tuple(noted.no_budget_for(name) for name in names[:1]))


def _record_spans(message: Message) -> tuple[Span, ...]:
    """Which stretches of the text were read as which field of a question about records."""
    found = [Span(item.start, item.end, field) for item in message.items if (field := _field_of(item))]
    taken = {span.start for span in found}
    found += [span for span in spans(message) if span.start not in taken]
    return tuple(sorted(found, key=lambda span: span.start))


def _field_of(item: Item) -> str:
    if item.kind == "time":
        return "time" if ":" in item.value else ""
    return _OF_ITEMS.get(item.kind, "")


def unread(message: Message) -> tuple[str, ...]:
    """Numbers, quotations and unknown words that nothing was made of, as typed."""
    loose = [(fact.start, fact.end) for fact in message.facts if fact.kind in _LOOSE]
    counted = {fact.lemma for fact in message.facts if fact.kind == "count"}
    found = _stretches(message.items, loose, counted)
    return tuple(dict.fromkeys(found))


def _stretches(items: list[Item], loose: list[tuple[int, int]], counted: set[str]) -> Iterator[str]:
    """Neighbouring items of which nothing was made, each such stretch as one."""
    run: list[Item] = []
    for item in items:
        if _is_unknown(item, counted) or (loose and any(start <= item.start < end for start, end in loose)):
            run.append(item)
        elif run:
            yield typed(run)
            run = []
    if run:
        yield typed(run)


def _is_unknown(item: Item, counted: set[str]) -> bool:
    """Whether the word is neither known nor an ordinary word of a question."""
    if item.kind != "word" or item.text in _SAID or len(item.text) < _SMALLEST or not item.text.isalpha():
        return False
    return lemma(item.text) not in counted
