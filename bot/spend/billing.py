"""What providers billed: revisions are kept, the newest counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.clock import Clock
from bot.spend.facts import Bill
from bot.spend.usage import MOST_COST, SKEW, FutureUsage, MalformedUsage
from bot.storage import billed
from bot.storage.database import Database
from pricing.money import rounded

NANO_PLACES = 9


@dataclass(frozen=True, slots=True)
class Billing:
    """The bills of every workspace: who writes says which."""

    db: Database
    clock: Clock

    async def record(self, workspace: str, bills: Sequence[Bill]) -> list[billed.Kept]:
        """Keeps what is new, and a revision where a day is billed otherwise than before. Done again it changes nothing.

        The amounts of lines are kept to the nano-dollar; the order of lines makes no difference.

        Raises:
            RefusedUsage: a bill cannot be kept; none was.
            StorageError: none was kept, unless the connection was lost at the end.
        """
        now = self.clock.now()
        for bill in bills:
            check(bill, now)
        return await billed.put(self.db, workspace, [_in_order(bill) for bill in bills], now)


def check(bill: Bill, now: datetime) -> None:
    """Whether a bill can be kept.

    Raises:
        RefusedUsage: it cannot; says why.
    """
    if bill.as_of > now + SKEW:
        raise FutureUsage("as_of", f"A bill of {bill.as_of.isoformat()} has not come yet.")
    if not all(line.usd.is_finite() and abs(line.usd) < MOST_COST for line in bill.lines) or abs(bill.usd) >= MOST_COST:
        raise MalformedUsage(
            "usd", f"The bill for {bill.day} is not below {MOST_COST:,} dollars in each line and in all."
        )


def _in_order(bill: Bill) -> Bill:
    lines = (replace(line, usd=rounded(line.usd, NANO_PLACES)) for line in bill.lines)
    return replace(bill, lines=tuple(sorted(lines, key=lambda line: (line.model, line.project, line.line, line.usd))))
