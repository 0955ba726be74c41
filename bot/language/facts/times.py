"""Each, per and stretches of time: what multiplies, what repeats, and for how long."""

from __future__ import annotations

from decimal import Decimal

from bot.language.facts.fact import PERIOD_ADJECTIVES, Binder, counts_images, lemma, noun_after
from bot.language.plainwords import STOP_WORDS
from bot.language.vocabulary import WEEKDAYS

WORKING = ("work", "weekday", "business", "school")
SETTING_NAMES = frozenset(
    "quality size format orientation qualities sizes formats orientations resolutions dimensions".split()
)
_NEEDING = ("gets", "needs", "has", "wants", "requires", "takes", "receives", "should", "must", "will")
THROUGH = ("to", "-", "–", "through", "thru", "till", "until", "bis")
DAYS = tuple(WEEKDAYS)
_SEVERAL = 2
_FAR = 15


def each(b: Binder, i: int) -> int:
    """Each, every, per: a period, a subject that multiplies, or each image."""
    item = b.items[i]
    j = i + 1
    while b.says(j, "of", "our", "the", "my", "these", "those", "your", "one", "single"):
        j += 1
    if end := _often(b, i, j) or every_setting(b, i, j):
        return end
    if b.is_(j, "num"):
        b.add("each", "", i, j)
        return j
    if "of" in item.text and b.is_(j, "shape") and b.is_(j + 1, "and", "punct") and b.is_(j + 2, "shape"):
        b.add("each", "", i, i + 1)
        return i + 1
    kind, name, end = _each_what(b, i, j)
    b.add("each", kind, i, end).lemma = name
    return end


def _each_what(b: Binder, i: int, j: int) -> tuple[str, str, int]:
    """What "each" is said of: its kind (a subject, an image, or nothing that is named), its name and where it ends."""
    noun, is_prompt = noun_after(b.items, j), b.is_(j, "prompt")
    if noun.lemma in ("round", "iteration"):
        return "subject", noun.lemma, noun.end
    if is_prompt and b.prompts_counted:
        return "subject", "prompt", j + 1
    if noun.kind in ("image", "prompt", "ref", "try") or is_prompt:
        return "image", noun.lemma, max(noun.end, j + 1)
    if noun.kind in ("subject", "weak"):
        return "subject", noun.lemma, noun.end
    name = lemma(b.items[j].text) if b.is_(j, "word") else ""
    needing = name not in STOP_WORDS and b.says(j + 1, *_NEEDING)
    known = name and (needing or any(f.kind == "count" and f.lemma == name for f in b.facts))
    if known or (b.items[i].kind == "per" and name):
        return "subject", name, j + 1
    return "", "", i + 1


def _often(b: Binder, i: int, j: int) -> int:
    """Per week, every Monday; every other day is asked back."""
    item = b.items[i]
    if b.is_(j, "time") and not b.items[j].plural and (item.kind == "per" or item.text != "each"):
        return period(b, i, j)
    skipping = b.says(j, "other", "second", "third") or (b.is_(j, "num") and item.text in ("every", "per"))
    if skipping and b.is_(j + 1, "time"):
        b.add("bad", "per", i, j + 2)
        return j + 2
    if b.says(j, "other", "second", "third") and not _sorts(b, j):
        noun = noun_after(b.items, j + 1)
        b.add("bad", "parts", i, max(noun.end, j + 1))
        return max(noun.end, j + 1)
    if days := workdays(b, j):
        return days
    return weekday(b, j) if b.is_(j, "weekday") else 0


def _sorts(b: Binder, j: int) -> bool:
    """Every second one is usable: said of what is kept."""
    return any(b.is_(k, "keep", "discard") for k in range(j - 4, j + 7))


def every_setting(b: Binder, i: int, j: int) -> int:
    """In every size: more jobs than are said."""
    if not b.says(j, *SETTING_NAMES):
        return 0
    b.add("bad", "quality" if b.says(j, "quality", "qualities") else "size", i, j + 1)
    return j + 1


def weekday(b: Binder, i: int) -> int:
    """Every Monday is once a week; every Tuesday and Thursday is so many times a week."""
    if end := several_days(b, i):
        return end
    b.add("period", "week", i, i + 1)
    return i + 1


