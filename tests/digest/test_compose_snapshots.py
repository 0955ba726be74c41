"""What summaries say and look like, held against approved files; `pytest tests/digest --approve` writes them anew."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from bot.digest.delivery import Courier
from bot.digest.ports import Content
from bot.playground.blocks import check_message
from bot.slack.blocks import Message
from bot.slack.digest_channel import DigestChannel
from bot.storage.database import Database
from tests.databases import Sqlite
from tests.digest.kit import MONDAY, QUICK, client, desk
from tests.digest.team import COSTS, DAY, WEEK, Team, noon
from tests.digest.weeks import EVERY, LATE, ordinary
from tests.slack import looking

SNAPSHOTS = Path(__file__).parent / "snapshots"


def readable(content: Content) -> str:
    """The text, and what a person sees, without and with the chart refused."""
    plainer = looking.lines(content.plainer or ())
    parts = (content.text, "\n".join(looking.lines(content.blocks)), "\n".join(plainer))
    return "\n\n========\n\n".join(parts) + "\n"


def sound(content: Content) -> None:
    """Fails where Slack would refuse it."""
    for each in (content.blocks, content.plainer or ()):
        check_message(list(each))
        looking.check_message(Message(content.text, tuple(dict(block) for block in each)))


def approved(name: str, content: Content, approve: bool) -> None:
    """Fails where a summary is another one than the approved."""
    sound(content)
    blocks = json.dumps({"blocks": content.blocks, "plainer": content.plainer}, ensure_ascii=False, indent=1)
    for ending, now in (("txt", readable(content)), ("json", f"{blocks}\n")):
        file = SNAPSHOTS / f"{name}.{ending}"
        if approve:
            SNAPSHOTS.mkdir(exist_ok=True)
            file.write_text(now)
        assert file.read_text() == now, f"{file.name} is another one; look at it, then --approve"


@pytest.fixture
def approve(request: pytest.FixtureRequest) -> bool:
    """Whether the files are to be written."""
    return bool(request.config.getoption("--approve"))


@pytest.mark.parametrize("name", EVERY)
async def test_a_week_is_said_as_it_was_approved(name: str, team: Team, approve: bool) -> None:
    """Through the ledger, books, quotes and budgets as they are."""
    subscription = await EVERY[name](team)
    _, content = await team.said(subscription, late=LATE.get(name, timedelta()))
    approved(name, content, approve)


async def test_a_revised_week_is_said_as_it_was_approved(sqlite: Sqlite, approve: bool) -> None:
    """A week is told of in Slack; then its bill is revised and more usage comes: a week later the summary says so."""
    db = Database(sqlite.migrated())
    async with desk(db) as at:
        team, before = Team(db, at.clock), MONDAY - 7 * DAY
        slack = client(at.session, at.slack.api_url, at.slack.bot_token)
        courier = Courier(db, DigestChannel(lambda _: slack), team.gatherer, team.clock, QUICK)
        team.clock.instant = before - timedelta(hours=1)
        subscription = await team.subscribed(channel=at.channel("general"))
        await ordinary(team, weeks=8)
        await team.bill({WEEK - 4 * DAY: "30.00"}, team.clock.instant)
        team.clock.instant = before
        await courier.deliver_due()
        told = at.slack.messages("general")[-1]
        assert told.text.startswith("9–15 November: $")
        await ordinary_week_after(team)
        _, content = await team.said(subscription)
    await db.close()
    approved("revised", content, approve)


async def ordinary_week_after(team: Team) -> None:
    """The bill of Thursday becomes dearer, Friday's usage of a service comes late, and the next week goes by."""
    team.clock.instant = MONDAY - 5 * DAY
    await team.bill({WEEK - 4 * DAY: "33.20"}, team.clock.instant)
    await team.record(team.event(noon(WEEK - 3 * DAY), usd="0.05", channel=COSTS))
    team.clock.instant = MONDAY
    await ordinary(team, WEEK, 1)
