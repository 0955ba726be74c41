"""Exact quotes for AI image and text jobs. Usable alone as a library; docs/prices.md shows how."""

from pricing.advice import Advice, Adviser
from pricing.afford import afford, break_even
from pricing.catalog import Catalog, Lifecycle, Model
from pricing.cautions import Caution, cautions
from pricing.compare import Comparison, Entry, Unavailable, compare
from pricing.errors import (
    InvalidQuantity,
    PriceListError,
    PriceMissing,
    PricingError,
    PromptTooLong,
    UnknownModel,
    UnsupportedOption,
    VocabularyError,
)
from pricing.job import ImageJob, TextJob
from pricing.price_list import ListText, built_in, load
from pricing.quote import LineItem, Quote, Range, Totals
from pricing.quoting import quote, successor_quote
from pricing.size import Size
from pricing.sku import Sku, SkuPrice, Source
from pricing.tokens import Prompt, PromptSet

__all__ = [
    "Advice",
    "Adviser",
    "Catalog",
    "Caution",
    "Comparison",
    "Entry",
    "ImageJob",
    "InvalidQuantity",
    "Lifecycle",
    "LineItem",
    "ListText",
    "Model",
    "PriceListError",
    "PriceMissing",
    "PricingError",
    "Prompt",
    "PromptSet",
    "PromptTooLong",
    "Quote",
    "Range",
    "Size",
    "Sku",
    "SkuPrice",
    "Source",
    "TextJob",
    "Totals",
    "Unavailable",
    "UnknownModel",
    "UnsupportedOption",
    "VocabularyError",
    "afford",
    "break_even",
    "built_in",
    "cautions",
    "compare",
    "load",
    "quote",
    "successor_quote",
]
