from datetime import UTC, datetime

import pytest

from pricing import Caution, afford, built_in, quote
from pricing.cautions import day, together
from tests.pricing.jobs import AFTER_MINI, GUIDE_DAY, MINI, TODAY, image_job, overlaid, quoted, usd, warned


def test_guide_example_then() -> None:
    """On the guide's day there is nothing to warn of."""
    assert warned(quoted(at=GUIDE_DAY), GUIDE_DAY) == {}


def test_model_that_is_retiring() -> None:
    """Today mini has its end announced, and the same job's price on what takes its place."""
    said = "gpt-image-1-mini shuts down on 1 December 2026; the same job is $1.34 on gpt-image-2.5-flare."
    assert warned(quoted()) == {"model_retiring": said}
    advised = "its maker advises gpt-image-2.6-sunburst or gpt-image-2.6-flare."
    assert warned(quoted(), compared=True) == {
        "model_retiring": f"gpt-image-1-mini shuts down on 1 December 2026; {advised}"
    }


def test_model_that_is_retiring_into_what_cannot() -> None:
    """Where the successor has no batch, its maker's advice stands alone."""
    found = warned(quoted("gpt-image-1.5", batch=True))["model_retiring"]
    assert found.endswith("2026; its maker advises gpt-image-2.6-sunburst or gpt-image-2.6-flare.")


def test_model_that_is_retired() -> None:
    """On 2 December mini named is quoted at its last price, with the warning."""
    made = quoted(at=AFTER_MINI)
    assert made.total == usd("1.1092")
    assert warned(made, AFTER_MINI) == {
        "model_retired": "gpt-image-1-mini was shut down on 1 December 2026: this is its last price; "
        "its maker advises gpt-image-2.6-sunburst or gpt-image-2.6-flare."
    }
    assert warned(quoted("dall-e-3"))["model_retired"].endswith("2026: this is its last price.")


def test_mapped_quality() -> None:
    """A quality that a model calls otherwise is said."""
    found = warned(quoted("dall-e-3", GUIDE_DAY, quality="high"), GUIDE_DAY)
    assert found["quality_mapped"] == "dall-e-3 has standard and hd quality, so high is quoted as hd."
    assert "quality_mapped" not in warned(quoted("midjourney", quality="high"))


@pytest.mark.parametrize(
    ("model", "because"), [("gpt-image-2.6-flare", "3 to 4.25 times"), ("gpt-image-1.5", "0 to 439")]
)
def test_range_says_why(model: str, because: str) -> None:
    """A range is said with its reason: what is not known of the model, or that auto lets it choose."""
    assert because in warned(quoted(model))["output_range"]
    assert "with auto the model chooses" in warned(quoted(model, quality="auto"))["output_range"]
    assert "with auto the model chooses" in warned(quoted(model, size="auto"))["output_range"]
    assert "output_range" not in warned(quoted(MINI))


def test_price_before_its_first_day() -> None:
    """A quote for a day before a model was out uses its first known price, and says so."""
    found = warned(quoted("gpt-image-2.5-flare", GUIDE_DAY), GUIDE_DAY)
    assert found["price_predates"] == (
        "gpt-image-2.5-flare was released on 8 September 2026: its first known price is used."
    )


def test_price_that_begins_later() -> None:
    """So does one for a model whose release is not known but whose prices begin later."""
    own = """
[[models]]
id = "later"
name = "Later"
page = "https://acme.example"
prices = [{ meter = "image", usd = 3, unit = "image", effective_from = 2026-12-01, source = "acme" }]
"""
    catalog = overlaid(own)
    found = warned(quote(catalog, image_job("later"), TODAY), TODAY, catalog)
    assert found == {"price_predates": "later has its first known price from 1 December 2026: that price is used."}


@pytest.mark.parametrize(("at", "stale"), [((2027, 2, 20), False), ((2027, 2, 21), True)])
def test_price_not_checked_for_long(at: tuple[int, int, int], stale: bool) -> None:
    """A price checked on 22 November 2026 is stale more than 90 days later, from 21 February 2027."""
    when = datetime(*at, tzinfo=UTC)
    found = warned(quoted("gpt-image-2", when), when)
    said = "gpt-image-2 has prices last checked on 22 November 2026: they may have changed since."
    assert found.get("price_stale") == (said if stale else None)


def test_price_of_a_third_party() -> None:
    """A price that its maker does not state itself names its source; a batch factor of a package counts."""
    found = warned(quoted("gpt-image-2.6-flare"))["price_unofficial"]
    assert found.startswith(
        "gpt-image-2.6-flare has prices that come not from its maker directly but from https://dev.to"
    )
    assert "price_unofficial" not in warned(quoted("gpt-image-2.6-sunburst"))
    assert "PyPI package genai-prices" in warned(quoted("gpt-image-2.5-flare", batch=True))["price_unofficial"]


def test_nothing_to_pay_nothing_to_warn_of_prices() -> None:
    """A quote of no images has no prices to warn of, its model's end still."""
    assert set(warned(afford(built_in(), image_job(), usd("0.001"), TODAY))) == {"model_retiring"}


def test_warning_about_several_models() -> None:
    """The same said of several models is one warning; about none in particular it stands alone."""
    one, two, other = (
        Caution("a", ("x",), "is old."),
        Caution("a", ("y", "x"), "is old."),
        Caution("b", (), "Look out."),
    )
    assert together([one, other, two]) == (Caution("a", ("x", "y"), "is old."), other)
    assert [each.message for each in together([one, other, two])] == ["x and y: each is old.", "Look out."]
    assert one.message == "x is old."


def test_days_as_people_write_them() -> None:
    """No leading zero, the month in full."""
    assert day(datetime(2026, 12, 1, tzinfo=UTC)) == "1 December 2026"
