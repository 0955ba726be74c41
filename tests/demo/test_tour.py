"""The tour that the demo prints: the weekly summary in it is of a month that was really kept."""

from datetime import UTC, datetime

import pytest

from bot.demo_digest import last_weeks_digest
from pricing import built_in

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_last_weeks_digest_is_of_the_company() -> None:
    """Its week, its total with the change, its channels by name, and what retires among its models."""
    text = last_weeks_digest(built_in(), NOW)
    assert text.startswith("16–22 November: $")
    assert "#marketing $" in text
    assert "gpt-image-1-mini shuts down on 1 December 2026" in text
    assert "Next: Mon 30 Nov 09:00." in text
    assert "<#" not in text


@pytest.mark.parametrize(
    "now", [NOW.replace(day=23, hour=0), NOW.replace(month=12, day=31), NOW.replace(year=2027, month=2)]
)
def test_it_is_whole_on_any_day(now: datetime) -> None:
    """On a Monday right after midnight too, and when the models of today are gone."""
    assert "images at $" in last_weeks_digest(built_in(), now)
