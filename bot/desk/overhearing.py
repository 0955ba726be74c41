"""Whether a text in a thread that does not name the bot is meant for it, once it has been read.

People talk with each other in a quote's thread. An answer nobody wanted is worse there than a mention more:
only what has the form of a question to the bot counts, never what merely contains a number or a setting.
"""

from __future__ import annotations

import re

from bot.answer import Answer

LONGEST = 10
"""Words of a follow-up that nobody addressed."""

_LEADS = re.compile(
    r"(and|or|but|now|then|ok|okay|also|same|again|what if|what about|how about|how many|how much|compare"
    r"|make (it|that|them)"
    r"|change|switch|try|use|double|halve|half|add|drop|remove|in|on|as|at|for|with|without|through|via|only|instead|cheaper"
    r"|which|what|why|\d[\d,.]*k?)\b",
    re.IGNORECASE,
)
_COST = re.compile(
    r"\b(cost|costs|price|prices|quote|estimate|how much|how many|cheapest|cheaper|compare|budget)\b", re.IGNORECASE
)
_TALK = re.compile(
    r"\b(i|i'm|i'd|i'll|we|we're|we'll|let's|lets|you|he|she|they|my|our|your|me|us|thanks|thx|sorry|lol|meeting|"
    r"approve|approved|agree|agreed|tomorrow|yesterday|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b",
    re.IGNORECASE,
)
_ANSWERED = frozenset({"quote", "compare", "afford", "price"})
"""Beside spend, of which only questions are meant that follow one up."""


def meant(answer: Answer, text: str) -> bool:
    """Whether the bot answers, by what it read and how it was said."""
    if answer.intent == "spend":
        return answer.reading.followed and text.rstrip().endswith("?") and len(text.split()) <= LONGEST
    if answer.intent not in _ANSWERED or "<@" in text or "<!" in text:
        return False
    said = text.strip().lstrip(",.… ")
    asks = said.endswith("?") and _COST.search(said) is not None
    if not answer.reading.followed:
        return asks
    if _TALK.search(said):
        return asks and len(said.split()) <= LONGEST
    return len(said.split()) <= LONGEST and _LEADS.match(said) is not None
