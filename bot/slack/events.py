"""Messages to the bot: mentions, direct messages, and follow-ups in threads where a manager allowed them.

Also a listener for every other event that the app subscribes to: one that nobody takes would be a failure
to Slack, which then sends it again.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot import log
from bot.desk.desk import talk_with
from bot.slack import blocks, files, privacy, records
from bot.slack.blocks import Message
from bot.slack.pipeline import Visit
from bot.slack.service import Service
from bot.storage import people, workspaces
from bot.storage.places import Place

_LOG = log.logger("slack")
_SPOKEN = frozenset({None, "file_share", "thread_broadcast"})
"""Subtypes of messages that people write; all others are about messages, or by bots."""


def register(app: AsyncApp, service: Service) -> None:
    """Listens to mentions and messages."""

    @app.event("app_mention")
    async def mention(body: dict[str, Any], context: AsyncBoltContext) -> None:
        event, team = body["event"], str(body.get("team_id") or "")
        if _by_person(event):
            place = Place(team, event["channel"], event.get("thread_ts") or event["ts"])
            await _serve(service, "mention", place, body, context.bot_user_id or "")

    @app.event("message")
    async def message(body: dict[str, Any], context: AsyncBoltContext) -> None:
        event, team = body["event"], str(body.get("team_id") or "")
        if not _by_person(event) or event.get("subtype") not in _SPOKEN:
            return
        if event.get("channel_type") == "im":
            thread = event.get("thread_ts")
            place = Place(team, event["channel"], thread) if thread else talk_with(team, event["channel"])
            await _serve(service, "direct", place, body, context.bot_user_id or "")
        elif event.get("thread_ts") and f"<@{context.bot_user_id}>" not in str(event.get("text")):
            place = Place(team, event["channel"], event["thread_ts"])
            with service.pipeline.busy():
                await _overhear(service, place, body)


def register_rest(app: AsyncApp, service: Service) -> None:
    """Takes every event that nobody else took, so that Slack does not send it again."""

    @app.event("app_uninstalled")
    async def uninstalled(body: dict[str, Any]) -> None:
        team = str(body.get("team_id") or "")
        visit = Visit("uninstalled", team, "", (f"event:{body.get('event_id')}",), _nobody)
        await service.pipeline.serve(visit, lambda: people.remove_everybody(service.desk.db, team))

    @app.event("tokens_revoked")
    async def revoked(body: dict[str, Any]) -> None:
        log.say(_LOG, logging.ERROR, "tokens.revoked", workspace=body.get("team_id"))

    @app.event(re.compile(".*"))
    async def other() -> None:
        return None


async def _nobody(_: Message) -> None:
    """Tells no one: of what was not said to the bot, neither an error nor a limit is anybody's business."""


def _by_person(event: Mapping[str, Any]) -> bool:
    said = all(isinstance(event.get(name), str) and event[name] for name in ("user", "channel", "ts"))
    return said and not event.get("bot_id") and not event.get("app_id")


def _keys(body: Mapping[str, Any]) -> tuple[str, ...]:
    """What is new once: the event, the message it is about, and what the person's client sent, seen with two `ts`."""
    event = body["event"]
    channel, user = event.get("channel"), event.get("user")
    told, wrote = body.get("event_id"), event.get("client_msg_id")
    return (
        *((f"event:{told}",) if told else ()),
        f"said:{channel}:{event.get('ts')}",
        *((f"wrote:{channel}:{user}:{wrote}",) if wrote else ()),
    )


def _thread_of(place: Place, event: Mapping[str, Any]) -> str | None:
    """Where the answer goes: into the thread; in a direct conversation beside the message."""
    if event.get("channel_type") == "im":
        thread = event.get("thread_ts")
        return str(thread) if thread else None
    return place.thread


async def _serve(service: Service, surface: str, place: Place, body: Mapping[str, Any], bot: str) -> None:
    event = body["event"]
    user, thread = str(event["user"]), _thread_of(place, event)
    begun = event.get("thread_ts")  # a thread without replies shows nobody a message for them alone
    tell = service.writer(user) if surface == "direct" else service.whisperer(place.channel, user, begun)

    async def work() -> None:
        elsewhere = None if surface == "direct" else await service.elsewhere(place.workspace, place.channel)
        if elsewhere:
            await tell(elsewhere)
            return
        async with service.at_work(place.channel, thread or str(event["ts"])):
            await _answer(service, place, event, thread, bot)

    await service.pipeline.serve(Visit(surface, place.workspace, user, _keys(body), tell), work)


async def _answer(service: Service, place: Place, event: Mapping[str, Any], thread: str | None, bot: str) -> None:
    user, text = str(event["user"]), _without_mention(str(event.get("text") or ""), bot)
    if event.get("files"):
        await files.answer(service, place, user, text, event, thread)
    elif privacy.asked(text):
        await service.writer(user)(blocks.stored_offer())
    elif text:
        served = await service.desk.ask(place, user, text, str(event["ts"]))
        message = await records.answered(service, place, user, text, served)
        await service.reply(place, served, thread, user, message=message)
    else:
        await service.poster.post(place.channel, blocks.examples(), thread)


async def _overhear(service: Service, place: Place, body: Mapping[str, Any]) -> None:
    event = body["event"]
    user = str(event["user"])
    settings = await workspaces.get(service.desk.db, place.workspace)
    if place.channel not in settings.follow_up_channels or not await service.desk.begun(place):
        return

    async def work() -> None:
        text = str(event.get("text") or "")
        served = await service.desk.overhear(place, user, text, str(event["ts"]))
        if served is not None:
            message = await records.answered(service, place, user, text, served)
            await service.reply(place, served, place.thread, user, message=message)

    await service.pipeline.serve(Visit("follow_up", place.workspace, user, _keys(body), _nobody), work)


def _without_mention(text: str, bot: str) -> str:
    return re.sub(rf"<@{re.escape(bot)}(\|[^>]*)?>", " ", text).strip() if bot else text.strip()
