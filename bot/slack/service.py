"""What every surface works with, and how an answer becomes a message in its place."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot import log
from bot.clock import Clock
from bot.desk.accounts import Accounts
from bot.desk.desk import Desk, Served, talk_with
from bot.desk.digests import Digests
from bot.digest.delivery import Courier
from bot.metrics import Metrics
from bot.slack import blocks
from bot.slack.blocks import Controls, Message
from bot.slack.people import People
from bot.slack.permissions import Permissions
from bot.slack.pipeline import Pipeline, Tell
from bot.slack.poster import Outcome, Posted, Poster, Rejected
from bot.storage import quotes, workspaces
from bot.storage.places import Place
from bot.uploads import Intake

_LOG = log.logger("slack")
PATIENCE = 1.0
"""Seconds of work after which people are told that the bot is at it."""


@dataclass(frozen=True, slots=True)
class Service:
    """The parts that surfaces share."""

    desk: Desk
    accounts: Accounts
    digests: Digests
    courier: Courier
    poster: Poster
    people: People
    permissions: Permissions
    pipeline: Pipeline
    metrics: Metrics
    clock: Clock

    def message(self, served: Served, *, private: bool = False, intake: Intake | None = None) -> Message:
        """An answer as a message, with what its files held; `private`: one person alone sees it, who may share it."""
        self.metrics.answers.labels(served.answer.intent).inc()
        kept = served.kept
        controls = Controls(kept.id, self.desk.catalog, kept.version, private) if kept else None
        if intake is None:
            return blocks.render(served.answer, controls)
        return blocks.file_message((*intake.sentences(), *intake.refused), served.answer, controls)

    async def reply(
        self,
        place: Place,
        served: Served,
        thread: str | None,
        user: str,
        *,
        intake: Intake | None = None,
        message: Message | None = None,
    ) -> None:
        """Posts an answer where it was asked, after what its files held; else the person gets it by direct message."""
        message = message or self.message(served, intake=intake)
        outcome = await self.poster.post(place.channel, message, thread)
        if isinstance(outcome, Posted):
            if served.kept is not None:
                await quotes.placed(self.desk.db, place.workspace, served.kept.id, served.kept.place, outcome.ts)
            return
        log.say(_LOG, logging.WARNING, "reply.failed", outcome=outcome, channel=place.channel)
        if isinstance(outcome, Rejected):
            await self._settled(place.workspace, user, served, await self.poster.post(user, message))

    async def write(self, workspace: str, user: str, served: Served, message: Message | None = None) -> None:
        """Sends an answer by direct message, where its follow-ups are said then."""
        message = message or self.message(served)
        await self._settled(workspace, user, served, await self.poster.post(user, message))

    async def _settled(self, workspace: str, user: str, served: Served, outcome: Outcome) -> None:
        if isinstance(outcome, Posted):
            await self.desk.settle(talk_with(workspace, outcome.channel), user, served, outcome.ts)

    def live_models(self) -> tuple[str, ...]:
        """The models that menus offer."""
        return tuple(model.id for model in self.desk.catalog.live(self.clock.now()))

    @asynccontextmanager
    async def at_work(self, channel: str, thread: str | None) -> AsyncIterator[None]:
        """Says in the thread that the bot is working, once that has taken longer than people like to wait."""

        async def tell() -> None:
            await asyncio.sleep(PATIENCE)
            await self.poster.call(
                self.poster.client.assistant_threads_setStatus,
                channel_id=channel,
                thread_ts=thread,
                status=blocks.WORKING,
            )

        telling = asyncio.create_task(tell()) if thread else None
        try:
            yield
        finally:
            if telling is not None:
                telling.cancel()
                await asyncio.gather(telling, return_exceptions=True)

    async def elsewhere(self, workspace: str, channel: str) -> Message | None:
        """Where to ask instead, if the managers chose channels and this is none of them; direct messages always are."""
        chosen = (await workspaces.get(self.desk.db, workspace)).answering_channels
        if chosen is None or channel in chosen or channel.startswith("D"):
            return None
        return blocks.elsewhere(chosen)

    def teller(self, response_url: str, user: str) -> Tell:
        """Says something to the person alone, through a response URL, else by direct message."""

        async def tell(message: Message) -> object:
            outcome = await self.poster.respond(response_url, message)
            return await self.poster.post(user, message) if isinstance(outcome, Rejected) else outcome

        return tell

    def whisperer(self, channel: str, user: str, thread: str | None) -> Tell:
        """Says something to the person alone, in a channel where both are, else by direct message."""

        async def tell(message: Message) -> object:
            outcome = await self.poster.whisper(channel, user, message, thread)
            return await self.poster.post(user, message) if isinstance(outcome, Rejected) else outcome

        return tell

    def writer(self, user: str) -> Tell:
        """Says something to the person by direct message."""

        async def tell(message: Message) -> object:
            return await self.poster.post(user, message)

        return tell
