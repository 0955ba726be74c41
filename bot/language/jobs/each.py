"""Several things for each of a number of subjects: "12 products, each gets 2 squares and 1 portrait"."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from bot.language import noted
from bot.language.facts.fact import Fact
from bot.language.facts.sources import VARIANTS
from bot.language.jobs.boundaries import NUMBERED, STRONG
from bot.language.jobs.drafts import Draft

_BEFORE = 4


def spread(facts: list[Fact]) -> tuple[list[Fact], str]:
    """The facts with each thing's count multiplied by the subjects, and a note; no note when nothing was to do."""
    each = _eaches(facts)
    subjects = _subjects(facts, each)
    if not each or not subjects:
        return facts, ""
    things = _things(facts, subjects, min(facts.index(subjects[0]), each[0]))
    if len(things) < 2:
        return facts, ""
    if any(things[0] < n < things[-1] for n in each) and not any(n < things[0] for n in each):
        later = {n for n in things if n > each[0]}
        return [replace(f, kind="bad", value="parts") if n in later else f for n, f in enumerate(facts)], ""
    times = Decimal(1)
    for subject in subjects:
        times *= subject.number or Decimal(0)
    gone = {id(facts[n]) for n in each} | {id(s) for s in subjects}
    gone |= {id(f) for f in facts if f.kind == "noun" and any(f.lemma == s.lemma for s in subjects)}
    places = set(things)
    result: list[Fact] = []
    for n, fact in enumerate(facts):
        if n in places:
            result.append(_multiplied(fact, times))
        if id(fact) not in gone and not (n in places and fact.kind == "count"):
            result.append(fact)
    return result, noted.spread(times, subjects[-1].lemma, len(things))


def boards(facts: list[Fact]) -> list[Fact]:
    """8 moodboards with 9 pictures each: the first are what the pictures are for."""
    named = {f.lemma for f in facts if f.kind == "each" and f.value == "subject"}
    if not any(f.kind == "each" for f in facts):
        return facts
    return [_with_subject(facts, n, named) if f.kind == "count" else f for n, f in enumerate(facts)]


def _with_subject(facts: list[Fact], n: int, named: set[str]) -> Fact:
    """The count at n, as one of subjects where the images of each of them are counted."""
    fact = facts[n]
    counts = fact.noun in ("image", "weak", "unknown") and not fact.link
    held = counts and (_has_each(facts, n) or _is_varied(facts, n) or _leads_each(facts, n))
    counted = held or _is_each_of(facts, n) or (counts and fact.noun == "unknown" and fact.lemma in named)
    return replace(fact, noun="subject") if counted else fact


def _is_varied(facts: list[Fact], n: int) -> bool:
    """40 photos, and 2 more versions of each."""
    k = next((k for k in range(n + 1, len(facts)) if facts[k].kind == "count"), len(facts) - 1)
    each = any(f.kind == "each" for f in facts[k + 1 : k + 5])
    return each and facts[n].number != 1 and facts[k].lemma in VARIANTS and facts[n].lemma not in VARIANTS


def with_total(facts: list[Fact]) -> list[Fact]:
    """120 images: 4 campaigns, 30 each: the first count is the total of what follows."""
    counts = [f for f in facts if f.kind == "count" and not f.negated]
    if len(counts) < 3 or any(f.number is None for f in counts) or counts[0].noun not in ("image", ""):
        return facts
    product = Decimal(1)
    for fact in counts[1:]:
        product *= fact.number or Decimal(0)
    if any(f.kind == "each" and counts[0].start < f.start < counts[1].start for f in facts):
        return facts
    subject = any(f.noun == "subject" or f.link or f.noun == "weak" for f in counts[1:])
    if product != counts[0].number or not subject or any(f.number == 1 for f in counts):
        return facts
    return [replace(f, total=True) if f is counts[0] else f for f in facts]


def _multiplied(fact: Fact, times: Decimal) -> Fact:
    number = Decimal(1) if fact.kind == "noun" else fact.number
    many = None if number is None else number * times
    return replace(fact, kind="count", value="", number=many, noun="image", plural=True)


def _eaches(facts: list[Fact]) -> list[int]:
    """Where "each" or "per product" stands for subjects, not for tries, references or prompts."""
    found, last = [], ""
    for n, fact in enumerate(facts):
        if fact.kind in ("count", "prompt", *NUMBERED):
            last = fact.kind
        elif fact.kind == "each" and fact.value != "image" and last not in (*NUMBERED, "prompt"):
            found.append(n)
    return found


