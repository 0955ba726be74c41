"""The weekly summary in words: for notifications, screen readers, terminals and clients without blocks."""

from __future__ import annotations

from collections.abc import Iterator

from bot.digest.model import Breakdown, BudgetBar, Digest, Row
from bot.slack import mrkdwn
from bot.slack.blocks import naming
from bot.slack.blocks.digest_words import HEADS, MOST_BUDGETS, change, grouped, moved, title
from bot.slack.blocks.message import MOST_TEXT
from pricing.money import shown

MORE = " …"


def text(made: Digest, *, lead: str = "", end: str = "") -> str:
    """All of it, a sentence a line; what is beyond Slack's limit is left out at the end."""
    kept = mrkdwn.escape(lead)
    for line in (*_lines(made), mrkdwn.escape(end)):
        longer = f"{kept}\n{line}" if kept and line else kept or line
        if len(longer) > MOST_TEXT - len(MORE):
            return f"{kept}{MORE}"
        kept = longer
    return kept


def _lines(made: Digest) -> Iterator[str]:
    yield mrkdwn.escape(title(made))
    yield naming.sentence(made.sentence, made.names)
    yield from map(mrkdwn.escape, made.lead)
    yield from (naming.sentence(each, made.names) for each in made.odd)
    yield from (_budget(each, made) for each in made.budgets[:MOST_BUDGETS])
    if len(made.budgets) > MOST_BUDGETS:
        yield f"And {len(made.budgets) - MOST_BUDGETS} more budgets."
    for breakdown in made.breakdowns:
        yield _breakdown(breakdown, made)
        if breakdown.moved:
            yield naming.sentence(moved(breakdown), made.names)
    yield from map(mrkdwn.escape, filter(None, (made.quoted,)))
    yield from (naming.sentence(each, made.names) for each in made.ahead)
    yield from map(mrkdwn.escape, made.notes)


def _breakdown(breakdown: Breakdown, made: Digest) -> str:
    return f"{HEADS[breakdown.by]}: {'; '.join(_row(row, made) for row in breakdown.rows)}."


def _row(row: Row, made: Digest) -> str:
    named = row.kind in ("group", "unsaid")
    name = naming.spoken(row.name, made.names) if named else mrkdwn.escape(grouped(row))
    moved_by = change(row.usd, row.before)
    return f"{name} {shown(row.usd)}{f' ({moved_by})' if moved_by else ''}"


def _budget(each: BudgetBar, made: Digest) -> str:
    name = "everything" if each.name is None else naming.spoken(each.name, made.names)
    return f"Budget for {name}: {naming.sentence(each.said, made.names)}"
