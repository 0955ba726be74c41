"""Messages about what was spent: total and change first, a chart, the rows, then how sure it all is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.answer import Answer
from bot.answer.model import Data, Row
from bot.request import Reading, SpendBy, SpendRequest
from bot.slack.blocks import BudgetLine, budgets_message, spend_message
from tests.slack.looking import check_message, lines

AT = datetime(2026, 11, 22, tzinfo=UTC)
BODY = ("Spent $6.00 on 2026-11-22 (UTC) so far.", "That is as much as the day before.", "Late.", "As of: Slack now.")


def answer(by: SpendBy | None, rows: Iterable[tuple[str, int]]) -> Answer:
    """What was spent by a group."""
    held: tuple[Row, ...] = tuple({"key": key, "usd": Decimal(usd)} for key, usd in rows)
    usd = sum((Decimal(usd) for _, usd in rows), Decimal(0))
    return Answer(Reading(SpendRequest(by=by)), AT, data=Data(held, {"total_usd": usd}, lead=2, by=by), body=BODY)


def shown(found: Answer, names: dict[str, str] | None = None) -> list[str]:
    """What a person sees, after the limits were checked."""
    message = spend_message(found, names or {})
    check_message(message)
    for plainer in (message.plainer, message.plainer and message.plainer.plainer):
        if plainer is not None:
            check_message(plainer)
    return lines(message.blocks)


def test_a_question_line_by_line() -> None:
    """The others and what no usage explains are rows like the rest; the text says it all in words."""
    rows = [("gpt-image-2", 3), ("gpt-image-1-mini", 2), ("others", 2), ("unexplained", -1)]
    found = answer(None, rows)
    assert shown(found) == [
        "# Spent $6.00 on 2026-11-22 (UTC) so far",
        "That is as much as the day before.",
        "chart Spent by model, in US dollars: image-2 3.0, 1-mini 2.0, others 2.0",
        "Model | Spent",
        "gpt-image-2 | $3.00",
        "gpt-image-1-mini | $2.00",
        "others | $2.00",
        "not explained by usage | -$1.00",
        "* Late.",
        "(As of: Slack now.)",
    ]
    said = spend_message(found).text
    assert said.index("as the day before.") < said.index("By model: gpt-image-2 $3.00; ") < said.index("Late.")


def test_people_have_their_names() -> None:
    """As Slack has them; whoever it does not know is an id. No text of theirs acts."""
    seen = shown(answer("user", [("U0ABCDEF", 4), ("U0GHIJKL", 2)]), {"U0ABCDEF": "Bob <!here>"})
    assert any(line.startswith("Bob <") and line.endswith("> | $4.00") for line in seen)
    assert "U0GHIJKL | $2.00" in seen
    assert "<!here>" not in str(seen)
    assert "<!here>" not in spend_message(answer("user", [("U0ABCDEF", 4)]), {"U0ABCDEF": "<!here>"}).text


def test_channels_are_links_without_a_chart() -> None:
    """Slack writes their names; a chart takes only text."""
    seen = shown(answer("channel", [("C0ABCDEF", 4), ("growth", 2)]))
    assert "C0ABCDEF | $4.00" in seen
    assert not any(line.startswith("chart") for line in seen)
    assert any(line.startswith("chart") for line in shown(answer("channel", [("growth", 4), ("design", 2)])))


@pytest.mark.parametrize(
    ("days", "first", "points"), [(7, "1 Jan", 7), (20, "1 Jan", 20), (31, "from 29 Dec", 5), (365, "Jan 2026", 12)]
)
def test_a_chart_has_room_for_any_stretch_of_days(days: int, first: str, points: int) -> None:
    """Days, weeks from Monday, or months; the table holds what it can and sums up the rest."""
    begin = date(2026, 1, 1)
    found = answer("day", [(str(begin + timedelta(days=number)), 1) for number in range(days)])
    [chart] = [block for block in spend_message(found).blocks if block["type"] == "data_visualization"]
    data: list[dict[str, Any]] = chart["chart"]["series"][0]["data"]
    assert (data[0]["label"], len(data), sum(point["value"] for point in data)) == (first, points, days)
    seen = shown(found)
    assert (f"{days - 90} more" in " ".join(seen)) == (days > 90)


def test_one_row_alone_is_the_total() -> None:
    """Unless it was asked for."""
    assert len(shown(answer(None, [("gpt-image-2", 6)]))) == 4
    assert "gpt-image-2 | $6.00" in shown(answer("model", [("gpt-image-2", 6)]))


def test_days_without_any_are_one_row() -> None:
    """The chart has them, as gaps."""
    seen = shown(answer("day", [("2026-11-01", 0), ("2026-11-02", 4), ("2026-11-03", 0), ("2026-11-04", 2)]))
    assert [line for line in seen if "|" in line] == [
        "Day | Spent",
        "2026-11-02 | $4.00",
        "2026-11-04 | $2.00",
        "2 days without any | $0.00",
    ]
    assert "chart Spent by day, in US dollars: 1 Nov 0.0, 2 Nov 4.0, 3 Nov 0.0, 4 Nov 2.0" in seen


@pytest.mark.parametrize("clearing", [False, True])
def test_any_number_of_budgets_fits(clearing: bool) -> None:
    """Those beyond are counted, and how to see them is said."""
    usd = Decimal(5)
    line = BudgetLine("project", "x" * 100, "month", usd, usd, Decimal(1), usd, None, "project|x|month")
    message = budgets_message("Which one?", [line] * 300, clearing=clearing)
    check_message(message)
    assert "And 288 more." in message.text
