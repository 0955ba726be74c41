"""Rows of an answer about spend: what groups are called, and the rows as a sentence."""

from __future__ import annotations

from decimal import Decimal

from bot.answer.model import Answer, Row
from bot.request import SpendRequest
from pricing.money import shown

UNKNOWN = "unknown"
"""The key of a row for what does not say its group."""

UNEXPLAINED = "unexplained"
"""The key of the row for what was billed beyond the usage that is recorded."""

AS_OF = "As of: "
"""How the sentence begins that says how new each source is."""

GROUPS = {"user": "person"} | {name: name for name in ("model", "channel", "quality", "day", "project")}
MOST_SAID = 8


def group_of(answer: Answer) -> str:
    """What the rows are grouped by: a model where nothing was said."""
    return (answer.data and answer.data.by) or "model"


def rows_of(answer: Answer) -> tuple[Row, ...]:
    """The rows that there are to show: one alone, which nobody asked for, says what the total says."""
    request = answer.reading.request
    if answer.data is None or not isinstance(request, SpendRequest) or not (answer.data.fields or {}).get("total_usd"):
        return ()
    return answer.data.rows if len(answer.data.rows) > 1 or answer.data.by else ()


def name_of(row: Row) -> str:
    """What a row is called."""
    key = str(row["key"])
    return "not explained by usage" if key == UNEXPLAINED else key


def sentence(answer: Answer) -> str:
    """The rows in words; empty where there are none, or many days."""
    rows = rows_of(answer)
    if not rows or len(rows) > MOST_SAID:
        return ""
    named = "; ".join(f"{name_of(row)} {shown(row['usd'])}" for row in rows if isinstance(row["usd"], Decimal))
    return f"By {GROUPS[group_of(answer)]}: {named}."
