"""The questions that people ask about costs, answered from the catalog: words are ours, figures computed.

With a job in the thread the figures are that job's; without one those of the guide's example.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from bot.answer.costs import Desk
from bot.answer.decide import decide, words_sentence
from bot.answer.model import Answer, JobQuote
from bot.answer.say import job_title, line_label, line_price, line_quantity
from bot.request import ExplainRequest, JobRequest, Reading, Topic
from pricing import Adviser, ImageJob, PricingError, Prompt, Quote, quote
from pricing.compare import savings_pct
from pricing.guide import plan_rows, rate_rows
from pricing.image_tokens import TokenRange
from pricing.money import plain, shown, shown_exactly
from pricing.quality import AUTO
from pricing.size import listed

EXAMPLE = JobRequest(images=100, quality="medium", size="square", prompt_words=30)
"""The guide's example."""

GUIDE_MODEL = "gpt-image-1-mini"
LARGE = 10_000
LONG_PROMPT = 300
USES = {
    "low": "drafts, ideas and thumbnails",
    "medium": "web pages and social posts",
    "high": "hero images, print and fine text",
    "xhigh": "more detail than high, where it shows",
    "max": "the most a model can do",
    "standard": "most uses",
    "hd": "hero images and print",
}


def explain(desk: Desk, reading: Reading, request: ExplainRequest) -> Answer:
    """The answer to a topic, with the quotes of the thread's own jobs where there are any."""
    quotes = desk.explained_by(reading.context)
    body = _Explainer(desk, desk.at, quotes).on(request.topic)
    return Answer(reading, desk.at, quotes=quotes, body=tuple(body))


