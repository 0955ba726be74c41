"""The desk itself: a text, a tap or a form in, an answer out, and what has to be remembered is.

Every surface of Slack comes here; nothing here knows Slack. A place is a thread of a channel, the flat run of
a direct conversation, or one person's commands in a channel.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import NamedTuple

from bot.answer import Answer
from bot.answer.say import job_title
from bot.ask import Asker
from bot.clock import Clock
from bot.desk.accounts import Accounts
from bot.desk.changes import Change, changed
from bot.desk.overhearing import meant
from bot.desk.said import withheld
from bot.desk.stored import from_json, sound, to_json
from bot.desk.told import Told, told_in
from bot.desk.warned import Sees, Warner, nobody
from bot.errors import UsageError
from bot.language.message import LONGEST
from bot.request import Reading, Request
from bot.storage import quotes, threads, turns, workspaces
from bot.storage.database import Database
from bot.storage.places import Place
from bot.storage.quotes import Content, Kept
from bot.storage.threads import Entry, Kind
from bot.storage.turns import Said
from bot.storage.workspaces import WorkspaceSettings
from bot.uploads import Facts, ask_about, ask_later
from pricing import Catalog
from pricing.money import total
from pricing.quote import BASES, Basis

COMMANDS_LAST = timedelta(minutes=30)
"""For how long a command is a follow-up to the one before it in the same channel by the same person."""

TALK_LASTS = timedelta(hours=8)
"""The same in the flat run of a direct conversation."""

TALK, COMMANDS = "talk", "commands:"
"""Threads of their own for what Slack has no thread for: direct conversations and commands."""

BEGAN = "@"
"""In a quote's place, parts such a thread from the text that its run of follow-ups began with: a quote is one run's."""

QUICK = 400
"""Characters, with those of the thread, up to which a text is read at once; more goes to a thread of its own."""

FORGOTTEN = frozenset({"help", "unsupported"})
"""Intents of texts that nothing follows up on: they are not kept, nor is what was too long to be read."""

CONTROLLED = frozenset({"quote", "compare", "afford", "log", "clarify"})
"""Intents of answers with controls, which need the request later."""


class Served(NamedTuple):
    """An answer, its stored quote where it has controls, and the settings it was made with."""

    answer: Answer
    kept: Kept | None
    settings: WorkspaceSettings


def commands_of(workspace: str, channel: str, user: str) -> Place:
    """The place of a person's commands in a channel: Slack runs none in threads."""
    return Place(workspace, channel, f"{COMMANDS}{user}")


def talk_with(workspace: str, channel: str) -> Place:
    """The place of a direct conversation outside its threads."""
    return Place(workspace, channel, TALK)


