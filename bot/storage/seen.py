"""What was handled already: a key is new once, whoever asks and however often."""

from __future__ import annotations

from datetime import datetime
from secrets import token_hex

from sqlalchemy.dialects.postgresql import insert  # SQLite reads the same words

from bot.storage.database import Database
from bot.storage.sweep import sweep
from bot.storage.tables import seen


async def first_sight(db: Database, workspace: str, key: str, at: datetime) -> bool:
    """Whether nobody saw this key (an event's id, a message, a command's signature) before; it is seen now.

    Raises:
        StorageError: it is not known; the key may be seen.
    """
    new = insert(seen).values(workspace=workspace, key=key, claim=token_hex(8), at=at)
    # When the answer to a commit was lost, the retry finds its own claim and is still first.
    mine = new.on_conflict_do_update(
        index_elements=[seen.c.workspace, seen.c.key],
        set_={"claim": new.excluded.claim},
        where=seen.c.claim == new.excluded.claim,
    )
    return bool(await db.execute(mine.returning(seen.c.key)))


async def forget_seen(db: Database, before: datetime) -> int:
    """Forgets what was seen before an instant, in every workspace; how many keys that were."""
    return await sweep(db, seen, before)
