"""The names of qualities, and which of a model's own is meant by one that was asked for."""

from __future__ import annotations

from typing import Literal

from pricing.errors import UnsupportedOption
from pricing.size import listed

OwnQuality = Literal["low", "medium", "high", "xhigh", "max", "standard", "hd"]
"""What a model calls a quality."""

Quality = OwnQuality | Literal["auto"]
"""What can be asked for; with `auto` the model chooses."""

AUTO: Literal["auto"] = "auto"

_EQUIVALENTS: dict[OwnQuality, tuple[OwnQuality, ...]] = {
    "low": ("standard",),
    "medium": ("standard",),
    "high": ("hd", "standard"),
    "xhigh": ("hd", "standard"),
    "max": ("hd", "standard"),
    "standard": ("medium",),
    "hd": ("high", "standard"),
}
"""What a quality is called by models that do not have it under its name, first choice first."""


def resolve(model: str, own: tuple[OwnQuality, ...], wanted: Quality) -> Quality | None:
    """A model's own name for a quality, of those it has; None where quality makes no difference to it.

    `auto` stays `auto` where there is a choice.

    Raises:
        UnsupportedOption: the model has nothing that corresponds; names the nearest it has.
    """
    if not own:
        return None
    if wanted == "auto":
        return wanted if len(own) > 1 else own[0]
    for name in (wanted, *_EQUIVALENTS.get(wanted, ())):
        if name in own:
            return name
    raise UnsupportedOption(f"{model} has no {wanted} quality; it has {listed(own)}.", nearest=_nearest(own, wanted))


def _nearest(own: tuple[OwnQuality, ...], wanted: OwnQuality) -> OwnQuality:
    ladder = list(_EQUIVALENTS)
    if wanted not in ladder:
        return own[-1]
    return min(own, key=lambda name: abs(ladder.index(name) - ladder.index(wanted)))
