"""What a number in the text is: a count, a length, a number of tries or references, a stretch of time."""

from __future__ import annotations

from decimal import Decimal

from bot.language.facts.asides import address, area, aside, aspect, bullet, half_pair, half_year, resolution
from bot.language.facts.fact import PERIOD_ADJECTIVES, Binder, Noun, directed_unit, lemma, noun_after
from bot.language.facts.repeats import ROUNDS, done, repeated, rounds, tries
from bot.language.facts.sources import VARIANTS, taken_in
from bot.language.facts.times import duration, every_setting
from bot.language.facts.tries import for_every, fraction, percent

UNITS = {"word": "prompt_words", "token": "prompt_tokens", "input word": "prompt_words", "input token": "prompt_tokens"}
TEAMS = ("team", "group", "crew", "staff", "squad", "department", "company")


def number(b: Binder, i: int) -> int:
    """Binds the number at items[i] and whatever belongs to it."""
    _sign(b, i)
    if b.says(i + 1, "to", "-", "–", "and", "until", "till", "through") and b.is_(i + 2, "date"):
        return _days_to(b, i)
    j = i + 1
    while b.says(j, "-", "–") and not b.is_(j + 1, "num"):
        j += 1
    if b.says(j, "%") or (b.is_(j, "unit") and b.items[j].value == "percent"):
        return percent(b, i, j + 1)
    if end := _ratio(b, i, j) or for_every(b, i, j):
        return end
    if b.says(j, "x") and b.is_(j, "word", "x") and not b.is_(j + 1, "num"):
        j += 1
    if (
        end := bullet(b, i)
        or address(b, i)
        or area(b, i)
        or half_year(b, i)
        or aspect(b, i, j)
        or resolution(b, i)
        or half_pair(b, i, j)
    ):
        return end
    return _unit(b, i, j) or _count(b, i, j)


def _days_to(b: Binder, i: int) -> int:
    """From 1 to 24 December: so many days, both counted."""
    first, last = b.items[i].number or Decimal(0), int(b.items[i + 2].value[-2:])
    if b.says(i - 1, "from", "between", "(") and 0 < first < last:
        b.add("duration", "day", i, i + 3, last - first + 1)
        return i + 3
    b.add("label", "", i, i + 1)
    return i + 1


def _sign(b: Binder, i: int) -> None:
    """-20, minus 20: below zero, whatever the number counts."""
    item = b.items[i]
    if item.number is None:
        return
    dash = b.says(i - 1, "-", "–") and b.items[i - 1].end == item.start
    glued = dash and i > 1 and b.is_(i - 2, "num", "word") and b.items[i - 2].end == b.items[i - 1].start
    if (dash and not glued) or b.says(i - 1, "minus", "negative"):
        item.number = -abs(item.number)


def _ratio(b: Binder, i: int, j: int) -> int:
    k = j
    while b.says(k, "in", "of", "out", "every", "from", "/", "the", "for", "images", "image") and k < j + 3:
        k += 1
    if k > j and b.is_(k, "num") and not b.says(j, "the", "for", "images", "image"):
        return fraction(b, i, k) or _share(b, i, j, k)
    return 0


def _share(b: Binder, i: int, j: int, k: int) -> int:
    """One in four needs a picture: a share, of which the number of images cannot be told."""
    first, second = b.items[i].number, b.items[k].number
    said = b.says(j, "in", "out") or (b.says(j, "of") and b.says(j + 1, "every"))
    owned = b.says(j, "of") and k == j + 1 and noun_after(b.items, k + 1).kind in ("image", "weak")
    if owned and first is not None and second is not None and 0 < first < second:
        b.add("bad", "parts", i, k + 1)
        return k + 1
    if not said or first is None or second is None or not 0 < first < second or noun_after(b.items, k + 1).kind:
        return 0
    b.add("bad", "parts", i, k + 1)
    return k + 1


