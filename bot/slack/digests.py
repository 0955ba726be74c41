"""Weekly summaries in words, on every surface that takes them: scheduled, shown, paused, sent, previewed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from bot import zones
from bot.desk import digest_text
from bot.desk.desk import Served
from bot.desk.digests import NONE_HERE, Deed, Done, Spot, Who, may_change, may_touch, scope_of
from bot.digest import subscriptions
from bot.digest.ports import Content
from bot.errors import UsageError
from bot.request import DigestRequest
from bot.slack import blocks
from bot.slack.blocks import Message, ScheduleLine
from bot.slack.digest_channel import WORDS
from bot.slack.poster import Posted
from bot.slack.service import Service
from bot.storage.digests import Subscription
from bot.storage.places import Place

INVITE_ME = "I cannot see that I am in that channel. Invite me there first (/invite), then ask again."
SHARED = "That channel is shared with another workspace, and what was spent is for members of this one only."
ARCHIVED = "That channel is archived."
NO_MEMBER = "Guests, bots and people from outside get no weekly summary: what was spent is for members only."
IN_MESSAGES = "The preview is in our direct messages."
NONE_THEIRS = "That person has no weekly summary."
NONE_OF_THAT = "There is no weekly summary of that there. These are:"
WHICH_ONE = "Which one? Tap below, or name it, for example “the digest of project website”."
STAYS_PAUSED = "It is set, and stays paused."
END_BELOW = "“End it” below ends it for good; “Pause” keeps it for later."
GOES_OUT: frozenset[Deed] = frozenset({"resume", "send"})
"""After these something is posted, so that the place has to be one where it may be."""

DONE: dict[Deed, str] = {
    "schedule": "It is set.",
    "pause": "Paused.",
    "resume": "It goes on.",
    "send": "It is on its way.",
    "snooze": "The next one is left out.",
    "stop": "It is ended. What was posted stays.",
}
IDLE: dict[Deed, str] = {
    "send": "It was sent a moment ago.",
    "snooze": "Nothing changes: the next one is left out already.",
}
IDLE_PAUSED = "Nothing changes: it is paused, and none goes out until it is resumed."


async def who_is(service: Service, workspace: str, user: str) -> Who:
    """What decides what a person may do."""
    person = await service.people.person(workspace, user)
    manages = person.member and await service.permissions.may(workspace, user, "manage")
    zone = person.timezone if person.timezone in zones.names() else None
    return Who(workspace, user, person.member, manages, zone or "UTC")


async def answered(service: Service, place: Place, user: str, text: str, served: Served) -> Message | None:
    """The message for a request about a weekly summary, done if the person may; None for every other request.

    Raises:
        UsageError: the person may not, or it cannot go there.
    """
    request = served.answer.reading.request
    if not isinstance(request, DigestRequest):
        return None
    who = await who_is(service, place.workspace, user)
    deed = digest_text.deed_of(request, text)
    said = digest_text.read(who, place.channel, text, deed)
    if deed == "schedule":
        return await _scheduled(service, who, said, request, text)
    spot, there = await _there(service, who, place, said, deed)
    if not there:
        return blocks.sentence(NONE_THEIRS if spot.channel[:1] in "UW" and spot.channel != who.id else NONE_HERE)
    named = digest_text.meant(there, said, text)
    if not named:
        return _shown(service, who, there, NONE_OF_THAT)
    if deed == "show":
        return _shown(service, who, named)
    if deed == "preview" or (deed == "send" and spot != said.spot):
        for each in named:
            await service.writer(user)(as_message(await service.digests.preview(who, each.id)))
        return blocks.sentence(IN_MESSAGES)
    return await _done(service, who, named, deed, every=said.every)


async def _done(service: Service, who: Who, named: Sequence[Subscription], deed: Deed, *, every: bool) -> Message:
    """What is to be done with the summary that is named, with several only where every one is meant."""
    for each in named:
        await service.digests.one(who, each.id)
    if deed == "stop":
        return schedules(service, named, END_BELOW)
    if len(named) > 1 and not every:
        return schedules(service, named, WHICH_ONE)
    if deed in GOES_OUT:
        await check_place(service, who.workspace, named[0].channel)
    done = [await service.digests.do(who, each.id, deed, key_of(service, who.id)) for each in named]
    return schedules(service, [each.held for each in done], outcome(deed, done))


def outcome(deed: Deed, done: Sequence[Done]) -> str:
    """What became of it, in a sentence."""
    if deed not in IDLE or any(each.changed for each in done):
        return DONE[deed]
    return IDLE_PAUSED if deed == "snooze" and done[0].held.state == "paused" else IDLE[deed]


async def _there(
    service: Service, who: Who, place: Place, said: digest_text.Said, deed: Deed
) -> tuple[Spot, tuple[Subscription, ...]]:
    """The place that is meant and what it has; "the digest of #design" may be the one that #design gets."""
    spot = said.spot
    there = await service.digests.at(who, spot)
    kind, of = said.scope or ("", "")
    if kind == "channel" and not digest_text.meant(there, said, ""):
        elsewhere = await service.digests.at(who, Spot(of))
        return (Spot(of), elsewhere) if elsewhere else (spot, there)
    if not there and spot.room is None and spot.channel == who.id and deed in ("show", "send", "preview"):
        spot = Spot(place.channel)  # "send me the digest": this channel's, alone
        there = await service.digests.at(who, spot)
    return spot, there


