"""The parts that a summary is composed of, each against what was worked out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digest.anomalies import median, odd_days
from bot.digest.breakdown import breakdown
from bot.digest.facts import Pair
from bot.digest.market import ends, price_changes, retiring
from bot.digest.model import Breakdown, Name
from bot.digest.outlook import price
from bot.digest.sentence import percent, signed, weekdays
from bot.periods import Days
from bot.spend.facts import Arrival, Cell, Group
from bot.spend.summary import Found, Question, SpendDay, SpendSummary, summarize
from pricing import ListText, built_in, load
from pricing.money import ZERO, total

WEEK = date(2026, 11, 16)
DAY = timedelta(days=1)
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


def day(number: int, usd: str) -> SpendDay:
    """A day, so many after the Monday."""
    return SpendDay(WEEK + number * DAY, Decimal(usd), "final")


def days(*amounts: str) -> list[SpendDay]:
    """Days in a row."""
    return [day(number, usd) for number, usd in enumerate(amounts)]


def summary(amounts: dict[str, str], by: Group = "model", first: date = WEEK) -> SpendSummary:
    """A week's summary by keys, without a limit to the rows."""
    cells = [Cell(first, first, "api", "OpenAI", key, True, Decimal(usd), 1, 10) for key, usd in amounts.items() if usd]
    since = datetime(2026, 1, 1, tzinfo=UTC)
    found = Found(cells, arrivals=[Arrival("api", since, NOW)])
    return summarize(Question(Days(first, first + 7 * DAY), "UTC", by, top=None), found, NOW)


def pair(week: dict[str, str], before: dict[str, str]) -> Pair:
    """Two weeks by model."""
    return Pair(summary(week), summary(before, first=WEEK - 7 * DAY))


@pytest.mark.parametrize(
    ("amounts", "middle"),
    [((), "0"), (("3",), "3"), (("1", "9", "2"), "2"), (("1", "2", "4", "100"), "3"), (("0.1", "0.2"), "0.15")],
)
def test_the_median_is_the_middle_one(amounts: tuple[str, ...], middle: str) -> None:
    """Or half-way between the middle two."""
    assert median([Decimal(each) for each in amounts]) == Decimal(middle)


def test_a_day_far_above_the_usual_stands_out() -> None:
    """Usual is $10, days stray by $1 (the median): beyond 10 + 3.5 x 1.4826 = $15.19 and twice the usual, $20."""
    earlier = days("9", "10", "11", "10", "9", "11", "10", "10")
    assert [each.day for each in odd_days(days("12", "16", "19.99", "20"), earlier)] == [WEEK + 3 * DAY]
    (odd,) = odd_days(days("60"), earlier)
    assert (odd.usd, odd.usual) == (Decimal(60), Decimal(10))


def test_days_without_spend_are_not_usual() -> None:
    """A team that works every third day is measured by the days on which it works."""
    earlier = days(*(usd for _ in range(8) for usd in ("0", "0", "10")))
    assert odd_days(days("10", "12"), earlier) == ()
    assert len(odd_days(days("10", "25"), earlier)) == 1


def test_little_is_known_after_a_few_days() -> None:
    """Seven earlier days are too few to call anything odd."""
    assert odd_days(days("1000"), days(*["10"] * 7)) == ()
    assert len(odd_days(days("1000"), days(*["10"] * 8))) == 1


def test_cents_do_not_stand_out() -> None:
    """A day of ninety cents among days of one cent is no alarm; one of two dollars is."""
    earlier = days(*["0.01"] * 20)
    assert odd_days(days("0.90"), earlier) == ()
    assert len(odd_days(days("2"), earlier)) == 1


def test_of_many_odd_days_the_two_largest_are_said() -> None:
    """In order of time."""
    found = odd_days(days("50", "90", "40", "80"), days(*["10"] * 20))
    assert [each.usd for each in found] == [90, 80]


def rows(made: Breakdown | None) -> list[str]:
    """Kind, key, week and week before of each row."""
    return [f"{row.kind} {row.name.key} {row.usd} {row.before}" for row in made.rows] if made else []


def test_five_are_shown_and_the_others_share_a_row() -> None:
    """What was only used the week before is among the others, so that both weeks add up."""
    week = {"a": "9", "b": "8", "c": "7", "d": "6", "e": "5", "f": "4", "g": "3", "": "2"}
    made = breakdown("model", pair(week, {"a": "10", "f": "1", "gone": "12"}))
    assert rows(made) == [
        "group a 9 10",
        "group b 8 0",
        "group c 7 0",
        "group d 6 0",
        "group e 5 0",
        "others  7 13",
        "unsaid  2 0",
    ]
    assert made is not None
    assert [row.groups for row in made.rows if row.kind == "others"] == [3]
    assert [f"{row.name.key} {row.usd} {row.before}" for row in made.moved] == ["gone 0 12", "f 4 1"]


