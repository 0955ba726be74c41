"""Questions about text models: how many calls, how much goes in, how much comes out."""

from __future__ import annotations

from dataclasses import fields, replace
from decimal import Decimal
from itertools import pairwise

from bot.language import noted, say
from bot.language.facts.fact import Fact
from bot.language.facts.walk import bind
from bot.language.item import Item
from bot.language.jobs.assembly import read_jobs
from bot.language.jobs.counts import periods_in
from bot.language.message import Message
from bot.language.requests.mixed import sides
from bot.language.requests.overlooked import overlooked_in
from bot.language.requests.textnumbers import Numbers, numbers_of
from bot.language.textmodels import common_models
from bot.request import (
    ClarifyRequest,
    CompareRequest,
    JobRequest,
    Per,
    PriceRequest,
    Problem,
    QuoteRequest,
    Reading,
    Request,
    TextJobRequest,
)


def text_reading(message: Message) -> Reading:
    """The reading of a message that names a text model."""
    named = [item for item in message.items if item.kind == "textmodel"]
    unknown = next((item for item in named if not item.value), None)
    models = tuple(dict.fromkeys(item.value for item in named if item.value))
    pictured = message.cues.models or any(f.kind in ("quality", "size") for f in message.facts)
    images = tuple(d.job for d in message.drafts) if pictured else ()
    if unknown is not None:
        problem = say.unknown_model(unknown.raw, unknown.choices)
        return Reading(ClarifyRequest(images, ("model",), ()), problems=(problem,))
    if images and (mixed := _beside_images(message, models)):
        return mixed
    numbers = numbers_of(message.items)
    if not numbers.sizes and not numbers.calls:
        return _without_numbers(message, models, images)
    jobs = tuple(_job(model, numbers, message.facts) for model in models)
    problems = numbers.problems or _lacking(numbers)
    if images and numbers.calls and (len(numbers.calls) > 1 or not message.cues.words & {"call", "calls"}):
        problems = [*problems, Problem("calls", "Ask about the images and about the text one after the other, please.")]
    request: Request = QuoteRequest(images, jobs)
    if problems:
        request = ClarifyRequest(images, tuple(dict.fromkeys(p.field for p in problems)), jobs)
    elif len(models) > 1 or message.cues.has("compare"):
        request = CompareRequest(images, models, jobs)
    return Reading(request, notes=tuple(numbers.notes), problems=tuple(problems))


_UNREAD = ("unread", "double", "percentof", "repeat", "label", "year", "bound", "money")


def _beside_images(message: Message, models: tuple[str, ...]) -> Reading | None:
    """100 low squares, plus 2M tokens on gpt-5-mini: both jobs; None where they are not said apart."""
    parted = sides(message.items)
    if parted is None or message.cues.has("compare", "versus"):
        return None
    pictured, texted = parted
    facts, numbers = bind(pictured), numbers_of(texted)
    drafts = read_jobs(facts)
    of_each = any(item.of("each", "per") for item in texted) and not numbers.calls
    unclear = of_each or numbers.problems or not numbers.sizes or any(f.kind in _UNREAD for f in facts)
    unclear = unclear or any(d.problems or d.job.images is None for d in drafts) or len(models) > 1
    if unclear or overlooked_in(message, pictured, drafts):
        return None
    notes = (*(note for d in drafts for note in d.notes), *numbers.notes)
    request = QuoteRequest(tuple(d.job for d in drafts), (_job(models[0], numbers, bind(texted)),))
    return Reading(request, notes=tuple(dict.fromkeys(notes)))


def text_follow_up(message: Message, request: Request) -> Reading | None:
    """Another text model for the same text; another number of it is asked for in full. None: no change to it."""
    jobs = getattr(request, "text_jobs", None)
    if not jobs or _is_of_images(message):
        return None
    models = tuple(dict.fromkeys(item.value for item in message.items if item.kind == "textmodel" and item.value))
    numbers = numbers_of(message.items)
    if models and not numbers.sizes and not numbers.calls and not message.cues.has("pricelist"):
        against = message.cues.has("compare", "versus")
        models = tuple(dict.fromkeys((*(job.model for job in jobs), *models))) if against else models
        swapped = tuple(replace(jobs[0], model=model) for model in models)
        made: Request = CompareRequest((), models, swapped) if len(models) > 1 else QuoteRequest((), swapped)
        return Reading(made, followed=True)
    if not models and (timed := _lasting(numbers, message, jobs)):
        return Reading(QuoteRequest((), timed), followed=True)
    if not models and (other := _renumbered(numbers, message, jobs)):
        return Reading(other, followed=True)
    if not models and len(message.items) < 8 and any(item.kind == "num" for item in message.items):
        problem = Problem("input_tokens", "Which number should change? Say the model and the tokens in and out.")
        return Reading(ClarifyRequest((), ("input_tokens",), jobs), problems=(problem,), followed=True)
    return None


