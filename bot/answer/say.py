"""Answers in words: the phrases that every surface shares, and the whole answer as plain text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from bot.answer import groups
from bot.answer.model import Answer, JobQuote
from bot.request import AffordRequest, CompareRequest, LogRequest
from pricing import Advice, LineItem, Quote
from pricing.money import plain, shown, shown_exactly, times, total

METERS = {
    "text_input": "Prompt text",
    "text_input_cached": "Prompt text, cached",
    "text_overhead": "Prompt overhead",
    "image_input": "Reference images",
    "image_input_cached": "Reference images, cached",
    "image_output": "Image output",
    "text_output": "Text output",
    "image": "Images",
    "subscription": "Plan",
}
QUOTED = frozenset({"quote", "log", "afford", "compare"})
"""Intents whose answers begin with a headline."""

SUMMED = frozenset({"quote", "log"})
"""Intents whose jobs add up to the headline."""

MAX_ADVICE = 3
"""Savings that are shown; the JSON answer has all of them."""

WARNED = frozenset({"retirement", "set_quality"})
"""Advice that has a warning beside it, which says the same."""


def job_title(made: Quote) -> str:
    """What a quote is for: "100 medium 1024x1024 images a month on gpt-image-1-mini"."""
    if made.images is None:
        calls = made.calls or 1
        what = f"{calls:,} calls" if calls > 1 else "Tokens"
    else:
        noun = _plural(made.images, "image")
        what = " ".join(part for part in (f"{made.images:,}", _quality(made), _size(made), noun) if part)
    per = f" a {made.per}" if made.per else ""
    paid = ""
    if made.generations and made.images and made.generations != made.images:
        paid = f" ({made.generations:,} generations)"
    return f"{what}{per} on {made.model_id}{paid}"


def line_label(made: Quote, line: LineItem) -> str:
    """What a line is called."""
    if line.meter == "subscription":
        return f"{made.plan} plan"
    if line.meter == "image" and made.totals.listed is not None:
        return "Images, list price"
    if line.meter == "text_input" and made.images is None:
        return "Text input"
    return METERS[line.meter]


def line_quantity(line: LineItem) -> str:
    """How much of what: "4,000 tokens"."""
    whole, point, digits = plain(line.quantity, 0).partition(".")
    unit = line.price.sku.unit
    return f"{int(whole):,}{point}{digits} {unit if line.quantity == 1 else unit + 's'}"


def line_price(line: LineItem) -> str:
    """The price of a unit as price lists write it: "$2.00 / 1M"."""
    if line.price.sku.unit == "token":
        return f"{shown_exactly(times(1_000_000, line.price.unit_price))} / 1M"
    return shown_exactly(line.price.unit_price)


def aligned(amounts: Sequence[Decimal]) -> list[str]:
    """Exact amounts with as many decimals as the longest has, so that a column adds up to the eye."""
    places = max(len(plain(amount).partition(".")[2]) for amount in amounts)
    return [f"${amount:,.{places}f}" for amount in amounts]


def headline(answer: Answer) -> str:
    """The one line that is read first."""
    line = plan_line(answer)
    spread = between(answer)
    range_ = f" ({spread[0].lower()}{spread[1:]})" if spread else ""
    short = short_of(answer)
    return f"{line}{range_}{f'; {short}' if short else ''}"


def plan_line(answer: Answer) -> str:
    """The headline without its range, and without what cannot be made."""
    request = answer.reading.request
    if isinstance(request, AffordRequest):
        return _afford_headline(answer, request)
    if isinstance(request, CompareRequest):
        return _compare_headline(answer)
    if not answer.quotes:
        return "This cannot be made as asked." if len(answer.unavailable) == 1 else "None of this can be made as asked."
    what = "Would log" if isinstance(request, LogRequest) else "Plan for"
    made = answer.quotes[0].quote
    if len({each.quote.per for each in answer.quotes}) > 1:
        return f"{what} each job by itself: they differ in the time they cover"
    if _single(answer) and what == "Plan for" and ended(answer, made):
        what = "Last price:"
    return f"{what} {shown(total(each.quote.total for each in answer.quotes))}{_per(made)}"


def between(answer: Answer) -> str:
    """The least and the most that the headline can turn out to be, "Between $3.97 and $5.62"; empty where it is one."""
    if answer.intent not in SUMMED or len({each.quote.per for each in answer.quotes}) != 1:
        return ""
    low = total(each.quote.range.low if each.quote.range else each.quote.total for each in answer.quotes)
    high = total(each.quote.total for each in answer.quotes)
    ranged = any(each.quote.range for each in answer.quotes)
    return f"Between {shown(low)} and {shown(high)}" if ranged and (low != high or _single(answer)) else ""


def short_of(answer: Answer) -> str:
    """How many of the jobs the headline is without; empty where it has them all."""
    several = answer.quotes and answer.intent in SUMMED and len({each.quote.per for each in answer.quotes}) == 1
    return f"{len(answer.unavailable)} of the jobs cannot be made as asked" if several and answer.unavailable else ""


def _single(answer: Answer) -> bool:
    return len(answer.quotes) + len(answer.unavailable) == 1


def ended(answer: Answer, made: Quote) -> bool:
    """Whether a quote's model is shut down on the day of the answer."""
    return made.model is not None and made.model.lifecycle.retired(answer.at)


