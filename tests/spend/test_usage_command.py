"""`pennyworth usage`: what it prints, and its exit status."""

from __future__ import annotations

import asyncio
import gc
import os
import re
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.cli import main
from bot.clock import SystemClock
from bot.spend.ledger import Ledger
from bot.spend.usage import LedgerEntry
from bot.storage import workspaces
from bot.storage.database import Database
from bot.storage.migrate import to_head
from pricing import built_in
from tests.databases import Postgres
from tests.spend.samples import stated
from tests.spend.sources import organization, proxy
from tests.spend.sources.organization import FakeOrganization
from tests.spend.sources.proxy import FakeProxy
from tests.spend.test_audit import own_file
from tests.storage.wire import wire

AT = "2026-11-05T14:30:00Z"
HEADER = "id,at,model,images,quality,cost_usd\n"
SETTINGS = ("OPENAI_ADMIN_KEY", "OPENAI_BASE_URL", "LITELLM_BASE_URL", "LITELLM_API_KEY", "SPEND_TEAM_ID")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder with a database of workspace T1, and nothing set but that."""
    for name in (*SETTINGS, "PENNYWORTH_PRICES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'spend.db'}")
    monkeypatch.setenv("SPEND_TEAM_ID", "T1")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_what_can_be_recorded_is_and_the_rest_is_told(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of six lines two are recorded; the others are told by line and reason. The status is 0."""
    (here / "usage.csv").write_text(
        HEADER
        + f"1,{AT},gpt-image-1-mini,3,low,0.0423\n"
        + f"2,{AT},gpt-image-1-mini,3,low,\n"
        + f"3,{AT},gpt-image-9,3,low,\n"
        + "4,2999-11-05T14:30:00Z,gpt-image-1-mini,3,low,\n"
        + f"5,{AT},gpt-image-1-mini,-3,low,\n"
        + f"6,{AT},gpt-image-1-mini,3,low\n"
    )
    assert main(["usage", "import", "usage.csv"]) == 0
    *refused, summary = capsys.readouterr().out.splitlines()
    assert summary == "usage.csv: 2 recorded, 0 known already, 4 refused."
    assert [line.split(": ")[0] for line in refused] == [f"usage.csv:{line}" for line in (4, 5, 6, 7)]
    told = " ".join(refused)
    for reason in ("gpt-image-9", "has not come yet", "less than nothing", "It has 5 cells; the header has 6."):
        assert reason in told


