"""How names that came from outside are shown in a weekly summary: Slack's ids as what they stand for, all else as text.

People are text where it is known what they are called: a mention would call them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.digest.model import Name, Said
from bot.slack import mrkdwn
from bot.slack.blocks import kit
from bot.storage.people import REMOVED

_CHANNEL = re.compile(r"[CG][A-Z0-9]{4,20}")
_PERSON = re.compile(r"[UW][A-Z0-9]{4,20}")
UNSAID = {
    "model": "no model said",
    "person": "nobody named",
    "channel": "no channel said",
    "project": "no project said",
}
MOST_NAME = 60


def element(name: Name, names: Mapping[str, str], *, bold: bool = False) -> kit.Element:
    """A name in rich text."""
    if name.kind == "channel" and _CHANNEL.fullmatch(name.key):
        return {"type": "channel", "channel_id": name.key}
    if name.kind == "person" and _PERSON.fullmatch(name.key) and name.key not in names:
        return {"type": "user", "user_id": name.key}
    return kit.bold(shown(name, names)) if bold else kit.run(shown(name, names))


def spoken(name: Name, names: Mapping[str, str]) -> str:
    """A name in a message's text, safe to be there."""
    if name.kind == "channel" and _CHANNEL.fullmatch(name.key):
        return f"<#{name.key}>"
    return mrkdwn.escape(shown(name, names), MOST_NAME)


def shown(name: Name, names: Mapping[str, str]) -> str:
    """A name as text; somebody whose name is not known is a person."""
    if not name.key:
        return UNSAID[name.kind]
    if name.kind == "channel":
        return mrkdwn.plain(f"#{name.key.removeprefix('#')}", MOST_NAME)
    if name.kind == "person":
        known = names.get(name.key)
        if known is None and name.key == REMOVED:
            return "somebody who was removed"
        return mrkdwn.plain(known or ("a person" if _PERSON.fullmatch(name.key) else name.key), MOST_NAME)
    return mrkdwn.plain(f"project {name.key}" if name.kind == "project" else name.key, MOST_NAME)


def elements(said: Said, names: Mapping[str, str]) -> list[kit.Element]:
    """A sentence in rich text."""
    return [element(part, names, bold=True) if isinstance(part, Name) else kit.run(part) for part in said]


def sentence(said: Said, names: Mapping[str, str]) -> str:
    """A sentence in a message's text."""
    return "".join(spoken(part, names) if isinstance(part, Name) else mrkdwn.escape(part) for part in said)
