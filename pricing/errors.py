"""What can go wrong with a price, as one tree.

PricingError
├── UnknownModel          no such model; names the nearest
├── UnsupportedOption     the model exists but cannot make this; names the nearest that it can
├── InvalidQuantity       a count that is zero, negative, fractional or absurd
├── PromptTooLong         the prompt is over the model's limit
├── PriceMissing          the catalog has no price for this; never treated as 0
├── PriceListError        a price list is not valid; names file, key and reason
└── VocabularyError       the tokenizer's vocabulary on board is damaged

Each message is one sentence that names the thing, the value and the way out.
"""

from __future__ import annotations


class PricingError(Exception):
    """Anything that keeps a job from being priced."""


class UnknownModel(PricingError):
    """No such model in the catalog."""

    def __init__(self, model: str, nearest: tuple[str, ...]) -> None:
        self.model = model
        self.nearest = nearest
        shown = model if len(model) <= 60 else model[:57] + "…"
        hint = f"did you mean {' or '.join(nearest)}?" if nearest else "`prices list` shows the known ones."
        super().__init__(f"There is no model called {shown!r}; {hint}")


class UnsupportedOption(PricingError):
    """The model cannot make this; `nearest` is the closest thing that it can, if there is one."""

    def __init__(self, message: str, *, nearest: str | None = None) -> None:
        self.nearest = nearest
        super().__init__(message)


class InvalidQuantity(PricingError):
    """A count that cannot be priced; `field` names it as requests do (`images`, `attempts`, …)."""

    def __init__(self, message: str, field: str) -> None:
        self.field = field
        super().__init__(message)


class PromptTooLong(PricingError):
    """The prompt is longer than the model accepts; `nearest` says how long one may be."""

    def __init__(self, taker: str, most: int, has: int, *, least: bool = False, which: str = "this one") -> None:
        self.nearest = f"{most} characters"
        counted = f"{'at least ' if least else ''}{has:,}"
        super().__init__(f"{taker} takes prompts of up to {most:,} characters; {which} has {counted}.")


class PriceMissing(PricingError):
    """The catalog holds no price for what was asked."""


class PriceListError(PricingError):
    """A price list that cannot be used."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        self.file = file
        self.key = key
        self.reason = reason
        super().__init__(f"{file}: {key}: {reason}")


class VocabularyError(PricingError):
    """The vocabulary file is not the one this release was made with."""
