"""Messages about money that was spent and may be: what was logged, where budgets stand, and what they have reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.answer.groups import AS_OF
from bot.answer.model import Answer
from bot.slack.blocks import ids, kit
from bot.slack.blocks.message import Message, said
from pricing.cautions import day
from pricing.money import shown

BAR = 10
"""Squares of a budget's bar."""

MOST_LINES = 12
"""Budgets of a message; with a button and its dialog each takes 800 of 13,200 characters."""

NOT_A_CAP = "A budget warns; it is not a cap."


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """A budget as it is shown; `key` is what its button to clear it carries."""

    scope: str
    id: str
    period: str
    amount: Decimal
    spent: Decimal
    share: Decimal
    forecast: Decimal | None
    ends_on: date | None
    key: str


def logged_message(sentence: str, undo: str) -> Message:
    """What was recorded as spent, with the button that takes it back."""
    return said(sentence, kit.section(sentence, kit.button("Undo", ids.UNDO, undo)))


def budgets_message(sentence: str, lines: Sequence[BudgetLine], *, clearing: bool = False) -> Message:
    """Where budgets stand; with `clearing` each has the button that ends it."""
    blocks: list[kit.Block] = [kit.section(sentence)] if sentence else []
    spoken = [sentence] if sentence else []
    for line in lines[:MOST_LINES]:
        spoken.append(f"{_who(line)}: {_line(line)}.")
        blocks.append(_budget(line))
        if clearing:
            blocks.append({"type": "actions", "elements": [_clear(line)]})
    if len(lines) > MOST_LINES:
        spoken.append(f"And {len(lines) - MOST_LINES} more. Name a channel, a person or a project to see its own.")
        blocks.append(kit.section(spoken[-1]))
    if lines:
        blocks.append(kit.context(NOT_A_CAP))
    return said(" ".join((*spoken, NOT_A_CAP if lines else "")).strip(), *blocks)


def home_spend(answer: Answer, lines: Sequence[BudgetLine], more: int, *, audit: bool) -> tuple[kit.Block, ...]:
    """What was spent this month, budgets as far as there is room (`more` are left out), and what can be asked."""
    said = answer.body[: max(answer.data.lead if answer.data else 0, 1)]
    fresh = [sentence for sentence in answer.body if sentence.startswith(AS_OF)]
    if more:
        fresh.append(f"And {more} more: ask me to “show the budgets”.")
    buttons = [
        kit.button("By model", f"{ids.ASK_BUTTON}spend.model", "how much did we spend this month by model?"),
        kit.button("By day", f"{ids.ASK_BUTTON}spend.day", "how much did we spend this month by day?"),
        *([kit.button("Audit trail", ids.HOME_AUDIT, "audit")] if audit else []),
    ]
    return (
        kit.section("\n".join(said)),
        *map(_budget, lines),
        kit.context(*fresh, *([NOT_A_CAP] if lines else ["No budget is set: say “set a budget of $500 a month”."])),
        {"type": "actions", "elements": buttons},
    )


def _budget(line: BudgetLine) -> kit.Block:
    return kit.rich(kit.paragraph(*_name(line)), kit.paragraph(kit.run(f"{bar(line.share)} {_line(line)}")))


def alert_message(text: str, channel: str, value: str) -> Message:
    """What a budget has reached, and how to take note of it for everyone."""
    where = [kit.rich(kit.paragraph({"type": "channel", "channel_id": channel}))] if channel else []
    buttons = [
        kit.button("Got it", ids.ALERT_SEEN, value, style="primary"),
        kit.button("Quiet for a week", ids.ALERT_SNOOZE, value),
    ]
    return said(text, kit.section(text), *where, {"type": "actions", "elements": buttons})


def noted_message(text: str, user: str, what: str) -> Message:
    """An alert that somebody took note of, for everyone to see."""
    who = kit.rich(kit.paragraph({"type": "user", "user_id": user}, kit.run(f" {what}")))
    return said(text, kit.section(text), who)


def _line(line: BudgetLine) -> str:
    text = f"{shown(line.spent)} of {shown(line.amount)} a {line.period}, {line.share * 100:.0f} %"
    if line.forecast:
        text += f"; heads for {shown(line.forecast)}"
    return f"{text}, at this rate it ends on {day(line.ends_on)}" if line.ends_on else text


def _who(line: BudgetLine) -> str:
    named = {"channel": "A channel", "person": "A person", "project": f"Project {line.id}"}
    return named.get(line.scope, "This workspace")


def _name(line: BudgetLine) -> list[kit.Element]:
    if line.scope == "channel":
        return [{"type": "channel", "channel_id": line.id}]
    return [{"type": "user", "user_id": line.id}] if line.scope == "person" else [kit.bold(_who(line))]


def bar(share: Decimal) -> str:
    """So many squares of ten are full."""
    full = min(BAR, int(share * BAR))
    return "▰" * full + "▱" * (BAR - full)


def _clear(line: BudgetLine) -> kit.Element:
    dialog = kit.confirm("Clear this budget?", "It no longer warns; what was spent stays recorded.", "Clear it")
    return kit.button("Clear it", ids.BUDGET_CLEAR, line.key, style="danger", confirm=dialog)
