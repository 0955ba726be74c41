"""What a question about figures and choices is about: the topics of `explain`, with the phrases that ask for it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from bot.language.requests.cues import Cues
from bot.language.requests.topicwords import OF_RIVALS, PHRASES, SIGNALS
from bot.request import Topic

GENERAL = ("explain", "how does", "how do", "how is", "how would", "what about", "how", "is it", "is this", "why")
RIVALS: tuple[tuple[Topic, str], ...] = (("dalle3", "dall-e-3"), ("midjourney", "midjourney"))
_ASKING = frozenset(
    "tips ways ideas advice how why what which explain where is are can should do does tell any when whats"
    " what's".split()
)


def topic_of(cues: Cues) -> Topic | None:
    """The topic that a message without a job asks about."""
    if cues.line.strip(" ?!.") == "why":
        return "lines"
    rival = _rival(cues)
    if rival:
        return rival
    for topic in _named(cues):
        if _fits(cues, topic):
            return topic
    return _signalled(cues)


def _signalled(cues: Cues) -> Topic | None:
    """When is medium enough: one word of each group, in a question that says no job."""
    if cues.models or cues.settings > 1 or cues.has("money", "range", "month", "digest", "budget"):
        return None
    if cues.counted and cues.imagelike:
        return None
    found = (topic for topic, groups in SIGNALS if all(not cues.words.isdisjoint(group) for group in groups))
    return next(found, None)


def _named(cues: Cues) -> Iterable[Topic]:
    """The topics that have a phrase in the text, in their order."""
    table, line = _by_first_word(), cues.line
    near = (found for word in cues.words if word in table for found in table[word])
    return [topic for _, topic in sorted({(order, topic) for order, topic, phrase in near if phrase in line})]


@cache
def _by_first_word() -> dict[str, list[tuple[int, Topic, str]]]:
    """Each phrase, between spaces, with its topic and that one's place, by the phrase's first word."""
    table: dict[str, list[tuple[int, Topic, str]]] = {}
    for order, (topic, phrases) in enumerate(PHRASES):
        for phrase in phrases:
            table.setdefault(phrase.split()[0], []).append((order, topic, f" {phrase} "))
    return table


def _rival(cues: Cues) -> Topic | None:
    """How does this compare to DALL-E 3, to Midjourney: asked in general, of one rival."""
    if not cues.models or (cues.settings > 1 and not cues.says("explain")):
        return None
    plain = len(cues.models) == 1 and not (cues.settings > 1 or cues.counted)
    if plain and cues.says("explain", "billed", "bill", "how does", "how do", "work", "works", "how is"):
        return next((topic for topic, model in RIVALS if model in cues.models), None)
    if plain and _asks_of_rival(cues):
        return next((topic for topic, model in RIVALS if model in cues.models), None)
    general = (len(cues.items) < 8 and len(cues.models) == 1) or cues.says(*GENERAL)
    compared = cues.has("compare", "versus") or cues.says(
        "different", "differ", "differs", "worse", "better", "instead of", "what about"
    )
    for topic, model in RIVALS:
        if model in cues.models and len(cues.models) < 3 and general and compared:
            return topic
    return None


def _asks_of_rival(cues: Cues) -> bool:
    """Why does it bill a whole month, should we still use it: not what it costs, nor what was spent on it."""
    if (
        cues.words.isdisjoint(OF_RIVALS)
        or cues.has("range", "month", "number-of", "pricelist")
        or cues.says("how much")
    ):
        return False
    return bool(cues.words & {"why", "should", "still", "outdated"}) or not cues.has("cost")


def _fits(cues: Cues, topic: Topic) -> bool:
    asking = bool(cues.words & _ASKING) or cues.has("show") or cues.says("break", "breakdown", "itemize", "itemise")
    if topic in ("tokens", "quality", "lines"):
        return asking and not cues.models and not cues.has("pricelist") and cues.settings < 3
    if topic == "savings":
        return asking and not (len(cues.models) > 1 and cues.settings > 1) and cues.settings < 3
    if topic == "volume":
        return cues.settings < 3
    return (asking or topic in ("traps", "control")) and not (topic == "control" and cues.has("range"))
