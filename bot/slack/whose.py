"""What the people and channels are called that spend is of, and whom a plain name means."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from bot.answer import Answer
from bot.request import SpendRequest
from bot.slack.mrkdwn import plain
from bot.slack.service import Service

MOST_ASKED = 30
"""Slack is asked for the names of so many at most; each is a call."""

NOBODY = "I cannot tell who “{said}” is: type @ and choose the person, so that Slack links them."
NO_CHANNEL = "I cannot tell which channel “{said}” is: type # and choose it, so that Slack links it."

_SHOWN = 40
_ID = re.compile(r"[UWCG][A-Z0-9]{4,}")


async def meant(
    service: Service, workspace: str, request: SpendRequest, channels: Collection[str]
) -> SpendRequest | str:
    """The request with the id of Slack's that a plain name in it means; `channels` are those that its texts link.

    A sentence where a name means nobody that anything is recorded for, or several.

    Raises:
        StorageError: it cannot be read who there is.
    """
    if request.user and not _ID.fullmatch(request.user):
        held = await service.accounts.books.names(workspace, "person")
        known = await service.people.names(workspace, _ids(held))
        user = _one(request.user, held, known)
        if user is None:
            return NOBODY.format(said=plain(request.user, _SHOWN))
        request = replace(request, user=user)
    if request.channel and not channels and not _ID.fullmatch(request.channel):
        held = await service.accounts.books.names(workspace, "channel")
        channel = _one(f"#{request.channel}", {f"#{each}" for each in held}, await rooms(service, _ids(held)))
        if channel is None:
            return NO_CHANNEL.format(said=plain(request.channel, _SHOWN))
        request = replace(request, channel=channel.removeprefix("#"))
    return request


def _one(said: str, held: Collection[str], known: Mapping[str, str]) -> str | None:
    """The one that is meant: of those that usage names by ids, what Slack calls it; else what usage itself calls so."""
    said = said.casefold()
    alike = {id for id, name in known.items() if said in (name.casefold(), *name.casefold().split()[:1])}
    if len(alike) > 1:
        return None
    return alike.pop() if alike else next((name for name in held if name.casefold() == said), None)


def _ids(names: Collection[str]) -> list[str]:
    """Ids of Slack's among them; none where there are more than Slack is asked for, for then one could be missed."""
    found = sorted(name for name in names if _ID.fullmatch(name))
    return found if len(found) <= MOST_ASKED else []


async def called(service: Service, workspace: str, user: str, request: SpendRequest) -> SpendRequest:
    """The request with the names of whom and which channel it is about in place of their ids, where they are known."""
    person, channel = request.user, request.channel
    if person == user:
        person = "you"
    elif person:
        person = (await service.people.names(workspace, [person])).get(person, person)
    if channel and _ID.fullmatch(channel):
        channel = (await rooms(service, [channel])).get(channel, f"#{channel}")[1:]
    return replace(request, user=person, channel=channel)


async def names(service: Service, workspace: str, answer: Answer) -> dict[str, str]:
    """What the people or public channels are called whose ids rows have."""
    request = answer.reading.request
    rows = answer.data.rows if answer.data else ()
    keys = [key for row in rows if _ID.fullmatch(key := str(row.get("key")))]
    if not isinstance(request, SpendRequest):
        return {}
    if request.by == "user":
        return await service.people.names(workspace, keys)
    return await rooms(service, keys) if request.by == "channel" else {}


async def rooms(service: Service, keys: Iterable[str]) -> dict[str, str]:
    """What public channels are called, by their ids; who is not in a private one may not know."""
    read, client, found = service.poster.read, service.poster.client, {}
    for key in keys:
        told = await read(client.conversations_info, channel=key)
        room = told.get("channel") if told else None
        if isinstance(room, Mapping) and room.get("name") and not room.get("is_private"):
            found[key] = f"#{room['name']}"
    return found
