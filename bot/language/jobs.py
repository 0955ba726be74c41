"""Facts to jobs: where one job ends and the next begins, and what is said once for all of them."""

from __future__ import annotations

from dataclasses import replace

from bot.language import say
from bot.language.draft import Draft
from bot.language.facts import Fact
from bot.language.fields import draft_of
from bot.request import JobRequest

STRONG = frozenset((";", ".", "\n", "•", "?", "!"))
COUNTS = ("count", "vague")
ATTRIBUTES = frozenset("quality size model batch prompt_words prompt_tokens prompt_text references attempts language".split())
SHARED = ("model", "quality", "size", "prompt_words", "prompt_tokens", "prompt_text", "references", "attempts", "batch",
          "prompt_language")  # fmt: skip
TRAILING = ("model", "quality", "size", "batch", "prompt_words", "prompt_tokens")
NUMBERED = ("references", "attempts", "prompt_words", "prompt_tokens")


def read_jobs(facts: list[Fact]) -> tuple[Draft, ...]:
    """The jobs that the facts describe, in text order; one empty job when they describe none."""
    facts = settle(facts)
    starts = boundaries(facts)
    if len(starts) < 2:
        return (draft_of(facts),)
    common_at = _common(facts, starts[-1])
    common = facts[common_at:] if common_at is not None else []
    ends = [*starts[1:], common_at if common_at is not None else len(facts)]
    parts = [facts[start:end] for start, end in zip(starts, ends, strict=True)]
    parts, past = _without_past(parts)
    before = facts[: _first_count(facts)]
    lead = draft_of([f for f in before if f.kind not in ("edit", "noun", "each", "period", "references")])
    drafts = [_alone(draft_of(part), part) for part in parts]
    shared = draft_of([f for f in common if f.kind in ATTRIBUTES or f.kind == "bad"])
    drafts = [_filled(_filled(draft, shared), lead) for draft in drafts]
    drafts = _trailing(drafts, parts)
    return tuple(replace(draft, notes=(*draft.notes, *past)) for draft in drafts)


def _alone(draft: Draft, part: list[Fact]) -> Draft:
    """A bare number with nothing said about it is no job that can be priced."""
    counts = [f for f in part if f.kind == "count"]
    bare = len(counts) == 1 and not counts[0].noun and not draft.said - {"images"} and counts[0].number is not None
    if not bare or any(f.kind in ("noun", "each", "period", "all") for f in part) or counts[0].start == part[0].start:
        return draft
    return replace(draft, job=replace(draft.job, images=None)).with_problem(say.unclear_number(counts[0].text))


def settle(facts: list[Fact]) -> list[Fact]:
    """The facts after the text's own corrections: "200, no wait, 240" is 240; "12, not 20" is 12."""
    kept: list[Fact] = []
    for n, fact in enumerate(facts):
        if fact.kind == "fix":
            for kind in _corrected(facts, n):
                _drop_last(kept, kind, facts[n + 1 :])
        if not (fact.negated and fact.kind in ("count", "period", "time")):
            kept.append(fact)
    return kept


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


def _counts(facts: list[Fact], n: int) -> bool:
    """Whether the fact at n is a count; a vague one ("lots") only with something that it counts."""
    return facts[n].kind == "count" or (facts[n].kind == "vague" and _noun_near(facts, n))


def _first_count(facts: list[Fact]) -> int:
    return next((n for n in range(len(facts)) if _counts(facts, n)), len(facts))


def boundaries(facts: list[Fact]) -> list[int]:
    """The index at which each job begins."""
    starts = [0]
    here: list[int] = []
    depth = depths(facts)
    for n, fact in enumerate(facts):
        if not _counts(facts, n):
            continue
        if here and not joins(facts, here, n, depth):
            starts.append(_cut(facts, here[-1], n, depth))
            here = []
        here.append(n)
    return starts


def depths(facts: list[Fact]) -> list[int]:
    """How many open parentheses each fact stands in."""
    found: list[int] = []
    depth = 0
    for fact in facts:
        if fact.text in "([" and fact.kind == "sep":
            depth += 1
        found.append(depth)
        if fact.text in ")]" and fact.kind == "sep":
            depth = max(0, depth - 1)
    return found


def _cut(facts: list[Fact], last: int, n: int, depth: list[int]) -> int:
    """Where the next job begins: after the last separator between two counts, "and" before comma."""
    level = min(depth[last : n + 1])
    between = [k for k in range(last + 1, n) if facts[k].kind == "sep" and depth[k] <= level + (facts[k].text in "([")]
    strong = [k for k in between if facts[k].text in STRONG or facts[k].lemma in ("and", "line") or facts[k].text in "+&"]
    weak = [k for k in between if facts[k].text in (",", "/", "–", ")")] or [k for k in between if facts[k].text == ":"]
    if strong:
        return strong[-1]
    return weak[-1] if weak else n


def joins(facts: list[Fact], here: list[int], n: int, depth: list[int]) -> bool:
    """Whether the count at n belongs to the job of the counts at `here`: a factor, a total, a part of a sum."""
    fact, earlier = facts[n], [facts[k] for k in here]
    if fact.kind == "vague":
        return not _noun_near(facts, n)
    if fact.link or fact.total or fact.noun == "subject":
        return True
    if fact.noun in ("time",) or earlier[-1].kind == "vague":
        return True
    images = [f for f in earlier if _is_image(f)]
    between = facts[here[-1] + 1 : n]
    if any(f.kind == "each" and f.lemma == fact.lemma and f.lemma for k in here for f in facts[k:n]):
        return True
    if between and between[-1].kind == "each" and fact.noun in ("weak", "unknown", "image", ""):
        return True
    if not images:
        return _closes(facts, n, earlier)
    if fact.noun in ("weak", "unknown") and _each_after(facts, here[0], n):
        return True
    if earlier[-1].total or (earlier[-1].noun == "image" and facts[n].total):
        return True
    if _prefix_per(facts, here[0]) and not any(f.kind in ATTRIBUTES for f in between):
        return True
    return fact.number == images[-1].number and any(f.text in ("the", "these", "those", "this") for f in between[-2:])