def test_small_moves_beside_the_largest_are_not_named() -> None:
    """Less than a twentieth of a week."""
    week = dict.fromkeys("abcde", "20") | {"f": "4"}
    made = breakdown("model", pair(week, dict.fromkeys("abcde", "20")))
    assert made is not None
    assert made.moved == ()


def test_a_breakdown_needs_names() -> None:
    """Where no entry says its group there is nothing to break down, nor where nothing was spent."""
    assert breakdown("channel", pair({"": "5"}, {"": "4"})) is None
    assert breakdown("channel", pair({}, {"a": "4"})) is None


def test_a_first_week_has_nothing_to_compare() -> None:
    """The week before is not known then; it is not zero."""
    never = summarize(Question(Days(WEEK - 7 * DAY, WEEK), "UTC", "model", top=None), Found(), NOW)
    made = breakdown("model", Pair(summary({"a": "1"}), never))
    assert rows(made) == ["group a 1 None"]


AMOUNTS = st.dictionaries(
    st.text("abcdefgh", max_size=2),
    st.decimals(0, 1_000_000, places=9).map(str),
    max_size=12,
)


@given(AMOUNTS, AMOUNTS)
def test_any_rows_add_up(week: dict[str, str], before: dict[str, str]) -> None:
    """Rows, others, unsaid and unexplained come to the week, and to the week before, to the nano-dollar."""
    both = pair(week, before)
    made = breakdown("model", both)
    if made is not None:
        assert total(row.usd for row in made.rows) == both.week.total
        assert len([row for row in made.rows if row.kind == "group"]) <= 5
        known = both.before.total
        assert known is None or total(row.before or ZERO for row in made.rows) == known


@pytest.mark.parametrize(
    ("change", "before", "said"),
    [("14", "100", "14 %"), ("-7.6", "100", "8 %"), ("0.4", "100", "0.4 %"), ("1163", "100", "1,163 %")],
)
def test_changes_in_per_cent(change: str, before: str, said: str) -> None:
    """Whole ones, but for what is below one; the sign is somebody else's."""
    assert percent(Decimal(change), Decimal(before)) == said


def test_changes_in_dollars() -> None:
    """With a sign in either direction."""
    assert [signed(Decimal(each)) for each in ("1.5", "-0.004", "0")] == ["+$1.50", "−$0.004", "±$0.00"]


def test_days_of_a_week_in_a_row() -> None:
    """Are one."""
    assert weekdays(WEEK + number * DAY for number in (0, 1, 2, 5)) == "Mon–Wed, Sat"


def qualities(**images: int) -> SpendSummary:
    """A week of a model by quality."""
    cells = [Cell(WEEK, WEEK, "api", "OpenAI", key, True, Decimal(1), 1, made) for key, made in images.items()]
    found = Found(cells, arrivals=[Arrival("api", NOW - 30 * DAY, NOW)])
    return summarize(Question(Days(WEEK, WEEK + 7 * DAY), "UTC", "quality"), found, NOW)


def test_what_a_move_costs_is_the_difference_of_two_quotes() -> None:
    """100 medium squares with 30-word prompts are $0.854 as metered on mini; the next default takes its place."""
    catalog = built_in()
    assert ends(catalog, "gpt-image-1-mini", NOW)
    assert not ends(catalog, "gpt-image-2", NOW)
    found = retiring(catalog, "gpt-image-1-mini", qualities(medium=100), NOW)
    assert (found.images, found.today, found.successor) == (100, Decimal("0.8540"), "gpt-image-2.5-flare")
    assert found.moved is not None


def test_a_model_without_images_is_not_quoted() -> None:
    """Only its end is said, and what its maker advises."""
    found = retiring(built_in(), "gpt-image-1-mini", qualities(), NOW)
    assert (found.images, found.today, found.moved) == (0, None, None)
    assert found.advised


DEARER = """
provider = "OpenAI"
currency = "USD"
[sources.new]
url = "https://example.com/new"
checked = 2026-11-20
official = true
[[models]]
id = "gpt-image-2"
prices = [
  { meter = "image_output", usd = 36.00, per = 1_000_000, unit = "token", effective_from = 2026-11-18, source = "new" },
  { meter = "text_input", usd = 4.00, per = 1_000_000, unit = "token", effective_from = 2026-11-18, source = "new" },
]
"""


def test_a_price_that_changed_is_said_once() -> None:
    """The main one stands for the others; a week later it is no news any more."""
    catalog = load([ListText("new.toml", DEARER)])
    (change,) = price_changes(catalog, NOW - 7 * DAY, NOW, ["gpt-image-2"])
    assert change.used
    assert change.more == 1
    said = "".join(part.key if isinstance(part, Name) else part for part in price(change))
    assert said == (
        "New price: gpt-image-2 image output $30.00 → $36.00 / 1M tokens from 18 November 2026, "
        "and 1 more of its prices."
    )
    assert price_changes(catalog, NOW, NOW + 7 * DAY, []) == ()
    assert price_changes(built_in(), NOW - 7 * DAY, NOW, []) == ()
