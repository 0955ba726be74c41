"""The modal in which managers set a workspace's settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.slack.blocks import ids, kit
from bot.slack.blocks.forms import NONE, Form, State, Wrong

DEFAULT_MODEL = "default_model"
BASIS = "basis"
CHANNELS = "answering_channels"
FOLLOW_UPS = "follow_up_channels"
BY_PERSON = "by_person"
LOGGERS = "may_log"
BUDGETERS = "may_set_budgets"
MANAGERS = "managers"

BASES: dict[str, str] = {
    NONE: "The higher of list price and bill",
    "metered": "By tokens, as the bill is made",
    "listed": "By list price",
    "additive": "As the guide counts",
}
BY_PERSON_ON = "on"


@dataclass(frozen=True, slots=True)
class SettingsForm:
    """A workspace's settings as the modal has them; people and channels by their ids.

    No default model means the price list's; no basis the higher of the two honest ones; no channels everywhere.
    `may_log` and `may_set_budgets` are people beside the managers.
    """

    default_model: str | None = None
    basis: str | None = None
    answering_channels: tuple[str, ...] | None = None
    follow_up_channels: tuple[str, ...] = ()
    by_person: bool = False
    may_log: tuple[str, ...] = ()
    may_set_budgets: tuple[str, ...] = ()
    managers: tuple[str, ...] = ()


def settings_view(form: SettingsForm, models: Sequence[str], metadata: str = "") -> kit.View:
    """The settings, filled in."""
    names = list(dict.fromkeys([*models, *([form.default_model] if form.default_model else [])]))
    default = {NONE: "The price list's default", **{name: name for name in names}}
    everywhere = "All channels I am in, if none is named."
    quiet = "There I read every message and answer follow-ups in my threads without being mentioned."
    blocks = [
        _input(DEFAULT_MODEL, "Default model", _menu(default, form.default_model or NONE)),
        _input(BASIS, "A quote's figure", _menu(BASES, form.basis or NONE)),
        _input(CHANNELS, "Where I answer", _channels(form.answering_channels or ()), everywhere),
        _input(FOLLOW_UPS, "Follow-ups without a mention", _channels(form.follow_up_channels), quiet),
        _input(LOGGERS, "Who may log spend", _people(form.may_log), "Every member, if nobody is named."),
        _input(BUDGETERS, "Who may set budgets", _people(form.may_set_budgets), "Beside the managers."),
        _input(BY_PERSON, "Spend by person", _checkbox(form.by_person)),
        _input(MANAGERS, "Managers", _people(form.managers), "They may change these settings."),
    ]
    return kit.view(ids.VIEW_SETTINGS, "Settings", blocks, submit="Save", private_metadata=metadata)


def read_settings(state: State) -> SettingsForm | Wrong:
    """The settings that were filled in; someone must be left to manage them."""
    form = Form(state)
    managers = form.several(MANAGERS)
    if not managers:
        return Wrong({MANAGERS: "Name at least one manager."})
    return SettingsForm(
        default_model=form.text(DEFAULT_MODEL) or None,
        basis=form.text(BASIS) or None,
        answering_channels=form.several(CHANNELS) or None,
        follow_up_channels=form.several(FOLLOW_UPS),
        by_person=BY_PERSON_ON in form.several(BY_PERSON),
        may_log=form.several(LOGGERS),
        may_set_budgets=form.several(BUDGETERS),
        managers=managers,
    )


def _input(block: str, label: str, element: kit.Element, hint: str = "") -> kit.Block:
    shown: kit.Block = {
        "type": "input",
        "block_id": block,
        "label": kit.plain(label, 2_000),
        "element": {**element, "action_id": block},
        "optional": block != MANAGERS,
    }
    return {**shown, "hint": kit.plain(hint, 2_000)} if hint else shown


def _menu(options: dict[str, str], chosen: str) -> kit.Element:
    return kit.select("", "Choose", [kit.option(label, value) for value, label in options.items()], chosen)


def _channels(chosen: Sequence[str]) -> kit.Element:
    element: kit.Element = {
        "type": "multi_conversations_select",
        "placeholder": kit.plain("Channels", 150),
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    return {**element, "initial_conversations": list(chosen)} if chosen else element


def _people(chosen: Sequence[str]) -> kit.Element:
    element: kit.Element = {"type": "multi_users_select", "placeholder": kit.plain("People", 150)}
    return {**element, "initial_users": list(chosen)} if chosen else element


def _checkbox(on: bool) -> kit.Element:
    options = [kit.option("Show figures by person", BY_PERSON_ON)]
    element: kit.Element = {"type": "checkboxes", "options": options}
    return {**element, "initial_options": options} if on else element
