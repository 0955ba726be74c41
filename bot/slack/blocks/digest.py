"""The weekly summary as a message: what happened, a chart by day, one table of who and what, then what to look at.

Slack takes one table a message, so that models, channels and people share one. Where it refuses the chart the days are
in that table too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.digest.model import BudgetBar, Digest, Said
from bot.digest.ports import Content
from bot.slack.blocks import ids, kit, naming
from bot.slack.blocks.digest_table import table
from bot.slack.blocks.digest_text import text
from bot.slack.blocks.digest_words import MOST_BUDGETS, moved, title
from bot.slack.blocks.money import bar
from pricing.money import rounded

PREVIEW = "A preview: nobody else sees it."
LEFT_OUT = "Some of it is too long for a message and left out here."
LOG_HINT = "Log what you made, connect OpenAI, or import a file, and the next summary tells what was spent."


def digest(made: Digest, id: str, *, preview: bool = False) -> Content:
    """The message of a summary; `id` is that of its subscription, for the buttons."""
    blocks, plainer = (_fitting(made, id, preview, charted=charted) for charted in (True, False))
    return Content(
        text(made, lead=PREVIEW if preview else "", end=LOG_HINT if made.arrived == "never" else ""), blocks, plainer
    )


def _fitting(made: Digest, id: str, preview: bool, *, charted: bool) -> tuple[kit.Block, ...]:
    """The blocks, without what matters least where all of it is too long for a message; the text has it still."""
    every = (tuple(_blocks(each, id, preview, charted=charted)) for each in _shorter(made))
    return next(blocks for blocks in every if kit.weight(blocks) <= kit.MOST_WEIGHT)


def _shorter(made: Digest) -> Iterator[Digest]:
    """The summary, then less of it each time."""
    yield made
    made = replace(made, notes=(*made.notes, LEFT_OUT), ahead=made.ahead[:3], budgets=made.budgets[:3])
    yield made
    for kept in (2, 1, 0):
        made = replace(made, breakdowns=tuple(replace(each, moved=()) for each in made.breakdowns[:kept]))
        yield made
    yield replace(made, ahead=(), budgets=(), odd=(), quoted="")


def _blocks(made: Digest, id: str, preview: bool, *, charted: bool) -> Iterator[kit.Block]:
    if preview:
        yield kit.context(PREVIEW)
    yield kit.header(title(made))
    yield kit.rich(kit.paragraph(*naming.elements(made.sentence, made.names)))
    if made.lead:
        yield kit.context("\n".join(made.lead))
    chart = _chart(made) if charted else None
    if chart:
        yield chart
    if made.odd:
        yield _part("Worth a look", made.odd, made)
    yield from _budgets(made)
    rows = table(made, days=not charted)
    if rows:
        yield rows
    yield from _moved(made)
    if made.quoted:
        yield _part("Quoted and spent", [(made.quoted,)], made)
    if made.ahead:
        yield _part("Ahead", made.ahead, made)
    if made.arrived == "never":
        yield kit.section(LOG_HINT)
    yield kit.context("\n".join(made.notes)) if made.notes else kit.divider()
    yield _buttons(made, id, preview)


def _chart(made: Digest) -> kit.Block | None:
    """A bar a day, beside that of the week before; nothing where nothing was spent."""
    if not made.spent:
        return None
    labels = [f"{each.day:%a}" for each in made.days]
    weeks = [made.days] + ([made.days_before] if made.before else [])
    return {
        "type": "data_visualization",
        "title": "Spend by day in US dollars",
        "chart": {
            "type": "bar",
            "series": [
                {
                    "name": f"Week of {days[0].day.day} {days[0].day:%b}",
                    "data": [
                        {"label": label, "value": float(rounded(each.usd, 4))}
                        for label, each in zip(labels, days, strict=True)
                    ],
                }
                for days in weeks
            ],
            "axis_config": {"categories": labels, "y_label": "US dollars"},
        },
    }


def _moved(made: Digest) -> Iterator[kit.Block]:
    """What moved most beside the rows of the table."""
    for breakdown in made.breakdowns:
        if breakdown.moved:
            yield kit.rich(kit.paragraph(*naming.elements(moved(breakdown), made.names)))


def _budgets(made: Digest) -> Iterator[kit.Block]:
    if made.budgets:
        lines = [part for each in made.budgets[:MOST_BUDGETS] for part in _budget(each, made)]
        left = len(made.budgets) - MOST_BUDGETS
        more = [kit.line_break(), kit.run(f"And {left} more.")] if left > 0 else []
        yield kit.rich(kit.paragraph(kit.bold("Budgets"), *lines, *more))


def _budget(each: BudgetBar, made: Digest) -> Iterator[kit.Element]:
    yield kit.line_break()
    yield kit.run(f"{bar(each.share)} {each.share * 100:,.0f} % ")
    yield kit.run("Everything") if each.name is None else naming.element(each.name, made.names)
    yield kit.line_break()
    yield from naming.elements(each.said, made.names)


def _part(head: str, points: Sequence[Said], made: Digest) -> kit.Block:
    """A head and one sentence, or several as points."""
    said = [naming.elements(point, made.names) for point in points]
    if len(said) == 1:
        return kit.rich(kit.paragraph(kit.bold(head), kit.line_break(), *said[0]))
    elements = [kit.paragraph(*each) for each in said]
    listed = {"type": "rich_text_list", "style": "bullet", "elements": elements}
    return kit.rich(kit.paragraph(kit.bold(head)), listed)


def _buttons(made: Digest, id: str, preview: bool) -> kit.Block:
    """What can be done about it; a preview has no thread that answers could stand in."""
    value = ids.digest_value(id, made.first)
    named: list[tuple[str, str]] = []
    if made.spent is None:
        named = [
            ("Log spend", ids.DIGEST_LOG),
            ("Connect OpenAI", ids.DIGEST_CONNECT),
            ("Import a file", ids.DIGEST_IMPORT),
        ]
    elif not preview:
        named = [("By model", ids.DIGEST_MODELS)] if made.spent else []
        named += [("By person", ids.DIGEST_PEOPLE)] if made.spent and made.by_person else []
        named += [("Set budget", ids.DIGEST_BUDGET)]
    buttons = [kit.button(label, action, value) for label, action in named]
    buttons += [kit.button("Change schedule", ids.DIGEST_CHANGE, id), kit.button("Snooze", ids.DIGEST_SNOOZE, id)]
    return kit.actions(f"digest|{value}", buttons)
