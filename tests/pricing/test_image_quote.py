import re
from typing import Any

import pytest

from pricing import (
    PricingError,
    Prompt,
    PromptSet,
    PromptTooLong,
    Range,
    Size,
    Totals,
    UnsupportedOption,
    built_in,
    quote,
)
from pricing.money import total
from pricing.quote import Basis
from tests.pricing.jobs import GUIDE_DAY, MINI, NO_PROMPT, TODAY, image_job, lines, overlaid, quoted, usd


@pytest.mark.parametrize("at", [GUIDE_DAY, TODAY])
def test_guide_example(at: Any) -> None:
    """105,600 output, 4,000 prompt and 600 overhead tokens; $1.10 by the list; the guide's sum has it twice."""
    made = quoted(MINI, at)
    metered = {
        "text_input": (4000, usd("0.008")),
        "text_overhead": (600, usd("0.0012")),
        "image_output": (105_600, usd("0.8448")),
    }
    assert lines(made) == metered
    assert [(str(line.meter), int(line.quantity), line.amount) for line in made.lines] == [
        ("image", 100, usd("1.10")),
        ("text_input", 4000, usd("0.008")),
        ("text_overhead", 600, usd("0.0012")),
    ]
    assert [line.price.unit_price for line in made.lines] == [usd("0.011"), usd("0.000002"), usd("0.000002")]
    assert made.totals == Totals(usd("0.8540"), usd("1.1092"), usd("1.9528"))
    assert (made.total, made.basis, made.per_image, made.range) == (usd("1.1092"), "listed", usd("0.011092"), None)
    assert (made.images, made.generations, made.quality, made.size) == (100, 100, "medium", "1024x1024")


@pytest.mark.parametrize(
    ("model", "metered", "listed", "additive"),
    [
        ("gpt-image-1", "4.2470", "4.2230", "8.4440"),  # 105,600 x $40, 4,600 x $5; 100 x $0.042
        ("gpt-image-2", "5.2910", "5.3230", "10.5880"),  # 175,600 x $30, 4,600 x $5; 100 x $0.053
        ("gpt-image-2.5-flare", "1.3400", None, None),  # 43,900 x $30, 4,600 x $5
        ("gpt-image-2.5-sunburst", "1.3400", None, None),
        ("dall-e-3", "4", None, None),
        ("dall-e-2", "2", None, None),
    ],
)
def test_guide_example_elsewhere(model: str, metered: str, listed: str | None, additive: str | None) -> None:
    """The guide's job on other models, each total by hand; the higher honest one is the headline."""
    made = quoted(model)
    assert made.totals == Totals(usd(metered), usd(listed) if listed else None, usd(additive) if additive else None)
    assert made.total == max(usd(metered), usd(listed or "0"))
    assert total(line.amount for line in made.lines) == made.total


@pytest.mark.parametrize(
    ("basis", "amount"), [(None, "1.1092"), ("metered", "0.8540"), ("listed", "1.1092"), ("additive", "1.9528")]
)
def test_basis_of_the_headline(basis: Basis | None, amount: str) -> None:
    """Each way of adding up can be the headline, and its lines sum to it; the other totals stay."""
    made = quote(built_in(), image_job(), TODAY, basis)
    assert made.total == total(line.amount for line in made.lines) == usd(amount)
    assert made.totals == quoted().totals


def test_basis_that_a_model_does_not_have() -> None:
    """Without a list price the headline is metered, whatever basis is asked for."""
    made = quote(built_in(), image_job("gpt-image-2.5-flare"), TODAY, "additive")
    assert (made.total, made.basis) == (usd("1.34"), "metered")


def test_tie_is_metered() -> None:
    """Where both ways come to the same the headline is metered."""
    assert Totals(usd("1"), usd("1"), usd("2")).headline() == (usd("1"), "metered")


