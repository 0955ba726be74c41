"""The one table of a weekly summary: models, channels and people under heads of their own; days where no chart is."""

from __future__ import annotations

from collections.abc import Iterator

from bot.digest.model import Breakdown, Digest, Row
from bot.slack.blocks import kit, naming
from bot.slack.blocks.digest_words import HEADS, change, grouped
from pricing.money import shown


def table(made: Digest, *, days: bool) -> kit.Block | None:
    """The rows of every breakdown; None where there are none."""
    compared = made.before is not None
    rows: list[list[kit.Cell]] = []
    if days and made.spent:
        rows += _days(made)
    for breakdown in made.breakdowns:
        rows += _breakdown(breakdown, made)
    if not rows:
        return None
    heads: list[kit.Cell] = [kit.bold("Spent on"), kit.bold("Spent"), kit.bold("Change")]
    width = 3 if compared else 2
    return kit.table([row[:width] for row in (heads, *rows)], kit.columns(width))


def _breakdown(breakdown: Breakdown, made: Digest) -> Iterator[list[kit.Cell]]:
    yield [kit.bold(HEADS[breakdown.by]), " ", " "]
    for row in breakdown.rows:
        yield [_label(row, made), shown(row.usd), change(row.usd, row.before)]


def _days(made: Digest) -> Iterator[list[kit.Cell]]:
    yield [kit.bold("By day"), " ", " "]
    before = [each.usd for each in made.days_before]
    for index, each in enumerate(made.days):
        earlier = before[index] if index < len(before) else None
        spent = "not here yet" if each.sure == "missing" else shown(each.usd)
        yield [f"{each.day:%a} {each.day.day}", spent, change(each.usd, earlier)]


def _label(row: Row, made: Digest) -> kit.Cell:
    return naming.element(row.name, made.names) if row.kind in ("group", "unsaid") else grouped(row)
