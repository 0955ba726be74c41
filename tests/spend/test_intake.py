"""What a team's own services send, whatever it is: recorded, or refused with a sentence."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.spend.intake import NotUsage, Taken, take
from bot.spend.pricer import priced
from bot.spend.sources import columns
from bot.spend.usage import RefusedUsage, UsageEvent, check
from pricing import PricingError, built_in

NOW = datetime(2026, 11, 24, tzinfo=UTC)
CATALOG = built_in()

odd = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(min_value=10**17, max_value=10**60),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=12),
    st.sampled_from(["1e40", "-1", "0.1", "NaN", "1_000", "٣", "2026-11-05T14:30:00Z", "0001-01-01T00:00:00+23:59"]),
    st.sampled_from(["9999-12-31T23:59:59-23:59", "\ud800", "\x00", "x" * 300, "gpt-image-1-mini", "high", "USD"]),
    st.lists(st.text(max_size=5), max_size=3),
    st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=3),
)
SOUND = {"id": "job-1", "at": "2026-11-05T14:30:00Z", "model": "gpt-image-1-mini", "images": 1}
rows = st.builds(
    lambda base, more: base | more,
    st.sampled_from([{}, SOUND, SOUND | {"model": "gpt-5", "text_input_tokens": 9}]),
    st.dictionaries(st.sampled_from([*columns.COLUMNS, "x_other"]), odd, max_size=6),
)


async def recorded(events: Sequence[UsageEvent]) -> Sequence[Taken]:
    """Checked and priced, as the ledger does before it keeps them."""
    return [_recorded(event) for event in events]


def _recorded(event: UsageEvent) -> Taken:
    try:
        check(event, NOW)
        assert priced(CATALOG, event).cost >= 0
        assert event.content
    except (RefusedUsage, PricingError) as wrong:
        return Taken(event.key, "refused", str(wrong))
    return Taken(event.key, "recorded")


@given(st.lists(rows, min_size=1, max_size=4))
async def test_any_object_is_recorded_or_refused(objects: list[dict[str, Any]]) -> None:
    """Every object of an array gets its answer, in order; a refusal has a sentence, in one line."""
    taken = await take(json.dumps([SOUND, *objects, SOUND]).encode(), recorded)
    assert len(taken) == len(objects) + 2
    assert (taken[0].status, taken[-1].status) == ("recorded", "recorded")
    for each in taken:
        assert (each.status == "refused") == bool(each.reason)
        assert "\n" not in each.reason
        json.dumps(each.plain).encode()


async def test_what_is_no_object_is_refused_alone() -> None:
    """Among objects, which are recorded all the same."""
    taken = await take(json.dumps([7, SOUND, None]).encode(), recorded)
    assert [each.status for each in taken] == ["refused", "recorded", "refused"]
    assert taken[0].reason == "It is not a JSON object."


@given(st.binary(max_size=200) | st.text(max_size=50).map(str.encode))
async def test_any_body_is_answered(body: bytes) -> None:
    """Bytes that are no usage raise NotUsage, and nothing else."""
    with suppress(NotUsage):
        await take(body, recorded)
