"""One read piece of a text: what kind of thing it is, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(slots=True)
class Item:
    """One read piece of the text: what `kind` of thing it is, its `value`, and where it stands.

    A number (kind `num`) has `number`; None there means that no one definite number was written. `raw` is the
    stretch as typed, `spaced` whether white space stands before it.
    """

    kind: str
    value: str
    text: str
    start: int
    end: int
    number: Decimal | None = None
    plural: bool = False
    raw: str = ""
    spaced: bool = True
    choices: tuple[str, ...] = ()

    def of(self, *kinds: str) -> bool:
        """Whether this is one of these kinds."""
        return self.kind in kinds
