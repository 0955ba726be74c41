import csv
from decimal import Decimal
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.model import JobQuote
from bot.cells import neutralized, restored
from bot.uploads import as_file, count_prompts, prompts_csv, quote_csv
from pricing import ImageJob, Quote, Size, built_in, quote
from tests.pricing.jobs import TODAY

PROMPTS = count_prompts(["a red fox", "a red fox in snow", '=HYPERLINK("http://evil.example","x")'])


def rows(text: str) -> list[dict[str, str]]:
    """CSV read back by Python's own reader."""
    return list(csv.DictReader(StringIO(text, newline="")))


def quoted(model: str = "gpt-image-1-mini", images: int = 3, attempts: str = "1", **changes: object) -> Quote:
    """A medium quote for the three prompts."""
    job = ImageJob(model, images, "medium", "square", PROMPTS.set, attempts=Decimal(attempts), **changes)  # type: ignore[arg-type]
    return quote(built_in(), job, TODAY)


def test_each_prompt_has_its_cost() -> None:
    """3 tokens at $2 a million; the image is the listed $0.011 and 6 tokens of overhead."""
    first = rows(prompts_csv(PROMPTS, quoted()))[0]
    assert first == {
        "prompt": "a red fox",
        "words": "3",
        "tokens": "3",
        "generations": "1",
        "prompt_usd": "0.000006",
        "image_usd": "0.011012",
        "total_usd": "0.011018",
    }


@pytest.mark.parametrize(
    "model", ["gpt-image-1-mini", "gpt-image-1.5", "gpt-image-2", "gpt-image-2.6-flare", "dall-e-3"]
)
@pytest.mark.parametrize(("images", "attempts"), [(3, "1"), (6, "2.5"), (300, "1")])
def test_rows_sum_to_the_quote(model: str, images: int, attempts: str) -> None:
    """Where each prompt has equally many generations the rows come to the headline, to the last digit."""
    made = quoted(model, images, attempts)
    assert sum(Decimal(row["total_usd"]) for row in rows(prompts_csv(PROMPTS, made))) == made.total


def test_uneven_generations_are_averages() -> None:
    """Four images of three prompts are one and a third of each."""
    found = rows(prompts_csv(PROMPTS, quoted(images=4)))
    assert {row["generations"] for row in found} == {"1.333333333333"}
    assert abs(sum(Decimal(row["total_usd"]) for row in found) - quoted(images=4).total) < Decimal("0.00001")


def test_subscription_has_no_prompt_cost() -> None:
    """On Midjourney a prompt costs nothing of its own; the plan is shared by the images."""
    found = rows(prompts_csv(PROMPTS, quoted("midjourney")))
    assert [row["prompt_usd"] for row in found] == ["0.00"] * 3
    assert round(sum(Decimal(row["total_usd"]) for row in found), 6) == quoted("midjourney").total


def test_line_items_of_quotes() -> None:
    """A row a line with its job, model and options; the amounts sum to the headline."""
    made = quoted("gpt-image-2", references=1, measured=(Size(800, 600),))
    found = rows(quote_csv([JobQuote(0, made), JobQuote(1, quoted("midjourney"))]))
    assert found[0] == {
        "job": "1",
        "model": "gpt-image-2",
        "quality": "medium",
        "size": "1024x1024",
        "images": "3",
        "generations": "3",
        "per": "",
        "basis": made.basis,
        "line": made.lines[0].meter,
        "quantity": str(made.lines[0].quantity),
        "unit": made.lines[0].price.sku.unit,
        "unit_price_usd": str(made.lines[0].price.unit_price),
        "amount_usd": str(made.lines[0].amount),
    }
    assert sum(Decimal(row["amount_usd"]) for row in found if row["job"] == "1") == made.total
    assert found[-1]["line"] == "subscription"


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "'=1",
        "''-1",
        "＝1+1",
        "－1",
        "\x0b=1",
        "\u00a0=1",
    ],
    ids=ascii,
)
def test_formulas_are_neutralized(cell: str) -> None:
    """What a spreadsheet could take for a formula has a quotation mark before it, and comes back without it."""
    assert neutralized(cell) == f"'{cell}"
    assert restored(neutralized(cell)) == cell


@pytest.mark.parametrize("cell", ["", "a=1", "'quoted'", "3", "a red fox - in snow", " a"])
def test_other_cells_stay(cell: str) -> None:
    """Ordinary text is not changed."""
    assert neutralized(cell) == restored(cell) == cell


@given(st.lists(st.text(st.sampled_from("=+-@\t\r\n'\",; a😀") | st.characters(codec="utf-8"), min_size=1), min_size=1))
def test_prompts_come_back(texts: list[str]) -> None:
    """Every prompt is read back as it was, and no cell begins as a formula does."""
    counted = count_prompts(texts)
    found = list(csv.reader(StringIO(prompts_csv(counted, quoted()), newline="")))
    assert [restored(row[0]) for row in found[1:]] == texts
    for row in found:
        for cell in row:
            assert not cell.lstrip().startswith(("=", "+", "-", "@"))
            assert not cell.startswith(("\t", "\r"))


def test_file_is_utf8_for_excel() -> None:
    """The file begins with the mark by which Excel knows UTF-8; half a surrogate pair does not break it."""
    assert as_file("ü\ud800") == b"\xef\xbb\xbf\xc3\xbc?"
