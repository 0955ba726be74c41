"""Taps on the controls of weekly summaries: in the offer, beside a schedule, on App Home, under a summary."""

from __future__ import annotations

from bot import zones
from bot.desk.digests import Deed, Spot, may_change
from bot.request import DigestRequest
from bot.slack import blocks, home, records
from bot.slack.blocks import Message, ids
from bot.slack.digests import GOES_OUT, as_message, check_place, key_of, outcome, schedules, who_is
from bot.slack.payloads import Payload
from bot.slack.service import Service
from bot.storage.places import Place

DEEDS: dict[str, Deed] = {
    ids.DIGEST_SEND: "send",
    ids.DIGEST_PAUSE: "pause",
    ids.DIGEST_RESUME: "resume",
    ids.DIGEST_SNOOZE: "snooze",
    ids.DIGEST_STOP: "stop",
}
BROKEN_DOWN = {ids.DIGEST_MODELS: "by model?", ids.DIGEST_PEOPLE: "by person?"}
HELPS = (ids.DIGEST_LOG, ids.DIGEST_CONNECT, ids.DIGEST_IMPORT)
FOR_MEMBERS = "Only members of this workspace may answer that."


async def accept(service: Service, tap: Payload) -> None:
    """Takes the summary that was offered: Mondays at nine, in the zone that the offer named.

    Raises:
        UsageError: the person may not.
    """
    who = await who_is(service, tap.workspace, tap.user)
    if may_change(who, tap.channel):
        await check_place(service, tap.workspace, tap.channel)
    zone = ids.chosen(tap.action)
    request = DigestRequest("schedule", "monday", "09:00", zone if zone in zones.names() else who.zone)
    made = await service.digests.schedule(who, Spot(tap.channel), request)
    message = schedules(service, [made], "Weekly summary here.")
    await service.poster.respond(tap.response_url, message, replace=True)


async def decline(service: Service, tap: Payload) -> None:
    """Takes the offer away."""
    who = await who_is(service, tap.workspace, tap.user)
    if not who.member:
        await service.teller(tap.response_url, tap.user)(blocks.sentence(FOR_MEMBERS))
        return
    await service.poster.respond(tap.response_url, blocks.sentence(blocks.DECLINED), replace=True)


async def act(service: Service, tap: Payload) -> None:
    """Does what a control beside a schedule says, and shows how it stands then.

    Raises:
        UsageError: there is no such summary, or the person may not.
    """
    deed = DEEDS[str(tap.action.get("action_id"))]
    who = await who_is(service, tap.workspace, tap.user)
    if deed in GOES_OUT:
        held = await service.digests.one(who, ids.chosen(tap.action))
        await check_place(service, tap.workspace, held.channel)
    done = await service.digests.do(who, ids.chosen(tap.action), deed, key_of(service, tap.user))
    said = outcome(deed, [done])
    message = blocks.sentence(said) if deed == "stop" else schedules(service, [done.held], said)
    await show(service, tap, message)


async def preview(service: Service, tap: Payload) -> None:
    """Shows the person what it would say of the last whole week.

    Raises:
        UsageError: there is no such summary, or it is not for them.
    """
    who = await who_is(service, tap.workspace, tap.user)
    content = await service.digests.preview(who, ids.chosen(tap.action))
    await service.teller(tap.response_url, tap.user)(as_message(content))


async def show(service: Service, tap: Payload, message: Message) -> None:
    """In place of the schedule that was tapped on; on App Home the whole Home; else to the person alone."""
    if tap.view.get("type") == "home":
        await home.publish(service, tap.workspace, tap.user)
    elif str(tap.action.get("block_id") or "").startswith(ids.SCHEDULE_ROW):
        await service.poster.respond(tap.response_url, message, replace=True)
    else:
        await service.teller(tap.response_url, tap.user)(message)


async def break_down(service: Service, tap: Payload) -> None:
    """Answers in the summary's thread what was spent by model or by person, as if somebody had asked there."""
    text = BROKEN_DOWN[str(tap.action.get("action_id"))]
    thread = tap.thread or tap.message_ts
    place = Place(tap.workspace, tap.channel, thread)
    served = await service.desk.ask(place, tap.user, text, service.desk.mark())
    message = await records.answered(service, place, tap.user, text, served)
    await service.reply(place, served, thread, tap.user, message=message)


async def explain(service: Service, tap: Payload) -> None:
    """Says to the person alone how spend gets here, under a summary without any."""
    message = blocks.digest_help(str(tap.action.get("action_id")))
    await service.teller(tap.response_url, tap.user)(message)
