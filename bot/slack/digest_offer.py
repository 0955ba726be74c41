"""What happens to channels: invited to one, the bot offers a weekly summary, once; a shared one gets none any more."""

from __future__ import annotations

from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot import zones
from bot.digest.ports import Content
from bot.errors import UsageError
from bot.slack import blocks
from bot.slack.blocks import Message
from bot.slack.digest_channel import SHARED, WORDS
from bot.slack.digests import check_place
from bot.slack.pipeline import Visit
from bot.slack.service import Service
from bot.storage import deliveries, digests
from bot.storage.deliveries import New

ONCE = "once"
WHY_NOT = "and what was spent is for members of this one only"


def register(app: AsyncApp, service: Service) -> None:
    """Listens to the bot itself coming into a channel, and to channels that are shared."""

    @app.event("member_joined_channel")
    async def joined(body: dict[str, Any], context: AsyncBoltContext) -> None:
        event, team = body["event"], str(body.get("team_id") or "")
        channel, inviter = event.get("channel"), str(event.get("inviter") or "")
        if event.get("user") != context.bot_user_id or not isinstance(channel, str) or not channel:
            return
        keys = (f"event:{body['event_id']}",) if body.get("event_id") else ()
        visit = Visit("invited", team, inviter, keys, _nobody)
        await service.pipeline.serve(visit, lambda: offer(service, team, channel, inviter))

    @app.event("channel_shared")
    async def shared(body: dict[str, Any]) -> None:
        team, channel = str(body.get("team_id") or ""), body["event"].get("channel")
        if not isinstance(channel, str) or not channel:
            return
        visit = Visit("shared", team, "", (f"event:{body.get('event_id')}",), _nobody)
        said = Content(f"The weekly summary for <#{channel}> is paused: {WORDS[SHARED]}, {WHY_NOT}.")
        await service.pipeline.serve(visit, lambda: service.digests.shut(team, channel, SHARED, said))


async def offer(service: Service, workspace: str, channel: str, inviter: str) -> None:
    """Offers a summary, unless the channel has one, was asked before, is none to answer in, or may have none."""
    db, now = service.desk.db, service.clock.now()
    if await digests.of_channel(db, workspace, channel) or await service.elsewhere(workspace, channel):
        return
    try:
        await check_place(service, workspace, channel)
    except UsageError:
        return
    zone = (await service.people.person(workspace, inviter)).timezone if inviter else None
    message = blocks.offer_message(zone if zone in zones.names() else None, inviter)
    content = Content(message.text, message.blocks).kept()
    new = New(workspace, "offer", channel, ONCE, channel, "", now, content)
    if await deliveries.enqueue(db, [new], now):
        await service.courier.wake()


async def _nobody(_: Message) -> None:
    """Nobody asked for anything, so nobody is told of errors and limits."""
