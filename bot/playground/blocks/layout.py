"""The classic blocks: section, header, divider, context, actions, input, image, markdown, rich text, video, file."""

from __future__ import annotations

from typing import Any

from bot.playground.blocks.check import MRKDWN, PLAIN, Check
from bot.playground.blocks.elements import IN_ACTIONS, IN_INPUT, IN_SECTION, check_element
from bot.playground.records import Json

MARKDOWN_SUM = 12_000
RICH_PARTS = {"rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote"}
RICH_LEAVES = {"text", "link", "emoji", "user", "channel", "usergroup", "team", "date", "broadcast", "color"}


def section(check: Check, block: Json, where: str) -> None:
    """Text of 3,000 characters, or 10 fields of 2,000, and one element beside them."""
    if block.get("text") is None and block.get("fields") is None:
        check.say(where, "must define either `text` or `fields`")
    check.text(block.get("text"), f"{where}/text", 3000)
    if block.get("fields") is not None:
        for i, field in enumerate(check.items(block["fields"], f"{where}/fields", 10)):
            check.text(field, f"{where}/fields/{i}", 2000)
    if block.get("accessory") is not None:
        check_element(check, block["accessory"], f"{where}/accessory", IN_SECTION)


def header(check: Check, block: Json, where: str) -> None:
    """150 characters of plain text."""
    if check.has(block, where, "text"):
        check.text(block["text"], f"{where}/text", 150, PLAIN)


def divider(check: Check, block: Json, where: str) -> None:
    """Nothing but a line."""


def context(check: Check, block: Json, where: str) -> None:
    """10 small texts and pictures."""
    for i, element in enumerate(check.items(block.get("elements"), f"{where}/elements", 10)):
        at = f"{where}/elements/{i}"
        if check.has(element, at, "type"):
            if element["type"] == "image":
                check.image(element, at)
            else:
                check.text(element, at, 3000, MRKDWN)


def actions(check: Check, block: Json, where: str) -> None:
    """25 controls, each with an action_id of its own."""
    elements = check.items(block.get("elements"), f"{where}/elements", 25)
    for i, element in enumerate(elements):
        check_element(check, element, f"{where}/elements/{i}", IN_ACTIONS)
    unique_actions(check, elements, f"{where}/elements")


def unique_actions(check: Check, elements: list[Any], where: str) -> None:
    """Notes an action_id that stands twice in a block."""
    seen: set[str] = set()
    for i, element in enumerate(elements):
        name = str(element.get("action_id") or "") if isinstance(element, dict) else ""
        if name in seen:
            check.say(
                f"{where}/{i}/action_id", f'`action_id` "{name}" already exists for another element in this block'
            )
        if name:
            seen.add(name)


def context_actions(check: Check, block: Json, where: str) -> None:
    """5 feedback or icon buttons."""
    for i, element in enumerate(check.items(block.get("elements"), f"{where}/elements", 5)):
        check_element(check, element, f"{where}/elements/{i}", {"feedback_buttons", "icon_button"})


def input_(check: Check, block: Json, where: str) -> None:
    """A label and one thing to fill in."""
    if check.has(block, where, "label", "element"):
        check.text(block["label"], f"{where}/label", 2000, PLAIN)
        check.text(block.get("hint"), f"{where}/hint", 2000, PLAIN)
        check_element(check, block["element"], f"{where}/element", IN_INPUT)


def image(check: Check, block: Json, where: str) -> None:
    """A picture by address or by file."""
    check.text(block.get("title"), f"{where}/title", 2000, PLAIN)
    check.image(block, where)


def markdown(check: Check, block: Json, where: str) -> None:
    """Standard markdown, 12,000 characters in all such blocks of a message together."""
    if not check.has(block, where, "text"):
        return
    check.string(block["text"], f"{where}/text", MARKDOWN_SUM)
    before, check.markdown = check.markdown, check.markdown + len(str(block["text"]))
    if before <= MARKDOWN_SUM < check.markdown and len(str(block["text"])) <= MARKDOWN_SUM:
        check.say(f"{where}/text", f"must be less than {MARKDOWN_SUM + 1} characters in all markdown blocks")


def rich_text(check: Check, block: Any, where: str) -> None:
    """Formatted text as a tree."""
    if not check.has(block, where, "type", "elements"):
        return
    if block["type"] != "rich_text":
        check.say(f"{where}/type", f"unsupported type: {block['type']}")
        return
    for i, part in enumerate(check.items(block["elements"], f"{where}/elements", 1000)):
        _rich_part(check, part, f"{where}/elements/{i}", RICH_PARTS)


def _rich_part(check: Check, part: Any, where: str, allowed: set[str]) -> None:
    if not check.has(part, where, "type"):
        return
    kind = part["type"]
    if kind not in allowed:
        check.say(f"{where}/type", f"unsupported type: {kind}")
    elif kind == "text":
        check.string(part.get("text", ""), f"{where}/text", 12_000)
    elif kind == "link":
        if check.has(part, where, "url"):
            check.url(part["url"], f"{where}/url")
    elif kind in RICH_PARTS:
        inner = {"rich_text_section"} if kind == "rich_text_list" else RICH_LEAVES
        for i, child in enumerate(check.items(part.get("elements"), f"{where}/elements", 1000, least=0)):
            _rich_part(check, child, f"{where}/elements/{i}", inner)
        if kind == "rich_text_list":
            check.one_of(part.get("style"), f"{where}/style", ("bullet", "ordered"))


def video(check: Check, block: Json, where: str) -> None:
    """A player for an address on a domain that unfurls."""
    if check.has(block, where, "alt_text", "title", "thumbnail_url", "video_url"):
        check.text(block["title"], f"{where}/title", 199, PLAIN)  # "less than 200", says the page
        check.string(block.get("author_name"), f"{where}/author_name", 49)
        check.url(block["thumbnail_url"], f"{where}/thumbnail_url")
        check.url(block["video_url"], f"{where}/video_url")


def file(check: Check, block: Json, where: str) -> None:
    """A remote file."""
    if check.has(block, where, "external_id", "source"):
        check.one_of(block["source"], f"{where}/source", ("remote",))
