"""The ledger counts each event once, exactly, in whatever order and however often it is told."""

from __future__ import annotations

import asyncio
import json
import os
import random
import subprocess
import sys
from collections.abc import Awaitable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from bot.spend.books import Asked, Books
from bot.spend.usage import UsageEvent
from bot.storage.database import Database
from pricing import built_in
from pricing.money import total
from tests.databases import Maker
from tests.spend.samples import CLOCK, MINI, NOW, ledger, stated

T = TypeVar("T")
HERE = Path(__file__).parent
PAST_ALL = Asked("2026-10-01..2026-11-30")
KEYS = st.sampled_from("abcdef")
CONTENTS = st.sampled_from([("0.000000001", 0), ("999999999.999999999", 1), ("0.1", 30), ("3", 31), ("0", 2)])
NUMBERS = count()


def event_of(key: str, content: tuple[str, int]) -> UsageEvent:
    """One of a few events under a key; the content says what it cost and how many days ago."""
    usd, days = content
    return stated(key, usd, NOW - timedelta(days=days), person=f"U{days}", channel="C1")


class Ledgers(RuleBasedStateMachine):
    """Two workspaces' ledgers against dicts: of each key what stands, and everything that was said."""

    url: ClassVar[str]
    loop: ClassVar[asyncio.AbstractEventLoop]

    def __init__(self) -> None:
        super().__init__()
        self.db = Database(self.url)
        self.names = [f"T{next(NUMBERS)}", f"T{next(NUMBERS)}"]
        self.said: dict[tuple[str, str], list[UsageEvent | None]] = {}

    def teardown(self) -> None:
        """At the end everything adds up."""
        try:
            self.adds_up(*self.names)
        finally:
            self.do(self.db.close())

    def do(self, work: Awaitable[T]) -> T:
        """Runs until it is done."""
        return self.loop.run_until_complete(work)

    @rule(where=st.integers(0, 1), events=st.lists(st.tuples(KEYS, CONTENTS), max_size=5))
    def record(self, where: int, events: list[tuple[str, tuple[str, int]]]) -> None:
        """New, known, or in conflict with what was said first or since."""
        made = [event_of(*each) for each in events]
        outcomes = self.do(ledger(self.db).record(self.names[where], made))
        for event, outcome in zip(made, outcomes, strict=True):
            said = self.said.setdefault((self.names[where], event.key), [])
            expected = "known" if event in said else "conflict" if said else "recorded"
            said += [event] if not said else []
            assert outcome.status == expected

    @rule(where=st.integers(0, 1), events=st.lists(st.tuples(KEYS, CONTENTS), max_size=3))
    def revise(self, where: int, events: list[tuple[str, tuple[str, int]]]) -> None:
        """What is said last stands."""
        made = [event_of(*each) for each in events]
        outcomes = self.do(ledger(self.db).record(self.names[where], made, revise=True))
        for event, outcome in zip(made, outcomes, strict=True):
            said = self.said.setdefault((self.names[where], event.key), [])
            expected = "recorded" if not said else "known" if said[-1] == event else "revised"
            said += [event] if expected != "known" else []
            assert outcome.status == expected

    @rule(where=st.integers(0, 1), key=KEYS)
    def undo(self, where: int, key: str) -> None:
        """Nothing stands then."""
        said = self.said.get((self.names[where], key), [])
        expected = "not there" if not said else "taken back before" if said[-1] is None else "taken back"
        assert self.do(ledger(self.db).undo(self.names[where], "import", key)) == expected
        if expected == "taken back":
            said.append(None)

    @rule()
    def restart(self) -> None:
        """Another process, as good as."""
        self.do(self.db.close())
        self.db = Database(self.url)

    @rule(where=st.integers(0, 1))
    def ask(self, where: int) -> None:
        """The sum, and by person, is that of what stands."""
        self.adds_up(self.names[where])

    def adds_up(self, *names: str) -> None:
        """The same for several workspaces."""
        for name in names:
            stands = [said[-1] for (where, _), said in self.said.items() if where == name and said]
            usd = [event.stated for event in stands if event is not None and event.stated is not None]
            summary = self.do(
                Books(self.db, built_in(), CLOCK).spend(name, Asked(PAST_ALL.range, "user"), "Asia/Tokyo")
            )
            assert (summary.total or 0) == total(usd)
            assert total(row.usd for row in summary.rows) == total(usd)