def several_days(b: Binder, i: int) -> int:
    """Tuesday and Thursday; Mon, Wed and Fri: so many days a week; 0 when it is one day."""
    named, end = {b.items[i].value}, i + 1
    while b.says(end, ",", "and", "&", "+", "/"):
        k = end
        while b.says(k, ",", "and", "&", "+", "/", "every", "on"):
            k += 1
        if not b.is_(k, "weekday"):
            break
        named.add(b.items[k].value)
        end = k + 1
    if len(named) < _SEVERAL:
        return 0
    b.add("workdays", "", i, end, Decimal(len(named)))
    b.add("period", "day", i, end)
    return end


def workdays(b: Binder, i: int) -> int:
    """Monday to Friday: so many days a week; 0 when it is no such stretch."""
    if not (b.is_(i, "weekday") and b.says(i + 1, *THROUGH) and b.is_(i + 2, "weekday")):
        return 0
    days = (DAYS.index(b.items[i + 2].value) - DAYS.index(b.items[i].value)) % 7 + 1
    b.add("workdays", "", i, i + 3, Decimal(days))
    return i + 3


def on_weekday(b: Binder, i: int) -> int:
    """A day of the week by itself, or the first of a stretch of days."""
    if end := workdays(b, i) or (several_days(b, i) if b.numbered or counts_images(b, i + 1, _FAR) else 0):
        return end
    b.add("weekday", b.items[i].value, i, i + 1)
    return i + 1


def period(b: Binder, i: int, at: int) -> int:
    """How often: a day, per week, monthly."""
    if b.says(at + 1, "ago"):
        b.add("label", "", i, at + 2)
        return at + 2
    if b.items[at].text.startswith(WORKING):
        b.add("workdays", "", i, at + 1, Decimal(5))
    b.add("period", b.items[at].value, i, at + 1)
    return at + 1


def _names_a_kind(b: Binder, i: int) -> bool:
    """The "monthly" of 12 monthly calendars: not how often, but what kind of thing is counted."""
    noun = noun_after(b.items, i + 1)
    if not b.is_(i - 1, "num") or not noun.plural:
        return False
    multiplied = any(
        b.is_(k, "each", "per") or (b.says(k, "with") and b.is_(k + 1, "num")) for k in range(noun.end, noun.end + 6)
    )
    return noun.kind in ("subject", "unknown") or (noun.kind == "weak" and multiplied)


def duration(b: Binder, i: int, number: Decimal | None, at: int) -> int:
    """For how long: 30 days, two weeks, half a year."""
    unit = b.items[at].value
    if b.says(at + 1, "ago"):
        b.add("label", "", i, at + 2)
        return at + 2
    if b.items[at].text.startswith("fortnight") and number is not None:
        number *= 2
    kind = "workday" if b.items[at].text.startswith(("work", "business", "weekday")) and unit == "day" else unit
    b.add("duration", kind, i, at + 1, number)
    return at + 1


def time(b: Binder, i: int) -> int:
    """A unit of time by itself, or a time of day."""
    item = b.items[i]
    if ":" in item.value:
        kind = "bad" if item.text.replace(" ", "") in ("9:16", "10:16", "4:50") else "clock"
        b.add(kind, "size", i, i + 1)
        return i + 1
    if item.text.startswith(WORKING) and item.value == "day":
        b.add("workdays", "", i, i + 1, Decimal(5))
        b.add("period", "day", i, i + 1)
        return i + 1
    if item.text in PERIOD_ADJECTIVES and _names_a_kind(b, i):
        b.add("kind-of", item.value, i, i + 1)
        return i + 1
    if item.text in PERIOD_ADJECTIVES or item.text == "everyday":
        return period(b, i, i)
    rated = b.says(i - 1, "by") and b.numbered and not item.plural
    if b.says(i - 1, "each", "every") or rated or (b.says(i - 1, "/") and not b.says(i - 2, "a")):
        return period(b, i, i)
    whole = any(b.says(k, "whole", "entire", "rest") for k in range(i - 4, i))
    led = any(b.says(k, "for", "over") for k in range(i - 5 if whole else i - 3, i - 1))
    if b.says(i - 1, "all", "whole", "entire", "full") or (led and b.says(i - 1, "the", "next", "this", "coming")):
        return duration(b, i, Decimal(1), i)
    b.add("time", item.value, i, i + 1)
    return i + 1
