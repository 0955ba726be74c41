"""Files of usage: what each line is read as, and what is said of those that cannot be read."""

from __future__ import annotations

import io
import json
import tracemalloc
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UsageError
from bot.spend.sources.files import Line, UsageFile
from bot.spend.usage import UsageEvent

AT = "2026-11-05T14:30:00Z"
INSTANT = datetime(2026, 11, 5, 14, 30, tzinfo=UTC)
ANSWER: dict[str, Any] = {
    "created": int(INSTANT.timestamp()),
    "data": [{"b64_json": "aGVsbG8="}, {"b64_json": "d29ybGQ="}],
    "quality": "medium",
    "size": "1024x1024",
    "usage": {
        "total_tokens": 2162,
        "input_tokens": 50,
        "output_tokens": 2112,
        "input_tokens_details": {"text_tokens": 40, "image_tokens": 10},
    },
}


def read(text: str | bytes, model: str = "") -> list[Line]:
    """The lines of a file that holds this."""
    data = text.encode() if isinstance(text, str) else text
    return list(UsageFile(Path("usage"), io.BytesIO(data), model).read())


def event(text: str | bytes, model: str = "") -> UsageEvent:
    """The one event of a file."""
    (line,) = read(text, model)
    assert not line.problem
    (found,) = line.events
    return found


def problem(text: str | bytes) -> str:
    """What is wrong with the one line of a file."""
    (line,) = read(text)
    assert not line.events
    return line.problem


def row(cells: str, header: str = "id,at,model,cost_usd") -> str:
    """A CSV file with one row."""
    return f"{header}\n{cells}\n"


def test_own_columns_in_csv() -> None:
    """Every column of our own is read; money keeps every digit, tags are name and value."""
    header = (
        "id,at,provider,model,images,calls,quality,size,batch,text_input_tokens,image_output_tokens,cost_usd,currency,"
        "person,channel,project,tags,quote"
    )
    cells = (
        "a-1,2026-11-05T15:30:00+01:00,OpenAI,gpt-image-1-mini,2,1,low,1024x1024,true,40,544,0.0043840000000000001,usd,"
        "U07ABC,design,Web,team=web; draft,q1"
    )
    assert event(row(cells, header)) == UsageEvent(
        source="import",
        key="a-1",
        at=INSTANT,
        model="gpt-image-1-mini",
        provider="OpenAI",
        quantities={"text_input": Decimal(40), "image_output": Decimal(544)},
        images=2,
        calls=1,
        quality="low",
        size="1024x1024",
        batch=True,
        stated=Decimal("0.0043840000000000001"),
        currency="usd",
        person="U07ABC",
        channel="design",
        project="Web",
        tags={"team": "web", "draft": ""},
        quote="q1",
    )


def test_own_columns_in_json() -> None:
    """A line of JSON says the same as a row; its numbers are read from the text, never as floats."""
    line = f'{{"id":"a-1","at":"{AT}","model":"gpt-image-1-mini","cost_usd":0.1000000000000000055,"tags":{{"a":"b"}}}}'
    found = event(line)
    assert (found.stated, found.tags) == (Decimal("0.1000000000000000055"), {"a": "b"})
    assert found == event(row(f"a-1,{AT},gpt-image-1-mini,0.1000000000000000055,a=b", "id,at,model,cost_usd,tags"))


def test_focus_columns() -> None:
    """A FOCUS row is usage at what was billed; times without a zone are UTC, columns we do not know are passed over."""
    header = (
        "BilledCost,BillingCurrency,ChargeCategory,ChargePeriodStart,ServiceProviderName,ResourceId,SubAccountName,"
        "Tags,RegionId,x_Person"
    )
    cells = '0.854,USD,Usage,2026-11-05 14:30:00,OpenAI,gpt-image-1-mini,Web,"{""team"": ""web""}",eu,U07ABC'
    found = event(row(cells, header))
    assert (found.at, found.model, found.provider, found.stated) == (
        INSTANT,
        "gpt-image-1-mini",
        "OpenAI",
        Decimal("0.854"),
    )
    assert (found.project, found.person, found.tags) == ("Web", "U07ABC", {"team": "web"})
    assert found.key.startswith("content:")


