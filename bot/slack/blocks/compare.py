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
from bot.slack.blocks.notes import notes
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
    """A bar a model, at the high end in dollars; nothing where there are not two."""
    rows = sums(answer)[:MOST_POINTS]
    labels = [bar_label(quotes[0].quote.model_id) for quotes, _, _ in rows]
    if len(rows) < 2 or len(set(labels)) < len(labels):
        return None
    points = [
        {"label": label, "value": float(rounded(high, 4))} for label, (_, _, high) in zip(labels, rows, strict=True)
    ]
    per = rows[0][0][0].quote.per
    return {
        "type": "data_visualization",
        "title": f"Cost in US dollars{f' a {per}' if per else ''}",
        "chart": {
            "type": "bar",
            "series": [{"name": "Cost", "data": points}],
            "axis_config": {"categories": labels, "y_label": "US dollars"},
        },
    }


def bar_label(model: str) -> str:
    """A model's id as an axis has room for it: "2.5-flare"."""
    short = model.replace("-image-", "-").removeprefix("gpt-") if "-image-" in model else model
    label = f"image-{short}" if short.isdigit() else short
    return label if len(label) <= MOST_LABEL else f"{label[: MOST_LABEL - 1]}…"


def comparison_table(answer: Answer, room: int) -> kit.Block:
    """A row a model: its cost, beside that of the model asked for or of the dearest, and its break-even if any."""
    entries = sums(answer)
    asked = any(each.savings and each.savings[1] for each in answer.quotes)
    heads = ("Model", "Cost", "vs asked" if asked else "vs dearest", "Break-even")
    rows = [_row(answer, *entry, asked=asked) for entry in entries[: room - 2]]
    used = [index for index in range(len(heads)) if index < 2 or any(row[index] for row in rows)]
    cells: kit.Rows = [[kit.bold(heads[index]) for index in used]]
    cells += [[row[index] for index in used] for row in rows]
    if len(entries) > len(rows):
        cells.append([f"{len(entries) - len(rows)} more models", *[""] * (len(used) - 1)])
    return kit.table(cells, kit.columns(len(used)))


def _row(answer: Answer, quotes: Sequence[JobQuote], low: Decimal, high: Decimal, *, asked: bool) -> list[str]:
    first = quotes[0]
    saving = first.savings[1 if asked else 0] if first.savings else None
    return [
        _name(answer, first.quote),
        f"{shown(low)}–{shown(high)}" if low != high else shown(high),
        _change(saving) if saving else "",
        say.break_even(answer, first).replace(">", "over "),
    ]


def _name(answer: Answer, made: Quote) -> str:
    plan = f" ({made.plan})" if made.plan else ""
    return f"{made.model_id}{plan}{' (ended)' if say.ended(answer, made) else ''}"


def _change(saving: Decimal) -> str:
    places = 0 if abs(saving) >= 1 else 1
    return f"{'+' if saving < 0 else '−'}{plain(rounded(abs(saving), places), 0)} %"


def _reasons(answer: Answer) -> Iterator[kit.Block]:
    """Why models cannot do it, in small print."""
    if not answer.unavailable:
        return
    reasons = list(dict.fromkeys(each.reason for each in answer.unavailable))
    more = f" And {len(reasons) - MOST_REASONS} more." if len(reasons) > MOST_REASONS else ""
    yield kit.context("Not available: " + " ".join(reasons[:MOST_REASONS]) + more)
