"""What is read from OpenAI's organization API, over a real connection with all that can go wrong on one."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from pydantic import SecretStr

from bot.errors import UsageError
from bot.spend.sources.openai import Costs, Images, Organization, organization
from bot.spend.sources.source import Batch
from bot.spend.sources.wire import SourceBusy, SourceDown, SourceError, SourceRefused
from bot.spend.usage import UsageEvent
from tests.spend.sources.organization import KEY, FakeOrganization, hour
from tests.spend.sources.wires import Fault, Waits

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
CURSOR = "2026-11-20T00:00:00+00:00"


@pytest.fixture
async def fake() -> AsyncIterator[FakeOrganization]:
    """An organization without costs."""
    async with FakeOrganization().running() as running:
        yield running


@pytest.fixture
def waits() -> Waits:
    """Nobody waits."""
    return Waits(NOW)


@pytest.fixture
async def real(fake: FakeOrganization, waits: Waits) -> AsyncIterator[Organization]:
    """The organization, as the bot asks it."""
    async with organization(SecretStr(KEY), fake.address, waits.patience, timeout=0.2) as found:
        yield found


async def read(source: Costs | Images, cursor: str = "") -> list[Batch]:
    """Everything that a source tells."""
    return [batch async for batch in source.batches(cursor, NOW)]


def told(batches: list[Batch]) -> list[UsageEvent]:
    """The events of batches."""
    return [event for batch in batches for event in batch.events or ()]


async def test_costs_are_by_day_project_and_line_item(fake: FakeOrganization, real: Organization) -> None:
    """Two line items of two projects on one day are its lines, with every digit of the amounts."""
    fake.bill(date(2026, 11, 2), "gpt-image-1-mini, image output", "0.84480000000000001234")
    fake.bill(date(2026, 11, 2), "gpt-image-1-mini, text input", "0.008", project="proj_2")
    (batch,) = await read(Costs(real), CURSOR)
    (bill,) = [bill for bill in batch.bills if bill.lines]
    assert (bill.day, bill.provider, bill.as_of) == (date(2026, 11, 2), "OpenAI", NOW)
    assert [(line.project, line.model, line.line, line.usd) for line in bill.lines] == [
        ("proj_1", "gpt-image-1-mini", "gpt-image-1-mini, image output", Decimal("0.84480000000000001234")),
        ("proj_2", "gpt-image-1-mini", "gpt-image-1-mini, text input", Decimal("0.008")),
    ]


async def test_a_day_without_costs_is_late_until_it_has_settled(fake: FakeOrganization, real: Organization) -> None:
    """At 09:30 on the 24th the 21st was billed 0 for good; of the days since only those with costs have a bill."""
    fake.bill(date(2026, 11, 1), "gpt-image-1", "1")
    fake.bill(date(2026, 11, 23), "gpt-image-1", "1")
    (batch,) = await read(Costs(real), CURSOR)
    assert [bill.day.day for bill in batch.bills][-3:] == [20, 21, 23]
    assert [bill.final for bill in batch.bills][-3:] == [True, True, False]


async def test_before_the_first_bill_there_are_none(fake: FakeOrganization, real: Organization) -> None:
    """The first reading does not say that nothing was billed before there was anything."""
    fake.bill(date(2026, 11, 19), "gpt-image-1", "1")
    bills = [bill for batch in await read(Costs(real)) for bill in batch.bills]
    assert [(bill.day.day, str(bill.usd)) for bill in bills] == [(19, "1"), (20, "0"), (21, "0")]


async def test_a_first_reading_goes_back_over_a_year_in_pages(fake: FakeOrganization, real: Organization) -> None:
    """401 days, of which the last three are late, come as pages of 180, each with the cursor of its end."""
    fake.bill(date(2025, 10, 20), "gpt-image-1", "1")
    batches = await read(Costs(real))
    assert [len(batch.bills) for batch in batches] == [180, 180, 38]
    assert batches[0].cursor == "2026-04-18T00:00:00+00:00 2025-10-20"
    assert batches[-1].cursor == "2026-11-24T09:30:00+00:00 2025-10-20"


async def test_reading_goes_on_where_a_crash_ended_it(fake: FakeOrganization, real: Organization) -> None:
    """From the first page's cursor nothing is left out: late days are read again, no earlier ones."""
    fake.bill(date(2025, 10, 20), "gpt-image-1", "1")
    first = (await read(Costs(real)))[0]
    rest = await read(Costs(real), first.cursor)
    assert rest[0].bills[0].day == first.bills[-1].day - timedelta(days=34)
    assert rest[-1].end == NOW


