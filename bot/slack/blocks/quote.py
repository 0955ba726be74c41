"""Messages for quote, afford and log: the figure first, then what it is made of, how it was read, what to know."""

from __future__ import annotations

from collections.abc import Iterator

from bot.answer import say
from bot.answer.model import Answer, JobQuote
from bot.slack.blocks import kit
from bot.slack.blocks.controls import Controls, for_quote, nearest
from bot.slack.blocks.lines import by_job, common_model, line_table
from bot.slack.blocks.message import Message, fitted
from bot.slack.blocks.notes import notes
from pricing.money import shown, total

MOST_UNAVAILABLE = 5


def quote_message(answer: Answer, controls: Controls | None = None) -> Message:
    """A quote, what an amount of money makes, or what would be logged."""
    above, below = list(_above(answer)), list(_below(answer, controls))
    return fitted(say.text(answer), lambda room: [*above, *_table(answer, controls, room), *below])


def _above(answer: Answer) -> Iterator[kit.Block]:
    yield kit.header(say.plan_line(answer))
    if about := _about(answer):
        yield kit.section(about)
    if likely := _bases(answer):
        yield kit.context(likely)


def _table(answer: Answer, controls: Controls | None, room: int) -> Iterator[kit.Block]:
    table = line_table(answer, room)
    if table is None:
        return
    yield table
    if by_job(answer, room):
        yield kit.context(f"One row a job.{' “Copy as CSV” has every line.' if controls else ''}")


def _below(answer: Answer, controls: Controls | None) -> Iterator[kit.Block]:
    yield from cannot(answer, controls)
    yield from notes(answer)
    if controls:
        yield from for_quote(answer, controls)


def _about(answer: Answer) -> str:
    """What the figure is for, and how far it may be off."""
    model = common_model(answer)
    several = f"{len(answer.quotes)} jobs{f' on {model}' if model else ''}"
    what = say.job_title(answer.quotes[0].quote) if len(answer.quotes) == 1 else several if answer.quotes else ""
    return "\n".join(filter(None, (what, say.between(answer), say.short_of(answer))))


def _bases(answer: Answer) -> str:
    """The other ways of counting in a line; summed over the jobs where there are several."""
    if answer.intent == "log" or not any(each.quote.lines for each in answer.quotes):
        return ""
    if len(answer.quotes) == 1:
        return " · ".join(
            f"{what} {amount} {how}" if what == "Likely bill" else f"{what} {amount}, {how}"
            for what, amount, how in say.bases(answer.quotes[0].quote)
        )
    if answer.total is None:
        return ""
    return _sums(answer.quotes)


def _sums(quotes: tuple[JobQuote, ...]) -> str:
    parts = [f"Likely bill {shown(total(each.quote.totals.metered for each in quotes))} by tokens"]
    added = [each.quote.totals.additive for each in quotes]
    if None not in added:
        parts.append(f"As the guide counts {shown(total(each for each in added if each is not None))}")
    return " · ".join(parts)


def cannot(answer: Answer, controls: Controls | None) -> Iterator[kit.Block]:
    """What cannot be made as asked, with the nearest that can on a button."""
    for index, each in enumerate(answer.unavailable[:MOST_UNAVAILABLE]):
        job = f"Job {each.job + 1}: " if len(answer.quotes) + len(answer.unavailable) > 1 else ""
        yield nearest(index, each, f"{job}{each.reason}", controls)
    beyond = len(answer.unavailable) - MOST_UNAVAILABLE
    if beyond > 0:
        yield kit.context(f"And {beyond} more that cannot be made as asked.")
