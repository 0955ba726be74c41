"""Controls of messages: what changes an answer in place, compares, shares, explains, copies or asks anew."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.desk.changes import Change, Compare, Fields
from bot.desk.desk import TALK, Served, commands_of
from bot.slack import blocks, digest_budget, digest_form, digest_taps, forms, home, keys, management, money, records
from bot.slack.blocks import ids
from bot.slack.payloads import Payload, keys_of
from bot.slack.pipeline import Visit
from bot.slack.poster import Outcome, Posted, RateLimited, Rejected, Unknown
from bot.slack.service import Service
from bot.storage import seen
from bot.storage.places import Place
from bot.uploads import quote_csv

_NOT_SHARED: dict[type[Outcome], str] = {
    Rejected: "Slack does not let me share this here.",
    RateLimited: "Slack is too busy to share this. Please ask for it again in a minute.",
    Unknown: "Slack did not say whether this arrived. Please look; if it is not there, ask for it again.",
}

Handler = Callable[[Service, Payload], Awaitable[None]]


def register(app: AsyncApp, service: Service) -> None:
    """Listens to every control; what it does stands in `_HANDLERS`."""

    @app.action(re.compile(".*"))
    async def tapped(ack: AsyncAck, body: dict[str, Any], request: AsyncBoltRequest) -> None:
        await ack()
        tap = Payload(body)
        handler = _handler(str(tap.action.get("action_id") or ""))
        if handler is None:
            return
        tell = service.teller(tap.response_url, tap.user)
        visit = Visit("tap", tap.workspace, tap.user, keys_of(request, tap), tell)
        await service.pipeline.serve(visit, lambda: handler(service, tap))


def _handler(action: str) -> Handler | None:
    return next((handler for pattern, handler in _HANDLERS if pattern.match(action)), None)


async def _change(service: Service, tap: Payload) -> None:
    change = ids.change_of(tap.action)
    if change is not None:
        await apply(service, tap, change.quote, Fields(change.fields, change.job))


async def _compare(service: Service, tap: Payload) -> None:
    quote = ids.quote_of(tap.action)
    if quote is not None:
        await apply(service, tap, quote, Compare())


async def apply(service: Service, tap: Payload, quote: str, change: Change) -> None:
    """Changes a stored quote and the message that shows it."""
    served = await service.desk.change(tap.workspace, quote, tap.user, change)
    await _redraw(service, tap, served)


async def _redraw(service: Service, tap: Payload, served: Served | None) -> None:
    await forms.redraw(service, forms.Origin.of(tap), tap.user, served)


async def _share(service: Service, tap: Payload) -> None:
    quote = ids.quote_of(tap.action)
    served = await service.desk.shown(tap.workspace, quote) if quote else None
    if served is None or served.kept is None:
        await service.poster.respond(tap.response_url, blocks.gone())
        return
    once = f"shared:{tap.channel}:{tap.message_ts}"  # a double click is two taps
    if await seen.first_sight(service.desk.db, tap.workspace, once, service.clock.now()):
        outcome = await _put(service, tap, served)
        if isinstance(outcome, Posted):
            await service.poster.respond(tap.response_url, None)
        else:
            await service.teller(tap.response_url, tap.user)(blocks.sentence(_NOT_SHARED[type(outcome)]))


async def _put(service: Service, tap: Payload, served: Served) -> Outcome:
    """Puts an answer into the channel that the tap came from, where its follow-ups are said then."""
    message = blocks.shared_by(tap.user, service.message(served))
    outcome = await service.poster.post(tap.channel, message, tap.thread or None)
    if isinstance(outcome, Posted):
        place = Place(tap.workspace, tap.channel, tap.thread or outcome.ts)
        await service.desk.settle(place, tap.user, served, outcome.ts)
    elif isinstance(outcome, Rejected):  # the bot is not in the channel: a response URL reaches it all the same
        outcome = await service.poster.respond(tap.response_url, message, in_channel=True)
    return outcome


async def _more(service: Service, tap: Payload) -> None:
    quote = ids.quote_of(tap.action)
    served = await service.desk.shown(tap.workspace, quote) if quote else None
    if served is None:
        await service.poster.respond(tap.response_url, blocks.gone())
        return
    view = (
        blocks.csv_view(quote_csv(served.answer.quotes))
        if ids.chosen(tap.action) == ids.MORE_CSV
        else blocks.why_view(served.answer, quote or "")
    )
    await forms.show(service, tap, view)


async def _ask(service: Service, tap: Payload) -> None:
    """Answers the request that a button stands for, as if it had been typed where the button is."""
    text = ids.request_of(tap.action)
    place = _place(tap)
    served = await service.desk.ask(place, tap.user, text, service.desk.mark())
    message = await records.answered(service, place, tap.user, text, served)
    if not tap.response_url:  # a button of App Home
        await service.write(tap.workspace, tap.user, served, message)
    elif tap.private and message:  # examples or a question's choices: the answer takes their place
        await service.poster.respond(tap.response_url, message, replace=True)
    elif tap.private:
        await _redraw(service, tap, served)
    else:
        await service.reply(place, served, tap.thread or None, tap.user, message=message)


def _place(tap: Payload) -> Place:
    if tap.private or not tap.channel:
        return commands_of(tap.workspace, tap.channel, tap.user)
    if tap.channel.startswith("D") and not tap.thread:
        return Place(tap.workspace, tap.channel, TALK)
    return Place(tap.workspace, tap.channel, tap.thread or tap.message_ts)


_HANDLERS: tuple[tuple[re.Pattern[str], Handler], ...] = (
    (ids.CHANGE, _change),
    (re.compile(re.escape(ids.COMPARE)), _compare),
    (re.compile(re.escape(ids.SHARE)), _share),
    (re.compile(re.escape(ids.MORE)), _more),
    (ids.ASK, _ask),
    (re.compile(re.escape(ids.OPEN_COUNT)), forms.open_count),
    (re.compile(re.escape(ids.OPEN_JOB)), forms.open_job),
    (re.compile(re.escape(ids.HOME_BUILDER)), forms.open_builder),
    (re.compile(re.escape(ids.HOME_SETTINGS)), management.open_settings),
    (re.compile(re.escape(ids.HOME_KEYS)), keys.open_keys),
    (re.compile(re.escape(ids.HOME_AUDIT)), management.send_audit),
    (re.compile(re.escape(ids.KEYS_REVOKE)), keys.revoke_key),
    (re.compile(re.escape(ids.HOME_STORED)), home.open_stored),
    (re.compile(re.escape(ids.STORED_REMOVE)), home.remove_stored),
    (re.compile(re.escape(ids.LOG)), money.log_it),
    (re.compile(re.escape(ids.UNDO)), money.undo),
    (re.compile(re.escape(ids.BUDGET_CLEAR)), money.clear),
    (re.compile(r"alert\."), money.note),
    (re.compile(re.escape(ids.OFFER_YES)), digest_taps.accept),
    (re.compile(re.escape(ids.OFFER_NO)), digest_taps.decline),
    (re.compile(re.escape(ids.DIGEST_NEW)), digest_form.open_new),
    (re.compile(re.escape(ids.DIGEST_CHANGE)), digest_form.open_change),
    (re.compile(re.escape(ids.DIGEST_BUDGET)), digest_budget.open_budget),
    (re.compile(re.escape(ids.DIGEST_PREVIEW)), digest_taps.preview),
    *((re.compile(re.escape(action)), digest_taps.act) for action in digest_taps.DEEDS),
    *((re.compile(re.escape(action)), digest_taps.break_down) for action in digest_taps.BROKEN_DOWN),
    *((re.compile(re.escape(action)), digest_taps.explain) for action in digest_taps.HELPS),
)
