"""Tries and times: 3 tries each, done twice, redone once, 3 rounds of 20, 3 times a week."""

from __future__ import annotations

from decimal import Decimal

from bot.language.facts.fact import Binder
from bot.language.facts.tries import plainly

TRYING = frozenset(
    "try tries trying tried generate generates generated generating run runs running render rendered redo"
    " regenerate attempt attempts roll".split()
)
_SOME = frozenset("some few several many most often sometimes usually occasionally".split())
ROUNDS = ("round", "iteration")


def rounds(b: Binder, end: int) -> bool:
    """3 rounds of 20 images; 3 rounds, 20 images each round: rounds are subjects, not tries."""
    if b.says(end, "of", "with", "a") and (b.is_(end + 1, "num")):
        return True
    return any(b.is_(k, "each", "per") and b.says(k + 1, "round", "iteration") for k in range(end, end + 8))


def repeated(b: Binder, i: int, j: int) -> int:
    """3 times a week."""
    glued = b.says(j - 1, "x") and b.says(j, "a", "per") and b.is_(j + 1, "time")
    if not (glued or (b.says(j, "x", "times") and b.is_(j + 1, "time", "per", "each")) or _times_a(b, j)):
        return 0
    end = j if glued else j + 1
    fact = b.add("count", "", i, end, b.items[i].number)
    fact.noun, fact.lemma = "subject", "time"
    return end


def done(b: Binder, i: int, j: int) -> int:
    """Every image is done three times: tries; "three times" of something else is not used."""
    if not b.says(j, "times") or b.is_(j + 1, "num", "again", "bound") or b.says(j + 1, "as", "that", "more", "it"):
        return 0
    if any(b.is_(k, "each") for k in range(max(0, i - 6), i)):
        b.add("attempts", "", i, j + 1, b.items[i].number)
    elif i == 0:
        return 0
    else:
        b.add("double", str(b.items[i].number), i, j + 1)
    return j + 1


def tries_in_times(b: Binder, i: int) -> int:
    """We try three times, three times each: tries, which is said; 0 when the times are something else."""
    if not b.says(i, "two times", "three times", "twice", "thrice"):
        return 0
    tried = any(b.says(k, *TRYING) for k in range(max(0, i - 4), i))
    each = b.is_(i + 1, "each", "per") or any(b.is_(k, "each") for k in range(max(0, i - 3), i))
    if not (tried or each):
        return 0
    again = any(b.is_(k, "retryrate") for k in (i - 1, i - 2))
    b.add("attempts", "generation", i, i + 1, Decimal(b.items[i].value) + again).lemma = "times"
    return i + 1


def redone(b: Binder, i: int) -> int:
    """Each is redone once: two tries; some are redone: how many is asked. 0 when neither is said."""
    near = range(max(0, i - 3), min(i + 4, len(b.items)))
    once = next((k for k in range(i + 1, min(i + 4, len(b.items))) if b.says(k, "once")), 0)
    if once:
        b.add("attempts", "generation", i, once + 1, Decimal(2)).lemma = "times"
        return once + 1
    unclear = next((k for k in near if b.says(k, *_SOME)), None)
    if unclear is None or any(b.is_(k, "num") for k in near):
        return 0
    b.add("bad", "attempts", min(i, unclear), max(i, unclear) + 1)
    return i + 1


def _times_a(b: Binder, j: int) -> bool:
    return b.says(j, "times") and (b.says(j + 1, "a", "an") and b.is_(j + 2, "time"))


def tries(b: Binder, i: int, end: int, unit: str, value: Decimal | None) -> int:
    """3 tries, 2 retries, 50 good ones out of 150 tries."""
    if value is not None and (kept := _kept_of(b, i, value)):
        b.add("attempts", unit, i, end, kept).each = True
        return end
    paid = value + 1 if unit == "retry" and value is not None else value
    fact = b.add("attempts", unit, i, end, paid)
    follower = b.item(end)
    fact.each = follower is not None and (follower.kind in ("each", "per") or b.is_(i - 1, "each", "on", "takes"))
    if unit == "retry":
        fact.lemma = "retry"
    return end


def _kept_of(b: Binder, i: int, made: Decimal) -> Decimal | None:
    """50 good ones out of 150 tries: three tries for each; None when the tries are not those of a count."""
    if not (b.says(i - 1, "of") and b.says(i - 2, "out")) and not b.says(i - 1, "from"):
        return None
    kept = next((b.items[k].number for k in range(i - 1, max(i - 9, -1), -1) if b.is_(k, "num")), None)
    return plainly(made / kept) if kept and 0 < kept <= made else None