async def test_the_cursor_never_goes_back(fake: FakeOrganization, real: Organization) -> None:
    """While late days are read again the cursor stands still, however small the pages are."""
    fake.most = 5
    batches = await read(Costs(real), CURSOR)
    assert [batch.cursor.split()[0] for batch in batches[:7]] == [CURSOR] * 7
    assert batches[-1].cursor.split()[0] == NOW.isoformat()


async def test_a_revised_day_is_read_again_for_five_weeks(fake: FakeOrganization, real: Organization) -> None:
    """A day's amount that changes a month later is told anew."""
    fake.bill(date(2026, 10, 20), "gpt-image-1", "5.00")
    fake.bill(date(2026, 10, 20), "gpt-image-1", "0.25")
    (batch,) = await read(Costs(real), CURSOR)
    assert [line.usd for bill in batch.bills for line in bill.lines] == [Decimal("5.25")]


async def test_another_currency_is_told_and_its_day_left_out(fake: FakeOrganization, real: Organization) -> None:
    """A day with a line in euros is not counted in part; the other days are there."""
    fake.bill(date(2026, 11, 2), "gpt-image-1", "1")
    fake.bill(date(2026, 11, 2), "gpt-image-1", "1", currency="eur")
    fake.bill(date(2026, 11, 3), "gpt-image-1", "2")
    (batch,) = await read(Costs(real), CURSOR)
    assert [bill.day for bill in batch.bills if bill.lines] == [date(2026, 11, 3)]
    assert [(each.where, each.why) for each in batch.unusable] == [
        ("costs of 2026-11-02", "A line is in eur; the ledger is in USD.")
    ]


async def test_images_are_by_hour_and_group(fake: FakeOrganization, real: Organization) -> None:
    """Two people's images of an hour are two events, each with its group as key."""
    fake.make(hour(23, 14), "gpt-image-1-mini", 12, source="image.generation", api_key_id="key_1")
    fake.make(hour(23, 14), "gpt-image-1-mini", 3, user_id="user-2", source="image.edit")
    events = told(await read(Images(real), CURSOR))
    assert [(event.person, event.images, event.at, event.key) for event in events] == [
        (
            "user-1",
            12,
            hour(23, 14),
            "2026-11-23T14/gpt-image-1-mini/1024x1024/proj_1/user-1/key_1/image.generation",
        ),
        ("user-2", 3, hour(23, 14), "2026-11-23T14/gpt-image-1-mini/1024x1024/proj_1/user-2//image.edit"),
    ]
    assert events[0].tags == {"api_key": "key_1", "source": "image.generation"}
    assert (events[0].project, events[0].size, events[0].stated) == ("proj_1", "1024x1024", None)


async def test_an_hour_that_is_not_over_waits(fake: FakeOrganization, real: Organization) -> None:
    """At 09:30 the images since 09:00 are left for the next time."""
    fake.make(hour(24, 8), "gpt-image-1-mini", 1)
    fake.make(hour(24, 9), "gpt-image-1-mini", 2)
    batches = await read(Images(real), CURSOR)
    assert [event.images for event in told(batches)] == [1]
    assert batches[-1].cursor == hour(24, 9).isoformat()


async def test_the_last_week_of_images_is_read_again(fake: FakeOrganization, real: Organization) -> None:
    """What arrives late for an hour of the last week is told, and that it may revise what was told."""
    fake.make(hour(13, 0), "gpt-image-1-mini", 4)
    fake.make(hour(12, 23), "gpt-image-1-mini", 5)
    batches = await read(Images(real), CURSOR)
    assert [event.images for event in told(batches)] == [4]
    assert all(batch.revises for batch in batches)


