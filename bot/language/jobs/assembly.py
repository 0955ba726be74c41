"""Facts to jobs: where one job ends and the next begins, and what is said once for all of them."""

from __future__ import annotations

from dataclasses import replace

from bot.language import noted, say
from bot.language.facts.fact import Fact, lemma
from bot.language.jobs.boundaries import STRONG, boundaries, counts_images
from bot.language.jobs.contents import without_contents
from bot.language.jobs.corrections import settle
from bot.language.jobs.done import remaining, without_past
from bot.language.jobs.drafts import Draft, draft_of
from bot.language.jobs.each import as_one, boards, spread, with_total
from bot.language.jobs.kinds import in_each_kind, of_each_kind
from bot.language.jobs.ones import singles
from bot.language.jobs.parts import in_a_row, said_of_nouns, shared_out
from bot.language.jobs.repeated import without_repeated
from bot.language.jobs.sharing import common, filled, said_for_all, timed_alike, trailing, whole_of, with_rest
from bot.language.jobs.targets import unclear_targets
from bot.language.jobs.unclear import unclear_counts


def read_jobs(facts: list[Fact]) -> tuple[Draft, ...]:
    """The jobs that the facts describe, in text order; one empty job when they describe none."""
    facts, shown = without_contents(facts)
    facts, each_note = _rewritten(without_repeated(settle(unclear_counts(facts))))
    starts = boundaries(facts)
    if len(starts) < 2:
        draft = draft_of(facts)
        return (draft.with_note(shown) if shown else draft,)
    common_at = common(facts, starts[-1])
    ends = [*starts[1:], common_at if common_at is not None else len(facts)]
    parts = [facts[start:end] for start, end in zip(starts, ends, strict=True)]
    parts, past = without_past(parts)
    parts, timed = timed_alike(parts)
    past += [note for note in (timed, shown) if note]
    drafts = [draft_of(part) for part in parts]
    whole = whole_of(parts, drafts)
    if whole is not None:
        parts, drafts = parts[1:], drafts[1:]
    drafts = _all_else(_again(_questioned(drafts, parts), parts), parts)
    for said in said_for_all(facts, common_at, whole):
        drafts = [filled(draft, said) for draft in drafts]
    drafts = trailing(_once(_same_kind(drafts, parts), parts), parts)
    drafts = with_rest(whole, drafts) if whole is not None else drafts
    drafts = [draft.with_note(each_note) for draft in as_one(drafts)] if each_note else drafts
    return tuple(replace(draft, notes=(*draft.notes, *past)) for draft in drafts) if past else tuple(drafts)


def _rewritten(facts: list[Fact]) -> tuple[list[Fact], str]:
    """Facts that count what is meant where a text says it in parts, of the rest or for each, and a note on "each"."""
    kinds = [fact.kind for fact in facts]
    facts = in_a_row(facts) if "counts" in kinds else facts
    several = kinds.count("count") > 1
    facts = unclear_targets(facts) if several else facts
    facts = said_of_nouns(shared_out(remaining(facts))) if several else shared_out(facts)
    facts = with_total(boards(singles(facts)))
    made = in_each_kind(facts)
    if made is not facts:
        return made, noted.EACH_KIND
    return spread(of_each_kind(facts)) if "each" in kinds else (facts, "")


def _questioned(drafts: list[Draft], parts: list[list[Fact]]) -> list[Draft]:
    """The drafts with what is unclear about the count of each beside those of the others."""
    opens = counts_images(parts[0], 0)
    drafts = [d if opens and d is drafts[0] else _alone(d, part) for d, part in zip(drafts, parts, strict=True)]
    if all(draft.said & {"quality", "size"} for draft in drafts):  # a list of jobs, each with its own settings
        return drafts
    return [_known(draft, part, parts) for draft, part in zip(drafts, parts, strict=True)]


