from datetime import UTC, datetime

import pytest

from pricing import PriceMissing, Totals, UnknownModel, UnsupportedOption
from pricing.text_quote import find, providers, rates, token_prices
from tests.pricing.jobs import TODAY, lines, text_quote, usd, warned

MILLION = 1_000_000


def test_a_million_in_and_200_thousand_out() -> None:
    """1M input tokens at $0.25 and 200,000 output tokens at $2.00 a million are $0.65."""
    made = text_quote("gpt-5-mini", (MILLION, 200_000))
    assert lines(made) == {"text_input": (MILLION, usd("0.25")), "text_output": (200_000, usd("0.40"))}
    assert (made.total, made.totals, made.basis) == (usd("0.65"), Totals(usd("0.65")), "metered")
    assert (made.model_id, made.calls, made.images, made.per_image, made.quality) == ("gpt-5-mini", 1, None, None, None)


def test_calls_multiply() -> None:
    """Fifty calls of 1,000 in and 100 out are 50,000 and 5,000 tokens."""
    made = text_quote("gpt-5-mini", (1000, 100), calls=50, per="day")
    assert lines(made) == {"text_input": (50_000, usd("0.0125")), "text_output": (5000, usd("0.01"))}
    assert (made.calls, made.per) == (50, "day")


@pytest.mark.parametrize("at", [TODAY, datetime(2026, 1, 1, tzinfo=UTC)], ids=["today", "before its first known day"])
def test_batch_is_half(at: datetime) -> None:
    """Through the Batch API it is $0.325; before that price's first known day it is used all the same."""
    assert text_quote("gpt-5-mini", (MILLION, 200_000), at, batch=True).total == usd("0.325")


def test_no_batch_price() -> None:
    """A model without a batch price is refused in batch."""
    with pytest.raises(UnsupportedOption, match=r"^claude-opus-4-1 has no Batch API price.$"):
        text_quote("claude-opus-4-1", (1000, 1000), batch=True)


def test_long_calls_are_dearer() -> None:
    """Two calls of 300,000 tokens are over gpt-6-sol's 272,000: $4 and $15 a million instead of $2 and $10."""
    assert text_quote("gpt-6-sol", (300_000, 1000), calls=2).total == usd("2.40") + usd("0.03")
    assert text_quote("gpt-6-sol", (600_000, 2000)).total == usd("1.20") + usd("0.02")
    assert text_quote("gpt-6-sol", (272_000, 1000), calls=1).total == usd("0.544") + usd("0.01")


def test_call_beyond_the_context_window() -> None:
    """A call takes gpt-5-mini's 400,000 tokens, not one more; totals over many calls may be any."""
    assert text_quote("gpt-5-mini", (400_000, 1), calls=1).total > 0
    assert text_quote("gpt-5-mini", (400_001, 1)).total > 0
    with pytest.raises(
        UnsupportedOption, match=r"^A call of gpt-5-mini takes up to 400,000 tokens, not 400,001.$"
    ) as no:
        text_quote("gpt-5-mini", (400_001, 1), calls=1)
    assert no.value.nearest == "400000 tokens"


def test_no_tokens_no_line() -> None:
    """Input alone has one line, nothing at all none."""
    assert set(lines(text_quote("gpt-5-mini", (5, 0), calls=1))) == {"text_input"}
    assert text_quote("gpt-5-mini", (0, 0)).total == 0


def test_unknown_text_model() -> None:
    """A model that does not exist is refused with the nearest names."""
    with pytest.raises(
        UnknownModel, match=r"^There is no model called 'gpt5-mini'; did you mean gpt-5-mini"
    ) as refused:
        text_quote("gpt5-mini", (1, 1))
    assert "gpt-5-mini" in refused.value.nearest
    assert len(refused.value.nearest) <= 3


@pytest.mark.parametrize("name", ["", "x" * MILLION, "\0", "…"], ids=["empty", "1 MB", "null", "dots"])
def test_no_name_at_all(name: str) -> None:
    """What is like no model is refused in one short sentence."""
    with pytest.raises(UnknownModel, match="There is no model called") as refused:
        text_quote(name, (1, 1))
    assert len(str(refused.value)) < 200


def test_price_that_genai_prices_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A meter without a rate is refused, never priced at 0."""
    _, model = find("gpt-5-mini")
    monkeypatch.setattr(model.get_prices(TODAY), "output_mtok", None)
    with pytest.raises(PriceMissing, match=r"^genai-prices has no text_output rate for gpt-5-mini.$"):
        text_quote("gpt-5-mini", (1, 1))


def test_meter_that_genai_prices_does_not_know() -> None:
    """A text model has no rate for tokens of images."""
    with pytest.raises(PriceMissing, match=r"^genai-prices has no image_output rate for gpt-5-mini.$"):
        rates("gpt-5-mini", {"image_output": usd("1")}, TODAY)


@pytest.mark.parametrize(
    ("day", "code", "said"),
    [
        (22, None, ""),
        (10, "model_retiring", "gpt-5-mini shuts down on 11 December 2026; its maker advises gpt-6.1-terra."),
        (
            11,
            "model_retired",
            "was shut down on 11 December 2026: this is its last price; its maker advises gpt-6.1-terra.",
        ),
    ],
)
def test_end_of_a_text_model(day: int, code: str | None, said: str) -> None:
    """gpt-5-mini is retiring until the end of 10 December 2026 and retired from the 11th; before June it is neither."""
    at = datetime(2026, 12 if code else 5, day, 23 if day == 10 else 0, tzinfo=UTC)
    found = warned(text_quote("gpt-5-mini", (1, 1), at), at)
    ends = {key: message for key, message in found.items() if key.startswith("model_")}
    assert list(ends) == ([code] if code else [])
    assert code is None or ends[code].endswith(said)


@pytest.mark.parametrize(
    ("model", "listed"),
    [
        ("gpt-5-mini", {"text_input": "0.25", "text_output": "2"}),
        ("claude-sonnet-4-5", {"text_input": "3", "text_output": "15"}),
    ],
)
def test_prices_of_a_models_tokens(model: str, listed: dict[str, str]) -> None:
    """For a million tokens, as the package has them; those of the Batch API follow where there are any."""
    found = token_prices(model, TODAY)
    ordinary = {price.sku.meter: price.price for price in found if not price.sku.batch}
    assert ordinary == {meter: usd(price) for meter, price in listed.items()}
    assert {price.sku.meter for price in found if price.sku.batch} in (set(), set(listed))


def test_text_prices_are_not_the_makers_own() -> None:
    """Rates come from a package, and the quote says so."""
    made = text_quote("gpt-5-mini", (1, 1))
    assert all(line.price.source.url.startswith("PyPI package genai-prices ") for line in made.lines)
    assert "genai-prices" in warned(made)["price_unofficial"]


def test_snapshot_of_a_text_model_has_its_dates() -> None:
    """A dated name is the same model, with the same end."""
    made = text_quote("gpt-5-mini-2025-08-07", (MILLION, 200_000))
    assert made.total == usd("0.65")
    assert "model_retiring" in warned(made)


def test_every_provider_has_one_name() -> None:
    """As the package writes it, and as the models that it finds have it."""
    assert find("gpt-5-mini")[0].name in providers()
    assert find("claude-sonnet-4-5")[0].name in providers()
    assert len(set(providers())) == len(providers())


def test_batch_price_of_no_known_day() -> None:
    """A batch price whose first day is not known is in force: half of the standard one."""
    standard = text_quote("gpt-6.1-terra", (MILLION, MILLION))
    assert text_quote("gpt-6.1-terra", (MILLION, MILLION), batch=True).total * 2 == standard.total