def _is_image(fact: Fact) -> bool:
    return fact.kind == "vague" or fact.noun in ("image", "")


def _closes(facts: list[Fact], n: int, earlier: list[Fact]) -> bool:
    """Whether an image count completes a job of subjects: "9 campaigns with 15 assets each"."""
    fact = facts[n]
    if all(f.noun == "subject" for f in earlier):
        return True
    led = any(f.kind == "each" and f.value != "image" for f in facts[max(0, n - 4) : n])
    return fact.noun in ("image", "") and (led or _each_after(facts, n, len(facts)))


def _each_after(facts: list[Fact], start: int, end: int) -> bool:
    """Whether "each" or "per post" follows the count at start, not one that belongs to tries or references."""
    for n in range(start + 1, min(end, len(facts))):
        fact = facts[n]
        if fact.kind in NUMBERED or (fact.kind in COUNTS and end == len(facts)):
            return False
        if fact.kind == "each" and fact.value != "image":
            return True
    return False


def _prefix_per(facts: list[Fact], first: int) -> bool:
    return any(f.kind == "each" and f.value == "subject" for f in facts[max(0, first - 6) : first])


def _noun_near(facts: list[Fact], n: int) -> bool:
    return any(f.kind in ("noun", "count") for f in facts[n + 1 : n + 6])


def _common(facts: list[Fact], last_start: int) -> int | None:
    """Where what is said for all jobs begins: "…, all on mini", "; high for both", a last sentence of its own."""
    last = max(n for n in range(len(facts)) if _counts(facts, n))
    depth = depths(facts)
    ends = [n for n in range(last + 1, len(facts)) if facts[n].text in STRONG and facts[n].kind == "sep" and not depth[n]]
    marks = [n for n in range(last + 1, len(facts)) if facts[n].kind == "all"]
    if ends and (not marks or ends[0] < marks[0]):
        return ends[0]
    if not marks:
        return None
    commas = [n for n in range(last + 1, marks[0]) if facts[n].kind == "sep" and facts[n].text in ",–-("]
    return commas[-1] if commas else marks[0]


def _without_past(parts: list[list[Fact]]) -> tuple[list[list[Fact]], list[str]]:
    """What was made last year is not part of what is asked."""
    current = [p for p in parts if not any(_is_past(f) for f in p)]
    if current and len(current) < len(parts):
        return current, ["I left out the images that were made before."]
    return parts, []


def _is_past(fact: Fact) -> bool:
    return fact.kind == "range" and (fact.value.startswith("last_") or fact.value == "yesterday") or (
        fact.kind == "word" and fact.text in ("previously", "earlier", "formerly")
    ) or fact.kind == "made"


def _filled(draft: Draft, shared: Draft) -> Draft:
    """The draft with what is said for all, where it says nothing itself."""
    job: JobRequest = draft.job
    for name in SHARED:
        if name in draft.said or any(p.field == name for p in draft.problems):
            continue
        value = getattr(shared.job, name)
        if value is not None:
            job = replace(job, **{name: value})
    draft = replace(draft, job=job)
    for problem in shared.problems:
        if problem.field != "images" and problem.field not in draft.said:
            draft = draft.with_problem(problem)
    models = draft.models or shared.models
    return replace(draft, models=models)


def _trailing(drafts: list[Draft], parts: list[list[Fact]]) -> list[Draft]:
    """What is said once, after the last noun, is for all: "50 low and 20 high images on mini", "…, in medium"."""
    last = parts[-1]
    starts = [n for n, f in enumerate(last) if f.kind in (*COUNTS, "noun")]
    cut = last[0].lemma == "line" or last[0].text in STRONG
    if cut or not starts or any(d.problems for d in drafts):
        return drafts
    depth = depths(last)
    if "size" not in drafts[0].said and not any(f.kind == "noun" for part in parts[:-1] for f in part):
        if drafts[-1].job.size and last[starts[-1]].kind == "noun" and not any(d.job.size for d in drafts[:-1]):
            drafts = _for_all(drafts, "size")
    after = [n for n in range(starts[-1] + 1, len(last)) if not depth[n] and last[n].kind in TRAILING]
    for n in after:
        name, comma = last[n].kind, last[n - 1].text == "," or last[n - 2].text == ","
        led = comma or (name in ("model", "batch") and last[n - 1].kind == "sep")
        if led and name not in drafts[0].said and not any(name in d.said for d in drafts[:-1]):
            drafts = _for_all(drafts, name)
    return drafts


def _for_all(drafts: list[Draft], name: str) -> list[Draft]:
    value = getattr(drafts[-1].job, name)
    note = f"I read {name.replace('_', ' ')} {value if value is not True else 'yes'} as said for all {len(drafts)} jobs."
    models = drafts[-1].models if name == "model" else ()
    return [
        replace(d, job=replace(d.job, **{name: value}), models=models or d.models, said=d.said | {name}).with_note(note)
        for d in drafts
    ]
