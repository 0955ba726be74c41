"""What is to be priced: an `ImageJob` or a `TextJob`, everything decided, nothing left open."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from pricing.errors import InvalidQuantity
from pricing.image_tokens import Fidelity
from pricing.money import ceil_product, shown_count
from pricing.quality import Quality
from pricing.size import Size
from pricing.tokens import Prompt, PromptSet

Per = Literal["day", "week", "month"]

MAX_IMAGES = 1_000_000_000
MAX_ATTEMPTS = 1_000
MAX_REFERENCES = 1_000
MAX_CALLS = 1_000_000_000_000
MAX_CALL_TOKENS = 1_000_000_000_000

MONTH_OF = {"day": (30, 1), "week": (52, 12), "month": (1, 1)}
"""Periods in a month as a fraction: a month has 30 days, a year 52 weeks."""


@dataclass(frozen=True, slots=True)
class ImageJob:
    """Images to make on one model.

    `quality` and `size` are as asked (`auto` for either is a range); the model's own names are found when
    it is priced. `attempts` is generations paid for per image kept; `generations` are the images paid for,
    rounded up. `per` makes it one period's job. `measured` holds the sizes of references whose size is known;
    any others have `reference_size`.
    """

    model: str
    images: int
    quality: Quality
    size: str
    prompt: Prompt | PromptSet
    references: int = 0
    reference_size: Size = Size(1024, 1024)
    measured: tuple[Size, ...] = ()
    fidelity: Fidelity = "low"
    attempts: Decimal = Decimal(1)
    partial_images: int = 0
    batch: bool = False
    per: Per | None = None
    generations: int = field(init=False, repr=False)

    def __post_init__(self) -> None:
        _check("images", "images", self.images, 1, MAX_IMAGES)
        _check("references", "reference images", self.references, 0, MAX_REFERENCES)
        if len(self.measured) > self.references:
            raise InvalidQuantity(
                f"Of {self.references:,} reference images, {len(self.measured):,} cannot be measured.", "references"
            )
        if not (self.attempts.is_finite() and 1 <= self.attempts <= MAX_ATTEMPTS):
            raise InvalidQuantity(
                f"Generations paid for per image kept must be 1 to {MAX_ATTEMPTS:,}, not {self.attempts:.10g}.",
                "attempts",
            )
        object.__setattr__(self, "generations", ceil_product(self.images, self.attempts))

    def on(self, model: str) -> ImageJob:
        """The same job on another model."""
        return replace(self, model=model)

    def monthly(self) -> ImageJob:
        """A month of a daily or weekly job; the job itself if it is neither."""
        if self.per is None or self.per == "month":
            return self
        times, parts = MONTH_OF[self.per]
        return replace(self, images=-(-self.images * times // parts), per="month")


@dataclass(frozen=True, slots=True)
class TextJob:
    """Calls of a text model, with the tokens of one call.

    `calls` None means that the tokens are totals, over any number of calls of ordinary length.
    """

    model: str
    input_tokens: int
    output_tokens: int
    calls: int | None = None
    batch: bool = False
    per: Per | None = None

    def __post_init__(self) -> None:
        _check("input_tokens", "input tokens", self.input_tokens, 0, MAX_CALL_TOKENS)
        _check("output_tokens", "output tokens", self.output_tokens, 0, MAX_CALL_TOKENS)
        if self.calls is not None:
            _check("calls", "calls", self.calls, 1, MAX_CALLS)


def _check(field: str, what: str, count: int, least: int, most: int) -> None:
    if not least <= count <= most:
        raise InvalidQuantity(f"A job has {least:,} to {most:,} {what}, not {shown_count(count)}.", field)
