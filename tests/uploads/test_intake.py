from itertools import repeat
from typing import Any

import pytest

from bot.uploads import Facts, Intake, Picture, Upload, UploadRefused, read_limited, receive, take_in
from pricing import PromptSet, Size
from tests.uploads.headers import png, stream

CSV = Upload("a.csv", b"id,prompt\n1,a red fox\n2,a red fox in snow\n3,a red fox\n4,\n")


def test_files_are_taken_together() -> None:
    """Prompts of two files are one list in their order, pictures are references, the rest is refused by name."""
    taken = take_in(
        [
            CSV,
            Upload("b.txt", b"a grey owl"),
            Upload("c.png", png(800, 600)),
            Upload("clipboard", png(61, 47)),
            Picture("d.jpg", "JPEG", Size(4, 3)),
            Upload("e.zip", b"PK\x03\x04"),
            UploadRefused("f.csv", "is gone."),
        ]
    )
    assert taken.counted
    assert [prompt.text for prompt in taken.counted.prompts] == [
        "a red fox",
        "a red fox in snow",
        "a red fox",
        "a grey owl",
    ]
    assert taken.facts == Facts(PromptSet(4, 14, 17), (Size(800, 600), Size(61, 47), Size(4, 3)))
    assert [sentence.partition(" ")[0] for sentence in taken.refused] == ["e.zip", "f.csv"]
    assert taken.sentences() == (
        "4 prompts of 14 tokens together (3 to 5 each, half of them up to 3), counted by tiktoken.",
        "1 prompt repeats an earlier one word for word; each is counted.",
        "c.png is 800x600, as a reference image.",
        "clipboard is 61x47, as a reference image.",
        "d.jpg is 4x3, as a reference image.",
        "a.csv: One prompt a row, from the column “prompt”.",
        "a.csv: Rows without a prompt, left out: 1.",
        "b.txt: One prompt a line.",
    )


def test_nothing_that_can_be_read() -> None:
    """Where every file is refused there are no facts, and a sentence for each file."""
    taken = take_in([Upload("a.zip", b"PK\x03\x04"), Upload("b.txt", b"")])
    assert not taken.facts
    assert (taken.sentences(), len(taken.refused)) == ((), 2)
    assert take_in([]) == Intake()


def test_a_single_prompt_is_said() -> None:
    """One prompt has no spread, and nothing else to say."""
    taken = take_in([Upload("a.txt", b"a red fox")])
    assert taken.sentences() == ("1 prompt of 3 tokens, counted by tiktoken.", "a.txt: One prompt a line.")


def test_odd_prompts_are_said() -> None:
    """Outliers and repeated prompts are sentences of their own."""
    lines = ["a red fox"] * 9 + ["a red fox " * 50]
    assert take_in([Upload("a.txt", "\n".join(lines).encode())]).sentences()[1:3] == (
        "Prompt 10 is 150 tokens, 50.0 times the middle of 3.",
        "8 prompts repeat an earlier one word for word; each is counted.",
    )


def test_limits_are_those_of_a_message() -> None:
    """20,000 prompts, 10 million characters and 20 files; what is too much is named."""
    half = b"a\n" * 10_001
    taken = take_in([Upload("a.txt", half), Upload("b.txt", half), Upload("c.txt", b"a")])
    assert taken.facts.prompts == PromptSet(10_002, 10_002, 1)
    assert taken.refused == ("b.txt is left out: the files together hold over 20,000 prompts.",)
    large = [Upload(name, (name + "x" * 99_000 + "\n").encode() * 50) for name in ("a.txt", "b.txt", "c.txt")]
    assert take_in(large).refused == ("c.txt is left out: the files together hold over 10,000,000 characters.",)
    many = take_in([Upload(f"{number}.txt", b"a") for number in range(30)])
    assert len(many.files) == 20
    assert many.refused == ("The rest is left out; at most 20 files are read at once.",)


async def test_received_by_its_kind() -> None:
    """A text is read whole, a picture to its dimensions; neither is more than a value."""
    assert await receive("a.txt", stream([b"a red", b" fox"])) == Upload("a.txt", b"a red fox")
    assert await receive("a.png", stream([png(9, 9)])) == Picture("a.png", "PNG", Size(9, 9))


@pytest.mark.parametrize(
    ("name", "chunks", "size", "said"),
    [
        ("a.zip", repeat(b"x"), None, "a.zip is not a kind of file that is read"),
        ("a.txt", repeat(b"x" * 100_000), None, "a.txt is over 5 MB"),
        ("a.txt", repeat(b""), None, "a.txt is over 5 MB"),
        ("a.txt", [], 5_000_001, "a.txt is over 5 MB"),
        ("a.png", [], 20_000_001, "a.png is over 20 MB"),
        ("a.png", repeat(b"<svg>" * 10_000), 1, "a.png is an SVG drawing"),
    ],
)
async def test_refused_on_the_way(name: str, chunks: Any, size: int | None, said: str) -> None:
    """What is too large by its word, endless or of no kind is a refusal, with no more read than its limit."""
    found = await receive(name, stream(chunks), size)
    assert isinstance(found, UploadRefused)
    assert str(found).startswith(said)


@pytest.mark.parametrize(("length", "fits"), [(0, True), (9, True), (10, True), (11, False)])
async def test_streams_are_read_to_their_limit(length: int, fits: bool) -> None:
    """As many bytes as the limit are read, one more is refused, wherever chunks end."""
    for size in (1, 3, 11):
        chunks = [b"x" * min(size, length - start) for start in range(0, length, size)]
        if fits:
            assert await read_limited("a", stream(chunks), 10) == b"x" * length
        else:
            with pytest.raises(UploadRefused):
                await read_limited("a", stream(chunks), 10)
