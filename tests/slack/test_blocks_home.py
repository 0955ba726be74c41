"""The Home, and the modals that are only read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from bot.playground.blocks import check_view as slack_takes_view
from bot.slack import blocks
from bot.slack.blocks import Home, HomeQuote, PriceAge, ids, kit
from pricing import built_in
from tests.asking import GUIDE, ask
from tests.slack.looking import actions, check_view, lines

AT = datetime(2026, 11, 22, tzinfo=UTC)
LATEST = (
    HomeQuote("100 medium square images", Decimal("1.1092"), AT, "https://acme.slack.com/archives/C1/p1"),
    HomeQuote("5 images", None, AT),
)
HOME = Home(
    today=AT.date(),
    quotes=14,
    total=Decimal("231.4455"),
    latest=LATEST,
    default_model="gpt-image-1-mini",
    basis=None,
    prices=blocks.price_ages(built_in(), AT),
    managers=("U1", "U2"),
    is_manager=True,
)


def shown(home: Home) -> list[str]:
    """What a person sees, after the limits were checked."""
    view = blocks.home_view(home)
    check_view(view)
    slack_takes_view(view, home=True)
    return lines(view["blocks"])


def test_the_home_line_by_line() -> None:
    """This month first, then what to do, then how quotes are made here, prices with their age, privacy."""
    seen = shown(HOME)
    assert seen[:3] == [
        "# November: 14 quotes",
        "$231.45 in all, as quoted.",
        "* $1.11  100 medium square images  22 Nov; * –  5 images  22 Nov",
    ]
    assert seen[3:9] == [
        "[New quote] [Settings] [Keys for services]",
        "[100 medium squares] [Compare all models] [What does $20 buy?]",
        "---",
        "Default model  gpt-image-1-mini",
        "A quote's figure  The higher of list price and bill",
        "Managers  U1, U2",
    ]
    assert seen[10].startswith("Prices checked on 22 November 2026  gpt-image-1-mini ⚠️ until 1 Dec, gpt-image-1.5")
    assert seen[-1] == "[What is stored about me]"


def test_settings_are_for_managers() -> None:
    """Others do not see the button; the surface checks again when it is tapped."""
    assert "[New quote]" in shown(replace(HOME, is_manager=False))
    names = [action["action_id"] for action in actions(blocks.home_view(HOME)["blocks"])]
    assert {ids.HOME_BUILDER, ids.HOME_SETTINGS, ids.HOME_STORED} <= set(names)


def test_an_empty_home_says_how_to_begin() -> None:
    """No $0."""
    seen = shown(replace(HOME, quotes=0, total=Decimal(0), latest=(), managers=(), basis="metered"))
    assert seen[:2] == ["# November: no quotes yet", "Say what you plan to make, and I answer what it costs."]
    assert "Managers  the workspace's admins" in seen
    assert "A quote's figure  By tokens, as the bill is made" in seen


def test_old_prices_are_marked() -> None:
    """More than 90 days after the last check."""
    old = PriceAge("gpt-image-2", date(2026, 8, 1), "https://openai.com/api/pricing/")
    seen = shown(replace(HOME, prices=(old, *HOME.prices)))
    assert "Prices checked on 1 August 2026  gpt-image-2 ⚠️ They may have changed since." in seen


def test_sections_of_others_join_in() -> None:
    """Budgets and the digest have their place between the quotes and the settings."""
    seen = shown(replace(HOME, more=(("Budget", (kit.section("$40 of $75."),)),)))
    assert seen[5:8] == ["---", "# Budget", "$40 of $75."]


def test_a_busy_home_stays_within_the_limits() -> None:
    """Many managers, long titles, many quotes."""
    long = HomeQuote("word " * 1_000, Decimal(10) ** 12, AT, "https://x.example/p")
    seen = shown(replace(HOME, latest=(long,) * 50, managers=tuple(f"U{number}" for number in range(200))))
    assert next(line for line in seen if line.startswith("Managers")).endswith("U9 and 190 more")


def test_why_a_figure_is_what_it_is() -> None:
    """Its lines with their meaning, the reason for the basis, the other ways to count, warnings, sources."""
    view = blocks.why_view(ask(GUIDE), "Qw3rTyUiOp")
    check_view(view)
    assert lines(view["blocks"]) == [
        "# Plan for $1.11",
        "100 medium 1024x1024 images on gpt-image-1-mini: $1.11",
        "* Images, list price: 100 images at $0.011 = $1.10, what the provider's table says an image comes to.; "
        "* Prompt text: 4,000 tokens at $2.00 / 1M = $0.008, your prompt, sent with every generation.; "
        "* Prompt overhead: 600 tokens at $2.00 / 1M = $0.0012, tokens that the provider adds to each prompt: billed, "
        "measured, not documented.",
        "The figure is the higher of list price and likely bill, so that it covers both.",
        "Likely bill, by tokens: $0.85",
        "* Prompt text: 4,000 tokens at $2.00 / 1M = $0.008, your prompt, sent with every generation.; "
        "* Prompt overhead: 600 tokens at $2.00 / 1M = $0.0012, tokens that the provider adds to each prompt: billed, "
        "measured, not documented.; "
        "* Image output: 105,600 tokens at $8.00 / 1M = $0.8448, the picture itself.",
        "The guide adds list price and tokens, which has the image twice: $1.95.",
        "---",
        "* gpt-image-1-mini shuts down on 1 December 2026; the same job is $1.34 on gpt-image-2.5-flare.",
        "Prices checked on 22 November 2026: developers.openai.com gpt-image-1-mini",
        "(This quote's id, for usage that comes from it: Qw3rTyUiOp)",
    ]


def test_why_names_the_workspaces_own_way_of_counting() -> None:
    """A basis that was set is the reason."""
    for basis, how in (("metered", "by tokens, as the bill is made"), ("additive", "as the guide does")):
        seen = lines(blocks.why_view(ask(GUIDE, basis=basis))["blocks"])  # type: ignore[arg-type]
        assert f"This workspace counts {how}." in seen


def test_why_explains_the_cheapest_of_a_comparison() -> None:
    """Three models in full; the others are counted the same way."""
    view = blocks.why_view(ask("compare all models for 50 high landscape images"))
    check_view(view)
    assert "(The other 6 are counted the same way.)" in lines(view["blocks"])


def test_csv_is_shown_to_be_copied() -> None:
    """Long CSV stands in several boxes, cut between lines."""
    text = "".join(f"{number},gpt-image-1-mini,1024x1024\n" for number in range(400))
    view = blocks.csv_view(text)
    check_view(view)
    assert "".join(lines(view["blocks"])).replace("\n", "") == text.replace("\n", "")
    huge = blocks.csv_view(text * 100)
    check_view(huge)
    assert lines(huge["blocks"])[-1].endswith("more lines.)")


def test_what_is_stored_is_shown_and_removed_after_a_question() -> None:
    """Kinds that have none are left out; the dialog asks before the button acts."""
    view = blocks.stored_view({"texts": 12, "quotes": 7, "changes": 0}, latest=["100 images", "and in high?"])
    check_view(view)
    seen = lines(view["blocks"])
    assert seen[0] == "* What you said to me, in words or by controls: 12; * Quotes that you asked for: 7"
    assert seen[1:3] == ["The latest", "* 100 images; * and in high?"]
    (action,) = actions(view["blocks"])
    assert action["action_id"] == ids.STORED_REMOVE
    assert "confirm" in view["blocks"][-1]["elements"][0]


def test_nothing_stored_and_all_removed_are_said() -> None:
    """Without a button."""
    for view, text in (
        (blocks.stored_view({"texts": 0}), "Nothing is stored about you."),
        (blocks.removed_view(), "Removed."),
    ):
        check_view(view)
        assert lines(view["blocks"])[0] == text
