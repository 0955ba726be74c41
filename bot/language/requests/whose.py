"""Whose spend is asked about: people and channels, with @ and # or plainly named, and names that narrow nothing."""

from __future__ import annotations

from itertools import pairwise

from bot.language import noted
from bot.language.item import Item
from bot.language.plainwords import PLAIN, STOP_WORDS, TALK
from bot.language.requests.cues import Cues
from bot.language.requests.groupings import NOUNS, also_by
from bot.request import SpendRequest

GREETINGS = frozenset("hi hello hey good morning afternoon evening dear yo".split())
_NOBODY = frozenset(
    "people everyone anyone anybody someone somebody nobody team everybody company"
    " marketing design month actually really ai".split()
)
_ASKED = ("did", "has", "have", "had")
_TELLS = ("what", "much", "how much")
_SPENT = ("spend", "spent")
_SUMS = frozenset(("spend", "spending", "spent", "costs", "cost", "expenses", "bill", "usage"))
_LEADS = ("and", "but", "for", "by", "of", "just", "only", "what about", "how about", "just for", "only for")
_BY = ("by", "per", "each")
_DETERMINERS = frozenset(
    "a an the this that these each every any which what per by our my your their his her its same whole entire one"
    " slack all other another other's right first in of for".split()
)
_UNITS = frozenset(
    "team teams department departments dept client clients customer customers brand brands campaign campaigns agency"
    " agencies country countries region regions office offices account accounts provider providers tag tags size sizes"
    " week weeks month months hour hours year years quarter quarters".split()
)
_DEPARTMENTS = frozenset("marketing design finance legal sales product engineering support hr pr".split())
_ENDS = ("punct", "range", "month", "on", "to", "per", "money", "num", "line")
_BESIDE = frozenset("by of for from on in at to did has have had".split()) | _UNITS
_NO_BREAKDOWN = _UNITS - NOUNS.keys()
_MOST = 3
_SHORTEST_ID = 4


def user_of(cues: Cues) -> str | None:
    """The person asked about: not the bot, which is mentioned in front."""
    for n, item in enumerate(cues.items):
        lead = n < _MOST and all(i.kind in ("user", "thanks", "punct") or i.text in GREETINGS for i in cues.items[:n])
        if item.kind == "user" and not (lead and item.text != item.raw and item.raw.startswith("<@")):
            return item.value if item.raw.startswith("<@") is False else item.raw[2:].split("|")[0].rstrip(">")
    return next((name for start, end in _runs(cues) if (name := _person(cues, start, end))), None)


def also_user(cues: Cues) -> str | None:
    """The person a follow-up asks about: of those of `user_of`, or one that is all it says: and dana?"""
    if named := user_of(cues):
        return named
    runs = _runs(cues)
    rest = [i for n, i in enumerate(cues.items) if not (runs and runs[0][0] <= n < runs[0][1])]
    alone = len(runs) == 1 and runs[0][0] > 0 and all(i.kind == "punct" or i.text in _LEADS for i in rest)
    return _typed(cues.items[slice(*runs[0])]) if alone else None


def channel_of(cues: Cues) -> str | None:
    """The channel asked about: #design, or in the design channel."""
    if named := cues.first("channel"):
        return named
    for n, item in enumerate(cues.items):
        if item.text == "channel" and n and _is_word(before := cues.items[n - 1]) and before.text not in _DETERMINERS:
            start = n - 1
            while start > 1 and cues.items[start - 1].text in "-_" and not cues.items[start].spaced:
                start -= 2
            return _typed(cues.items[start:n])
    return None


def left_aside(cues: Cues, request: SpendRequest) -> tuple[str, ...]:
    """Notes: names that do not narrow a question about spend, and breakdowns that there are none of or that wait."""
    broken = [item.raw for before, item in pairwise(cues.items) if before.text in _BY and item.text in _NO_BREAKDOWN]
    notes = [noted.not_narrowed(name) for name in unused_names(cues, request.user, request.channel)]
    return (*dict.fromkeys([*notes, *(noted.not_broken_down(unit) for unit in broken)]), *also_by(cues))