def _again(drafts: list[Draft], parts: list[list[Fact]]) -> list[Draft]:
    """60 low squares on mini, plus the same again in high: what the second does not say is as in the first."""
    found: list[Draft] = []
    for draft, part in zip(drafts, parts, strict=True):
        again = bool(found) and any(f.kind == "count" and f.value == "same" for f in part)
        found.append(filled(draft, found[-1]) if again else draft)
    return found


def _all_else(drafts: list[Draft], parts: list[list[Fact]]) -> list[Draft]:
    """Everything else on mini: 90 squares and 40 portraits: what is said before the colon is for all that follows."""
    for k, part in enumerate(parts):
        colon = next((n for n, f in enumerate(part) if f.text == ":"), 0)
        led = part[:colon]
        else_ = any(f.text in ("else", "others", "rest", "remaining") for f in led)
        if else_ and not any(f.kind == "count" for f in led):
            return [*drafts[: k + 1], *(filled(draft, draft_of(led)) for draft in drafts[k + 1 :])]
    return drafts


def _same_kind(drafts: list[Draft], parts: list[list[Fact]]) -> list[Draft]:
    """20 low squares and 10 high ones: the ones are squares too."""
    found: list[Draft] = []
    for draft, part in zip(drafts, parts, strict=True):
        size = found[-1].job.size if found else None
        apart = part[0].text in STRONG or part[0].lemma == "line"
        bare = (
            not (draft.nouns or apart) and bool(found) and size in found[-1].nouns and draft.said & {"quality", "model"}
        )
        alike = size is not None and "size" not in draft.said and ({"one", "ones"} & set(draft.nouns) or bare)
        found.append(_sized(draft, size) if alike and size else draft)
    return found


def _once(drafts: list[Draft], parts: list[list[Fact]]) -> list[Draft]:
    """20 posts, 20 images: whether the number is said twice or meant twice is asked."""
    for n in range(1, len(drafts)):
        before, after = (next((f for f in part if f.kind == "count"), None) for part in parts[n - 1 : n + 1])
        if before is None or after is None or before.number != after.number or before.number is None:
            continue
        joined = any(f.kind == "sep" and (f.lemma in ("and", "line") or f.text in "+&;•") for f in parts[n][:2])
        again = before.noun in ("weak", "unknown") and after.noun == "image" and drafts[n - 1].said <= {"images"}
        if again and not joined and drafts[n].job.images is not None:
            asked = replace(drafts[n], job=replace(drafts[n].job, images=None))
            drafts = [*drafts[:n], asked.with_problem(say.said_twice(before.number)), *drafts[n + 1 :]]
    return drafts


def _sized(draft: Draft, size: str) -> Draft:
    sized = replace(draft, job=replace(draft.job, size=size), said=draft.said | {"size"})
    return sized.with_note(f"I read the size of the job before, {size}, as that of the next one, too.")


def _alone(draft: Draft, part: list[Fact]) -> Draft:
    """A bare number with nothing said about it is no job that can be priced."""
    counts = [f for f in part if f.kind == "count"]
    bare = (
        len(counts) == 1 and not counts[0].noun and not draft.said - {"images", "per"} and counts[0].number is not None
    )
    if not bare or any(f.kind in ("noun", "each", "all") for f in part):
        return draft
    return replace(draft, job=replace(draft.job, images=None)).with_problem(say.unclear_number(counts[0].raw))


def _known(draft: Draft, part: list[Fact], parts: list[list[Fact]]) -> Draft:
    """Two cats and three dogs, 10 images: what is counted beside images may be in them, so it is asked."""
    counts = [f for f in part if f.kind == "count"]
    beside = any(f.kind == "count" and f.noun in ("image", "weak") for other in parts for f in other)
    if len(counts) != 1 or counts[0].noun != "unknown" or not beside or draft.job.images is None:
        return draft
    noun = next((f.raw for f in part if f.kind == "word" and lemma(f.text) == counts[0].lemma), counts[0].lemma)
    asked = draft.with_problem(say.also_images(counts[0].raw, noun))
    return replace(asked, job=replace(draft.job, images=None), notes=())
