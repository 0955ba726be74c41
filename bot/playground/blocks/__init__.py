"""Says which blocks Slack refuses, and where on them, by surface: messages, modals, App Home.

`check_message` and `check_view` raise `Refused` with Slack's error and its messages. Written from Slack's reference
pages alone: it shares nothing with the code that builds blocks.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from bot.playground.blocks import cards, layout, tables
from bot.playground.blocks.check import PLAIN, Check
from bot.playground.records import Json, controls
from bot.playground.refusals import Refused

EVERYWHERE = {"message", "modal", "home"}
MESSAGE = {"message"}

BLOCKS: dict[str, tuple[Callable[[Check, Json, str], None], set[str]]] = {
    "section": (layout.section, EVERYWHERE),
    "header": (layout.header, EVERYWHERE),
    "divider": (layout.divider, EVERYWHERE),
    "context": (layout.context, EVERYWHERE),
    "actions": (layout.actions, EVERYWHERE),
    "input": (layout.input_, EVERYWHERE),
    "image": (layout.image, EVERYWHERE),
    "rich_text": (layout.rich_text, EVERYWHERE),
    "video": (layout.video, EVERYWHERE),
    "file": (layout.file, MESSAGE),
    "markdown": (layout.markdown, MESSAGE),
    "table": (tables.table, MESSAGE),
    "data_table": (tables.data_table, MESSAGE),
    "data_visualization": (tables.data_visualization, MESSAGE),
    "context_actions": (layout.context_actions, MESSAGE),
    "card": (cards.card, MESSAGE),
    "carousel": (cards.carousel, MESSAGE),
    "container": (cards.container, MESSAGE),  # the pages seen name messages and more: the stricter reading
    "task_card": (cards.task_card, MESSAGE),
    "plan": (cards.plan, MESSAGE),
    "alert": (cards.alert, {"modal"}),
}

SUM_OF_CHARACTERS = 13_200
"""Undocumented and measured: https://github.com/slackapi/bolt-js/issues/2509"""
VIEW_BYTES = 250_000
UNSEEN = {"type", "block_id", "action_id", "value", "url", "image_url", "id", "style", "slack_file", "align", "source"}


def no_files(key: str, value: str) -> str:
    """Lets any slack_file pass, for checks away from a workspace."""
    return ""


def check_message(blocks: Any, image_problem: Callable[[str, str], str] = no_files) -> None:
    """Does nothing if Slack takes a message with these blocks.

    Raises:
        Refused: `invalid_blocks_format`, `invalid_blocks` or `msg_blocks_too_long`.
    """
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        raise Refused("invalid_blocks_format")
    check = Check("message", image_problem)
    _check_blocks(check, blocks, "/blocks", 50)
    kinds = [block.get("type") for block in blocks]
    if kinds.count("table") > 1:  # the name is that of the same refusal in attachments
        check.say("/blocks", "only_one_table_allowed")
    if kinds.count("data_visualization") > 2:
        check.say("/blocks", "no more than 2 data_visualization blocks allowed")
    if check.problems:
        raise Refused("invalid_blocks", check.problems)
    if seen_characters(blocks) > SUM_OF_CHARACTERS:
        raise Refused("msg_blocks_too_long")


def check_view(view: Any, image_problem: Callable[[str, str], str] = no_files, *, home: bool = False) -> None:
    """Does nothing if Slack takes this view.

    Raises:
        Refused: `view_too_large`, or `invalid_arguments` with what is wrong.
    """
    if not isinstance(view, dict):
        raise Refused("invalid_arguments", ["must provide an object [json-pointer:/view]"])
    if len(json.dumps(view, ensure_ascii=False).encode()) > VIEW_BYTES:
        raise Refused("view_too_large")
    kind = view.get("type")
    check = Check(str(kind), image_problem)
    if kind != ("home" if home else "modal"):
        check.say("/view/type", f"unsupported type: {kind}")
    for key, most in {"private_metadata": 3000, "callback_id": 255, "external_id": 255}.items():
        check.string(view.get(key), f"/view/{key}", most, least=0)
    if kind == "modal":
        _frame(check, view)
    _check_blocks(check, view.get("blocks"), "/view/blocks", 100)
    if check.focused > 1:
        check.say("/view/blocks", "only one element may have `focus_on_load`")
    if check.problems:
        raise Refused(
            "invalid_arguments", ["failed to match all allowed schemas [json-pointer:/view]", *check.problems]
        )


def _frame(check: Check, view: Json) -> None:
    check.has(view, "/view", "title")
    for key in ("title", "submit", "close"):
        check.text(view.get(key), f"/view/{key}", 24, PLAIN)
    blocks = view.get("blocks")
    if isinstance(blocks, list) and any(isinstance(block, dict) and block.get("type") == "input" for block in blocks):
        check.has(view, "/view", "submit")


def _check_blocks(check: Check, blocks: Any, where: str, most: int) -> None:
    for i, block in enumerate(check.items(blocks, where, most)):
        at = f"{where}/{i}"
        if not check.has(block, at, "type"):
            continue
        run, surfaces = BLOCKS.get(str(block["type"]), (None, EVERYWHERE))
        if run is None or check.surface not in surfaces:
            check.say(f"{at}/type", f"unsupported type: {block['type']}")
            continue
        _block_id(check, block, at)
        run(check, block, at)
        if block["type"] == "container" and isinstance(block.get("child_blocks"), list):
            _check_blocks(check, block["child_blocks"], f"{at}/child_blocks", 10)


def _block_id(check: Check, block: Json, where: str) -> None:
    name = block.get("block_id")
    check.string(name, f"{where}/block_id", 255)
    if isinstance(name, str):
        if name in check.block_ids:
            check.say(f"{where}/block_id", f'`block_id` "{name}" already exists')
        check.block_ids.add(name)


def seen_characters(value: Any) -> int:
    """How many characters of a payload a reader sees."""
    if isinstance(value, dict):
        return sum(seen_characters(inner) for key, inner in value.items() if key not in UNSEEN)
    if isinstance(value, list):
        return sum(seen_characters(inner) for inner in value)
    return len(value) if isinstance(value, str) else 0


def with_ids(blocks: list[Json], new: Callable[[], str]) -> list[Json]:
    """The blocks as Slack keeps them: those without a block_id get one, controls without an action_id too."""
    kept = [{**block} for block in blocks]
    for block in kept:
        if block["type"] == "markdown":
            block.pop("block_id", None)  # not kept by Slack
        block.setdefault("block_id", new())
    for _, element in controls(kept):
        if element.get("type") != "image":
            element.setdefault("action_id", new())
    return kept
