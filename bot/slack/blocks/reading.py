"""Modals that are only read: why a figure is what it is, CSV to copy, what is stored about a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.answer import say
from bot.answer.explain import MEANINGS
from bot.answer.model import Answer, JobQuote
from bot.slack.blocks import ids, kit
from bot.slack.blocks.lines import how_much
from bot.slack.blocks.notes import every_warning
from bot.slack.blocks.sources import checked
from pricing import LineItem, Quote
from pricing.money import shown, shown_exactly

MOST_JOBS = 10
MOST_MODELS = 3
"""Of a comparison: the cheapest ones."""

LISTED = "what the provider's table says an image comes to"
STORED = {
    "texts": "What you said to me, in words or by controls",
    "quotes": "Quotes that you asked for",
    "changes": "Settings that you changed",
    "roles": "What you may do here",
}
STAYS = "What stays is what you may do here, and that you let others do so: managers can see it."
MOST_LATEST = 5
MOST_PARTS = 40
"""Boxes of CSV in a modal."""


def why_view(answer: Answer, quote: str = "") -> kit.View:
    """Why the figures of an answer are what they are: each line, each way to count, warnings, where prices stand.

    `quote` is the id of the stored quote, which usage that comes from it can name.
    """
    blocks = [kit.header(say.plan_line(answer))]
    quotes = _explained(answer)
    for each in quotes:
        blocks += _why(each.quote)
    if len(answer.quotes) > len(quotes):
        blocks.append(kit.context(f"The other {len(answer.quotes) - len(quotes)} are counted the same way."))
    warnings = list(every_warning(answer))
    if warnings:
        blocks += [kit.divider(), kit.rich(kit.bullets(warnings))]
    lines = [line for each in quotes for line in (*each.quote.lines, *each.quote.metered_lines)]
    blocks += checked((line.price.source.url, line.price.source.checked) for line in lines)
    if quote:
        blocks.append(kit.context(f"This quote's id, for usage that comes from it: {quote}"))
    return kit.view(ids.VIEW_READ, "Why this figure?", blocks)


def _explained(answer: Answer) -> Sequence[JobQuote]:
    if answer.intent != "compare":
        return answer.quotes[:MOST_JOBS]
    cheapest = list(dict.fromkeys(each.quote.model_id for each in answer.quotes))[:MOST_MODELS]
    return [each for each in answer.quotes if each.quote.model_id in cheapest][:MOST_JOBS]


def _why(made: Quote) -> Iterator[kit.Block]:
    yield _titled(f"{say.job_title(made)}: {made.cost}", _meant(made, made.lines))
    yield kit.section(_reason(made))
    totals = made.totals
    if made.basis != "metered" and made.metered_lines:
        yield _titled(f"Likely bill, by tokens: {shown(totals.metered)}", _meant(made, made.metered_lines))
    if made.basis != "listed" and totals.listed is not None:
        yield kit.section(f"By the list price of an image it is {shown(totals.listed)}.")
    if made.basis != "additive" and totals.additive is not None:
        text = f"The guide adds list price and tokens, which has the image twice: {shown(totals.additive)}."
        yield kit.section(text)


def _titled(title: str, points: Iterable[str]) -> kit.Block:
    listed = list(points)
    return kit.rich(kit.paragraph(kit.bold(title)), *([kit.bullets(listed)] if listed else []))


def _meant(made: Quote, lines: Iterable[LineItem]) -> Iterator[str]:
    for line in lines:
        listing = line.meter == "image" and made.totals.listed is not None
        meaning = LISTED if listing else MEANINGS.get(line.meter, "as the price list has it")
        amount = f"{how_much(line)} = {shown_exactly(line.amount)}"
        yield f"{say.line_label(made, line)}: {amount}, {meaning}."


def _reason(made: Quote) -> str:
    """Why it is this way of counting that the figure shows."""
    if made.basis != made.totals.headline()[1]:
        how = {"metered": "by tokens, as the bill is made", "listed": "by list price", "additive": "as the guide does"}
        return f"This workspace counts {how[made.basis]}."
    if made.range:
        return "Not all of it is known in advance: the lines show the most it can be."
    if made.basis == "listed":
        return "The figure is the higher of list price and likely bill, so that it covers both."
    return "The figure is how the bill is made."


def csv_view(text: str) -> kit.View:
    """CSV to copy; what a modal has no room for is named at the end."""
    parts: list[str] = [""]
    for line in text.splitlines(keepends=True):
        if len(parts[-1]) + len(line) > kit.MOST_SECTION:
            parts.append("")
        parts[-1] += line
    blocks = [kit.rich(kit.code(part)) for part in parts[:MOST_PARTS]]
    if len(parts) > MOST_PARTS:
        blocks.append(kit.context(f"And {sum(part.count(chr(10)) for part in parts[MOST_PARTS:]):,} more lines."))
    return kit.view(ids.VIEW_READ, "Copy as CSV", blocks)


def stored_view(counts: Mapping[str, int], latest: Sequence[str] = (), metadata: str = "") -> kit.View:
    """What is stored about a person: how much of each kind, the latest words, and the button that removes it.

    `counts` are those of storage; a kind that is not known here is named as it is.
    """
    held = {what: count for what, count in counts.items() if count}
    if not held:
        return kit.view(ids.VIEW_STORED, "Stored about you", [kit.section("Nothing is stored about you.")])
    blocks = [kit.rich(kit.bullets(f"{STORED.get(what, what)}: {count:,}" for what, count in held.items()))]
    if latest:
        title = kit.paragraph(kit.bold("The latest"))
        blocks.append(kit.rich(title, kit.bullets(f"{text[:200]}" for text in latest[:MOST_LATEST])))
    blocks.append(kit.context(f"What you said is kept for 90 days, quotes for 400. {STAYS}"))
    dialog = kit.confirm("Remove it all?", "What you wrote to me and your quotes are removed for good.", "Remove")
    remove = kit.button("Remove it all", ids.STORED_REMOVE, "remove", style="danger", confirm=dialog)
    blocks.append({"type": "actions", "elements": [remove]})
    return kit.view(ids.VIEW_STORED, "Stored about you", blocks, private_metadata=metadata)


def removed_view() -> kit.View:
    """That it is gone."""
    return kit.view(ids.VIEW_STORED, "Stored about you", [kit.section("Removed."), kit.context(STAYS)])
