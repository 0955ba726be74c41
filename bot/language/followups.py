"""Follow-ups: a message read as a change to what the thread stands at.

Whether a message is one at all is decided here; what it changes in jobs is in `changes`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import cast

from bot.language.answering import amount_of, finish, jobs_state, spans, standalone
from bot.language.changes import changed
from bot.language.intents import intent_of
from bot.language.message import Message
from bot.language.pointing import removed
from bot.language.records import by_of, clock_of, period_of, range_of, user_of
from bot.language.state import State
from bot.language.topics import topic_of
from bot.request import (
    BudgetRequest,
    DigestRequest,
    PriceRequest,
    Reading,
    Request,
    SpendRequest,
    Weekday,
)

LEADS = ("lead", "fix", "on", "neg", "again", "and", "all", "double", "addjob", "percentof", "for", "thanks", "or", "set", "now", "try")
CHANGES = frozenset(
    "count vague quality size model nomodel batch prompt_words prompt_tokens prompt_text references attempts period"
    " duration double percentof bad ref edit try keep discard retryrate money language unread".split()
)


def follow(message: Message, before: State, today: date) -> State | None:
    """The thread's state after this message, if it is a follow-up; None when it stands alone."""
    cues = message.cues
    if message.too_long or cues.has("fresh") or not message.items:
        return None
    if isinstance(before.request, SpendRequest | PriceRequest | BudgetRequest | DigestRequest):
        request = _record(message, before.request, today)
        if request is not None and request != before.request:
            return State(Reading(request, spans=spans(message), followed=True), request, (), before.intent, earlier=before.earlier)
        before = before.earlier or before
    return _jobs(message, before) if before.drafts else None


def _record(message: Message, request: Request, today: date) -> Request | None:
    cues = message.cues
    if cues.counted and cues.imagelike and not isinstance(request, BudgetRequest):
        return None
    if isinstance(request, SpendRequest):
        return _spend(message, request, today)
    if intent_of(cues) in ("spend", "log", "help", "afford", "compare"):
        return None
    if isinstance(request, PriceRequest):
        return _price(message, request)
    if isinstance(request, BudgetRequest):
        return _budget(message, request)
    return _digest(message, cast(DigestRequest, request))


def _spend(message: Message, request: SpendRequest, today: date) -> Request | None:
    cues = message.cues
    if intent_of(cues) in ("budget", "digest", "log", "help", "afford") or topic_of(cues) not in (None, "lines", "quality"):
        return None
    if (cues.has("spent") or "spend" in cues.words) and not _leads(message) and not cues.has("again"):
        return None
    return replace(
        request,
        range=range_of(cues, today) or request.range,
        by=by_of(cues) or request.by,
        model=cues.models[0] if cues.models else request.model,
        user=user_of(cues) or request.user,
        channel=cues.first("channel") or request.channel,
    )


def _price(message: Message, request: PriceRequest) -> Request | None:
    cues = message.cues
    if topic_of(cues) and not cues.settings or cues.has("pricelist") and not _leads(message):
        return None
    if cues.has("digest", "budget", "money"):
        return None
    job = message.drafts[0].job
    return replace(
        request,
        models=cues.models or request.models,
        quality=job.quality or request.quality,
        size=job.size or request.size,
    )


def _budget(message: Message, request: BudgetRequest) -> Request | None:
    cues = message.cues
    if cues.has("budget") and not _leads(message):
        return None
    amount, problem = amount_of(message)
    count = next((f for f in message.facts if f.kind == "count"), None)
    if amount is None and problem and count is not None and request.action == "set" and not cues.imagelike:
        amount = count.number
    channel = cues.first("channel") or request.channel
    period = period_of(cues) or request.period
    if amount is not None and amount > 0:
        return BudgetRequest("set", amount, period, channel)
    if cues.has("clear"):
        return BudgetRequest("clear", None, request.period, channel)
    if cues.has("show") and not period_of(cues):
        return BudgetRequest("show", None, request.period, channel)
    return replace(request, channel=channel, period=period)


def _digest(message: Message, request: DigestRequest) -> Request | None:
    cues = message.cues
    weekday, zone = cues.first("weekday"), cues.first("zone")
    clock = clock_of(cues)
    if weekday or zone or clock:
        return DigestRequest(
            "schedule",
            cast(Weekday | None, weekday) or request.weekday,
            clock or request.time,
            zone or request.timezone,
        )
    for kind, action in (("pause", "pause"), ("clear", "pause"), ("resume", "resume"), ("send", "send")):
        if cues.has(kind):
            return standalone(message, None, date.min).request if cues.has("digest") else DigestRequest(action)  # type: ignore[arg-type]
    return None


def _leads(message: Message) -> bool:
    """Whether the message begins like a continuation: and, what about, with, not, on …"""
    first = next((item for item in message.items if item.kind not in ("user", "punct", "link", "line")), None)
    return first is not None and (first.kind in LEADS or first.text in ("please", "pls", "let's", "lets", "then", "the"))