@pytest.mark.parametrize(
    "fault",
    [Fault("status", 500), Fault("status", 502), Fault("cut"), Fault("half"), Fault("reset"), Fault("hang")],
    ids=lambda fault: f"{fault.kind}-{fault.status}",
)
async def test_a_passing_fault_is_tried_again(
    fault: Fault, fake: FakeOrganization, real: Organization, waits: Waits
) -> None:
    """An error, a body that is cut off, broken JSON, a reset and a timeout are followed by another try."""
    fake.bill(date(2026, 11, 2), "gpt-image-1", "1")
    fake.faults.coming.append(fault)
    (batch,) = await read(Costs(real), CURSOR)
    assert sum(line.usd for bill in batch.bills for line in bill.lines) == 1
    assert waits.seconds == [1]


async def test_a_fault_that_stays_is_told(fake: FakeOrganization, real: Organization, waits: Waits) -> None:
    """After four tries, 20 seconds apart in all, one sentence says what the server said."""
    fake.faults.coming.extend([Fault("status", 500)] * 4)
    with pytest.raises(SourceDown, match=r"^OpenAI answered with status 500: Something is up\.$"):
        await read(Costs(real), CURSOR)
    assert waits.seconds == [1, 4, 15]


async def test_pages_before_a_fault_are_not_lost(fake: FakeOrganization, real: Organization) -> None:
    """The batches before an outage are given, and the cursor of the last one is where to go on."""
    fake.faults.coming.extend([Fault("fine"), *[Fault("cut")] * 4])
    got: list[Batch] = []

    async def keep() -> None:
        async for batch in Costs(real).batches("", NOW):
            got.append(batch)  # noqa: PERF401 - what came before the error counts

    with pytest.raises(SourceError):
        await keep()
    assert [batch.end for batch in got] == [datetime(2026, 4, 18, tzinfo=UTC)]


async def test_retry_after_is_honoured(fake: FakeOrganization, real: Organization, waits: Waits) -> None:
    """A 429 that says 7 seconds is waited out, in seconds or as a date."""
    later = {"Retry-After": "Tue, 24 Nov 2026 09:30:30 GMT"}
    fake.faults.coming.extend([Fault("status", 429, {"Retry-After": "7"}), Fault("status", 429, later)])
    await read(Costs(real), CURSOR)
    assert waits.seconds == [7, 30]


async def test_a_long_retry_after_ends_the_reading(fake: FakeOrganization, real: Organization, waits: Waits) -> None:
    """A 429 that says half an hour is not waited out: the error says until when."""
    fake.faults.coming.append(Fault("status", 429, {"Retry-After": "1800"}))
    with pytest.raises(SourceBusy) as told:
        await read(Costs(real), CURSOR)
    assert told.value.until == NOW + timedelta(minutes=30)
    assert str(told.value) == "OpenAI has had too many requests; it can be asked again from 10:00 UTC on 24 November."
    assert waits.seconds == []


async def test_a_wrong_key_is_told_at_once(fake: FakeOrganization, waits: Waits) -> None:
    """With another key there is no second try, and the sentence names the setting and not the key."""
    async with organization(SecretStr("sk-admin-other"), fake.address, waits.patience) as other:
        with pytest.raises(SourceRefused, match="OPENAI_ADMIN_KEY takes an admin key") as told:
            await read(Costs(other), CURSOR)
    assert "other" not in str(told.value)
    assert len(fake.faults.asked) == 1


async def test_the_openai_package_reads_the_stand_in(fake: FakeOrganization, real: Organization) -> None:
    """The package's own types hold what the stand-in answers: it speaks as the API does."""
    fake.bill(date(2026, 11, 2), "gpt-image-1", "1.25")
    usage = real.client.admin.organization.usage
    costs = await usage.costs(start_time=int(hour(2).timestamp()), limit=1, group_by=["line_item"])
    (result,) = costs.data[0].results
    assert result.object == "organization.costs.result"
    assert result.amount is not None
    assert (result.amount.value, result.line_item, costs.has_more) == (1.25, "gpt-image-1", True)


async def test_without_the_package_it_is_named(fake: FakeOrganization, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the extra was not installed, one sentence says how."""
    monkeypatch.setitem(sys.modules, "openai", None)
    with pytest.raises(UsageError, match=r"pip install 'pennyworth\[openai\]'"):
        async with organization(SecretStr(KEY), fake.address):
            pass