def _unit(b: Binder, i: int, j: int) -> int:
    """A number with a unit: where it ends; 0 when it is a count."""
    if b.says(i - 1, "in") and (end := every_setting(b, i, j)):
        return end
    noun = directed_unit(b.items, j) or noun_after(b.items, j)
    value = b.items[i].number
    if noun.lemma == "character" and (b.says(j - 1, "-") or b.is_(noun.end, "prompt")):
        return _length(b, i, noun.end, "char", value)
    return _people(b, i, j) or taken_in(b, i, noun, j) or _measured(b, i, noun, j) or repeated(b, i, j) or done(b, i, j)


def _people(b: Binder, i: int, j: int) -> int:
    """The 3 of us."""
    if not (b.says(j, "of") and b.says(j + 1, "us")):
        return 0
    fact = b.add("count", "", i, j + 2, b.items[i].number)
    fact.noun, fact.lemma = "subject", "person"
    return j + 2


def _measured(b: Binder, i: int, noun: Noun, j: int) -> int:
    """30 words, 3 tries, 2 weeks, two jobs."""
    value = b.items[i].number
    if noun.kind == "unit":
        return _length(b, i, noun.end, noun.lemma, value)
    if noun.kind == "try" and noun.lemma in ROUNDS and rounds(b, noun.end):
        fact = b.add("count", "", i, noun.end, value)
        fact.noun, fact.lemma, fact.plural = "subject", noun.lemma, True
        return noun.end
    if noun.kind == "try":
        return tries(b, i, noun.end, noun.lemma, value)
    months = b.items[noun.end - 1].plural and _for_each(b, i)
    if noun.kind == "time" and noun.end - j <= 2 and months:
        fact = b.add("count", "", i, noun.end, value)
        fact.noun, fact.lemma, fact.plural = "subject", noun.lemma, True
        return noun.end
    if noun.kind == "time" and noun.end - j <= 2 and b.items[noun.end - 1].text not in PERIOD_ADJECTIVES:
        return duration(b, i, value, noun.end - 1)
    if noun.kind == "meta":
        b.add("meta", noun.lemma, i, noun.end)
        return noun.end
    return 0


def _for_each(b: Binder, i: int) -> bool:
    """One picture for each of the 12 months."""
    k = i - 1
    while b.says(k, "the", "of", "our", "these", "those"):
        k -= 1
    return b.is_(k, "each") and "each" in b.items[k].text


def _length(b: Binder, i: int, end: int, unit: str, value: Decimal | None) -> int:
    if unit in UNITS:
        b.add(UNITS[unit], "", i, end, value)
    elif unit == "pixel":
        _pixels(b, i, end, value)
    elif unit == "length":
        b.add("bad", "size", i, end)
    elif unit == "file":
        b.add("unread", "number", i, end)
    else:
        b.add("bad", "prompt_words", i, end)
    return end


def _pixels(b: Binder, i: int, end: int, value: Decimal | None) -> None:
    side = int(value) if value is not None and value == int(value) else 0
    if b.is_(end, "shape") and b.items[end].value == "square" and side >= 16:
        b.add("size", f"{side}x{side}", i, end)
    else:
        b.add("bad", "size", i, end)


def _count(b: Binder, i: int, j: int) -> int:
    item = b.items[i]
    noun = noun_after(b.items, j)
    if not noun.kind and (end := aside(b, i, j)):
        return end
    if item.text == "4" and b.is_(i - 1, "image"):
        b.add("bad", "for", i, i + 1)
        return i + 1
    if not noun.kind and b.says(j, "of") and b.says(j + 1, "our", "the", "my", "your", "these", "those"):
        owned = noun_after(b.items, j + 2)
        noun = owned if owned.kind == "subject" else noun
    fact = b.add("count", item.value, i, i + 1, item.number)
    fact.noun, fact.lemma, fact.plural = noun.kind, noun.lemma, noun.plural
    if b.is_(j, "prompt") and b.prompts_counted:
        fact.noun, fact.lemma, fact.plural = "subject", "prompt", True
    team = b.item(i - 2)
    if b.says(i - 1, "of") and team is not None and lemma(team.text) in TEAMS and noun.kind not in ("image", "weak"):
        fact.noun, fact.lemma = "subject", "person"
    if (bracketed := _in_brackets(b, i, j)) is not None:
        fact.noun, fact.lemma = "subject", bracketed
    fact.link = _link(b, i, noun.lemma)
    b.numbered, b.counted = True, b.counted or noun.kind == "image"
    fact.total = b.is_(i - 1, "total") or b.says(i - 1, "=") or b.is_(noun.end, "total") or _sums_up(b, i, noun.end)
    if b.says(i - 1, "minus"):
        fact.negated = False
    if j > i + 1 and b.says(j - 1, "x"):
        fact.value = "x"
        return j
    return i + 1