def _shown(service: Service, who: Who, held: Sequence[Subscription], sentence: str = "") -> Message:
    return schedules(service, held, sentence, controls=all(may_touch(who, each) for each in held))


async def _scheduled(service: Service, who: Who, said: digest_text.Said, request: DigestRequest, text: str) -> Message:
    spot = said.spot
    if may_change(who, spot.channel):  # else the refusal comes first
        await check_place(service, who.workspace, spot.channel)
        named = digest_text.meant(await service.digests.at(who, spot), said, text)
        if len(named) > 1:
            return schedules(service, named, WHICH_ONE)
        if named:
            said = replace(said, scope=scope_of(named[0]))
    if said.own_time:
        request = replace(request, timezone=who.zone)
    made = await service.digests.schedule(who, spot, request, said.scope)
    message = schedules(service, [made], STAYS_PAUSED if made.state == "paused" else DONE["schedule"])
    if spot.channel[:1] in "UW" and spot.room is None and made.room is None:
        await introduce(service, who, [made])
    return message


async def introduce(service: Service, who: Who, made: Iterable[Subscription]) -> None:
    """Writes to the person who is to get a summary, where it will stand, and notes which conversation that is."""
    for each in made:
        message = schedules(service, [each], "Your weekly summary comes here.")
        outcome = await service.poster.post(each.channel, message)
        if isinstance(outcome, Posted):
            await service.digests.in_room(who, each, outcome.channel)


async def check_place(service: Service, workspace: str, channel: str) -> None:
    """Refuses what no summary may go to; also what Slack says nothing about.

    Raises:
        UsageError: why not.
    """
    if channel[:1] in "UW":
        if not (await service.people.person(workspace, channel)).member:
            raise UsageError(NO_MEMBER)
        return
    found = await service.poster.read(service.poster.client.conversations_info, channel=channel)
    room = (found or {}).get("channel")
    if not isinstance(room, dict) or room.get("is_member") is not True:
        raise UsageError(INVITE_ME)
    if room.get("is_ext_shared") or room.get("is_pending_ext_shared"):
        raise UsageError(SHARED)
    if room.get("is_archived"):
        raise UsageError(ARCHIVED)


def schedules(service: Service, held: Iterable[Subscription], sentence: str = "", *, controls: bool = True) -> Message:
    """Where and when summaries go out, as a message."""
    return blocks.schedules_message(sentence, lines(held, service.clock.now()), controls=controls)


def lines(held: Iterable[Subscription], now: datetime) -> list[ScheduleLine]:
    """Summaries as they are shown."""
    return [_line(each, now) for each in held]


def as_message(content: Content) -> Message:
    """A summary as a message of its own, beside the delivery."""
    return Message(content.text, tuple(dict(block) for block in content.blocks))


def key_of(service: Service, user: str) -> str:
    """What makes a double click one: a person sends a summary at most once a minute."""
    return f"{user}/{service.clock.now():%Y%m%d%H%M}"


def _line(each: Subscription, now: datetime) -> ScheduleLine:
    next_at = each.next_at and each.next_at.astimezone(zones.zone(each.timezone))
    why = each.why and WORDS.get(each.why, each.why)
    standing = subscriptions.standing(each, now)
    return ScheduleLine(
        each.id,
        each.channel,
        each.weekday,
        each.at,
        each.timezone,
        next_at,
        standing,
        why,
        each.scope,
        each.scope_id,
        each.sections,
    )
