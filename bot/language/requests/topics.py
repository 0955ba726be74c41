"""What a question about figures and choices is about: the topics of `explain`, with the phrases that ask for it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from bot.language.requests.cues import Cues
from bot.request import Topic

PHRASES: tuple[tuple[Topic, tuple[str, ...]], ...] = (
    ("basis", (
        "which total", "which of the totals", "guide's", "guides", "the guide", "likely bill", "three totals",
        "two totals", "metered", "listed", "additive", "which sum", "plan for more", "why plan", "totals differ",
        "different totals", "counted twice", "count twice", "double count", "which figure is right",
        "which number is right", "which amount is right", "several totals", "totals different",
        "two different totals",
        "more than one total", "which one is right", "headline", "counts twice", "twice", "three figures",
    )),
    ("volume", (
        "volume", "volumes", "enterprise", "bulk", "discount", "discounts", "wholesale", "large scale", "at scale",
        "big orders", "large orders", "rebate", "rebates", "large quantities", "high volumes", "volume pricing",
    )),
    ("control", (
        "under control", "control costs", "control our costs", "control the costs", "control spending", "overspend",
        "overspending", "guardrails", "within budget", "stay in budget", "stay on budget", "in check",
        "control our spend", "control our spending", "control spend", "cost control", "control cost",
        "keep track of costs",
        "stay within our budget", "control over costs", "manage costs", "limit our costs", "control the spend",
        "blow the budget", "go over budget", "inside the budget", "inside our budget", "get out of hand",
        "cap our costs",
        "stay under budget", "keep an eye on",
    )),
    ("traps", (
        "hidden costs", "hidden cost", "hidden fees", "hidden", "gotcha", "gotchas", "trap", "traps", "pitfall",
        "pitfalls", "watch out", "surprise", "surprises", "bill go up", "bill goes up", "costs go up", "costs up",
        "cost go up", "price go up", "makes it expensive", "drives the cost", "drives the price", "drives up",
        "drive the cost", "drive up", "unexpected", "catch", "blow up", "explode", "push the bill up", "drives costs",
        "cost drivers", "makes the bill", "bill up", "bill bigger", "more expensive than expected",
        "pushes the price",
        "look out for", "costs explode", "makes images expensive", "increases the cost", "increase the cost",
        "raises the price", "affects the price", "affect the price", "influences the price",
    )),
    ("savings", (
        "savings", "save money", "we save", "i save", "cheaper options", "cheaper option", "cheaper way",
        "reduce costs",
        "reduce cost", "cut costs", "cut cost", "cut the cost", "lower the bill", "lower costs", "lower the cost",
        "spend less", "pay less", "make it cheaper", "get it cheaper", "saving tips", "save", "cheaper alternatives",
        "cheaper alternative", "bring the cost down", "bring costs down", "bring down", "reduce the bill",
        "reduce our bill", "reduce the cost", "reduce our costs", "economize", "economise", "saving", "cut the bill",
        "cut our bill", "be cheaper", "do this cheaper", "do it cheaper", "more cheaply", "reduce spend", "cut down",
        "lower our bill", "lower our costs", "cut our costs", "reduce spending", "cheaper images",
    )),
    ("tokens", (
        "what are tokens", "what is a token", "what's a token", "how do tokens work", "explain tokens",
        "what does token mean", "what are image tokens", "tokens mean", "token mean", "exactly is a token",
        "tokens are", "a token is", "about tokens", "why tokens", "what tokens are", "what a token is", "tokens work",
        "output tokens", "input tokens", "tokens exactly", "whats a token", "token count", "how many tokens",
        "explain the tokens", "token", "tokens",
    )),
    ("lines", (
        "lines", "line mean", "first line", "this line", "second line", "last line", "line items",
        "line item", "break it down", "breakdown", "break that down", "break this down",
        "why this figure", "why that figure", "why that much", "why so much", "why this much", "how did you get",
        "how did you calculate", "how do you calculate", "how is this calculated", "how is that calculated",
        "show your math", "show the math", "where does that", "where does this", "explain the total",
        "explain the quote",
        "explain the figure", "explain this quote", "explain the numbers", "explain that figure", "explain the price",
        "is the price calculated", "is the cost calculated", "the maths", "the math", "each line",
        "that number",
        "this number", "this figure", "that figure", "that sum", "why is it so", "why is that so", "explain the sum",
        "how did you arrive", "how do you arrive", "come from", "made up of", "composed", "explain that",
        "explain it",
        "explain this", "how come", "why is it", "why is that", "explain your", "itemize", "itemized", "itemised",
        "why so expensive", "the overhead", "what goes into", "walk me through",
    )),
    ("quality", (
        "difference between low", "difference between medium",
        "which quality", "what quality", "is auto a range", "auto", "quality should",
        "quality is enough", "quality do i need",
        "quality do we need",
        "quality setting", "quality settings", "quality level", "quality levels", "quality is best", "right quality",
        "low or medium", "medium or high", "low or high", "low good enough", "is medium enough", "high worth",
        "between low and", "between medium and", "low vs high", "medium vs high", "low vs medium", "good enough",
        "quality to use", "quality to pick", "quality to choose", "is high quality worth", "need high quality",
        "best quality for", "qualities", "quality for",
    )),
)  # fmt: skip
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
    return None


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
    general = (len(cues.items) < 8 and len(cues.models) == 1) or cues.says(*GENERAL)
    compared = cues.has("compare", "versus") or cues.says(
        "different", "differ", "differs", "worse", "better", "instead of", "what about"
    )
    for topic, model in RIVALS:
        if model in cues.models and len(cues.models) < 3 and general and compared:
            return topic
    return None


def _fits(cues: Cues, topic: Topic) -> bool:
    asking = bool(cues.words & _ASKING) or cues.has("show") or cues.says("break", "breakdown", "itemize", "itemise")
    if topic in ("tokens", "quality", "lines"):
        return asking and not cues.models and not cues.has("pricelist") and cues.settings < 3
    if topic == "savings":
        return asking and not (len(cues.models) > 1 and cues.settings > 1) and cues.settings < 3
    if topic == "volume":
        return cues.settings < 3
    return (asking or topic in ("traps", "control")) and not (topic == "control" and cues.has("range"))
