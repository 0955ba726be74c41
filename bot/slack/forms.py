"""Modals: opened by a control or a shortcut, and what becomes of them when they are sent."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.desk.changes import Change, Fields
from bot.desk.desk import Served, commands_of
from bot.desk.stored import from_json
from bot.request import JobRequest, QuoteRequest
from bot.slack import blocks
from bot.slack.blocks import Wrong, ids
from bot.slack.payloads import Payload, keys_of
from bot.slack.pipeline import Visit
from bot.slack.poster import Posted, Rejected
from bot.slack.service import Service
from bot.storage import quotes

Sent = Callable[[], Awaitable[None]]
Reader = Callable[[Service, Payload], Sent | Wrong]
State = Mapping[str, Mapping[str, Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a form was opened from, kept in its private_metadata: the message to change, or where to answer.

    Nothing in it is trusted with more than that: whoever sends the form may only change what its workspace has.
    """

    quote: str = ""
    job: int = 0
    url: str = ""
    channel: str = ""
    ts: str = ""
    private: bool = False

    @classmethod
    def of(cls, tap: Payload, quote: str = "", job: int = 0) -> Origin:
        """The origin of a form that a tap opens."""
        return cls(quote, job, tap.response_url, tap.channel, tap.message_ts, tap.private)

    def packed(self) -> str:
        """As private_metadata."""
        return _ORIGIN.dump_json(self).decode()

    @classmethod
    def unpacked(cls, text: str) -> Origin:
        """From private_metadata; from anything else, no origin at all."""
        try:
            return _ORIGIN.validate_json(text)
        except ValidationError:
            return cls()


_ORIGIN = TypeAdapter(Origin)


def register(app: AsyncApp, service: Service, others: Mapping[str, Reader]) -> None:
    """Listens to every form that is sent; `others` reads those that are not for quotes, by callback id."""
    readers = {**_READERS, **others}

    @app.view(re.compile(".*"))
    async def sent(ack: AsyncAck, body: dict[str, Any], request: AsyncBoltRequest) -> None:
        form = Payload(body)
        read = readers.get(str(form.view.get("callback_id") or ""))
        work = read(service, form) if read else None
        if isinstance(work, Wrong):
            await ack(response_action="errors", errors=dict(work.errors))
            return
        await ack()
        if work is not None:
            visit = Visit("form", form.workspace, form.user, keys_of(request, form), service.writer(form.user))
            await service.pipeline.serve(visit, work)


async def show(service: Service, tap: Payload, view: Mapping[str, Any]) -> None:
    """Opens a modal for a tap: a new one, or on top of the one that the tap was in."""
    client = service.poster.client
    method = client.views_push if tap.view.get("type") == "modal" else client.views_open
    outcome = await service.poster.call(method, trigger_id=tap.trigger, view=view)
    if isinstance(outcome, Rejected):
        await service.writer(tap.user)(blocks.sentence("Slack did not open the form in time. Please tap again."))


async def open_builder(service: Service, tap: Payload, job: JobRequest | None = None) -> None:
    """The quote builder, empty or with a job filled in as far as it is known."""
    await show(service, tap, blocks.builder(service.live_models(), job, Origin.of(tap).packed()))


async def open_count(service: Service, tap: Payload) -> None:
    """How many images."""
    await _open_job(service, tap, counting=True)


async def open_job(service: Service, tap: Payload) -> None:
    """One of several jobs."""
    await _open_job(service, tap, counting=False)


async def _open_job(service: Service, tap: Payload, *, counting: bool) -> None:
    quote, chosen = ids.quote_of(tap.action), ids.chosen(tap.action)
    kept = await quotes.get(service.desk.db, tap.workspace, quote) if quote else None
    jobs: tuple[JobRequest, ...] = getattr(from_json(kept.content.request), "jobs", ()) if kept else ()
    index = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 5 else 0
    if kept is None or index >= len(jobs):
        await service.poster.respond(tap.response_url, blocks.gone())
        return
    origin = Origin.of(tap, kept.id, index).packed()
    if counting:
        await show(service, tap, blocks.change_count(jobs[index].images, origin))
    else:
        await show(service, tap, blocks.change_job(service.live_models(), index, jobs[index], origin))


def _built(service: Service, form: Payload) -> Sent | Wrong:
    job = blocks.read_job(state_of(form))
    if isinstance(job, Wrong):
        return job
    origin = _origin(form)

    async def work() -> None:
        place = commands_of(form.workspace, origin.channel, form.user)
        served = await service.desk.start(place, form.user, QuoteRequest((job,)))
        message = service.message(served, private=True)
        outcome = await service.poster.respond(origin.url, message) if origin.url else Rejected("no_url")
        if isinstance(outcome, Rejected):
            await service.write(form.workspace, form.user, served)

    return work


def _counted(service: Service, form: Payload) -> Sent | Wrong:
    count = blocks.read_count(state_of(form))
    if isinstance(count, Wrong):
        return count
    origin = _origin(form)
    return lambda: _apply(service, form, origin, Fields({"images": count}, origin.job))


def _job_changed(service: Service, form: Payload) -> Sent | Wrong:
    origin = _origin(form)
    job = blocks.read_job(state_of(form))
    if isinstance(job, Wrong):
        return job
    return lambda: _replace_job(service, form, origin)


async def _replace_job(service: Service, form: Payload, origin: Origin) -> None:
    kept = await quotes.get(service.desk.db, form.workspace, origin.quote)
    jobs: tuple[JobRequest, ...] = getattr(from_json(kept.content.request), "jobs", ()) if kept else ()
    before = jobs[origin.job] if 0 <= origin.job < len(jobs) else None
    job = blocks.read_job(state_of(form), before)
    if before is None:
        await redraw(service, origin, form.user, None)
    elif not isinstance(job, Wrong):
        values = {name: getattr(job, name) for name in job.__slots__}
        await _apply(service, form, origin, Fields(values, origin.job))


async def _apply(service: Service, form: Payload, origin: Origin, change: Change) -> None:
    served = await service.desk.change(form.workspace, origin.quote, form.user, change)
    await redraw(service, origin, form.user, served)


async def redraw(service: Service, origin: Origin, user: str, served: Served | None) -> None:
    """Puts the changed answer where the one it came from stands, and what others made of it meanwhile."""
    await _draw(service, origin, user, served)
    while served := served and await service.desk.newer(served):
        await _draw(service, origin, user, served)


async def _draw(service: Service, origin: Origin, user: str, served: Served | None) -> None:
    """Through the message's response URL while that lasts, then over it, else by direct message."""
    message = blocks.gone() if served is None else service.message(served, private=origin.private)
    outcome = await service.poster.respond(origin.url, message, replace=served is not None)
    if isinstance(outcome, Posted):
        return
    if not origin.private and served is not None:
        outcome = await service.poster.update(origin.channel, origin.ts, message)
    if not isinstance(outcome, Posted):
        await service.writer(user)(message)


def state_of(form: Payload) -> State:
    """What was filled in, by block."""
    state = form.view.get("state")
    values = state.get("values") if isinstance(state, Mapping) else None
    return values if isinstance(values, Mapping) else {}


def _origin(form: Payload) -> Origin:
    return Origin.unpacked(str(form.view.get("private_metadata") or ""))


_READERS: dict[str, Reader] = {
    ids.VIEW_BUILDER: _built,
    ids.VIEW_COUNT: _counted,
    ids.VIEW_JOB: _job_changed,
}
