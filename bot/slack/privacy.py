"""Whether a person asks what is stored about them, or to have it removed: answered with the form that does both."""

from __future__ import annotations

import re

_MY_DATA = (
    r"\bmy (?:personal )?data\b"
    r"(?![\s-]*(?:base|book|cent(?:er|re)|flow|lake|model|point|room|science|set|sheet|team|viz)s?\b)"  # to be drawn
)
_ASKS = re.compile(
    r"\b(?:stor\w*|keep|kept|sav\w*|know\w*|remember\w*|collect\w*|data)\b[^.?!]{0,60}\b(?:about|on|of|from) me\b"
    r"|\b(?:delet\w*|remov\w*|eras\w*|forget|export|show)\b[^.?!]{0,30}\b(?:about me|what i (?:said|wrote))\b"
    r"|\bforget me\b|" + _MY_DATA,
    re.IGNORECASE,
)
_ORDERS = re.compile(r"\d.*\b(?:images?|pictures?|photos?|squares?|landscapes?|portraits?|tokens?)\b", re.IGNORECASE)
LONGEST = 200
"""Characters of such a question; a longer text is about images, and so is one with a number of them."""


def asked(text: str) -> bool:
    """Whether the text is about what is stored of the person."""
    return len(text) <= LONGEST and _ASKS.search(text) is not None and _ORDERS.search(text) is None
