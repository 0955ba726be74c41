"""Many questions that are read at once are answered as from the entries themselves, one by one, in Python."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event

from bot.clock import FixedClock
from bot.periods import Days
from bot.spend.billing import Billing
from bot.spend.books import Asked, Books
from bot.spend.facts import Bill, Cell, Group, Only
from bot.spend.summary import Question, SpendSummary, summarize
from bot.spend.usage import UsageEvent
from bot.storage import spent
from bot.storage.database import Database
from bot.storage.reading import State, in_one_state
from bot.zones import zone
from pricing import built_in
from pricing.money import ZERO, total
from tests.spend.samples import NOW, bill, ledger, stated

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Pacific/Kiritimati", "Pacific/Chatham", "Australia/Lord_Howe")
FIRST, DAYS = date(2026, 9, 14), 69
"""Ten weeks up to `NOW`."""

CHANGED = (13, 20, 41, 48)
"""Days on which clocks change: on the Chathams, on Lord Howe, in Berlin, in New York."""

GROUPS: tuple[Group | None, ...] = ("model", "user", "channel", "quality", "project", "day", None)
ONLY = (
    Only(),
    Only(models=("GPT-image-2",)),
    Only(people=("u1", "U2"), channels=("C1",)),
    Only(channels=("C2",)),
    Only(projects=("p",)),
    Only(models=("nothing",)),
)


def made(rng: random.Random, count: int) -> list[UsageEvent]:
    """Events of ten weeks, around midnight somewhere; half of them on days when clocks change."""
    begin = datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=UTC)
    hours = (0, 4, 5, 10, 11, 12, 13, 14, 22, 23)
    return [
        stated(
            f"k{number}",
            f"{rng.randrange(50)}.{rng.randrange(10**9):09}",
            begin
            + timedelta(
                days=rng.choice((rng.randrange(DAYS), rng.choice(CHANGED))),
                hours=rng.choice(hours),
                microseconds=rng.choice((-1, 0, 1, 10**9)),
            ),
            model=rng.choice(("gpt-image-1-mini", "gpt-image-2")),
            provider=rng.choice(("OpenAI", "Azure")),
            quality=rng.choice(("", "low", "high")),
            person=rng.choice(("", "U1", "U2", "U3")),
            channel=rng.choice(("", "C1", "C2")),
            project=rng.choice(("", "p", "P", "q")),
            images=rng.choice((None, 1, 4)),
        )
        for number in range(count)
    ]


def billed(rng: random.Random) -> list[Bill]:
    """What OpenAI billed for some of the days."""
    return [
        bill(FIRST + timedelta(days=day), f"{rng.randrange(90)}.{rng.randrange(100):02}")
        for day in rng.sample(range(DAYS), 40)
    ]


def asked(rng: random.Random, zone_name: str, count: int) -> list[Question]:
    """Questions about any days, by anything, of anybody."""
    starts = [FIRST + timedelta(days=rng.randrange(DAYS)) for _ in range(count)]
    return [
        Question(
            Days(start, start + timedelta(days=rng.choice((1, 2, 3, 7, 30, 56)))),
            zone_name,
            rng.choice(GROUPS),
            rng.choice(ONLY),
            rng.choice((None, 2)),
        )
        for start in starts
    ]


def cells(question: Question, events: list[UsageEvent]) -> Iterator[Cell]:
    """A cell an event."""
    where, only = zone(question.zone), question.only
    for each in events:
        said = {"model": each.model, "user": each.person, "channel": each.channel, "quality": each.quality}
        said |= {"project": each.project}
        named = ((each.model, only.models), (each.person, only.people), (each.channel, only.channels))
        yield Cell(
            utc_day=each.at.date(),
            day=each.at.astimezone(where).date(),
            source=each.source,
            provider=each.provider,
            key=said.get(question.by or "model", ""),
            matches=all(
                not names or name.lower() in [one.lower() for one in names]
                for name, names in (*named, (each.project, only.projects))
            ),
            usd=total([each.stated or ZERO]),
            entries=1,
            images=each.images or 0,
        )


async def plainly(books: Books, question: Question, events: list[UsageEvent], bills: list[Bill]) -> SpendSummary:
    """The answer, added up event by event: of whole UTC days that the question's days lie on."""
    known = await spent.standing(books.db, "T1")
    mine = [each for each in cells(question, events) if on(question, each.utc_day)]
    found = replace(known, cells=mine, bills=[each for each in bills if on(question, each.day)])
    return summarize(question, found, books.clock.now())


