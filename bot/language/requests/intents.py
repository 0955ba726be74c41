"""Which of the contract's intents a message has, standing alone. The order of the checks is the rule."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from bot.language.requests.cues import Cues
from bot.language.requests.spendcues import FUTURE, asks_how, wants_spend
from bot.language.requests.topics import topic_of

Intent = Literal[
    "quote", "compare", "afford", "price", "explain", "spend", "log", "budget", "digest", "help", "unsupported"
]

PERMITTING = frozenset("may can can't cannot must mustn't should shouldn't only allowed".split())

_OF_STATEMENTS = frozenset(("table", "tables", "database", "where", "select"))
_OWNED = ("a", "the", "our", "per", "my")
"""Before "record", "log": for the record, our log."""
_OF_DIGEST = frozenset(
    "back when post posted sent scheduled status off on start preview skip come comes arrive arrives due out have want"
    " like published delivered going".split()
)
_POLITE = frozenset("please pls hey hi hello so ok just can could you".split())
_BOOKING = frozenset("book add put file enter count mark note save".split())
_MAKING = frozenset("made generated produced created rendered used ran did burned".split())
PAINTING = tuple(f"{asked} you {verb}" for asked in ("can", "could") for verb in ("generate", "create", "make", "draw"))
"""Asking the bot to make a picture, which it does not do."""


def intent_of(cues: Cues) -> Intent:
    """The intent of a message that stands alone."""
    if _is_statement(cues):
        return "unsupported"
    for intent, wants in CHECKS:
        if wants(cues):
            return intent
    return "unsupported"


def _is_statement(cues: Cues) -> bool:
    """DROP TABLE spend: a statement for a database, which is no question and no order to the bot."""
    if cues.words.isdisjoint(_OF_STATEMENTS):
        return False
    if {"update", "set", "where"} <= cues.words and "=" in cues.words:
        return True
    if cues.counted or cues.imagelike:
        return False
    drops = cues.words & {"table", "tables", "database"} and cues.words & {"drop", "truncate", "alter", "insert"}
    return bool(drops) or {"select", "from"} <= cues.words or {"delete", "from", "where"} <= cues.words


def wants_log(cues: Cues) -> bool:
    """Record images as spend."""
    if _tells_what_was_made(cues):
        return True
    if cues.has("budget") and cues.has("clear", "show") and not cues.counted:
        return False
    if (
        not cues.has("log")
        or cues.says("how much", "logged so far")
        or not (cues.imagelike or cues.has("again", "all"))
    ):
        return False
    items = cues.items
    asked = any(
        item.kind == "log" and (item.text == "spend entry" or not (n and items[n - 1].text in _OWNED))
        for n, item in enumerate(items)
    )
    return asked and (cues.counted or cues.has("made", "again", "all"))


def _tells_what_was_made(cues: Cues) -> bool:
    """Book 12 high squares from this morning; we generated 40 today: told, not asked."""
    if not (cues.counted and cues.imagelike) or cues.has("cost", "number-of", "compare", "money") or "?" in cues.words:
        return False
    past = cues.says("just now") or any(i.kind == "range" and not i.value.startswith("this_") for i in cues.items)
    words = [i for i in cues.items if i.kind not in ("user", "punct", "line", "thanks") and i.text not in _POLITE][:4]
    ordered = bool(words) and words[0].text in _BOOKING
    told = any(i.text in ("we", "i", "we've", "i've") for i in words[:1]) and any(i.text in _MAKING for i in words)
    return past and (ordered or told)


def wants_digest(cues: Cues) -> bool:
    """The weekly summary's schedule."""
    if not cues.has("digest") or (cues.counted and cues.settings) or asks_how(cues):
        return False
    if cues.has("spent") and not cues.has("weekday", "zone", "pause", "resume", "send"):
        return False
    named = cues.says(
        "digest", "weekly summary", "weekly summaries", "weekly report", "weekly digest", "the summary", "weekly update"
    )
    verbs = cues.has(
        "pause", "resume", "send", "show", "weekday", "zone", "set", "clear", "now"
    ) or not cues.words.isdisjoint(_OF_DIGEST)
    timed = named and any(f.kind in ("period", "clock", "workdays") for f in cues.facts)
    alone = named and len(cues.words) <= 4 and not cues.counted
    return (verbs or timed or alone) and (named or not cues.imagelike)


def wants_budget(cues: Cues) -> bool:
    """Set, show or clear a budget."""
    if _allots(cues):
        return True
    if (
        not cues.has("budget")
        or asks_how(cues)
        or (cues.counted and (cues.imagelike or not cues.has("channel", "set")))
        or cues.has("number-of")
        or cues.settings > 1
        or (cues.settings and not cues.has("money", "channel", "show"))
    ):
        return False
    if any(item.kind == "key" and item.value == "amount" for item in cues.items):
        return False
    return cues.has("set", "show", "clear", "money", "channel", "time") or len(cues.items) < 8


def _allots(cues: Cues) -> bool:
    """#social may spend no more than $80 a week."""
    if cues.has("spent") and not cues.words & PERMITTING:
        return False
    asks = (
        cues.has("number-of", "cost")
        or (cues.has("range") and "from today" not in cues.line)
        or cues.words & {"did", "does", "?", "has", "have", "what"}
    )
    bare = cues.has("set") and any(f.kind == "count" and not f.noun for f in cues.facts)
    amount = cues.has("money") or bare or any(item.kind == "key" and item.value == "amount" for item in cues.items)
    return cues.has("channel") and amount and not (asks or cues.imagelike or (cues.counted and not bare))


