"""What a follow-up changes in the thread's jobs: one field, a count, all of them, or the one it points at."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from bot.language import say
from bot.language.counts import PERS, periods_in
from bot.language.draft import Draft, Factor
from bot.language.facts import Fact
from bot.language.fields import draft_of
from bot.language.jobs import read_jobs, settle
from bot.language.message import Message
from bot.language.pointing import pointed, removed, selected
from bot.language.quantities import VARIANTS
from bot.phrase import job_phrase
from bot.request import JobRequest, Per, Problem

PROMPTS = ("prompt_words", "prompt_tokens", "prompt_text")
FIELDS = ("model", "quality", "size", *PROMPTS, "references", "attempts", "batch", "prompt_language")


def changed(message: Message, drafts: tuple[Draft, ...], ignore: tuple[str, ...] = ()) -> tuple[Draft, ...]:
    """The thread's jobs after this message."""
    drafts = tuple(replace(d, notes=()) for d in drafts)
    if adds(message) and not message.cues.says("more"):
        return (*drafts, *(d.with_note(say.added()) for d in message.drafts))
    drafts = _only(message, drafts)
    if gone := removed(message, drafts):
        return tuple(d for n, d in enumerate(drafts) if n not in gone)
    targets, facts = pointed(message, drafts)
    facts = [f for f in settle(facts) if f.kind not in ignore]
    said = read_jobs(facts)
    if len(said) > 1:
        return _several(said, drafts)
    change = draft_of(facts)
    if (half := _half_of_them(facts)) and change.job.attempts is None:
        return _split(drafts, change, half)
    more = _more(facts)
    if more and more > 0 and len(drafts) == 1 and _differs(drafts[0], change):
        other = _apply(drafts[0], change, [])
        return (drafts[0], _with_count(other, more, ()))
    everywhere = targets is None
    chosen = range(len(drafts)) if targets is None else targets
    result = list(drafts)
    for n in chosen:
        result[n] = _apply(drafts[n], change, facts)
    if everywhere and len(drafts) > 1 and not message.cues.has("all"):
        result = _asked_back(result, drafts, change)
    return tuple(result)


def _differs(draft: Draft, change: Draft) -> bool:
    """Whether the change says another quality, size or model than the job has."""
    return any(
        getattr(change.job, name) not in (None, getattr(draft.job, name)) for name in ("quality", "size", "model")
    )


def _only(message: Message, drafts: tuple[Draft, ...]) -> tuple[Draft, ...]:
    """Just the portraits: the other jobs go."""
    first = next((i.text for i in message.items if i.kind not in ("user", "thanks", "punct", "line")), "")
    kept = selected(message, drafts) if first in ("only", "just", "keep") else []
    return tuple(drafts[n] for n in kept) if kept else drafts


def adds(message: Message) -> bool:
    """Whether the message adds a job: "add 20 high landscape", "plus 20 …", "also 20 …"."""
    cues = message.cues
    if not any(f.kind == "count" for f in message.facts):
        return False
    first = next((i for i in message.items if i.kind not in ("user", "thanks", "punct", "line")), None)
    leading = first is not None and first.text in ("plus", "also", "+", "additionally") and cues.settings > 1
    return cues.has("addjob") or leading


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
    return _recounted(merged, change, facts)


JOB_FIELDS = frozenset(JobRequest.__dataclass_fields__)


def _recounted(draft: Draft, change: Draft, facts: list[Fact]) -> Draft:
    """The draft with the count that the message gives it; the first way of giving one that fits."""
    if any(p.field == "images" for p in change.problems):
        return draft
    counted = _hazy(draft, facts) or _scaled(draft, facts) or _by_factor(draft, facts) or _anew(draft, change, facts)
    if counted is not None:
        return counted
    durations = [f for f in facts if f.kind == "duration"]
    return _timed(draft, durations, [f for f in facts if f.kind == "period"], _asks(facts))


def _hazy(draft: Draft, facts: list[Fact]) -> Draft | None:
    """A few more: how many is asked back."""
    hazy = next((f for f in facts if f.kind == "vague"), None)
    if hazy is None or any(f.kind == "count" for f in facts) or scale_of(facts) is not None:
        return None
    return replace(draft, job=replace(draft.job, images=None)).with_problem(say.vague(hazy.raw))