@dataclass(frozen=True, slots=True)
class Desk:
    """Answers with the price lists, at the clock's time, by the workspace's settings; `sees` says who sees spend."""

    db: Database
    catalog: Catalog
    clock: Clock
    sees: Sees = nobody

    async def ask(self, place: Place, user: str, text: str, message_ts: str) -> Served:
        """The answer to what a person wrote; what can be followed up is remembered."""
        settings, thread = await self._standing(place)
        answer = await self._answer(self.asker(settings), text, thread)
        return await self._served(place, user, (text, message_ts), thread, answer, settings)

    async def overhear(self, place: Place, user: str, text: str, message_ts: str) -> Served | None:
        """The answer to a text in a thread that nobody addressed to the bot; None where it is not meant for it.

        It is where the thread has a question before it and the text is said like a question to the bot.
        """
        settings, thread = await self._standing(place)
        if not thread or len(text) > QUICK:
            return None
        answer = await self._answer(self.asker(settings), text, thread)
        if not meant(answer, text):
            return None
        return await self._served(place, user, (text, message_ts), thread, answer, settings)

    async def start(self, place: Place, user: str, request: Request) -> Served:
        """The answer to a request from a form.

        Raises:
            UsageError: it holds a value that nobody can choose.
        """
        request = sound(request)
        settings = await workspaces.get(self.db, place.workspace)
        answer = self._answered(settings, request)
        mark = self.mark()
        await self._set(place, user, request, mark)
        kept = await self._keep(place, user, answer, mark)
        return await self._warned(Served(answer, kept, settings), place, user)

    async def receive(self, place: Place, user: str, text: str, facts: Facts, message_ts: str) -> Served:
        """The answer to a message that brought files: what they hold is part of the request from then on."""
        settings, thread = await self._standing(place)
        entries = _entries(thread)
        answer = await asyncio.to_thread(ask_about, self.asker(settings), facts, text, entries)
        if answer.intent not in FORGOTTEN:
            await self._set(place, user, answer.reading.request, message_ts)
        kept = await self._keep(place, user, answer, message_ts)
        return await self._warned(Served(answer, kept, settings), place, user)

    async def change(self, workspace: str, quote: str, user: str, change: Change) -> Served | None:
        """The answer of a stored quote after a change, which the thread stands at from then on.

        Changes at the same time are made one after the other. None where the quote is not stored any more.

        Raises:
            UsageError: the change does not fit the quote, or is to a value that nobody can choose.
        """
        settings = await workspaces.get(self.db, workspace)
        while kept := await quotes.get(self.db, workspace, quote):
            request = sound(changed(from_json(kept.content.request), change))
            answer = self._answered(settings, request)
            if answer.question is not None and not answer.question.choices:  # it would stand where the quote was
                raise UsageError(answer.question.text)
            replaced = await quotes.replace(self.db, workspace, quote, content_of(answer), kept.version)
            if replaced is not None:
                await self._set(_conversation(kept.place), user, request, self.mark())
                return await self._warned(Served(answer, replaced, settings), replaced.place, user)
        return None

    async def begun(self, place: Place) -> bool:
        """Whether a thread has anything that can be followed up."""
        return bool(await threads.entries(self.db, place)) or await self._told(place) is not None

    async def told(self, place: Place) -> Told | None:
        """The weekly summary that the last text of a place followed up; None where it was about something else."""
        told = await self._told(place)
        return told if told and told.followed(await threads.entries(self.db, place)) else None

    async def _told(self, place: Place) -> Told | None:
        return await told_in(self.db, place, self.clock.now() - TALK_LASTS if place.thread == TALK else None)

    async def newer(self, served: Served) -> Served | None:
        """What a quote has become since it was served; None where it has not changed."""
        kept = served.kept and await quotes.get(self.db, served.kept.place.workspace, served.kept.id)
        if not kept or not served.kept or kept.version == served.kept.version:
            return None
        return await self.shown(kept.place.workspace, kept.id)

    async def settle(self, place: Place, user: str, served: Served, message_ts: str) -> None:
        """Makes a place stand at an answer that was posted there: follow-ups said there change it."""
        await self._set(place, user, served.answer.reading.request, message_ts)
        if served.kept is not None:
            where = self._kept_at(place, message_ts)
            await quotes.placed(self.db, place.workspace, served.kept.id, where, message_ts)

    async def shown(self, workspace: str, quote: str) -> Served | None:
        """A stored quote as it is answered now; None where it is not stored any more."""
        kept = await quotes.get(self.db, workspace, quote)
        if kept is None:
            return None
        settings = await workspaces.get(self.db, workspace)
        served = Served(self._answered(settings, from_json(kept.content.request)), kept, settings)
        return await self._warned(served, kept.place, kept.user)

    def mark(self) -> str:
        """Now, as Slack writes the time of a message: for what has no message of its own."""
        return f"{self.clock.now().timestamp():.6f}"

    def asker(self, settings: WorkspaceSettings) -> Asker:
        """Who answers for a workspace: with its default model and its basis."""
        catalog = self.catalog
        model = settings.default_model
        if model is not None and model in catalog.models:
            others = (name for name in catalog.default_models if name != model)
            catalog = replace(catalog, default_models=(model, *others))
        basis: Basis | None = next((each for each in BASES if each == settings.basis), None)
        return Asker(catalog, self.clock, basis)

    async def _answer(self, asker: Asker, text: str, thread: Sequence[Entry]) -> Answer:
        entries = _entries(thread)
        facts = Facts.of(entries)
        work = partial(ask_later, asker, facts) if facts else asker.ask
        read = len(text) + sum(len(entry) for entry in entries if isinstance(entry, str))
        return work(text, entries) if read <= QUICK else await asyncio.to_thread(work, text, entries)

    def _answered(self, settings: WorkspaceSettings, request: Request) -> Answer:
        return self.asker(settings).answer(Reading(request), self.clock.now())

    async def _served(
        self,
        place: Place,
        user: str,
        said: tuple[str, str],
        thread: Sequence[Entry],
        answer: Answer,
        settings: WorkspaceSettings,
    ) -> Served:
        text, message_ts = said
        kind = _kind(answer.reading)
        forgotten = answer.intent in FORGOTTEN or (answer.intent == "clarify" and len(text) > LONGEST)
        forgotten |= withheld(answer.reading.request, user, by_person=settings.by_person)
        kept = None if forgotten else Said(place, message_ts, text, kind)
        began = _began(thread, message_ts) if kind == "followed" else message_ts
        quote = (self._kept_at(place, began), content_of(answer)) if answer.intent in CONTROLLED else None
        served = Served(answer, await turns.keep(self.db, user, self.clock.now(), kept, quote), settings)
        return await self._warned(served, place, user)

    async def _warned(self, served: Served, place: Place, user: str) -> Served:
        """With what its quotes would do to budgets."""
        settings, owner = served.settings, served.kept.user if served.kept else user
        alone = place.channel.startswith("D") or place.thread.startswith(COMMANDS)
        warner = Warner(Accounts(self.db, self.catalog, self.clock), self.sees)
        by_person = settings.by_person or alone
        return served._replace(answer=await warner.warned(place, (owner, user), served.answer, by_person=by_person))

    async def _standing(self, place: Place) -> tuple[WorkspaceSettings, tuple[Entry, ...]]:
        lasts = TALK_LASTS if place.thread == TALK else COMMANDS_LAST if place.thread.startswith(COMMANDS) else None
        settings, thread = await turns.standing(self.db, place, self.clock.now() - lasts if lasts else None)
        if not thread or thread[0].kind == "followed" or place.thread == TALK:
            told = await self._told(place)  # what was posted by itself may be followed up, too
            thread = told.among(thread) if told else thread
        return settings, thread

    async def _set(self, place: Place, user: str, request: Request, mark: str) -> None:
        await threads.add(self.db, place, mark, user, to_json(request), self.clock.now(), kind="set")

    async def _keep(self, place: Place, user: str, answer: Answer, began: str) -> Kept | None:
        if answer.intent not in CONTROLLED:
            return None
        return await quotes.save(self.db, self._kept_at(place, began), user, content_of(answer), self.clock.now())

    @staticmethod
    def _kept_at(place: Place, began: str) -> Place:
        flat = place.thread == TALK or place.thread.startswith(COMMANDS)
        return replace(place, thread=f"{place.thread}{BEGAN}{began}") if flat else place


