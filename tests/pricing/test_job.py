from decimal import Decimal
from typing import Any

import pytest

from pricing import ImageJob, InvalidQuantity, Size, TextJob
from tests.pricing.jobs import image_job


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"images": 0}, "A job has 1 to 1,000,000,000 images, not 0."),
        ({"images": -20}, "A job has 1 to 1,000,000,000 images, not -20."),
        ({"images": 10**30}, "A job has 1 to 1,000,000,000 images, not 1.00e+30."),
        ({"images": 10**5000}, "A job has 1 to 1,000,000,000 images, not 1.00e+5000."),
        ({"references": -1}, "A job has 0 to 1,000 reference images, not -1."),
        ({"references": 1001}, "A job has 0 to 1,000 reference images, not 1,001."),
        ({"attempts": Decimal("0.5")}, "Generations paid for per image kept must be 1 to 1,000, not 0.5."),
        ({"attempts": Decimal(1001)}, "Generations paid for per image kept must be 1 to 1,000, not 1001."),
        ({"attempts": Decimal("NaN")}, "Generations paid for per image kept must be 1 to 1,000, not NaN."),
        ({"attempts": Decimal("1e999999")}, "Generations paid for per image kept must be 1 to 1,000, not 1e+999999."),
    ],
    ids=lambda value: "" if isinstance(value, dict) else value[-24:],
)
def test_absurd_image_job_is_refused(changes: dict[str, Any], said: str) -> None:
    """Zero, negative and absurd counts are refused in one sentence that names the value and the bounds."""
    with pytest.raises(InvalidQuantity) as refused:
        image_job(**changes)
    assert str(refused.value) == said


@pytest.mark.parametrize(
    ("tokens", "calls", "said"),
    [
        ((-1, 0), None, "A job has 0 to 1,000,000,000,000 input tokens, not -1."),
        ((0, 10**30), None, "A job has 0 to 1,000,000,000,000 output tokens, not 1.00e+30."),
        ((1, 1), 0, "A job has 1 to 1,000,000,000,000 calls, not 0."),
    ],
)
def test_absurd_text_job_is_refused(tokens: tuple[int, int], calls: int | None, said: str) -> None:
    """Negative and absurd tokens and no calls at all are refused in one sentence."""
    with pytest.raises(InvalidQuantity) as refused:
        TextJob("gpt-5-mini", *tokens, calls)
    assert str(refused.value) == said


@pytest.mark.parametrize(("attempts", "generations"), [("1", 10), ("1.1", 11), ("1.11", 12), ("3", 30), ("1.0001", 11)])
def test_generations_are_rounded_up(attempts: str, generations: int) -> None:
    """Ten images at 1.11 generations each are 11.1, which is 12 paid for."""
    assert image_job(images=10, attempts=Decimal(attempts)).generations == generations


def test_attempts_of_many_digits() -> None:
    """However many digits the attempts have, generations are the product rounded up: 100 and a trace is 101."""
    assert image_job(attempts=Decimal("1." + "0" * 90 + "1")).generations == 101


@pytest.mark.parametrize(("per", "a_month"), [("day", 3000), ("week", 434), ("month", 100), (None, 100)])
def test_month_of_a_job(per: Any, a_month: int) -> None:
    """A hundred a day are 3,000 in a month of 30 days; a hundred a week are 52 / 12 x 100 = 433.3, which is 434."""
    job = image_job(per=per).monthly()
    assert (job.images, job.per) == (a_month, "month" if per else None)


def test_job_on_another_model() -> None:
    """Only the model changes."""
    assert image_job().on("dall-e-3") == image_job("dall-e-3")
    assert isinstance(image_job().on("x"), ImageJob)


def test_more_measured_than_references_is_refused() -> None:
    """Two measured sizes for one reference image contradict each other."""
    with pytest.raises(InvalidQuantity, match="Of 1 reference images, 2 cannot be measured\\."):
        image_job(references=1, measured=(Size(1, 1), Size(2, 2)))
