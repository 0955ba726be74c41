"""Values that no control offers: they are refused, and what was stored before stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.desk.changes import Compare, Fields
from bot.errors import UsageError
from bot.slack.blocks import ids
from tests.slack.conftest import office
from tests.slack.test_quoting import SAMPLE

VALUES = ({"quality": "ultra"}, {"per": "year"}, {"prompt_words": "many"}, {"batch": "maybe"}, {"model": "none"})


@pytest.mark.parametrize("values", VALUES)
async def test_a_value_of_no_kind_leaves_the_quote_as_it_was(tmp_path: Path, values: dict[str, object]) -> None:
    """Else it could not be read back, and nothing in its thread be asked any more."""
    async with office(tmp_path) as at:
        asked = at.slack.mention("bob", "general", SAMPLE)
        quote = (await at.said(channel="general"))[0]
        row = next(block["block_id"] for block in quote.blocks if block["type"] == "actions")
        kept, desk, team = ids.quote_of({"block_id": row}) or "", at.bot.service.desk, at.slack.workspace.team
        with pytest.raises(UsageError, match=r"no choice I know|no model called 'none'"):
            await desk.change(team, kept, "U1", Fields(values))
        assert await desk.change(team, kept, "U1", Compare())
        at.slack.mention("bob", "general", "and in high?", thread_ts=asked.ts)
        assert "high" in (await at.said(channel="general", after=1))[0].text
