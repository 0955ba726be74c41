from typing import Any

import pytest

from pricing import UnsupportedOption
from pricing.quality import resolve

GPT: Any = ("low", "medium", "high")
GPT_25: Any = (*GPT, "xhigh", "max")
DALL_E_3: Any = ("standard", "hd")
DALL_E_2: Any = ("standard",)


@pytest.mark.parametrize(
    ("own", "wanted", "meant"),
    [
        (GPT, "low", "low"),
        (GPT, "standard", "medium"),
        (GPT, "hd", "high"),
        (GPT_25, "xhigh", "xhigh"),
        (GPT_25, "max", "max"),
        (GPT, "auto", "auto"),
        (DALL_E_3, "low", "standard"),
        (DALL_E_3, "medium", "standard"),
        (DALL_E_3, "high", "hd"),
        (DALL_E_3, "xhigh", "hd"),
        (DALL_E_3, "max", "hd"),
        (DALL_E_3, "hd", "hd"),
        (DALL_E_3, "auto", "auto"),
        *((DALL_E_2, wanted, "standard") for wanted in (*GPT_25, *DALL_E_3, "auto")),
        ((), "high", None),
        ((), "auto", None),
    ],
)
def test_quality_is_mapped(own: Any, wanted: Any, meant: str | None) -> None:
    """Each model's own name for a quality; one that has but one has no choice, one that has none no difference."""
    assert resolve("x", own, wanted) == meant


@pytest.mark.parametrize("wanted", ["xhigh", "max"])
def test_quality_that_came_later(wanted: Any) -> None:
    """Before 2.5 there is neither xhigh nor max: the nearest is high."""
    with pytest.raises(
        UnsupportedOption, match=f"^x has no {wanted} quality; it has low, medium and high.$"
    ) as refused:
        resolve("x", GPT, wanted)
    assert refused.value.nearest == "high"


@pytest.mark.parametrize(("wanted", "nearest"), [("low", "medium"), ("max", "high"), ("ultra", "high")])
def test_nearest_quality_is_named(wanted: Any, nearest: str) -> None:
    """What a model has nothing for names the nearest on the ladder; a name off the ladder, the highest."""
    with pytest.raises(UnsupportedOption) as refused:
        resolve("own", ("medium", "high"), wanted)
    assert refused.value.nearest == nearest
