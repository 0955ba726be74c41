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
MOST_TITLE = 120


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
        buttons.append(kit.button("Keys for services", ids.HOME_KEYS, "keys"))
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
    points = []
    for each in latest[:MOST_LATEST]:
        amount = shown(each.total) if each.total is not None else "–"
        words = each.title if len(each.title) <= MOST_TITLE else f"{each.title[: MOST_TITLE - 1]}…"
        title = kit.link(each.link, words) if each.link else kit.run(words)
        when = f"  {each.at.day} {each.at:%b}"
        points.append(kit.paragraph(kit.bold(amount), kit.run("  "), title, kit.run(when)))
    if points:
        yield kit.rich({"type": "rich_text_list", "style": "bullet", "elements": points})


def _basis(home: Home) -> Iterator[kit.Block]:
    people: list[kit.Element] = []
    for user in home.managers[:MOST_PEOPLE]:
        people += [kit.run(", ")] if people else []
        people.append({"type": "user", "user_id": user})
    if len(home.managers) > MOST_PEOPLE:
        people.append(kit.run(f" and {len(home.managers) - MOST_PEOPLE} more"))
    yield _fact("Default model", kit.run(home.default_model))
    yield _fact("A quote's figure", kit.run(BASES.get(home.basis or NONE, BASES[NONE])))
    yield _fact("Managers", *(people or [kit.run("the workspace's admins")]))


def _fact(what: str, *said: kit.Element) -> kit.Block:
    return kit.rich(kit.paragraph(kit.bold(f"{what}  "), *said))


def _prices(home: Home) -> Iterator[kit.Block]:
    """Models by the day of the last check, the oldest first."""
    for when in sorted({each.checked for each in home.prices}):
        said: list[kit.Element] = []
        for each in (one for one in home.prices if one.checked == when):
            said += [kit.run(", ")] if said else []
            said.append(kit.link(each.url, each.model))
            said += [kit.run(f" ⚠️ until {each.shuts_down.day} {each.shuts_down:%b}")] if each.shuts_down else []
        old = " ⚠️ They may have changed since." if home.today - when > STALE_AFTER else ""
        yield _fact(f"Prices checked on {day(when)}", *said, *([kit.run(old)] if old else []))


def _privacy() -> Iterator[kit.Block]:
    yield kit.context("I keep the quotes that you ask for, and for 90 days what you say to me.")
    stored = kit.button("What is stored about me", ids.HOME_STORED, "stored")
    yield {"type": "actions", "elements": [stored]}
