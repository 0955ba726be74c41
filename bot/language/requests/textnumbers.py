"""How many calls, and how many tokens or words in and out: the numbers beside a text model."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from bot.language import noted, say
from bot.language.facts.fact import lemma
from bot.language.item import Item
from bot.request import Problem

PAGE_WORDS = 500
INPUT = frozenset("input in incoming prompt inputs context read".split())
OUTPUT = frozenset(
    "output out completion generated outgoing response answer outputs replies reply answers summary".split()
)
_PLURAL_CALLS = frozenset("replies answers prompts responses summaries completions contexts".split())
_NAMED = frozenset("output outputs completion".split())
_SAME = frozenset("same equal equally identical".split())
_NEAR = 7
MOST = Decimal(10**15)
_STOP = frozenset("and plus , ; . ? ! with + then".split())


@dataclass(slots=True)
class Numbers:
    """The numbers of a text job: `sizes` are the tokens and words of a call, by field."""

    calls: list[Decimal] = field(default_factory=list[Decimal])
    sizes: dict[str, Decimal] = field(default_factory=dict[str, Decimal])
    notes: list[str] = field(default_factory=list[str])
    problems: list[Problem] = field(default_factory=list[Problem])


def numbers_of(items: list[Item]) -> Numbers:
    """The numbers of calls, tokens and words, and what is wrong with them."""
    found = Numbers()
    pending: list[tuple[str, Decimal]] = []
    words_a_page, said_at = _words_a_page(items)
    for i, item in enumerate(items):
        if item.kind != "num" or i == said_at or _is_one_call(items, i):
            continue
        if item.number is None or item.number <= 0 or item.number > MOST:
            found.problems.append(say.unreadable("input_tokens", item.raw))
            continue
        if i and items[i - 1].kind == "key" and _keyed(found, items[i - 1].value, item.number):
            continue
        if i + 1 < len(items) and items[i + 1].text == "times":
            found.calls.append(item.number)
            continue
        way, unit, noun = _around(items, i)
        if unit in ("token", "word", "page"):
            _flush(found, pending, unit)
            _store(found, way, unit, item.number, words_a_page)
        elif way:
            pending.append((way, item.number))
        elif noun and noun != "time":
            found.calls.append(item.number)
        elif noun != "time":
            found.problems.append(say.unclear_tokens(item.raw))
    _flush(found, pending, "token")
    _output_in_words(found, items)
    return found


def _words_a_page(items: list[Item]) -> tuple[Decimal | None, int]:
    """12 pages of 450 words each, 450 words a page: how many words a page has, and where that is said."""
    paged = any(_unit(item) == "page" for item in items)
    for i, item in enumerate(items):
        if not paged or item.kind != "num" or i + 2 >= len(items) or _unit(items[i + 1]) != "word":
            continue
        after = items[i + 2 : i + 4]
        each_page = after[0].text in ("a", "per", "each", "/") and _unit(after[-1]) == "page"
        of_each = i > 1 and items[i - 1].text in ("of", "à", "with") and _unit(items[i - 2]) == "page"
        if each_page or after[0].text in ("per page", "each page") or of_each:
            return item.number, i
    return None, -1


def _is_one_call(items: list[Item], i: int) -> bool:
    """One call per contract: says what is counted already."""
    after = [item.text for item in items[i + 1 : i + 4] if item.kind != "textmodel"][:2]
    return items[i].number == 1 and after[:1] in (["call"], ["request"]) and after[1:] in (["per"], ["each"], ["for"])


def _output_in_words(found: Numbers, items: list[Item]) -> None:
    """Output of about the same length: as much as goes in; of any other length without a number is asked."""
    named = next((i for i, item in enumerate(items) if item.text in _NAMED), None)
    if named is None or not found.sizes or any(name.startswith("output") for name in found.sizes):
        return
    words = {item.text for item in items[max(0, named - _NEAR) : named + _NEAR]}
    times = 1 if words & _SAME else 2 if words & {"twice", "double"} else None
    if times is None or not words & {"length", "long", "size", "same", "much"}:
        found.problems.append(
            Problem("output_tokens", "How much text comes out? Say the tokens or words of the output.")
        )
        return
    for name, value in list(found.sizes.items()):
        found.sizes[name.replace("input", "output")] = value * times
    found.notes.append(
        "I read the output as as long as the input." if times == 1 else "I read the output as twice the input."
    )


def _keyed(found: Numbers, key: str, value: Decimal) -> bool:
    """calls=100 input_tokens=2000: the key says what the number is."""
    if key == "calls":
        found.calls.append(value)
    elif key.startswith(("input_", "output_")) and key.endswith(("_tokens", "_words")):
        way, _, unit = key.partition("_")
        _store(found, way, unit.removesuffix("s"), value)
    else:
        return False
    return True


def _flush(found: Numbers, pending: list[tuple[str, Decimal]], unit: str) -> None:
    """2M input and 300k output tokens: the unit said last is that of both."""
    for way, value in pending:
        _store(found, way, unit, value)
    pending.clear()


def _store(found: Numbers, way: str, unit: str, value: Decimal, words_a_page: Decimal | None = None) -> None:
    if not way:
        way = "input" if not any(name.startswith("input") for name in found.sizes) else "output"
        if way == "input" and unit == "token":
            found.notes.append(f"I read {noted.number(value)} {unit}s as input.")
    if unit == "page":
        value, unit = value * (words_a_page or PAGE_WORDS), "word"
        if words_a_page is None:
            found.notes.append(f"I counted {PAGE_WORDS} words a page.")
    name = f"{way}_{unit}s"
    if name in found.sizes and found.sizes[name] != value:
        found.problems.append(say.contradiction(name, noted.number(found.sizes[name]), noted.number(value)))
    found.sizes[name] = value


def _around(items: list[Item], i: int) -> tuple[str, str, str]:
    """Direction, unit and noun of the number at items[i]."""
    way = unit = noun = ""
    for j in range(i + 1, min(i + 8, len(items))):
        item = items[j]
        if item.kind in ("num", "textmodel", "line", "money", "key") or (item.text in _STOP and (way or unit or noun)):
            break
        if item.text in _STOP or item.kind == "each":
            continue
        paired = item.text == "in" and j == i + 1 and _goes_on(items, j + 1)
        if j == i + 1 and item.text in _PLURAL_CALLS:
            return "", "", lemma(item.text)
        found_way, found_unit = _way(item, bool(unit or way) or paired), _unit(item)
        way, unit = way or found_way, unit or found_unit
        if not (found_way or found_unit or noun):
            noun = _counted(item)
        if noun and not unit and item.kind in ("on", "of"):
            break
    if noun == "time" and items[i + 1].kind != "time":
        noun = ""
    return way, unit, noun


def _goes_on(items: list[Item], j: int) -> bool:
    """What follows the "in" of 1k in, 300 out."""
    return j < len(items) and (items[j].text in ("/", "and", ",", "|") or items[j].kind == "num")


def _way(item: Item, begun: bool) -> str:
    """In or out; "in" by itself only after a number of tokens."""
    if item.text in INPUT and (item.text != "in" or begun):
        return "input"
    return "output" if item.text in OUTPUT else ""


def _unit(item: Item) -> str:
    if item.kind == "unit" and item.value in ("token", "word"):
        return item.value
    return "page" if lemma(item.text) == "page" else ""


def _counted(item: Item) -> str:
    if item.kind == "time":
        return "time"
    return lemma(item.text) if item.plural or item.kind in ("image", "weak", "subject", "try") else ""
