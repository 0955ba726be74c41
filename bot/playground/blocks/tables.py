"""Tables and charts: `table`, `data_table` and `data_visualization`."""

from __future__ import annotations

from typing import Any

from bot.playground.blocks.check import Check
from bot.playground.blocks.layout import rich_text
from bot.playground.records import Json

CELLS_SUM = 10_000


def table(check: Check, block: Json, where: str) -> None:
    """100 rows of 20 cells, 10,000 characters in all of them."""
    rows = check.items(block.get("rows"), f"{where}/rows", 100)
    _cells(check, rows, f"{where}/rows")
    settings = block.get("column_settings")
    if settings is not None:
        for i, column in enumerate(check.items(settings, f"{where}/column_settings", 20)):
            if isinstance(column, dict):
                check.one_of(column.get("align"), f"{where}/column_settings/{i}/align", ("left", "center", "right"))


def data_table(check: Check, block: Json, where: str) -> None:
    """A header and 1 to 100 rows of one length; Slack's page says 101 in all, a third party 201: the page holds."""
    check.has(block, where, "caption")
    check.string(block.get("caption"), f"{where}/caption", 2000)
    check.number(block.get("page_size"), f"{where}/page_size", 1, 100)
    check.number(block.get("row_header_column_index"), f"{where}/row_header_column_index", 0, 19)
    rows = check.items(block.get("rows"), f"{where}/rows", 101, least=2)
    _cells(check, rows, f"{where}/rows")
    widths = {len(row) for row in rows if isinstance(row, list)}
    if len(widths) > 1:
        check.say(f"{where}/rows", "all rows must have the same number of cells")
    for i, cell in enumerate(rows[0] if rows and isinstance(rows[0], list) else []):
        if isinstance(cell, dict) and cell.get("type") == "rich_text":
            check.say(f"{where}/rows/0/{i}/type", "unsupported type: rich_text")


def _cells(check: Check, rows: list[Any], where: str) -> None:
    total = 0
    for i, row in enumerate(rows):
        for j, cell in enumerate(check.items(row, f"{where}/{i}", 20)):
            total += _cell(check, cell, f"{where}/{i}/{j}")
    if total > CELLS_SUM:
        check.say(where, f"must be less than {CELLS_SUM + 1} characters in all cells")


def _cell(check: Check, cell: Any, where: str) -> int:
    if not check.has(cell, where, "type"):
        return 0
    if cell["type"] == "rich_text":
        rich_text(check, cell, where)
        return sum(len(text) for text in _texts(cell))
    if cell["type"] not in {"raw_text", "raw_number"}:
        check.say(f"{where}/type", f"unsupported type: {cell['type']}")
        return 0
    needed = ("text",) if cell["type"] == "raw_text" else ("value", "text")
    if not check.has(cell, where, *needed):
        return 0
    check.string(cell["text"], f"{where}/text", CELLS_SUM)
    if cell["type"] == "raw_number" and not is_number(cell["value"]):
        check.say(f"{where}/value", "must provide a number")
    return len(str(cell["text"]))


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["text"]] if isinstance(value.get("text"), str) else []
        return own + [text for inner in value.values() for text in _texts(inner)]
    return [text for inner in value for text in _texts(inner)] if isinstance(value, list) else []


def is_number(value: Any) -> bool:
    """Whether JSON says a number."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def data_visualization(check: Check, block: Json, where: str) -> None:
    """A line, bar, area or pie chart; of 1 to 6 series or segments, as Slack's page says (third parties say 12)."""
    if not check.has(block, where, "title", "chart"):
        return
    check.string(block["title"], f"{where}/title", 50)
    chart, at = block["chart"], f"{where}/chart"
    if not check.has(chart, at, "type"):
        return
    check.one_of(chart["type"], f"{at}/type", ("bar", "line", "area", "pie"))
    if chart["type"] == "pie":
        _points(check, check.items(chart.get("segments"), f"{at}/segments", 6), f"{at}/segments", positive=True)
    else:
        _series(check, chart, at)


def _series(check: Check, chart: Json, where: str) -> None:
    if not check.has(chart, where, "series", "axis_config"):
        return
    axis = chart["axis_config"]
    categories: list[Any] = []
    if check.has(axis, f"{where}/axis_config", "categories"):
        categories = check.items(axis["categories"], f"{where}/axis_config/categories", 20)
        for i, category in enumerate(categories):
            check.string(category, f"{where}/axis_config/categories/{i}", 20)
        check.string(axis.get("x_label"), f"{where}/axis_config/x_label", 50)
        check.string(axis.get("y_label"), f"{where}/axis_config/y_label", 50)
        if len(set(map(str, categories))) < len(categories):
            check.say(f"{where}/axis_config/categories", "must be unique")
    names: list[str] = []
    for i, series in enumerate(check.items(chart["series"], f"{where}/series", 6)):
        at = f"{where}/series/{i}"
        if check.has(series, at, "name", "data"):
            check.string(series["name"], f"{at}/name", 20)
            names.append(str(series["name"]))
            points = check.items(series["data"], f"{at}/data", 20)
            _points(check, points, f"{at}/data", positive=False)
            if sorted(str(p.get("label")) for p in points if isinstance(p, dict)) != sorted(map(str, categories)):
                check.say(f"{at}/data", "must have one data point for each category")
    if len(set(names)) < len(names):
        check.say(f"{where}/series", "names must be unique")


def _points(check: Check, points: list[Any], where: str, *, positive: bool) -> None:
    for i, point in enumerate(points):
        at = f"{where}/{i}"
        if not check.has(point, at, "label", "value"):
            continue
        check.string(point["label"], f"{at}/label", 20)
        if not is_number(point["value"]):
            check.say(f"{at}/value", "must provide a number")
        elif positive and point["value"] <= 0:
            check.say(f"{at}/value", "must be greater than 0")
