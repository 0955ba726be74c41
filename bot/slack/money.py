"""Money on every surface: logging what was made, budgets, and taking note of their alerts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from bot import zones
from bot.desk.accounts import Held
from bot.desk.desk import Served
from bot.desk.said import texts_of, withheld
from bot.desk.scopes import MISSING, linked, own_spend, says_project, scope_of, visible
from bot.request import BudgetRequest, SpendRequest
from bot.slack import alerts, blocks, whose
from bot.slack.blocks import BudgetLine, Message, ids
from bot.slack.payloads import Payload
from bot.slack.service import Service
from bot.spend.budgets import BudgetPeriod, Scope
from bot.spend.facts import EVERYTHING
from bot.storage import budgets
from bot.storage.budgets import NewBudget
from bot.storage.places import Place
from pricing.money import rounded, shown

MAY_NOT_SET = "Only a manager, or whom a manager named, may set budgets. App Home names the managers."
MAY_NOT_LOG = "Only those whom a manager named may log spend. App Home names the managers."
MAY_NOT_SEE = "What was spent is for members of this workspace only."
NOT_BY_PERSON = "Figures by person are off here. A manager can turn them on in App Home."
AS_ABOVE = "As in the summary above, this is not the whole workspace."
CHANGED = "This was changed meanwhile, so nothing was logged. Look at what it says now, and tap again."
QUIET = timedelta(days=7)
LEAST, MOST = Decimal("0.01"), Decimal(10**9)
"""Dollars that a budget may have."""


async def answered(service: Service, place: Place, user: str, text: str, served: Served) -> Message | None:
    """The message for a request about budgets or spend, done if the person may; None for every other request."""
    request = served.answer.reading.request
    if not isinstance(request, BudgetRequest | SpendRequest):
        return None
    if not await service.permissions.may(place.workspace, user, "spend"):
        return blocks.sentence(MAY_NOT_SEE)
    if isinstance(request, SpendRequest):
        return await _spent(service, place, user, text, (request, served))
    return await _budget(service, place, user, text, (request, served))


async def _budget(service: Service, place: Place, user: str, text: str, asked: tuple[BudgetRequest, Served]) -> Message:
    """Budgets shown or set, or the question which one is to be cleared; a person's figures as everywhere else."""
    request, served = asked
    by_person = served.settings.by_person
    scope = scope_of(request, text, user, await _projects(service, place.workspace) if says_project(text) else ())
    if not isinstance(scope, Scope):
        return blocks.sentence(MISSING[scope])
    if scope.kind == "person" and scope.id != user and not by_person:
        return blocks.sentence(NOT_BY_PERSON)
    if request.action != "show" and not await service.permissions.may(place.workspace, user, "budget"):
        return blocks.sentence(MAY_NOT_SET)
    if request.action != "show" and served.answer.reading.unread:
        return blocks.sentence(f"Nothing is changed. {' '.join(served.answer.reading.notes)}")
    if request.action == "set" and request.amount_usd is not None:
        return await _set(service, place, user, (scope, request.period or "month", request.amount_usd))
    every = await service.accounts.held(place.workspace)
    theirs = by_person or scope.kind == "person" or place.channel.startswith("D")  # a person's, for all to read
    seen = [each for each in every if visible(each.row, user, by_person=by_person) and _is(each, scope)]
    seen = [each for each in seen if theirs or each.row.scope != "person"]
    if request.action == "show":
        said = (*served.answer.reading.notes, *(() if seen else ("No budget is set.",)))
        return blocks.budgets_message(" ".join(said), [line_of(each) for each in seen])
    found = [each for each in seen if request.period in (None, each.row.period)]
    if not found:
        return blocks.sentence("There is no such budget to clear.")
    which = "Is it to be cleared?" if len(found) == 1 else "Which one is to be cleared?"
    return blocks.budgets_message(which, [line_of(each) for each in found], clearing=True)


async def _set(service: Service, place: Place, user: str, what: tuple[Scope, BudgetPeriod, Decimal]) -> Message:
    scope, period, amount = what
    if not LEAST <= amount < MOST:
        return blocks.sentence(f"A budget is at least {shown(LEAST)} and less than {shown(MOST)}.")
    person = await service.people.person(place.workspace, user)
    zone = person.timezone if person.timezone in zones.names() else None
    told = scope.id if scope.kind in ("channel", "person") else place.channel
    new = NewBudget(scope.kind, scope.id, period, rounded(amount, 9), zone or "UTC", told)
    held = await service.accounts.set_budget(place.workspace, user, new)
    where = {"channel": "there", "person": "to the person alone"}.get(scope.kind, "here")
    said = f"The budget is set, in days of {new.timezone}."
    when = f"I say {where} when it reaches 50, 80 and 100 %, or heads beyond."
    return blocks.budgets_message(f"{said} {when}", [line_of(held)])


async def _projects(service: Service, workspace: str) -> list[str]:
    """The projects that have a budget, and those that usage names."""
    held = await budgets.holding(service.desk.db, workspace)
    known = await service.accounts.books.names(workspace, "project")
    return [*(row.scope_id for row in held if row.scope == "project"), *sorted(known)]


def _is(held: Held, scope: Scope) -> bool:
    """Whether a budget is meant: without a scope every one is."""
    return scope == Scope() or (held.row.scope, held.row.scope_id) == (scope.kind, scope.id)


