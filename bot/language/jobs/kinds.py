"""A count that is said once for several kinds of image: 30 each of squares and portraits, 25 ads each in two shapes."""

from __future__ import annotations

from dataclasses import replace

from bot.language.facts.fact import Fact

_LISTED = ("size", "quality")
_WITHIN = frozenset("in as at and once a the both , ( ) : - – & + / also one version copy".split())
_FORMATS = frozenset("formats sizes orientations shapes qualities".split())


def in_each_kind(facts: list[Fact]) -> list[Fact]:
    """25 ads, each in portrait and in landscape; 12 in both shapes: the count and its settings for each value."""
    k = next((n for n, f in enumerate(facts) if f.kind == "count"), -1)
    if k < 0 or sum(f.kind == "count" for f in facts) > 1 or facts[k].noun == "subject":
        return facts
    for kind in _LISTED:
        places = [n for n, f in enumerate(facts) if f.kind == kind and n > k and not f.negated]
        run = _run_of(facts, places)
        marked = len(run) > 1 and _is_marked(facts, k, run)
        if marked and len({facts[n].value for n in places}) == len(run) == len(places):
            return _for_each_value(facts, k, run)
    return facts


def _run_of(facts: list[Fact], places: list[int]) -> list[int]:
    """The values that stand in one list, with nothing but joining words between."""
    run = places[:1]
    for n in places[1:]:
        between = facts[run[-1] + 1 : n]
        joined = any(f.kind == "sep" for f in between) and all(f.text in _WITHIN for f in between)
        if not joined:
            return run
        run.append(n)
    return run


def _is_marked(facts: list[Fact], k: int, run: list[int]) -> bool:
    """Whether "each", "both" or "all three formats" says that every value is for every image."""
    before, after = facts[max(0, k - 3) : run[0]], facts[run[-1] + 1 : run[-1] + 3]
    each = any(f.kind == "each" and f.lemma in ("", "one", facts[k].lemma) for f in (*before, *after))
    both = len(run) == 2 and any(f.text == "both" for f in facts[k + 1 : run[0]])
    return each or both or any(_names_formats(f) for f in facts[k + 1 : run[0]])


def _names_formats(fact: Fact) -> bool:
    """All three formats, before their list."""
    return (fact.kind, fact.value) == ("bad", "size") and fact.text.split()[-1] in _FORMATS


def _for_each_value(facts: list[Fact], k: int, run: list[int]) -> list[Fact]:
    dropped = ("each", "all")
    head = [f for f in facts[k : run[0]] if f.kind not in dropped and not _names_formats(f) and f.kind != "sep"]
    result = [f for f in facts[:k] if f.kind not in dropped]
    for at, n in enumerate(run):
        joint = replace(facts[n], kind="sep", value="", text="and", lemma="and", number=None, plural=False)
        result += [*([joint] if at else []), *(replace(f) for f in head), facts[n]]
    rest = facts[run[-1] + 1 :]
    return [*result, *(f for n, f in enumerate(rest) if not (n < 2 and f.kind == "each"))]


def of_each_kind(facts: list[Fact]) -> list[Fact]:
    """30 each of squares and portraits: the count stands before each of the two."""
    n = next((n for n, f in enumerate(facts) if f.kind == "each" and not f.lemma), 0)
    k = n - 1
    while k > 0 and facts[k].kind == "noun":
        k -= 1
    if k < 0 or facts[k].kind != "count" or sum(f.kind == "count" for f in facts) > 1:
        return facts
    start = n + 1
    while start < len(facts) and facts[start].text in ("of", "in", ":"):
        start += 1
    kinds = _listed(facts, start)
    if len(kinds) < 2:
        return facts
    result = [*facts[:k], *facts[k + 1 : n]]
    for at in range(start, len(facts)):
        result += [replace(facts[k], noun="image", plural=True)] if at in kinds else []
        result.append(facts[at])
    return result


def _listed(facts: list[Fact], start: int) -> list[int]:
    """The places of shapes in a row, with "and" or a comma between them."""
    found: list[int] = []
    for n in range(start, len(facts)):
        fact, joined = facts[n], facts[n - 1].kind == "sep"
        if fact.kind == "size" and fact.plural and (joined or not found):
            found.append(n)
        elif fact.kind != "noun" and not (fact.kind == "sep" and (fact.lemma == "and" or fact.text in ",&+")):
            break
    values = {facts[n].value for n in found}
    return found if len(values) == len(found) else []
