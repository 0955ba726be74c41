"""The dimensions of a picture from the first bytes of its file; nothing is decoded, decompressed or executed.

PNG, JPEG, GIF and WebP say their size in a few fixed bytes. Pillow would bring 22 MB of decoders and needs a whole
WebP, imagesize reads SVG as XML, fetches URLs and believes damaged headers, so the four are read here.
Of an animated picture the canvas counts.
"""

from __future__ import annotations

from collections.abc import AsyncIterable
from dataclasses import dataclass
from zlib import crc32

from bot.uploads.refusal import EMPTY, MAX_PICTURE, MAX_PIXELS, READABLE, UploadRefused, shown_name, too_large
from bot.uploads.sniff import Format, binary, markup, picture_format
from pricing import Size
from pricing.size import MAX_SIDE

MAX_SEGMENTS = 4_096
"""Segments before a JPEG's dimensions; cameras write some dozens, a large colour profile adds 255."""

_FIRST_LOOK = 4_096
_PNG_COLOURS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_NO_FRAME = {0xC4, 0xC8, 0xCC}  # DHT, JPG and DAC lie among the start-of-frame markers


class _TooShort(Exception):
    """The bytes end before the dimensions."""


class _Damaged(Exception):
    """The header cannot be right."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture's file name, format and dimensions."""

    name: str
    format: Format
    size: Size


def picture_of(name: str, data: bytes) -> Picture:
    """The picture in a file.

    Raises:
        UploadRefused: it is over 20 MB or 100 million pixels, damaged, cut short, or no picture that can be read.
    """
    if len(data) > MAX_PICTURE:
        raise too_large(name, MAX_PICTURE)
    try:
        return _measured(name, data)
    except _TooShort:
        raise UploadRefused(name, "is cut short: it ends before its dimensions.") from None


async def read_picture(name: str, chunks: AsyncIterable[bytes]) -> Picture:
    """The picture in a stream, of which no more is read than it takes to know the dimensions.

    Raises:
        UploadRefused: as `picture_of`; over 20 MB only where the dimensions are not known until then.
    """
    taken = bytearray()
    look, waited = 1, 0
    async for chunk in chunks:
        waited += len(chunk) or EMPTY
        taken += chunk
        if len(taken) >= look:
            try:
                return _measured(name, bytes(taken[:MAX_PICTURE]))
            except _TooShort:
                look = max(2 * len(taken), _FIRST_LOOK)
        if waited > MAX_PICTURE:
            raise too_large(name, MAX_PICTURE)
    return picture_of(name, bytes(taken))


def _measured(name: str, data: bytes) -> Picture:
    form = picture_format(data)
    if form is None:
        if len(data) < 12:
            raise _TooShort
        what = binary(data) or markup(data) or "no picture that is known"
        raise UploadRefused(name, f"is {what}; {READABLE}.")
    try:
        width, height = _READERS[form](data)
    except _Damaged as wrong:
        raise UploadRefused(name, f"is a damaged {form} picture: {wrong}.") from None
    return Picture(shown_name(name), form, _checked(name, width, height))


def _checked(name: str, width: int, height: int) -> Size:
    if not width or not height:
        raise UploadRefused(name, f"is a damaged picture: it says it is {width} by {height} pixels.")
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        most = f"{MAX_PIXELS // 1_000_000} million pixels"
        raise UploadRefused(name, f"says it is {width:,} by {height:,} pixels; at most {most} are taken.")
    return Size(width, height)


def _part(data: bytes, start: int, length: int) -> bytes:
    part = data[start : start + length]
    if len(part) < length:
        raise _TooShort
    return part


def _big(data: bytes, start: int, length: int) -> int:
    return int.from_bytes(_part(data, start, length), "big")


def _little(data: bytes, start: int, length: int) -> int:
    return int.from_bytes(_part(data, start, length), "little")


def _png(data: bytes) -> tuple[int, int]:
    header = _part(data, 8, 25)
    if header[:8] != b"\x00\x00\x00\x0dIHDR":
        raise _Damaged("it does not begin with its header")
    if crc32(header[4:21]) != _big(header, 21, 4):
        raise _Damaged("its header's check sum is wrong")
    depth, colour, compression, filtering, interlace = header[16:21]
    if depth not in _PNG_COLOURS.get(colour, ()) or compression or filtering or interlace > 1:
        raise _Damaged("there is no such kind of pixels")
    return _big(header, 8, 4), _big(header, 12, 4)


def _gif(data: bytes) -> tuple[int, int]:
    _part(data, 0, 13)
    return _little(data, 6, 2), _little(data, 8, 2)


def _jpeg(data: bytes) -> tuple[int, int]:
    at = 2
    for _ in range(MAX_SEGMENTS):
        if _big(data, at, 1) != 0xFF:
            raise _Damaged("a segment does not begin with its mark")
        marker = _big(data, at + 1, 1)
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        if marker < 0xC0 or 0xD0 <= marker <= 0xDA:
            raise _Damaged("its pixels come before its dimensions")
        length = _big(data, at + 2, 2)
        if 0xC0 <= marker <= 0xCF and marker not in _NO_FRAME:
            return _frame(data, at + 4, length)
        if length < 2:
            raise _Damaged("a segment is shorter than its own length")
        at += 2 + length
    raise _Damaged(f"its dimensions do not come in its first {MAX_SEGMENTS:,} segments")


def _frame(data: bytes, at: int, length: int) -> tuple[int, int]:
    components = _big(data, at + 5, 1)
    if length != 8 + 3 * components or not components or _big(data, at, 1) not in (8, 12, 16):
        raise _Damaged("its frame contradicts itself")
    return _big(data, at + 3, 2), _big(data, at + 1, 2)


def _webp(data: bytes) -> tuple[int, int]:
    kind = _part(data, 12, 4)
    if kind == b"VP8X":
        _part(data, 16, 14)
        return _little(data, 24, 3) + 1, _little(data, 27, 3) + 1
    if kind == b"VP8L":
        if _big(data, 20, 1) != 0x2F:
            raise _Damaged("its pixels do not begin with their mark")
        packed = _little(data, 21, 4)
        return (packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1
    if kind != b"VP8 ":
        raise _Damaged("it does not begin with a picture")
    if _big(data, 20, 1) & 1 or _part(data, 23, 3) != b"\x9d\x01\x2a":
        raise _Damaged("its pixels do not begin with a whole frame")
    return _little(data, 26, 2) & 0x3FFF, _little(data, 28, 2) & 0x3FFF


_READERS = {"PNG": _png, "JPEG": _jpeg, "GIF": _gif, "WebP": _webp}
