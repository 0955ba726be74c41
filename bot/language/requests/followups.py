"""Follow-ups: a message read as a change to what the thread stands at.

Whether a message is one at all is decided here; what it changes in jobs is in `changes`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.language.jobs.drafts import Draft
from bot.language.message import Message
from bot.language.requests.changes import changed, only
from bot.language.requests.clauses import of_each
from bot.language.requests.intents import Intent, intent_of
from bot.language.requests.leads import leads, stands_alone
from bot.language.requests.overlooked import overlooked
from bot.language.requests.pointing import by_noun, picked, relative, removed, selected
from bot.language.requests.readings import record_reading, spans
from bot.language.requests.recordchanges import record_follow_up, says_spend
from bot.language.requests.recount import scale_of
from bot.language.requests.restated import restated
from bot.language.requests.standalone import finish, jobs_state, standalone
from bot.language.requests.state import State, followed
from bot.language.requests.textjobs import text_follow_up
from bot.language.requests.topics import topic_of
from bot.request import (
    AffordRequest,
    BudgetRequest,
    ClarifyRequest,
    DigestRequest,
    LogRequest,
    PriceRequest,
    QuoteRequest,
    Reading,
    SpendRequest,
    Topic,
)

_THAT_MODEL = ("that one", "this one", "that model", "this model", "the model", "the same model")
CHANGES = frozenset(
    "count vague quality size model nomodel batch prompt_words prompt_tokens prompt_text references attempts period"
    " duration double percentof bad ref edit try keep discard retryrate money language unread".split()
)
SETTLES = CHANGES - {"try", "ref", "edit", "keep", "discard", "retryrate", "bad", "unread"}
"""What can be said again without a change: make it 40, when it was 40."""


def follow(message: Message, before: State, today: date) -> State | None:
    """The thread's state after this message, if it is a follow-up; None when it stands alone."""
    cues = message.cues
    if message.too_long or cues.has("fresh") or not message.items:
        return None
    if isinstance(before.request, SpendRequest | PriceRequest | BudgetRequest | DigestRequest):
        request = record_follow_up(message, before.request, today)
        if request is not None and (request != before.request or says_spend(message, request, today)):
            return State(
                replace(record_reading(message, request), followed=True),
                request,
                (),
                before.intent,
                earlier=before.earlier,
            )
        if (priced := _on_priced(message, before, today)) is not None:
            return priced
        before = before.earlier or before
    if before.intent == "text" and (changed_text := text_follow_up(message, before.request)):
        return State(changed_text, changed_text.request, (), "text")
    return _jobs(message, before) if before.drafts else None


def _on_priced(message: Message, before: State, today: date) -> State | None:
    """What do 40 high squares cost on it: on the one model whose prices were asked; None when it says another."""
    if not isinstance(before.request, PriceRequest) or len(before.request.models) != 1:
        return None
    (model,) = before.request.models
    points = leads(message) or message.cues.says("it", "that", "there", *_THAT_MODEL)
    if not points or message.cues.has("model", "nomodel"):
        return None
    made = standalone(message, before, today)
    if not made.drafts or not isinstance(made.request, QuoteRequest | AffordRequest | ClarifyRequest | LogRequest):
        return None
    drafts = tuple(replace(d, job=replace(d.job, model=model), models=(model,)) for d in made.drafts)
    request = replace(made.request, jobs=tuple(d.job for d in drafts))
    return followed(replace(made, reading=replace(made.reading, request=request), request=request, drafts=drafts))


def _jobs(message: Message, before: State) -> State | None:
    cues = message.cues
    intent = intent_of(cues)
    other = intent in ("spend", "budget", "digest", "help") and not (intent == "budget" and before.intent == "afford")
    if not other and (again := restated(message, before.drafts)) is not None:
        return followed(jobs_state(before.intent or "quote", again, message, before.models))
    named = by_noun(message.facts, before.drafts) is not None and not cues.has("cost")
    if other or (stands_alone(message) and not named):
        return None
    answer = picked(message, before) or relative(message, before)
    if answer is not None:
        return answer
    if intent in ("log", "price"):
        return _again(message, before) if intent == "log" else _prices(message, before)
    if cues.says(*_THAT_MODEL) and cues.words & {"charge", "charges", "price", "prices", "rates"} and not cues.counted:
        return _prices(message, before)
    topic = topic_of(cues)
    if topic and _explains(message, topic):
        return None
    return _changed(message, before, intent, topic)


def _explains(message: Message, topic: Topic) -> bool:
    """Whether a topic's words ask for an explanation, rather than for a change of the jobs."""
    cues = message.cues
    if topic == "quality" and message.items[0].kind == "quality" and "?" not in cues.words:  # standard is enough
        return False
    if topic in ("basis", "lines") and cues.words & {"why", "what"} and not cues.settings:
        return True
    if (
        (leads(message) and cues.settings)
        or any(f.kind in ("batch", "attempts") for f in message.facts)
        or cues.has("double")
        or cues.counted
    ):
        return False
    return topic not in ("savings", "midjourney", "dalle3") or not cues.models


def _changed(message: Message, before: State, intent: Intent, topic: Topic | None) -> State | None:
    cues = message.cues
    against = cues.models and (cues.has("versus") or topic is not None)
    batched = any(f.kind == "batch" for f in message.facts) and not cues.models and "model" not in cues.words
    if (intent == "compare" or cues.has("compare") or against) and not batched and not _asks_of_value(message):
        return _compare(message, before)
    if intent == "afford" or (cues.has("money") and before.intent == "afford"):
        return _afford(message, before)
    if cues.has("money") and not any(f.kind in CHANGES - {"money"} for f in message.facts):
        return _afford(message, before)
    narrowed = removed(message, before.drafts) or only(message, before.drafts) != before.drafts
    changes = narrowed or any(f.kind in CHANGES for f in message.facts)
    if not changes or (cues.has("thanks") and len(message.items) < 3):
        return None
    made = _modify(message, before)
    idle = made.request == before.request and not any(f.kind in SETTLES and not f.negated for f in message.facts)
    return None if idle else made


