"""What a text says about parts of its own count: "half low, half high", "30% portrait, the rest square".

Also what it says later of a noun that it counted before: "headers landscape, thumbnails square".
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from bot.language.facts.fact import Fact
from bot.language.facts.tries import FRACTIONS
from bot.language.jobs.done import REST
from bot.language.plainwords import STOP_WORDS

PARTS = {
    "half": Decimal(1) / 2,
    "third": Decimal(1) / 3,
    "two thirds": Decimal(2) / 3,
    "three quarters": Decimal(3) / 4,
    **{name: Decimal(1) / times for name, times in FRACTIONS.items()},
}
VAGUE = ("mostly", "mainly", "largely", "primarily", "predominantly", "most", "some", "partly", "several", "few")
SETTINGS = ("quality", "size", "model")
_BETWEEN = (*SETTINGS, "on", "of", "again", "noun-mark", "noun")
_SHARES = ("percentof", "unread")
_PARTING = frozenset((*REST, *VAGUE, "them", "those", "these"))
"""Without one of these nothing is shared out, which is so of most texts."""
_OWN = frozenset("our my the these those all".split())
_NEAR = 7
_CLAUSE_ENDS = frozenset(", ; : . \n ( ) – & + and plus but while".split(" "))


def shared_out(facts: list[Fact]) -> list[Fact]:
    """The facts with a count that is divided up replaced by the counts of its parts."""
    if not any(f.kind in _SHARES or f.text in _PARTING for f in facts):
        return facts
    facts = _vague_parts(_settings_behind(_whole_first(_whole_last(facts))))
    whole = next((f for f in facts if f.kind == "count" and f.noun in ("image", "") and f.number), None)
    if whole is None or any(f.kind == "attempts" for f in facts):
        return facts
    after = facts.index(whole) + 1
    shares = [n for n in range(after, len(facts)) if _is_share(facts, n)]
    rest = next((n for n in range(after, len(facts)) if facts[n].text in REST and _set_after(facts, n)), None)
    if rest is not None:
        shares += [
            n for n in range(after, rest) if facts[n].kind == "count" and not facts[n].noun and _set_after(facts, n)
        ]
    if not shares:
        return facts
    return _divided(facts, whole, sorted({*shares, *([rest] if rest is not None else [])}), rest)


def _whole_last(facts: list[Fact]) -> list[Fact]:
    """80% low and 20% high of 250 squares: the whole behind its parts."""
    shares = [n for n, f in enumerate(facts) if f.kind in _SHARES and _is_share(facts, n)]
    if len(shares) < 2 or any(f.kind == "count" for f in facts[: shares[-1]]):
        return facts
    n = next((n for n in range(shares[-1], len(facts)) if facts[n].kind == "count"), 0)
    if not n or facts[n - 1].text not in ("of", *_OWN):
        return facts
    start = next(k for k in range(n - 1, -1, -1) if facts[k].text not in ("of", *_OWN)) + 1
    end = n + 1
    while end < len(facts) and facts[end].kind in (*SETTINGS, "noun", "noun-mark"):
        end += 1
    return [*facts[: shares[0]], *facts[n:end], *facts[shares[0] : start], *facts[end:]]


def _whole_first(facts: list[Fact]) -> list[Fact]:
    """Half of my 200 squares in low: the whole before its parts."""
    for n, fact in enumerate(facts):
        if not (fact.kind == "percentof" or (fact.kind == "unread" and fact.value == "percent")):
            continue
        k = n + 1
        while k < len(facts) and (facts[k].text == "of" or facts[k].text in _OWN):
            k += 1
        if k == n + 1 or k >= len(facts) or facts[k].kind != "count" or facts[k].noun not in ("image", ""):
            return facts
        end = run = k + 1
        while run < len(facts) and facts[run].kind in (*SETTINGS, "noun", "noun-mark"):
            run += 1
            end = run if facts[run - 1].kind == "noun" else end
        return [*facts[:n], *facts[k:end], fact, *facts[end:]]
    return facts


def _settings_behind(facts: list[Fact]) -> list[Fact]:
    """Mini for 10 of them and high for the rest: each setting moved behind the part that it is for."""
    moved = list(facts)
    for n in range(len(moved) - 2):
        if moved[n].kind not in SETTINGS or moved[n + 1].text != "for":
            continue
        k = n + 3 if moved[n + 2].text in ("the", "all", "about") else n + 2
        names = [f.text for f in moved[k : k + 3]]
        part = k < len(moved) and (
            (names[:1] and names[0] in REST) or names[1:] in (["of", "them"], ["of", "those"], ["of", "these"])
        )
        if part:
            moved[n : k + 1] = [*moved[n + 1 : k + 1], moved[n]]
    return moved


def _vague_parts(facts: list[Fact]) -> list[Fact]:
    """Mostly square, some in high: how many is asked back."""
    found: list[Fact] = []
    counted = False
    for n, fact in enumerate(facts):
        counted = counted or fact.kind == "count"
        vague = fact.text in VAGUE and counted and _set_after(facts, n)
        found.append(replace(fact, kind="bad", value="parts") if vague else fact)
    return found


def _divided(facts: list[Fact], whole: Fact, parts: list[int], rest: int | None) -> list[Fact]:
    total = whole.number or Decimal(0)
    numbers = {n: _part_of(facts[n], total) for n in parts if n != rest}
    left = total - sum(numbers.values(), Decimal(0))
    if rest is not None:
        numbers[rest] = left
    uneven = any(number != number.to_integral_value() or number <= 0 for number in numbers.values())
    if uneven or (rest is None and left):
        problem = replace(facts[parts[0]], kind="bad", value="parts")
        return [
            f if f is not facts[parts[0]] else problem
            for f in facts
            if f is facts[parts[0]] or f not in [facts[n] for n in parts]
        ]
    for n in parts:
        if facts[n].kind != "count":
            facts[n].kind = "share"
    return [
        _counted(f, whole, numbers.get(n))
        for n, f in enumerate(facts)
        if f is not whole and not _leads(facts, n, parts) and not _of_them(facts, n, parts)
    ]


def _counted(fact: Fact, whole: Fact, number: Decimal | None) -> Fact:
    if number is None:
        return fact
    return replace(fact, kind="count", value="", number=number, noun="image", lemma=whole.lemma or "image", plural=True)


def _leads(facts: list[Fact], n: int, parts: list[int]) -> bool:
    """The "the other" of "the other half", the "one" of "one third"."""
    if n + 1 in parts and facts[n].kind == "count" and facts[n].number == 1:
        return True
    small = facts[n].text in ("the", "other", "a")
    return small and (n + 1 in parts or (n + 2 in parts and facts[n + 1].text == "other"))


def _of_them(facts: list[Fact], n: int, parts: list[int]) -> bool:
    """The "of them" of "half of them"."""
    k = n - 1 if facts[n - 1].text == "of" else n
    if facts[n].text not in ("of", "them", "those", "these", "which"):
        return False
    return k - 1 in parts or (k - 2 in parts and facts[k - 1].kind in SETTINGS)


def _part_of(fact: Fact, total: Decimal) -> Decimal:
    if fact.kind == "count":
        return fact.number or Decimal(0)
    if fact.kind == "percentof":
        part = total * PARTS[fact.text]
        return part.quantize(Decimal(1)) if abs(part - part.quantize(Decimal(1))) < Decimal("1e-9") else part
    return total * (fact.number or Decimal(0)) / 100


def _is_share(facts: list[Fact], n: int) -> bool:
    fact = facts[n]
    share = fact.kind == "percentof" or (fact.kind == "unread" and fact.value == "percent")
    return share and _set_after(facts, n)


def _set_after(facts: list[Fact], n: int) -> bool:
    """Whether a setting follows, with nothing but small words between: "30% of them should be high"."""
    for fact in facts[n + 1 : n + _NEAR]:
        if fact.kind in SETTINGS:
            return True
        small = (
            fact.kind in _BETWEEN
            or (fact.kind == "word" and fact.text in STOP_WORDS)
            or fact.text in ("in", "as", "at", "on", "with", "using")
        )
        if not small:
            return False
    return False


def in_a_row(facts: list[Fact]) -> list[Fact]:
    """100/50/10 in low/medium/high: each count with its setting; rows that do not match are asked back."""
    row = next((f for f in facts if f.kind == "counts"), None)
    if row is None:
        return facts
    numbers = row.value.split("/")
    for kind in SETTINGS:
        places = [n for n, f in enumerate(facts) if f.kind == kind and f.start > row.start]
        if len(places) == len(numbers) == places[-1] - places[0] - len(numbers) + 2 and "None" not in numbers:
            pairs = [
                part
                for number, place in zip(numbers, places, strict=True)
                for part in (replace(row, kind="count", value="", number=Decimal(number), noun="image"), facts[place])
            ]
            kept = [f for f in facts[: places[0]] if f is not row]
            return [*kept, *pairs, *facts[places[-1] + 1 :]]
    return [replace(f, kind="bad", value="parts") if f is row else f for f in facts]


def said_of_nouns(facts: list[Fact]) -> list[Fact]:
    """The facts with settings that a later clause says of a counted noun moved to that noun."""
    counts = [f for f in facts if f.kind == "count" and f.lemma]
    if len({f.lemma for f in counts}) < 2:
        return facts
    moved: dict[int, list[Fact]] = {}
    gone: set[int] = set()
    for clause in _clauses(facts):
        noun = _only_noun(clause)
        owners = [f for f in counts if noun is not None and f.lemma == noun.lemma and f.start < noun.start]
        if len(owners) == 1:
            moved.setdefault(id(owners[0]), []).extend(f for f in clause if f.kind in SETTINGS)
            gone |= {id(f) for f in clause}
    result: list[Fact] = []
    for fact in facts:
        if id(fact) not in gone:
            result.append(fact)
        result.extend(moved.get(id(fact), ()))
    return result


def _clauses(facts: list[Fact]) -> list[list[Fact]]:
    clauses: list[list[Fact]] = [[]]
    for fact in facts:
        if fact.kind == "sep" and fact.text in _CLAUSE_ENDS:
            clauses.append([])
        else:
            clauses[-1].append(fact)
    return clauses


def _only_noun(clause: list[Fact]) -> Fact | None:
    """The noun of a clause that says nothing but settings of it."""
    nouns = [f for f in clause if f.kind == "noun"]
    settings = [f for f in clause if f.kind in SETTINGS and not f.negated]
    small = all(f.kind in (*_BETWEEN, "sep", "all") or f.text in STOP_WORDS | {"the", "with"} for f in clause)
    return nouns[0] if len(nouns) == 1 and settings and small else None
