"""The blocks and elements that we use, as the dicts Slack takes; all text goes in as nothing acts on it.

slack_sdk's models do not know the newer blocks, so none are used. Limits: docs.slack.dev/reference/block-kit.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from bot.slack import mrkdwn

Block = dict[str, Any]
Element = dict[str, Any]
View = dict[str, Any]

MOST_HEADER = 150
MOST_SECTION = 3_000
MOST_CONTEXT = 2_000
MOST_LABEL = 75
MOST_VALUE = 2_000
MOST_OPTION_VALUE = 150
MOST_OPTIONS = 100
MOST_TITLE = 24
MOST_ROWS = 100
MOST_CELLS = 9_500
"""Characters of a table's cells; Slack takes 10,000."""
MOST_WEIGHT = 13_000
"""Characters of all blocks as JSON; Slack refuses about 13,200."""

NOTHING = "–"
"""What an empty cell shows: Slack takes none without text."""

Align = Literal["left", "right"]


def weight(blocks: Iterable[Block]) -> int:
    """How much of the sum that Slack allows a message the blocks take, at the most."""
    return sum(len(json.dumps(block, ensure_ascii=False)) for block in blocks)


def plain(text: str, most: int = MOST_SECTION) -> Element:
    """A text object."""
    return {"type": "plain_text", "text": mrkdwn.plain(text, most) or " ", "emoji": False}


def header(text: str) -> Block:
    """A line in large type."""
    return {"type": "header", "text": plain(text, MOST_HEADER)}


def section(text: str, accessory: Element | None = None) -> Block:
    """A paragraph, maybe with a control beside it."""
    block = {"type": "section", "text": plain(text)}
    return {**block, "accessory": accessory} if accessory else block


def context(*texts: str) -> Block:
    """Small print, one element a text."""
    return {"type": "context", "elements": [plain(text, MOST_CONTEXT) for text in texts[:10]]}


def divider() -> Block:
    """A line across."""
    return {"type": "divider"}


def actions(block_id: str, elements: Sequence[Element]) -> Block:
    """A row of controls."""
    return {"type": "actions", "block_id": block_id, "elements": list(elements[:25])}


def button(label: str, action_id: str, value: str = "", **more: Any) -> Element:
    """A button; `more` may hold `style`, `confirm` or `url`."""
    element = {"type": "button", "text": plain(label, MOST_LABEL), "action_id": action_id}
    return {**element, **({"value": value} if value else {}), **more}


def confirm(title: str, text: str, yes: str, no: str = "Cancel", style: str = "danger") -> Element:
    """A question before a button acts; `style` is "danger" or "primary"."""
    return {
        "title": plain(title, 100),
        "text": plain(text, 300),
        "confirm": plain(yes, 30),
        "deny": plain(no, 30),
        "style": style,
    }


def option(label: str, value: str, description: str = "") -> Element:
    """A choice of a menu."""
    element = {"text": plain(label, MOST_LABEL), "value": value}
    return {**element, "description": plain(description, MOST_LABEL)} if description else element


def select(action_id: str, placeholder: str, options: Sequence[Element], chosen: str | None = None) -> Element:
    """A menu to choose one of; `chosen` is the value that is chosen already."""
    element: Element = {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, MOST_LABEL),
        "options": list(options[:MOST_OPTIONS]),
    }
    initial = next((each for each in element["options"] if each["value"] == chosen), None)
    return {**element, "initial_option": initial} if initial else element


def overflow(action_id: str, options: Sequence[Element]) -> Element:
    """What is wanted seldom, behind three dots; 2 to 5 options."""
    return {"type": "overflow", "action_id": action_id, "options": list(options[:5])}


def run(text: str, **style: bool) -> Element:
    """A stretch of rich text: `bold=True`, `italic=True`, `code=True`."""
    element: Element = {"type": "text", "text": mrkdwn.plain(text, MOST_SECTION) or " "}
    return {**element, "style": style} if style else element


def line_break() -> Element:
    """The end of a line of rich text: whether paragraphs begin on a new one is up to the client."""
    return {"type": "text", "text": "\n"}


def link(url: str, text: str) -> Element:
    """A link of ours in rich text; an address that is not https is only text."""
    return {**run(text), "type": "link", "url": url} if url.startswith("https://") else run(text)


def paragraph(*elements: Element) -> Element:
    """One paragraph of rich text."""
    return {"type": "rich_text_section", "elements": list(elements)}


def bullets(texts: Iterable[str]) -> Element:
    """A list of rich text, one point a text."""
    return {"type": "rich_text_list", "style": "bullet", "elements": [paragraph(run(text)) for text in texts]}


def code(text: str) -> Element:
    """Text as typed, in a box, easy to copy."""
    return {"type": "rich_text_preformatted", "elements": [run(text)]}


def rich(*parts: Element) -> Block:
    """A block of rich text."""
    return {"type": "rich_text", "elements": list(parts)}


Cell = str | Element
"""Of a table: text, or an element of rich text."""
Rows = list[Sequence[Cell]]


def bold(text: str) -> Element:
    """Text in bold, for a cell or a paragraph."""
    return run(text, bold=True)


def columns(count: int) -> list[Align]:
    """Columns of which the first is flush left, the others flush right."""
    return ["left" if index == 0 else "right" for index in range(count)]


def table(rows: Sequence[Sequence[Cell]], aligned: Sequence[Align]) -> Block:
    """A table, the first row its heads; cells wrap where they can."""
    return {
        "type": "table",
        "rows": [[_cell(cell) for cell in row] for row in rows[:MOST_ROWS]],
        "column_settings": [{"align": align, "is_wrapped": True} for align in aligned],
    }


def _cell(cell: Cell) -> Element:
    if isinstance(cell, str):
        return {"type": "raw_text", "text": mrkdwn.plain(cell, 200) or NOTHING}
    return {"type": "rich_text", "elements": [paragraph(cell)]}


def cell_text(cell: Mapping[str, Any]) -> str:
    """What a cell shows."""
    if cell["type"] == "raw_text":
        return str(cell["text"])
    return "".join(_leaf(leaf) for part in cell["elements"] for leaf in part["elements"])


def _leaf(leaf: Mapping[str, Any]) -> str:
    """What an element of rich text shows; of a mention its id."""
    return str(leaf.get("text") or leaf.get("channel_id") or leaf.get("user_id") or "")


def view(callback_id: str, title: str, blocks: Sequence[Block], **more: Any) -> View:
    """A modal; `more` may hold `submit` and `private_metadata`."""
    shown: View = {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(title, MOST_TITLE),
        "close": plain("Close" if "submit" not in more else "Cancel", MOST_TITLE),
        "blocks": list(blocks[:100]),
        "private_metadata": more.get("private_metadata", ""),
    }
    return {**shown, "submit": plain(more["submit"], MOST_TITLE)} if "submit" in more else shown