def _scaled(draft: Draft, facts: list[Fact]) -> Draft | None:
    """Twice as many; 20 more."""
    if draft.job.images is None:
        return None
    if (scale := scale_of(facts)) is not None:
        return _with_count(draft, Decimal(draft.job.images) * scale, draft.factors)
    more = _more(facts)
    return None if more is None else _with_count(draft, Decimal(draft.job.images) + more, ())


def _by_factor(draft: Draft, facts: list[Fact]) -> Draft | None:
    """5 each: one of the numbers that the count is the product of, or a new one."""
    counts = [f for f in facts if f.kind == "count"]
    if counts and len(draft.factors) < 2 and _is_factor(counts[0], facts):
        return _for_subjects(draft, counts[0], counts[0].lemma in VARIANTS)
    subject = next((f for f in counts if f.noun in ("subject", "weak", "unknown") or _is_factor(f, facts)), None)
    return None if subject is None else _refactored(draft, subject)


def _anew(draft: Draft, change: Draft, facts: list[Fact]) -> Draft | None:
    """Make it 60; 60 a month for a year; for 5 products."""
    counts = [f for f in facts if f.kind == "count"]
    if change.job.images is not None and (counts or not facts):
        per = change.job.per or (None if not facts else draft.job.per)
        fresh = replace(draft, factors=change.factors, job=replace(draft.job, per=per))
        fresh = _with_count(fresh, Decimal(change.job.images), change.factors)
        over = [f for f in facts if f.kind == "duration"]
        lasting = over and change.job.per is None and draft.job.per and len(change.factors) < 2
        return _timed(fresh, over, []) if lasting else fresh
    if any(f.noun == "subject" for f in counts):
        return _for_subjects(draft, counts[0], any(f.kind == "each" for f in facts))
    return None


def _asks(facts: list[Fact]) -> bool:
    """Whether the message asks what "that" comes to, rather than correcting it."""
    texts = {f.text for f in facts}
    if "?" in texts and all(f.kind in ("period", "sep", "word", "lead") for f in facts):
        return True
    return bool(texts & {"what", "what is", "what's", "how much", "how", "whats"}) and bool(
        texts & {"that", "it", "this", "those", "they"}
    )


def _for_subjects(draft: Draft, fact: Fact, each: bool) -> Draft:
    """For each of our 5 products: that many times; for 5 products: perhaps, so it is asked."""
    if each and draft.job.images and fact.number is not None:
        factors = (*draft.factors, Factor(fact.lemma, fact.number))
        return _with_count(draft, draft.job.images * fact.number, factors)
    return replace(draft, job=replace(draft.job, images=None)).with_problem(say.missing_images())


def _with_count(draft: Draft, value: Decimal, factors: tuple[Factor, ...]) -> Draft:
    problem = say.bad_count(value)
    kept = tuple(p for p in draft.problems if p.field != "images")
    draft = replace(draft, problems=kept, factors=factors or (Factor("image", value),))
    if problem:
        return replace(draft, job=replace(draft.job, images=None)).with_problem(problem)
    return replace(draft, job=replace(draft.job, images=int(value)))


def _is_factor(fact: Fact, facts: list[Fact]) -> bool:
    n = facts.index(fact)
    return fact.noun in ("image", "") and any(f.kind == "each" and f.value != "image" for f in facts[n:])


def _refactored(draft: Draft, fact: Fact) -> Draft | None:
    """One of the numbers that the count was the product of is replaced."""
    lemma = "image" if fact.noun in ("image", "") else fact.lemma
    if len(draft.factors) < 2 or not any(f.lemma == lemma for f in draft.factors) or fact.number is None:
        return None
    factors = tuple(f._replace(number=fact.number) if f.lemma == lemma else f for f in draft.factors)
    product = Decimal(1)
    for factor in factors:
        product *= factor.number
    return _with_count(draft, product, factors)


def scale_of(facts: list[Fact]) -> Decimal | None:
    """Twice as many, half as many, triple it, 5 times that; "twice a week" is not one."""
    for n, fact in enumerate(facts):
        near = [f.text for f in facts[n + 1 : n + 4]]
        if fact.kind == "count" and fact.link == "x" and not any(f.kind == "count" for f in facts[:n]):
            return fact.number
        if fact.kind == "count" and fact.value == "x" and {"that", "as", "it", "this", "more"} & set(near):
            return fact.number
        if fact.kind == "count" and near[:1] in (["times"], ["x"]) and {"that", "as", "it", "this", "more"} & set(near):
            return fact.number
        if fact.kind == "double":
            return Decimal(fact.value)
        if fact.kind == "unread" and fact.value == "percent" and fact.number is not None:
            near = [f.text for f in facts[n + 1 : n + 3]]
            if {"more", "less", "fewer"} & set(near):
                fact.kind = "percent"
                return 1 + (fact.number if "more" in near else -fact.number) / 100
        alone = not {t for t in near if t.isalpha()} and not any(f.kind in ("count", "size", "quality") for f in facts)
        if fact.kind == "percentof" and alone and fact.text == "half" and not any(f.kind == "attempts" for f in facts):
            return Decimal("0.5")
        if fact.kind == "percentof" and any(f.text in ("as", "that", "it", "the") for f in facts[n + 1 : n + 4]):
            return {"half": Decimal("0.5"), "third": Decimal(1) / 3}.get(fact.text)
    return None


