"""Reading sources into the ledger: once, wherever it is interrupted, and for one workspace alone."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from pydantic import SecretStr

from bot.clock import FixedClock
from bot.settings import SpendSettings
from bot.spend import hourly
from bot.spend.books import Asked, Books
from bot.spend.hourly import Hourly
from bot.spend.keeping import Keeper
from bot.spend.ledger import Ledger
from bot.spend.sources import litellm, openai
from bot.spend.sources.litellm import spend_log
from bot.spend.sources.openai import organization, sources
from bot.spend.sources.source import Source
from bot.spend.sync import Synced, sync
from bot.spend.usage import LedgerEntry
from bot.storage import arrivals, billed, workspaces
from bot.storage.database import Database
from pricing import built_in
from tests.spend.sources import organization as openai_api
from tests.spend.sources import proxy
from tests.spend.sources.organization import FakeOrganization, hour
from tests.spend.sources.proxy import FakeProxy
from tests.spend.sources.wires import Fault, Waits

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


class Killed(BaseException):
    """The process dies here."""


@dataclass
class Providers:
    """The stand-ins that are read, and the sources that read them."""

    openai: FakeOrganization
    litellm: FakeProxy
    sources: Sequence[Source]

    async def read(self, keeper: Keeper) -> list[Synced]:
        """Reads all of them."""
        return [await sync(keeper, source) for source in self.sources]


@pytest.fixture
async def providers(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Providers]:
    """An organization and a proxy with a little spend."""
    waits = Waits(NOW)
    for module in (openai, litellm):
        monkeypatch.setattr(module, "HISTORY", timedelta(days=20))
    async with (
        FakeOrganization().running() as fake,
        FakeProxy().running() as fake_proxy,
        organization(SecretStr(openai_api.KEY), fake.address, waits.patience) as real,
        spend_log(fake_proxy.address, SecretStr(proxy.KEY), waits.patience) as log,
    ):
        fake.bill(date(2026, 11, 20), "gpt-image-1-mini, image output", "0.8448")
        fake.make(hour(20, 7), "gpt-image-1-mini", 100)
        for number in range(3):
            fake_proxy.spend(f"req-{number}", hour(23, 12 + number), 0.0125)
        yield Providers(fake, fake_proxy, (*sources(real), log))


def keeper(db: Database, workspace: str = "T1", now: datetime = NOW) -> Keeper:
    """Who keeps a workspace's books."""
    return Keeper(db, built_in(), workspace, FixedClock(now))


async def entries(db: Database, workspace: str = "T1") -> list[LedgerEntry]:
    """A workspace's ledger."""
    return [each async for each in Ledger(db, built_in(), FixedClock(NOW)).entries(workspace, *YEAR)]


async def images(db: Database, workspace: str = "T1") -> int:
    """The images that stand in a workspace's ledger of OpenAI's."""
    summary = await Books(db, built_in(), FixedClock(NOW)).spend(workspace, Asked("last_7_days"))
    return summary.images


async def bills(db: Database, workspace: str = "T1") -> list[tuple[int, int, Decimal]]:
    """Day of November, revision and dollars of a workspace's bills that are not zero."""
    found = await db.read(lambda connection: billed.of_days(connection, workspace, YEAR))
    return [(bill.day.day, bill.revision, bill.usd) for bill in found if bill.usd]


async def test_everything_is_read_once(db: Database, providers: Providers) -> None:
    """Costs are bills, images and requests events; the second time they are known, in every respect."""
    done = await providers.read(keeper(db))
    assert [(each.title, each.recorded, each.billed, each.failed) for each in done] == [
        ("openai costs", 0, 2, ""),
        ("openai images", 1, 0, ""),
        ("litellm log", 3, 0, ""),
    ]
    before = await entries(db)
    again = await providers.read(keeper(db))
    assert [(each.recorded, each.billed, each.revised, each.known) for each in again] == [
        (0, 0, 0, 0),
        (0, 0, 0, 1),
        (0, 0, 0, 3),
    ]
    assert await entries(db) == before
    assert [(each.how, each.cost) for each in before] == [
        ("estimated", Decimal("0.8540")),
        *[("stated", Decimal("0.0125"))] * 3,
    ]
    assert await bills(db) == [(20, 0, Decimal("0.8448"))]


