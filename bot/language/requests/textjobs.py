"""Questions about text models: how many calls, how much goes in, how much comes out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise

from bot.language import say
from bot.language.facts.fact import Fact, lemma
from bot.language.item import Item
from bot.language.jobs.counts import periods_in
from bot.language.message import Message
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

PAGE_WORDS = 500
INPUT = frozenset("input in incoming prompt inputs context read".split())
OUTPUT = frozenset(
    "output out completion generated outgoing response answer outputs replies reply answers summary".split()
)
_PLURAL_CALLS = frozenset("replies answers prompts responses summaries completions contexts".split())
MOST = Decimal(10**15)
_STOP = frozenset("and plus , ; . ? ! with + then".split())


@dataclass(slots=True)
class _Numbers:
    calls: list[Decimal] = field(default_factory=list[Decimal])
    sizes: dict[str, Decimal] = field(default_factory=dict[str, Decimal])
    notes: list[str] = field(default_factory=list[str])
    problems: list[Problem] = field(default_factory=list[Problem])


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
    numbers = _numbers(message.items)
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


def text_follow_up(message: Message, request: Request) -> Reading | None:
    """Another text model for the same text; another number of it is asked for in full. None: no change to it."""
    jobs = getattr(request, "text_jobs", None)
    if not jobs or message.cues.imagelike:
        return None
    models = tuple(dict.fromkeys(item.value for item in message.items if item.kind == "textmodel" and item.value))
    numbers = _numbers(message.items)
    if models and not numbers.sizes and not numbers.calls and not message.cues.has("pricelist"):
        against = message.cues.has("compare", "versus")
        models = tuple(dict.fromkeys((*(job.model for job in jobs), *models))) if against else models
        swapped = tuple(replace(jobs[0], model=model) for model in models)
        made: Request = CompareRequest((), models, swapped) if len(models) > 1 else QuoteRequest((), swapped)
        return Reading(made, followed=True)
    if not models and len(message.items) < 8 and any(item.kind == "num" for item in message.items):
        problem = Problem("input_tokens", "Which number should change? Say the model and the tokens in and out.")
        return Reading(ClarifyRequest((), ("input_tokens",), jobs), problems=(problem,), followed=True)
    return None


def lacks_model(message: Message) -> bool:
    """Whether tokens in and out are asked about, and no image and no model is named."""
    keyed = any(i.kind == "key" and i.value.startswith(("input_", "output_")) for i in message.items)
    if not keyed and not any(_directs(item, after) for item, after in pairwise(message.items)):
        return False
    settled = message.cues.models or any(f.kind in ("nomodel", "quality", "size") for f in message.facts)
    if settled or not _numbers(message.items).sizes:
        return False
    return not any(
        f.kind in ("noun", "count") and (f.noun or f.value) == "image" and f.lemma != "output" for f in message.facts
    )


def _directs(item: Item, after: Item) -> bool:
    """Input tokens, output tokens."""
    return item.text in ("input", "output", "completion") and after.kind == "unit" and after.value == "token"


def reading_without_model(message: Message) -> Reading:
    """Tokens in and out, but of which model: asked back with a few that are known."""
    sizes = _numbers(message.items).sizes.items()
    said = " and ".join(f"{say.number(value)} {name.replace('_', ' ')}" for name, value in sizes)
    choices = tuple(f"{said} on {model}" for model in common_models())
    problem = Problem("model", "That is text in and out. Which text model is it for?", choices)
    return Reading(ClarifyRequest((), ("model",)), problems=(problem,))


def _lacking(numbers: _Numbers) -> list[Problem]:
    if numbers.sizes:
        return []
    return [Problem("input_tokens", "I do not know how much text that is. Say the tokens or words in and out.", ())]


def _without_numbers(message: Message, models: tuple[str, ...], images: tuple[JobRequest, ...]) -> Reading:
    if message.cues.has("compare", "versus") and len(models) > 1:
        return Reading(
            ClarifyRequest(images, ("input_tokens",), tuple(TextJobRequest(m) for m in models)),
            problems=tuple(_lacking(_Numbers())),
        )
    if message.cues.has("cost", "pricelist") or "charge" in message.cues.words:
        return Reading(PriceRequest(_all_models(message)))
    return Reading(
        ClarifyRequest(images, ("input_tokens",), tuple(TextJobRequest(m) for m in models)),
        problems=tuple(_lacking(_Numbers())),
    )


def _all_models(message: Message) -> tuple[str, ...]:
    """Text models and image models in text order."""
    named = (item.value for item in message.items if item.kind in ("textmodel", "model"))
    return tuple(dict.fromkeys(name for name in named if name))


def _numbers(items: list[Item]) -> _Numbers:
    found = _Numbers()
    pending: list[tuple[str, Decimal]] = []
    for i, item in enumerate(items):
        if item.kind != "num":
            continue
        if item.number is None or item.number <= 0 or item.number > MOST:
            found.problems.append(say.unreadable("input_tokens", item.raw))
            continue
        if i and items[i - 1].kind == "key" and _keyed(found, items[i - 1].value, item.number):
            continue
        way, unit, noun = _around(items, i)
        if unit in ("token", "word", "page"):
            _flush(found, pending, unit)
            _store(found, way, unit, item.number)
        elif way:
            pending.append((way, item.number))
        elif noun and noun != "time":
            found.calls.append(item.number)
        elif noun != "time":
            found.problems.append(say.unclear_tokens(item.raw))
    _flush(found, pending, "token")
    return found


def _keyed(found: _Numbers, key: str, value: Decimal) -> bool:
    """calls=100 input_tokens=2000: the key says what the number is."""
    if key == "calls":
        found.calls.append(value)
    elif key.startswith(("input_", "output_")) and key.endswith(("_tokens", "_words")):
        way, _, unit = key.partition("_")
        _store(found, way, unit.removesuffix("s"), value)
    else:
        return False
    return True


def _flush(found: _Numbers, pending: list[tuple[str, Decimal]], unit: str) -> None:
    """2M input and 300k output tokens: the unit said last is that of both."""
    for way, value in pending:
        _store(found, way, unit, value)
    pending.clear()


def _store(found: _Numbers, way: str, unit: str, value: Decimal) -> None:
    if not way:
        way = "input" if not any(name.startswith("input") for name in found.sizes) else "output"
        if way == "input" and unit == "token":
            found.notes.append(f"I read {say.number(value)} {unit}s as input.")
    if unit == "page":
        value, unit = value * PAGE_WORDS, "word"
        found.notes.append(f"I counted {PAGE_WORDS} words a page.")
    name = f"{way}_{unit}s"
    if name in found.sizes and found.sizes[name] != value:
        found.problems.append(say.contradiction(name, say.number(found.sizes[name]), say.number(value)))
    found.sizes[name] = value


def _around(items: list[Item], i: int) -> tuple[str, str, str]:
    """Direction, unit and noun of the number at items[i]."""
    way = unit = noun = ""
    for j in range(i + 1, min(i + 8, len(items))):
        item = items[j]
        if item.kind in ("num", "textmodel", "line", "money", "key") or (item.text in _STOP and (way or unit or noun)):
            break
        if item.text in _STOP or item.kind == "each":
            continue
        paired = item.text == "in" and j == i + 1 and _goes_on(items, j + 1)
        if j == i + 1 and item.text in _PLURAL_CALLS:
            return "", "", lemma(item.text)
        found_way, found_unit = _way(item, bool(unit or way) or paired), _unit(item)
        way, unit = way or found_way, unit or found_unit
        if not (found_way or found_unit or noun):
            noun = _counted(item)
        if noun and not unit and item.kind in ("on", "of"):
            break
    if noun == "time" and items[i + 1].kind != "time":
        noun = ""
    return way, unit, noun


def _goes_on(items: list[Item], j: int) -> bool:
    """What follows the "in" of 1k in, 300 out."""
    return j < len(items) and (items[j].text in ("/", "and", ",", "|") or items[j].kind == "num")


def _way(item: Item, begun: bool) -> str:
    """In or out; "in" by itself only after a number of tokens."""
    if item.text in INPUT and (item.text != "in" or begun):
        return "input"
    return "output" if item.text in OUTPUT else ""


def _unit(item: Item) -> str:
    if item.kind == "unit" and item.value in ("token", "word"):
        return item.value
    return "page" if lemma(item.text) == "page" else ""


def _counted(item: Item) -> str:
    if item.kind == "time":
        return "time"
    return lemma(item.text) if item.plural or item.kind in ("image", "weak", "subject", "try") else ""


def _job(model: str, numbers: _Numbers, facts: list[Fact]) -> TextJobRequest:
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
