import pytest

from pricing import PriceMissing, built_in
from pricing.guide import plan_rows, rate_rows
from tests.pricing.jobs import GUIDE_DAY, MINI, TODAY, image_job, usd


def test_mini_against_gpt_image_1() -> None:
    """55 and 78 per cent less on low and high squares, 60 and 80 on text in and images out, as the guide rounds."""
    rows = {row.what: row for row in rate_rows(built_in(), MINI, "gpt-image-1", GUIDE_DAY)}
    assert {what: row.saving_pct for what, row in rows.items()} == {
        "low square image": usd("54.5"),  # 0.006 of 0.011
        "medium square image": usd("73.8"),  # 0.031 of 0.042
        "high square image": usd("78.4"),  # 0.131 of 0.167
        "1M text input tokens": usd("60"),
        "1M image output tokens": usd("80"),
    }
    assert (rows["1M image output tokens"].cheaper, rows["1M image output tokens"].dearer) == (usd("8"), usd("40"))


def test_mini_against_dall_e_3() -> None:
    """DALL-E 3 squares are $0.040 in standard and $0.080 in hd: mini's medium is 72.5, its high 55 per cent less."""
    savings = [row.saving_pct for row in rate_rows(built_in(), MINI, "dall-e-3", GUIDE_DAY)]
    assert usd("72.5") in savings
    assert usd("55") in savings


def test_plans_beside_mini() -> None:
    """Basic is $0.05 an image; on mini, at $0.011092, it pays from 902 images, more than it makes: no plan pays."""
    rows = list(plan_rows(built_in(), "midjourney", image_job(), TODAY))
    assert [(row.plan.name, row.usd_a_month, row.images, row.break_even) for row in rows] == [
        ("Basic", usd("10"), 200, 902),
        ("Standard", usd("30"), 909, 2705),
        ("Pro", usd("60"), 1818, 5410),
        ("Mega", usd("120"), 3636, 10_819),
    ]
    assert rows[0].per_image == usd("0.05")
    assert rows[1].per_image == usd("0.033003300330")
    assert not any(row.pays_off for row in rows)


def test_plan_that_pays_off() -> None:
    """Beside gpt-image-2 in high, at $0.211 and prompts an image, Basic pays from 48 images."""
    basic = next(plan_rows(built_in(), "midjourney", image_job("gpt-image-2", quality="high"), TODAY))
    assert (basic.break_even, basic.pays_off) == (48, True)  # 10 / 0.21123 = 47.3


def test_only_plans_have_plan_rows() -> None:
    """A model that is billed by use has no plans."""
    with pytest.raises(PriceMissing, match=r"^dall-e-3 is not sold by plans.$"):
        list(plan_rows(built_in(), "dall-e-3", image_job(), TODAY))


def test_model_without_a_list_price_has_rates_only() -> None:
    """2.5 lists no price per image: $5 and $30 a million tokens are held against mini's $2 and $8."""
    rows = {row.what: row.dearer for row in rate_rows(built_in(), MINI, "gpt-image-2.5-flare", TODAY)}
    assert rows == {"1M text input tokens": usd("5"), "1M image output tokens": usd("30")}


def test_tries_count_against_a_plan_too() -> None:
    """With three tries for each image kept, Basic's 200 generations are 66 images, and 87 kept cost $10 on 1.5."""
    job = image_job("gpt-image-1.5", attempts=usd("3"))
    basic = next(iter(plan_rows(built_in(), "midjourney", job, TODAY)))
    assert (basic.images, basic.break_even, basic.pays_off) == (66, 87, False)