async def _spent(service: Service, place: Place, user: str, text: str, asked: tuple[SpendRequest, Served]) -> Message:
    """What was spent, in days of the person's zone; figures by person only where a manager turned them on."""
    request, served = asked
    texts = await texts_of(service.desk.db, place, user, text, followed=served.answer.reading.followed)
    request = replace(request, user=own_spend(texts, request.user) or request.user)
    if withheld(request, user, by_person=served.settings.by_person):
        return blocks.sentence(NOT_BY_PERSON)
    meant = await whose.meant(service, place.workspace, request, linked(texts, request.channel))
    if isinstance(meant, str):
        return blocks.sentence(meant)
    request = meant
    person = await service.people.person(place.workspace, user)
    told = await service.desk.told(place)
    zone, only = (told.zone, told.only) if told else (person.timezone or "UTC", EVERYTHING)
    theirs = [request.user] if request.user and served.settings.by_person else []  # a name is anybody's to take
    named = (await service.people.names(place.workspace, theirs)).values()
    known = await service.accounts.spent(place.workspace, request, texts, zone, only, named)
    asker = service.desk.asker(served.settings)
    reading = replace(served.answer.reading, request=await whose.called(service, place.workspace, user, request))
    answer = asker.answer(reading, service.clock.now(), known)
    if only.attributed and not request.channel:
        answer = replace(answer, body=(*answer.body, AS_ABOVE))
    service.metrics.answers.labels(answer.intent).inc()
    return blocks.spend_message(answer, await whose.names(service, place.workspace, answer))


def line_of(held: Held) -> BudgetLine:
    """A budget as it is shown."""
    row, now = held
    return BudgetLine(
        scope=row.scope,
        id=row.scope_id,
        period=row.period,
        amount=row.amount,
        spent=now.spent,
        share=now.share,
        forecast=now.forecast,
        ends_on=now.ends_on,
        key=f"{row.scope}|{row.scope_id}|{row.period}",
    )


async def log_it(service: Service, tap: Payload) -> None:
    """Records the jobs that a message shows: in the place of what asked for it, or beside a quote, to the person."""
    quote = ids.quote_of(tap.action)
    if not await service.permissions.may(tap.workspace, tap.user, "log"):
        await service.poster.respond(tap.response_url, blocks.sentence(MAY_NOT_LOG))
        return
    served = await service.desk.shown(tap.workspace, quote) if quote else None
    if served is None or served.kept is None:
        await service.poster.respond(tap.response_url, blocks.gone())
        return
    if ids.version_of(tap.action) != served.kept.version:
        await service.poster.respond(tap.response_url, blocks.sentence(CHANGED))
        return
    logged = await service.accounts.log(served.kept, served.answer, tap.user)
    said = [f"Logged {shown(logged.usd)} as spent."] if logged.recorded else []
    said += ["It was logged before." if not said else "Some of it was logged before."] if logged.known else []
    undo = f"{served.kept.id}|{served.kept.version}"
    message = blocks.logged_message(" ".join((*said, *logged.refused)), undo)
    await service.poster.respond(tap.response_url, message, replace=served.answer.intent == "log")
    await alerts.raise_in(service, tap.workspace)


async def undo(service: Service, tap: Payload) -> None:
    """Takes back what the person logged today."""
    quote, _, version = ids.chosen(tap.action).rpartition("|")
    person = await service.people.person(tap.workspace, tap.user)
    number = int(version) if version.isascii() and version.isdigit() and len(version) < 9 else 0
    came = await service.accounts.undo(tap.workspace, quote, number, tap.user, person.timezone or "UTC")
    said = {
        "taken back": "Taken back: it no longer counts as spent.",
        "not yours": "Only the person who logged it can take it back.",
        "too late": "It was logged on an earlier day, so it stays. Log a correction with a manager.",
        "not there": "There is nothing to take back.",
    }[came]
    await service.poster.respond(tap.response_url, blocks.sentence(said), replace=came == "taken back")


async def clear(service: Service, tap: Payload) -> None:
    """Ends a budget."""
    if not await service.permissions.may(tap.workspace, tap.user, "budget"):
        await service.poster.respond(tap.response_url, blocks.sentence(MAY_NOT_SET))
        return
    scope, scope_id, period = (*ids.chosen(tap.action).split("|"), "", "")[:3]
    cleared = await service.accounts.clear_budget(tap.workspace, tap.user, (scope, scope_id, period))
    said = "The budget is cleared." if cleared else "There is no such budget any more."
    await service.poster.respond(tap.response_url, blocks.sentence(said), replace=True)


async def note(service: Service, tap: Payload) -> None:
    """Notes for everyone that an alert was seen, or that a week's quiet is wanted; by members, whose money it is."""
    if not await service.permissions.may(tap.workspace, tap.user, "spend"):
        await service.poster.respond(tap.response_url, blocks.sentence(MAY_NOT_SEE))
        return
    budget, _, first = ids.chosen(tap.action).partition("|")
    snoozed = str(tap.action.get("action_id")) == ids.ALERT_SNOOZE
    until = service.clock.now() + QUIET if snoozed else None
    try:
        period = date.fromisoformat(first)
    except ValueError:
        return
    state: Literal["acknowledged", "snoozed"] = "snoozed" if snoozed else "acknowledged"
    if await budgets.answered(service.desk.db, tap.workspace, budget, period, state, tap.user, until):
        what = "wants quiet for a week" if snoozed else "has seen it"
        text = str((tap.body.get("message") or {}).get("text") or "")
        await service.poster.respond(tap.response_url, blocks.noted_message(text, tap.user, what), replace=True)
