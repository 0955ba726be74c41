from pathlib import Path

import pytest

from bot.uploads import refusal
from bot.uploads.address import FILE_HOST
from bot.uploads.report import PROMPT_COLUMNS
from bot.uploads.sniff import KINDS
from bot.uploads.tabular import COLUMNS

DOCUMENT = (Path(__file__).parents[2] / "docs" / "uploads.md").read_text("utf-8")


@pytest.mark.parametrize("name", [*COLUMNS, *PROMPT_COLUMNS])
def test_names_of_columns_are_documented(name: str) -> None:
    """The document names each column that is looked for and each that comes back."""
    assert f"`{name}`" in DOCUMENT


@pytest.mark.parametrize(
    "limit",
    [
        f"a file of prompts | {refusal.megabytes(refusal.MAX_TEXT)}, {refusal.MAX_LINES:,} lines",
        f"{refusal.MAX_PROMPTS:,} prompts, {refusal.MAX_TOGETHER:,} characters of prompts, {refusal.MAX_FILES} files",
        f"a prompt | {refusal.MAX_PROMPT_CHARACTERS:,} characters",
        f"a picture | {refusal.megabytes(refusal.MAX_PICTURE)}, {refusal.MAX_PIXELS // 1_000_000} million pixels",
        f"https://{FILE_HOST}/files-pri/",
    ],
)
def test_limits_are_documented(limit: str) -> None:
    """The document has the limits that the code has."""
    assert limit in DOCUMENT


def test_kinds_are_documented() -> None:
    """Every end of a name that people use stands in the document."""
    assert {f"`.{end}`" for end in KINDS} - {"`.text`", "`.markdown`", "`.jfif`"} <= set(
        DOCUMENT.replace("|", " ").replace(",", " ").split()
    )
