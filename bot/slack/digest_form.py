"""The form for a weekly summary: opened for a new one or to change one, and what is done with it when it is sent.

Who may is decided anew when it is sent, for the place that it then names and for the summary that it changes.
"""

from __future__ import annotations

from bot.desk.digests import may_change
from bot.digest.subscriptions import Wanted
from bot.errors import UsageError
from bot.slack import blocks, forms, home
from bot.slack.blocks import ScheduleForm, Wrong, ids
from bot.slack.blocks.schedule_form import PEOPLE
from bot.slack.digests import check_place, introduce, scheduled, unknown_project, who_is
from bot.slack.money import NOT_BY_PERSON
from bot.slack.payloads import Payload
from bot.slack.service import Service
from bot.storage import workspaces

HOME = "home"
"""In place of a form's channel: it was opened on App Home."""


async def open_new(service: Service, tap: Payload) -> None:
    """The form for a new summary; from a channel's offer, for that channel."""
    who = await who_is(service, tap.workspace, tap.user)
    here = ids.chosen(tap.action) == "here" and may_change(who, tap.channel)
    await _open(service, tap, ScheduleForm(channel=tap.channel if here else "", zone=who.zone), manages=who.manages)


async def open_change(service: Service, tap: Payload) -> None:
    """The form for a summary that there is.

    Raises:
        UsageError: there is none such, or the person may not change it.
    """
    who = await who_is(service, tap.workspace, tap.user)
    held = await service.digests.one(who, ids.chosen(tap.action))
    personal = held.channel[:1] in "UW"
    form = ScheduleForm(
        channel="" if personal else held.channel,
        person=held.channel if personal else "",
        weekday=held.weekday,
        at=held.at,
        zone=held.timezone,
        scope=held.scope,
        scope_id=held.scope_id,
        sections=held.sections,
    )
    await _open(service, tap, form, held.id, manages=who.manages)


async def _open(service: Service, tap: Payload, form: ScheduleForm, id: str = "", *, manages: bool) -> None:
    settings = await workspaces.get(service.desk.db, tap.workspace)
    origin = forms.Origin(id, url=tap.response_url, channel=HOME if tap.view.get("type") == "home" else tap.channel)
    view = blocks.schedule_view(form, manages=manages, by_person=settings.by_person, metadata=origin.packed())
    await forms.show(service, tap, view)


def schedule_sent(service: Service, form: Payload) -> forms.Sent | Wrong:
    """What is done with a form that was sent."""
    read = blocks.read_schedule(forms.state_of(form))
    return read if isinstance(read, Wrong) else lambda: _save(service, form, read)


async def _save(service: Service, form: Payload, read: ScheduleForm) -> None:
    who = await who_is(service, form.workspace, form.user)
    origin = forms.Origin.unpacked(str(form.view.get("private_metadata") or ""))
    place = read.channel or read.person or who.id
    if may_change(who, place):  # else the refusal comes first
        await check_place(service, who.workspace, place)
    if PEOPLE in read.sections and not (await workspaces.get(service.desk.db, who.workspace)).by_person:
        raise UsageError(NOT_BY_PERSON)
    scope_id = "" if read.scope == "workspace" else read.scope_id
    wanted = Wanted(place, who.id, read.weekday, read.at, read.zone, read.scope, scope_id, read.sections)
    saved = await service.digests.save(who, wanted, origin.quote)
    if place[:1] in "UW" and not saved.room:
        await introduce(service, who, [saved])
    at_home, odd = origin.channel == HOME, await unknown_project(service, saved)
    if at_home:
        await home.publish(service, who.workspace, who.id)
    if odd or not (at_home or place == who.id):
        await service.teller(origin.url, who.id)(await scheduled(service, saved))
