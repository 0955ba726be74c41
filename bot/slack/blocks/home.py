"""The App Home: this month's quotes, how quotes are made here, prices and their age, who may manage, privacy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from bot.answer.clarify import EXAMPLES
from bot.slack.blocks import ids, kit
from bot.slack.blocks.forms import NONE
from bot.slack.blocks.said import ask_buttons
from bot.slack.blocks.settings import BASES
from pricing import Catalog
from pricing.cautions import STALE_AFTER, day
from pricing.money import shown

MOST_LATEST = 5
MOST_PEOPLE = 10


@dataclass(frozen=True, slots=True)
class HomeQuote:
    """One of the latest quotes: what it was for, its figure, and where it stands."""

    title: str
    total: Decimal | None
    at: datetime
    link: str | None = None


@dataclass(frozen=True, slots=True)
class PriceAge:
    """A model, the day its prices were last checked and where they stand."""

    model: str
    checked: date
    url: str
    shuts_down: date | None = None


@dataclass(frozen=True, slots=True)
class Home:
    """Everything that the Home shows; `more` holds sections of others, each a title and its blocks."""

    today: date
    quotes: int
    total: Decimal
    latest: tuple[HomeQuote, ...]
    default_model: str
    basis: str | None
    prices: tuple[PriceAge, ...]
    managers: tuple[str, ...]
    is_manager: bool
    more: tuple[tuple[str, tuple[kit.Block, ...]], ...] = ()


def price_ages(catalog: Catalog, at: datetime) -> tuple[PriceAge, ...]:
    """The age of every live model's prices: the oldest check of those in force."""
    found = []
    for model in catalog.live(at):
        oldest = min(model.rate_card(at).prices.values(), key=lambda price: price.source.checked)
        life = model.lifecycle
        ends = life.shuts_down if life.retiring(at) else None
        found.append(PriceAge(model.id, oldest.source.checked, model.page, ends))
    return tuple(found)


def home_view(home: Home) -> kit.View:
    """The view that is published for one person."""
    return {"type": "home", "blocks": list(_blocks(home))[:100]}


def _blocks(home: Home) -> Iterator[kit.Block]:
    yield kit.header(f"{home.today:%B}: {_counted(home.quotes)}")
    if home.quotes:
        yield kit.section(f"{shown(home.total)} in all, as quoted.")
        yield from _latest(home.latest)
    else:
        yield kit.section("Say what you plan to make, and I answer what it costs.")
    buttons = [kit.button("New quote", ids.HOME_BUILDER, "new", style="primary")]
    if home.is_manager:
        buttons.append(kit.button("Settings", ids.HOME_SETTINGS, "settings"))
    yield {"type": "actions", "elements": buttons}
    yield from ask_buttons(EXAMPLES)
    for title, blocks in home.more:
        yield kit.divider()
        yield kit.header(title)
        yield from blocks
    yield kit.divider()
    yield from _basis(home)
    yield kit.divider()
    yield from _prices(home)
    yield kit.divider()
    yield from _privacy()


def _counted(quotes: int) -> str:
    return "no quotes yet" if not quotes else "1 quote" if quotes == 1 else f"{quotes:,} quotes"


def _latest(latest: Sequence[HomeQuote]) -> Iterator[kit.Block]:
    parts = []
    for each in latest[:MOST_LATEST]:
        amount = shown(each.total) if each.total is not None else "–"
        title = kit.link(each.link, each.title) if each.link else kit.run(each.title)
        parts.append(kit.paragraph(kit.bold(amount), kit.run("  "), title, kit.run(f"  {day(each.at.date())}")))
    if parts:
        yield kit.rich({"type": "rich_text_list", "style": "bullet", "elements": parts})


def _basis(home: Home) -> Iterator[kit.Block]:
    yield kit.rich(
        kit.paragraph(kit.bold("Default model  "), kit.run(home.default_model)),
        kit.paragraph(kit.bold("A quote's figure  "), kit.run(BASES[home.basis or NONE])),
    )
    people: list[kit.Element] = [kit.bold("Managers  ")]
    for user in home.managers[:MOST_PEOPLE]:
        people += [{"type": "user", "user_id": user}, kit.run(" ")]
    yield kit.rich(kit.paragraph(*people, *([] if home.managers else [kit.run("none yet")])))


def _prices(home: Home) -> Iterator[kit.Block]:
    points = []
    for each in home.prices:
        old = "  ⚠️ old" if home.today - each.checked > STALE_AFTER else ""
        ends = f"  ⚠️ until {day(each.shuts_down)}" if each.shuts_down else ""
        points.append(kit.paragraph(kit.link(each.url, each.model), kit.run(f"  checked {each.checked}{old}{ends}")))
    yield kit.rich(kit.paragraph(kit.bold("Prices")), {"type": "rich_text_list", "style": "bullet", "elements": points})


def _privacy() -> Iterator[kit.Block]:
    stored = kit.button("What is stored about me", ids.HOME_STORED, "stored")
    yield kit.section("I keep the quotes you ask for, and threads for 90 days.", stored)