def unused_names(cues: Cues, *used: str | None) -> tuple[str, ...]:
    """Names of people, groups and things that spend is said to be for or by, other than those that are used."""
    names = [name for start, end in _runs(cues) if (name := _beside(cues, start, end))]
    names += [item.raw for item in cues.items if item.kind == "nomodel"]
    names += [f"{before.raw} {item.raw}" for before, item in pairwise(cues.items) if _is_group(before, item)]
    names += [item.raw for n, item in enumerate(cues.items) if _is_department(cues.items, n)]
    return tuple(name for name in dict.fromkeys(names) if name not in used)


def _person(cues: Cues, start: int, end: int) -> str | None:
    """The name in a stretch of words, where what stands around them says that they are a person's."""
    items, some = cues.items, cues.items[start:end]
    before = items[start - 1].text if start else ""
    after = items[end].text if end < len(items) else ""
    if after.split(" ")[0] in _SPENT and (
        before in _ASKED or (before in _TELLS and not any(i.text in PLAIN for i in some))
    ):
        return _typed(some)
    if any(item.text in PLAIN for item in some):
        return None
    if _owns(some[-1], after) and any(item.text in _SUMS for item in items[end : end + _MOST]):
        return _typed(some)
    summed = any(item.text in _SUMS for item in items[:start])
    told = (before == "by" and summed) or (before in ("of", "from") and start > 1 and items[start - 2].text in _SUMS)
    return _typed(some) if told and after not in _UNITS and after != "project" else None


def _owns(item: Item, after: str) -> bool:
    return item.text.endswith(("'s", "’s")) or after in ("'", "’")


def _runs(cues: Cues) -> list[tuple[int, int]]:
    """Where words stand that may be a name, three at most in a row."""
    found: list[tuple[int, int]] = []
    for n, item in enumerate(cues.items):
        if not _may_name(item):
            continue
        begun, end = found[-1] if found else (0, -1)
        spaced = end == n and n - begun < _MOST and not _owns(cues.items[n - 1], "")
        hyphened = end == n - 1 and cues.items[n - 1].text == "-" and not item.spaced
        if found and (spaced or hyphened):
            found[-1] = (begun, n + 1)
        else:
            found.append((n, n + 1))
    return found


def _may_name(item: Item) -> bool:
    word = item.text.removesuffix("'s").removesuffix("’s")
    known = word in STOP_WORDS or word in _NOBODY or word in TALK
    letters = word.replace("'", "").replace("’", "")
    return item.kind == "word" and not known and len(word) > 1 and (letters.isalpha() or _is_id(item.raw))


def _is_id(raw: str) -> bool:
    """Slack's id of a person, as its own pages show it."""
    return (
        raw.isalnum() and raw.isupper() and raw[0] in "UW" and any(c.isdigit() for c in raw) and len(raw) > _SHORTEST_ID
    )


def _is_word(item: Item) -> bool:
    return item.kind in ("word", "weak", "noun", "language") and item.raw.isalpha()


def _beside(cues: Cues, start: int, end: int) -> str | None:
    """A name that something in front or behind says to narrow the question: for acme, what did acme cost us."""
    items, some = cues.items, cues.items[start:end]
    before = items[start - 1].text if start else ""
    after = items[end] if end < len(items) else None
    if "project" in before or (after is not None and "project" in after.text) or any(i.text in PLAIN for i in some):
        return None
    ahead = after is not None and (after.text in _SUMS or after.text in _UNITS or _owns(some[-1], after.text))
    return _typed(some) if before in _BESIDE or ahead else None


def _is_group(before: Item, item: Item) -> bool:
    """The marketing team."""
    return item.text in _UNITS and item.kind != "time" and _is_word(before) and before.text not in _DETERMINERS


def _is_department(items: list[Item], n: int) -> bool:
    """For marketing, the marketing budget, what did marketing spend; not for marketing images."""
    if items[n].text not in _DEPARTMENTS or not items[n].of("word", "weak", "subject"):
        return False
    after = items[n + 1] if n + 1 < len(items) else None
    led = n > 0 and items[n - 1].text in ("for", "by", "of", "from", "in")
    return (led and (after is None or after.kind in _ENDS)) or (after is not None and after.text in (*_SPENT, "budget"))


def _typed(items: list[Item]) -> str:
    """A name as it was typed, without what it owns."""
    raw = "".join((" " if n and item.spaced else "") + item.raw for n, item in enumerate(items))
    return raw.removesuffix("'s").removesuffix("’s")
