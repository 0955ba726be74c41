"""Logs are JSON lines without people's words; what comes from outside cannot forge a line."""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path

import pytest
from sqlalchemy import update

from bot import log
from bot.storage.tables import thread_texts
from tests.reliability.processes import process
from tests.security.deeds import SAMPLE, everything, idle
from tests.security.logs import logged
from tests.slack.conftest import Office, office

WORDS = "zanzibar 100 medium square images of a zanzibar"
HOSTILE = '\n{"level": "error", "event": "forged"}\r\n\x1b[31m\x00\u2028\u202e'


async def broken(here: Office) -> None:
    """A thread whose stored request cannot be read any more, so that reading it raises with people's words in it."""
    asked = here.slack.mention("carol", "general", SAMPLE)
    await idle(here)
    quote = here.slack.thread(asked)[-1]
    await here.slack.click("carol", quote, "change.quality", "0|quality|high")
    await idle(here)
    spoilt = json.dumps({"intent": "quote", "jobs": [{"images": "zanzibar"}]})
    rows = update(thread_texts).where(thread_texts.c.kind == "set").values(text=spoilt)
    await here.bot.service.desk.db.execute(rows)
    here.slack.mention("carol", "general", f"and {WORDS}", thread_ts=asked.ts)
    await idle(here)


@pytest.mark.parametrize("level", ["info", "debug"])
async def test_no_words_of_people_are_logged(tmp_path: Path, level: str) -> None:
    """Not by any surface, nor by an error that quotes them: that is at debug only, and says so in the documentation."""
    with logged(level) as found:
        async with office(tmp_path) as here:
            await everything(here, WORDS)
            await broken(here)
        (failure,) = [line for line in found.lines if line["event"] == "visit.failed"]
        assert failure["exception"] == "ValidationError"
        assert {"id", "surface", "workspace", "at_code"} <= set(failure)
        assert ("zanzibar" in failure.get("message", "")) == (level == "debug")
        rest = "".join(json.dumps(line) for line in found.lines if line is not failure and line != failure)
        assert "zanzibar" not in rest
        if level != "debug":
            assert "zanzibar" not in found.text


async def test_people_get_the_id_that_the_log_has(tmp_path: Path) -> None:
    """And nothing else of the error."""
    with logged("info") as found:
        async with office(tmp_path) as here:
            await broken(here)
            told = here.slack.ephemerals("carol")[-1].text
        failure = found.lines[-1]
    assert failure["event"] == "visit.failed"
    assert str(failure["id"]) in told
    assert "Validation" not in told


def test_a_line_is_a_record_whatever_is_in_it() -> None:
    """Line ends, escapes and directions of writing stay inside their string, in fields, events and exceptions."""
    with logged("debug") as found:
        log.say(log.logger("x"), logging.INFO, HOSTILE, wrong=ValueError(HOSTILE), where=HOSTILE, count=3)
        logging.getLogger("library").warning("%s", HOSTILE)
    assert len(found.text.splitlines()) == len(found.lines) == 2
    assert found.text.isascii()
    assert not any(ord(character) < 32 for line in found.text.splitlines() for character in line)
    assert found.lines[0]["level"] == "info"
    assert found.lines[0]["where"] == HOSTILE


def test_a_field_does_not_replace_what_every_line_has() -> None:
    """Time and logger are the record's own."""
    with logged("info") as found:
        log.say(log.logger("x"), logging.WARNING, "it", at="1970", logger="y")
    (line,) = found.lines
    assert (line["level"], line["logger"], line["event"]) == ("warning", "pennyworth.x", "it")
    assert line["at"] != "1970"


async def test_what_people_are_called_cannot_forge_a_line(tmp_path: Path) -> None:
    """Ids are logged: one that holds a line end, as no id of Slack's does, stays in its string."""
    with logged("info") as found:
        async with office(tmp_path) as here:
            here.slack.faults.add("error", "chat.postMessage", error="channel_not_found")
            here.slack.faults.add("error", "chat.postEphemeral", error="channel_not_found")
            here.slack.mention("bob", "general", SAMPLE)
            await idle(here)
            event = here.slack.outbox.deliveries[-1].body
            event["event"] |= {"channel": f"C1{HOSTILE}", "ts": "5.5", "client_msg_id": ""}
            event["event_id"] = "Ev0OTHER"
            here.slack.outbox.repeat(here.slack.outbox.deliveries[-1])
            await idle(here)
    assert "forged" in found.text
    assert [line["event"] for line in found.lines if line["event"] == "forged"] == []


@pytest.mark.parametrize("level", ["info", "debug"])
def test_what_libraries_quote_is_left_out(level: str) -> None:
    """Up to where they begin to quote; the rest at debug only. Below a warning they say nothing."""
    with logged(level) as found:
        logging.getLogger("asyncio").error("Task exception was never retrieved\nfuture: <Task x exception='zanzibar'>")
        logging.getLogger("aiosqlite").debug("executing 'zanzibar'")
        logging.getLogger("slack_sdk.web").info("zanzibar")
    (line,) = found.lines
    assert line["event"] == "Task exception was never retrieved"
    assert ("zanzibar" in found.text) == (level == "debug")


@pytest.mark.parametrize(
    "secret",
    [
        "xoxb-1-abc", "xapp-1-A0-x", "sk-proj-abc_1", "postgresql://me:hidden1@host/db",
        "wss://wss.slack.com/link/?ticket=0a1b-2c&app_id=1", "https://hooks.slack.com/commands/T1/22/abcDEF",
    ],
)  # fmt: skip
def test_what_looks_like_a_secret_is_left_out(secret: str) -> None:
    """Tokens, keys, passwords and addresses at which whoever has them may speak; the words around them stay."""
    with logged("debug") as found:
        log.say(log.logger("x"), logging.INFO, "said", what=f"before {secret} after")
    said = found.lines[0]["what"]
    assert "[secret]" in said
    assert said.startswith("before ")
    assert not any(part in found.text for part in ("abc", "A0-x", "hidden1", "0a1b", "T1/22"))


async def test_a_crash_is_a_line_too() -> None:
    """Something nobody thought of ends the process with status 1 and one JSON line, no traceback."""
    code = (
        "import sys; from bot import run_command, app; from bot.clock import SystemClock\n"
        "async def broken(*_): raise RuntimeError('zanzibar')\n"
        "run_command.run_bot = broken; sys.exit(run_command.run(SystemClock()))"
    )
    given = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "x", "DATABASE_URL": "sqlite:////none/none.db"}
    async with process(given, (sys.executable, "-c", code)) as bot:
        assert await bot.ended() == 1
    (line,) = bot.log
    assert (line["event"], line["exception"]) == ("crashed", "RuntimeError")
    assert "zanzibar" not in json.dumps(line)
