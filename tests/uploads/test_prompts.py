import codecs
import re
from contextlib import suppress
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.uploads import UploadRefused, lines_of, prompts_of


def texts(name: str, content: str) -> tuple[str, ...]:
    """The prompts in a file of UTF-8 text."""
    return prompts_of(name, content.encode()).texts


def refused(name: str, data: bytes) -> str:
    """The sentence that a file is refused with."""
    with pytest.raises(UploadRefused) as wrong:
        prompts_of(name, data)
    return str(wrong.value)


@pytest.mark.parametrize(
    ("content", "prompts"),
    [
        ("a red fox\na grey owl\n", ("a red fox", "a grey owl")),
        ("\n  a red fox \r\n\r\n\ta grey owl\rone more", ("a red fox", "a grey owl", "one more")),
        ("1. a red fox\n2) a grey owl", ("a red fox", "a grey owl")),
        ("- a red fox\n\n- a grey owl", ("a red fox", "a grey owl")),
        ("- a red fox\na grey owl", ("- a red fox", "a grey owl")),
        ("a\u2028b\x0bc\x85d", ("a\u2028b\x0bc\x85d",)),
        ("35mm photo\n50mm photo", ("35mm photo", "50mm photo")),
    ],
)
def test_one_prompt_a_line(content: str, prompts: tuple[str, ...]) -> None:
    """Blank lines and spaces around do not count, nor do bullets or numbers that every line has."""
    assert texts("a.txt", content) == prompts


def test_wrapped_paragraphs_are_prompts() -> None:
    """Where blank lines part paragraphs and no line had room for the next word, a paragraph is a prompt."""
    first = "a red fox in the snow at dawn, its breath\nvisible"
    second = "a grey owl on a branch of an oak, seen from\nbelow"
    found = prompts_of("a.txt", f"{first}\n\n{second}\n".encode())
    assert found.texts == (first.replace("\n", " "), second.replace("\n", " "))
    assert found.how == "One prompt a paragraph: its lines are wrapped."


@pytest.mark.parametrize(
    "content",
    [
        "a red fox\na grey owl in the snow, seen from below, at dawn\nin snow\n\nanother",
        "a fox\n\nan owl\n\na cat",
        "a " * 70 + "\nb\n\n" + "c " * 70,
        "\n\n".join(
            f"a photo of product {n} on a white background\na photo of product {n} on a green background"
            for n in (1, 2)
        ),
        "a fox\nin snow\n\nan owl",
    ],
    ids=["room left", "single lines", "long lines", "all of a length", "narrow"],
)
def test_lines_that_are_not_wrapped_are_prompts(content: str) -> None:
    """Blank lines between groups of prompts do not join them."""
    assert len(texts("a.txt", content)) == len([line for line in content.split("\n") if line])


@pytest.mark.parametrize(
    ("data", "prompts", "notes"),
    [
        (codecs.BOM_UTF8 + "ein Füchslein\n".encode(), ("ein Füchslein",), ()),
        ("ein Füchslein\n".encode("utf-16"), ("ein Füchslein",), ()),
        (codecs.BOM_UTF16_BE + "ein Füchslein".encode("utf-16-be"), ("ein Füchslein",), ()),
        ("ein Füchslein".encode("utf-32"), ("ein Füchslein",), ()),
        (
            "“Füchslein” – 5 €".encode("cp1252"),
            ("“Füchslein” – 5 €",),
            ("The file is not UTF-8; it was read as Windows-1252.",),
        ),
    ],
)
def test_encodings(data: bytes, prompts: tuple[str, ...], notes: tuple[str, ...]) -> None:
    """Marks tell UTF-8, UTF-16 and UTF-32; what is none of them is Windows-1252, and that is said."""
    found = prompts_of("a.txt", data)
    assert (found.texts, found.notes) == (prompts, notes)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.txt", b"", "a.txt is empty."),
        ("a.txt", b" \n\n ", "a.txt holds no prompts."),
        ("a.txt", b"a\0b", "a.txt holds NUL characters, so it is no plain text; save it as UTF-8."),
        ("a.txt", "ab".encode("utf-16-le"), "a.txt holds NUL characters, so it is no plain text; save it as UTF-8."),
        ("a.txt", b"a\x1b[31mb", "a.txt holds control characters (U+001B), so it is no plain text."),
        ("a.txt", b"caf\xe9 \x81", "a.txt is in an encoding that is not known; save it as UTF-8."),
        ("a.txt", codecs.BOM_UTF16_LE + b"a", "a.txt begins as UTF-16 text and is damaged."),
        ("a.txt", codecs.BOM_UTF8 + b"\xff", "a.txt begins as UTF-8 text and is damaged."),
        ("a.csv", b"PK\x03\x04rest", "a.csv is a ZIP archive or Office document by its content"),
        ("a.txt", b"%PDF-1.7", "a.txt is a PDF by its content"),
        ("a.md", b"\x89PNG\r\n\x1a\n", "a.md is a PNG picture by its content"),
        ("a.txt", b"RIFF....WEBP", "a.txt is a WebP picture by its content"),
        ("a.txt", b"RIFF....WAVE", "a.txt is a sound or video by its content"),
        ("a.txt", b"\0\0\0\x18ftypheic", "a.txt is a HEIC picture by its content"),
        ("a.txt", b"\0\0\0\x18ftypisom", "a.txt is a video by its content"),
        ("a.txt", b"BM\0\0\0", "a.txt is a BMP picture by its content"),
        ("a.txt", b"\x1f\x8b\x08", "a.txt is a gzip archive by its content"),
        ("a.txt", b"<!DOCTYPE html><title>Sign in", "a.txt is a web page by its content"),
        ("a.txt", codecs.BOM_UTF8 + b" \n<svg onload=1>", "a.txt is an SVG drawing by its content"),
        ("a.txt", b"a\n" * 200_001, "a.txt has over 200,000 lines, the most that are read; split it."),
        ("a.txt", b"a\n" * 20_001, "a.txt holds over 20,000 prompts, the most that are counted; split it."),
        ("a.txt", b"a" * 5_000_001, "a.txt is over 5 MB, the most that is read; split it or send a smaller one."),
        (
            "a.txt",
            b"ok\n" + b"a" * 100_001,
            "a.txt cannot be counted: prompt 2 has 100,001 characters, at most 100,000 are.",
        ),
        ("a.zip", b"PK\x03\x04", "a.zip is not a kind of file that is read; send prompts as .txt"),
        ("a.txt.exe", b"a", "a.txt.exe is not a kind of file that is read"),
    ],
    ids=lambda value: ascii(value[:24]) if isinstance(value, bytes) else value[:40],
)
def test_refusals(name: str, data: bytes, said: str) -> None:
    """What is no list of prompts is refused in one sentence that names the file and why."""
    sentence = refused(name, data)
    assert sentence.startswith(said)
    assert sentence.endswith(".")
    assert len(sentence) < 250