@dataclass(frozen=True, slots=True)
class _Explainer:
    desk: Desk
    at: datetime
    quotes: tuple[JobQuote, ...]

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
            "basis": self.basis,
        }
        yield from topics[topic]()

    @property
    def made(self) -> Quote:
        """The thread's first quote of a metered model, or the guide's example on the default model."""
        mine = (each.quote for each in self.quotes if each.quote.model and each.quote.model.output)
        return next(mine, None) or self.example()

    def example(self, model: str | None = None) -> Quote:
        """The guide's example on a model, on the default one if none is named."""
        return quote(self.desk.catalog, decide(self.desk.catalog, replace(EXAMPLE, model=model), self.at).job, self.at)

    @property
    def job(self) -> ImageJob:
        """The job of `made`."""
        job = self.made.job
        assert isinstance(job, ImageJob)  # noqa: S101 - `made` is a quote for images
        return job

    def changed(self, **changes: Any) -> Quote | None:
        """The job with changes, or None where the model cannot make it."""
        try:
            return quote(self.desk.catalog, replace(self.job, **changes), self.at)
        except PricingError:
            return None

    def tokens(self) -> Iterator[str]:
        """What tokens are."""
        yield (
            "A token is a piece of text, about three quarters of an English word, and images are counted in tokens "
            "too. The provider bills tokens: so many, times a rate."
        )
        yield words_sentence(Prompt.of_words(self.job.prompt.words or 30)) or ""
        counts = [
            f"{_count(tokens)} on {model.id}"
            for model in self.desk.catalog.live(self.at)
            if model.output and "medium" in model.qualities
            for tokens in [model.output.count("medium", model.sizes.named["square"])]
        ]
        yield f"One medium square image is {listed(counts)}: the same word is not the same quality everywhere."
        yield from self.lines()

    def lines(self) -> Iterator[str]:
        """What the lines of a quote mean, on the thread's own quote."""
        meanings = {
            "text_input": "your prompt, sent with every generation",
            "text_overhead": "tokens that the provider adds to each prompt: billed, measured, not documented",
            "image_input": "the images you send along to be edited or followed",
            "image_output": "the picture itself",
            "text_output": "what the model writes while it reasons; not known in advance, the most seen is shown",
        }
        made = self.made
        if made.basis == "listed":
            listing = made.lines[0]
            yield (
                f"{line_label(made, listing)}: {line_quantity(listing)} at {line_price(listing)} = "
                f"{shown_exactly(listing.amount)}, what the provider's table says an image comes to. The bill itself "
                "is made by tokens."
            )
        yield f"{job_title(made)}, by tokens:"
        for line in made.metered_lines:
            yield (
                f"{line_label(made, line)}: {line_quantity(line)} at {line_price(line)} = "
                f"{shown_exactly(line.amount)}, {meanings.get(line.meter, 'the price of the image')}."
            )

    def quality(self) -> Iterator[str]:
        """Which quality for what."""
        model = self.made.model
        for name in model.qualities if model else ():
            if each := self.changed(quality=name):
                yield f"{name.capitalize()} is for {USES[name]}: {_cost(each)}."
        yield "Draft in low, choose, and make only the chosen ones in a higher quality."

    def traps(self) -> Iterator[str]:
        """What drives a bill up."""
        made = self.made
        yield f"{_cost(made)}. What makes such a bill grow:"
        auto = self.changed(quality=AUTO)
        if auto and auto.range:
            yield (
                f"Quality left unset: the API then takes auto, which makes it {shown(auto.range.low)} to "
                f"{shown(auto.range.high)}."
            )
        tries = self.job.attempts if self.job.attempts > 1 else Decimal(3)
        tried, once = self.changed(attempts=tries), self.changed(attempts=Decimal(1))
        if tried and once:
            yield (
                f"Trial and error: {plain(tries, 0)} tries for each image kept make it {shown(tried.total)}, one makes "
                f"it {shown(once.total)}."
            )
        if long := self.changed(prompt=Prompt.of_words(LONG_PROMPT)):
            yield f"Long prompts: with {LONG_PROMPT} words each it is {shown(long.total)}."
        if referenced := self.changed(references=2):
            yield f"Reference images, billed with every generation: with two each it is {shown(referenced.total)}."
        yield "Failed and blocked calls: OpenAI does not say whether they are charged, so no quote counts them."

    def control(self) -> Iterator[str]:
        """How to keep a bill down."""
        yield f"{_cost(self.made)}. What makes it less:"
        for piece in Adviser(self.desk.catalog, self.made, self.at).advice():
            if piece.saves:
                yield piece.message
        yield "Set quality and size in every call: auto decides for you, and you pay for what it decides."
        yield "Set a monthly budget, so that people hear of it before the bill does. It warns; it is not a cap."

    def savings(self) -> Iterator[str]:
        """Mini against gpt-image-1, from their price lists."""
        yield from self._rates(GUIDE_MODEL, "gpt-image-1")
        yield from self._side_by_side(GUIDE_MODEL, "gpt-image-1")
        for name in (GUIDE_MODEL, "gpt-image-1"):
            yield from self._end(name)
        piece = next(
            (each for each in Adviser(self.desk.catalog, self.made, self.at).advice() if each.code == "cheaper_model"),
            None,
        )
        if piece:
            yield f"Today, for {_cost(self.made)}: {piece.message}"

    def dalle3(self) -> Iterator[str]:
        """Mini against DALL-E 3."""
        yield from self._rates(GUIDE_MODEL, "dall-e-3")
        yield "DALL-E 3 has one price an image, whatever the prompt: standard is about medium, hd about high."
        yield from self._side_by_side(GUIDE_MODEL, self.desk.catalog.default_model(self.at).id, "dall-e-3")
        yield from self._end("dall-e-3")

    def midjourney(self) -> Iterator[str]:
        """Metered images against Midjourney's plans, with the break-even for each."""
        job = replace(self.job, per="month")
        yield "Midjourney sells plans, not images: about 200 images for 3.3 fast hours, a third party's figure."
        for row in plan_rows(self.desk.catalog, "midjourney", job, self.at):
            pays = (
                f"cheaper from {row.break_even:,} images a month on"
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
            yield f"What they have is the Batch API, for work that can wait a day: {shown(batch.total)} for the same."
        yield "Contracted prices go into a price file of your own; quotes then use them."

    def basis(self) -> Iterator[str]:
        """Why there are three sums, and why the guide's differs."""
        guide = self.example(GUIDE_MODEL)
        metered, listed_, added = guide.totals.metered, guide.totals.listed, guide.totals.additive
        if listed_ is not None and added is not None:
            yield f"There are three ways to add up {job_title(guide)}."
            yield f"By tokens it is {shown_exactly(metered)}: that is how the bill is made."
            yield f"By the list price of an image, plus the prompt, it is {shown_exactly(listed_)}."
            yield "The plan figure is the higher of the two, so that it covers both."
            yield (
                f"The guide adds list price and output tokens, {shown_exactly(added)}, which has the image twice: the "
                "list price is those tokens. It prints $1.948, because it rounded $0.8448 to $0.84."
            )
        mine = self.made
        if mine.job != guide.job:
            also = f", {shown(mine.totals.listed)} by list price" if mine.totals.listed is not None else ""
            yield f"Here, {job_title(mine)}: {shown(mine.totals.metered)} by tokens{also}."

    def _rates(self, cheaper: str, dearer: str) -> Iterator[str]:
        for row in rate_rows(self.desk.catalog, cheaper, dearer, self.at):
            yield (
                f"{row.what[0].upper()}{row.what[1:]}: {shown_exactly(row.cheaper)} on {cheaper}, "
                f"{shown_exactly(row.dearer)} on {dearer}, {plain(row.saving_pct, 0)} % less."
            )

    def _side_by_side(self, *models: str) -> Iterator[str]:
        found: list[Quote] = []
        for model in dict.fromkeys((*models, self.job.model)):
            changed = self.changed(model=model)
            found += [changed] if changed else []
        if not found:
            return
        yield "; ".join(map(_cost, found)) + "."
        cheap, dear = (choose(found, key=lambda each: each.total) for choose in (min, max))
        if cheap.total < dear.total:
            saving = plain(savings_pct(cheap.total, dear.total), 0)
            yield f"{cheap.model_id} is {saving} % cheaper here than {dear.model_id}."

    def _end(self, model: str) -> Iterator[str]:
        life = self.desk.catalog.model(model).lifecycle
        if life.shuts_down and life.retired(self.at):
            yield f"{model} was shut down on {life.shuts_down:%Y-%m-%d}, so its prices are history."
        elif life.shuts_down and life.retiring(self.at):
            yield f"{model} shuts down on {life.shuts_down:%Y-%m-%d}."


def _cost(made: Quote) -> str:
    return f"{job_title(made)}: {shown(made.total)}"


def _count(tokens: TokenRange) -> str:
    return f"{tokens.low:,}" if tokens.low == tokens.high else f"{tokens.low:,} to {tokens.high:,}"
