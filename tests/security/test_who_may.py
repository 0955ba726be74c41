"""Who may do what: by what a person is, for each deed, on each surface that decides, at the moment when it counts."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, get_args
from urllib.parse import urlencode

import pytest

from bot.playground import Delivery, Kind, User
from bot.slack.blocks import ids
from bot.slack.permissions import Deed
from bot.storage import quotes, workspaces
from bot.storage.places import Place
from bot.storage.quotes import Content, Kept
from tests.reliability.replicas import SAMPLE, Replicas, replicas

FORM = "application/x-www-form-urlencoded"
NOBODY = "U0NOBODY"
ALL: frozenset[str] = frozenset(get_args(Deed))
MEMBERS = frozenset({"log", "spend"})
NOTHING: frozenset[str] = frozenset()

BY_DEFAULT = {
    "owner": ALL,
    "admin": ALL,
    "member": MEMBERS,
    "guest": NOTHING,
    "bot": NOTHING,
    "external": NOTHING,
    "deactivated": NOTHING,
    "unknown": NOTHING,
}
"""What each kind of person may while nobody was named."""

ONCE_NAMED = {**BY_DEFAULT, "owner": MEMBERS, "admin": MEMBERS, "named": ALL}
"""And once somebody was."""


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Replicas]:
    """A workspace with somebody of each kind, and the bot."""
    async with replicas(f"sqlite:///{tmp_path / 'bot.db'}", 1) as made:
        kinds = {"owner": Kind.OWNER, "admin": Kind.ADMIN, "named": Kind.MEMBER, "member": Kind.MEMBER}
        kinds |= {"guest": Kind.GUEST, "bot": Kind.BOT, "external": Kind.EXTERNAL, "deactivated": Kind.OWNER}
        for name, kind in kinds.items():
            made.slack.add_user(f"an {name}", kind)
        made.slack.workspace.user("an deactivated").deleted = True
        yield made


def person(here: Replicas, kind: str) -> User:
    """Somebody of a kind."""
    if kind == "unknown":
        return User(NOBODY, "nobody", here.slack.workspace.team)
    return here.slack.workspace.user(f"an {kind}")


async def name(here: Replicas, *kinds: str) -> None:
    """Makes them managers."""
    for kind in kinds:
        service = here.bots[0].service
        user = person(here, kind).id
        await workspaces.name_manager(service.desk.db, here.slack.workspace.team, user, user, service.clock.now())


async def allowed(here: Replicas, kind: str) -> frozenset[str]:
    """What somebody of a kind may."""
    permissions, team = here.bots[0].service.permissions, here.slack.workspace.team
    deeds: tuple[Deed, ...] = get_args(Deed)
    return frozenset([deed for deed in deeds if await permissions.may(team, person(here, kind).id, deed)])


async def test_each_kind_may_its_deeds(here: Replicas) -> None:
    """While nobody was named, and once somebody was; also those who were named and are not what a manager must be."""
    assert {kind: await allowed(here, kind) for kind in BY_DEFAULT} == BY_DEFAULT
    await name(here, "named", "guest", "bot", "external", "deactivated", "unknown")
    assert {kind: await allowed(here, kind) for kind in ONCE_NAMED} == ONCE_NAMED


async def test_a_list_of_those_who_may_narrows_and_widens(here: Replicas) -> None:
    """Only those listed log; those listed set budgets; a guest on a list still may not."""
    listed = [person(here, kind).id for kind in ("member", "guest", "external", "unknown")]
    service = here.bots[0].service
    changes: workspaces.SettingChanges = {"may_log": listed, "may_set_budgets": listed}
    await workspaces.change(service.desk.db, here.slack.workspace.team, "U1", changes, service.clock.now())
    await name(here, "admin")
    assert await allowed(here, "member") == {"log", "budget", "spend"}
    assert await allowed(here, "named") == {"spend"}
    for kind in ("guest", "external", "unknown"):
        assert await allowed(here, kind) == NOTHING


async def test_nobody_may_anything_while_slack_does_not_say_who_they_are(here: Replicas) -> None:
    """The owner neither, until Slack says so again."""
    fault = here.slack.faults.add("error", "users.info", error="internal_error")
    assert await allowed(here, "owner") == NOTHING
    here.slack.faults.rules.remove(fault)
    assert await allowed(here, "owner") == ALL


async def test_the_installer_manages_from_the_start(tmp_path: Path) -> None:
    """And beside those whom they name; a guest as installer does not."""
    for installer, expected in (("bob", ALL), ("gina", NOTHING)):
        async with replicas(f"sqlite:///{tmp_path / installer}.db", 1) as made:
            user = made.slack.workspace.user(installer).id
        async with replicas(f"sqlite:///{tmp_path / installer}.db", 1, installer=user) as made:
            permissions, team = made.bots[0].service.permissions, made.slack.workspace.team
            assert await permissions.may(team, user, "manage") == (expected == ALL)
            assert not await permissions.may(team, made.slack.workspace.user("alice").id, "manage")


async def home_of_owner(here: Replicas) -> Any:
    """The Home of somebody who manages."""
    here.slack.open_home("an owner")
    await here.idle()
    return here.slack.home("an owner")


async def as_somebody(here: Replicas, delivery: Delivery, user: User) -> None:
    """Sends what one person did as if another had, signed as Slack would."""
    body = {**delivery.body, "user": {**delivery.body["user"], "id": user.id, "team_id": user.team}}
    body["trigger_id"] = here.slack.triggers.give(user.id)
    form = urlencode({"payload": json.dumps(body)}).encode()
    assert await here.send(form, here.slack.http.signed(form, FORM)) == {200: 1}


async def settings_form(here: Replicas) -> Delivery:
    """What a manager sends who changes the basis and names a manager, before it has arrived."""
    await here.slack.click("an owner", await home_of_owner(here), ids.HOME_SETTINGS)
    await here.idle()
    form = here.slack.modal("an owner")
    here.none()
    state = {"basis": "listed", "managers": [person(here, "owner").id, person(here, "named").id]}
    return await here.slack.submit("an owner", form, state)


async def settled(here: Replicas) -> tuple[str | None, tuple[str, ...]]:
    """The basis and the managers that are set."""
    db, team = here.bots[0].service.desk.db, here.slack.workspace.team
    return (await workspaces.get(db, team)).basis, await workspaces.managers(db, team)


@pytest.mark.parametrize("kind", BY_DEFAULT)
async def test_the_settings_open_and_change_for_managers_alone(here: Replicas, kind: str) -> None:
    """The button and the form, sent as somebody of each kind; who may not is told so, and nothing changes."""
    user, may = person(here, kind), "manage" in BY_DEFAULT[kind]
    view = await home_of_owner(here)
    here.none()
    tap = await here.slack.click("an owner", view, ids.HOME_SETTINGS)
    await as_somebody(here, tap, user)
    assert bool(here.slack.workspace.stacks.get(user.id)) == may
    here.one()
    await as_somebody(here, await settings_form(here), user)
    managers = (person(here, "owner").id, person(here, "named").id)
    assert await settled(here) == (("listed", managers) if may else (None, ()))
    if kind not in ("unknown", "bot") and not may:
        assert "Only a manager" in here.slack.messages(here.slack.workspace.im(user))[-1].text


async def test_a_manager_who_is_none_any_more_when_the_form_is_sent_changes_nothing(here: Replicas) -> None:
    """It was opened in time; what counts is the moment it is sent."""
    delivery = await settings_form(here)
    await name(here, "named")
    await as_somebody(here, delivery, person(here, "owner"))
    assert await settled(here) == (None, (person(here, "named").id,))


async def test_guests_bots_and_strangers_cannot_be_named(here: Replicas) -> None:
    """They are left out; a form that names nobody else leaves the managers as they are."""
    await name(here, "owner", "named")
    before = (await settled(here))[1]
    delivery = await settings_form(here)
    wrong = [person(here, kind).id for kind in ("guest", "bot", "external", "deactivated")]
    delivery.body["view"]["state"]["values"]["managers"]["managers"]["selected_users"] = wrong
    await as_somebody(here, delivery, person(here, "owner"))
    assert await settled(here) == ("listed", before)
    assert "cannot be managers" in here.slack.messages(here.slack.workspace.im("an owner"))[-1].text


async def elsewhere(here: Replicas) -> Kept:
    """A quote of another workspace on the same database."""
    service, content = here.bots[0].service, Content('{"intent":"quote","jobs":[{"images":5}]}', "5 images")
    return await quotes.save(service.desk.db, Place("T0RIVAL", "C1", "1.0"), "U1", content, service.clock.now())


async def quote(here: Replicas) -> Any:
    """A quote that stands in the channel."""
    here.slack.mention("bob", "general", SAMPLE)
    await here.idle()
    return here.said()[-1]


@pytest.mark.parametrize(
    ("action", "value"),
    [
        ("change.quality", "0|quality|high"),
        (ids.COMPARE, None),
        (ids.OPEN_COUNT, None),
        (ids.MORE, ids.MORE_WHY),
    ],
)
async def test_a_quote_of_another_workspace_is_not_there(here: Replicas, action: str, value: str | None) -> None:
    """A tap with its id says that it is not stored, shows nothing of it and changes nothing."""
    theirs, message = await elsewhere(here), await quote(here)
    here.none()
    tap = await here.slack.click("bob", message, action, value)
    tap.body["actions"][0]["block_id"] = ids.row_of(theirs.id, 1, "job")
    await as_somebody(here, tap, here.slack.workspace.user("bob"))
    assert await quotes.get(here.bots[0].service.desk.db, "T0RIVAL", theirs.id) == theirs
    assert not here.slack.workspace.stacks.get(here.slack.workspace.user("bob").id)
    answers = [call.args["text"] for call in here.slack.calls("response_url")]
    assert "not stored any more" in answers[-1]


FORGED = [
    "",
    "null",
    "[]",
    '{"quote": 7}',
    '{"quote": "THEIRS"}',
    '{"quote": "THEIRS", "job": 99}',
    '{"quote": "OURS", "job": -1}',
    '{"quote": "OURS", "job": 99}',
    '{"quote": "OURS\' OR 1=1 --"}',
]


@pytest.mark.parametrize("forged", FORGED)
async def test_a_form_with_forged_metadata_changes_nothing(here: Replicas, forged: str) -> None:
    """No quote, another workspace's, a job that is none: nothing is changed anywhere, and the log stays calm."""
    theirs, message = await elsewhere(here), await quote(here)
    ours = next(block["block_id"].split("|")[1] for block in message.blocks if "|" in block["block_id"])
    before = message.text
    await here.slack.click("bob", message, ids.OPEN_COUNT)
    await here.idle()
    form = here.slack.modal("bob")
    here.none()
    delivery = await here.slack.submit("bob", form, {"count": "250"})
    delivery.body["view"]["private_metadata"] = forged.replace("THEIRS", theirs.id).replace("OURS", ours)
    await as_somebody(here, delivery, here.slack.workspace.user("bob"))
    db = here.bots[0].service.desk.db
    assert await quotes.get(db, "T0RIVAL", theirs.id) == theirs
    kept = await quotes.get(db, here.slack.workspace.team, ours)
    assert kept
    assert (kept.version, here.said()[-1].text) == (1, before)


@pytest.mark.parametrize("url", ["https://evil.test/x", "http://127.0.0.1:9/x", "file:///etc/passwd", "//evil.test"])
async def test_a_form_with_a_forged_address_sends_nothing_there(here: Replicas, url: str) -> None:
    """Only Slack's own addresses take answers; the changed quote goes where the message stands."""
    message = await quote(here)
    await here.slack.click("bob", message, ids.OPEN_COUNT)
    await here.idle()
    form = here.slack.modal("bob")
    here.none()
    delivery = await here.slack.submit("bob", form, {"count": "250"})
    origin = {**json.loads(delivery.body["view"]["private_metadata"]), "url": url}
    delivery.body["view"]["private_metadata"] = json.dumps(origin)
    await as_somebody(here, delivery, here.slack.workspace.user("bob"))
    assert "250" in message.text
    assert here.slack.calls("response_url") == []
    assert len(here.slack.calls("chat.update")) == 1