async def test_what_is_synced_belongs_to_one_workspace(db: Database, providers: Providers) -> None:
    """Another workspace has no row of it, and its own reading begins at the beginning."""
    await providers.read(keeper(db))
    assert await entries(db, "T2") == []
    assert await bills(db, "T2") == []
    assert await keeper(db, "T2").cursor(providers.sources[0]) == ""


async def test_late_and_revised_figures_are_told_apart(db: Database, providers: Providers) -> None:
    """A price that is revised is a revision of its day; images that come late are a correction; both sums follow."""
    await providers.read(keeper(db))
    providers.openai.bill(date(2026, 11, 20), "gpt-image-1-mini, image output", "0.1")
    providers.openai.bill(date(2026, 11, 22), "gpt-image-1-mini, image output", "0.2")
    providers.openai.make(hour(20, 7), "gpt-image-1-mini", 50)
    costs, images, _ = await providers.read(keeper(db, now=NOW + timedelta(hours=1)))
    assert (costs.billed, costs.revised, images.corrected) == (1, 1, 1)
    assert await bills(db) == [
        (20, 0, Decimal("0.8448")),
        (20, 1, Decimal("0.9448")),
        (22, 0, Decimal("0.2")),
    ]
    made = [each for each in await entries(db) if each.event.source == "openai"]
    assert [(each.revision, each.cost) for each in made] == [
        (0, Decimal("0.8540")),
        (1, Decimal("-0.8540")),
        (2, Decimal("1.2810")),
    ]


async def test_images_that_are_told_no_more_are_taken_back(db: Database, providers: Providers) -> None:
    """Of an hour 100 images are told under another key, and 5 not at all; 100 and another hour's 1 count."""
    made = providers.openai.images[hour(20, 7)]
    providers.openai.make(hour(20, 7), "gpt-image-1-mini", 5, source="image.edit")
    providers.openai.make(hour(19, 7), "gpt-image-1-mini", 1)
    await providers.read(keeper(db))
    await providers.read(keeper(db, "T2"))
    made[0]["images"] = 0
    del made[1]
    providers.openai.make(hour(20, 7), "gpt-image-1-mini", 100, api_key_id="key_B")
    assert [(each.recorded, each.corrected) for each in await providers.read(keeper(db))] == [(0, 0), (1, 2), (0, 0)]
    assert [(each.recorded, each.corrected) for each in await providers.read(keeper(db))] == [(0, 0)] * 3
    assert (await images(db), await images(db, "T2")) == (101, 106)
    made[0]["images"] = 7
    assert (await providers.read(keeper(db)))[1].corrected == 1
    assert await images(db) == 108


async def test_an_hour_that_cannot_be_read_whole_takes_nothing_back(db: Database, providers: Providers) -> None:
    """A group without a model may be the one that was told before."""
    await providers.read(keeper(db))
    providers.openai.images[hour(20, 7)][0]["model"] = ""
    assert [(each.refused, each.corrected) for each in await providers.read(keeper(db))][1] == (1, 0)
    assert await images(db) == 100


async def test_it_is_known_up_to_when_a_source_was_read(db: Database, providers: Providers) -> None:
    """Images are complete to the hour, the proxy's log to the minute, both since the reading began."""
    await providers.read(keeper(db))
    found = await db.read(lambda connection: arrivals.of(connection, "T1"))
    assert {name: each.as_of for name, each in found.items()} == {
        "openai": NOW.replace(minute=0),
        "litellm": NOW,
    }
    assert all(each.since < NOW - timedelta(days=19) for each in found.values())


async def test_a_model_that_no_list_knows_is_on_its_providers_bill(db: Database, providers: Providers) -> None:
    """$10 were billed, and the proxy says $4 of it: LiteLLM's "openai" is the bill's "OpenAI", and 10 is the total."""
    providers.openai.bill(date(2026, 11, 22), "gpt-99", "10")
    providers.litellm.spend("req-new", hour(22, 12), 4, model="openai/gpt-99", call_type="acompletion")
    await providers.read(keeper(db))
    summary = await Books(db, built_in(), FixedClock(NOW)).spend("T1", Asked("2026-11-22..2026-11-22"))
    assert summary.total == 10
    assert {row.kind: row.usd for row in summary.rows} == {"group": 4, "unexplained": 6}