@pytest.fixture
def machine(maker: Maker) -> Iterator[type[Ledgers]]:
    """The state machine on a database of each engine in turn."""
    url, loop = maker.migrated(), asyncio.new_event_loop()
    yield type("LedgersHere", (Ledgers,), {"url": url, "loop": loop})
    loop.close()
    maker.done(url)


def test_the_ledger_is_a_dict_of_what_stands(machine: type[Ledgers], full: bool) -> None:
    """In any order and repetition; 10,000 steps in the long form."""
    some = settings(max_examples=200 if full else 6, stateful_step_count=50 if full else 12, deadline=None)
    run_state_machine_as_test(machine, settings=some)


def test_the_machine_notices_a_ledger_that_counts_twice(
    machine: type[Ledgers], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a planted defect, every event new under another key, it fails."""
    numbers = count()
    monkeypatch.setattr("bot.storage.ledger.kept", lambda key: f"{key}-{next(numbers)}")
    monkeypatch.setattr("bot.storage.entry_rows.kept", lambda key: f"{key}-{next(numbers)}")
    some = settings(max_examples=20, stateful_step_count=5, deadline=None, phases=[Phase.generate])
    with pytest.raises(AssertionError):
        run_state_machine_as_test(machine, settings=some)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(amounts=st.lists(st.integers(0, 10**18 - 1), min_size=1, max_size=60), seed=st.integers(0, 10**6))
def test_sums_are_exact_whatever_the_order(machine: type[Ledgers], amounts: list[int], seed: int) -> None:
    """To the nano-dollar, far beyond what eight bytes hold, told in shuffled parts."""

    async def work() -> None:
        db = Database(machine.url)
        name = f"T{next(NUMBERS)}"
        events = [stated(f"k{n}", str(Decimal(nano).scaleb(-9))) for n, nano in enumerate(amounts)]
        random.Random(seed).shuffle(events)
        for first in range(0, len(events), 7):
            await ledger(db).record(name, events[first : first + 7])
        summary = await Books(db, built_in(), CLOCK).spend(name, Asked("today"))
        assert summary.total == Decimal(sum(amounts)).scaleb(-9)
        await db.close()

    machine.loop.run_until_complete(work())


@pytest.mark.skipif(not hasattr(os, "fork"), reason="writers are forks")
def test_what_was_acknowledged_outlives_a_kill(maker: Maker, full: bool) -> None:
    """Writers killed with SIGKILL at random among 10,000 events: all that were acknowledged are there, once."""
    url = maker.migrated()
    done = subprocess.run(
        [sys.executable, str(HERE / "writer.py"), url, "50" if full else "3", "10000" if full else "300"],
        env={**os.environ, "PYTHONPATH": str(HERE.parents[1])},
        stdout=subprocess.PIPE,
        check=True,
        timeout=1_000,
    )
    told: dict[str, Any] = json.loads(done.stdout)
    assert told["killed"] == (50 if full else 3)

    async def look() -> list[str]:
        db = Database(url)
        found = [each.event.key async for each in ledger(db).entries("T1", date(2026, 11, 1), date(2026, 11, 30))]
        summary = await Books(db, built_in(), CLOCK).spend("T1", PAST_ALL)
        assert summary.total == Decimal(len(found)) / 1_000_000_000
        await db.close()
        return found

    found = asyncio.run(look())
    assert len(found) == len(set(found))
    assert {f"k{number}" for number in range(told["acknowledged"])} <= set(found)


async def test_writers_at_the_same_time_record_an_event_once(migrated_url: str) -> None:
    """Eight tell the same 40 events, four over each of two databases: each is new once."""
    two = [Database(migrated_url), Database(migrated_url)]
    events = [stated(f"k{n}", "1", model=MINI) for n in range(40)]

    async def tell(number: int) -> int:
        mine = events[number * 5 :] + events[: number * 5]
        outcomes = await ledger(two[number % 2]).record("T1", mine)
        return sum(outcome.status == "recorded" for outcome in outcomes)

    assert sum(await asyncio.gather(*map(tell, range(8)))) == 40
    assert (await Books(two[0], built_in(), CLOCK).spend("T1", Asked("today"))).total == 40
    for each in two:
        await each.close()
