"""What the documents show is what happens."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from pricing import ImageJob, ListText, Prompt, load, quote

PRICES = (Path(__file__).parent.parent / "docs" / "prices.md").read_text("utf-8")
AT = datetime(2026, 11, 22, tzinfo=UTC)


ROOT = Path(__file__).parent.parent
LINK = re.compile(r"\]\((?!https?://|#)([^)#\s]+)")


@pytest.mark.parametrize(
    "document", sorted(str(file.relative_to(ROOT)) for file in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
)
def test_what_a_document_links_to_is_there(document: str) -> None:
    """A link to another file of the checkout leads to one."""
    file = ROOT / document
    assert [link for link in LINK.findall(file.read_text("utf-8")) if not (file.parent / link).exists()] == []


def blocks(language: str) -> list[str]:
    """The code blocks of docs/prices.md in a language."""
    return re.findall(rf"```{language}\n(.*?)```", PRICES, re.DOTALL)


def test_the_contracted_prices_of_the_document_are_quoted() -> None:
    """At its $24 a million gpt-image-2's 1,756 tokens and $0.00023 of prompt make a hundred squares $4.2374."""
    contract, _ = blocks("toml")
    job = ImageJob("gpt-image-2", 100, "medium", "square", Prompt.of_words(30))
    assert quote(load([ListText("contract.toml", contract)]), job, AT).total == Decimal("4.2374")


def test_a_model_of_ones_own_can_use_the_documents_sizes_and_tokens() -> None:
    """Its own table has 1,000 tokens for a medium square: at $10 a million, and the prompt free, $0.01 each."""
    contract, tables = blocks("toml")
    head = contract[: contract.index("[[models]]")]
    model = """
[[models]]
id = "ours"
name = "Ours"
page = "https://example.com/ours"
qualities = ["medium"]
sizes = "any"
output = "ours"
prices = [
  { meter = "image_output", usd = 10, per = 1_000_000, unit = "token", effective_from = "unknown", source = SOURCE },
  { meter = "text_input", usd = 1, per = 1_000_000, unit = "token", effective_from = "unknown", source = SOURCE },
]
""".replace("SOURCE", '"contract"')
    job = ImageJob("ours", 100, "medium", "square", Prompt.of_tokens(0))
    assert quote(load([ListText("ours.toml", head + tables + model)]), job, AT).total == 1


def test_the_library_example_runs(capsys: pytest.CaptureFixture[str]) -> None:
    """The Python block of the document prints a quote."""
    (code,) = blocks("python")
    exec(compile(code, "docs/prices.md", "exec"), {})  # noqa: S102 - the project's own document
    assert capsys.readouterr().out.startswith("5.305")
