"""What a follow-up changes in the thread's jobs: one field, a count, all of them, or the one it points at."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from bot.language import noted, say
from bot.language.facts.fact import Fact
from bot.language.jobs.assembly import read_jobs
from bot.language.jobs.corrections import settle
from bot.language.jobs.done import REST
from bot.language.jobs.drafts import Draft, draft_of
from bot.language.message import Message
from bot.language.requests.clauses import of_each
from bot.language.requests.cues import Cues
from bot.language.requests.leads import adds
from bot.language.requests.pointing import pointed, removed, selected
from bot.language.requests.recount import DOWN, more_of, recounted, with_count
from bot.phrase import job_phrase
from bot.request import JobRequest, Problem

ATTRIBUTES = ("quality", "size", "model")
_BINDING = ("in", "on", "at", "as", "with")
PROMPTS = ("prompt_words", "prompt_tokens", "prompt_text")
_PARTS = 2
_THEM = ("them", "those", "these")
FIELDS = ("model", "quality", "size", *PROMPTS, "references", "attempts", "batch", "prompt_language")


def changed(message: Message, drafts: tuple[Draft, ...], ignore: tuple[str, ...] = ()) -> tuple[Draft, ...]:
    """The thread's jobs after this message."""
    drafts = tuple(replace(d, notes=()) for d in drafts)
    if adds(message) and not message.cues.says("more"):
        if message.cues.says("instead"):
            return tuple(
                replace(d, job=replace(d.job, images=None)).with_problem(_one_by_one(drafts, message)) for d in drafts
            )
        return (*drafts, *(_like(d, drafts[-1], message.cues).with_note(noted.added()) for d in message.drafts))
    if _wants_both(message):
        change = draft_of(settle(message.facts))
        if all(_differs(d, change) for d in drafts) and not change.problems:
            return (*drafts, *(_apply(d, change, []).with_note(noted.BESIDE) for d in drafts))
    kept = only(message, drafts)
    if len(kept) < len(drafts):
        return _only_or_all(message, drafts, kept, changed(message, kept, ignore))
    if each := _of_each_job(message.facts, drafts):
        return tuple(with_count(d, each, ()) for d in drafts)
    if gone := removed(message, drafts):
        return tuple(d for n, d in enumerate(drafts) if n not in gone)
    if own := dict(of_each(message, drafts)):
        return tuple(_apply(d, draft_of(own[n]), own[n]) if n in own else d for n, d in enumerate(drafts))
    return _changed_where_pointed(message, drafts, ignore)


def _like(draft: Draft, before: Draft, cues: Cues) -> Draft:
    """A job that is added, same model: what it says is the same as that of the one before."""
    same = {name: getattr(before.job, name) for name in ATTRIBUTES if cues.says(f"same {name}")}
    said = {name: value for name, value in same.items() if getattr(draft.job, name) is None}
    return replace(draft, job=replace(draft.job, **said)) if said else draft


def _one_by_one(drafts: tuple[Draft, ...], message: Message) -> Problem:
    """Plus 22 portraits, and the squares 40 instead: a job is added and another one changed."""
    phrases = [", ".join(job_phrase(d.job) for d in some) for some in ((*drafts, message.drafts[0]), drafts)]
    return Problem("images", say.ONE_BY_ONE, tuple(phrases))


def _wants_both(message: Message) -> bool:
    """Each one in portrait as well: another shape or quality beside the one that stands."""
    facts = message.facts
    said = [f for f in facts if f.kind in ("size", "quality") and not f.negated]
    other = any(f.kind in ("count", "model", "vague", "double", "percentof", "batch", "period", "try") for f in facts)
    last = len(message.items) - 1
    too = any(i.text == "too" and (n == last or message.items[n + 1].of("punct")) for n, i in enumerate(message.items))
    return len(said) == 1 and (too or message.cues.says("as well", "also", "additionally")) and not other


def _changed_where_pointed(message: Message, drafts: tuple[Draft, ...], ignore: tuple[str, ...]) -> tuple[Draft, ...]:
    """The jobs with the message's one change made in those that it points at, or in a part of the only one."""
    targets, facts = pointed(message, drafts)
    facts = [f for f in settle(facts) if f.kind not in ignore]
    said = read_jobs(_with_whole(facts, drafts))
    if len(said) > 1:
        return _several(said, drafts)
    change = draft_of(facts)
    some = _some_of_them(facts, drafts[0], change) if len(drafts) == 1 else None
    if (share := some or _share_of_them(facts)) and change.job.attempts is None:
        if message.cues.says("only", "just") and len(drafts) == 1 and not _differs(drafts[0], change):
            return (_part(drafts[0], share),)
        return _split(drafts, change, share)
    more = more_of(facts)
    if more and more > 0 and len(drafts) == 1 and _differs(drafts[0], change):
        other = _apply(drafts[0], change, [])
        return (drafts[0], with_count(other, more, ()))
    result = [_apply(d, change, facts) if targets is None or n in targets else d for n, d in enumerate(drafts)]
    if targets is None and len(drafts) > 1 and not message.cues.has("all"):
        result = _asked_back(result, drafts, change, rest=any(f.text in REST for f in facts))
    return tuple(result)