def _asks_of_value(message: Message) -> bool:
    """Is low cheaper: what the job costs with that value, not on which model it costs least."""
    cues = message.cues
    valued = any(f.kind in ("quality", "size", "count") and not f.negated for f in message.facts)
    return valued and not cues.models and not cues.words & {"model", "models", "cheapest", "which"}


def _again(message: Message, before: State) -> State:
    return followed(jobs_state("log", changed(message, before.drafts), message, ()))


def _prices(message: Message, before: State) -> State:
    cues, job = message.cues, message.drafts[0].job
    named = tuple(dict.fromkeys(d.job.model for d in before.drafts if d.job.model)) or before.models
    request = PriceRequest(cues.models or named, job.quality, job.size)
    return State(Reading(request, spans=spans(message), followed=not cues.models), request, (), "price")


def _compare(message: Message, before: State) -> State:
    said = message.cues.models
    had = (
        before.models
        if before.intent == "compare"
        else tuple(dict.fromkeys(d.job.model for d in before.drafts if d.job.model))
    )
    if not said or message.cues.says("which model", "what model", "all models", "every model", "cheapest model"):
        models: tuple[str, ...] = ()
        if before.intent == "compare" and not message.cues.says(
            "which model", "what model", "all models", "every model"
        ):
            models = had
    elif len(said) > 1 and not _is_held_against(message):
        models = said
    else:
        models = tuple(dict.fromkeys((*had, *said)))
    models = () if models == had and before.intent != "compare" else models
    drafts = changed(message, before.drafts, ignore=("model",))
    return followed(jobs_state("compare", drafts, message, models))


def _is_held_against(message: Message) -> bool:
    """Compare that with 1.5 and Midjourney: what stands is compared with all that are named."""
    items = message.items
    n = next((n for n, item in enumerate(items) if item.kind == "model"), 0)
    led = n > 0 and (items[n - 1].kind == "versus" or items[n - 1].text in ("with", "to"))
    return led and message.cues.has("compare", "versus")


def _afford(message: Message, before: State) -> State:
    chosen = selected(message, before.drafts)
    if len(chosen) == 1 and len(before.drafts) > 1:
        return followed(jobs_state("afford", (before.drafts[chosen[0]],), message, ()))
    drafts = changed(message, before.drafts)
    return followed(jobs_state("afford", drafts, message, ()))


def _modify(message: Message, before: State) -> State:
    cues = message.cues
    intent, models = before.intent, before.models
    ignore: tuple[str, ...] = ()
    if intent == "compare" and cues.models:
        chosen = cues.says(
            "quote it",
            "quote that",
            "price it",
            "go with",
            "take",
            "use",
            "choose",
            "pick",
            "going with",
            "settle on",
            "decided on",
        )
        added = cues.has("lead", "and", "addjob", "versus") or cues.says(
            "include", "throw in", "too", "as well", "also", "same"
        )
        if _narrows(message):
            models, ignore = cues.models, ("model",)
            intent = "compare" if len(models) > 1 else "quote"
            ignore = ignore if len(models) > 1 else ()
        elif added and not chosen:
            models, ignore = tuple(dict.fromkeys((*models, *cues.models))), ("model",)
        elif any(f.kind == "model" and f.negated for f in message.facts):
            pass
        else:
            intent = "quote"
    elif intent != "compare" and _offers(message, before):
        return _compare(message, before)
    if intent == "compare":
        refused = {f.value for f in message.facts if f.kind == "model" and f.negated}
        models = tuple(m for m in models if m not in refused)
    drafts = _changed_by(message, before, ignore)
    if intent == "afford":
        if cues.counted and any(d.job.images for d in drafts):
            return followed(jobs_state("quote", drafts, message, ()))
        return followed(_same_amount(drafts, message, before))
    return followed(jobs_state(intent or "quote", drafts, message, models))


def _offers(message: Message, before: State) -> bool:
    """On mini or 1.5: several models for the same jobs, not one for each of them."""
    return len(message.cues.models) > 1 and len(message.drafts) == 1 and not of_each(message, before.drafts)


def _narrows(message: Message) -> bool:
    """Only mini and Midjourney: the other models go."""
    first = next((i.text for i in message.items if i.kind not in ("user", "thanks", "punct", "line")), "")
    return first in ("only", "just", "keep")


def _changed_by(message: Message, before: State, ignore: tuple[str, ...]) -> tuple[Draft, ...]:
    """The jobs after the message; a number or a "not" in it that changes nothing is asked about."""
    drafts = changed(message, before.drafts, ignore=ignore)
    problem = overlooked(message, drafts, lambda other: changed(other, before.drafts, ignore=ignore))
    if problem is None:
        return drafts
    return tuple(replace(d, job=replace(d.job, images=None)).with_problem(problem) for d in drafts)


def _same_amount(drafts: tuple[Draft, ...], message: Message, before: State) -> State:
    amount = getattr(before.request, "amount_usd", None)
    scale = scale_of(message.facts)
    amount = amount * scale if amount is not None and scale is not None else amount
    problems = [p for d in drafts for p in d.problems if p.field != "images"]
    emptied = tuple(replace(d, job=replace(d.job, images=None, per=None)) for d in drafts)
    if amount is None:
        return jobs_state("afford", emptied, message, ())
    return finish("afford", emptied, (), amount, problems, message)
