"""The message of a comparison: the cheapest first, a chart, and the same as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from bot.answer import say
from bot.answer.model import Answer, JobQuote
from bot.slack.blocks import kit
from bot.slack.blocks.controls import Controls, for_comparison
from bot.slack.blocks.message import Message, fitted
from bot.slack.blocks.quote import notes
from pricing import Quote
from pricing.money import plain, rounded, shown, total

MOST_POINTS = 12
"""Models in a chart; Slack takes 20, a phone shows fewer."""
MOST_LABEL = 20
MOST_REASONS = 6


def compare_message(answer: Answer, controls: Controls | None = None) -> Message:
    """Models cheapest first."""
    return fitted(say.text(answer), lambda room: _blocks(answer, controls, room))


def _blocks(answer: Answer, controls: Controls | None, room: int) -> Iterator[kit.Block]:
    yield kit.header(say.plan_line(answer))
    if answer.quotes:
        yield kit.section(_about(answer))
        bars = chart(answer)
        if bars:
            yield bars
        yield comparison_table(answer, room)
    yield from _reasons(answer)
    yield from notes(answer)
    if controls:
        yield from for_comparison(answer, controls)


def _about(answer: Answer) -> str:
    """What is compared, in the words of the cheapest model's quotes."""
    first = answer.quotes[0].quote.model_id
    jobs = [each.quote for each in answer.quotes if each.quote.model_id == first]
    best = jobs[:3] if answer.quotes[0].quote.plan is None else _metered(answer)[:3]
    more = f"; and {len(jobs) - 3} more" if len(jobs) > 3 else ""
    return "; ".join(say.job_title(made).rpartition(" on ")[0] for made in best or jobs[:3]) + more


def _metered(answer: Answer) -> list[Quote]:
    """One metered model's quotes, whose titles name quality and size."""
    name = next((each.quote.model_id for each in answer.quotes if not each.quote.plan), None)
    return [each.quote for each in answer.quotes if each.quote.model_id == name]


def sums(answer: Answer) -> list[tuple[list[JobQuote], Decimal, Decimal]]:
    """Each model's quotes with the low and the high end of their sum, in the answer's order."""
    found = []
    for _, group in groupby(answer.quotes, key=lambda each: each.quote.model_id):
        quotes = list(group)
        low = total(each.quote.range.low if each.quote.range else each.quote.total for each in quotes)
        found.append((quotes, low, total(each.quote.total for each in quotes)))
    return found


def chart(answer: Answer) -> kit.Block | None:
    """A bar a model, in dollars; nothing where there is one model only."""
    rows = sums(answer)[:MOST_POINTS]
    labels = [bar_label(quotes[0].quote.model_id) for quotes, _, _ in rows]
    if len(rows) < 2 or len(set(labels)) < len(labels):
        return None
    per = rows[0][0][0].quote.per
    points = [
        {"label": label, "value": float(rounded(high, 4))} for label, (_, _, high) in zip(labels, rows, strict=True)
    ]
    unit = f"US dollars a {per}" if per else "US dollars"
    return {
        "type": "data_visualization",
        "title": f"What it costs, in {unit}",
        "chart": {
            "type": "bar",
            "series": [{"name": unit, "data": points}],
            "axis_config": {"categories": labels, "y_label": unit},
        },
    }


def bar_label(model: str) -> str:
    """A model's id as an axis has room for it: "2.5-flare"."""
    short = model.removeprefix("gpt-image-") if len(model) > 12 else model
    return short if len(short) <= MOST_LABEL else f"{short[: MOST_LABEL - 1]}…"


def comparison_table(answer: Answer, room: int) -> kit.Block:
    """A row a model: cost, difference and break-even where there are any."""
    entries = sums(answer)
    rows = [_row(answer, *entry) for entry in entries[: room - 2]]
    heads = ("Model", "Cost", "Each", "vs dearest", "vs asked", "Break-even")
    used = [index for index in range(len(heads)) if index < 2 or any(row[index] for row in rows)]
    used = used if len(used) <= 4 else [index for index in used if index != 2]
    cells: kit.Rows = [[kit.bold(heads[index]) for index in used]]
    cells += [[row[index] or "–" for index in used] for row in rows]
    if len(entries) > len(rows):
        cells.append([f"{len(entries) - len(rows)} more models", *[""] * (len(used) - 1)])
    return kit.table(cells, kit.columns(len(used)))


def _row(answer: Answer, quotes: Sequence[JobQuote], low: Decimal, high: Decimal) -> list[str]:
    first = quotes[0]
    made = first.quote
    dearest, asked = first.savings or (None, None)
    each = shown(made.per_image) if len(quotes) == 1 and made.per_image is not None else ""
    cost = f"{shown(low)} to {shown(high)}" if low != high else shown(high)
    return [
        _name(answer, made),
        cost,
        each,
        _change(dearest) if dearest else "",
        _change(asked) if asked else "",
        say.break_even(answer, first),
    ]


def _name(answer: Answer, made: Quote) -> str:
    plan = f" ({made.plan})" if made.plan else ""
    return f"{made.model_id}{plan}{' (ended)' if say.ended(answer, made) else ''}"


def _change(saving: Decimal) -> str:
    return f"{'+' if saving < 0 else '−'}{plain(abs(saving), 1)} %"


def _reasons(answer: Answer) -> Iterator[kit.Block]:
    """Why models cannot do it, in small print."""
    if not answer.unavailable:
        return
    reasons = list(dict.fromkeys(each.reason for each in answer.unavailable))
    more = f" And {len(reasons) - MOST_REASONS} more." if len(reasons) > MOST_REASONS else ""
    yield kit.context("Not available: " + " ".join(reasons[:MOST_REASONS]) + more)