def test_wide_can_cost_less_than_square() -> None:
    """A 1536x1024 high image on gpt-image-2 is 5,488 tokens, a square 7,024."""
    assert lines(quoted("gpt-image-2", images=1, quality="high", size="landscape"))["image_output"][0] == 5488
    assert lines(quoted("gpt-image-2", images=1, quality="high"))["image_output"][0] == 7024


@pytest.mark.parametrize(
    ("model", "changes", "low", "high"),
    [
        # low squares: 100 x $0.005 + $0.0092; high ones: 100 x $0.036 + $0.0092
        (MINI, {"quality": "auto"}, "0.5092", "3.6092"),
        # squares $1.10, the others $1.50, and $0.0092
        (MINI, {"size": "auto"}, "1.1092", "1.5092"),
        # low: squares 100 x $0.005; high: 100 x $0.052
        (MINI, {"quality": "auto", "size": "auto"}, "0.5092", "5.2092"),
        # portrait: metered 137,200 x $30 + $0.023 is over 100 x $0.041 + $0.023
        ("gpt-image-2", {"size": "auto"}, "4.139", "5.323"),
        ("dall-e-3", {"quality": "auto"}, "4", "8"),
        # 439 x 3 = 1,317 to 439 x 4.25 = 1,866 tokens at $30, and $0.023
        ("gpt-image-2.6-flare", {}, "3.974", "5.621"),
        ("gpt-image-2.6-sunburst", {}, "3.974", "5.621"),
        # 1,756 x 0.95 = 1,668 to 1,756 x 1.05 = 1,844 tokens
        ("gpt-image-2.6-flare", {"quality": "high"}, "5.027", "5.555"),
        # $3.3792 of image, $0.439 of text output at most, $0.023 of prompts; 100 x $0.034 + $0.023 by the list
        ("gpt-image-1.5", {}, "3.423", "3.8412"),
        ("chatgpt-image-latest", {}, "3.423", "3.8412"),
    ],
)
def test_range(model: str, changes: dict[str, Any], low: str, high: str) -> None:
    """What is not known in advance is a range from the cheapest outcome to the headline."""
    made = quoted(model, **changes)
    assert made.range == Range(usd(low), usd(high))
    assert made.total == made.range.high == total(line.amount for line in made.lines)


def test_lines_of_a_range_show_its_high_end() -> None:
    """1.5's 439 text tokens an image are in the lines, and gone at the low end of what is metered."""
    made = quote(built_in(), image_job("gpt-image-1.5"), TODAY, "metered")
    assert lines(made)["text_output"] == (43_900, usd("0.439"))
    assert made.range == Range(usd("3.4022"), usd("3.8412"))


def test_auto_stays_auto() -> None:
    """A quote for auto says auto for what the model will choose."""
    made = quoted(quality="auto", size="auto")
    assert (made.quality, made.size) == ("auto", "auto")
    assert quoted("dall-e-2", quality="auto").quality == "standard"


@pytest.mark.parametrize(
    ("model", "wanted", "quality", "amount"),
    [
        ("dall-e-3", "low", "standard", "4"),
        ("dall-e-3", "max", "hd", "8"),
        ("dall-e-2", "high", "standard", "2"),
        (MINI, "standard", "medium", "1.1092"),
        (MINI, "hd", "high", "3.6092"),
    ],
)
def test_mapped_quality_is_quoted(model: str, wanted: str, quality: str, amount: str) -> None:
    """A quality that a model calls otherwise is quoted under the model's name and price."""
    made = quoted(model, quality=wanted)
    assert (made.quality, made.total) == (quality, usd(amount))


def test_attempts() -> None:
    """Ten images at 1.11 generations are 12 paid for, on every line, and a tenth of that an image."""
    made = quoted(images=10, attempts=usd("1.11"))
    assert (made.images, made.generations) == (10, 12)
    assert [line.quantity for line in made.lines] == [12, 12 * 40, 12 * 6]
    assert made.total == 12 * usd("0.011092")
    assert made.per_image == usd("0.0133104")