def test_a_second_run_changes_nothing(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file again, and twice in one command, with a line in it twice: known already."""
    (here / "a.csv").write_text(HEADER + f"1,{AT},gpt-image-1-mini,3,low,1\n1,{AT},gpt-image-1-mini,3,low,1.0\n")
    (here / "b.csv").write_text((here / "a.csv").read_text())
    assert main(["usage", "import", "a.csv", "b.csv"]) == 0
    assert main(["usage", "import", "a.csv"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "a.csv: 1 recorded, 1 known already, 0 refused.",
        "b.csv: 0 recorded, 2 known already, 0 refused.",
        "a.csv: 0 recorded, 2 known already, 0 refused.",
    ]


def test_an_id_with_other_content_is_refused(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The second of two lines with one id and two costs is told; the first stays as it is."""
    (here / "a.csv").write_text(HEADER + f"1,{AT},gpt-image-1-mini,3,low,1\n1,{AT},gpt-image-1-mini,3,low,2\n")
    assert main(["usage", "import", "a.csv"]) == 0
    refused, summary = capsys.readouterr().out.splitlines()
    assert refused.startswith("a.csv:3: ")
    assert summary == "a.csv: 1 recorded, 0 known already, 1 refused."


@pytest.mark.parametrize(("name", "data"), [("nowhere.csv", None), ("empty.csv", b""), ("strange.csv", b"a,b\n1,2\n")])
def test_a_file_that_cannot_be_used(
    here: Path, capsys: pytest.CaptureFixture[str], name: str, data: bytes | None
) -> None:
    """One sentence that names the file, and status 2."""
    if data is not None:
        (here / name).write_bytes(data)
    assert main(["usage", "import", name]) == 2
    said = capsys.readouterr()
    assert said.err.startswith(f"pennyworth: {name} ")
    assert said.err.count("\n") == 1


def test_the_only_workspace_is_the_one_whose_spend_it_is(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without SPEND_TEAM_ID: no workspace and several are told what to set, a single one is taken."""
    monkeypatch.delenv("SPEND_TEAM_ID")
    (here / "a.csv").write_text(HEADER + f"1,{AT},gpt-image-1-mini,3,low,1\n")
    assert main(["usage", "import", "a.csv"]) == 2
    assert "There is no workspace yet: set SPEND_TEAM_ID" in capsys.readouterr().err
    asyncio.run(_settle("T1"))
    assert main(["usage", "import", "a.csv"]) == 0
    asyncio.run(_settle("T2"))
    assert main(["usage", "import", "a.csv"]) == 2
    assert "There are 2 workspaces: set SPEND_TEAM_ID" in capsys.readouterr().err


async def _settle(workspace: str) -> None:
    """Makes a workspace known."""
    url = os.environ["DATABASE_URL"]
    await asyncio.to_thread(to_head, url)
    db = Database(url)
    await workspaces.name_manager(db, workspace, "U1", "U1", datetime(2026, 11, 1, tzinfo=UTC))
    await db.close()


@pytest.mark.parametrize("form", [[], ["--focus"]], ids=["own", "focus"])
def test_an_export_can_be_imported_into_another_workspace(
    form: list[str], here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is exported, even with a project that a spreadsheet would compute, is the same ledger there."""
    (here / "a.csv").write_text(
        "id,at,model,images,quality,cost_usd,person,project,tags\n"
        + f"1,{AT},gpt-image-1-mini,3,low,0.0423,U1,=1+2,team=web; draft\n"
        + f"2,{AT},gpt-image-1-mini,3,low,,U2,Web,\n"
    )
    assert main(["usage", "import", "a.csv"]) == 0
    assert main(["usage", "export", *form, "out.csv"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("out.csv: what is in the ledger from ")
    monkeypatch.setenv("SPEND_TEAM_ID", "T2")
    assert main(["usage", "import", "out.csv"]) == 0
    assert capsys.readouterr().out == "out.csv: 2 recorded, 0 known already, 0 refused.\n"
    there = [(each.event.project, each.event.person, each.cost) for each in asyncio.run(_ledger("T2"))]
    assert there == [(each.event.project, each.event.person, each.cost) for each in asyncio.run(_ledger("T1"))]
    assert {project for project, _, _ in there} == {"=1+2", "Web"}


@pytest.mark.parametrize("form", [[], ["--focus"]], ids=["own", "focus"])
def test_an_export_is_not_counted_again_where_it_came_from(
    form: list[str], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its lines are refused, with the way to record them all the same; the ledger stays as it was."""
    (here / "a.csv").write_text(HEADER + f"1,{AT},gpt-image-1-mini,3,low,0.0423\n")
    assert main(["usage", "import", "a.csv"]) == 0
    assert main(["usage", "export", *form, "out.csv"]) == 0
    capsys.readouterr()
    assert main(["usage", "import", "out.csv"]) == 0
    refused, summary = capsys.readouterr().out.splitlines()
    assert refused.startswith("out.csv:2: It was exported from this workspace, which has it already.")
    assert summary == "out.csv: 0 recorded, 0 known already, 1 refused."
    assert len(asyncio.run(_ledger("T1"))) == 1


async def _ledger(workspace: str) -> list[LedgerEntry]:
    """A workspace's entries."""
    db = Database(os.environ["DATABASE_URL"])
    ledger = Ledger(db, built_in(), SystemClock())
    found = [each async for each in ledger.entries(workspace, date(2026, 11, 1), date(2026, 11, 30))]
    await db.close()
    return sorted(found, key=lambda each: each.event.project)


def test_an_export_that_cannot_be_written_is_told(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that is not there: one sentence, status 2, and nothing is left behind."""
    assert main(["usage", "export", "nowhere/out.csv"]) == 2
    assert capsys.readouterr().err.startswith("pennyworth: nowhere/out.csv cannot be written: No such file")
    assert not (here / "nowhere").exists()


@pytest.mark.filterwarnings("ignore:.*deleted while still open:ResourceWarning")  # psycopg, of a cursor that is lost
async def test_an_export_that_is_cut_leaves_no_half_file(
    postgres: Postgres, here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """PostgreSQL is lost among the pages of entries: one sentence, status 2, and the file before it is as it was."""
    url = postgres.migrated()
    (here / "out.csv").write_text("of yesterday")
    async with wire(url, here) as line:
        monkeypatch.setenv("DATABASE_URL", line.url)
        db = Database(line.url)
        at = datetime(2026, 11, 5, tzinfo=UTC)
        await Ledger(db, built_in(), SystemClock()).record("T1", [stated(f"{n}", "1", at) for n in range(2_500)])
        await db.close()
        fetched = 0

        def second_page(sent: bytes) -> bool:
            nonlocal fetched
            fetched += b"FETCH" in sent
            return fetched == 2

        line.cut = second_page
        assert await asyncio.to_thread(main, ["usage", "export", "out.csv"]) == 2
        assert line.cuts == 1
        gc.collect()
        said = capsys.readouterr()
        assert re.fullmatch(r"pennyworth: Nothing was exported: .*\. Run it again\.\n", said.err)
        assert [each.name for each in here.glob("out*")] == ["out.csv"]
        assert (here / "out.csv").read_text() == "of yesterday"
        assert await asyncio.to_thread(main, ["usage", "export", "out.csv"]) == 0
        assert len((here / "out.csv").read_text().splitlines()) == 2_501
    postgres.done(url)


def test_without_a_source_sync_says_what_to_set(capsys: pytest.CaptureFixture[str]) -> None:
    """One sentence with the settings' names, and status 2."""
    assert main(["usage", "sync"]) == 2
    assert "OPENAI_ADMIN_KEY" in capsys.readouterr().err


@dataclass(frozen=True)
class Syncing:
    """`pennyworth usage sync` with these settings."""

    patch: pytest.MonkeyPatch
    printed: pytest.CaptureFixture[str]

    async def run(self, **settings: str) -> tuple[int, str, str]:
        """From start to end: its status and what it printed."""
        for name, value in settings.items():
            self.patch.setenv(name, value)
        status = await asyncio.to_thread(main, ["usage", "sync"])
        return status, *self.printed.readouterr()


@pytest.fixture
def sync(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Syncing:
    """The command."""
    return Syncing(monkeypatch, capsys)


async def test_sync_says_what_each_source_told(sync: Syncing) -> None:
    """Costs, images and a proxy's log; the second time they are known; a wrong key is told, and the rest is read."""
    today = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    async with FakeOrganization().running() as openai, FakeProxy().running() as litellm:
        openai.bill(today.date() - timedelta(days=3), "gpt-image-1-mini, image output", "0.85")
        openai.make(today - timedelta(days=3), "gpt-image-1-mini", 40)
        openai.make(today - timedelta(days=3), "gpt-image-9", 1)
        litellm.spend("req-1", today - timedelta(hours=3), 0.0125)
        settings = {
            "OPENAI_ADMIN_KEY": organization.KEY,
            "OPENAI_BASE_URL": openai.address,
            "LITELLM_BASE_URL": litellm.address,
            "LITELLM_API_KEY": proxy.KEY,
        }
        status, out, err = await sync.run(**settings)
        assert (status, err) == (0, "")
        lines = out.splitlines()
        assert lines[0].startswith("openai costs: 1 day billed, read to ")
        assert "gpt-image-9" in lines[1]
        assert lines[2].startswith("openai images: 1 recorded, 1 refused, read to ")
        assert lines[3].startswith("litellm log: 1 recorded, read to ")
        status, out, err = await sync.run(**settings | {"LITELLM_API_KEY": "sk-wrong"})
        assert status == 1
        assert "openai images: 1 known already, 1 refused" in out
        assert err.startswith("pennyworth: litellm log: LiteLLM does not accept the key (status 401)")
        assert "wrong" not in err


def test_the_audit_trail_is_a_file(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In place of the ledger; not with FOCUS's columns."""
    assert main(["usage", "export", "--audit", "trail.csv"]) == 0
    assert capsys.readouterr().out.startswith("trail.csv: who changed budgets and settings, and the prices")
    assert (here / "trail.csv").read_text("utf-8-sig").startswith('"at","kind","what","before","after","by"')
    with pytest.raises(SystemExit):
        main(["usage", "export", "--audit", "--focus", "trail.csv"])


def test_a_price_file_that_is_replaced_is_in_the_trail(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what it was before, though no price in it has a first day."""
    monkeypatch.setenv("PENNYWORTH_PRICES", str(here / "prices.toml"))
    for usd in ("24", "22.5"):
        (here / "prices.toml").write_text(own_file(usd))
        assert main(["usage", "export", "--audit", "trail.csv"]) == 0
    assert (
        '"price","gpt-image-2 image_output","24.00 USD for 1,000,000 tokens","22.50 USD for 1,000,000 tokens",'
        '"PENNYWORTH_PRICES"'
    ) in (here / "trail.csv").read_text("utf-8-sig")


async def test_a_sync_that_is_killed_is_taken_up_where_it_was(sync: Syncing) -> None:
    """kill -9 among the pages of images: the second run goes on, and has every image once."""
    today = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    async with FakeOrganization(most=60).running() as openai:
        for days in (4, 30, 200):
            openai.bill(today.date() - timedelta(days=days), "gpt-image-1-mini, image output", "0.85")
            openai.make(today - timedelta(days=days), "gpt-image-1-mini", days)
        settings = {"OPENAI_ADMIN_KEY": organization.KEY, "OPENAI_BASE_URL": openai.address}
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "usage", "sync"), env=os.environ | settings, cwd=Path(__file__).parents[2]
        )
        while process.returncode is None and len(openai.faults.asked) < 40:
            await asyncio.sleep(0.01)
        process.kill()
        await process.wait()
        openai.most = 10_000
        status, _, err = await sync.run(**settings)
    assert (status, err) == (0, "")
    db = Database(os.environ["DATABASE_URL"])
    found = Ledger(db, built_in(), SystemClock()).entries("T1", today.date() - timedelta(days=400), today.date())
    assert [each.event.images async for each in found] == [200, 30, 4]
    await db.close()
