from dataclasses import replace

import pytest

from pricing import Catalog, UnknownModel, built_in
from pricing.crosscheck import disagreements
from pricing.text_quote import token_rate
from tests.pricing.jobs import MINI, TODAY, overlaid, usd


def test_lists_on_board_agree_with_genai_prices() -> None:
    """Every token rate on board that genai-prices knows is the same there."""
    assert list(disagreements(built_in(), TODAY)) == []


def test_a_price_on_board_that_differs_is_found() -> None:
    """A rate of $6 where genai-prices has $8 is found; one of a model that it lacks meets nothing."""
    catalog = built_in()
    mini = catalog.model(MINI)
    prices = tuple(
        replace(price, price=usd("6")) if price.sku.meter == "image_output" else price for price in mini.prices
    )
    changed = Catalog({MINI: replace(mini, prices=prices)}, (MINI,), {})
    found = [(each.model, str(each.meter), each.ours, each.theirs) for each in disagreements(changed, TODAY)]
    assert found == [(MINI, "image_output", usd("6"), usd("8"))]


def test_a_rate_that_genai_prices_lacks_stands_against_nothing() -> None:
    """A text model sold as an image model has no rate for input images there."""
    mini = built_in().model(MINI)
    renamed = Catalog({"gpt-4o": replace(mini, id="gpt-4o")}, ("gpt-4o",), {})
    found = {str(each.meter): each.theirs for each in disagreements(renamed, TODAY)}
    assert found["image_input"] is None


def test_prices_of_ones_own_are_left_out() -> None:
    """A contracted rate is no mistake."""
    own = f"""
[[models]]
id = "{MINI}"
prices = [
  {{ meter = "image_output", usd = 6, per = 1_000_000, unit = "token", effective_from = 2026-11-01, source = "acme" }},
]
"""
    assert list(disagreements(overlaid(own), TODAY)) == []


def test_rate_of_a_model_with_tiers() -> None:
    """Of rates by length the ordinary one counts: $2 a million on gpt-6-sol."""
    assert token_rate("gpt-6-sol", ("input_mtok",), TODAY) == 2
    with pytest.raises(UnknownModel):
        token_rate("midjourney", ("input_mtok",), TODAY)