@pytest.mark.parametrize("text", ["BM is short for benchmark", "ID3 tags as art", "BZh, a monster"])
def test_words_that_begin_like_files_are_text(text: str) -> None:
    """BM, ID3 and BZh begin words, too."""
    assert texts("a.txt", text) == (text,)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("a\u202etxt.exe\nb.zip", "atxt.exe b.zip"),
        ("C:\\x\\a.zip", "a.zip"),
        ("", "The file"),
        ("a" * 300 + ".zip", "a" * 60 + "…" + "a" * 15 + ".zip"),
    ],
)
def test_name_in_a_refusal(name: str, shown: str) -> None:
    """A name is shown without folders, controls and direction marks, and cut in its middle."""
    assert refused(name, b"\0").startswith(shown + " ")


def test_name_decides_the_kind() -> None:
    """The end of the name, in any case, says how a file is read; one without an end is read as lines."""
    content = "prompt,seed\na red fox,1\n"
    assert texts("A.CSV", content) == ("a red fox",)
    assert texts("a.txt", content) == texts("Untitled", content) == ("prompt,seed", "a red fox,1")


def test_pasted_lines() -> None:
    """A pasted text is read as a file of lines is."""
    assert lines_of("1. a red fox\r\n2. a grey owl\n") == ("a red fox", "a grey owl")
    assert lines_of("") == ()


@given(st.lists(st.from_regex(re.compile(r"[a-z]([ -~]{0,20}[a-z])?", re.ASCII), fullmatch=True), min_size=1))
def test_lines_come_back(prompts: list[str]) -> None:
    """Prompts written one a line are read back one by one, whatever their line ends."""
    for end in ("\n", "\r\n", "\r"):
        assert list(prompts_of("a.txt", end.join(prompts).encode()).texts) == prompts


@given(st.sampled_from(["a.txt", "a.csv", "a.md", "a.tsv", "a"]), st.binary(max_size=400) | st.text().map(str.encode))
def test_any_bytes_are_prompts_or_refused(name: str, data: bytes) -> None:
    """Whatever a file holds, it gives prompts that are not blank or one sentence."""
    with suppress(UploadRefused):
        found = prompts_of(name, data)
        assert found.texts
        assert all(text.strip() for text in found.texts)


HOSTILE = {
    "quotes": '"' * 10_000,
    "open quote": '"' + "a,\n" * 3_000,
    "delimiters": ",;|\t" * 2_500,
    "quoted cells": "a,'b'," * 1_500,
    "newlines": "\n" * 10_000,
    "dashes": "|\n" + "-" * 9_998,
    "dashes and rest": ("-" * 9_998 + "x\n"),
    "bars": "|a|\n|-|\n" + "|" * 9_990,
    "fences": "```\n" * 2_500,
    "ticks": "`" * 10_000,
    "bullets": "- " * 5_000,
    "items": "-\n- a\n" * 1_600,
    "spaces": "- a\n" + " " * 9_990 + "b",
    "wrapped": ("a " * 40 + "\n\n") * 120,
    "hashes": "#" * 10_000,
    "backslashes": "|p|\n|-|\n|" + "\\|" * 4_990,
}


@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.md"])
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_ends_in_linear_steps(name: str, text: str) -> None:
    """Thirty times as much of it takes no more than about thirty times as long: a square would take 900 times."""

    def taken(times: int) -> float:
        started = process_time()
        with suppress(UploadRefused):
            prompts_of(name, (text * times).encode()[:4_900_000])
        return process_time() - started

    base = max(min(taken(1) for _ in range(3)), 0.002)
    assert taken(30) < base * 250
