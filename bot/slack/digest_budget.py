"""A budget set from a weekly summary: for what the summary tells of, and told of where the summary goes."""

from __future__ import annotations

from bot.slack import blocks, forms, money, whose
from bot.slack.blocks import BudgetForm, Wrong, ids
from bot.slack.blocks.schedule import SCOPE_NAMES
from bot.slack.digests import who_is
from bot.slack.payloads import Payload
from bot.slack.service import Service
from bot.storage.budgets import NewBudget
from bot.storage.digests import Subscription


async def open_budget(service: Service, tap: Payload) -> None:
    """The form, for those who may set budgets.

    Raises:
        UsageError: there is no such summary any more, or it is not for this person.
    """
    if not await service.permissions.may(tap.workspace, tap.user, "budget"):
        await service.teller(tap.response_url, tap.user)(blocks.sentence(money.MAY_NOT_SET))
        return
    who = await who_is(service, tap.workspace, tap.user)
    about = ids.digest_of(tap.action)
    held = await service.digests.one(who, about[0] if about else "", reading=True)
    kind, id = _scope(held)
    rooms = await whose.rooms(service, [id] if kind == "channel" and id else [])
    name = f"project {id}" if kind == "project" else rooms.get(id, SCOPE_NAMES[kind])
    metadata = forms.Origin(held.id, url=tap.response_url).packed()
    await forms.show(service, tap, blocks.budget_view(name, metadata))


def budget_sent(service: Service, form: Payload) -> forms.Sent | Wrong:
    """What is done with a form that was sent."""
    read = blocks.read_budget(forms.state_of(form))
    return read if isinstance(read, Wrong) else lambda: _set(service, form, read)


async def _set(service: Service, form: Payload, read: BudgetForm) -> None:
    origin = forms.Origin.unpacked(str(form.view.get("private_metadata") or ""))
    tell = service.teller(origin.url, form.user)
    if not await service.permissions.may(form.workspace, form.user, "budget"):
        await tell(blocks.sentence(money.MAY_NOT_SET))
        return
    who = await who_is(service, form.workspace, form.user)
    held = await service.digests.one(who, origin.quote, reading=True)
    kind, id = _scope(held)
    new = NewBudget(kind, id, read.period, read.amount, held.timezone, held.channel)
    made = await service.accounts.set_budget(form.workspace, form.user, new)
    said = f"The budget is set, in days of {held.timezone}. What it reaches is said where the summary goes."
    await tell(blocks.budgets_message(said, [money.line_of(made)]))


def _scope(held: Subscription) -> tuple[str, str]:
    """Whose spend a budget counts for a summary, and its id."""
    if held.scope == "project":
        return "project", held.scope_id
    personal = held.channel[:1] in "UW"
    channel = held.scope_id or ("" if personal else held.channel)
    return ("channel", channel) if held.scope == "channel" and channel else ("workspace", "")