def _lasting(numbers: Numbers, message: Message, jobs: tuple[TextJobRequest, ...]) -> tuple[TextJobRequest, ...] | None:
    """For 90 days: the calls of jobs that repeat, over that time; None when it says something else."""
    lasts = [f for f in message.facts if f.kind == "duration" and f.number is not None]
    other = any(f.kind in ("count", "period", "double", "percentof") for f in message.facts)
    if len(lasts) != 1 or other or numbers.sizes or numbers.calls or len(jobs) != 1:
        return None
    (job,) = jobs
    times = periods_in(lasts[0].value, job.per, lasts[0].number or Decimal(0)) if job.per else None
    if not times or not job.calls or times * job.calls != int(times * job.calls):
        return None
    return (replace(job, calls=int(job.calls * times), per=None),)


def _is_of_images(message: Message) -> bool:
    pictured = any(f.kind in ("noun", "count") and "image" in (f.noun, f.value) for f in message.facts)
    return pictured or bool(message.cues.models) or any(f.kind in ("quality", "size", "edit") for f in message.facts)


def _renumbered(numbers: Numbers, message: Message, jobs: tuple[TextJobRequest, ...]) -> Request | None:
    """Make that 5,000 calls, 300 output tokens instead, in batch: the jobs with what the message says of them."""
    timed = any(f.kind in ("period", "duration", "double", "percentof") for f in message.facts)
    if numbers.problems or numbers.notes or timed or message.cues.has("compare", "versus", "neg", "fresh"):
        return None
    said = _job(jobs[0].model, numbers, message.facts)
    changes = {
        f.name: value for f in fields(said) if f.name != "model" and (value := getattr(said, f.name)) is not None
    }
    units = {"tokens": "words", "words": "tokens"}
    gone = {name.replace(unit, units[unit]): None for name in changes if (unit := name.rpartition("_")[2]) in units}
    changed = tuple(replace(job, **{**gone, **changes}) for job in jobs)
    if not changes:
        return None
    return (
        CompareRequest((), tuple(job.model for job in changed), changed) if len(jobs) > 1 else QuoteRequest((), changed)
    )


def lacks_model(message: Message) -> bool:
    """Whether tokens in and out are asked about, and no image and no model is named."""
    keyed = any(i.kind == "key" and i.value.startswith(("input_", "output_")) for i in message.items)
    if not keyed and not any(_directs(item, after) for item, after in pairwise(message.items)):
        return False
    settled = message.cues.models or any(f.kind in ("nomodel", "quality", "size") for f in message.facts)
    if settled or not numbers_of(message.items).sizes:
        return False
    return not any(
        f.kind in ("noun", "count") and (f.noun or f.value) == "image" and f.lemma != "output" for f in message.facts
    )


def _directs(item: Item, after: Item) -> bool:
    """Input tokens, output tokens."""
    return item.text in ("input", "output", "completion") and after.kind == "unit" and after.value == "token"


def reading_without_model(message: Message) -> Reading:
    """Tokens in and out, but of which model: asked back with a few that are known."""
    sizes = numbers_of(message.items).sizes.items()
    said = " and ".join(f"{noted.number(value)} {name.replace('_', ' ')}" for name, value in sizes)
    choices = tuple(f"{said} on {model}" for model in common_models())
    problem = Problem("model", "That is text in and out. Which text model is it for?", choices)
    return Reading(ClarifyRequest((), ("model",)), problems=(problem,))


def _lacking(numbers: Numbers) -> list[Problem]:
    if numbers.sizes:
        return []
    return [Problem("input_tokens", "I do not know how much text that is. Say the tokens or words in and out.", ())]


def _without_numbers(message: Message, models: tuple[str, ...], images: tuple[JobRequest, ...]) -> Reading:
    if message.cues.has("compare", "versus") and len(models) > 1:
        return Reading(
            ClarifyRequest(images, ("input_tokens",), tuple(TextJobRequest(m) for m in models)),
            problems=tuple(_lacking(Numbers())),
        )
    if message.cues.has("cost", "pricelist") or "charge" in message.cues.words:
        return Reading(PriceRequest(_all_models(message)))
    return Reading(
        ClarifyRequest(images, ("input_tokens",), tuple(TextJobRequest(m) for m in models)),
        problems=tuple(_lacking(Numbers())),
    )


def _all_models(message: Message) -> tuple[str, ...]:
    """Text models and image models in text order."""
    named = (item.value for item in message.items if item.kind in ("textmodel", "model"))
    return tuple(dict.fromkeys(name for name in named if name))


def _job(model: str, numbers: Numbers, facts: list[Fact]) -> TextJobRequest:
    calls = Decimal(1)
    for value in numbers.calls:
        calls *= value
    per, calls = _over_time(facts, calls)
    batch = next((f.value == "true" for f in facts if f.kind == "batch"), None)
    sizes = {name: int(value) for name, value in numbers.sizes.items()}
    said = numbers.calls or calls != 1
    return TextJobRequest(model, calls=int(calls) if said else None, per=per, batch=batch, **sizes)


def _over_time(facts: list[Fact], calls: Decimal) -> tuple[Per | None, Decimal]:
    per = next((f.value for f in facts if f.kind == "period"), "")
    for fact in facts:
        if fact.kind == "duration" and per and fact.number:
            times = periods_in(fact.value, per, fact.number)
            if times:
                return None, calls * times
    known: dict[str, Per] = {"day": "day", "week": "week", "month": "month"}
    return known.get(per), calls