STEPS = ("cursor", "record", "withdraw", "bill", "complete", "reached")


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
async def test_a_kill_at_any_step_loses_and_doubles_nothing(
    step: str, after: bool, db: Database, providers: Providers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Dying before or after each step, each time it is taken, and starting anew comes to the same as going through."""
    providers.openai.most = 60
    real: Callable[..., Any] = getattr(Keeper, step)
    left, taken = 0, 0

    async def dying(self: Keeper, *arguments: Any, **more: Any) -> Any:
        nonlocal taken
        taken += 1
        if taken > left and not after:
            raise Killed
        found = await real(self, *arguments, **more)
        if taken > left:
            raise Killed
        return found

    monkeypatch.setattr(Keeper, step, dying)
    for each in (0, 1, 2):
        left, taken = each, 0
        with pytest.raises(Killed):
            await providers.read(keeper(db))
    monkeypatch.undo()
    await providers.read(keeper(db))
    found = await entries(db)
    assert sorted((each.event.source, each.cost) for each in found) == [
        *[("litellm", Decimal("0.0125"))] * 3,
        ("openai", Decimal("0.8540")),
    ]
    assert await bills(db) == [(20, 0, Decimal("0.8448"))]


async def test_a_source_that_fails_does_not_keep_the_others_from_being_read(db: Database, providers: Providers) -> None:
    """Costs that cannot be read are told; images and requests are there."""
    providers.openai.faults.coming.extend([Fault("status", 500)] * 4)
    costs, images, log = await providers.read(keeper(db))
    assert costs.failed == "OpenAI answered with status 500: Something is up."
    assert (images.recorded, log.recorded) == (1, 3)


async def test_a_bill_that_cannot_be_kept_leaves_the_others(db: Database, providers: Providers) -> None:
    """A million dollars are a bill; a billion are told, and the other days and sources are kept."""
    providers.openai.bill(date(2026, 11, 21), "gpt-image-1-mini, image output", "1000000")
    providers.openai.bill(date(2026, 11, 22), "gpt-image-1-mini, image output", "999999999")
    providers.openai.bill(date(2026, 11, 22), "gpt-image-1-mini, text input", "1")
    told: list[tuple[str, str]] = []
    done = await sync(keeper(db), providers.sources[0], refused=lambda where, why: told.append((where, why)))
    assert (done.refused, done.failed) == (1, "")
    why = "The bill for 2026-11-22 is not below 1,000,000,000 dollars in each line and in all."
    assert told == [("bill of 2026-11-22", why)]
    assert await bills(db) == [(20, 0, Decimal("0.8448")), (21, 0, Decimal(1_000_000))]


@asynccontextmanager
async def _read_by(providers: Providers) -> AsyncIterator[Sequence[Source]]:
    yield providers.sources


@pytest.fixture
def every_hour(db: Database, providers: Providers, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Hourly]:
    """What the scheduler runs, at an hour of one's choosing."""
    monkeypatch.setattr(hourly, "configured", lambda _: _read_by(providers))

    def at(now: datetime = NOW, team: str | None = "T1", before: Hourly | None = None) -> Hourly:
        made = Hourly(db, built_in(), FixedClock(now), SpendSettings(team=team))
        made.not_before.update(before.not_before if before else {})
        return made

    return at


async def test_the_scheduler_reads_for_the_only_workspace(db: Database, every_hour: Callable[..., Hourly]) -> None:
    """Without SPEND_TEAM_ID nothing is read while there is no workspace or more than one."""
    await every_hour(team=None).run()
    assert await entries(db) == []
    await workspaces.name_manager(db, "T1", "U1", "U1", NOW)
    await every_hour(team=None).run()
    assert len(await entries(db)) == 4
    await workspaces.name_manager(db, "T2", "U2", "U2", NOW)
    await every_hour(team=None).run()
    assert await entries(db, "T2") == []


async def test_a_source_that_asks_for_hours_gets_them(
    db: Database, providers: Providers, every_hour: Callable[..., Hourly]
) -> None:
    """After Retry-After: 5400 it is not asked an hour later, and again after two."""
    providers.openai.faults.coming.append(Fault("status", 429, {"Retry-After": "5400"}))
    first = every_hour()
    await first.run()
    asked = len([path for path in providers.openai.faults.asked if "costs" in path])
    second = every_hour(NOW + timedelta(hours=1), before=first)
    await second.run()
    assert len([path for path in providers.openai.faults.asked if "costs" in path]) == asked
    await every_hour(NOW + timedelta(hours=2), before=second).run()
    assert await bills(db) == [(20, 0, Decimal("0.8448"))]