@pytest.mark.parametrize("category", ["Tax", "Credit", "Adjustment"])
def test_focus_charges_that_are_no_usage(category: str) -> None:
    """Taxes, credits and adjustments are refused by name."""
    header = "ChargePeriodStart,BilledCost,BillingCurrency,ChargeCategory,SkuId"
    said = problem(row(f"{AT},1,USD,{category},gpt-image-1", header))
    assert said == f'"{category}" is not usage; only Usage and Purchase are recorded.'


def test_an_images_api_answer_is_priced_by_its_tokens() -> None:
    """An answer's usage gives tokens by meter, its data the images, its time the instant."""
    found = event(json.dumps(ANSWER), model="gpt-image-1-mini")
    assert found.quantities == {"text_input": 40, "image_input": 10, "image_output": 2112}
    assert (found.images, found.at, found.model, found.quality) == (2, INSTANT, "gpt-image-1-mini", "medium")
    assert found.key.startswith("line:")


def test_an_answer_may_stand_beside_its_model() -> None:
    """{"model", "response"} names the model, an id, and who it was for."""
    found = event(json.dumps({"id": "r1", "model": "gpt-image-2", "person": "U1", "response": ANSWER}))
    assert (found.key, found.model, found.person, found.batch) == ("r1", "gpt-image-2", "U1", False)


def test_a_line_of_a_batch_output_file() -> None:
    """The Batch API's output is at the batch price; a request that failed is refused."""
    line = {"id": "batch_req_1", "custom_id": "a", "response": {"status_code": 200, "body": ANSWER}, "error": None}
    assert event(json.dumps(line), "gpt-image-1-mini").batch
    failed = problem(json.dumps({"id": "batch_req_2", "response": {"status_code": 429, "body": {}}}))
    assert failed == "The request failed with status 429."


def test_cached_tokens_and_text_output_have_their_own_meters() -> None:
    """Of 50 input tokens 30 came out of the cache; 12 output tokens are text."""
    usage = {
        "input_tokens": 50,
        "output_tokens": 1068,
        "input_tokens_details": {
            "text_tokens": 40,
            "image_tokens": 10,
            "cached_tokens_details": {"text_tokens": 25, "image_tokens": 5},
        },
        "output_tokens_details": {"image_tokens": 1056, "text_tokens": 12},
    }
    found = event(json.dumps(ANSWER | {"usage": usage}), "gpt-image-1.5")
    assert found.quantities == {
        "text_input": 15,
        "text_input_cached": 25,
        "image_input": 5,
        "image_input_cached": 5,
        "text_output": 12,
        "image_output": 1056,
    }


def test_an_svg_is_a_text_models_work() -> None:
    """What a text model used for an SVG is an event of its own."""
    drawn = {"model": "gpt-5", "input_tokens": 7, "output_tokens": 900, "reasoning_tokens": 500, "total_tokens": 907}
    (line,) = read(json.dumps(ANSWER | {"svg_usage": drawn, "model": "gpt-image-2.5-flare"}))
    image, svg = line.events
    assert svg.model == "gpt-5"
    assert svg.quantities == {"text_input": 7, "text_output": 900}
    assert svg.key == f"{image.key}/svg"


@pytest.mark.parametrize(
    ("usage", "said"),
    [
        ({"total_tokens": 9}, "usage does not add up: 9 tokens in all, not input and output together."),
        ({"input_tokens": 51}, "usage does not add up: input_tokens is 51, its details are 50."),
        ({"output_tokens": None}, "usage has no output_tokens."),
        ({"output_tokens": 1.5}, 'output_tokens is "1.5", which is not a whole number.'),
    ],
)
def test_usage_that_does_not_add_up_is_refused(usage: dict[str, Any], said: str) -> None:
    """An answer whose tokens are not the sum of their parts was cut off or changed."""
    assert problem(json.dumps(ANSWER | {"model": "gpt-image-1", "usage": ANSWER["usage"] | usage})) == said


