"""A bar chart as a PNG, for where Slack takes no charts: drawn from the block that it refused, without a library.

Letters are five by seven dots, as on an old display: enough for weekdays, dates and dollars.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pricing.money import shown

Colour = tuple[int, int, int]
WIDTH, HEIGHT = 1_000, 480
LEFT, RIGHT, TOP, BOTTOM = 40, 960, 90, 390
SCALE = 2
"""Pixels of a dot."""

WHITE, BLACK, GREY = (255, 255, 255), (29, 28, 29), (190, 190, 190)
COLOURS: tuple[Colour, ...] = ((193, 77, 22), (38, 56, 155))
GLYPHS = " $,.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_COLUMNS = bytes.fromhex(
    "0000000000 242a7f2a12 0050300000 0060600000 3e5149453e 00427f4000 4261514946 2141454b31 1814127f10 2745454539 "
    "3c4a494930 0171090503 3649494936 064949291e 7e1111117e 7f49494936 3e41414122 7f4141221c 7f49494941 7f09090901 "
    "3e4149497a 7f0808087f 00417f4100 2040413f01 7f08142241 7f40404040 7f020c027f 7f0408107f 3e4141413e 7f09090906 "
    "3e4151215e 7f09192946 4649494931 01017f0101 3f4040403f 1f2040201f 3f4038403f 6314081463 0708700807 6151494543 "
    "2054545478 7f48444438 3844444420 384444487f 3854545418 087e090102 0c5252523e 7f08040478 00447d4000 2040443d00 "
    "7f10284400 00417f4000 7c04180478 7c08040478 3844444438 7c14141408 081414187c 7c08040408 4854545420 043f444020 "
    "3c4040207c 1c2040201c 3c4030403c 4428102844 0c5050503c 4464544c44"
)
FONT = {glyph: _COLUMNS[5 * at : 5 * at + 5] for at, glyph in enumerate(GLYPHS)}


class Canvas:
    """Pixels to paint on, from the upper left."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._rows = [bytearray(bytes(WHITE) * width) for _ in range(height)]

    def box(self, left: int, top: int, width: int, height: int, colour: Colour) -> None:
        """A filled rectangle."""
        for row in self._rows[top : top + height]:
            row[3 * left : 3 * (left + width)] = bytes(colour) * width

    def text(self, left: int, top: int, text: str, colour: Colour = BLACK, scale: int = SCALE) -> None:
        """Text of one line; a sign that there is no letter for is left out."""
        for index, glyph in enumerate(text):
            for column, bits in enumerate(FONT.get(glyph, FONT[" "])):
                for row in range(7):
                    if bits >> row & 1:
                        self.box(left + (6 * index + column) * scale, top + row * scale, scale, scale, colour)

    def png(self) -> bytes:
        """The picture as a file."""
        head = self.width.to_bytes(4, "big") + self.height.to_bytes(4, "big") + bytes((8, 2, 0, 0, 0))
        data = zlib.compress(b"".join(b"\0" + row for row in self._rows), 9)
        return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def bars(block: Mapping[str, Any]) -> bytes:
    """A `data_visualization` block of bars as a PNG file: a group a category, with the figures of the first series."""
    series, categories = block["chart"]["series"][: len(COLOURS)], block["chart"]["axis_config"]["categories"]
    amounts = [[Decimal(str(point["value"])) for point in each["data"]] for each in series]
    highest = max((amount for each in amounts for amount in each), default=Decimal(0))
    most = highest if highest > 0 else Decimal(1)
    canvas = Canvas(WIDTH, HEIGHT)
    canvas.text(LEFT, 20, block["title"], scale=3)
    canvas.box(LEFT, BOTTOM, RIGHT - LEFT, 2, GREY)
    step = (RIGHT - LEFT) // max(len(categories), 1)
    wide = step * 3 // 4 // len(series)
    for at, label in enumerate(categories):
        begin = LEFT + at * step + step // 8
        highs = [max(int(each[at] / most * (BOTTOM - TOP - 30)), 0) for each in amounts]
        for number, high in enumerate(highs):
            canvas.box(begin + number * wide, BOTTOM - high, wide - 4, high, COLOURS[number])
        if amounts[0][at]:
            canvas.text(begin, BOTTOM - max(highs) - 20, shown(amounts[0][at]))
        canvas.text(begin, BOTTOM + 12, label)
    for number, each in enumerate(series):
        canvas.box(LEFT + 300 * number, HEIGHT - 40, 14, 14, COLOURS[number])
        canvas.text(LEFT + 300 * number + 22, HEIGHT - 40, each["name"])
    return canvas.png()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")
