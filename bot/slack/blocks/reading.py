"""Modals that are only read: why a figure is what it is, CSV to copy, what is stored about a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.answer import say
from bot.answer.explain import MEANINGS
from bot.answer.model import Answer
from bot.slack.blocks import ids, kit
from bot.slack.blocks.lines import how_much
from pricing import Quote
from pricing.money import shown_exactly

MOST_JOBS = 10


def why_view(answer: Answer) -> kit.View:
    """Why the figures of an answer are what they are: each line, each way to count, where the prices stand."""
    blocks = [kit.header(say.plan_line(answer))]
    for each in answer.quotes[:MOST_JOBS]:
        blocks += _why(each.quote)
    if len(answer.quotes) > MOST_JOBS:
        blocks.append(kit.context(f"And {len(answer.quotes) - MOST_JOBS} more, counted the same way."))
    return kit.view(ids.VIEW_READ, "Why this figure?", blocks)


def _why(made: Quote) -> Iterator[kit.Block]:
    yield kit.rich(kit.paragraph(kit.bold(say.job_title(made))))
    points = [
        f"{say.line_label(made, line)}: {how_much(line)} = {shown_exactly(line.amount)}, {MEANINGS[line.meter]}"
        for line in dict.fromkeys((*made.lines, *made.metered_lines))
    ]
    yield kit.rich(kit.bullets(points))
    ways = [f"{what} {amount}: {how}." for what, amount, how in say.bases(made)]
    if ways:
        yield kit.section("\n".join(ways))
    sources = dict.fromkeys((line.price.source.url, line.price.source.checked) for line in made.metered_lines)
    yield kit.context("\n".join(f"{url}, checked {checked}" for url, checked in sources) or "No prices.")


def csv_view(text: str) -> kit.View:
    """CSV to copy."""
    lines = text.splitlines(keepends=True)
    parts: list[str] = [""]
    for line in lines:
        if len(parts[-1]) + len(line) > kit.MOST_SECTION:
            parts.append("")
        parts[-1] += line
    return kit.view(ids.VIEW_READ, "Copy as CSV", [kit.rich(kit.code(part)) for part in parts])


def stored_view(counts: Mapping[str, int], metadata: str = "") -> kit.View:
    """What is stored about a person, with the button that removes it."""
    held = {what: count for what, count in counts.items() if count}
    if not held:
        return kit.view(ids.VIEW_STORED, "Stored about you", [kit.section("Nothing is stored about you.")])
    points = [f"{what}: {count:,}" for what, count in held.items()]
    dialog = kit.confirm("Remove it all?", "Your quotes and what you wrote to me are removed for good.", "Remove")
    remove = kit.button("Remove it all", ids.STORED_REMOVE, "remove", style="danger", confirm=dialog)
    blocks = [kit.rich(kit.bullets(points)), {"type": "actions", "elements": [remove]}]
    return kit.view(ids.VIEW_STORED, "Stored about you", blocks, private_metadata=metadata)


def removed_view() -> kit.View:
    """That it is gone."""
    return kit.view(ids.VIEW_STORED, "Stored about you", [kit.section("Removed. Nothing is stored about you now.")])
