"""The modal in which a budget is set for what a weekly summary tells of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from bot.slack.blocks import ids, kit
from bot.slack.blocks.forms import Form, State, Wrong
from bot.slack.blocks.money import NOT_A_CAP
from bot.spend.budgets import BudgetPeriod

AMOUNT, PERIOD = "amount", "period"
PERIODS: dict[str, BudgetPeriod] = {"month": "month", "week": "week"}
MOST = Decimal(1_000_000_000)
_AMOUNT = re.compile(r"\$? ?(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?P<cents>\.\d{1,2})?")


@dataclass(frozen=True, slots=True)
class BudgetForm:
    """Dollars a week or a month."""

    amount: Decimal
    period: BudgetPeriod


def budget_view(scope: str, metadata: str = "") -> kit.View:
    """The form; `scope` says whose spend it will count."""
    amount: kit.Element = {"type": "plain_text_input", "placeholder": kit.plain("500", 150), "max_length": 20}
    options = [kit.option(f"A {period}", period) for period in PERIODS]
    blocks = [
        kit.context(f"For {scope}. {NOT_A_CAP}"),
        _input(AMOUNT, "US dollars", amount),
        _input(PERIOD, "For how long", kit.select("", "Choose", options, "month")),
    ]
    return kit.view(ids.VIEW_BUDGET, "Set a budget", blocks, submit="Set it", private_metadata=metadata)


def read_budget(state: State) -> BudgetForm | Wrong:
    """What was filled in."""
    form = Form(state)
    found, period = _AMOUNT.fullmatch(form.text(AMOUNT)), PERIODS.get(form.text(PERIOD))
    amount = Decimal(found["whole"].replace(",", "") + (found["cents"] or "")) if found else Decimal(0)
    if not 0 < amount <= MOST:
        form.errors[AMOUNT] = "An amount is written like 500 or 1,250.50."
    if period is None:
        form.errors[PERIOD] = "A week or a month?"
        return Wrong(form.errors)
    return Wrong(form.errors) if form.errors else BudgetForm(amount, period)


def _input(block: str, label: str, element: kit.Element) -> kit.Block:
    return {
        "type": "input",
        "block_id": block,
        "label": kit.plain(label, 2_000),
        "element": {**element, "action_id": block},
    }
