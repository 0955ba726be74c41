import pytest

from pricing import UnknownModel, built_in
from pricing.crosscheck import disagreements
from pricing.text_quote import token_rate
from tests.pricing.jobs import MINI, TODAY, overlaid, usd


def test_lists_on_board_agree_with_genai_prices() -> None:
    """Every token rate on board that genai-prices knows is the same there."""
    assert list(disagreements(built_in(), TODAY)) == []


def test_own_prices_that_differ() -> None:
    """A contracted rate differs by what it is; a rate that genai-prices lacks stands against nothing."""
    own = f"""
[[models]]
id = "{MINI}"
prices = [
  {{ meter = "image_output", usd = 6, per = 1_000_000, unit = "token", effective_from = 2026-11-01, source = "acme" }},
]
[[models]]
id = "gpt-4o"
name = "Images through chat"
page = "https://acme.example"
prices = [
  {{ meter = "image", usd = 0.03, unit = "image", effective_from = "unknown", source = "acme" }},
  {{ meter = "image_input", usd = 1, per = 1_000_000, unit = "token", effective_from = "unknown", source = "acme" }},
]
"""
    found = [(each.model, str(each.meter), each.ours, each.theirs) for each in disagreements(overlaid(own), TODAY)]
    assert found == [(MINI, "image_output", usd("6"), usd("8")), ("gpt-4o", "image_input", usd("1"), None)]


def test_rate_of_a_model_with_tiers() -> None:
    """Of rates by length the ordinary one counts: $2 a million on gpt-6-sol."""
    assert token_rate("gpt-6-sol", ("input_mtok",), TODAY) == 2
    with pytest.raises(UnknownModel):
        token_rate("midjourney", ("input_mtok",), TODAY)
