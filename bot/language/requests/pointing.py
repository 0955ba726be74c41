"""Which of several jobs a follow-up points at ("the banners", "the second one"), and answers to what was asked back."""

from __future__ import annotations

from dataclasses import replace

from bot.language import say
from bot.language.facts.fact import Fact
from bot.language.jobs.drafts import Draft
from bot.language.message import Message
from bot.language.requests.standalone import jobs_state
from bot.language.requests.state import State, followed

ORDINALS = {"first": 0, "second": 1, "third": 2, "last": -1, "1st": 0, "2nd": 1, "3rd": 2, "former": 0, "latter": -1}
GENERIC = frozenset(("one", "ones", "image", "picture", "pic", "img", "photo", "job", ""))
ATTRIBUTES = ("quality", "size", "model")
_POINTING = ("the", "those", "these")
_BEFORE_REMOVED = frozenset("the those these any of for more need want make do our my have longer no - to out".split())


def pointed(message: Message, drafts: tuple[Draft, ...]) -> tuple[list[int] | None, list[Fact]]:
    """The indexes of the jobs meant (None: none is singled out) and the facts that say the change."""
    facts = message.facts
    start = _the(facts)
    if start is None:
        return by_noun(facts, drafts), facts
    if order := _ordinals(facts, start, len(drafts)):
        return order, facts
    stop = _end_of_phrase(facts, start)
    selectors = [f for f in facts[start + 1 : stop] if f.kind in ATTRIBUTES or f.kind in ("noun", "count")]
    if not selectors:
        return by_noun(facts, drafts), facts
    meant = [n for n, draft in enumerate(drafts) if all(_matches(draft, f) for f in selectors)]
    if not meant or (len(meant) == len(drafts) and len(drafts) > 1):
        return None, facts
    rest = [*facts[:start], *facts[stop:]]
    changes = any(
        f.kind in (*ATTRIBUTES, "count", "batch", "references", "attempts", "double", "prompt_words") for f in rest
    )
    return (meant, rest) if changes else (None, facts)


def selected(message: Message, drafts: tuple[Draft, ...]) -> list[int]:
    """The jobs that a phrase such as "the low ones" names, whatever else the message says."""
    start = _the(message.facts)
    return [] if start is None else _selected(message.facts, start + 1, drafts)


def _selected(facts: list[Fact], start: int, drafts: tuple[Draft, ...], *, named: bool = False) -> list[int]:
    """The jobs that the phrase at `start` names; where `named`, only by what they make or by their place."""
    if order := _ordinals(facts, start - 1, len(drafts)):
        return order
    phrase = facts[start : _end_of_phrase(facts, start - 1)]
    selectors = [f for f in phrase if f.kind in (*ATTRIBUTES, "noun", "count")]
    if named and not any(f.kind == "noun" and f.lemma not in GENERIC for f in selectors):
        return []
    return [n for n, draft in enumerate(drafts) if selectors and all(_matches(draft, f) for f in selectors)]


def named_jobs(facts: list[Fact], start: int, drafts: tuple[Draft, ...]) -> tuple[list[int], int]:
    """The jobs that the phrase at `start` names by what they make or are, or by their place, and where it ends."""
    stop = _end_of_phrase(facts, start - 1)
    if order := _ordinals(facts, start - 1, len(drafts)):
        end = start + 1
        while (
            end < len(facts)
            and (facts[end].lemma in GENERIC or facts[end].kind in ("meta", "unit"))
            and facts[end].kind == "noun"
        ):
            end += 1
        return order, end
    named = any(f.kind == "noun" for f in facts[start:stop])
    return (_selected(facts, start, drafts) if named else []), stop


def removed(message: Message, drafts: tuple[Draft, ...]) -> list[int]:
    """The jobs that the message takes out: "drop the banners", "without the second one", "no posters"."""
    if len(drafts) < 2:
        return []
    facts = message.facts
    for n, fact in enumerate(facts):
        if fact.kind not in ("clear", "neg", "discard") or fact.value == "swap":
            continue
        start = n + 1
        others = [f.kind for f in facts[start : start + 2]] == ["all", "neg"]
        start += 2 * others
        while start < len(facts) and facts[start].text in _BEFORE_REMOVED:
            start += 1
        meant = _selected(facts, start, drafts, named=facts[start - 1].text not in _POINTING)
        if meant and len(meant) < len(drafts):
            return [n for n in range(len(drafts)) if n not in meant] if others else meant
    return []


def by_noun(facts: list[Fact], drafts: tuple[Draft, ...]) -> list[int] | None:
    """30 banners: the one job that makes banners."""
    if len(drafts) < 2:
        return None
    found: set[int] = set()
    for fact in facts:
        if fact.kind in ("count", "noun") and fact.lemma not in GENERIC:
            meant = [n for n, draft in enumerate(drafts) if fact.lemma in draft.nouns]
            found.update(meant if len(meant) == 1 else ())
    return list(found) if len(found) == 1 else None


def _the(facts: list[Fact]) -> int | None:
    for n, fact in enumerate(facts):
        if fact.text in _POINTING and n + 1 < len(facts):
            return n
    return None


def _ordinals(facts: list[Fact], start: int, jobs: int) -> list[int]:
    """The jobs that are named by their places: the second one, the first two, job 2, number 3."""
    named, after = facts[start + 1 : start + 2], facts[start + 2 : start + 3]
    found = ORDINALS.get(named[0].text) if named else None
    if after and named[0].text in ("job", "number", "#", "request", "item") and after[0].text.isdigit():
        found = int(after[0].text[:4]) - 1
    if found is None or jobs < 2:
        return []
    places = list(range(jobs))
    if found in (0, -1) and after and after[0].kind == "count" and after[0].number and not after[0].noun:
        many = min(int(after[0].number), jobs)
        return places[:many] if found == 0 else places[-many:]
    return places[found:][:1]


def _end_of_phrase(facts: list[Fact], start: int) -> int:
    """After "the": adjectives and the noun they belong to; up to the preposition or verb that follows."""
    n = start + 1
    while n < len(facts) and facts[n].kind in (*ATTRIBUTES, "count", "noun-mark"):
        n += 1
    while n < len(facts) and facts[n].kind == "noun":
        n += 1
    return n


def _matches(draft: Draft, fact: Fact) -> bool:
    if fact.kind == "noun":
        return fact.lemma in GENERIC or fact.lemma in draft.nouns or (fact.lemma in (draft.job.size,))
    if fact.kind == "count":
        return fact.number == draft.job.images
    if fact.kind == "size":
        return draft.job.size == fact.value
    return bool(getattr(draft.job, fact.kind) == fact.value)


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
