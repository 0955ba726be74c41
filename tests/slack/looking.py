"""How tests look at messages: as lines of text, as all the strings in them, and through checks of Slack's limits."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.slack.blocks import Controls, Message, kit
from pricing import Catalog, built_in

QUOTE = "Qw3rTyUiOpAsDfGh"
TEXT_LIMITS = {"header": 150, "section": 3_000, "context": 2_000}

_passed: set[int] = set()
"""Blocks that passed the checks, by the hash of their JSON: messages share most of theirs, and parsing is slow."""


def controls(catalog: Catalog | None = None, *, version: int = 1, private: bool = True) -> Controls:
    """Controls of a stored quote that one person sees."""
    return Controls(QUOTE, catalog or built_in(), version, private)


def lines(blocks: Sequence[Mapping[str, Any]]) -> list[str]:
    """What a person sees, a line a paragraph, row or control."""
    return [line for block in blocks for line in _lines(block)]


def _lines(block: Mapping[str, Any]) -> Iterator[str]:
    kind = block["type"]
    if kind == "header":
        yield f"# {block['text']['text']}"
    elif kind == "section":
        beside = f" [{_control(block['accessory'])}]" if "accessory" in block else ""
        yield block["text"]["text"] + beside
    elif kind == "context":
        yield from (f"({element['text']})" for element in block["elements"])
    elif kind == "table":
        yield from (" | ".join(map(kit.cell_text, row)) for row in block["rows"])
    elif kind == "actions":
        yield " ".join(f"[{_control(element)}]" for element in block["elements"])
    elif kind == "data_visualization":
        points = block["chart"]["series"][0]["data"]
        yield f"chart {block['title']}: " + ", ".join(f"{point['label']} {point['value']}" for point in points)
    elif kind == "input":
        yield f"{block['label']['text']}: {_control(block['element'])}"
    elif kind == "rich_text":
        yield from (_rich(part) for part in block["elements"])
    elif kind == "divider":
        yield "---"


def _control(element: Mapping[str, Any]) -> str:
    if "initial_option" in element:
        return f"{element['initial_option']['text']['text']} v"
    shown = element.get("text") or element.get("placeholder") or {"text": element["type"]}
    return str(element.get("initial_value") or shown["text"])


def _rich(part: Mapping[str, Any]) -> str:
    if part["type"] == "rich_text_list":
        return "; ".join(f"* {_rich(item)}" for item in part["elements"])
    return "".join(str(leaf.get("text") or leaf.get("user_id") or leaf.get("channel_id")) for leaf in part["elements"])


def everything(message: Message) -> str:
    """The whole message as one string, whatever is in it."""
    return message.text + json.dumps(message.blocks, ensure_ascii=False)


def actions(blocks: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every control with its block, as Slack hands it back when it is used with its first option or value."""
    for block in blocks:
        elements = [*block.get("elements", ()), *([block["accessory"]] if "accessory" in block else [])]
        for element in elements:
            if "action_id" not in element:
                continue
            action = {"action_id": element["action_id"], "block_id": block.get("block_id", "")}
            if "options" in element:
                yield from ({**action, "selected_option": option} for option in element["options"])
            else:
                yield {**action, "value": element["value"]}


def check_message(message: Message) -> None:
    """Fails where a message breaks a limit, by our list of them and by slack_sdk's models."""
    assert 0 < len(message.text) <= 4_000
    blocks = message.blocks
    assert 0 < len(blocks) <= 50
    assert len(json.dumps(blocks, ensure_ascii=False)) <= 13_200
    kinds = [block["type"] for block in blocks]
    assert kinds.count("table") <= 1
    assert kinds.count("data_visualization") <= 1
    _check(blocks)


def check_view(view: Mapping[str, Any]) -> None:
    """Fails where a modal or the Home breaks a limit."""
    assert 0 < len(view["blocks"]) <= 100
    assert len(json.dumps(view)) <= 250_000
    for name in ("title", "submit", "close"):
        assert len(view.get(name, {"text": ""})["text"]) <= 24
    _check(view["blocks"])
    View(**view).to_dict()


def _check(blocks: Sequence[Mapping[str, Any]]) -> None:
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    assert len(ids) == len(set(ids))
    assert all(len(each) <= 255 for each in ids)
    for block in blocks:
        known = hash(json.dumps(block, ensure_ascii=False))
        if known not in _passed:
            _check_block(block)
            _passed.add(known)


def _check_block(block: Mapping[str, Any]) -> None:
    if block["type"] == "data_visualization":
        _check_chart(block)
    else:
        parsed = Block.parse(dict(block))
        assert parsed is not None
        parsed.to_dict()
    for text in texts(block):
        assert text["text"], block
        assert len(text["text"]) <= TEXT_LIMITS.get(block["type"], 3_000)
        assert text["type"] in ("plain_text", "raw_text", "text", "link"), "nothing that acts on its text"
    elements = [*block.get("elements", ()), *([block["accessory"]] if "accessory" in block else [])]
    names = [element["action_id"] for element in elements if "action_id" in element]
    assert len(names) == len(set(names))
    for element in elements:
        if "options" in element:
            _check_options(element)
    if block["type"] == "table":
        assert 2 <= len(block["rows"]) <= 100
        assert len({len(row) for row in block["rows"]}) == 1
        assert sum(len(kit.cell_text(cell)) for row in block["rows"] for cell in row) <= 10_000


def _check_options(element: Mapping[str, Any]) -> None:
    options = element["options"]
    assert 1 <= len(options) <= (5 if element["type"] == "overflow" else 100)
    assert all(0 < len(option["value"]) <= 150 and len(option["text"]["text"]) <= 75 for option in options)
    assert len({option["value"] for option in options}) == len(options)
    assert element.get("initial_option", options[0]) in options


def _check_chart(block: Mapping[str, Any]) -> None:
    chart = block["chart"]
    assert 0 < len(block["title"]) <= 50
    assert 1 <= len(chart["series"]) <= 6
    for series in chart["series"]:
        assert 0 < len(series["name"]) <= 20
        labels = [point["label"] for point in series["data"]]
        assert labels == chart["axis_config"]["categories"]
        assert 1 <= len(labels) <= 20
        assert len(set(labels)) == len(labels)
        assert all(0 < len(label) <= 20 for label in labels)
        assert all(isinstance(point["value"], int | float) for point in series["data"])


def texts(value: Any) -> Iterator[Mapping[str, Any]]:
    """Every object that holds text to be shown."""
    if isinstance(value, Mapping):
        if isinstance(value.get("text"), str):
            yield value
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts(inner)
