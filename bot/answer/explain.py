"""The questions that people ask about costs, answered from the catalog: words are ours, figures computed.

With a job in the thread the figures are that job's; without one those of the guide's example, and it says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from bot.answer.costs import Quoter
from bot.answer.decide import decide, words_sentence
from bot.answer.model import Answer
from bot.answer.say import job_title, line_label, line_price, line_quantity
from bot.request import ExplainRequest, JobRequest, Reading, Topic
from pricing import Advice, Adviser, Catalog, ImageJob, PricingError, Prompt, Quote, quote
from pricing.cautions import day
from pricing.compare import savings_pct
from pricing.guide import plan_rows, rate_rows
from pricing.image_tokens import TokenRange
from pricing.money import plain, shown, shown_exactly
from pricing.quality import AUTO
from pricing.quote import Basis
from pricing.size import listed

EXAMPLE = JobRequest(images=100, quality="medium", size="square", prompt_words=30)
"""The guide's example."""

GUIDE_MODEL = "gpt-image-1-mini"
GUIDE_PRINTED = Decimal("1.948")
"""What the guide prints for its example: https://www.eesel.ai/blog/gpt-image-1-mini-pricing"""

LARGE = 10_000
USES = {
    "low": "drafts, ideas and thumbnails",
    "medium": "web pages and social posts",
    "high": "hero images, print and fine text",
    "xhigh": "detail beyond high, where it shows",
    "max": "the few images that need everything a model has",
    "standard": "most uses",
    "hd": "hero images and print",
}
MEANINGS = {
    "text_input": "your prompt, sent with every generation",
    "text_overhead": "tokens that the provider adds to each prompt: billed, measured, not documented",
    "image_input": "the images you send along to be edited or followed",
    "image_output": "the picture itself",
    "text_output": "what the model writes while it reasons; not known in advance, the most seen is shown",
    "image": "the picture itself, which has one price, whatever the prompt",
    "subscription": "a month of the smallest plan that makes so many images",
}


def explain(quoter: Quoter, reading: Reading, request: ExplainRequest) -> Answer:
    """The answer to a topic, with the quotes of the thread's own jobs where there are any."""
    quotes = quoter.quotes_for(reading.context)
    made = quotes[0].quote if quotes else _example(quoter.catalog, quoter.at, quoter.basis)
    explainer = _Explainer(quoter.catalog, quoter.at, quoter.basis, made)
    body = tuple(explainer.on(request.topic))
    if not quotes:
        body = (*body, f"The figures are for an example, {job_title(made)}.")
    return Answer(reading, quoter.at, quotes=quotes, body=body)


def _example(catalog: Catalog, at: datetime, basis: Basis | None, model: str | None = None) -> Quote:
    """The guide's example on a model, on the default one if none is named."""
    return quote(catalog, decide(catalog, replace(EXAMPLE, model=model), at).job, at, basis)


