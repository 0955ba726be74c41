from datetime import UTC, datetime, timedelta, timezone

import pytest

from pricing import UnknownModel, built_in, load, quote, successor_quote
from tests.pricing.jobs import AFTER_MINI, MINI, TODAY, image_job, quoted, text_quote, usd


def test_unknown_model_is_not_quoted() -> None:
    """A model that does not exist has no price, least of all 0."""
    with pytest.raises(UnknownModel, match="did you mean gpt-image-2"):
        quoted("gpt-image-3")


def test_alias_is_quoted_as_its_model() -> None:
    """A dated snapshot costs what its model costs."""
    assert quoted("gpt-image-2-2026-04-21").total == quoted("gpt-image-2").total
    assert quoted("gpt-image-2-2026-04-21").model_id == "gpt-image-2"


def test_instant_counts_not_its_zone() -> None:
    """The same instant on two clocks gives the same quote."""
    late = datetime(2026, 12, 1, 0, 30, tzinfo=timezone(timedelta(hours=1)))
    assert quoted(at=late) == quoted(at=late.astimezone(UTC))


def test_same_job_same_quote() -> None:
    """Two readings of the lists give equal catalogs and equal quotes."""
    assert quote(load(()), image_job(), TODAY) == quote(built_in(), image_job(), TODAY)


def test_retired_model_costs_what_it_last_cost() -> None:
    """A quote after the end uses the last day's price."""
    assert quoted(at=AFTER_MINI).totals == quoted(at=TODAY).totals


def test_successor_quote() -> None:
    """Mini's job is $1.34 on its successor; what has no successor, or is a text, has no such quote."""
    moved = successor_quote(built_in(), quoted(), TODAY)
    assert moved is not None
    assert (moved.model_id, moved.total) == ("gpt-image-2.5-flare", usd("1.34"))
    assert successor_quote(built_in(), quoted("gpt-image-2"), TODAY) is None
    assert successor_quote(built_in(), text_quote("gpt-5-mini", (1, 1)), TODAY) is None


def test_successor_that_cannot() -> None:
    """Where the successor cannot do the job there is no quote: 2.6 has no batch, as 1.5 has."""
    assert successor_quote(built_in(), quoted("gpt-image-1.5", batch=True), TODAY) is None
    assert successor_quote(built_in(), quoted(MINI, batch=True), TODAY) is not None
