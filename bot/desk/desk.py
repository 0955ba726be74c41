"""The desk itself: a text, a tap or a form in, an answer out, and what has to be remembered is.

Every surface of Slack comes here; nothing here knows Slack. A place is a thread of a channel, the flat run of
a direct conversation, or one person's commands in a channel.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import NamedTuple

from bot.answer import Answer
from bot.answer.say import text as words_of
from bot.ask import Asker
from bot.clock import Clock
from bot.desk.changes import Change, changed
from bot.desk.overhearing import meant
from bot.desk.stored import from_json, to_json
from bot.request import Request
from bot.storage import quotes, threads, workspaces
from bot.storage.database import Database
from bot.storage.quotes import Content, Kept
from bot.storage.threads import Place
from bot.storage.workspaces import WorkspaceSettings
from pricing import Catalog
from pricing.quote import BASES, Basis

COMMANDS_LAST = timedelta(minutes=30)
"""For how long a command is a follow-up to the one before it in the same channel by the same person."""

TALK_LASTS = timedelta(hours=8)
"""The same in the flat run of a direct conversation."""

QUICK = 400
"""Characters up to which a text is read and priced at once; longer ones go to a thread of their own."""

FORGOTTEN = frozenset({"help", "unsupported"})
"""Intents of texts that nothing follows up on: they are not kept."""

CONTROLLED = frozenset({"quote", "compare", "afford", "log", "clarify"})
"""Intents of answers with controls, which need the request later."""


class Served(NamedTuple):
    """An answer, its stored quote where it has controls, and the settings it was made with."""

    answer: Answer
    kept: Kept | None
    settings: WorkspaceSettings


def commands_of(workspace: str, channel: str, user: str) -> Place:
    """The place of a person's commands in a channel: Slack runs none in threads."""
    return Place(workspace, channel, f"commands:{user}")


def talk_with(workspace: str, channel: str) -> Place:
    """The place of a direct conversation outside its threads."""
    return Place(workspace, channel, "talk")


@dataclass(frozen=True, slots=True)
class Desk:
    """Answers with the price lists, at the clock's time, by the workspace's settings."""

    db: Database
    catalog: Catalog
    clock: Clock

    async def ask(self, place: Place, user: str, text: str, message_ts: str) -> Served:
        """The answer to what a person wrote; what can be followed up is remembered."""
        settings = await workspaces.get(self.db, place.workspace)
        answer = await self._answer(self.asker(settings), text, await self._thread(place))
        if answer.intent not in FORGOTTEN:
            await threads.add(self.db, place, message_ts, user, text, self.clock.now())
        return Served(answer, await self._keep(place, user, answer), settings)

    async def overhear(self, place: Place, user: str, text: str, message_ts: str) -> Served | None:
        """The answer to a text in a thread that nobody addressed to the bot; None where it is not meant for it.

        It is where the thread has a question before it and the text is said like a question to the bot.
        """
        thread = await self._thread(place)
        if not thread or len(text) > QUICK:
            return None
        settings = await workspaces.get(self.db, place.workspace)
        answer = await self._answer(self.asker(settings), text, thread)
        if not meant(answer, text):
            return None
        await threads.add(self.db, place, message_ts, user, text, self.clock.now())
        return Served(answer, await self._keep(place, user, answer), settings)

    async def start(self, place: Place, user: str, request: Request, mark: str) -> Served:
        """The answer to a request from a form."""
        settings = await workspaces.get(self.db, place.workspace)
        answer = self.asker(settings).answer(request)
        await self._set(place, user, request, mark)
        return Served(answer, await self._keep(place, user, answer), settings)

    async def change(self, workspace: str, quote: str, user: str, change: Change, mark: str) -> Served | None:
        """The answer of a stored quote after a change, which the thread stands at from then on.

        None where the quote is not stored any more.

        Raises:
            UsageError: the change does not fit the quote.
        """
        kept = await quotes.get(self.db, workspace, quote)
        if kept is None:
            return None
        settings = await workspaces.get(self.db, workspace)
        request = changed(from_json(kept.content.request), change)
        answer = self.asker(settings).answer(request)
        replaced = await quotes.replace(self.db, workspace, quote, content_of(answer))
        await self._set(kept.place, user, request, mark)
        return Served(answer, replaced, settings)

    async def shown(self, workspace: str, quote: str) -> Served | None:
        """A stored quote as it is answered now; None where it is not stored any more."""
        kept = await quotes.get(self.db, workspace, quote)
        if kept is None:
            return None
        settings = await workspaces.get(self.db, workspace)
        return Served(self.asker(settings).answer(from_json(kept.content.request)), kept, settings)

    def asker(self, settings: WorkspaceSettings) -> Asker:
        """Who answers for a workspace: with its default model and its basis."""
        catalog = self.catalog
        model = settings.default_model
        if model in catalog.models:
            others = (name for name in catalog.default_models if name != model)
            catalog = replace(catalog, default_models=(model, *others))
        basis: Basis | None = next((each for each in BASES if each == settings.basis), None)
        return Asker(catalog, self.clock, basis)

    async def _answer(self, asker: Asker, text: str, thread: Sequence[str | Request]) -> Answer:
        if len(text) <= QUICK:
            return asker.ask(text, thread)
        return await asyncio.to_thread(asker.ask, text, thread)

    async def _thread(self, place: Place) -> list[str | Request]:
        lasts = {"talk": TALK_LASTS}.get(place.thread, COMMANDS_LAST if place.thread.startswith("commands:") else None)
        since = self.clock.now() - lasts if lasts else None
        entries = await threads.entries(self.db, place, since)
        return [from_json(entry.text) if entry.is_request else entry.text for entry in entries]

    async def _set(self, place: Place, user: str, request: Request, mark: str) -> None:
        await threads.add(self.db, place, mark, user, to_json(request), self.clock.now(), is_request=True)

    async def _keep(self, place: Place, user: str, answer: Answer) -> Kept | None:
        if answer.intent not in CONTROLLED:
            return None
        return await quotes.save(self.db, place, user, content_of(answer), self.clock.now())


def content_of(answer: Answer) -> Content:
    """What is stored of an answer: its request, and the figures that lists and digests show."""
    first = answer.quotes[0].quote if answer.quotes else None
    counted = answer.intent in ("quote", "log") and answer.total is not None
    return Content(
        request=to_json(answer.reading.request),
        text=words_of(answer)[:500],
        headline=answer.total if counted else None,
        basis=first.basis if first else "metered",
        model=first.model_id if first else None,
        images=first.images if first else None,
    )
