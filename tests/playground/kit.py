"""Short ways to write blocks in tests."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def plain(text: str) -> Json:
    """Plain text."""
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    """Text with Slack's markup."""
    return {"type": "mrkdwn", "text": text}


def section(text: str = "text", **more: Any) -> Json:
    """A section."""
    return {"type": "section", "text": mrkdwn(text), **more}


def button(text: str = "Go", **more: Any) -> Json:
    """A button."""
    return {"type": "button", "text": plain(text), "action_id": "go", **more}


def actions(*elements: Json, **more: Any) -> Json:
    """A row of controls."""
    return {"type": "actions", "elements": list(elements), **more}


def options(count: int, text: str = "o") -> list[Json]:
    """So many options."""
    return [{"text": plain(f"{text}{i}"), "value": f"v{i}"} for i in range(count)]


def select(count: int = 2, **more: Any) -> Json:
    """A menu."""
    return {"type": "static_select", "action_id": "menu", "options": options(count), **more}


def input_(element: Json, label: str = "Label", **more: Any) -> Json:
    """Something to fill in."""
    return {"type": "input", "label": plain(label), "element": element, **more}


def cell(text: str = "1") -> Json:
    """A cell of a table."""
    return {"type": "raw_text", "text": text}


def table(rows: int = 2, columns: int = 2, text: str = "1", kind: str = "table", **more: Any) -> Json:
    """A table."""
    return {"type": kind, "rows": [[cell(text)] * columns] * rows, **more}


def data_table(rows: int = 2, columns: int = 2, text: str = "1", **more: Any) -> Json:
    """A table with a header, sorting and pages."""
    return table(rows, columns, text, "data_table", **{"caption": "Costs", **more})


def chart(kind: str = "bar", series: int = 1, points: int = 2, label: str = "p", **more: Any) -> Json:
    """A chart with an axis."""
    names = [f"{label}{i}" for i in range(points)]
    every = [
        {"name": f"s{i}", "data": [{"label": name, "value": n} for n, name in enumerate(names)]} for i in range(series)
    ]
    body = {"type": kind, "series": every, "axis_config": {"categories": names, "x_label": "x", "y_label": "y"}}
    return {"type": "data_visualization", "title": "Costs", "chart": body, **more}


def pie(*values: float) -> Json:
    """A pie."""
    segments = [{"label": f"s{i}", "value": value} for i, value in enumerate(values)]
    return {"type": "data_visualization", "title": "Costs", "chart": {"type": "pie", "segments": segments}}


def rich(text: str = "text") -> Json:
    """Formatted text."""
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}],
    }


def card(**more: Any) -> Json:
    """A card."""
    return {"type": "card", "title": mrkdwn("Title"), **more}


def modal(*blocks: Json, **more: Any) -> Json:
    """A modal."""
    return {
        "type": "modal",
        "title": plain("Title"),
        "submit": plain("Go"),
        "blocks": list(blocks) or [section()],
        **more,
    }


def home(*blocks: Json, **more: Any) -> Json:
    """An App Home."""
    return {"type": "home", "blocks": list(blocks) or [section()], **more}