def _with_whole(facts: list[Fact], drafts: tuple[Draft, ...]) -> list[Fact]:
    """Half low and half high: the parts of the one job that stands, whose count comes first."""
    shares = [f for f in facts if f.kind == "percentof" or (f.kind, f.value) == ("unread", "percent")]
    images = drafts[0].job.images
    if len(drafts) > 1 or len(shares) < _PARTS or images is None or any(f.kind == "count" for f in facts):
        return facts
    whole = Fact("count", "", 0, 0, Decimal(images), noun="image", lemma="image", plural=True, text=str(images))
    return [whole, *facts]


def _only_or_all(
    message: Message, drafts: tuple[Draft, ...], kept: tuple[Draft, ...], result: tuple[Draft, ...]
) -> tuple[Draft, ...]:
    """Only the first one on mini: whether the others go, or stay as they are, is asked; just the portraits is clear."""
    name = next((n for n in ATTRIBUTES if getattr(result[0].job, n) != getattr(kept[0].job, n)), None)
    bound = any(
        set_at.kind == name and led.text in _BINDING and before.text not in (",", "but")
        for before, led, set_at in zip(message.facts, message.facts[1:], message.facts[2:], strict=False)
    )
    if name is None or not bound or len(result) != len(kept):
        return result
    made = dict(zip((drafts.index(d) for d in kept), result, strict=True))
    ways = ([made.get(n, d) for n, d in enumerate(drafts)], result)
    problem = Problem(name, say.OTHERS_STAY, tuple(", ".join(job_phrase(d.job) for d in way) for way in ways))
    return tuple(replace(d, job=replace(d.job, **{name: None})).with_problem(problem) for d in drafts)


def _of_each_job(facts: list[Fact], drafts: tuple[Draft, ...]) -> Decimal | None:
    """What about 30 of each: the count that every job is to have."""
    counts = [f for f in facts if f.kind == "count"]
    each = any(f.kind == "each" and not f.lemma for f in facts)
    small = all(f.kind in ("count", "each", "sep", "word", "lead", "again", "cost", "set", "of") for f in facts)
    bare = len(drafts) > 1 and len(counts) == 1 and not counts[0].noun and each and small
    return counts[0].number if bare and (counts[0].number or 0) >= 1 else None


def _differs(draft: Draft, change: Draft) -> bool:
    """Whether the change says another quality, size or model than the job has."""
    return any(getattr(change.job, name) not in (None, getattr(draft.job, name)) for name in ATTRIBUTES)


def only(message: Message, drafts: tuple[Draft, ...]) -> tuple[Draft, ...]:
    """Just the portraits: the other jobs go."""
    first = next((i.text for i in message.items if i.kind not in ("user", "thanks", "punct", "line")), "")
    alone = message.cues.says("alone", "by itself", "by themselves", "on its own", "on their own")
    kept = selected(message, drafts) if alone or first in ("only", "just", "keep") else []
    return tuple(drafts[n] for n in kept) if kept else drafts


def _several(said: tuple[Draft, ...], drafts: tuple[Draft, ...]) -> tuple[Draft, ...]:
    """Several jobs in a follow-up: one for one when as many as before, else each in the light of a single one."""
    if len(drafts) == len(said):
        return tuple(_merged(old, new) for old, new in zip(drafts, said, strict=True))
    if len(drafts) == 1:
        return tuple(_merged(drafts[0], new) for new in said)
    return said


def _merged(old: Draft, new: Draft) -> Draft:
    return _apply(old, new, [])


