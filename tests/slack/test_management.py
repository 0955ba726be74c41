"""Who manages after the settings form was sent."""

from __future__ import annotations

from pathlib import Path

from bot.clock import SystemClock
from bot.storage import workspaces
from tests.slack.conftest import Office, office
from tests.slack.test_surfaces import home_of


async def name(at: Office, *names: str) -> None:
    """Alice sends the form with these managers."""
    await at.slack.click("alice", await home_of(at, "alice"), "home.settings")
    form = await at.slack.until(lambda: at.slack.views("alice") and at.slack.modal("alice"))
    await at.slack.submit("alice", form, {"managers": [at.slack.workspace.user(each).id for each in names]})
    assert await at.bot.service.pipeline.drained(5)


async def named(at: Office) -> list[str]:
    """Who is named as a manager."""
    found = await workspaces.managers(at.bot.service.desk.db, at.slack.workspace.team)
    return [at.slack.workspace.user(each).name for each in found]


async def test_who_is_not_named_any_more_manages_no_more(at: Office) -> None:
    """The form is the whole list."""
    await name(at, "alice", "bob", "carol")
    assert await named(at) == ["alice", "bob", "carol"]
    await name(at, "alice", "carol")
    assert await named(at) == ["alice", "carol"]


async def test_nobody_loses_the_role_because_slack_is_silent(tmp_path: Path) -> None:
    """Bob manages, but Slack does not say now who he is."""
    async with office(tmp_path) as at:
        bob, team = at.slack.workspace.user("bob").id, at.slack.workspace.team
        for user in (at.slack.workspace.user("alice").id, bob):
            await workspaces.name_manager(at.bot.service.desk.db, team, user, user, SystemClock().now())
        await home_of(at, "alice")
        at.slack.faults.add("error", "users.info")
        await name(at, "alice", "bob")
        assert await named(at) == ["alice", "bob"]


async def test_the_installer_alone_may_be_left(tmp_path: Path) -> None:
    """Who runs the bot manages without being named, so that the last one who is can be taken off."""
    async with office(tmp_path, installer="U0AC0000003") as at:
        assert at.slack.workspace.user("alice").id == "U0AC0000003"
        await name(at, "alice", "bob")
        assert await named(at) == ["bob"]
        await name(at, "alice")
        assert await named(at) == []
