"""Every published or measured figure, held against the price lists; each product is worked out here."""

import json
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

from pricing import Size, built_in, quote
from pricing.image_tokens import TokenRange
from tests.pricing.jobs import NO_PROMPT, TODAY, image_job, lines, quoted, usd

PUBLISHED: dict[str, Any] = json.loads(Path(__file__).with_name("published.json").read_text("utf-8"))
RATES = {(model, meter): Decimal(rate) for model, meter, rate in PUBLISHED["rates_per_million_tokens"]}
LISTED = {(model, quality, size): Decimal(price) for model, quality, size, price in PUBLISHED["list_prices"]}


def rows(table: str) -> list[Any]:
    """A table's rows as test parameters with readable names."""
    return [pytest.param(*row, id=" ".join(str(cell) for cell in row[:3])) for row in PUBLISHED[table]]


@pytest.mark.parametrize(("model", "meter", "rate"), rows("rates_per_million_tokens"))
def test_rate_is_the_published_one(model: str, meter: Any, rate: str) -> None:
    """A meter costs a millionth of the rate that is published for a million tokens."""
    price = built_in().model(model).rate_card(TODAY).prices
    found = [each for sku, each in price.items() if sku.meter == meter and not sku.batch]
    assert [each.unit_price for each in found] == [Decimal(rate) / 1_000_000]


@pytest.mark.parametrize(("model", "meter", "published"), rows("batch_rates_per_million_tokens"))
def test_batch_rate_is_exactly_half(model: str, meter: Any, published: str) -> None:
    """A batch rate is exactly half; the published one is that half rounded to its digits."""
    price = built_in().model(model).rate_card(TODAY).find(meter, batch=True)
    half = RATES[model, meter] / 2
    assert price is not None
    assert price.unit_price == half / 1_000_000
    assert half.quantize(Decimal(published), ROUND_HALF_UP) == Decimal(published)


@pytest.mark.parametrize(("model", "quality", "size", "tokens", "published"), rows("output_tokens"))
def test_image_is_billed_by_its_output_tokens(model: str, quality: Any, size: str, tokens: int, published: str) -> None:
    """An image's tokens are the published count, its amount that count times the published rate."""
    by_hand = tokens * RATES[model, "image_output"] / 1_000_000
    assert lines(quoted(model, images=1, quality=quality, size=size))["image_output"] == (tokens, by_hand)
    assert by_hand == Decimal(published)


@pytest.mark.parametrize(("model", "quality", "size", "price"), rows("list_prices"))
def test_image_has_its_published_list_price(model: str, quality: Any, size: str, price: str) -> None:
    """The price per image is the published one; without a prompt, nothing is added on models with no overhead."""
    made = quoted(model, images=1, quality=quality, size=size, prompt=NO_PROMPT)
    listed = made.totals.metered if model.startswith("dall-e") else made.totals.listed
    overhead = 6 * RATES.get((model, "text_input"), Decimal(0)) / 1_000_000
    assert listed == Decimal(price) + overhead


def test_list_prices_of_gpt_image_2_are_its_tokens_rounded() -> None:
    """All nine published prices of gpt-image-2 are tokens times rate, rounded to a tenth of a cent."""
    counted = {
        (model, quality, size): Decimal(amount) for model, quality, size, _, amount in PUBLISHED["output_tokens"]
    }
    cells = [cell for cell in LISTED if cell[0] == "gpt-image-2"]
    assert len(cells) == 9
    for cell in cells:
        assert counted[cell].quantize(usd("0.001"), ROUND_HALF_UP) == LISTED[cell]


@pytest.mark.parametrize(("size", "tokens"), rows("reference_tokens"))
@pytest.mark.parametrize("model", ["gpt-image-2", "gpt-image-2.5-flare"])
def test_reference_image_has_the_measured_tokens(model: str, size: str, tokens: int) -> None:
    """A reference image of gpt-image-2 and 2.5 is as many tokens as measured, at $8 a million."""
    made = quoted(model, images=1, references=1, reference_size=Size.parse(size))
    assert lines(made)["image_input"] == (tokens, tokens * usd("8") / 1_000_000)