def _kind(reading: Reading) -> Kind:
    return "followed" if reading.followed else "fresh" if getattr(reading.request, "jobs", ()) else "aside"


def _entries(thread: Sequence[Entry]) -> list[str | Request]:
    """What a text is read in the light of: nothing said before the last jobs matters, but for files that came."""
    last = max((n for n, entry in enumerate(thread) if entry.kind in ("fresh", "set")), default=0)
    counted = (entry for n, entry in enumerate(thread) if n >= last or entry.kind == "set")
    return [from_json(entry.text) if entry.kind == "set" else entry.text for entry in counted]


def _began(thread: Sequence[Entry], otherwise: str) -> str:
    """The entry that the last run of follow-ups began with."""
    return next((entry.message_ts for entry in reversed(thread) if entry.kind in ("fresh", "aside")), otherwise)


def _conversation(place: Place) -> Place:
    """The place where a quote's follow-ups are said."""
    return replace(place, thread=place.thread.partition(BEGAN)[0])


def content_of(answer: Answer) -> Content:
    """What is stored of an answer: its request, and the figures that lists and digests show."""
    first = answer.quotes[0].quote if answer.quotes else None
    counted = answer.intent in ("quote", "log") and answer.total is not None
    return Content(
        request=to_json(answer.reading.request),
        text=_title(answer),
        headline=answer.total if counted else None,
        low=total(each.quote.totals.metered for each in answer.quotes) if counted else None,
        basis=first.basis if first else "metered",
        model=first.model_id if first else None,
        images=first.images if first else None,
    )


def _title(answer: Answer) -> str:
    if not answer.quotes:
        return answer.intent
    more = len({each.job for each in answer.quotes}) - 1
    return job_title(answer.quotes[0].quote) + (f" and {more} more" if more > 0 else "")
