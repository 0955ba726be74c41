"""The only door through which text from people reaches Slack.

Blocks hold text that nothing acts on (plain_text, raw_text, rich_text): `plain` is for them. A message's `text` is
mrkdwn: `escape` is for that. Neither lets a mention, a link, formatting or a control character through.
"""

from __future__ import annotations

import re

from bot.phrase import visible

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_LOOKALIKES = str.maketrans({"*": "∗", "~": "∼", "`": "ˋ"})
_AS_IT_IS: dict[int, str] = {}
_EDGE_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
"""An underscore that could begin or end italics; one inside a word cannot."""
_OPENING = re.compile(r"<(?=[!@#/a-zA-Z])")
_WORD_JOINER = "\u2060"
_ELLIPSIS = "…"
_INVISIBLE = 1_000
"""How many characters that are not shown a text may hold before a cut text is shorter for them."""


def escape(text: str, most: int | None = None) -> str:
    """Text for a mrkdwn field: shown as it is, never acted on; cut to `most` characters as Slack counts them."""
    safe = _EDGE_UNDERSCORE.sub("ˍ", visible(_begin(text, most)))
    return _cut(safe.translate(_LOOKALIKES), most, _ENTITIES)


def plain(text: str, most: int | None = None) -> str:
    """Text for a plain_text, raw_text or rich_text field, lines kept; `<!channel>` stays those ten characters."""
    lines = "\n".join(visible(line) for line in _begin(text, most).splitlines())
    return _cut(_OPENING.sub(f"<{_WORD_JOINER}", lines), most, _AS_IT_IS)


def typed(text: str) -> str:
    """Text as Slack hands over what was typed, for a value that comes back as a request: entities, nothing else."""
    return text.translate(_ENTITIES)


def untyped(text: str) -> str:
    """What was typed, from the text that Slack hands over."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def length(text: str) -> int:
    """Characters as Slack's clients count them: an emoji is two."""
    return len(text) if text.isascii() else len(text) + sum(character > "\uffff" for character in text)


def _begin(text: str, most: int | None) -> str:
    """As much of a text as can matter to a cut, so that a very long one costs no more than another."""
    return text if most is None else text[: most + _INVISIBLE]


def _cut(text: str, most: int | None, shown: dict[int, str]) -> str:
    whole = text.translate(shown) if shown else text
    if most is None or length(whole) <= most:
        return whole
    kept: list[str] = []
    room = most - len(_ELLIPSIS)
    for character in text:
        written = character.translate(shown)
        room -= length(written)
        if room < 0:
            break
        kept.append(written)
    return "".join(kept).rstrip() + _ELLIPSIS
