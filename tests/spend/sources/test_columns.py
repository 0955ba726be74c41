"""What docs/spend.md says of our own columns is so."""

from __future__ import annotations

import json
import re
from pathlib import Path

from bot.spend.sources.columns import COLUMNS, event_of

SPEND = (Path(__file__).parents[3] / "docs" / "spend.md").read_text("utf-8")


def test_every_column_is_described() -> None:
    """The table of the document has each column, and no other."""
    table = SPEND[SPEND.index("| column | what |") : SPEND.index("Other columns must begin")]
    rows = [line.split("|")[1] for line in table.splitlines()[2:] if line]
    assert sorted(name for row in rows for name in re.findall(r"`(\w+)`", row)) == sorted(COLUMNS)


def test_the_example_of_a_report_is_an_event() -> None:
    """What the document sends with curl can be recorded."""
    found = re.search(r"-d '(\{.*?\})'", SPEND, re.DOTALL)
    assert found is not None
    event = event_of(json.loads(found[1]), "api")
    assert (event.key, event.images, event.person) == ("job-4711", 4, "U012AB3CD")