@pytest.mark.parametrize("model", [MINI, "gpt-image-1", "gpt-image-1.5", "gpt-image-2", "gpt-image-2.5-flare"])
def test_batch_is_exactly_half(model: str) -> None:
    """Through the Batch API every line, total and end of a range is exactly half."""
    changes: dict[str, Any] = {"references": 2, "partial_images": 1}
    once, batch = quoted(model, **changes), quoted(model, batch=True, **changes)
    assert [line.amount * 2 for line in batch.lines] == [line.amount for line in once.lines]
    assert [line.amount * 2 for line in batch.metered_lines] == [line.amount for line in once.metered_lines]
    assert batch.total * 2 == once.total
    assert (batch.range is None) is (once.range is None)
    assert not batch.range or not once.range or batch.range.low * 2 == once.range.low


@pytest.mark.parametrize(
    "model", ["gpt-image-2.6-flare", "gpt-image-2.6-sunburst", "chatgpt-image-latest", "dall-e-3", "dall-e-2"]
)
def test_no_batch(model: str) -> None:
    """Models without a batch price are refused in batch."""
    with pytest.raises(UnsupportedOption, match=f"^{model} has no Batch API price.$") as refused:
        quoted(model, batch=True)
    assert refused.value.nearest == "without batch"


@pytest.mark.parametrize("per", ["day", "week", "month"])
def test_period_is_kept(per: Any) -> None:
    """A repeated job is quoted for one period."""
    assert (quoted(per=per).per, quoted(per=per).total) == (per, usd("1.1092"))


@pytest.mark.parametrize(
    ("model", "changes", "tokens", "amount"),
    [
        (MINI, {"references": 1}, 19_400, "0.0485"),  # 65 + 129 tokens at $2.50
        (MINI, {"references": 16, "images": 1}, 16 * 194, "0.00776"),
        ("gpt-image-1", {"references": 2}, 38_800, "0.388"),  # at $10
        ("gpt-image-1", {"references": 1, "fidelity": "high"}, 435_400, "4.354"),  # and 4,160
        ("gpt-image-1.5", {"references": 1, "reference_size": Size(1536, 1024)}, 32_300, "0.2584"),  # two tiles at $8
        ("gpt-image-2", {"references": 1}, 102_400, "0.8192"),  # 1,024 patches at $8
        ("gpt-image-2.5-flare", {"references": 1, "fidelity": "high"}, 102_400, "0.8192"),
        ("gpt-image-2.6-flare", {"references": 3}, 307_200, "2.4576"),
        # one tile and two: 194 and 323 tokens at $2.50; then 323 and twice the 194 of 1024x1024
        (MINI, {"references": 2, "measured": (Size(512, 512), Size(1536, 1024))}, 51_700, "0.12925"),
        (MINI, {"references": 3, "measured": (Size(1536, 1024),)}, 32_300 + 2 * 19_400, "0.17775"),
    ],
)
def test_references(model: str, changes: dict[str, Any], tokens: int, amount: str) -> None:
    """Reference images of a megapixel, by family, fidelity and size, once for every generation."""
    made = quoted(model, **changes)
    assert lines(made)["image_input"] == (tokens, usd(amount))
    assert made.totals.listed is None or any(line.meter == "image_input" for line in made.lines)


def test_reference_of_dall_e_2_is_free() -> None:
    """DALL-E 2 edits one image at the price of making one."""
    assert quoted("dall-e-2", references=1).total == quoted("dall-e-2").total


