"""The newer blocks that group others: card, carousel, container, alert, task card and plan."""

from __future__ import annotations

from bot.playground.blocks.check import PLAIN, Check
from bot.playground.blocks.elements import check_element
from bot.playground.blocks.layout import rich_text, unique_actions
from bot.playground.records import Json

NOT_IN_CONTAINER = {"markdown", "card", "carousel", "container", "data_table", "data_visualization", "alert"}


def card(check: Check, block: Json, where: str) -> None:
    """Title and subtitle of 150 characters, a body of 200, 3 buttons."""
    if not any(block.get(key) for key in ("hero_image", "title", "actions", "body")):
        check.say(where, "must define at least one of `hero_image`, `title`, `actions` or `body`")
    check.text(block.get("title"), f"{where}/title", 150)
    check.text(block.get("subtitle"), f"{where}/subtitle", 150)
    check.text(block.get("body"), f"{where}/body", 200)
    for key in ("hero_image", "icon"):
        if key in block:
            check.image(block[key], f"{where}/{key}")
    if "actions" in block:
        buttons = check.items(block["actions"], f"{where}/actions", 3)
        for i, button in enumerate(buttons):
            check_element(check, button, f"{where}/actions/{i}", {"button"})
        unique_actions(check, buttons, f"{where}/actions")


def carousel(check: Check, block: Json, where: str) -> None:
    """1 to 10 cards."""
    for i, element in enumerate(check.items(block.get("elements"), f"{where}/elements", 10)):
        at = f"{where}/elements/{i}"
        if check.has(element, at, "type"):
            if element["type"] == "card":
                card(check, element, at)
            else:
                check.say(f"{at}/type", f"unsupported type: {element['type']}")


def container(check: Check, block: Json, where: str) -> None:
    """A title over 1 to 10 blocks; what they hold is checked with the blocks of the surface."""
    if "title" not in block and "rich_text_title" not in block:
        check.say(where, "must define either `title` or `rich_text_title`")
    check.text(block.get("title"), f"{where}/title", 150, PLAIN)
    check.text(block.get("subtitle"), f"{where}/subtitle", 150)
    if "rich_text_title" in block:
        rich_text(check, block["rich_text_title"], f"{where}/rich_text_title")
    check.one_of(block.get("width"), f"{where}/width", ("narrow", "standard", "wide", "full"))
    if block.get("default_collapsed") and not block.get("is_collapsible"):
        check.say(f"{where}/default_collapsed", "requires `is_collapsible`")
    if block.get("is_collapsible") and block.get("has_header_divider"):
        check.say(f"{where}/has_header_divider", "cannot be set when `is_collapsible` is true")
    for i, child in enumerate(check.items(block.get("child_blocks"), f"{where}/child_blocks", 10)):
        if isinstance(child, dict) and str(child.get("type")) in NOT_IN_CONTAINER:
            check.say(f"{where}/child_blocks/{i}/type", f"unsupported type: {child['type']}")


def alert(check: Check, block: Json, where: str) -> None:
    """200 characters at a level of alarm."""
    if check.has(block, where, "text"):
        check.text(block["text"], f"{where}/text", 200)
    check.one_of(block.get("level"), f"{where}/level", ("default", "info", "warning", "error", "success"))


def task_card(check: Check, block: Json, where: str) -> None:
    """A step of work and how far it is."""
    if check.has(block, where, "task_id", "title", "status"):
        check.string(block["title"], f"{where}/title", 3000)
        check.one_of(block["status"], f"{where}/status", ("pending", "in_progress", "complete", "error"))
    for key in ("details", "output"):
        if key in block:
            rich_text(check, block[key], f"{where}/{key}")


def plan(check: Check, block: Json, where: str) -> None:
    """Steps of work under a title."""
    if check.has(block, where, "title"):
        check.string(block["title"], f"{where}/title", 3000)
    for i, task in enumerate(check.items(block.get("tasks", []), f"{where}/tasks", 50, least=0)):
        if check.has(task, f"{where}/tasks/{i}", "type"):
            task_card(check, task, f"{where}/tasks/{i}")
