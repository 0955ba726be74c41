"""The message of an answer about spend: the total, the change, a chart and a table of its rows, how sure it all is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from bot.answer import groups, say
from bot.answer.model import Answer, Row
from bot.slack import mrkdwn
from bot.slack.blocks import kit
from bot.slack.blocks.compare import bar_label
from bot.slack.blocks.message import Message, fitted
from bot.slack.blocks.notes import notes
from pricing.money import rounded, shown, total

MOST_POINTS = 20
MOST_LABEL = 20
NO_NAMES: Mapping[str, str] = {}

_CHANNEL = re.compile(r"[CG][A-Z0-9]{5,}")


def spend_message(answer: Answer, names: Mapping[str, str] = NO_NAMES) -> Message:
    """What was spent; `names` are those of people by the ids that rows have, where they are known."""
    answer = _named(answer, names)
    rows = groups.rows_of(answer)
    return fitted(say.text(answer), lambda room: _blocks(answer, rows, room))


def _named(answer: Answer, names: Mapping[str, str]) -> Answer:
    if answer.data is None or not names:
        return answer
    rows = tuple({**row, "key": names.get(str(row["key"]), row["key"])} for row in answer.data.rows if "key" in row)
    return replace(answer, data=replace(answer.data, rows=rows))


def _blocks(answer: Answer, rows: Sequence[Row], room: int) -> Iterator[kit.Block]:
    lead = answer.data.lead if answer.data else 0
    first, *rest = answer.body or ("",)
    if lead and len(first) <= kit.MOST_HEADER:
        yield kit.header(first.rstrip("."))
    else:
        yield kit.section(first)
    before, after = rest[: max(lead - 1, 0)], rest[max(lead - 1, 0) :]
    if before:
        yield kit.section("\n".join(before))
    group = groups.group_of(answer)
    if rows:
        yield from [bars] if (bars := _chart(rows, group)) else []
        yield _table(rows, group, room)
    told = [sentence for sentence in after if not sentence.startswith(groups.AS_OF)]
    if told:
        yield kit.rich(kit.bullets(told))
    yield from (kit.context(sentence) for sentence in after if sentence.startswith(groups.AS_OF))
    yield from notes(answer)


def _table(rows: Sequence[Row], group: str, room: int) -> kit.Block:
    """A row a group, or a day on which something was spent; what does not fit comes to one row at the end."""
    most = room - 2
    every = [(row, usd) for row in rows if isinstance(usd := row["usd"], Decimal)]
    found = [(row, usd) for row, usd in every if usd or group != "day"]
    cells: kit.Rows = [(kit.bold(groups.GROUPS[group].capitalize()), kit.bold("Spent"))]
    cells += [(_cell(groups.name_of(row), group), shown(usd)) for row, usd in found[:most]]
    if found[most:]:
        cells.append((f"{len(found) - most} more", shown(total(usd for _, usd in found[most:]))))
    if len(found) < len(every):
        quiet = len(every) - len(found)
        cells.append((f"{quiet} {'day' if quiet == 1 else 'days'} without any", shown(Decimal(0))))
    return kit.table(cells, kit.columns(2))


def _cell(name: str, group: str) -> kit.Cell:
    return {"type": "channel", "channel_id": name} if group == "channel" and _CHANNEL.fullmatch(name) else name


def _chart(rows: Sequence[Row], group: str) -> kit.Block | None:
    """A bar a group, or a stretch of days; nothing where there are not two, or a channel has no name to write."""
    points = _days(rows) if group == "day" else [(_label(row, group), row["usd"]) for row in rows]
    bars = [(label, usd) for label, usd in points if isinstance(usd, Decimal) and (usd > 0 or group == "day")]
    labels = [label for label, _ in bars]
    if not 2 <= len(bars) <= MOST_POINTS or len(set(labels)) < len(labels) or not any(usd > 0 for _, usd in bars):
        return None
    if group == "channel" and any(_CHANNEL.fullmatch(label) for label in labels):
        return None
    return {
        "type": "data_visualization",
        "title": f"Spent by {groups.GROUPS[group]}, in US dollars",
        "chart": {
            "type": "bar",
            "series": [
                {
                    "name": "Spent",
                    "data": [{"label": label, "value": float(rounded(usd, 4))} for label, usd in bars],
                }
            ],
            "axis_config": {"categories": labels, "y_label": "US dollars"},
        },
    }


def _label(row: Row, group: str) -> str:
    name = "unexplained" if row["key"] == groups.UNEXPLAINED else groups.name_of(row)
    label = bar_label(name) if group == "model" else name
    return mrkdwn.plain(label, MOST_LABEL) or "–"


def _days(rows: Sequence[Row]) -> list[tuple[str, Decimal]]:
    """Days, or as many in a row as it takes for a chart to have room for all of them."""
    days = [(date.fromisoformat(str(row["key"])), usd) for row in rows if isinstance(usd := row["usd"], Decimal)]
    length = 1 if len(days) <= MOST_POINTS else 7 if len(days) <= 7 * MOST_POINTS else 31
    found: dict[date, Decimal] = {}
    for day, usd in days:
        begin = day if length == 1 else day - timedelta(days=day.weekday()) if length == 7 else day.replace(day=1)
        found[begin] = total([found.get(begin, Decimal(0)), usd])
    return [(_day(begin, length), usd) for begin, usd in found.items()]


def _day(begin: date, length: int) -> str:
    if length == 31:
        return f"{begin:%b} {begin.year}"
    return f"{'' if length == 1 else 'from '}{begin.day} {begin:%b}"
