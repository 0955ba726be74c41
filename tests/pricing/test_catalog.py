from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from pricing import Lifecycle, PriceListError, Size, UnknownModel, built_in
from tests.pricing.jobs import AFTER_MINI, GUIDE_DAY, MINI, MINI_LAST, TODAY, overlaid, usd


def priced(dollars: int, since: str, cell: str = "") -> str:
    """A price per image, perhaps only for a quality or size."""
    return f'{{ meter = "image", usd = {dollars}, unit = "image", effective_from = {since}, source = "acme"{cell} }}'


HISTORY = f"""
[[models]]
id = "dated"
name = "Dated"
page = "https://acme.example"
lifecycle = {{ released = 2026-01-01, shuts_down = 2026-09-01, source = "acme" }}
prices = [
  {priced(3, "2026-02-01")},
  {priced(2, "2026-06-01")},
  {priced(9, "2026-10-01")},
  {priced(5, '"unknown"', ', quality = "high"')},
  {priced(6, '"unknown"', ', size = "512x512"')},
  {priced(7, '"unknown"', ', quality = "high", size = "512x512"')},
]
"""


@pytest.mark.parametrize(
    ("at", "amount", "predated"),
    [
        (datetime(2020, 1, 1, tzinfo=UTC), "3", True),
        (datetime(2026, 1, 31, 23, 59, 59, 999_999, tzinfo=UTC), "3", True),
        (datetime(2026, 2, 1, tzinfo=UTC), "3", False),
        (datetime(2026, 5, 31, 23, 59, 59, 999_999, tzinfo=UTC), "3", False),
        (datetime(2026, 6, 1, tzinfo=UTC), "2", False),
        (datetime(2026, 8, 31, tzinfo=UTC), "2", False),
        (datetime(2026, 11, 1, tzinfo=UTC), "2", False),  # over: its last day's price, not one that never was
    ],
)
def test_price_in_force(at: datetime, amount: str, predated: bool) -> None:
    """The newest price begun at the instant; the first one before its day; the last one after the model's end."""
    card = overlaid(HISTORY).model("dated").rate_card(at)
    price = card.find("image")
    assert price is not None
    assert price.price == usd(amount)
    assert price.effective_from is not None
    assert (price.effective_from > at) is predated


def test_most_particular_price_counts() -> None:
    """A price for quality and size is before one for the quality, that before one for the size, that before any."""
    card = overlaid(HISTORY).model("dated").rate_card(TODAY)
    wanted = [("high", Size(512, 512)), ("high", Size(1, 1)), ("low", Size(512, 512)), ("low", Size(1, 1))]
    found = [card.find("image", "high" if quality == "high" else "low", size) for quality, size in wanted]
    assert [price.price for price in found if price] == [7, 5, 6, 2]
    assert card.find("image_input") is None
    assert (card.bills("image"), card.bills("image", True), card.bills("text_input")) == (True, False, False)


def test_two_prices_of_one_day_are_refused() -> None:
    """The same thing cannot have two prices from the same day on."""
    with pytest.raises(PriceListError, match="there are two image prices from 2026-06-01"):
        overlaid(HISTORY.replace("2026-10-01", "2026-06-01"))


def test_batch_begins_with_the_later_of_price_and_discount() -> None:
    """A discount from June on a price from February begins in June; nothing comes of a plan's price."""
    discount = 'batch = [{ factor = 0.5, effective_from = 2026-06-01, source = "acme" }]\nprices = ['
    model = overlaid(HISTORY.replace("prices = [", discount)).model("dated")
    for at in (datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)):
        price = model.rate_card(at).find("image", batch=True)
        assert price is not None
        assert price.effective_from == datetime(2026, 6, 1, tzinfo=UTC)


def test_later_batch_factor_counts() -> None:
    """Of two discounts the later one counts from its day on, in whatever order a list gives them."""
    own = """
[[models]]
id = "gpt-image-2"
batch = [
  { factor = 0.4, effective_from = 2026-11-01, source = "acme" },
  { factor = 0.3, effective_from = 2026-10-01, source = "acme" },
]
prices = [
  { meter = "image_output", usd = 20, per = 1_000_000, unit = "token", effective_from = 2026-11-20, source = "acme" },
]
"""
    model = overlaid(own).model("gpt-image-2")
    days = [datetime(2026, 10, 15, tzinfo=UTC), datetime(2026, 11, 15, tzinfo=UTC), TODAY]
    found = [model.rate_card(day).find("image_output", batch=True) for day in days]
    assert [price.price for price in found if price] == [usd("9"), usd("12"), usd("8")]


def test_life() -> None:
    """Released on its day, retiring from the notice, retired from 00:00 UTC of the shutdown day."""
    life = Lifecycle(date(2025, 10, 6), date(2026, 6, 2), date(2026, 12, 1))
    first, notice, end = (datetime(*day, tzinfo=UTC) for day in ((2025, 10, 6), (2026, 6, 2), (2026, 12, 1)))
    moment = timedelta(microseconds=1)
    assert [life.released_by(at) for at in (first - moment, first)] == [False, True]
    assert [life.retiring(at) for at in (notice - moment, notice, end - moment, end)] == [False, True, True, False]
    assert [life.retired(at) for at in (end - moment, end)] == [False, True]
    assert life.last_instant(TODAY) == TODAY
    assert life.last_instant(end) == end - moment


