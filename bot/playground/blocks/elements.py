"""What a control may hold: buttons, menus, inputs, and the blocks in which each may stand."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from bot.playground.blocks.check import MRKDWN, PLAIN, Check
from bot.playground.records import Json

SELECTS = ("static_select", "external_select", "users_select", "conversations_select", "channels_select")
MULTI = tuple(f"multi_{name}" for name in SELECTS)
PICKERS = ("checkboxes", "radio_buttons", "datepicker", "timepicker")
TYPED = ("plain_text_input", "number_input", "email_text_input", "url_text_input", "rich_text_input", "file_input")

IN_ACTIONS = {"button", "overflow", "datetimepicker", "workflow_button", *SELECTS, *PICKERS}
IN_SECTION = {"button", "overflow", "workflow_button", "image", *SELECTS, *MULTI, *PICKERS}
IN_INPUT = {"datetimepicker", *SELECTS, *MULTI, *PICKERS, *TYPED}


def check_element(check: Check, element: Any, where: str, allowed: set[str]) -> None:
    """Notes what is wrong with an element of a block in which these types may stand."""
    if not check.has(element, where, "type"):
        return
    kind = element["type"]
    if kind not in allowed:
        check.say(f"{where}/type", f"unsupported type: {kind}")
        return
    check.string(element.get("action_id"), f"{where}/action_id", 255)
    check.text(element.get("placeholder"), f"{where}/placeholder", 150, PLAIN)
    if element.get("confirm") is not None:
        _confirm(check, element["confirm"], f"{where}/confirm")
    check.focused += bool(element.get("focus_on_load"))
    CHECKS[kind](check, element, where)


def _confirm(check: Check, value: Any, where: str) -> None:
    if check.has(value, where, "title", "text", "confirm", "deny"):
        check.text(value["title"], f"{where}/title", 100, PLAIN)
        check.text(value["text"], f"{where}/text", 300)
        check.text(value["confirm"], f"{where}/confirm", 30, PLAIN)
        check.text(value["deny"], f"{where}/deny", 30, PLAIN)
        check.one_of(value.get("style"), f"{where}/style", ("primary", "danger"))


def _button(check: Check, button: Json, where: str) -> None:
    if check.has(button, where, "text"):
        check.text(button["text"], f"{where}/text", 75, PLAIN)
    check.string(button.get("value"), f"{where}/value", 2000, least=0)
    check.url(button.get("url"), f"{where}/url")
    check.one_of(button.get("style"), f"{where}/style", ("primary", "danger"))
    check.string(button.get("accessibility_label"), f"{where}/accessibility_label", 75)


def _option(check: Check, option: Any, where: str, kinds: tuple[str, ...] = PLAIN) -> None:
    if check.has(option, where, "text", "value"):
        check.text(option["text"], f"{where}/text", 75, kinds)
        check.string(option["value"], f"{where}/value", 150, least=0)
    if isinstance(option, dict):
        check.text(option.get("description"), f"{where}/description", 75, kinds)


def check_options(
    check: Check, element: Json, where: str, most: int = 100, kinds: tuple[str, ...] = PLAIN
) -> list[Any]:
    """Notes what is wrong with an element's options or groups of them; returns the options."""
    if ("options" in element) == ("option_groups" in element):
        check.say(where, "must define either `options` or `option_groups`")
        return []
    every: list[Any] = []
    if "options" in element:
        every = check.items(element["options"], f"{where}/options", most)
        for i, option in enumerate(every):
            _option(check, option, f"{where}/options/{i}", kinds)
        return every
    for i, group in enumerate(check.items(element["option_groups"], f"{where}/option_groups", 100)):
        at = f"{where}/option_groups/{i}"
        if check.has(group, at, "label", "options"):
            check.text(group["label"], f"{at}/label", 75, PLAIN)
            inner = check.items(group["options"], f"{at}/options", most)
            for j, option in enumerate(inner):
                _option(check, option, f"{at}/options/{j}", kinds)
            every += inner
    return every


def _initial(check: Check, element: Json, where: str, options: list[Any]) -> None:
    one = element.get("initial_option")
    several = element.get("initial_options")
    many = check.items(several, f"{where}/initial_options", 100) if several is not None else []
    for chosen in [one] if one is not None else many:
        if chosen not in options:
            check.say(where, "initial option must match one of the options")


def _menu(check: Check, element: Json, where: str) -> None:
    _initial(check, element, where, check_options(check, element, where))
    check.number(element.get("max_selected_items"), f"{where}/max_selected_items", 1, 100)


