"""The one table of a weekly summary: models, channels and people under heads of their own; days where no chart is."""

from __future__ import annotations

from collections.abc import Iterator

from bot.digest.model import Digest, Row
from bot.slack.blocks import kit, naming
from bot.slack.blocks.digest_words import HEADS, change, grouped
from pricing.money import shown


def table(made: Digest, *, days: bool) -> kit.Block | None:
    """The rows of every breakdown; None where there are none."""
    parts = [("By day", list(_days(made)))] if days and made.spent else []
    parts += [(HEADS[each.by], [_row(row, made) for row in each.rows]) for each in made.breakdowns]
    width = 2 if made.before is None else 3
    rows: kit.Rows = []
    for head, lines in parts:
        beside = [" ", " "] if rows else [kit.bold("Spent"), kit.bold("Change")]
        rows += [each[:width] for each in ([kit.bold(head), *beside], *lines)]
    return kit.table(rows, kit.columns(width)) if rows else None


def _row(row: Row, made: Digest) -> list[kit.Cell]:
    named = row.kind in ("group", "unsaid")
    name = naming.element(row.name, made.names) if named else grouped(row)
    return [name, shown(row.usd), change(row.usd, row.before)]


def _days(made: Digest) -> Iterator[list[kit.Cell]]:
    before = [each.usd for each in made.days_before]
    for index, each in enumerate(made.days):
        earlier = before[index] if index < len(before) else None
        spent = "not here yet" if each.sure == "missing" else shown(each.usd)
        yield [f"{each.day:%a} {each.day.day}", spent, change(each.usd, earlier)]
