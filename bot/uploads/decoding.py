"""Bytes to text: UTF-8, UTF-16 and UTF-32 by their mark, and what Windows wrote before."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from bot.uploads.refusal import MAX_LINES, MAX_TEXT, READABLE, UploadRefused, too_large
from bot.uploads.sniff import binary, markup

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
WINDOWS = "The file is not UTF-8; it was read as Windows-1252."


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text with its lines ended by a newline only; `assumed` says what its encoding was taken for."""

    text: str
    assumed: str | None = None


def decode(name: str, data: bytes) -> Decoded:
    """The text of a file.

    Raises:
        UploadRefused: it is empty, over 5 MB, no text by its first bytes, in no known encoding, or holds controls.
    """
    if len(data) > MAX_TEXT:
        raise too_large(name, MAX_TEXT)
    if not data:
        raise UploadRefused(name, "is empty.")
    if found := binary(data) or markup(data):
        raise UploadRefused(name, f"is {found} by its content, not text; {READABLE}.")
    text, assumed = _text(name, data)
    if control := _CONTROL.search(text):
        raise UploadRefused(name, _controls(control.group()))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.count("\n") > MAX_LINES:
        raise UploadRefused(name, f"has over {MAX_LINES:,} lines, the most that are read; split it.")
    return Decoded(text, assumed)


def _text(name: str, data: bytes) -> tuple[str, str | None]:
    encoding = next((found for mark, found in _MARKS if data.startswith(mark)), None)
    try:
        return data.decode(encoding or "utf-8"), None
    except UnicodeDecodeError:
        if encoding:
            raise UploadRefused(
                name, f"begins as {encoding.removesuffix('-sig').upper()} text and is damaged."
            ) from None
    try:
        return data.decode("cp1252"), WINDOWS
    except UnicodeDecodeError:
        raise UploadRefused(name, "is in an encoding that is not known; save it as UTF-8.") from None


def _controls(found: str) -> str:
    if found == "\0":
        return "holds NUL characters, so it is no plain text; save it as UTF-8."
    return f"holds control characters (U+{ord(found):04X}), so it is no plain text."
