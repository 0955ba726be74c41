"""An upgrade that is killed leaves the old schema and every row of it, and can be run again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.storage.migrate import revisions
from bot.storage.tables import REVISION, metadata
from tests.databases import Maker
from tests.storage.replicas import forks

HERE = Path(__file__).parent


@forks
@pytest.mark.parametrize("past", [each for each in reversed(revisions()) if each != REVISION])
def test_an_upgrade_may_be_killed(maker: Maker, past: str, full: bool) -> None:
    """From every past schema with a row in every table, on both engines: before each statement in the long form."""
    if past != "0001" and not full:
        pytest.skip("the long form")
    done = subprocess.run(
        [sys.executable, str(HERE / "upgrades.py"), maker.empty(), past, "1" if full else "9"],
        env={**os.environ, "PYTHONPATH": str(HERE.parents[1])},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
        timeout=300,
    )
    before, *killed, through = json.loads(done.stdout)
    assert killed
    assert killed == [before] * len(killed)
    version = f"alembic_version: ('{past}',)"
    rows = [line for line in before if ":" in line and line != version]
    assert rows == [line for line in through if ":" in line and "alembic_version" not in line]
    assert f"alembic_version: ('{REVISION}',)" in through
    assert {line for line in through if ":" not in line} == {*metadata.tables, "alembic_version"}
