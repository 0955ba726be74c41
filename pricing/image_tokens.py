"""How many tokens an image costs, to make and to read, by model family.

Families before gpt-image-2 use a published table for output; gpt-image-2 and 2.5 a formula for any
size. What cannot be known in advance (gpt-image-2.6) is a range, never one invented number.
Which model belongs to which family, and every figure, stands in the price lists.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from math import isqrt
from typing import Literal, NamedTuple

from pricing.errors import UnsupportedOption
from pricing.quality import OwnQuality
from pricing.size import Size

Fidelity = Literal["low", "high"]


class TokenRange(NamedTuple):
    """Fewest and most tokens; equal where the count is known in advance."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class OutputTable:
    """Output tokens by quality and size, as published."""

    tokens: Mapping[OwnQuality, Mapping[Size, int]]

    def count(self, quality: OwnQuality, size: Size) -> TokenRange:
        """Output tokens of one image.

        Raises:
            UnsupportedOption: the table has no such cell.
        """
        try:
            tokens = self.tokens[quality][size]
        except KeyError:
            raise UnsupportedOption(f"No token count is known for {quality} images of {size}.") from None
        return TokenRange(tokens, tokens)


@dataclass(frozen=True, slots=True)
class OutputFormula:
    """Output tokens for any size, from a base for each quality.

    Source: measured by the community, reproduces all nine published prices of gpt-image-2;
    https://community.openai.com/t/gpt-image-2-output-pricing-calculator-online-and-in-your-code/1382699
    """

    base: Mapping[OwnQuality, int]

    def count(self, quality: OwnQuality, size: Size) -> TokenRange:
        """Output tokens of one image: ceil(base * u * (2,000,000 + pixels) / 4,000,000).

        Raises:
            UnsupportedOption: the family has no such quality.
        """
        try:
            base = self.base[quality]
        except KeyError:
            raise UnsupportedOption(f"No token count is known for {quality} images.") from None
        units = _round_half_even(base * size.short, size.long)
        tokens = -(-base * units * (2_000_000 + size.pixels) // 4_000_000)
        return TokenRange(tokens, tokens)


@dataclass(frozen=True, slots=True)
class OutputScaled:
    """A family known only as a multiple, from `factors` low to high, of another family's tokens."""

    of: OutputTable | OutputFormula
    factors: Mapping[OwnQuality, tuple[Decimal, Decimal]]

    def count(self, quality: OwnQuality, size: Size) -> TokenRange:
        """Fewest and most output tokens of one image.

        Raises:
            UnsupportedOption: the family has no such quality.
        """
        tokens = self.of.count(quality, size).high
        if quality not in self.factors:
            raise UnsupportedOption(f"No token count is known for {quality} images.")
        low, high = self.factors[quality]
        return TokenRange(
            int((tokens * low).to_integral_value(ROUND_FLOOR)),
            int((tokens * high).to_integral_value(ROUND_CEILING)),
        )


OutputRule = OutputTable | OutputFormula | OutputScaled


@dataclass(frozen=True, slots=True)
class InputTiles:
    """Reference images counted in 512-pixel tiles (gpt-image-1, 1.5 and mini).

    The image is fitted into `fit` pixels, its shorter side scaled down to `side`, and each tile begun is counted.
    Source: https://developers.openai.com/api/docs/guides/images-vision
    """

    fit: int
    side: int
    base: int
    per_tile: int
    high_fidelity: Mapping[Literal["square", "other"], int] | None = None

    def count(self, size: Size, fidelity: Fidelity) -> int:
        """Input tokens of one reference image.

        Raises:
            UnsupportedOption: the model has no high input fidelity.
        """
        scale_to = min(self.side * size.long, self.fit * size.short, size.short * size.long)
        tiles = -(-scale_to // (size.long * self.side)) * -(-scale_to // (size.short * self.side))
        tokens = self.base + self.per_tile * tiles
        if fidelity == "low":
            return tokens
        if self.high_fidelity is None:
            raise UnsupportedOption("Reference images are read at low input fidelity only here.", nearest="low")
        return tokens + self.high_fidelity["square" if size.width == size.height else "other"]


@dataclass(frozen=True, slots=True)
class InputPatches:
    """Reference images counted in 32-pixel patches (gpt-image-2 and 2.5), whatever the fidelity.

    Source: measured; 1024x1024 is 1024 tokens, 341x512 is 704, 1179x2556 is 1482.
    """

    patch: int
    budget: int
    upscale_below: int

    def count(self, size: Size, fidelity: Fidelity) -> int:
        """Input tokens of one reference image; every fidelity costs the same."""
        grow_to = max(size.long, self.upscale_below)
        across = -(-size.width * grow_to // (size.long * self.patch))
        down = -(-size.height * grow_to // (size.long * self.patch))
        if across * down <= self.budget:
            return across * down
        return self._shrunk(size)

    def _shrunk(self, size: Size) -> int:
        """Patches of an image over the budget, scaled so that one side is a whole number of patches.

        Works on integers: scaled to the budget's area, a side is sqrt(budget * side / other) patches.
        """
        across = max(isqrt(self.budget * size.width // size.height), 1)
        down = max(isqrt(self.budget * size.height // size.width), 1)
        if across * size.height <= down * size.width:
            down = -(-across * size.height // size.width)
        else:
            across = -(-down * size.width // size.height)
        return min(across * down, self.budget)


InputRule = InputTiles | InputPatches


def _round_half_even(numerator: int, denominator: int) -> int:
    whole, rest = divmod(numerator, denominator)
    return whole + (2 * rest > denominator or (2 * rest == denominator and whole % 2))
