"""The modal in which managers make and revoke the keys of their services, and the one that shows a key, once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.slack.blocks import ids, kit
from bot.slack.blocks.forms import Form, State, Wrong
from pricing.cautions import day

NAME = "name"
MOST_NAME = 80
TITLE = "Keys for services"
WHAT_FOR = "With a key, a service of yours reports what it used: POST /usage, with the key as bearer token."


@dataclass(frozen=True, slots=True)
class ServiceKey:
    """A key that is in use; never the key itself."""

    id: str
    name: str
    made_by: str
    made: date


def keys_view(keys: Sequence[ServiceKey]) -> kit.View:
    """The keys in use, each with a button that revokes it, and a name to make one with."""
    blocks = [kit.section(WHAT_FOR)]
    for each in keys:
        by: kit.Element = {"type": "user", "user_id": each.made_by}
        about = kit.paragraph(kit.bold(each.name), kit.run(f"  made on {day(each.made)} by "), by)
        blocks += [kit.rich(about), {"type": "actions", "elements": [_revoke(each)]}]
    blocks.append(
        {
            "type": "input",
            "block_id": NAME,
            "label": kit.plain("A new key for"),
            "element": {
                "type": "plain_text_input",
                "action_id": NAME,
                "max_length": MOST_NAME,
                "placeholder": kit.plain("Our web shop", kit.MOST_OPTION_VALUE),
            },
        }
    )
    return kit.view(ids.VIEW_KEYS, TITLE, blocks, submit="Make a key")


def key_view(name: str, token: str) -> kit.View:
    """A key that was made just now: the one time that it is shown."""
    blocks = [
        kit.section(f"The key for {name}. Copy it now: I keep no copy, and show it only here."),
        kit.rich(kit.code(token)),
        kit.context("Whoever has it can add spend to this workspace, and read nothing. Managers can revoke it."),
    ]
    return kit.view(ids.VIEW_READ, TITLE, blocks)


def read_name(state: State) -> str | Wrong:
    """What the new key is for, as it was typed."""
    return Form(state).text(NAME) or Wrong({NAME: "What is the key for?"})


def _revoke(key: ServiceKey) -> kit.Element:
    dialog = kit.confirm("Revoke it?", f"What {key.name} reports from now on is refused.", "Revoke")
    return kit.button("Revoke", ids.KEYS_REVOKE, key.id, style="danger", confirm=dialog)
