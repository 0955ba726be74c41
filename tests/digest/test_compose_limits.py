"""Whatever a summary says, Slack takes it, and nothing in it acts that came from outside."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.digest.model import Breakdown, BudgetBar, Digest, Name, NameKind, Row, RowKind
from bot.slack import blocks
from bot.spend.summary import SpendDay
from tests.digest.test_compose_snapshots import sound

WEEK = date(2026, 11, 16)
HOSTILE = st.sampled_from(
    ["<!channel>", "<@U0MAYA>", "<https://evil.example|x>", "*b* _i_ `c` ~s~", "&amp;", "\n\t\x00", "😀"]
)
TEXT = st.one_of(st.text(max_size=255), st.lists(HOSTILE, max_size=40).map("".join).map(lambda text: text[:255]))
IDS = st.sampled_from(["C0DESIGN", "U0MAYA", "G0PRIVATE", "W0OTHER", "removed", ""])
USD = st.decimals(0, 10**9, places=9)
KINDS: tuple[NameKind, ...] = ("model", "person", "channel", "project")
NAMES = st.builds(Name, st.sampled_from(KINDS), st.one_of(TEXT, IDS))
SAID = st.lists(st.one_of(st.text(max_size=80), NAMES), min_size=1, max_size=6).map(tuple)
ROW_KINDS: tuple[RowKind, ...] = ("group", "others", "unsaid", "unexplained")
ROWS = st.builds(Row, st.sampled_from(ROW_KINDS), NAMES, USD, st.none() | USD, st.integers(1, 500))
BREAKDOWNS = st.builds(
    Breakdown,
    st.sampled_from(KINDS[:3]),
    st.lists(ROWS, min_size=1, max_size=8).map(tuple),
    st.lists(ROWS, max_size=2).map(tuple),
)


def days(first: date, amounts: list[Decimal]) -> tuple[SpendDay, ...]:
    """Days in a row."""
    return tuple(SpendDay(first + timedelta(days=index), usd, "final") for index, usd in enumerate(amounts))


BEFORE = WEEK - timedelta(days=7)
SEVEN = st.lists(USD, min_size=7, max_size=7)
BARS = st.builds(BudgetBar, st.none() | NAMES, st.decimals(0, 100, places=4), SAID)
DIGESTS = st.builds(
    Digest,
    first=st.just(WEEK),
    last=st.just(WEEK + timedelta(days=6)),
    timezone=st.just("America/Argentina/ComodRivadavia"),
    scope=st.none(),
    arrived=st.sampled_from(["yes", "not yet", "never"]),
    sentence=SAID,
    spent=st.none() | USD,
    before=st.none() | USD,
    partial=st.booleans(),
    lead=st.lists(st.text(max_size=120), max_size=4).map(tuple),
    days=SEVEN.map(lambda amounts: days(WEEK, amounts)),
    days_before=SEVEN.map(lambda amounts: days(BEFORE, amounts)),
    breakdowns=st.lists(BREAKDOWNS, max_size=3).map(tuple),
    budgets=st.lists(st.builds(BudgetBar, st.none() | NAMES, st.decimals(0, 100, places=4), SAID), max_size=40).map(
        tuple
    ),
    quoted=st.text(max_size=160),
    odd=st.lists(SAID, max_size=2).map(tuple),
    ahead=st.lists(SAID, max_size=8).map(tuple),
    notes=st.lists(st.text(max_size=200), max_size=6).map(tuple),
    by_person=st.booleans(),
    names=st.dictionaries(IDS, TEXT, max_size=4),
)


@settings(max_examples=40)
@given(DIGESTS)
def test_any_summary_fits_and_nothing_in_it_acts(made: Digest) -> None:
    """Fifty blocks, 13,200 characters, one table; no mention, link or formatting out of a name."""
    content = blocks.digest(made, "Dd3f_-9kQw7z")
    sound(content)
    drawn = json.dumps([content.blocks, content.plainer], ensure_ascii=False)
    assert not any(sign in drawn for sign in ("<!", "<@", "<#", "<http"))
    ours = content.text.replace("<#C0DESIGN>", "").replace("<#G0PRIVATE>", "")
    assert "<" not in ours
    assert not any(sign in ours for sign in ("*", "~", "`", "\x00"))


def test_the_largest_summary_fits() -> None:
    """Every part as long as it can get, in letters that take two characters each."""
    name = Name("model", "😀" * 255)
    row = Row("group", name, Decimal("999999999.99"), Decimal(1))
    said = tuple(part for _ in range(3) for part in (name, "x" * 80))
    made = Digest(
        first=WEEK,
        last=WEEK + timedelta(days=6),
        timezone="America/Argentina/ComodRivadavia",
        scope=name,
        arrived="yes",
        sentence=said,
        spent=Decimal("999999999.99"),
        before=Decimal(1),
        lead=("x" * 120,) * 4,
        days=days(WEEK, [Decimal(10**9)] * 7),
        days_before=days(BEFORE, [Decimal(1)] * 7),
        breakdowns=tuple(Breakdown(by, (row,) * 8, (row,) * 2) for by in KINDS[:3]),
        budgets=(BudgetBar(name, Decimal("99.9999"), said),) * 40,
        quoted="x" * 160,
        odd=(said,) * 2,
        ahead=(said,) * 8,
        notes=("x" * 200,) * 6,
        by_person=True,
    )
    sound(blocks.digest(made, "Dd3f_-9kQw7z"))
