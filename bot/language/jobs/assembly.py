"""Facts to jobs: where one job ends and the next begins, and what is said once for all of them."""

from __future__ import annotations

from dataclasses import replace

from bot.language import say
from bot.language.draft import Draft
from bot.language.each import as_one, spread, with_total
from bot.language.facts import Fact
from bot.language.fields import draft_of
from bot.language.joins import NUMBERED, STRONG, boundaries
from bot.language.shares import in_a_row, said_of_nouns, shared_out
from bot.language.sharing import common, filled, said_for_all, timed_alike, trailing, whole_of, with_rest


def read_jobs(facts: list[Fact]) -> tuple[Draft, ...]:
    """The jobs that the facts describe, in text order; one empty job when they describe none."""
    facts = said_of_nouns(shared_out(in_a_row(settle(facts))))
    facts, each_note = spread(with_total(facts))
    starts = boundaries(facts)
    if len(starts) < 2:
        return (draft_of(facts),)
    common_at = common(facts, starts[-1])
    ends = [*starts[1:], common_at if common_at is not None else len(facts)]
    parts = [facts[start:end] for start, end in zip(starts, ends, strict=True)]
    parts, past = _without_past(parts)
    parts, timed = timed_alike(parts)
    past += [timed] if timed else []
    whole = whole_of(parts)
    if whole is not None:
        parts = parts[1:]
    drafts = [_alone(draft_of(part), part) for part in parts]
    for said in said_for_all(facts, common_at, whole):
        drafts = [filled(draft, said) for draft in drafts]
    drafts = trailing(_same_kind(drafts), parts)
    if whole is not None:
        drafts = with_rest(whole, drafts)
    if each_note:
        drafts = [draft.with_note(each_note) for draft in as_one(drafts)]
    return tuple(replace(draft, notes=(*draft.notes, *past)) for draft in drafts)


def _same_kind(drafts: list[Draft]) -> list[Draft]:
    """20 low squares and 10 high ones: the ones are squares too."""
    found: list[Draft] = []
    for draft in drafts:
        size = found[-1].job.size if found else None
        alike = size is not None and "size" not in draft.said and {"one", "ones"} & set(draft.nouns)
        found.append(_sized(draft, size) if alike and size else draft)
    return found


def _sized(draft: Draft, size: str) -> Draft:
    sized = replace(draft, job=replace(draft.job, size=size), said=draft.said | {"size"})
    return sized.with_note(f"I read the size of the job before, {size}, as that of “ones”.")


def _alone(draft: Draft, part: list[Fact]) -> Draft:
    """A bare number with nothing said about it is no job that can be priced."""
    counts = [f for f in part if f.kind == "count"]
    bare = len(counts) == 1 and not counts[0].noun and not draft.said - {"images"} and counts[0].number is not None
    if not bare or any(f.kind in ("noun", "each", "period", "all") for f in part) or counts[0].start == part[0].start:
        return draft
    return replace(draft, job=replace(draft.job, images=None)).with_problem(say.unclear_number(counts[0].raw))


def settle(facts: list[Fact]) -> list[Fact]:
    """The facts after the text's own corrections: "200, no wait, 240" is 240; "12, not 20" is 12."""
    kept: list[Fact] = []
    facts = _replaced(facts)
    for n, fact in enumerate(facts):
        if fact.kind == "fix":
            for kind in _corrected(facts, n):
                _drop_last(kept, kind, facts[n + 1 :])
        if fact.kind == "count" and len(kept) > 1 and kept[-1].text == "(" and _repeats(kept, fact):
            continue
        if not (fact.negated and fact.kind in ("count", "period", "time")):
            kept.append(fact)
    return kept


def _replaced(facts: list[Fact]) -> list[Fact]:
    """Replace low with medium, change from 20 to 30: the first of the two goes."""
    gone: set[int] = set()
    for n, fact in enumerate(facts):
        if fact.text not in ("replace", "change", "switch", "swap", "from") or n + 2 >= len(facts):
            continue
        old = n + 2 if facts[n + 1].text in ("from", "the") else n + 1
        rest = facts[old + 1 : old + 4]
        new = next((f for f in rest if f.kind == facts[min(old, len(facts) - 1)].kind), None)
        if new is not None and any(f.text in ("with", "to", "by", "for") for f in rest):
            gone.add(old)
    return [f for n, f in enumerate(facts) if n not in gone] if gone else facts


def _repeats(kept: list[Fact], fact: Fact) -> bool:
    """80 (eighty): the same number said again."""
    return kept[-2].kind == "count" and kept[-2].number == fact.number


def _corrected(facts: list[Fact], n: int) -> list[str]:
    kinds: list[str] = []
    for fact in facts[n + 1 : n + 8]:
        if fact.text in STRONG:
            break
        if fact.kind in ("count", "quality", "size", "model", "money", *NUMBERED) and not fact.negated:
            kinds.append(fact.kind)
    return kinds


def _drop_last(kept: list[Fact], kind: str, following: list[Fact]) -> None:
    new = next((f for f in following if f.kind == kind), None)
    for k in range(len(kept) - 1, -1, -1):
        if kept[k].kind == kind and not (kind == "count" and new and {kept[k].noun, new.noun} == {"subject", "image"}):
            del kept[k]
            return


def _without_past(parts: list[list[Fact]]) -> tuple[list[list[Fact]], list[str]]:
    """What was made last year is not part of what is asked."""
    current = [p for p in parts if not any(_is_past(f) for f in p)]
    if current and len(current) < len(parts):
        return current, ["I left out the images that were made before."]
    return parts, []


def _is_past(fact: Fact) -> bool:
    return (
        (fact.kind == "range" and (fact.value.startswith("last_") or fact.value == "yesterday"))
        or (fact.kind == "word" and fact.text in ("previously", "earlier", "formerly"))
        or fact.kind == "made"
    )
