"""Charts as pictures, read back byte by byte: the colours stand where the bars belong."""

from __future__ import annotations

import zlib
from typing import Any

import pytest

from bot.slack.picture import BOTTOM, COLOURS, HEIGHT, LEFT, RIGHT, WHITE, WIDTH, bars


def chart(*series: list[float]) -> dict[str, Any]:
    """A block of bars, a category an amount."""
    names = [f"Day {number}" for number in range(len(series[0]))]
    points = [
        {
            "name": f"Week {at}",
            "data": [{"label": name, "value": value} for name, value in zip(names, each, strict=True)],
        }
        for at, each in enumerate(series)
    ]
    return {
        "type": "data_visualization",
        "title": "Spend ∑",
        "chart": {"type": "bar", "series": points, "axis_config": {"categories": names}},
    }


def rows_of(file: bytes) -> list[bytes]:
    """The rows of a PNG's pixels, each chunk held against its checksum."""
    assert file[:8] == b"\x89PNG\r\n\x1a\n"
    at, data = 8, b""
    while at < len(file):
        length, kind = int.from_bytes(file[at : at + 4], "big"), file[at + 4 : at + 8]
        body = file[at + 8 : at + 8 + length]
        assert zlib.crc32(kind + body) == int.from_bytes(file[at + 8 + length : at + 12 + length], "big")
        if kind == b"IHDR":
            assert (int.from_bytes(body[:4], "big"), int.from_bytes(body[4:8], "big"), body[8:10]) == (
                WIDTH,
                HEIGHT,
                b"\x08\x02",
            )
        data += body if kind == b"IDAT" else b""
        at += 12 + length
    raw = zlib.decompress(data)
    wide = 1 + 3 * WIDTH
    return [raw[wide * row + 1 : wide * (row + 1)] for row in range(HEIGHT)]


def height(rows: list[bytes], column: int, colour: tuple[int, int, int]) -> int:
    """How many pixels above the axis a column has a colour."""
    return sum(row[3 * column : 3 * column + 3] == bytes(colour) for row in rows[:BOTTOM])


def test_bars_are_as_high_as_their_amounts() -> None:
    """Half as much is half as high, beside the week before in its own colour; nothing has no bar."""
    rows = rows_of(bars(chart([10, 5, 0], [5, 10, 10])))
    step = (RIGHT - LEFT) // 3
    first, second = (LEFT + step // 8 + step * 3 // 8 * number + 2 for number in (0, 1))
    heights = [
        [height(rows, at + step * day, colour) for day in range(3)]
        for at, colour in zip((first, second), COLOURS, strict=True)
    ]
    whole = heights[0][0]
    assert whole > 200
    assert heights == [[whole, whole // 2, 0], [whole // 2, whole, whole]]


@pytest.mark.parametrize("series", [[[0.0] * 7], [[1e9] * 20], [[0.0001], [3.0]], [[-5.0, 3.0]], [[-5.0]]])
def test_any_chart_is_drawn(series: list[list[float]]) -> None:
    """Nothing spent, huge amounts, one day, a credit: no wider or higher than the picture, and not blank."""
    rows = rows_of(bars(chart(*series)))
    assert any(row != bytes(WHITE) * WIDTH for row in rows)