def _more(facts: list[Fact]) -> Decimal | None:
    for n, fact in enumerate(facts):
        if fact.kind != "count" or fact.number is None:
            continue
        near = [f.text for f in facts[n + 1 : n + 3]]
        if n and facts[n - 1].text == "by":
            down = {f.text for f in facts[:n]} & {"reduce", "cut", "decrease", "lower", "drop"}
            return -fact.number if down else fact.number
        if "more" in near or (n and facts[n - 1].text in ("another", "additional", "extra")):
            return fact.number
        if "fewer" in near or "less" in near:
            return -fact.number
    return None


def _timed(draft: Draft, durations: list[Fact], periods: list[Fact], converted: bool = False) -> Draft:
    """Over 3 months; per day instead of per week; what is that a month."""
    job = draft.job
    if durations and durations[0].number is not None:
        known = next((f for f in draft.factors if f.lemma == durations[0].value), None)
        if known is not None and len(draft.factors) > 1 and job.per is None and job.images:
            fact = replace(durations[0], noun="subject", lemma=durations[0].value)
            return _refactored(draft, fact) or draft
        per = job.per or (PERS.get(periods[0].value) if periods else None)
        if per and job.images:
            times = periods_in(durations[0].value, per, durations[0].number)
            if times is not None:
                timed = replace(draft, job=replace(job, per=None))
                factors = (*draft.factors, Factor(durations[0].value, times))
                return _with_count(timed, Decimal(job.images) * times, factors)
        return draft.with_problem(_no_period())
    per = PERS.get(periods[0].value) if periods else None
    if per is not None:
        if converted and job.per and job.images and job.per != per:
            return _converted(draft, job.per, per)
        return replace(draft, job=replace(job, per=per))
    return draft


def _converted(draft: Draft, old: Per, new: Per) -> Draft:
    """What is that a month: the same work counted over another stretch of time."""
    times = periods_in(new, old, Decimal(1))
    count = Decimal(draft.job.images or 0) * times if times is not None else Decimal("0.5")
    if count != count.to_integral_value():
        return replace(draft, job=replace(draft.job, images=None, per=new)).with_problem(
            say.no_calendar(f"a {new}", old)
        )
    return _with_count(replace(draft, job=replace(draft.job, per=new)), count, ())


def _no_period() -> Problem:
    return Problem("per", "I do not know how often these images are made. Say how many a day, week or month.")


def _half_of_them(facts: list[Fact]) -> Decimal | None:
    for n, fact in enumerate(facts):
        if fact.kind == "percentof" and any(f.text in ("them", "those", "these") for f in facts[n + 1 : n + 4]):
            return {"half": Decimal(1) / 2, "third": Decimal(1) / 3}.get(fact.text)
    return None


def _split(drafts: tuple[Draft, ...], change: Draft, share: Decimal) -> tuple[Draft, ...]:
    """Half of them in low: the rest stays, the changed part becomes a job of its own."""
    if len(drafts) != 1 or drafts[0].job.images is None:
        return tuple(d.with_problem(say.missing_images()) for d in drafts)
    whole = Decimal(drafts[0].job.images)
    part = (whole * share).quantize(Decimal(1))
    changed_part = _apply(replace(drafts[0], models=()), change, [])
    return (
        _with_count(drafts[0], whole - part, ()),
        _with_count(changed_part, part, ()),
    )


def _asked_back(result: list[Draft], drafts: tuple[Draft, ...], change: Draft) -> list[Draft]:
    """A change that could mean one of several jobs is asked back; where they agree it is for all of them."""
    for name in ("quality", "size", "model", "images"):
        value = getattr(change.job, name)
        if value is None or (len({getattr(d.job, name) for d in drafts}) == 1 and name != "images"):
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