def _apply(draft: Draft, change: Draft, facts: list[Fact]) -> Draft:
    """The draft with the change's fields, and its count worked out anew."""
    values: dict[str, Any] = {}
    for name in FIELDS:
        value = getattr(change.job, name)
        if value is not None or name in change.cleared:
            values[name] = value
    if any(name in values for name in PROMPTS):
        values = {**dict.fromkeys(PROMPTS), **values}
    change = _refusing(draft, change, facts, values)
    settled = {*values, *(p.field for p in change.problems)}
    kept = tuple(p for p in draft.problems if p.field not in settled)
    if any(f.kind == "try" and f.negated for f in facts):
        values["attempts"] = None
    merged = replace(draft, job=replace(draft.job, **values), problems=kept, said=draft.said | change.said)
    merged = replace(merged, models=change.models or draft.models, notes=change.notes)
    for problem in change.problems:
        merged = (
            replace(merged, job=replace(merged.job, **{problem.field: None})) if problem.field in JOB_FIELDS else merged
        )
        merged = merged.with_problem(problem)
    return recounted(merged, change, facts)


def _refusing(draft: Draft, change: Draft, facts: list[Fact], values: dict[str, Any]) -> Draft:
    """Not high, after high: which quality it should be instead is asked back."""
    for fact in facts:
        refused = fact.negated and fact.kind in ("quality", "size", "model") and fact.kind not in values
        if refused and getattr(draft.job, fact.kind) == fact.value:
            change = change.with_problem(say.which(fact.kind, fact.kind, fact.choices))
    return change


JOB_FIELDS = frozenset(JobRequest.__dataclass_fields__)


def _part(draft: Draft, share: Decimal) -> Draft:
    """Only a third of those: so many are left, where that is a whole number."""
    whole = Decimal(draft.job.images or 0)
    part = (whole * share).quantize(Decimal(1))
    if not part or abs(part / share - whole) > Decimal("0.001"):
        return replace(draft, job=replace(draft.job, images=None)).with_problem(say.missing_images())
    return with_count(draft, part, ())


def _share_of_them(facts: list[Fact]) -> Decimal | None:
    """Half of them: which share."""
    for n, fact in enumerate(facts):
        if fact.kind == "percentof" and any(f.text in _THEM for f in facts[n + 1 : n + 4]):
            return {"half": Decimal(1) / 2, "third": Decimal(1) / 3}.get(fact.text)
    return None


def _some_of_them(facts: list[Fact], draft: Draft, change: Draft) -> Decimal | None:
    """10 of them in medium, medium for 10 of them: which share of the job is to change."""
    whole = Decimal(draft.job.images or 0)
    for n, fact in enumerate(facts[:-2]):
        counted = fact.kind == "count" and facts[n + 1].text == "of" and facts[n + 2].text in _THEM
        if not counted or fact.number is None or not 0 < fact.number < whole or not _differs(draft, change):
            continue
        led = n > 0 and facts[n - 1].text == "for"
        if (led or any(f.kind in ("quality", "size", "model") for f in facts[n:])) and not _is_taken(facts, n):
            return fact.number / whole
    return None


def _is_taken(facts: list[Fact], n: int) -> bool:
    """Scrap 10 of them."""
    return n > 0 and (facts[n - 1].kind in ("clear", "discard") or facts[n - 1].text in DOWN)


def _split(drafts: tuple[Draft, ...], change: Draft, share: Decimal) -> tuple[Draft, ...]:
    """Half of them in low: the rest stays, the changed part becomes a job of its own."""
    if len(drafts) != 1 or drafts[0].job.images is None:
        return tuple(d.with_problem(say.missing_images()) for d in drafts)
    whole = Decimal(drafts[0].job.images)
    part = (whole * share).quantize(Decimal(1))
    changed_part = _apply(replace(drafts[0], models=()), change, [])
    return (
        with_count(drafts[0], whole - part, ()),
        with_count(changed_part, part, ()),
    )


def _asked_back(result: list[Draft], drafts: tuple[Draft, ...], change: Draft, *, rest: bool = False) -> list[Draft]:
    """A change that could mean one of several jobs is asked back; where they agree it is for all of them."""
    for name in ("quality", "size", "model", "images"):
        value = getattr(change.job, name)
        alike = len({getattr(d.job, name) for d in drafts}) == 1 and name != "images" and not rest
        if value is None or alike:
            continue
        problem = _which(name, drafts, value)
        result = [replace(d, job=replace(d.job, **{name: None})).with_problem(problem) for d in result]
    return result


def _which(name: str, drafts: tuple[Draft, ...], value: Any) -> Problem:
    """Which of several jobs a change is for: each possibility as a request of its own."""
    meant = [*[{n} for n in range(len(drafts))][:3], set(range(len(drafts)))]
    choices = tuple(
        ", ".join(job_phrase(replace(d.job, **{name: value}) if n in chosen else d.job) for n, d in enumerate(drafts))
        for chosen in meant
    )
    return Problem(name, f"There are {len(drafts)} jobs. Which one should change, or all of them?", choices)
