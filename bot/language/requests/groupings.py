"""What a question about spend is broken down by, and what it asks for beside that."""

from __future__ import annotations

from typing import cast

from bot.language import noted
from bot.language.requests.cues import Cues
from bot.request import SpendBy

_GROUPING = frozenset("which rank ranked ranking top split broken grouped compare each sorted".split())
_GROUPS: tuple[tuple[SpendBy, frozenset[str]], ...] = (
    ("channel", frozenset(("channel", "channels"))),
    ("model", frozenset(("model", "models"))),
    ("user", frozenset("people person persons users members colleagues everyone everybody teammates".split())),
    ("quality", frozenset(("qualities",))),
)
_OTHERS = frozenset(("others", "rest"))
_PROJECTS = ("by project", "by projects", "per project", "each project", "which project", "which projects")
NOUNS: dict[str, str] = {word: by for by, words in _GROUPS for word in words}
NOUNS |= {"user": "user", "quality": "quality", "day": "day", "date": "day", "project": "project"}
_OPENS = ("by", "per")
_GOES_ON = frozenset((*NOUNS, "and", "or", "then", "the", ",", "&", "/", "+"))
_NAMES = {"user": "person"}


def by_of(cues: Cues) -> SpendBy | None:
    """What the spend is broken down by."""
    daily = any(f.kind == "period" and f.value == "day" for f in cues.facts) or cues.says("which day", "what day")
    return cast(SpendBy | None, cues.first("by")) or ("day" if daily else _ranked(cues))


def _ranked(cues: Cues) -> SpendBy | None:
    """Rank our channels by what they spent; low vs medium vs high."""
    qualities = {item.value for item in cues.items if item.kind == "quality"}
    if len(qualities) > 1 or cues.says("which quality") or (qualities and cues.words & _OTHERS):
        return "quality"
    if cues.words.isdisjoint(_GROUPING):
        return None
    return next((by for by, names in _GROUPS if not cues.words.isdisjoint(names)), None)


def also_by(cues: Cues) -> tuple[str, ...]:
    """A note, where a text asks for several breakdowns at once: by model and channel. The first is answered."""
    by = "project" if cues.says(*_PROJECTS) else by_of(cues)
    others = [_NAMES.get(each, each) for each in dict.fromkeys(_named(cues)) if each != by]
    return (noted.one_breakdown(_NAMES.get(by, by), others),) if by and others else ()


def _named(cues: Cues) -> list[str]:
    """Every breakdown that is named: by model, and the channel of "by model and channel"."""
    found: list[str] = []
    listed = False
    for item in cues.items:
        if item.kind == "by":
            found.append(item.value)
        elif listed and item.text in NOUNS:
            found.append(NOUNS[item.text])
        listed = item.kind == "by" or item.text in _OPENS or (listed and item.text in _GOES_ON)
    return found
