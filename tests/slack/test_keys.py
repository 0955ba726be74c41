"""Keys for services: managers make them in App Home, where they are shown once."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest

from bot.playground import View
from bot.storage import keys, workspaces
from tests.slack.conftest import Office
from tests.slack.test_surfaces import home_of, shown

AT = datetime(2026, 11, 22, tzinfo=UTC)
EVENT = {"id": "job-1", "at": "2026-11-05T14:30:00Z", "model": "gpt-image-1-mini", "images": 4, "quality": "low"}


def seen(at: Office, user: str) -> str:
    """All text of the modals that somebody has open."""
    return "".join(shown(view) for view in at.slack.views(user))


async def opened(at: Office, user: str) -> View:
    """The modal with the keys."""
    await at.slack.click(user, await home_of(at, user), "home.keys")
    view: View = await at.slack.until(lambda: at.slack.views(user) and at.slack.modal(user))
    return view


async def made(at: Office, name: str) -> str:
    """A key that a manager made, as it is shown."""
    form = await opened(at, "alice")
    await at.slack.submit("alice", form, {"name": name})
    found: re.Match[str] = await at.slack.until(lambda: re.search(r"pwk_[\w-]{43}", seen(at, "alice")))
    return found[0]


async def report(at: Office, token: str) -> tuple[int, Any]:
    """What a service's report is answered with."""
    address = f"http://127.0.0.1:{at.bot.port}/usage"
    headers = {"Authorization": f"Bearer {token}"}
    async with aiohttp.ClientSession() as session, session.post(address, json=EVENT, headers=headers) as answer:
        return answer.status, await answer.json()


async def test_a_manager_makes_a_key_that_works(at: Office) -> None:
    """The key that is shown is accepted, and the list names it without showing it."""
    token = await made(at, "our web shop")
    assert "our web shop" in seen(at, "alice")
    status, told = await report(at, token)
    assert (status, told["recorded"]) == (200, 1)
    assert token not in str([at.slack.calls(method) for method in ("chat.postMessage", "views.publish")])


async def test_a_revoked_key_works_no_more(at: Office) -> None:
    """After the button and its dialog the list is empty, and a report is refused."""
    token = await made(at, "books")
    await at.slack.close("alice", at.slack.modal("alice"))
    form = await opened(at, "alice")
    assert "books" in shown(form)
    assert token not in shown(form)
    await at.slack.click("alice", form, "keys.revoke")
    await at.slack.until(lambda: "books" not in seen(at, "alice"))
    assert (await report(at, token))[0] == 401


async def test_members_see_no_keys(at: Office) -> None:
    """Their Home has no such button; who is no manager any more when the form is sent gets a sentence and no key."""
    assert "home.keys" not in shown(await home_of(at, "carol"))
    db, team = at.bot.service.desk.db, at.slack.workspace.team
    alice, bob = (at.slack.workspace.user(name).id for name in ("alice", "bob"))
    for user in (alice, bob):
        await workspaces.name_manager(db, team, alice, user, AT)
    form = await opened(at, "bob")
    await workspaces.remove_manager(db, team, alice, bob, AT)
    await at.slack.submit("bob", form, {"name": "mine"})
    (told,) = await at.said(channel=at.slack.workspace.im("bob").id)
    assert told.text.startswith("Only a manager may")
    assert await keys.of_workspace(db, team) == ()


async def test_too_many_keys_are_told(at: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the most, a direct message says to revoke one."""
    monkeypatch.setattr(keys, "MOST_KEYS", 1)
    await made(at, "first")
    await at.slack.close("alice", at.slack.modal("alice"))
    await at.slack.submit("alice", await opened(at, "alice"), {"name": "second"})
    (told,) = await at.said(channel=at.slack.workspace.im("alice").id)
    assert "revoke one that is not used" in told.text
