"""Counting, pricing and a cold `ask`, each as a ratio to a named baseline of the same run.

python3 dev.py bench quote
"""

from __future__ import annotations

import compileall
import subprocess
import sys
import timeit
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from genai_prices import Usage, calc_price

from pricing import ImageJob, Prompt, built_in, quote
from pricing.tokens import count, encoding

ROOT = Path(__file__).parent.parent
AT = datetime(2026, 11, 22, tzinfo=UTC)
PROMPT = (
    "A cosy reading corner by a rainy window, a knitted blanket over a green armchair, a stack of old books, "
    "steam rising from a cup of tea, soft morning light, muted colours, shallow depth of field"
)
ONE_MODEL = "import pydantic\nclass Model(pydantic.BaseModel):\n    number: int\n"
QUESTION = "100 medium square images with 30-word prompts"


def seconds(call: Callable[[], object], number: int) -> float:
    """The best time of one call, of seven rounds."""
    return min(timeit.repeat(call, number=number, repeat=7)) / number


def cold(*arguments: str, rounds: int = 15) -> float:
    """The best time of a fresh Python process, bytecode and the disk's cache warm."""

    def process() -> None:
        subprocess.run([sys.executable, *arguments], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)

    for package in ("bot", "pricing"):
        compileall.compile_dir(ROOT / package, quiet=1)
    process()
    return min(timeit.repeat(process, number=1, repeat=rounds))


def report(what: str, ours: float, baseline: str, theirs: float, goal: str) -> None:
    """One line: our time, the baseline's, and the ratio that the goal is about."""
    print(
        f"{what}: {ours * 1e6:,.2f} us; {baseline}: {theirs * 1e6:,.2f} us; "
        f"ours / theirs {ours / theirs:.3f}, theirs / ours {theirs / ours:.2f} (goal: {goal})"
    )


def main() -> None:
    """Run the three comparisons."""
    raw = encoding()
    report(
        f"count a {count(PROMPT)}-token prompt",
        seconds(lambda: count(PROMPT), 20_000),
        "tiktoken's encode_ordinary",
        seconds(lambda: len(raw.encode_ordinary(PROMPT)), 20_000),
        "ours / theirs at most 1.1",
    )
    catalog = built_in()
    job = ImageJob("gpt-image-1-mini", 100, "medium", "square", Prompt.of_words(30))
    usage = Usage(input_tokens=4_600, output_tokens=105_600)
    report(
        "price a ready job",
        seconds(lambda: quote(catalog, job, AT), 5_000),
        "genai-prices' calc_price",
        seconds(lambda: calc_price(usage, "gpt-image-1-mini", provider_id="openai", genai_request_timestamp=AT), 5_000),
        "theirs / ours at least 3",
    )
    report(
        "pennyworth ask, cold",
        cold("-P", "-m", "bot", "ask", QUESTION),
        "a process that defines one pydantic model",
        cold("-P", "-c", ONE_MODEL),
        "ours / theirs at most 2.5",
    )


if __name__ == "__main__":
    main()