def _ticks(check: Check, element: Json, where: str) -> None:
    if "option_groups" in element:
        check.say(where, "additional field: option_groups")
    else:
        _initial(check, element, where, check_options(check, element, where, 10, MRKDWN))


def _overflow(check: Check, element: Json, where: str) -> None:
    for i, option in enumerate(check_options(check, element, where, 5)):
        check.url(option.get("url") if isinstance(option, dict) else None, f"{where}/options/{i}/url")


def _open_menu(check: Check, element: Json, where: str) -> None:
    check.number(element.get("max_selected_items"), f"{where}/max_selected_items", 1, 100)
    check.number(element.get("min_query_length"), f"{where}/min_query_length", 0, 100)
    if element["type"].endswith("conversations_select") and check.has(element.get("filter", {}), f"{where}/filter"):
        include = element.get("filter", {}).get("include", ["im"])
        for i, kind in enumerate(check.items(include, f"{where}/filter/include", 4)):
            check.one_of(kind, f"{where}/filter/include/{i}", ("im", "mpim", "private", "public"))


def _formatted(key: str, pattern: str, what: str) -> Callable[[Check, Json, str], None]:
    def run(check: Check, element: Json, where: str) -> None:
        value = element.get(key)
        if value is not None and not re.fullmatch(pattern, str(value)):
            check.say(f"{where}/{key}", f"invalid {what} format")

    return run


def _plain_text_input(check: Check, element: Json, where: str) -> None:
    most = element.get("max_length", 3000)
    check.number(element.get("max_length"), f"{where}/max_length", 1, 3000)
    check.number(element.get("min_length"), f"{where}/min_length", 0, 3000)
    check.string(
        element.get("initial_value"), f"{where}/initial_value", most if isinstance(most, int) else 3000, least=0
    )


def _number_input(check: Check, element: Json, where: str) -> None:
    check.has(element, where, "is_decimal_allowed")
    for key in ("initial_value", "min_value", "max_value"):
        value = element.get(key)
        if value is not None and not (isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+)?", value)):
            check.say(f"{where}/{key}", "must be a number in a string")
        elif value is not None and "." in value and not element.get("is_decimal_allowed"):
            check.say(f"{where}/{key}", "must be an integer")


def _file_input(check: Check, element: Json, where: str) -> None:
    check.number(element.get("max_files"), f"{where}/max_files", 1, 10)
    if check.surface != "modal":
        check.say(f"{where}/type", "unsupported type: file_input")


def _feedback(check: Check, element: Json, where: str) -> None:
    if check.has(element, where, "action_id", "positive_button", "negative_button"):
        for key in ("positive_button", "negative_button"):
            if check.has(element[key], f"{where}/{key}", "text", "value"):
                check.text(element[key]["text"], f"{where}/{key}/text", 75, PLAIN)
                check.string(element[key]["value"], f"{where}/{key}/value", 2000)
                check.string(element[key].get("accessibility_label"), f"{where}/{key}/accessibility_label", 75)


def _icon_button(check: Check, element: Json, where: str) -> None:
    if check.has(element, where, "icon", "text"):
        check.text(element["text"], f"{where}/text", 75, PLAIN)
    check.string(element.get("value"), f"{where}/value", 2000)
    check.items(element.get("visible_to_user_ids", ["-"]), f"{where}/visible_to_user_ids", 10)


def _nothing_more(check: Check, element: Json, where: str) -> None:
    """Has no fields of its own with limits."""


CHECKS: dict[str, Callable[[Check, Json, str], None]] = {
    "button": _button,
    "image": Check.image,
    "overflow": _overflow,
    "checkboxes": _ticks,
    "radio_buttons": _ticks,
    "static_select": _menu,
    "multi_static_select": _menu,
    **dict.fromkeys((*SELECTS[1:], *MULTI[1:]), _open_menu),
    "datepicker": _formatted("initial_date", r"\d{4}-\d\d-\d\d", "date"),
    "timepicker": _formatted("initial_time", r"([01]\d|2[0-3]):[0-5]\d", "time"),
    "datetimepicker": _formatted("initial_date_time", r"\d{10}", "date time"),
    "plain_text_input": _plain_text_input,
    "email_text_input": _nothing_more,
    "url_text_input": _nothing_more,
    "rich_text_input": _nothing_more,
    "number_input": _number_input,
    "file_input": _file_input,
    "feedback_buttons": _feedback,
    "icon_button": _icon_button,
    "workflow_button": _button,
}