def _jobs(message: Message, before: State) -> State | None:
    cues = message.cues
    intent = intent_of(cues)
    if intent in ("spend", "budget", "digest", "help") and not (intent == "budget" and before.intent == "afford"):
        return None
    if _stands_alone(message):
        return None
    if intent == "log":
        return _again("log", message, before)
    if intent == "price":
        return _prices(message, before)
    topic = topic_of(cues)
    if topic and not (_leads(message) and cues.settings) and not cues.has("double") and not cues.counted:
        if topic not in ("savings", "midjourney", "dalle3") or not cues.models:
            return None
    if intent == "compare" or (topic and cues.models):
        return _compare(message, before)
    if intent == "afford" or (cues.has("money") and before.intent == "afford"):
        return _afford(message, before)
    if not (any(f.kind in CHANGES for f in message.facts) or removed(message, before.drafts)) or (cues.has("thanks") and len(message.items) < 3):
        return None
    return _modify(message, before)


def _stands_alone(message: Message) -> bool:
    """Whether the message says a whole job itself."""
    cues = message.cues
    if cues.has("addjob") and not cues.says("how much"):
        return False
    leads = _leads(message)
    pointing = cues.has("again", "double", "percentof") or cues.says("ones", "one", "more", "another", "fewer")
    counts = [f for f in message.facts if f.kind == "count" and not f.negated]
    if not counts:
        single = message.drafts[0].job.images == 1
        return (single and cues.has("cost") and not leads and not pointing) or (
            cues.settings > 2 and cues.has("cost") and not leads and not pointing
        )
    noun = any(f.noun in ("image", "weak") for f in counts)
    if cues.has("cost") and noun and (cues.settings > 1 or not (leads or pointing)):
        return not pointing or cues.settings > 2
    if leads or pointing:
        return False
    return cues.settings > 1 or (noun and cues.settings > 0)


def _again(intent: str, message: Message, before: State) -> State:
    return _followed(jobs_state(intent, changed(message, before.drafts), message, ()))


def _prices(message: Message, before: State) -> State:
    cues, job = message.cues, message.drafts[0].job
    named = tuple(dict.fromkeys(d.job.model for d in before.drafts if d.job.model)) or before.models
    request = PriceRequest(cues.models or named, job.quality, job.size)
    return State(Reading(request, spans=spans(message), followed=not cues.models), request, (), "price")


def _compare(message: Message, before: State) -> State:
    said = message.cues.models
    had = before.models if before.intent == "compare" else tuple(dict.fromkeys(d.job.model for d in before.drafts if d.job.model))
    if not said or message.cues.says("which model", "what model", "all models", "every model", "cheapest model"):
        models: tuple[str, ...] = ()
        if before.intent == "compare" and not message.cues.says("which model", "what model", "all models", "every model"):
            models = had
    elif len(said) > 1:
        models = said
    else:
        models = tuple(dict.fromkeys((*had, *said)))
    drafts = changed(message, before.drafts, ignore=("model",))
    return _followed(jobs_state("compare", drafts, message, models))


def _afford(message: Message, before: State) -> State:
    drafts = changed(message, before.drafts)
    return _followed(jobs_state("afford", drafts, message, ()))


def _modify(message: Message, before: State) -> State:
    cues = message.cues
    intent, models = before.intent, before.models
    ignore: tuple[str, ...] = ()
    if intent == "compare" and cues.models:
        if cues.has("lead", "and", "addjob", "versus"):
            models, ignore = tuple(dict.fromkeys((*models, *cues.models))), ("model",)
        elif any(f.kind == "model" and f.negated for f in message.facts):
            pass
        else:
            intent = "quote"
    elif intent != "compare" and len(cues.models) > 1 and len(message.drafts) == 1:
        return _compare(message, before)
    if intent == "compare":
        refused = {f.value for f in message.facts if f.kind == "model" and f.negated}
        models = tuple(m for m in models if m not in refused)
    drafts = changed(message, before.drafts, ignore=ignore)
    if intent == "afford":
        if cues.counted and any(d.job.images for d in drafts):
            return _followed(jobs_state("quote", drafts, message, ()))
        return _followed(_same_amount(drafts, message, before))
    return _followed(jobs_state(intent or "quote", drafts, message, models))


def _same_amount(drafts: tuple, message: Message, before: State) -> State:  # type: ignore[type-arg]
    amount = getattr(before.request, "amount_usd", None)
    problems = [p for d in drafts for p in d.problems if p.field != "images"]
    emptied = tuple(replace(d, job=replace(d.job, images=None, per=None)) for d in drafts)
    if amount is None:
        return jobs_state("afford", emptied, message, ())
    return finish("afford", emptied, (), amount, problems, message)


def _followed(state: State) -> State:
    return replace(state, reading=replace(state.reading, followed=True))
