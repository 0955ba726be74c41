"""Who may do what with weekly summaries: by what a person is, for each deed, their own and a channel's."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import time
from pathlib import Path

import pytest

from bot.desk.digests import Deed, Spot
from bot.digest.subscriptions import Wanted
from bot.errors import UsageError
from bot.playground import Kind
from bot.request import DigestRequest
from bot.slack.digests import who_is
from tests.slack.weekly import EVERY_MONDAY, Then, weekly

DEEDS: tuple[Deed, ...] = ("pause", "resume", "snooze", "send", "stop")
MONDAYS = DigestRequest("schedule", "monday", "09:00", "UTC")
KINDS = {
    "admin": Kind.ADMIN,
    "member": Kind.MEMBER,
    "guest": Kind.GUEST,
    "machine": Kind.BOT,
    "stranger": Kind.EXTERNAL,
}
CHANNELS, OWN, READ = frozenset({"admin"}), frozenset({"admin", "member"}), frozenset({"admin", "member"})
"""Who may change a channel's, have one of their own, and look at a channel's."""


@pytest.fixture
async def then(tmp_path: Path) -> AsyncIterator[Then]:
    """A workspace with somebody of each kind, and the bot."""
    async with weekly(tmp_path) as made:
        for name, kind in KINDS.items():
            made.slack.add_user(name, kind)
        yield made


async def may(then: Then, kind: str, deed: str, id: str = "") -> bool:
    """Whether somebody of a kind is let do something, by who Slack says they are."""
    service, team = then.bot.service, then.slack.workspace.team
    who = await who_is(service, team, then.id(kind))
    wanted = Wanted(then.id("general"), who.id, 0, time(9), "UTC", "workspace")
    try:
        match deed:
            case "schedule":
                await service.digests.schedule(who, Spot(then.id("general")), MONDAYS)
            case "own":
                await service.digests.schedule(who, Spot(who.id), MONDAYS)
            case "save":
                await service.digests.save(who, wanted, id)
            case "preview":
                await service.digests.preview(who, id)
            case _:
                await service.digests.do(who, id, next(each for each in DEEDS if each == deed), "key")
    except UsageError:
        return False
    return True


@pytest.mark.parametrize("deed", ["schedule", "save", *DEEDS])
async def test_a_channels_is_the_managers(then: Then, deed: str) -> None:
    """While nobody is named the admins'; whoever may not has changed nothing."""
    await then.slack.command("alice", "general", "/cost", EVERY_MONDAY)
    await then.whispered("alice")
    (held,) = await then.summaries()
    for kind in KINDS:
        if kind not in CHANNELS:
            assert not await may(then, kind, deed, held.id), kind
    assert await then.summaries() == (held,)
    assert all([await may(then, kind, deed, held.id) for kind in CHANNELS])


async def test_ones_own_is_the_members(then: Then) -> None:
    """Guests, bots and strangers have none; of somebody else's a member may not even see it."""
    assert {kind for kind in KINDS if await may(then, kind, "own")} == OWN
    admins = next(each for each in await then.summaries() if each.channel == then.id("admin"))
    assert not await may(then, "member", "preview", admins.id)
    assert not await may(then, "member", "pause", admins.id)


async def test_any_member_may_look_at_a_channels(then: Then) -> None:
    """As any member may ask what was spent; not while Slack does not say who they are."""
    await then.slack.command("alice", "general", "/cost", EVERY_MONDAY)
    await then.whispered("alice")
    (held,) = await then.summaries()
    fault = then.slack.faults.add("error", "users.info", error="internal_error")
    assert not await may(then, "admin", "pause", held.id)
    then.slack.faults.rules.remove(fault)
    assert {kind for kind in KINDS if await may(then, kind, "preview", held.id)} == READ


async def test_another_workspaces_is_none_of_ours(then: Then) -> None:
    """An id of another team's finds nothing, whoever asks."""
    await then.slack.command("alice", "general", "/cost", EVERY_MONDAY)
    await then.whispered("alice")
    (held,) = await then.summaries()
    who = await who_is(then.bot.service, then.slack.workspace.team, then.id("admin"))
    for deed in DEEDS:
        with pytest.raises(UsageError, match="does not exist any more"):
            await then.bot.service.digests.do(type(who)("T0OTHER", who.id, True, True, "UTC"), held.id, deed, "key")
