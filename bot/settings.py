"""What the environment sets; the only reader of `os.environ`.

PENNYWORTH_PRICES  a TOML price file laid over the built-in lists
DATABASE_URL       sqlite:///... or postgresql://...; without it a SQLite file in the user's data folder
NO_COLOR           no colour, even on a terminal (https://no-color.org)
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import quote

from bot.errors import UsageError
from pricing import Catalog, ListText, PriceListError, built_in, load


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that a person can set from outside."""

    prices: Path | None = None
    colour: bool = True
    database: str | None = field(default=None, repr=False)

    @classmethod
    def from_environment(cls) -> Self:
        """The settings of this process."""
        prices = os.environ.get("PENNYWORTH_PRICES")
        return cls(
            prices=Path(prices) if prices else None,
            colour=not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb",
            database=os.environ.get("DATABASE_URL") or None,
        )

    @property
    def database_url(self) -> str:
        """Where the database is; may hold a password."""
        if self.database:
            return self.database
        from platformdirs import user_data_path  # noqa: PLC0415 - a cold `ask` needs no database

        file = user_data_path("pennyworth", appauthor=False) / "pennyworth.db"
        return f"sqlite:///{quote(file.as_posix(), safe='/:')}"

    def catalog(self) -> Catalog:
        """The built-in price lists, with the price file laid over them if one is set.

        Raises:
            UsageError: the file cannot be read, or is not a valid price list.
        """
        if self.prices is None:
            return built_in()
        try:
            return load([ListText(str(self.prices), self.prices.read_text("utf-8"))])
        except (OSError, UnicodeDecodeError) as wrong:
            reason = wrong.strerror if isinstance(wrong, OSError) else "it is not UTF-8 text"
            raise UsageError(f"PENNYWORTH_PRICES: {self.prices} cannot be read: {reason}.") from None
        except PriceListError as wrong:
            raise UsageError(f"PENNYWORTH_PRICES: {wrong}") from None
