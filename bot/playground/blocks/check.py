"""Collects what is wrong with a payload, in the words and with the pointers that Slack's answers have.

Lengths and counts are those of Slack's reference pages; where third parties disagree the stricter number holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Any

from bot.playground.records import Json

URL = re.compile(r"(https?://|mailto:|tel:|slack://)\S+")
MRKDWN = ("plain_text", "mrkdwn")
PLAIN = ("plain_text",)


class Check:
    """The problems found so far on one surface, and what must be unique on it."""

    def __init__(self, surface: str, image_problem: Callable[[str, str], str]) -> None:
        self.surface = surface
        self.image_problem = image_problem
        """Why a slack_file with this key and value cannot be shown; empty when it can."""
        self.problems: list[str] = []
        self.block_ids: set[str] = set()
        self.markdown = 0
        self.focused = 0

    def say(self, where: str, what: str) -> None:
        """Notes a problem at a place."""
        self.problems.append(f"{what} [json-pointer:{where}]")

    def has(self, value: Any, where: str, *keys: str) -> bool:
        """Whether an object has all these fields, a type being a string; notes what it lacks."""
        if not isinstance(value, dict):
            self.say(where, "must provide an object")
            return False
        missing = [key for key in keys if value.get(key) is None]
        for key in missing:
            self.say(where, f"missing required field: {key}")
        if "type" in keys and not missing and not isinstance(value["type"], str):
            self.say(f"{where}/type", "must provide a string")
            return False
        return not missing

    def string(self, value: Any, where: str, most: int, *, least: int = 1) -> None:
        """Notes what is no string or too long; None is left out and allowed."""
        if value is None:
            return
        if not isinstance(value, str):
            self.say(where, "must provide a string")
        elif len(value) > most:
            self.say(where, f"must be less than {most + 1} characters")
        elif len(value) < least:
            self.say(where, f"must be more than {least - 1} characters")

    def url(self, value: Any, where: str, most: int = 3000) -> None:
        """Notes what is no address or too long a one."""
        self.string(value, where, most)
        if isinstance(value, str) and value and not URL.fullmatch(value):
            self.say(where, "must be a valid URL")

    def text(self, value: Any, where: str, most: int, kinds: Collection[str] = MRKDWN) -> None:
        """Notes what is no text object of these kinds, or too long a one; None is left out and allowed."""
        if value is None or not self.has(value, where, "type", "text"):
            return
        if value["type"] not in kinds:
            self.say(f"{where}/type", f"unsupported type: {value['type']}")
        if value["type"] == "mrkdwn" and "emoji" in value:
            self.say(where, "additional field: emoji")
        self.string(value["text"], f"{where}/text", most)

    def items(self, value: Any, where: str, most: int, *, least: int = 1) -> list[Any]:
        """A list's items, as many as are allowed; notes when there are more or fewer."""
        if not isinstance(value, list):
            self.say(where, "must provide an array")
            return []
        if len(value) > most:
            self.say(where, f"no more than {most} items allowed")
        if len(value) < least:
            self.say(where, f"no less than {least} items allowed")
        return value[:most]

    def one_of(self, value: Any, where: str, allowed: Collection[Any]) -> None:
        """Notes a value that is not one of those allowed; None is left out and allowed."""
        if value is not None and value not in allowed:
            self.say(where, f"must be one of: {', '.join(map(str, allowed))}")

    def number(self, value: Any, where: str, least: int, most: int) -> None:
        """Notes what is no whole number of a range; None is left out and allowed."""
        if value is not None and (not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most):
            self.say(where, f"must be a number from {least} to {most}")

    def image(self, value: Json, where: str) -> None:
        """Notes what is wrong with the picture of an image block or element."""
        if not self.has(value, where, "alt_text"):
            return
        self.string(value["alt_text"], f"{where}/alt_text", 2000, least=0)
        file = value.get("slack_file")
        if ("image_url" in value) == (file is not None):
            self.say(where, "must define either `image_url` or `slack_file`")
        elif file is None:
            self.url(value["image_url"], f"{where}/image_url")
        elif not isinstance(file, dict) or len({"id", "url"} & file.keys()) != 1:
            self.say(f"{where}/slack_file", "must define either `id` or `url`")
        else:
            key = "id" if "id" in file else "url"
            if self.image_problem(key, str(file[key])):
                self.say(f"{where}/slack_file", "invalid slack file")
