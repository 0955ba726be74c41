"""The counts of one job sorted by what they do: images, subjects to make images for, totals, time."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from bot.language.facts.fact import PERIOD_ADJECTIVES, Fact
from bot.language.jobs.boundaries import NUMBERED, STRONG, is_same
from bot.language.jobs.counts import Tally

_COSTS = ("cost", "spent", "budget")
_EVERY = ("each", "ever")
_PER_PROMPT = ("per prompt", "for each prompt", "for every prompt")


def tally_of(facts: list[Fact]) -> Tally:
    """The counts among these facts, by what they do."""
    tally = Tally()
    counts = [(n, f) for n, f in enumerate(facts) if f.kind == "count"]
    each = _multiplies(facts)
    named = {f.lemma for f in facts if f.kind == "each" and f.value == "subject"}
    last: Fact | None = None
    for n, fact in counts:
        if last is not None and _is_said_again(last, fact, facts[max(0, n - 2) : n]):
            continue
        last = fact
        if fact.noun and fact.noun != "subject":
            tally.nouns.append(fact.lemma)
        if fact.total or fact.link == "=":
            tally.totals.append(fact)
        elif _is_subject(fact, facts, named):
            tally.subjects.append(fact)
        else:
            tally.images.append(fact)
    _sums(tally, facts)
    _each_of(tally, facts, named)
    tally.prompted = len(tally.images) == 1 and _per_prompt(facts)
    tally.each = each or any(f.link == "x" for _, f in counts)
    singles = [f for f in facts if f.kind == "noun" and f.value != "subject" and f.definite and not f.plural]
    per_image = any(f.kind == "each" and f.value == "image" and f.lemma != "prompt" for f in facts)
    tally.singles = len(singles) or int(per_image)
    tally.workdays = next((int(f.number) for f in facts if f.kind == "workdays" and f.number), 0)
    tally.vague = _vague(facts)
    _times(tally, facts)
    tally.nouns += [f.lemma for f in facts if f.kind == "noun" and f.value != "subject"]
    return tally


def _each_of(tally: Tally, facts: list[Fact], named: set[str]) -> None:
    """What "each" and "per" are said of."""
    tally.named = next(iter(sorted(named)), "")
    tally.of_all = bool(named) and _is_of_all(facts)
    tally.bare_each = any(a.kind == "each" and not a.lemma and b.text == "for" for a, b in pairwise(facts))
    tally.for_each = any(_is_for_each(facts, n) for n in range(len(facts)))


def _is_for_each(facts: list[Fact], n: int) -> bool:
    """Light and dark mode for each; obverse and reverse of each: at the end of what is said."""
    fact = facts[n]
    if fact.kind != "each" or fact.lemma:
        return False
    led = fact.text == "for each" or (n > 0 and facts[n - 1].text in ("for", "of"))
    return led and (n + 1 == len(facts) or facts[n + 1].kind == "sep")


def _is_said_again(last: Fact, fact: Fact, between: list[Fact]) -> bool:
    """Whether the count is the last one, spoken of again; "the same 35 again" are others."""
    return bool(between) and between[-1].text != "same" and is_same(last, fact, between)


def _is_subject(fact: Fact, facts: list[Fact], named: set[str]) -> bool:
    """Whether the count is of what images are made for, or of what may be that."""
    if fact.noun in ("subject", "weak", "unknown") or (fact.lemma in named and fact.noun != "image"):
        return True
    return _after_each(facts, fact)


def _sums(tally: Tally, facts: list[Fact]) -> None:
    """3 pages and 2 blogs are 5; 12 products and 3 views each are 36."""
    places = {id(fact): n for n, fact in enumerate(facts)}
    for fact in tally.subjects:
        following = facts[places[id(fact)] + 1 : places[id(fact)] + 4]
        fact.each = any(f.kind == "each" and f.value != "image" for f in following)
    for before, fact in pairwise(tally.subjects):
        between = facts[places[id(before)] + 1 : places[id(fact)]]
        if any(f.kind == "each" or f.text in STRONG for f in between):
            continue
        if not fact.link and not fact.each and any(f.kind == "sep" and f.lemma == "and" for f in between):
            fact.link = "+"


def _after_each(facts: list[Fact], fact: Fact) -> bool:
    n = facts.index(fact)
    others = any(f.kind == "count" and f is not fact and f.noun in ("image", "") for f in facts)
    return n > 0 and facts[n - 1].kind == "each" and others and fact.noun != "image"


def _multiplies(facts: list[Fact]) -> bool:
    """Whether "each" or "per product" multiplies a count here; an "each" after tries or references does not."""
    last = ""
    for fact in facts:
        if fact.kind in ("count", *NUMBERED, "prompt"):
            last = fact.kind
        elif fact.kind == "each" and fact.value != "image" and last not in (*NUMBERED, "prompt"):
            return True
    return False


def _is_of_all(facts: list[Fact]) -> bool:
    """15 per product, what is the total; each edition gets 30: the images of all of them are asked for."""
    first = next((n for n, f in enumerate(facts) if f.kind == "count"), len(facts))
    total = any(f.kind == "total" or f.text in ("altogether", "whole", "entire") for f in facts)
    return total or any(f.kind == "each" and f.value == "subject" and f.text[:4] in _EVERY for f in facts[:first])


def _per_prompt(facts: list[Fact]) -> bool:
    """4 images per prompt: of how many prompts is not said."""
    last = ""
    for fact in facts:
        if fact.kind == "count" or fact.kind in NUMBERED:
            last = fact.kind
        elif fact.kind == "each" and fact.value == "image" and last == "count" and fact.text in _PER_PROMPT:
            return True
    return False


def _vague(facts: list[Fact]) -> str:
    for n, fact in enumerate(facts):
        if fact.kind == "count" and fact.noun == "image":
            return ""
        if fact.kind == "vague" and any(f.kind in ("noun", "count", "size") for f in facts[n + 1 : n + 6]):
            return fact.text
    return ""


def _asks_of_it(facts: list[Fact], n: int) -> bool:
    """How many is that a month: the month of the question, not how often the images are made."""
    return n > 0 and facts[n - 1].text in ("that", "it", "this", "those")


def _is_of_cost(facts: list[Fact], n: int) -> bool:
    """The monthly cost of 20 a week, what does that cost a month: the period that is asked of, not the one counted."""
    before, after = facts[n - 1] if n else None, facts[n + 1] if n + 1 < len(facts) else None
    if before is not None and before.kind in _COSTS:
        return True
    counted = any(f.kind == "count" for f in facts[:n])
    return after is not None and after.kind in _COSTS and (facts[n].text in PERIOD_ADJECTIVES or not counted)


def _asked_last(periods: list[Fact], facts: list[Fact]) -> list[str]:
    """How often the images are made, before how often the cost is asked for."""
    asked = [f for f in periods if _is_of_cost(facts, next(n for n, g in enumerate(facts) if g is f))]
    if len(asked) < len(periods):
        periods = [f for f in periods if f not in asked] + asked
    return [f.value for f in periods]


def _times(tally: Tally, facts: list[Fact]) -> None:
    repeated: list[Fact] = []
    _stretches(tally, facts, repeated)
    tally.periods = _asked_last(repeated, facts) if len(repeated) > 1 else [f.value for f in repeated]


def _stretches(tally: Tally, facts: list[Fact], periods: list[Fact]) -> None:
    repeats = any(f.kind == "period" for f in facts)
    for n, fact in enumerate(facts):
        if (
            fact.kind == "duration"
            and not repeats
            and any(f.text in ("x", "*", "times") for f in facts[max(0, n - 1) : n + 2])
        ):
            periods.append(fact)
        named = fact.kind == "month" or (fact.kind == "range" and fact.value.startswith("this_"))
        named = named or (fact.kind == "time" and n > 0 and facts[n - 1].text in ("this", "next", "coming"))
        if named and repeats and not any(f.kind == "duration" for f in facts):
            tally.durations.append(replace(fact, number=None))
        if fact.text in ("until", "till", "til") and repeats and [f.text for f in facts[n + 1 : n + 2]] != ["further"]:
            end = facts[n + 1].raw if n + 1 < len(facts) else ""
            tally.durations.append(replace(fact, number=None, raw=f"{fact.raw} {end}".strip()))
        if fact.kind == "duration":
            after = facts[n + 1] if n + 1 < len(facts) else None
            if after is not None and after.kind == "period" and after.value != fact.value:
                fact.each, fact.period = True, after.value
            tally.durations.append(fact)
        elif fact.kind == "period" and tally.durations and not periods and _asks_of_it(facts, n):
            periods.append(fact)
            tally.durations.append(replace(tally.durations[0], number=None))
        elif fact.kind == "period" and not (n and facts[n - 1].kind == "duration" and facts[n - 1].each):
            periods.append(fact)
