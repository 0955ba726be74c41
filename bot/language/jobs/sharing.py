"""What is said once and meant for several jobs."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace
from itertools import pairwise

from bot.language import noted, say
from bot.language.facts.fact import Fact
from bot.language.jobs.boundaries import ATTRIBUTES, COUNTS, STRONG, counts_images, depths
from bot.language.jobs.drafts import SHAPES, Draft, draft_of
from bot.phrase import job_phrase
from bot.request import JobRequest, Problem

SHARED = ("model", "quality", "size", "prompt_words", "prompt_tokens", "prompt_text", "references", "attempts", "batch",
          "prompt_language", "per")  # fmt: skip


AFTERWARDS = ("then", "after that", "afterwards", "later")
TIMES = ("period", "duration", "workdays")
TRAILING = ("model", "quality", "size", "batch", "prompt_words", "prompt_tokens")


def said_for_all(facts: list[Fact], common_at: int | None, whole: Draft | None) -> list[Draft]:
    """What all jobs share, nearest first: what is said of all, of the whole, and before the first count."""
    common = facts[common_at:] if common_at is not None else []
    before = [f for f in facts[: _first_count(facts)] if f.kind not in ("edit", "noun", "each", "references")]
    shared = draft_of([f for f in common if f.kind in ATTRIBUTES or f.kind in ("bad", "uncounted")])
    said = (shared, whole, draft_of(before))
    return [draft for draft in said if draft is not None and (draft.said or draft.models or draft.notes)]


def whole_of(parts: list[list[Fact]], drafts: list[Draft]) -> Draft | None:
    """20 images, 10 of them in high: the first job is the whole that the others are parts of."""
    if len(parts) < 2:
        return None
    whole, *own = drafts
    left = (whole.job.images or 0) - sum(d.job.images or 0 for d in own)
    if not _of_them(parts) and (left or len(own) < 2 or any(_differs(whole, d) for d in own)):
        return None
    return whole


def with_rest(whole: Draft, drafts: list[Draft]) -> list[Draft]:
    """The parts, after what is left of the whole; parts that exceed it are asked back."""
    left = (whole.job.images or 0) - sum(d.job.images or 0 for d in drafts)
    if left < 0 or whole.job.images is None:
        return [replace(d, job=replace(d.job, images=None)).with_problem(say.missing_images()) for d in drafts]
    return [replace(whole, job=replace(whole.job, images=left)), *drafts] if left else drafts


def _of_them(parts: list[list[Fact]]) -> bool:
    """10 of them, of which 10."""
    texts = [f.text for f in parts[1][:6]]
    before = [] if any(f.kind == "count" for f in parts[0][-3:-2]) else [f.text for f in parts[0][-3:]]
    near = [*before, *texts]
    return any(a == "of" and b in ("them", "those", "these", "which") for a, b in pairwise(near))


def _differs(whole: Draft, part: Draft) -> bool:
    """Whether the part says something else than the whole: then both are jobs of their own."""
    names = ("quality", "size", "model", "prompt_words", "references", "attempts", "per")
    both = [(getattr(whole.job, n), getattr(part.job, n)) for n in names]
    return any(a is not None and b is not None and a != b for a, b in both)


def _first_count(facts: list[Fact]) -> int:
    return next((n for n in range(len(facts)) if counts_images(facts, n)), len(facts))


def common(facts: list[Fact], last_start: int) -> int | None:
    """Where what is said for all jobs begins: "…, all on mini", "; high for both", a last sentence of its own."""
    last = max(n for n in range(len(facts)) if counts_images(facts, n))
    depth = depths(facts)
    ends = [
        n for n in range(last + 1, len(facts)) if facts[n].text in STRONG and facts[n].kind == "sep" and not depth[n]
    ]
    marks = [n for n in range(last + 1, len(facts)) if facts[n].kind == "all"]
    if ends and (not marks or ends[0] < marks[0]):
        return ends[0]
    if not marks:
        return None
    commas = [n for n in range(last + 1, marks[0]) if facts[n].kind == "sep" and facts[n].text in ",–-("]
    return commas[-1] if commas else marks[0]


def filled(draft: Draft, shared: Draft) -> Draft:
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
    if len(shared.models) > 1 and not draft.models:
        draft = draft.with_problem(say.contradiction("model", shared.models[0], shared.models[1]))
        draft = replace(draft, job=replace(draft.job, model=None))
    for note in shared.notes:
        draft = draft.with_note(note)
    return replace(draft, models=draft.models or shared.models)


def trailing(drafts: list[Draft], parts: list[list[Fact]]) -> list[Draft]:
    """What is said once, after the last noun, is for all: "50 low and 20 high images on mini", "…, in medium"."""
    last = parts[-1]
    starts = [n for n, f in enumerate(last) if f.kind in (*COUNTS, "noun") and not _is_shape(last, n)]
    cut = last[0].lemma == "line" or last[0].text in STRONG
    later = any(f.text in AFTERWARDS for f in last[:3])
    counts = [f.number for f in last if f.kind == "count"]
    cut = cut or (len(counts) > 1 and counts[0] == counts[-1])
    if cut or not starts or len(drafts) < 2 or any(d.problems for d in drafts):
        return drafts
    depth = depths(last)
    elliptic = last[starts[-1]].kind == "noun" and not any(f.kind == "noun" for part in parts[:-1] for f in part)
    if elliptic and drafts[-1].job.size and not any("size" in d.said for d in drafts[:-1]):
        drafts = _for_all(drafts, "size")
        for name in ("quality", "model"):
            if getattr(drafts[-1].job, name) and all(d.said <= {"images", "size"} for d in drafts[:-1]):
                drafts = _for_all(drafts, name)
    after = [n for n in range(starts[-1] + 1, len(last)) if not depth[n] and last[n].kind in TRAILING]
    if (asked := _of_which(drafts, parts, after)) is not None:
        return asked
    for n in after:
        name, comma = last[n].kind, last[n - 1].text == "," or last[n - 2].text == ","
        led = (
            comma
            or (name != "size" and last[n - 1].text in ("in", "at", "as") and not later)
            or (name in ("model", "batch") and last[n - 1].kind == "sep")
        )
        if led and name not in drafts[0].said and not any(name in d.said for d in drafts[:-1]):
            drafts = _for_all(drafts, name)
    return drafts


def _of_which(drafts: list[Draft], parts: list[list[Fact]], after: list[int]) -> list[Draft] | None:
    """20 headers in landscape, 10 in high: what the 10 are, and whether the 20 are high too, is asked back."""
    last = parts[-1]
    bare = any(f.kind == "count" and not f.noun for f in last) and not any(f.kind == "noun" for f in last)
    comma = any(f.text == "," for f in last[after[0] - 2 : after[0]]) if after else True
    names = {last[n].kind for n in after}
    if not bare or comma or len(names) != 1 or len(after) > 1:
        return None
    (name,) = names
    others = drafts[-2].said - {"images", "per", name}
    if name in drafts[-2].said or not others & {"quality", "size", "model"}:
        return None
    problem = Problem(name, say.OF_WHICH, _ways(drafts, name, others))
    return [replace(d, job=replace(d.job, **{name: None})).with_problem(problem) for d in drafts]


def _ways(drafts: list[Draft], name: str, others: Set[str]) -> tuple[str, ...]:
    """The ways to read it, each as a request: like the ones before, by itself, a part of them."""
    before, last = drafts[-2].job, drafts[-1].job
    alike = replace(last, **{other: getattr(before, other) for other in others})
    ways = [(before, alike), (before, last), (replace(before, **{name: getattr(last, name)}), alike)]
    left = (before.images or 0) - (last.images or 0)
    ways += [(replace(before, images=left), alike)] if left > 0 else []
    first = [d.job for d in drafts[:-2]]
    return tuple(dict.fromkeys(", ".join(job_phrase(job) for job in [*first, *way]) for way in ways))


def _is_shape(facts: list[Fact], n: int) -> bool:
    """The "squares" of "half in low, half in high, squares": a size that is said behind a comma."""
    said = facts[n].kind == "noun" and facts[n].lemma in SHAPES and n > 1
    return said and facts[n - 1].kind == "size" and facts[n - 2].text == ","


def timed_alike(parts: list[list[Fact]]) -> tuple[list[list[Fact]], str]:
    """50 low squares and 20 high portraits a week: the week is that of both; a note says so."""
    times = [f for f in parts[-1] if f.kind in TIMES]
    own = any(f.kind in TIMES or f.text in ("once", "one-off", "one-time") for part in parts[:-1] for f in part)
    starts = [f.start for f in parts[-1] if f.kind in COUNTS]
    apart = parts[-1][0].text in STRONG or any(f.text in STRONG and f.kind == "sep" for f in parts[-1])
    if not times or own or apart or not starts or times[0].start < starts[-1]:
        return parts, ""
    said = noted.quoted(" ".join(f.raw for f in times))
    timed = [[*part, *times] for part in parts[:-1]]
    return [*timed, parts[-1]], f"I read “{said}” as said for {noted.all_of(len(parts))} jobs."


def _for_all(drafts: list[Draft], name: str) -> list[Draft]:
    value = getattr(drafts[-1].job, name)
    said = f"{name.replace('_', ' ')} {value if value is not True else 'yes'}"
    note = f"I read {said} as said for {noted.all_of(len(drafts))} jobs."
    models = drafts[-1].models if name == "model" else ()
    return [
        replace(d, job=replace(d.job, **{name: value}), models=models or d.models, said=d.said | {name}).with_note(note)
        for d in drafts
    ]