def test_an_answer_without_a_model_says_how_to_name_it() -> None:
    """Answers do not name their model: the sentence says where to put it."""
    assert "--model" in problem(json.dumps(ANSWER))


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (f"1,{AT},gpt-image-1,NaN", 'cost_usd is "NaN", which is not a number.'),
        (f"1,{AT},gpt-image-1,1e999", 'cost_usd is "1e999", which is not a number.'),
        (f'1,{AT},gpt-image-1,"0,04"', 'cost_usd is "0,04", which is not a number.'),
        ("1,2026-11-05,gpt-image-1,1", 'at is "2026-11-05", without a zone; end it with Z or an offset like +01:00.'),
        ("1,yesterday,gpt-image-1,1", 'at is "yesterday"; write it like 2026-11-05T14:30:00Z.'),
        ("1,,gpt-image-1,1", "at is missing: when it was used, such as 2026-11-05T14:30:00Z."),
        (f"1,{AT},,1", "model is missing: what it was made with."),
        (f"1,{AT},gpt-image-1", "It has 3 cells; the header has 4."),
        (f'1,{AT},"gpt-image-1,1', "It is not CSV: unexpected end of data."),
    ],
)
def test_a_row_that_cannot_be_read(cells: str, said: str) -> None:
    """One sentence names the column and its value."""
    assert problem(row(cells)) == said


def test_lines_are_numbered_as_editors_do() -> None:
    """Blank lines and cells of several lines count; a row has the number of its first line."""
    text = f'id,at,model,project\n1,{AT},m,"two\nlines"\n\n2,{AT},m,\nbad\n'
    assert [(line.number, bool(line.problem)) for line in read(text)] == [(2, False), (5, False), (6, True)]


def test_a_quote_that_is_never_closed_swallows_one_line() -> None:
    """Rows after a stray quote are read."""
    text = f'id,at,model\n1,{AT},"m\n' + "".join(f"{number},{AT},m\n" for number in range(2, 60))
    lines = read(text)
    assert [line.number for line in lines if line.problem] == [2]
    assert len(lines) == 59


def test_a_half_written_file_keeps_what_is_whole() -> None:
    """A CSV file that ends within a row, or a JSON one within an object, loses that line alone, and says so."""
    text = row(f"1,{AT},gpt-image-1,0.5\n2,{AT},gpt-image-1,0.04")
    first, last = read(text.removesuffix("\n"))
    assert first.events
    assert last.problem.startswith("The file ends within this line")
    whole = json.dumps({"id": "1", "at": AT, "model": "m"})
    assert [line.problem for line in read(f"{whole}\n{whole[:-9]}")] == ["", "It is not JSON, or cut off."]


def test_bytes_that_are_no_text_spoil_one_line() -> None:
    """A row in Latin-1 among UTF-8 is refused alone."""
    lines = read(row(f"1,{AT},gpt-image-1,1\n2,{AT},caf\xe9,1\n3,{AT},gpt-image-1,1").encode("latin-1"))
    assert [line.problem for line in lines] == ["", "It is not UTF-8 text.", ""]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "usage is empty."),
        (b"\n \n", "usage is empty."),
        (b"[1]\n", "usage is one JSON array; write an object a line instead (JSON Lines)."),
        ("id,at,model\n".encode("utf-16"), "usage is UTF-16 text; save it as UTF-8."),
        (b"id,at,modle\n", 'usage cannot be used: "modle" is not a column; model is. docs/spend.md has the columns.'),
        (b"id,at\n", "usage cannot be used: There is no column model. docs/spend.md has the columns."),
        (b"id,at,at,model\n", "usage cannot be used: its header has 'at' twice."),
    ],
)
def test_a_file_that_cannot_be_used(data: bytes, said: str) -> None:
    """What is no file of usage at all is told in a sentence."""
    with pytest.raises(UsageError) as told:
        read(data)
    assert str(told.value) == said


def test_semicolons_and_a_byte_order_mark_are_read() -> None:
    """As spreadsheets save CSV."""
    assert event(f"\ufeffid;at;model\r\n1;{AT};gpt-image-1\r\n").key == "1"


def test_the_same_row_without_an_id_is_the_same_event() -> None:
    """Its content is the key: what is read twice is known the second time, whatever its place."""
    first, second, other = read(row(f",{AT},m,1\n,{AT},m,1.00\n,{AT},m,2"))
    assert first.events[0].key == second.events[0].key != other.events[0].key


GOOD = (
    f"id,at,model,cost_usd,tags\n1,{AT},m,1,a=b\n2,{AT},m,2,\n".encode(),
    f'ChargePeriodStart,BilledCost,BillingCurrency,SkuId,Tags\n{AT},1,USD,m,"{{""a"":""b""}}"\n'.encode(),
    b'{"at":"2026-11-05T14:30:00Z","model":"m"}\n' + json.dumps(ANSWER).encode() + b"\n",
)


