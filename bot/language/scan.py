"""Text to tokens: words, numbers, punctuation, quoted stretches and Slack's own marks, each with its place.

Nothing here knows what a word means. One pass, no backtracking over text already read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple, Protocol

Kind = Literal["word", "number", "pair", "punct", "quote", "user", "channel", "link", "blank", "line"]

_SAME_LENGTH = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "‛": "'",
        "`": "`",
        "×": "x",
        "✕": "x",
        "\u00a0": " ",
        "\u202f": " ",
        "\u2009": " ",
        "\u200b": " ",
        "\ufeff": " ",
        "\u2010": "-",
        "\u2011": "-",
        "\u2212": "-",
        "‒": "–",
        "—": "–",
        "‟": "“",
        "„": "“",
        "«": "“",
        "»": "”",
    }
)
_CLOSING = {'"': '"', "“": "”", "'": "'", "`": "`"}
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}
_TOKEN = re.compile(
    r"(?P<slack><(?:[@#!]|https?:|mailto:)[^<>\n]{1,2000}>)"
    r"|(?P<entity>&(?:amp|lt|gt);)"
    r"|(?P<link>https?://[^\s<>]+)"
    r"|(?P<emoji>(?<![\w:])(?::(?:[a-z][a-z0-9_+\-]{0,60}|[+\-]1|100|1234|8ball|(?:1st|2nd|3rd)_place_medal):)+(?!\w)"
    r"|[0-9#*]\ufe0f?\u20e3)"
    r"|(?P<pair>(?<![\w.,])\d{1,7} {0,2}[xX*] {0,2}\d{1,7}(?![\w.]|,\d))"
    r"|(?P<number>(?<![\w.])\.\d[\d]*|\d(?:[\d,]|\.(?!\.))*(?:'\d{3}(?!\d))*)"
    r"|(?P<blank>_{2,}|\?{3,}|[xX]{3,}(?!\w))"
    r"|(?P<word>[xX](?=\d{1,7}(?!\w))|[^\W\d_][\w']*)"
    r"|(?P<line>\n\s*)"
    r"|(?P<space>\s+)"
    r"|(?P<punct>\S)"
)

_WORD = re.compile(r"[^\W\d_][\w']*")
_NOT_ONLY_WORDS = "hHxX"
"""Letters that links, blanks and factors begin with, too."""


class Token(NamedTuple):
    """One piece of the text: `text` is lower case, `raw` as typed, `spaced` when white space comes before."""

    kind: Kind
    text: str
    raw: str
    start: int
    end: int
    spaced: bool


class Typed(Protocol):
    """A piece of text that knows how it was typed."""

    @property
    def raw(self) -> str:
        """As typed."""

    @property
    def spaced(self) -> bool:
        """Whether white space comes before."""


def decode(text: str) -> str:
    """The text a person typed, from Slack's escaped form."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def text_at(tokens: Sequence[Token], i: int) -> str:
    """The lower-case text of the token there; empty where there is none."""
    return tokens[i].text if 0 <= i < len(tokens) else ""


def typed(pieces: Iterable[Typed]) -> str:
    """Neighbouring pieces as they were typed, any white space between them as one space."""
    return "".join(" " * (piece.spaced and n > 0) + piece.raw for n, piece in enumerate(pieces))


def scan(text: str) -> list[Token]:
    """All tokens of the text in order; white space and emoji are left out."""
    return _Scanner(text).run()


class _Scanner:
    def __init__(self, text: str) -> None:
        self.source = text
        self.text = text if text.isascii() else text.translate(_SAME_LENGTH)
        self.tokens: list[Token] = []
        self.spaced = True
        self.closings: dict[str, int] = {}
        self.rejected: set[int] = set()

    def run(self) -> list[Token]:
        text, position = self.text, 0
        while position < len(text):
            char = text[position]
            if char == " ":
                self.spaced = True
                position += 1
            elif char in _CLOSING:
                position = self.quote(position) or self.plain(position)
            elif char.isalpha() and char not in _NOT_ONLY_WORDS:
                position = self.word(position)
            else:
                position = self.plain(position)
        return self.tokens

    def word(self, start: int) -> int:
        found = _WORD.match(self.text, start)
        if found is None:
            return self.plain(start)
        return self._add_word(found.group(), start)

    def _add_word(self, piece: str, start: int) -> int:
        piece = piece.rstrip("_'")
        end = start + len(piece)
        self.add("word", piece, start, end)
        return end

    def add(self, kind: Kind, text: str, start: int, end: int) -> None:
        self.tokens.append(Token(kind, text.lower(), self.source[start:end], start, end, self.spaced))
        self.spaced = False

    def quote(self, start: int) -> int:
        mark = self.text[start]
        close = _CLOSING.get(mark)
        if close is None or not self._opens(start, mark):
            return 0
        end = self._closing(start + 1, close)
        if end < 0 or (end in self.rejected and not self._after_prompt()):
            return 0
        inside = self.source[start + 1 : end].strip()
        if not self._is_quotation(inside, mark):
            self.rejected.add(end)
            return 0
        self.tokens.append(Token("quote", inside.lower(), decode(inside), start, end + 1, self.spaced))
        self.spaced = False
        return end + 1

    def _opens(self, start: int, mark: str) -> bool:
        before = self.text[start - 1] if start else " "
        return mark in '"“' or not (before.isalnum() or before == "s")

    def _closing(self, start: int, close: str) -> int:
        """Where the quotation ends; the place is remembered, so that each stretch is searched once."""
        known = self.closings.get(close, 0)
        if known < 0 or known > start:
            return known
        end = self.text.find(close, start)
        while close == "'" and 0 <= end < len(self.text) - 1 and self.text[end + 1].isalnum():
            end = self.text.find(close, end + 1)
        self.closings[close] = end
        return end

    def _is_quotation(self, inside: str, mark: str) -> bool:
        if self._after_prompt():
            return bool(inside)
        return mark != "`" and len(inside.split()) > 3

    def _after_prompt(self) -> bool:
        for token in reversed(self.tokens[-6:]):
            if token.text.startswith("prompt"):
                return True
            if token.kind == "quote" or token.text in (";", "."):
                return False
        return False

    def plain(self, start: int) -> int:
        found = _TOKEN.match(self.text, start)
        if found is None:
            return start + 1
        kind, piece, end = str(found.lastgroup), found.group(), found.end()
        if kind == "space":
            self.spaced = True
            return end
        match kind:
            case "slack":
                self._slack(piece, start, end)
            case "entity":
                self.add("punct", _ENTITIES[piece], start, end)
            case "number":
                end = start + len(piece.rstrip(".,"))
                self.add("number", self.text[start:end], start, end)
            case "word":
                end = self._add_word(piece, start)
            case "line":
                self.add("line", "\n", start, end)
                self.spaced = True
            case "emoji":
                self.spaced = True
            case "pair" | "blank" | "link":
                self.add(kind, piece, start, end)
            case _:
                self.add("punct", piece, start, end)
        return max(end, start + 1)

    def _slack(self, piece: str, start: int, end: int) -> None:
        body = piece[1:-1]
        if body.startswith("@"):
            self.tokens.append(Token("user", body[1:].split("|")[0], piece, start, end, self.spaced))
        elif body.startswith("#"):
            id, _, name = body[1:].partition("|")  # Slack leaves out the name of what not everybody may see
            self.tokens.append(Token("channel", name or id, piece, start, end, self.spaced))
        else:
            self.add("link", piece, start, end)
        self.spaced = False