def _sums_up(b: Binder, i: int, end: int) -> bool:
    """48 cards altogether; (so 72 outputs)."""
    return b.says(end, "altogether") or (b.numbered and b.says(i - 1, "so", "makes") and b.says(i - 2, "("))


def as_many(b: Binder, i: int) -> int:
    """30 squares and as many portraits: the number said before; 0 when none was or something else is meant."""
    led = b.says(i, "many") and b.says(i - 1, "as") and not b.is_(i - 2, "num", "x")
    led = led or (b.is_(i, "number-of") and b.says(i - 1, "same", "the same", "equal", "identical"))
    noun = noun_after(b.items, i + 1)
    before = next((f for f in reversed(b.facts) if f.kind == "count"), None) if led else None
    if before is None or noun.kind not in ("image", "weak") or before.noun not in ("image", "weak"):
        return 0
    times = Decimal(1)
    if b.is_(i - 2, "double") or b.says(i - 2, "half"):
        times = Decimal(b.items[i - 2].value) if b.is_(i - 2, "double") else Decimal("0.5")
        del b.facts[-2]
    fact = b.add("count", "", i, i + 1, None if before.number is None else before.number * times)
    fact.noun, fact.lemma, fact.plural = noun.kind, noun.lemma, noun.plural
    return i + 1


def _in_brackets(b: Binder, i: int, j: int) -> str | None:
    """The subject that "(5 of them)" or "(we have 22)" counts: the noun before the bracket."""
    k = i - 1
    while b.says(k, "we", "have", "there", "are", "about", "all", "got", "we've", "currently", "it's") and k > i - 5:
        k -= 1
    closed = b.says(j, ")") or (b.says(j, "of") and b.says(j + 1, "them", "us", "those") and b.says(j + 2, ")"))
    if not (b.says(k, "(") and closed and b.is_(k - 1, "subject")):
        return None
    return b.items[k - 1].value


def _link(b: Binder, i: int, noun: str) -> str:
    if b.is_(i - 1, "x") or (
        b.says(i - 1, "x", "*") and b.is_(i - 2, "num", "image", "subject", "weak", "time", "word")
    ):
        return "x"
    if b.is_(i - 1, "of") and _counted_before(b, i):
        rated = b.is_(i - 2, "time") and b.says(i - 3, "a", "an", "per", "each", "every") and b.is_(i - 4, "subject")
        grouped = rated or b.is_(i - 2, "subject", "batch", "weak", "word")
        if grouped or b.items[i - 2].value in VARIANTS or b.items[i - 2].value in ROUNDS:
            return "x"
    listed = b.says(i - 1, ",") and b.is_(i - 2, "image", "weak", "subject")
    if noun in ("version", "variant", "variation", "alternative") and listed:
        return "x"
    if (noun in VARIANTS or noun == "language") and b.says(i - 1, "in") and b.is_(i - 2, "image", "weak", "subject"):
        return "x"
    led = b.says(i - 1, "in", "with", ",", "and") and b.numbered
    if noun in VARIANTS and led and any(b.is_(k, "each", "per") for k in range(i + 1, i + 4)):
        return "x"
    return "=" if b.says(i - 1, "=") and not b.is_(i - 2, "key") else ""


def _counted_before(b: Binder, i: int) -> bool:
    """3 sets of 12 icons: a number just before the "sets of"."""
    return any(b.is_(k, "num") for k in range(max(0, i - 6), i - 1))