def on(question: Question, utc_day: date) -> bool:
    """Whether some of a UTC day lies on the days of a question."""
    where = zone(question.zone)
    begin = datetime(utc_day.year, utc_day.month, utc_day.day, tzinfo=UTC)
    ends = (begin, begin + timedelta(days=1, microseconds=-1))
    local = [each.astimezone(where).date() for each in ends]
    return (question.days.start or FIRST) <= local[1] and local[0] < question.days.end


@pytest.mark.parametrize("zone_name", ZONES)
async def test_many_questions_are_answered_as_from_the_entries(db: Database, zone_name: str) -> None:
    """Whole summaries are equal: totals, rows, days, gaps, counts. Asked alone, totals and rows are."""
    rng = random.Random(zone_name)
    events, bills = made(rng, 250), billed(rng)
    outcomes = await ledger(db).record("T1", events)
    assert {each.status for each in outcomes} == {"recorded"}
    await ledger(db).record("T2", made(random.Random(1), 20))
    await Billing(db, FixedClock(NOW)).record("T1", bills)
    books = Books(db, built_in(), FixedClock(NOW))
    questions = asked(rng, zone_name, 16)
    kept = [replace(each, recorded_at=NOW) for each in bills]
    found = await books.many("T1", questions)
    for question, summary in zip(questions, found, strict=True):
        expected = await plainly(books, question, events, kept)
        assert summary == expected, question
    for question, summary in list(zip(questions, found, strict=True))[:5]:
        assert question.days.start
        last = question.days.end - timedelta(days=1)
        alone = await books.spend("T1", Asked(f"{question.days.start}..{last}", question.by, question.only), zone_name)
        by_key = {row.key: row.usd for row in alone.rows if row.kind == "group"}
        assert alone.total == summary.total, question
        assert by_key.items() <= {row.key: row.usd for row in summary.rows}.items() or question.top, question


@pytest.mark.parametrize("zone_name", ZONES)
async def test_what_was_known_is_told_from_what_came_later(db: Database, zone_name: str) -> None:
    """As if nothing had been recorded or billed since; entries of the same days came, and bills were revised."""
    rng = random.Random(zone_name)
    events, bills, later = made(rng, 120), billed(rng), NOW + timedelta(hours=1)
    await ledger(db).record("T1", events)
    await Billing(db, FixedClock(NOW)).record("T1", bills)
    await ledger(db, later).record("T1", [replace(each, key=f"more {each.key}") for each in made(rng, 120)])
    revised = [bill(each.day, "7.77", as_of=later) for each in bills[::2]]
    await Billing(db, FixedClock(later)).record("T1", revised)
    books = Books(db, built_in(), FixedClock(later))
    for question in asked(rng, zone_name, 8):
        expected = await plainly(books, question, events, [replace(each, recorded_at=NOW) for each in bills])
        assert await books.known("T1", question, NOW) == expected.total, question


async def test_what_is_read_in_one_state_is_read_once(db: Database) -> None:
    """The second look, at days that the first one had, makes one statement; whatever was recorded meanwhile."""
    await ledger(db).record("T1", made(random.Random(2), 30))
    statements: list[str] = []
    event.listen(db._engine.sync_engine, "before_cursor_execute", lambda *told: statements.append(told[2]))
    question = Question(Days(FIRST, FIRST + timedelta(days=40)), "Asia/Tokyo", "user")

    async def looks(state: State) -> list[SpendSummary]:
        books = Books(state, built_in(), FixedClock(NOW))
        first = await books.many("T1", [question])
        statements.clear()
        return [*first, *await books.many("T1", [question])]

    first, second = await in_one_state(db, looks)
    assert first == second
    assert len(statements) == 1, statements
