"""The modal in which a weekly summary is set up or changed: where, when, of what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import time
from itertools import groupby

from bot import zones
from bot.slack.blocks import ids, kit
from bot.slack.blocks.forms import Form, State, Wrong
from bot.slack.blocks.schedule import SECTION_NAMES, WEEKDAY_NAMES

CHANNEL, PERSON, WEEKDAY, TIME, ZONE = "channel", "person", "weekday", "time", "zone"
SCOPE, ABOUT, PROJECT, SECTIONS = "scope", "about", "project", "sections"
SCOPES = {"workspace": "The whole workspace", "channel": "One channel", "project": "One project"}
PEOPLE = "people"
AREAS = re.compile(r"(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)/")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
MOST_IN_GROUP = 100


@dataclass(frozen=True, slots=True)
class ScheduleForm:
    """What the modal holds; `channel` and `person` are ids, neither of them is the person who fills it in."""

    channel: str = ""
    person: str = ""
    weekday: int = 0
    at: time = time(9)
    zone: str = "UTC"
    scope: str = "workspace"
    scope_id: str = ""
    sections: tuple[str, ...] = ()


def schedule_view(form: ScheduleForm, *, manages: bool = True, by_person: bool, metadata: str = "") -> kit.View:
    """The form, filled in; for whom it may be only who manages is asked, and the section by person is offered only
    where figures by person are on.
    """
    whom = [
        _input(
            CHANNEL,
            "In which channel",
            _channel(form.channel),
            "I have to be in it. Without either it is for you.",
        ),
        _input(PERSON, "or to which person", _person(form.person)),
    ]
    blocks = [
        *(whom if manages else [kit.context("It comes to you by direct message. Channels' are set up by managers.")]),
        _input(WEEKDAY, "Weekday", _weekday(form.weekday), needed=True),
        _input(TIME, "Time", {"type": "timepicker", "initial_time": f"{form.at:%H:%M}"}, needed=True),
        _input(ZONE, "Time zone", _zones(form.zone), "Type to search: a city near you.", needed=True),
        _input(SCOPE, "What it is about", _scope(form.scope), needed=True),
        _input(ABOUT, "of which channel", _channel(form.scope_id if form.scope == "channel" else ""), _IF["channel"]),
        _input(PROJECT, "of which project", _project(form.scope_id if form.scope == "project" else ""), _IF["project"]),
        _input(SECTIONS, "Sections", _sections(form.sections, by_person=by_person), "All of them, if none is chosen."),
    ]
    return kit.view(ids.VIEW_SCHEDULE, "Weekly summary", blocks, submit="Save", private_metadata=metadata)


_IF = {
    "channel": "Only for one channel; the one it is posted in, if none is chosen.",
    "project": "Only for one project.",
}


def read_schedule(state: State) -> ScheduleForm | Wrong:
    """What was filled in."""
    form = Form(state)
    channel, person = form.one(CHANNEL), form.one(PERSON)
    if channel and person:
        form.errors[PERSON] = "Choose a channel or a person, not both."
    weekday = form.text(WEEKDAY)
    if weekday not in list("0123456"):
        form.errors[WEEKDAY] = "Choose a weekday."
    at = form.one(TIME)
    if not _TIME.fullmatch(at):
        form.errors[TIME] = "A time is written like 09:00."
    zone = form.text(ZONE)
    if zone not in zones.names():
        form.errors[ZONE] = "Choose a time zone, such as Europe/Berlin."
    scope = form.text(SCOPE)
    about = {"channel": form.one(ABOUT) or channel, "project": form.text(PROJECT)}.get(scope, "")
    if scope not in SCOPES:
        form.errors[SCOPE] = "Choose what it is about."
    elif scope == "channel" and not about:
        form.errors[ABOUT] = "Of which channel?"
    elif scope == "project" and not about:
        form.errors[PROJECT] = "Of which project? It is the name that usage is recorded under."
    if form.errors:
        return Wrong(form.errors)
    sections = tuple(each for each in form.several(SECTIONS) if each in SECTION_NAMES)
    return ScheduleForm(channel, person, int(weekday), time.fromisoformat(at), zone, scope, about, sections)


def _input(block: str, label: str, element: kit.Element, hint: str = "", *, needed: bool = False) -> kit.Block:
    shown: kit.Block = {
        "type": "input",
        "block_id": block,
        "label": kit.plain(label, 2_000),
        "element": {**element, "action_id": block},
        "optional": not needed,
    }
    return {**shown, "hint": kit.plain(hint, 2_000)} if hint else shown


def _channel(chosen: str) -> kit.Element:
    element: kit.Element = {
        "type": "conversations_select",
        "placeholder": kit.plain("A channel", 150),
        "filter": {"include": ["public", "private"], "exclude_external_shared_channels": True},
    }
    return {**element, "initial_conversation": chosen} if chosen else element


def _person(chosen: str) -> kit.Element:
    element: kit.Element = {"type": "users_select", "placeholder": kit.plain("A person", 150)}
    return {**element, "initial_user": chosen} if chosen else element


def _weekday(chosen: int) -> kit.Element:
    options = [kit.option(name, str(number)) for number, name in enumerate(WEEKDAY_NAMES)]
    return kit.select("", "Choose", options, str(chosen))


def _scope(chosen: str) -> kit.Element:
    return kit.select("", "Choose", [kit.option(label, value) for value, label in SCOPES.items()], chosen)


def _project(chosen: str) -> kit.Element:
    element: kit.Element = {"type": "plain_text_input", "max_length": 150}
    return {**element, "initial_value": chosen} if chosen else element


def _sections(chosen: Sequence[str], *, by_person: bool) -> kit.Element:
    offered = {name: label for name, label in SECTION_NAMES.items() if by_person or name != PEOPLE}
    options = [kit.option(label, name) for name, label in offered.items()]
    element: kit.Element = {"type": "checkboxes", "options": options}
    initial = [option for option in options if option["value"] in chosen]
    return {**element, "initial_options": initial} if initial else element


def _zones(chosen: str) -> kit.Element:
    """A menu of every zone, which Slack searches as one types; long regions are cut into groups."""
    initial = kit.option(chosen, chosen)
    return {
        "type": "static_select",
        "placeholder": kit.plain("Choose", 150),
        "option_groups": list(_groups(chosen)),
        "initial_option": initial,
    }


def _groups(chosen: str) -> Iterator[kit.Element]:
    others = [kit.option("UTC", "UTC")]
    if chosen != "UTC" and not AREAS.match(chosen):
        others.append(kit.option(chosen, chosen))
    yield {"label": kit.plain("World", 75), "options": others}
    places = sorted(name for name in zones.names() if AREAS.match(name))
    for area, names in groupby(places, lambda name: name.partition("/")[0]):
        every = list(names)
        for start in range(0, len(every), MOST_IN_GROUP):
            some = every[start : start + MOST_IN_GROUP]
            yield {"label": kit.plain(area, 75), "options": [kit.option(name, name) for name in some]}