@pytest.mark.parametrize(
    ("model", "changes", "said", "nearest"),
    [
        ("dall-e-3", {"references": 1}, "dall-e-3 takes no reference images, not 1.", "without references"),
        ("dall-e-2", {"references": 2}, "dall-e-2 takes at most 1 reference", "1 reference"),
        (
            MINI,
            {"references": 17},
            "gpt-image-1-mini takes at most 16 reference images, not 17.",
            "16 reference images",
        ),
        (MINI, {"references": 1, "fidelity": "high"}, "low input fidelity only", "low"),
        (MINI, {"partial_images": 4}, "gpt-image-1-mini streams 0 to 3 partial images, not 4.", "3"),
        (MINI, {"partial_images": -1}, "gpt-image-1-mini streams 0 to 3 partial images, not -1.", "3"),
        (MINI, {"quality": "max"}, "gpt-image-1-mini has no max quality; it has low, medium and high.", "high"),
        (MINI, {"size": "2048x2048"}, "gpt-image-1-mini makes no 2048x2048 images: it makes 1024x1024", "1024x1024"),
    ],
)
def test_what_a_model_cannot_make(model: str, changes: dict[str, Any], said: str, nearest: str) -> None:
    """A refusal names the model, the value and the nearest that can be made."""
    with pytest.raises(UnsupportedOption, match=re.escape(said)) as refused:
        quoted(model, **changes)
    assert str(refused.value.nearest).startswith(nearest)


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_partial_images(count: int) -> None:
    """Each partial image is 100 output tokens more, which the list price does not have."""
    made = quoted(partial_images=count)
    assert lines(made)["image_output"] == (105_600 + 10_000 * count, usd("0.8448") + usd("0.08") * count)
    assert made.totals.listed == usd("1.1092")


@pytest.mark.parametrize(
    ("model", "limit"), [(MINI, 32_000), ("gpt-image-2", 32_000), ("dall-e-3", 4000), ("dall-e-2", 1000)]
)
def test_prompt_limit(model: str, limit: int) -> None:
    """A prompt may have the model's limit of characters, not one more."""
    assert quoted(model, prompt=Prompt.of_text("a" * limit)).total > 0
    with pytest.raises(
        PromptTooLong, match=f"^{model} takes prompts of up to {limit:,} characters; this one has {limit + 1:,}.$"
    ):
        quoted(model, prompt=Prompt.of_text("a" * (limit + 1)))


def test_no_prompt_tokens_no_line() -> None:
    """A job without prompt tokens has no line for them; the overhead stays."""
    assert set(lines(quoted(prompt=NO_PROMPT))) == {"text_overhead", "image_output"}


def test_reference_image_without_pixels() -> None:
    """A reference image of 0 by 0 pixels is refused, not counted."""
    with pytest.raises(UnsupportedOption):
        quoted("gpt-image-2", references=1, reference_size=Size(0, 0))


def test_meter_without_a_price() -> None:
    """A meter without a price in force is refused, never billed at nothing."""
    own = """
[output_tokens.draft]
source = "acme"
base = { low = 16 }
[[models]]
id = "cells"
name = "Cells"
page = "https://acme.example"
qualities = ["low"]
output = "draft"
prices = [
  { meter = "text_input", usd = 1, per = 1_000, unit = "token", effective_from = "unknown", source = "acme" },
  { meter = "image_output", size = "512x512", usd = 1, unit = "token", effective_from = "unknown", source = "acme" },
]
"""
    with pytest.raises(PricingError, match="image_output"):
        quote(overlaid(own), image_job("cells", quality="low"), TODAY)


@pytest.mark.parametrize(("images", "tokens", "amount"), [(100, 334, "0.000668"), (99, 330, "0.00066")])
def test_prompts_of_different_lengths(images: int, tokens: int, amount: str) -> None:
    """Three prompts of 10 tokens together: 33 times 10 for 99 images, 333 1/3 rounded up for 100, at $2 a million."""
    made = quoted(MINI, images=images, prompt=PromptSet(3, 10, 20))
    assert lines(made)["text_input"] == (tokens, usd(amount))


def test_longest_prompt_of_a_set_is_checked() -> None:
    """A set is refused for the one prompt that the model does not take."""
    with pytest.raises(PromptTooLong, match=r"gpt-image-2 takes .* 32,000 characters; the longest has 32,001\."):
        quoted("gpt-image-2", prompt=PromptSet(2, 9, 32_001))