def test_life_without_dates() -> None:
    """What has no dates is out and stays; what has no notice is retiring all the time."""
    assert Lifecycle().released_by(GUIDE_DAY)
    assert not Lifecycle().retired(TODAY)
    assert not Lifecycle().retiring(TODAY)
    assert Lifecycle().last_instant(TODAY) == TODAY
    assert Lifecycle(shuts_down=date(2027, 1, 1)).retiring(TODAY)


@pytest.mark.parametrize(
    ("at", "model"),
    [
        (GUIDE_DAY, MINI),
        (TODAY, MINI),
        (MINI_LAST, MINI),
        (datetime(2026, 12, 1, tzinfo=UTC), "gpt-image-2.5-flare"),
        (AFTER_MINI, "gpt-image-2.5-flare"),
    ],
)
def test_default_model(at: datetime, model: str) -> None:
    """Mini until the day it shuts down, then gpt-image-2.5-flare."""
    assert built_in().default_model(at).id == model


def test_default_when_all_are_gone() -> None:
    """The last default stays the default when none is live."""
    end = '[[models]]\nid = "gpt-image-2.5-flare"\nlifecycle = { shuts_down = 2026-12-01, source = "acme" }'
    assert overlaid(end).default_model(AFTER_MINI).id == "gpt-image-2.5-flare"


@pytest.mark.parametrize(
    ("model", "successor"),
    [
        (MINI, "gpt-image-2.5-flare"),  # the next default, before its provider's choice
        ("gpt-image-1.5", "gpt-image-2.6-sunburst"),
        ("gpt-image-1", "gpt-image-2.5-sunburst"),
        ("dall-e-3", None),
        ("gpt-image-2", None),
    ],
)
def test_successor(model: str, successor: str | None) -> None:
    """What takes a model's place, where anything does."""
    found = built_in().successor(built_in().model(model), TODAY)
    assert (found.id if found else None) == successor


def test_successor_that_is_gone_is_passed_over() -> None:
    """A successor that is itself shut down gives way to the next one."""
    end = '[[models]]\nid = "gpt-image-2.6-sunburst"\nlifecycle = { shuts_down = 2026-11-20, source = "acme" }'
    catalog = overlaid(end)
    found = catalog.successor(catalog.model("gpt-image-1.5"), TODAY)
    assert found is not None
    assert found.id == "gpt-image-2.6-flare"


def test_successor_is_out() -> None:
    """What takes mini's place is never a model that was not out yet: in June 2026 there was no 2.5."""
    june = datetime(2026, 6, 10, tzinfo=UTC)
    found = built_in().successor(built_in().model(MINI), june)
    assert found is None or found.lifecycle.released_by(june)


def test_live_models() -> None:
    """What is out and not shut down, with the dead ones of that day left out."""
    gone = {"gpt-image-1", "dall-e-3", "dall-e-2"}
    assert {model.id for model in built_in().live(TODAY)} == set(built_in().models) - gone
    first = {MINI, "gpt-image-1", "dall-e-3", "dall-e-2", "midjourney"}
    assert {model.id for model in built_in().live(GUIDE_DAY)} == first


def test_day_is_utcs_wherever_the_clock_stands() -> None:
    """00:30 on 1 December in Berlin is still 30 November in UTC: mini lives, and is the default."""
    berlin = datetime(2026, 12, 1, 0, 30, tzinfo=timezone(timedelta(hours=1)))
    catalog = built_in()
    assert catalog.default_model(berlin).id == MINI
    assert catalog.live(berlin) == catalog.live(berlin.astimezone(UTC))
    assert not catalog.model(MINI).lifecycle.retired(berlin)


@pytest.mark.parametrize("name", ["gpt-image-2", "GPT-Image-2", "gpt-image-2-2026-04-21"])
def test_names_of_a_model(name: str) -> None:
    """An id in any case, and the names of dated snapshots."""
    assert built_in().model(name).id == "gpt-image-2"


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("gpt-image-1-mimi", MINI),
        ("midjorney", "midjourney"),
        ("dalle-3", "dall-e-3"),
        ("gpt-image-2.5-flair", "gpt-image-2.5-flare"),
    ],
)
def test_unknown_model_names_the_nearest(name: str, nearest: str) -> None:
    """A misspelled model is refused with the names that are spelled most like it."""
    with pytest.raises(UnknownModel, match=f"^There is no model called '{name}'; did you mean {nearest}") as refused:
        built_in().model(name)
    assert refused.value.nearest[0] == nearest
    assert len(refused.value.nearest) <= 3


@pytest.mark.parametrize("name", ["", "zebra", "x" * 10**6], ids=["empty", "zebra", "1 MB"])
def test_unknown_model_like_none(name: str) -> None:
    """A name like no other is refused with where to look, in one short sentence."""
    with pytest.raises(UnknownModel, match=r"; `prices list` shows the known ones\.$") as refused:
        built_in().model(name)
    assert len(str(refused.value)) < 150


def test_what_is_in_no_list_has_no_dates() -> None:
    """The first name that is known gives the dates; where none is, none is known."""
    catalog = built_in()
    assert catalog.lifecycle("gpt-image-9") == Lifecycle()
    assert catalog.lifecycle("gpt-image-9", MINI) == catalog.model(MINI).lifecycle != Lifecycle()
