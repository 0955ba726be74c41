"""The controls under an answer: what changes it in place, and what else can be done with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from bot.answer import say
from bot.answer.model import Answer
from bot.request import QualityWord
from bot.slack.blocks import ids, kit
from bot.slack.blocks.words import brief, jobs_of, text_jobs_of
from pricing import Advice, Catalog, ImageJob, Model, Quote, Size, Unavailable
from pricing.cautions import day
from pricing.money import shown, total
from pricing.quality import AUTO
from pricing.size import SHAPES

_COUNT = kit.button("Change the count", ids.OPEN_COUNT, "0")
_CHANGE = kit.button("Change the job", ids.OPEN_JOB, "0")
MOST_SAVINGS = 2
MOST_JOBS = 25
"""Of which one can be chosen to be changed: a menu of more would leave the table no room."""
QUALITIES: tuple[QualityWord, ...] = ("low", "medium", "high", "xhigh", "max")


@dataclass(frozen=True, slots=True)
class Controls:
    """What the controls of a message need: the stored quote they change, the models there are, who sees them.

    `private` says that only one person sees the message, who may then share it.
    """

    quote: str
    catalog: Catalog
    version: int = 1
    private: bool = False

    def row(self, name: str, elements: Iterable[kit.Element]) -> Iterator[kit.Block]:
        """A row of controls, if there are any for it."""
        if held := list(elements):
            yield kit.actions(ids.row_of(self.quote, self.version, name), held)


def for_quote(answer: Answer, controls: Controls) -> Iterator[kit.Block]:
    """Two rows under a quote: what the job is, then what else can be done."""
    jobs = jobs_of(answer.reading.request)
    alone = len(jobs) == 1 and not text_jobs_of(answer.reading.request)
    if alone and answer.quotes:
        counted = answer.intent in ("quote", "log")
        made = answer.quotes[0].quote
        yield from controls.row("job", [*menus(answer, made, controls), *([_COUNT] if counted else [])])
    elif alone:
        yield from controls.row("job", [_CHANGE])
    elif len(jobs) > 1:
        yield from controls.row("job", [_job_menu(answer)])
    if answer.intent == "log":
        yield from controls.row("more", [*_log(answer), *_rest(answer, controls)])
        return
    compare = [kit.button("Compare models", ids.COMPARE, "compare")] if _comparable(answer) else []
    yield from controls.row("more", [*savings(answer), *compare, *_log_quote(answer), *_rest(answer, controls)])


def _log_quote(answer: Answer) -> Iterator[kit.Element]:
    """The button that records what was quoted, after a question that says what that comes to."""
    made = [each.quote for each in answer.quotes]
    if answer.intent != "quote" or not made or answer.unavailable or not any(quote.lines for quote in made):
        return
    usd = shown(total(quote.totals.metered for quote in made))
    per = next((f" It is what one {quote.per} comes to." for quote in made if quote.per), "")
    text = f"{usd} are recorded as spent today, by tokens at today's prices.{per} You can undo it until the day ends."
    dialog = kit.confirm("Was this made?", text, "Log it", style="primary")
    yield kit.button("Log as spent", ids.LOG, "log", confirm=dialog)


def _log(answer: Answer) -> Iterator[kit.Element]:
    """The button that records the jobs; the message itself shows what would be."""
    if answer.quotes:
        yield kit.button("Log it as spent", ids.LOG, "log", style="primary")


def for_comparison(answer: Answer, controls: Controls) -> Iterator[kit.Block]:
    """Rows under a comparison: the job it is for, then a quote on one of the models and what else can be done."""
    request = answer.reading.request
    jobs = jobs_of(request)
    images = bool(jobs and answer.quotes) and not text_jobs_of(request)
    if images and len(jobs) == 1:
        yield from controls.row("job", [*_compared_menus(answer), _COUNT])
    elif len(jobs) == 1 and not answer.quotes:
        yield from controls.row("job", [_CHANGE])
    quotes = [_quote_menu(answer)] if images else []
    yield from controls.row("more", [*quotes, *_rest(answer, controls)])


def _compared_menus(answer: Answer) -> Iterator[kit.Element]:
    job = answer.quotes[0].quote.job
    if not isinstance(job, ImageJob):
        return
    qualities = [kit.option(f"{name.title()} quality", ids.value_of(0, "quality", name)) for name in QUALITIES]
    yield kit.select(ids.CHANGE_QUALITY, "Quality", qualities, ids.value_of(0, "quality", job.quality))
    shapes = [kit.option(shape.title(), ids.value_of(0, "size", shape)) for shape in SHAPES]
    yield kit.select(ids.CHANGE_SIZE, "Size", shapes, ids.value_of(0, "size", job.size))


def _quote_menu(answer: Answer) -> kit.Element:
    models = dict.fromkeys(each.quote.model_id for each in answer.quotes)
    options = [kit.option(model, ids.value_of(ids.EVERY, "model", model)) for model in models]
    return kit.select(ids.CHANGE_MODEL, "Quote it on…", options)


def menus(answer: Answer, made: Quote, controls: Controls, job: int = 0) -> Iterator[kit.Element]:
    """Menus of what the model of a quote makes, and of the models."""
    model = made.model
    if model is None or not isinstance(made.job, ImageJob):
        return
    if len(model.qualities) > 1:
        names = [*model.qualities, *([AUTO] if made.quality == AUTO else [])]
        options = [kit.option(f"{name.title()} quality", ids.value_of(job, "quality", name)) for name in names]
        yield kit.select(ids.CHANGE_QUALITY, "Quality", options, ids.value_of(job, "quality", made.quality or ""))
    if made.size is not None and model.sizes.named:
        yield _size_menu(made.size, model, job)
    live = controls.catalog.live(answer.at)
    models = live if model in live else (model, *live)
    options = [_model_option(each, answer, job) for each in models]
    yield kit.select(ids.CHANGE_MODEL, "Model", options, ids.value_of(job, "model", model.id))


def savings(answer: Answer) -> list[kit.Element]:
    """Buttons for the changes that save most of all jobs, the saving on each."""
    found = [piece for piece in answer.advice if piece.field and piece.saves and piece.code not in say.WARNED]
    found.sort(key=lambda piece: piece.saves or 0, reverse=True)
    several = len(answer.quotes) + len(answer.unavailable) > 1
    return [_saving(index, piece, several) for index, piece in enumerate(found[:MOST_SAVINGS])]


def nearest(index: int, each: Unavailable, said: str, controls: Controls | None) -> kit.Block:
    """Why a job cannot be made, beside a button for the nearest that can where that is one change."""
    change = nearest_change(each.nearest)
    if change is None or controls is None:
        return kit.section(said)
    field, value = change
    label = "Without batch" if field == "batch" else f"Make it {value}"
    button = kit.button(label, f"{ids.CHANGE_NEAREST}{index}", ids.value_of(each.job, field, value))
    return {**kit.section(said, button), "block_id": ids.row_of(controls.quote, controls.version, f"nearest{index}")}


def nearest_change(value: str | None) -> tuple[str, str] | None:
    """The field and value that the nearest possible job differs in, where that is one field."""
    if value in (*QUALITIES, "standard", "hd"):
        return "quality", value
    if value == "without batch":
        return "batch", ids.BATCH_NO
    if value in SHAPES or (value and _is_size(value)):
        return "size", value
    return None


def _is_size(value: str) -> bool:
    width, _, height = value.partition("x")
    return width.isdigit() and height.isdigit()


def _saving(index: int, piece: Advice, several: bool) -> kit.Element:
    changed = {
        "lower_quality": f"{str(piece.value).title()} quality",
        "other_size": f"{str(piece.value).title()}",
        "batch": "Batch API",
        "cheaper_model": f"{piece.value}",
        "prompt_length": f"{piece.value}-word prompts",
    }.get(piece.code, f"{piece.value}")
    job = f"Job {piece.job + 1}, " if several else ""
    label = f"{job}{changed}: save {shown(piece.saves or Decimal(0))}"
    return kit.button(label, f"{ids.CHANGE_SAVING}{index}", ids.value_of(piece.job, str(piece.field), str(piece.value)))


def _size_menu(made: str, model: Model, job: int) -> kit.Element:
    named = {str(size): shape for shape, size in model.sizes.named.items()}
    sizes = list(named) if made in named else [made, *named]
    options = [kit.option(_size_label(size, named.get(size)), ids.value_of(job, "size", size)) for size in sizes]
    return kit.select(ids.CHANGE_SIZE, "Size", options, ids.value_of(job, "size", made))


def _size_label(size: str, shape: str | None) -> str:
    if size == AUTO:
        return "Auto size"
    parsed = Size.parse(size)
    written = f"{parsed.width} × {parsed.height}"
    return f"{shape.title()}, {written}" if shape else written


def _model_option(model: Model, answer: Answer, job: int) -> kit.Element:
    life = model.lifecycle
    ends = ""
    if life.shuts_down and life.retired(answer.at):
        ends = f"shut down on {day(life.shuts_down)}"
    elif life.shuts_down and life.retiring(answer.at):
        ends = f"shuts down on {day(life.shuts_down)}"
    return kit.option(model.id, ids.value_of(job, "model", model.id), ends)


def _job_menu(answer: Answer) -> kit.Element:
    jobs = jobs_of(answer.reading.request)
    options = [kit.option(f"{index + 1}: {brief(job)}", str(index)) for index, job in enumerate(jobs[:MOST_JOBS])]
    which = "a job" if len(jobs) <= MOST_JOBS else f"one of the first {MOST_JOBS} jobs"
    return kit.select(ids.OPEN_JOB, f"Change {which}…", options)


def _comparable(answer: Answer) -> bool:
    return answer.intent == "quote" and bool(jobs_of(answer.reading.request)) and bool(answer.quotes)


def _rest(answer: Answer, controls: Controls) -> Iterator[kit.Element]:
    if not answer.quotes:
        return
    if controls.private:
        yield kit.button("Share", ids.SHARE, "share")
    if any(each.quote.lines for each in answer.quotes):
        yield kit.overflow(
            ids.MORE, [kit.option("Why this figure?", ids.MORE_WHY), kit.option("Copy as CSV", ids.MORE_CSV)]
        )
