"""The texts that a question is made of: its own, and those before it that it follows up."""

from __future__ import annotations

from bot.request import Request, SpendRequest
from bot.storage import threads
from bot.storage.database import Database
from bot.storage.places import Place
from bot.storage.threads import Entry


async def texts_of(db: Database, place: Place, user: str, text: str, *, followed: bool) -> tuple[Entry, ...]:
    """These texts with who said them, the newest first; `followed` says whether the question was read as a follow-up.

    Raises:
        StorageError: they cannot be read.
    """
    this = Entry("", "followed", text, user)
    if not followed:
        return (this,)
    entries = await threads.entries(db, place)
    began = max((n for n, entry in enumerate(entries) if entry.kind != "followed"), default=0)
    return (this, *(entry for entry in reversed(entries[began:]) if entry.kind != "set"))


def withheld(request: Request, user: str, *, by_person: bool) -> bool:
    """Whether a question is about figures by person that are off: it is refused, so that nothing follows up on it."""
    if by_person or not isinstance(request, SpendRequest):
        return False
    return request.by == "user" or request.user not in (None, user)
