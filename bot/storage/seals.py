"""Seals: a number in a row that is made of the rest of it, so that a damaged row is noticed when it is read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import blake2b

from bot.storage.errors import StorageDamaged

told_as = json.JSONEncoder(separators=(",", ":")).encode
"""JSON in one way: ASCII, without spaces."""


def seal(values: Iterable[object]) -> int:
    """A number of 62 bits made of a row's values: texts, integers and None."""
    told = told_as(list(values)).encode()
    return int.from_bytes(blake2b(told, digest_size=8).digest()) >> 2


def expect(whole: bool, what: str) -> None:
    """Holds a fact about what was read against what was written.

    Raises:
        StorageDamaged: it is not so.
    """
    if not whole:
        raise StorageDamaged(f"the database file is damaged ({what}); restore a backup")
