"""Image dimensions: reading them, the sizes a model makes, the nearest allowed one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from pricing.errors import UnsupportedOption
from pricing.money import shown_count

Shape = Literal["square", "portrait", "landscape"]
SHAPES: tuple[Shape, ...] = ("square", "portrait", "landscape")

MAX_SIDE = 1_000_000
"""Sides beyond this are refused as a typing mistake, whatever the model."""

_WRITTEN = re.compile(r"([0-9]{1,7})[x×]([0-9]{1,7})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, order=True)
class Size:
    """Width and height in pixels."""

    width: int
    height: int

    def __post_init__(self) -> None:
        if not (0 < self.width <= MAX_SIDE and 0 < self.height <= MAX_SIDE):
            raise UnsupportedOption(
                f"An image has sides of 1 to {MAX_SIDE:,} pixels; this one would have "
                f"{shown_count(self.width)} by {shown_count(self.height)}.",
                nearest="1024x1024",
            )

    @classmethod
    def parse(cls, written: str) -> Size:
        """Read "1536x1024".

        Raises:
            UnsupportedOption: it is not written as WIDTHxHEIGHT, or a side is 0 or over a million.
        """
        match = _WRITTEN.fullmatch(written)
        if not match or not all(0 < int(side) <= MAX_SIDE for side in match.groups()):
            raise UnsupportedOption(
                f"{written[:40]!r} is not an image size; write it as WIDTHxHEIGHT in pixels, such as 1024x1024.",
                nearest="1024x1024",
            )
        return cls(int(match[1]), int(match[2]))

    @property
    def pixels(self) -> int:
        """Width times height."""
        return self.width * self.height

    @property
    def short(self) -> int:
        """The shorter side."""
        return min(self.width, self.height)

    @property
    def long(self) -> int:
        """The longer side."""
        return max(self.width, self.height)

    def __str__(self) -> str:
        return f"{self.width}x{self.height}"


@dataclass(frozen=True, slots=True)
class SizeList:
    """A model that makes only certain sizes."""

    sizes: tuple[Size, ...]

    def allows(self, size: Size) -> bool:
        """Whether the model makes this size."""
        return size in self.sizes

    def nearest(self, size: Size) -> Size:
        """The listed size of the closest shape, and among those the closest area."""
        return min(self.sizes, key=lambda made: (_shape_distance(made, size), abs(made.pixels - size.pixels)))

    def describe(self) -> str:
        """The rule as the end of a sentence."""
        return f"it makes {listed([str(size) for size in self.sizes])}"


@dataclass(frozen=True, slots=True)
class SizeRule:
    """A model that makes any size within bounds (pixels, sides, ratio of the sides)."""

    multiple_of: int
    max_edge: int
    max_ratio: int
    min_pixels: int
    max_pixels: int

    def allows(self, size: Size) -> bool:
        """Whether the model makes this size."""
        return (
            size.width % self.multiple_of == 0
            and size.height % self.multiple_of == 0
            and size.long <= self.max_edge
            and size.long <= self.max_ratio * size.short
            and self.min_pixels <= size.pixels <= self.max_pixels
        )

    def nearest(self, size: Size) -> Size:
        """The allowed size with the least distance in width and height; the smaller one of a tie."""
        return _nearest_by_rule(self, size)

    def describe(self) -> str:
        """The rule as the end of a sentence."""
        return (
            f"sides must be multiples of {self.multiple_of}, {self.max_edge} at most, no more than "
            f"{self.max_ratio}:1, with {self.min_pixels:,} to {self.max_pixels:,} pixels"
        )


@lru_cache(maxsize=256)
def _nearest_by_rule(rule: SizeRule, size: Size) -> Size:
    step = rule.multiple_of
    candidates: list[Size] = []
    for width in range(step, rule.max_edge + 1, step):
        low = max(-(-width // rule.max_ratio), -(-rule.min_pixels // width), step)
        high = min(width * rule.max_ratio, rule.max_pixels // width, rule.max_edge)
        low, high = -(-low // step) * step, high // step * step
        if low > high:
            continue
        below = min(max(size.height // step * step, low), high)
        candidates += [Size(width, below), Size(width, min(below + step, high))]
    return min(
        candidates,
        key=lambda made: (
            (made.width - size.width) ** 2 + (made.height - size.height) ** 2,
            made.pixels,
            made,
        ),
    )


@dataclass(frozen=True, slots=True)
class Sizes:
    """What sizes a model makes, and which it means by square, portrait and landscape."""

    allowed: SizeList | SizeRule | None
    named: Mapping[Shape, Size]

    def resolve(self, model: str, wanted: str) -> Size:
        """The size in pixels for `square`, `portrait`, `landscape` or WIDTHxHEIGHT.

        Raises:
            UnsupportedOption: the model does not make it; names the rule and the nearest size.
        """
        shape = next((name for name in SHAPES if name == wanted), None)
        size = self.named.get(shape) if shape else Size.parse(wanted)
        if size is None:
            nearest = next(iter(self.named.values()))
            raise UnsupportedOption(
                f"{model} makes no {wanted} images; it makes {listed(list(self.named))}.",
                nearest=str(nearest),
            )
        if self.allowed and not self.allowed.allows(size):
            nearest = self.allowed.nearest(size)
            raise UnsupportedOption(
                f"{model} makes no {size} images: {self.allowed.describe()}. The nearest is {nearest}.",
                nearest=str(nearest),
            )
        return size


def listed(names: Iterable[str], word: str = "and") -> str:
    """Names as people list them: "a, b and c"."""
    *most, last = names
    return f"{', '.join(most)} {word} {last}" if most else last


def _shape_distance(made: Size, wanted: Size) -> float:
    ratio = made.width * wanted.height / (made.height * wanted.width)
    return max(ratio, 1 / ratio)
