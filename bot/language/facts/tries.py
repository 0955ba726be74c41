"""How many generations are paid for per image kept: retry rates, "we keep 1 in 4", "half is usable"."""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal

from bot.language.facts.fact import Binder
from bot.language.item import Item

_NEAR = 8
_KEPT = frozenset("one we i they you that which is are gets the client actually really finally end up single".split())
_CHOOSING = frozenset("pick picks picked choose chooses select selects selected take takes use uses using".split())
FRACTIONS = {"quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
NTH = {"second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5}


def ratio(b: Binder, i: int) -> int:
    """A retry, keep or discard word; what it says is worked out where its number is read."""
    item = b.items[i]
    if item.kind in ("keep", "discard") and _every_nth(b, i):
        return i + 1
    half = _half_before(b, i)
    if item.kind in ("keep", "discard") and half is not None:
        kept = half if item.kind == "keep" else 1 - half
        b.add("attempts", "", i, i + 1, plainly(1 / kept))
        return i + 1
    b.add(item.kind, item.value, i, i + 1)
    return i + 1


def _every_nth(b: Binder, i: int) -> bool:
    """Every second one is usable."""
    for k in (*range(max(0, i - 5), i), *range(i + 1, min(i + 4, len(b.items)))):
        nth = NTH.get(b.items[k].text)
        if nth and b.says(k - 1, "every", "each") and not b.is_(k + 1, "time"):
            kept = Decimal(nth) if b.items[i].kind == "keep" else Decimal(nth) / (nth - 1)
            b.add("attempts", "", i, i + 1, plainly(kept))
            return True
    return False


def fraction_of(b: Binder, i: int) -> int:
    """A quarter of, one fifth of: a share; 0 when the word means something else."""
    if b.items[i].text not in FRACTIONS or not b.says(i - 1, "a", "one") or not b.is_(i + 1, "of"):
        return 0
    if b.is_(i + 2, "time") or b.is_(i + 3, "time"):
        return 0
    b.add("percentof", "", i, i + 1)
    return i + 1


def _half_before(b: Binder, i: int) -> Decimal | None:
    for k in [*range(max(0, i - _NEAR), i), *range(i + 1, min(i + 3, len(b.items)))]:
        item = b.items[k]
        if item.text in FRACTIONS and b.says(k - 1, "a", "one") and b.is_(k + 1, "of"):
            _drop_share(b, item)
            return Decimal(1) / FRACTIONS[item.text]
        if item.kind == "percentof" and not any(f.kind == "attempts" for f in b.facts):
            return {"half": Decimal("0.5"), "third": Decimal(1) / 3, "two thirds": Decimal(2) / 3}.get(
                item.text, Decimal("0.75")
            )
    return None


def _drop_share(b: Binder, item: Item) -> None:
    """A share that says how many are kept is none of the count."""
    for k in range(len(b.facts) - 1, max(-1, len(b.facts) - 1 - 2 * _NEAR), -1):
        if b.facts[k].kind == "percentof" and b.facts[k].start == item.start:
            del b.facts[k]


def percent(b: Binder, i: int, end: int) -> int:
    """A percentage: of retries, of what is kept, or of what is thrown away."""
    value = b.items[i].number
    if b.is_(end, "of") and b.is_(end + 1, "num"):
        b.add("count", "", i, end + 2).noun = "image"
        return end + 2
    kind = _nearest_kind(b, i, end)
    if value is None or value <= 0 or (kind != "retryrate" and value > 100):
        b.add("bad" if kind else "unread", "attempts", i, end)
        return end
    share = value / 100
    if kind == "retryrate":
        b.add("attempts", "", i, end, 1 + share)
    elif kind == "keep":
        b.add("attempts", "", i, end, plainly(1 / share))
    elif kind == "discard" and share < 1:
        b.add("attempts", "", i, end, plainly(1 / (1 - share)))
    else:
        b.add("unread", "percent", i, end, value)
    return end


def for_every(b: Binder, i: int, j: int) -> int:
    """For every one we keep we throw away two: where it ends; 0 when the number counts something else."""
    value = b.items[i].number
    if end := _for_one_kept(b, i, j):
        return end
    own = _sort(b, i, j) if b.sorted_out else ""
    if value is None or value <= 0 or not own or b.is_(j, "of"):
        return 0
    places = range(max(0, i - 2 * _NEAR), min(len(b.items), j + 2 * _NEAR))
    other = "discard" if own == "keep" else "keep"
    if value == 1 and b.is_(i - 1, "each"):
        b.add("word", b.items[i].text, i, j)
        return j
    counterpart = next((k for k in places if _lot(b.items[k]) == other), None)
    if counterpart is None or not any(b.is_(k, "each", "per") and _leads_to(b, k, counterpart) for k in places):
        return 0
    kept, lost = (value, Decimal(1)) if own == "keep" else (Decimal(1), value)
    end = j + 1 if b.is_(j, "image", "weak", "try") else j
    b.add("attempts", "", i, end, plainly((kept + lost) / kept))
    return end


def _for_one_kept(b: Binder, i: int, j: int) -> int:
    """We make about 3 for every one we keep, 4 shots per usable one: so many are paid for; 0 when it is not that."""
    value = b.items[i].number
    k = j + 1 if b.is_(j, "image", "weak", "try") else j
    if value is None or value <= 1 or not b.is_(k, "each", "per") or b.is_(i - 1, "discard"):
        return 0
    end = k + 1
    while end < k + 6 and (b.is_(end, "image", "weak") or b.says(end, *_KEPT)):
        end += 1
    if end >= len(b.items) or _lot(b.items[end]) != "keep":
        return 0
    b.add("attempts", "", i, end + 1, plainly(value))
    return end + 1


def _sort(b: Binder, i: int, j: int) -> str:
    """Whether the number counts what is kept or what is thrown away: throw away two, two are binned."""
    for k in (i - 1, i - 2):
        if k >= 0 and (lot := _lot(b.items[k])):
            if not _in_each(b, k):
                return lot
            break
    for k in range(j, min(len(b.items), j + 4)):
        if b.is_(k, "num", "each", "punct"):
            break
        if lot := _lot(b.items[k]):
            return lot
    return ""


def _in_each(b: Binder, k: int) -> bool:
    """Whether the word at k is that of "for every one we keep"."""
    for n in range(k - 1, max(k - 6, -1), -1):
        if b.is_(n, "each", "per"):
            return True
        if b.is_(n, "punct") or _lot(b.items[n]):
            return False
    return False


def _lot(item: Item) -> str:
    """Whether the word says that an image is kept or thrown away."""
    return "keep" if item.value == "keeper" else item.kind if item.kind in ("keep", "discard") else ""


def _leads_to(b: Binder, each: int, k: int) -> bool:
    """The "every picture we keep" before, or the "each one kept" after."""
    return 0 < k - each <= 5 and not any(
        b.is_(n, "punct") or (b.is_(n, "num") and b.items[n].number != 1) for n in range(each, k)
    )


def fraction(b: Binder, i: int, j: int) -> int:
    """1 in 4, 2 out of 5: kept (or thrown away) out of made; 0 when it is not such a ratio."""
    first, second = b.items[i].number, b.items[j].number
    kind = _nearest_kind(b, i, j + 1)
    if first is None or second is None or kind not in ("keep", "discard") or not 0 < first <= second:
        return 0
    kept = first if kind == "keep" else second - first
    if kept <= 0:
        b.add("bad", "attempts", i, j + 1)
    else:
        b.add("attempts", "", i, j + 1, plainly(second / kept))
    return j + 1


def plainly(value: Decimal) -> Decimal:
    """Without the noise of a division that does not end: rounded down, so that 70 x 10/7 stays 100."""
    if value == value.to_integral_value():
        return value.quantize(Decimal(1))
    return value.quantize(Decimal("1e-12"), ROUND_FLOOR).normalize()


def _nearest_kind(b: Binder, i: int, end: int) -> str:
    if b.says(i - 1, *_CHOOSING):
        return "keep"
    for step in range(1, _NEAR + 1):
        for k in (end + step - 1, i - step):
            if b.is_(k, "retryrate", "keep", "discard"):
                return b.items[k].kind
            if k >= 0 and k < len(b.items) and b.items[k].value == "keeper":
                return "keep"
            if b.is_(k, "try") and b.items[k].value == "retry":
                return "retryrate"
    return ""
