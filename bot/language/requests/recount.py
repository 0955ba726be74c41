"""The count of a job after a follow-up: another number, so many more, twice as many, over a stretch of time."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from bot.language import say
from bot.language.facts.fact import Fact
from bot.language.facts.sources import VARIANTS
from bot.language.facts.tries import FRACTIONS
from bot.language.jobs.counts import PERS, Factor, periods_in
from bot.language.jobs.drafts import Draft
from bot.language.jobs.parts import PARTS
from bot.request import Per, Problem

DOWN = {"reduce", "cut", "decrease", "lower", "drop", "shrink"}
_OFF = frozenset("cut dropped drop cancelled canceled removed gone scrapped less fewer out deleted fall falls".split())
_TO = frozenset("to per each".split())
UP = {"increase", "raise", "bump", "up", "grow", "extend"}


def recounted(draft: Draft, change: Draft, facts: list[Fact]) -> Draft:
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
        if more_of(facts) is None:
            return None
        return draft if draft.problems else draft.with_problem(say.missing_images())
    if (scale := scale_of(facts)) is not None:
        return with_count(draft, Decimal(draft.job.images) * scale, draft.factors)
    more = more_of(facts)
    if more is None:
        return None
    counts = [f for f in facts if f.kind == "count"]
    if counts[0].noun in ("subject", "unknown") and len(draft.factors) > 1:
        return _more_subjects(draft, counts, more)
    return with_count(draft, Decimal(draft.job.images) + more, ())


def _more_subjects(draft: Draft, counts: list[Fact], more: Decimal) -> Draft:
    """One more designer: so many more of what the images are made for; with another number beside it, it is asked."""
    had = next((f.number for f in draft.factors if f.lemma == counts[0].lemma), None)
    if had is None or any(f.number != had + more for f in counts[1:]):
        return replace(draft, job=replace(draft.job, images=None)).with_problem(say.missing_images())
    return _refactored(draft, replace(counts[0], number=had + more)) or draft


def _by_factor(draft: Draft, facts: list[Fact]) -> Draft | None:
    """5 each: one of the numbers that the count is the product of, or a new one."""
    counts = [f for f in facts if f.kind == "count"]
    if counts and draft.job.images and len(draft.factors) < 2 and _is_factor(counts[0], facts):
        return _for_subjects(draft, counts[0], counts[0].lemma in VARIANTS)
    subject = next((f for f in counts if f.noun in ("subject", "weak", "unknown") or _is_factor(f, facts)), None)
    if subject is not None and _is_taken_off(facts, subject):
        had = next((f.number for f in draft.factors if f.lemma == subject.lemma), None)
        return None if had is None else _refactored(draft, replace(subject, number=had - (subject.number or 0)))
    return None if subject is None else _refactored(draft, subject)


def _is_taken_off(facts: list[Fact], subject: Fact) -> bool:
    """One chapter was cut, two products fall away."""
    after = [f.text for f in facts[facts.index(subject) + 1 : facts.index(subject) + 6]]
    return not _OFF.isdisjoint(after) and not _TO.intersection(after)


def _anew(draft: Draft, change: Draft, facts: list[Fact]) -> Draft | None:
    """Make it 60; 60 a month for a year; for 5 products."""
    counts = [f for f in facts if f.kind == "count"]
    named = {f.lemma for f in facts if f.kind == "each" and f.lemma}
    known = next((f for f in draft.factors if f.lemma in named), None)
    if known is not None and draft.job.images is None and len(counts) == 1 and counts[0].number is not None:
        return with_count(draft, known.number * counts[0].number, (known, Factor("image", counts[0].number)))
    if change.job.images is not None and (counts or not facts):
        per = change.job.per or (None if not facts else draft.job.per)
        fresh = replace(draft, factors=change.factors, job=replace(draft.job, per=per))
        fresh = with_count(fresh, Decimal(change.job.images), change.factors)
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
        return with_count(draft, draft.job.images * fact.number, factors)
    return replace(draft, job=replace(draft.job, images=None)).with_problem(say.missing_images())


def with_count(draft: Draft, value: Decimal, factors: tuple[Factor, ...]) -> Draft:
    """The draft with this many images, or with what is wrong with that number."""
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
    lemma = next((f.lemma for f in draft.factors if lemma and f.lemma.split()[-1:] == [lemma]), lemma)
    if len(draft.factors) < 2 or not any(f.lemma == lemma for f in draft.factors) or fact.number is None:
        return None
    factors = tuple(f._replace(number=fact.number) if f.lemma == lemma else f for f in draft.factors)
    product = Decimal(1)
    for factor in factors:
        product *= factor.number
    return with_count(draft, product, factors)


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
        percent = fact.number if fact.kind == "unread" and fact.value == "percent" else None
        if percent is not None and (sign := _sign(facts, n)):
            fact.kind = "percent"
            return 1 + sign * percent / 100
        alone = not {t for t in near if t.isalpha()} and not any(f.kind in ("count", "size", "quality") for f in facts)
        if fact.kind == "percentof" and alone and fact.text == "half" and not any(f.kind == "attempts" for f in facts):
            return Decimal("0.5")
        if fact.kind == "percentof" and any(f.text in ("as", "that", "it", "the") for f in facts[n + 1 : n + 4]):
            return PARTS.get(fact.text) or Decimal(1) / FRACTIONS.get(fact.text, 1)
    return None


def _sign(facts: list[Fact], n: int) -> int:
    """Whether the share at n comes on top (1) or off (-1): 20% more, cut it by 10%; 0 when that is not said."""
    near, before = {f.text for f in facts[n + 1 : n + 3]}, {f.text for f in facts[:n]}
    if near & {"less", "fewer"} or (facts[n - 1].text == "by" and before & DOWN):
        return -1
    return int("more" in near or (n > 0 and facts[n - 1].text == "by" and bool(before & UP)))


def more_of(facts: list[Fact]) -> Decimal | None:
    """How many more (or fewer, below zero): 20 more, another 10, reduce it by 5."""
    for n, fact in enumerate(facts):
        if fact.kind != "count" or fact.number is None:
            continue
        near = [f.text for f in facts[n + 1 : n + 3]]
        if n and facts[n - 1].text == "by":
            down = {f.text for f in facts[:n]} & DOWN
            return -fact.number if down else fact.number
        if (
            "more" in near
            or near[:1] == ["more than"]
            or (n and facts[n - 1].text in ("another", "additional", "extra"))
        ):
            return fact.number
        taken = n > 0 and (facts[n - 1].kind in ("clear", "discard") or facts[n - 1].text in DOWN)
        fewer = near[:1] in (["less than"], ["fewer than"])
        if fewer or "fewer" in near or "less" in near or (taken and (not fact.noun or near[:1] == ["of"])):
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
                return with_count(timed, Decimal(job.images) * times, factors)
        return draft.with_problem(_no_period())
    if periods and periods[0].value in ("quarter", "year") and job.per:
        return _timed(draft, [replace(periods[0], number=Decimal(1))], [])
    if len({fact.value for fact in periods}) > 1 and not converted:
        return draft.with_problem(say.unused_stretch(" ".join(fact.raw for fact in periods)))
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
    return with_count(replace(draft, job=replace(draft.job, per=new)), count, ())


def _no_period() -> Problem:
    return Problem("per", "I do not know how often these images are made. Say how many a day, week or month.")
