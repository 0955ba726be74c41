"""Which of the contract's intents a message has, standing alone. The order of the checks is the rule."""

from __future__ import annotations

from typing import Literal

from bot.language.cues import Cues
from bot.language.topics import topic_of

Intent = Literal[
    "quote", "compare", "afford", "price", "explain", "spend", "log", "budget", "digest", "help", "unsupported"
]
FUTURE = frozenset("would will could should might going gonna can 'd 'll i'd we'd we'll what'd what'll".split())


def intent_of(cues: Cues) -> Intent:
    """The intent of a message that stands alone."""
    if wants_log(cues):
        return "log"
    if wants_digest(cues):
        return "digest"
    if wants_budget(cues):
        return "budget"
    if cues.has("number-of") and cues.has("money") and not cues.has("spent"):
        return "afford"
    if wants_spend(cues):
        return "spend"
    if wants_afford(cues):
        return "afford"
    if not cues.counted:
        if cues.has("help") and not cues.settings and len(cues.items) < 16:
            return "help"
        if topic_of(cues):
            return "explain"
        if wants_prices(cues):
            return "price"
    if wants_compare(cues):
        return "compare"
    return "quote" if wants_quote(cues) else "unsupported"


def wants_log(cues: Cues) -> bool:
    """Record images as spend."""
    if not cues.has("log") or cues.says("how much", "logged so far") or not (cues.imagelike or cues.has("again")):
        return False
    n = next(n for n, item in enumerate(cues.items) if item.kind == "log")
    before = cues.items[n - 1].text if n else ""
    return before not in ("a", "the", "our", "per", "my") and (cues.counted or cues.has("made", "again"))


def wants_digest(cues: Cues) -> bool:
    """The weekly summary's schedule."""
    if not cues.has("digest") or cues.counted and cues.settings:
        return False
    if cues.has("spent") and not cues.has("weekday", "zone", "pause", "resume", "send"):
        return False
    named = cues.says("digest", "weekly summary", "weekly report", "weekly digest", "the summary", "weekly update")
    verbs = cues.has("pause", "resume", "send", "show", "weekday", "set", "clear") or bool(cues.words & {"when", "post"})
    return verbs and (named or not cues.imagelike)


def wants_budget(cues: Cues) -> bool:
    """Set, show or clear a budget."""
    if not cues.has("budget") or cues.counted or cues.has("number-of") or cues.settings > 1:
        return False
    if any(item.kind == "key" and item.value == "amount" for item in cues.items):
        return False
    return cues.has("set", "show", "clear", "money", "channel", "time") or len(cues.items) < 8


def wants_spend(cues: Cues) -> bool:
    """What was really spent."""
    if cues.words & FUTURE or "to spend" in cues.line:
        return False
    asked = cues.has("range", "month", "date") or any(k.startswith("by") for k in cues.kinds)
    noun = "spend" in cues.words or "costs" in cues.words
    asked = asked or _last_days(cues)
    if cues.counted and not asked and not cues.says("did we", "have we"):
        return False
    if cues.has("spent") and not _is_past_aside(cues):
        return True
    if cues.has("month") and {"was", "were", "did"} & cues.words and cues.has("cost") and not cues.counted:
        return True
    did = "did" in cues.words or "really" in cues.words or "actually" in cues.words
    if did and (noun or cues.has("cost")) and (asked or cues.has("user", "channel") or "spend" in cues.words):
        return not (cues.counted and cues.settings > 1)
    return noun and (asked or cues.has("user", "channel")) and not cues.counted


def _last_days(cues: Cues) -> bool:
    return bool(cues.words & {"last", "past"}) and any(f.kind == "duration" for f in cues.facts)


def _is_past_aside(cues: Cues) -> bool:
    """"Last year we spent a lot. What would 40 images cost?" asks for a quote."""
    return cues.counted and cues.settings > 0 and cues.has("cost", "number-of")


def wants_afford(cues: Cues) -> bool:
    """How many images for an amount of money."""
    if cues.has("number-of") and (cues.has("money") or not cues.counted and cues.has("afford")):
        return True
    amount_key = any(item.kind == "key" and item.value == "amount" for item in cues.items)
    if not (cues.has("money") or amount_key) or any(f.kind == "count" and f.noun in ("image", "") for f in cues.facts):
        return False
    return cues.has("afford", "number-of") or amount_key or (cues.imagelike and not cues.has("cost"))


def wants_prices(cues: Cues) -> bool:
    """A price list."""
    if cues.has("pricelist"):
        return True
    if cues.says("charge", "charges") and cues.models and not cues.has("image"):
        return True
    plural = bool(cues.words & {"prices", "rates", "tariffs"})
    if plural and len(cues.items) < 5:
        return True
    if _asks_of_model(cues):
        return True
    return plural and (bool(cues.models) or cues.settings > 0 or "models" in cues.words) and not cues.says("how much")


def _asks_of_model(cues: Cues) -> bool:
    """How much is mini: a model and nothing to make with it."""
    nouns = any(f.kind in ("noun", "period", "vague") for f in cues.facts)
    asks = cues.has("cost") and len(cues.models) == 1 and not nouns and not cues.has("again", "compare", "versus", "batch")
    return asks and not cues.words & FUTURE


def wants_compare(cues: Cues) -> bool:
    """The same job on several models, or which is cheapest."""
    if cues.has("compare") and (cues.imagelike or "model" in cues.words or "models" in cues.words or cues.counted):
        return True
    if cues.has("compare") and (cues.models or cues.says("which one", "which model", "what's cheapest")):
        return True
    if cues.has("versus") and len(cues.models) > 1:
        return True
    return cues.says("which model", "what model", "all models", "every model", "each model") and cues.imagelike


def wants_quote(cues: Cues) -> bool:
    """What would these images cost."""
    bare = any(f.kind == "count" and f.noun == "" for f in cues.facts)
    if cues.has("cost") or cues.says("how much"):
        return cues.imagelike or bare
    if cues.counted and (cues.imagelike or bare and len(cues.items) < 4):
        return True
    return cues.settings > 1 or bool(cues.models) and len(cues.items) < 8
