"""The keys with which a workspace's services report usage: managers make them and revoke them, in a modal of the Home.

Who may is decided anew at every tap.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.slack import blocks, forms
from bot.slack.blocks import ServiceKey, Wrong, ids
from bot.slack.payloads import Payload
from bot.slack.poster import Posted
from bot.slack.service import Service
from bot.storage import keys

REFUSED = "Only a manager may make and revoke keys. App Home names the managers."
NOT_SHOWN = "Slack did not show the key in time, so it was revoked again. Please make another."


async def open_keys(service: Service, tap: Payload) -> None:
    """The workspace's keys, for managers."""
    if await _may(service, tap):
        await forms.show(service, tap, await _view(service, tap.workspace))


async def revoke_key(service: Service, tap: Payload) -> None:
    """Revokes a key, and shows those that are left."""
    if not await _may(service, tap):
        return
    await keys.revoke(service.desk.db, tap.workspace, ids.chosen(tap.action), tap.user, service.clock.now())
    view = await _view(service, tap.workspace)
    await service.poster.call(service.poster.client.views_update, view_id=tap.view.get("id"), view=view)


def key_asked(service: Service, form: Payload) -> forms.Sent | Wrong:
    """What is done with the form that asks for a key."""
    name = blocks.read_name(forms.state_of(form))
    return name if isinstance(name, Wrong) else lambda: _make(service, form, name)


async def _make(service: Service, form: Payload, name: str) -> None:
    """Makes a key and shows it; where it cannot be shown it is of no use, and revoked."""
    if not await _may(service, form):
        return
    db, now, tell = service.desk.db, service.clock.now(), service.writer(form.user)
    try:
        made, token = await keys.make(db, form.workspace, name, form.user, now)
    except keys.TooManyKeys as wrong:
        await tell(blocks.sentence(str(wrong)))
        return
    view = blocks.key_view(made.name, token)
    shown = await service.poster.call(service.poster.client.views_open, trigger_id=form.trigger, view=view)
    if not isinstance(shown, Posted):
        await keys.revoke(db, form.workspace, made.id, form.user, now)
        await tell(blocks.sentence(NOT_SHOWN))


async def _may(service: Service, tap: Payload) -> bool:
    if await service.permissions.may(tap.workspace, tap.user, "manage"):
        return True
    await service.writer(tap.user)(blocks.sentence(REFUSED))
    return False


async def _view(service: Service, workspace: str) -> Mapping[str, Any]:
    used = [each for each in await keys.of_workspace(service.desk.db, workspace) if each.revoked_at is None]
    shown = [ServiceKey(each.id, each.name, each.made_by, each.made_at.date()) for each in used]
    return blocks.keys_view(shown)