@given(st.sampled_from(GOOD), st.lists(st.tuples(st.integers(0, 200), st.binary(max_size=4)), max_size=4))
def test_a_damaged_file_is_read_or_refused(good: bytes, damage: list[tuple[int, bytes]]) -> None:
    """Bytes that are replaced anywhere spoil lines, or the file; each line that is read has events or a reason."""
    data = good
    for where, what in damage:
        data = data[:where] + what + data[where + 2 :]
    with suppress(UsageError):
        for line in read(data, "m"):
            assert bool(line.events) != bool(line.problem)
            assert all(event.key and event.content for event in line.events)


class Endless(io.RawIOBase):
    """A file of many lines that is nowhere whole."""

    def __init__(self, line: bytes, lines: int) -> None:
        self._line, self._left = line, lines

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readline(self, size: int | None = -1, /) -> bytes:
        """The same line, until there are no more."""
        self._left -= 1
        return self._line if self._left >= 0 else b""

    def tell(self) -> int:
        """Nobody knows."""
        return 0


def lines_of(count: int) -> Iterator[Line]:
    """The lines of a large file."""
    text = json.dumps({"at": AT, "model": "gpt-image-1", "images": 1}).encode() + b"\n"
    return UsageFile(Path("large"), cast(BinaryIO, Endless(text, count))).read()


def test_a_large_file_needs_no_more_memory_than_a_small_one(full: bool) -> None:
    """A million lines (4,000 in the ordinary run) go by within a megabyte."""
    tracemalloc.start()
    try:
        assert sum(len(line.events) for line in lines_of(1_000_000 if full else 4_000)) >= 4_000
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


def test_a_line_without_an_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line that is too long is passed over without being held, and the next one is read."""
    monkeypatch.setattr("bot.spend.sources.files.LONGEST", 1000)
    whole = json.dumps({"at": AT, "model": "m"}).encode()
    lines = list(UsageFile(Path("x"), io.BytesIO(b'{"a":"' + b"x" * 5000 + b'"}\n' + whole)).read())
    assert [bool(line.problem) for line in lines] == [True, False]


FOCUS_ROW = "5,USD,2026-11-05,gpt-5-mini,OpenAI"
FOCUS_HEADER = "BilledCost,BillingCurrency,ChargePeriodStart,SkuId,ServiceProviderName"


@pytest.mark.parametrize(
    ("header", "first", "second"),
    [
        (f"{FOCUS_HEADER},RegionId", f"{FOCUS_ROW},eu", f"{FOCUS_ROW},us"),
        (f"{FOCUS_HEADER},ResourceId", f"{FOCUS_ROW},deploy-a", f"{FOCUS_ROW},deploy-b"),
        (f"{FOCUS_HEADER},ConsumedQuantity", f"{FOCUS_ROW},100", f"{FOCUS_ROW},900"),
        ("at,model,cost_usd,x_job", f"{AT},gpt-5-mini,5,a", f"{AT},gpt-5-mini,5,b"),
    ],
    ids=["region", "resource", "quantity", "own"],
)
def test_rows_that_differ_anywhere_are_events_of_their_own(header: str, first: str, second: str) -> None:
    """A column that is passed over still tells two rows apart; equal rows are one event."""
    keys = [line.events[0].key for line in read(f"{header}\n{first}\n{second}\n{first}\n")]
    assert (keys[0], len(set(keys))) == (keys[2], 2)


def test_a_file_without_other_columns_keeps_its_keys() -> None:
    """A file that was imported before is known, also where a column more is empty: what it says is its key."""
    for header, cells in ((FOCUS_HEADER, FOCUS_ROW), ("at,model,cost_usd", f"{AT},gpt-5-mini,5")):
        found = event(row(cells, header))
        assert found.key == f"content:{found.content.hex()}" == event(row(f"{cells},", f"{header},x_more")).key


@pytest.mark.parametrize(
    ("seconds", "why"),
    [
        (300_000_000_000, ": it may be in milliseconds, and seconds are wanted."),
        (1_762_353_000_000, ": it may be in milliseconds, and seconds are wanted."),
        (-1, "."),
    ],
)
def test_seconds_beyond_any_calendar_are_refused(seconds: int, why: str) -> None:
    """Of a time in milliseconds it is said what is wanted; it is never taken for the year 57,000."""
    line = json.dumps({"at": seconds, "model": "gpt-image-1-mini", "cost_usd": 1})
    assert problem(line) == f'at is "{seconds}", which is no time in seconds since 1970{why}'
