"""The settings form: who may open it, and what is done with it; both are decided anew when it is sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from bot.slack import blocks, forms, home
from bot.slack.blocks import SettingsForm, Wrong
from bot.slack.payloads import Payload
from bot.slack.poster import Posted
from bot.slack.service import Service
from bot.spend.audit import audited, note_prices
from bot.storage import workspaces
from bot.storage.workspaces import SettingChanges
from bot.uploads import as_file

REFUSED = "Only a manager may change the settings. App Home names the managers."

NO_AUDIT = "Only a manager may see the audit trail. App Home names the managers."
AUDIT = "Here is the audit trail: who changed budgets, settings and managers, and the prices by their days."
AUDIT_FILE = "Times are in UTC; people and channels are Slack's ids."


async def open_settings(service: Service, tap: Payload) -> None:
    """The form, for managers."""
    if not await service.permissions.may(tap.workspace, tap.user, "manage"):
        await service.writer(tap.user)(blocks.sentence(REFUSED))
        return
    now = await workspaces.get(service.desk.db, tap.workspace)
    form = SettingsForm(**asdict(now), managers=await service.permissions.managers(tap.workspace))
    await forms.show(service, tap, blocks.settings_view(form, service.live_models()))


async def send_audit(service: Service, tap: Payload) -> None:
    """The audit trail as a file, to the manager alone."""
    write = service.writer(tap.user)
    if not await service.permissions.may(tap.workspace, tap.user, "manage"):
        await write(blocks.sentence(NO_AUDIT))
        return
    db, catalog = service.desk.db, service.desk.catalog
    await note_prices(db, catalog, tap.workspace, service.clock.now())
    table = as_file(await audited(db, catalog, tap.workspace))
    outcome = await service.poster.post(tap.user, blocks.sentence(AUDIT))
    if isinstance(outcome, Posted):
        await service.poster.upload(outcome.channel, "audit-trail.csv", table, AUDIT_FILE)


def settings_sent(service: Service, form: Payload) -> forms.Sent | Wrong:
    """What is done with a form that was sent."""
    read = blocks.read_settings(forms.state_of(form))
    if isinstance(read, Wrong):
        return read
    return lambda: _save(service, form, read)


async def _save(service: Service, form: Payload, read: SettingsForm) -> None:
    workspace, user = form.workspace, form.user
    if not await service.permissions.may(workspace, user, "manage"):
        await service.writer(user)(blocks.sentence(REFUSED))
        return
    changes: SettingChanges = {
        "default_model": read.default_model if read.default_model in service.desk.catalog.models else None,
        "basis": read.basis,
        "answering_channels": read.answering_channels,
        "follow_up_channels": read.follow_up_channels,
        "by_person": read.by_person,
        "may_log": read.may_log,
        "may_set_budgets": read.may_set_budgets,
    }
    await workspaces.change(service.desk.db, workspace, user, changes, service.clock.now())
    left_out = await _set_managers(service, workspace, user, read.managers)
    if left_out:
        sentence = "Guests, bots and people from outside cannot be managers; the other settings are saved."
        await service.writer(user)(blocks.sentence(sentence))
    await home.publish(service, workspace, user)


async def _set_managers(service: Service, workspace: str, actor: str, wanted: Iterable[str]) -> list[str]:
    """Names and removes managers, unless nobody would be left; gives back those who cannot be one.

    Of whom Slack says nothing at the moment, who is one stays one.
    """
    db, now, installer = service.desk.db, service.clock.now(), service.permissions.installer
    people = [await service.people.person(workspace, user) for user in wanted]
    before = await workspaces.managers(db, workspace)
    members = [person.id for person in people if person.member]
    stay = {*members, *(person.id for person in people if not person.known and person.id in before)}
    if members:
        for user in members:
            if user != installer:
                await workspaces.name_manager(db, workspace, actor, user, now)
        for user in before:
            if user not in stay:
                await workspaces.remove_manager(db, workspace, actor, user, now, even_last=installer in members)
    return [person.id for person in people if person.id not in stay]
