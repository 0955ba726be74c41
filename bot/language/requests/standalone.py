"""A message that stands alone to its request."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from bot.language import noted, say
from bot.language.facts.fact import Fact
from bot.language.jobs.corrections import settle
from bot.language.jobs.drafts import Draft
from bot.language.jobs.parts import PARTS
from bot.language.message import Message
from bot.language.plainwords import PLAIN, STOP_WORDS
from bot.language.requests.digests import digest, unclear
from bot.language.requests.intents import Intent, intent_of
from bot.language.requests.overlooked import overlooked
from bot.language.requests.readings import record_reading, spans, unread
from bot.language.requests.records import budget, spend
from bot.language.requests.state import State
from bot.language.requests.textjobs import lacks_model, reading_without_model, text_reading
from bot.language.requests.topics import topic_of
from bot.language.textmodels import PROVIDERS
from bot.request import (
    AffordRequest,
    BudgetRequest,
    ClarifyRequest,
    CompareRequest,
    ExplainRequest,
    HelpRequest,
    JobRequest,
    LogRequest,
    PriceRequest,
    Problem,
    QuoteRequest,
    Reading,
    Request,
    SpendRequest,
    UnsupportedRequest,
)

LEFT_OUT = ("unread", "kind-of", "quoted", "bound", "month", "date")
_BETWEEN_DAYS = frozenset("between since from until till before after".split())
HARMLESS_AFTER = frozenset(
    "- page pages party sided side check checked checking spread body length height screen".split()
)
HARMLESS_NEAR = frozenset("off discount vat tax sure certain cotton opacity ai cheaper margin".split())


def standalone(message: Message, before: State | None, today: date) -> State:
    """The request of a message read by itself; what the thread stood at stays for later follow-ups."""
    if message.too_long:
        return _too_long()
    if any(item.kind == "textmodel" for item in message.items):
        text = text_reading(message)
        return State(text, text.request, (), "text")
    if lacks_model(message):
        text = reading_without_model(message)
        return State(text, text.request, (), "text")
    intent = intent_of(message.cues)
    if intent in ("quote", "compare", "afford", "log"):
        loose = _loose_share(message)
        if loose is None and intent != "afford":
            loose = overlooked(message, message.drafts, lambda other: other.drafts)
        return jobs_state(intent, message.drafts, message, message.cues.models, loose)
    return _plain_state(intent, message, before, today)


def _plain_state(intent: Intent, message: Message, before: State | None, today: date) -> State:
    """The state of an intent without jobs."""
    request = _of_that(_simple(intent, message, today), message, before)
    if isinstance(request, UnsupportedRequest | HelpRequest | ExplainRequest) and before is not None:
        context = tuple(draft.job for draft in before.drafts)
        return replace(before, reading=Reading(request, spans=spans(message), context=context))
    problems: tuple[Problem, ...] = ()
    if isinstance(request, ClarifyRequest):
        asked = say.unclear_range if request.missing[0] == "range" else say.missing_amount
        problems = (unclear(message.cues) or asked(),) if intent == "digest" else (asked(),)
    if isinstance(request, PriceRequest) and not request.models and (name := _unknown_name(message)):
        offered = tuple(f"price list for {model}" for model in message.choices)
        problems = (say.unknown_model(name, offered),)
        request = ClarifyRequest(jobs=(), missing=("model",))
    earlier = before.jobs() if before else None
    reading = replace(record_reading(message, request), problems=problems)
    return State(reading, request, (), intent, earlier=earlier)


def _of_that(request: Request, message: Message, before: State | None) -> Request:
    """What was spent on that model, in that channel, their budget: the one that the thread speaks of."""
    if not isinstance(request, SpendRequest | BudgetRequest) or before is None:
        return request
    channel = getattr(before.request, "channel", None)
    if isinstance(request, BudgetRequest):
        theirs = request.channel is None and request.action == "show" and "their" in message.cues.words
        return replace(request, channel=channel) if theirs else request
    models = {draft.job.model for draft in before.drafts if draft.job.model}
    models = models or set(getattr(before.request, "models", ()))
    if len(models) == 1 and request.model is None and message.cues.says("that model", "this model", "on it"):
        request = replace(request, model=models.pop())
    if request.channel is None and message.cues.says("that channel", "this channel"):
        request = replace(request, channel=channel)
    return request


def _loose_share(
    message: Message, kinds: tuple[str, ...] = ("double", "percentof", "unread", "repeat")
) -> Problem | None:
    """A "half", "twice" or "10%" that nothing was made of, where it could change the number of images."""
    facts = message.facts
    if any(f.kind == "attempts" for f in facts):
        return None
    for n, fact in enumerate(facts):
        if fact.kind not in kinds:
            continue
        names = [f.text for f in facts[n + 1 : n + 3] if f.kind == "sep" or f.kind in ("word", "noun")]
        if fact.kind in ("double", "percentof", "repeat") and not (names and names[0] in HARMLESS_AFTER):
            return say.loose_share(fact.raw, _choices(message, fact))
        if fact.kind == "unread" and fact.value == "percent" and not HARMLESS_NEAR & set(names):
            said = " ".join([fact.raw, *names[:1]]) if names and names[0].isalpha() else fact.raw
            return say.loose_share(said, _choices(message, fact))
    return None


def _choices(message: Message, fact: Fact) -> tuple[str, ...]:
    """The counts that a loose share could mean: the number said, and that number with the share worked in."""
    images = message.drafts[0].job.images
    if images is None or len(message.drafts) > 1:
        return ()
    share = {"percentof": PARTS.get(fact.text), "unread": 1 + (fact.number or Decimal(0)) / 100}.get(fact.kind)
    times = {"double": fact.value, "repeat": "2"}.get(fact.kind)
    worked = images * (Decimal(times) if times else share or Decimal(1))
    return tuple(dict.fromkeys(str(int(each)) for each in (worked, Decimal(images)) if each == int(each)))


def _unknown_name(message: Message) -> str:
    """The "foo" of a price list for foo; empty where an ordinary word stands there."""
    items = [item for item in message.items if item.kind not in ("punct", "line", "thanks")]
    for before, item in pairwise(items):
        led = before.text in ("for", "of", "on") or before.kind == "pricelist"
        plain = item.kind != "word" or item.text in STOP_WORDS or item.text in PLAIN or item.text in PROVIDERS
        if led and not plain:
            return item.raw
    return ""


def _too_long() -> State:
    request = ClarifyRequest(jobs=(JobRequest(),), missing=("text",))
    return State(Reading(request, problems=(say.too_long(),)), request, (Draft(),), "quote")


def _simple(intent: Intent, message: Message, today: date) -> Request:
    cues = message.cues
    match intent:
        case "help":
            return HelpRequest()
        case "explain":
            topic = topic_of(cues)
            return ExplainRequest(topic) if topic else UnsupportedRequest()
        case "price":
            job = message.drafts[0].job
            return PriceRequest(cues.models, job.quality, job.size)
        case "spend":
            asked = spend(cues, today)
            lost = asked.range is None and (cues.has("date") or (cues.has("num") and cues.words & _BETWEEN_DAYS))
            return ClarifyRequest(jobs=(), missing=("range",)) if lost else asked
        case "budget":
            return budget(cues)
        case "digest":
            return digest(cues)
        case _:
            return UnsupportedRequest()


def jobs_state(
    intent: str, drafts: tuple[Draft, ...], message: Message, models: tuple[str, ...], loose: Problem | None = None
) -> State:
    """The state of an intent with jobs: the request, or the question back."""
    if intent == "quote" and len(drafts) == 1 and len(drafts[0].models) > 1:
        intent, models = "compare", drafts[0].models
    problems = [p for d in drafts for p in d.problems]
    amount, money_problem = amount_of(message)
    loose = loose or _loose_share(message, ("unread",))
    if loose is not None and intent != "afford":
        drafts = tuple(replace(d, job=replace(d.job, images=None)) for d in drafts)
        problems.append(loose)
    if intent == "compare":
        drafts = tuple(_without_model(d) for d in drafts)
        if not any(f.kind == "nomodel" for f in message.facts):
            problems = [p for p in problems if p.field != "model"]
        if len(drafts) == 1 and problems and problems[0].field == "model":
            models = ()
    if intent == "afford":
        problems = [p for p in problems if p.field != "images"]
        problems += [money_problem] if money_problem else []
        problems += _part_of_amount(message)
        drafts, problems = _for_amount(drafts, problems)
    if intent in ("quote", "log"):
        lacking = any(d.job.images is None and not any(p.field == "images" for p in d.problems) for d in drafts)
        problems += [say.missing_images()] if lacking and not loose else []
    return finish(intent, drafts, models, amount, problems, message)


def _part_of_amount(message: Message) -> list[Problem]:
    """Half of our $300: which amount is meant is asked."""
    facts = message.facts
    part = any(
        f.kind == "percentof" and any(g.kind == "money" for g in facts[n + 1 : n + 4]) for n, f in enumerate(facts)
    )
    return [say.missing_amount()] if part else []


def _for_amount(drafts: tuple[Draft, ...], problems: list[Problem]) -> tuple[tuple[Draft, ...], list[Problem]]:
    """The one job that an amount is for, without its count; several jobs or models are asked about."""
    drafts = tuple(replace(d, job=replace(d.job, images=None)) for d in drafts)
    named = next((draft.models for draft in drafts if len(draft.models) > 1), ())
    if named:
        problems = [*problems, say.contradiction("model", *named[:2])]
        drafts = tuple(_without_model(draft) for draft in drafts)
    return drafts, [*problems, say.several_jobs()] if len(drafts) > 1 else problems


def finish(
    intent: str,
    drafts: tuple[Draft, ...],
    models: tuple[str, ...],
    amount: Decimal | None,
    problems: list[Problem],
    message: Message,
) -> State:
    """The request of these jobs, or the question back when something is wrong with them."""
    jobs = tuple(d.job for d in drafts)
    problems = list(dict.fromkeys(problems))
    aside = tuple(
        noted.left_out(f.raw) for f in message.facts if f.kind in LEFT_OUT or (f.kind == "money" and intent != "afford")
    )
    asked = " ".join(problem.message for problem in problems)
    aside = tuple(note for note in aside if note.partition("“")[2].rpartition("”")[0] not in asked)
    notes = tuple(dict.fromkeys((*(note for d in drafts for note in d.notes), *aside)))
    request: Request
    if problems:
        request = ClarifyRequest(jobs=jobs, missing=tuple(dict.fromkeys(p.field for p in problems)))
    elif intent == "compare":
        request = CompareRequest(jobs, models)
    elif intent == "afford" and amount is not None:
        request = AffordRequest(jobs, amount)
    elif intent == "log":
        request = LogRequest(jobs)
    else:
        request = QuoteRequest(jobs)
    reading = Reading(request, spans=spans(message), unread=unread(message), notes=notes, problems=tuple(problems))
    return State(reading, request, drafts, intent, models)


def amount_of(message: Message) -> tuple[Decimal | None, Problem | None]:
    """The amount of money in the text, or what is wrong with it."""
    named = message.cues.has("money", "key")
    amounts = [f for f in settle(message.facts) if f.kind == "money" and not f.negated] if named else []
    if not amounts:
        return None, say.missing_amount()
    first = amounts[0]
    if len({f.number for f in amounts}) > 1 or first.number is None or first.number <= 0 or first.value != "USD":
        return None, say.missing_amount(first.value)
    return first.number, None


def _without_model(draft: Draft) -> Draft:
    return replace(draft, job=replace(draft.job, model=None))