@dataclass(frozen=True, slots=True)
class _Explainer:
    """Explains with the figures of one quote."""

    catalog: Catalog
    at: datetime
    basis: Basis | None
    made: Quote

    def on(self, topic: Topic) -> Iterator[str]:
        """The sentences on a topic."""
        topics: dict[Topic, Callable[[], Iterator[str]]] = {
            "tokens": self.tokens,
            "lines": self.lines,
            "quality": self.quality,
            "traps": self.traps,
            "control": self.control,
            "savings": self.savings,
            "dalle3": self.dalle3,
            "midjourney": self.midjourney,
            "volume": self.volume,
            "basis": self.all_bases,
        }
        yield from topics[topic]()

    def changed(self, **changes: Any) -> Quote | None:
        """The job with changes, or None where the model cannot make it."""
        try:
            return quote(self.catalog, replace(self.made.job, **changes), self.at, self.basis)
        except PricingError:
            return None

    def advice(self) -> tuple[Advice, ...]:
        """What would make the job cheaper."""
        pieces = Adviser(self.catalog, self.made, self.at, self.basis).advice()
        return tuple(piece for piece in pieces if piece.saves)

    def tokens(self) -> Iterator[str]:
        """What tokens are."""
        yield (
            "A token is a piece of text, about three quarters of an English word, and images are counted in tokens "
            "too. The provider bills tokens: so many, times a rate."
        )
        yield words_sentence(Prompt.of_words(EXAMPLE.prompt_words or 0)) or ""
        models: dict[str, list[str]] = {}
        for model in self.catalog.live(self.at):
            if model.output and "medium" in model.qualities:
                tokens = model.output.count("medium", model.sizes.named["square"])
                models.setdefault(_count(tokens), []).append(model.id)
        counts = [f"{count} tokens on {listed(names)}" for count, names in models.items()]
        yield f"One medium square image is {'; '.join(counts)}: the same word is not the same quality everywhere."
        yield from self.lines()

    def lines(self) -> Iterator[str]:
        """What the lines of a quote mean, on the thread's own quote."""
        made = self.made
        if made.basis == "listed":
            listing = made.lines[0]
            yield (
                f"{line_label(made, listing)}: {line_quantity(listing)} at {line_price(listing)} = "
                f"{shown_exactly(listing.amount)}, what the provider's table says an image comes to. The bill itself "
                "is made by tokens."
            )
        yield f"{job_title(made)}, as the bill is made:"
        for line in made.metered_lines:
            yield (
                f"{line_label(made, line)}: {line_quantity(line)} at {line_price(line)} = "
                f"{shown_exactly(line.amount)}, {MEANINGS[line.meter]}."
            )

    def quality(self) -> Iterator[str]:
        """Which quality for what."""
        for name in self.made.model.qualities if self.made.model else ():
            if each := self.changed(quality=name):
                yield f"{name.capitalize()} is for {USES[name]}: {_cost(each)}."
        yield "Draft in low, choose, and make only the chosen ones in a higher quality."

    def traps(self) -> Iterator[str]:
        """What drives a bill up, as far as it does for this job."""
        job = self.made.job
        yield f"{_cost(self.made)}. What makes such a bill grow:"
        if isinstance(job, ImageJob):
            tries = job.attempts * 2 if job.attempts > 1 else Decimal(3)
            error = f"Trial and error, {plain(tries, 0)} tries for each image kept, makes it"
            grown = (
                ("Quality left unset, which the API takes as auto, makes it", self.changed(quality=AUTO)),
                (error, self.changed(attempts=tries)),
                ("Prompts twice as long make it", self.changed(prompt=Prompt.of_tokens(job.prompt.tokens * 2))),
                ("One more reference image each makes it", self.changed(references=job.references + 1)),
            )
            yield from (f"{what} {more.cost}." for what, more in grown if more and more.total > self.made.total)
        yield "Failed and blocked calls: OpenAI does not say whether they are charged, so no quote counts them."

    def control(self) -> Iterator[str]:
        """How to keep a bill down."""
        yield f"{_cost(self.made)}. What makes it less:"
        yield from (piece.message for piece in self.advice())
        yield "Set quality and size in every call: auto decides for you, and you pay for what it decides."
        yield "Set a monthly budget, so that people hear of it before the bill does. It warns; it is not a cap."

    def savings(self) -> Iterator[str]:
        """Mini against gpt-image-1, from their price lists."""
        yield from self._rates(GUIDE_MODEL, "gpt-image-1")
        yield from self._side_by_side(GUIDE_MODEL, "gpt-image-1")
        for name in (GUIDE_MODEL, "gpt-image-1"):
            yield from self._end(name)
        piece = next((each for each in self.advice() if each.code == "cheaper_model"), None)
        if piece:
            yield f"Today, for {_cost(self.made)}: {piece.message}"

    def dalle3(self) -> Iterator[str]:
        """Mini against DALL-E 3."""
        yield "DALL-E 3 has one price an image, whatever the prompt: standard is about medium, hd about high."
        yield from self._rates(GUIDE_MODEL, "dall-e-3")
        yield from self._side_by_side(GUIDE_MODEL, self.catalog.default_model(self.at).id, "dall-e-3")
        yield from self._end("dall-e-3")

    def midjourney(self) -> Iterator[str]:
        """Metered images against Midjourney's plans, with the break-even for each."""
        job = decide(self.catalog, EXAMPLE, self.at).job
        if isinstance(self.made.job, ImageJob) and not self.made.plan:
            job = self.made.job
        model = self.catalog.model("midjourney")
        if model.note:
            yield f"Midjourney sells plans, not images. {model.note}"
        for row in plan_rows(self.catalog, model.id, replace(job, per="month"), self.at):
            pays = (
                f"it pays from {row.break_even:,} images a month"
                if row.pays_off
                else f"it would pay from {row.break_even:,} images a month, which is more than it makes"
            )
            yield (
                f"{row.plan.name}: {shown(row.usd_a_month)} a month for about {row.images:,} images, "
                f"{shown(row.per_image)} each; beside {job.model} {pays}."
            )

    def volume(self) -> Iterator[str]:
        """What large volumes cost."""
        if large := self.changed(images=LARGE):
            yield f"{_cost(large)}. The price lists have no discount for volume: an image costs what one costs."
        if batch := self.changed(images=LARGE, batch=True):
            yield f"What they have is the Batch API, for work that can wait a day: {batch.cost} for the same."
        yield "Contracted prices go into a price file of your own; quotes then use them."

    def all_bases(self) -> Iterator[str]:
        """Why there are three sums, and why the guide's differs."""
        guide = _example(self.catalog, self.at, None, GUIDE_MODEL)
        metered, listed_, added = guide.totals.metered, guide.totals.listed, guide.totals.additive
        if listed_ is not None and added is not None:
            output = next(line.amount for line in guide.metered_lines if line.meter == "image_output")
            yield f"There are three ways to add up {job_title(guide)}."
            yield f"By tokens it is {shown_exactly(metered)}: that is how the bill is made."
            yield f"By the list price of an image, plus the prompt, it is {shown_exactly(listed_)}."
            yield "The plan figure is the higher of the two, so that it covers both."
            yield (
                f"The guide adds list price and output tokens, {shown_exactly(added)}, which has the image twice: the "
                f"list price is those tokens. It prints {shown_exactly(GUIDE_PRINTED)}, because it cut "
                f"{shown_exactly(output)} to {shown_exactly(output - (added - GUIDE_PRINTED))}."
            )
        mine = self.made
        if mine.job != guide.job:
            also = f", {shown(mine.totals.listed)} by list price" if mine.totals.listed is not None else ""
            yield f"{job_title(mine)}: {shown(mine.totals.metered)} as the bill is made{also}."

    def _rates(self, cheaper: str, dearer: str) -> Iterator[str]:
        for row in rate_rows(self.catalog, cheaper, dearer, self.at):
            yield (
                f"{row.what[0].upper()}{row.what[1:]}: {shown_exactly(row.cheaper)} on {cheaper}, "
                f"{shown_exactly(row.dearer)} on {dearer}, {plain(row.saving_pct, 0)} % less."
            )

    def _side_by_side(self, *models: str) -> Iterator[str]:
        own = (self.made.job.model,) if self.made.model else ()
        found = [each for name in dict.fromkeys((*models, *own)) if (each := self.changed(model=name))]
        if not found:
            return
        yield "; ".join(map(_cost, found)) + "."
        cheap, dear = (choose(found, key=lambda each: each.total) for choose in (min, max))
        if cheap.total < dear.total:
            saving = plain(savings_pct(cheap.total, dear.total), 0)
            yield f"{cheap.model_id} is {saving} % cheaper here than {dear.model_id}."

    def _end(self, model: str) -> Iterator[str]:
        life = self.catalog.model(model).lifecycle
        if life.shuts_down and life.retired(self.at):
            yield f"{model} was shut down on {day(life.shuts_down)}, so its prices are history."
        elif life.shuts_down and life.retiring(self.at):
            yield f"{model} shuts down on {day(life.shuts_down)}."


def _cost(made: Quote) -> str:
    return f"{job_title(made)}: {made.cost}"


def _count(tokens: TokenRange) -> str:
    return f"{tokens.low:,}" if tokens.low == tokens.high else f"{tokens.low:,} to {tokens.high:,}"