def wants_afford(cues: Cues) -> bool:
    """How many images for an amount of money."""
    if cues.has("money") and cues.says("worth of") and not cues.counted:
        return True
    if cues.has("number-of") and (cues.has("money") or (not cues.counted and cues.has("afford"))):
        return True
    amount_key = any(item.kind == "key" and item.value == "amount" for item in cues.items)
    if not (cues.has("money") or amount_key) or any(f.kind == "count" and f.noun in ("image", "") for f in cues.facts):
        return False
    return cues.has("afford", "number-of") or amount_key or (cues.imagelike and not (cues.has("cost") or cues.counted))


def wants_prices(cues: Cues) -> bool:
    """A price list."""
    if cues.counted:
        return False
    if cues.has("pricelist"):
        return True
    if cues.says("charge", "charges") and cues.models and not cues.has("image"):
        return True
    plural = bool(cues.words & {"prices", "rates", "tariffs"})
    if plural and len(cues.items) < 8 and not cues.settings:
        return True
    if _asks_of_model(cues):
        return True
    return plural and (bool(cues.models) or cues.settings > 0 or "models" in cues.words) and not cues.says("how much")


def _asks_of_model(cues: Cues) -> bool:
    """How much is mini: a model and nothing to make with it."""
    plan = cues.models == ("midjourney",)
    nouns = any(
        f.kind in ("noun", "vague") or (f.kind == "period" and not plan) or (f.kind == "each" and f.value == "image")
        for f in cues.facts
    )
    asks = (
        cues.has("cost")
        and len(cues.models) == 1
        and not nouns
        and not cues.has("again", "compare", "versus", "batch", "edit", "channel", "user")
    )
    return asks and not cues.words & FUTURE


def wants_compare(cues: Cues) -> bool:
    """The same job on several models, or which is cheapest."""
    saves = cues.words & {"save", "saves", "saving", "cheaper"} and any(f.kind == "batch" for f in cues.facts)
    if saves and not cues.models and not cues.words & {"model", "models", "cheapest"}:
        return False
    if cues.has("compare") and (cues.imagelike or "model" in cues.words or "models" in cues.words or cues.counted):
        return True
    if cues.has("compare") and (cues.models or cues.says("which one", "which model", "what's cheapest")):
        return True
    if cues.has("versus") and len(cues.models) > 1:
        return True
    if "models" in cues.words and cues.words & {"each", "every", "all"} and cues.imagelike:
        return True
    return cues.says("which model", "what model", "all models", "every model", "each model") and cues.imagelike


def wants_quote(cues: Cues) -> bool:
    """What would these images cost."""
    bare = any(f.kind == "count" and f.noun == "" for f in cues.facts)
    if bare and cues.counted and any(f.kind == "period" for f in cues.facts):
        return True
    if cues.has("percentof", "double") and cues.settings and cues.has("lead", "again"):
        return True
    if cues.has("cost") or cues.says("how much"):
        return cues.imagelike or bare
    if cues.counted and (cues.imagelike or (bare and len(cues.items) < 4)):
        return True
    if cues.says(*PAINTING) and not cues.counted:
        return False
    if cues.imagelike and any(f.kind == "prompt_text" for f in cues.facts):
        return True
    wished = cues.words & {"need", "want", "needs", "wants", "create", "generate"} and len(cues.items) < 12
    if cues.settings and len(cues.items) < 8 and any(f.kind == "noun" and f.value == "image" for f in cues.facts):
        return True
    return cues.settings > 1 or bool((cues.models and len(cues.items) < 8) or (wished and cues.imagelike))


def wants_help(cues: Cues) -> bool:
    """What can you do."""
    about = asks_how(cues) and cues.has("budget", "digest", "log", "spent")
    return (cues.has("help") or about) and not cues.settings and not cues.counted and len(cues.items) < 16


def wants_explanation(cues: Cues) -> bool:
    """What a figure or a choice means."""
    if cues.says("which quality", "what quality", "which quality level") and not any(
        f.kind == "quality" for f in cues.facts
    ):
        return not cues.has("cost", "money")
    topic = topic_of(cues)
    if topic == "volume" and cues.says("discount", "discounts", "rebate", "rebates") and not cues.settings:
        return not cues.has("cost", "money")
    return not (cues.counted and (cues.imagelike or cues.has("money"))) and topic is not None


def counts_for_money(cues: Cues) -> bool:
    """How many, and an amount beside it."""
    spent = cues.has("spent") and not (cues.imagelike and cues.settings > 1)
    return cues.has("number-of") and cues.has("money") and not spent


CHECKS: tuple[tuple[Intent, Callable[[Cues], bool]], ...] = (
    ("log", wants_log),
    ("digest", wants_digest),
    ("budget", wants_budget),
    ("afford", counts_for_money),
    ("spend", wants_spend),
    ("afford", wants_afford),
    ("help", wants_help),
    ("explain", wants_explanation),
    ("price", wants_prices),
    ("compare", wants_compare),
    ("quote", wants_quote),
)
