"""`pennyworth prices`: what the price lists hold, one model's prices, and how old and how agreed they are."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from bot.answer.schema import plain_row
from bot.ask import Asker
from bot.clock import Clock
from bot.errors import UsageError
from bot.request import PriceRequest
from bot.settings import Settings
from bot.terminal import Style, price_tables, screen, table
from pricing import Catalog, ImageJob, Model, PricingError, Prompt, UnknownModel, quote
from pricing.cautions import STALE_AFTER, day
from pricing.money import plain, shown_exactly

INDENT = 2
FOUND_SOMETHING = 1
"""Exit status of a check that found a stale or disagreeing price."""


def run(chosen: argparse.Namespace, clock: Clock) -> int:
    """List, show or check; returns the exit status.

    Raises:
        UsageError: the model is not known, or the price file cannot be used.
    """
    catalog, at = Settings.from_environment().catalog(), clock.now()
    if chosen.what == "list":
        return _print(chosen, [_summary(model) for model in catalog.models.values()], _listing(catalog, at))
    if chosen.what == "show":
        return _show(chosen, Asker(catalog, clock))
    return _check(chosen, catalog, at)


def _show(chosen: argparse.Namespace, asker: Asker) -> int:
    """One model's prices, by any name that a question could have for it."""
    answer = asker.ask(f"price list for {chosen.model}")
    request = answer.reading.request
    if not isinstance(request, PriceRequest) or len(request.models) != 1 or answer.data is None:
        raise UsageError(str(UnknownModel(chosen.model, asker.catalog.nearest(chosen.model))))
    style = screen(colour=False)
    model = asker.catalog.models.get(request.models[0])
    about = list(_about(model, answer.at, style)) if model else []
    lines = [*about, *([""] if about else []), *price_tables(answer.data.rows, style)]
    return _print(chosen, [plain_row(row) for row in answer.data.rows], iter(lines))


def _print(chosen: argparse.Namespace, found: object, lines: Iterator[str]) -> int:
    print(json.dumps(found, indent=INDENT, ensure_ascii=False) if chosen.json else "\n".join(lines))
    return 0


def _summary(model: Model) -> dict[str, Any]:
    life = model.lifecycle
    return {
        "id": model.id,
        "name": model.name,
        "provider": model.provider,
        "page": model.page,
        "aliases": list(model.aliases),
        "qualities": list(model.qualities),
        "released": life.released and life.released.isoformat(),
        "deprecated": life.deprecated and life.deprecated.isoformat(),
        "shuts_down": life.shuts_down and life.shuts_down.isoformat(),
        "successors": list(life.successors),
        "note": model.note,
    }


def _listing(catalog: Catalog, at: datetime) -> Iterator[str]:
    rows = [
        (model.id, _life(model, at), _one(catalog, model, at), str(_checked(model)))
        for model in catalog.models.values()
    ]
    yield from table(("Model", "Life", "Medium square image", "Checked"), rows, left=2)
    yield ""
    yield from screen(colour=False).wrapped(
        "With a 30-word prompt, at the headline of a quote. `pennyworth prices show MODEL` has the rest."
    )


def _life(model: Model, at: datetime) -> str:
    life = model.lifecycle
    if life.shuts_down and life.retired(at):
        return f"ended {life.shuts_down}"
    if life.released and not life.released_by(at):
        return f"from {life.released}"
    return f"ends {life.shuts_down}" if life.shuts_down and life.retiring(at) else "live"


def _one(catalog: Catalog, model: Model, at: datetime) -> str:
    try:
        made = quote(catalog, ImageJob(model.id, 1, "medium", "square", Prompt.of_words(30)), at)
    except PricingError:
        return "-"
    return f"{made.cost} a month" if made.plan else made.cost


def _checked(model: Model) -> Any:
    return min(price.source.checked for price in model.prices)


def _about(model: Model, at: datetime, style: Style) -> Iterator[str]:
    life = model.lifecycle
    maker = f", {model.provider}" if model.provider != model.name else ""
    yield f"{model.name}{maker}: {_life(model, at)}"
    yield model.page
    dates = (("released", life.released), ("deprecated", life.deprecated), ("shuts down", life.shuts_down))
    known = ", ".join(f"{what} {day(when)}" for what, when in dates if when)
    yield from style.wrapped(known) if known else ()
    yield from style.wrapped(f"Successors: {', '.join(life.successors)}") if life.successors else ()
    yield from style.wrapped(model.note) if model.note else ()


def _check(chosen: argparse.Namespace, catalog: Catalog, at: datetime) -> int:
    from pricing.crosscheck import disagreements

    stale = {
        model.id: _checked(model)
        for model in catalog.models.values()
        if not model.lifecycle.retired(at) and at.date() - _checked(model) > STALE_AFTER
    }
    differing = list(disagreements(catalog, at))
    found = {
        "stale": {name: checked.isoformat() for name, checked in stale.items()},
        "disagreements": [
            {
                "model": each.model,
                "meter": each.meter,
                "usd_per_1m": plain(each.ours),
                "genai_prices_usd_per_1m": each.theirs and plain(each.theirs),
            }
            for each in differing
        ],
    }
    lines = [
        *(f"{name}: last checked {checked}, over {STALE_AFTER.days} days ago" for name, checked in stale.items()),
        *(
            f"{each.model} {each.meter}: {shown_exactly(each.ours)} / 1M here, "
            f"{shown_exactly(each.theirs) if each.theirs else 'nothing'} in genai-prices"
            for each in differing
        ),
    ]
    fine = f"{len(catalog.models)} models: no price is stale, and genai-prices agrees where it has one."
    _print(chosen, found, iter(lines or [fine]))
    return FOUND_SOMETHING if lines else 0