def break_even(answer: Answer, each: JobQuote) -> str:
    """From how many images a month the plan compared with is cheaper; more than it makes is written as such."""
    if each.break_even_images is None:
        return ""
    makes = next((other.quote.plan_images for other in answer.quotes if other.quote.plan_images), None)
    if makes is not None and each.break_even_images > makes:
        return f">{makes:,}/month"
    return f"{each.break_even_images:,}/month"


def advice(answer: Answer) -> tuple[Advice, ...]:
    """The advice that is shown: what saves most, and what costs more, without what a warning says already."""
    shown_ones = [piece for piece in answer.advice if piece.code not in WARNED]
    saves = [piece for piece in shown_ones if piece.saves is not None]
    return (*saves[:MAX_ADVICE], *(piece for piece in shown_ones if piece.saves is None))


def bases(made: Quote) -> Iterator[tuple[str, str, str]]:
    """The other ways of counting: what each is called, what it comes to, and how it counts."""
    if made.plan is None:
        how = "by tokens" if made.model is None or made.model.output else "by the image"
        yield "Likely bill", shown(made.totals.metered), how + (", the figure above" if made.basis == "metered" else "")
    if made.totals.additive is not None:
        yield "As the guide counts", shown(made.totals.additive), "list price and tokens added up"


def text(answer: Answer) -> str:
    """The whole answer as plain sentences, as a notification or a screen reader would read it."""
    return " ".join(_ended(sentence) for sentence in _sentences(answer) if sentence)


def _sentences(answer: Answer) -> Iterator[str]:
    if answer.intent in QUOTED:
        yield headline(answer)
        yield from _quote_sentences(answer)
    lead = answer.data.lead if answer.data else 0
    yield from (*answer.body[:lead], groups.sentence(answer), *answer.body[lead:])
    if answer.question:
        yield answer.question.text
        if answer.question.choices:
            yield "For example: " + "; ".join(answer.question.choices)
    if answer.assumptions:
        yield "Assumed: " + " ".join(answer.assumptions)
    yield from answer.reading.notes
    yield from (warning.message for warning in answer.warnings)
    yield from (piece.message for piece in advice(answer))


def _quote_sentences(answer: Answer) -> Iterator[str]:
    for each in answer.quotes:
        yield _compared(answer, each) if answer.intent == "compare" else _itemized(each.quote, answer.intent != "log")
    for cannot in answer.unavailable:
        yield cannot.reason


def _itemized(made: Quote, with_others: bool) -> str:
    lines = "; ".join(
        f"{line_label(made, line)}, {line_quantity(line)} at {line_price(line)}: {shown_exactly(line.amount)}"
        for line in made.lines
    )
    if not lines:
        return job_title(made)
    others = "".join(f" {what}: {amount}, {how}." for what, amount, how in bases(made)) if with_others else ""
    return f"{job_title(made)}. {lines}. Total: {shown_exactly(made.total)}.{others}"


def _compared(answer: Answer, each: JobQuote) -> str:
    made = each.quote
    several = len({other.job for other in answer.quotes}) > 1
    saving = ""
    if each.savings and each.savings[0] and not several:
        saving = f", {plain(each.savings[0], 0)} % below the dearest"
    breaks = ""
    if each.break_even_images is not None:
        beyond = ", more than it makes" if break_even(answer, each).startswith(">") else ""
        breaks = f", {each.break_even_images:,} images a month cost as much as the plan{beyond}"
    plan = f" ({made.plan} plan)" if made.plan else ""
    past = " (ended)" if ended(answer, made) else ""
    what = job_title(made) if several else f"{made.model_id}{plan}{past}"
    return f"{what}: {made.cost}{_per(made)}{saving}{breaks}"


def _afford_headline(answer: Answer, request: AffordRequest) -> str:
    if not answer.quotes:
        return "This cannot be made as asked."
    made = answer.quotes[0].quote
    amount = shown(request.amount_usd)
    if not made.images:
        return f"{amount} does not pay for one image on {made.model_id}"
    return f"{amount} makes {made.images:,} {_plural(made.images, 'image')}{_per(made)} on {made.model_id}"


def _compare_headline(answer: Answer) -> str:
    if not answer.quotes:
        return "None of these models can make it as asked."
    live = [each.quote for each in answer.quotes if not ended(answer, each.quote)]
    best = live[0] if live else answer.quotes[0].quote
    cost = total(each.quote.total for each in answer.quotes if each.quote.model_id == best.model_id)
    jobs = len({each.job for each in answer.quotes})
    mixed = "" if jobs == 1 else " for both jobs" if jobs == 2 else f" for all {jobs} jobs"
    what = "Cheapest" if live else "None of these models can be used any more; the cheapest was"
    return f"{what}{':' if live else ''} {best.model_id} at {shown(cost)}{_per(best)}{mixed}"


def _per(made: Quote) -> str:
    return f" a {made.per}" if made.per else ""


def _quality(made: Quote) -> str:
    return f"{made.quality}-quality" if made.quality == "auto" else made.quality or ""


def _size(made: Quote) -> str:
    return "auto-size" if made.size == "auto" else made.size or ""


def _plural(count: int, noun: str) -> str:
    return noun if count == 1 else f"{noun}s"


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "?", "!", ":")) else f"{sentence}."
