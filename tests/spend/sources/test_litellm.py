"""What is read from a LiteLLM proxy's spend log, over a real connection."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from pydantic import SecretStr

from bot.spend.sources.litellm import SpendLog, spend_log
from bot.spend.sources.source import Batch
from bot.spend.sources.wire import SourceDown, SourceRefused
from bot.spend.usage import UsageEvent, check
from tests.spend.sources.proxy import KEY, FakeProxy
from tests.spend.sources.wires import Fault, Kind, Waits

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
THEN = datetime(2026, 11, 24, 8, tzinfo=UTC)
CURSOR = "2026-11-24T07:00:00+00:00"


@pytest.fixture
async def fake() -> AsyncIterator[FakeProxy]:
    """A proxy without requests."""
    async with FakeProxy().running() as running:
        yield running


@pytest.fixture
async def real(fake: FakeProxy) -> AsyncIterator[SpendLog]:
    """The spend log, as the bot asks for it, four rows a page."""
    async with spend_log(fake.address, SecretStr(KEY), Waits(NOW).patience, timeout=0.2) as found:
        yield replace(found, page=4)


async def read(source: SpendLog, cursor: str = CURSOR) -> list[Batch]:
    """Everything that a source tells."""
    return [batch async for batch in source.batches(cursor, NOW)]


def events(batches: list[Batch]) -> list[UsageEvent]:
    """The events of batches, each once."""
    return list({event.key: event for batch in batches for event in batch.events or ()}.values())


async def test_a_row_is_an_event_at_what_the_proxy_says(fake: FakeProxy, real: SpendLog) -> None:
    """The request's id is the key, its spend the cost with every digit, its tags and its key's alias are tags."""
    fake.spend("req-1", THEN, 0.00854)
    (event,) = events(await read(real))
    assert event == UsageEvent(
        source="litellm",
        key="req-1",
        at=THEN,
        model="gpt-image-1-mini",
        provider="openai",
        quantities={"text_input": Decimal(50), "image_output": Decimal(1056)},
        calls=1,
        stated=Decimal("0.00854"),
        person="ada",
        project="Web",
        tags={"campaign": "spring", "draft": "", "key": "web-shop"},
    )


async def test_tags_are_cut_to_what_can_be_kept(fake: FakeProxy, real: SpendLog) -> None:
    """A client's long name is a tag: 255 characters of each of 50 tags are kept, the key's alias among them."""
    fake.spend("req-1", THEN, 0.01, request_tags=[f"User-Agent: {'x' * 300}", *(f"tag-{n}:a" for n in range(60))])
    (event,) = events(await read(real))
    check(event, NOW)
    assert (len(event.tags), event.tags["key"], event.tags["User-Agent"]) == (50, "web-shop", "x" * 255)


async def test_every_page_is_read(fake: FakeProxy, real: SpendLog) -> None:
    """Of 23 rows, five of them in one second, none is missing."""
    for number in range(23):
        fake.spend(f"req-{number}", THEN + timedelta(seconds=max(0, number - 5)), 0.01)
    assert {event.key for event in events(await read(real))} == {f"req-{number}" for number in range(23)}


async def test_rows_that_arrive_while_reading_shift_nothing_away(fake: FakeProxy, real: SpendLog) -> None:
    """A row that is written under an earlier time between two pages hides none of those that follow."""
    for number in range(12):
        fake.spend(f"req-{number}", THEN + timedelta(seconds=number), 0.01)
    got: list[Batch] = []
    async for batch in real.batches(CURSOR, NOW):
        got.append(batch)
        fake.rows.pop(0)  # the proxy forgets an old row, and all the others move up
    assert {f"req-{number}" for number in range(12)} == {event.key for event in events(got)}


async def test_an_older_proxy_gives_the_newest_first(fake: FakeProxy, real: SpendLog) -> None:
    """Every row is read all the same, and the cursor stays until the last page is there."""
    fake.ordered = False
    for number in range(23):
        fake.spend(f"req-{number}", THEN + timedelta(seconds=number), 0.01)
    batches = await read(real)
    assert {event.key for event in events(batches)} == {f"req-{number}" for number in range(23)}
    assert [batch.cursor for batch in batches] == [*[CURSOR] * 5, NOW.isoformat()]


async def test_the_cursor_is_where_reading_goes_on(fake: FakeProxy, real: SpendLog) -> None:
    """After the first page of nine rows reading goes on a day before its last, and ends at the present."""
    for number in range(9):
        fake.spend(f"req-{number}", THEN + timedelta(seconds=number), 0.01)
    batches = await read(real)
    assert batches[0].cursor == (THEN + timedelta(seconds=3)).isoformat()
    assert batches[-1].cursor == NOW.isoformat()
    assert len(events(await read(real, batches[0].cursor))) == 9


async def test_a_model_that_the_proxy_has_no_price_for_is_priced_here(fake: FakeProxy, real: SpendLog) -> None:
    """A spend of 0 with tokens states nothing; of 0 out of the cache, it states 0."""
    fake.spend("req-1", THEN, 0.0)
    fake.spend("req-2", THEN, 0.0, cache_hit="True")
    assert [event.stated for event in events(await read(real))] == [None, 0]


async def test_failed_requests_are_left_out(fake: FakeProxy, real: SpendLog) -> None:
    """A request that failed and cost nothing is no usage; one that cost something is."""
    fake.spend("req-1", THEN, 0.0, status="failure")
    fake.spend("req-2", THEN, 0.01, status="failure")
    assert [event.key for event in events(await read(real))] == ["req-2"]


async def test_a_row_that_cannot_be_read_is_told(fake: FakeProxy, real: SpendLog) -> None:
    """Rows without a model or with a spend that is no number are told by their ids; the rest is read."""
    fake.spend("req-1", THEN, 0.01, model="")
    fake.spend("req-2", THEN, "lots")
    fake.spend("req-3", THEN, 0.01)
    batches = await read(real)
    assert [(each.where, each.why) for batch in batches for each in batch.unusable] == [
        ("request req-1", "The row has no model."),
        ("request req-2", 'spend is "lots", which is not a number.'),
    ]
    assert [event.key for event in events(batches)] == ["req-3"]


@pytest.mark.parametrize("kind", ["status", "cut", "half", "reset", "hang"])
async def test_a_passing_fault_is_tried_again(kind: Kind, fake: FakeProxy, real: SpendLog) -> None:
    """An error, a body that is cut off, broken JSON, a reset and a timeout are followed by another try."""
    fake.spend("req-1", THEN, 0.01)
    fake.faults.coming.append(Fault(kind))
    assert len(events(await read(real))) == 1


async def test_a_wrong_key_is_told_at_once(fake: FakeProxy) -> None:
    """The sentence names the setting; there is no second try."""
    async with spend_log(fake.address, SecretStr("sk-other"), Waits(NOW).patience) as other:
        with pytest.raises(SourceRefused, match="LITELLM_API_KEY takes the master key"):
            await read(other)
    assert len(fake.faults.asked) == 1


async def test_a_proxy_that_is_not_there_is_told() -> None:
    """Nobody listens at the address: one sentence."""
    async with spend_log("http://127.0.0.1:9", None, Waits(NOW).patience, timeout=0.2) as gone:
        with pytest.raises(
            SourceDown, match=r"^LiteLLM did not answer: it cannot be reached \(ClientConnectorError\)\.$"
        ):
            await read(gone)
