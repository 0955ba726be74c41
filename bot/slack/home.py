"""App Home, its forms (settings, what is stored), and the messages tab's greeting."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Any

from slack_bolt.app.async_app import AsyncApp

from bot import zones
from bot.desk.stored import from_json
from bot.slack import blocks, digests, forms, home_spend
from bot.slack.blocks import Home, HomeQuote
from bot.slack.payloads import Payload
from bot.slack.pipeline import Visit
from bot.slack.service import Service
from bot.storage import people, quotes, seen, workspaces

LATEST = 5
"""Texts of a person's that are shown; of all others the number."""


def register(app: AsyncApp, service: Service) -> None:
    """Listens to people opening the app."""

    @app.event("app_home_opened")
    async def opened(body: dict[str, Any]) -> None:
        event, team = body["event"], str(body.get("team_id") or "")
        user, channel = str(event.get("user") or ""), str(event.get("channel") or "")
        keys = (f"event:{body['event_id']}",) if body.get("event_id") else ()
        visit = Visit("home", team, user, keys, service.writer(user))
        if event.get("tab") == "home":
            await service.pipeline.serve(visit, lambda: publish(service, team, user))
        elif event.get("tab") == "messages":
            await service.pipeline.serve(visit, lambda: _greet(service, team, channel))


async def publish(service: Service, workspace: str, user: str) -> None:
    """Draws a person's Home anew."""
    view = blocks.home_view(await _home(service, workspace, user))
    await service.poster.call(service.poster.client.views_publish, user_id=user, view=view)


async def _home(service: Service, workspace: str, user: str) -> Home:
    desk, now = service.desk, service.clock.now()
    person = await service.people.person(workspace, user)
    local = now.astimezone(_zone(person.timezone))
    start = local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    month = await quotes.of_month(desk.db, workspace, user, start, _next_month(start))
    settings = await workspaces.get(desk.db, workspace)
    asker = desk.asker(settings)
    return Home(
        today=local.date(),
        quotes=month.count,
        total=month.total,
        latest=tuple(HomeQuote(kept.content.text, kept.content.headline, kept.at) for kept in month.newest),
        default_model=asker.catalog.default_model(now).id,
        basis=asker.basis,
        prices=blocks.price_ages(asker.catalog, now),
        managers=await service.permissions.managers(workspace),
        is_manager=await service.permissions.may(workspace, user, "manage"),
        more=await _more(service, workspace, user),
    )


async def _more(service: Service, workspace: str, user: str) -> tuple[tuple[str, tuple[dict[str, Any], ...]], ...]:
    """Sections beyond quotes: what was spent and weekly summaries, for members."""
    who = await digests.who_is(service, workspace, user)
    if not who.member:
        return ()
    held = digests.lines(await service.digests.seen_by(who), service.clock.now())
    return (await home_spend.section(service, workspace, user), ("Weekly summary", blocks.home_schedules(held)))


def _zone(name: str | None) -> tzinfo:
    return zones.zone(name if name in zones.names() else "UTC")


def _next_month(start: datetime) -> datetime:
    return start.replace(year=start.year + start.month // 12, month=start.month % 12 + 1)


async def _greet(service: Service, workspace: str, channel: str) -> None:
    """Offers prompts whenever the tab is opened, and says hello in a conversation that has not begun."""
    client = service.poster.client
    await service.poster.call(
        client.assistant_threads_setSuggestedPrompts,
        channel_id=channel,
        title=blocks.PROMPTS_TITLE,
        prompts=list(blocks.PROMPTS),
    )
    said = await service.poster.read(client.conversations_history, channel=channel, limit=1)
    if said is None or said.get("messages"):
        return
    if await seen.first_sight(service.desk.db, workspace, f"greeted:{channel}", service.clock.now()):
        await service.poster.post(channel, blocks.greeting())


async def open_stored(service: Service, tap: Payload) -> None:
    """What is stored about the person."""
    held = await people.stored(service.desk.db, tap.workspace, tap.user)
    latest = [blocks.in_words(from_json(item.what)) if item.is_request else item.what for item in held.texts[:LATEST]]
    await forms.show(service, tap, blocks.stored_view(held.counts, latest))


async def remove_stored(service: Service, tap: Payload) -> None:
    """Removes it, and says so in the form."""
    await people.remove(service.desk.db, tap.workspace, tap.user)
    if view := tap.view.get("id"):
        await service.poster.call(service.poster.client.views_update, view_id=view, view=blocks.removed_view())
    await publish(service, tap.workspace, tap.user)
