"""What every visit goes through: how it ends, and what the person is told of that."""

from __future__ import annotations

from pathlib import Path

from bot.clock import SystemClock
from bot.errors import UsageError
from bot.metrics import Metrics
from bot.slack.blocks import Message
from bot.slack.limits import Limits
from bot.slack.pipeline import Pipeline, Visit
from bot.storage.database import Database
from bot.storage.migrate import migrate


async def told(folder: Path, wrong: Exception) -> list[str]:
    """What a person hears whose request ends so."""
    url = f"sqlite:///{folder / 'bot.db'}"
    await migrate(url)
    db, heard = Database(url), list[str]()

    async def tell(message: Message) -> None:
        heard.append(message.text)

    async def work() -> None:
        raise wrong

    await Pipeline(db, SystemClock(), Limits(SystemClock()), Metrics()).serve(Visit("tap", "T1", "U1", (), tell), work)
    await db.close()
    return heard


async def test_a_mistake_that_a_person_can_mend_is_said(tmp_path: Path) -> None:
    """Its sentence says how; it is no fault of the bot's."""
    assert await told(tmp_path, UsageError("Ask again with the change in words.")) == [
        "Ask again with the change in words."
    ]


async def test_any_other_error_has_an_id(tmp_path: Path) -> None:
    """Nothing of the error itself is said."""
    [said] = await told(tmp_path, ValueError("secret"))
    assert said.startswith("Something went wrong on my side.")
    assert "secret" not in said
