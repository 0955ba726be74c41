"""Whether a person asks what is stored about them, or to have it removed: answered with the form that does both."""

from __future__ import annotations

import re

_ASKS = re.compile(
    r"\b(?:stor\w*|keep|kept|sav\w*|know\w*|remember\w*|collect\w*|data)\b[^.?!]{0,60}\b(?:about|on|of|from) me\b"
    r"|\b(?:delet\w*|remov\w*|eras\w*|forget|export|show)\b[^.?!]{0,30}\b(?:my data|about me|what i (?:said|wrote))\b"
    r"|\bforget me\b|\bmy (?:personal )?data\b",
    re.IGNORECASE,
)
LONGEST = 200
"""Characters of such a question; a longer text is about images."""


def asked(text: str) -> bool:
    """Whether the text is about what is stored of the person."""
    return len(text) <= LONGEST and _ASKS.search(text) is not None