@pytest.mark.parametrize(("name", "month", "year", "hours"), rows("plans"))
def test_plan_has_its_published_prices(name: str, month: str, year: str, hours: str) -> None:
    """A Midjourney plan has its price of a month and of a year, and its fast hours."""
    model = built_in().model("midjourney")
    plans = model.rate_card(TODAY).plans
    assert model.subscription is not None
    assert {plan.name: plan.fast_hours for plan in model.subscription.plans}[name] == Decimal(hours)
    assert (plans[name, "month"].price, plans[name, "year"].price) == (Decimal(month), Decimal(year))


@pytest.mark.parametrize(("model", "notice", "ends", "successors", "aliases"), rows("lives"))
def test_life_of_a_model(
    model: str, notice: str | None, ends: str | None, successors: list[str], aliases: list[str]
) -> None:
    """A model has its shutdown day, its notice where known, its replacements and its snapshot names."""
    known = built_in().model(model)
    assert known.lifecycle.shuts_down == (date.fromisoformat(ends) if ends else None)
    assert notice is None or known.lifecycle.deprecated == date.fromisoformat(notice)
    assert list(known.lifecycle.successors) == successors
    assert list(known.aliases) == aliases
    assert all(built_in().model(alias) is known for alias in aliases)


def test_every_published_model_is_priced() -> None:
    """The catalog holds OpenAI's eleven image models and Midjourney, no more and no less."""
    assert set(built_in().models) == {row[0] for row in PUBLISHED["lives"]} | {"midjourney"}


@pytest.mark.parametrize(
    ("model", "without_overhead", "batch"),
    [
        ("gpt-image-1-mini", "0.8528", "0.4264"),
        ("gpt-image-1", "4.244", None),
        ("gpt-image-1.5", "3.3992", None),
        ("gpt-image-2", "5.288", "2.644"),
        ("gpt-image-2.5-flare", "1.337", "0.6685"),
    ],
)
def test_worked_example_by_tokens(model: str, without_overhead: str, batch: str | None) -> None:
    """The guide's job by prompt and image tokens alone: 4,000 and 100 times the image's, and half of it in batch."""
    for batched, expected in ((False, without_overhead), (True, batch)):
        if expected is not None:
            found = lines(quoted(model, batch=batched))
            assert found["text_input"][1] + found["image_output"][1] == usd(expected)


def test_worked_example_of_the_guide() -> None:
    """The guide's $1.948 is 100 x $0.011, $0.008 of prompts and $0.8448 of output that it rounded to $0.84."""
    found = lines(quoted("gpt-image-1-mini"))
    assert usd("100") * usd("0.011") + found["text_input"][1] + usd("0.84") == usd("1.948")
    assert found["image_output"] == (105_600, usd("0.8448"))


@pytest.mark.parametrize("model", ["gpt-image-2.6-flare", "gpt-image-2.6-sunburst"])
@pytest.mark.parametrize(
    ("quality", "size", "measured"),
    [("low", "1536x1024", 664), ("high", "1536x1024", 1353), ("high", "3840x2160", 3337)],
)
def test_measured_tokens_of_26_lie_in_its_range(model: str, quality: Any, size: str, measured: int) -> None:
    """The counts that a reseller measured on gpt-image-2.6 lie within the range that it is quoted at."""
    output = built_in().model(model).output
    assert output is not None
    low, high = output.count(quality, Size.parse(size))
    assert low <= measured <= high


def test_fewest_and_most_tokens_of_26() -> None:
    """Medium squares are 3 to 4.25 times 439 tokens, high ones 0.95 to 1.05 times 1,756, rounded outwards."""
    output = built_in().model("gpt-image-2.6-flare").output
    assert output is not None
    assert output.count("medium", Size(1024, 1024)) == TokenRange(1317, 1866)
    assert output.count("high", Size(1024, 1024)) == TokenRange(1668, 1844)


@pytest.mark.parametrize(
    "model", ["gpt-image-1-mini", "gpt-image-1", "gpt-image-1.5", "gpt-image-2", "gpt-image-2.5-flare"]
)
def test_partial_image_is_100_tokens(model: str) -> None:
    """Each streamed partial image adds 100 output tokens an image."""
    none, three = (quote(built_in(), image_job(model, partial_images=count), TODAY) for count in (0, 3))
    assert lines(three)["image_output"][0] - lines(none)["image_output"][0] == 100 * 3 * 100