def _subjects(facts: list[Fact], each: list[int]) -> list[Fact]:
    """The counts of what the things are for."""
    named = {facts[n].lemma for n in each if facts[n].lemma}
    found: list[Fact] = []
    for n, fact in enumerate(facts):
        if fact.kind != "count" or fact.link or fact.total or fact.lemma == "time":
            continue
        followed = next((f.kind for f in facts[n + 1 : n + 9] if f.kind in ("each", "count")), "") == "each"
        tied = (
            fact.lemma in named
            or (fact.noun in ("weak", "unknown") and _has_each(facts, n))
            or (followed and fact.noun in ("weak", "unknown") and not found)
        )
        if fact.noun == "subject" or tied:
            found.append(fact)
    return found


def _has_each(facts: list[Fact], n: int) -> bool:
    """3 posts a week with 2 images each: the posts are what the images are for."""
    k = next((k for k in range(n + 1, len(facts)) if facts[k].kind == "count"), len(facts))
    led = any(f.text in ("with", "w", "w/") for f in facts[n + 1 : k])
    after = facts[k + 1 : k + 5]
    between = [*facts[n + 1 : k], *after]
    return led and any(f.kind == "each" for f in after) and not any(f.kind in NUMBERED for f in between)


def _is_each_of(facts: list[Fact], n: int) -> bool:
    """Three variations of each of our 16 logos: the logos are what the variations are of."""
    if facts[n].kind != "count" or n < _BEFORE or facts[n - 1].kind != "each" or facts[n - 1].lemma:
        return False
    return facts[n - 2].text in ("of", "for") and any(f.kind == "count" for f in facts[n - _BEFORE : n - 2])


def _leads_each(facts: list[Fact], n: int) -> bool:
    """2 posts a day, 3 slides each; 22 NPCs, 5 expressions each."""
    k = next((k for k in range(n + 1, len(facts)) if facts[k].kind == "count"), len(facts))
    if k >= len(facts) or facts[n].noun == "image" or facts[k].noun not in ("image", "weak", "unknown"):
        return False
    between, after = facts[n + 1 : k], facts[k + 1 : k + 3]
    each = any(f.kind == "each" and f.value != "image" for f in after) and facts[k].lemma != facts[n].lemma
    led = [f.text for f in between if f.kind == "sep" or f.text == "à"]
    small = all(f.kind in ("sep", "noun", "word", "period") for f in between)
    return each and small and led in ([","], [":"], ["with"], ["–"], ["-"], ["("])


def _things(facts: list[Fact], subjects: list[Fact], start: int) -> list[int]:
    """Counts of images and single images, up to where the sentence or its list ends."""
    found: list[int] = []
    for n, fact in enumerate(facts):
        ends = fact.kind == "sep" and (
            fact.text in STRONG or (fact.lemma == "and" and n > start and facts[n - 1].text == ",")
        )
        if ends and found and n > start:
            break
        counted = (
            fact.kind == "count"
            and fact.noun in ("image", "weak", "")
            and fact not in subjects
            and not (fact.link or fact.total)
        )
        single = fact.kind == "noun" and fact.value in ("image", "weak") and fact.definite and not fact.plural
        if single and found and not _parted(facts, found[-1], n):
            continue
        if (counted or single) and not fact.negated:
            found.append(n)
    return found


def _parted(facts: list[Fact], before: int, n: int) -> bool:
    return any(f.kind == "sep" and (f.lemma == "and" or f.text in ",+&") for f in facts[before + 1 : n])


def as_one(drafts: list[Draft]) -> list[Draft]:
    """One job when the things for each differ in nothing but their number."""
    first = drafts[0]
    alike = all(replace(d.job, images=None) == replace(first.job, images=None) for d in drafts)
    if not alike or any(d.job.images is None or d.problems for d in drafts):
        return drafts
    notes = tuple(dict.fromkeys(note for d in drafts for note in d.notes if not note.endswith("jobs.")))
    total = sum(d.job.images or 0 for d in drafts)
    nouns = tuple(noun for d in drafts for noun in d.nouns)
    return [replace(first, job=replace(first.job, images=total), nouns=nouns, factors=(), notes=notes)]
