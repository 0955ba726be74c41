"""Whether a message asks what was really spent."""

from __future__ import annotations

from itertools import pairwise

from bot.language.requests.cues import Cues
from bot.language.requests.topics import topic_of

FUTURE = frozenset("would will could should might going gonna can 'd 'll i'd we'd we'll what'd what'll".split())
_DEAREST = ("most expensive", "the dearest", "the priciest", "costliest", "most costly", "the most money")
_BILLS = ("bill", "costs", "expenses", "invoice")
_BOUGHT = ("on", "spent on", "spend on", "went on", "spending on", "for")
_OTHER_THINGS = frozenset(
    "electricity phone water gas heating internet hosting rent hotel hotels restaurant coffee lunch lunches dinner"
    " snacks pizza beer travel flights taxi taxis trains salaries wages furniture laptops parking fuel".split()
)
_WHILES = frozenset("all hours days weeks ages time forever half most too".split())
_POLITELY = ("can you", "could you", "would you", "can i", "could i", "can we", "could we", "i'd like", "we'd like")


def wants_spend(cues: Cues) -> bool:
    """What was really spent."""
    past = "spent" in cues.words and not cues.words & {"would", "will"}
    if _is_of_something_else(cues):
        return False
    if (cues.words & FUTURE and not past and not _asks_politely(cues)) or "to spend" in cues.line:
        return False
    asked = _names_days_or_groups(cues)
    if not asked and (topic_of(cues) == "control" or (cues.counted and not cues.says("did we", "have we"))):
        return "spenders" in cues.words
    return _says_spent(cues, asked) or _says_cost(cues, asked)


def _is_of_something_else(cues: Cues) -> bool:
    """The electricity bill, money spent on coffee, a day spent arguing, and how all this works."""
    billed = any(b.text in _BILLS and a.text in _OTHER_THINGS for a, b in pairwise(cues.items))
    bought = any(b.text in _OTHER_THINGS and a.text in _BOUGHT for a, b in pairwise(cues.items))
    passed = any(a.text == "spent" and (b.kind == "time" or b.text in _WHILES) for a, b in pairwise(cues.items))
    told = passed and not cues.says("how much", "?")
    return told or ((billed or bought or passed or asks_how(cues)) and not cues.imagelike)


def asks_how(cues: Cues) -> bool:
    """How do budgets work? What can I ask you about our spend?"""
    return (cues.says("how do", "how does") and "work" in cues.words) or cues.says("can i ask", "can we ask")


def _asks_politely(cues: Cues) -> bool:
    """Could you give me the spend for August: "could" is said to the bot, not of what would be spent."""
    return cues.says(*_POLITELY) and not cues.counted and not cues.has("number-of")


def _names_days_or_groups(cues: Cues) -> bool:
    """Whether the text names days, or what the spend is broken down by."""
    named = cues.has("range", "month", "date", "weekday", "by") or any(f.kind == "year" for f in cues.facts)
    named = (
        named or bool({"quarter", "quarter's"} & cues.words) or cues.says("last weekend", "this weekend", "the weekend")
    )
    named = named or bool(cues.words & {"q1", "q2", "q3", "q4"})
    return named or _last_days(cues)


def _says_spent(cues: Cues, asked: bool) -> bool:
    """We spent, the money went, top spenders, which day was the most expensive."""
    gone = cues.says("money go", "money went", "money gone", "went to", "our money", "the money") or bool(
        cues.words & {"overspend", "overspent"}
    )
    if cues.words & {"spenders", "spender"} or (asked and gone):
        return True
    if cues.has("spent") and not _is_past_aside(cues) and topic_of(cues) not in ("midjourney", "dalle3"):
        return True
    dearest = asked and not (cues.counted or cues.settings) and cues.says(*_DEAREST)
    return dearest and cues.has("range", "month")


def _says_cost(cues: Cues, asked: bool) -> bool:
    """What did October cost us, our expenses in May, what did it really cost."""
    noun = bool(cues.words & {"spend", "costs", "expenses", "bill"})
    grouped = cues.has("cost") and cues.has("by") and not cues.settings
    if cues.has("month") and _was_billed(cues):
        return True
    if cues.has("range", "month") and (grouped or "damage" in cues.words) and not cues.counted:
        return True
    if topic_of(cues) == "quality":
        return False
    did = bool(cues.words & {"did", "really", "actually"})
    if did and (noun or cues.has("cost")) and (asked or cues.has("user", "channel") or "spend" in cues.words):
        return not (cues.counted and cues.settings > 1)
    only_who = "who" in cues.words and not cues.has("range", "month", "date", "weekday")
    return noun and (asked or cues.has("user", "channel")) and not (cues.counted or only_who)


def _was_billed(cues: Cues) -> bool:
    """What did October cost, total damage for September."""
    past = bool({"was", "were", "did"} & cues.words) and cues.has("cost")
    named = "bill" in cues.words and not (cues.settings or cues.imagelike)
    return (past or named) and not cues.counted


def _last_days(cues: Cues) -> bool:
    return bool(cues.words & {"last", "past"}) and any(f.kind == "duration" for f in cues.facts)


def _is_past_aside(cues: Cues) -> bool:
    """ "Last year we spent a lot. What would 40 images cost?" asks for a quote."""
    return cues.counted and cues.settings > 0 and cues.has("cost", "number-of")
