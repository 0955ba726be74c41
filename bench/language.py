"""Reading the corpus against quantulum3 and Recognizers-Text, in one run: time a sentence, and image counts found.

python3 dev.py bench language

The two libraries are no dependency of anything here. How to install them beside a copy of the project, for this
comparison only, stands in docs/language.md; without them the reader is timed alone.
"""

from __future__ import annotations

import compileall
import importlib
import json
import sys
import timeit
import warnings
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median, quantiles
from typing import Any, NamedTuple

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
for package in ("bot", "pricing"):
    compileall.compile_dir(ROOT / package, quiet=1)

from bot.language import read  # noqa: E402 - compiled first, so that the first reading is no slower than the rest
from pricing import built_in  # noqa: E402

TODAY = date(2026, 11, 22)
ROUNDS = 3
OURS = "pennyworth"
RECOGNIZERS = "recognizers-text-suite"
Numbers = Iterable[Decimal]


class Sentence(NamedTuple):
    """A corpus sentence and the image counts of its jobs; none where it counts no images."""

    text: str
    counts: tuple[int, ...]


class Reader(NamedTuple):
    """What reads the sentences, and which numbers of its reading could be image counts."""

    name: str
    read: Callable[[str], Any]
    numbers: Callable[[Any], Numbers]


def corpus() -> list[Sentence]:
    """The corpus sentences that need no thread."""
    lines = (ROOT / "tests/language/requests.jsonl").read_text("utf-8").splitlines()
    cases = [json.loads(line) for line in lines if line.strip()]
    return [Sentence(case["text"], _counts(case["expect"]["request"])) for case in cases if not case.get("thread")]


def _counts(request: dict[str, Any]) -> tuple[int, ...]:
    return tuple(job["images"] for job in request.get("jobs", ()) if job["images"] is not None)


def ours() -> Reader:
    """This project's reader with the built-in catalog."""
    names = built_in().names

    def numbers(reading: Any) -> Numbers:
        return [Decimal(job.images) for job in getattr(reading.request, "jobs", ()) if job.images is not None]

    return Reader(OURS, lambda text: read(text, today=TODAY, models=names), numbers)


def quantulum() -> Reader:
    """quantulum3's parser of quantities."""
    parser = importlib.import_module("quantulum3.parser")
    return Reader(_named("quantulum3"), parser.parse, lambda found: _decimals(each.value for each in found))


def recognizers() -> Reader:
    """Recognizers-Text's English number model alone, kept between calls."""
    model = importlib.import_module("recognizers_number").NumberRecognizer("en-us").get_number_model()
    return Reader(f"{_named(RECOGNIZERS)}, numbers alone", model.parse, _resolved)


def recognizers_like_ours() -> Reader:
    """Recognizers-Text's models for what a request holds besides its words: numbers, shares, money, dates and times."""
    numbers = importlib.import_module("recognizers_number").NumberRecognizer("en-us")
    units = importlib.import_module("recognizers_number_with_unit").NumberWithUnitRecognizer("en-us")
    dates = importlib.import_module("recognizers_date_time").DateTimeRecognizer("en-us")
    count = numbers.get_number_model()
    others = [numbers.get_percentage_model(), units.get_currency_model(), dates.get_datetime_model()]

    def all_of(text: str) -> Any:
        for model in others:
            model.parse(text)
        return count.parse(text)

    return Reader(f"{_named(RECOGNIZERS)}, numbers, shares, money, dates and times", all_of, _resolved)


def _resolved(found: Any) -> Numbers:
    return _decimals((each.resolution or {}).get("value") for each in found)


def _named(package: str) -> str:
    return f"{package} {version(package)}"


def _decimals(values: Iterable[object]) -> Numbers:
    for value in values:
        try:
            yield Decimal(str(value))
        except InvalidOperation:
            continue


def installed(package: str, *makers: Callable[[], Reader]) -> list[Reader]:
    """The package's readers; none, with a sentence on why, when it cannot be used here."""
    try:
        version(package)
        return [make() for make in makers]
    except PackageNotFoundError:
        print(f"{package} is not installed here: left out. docs/language.md says how to install it for this run.")
    except ImportError as error:
        print(f"{package} is installed but cannot be imported ({error}): left out. See docs/language.md.")
    return []


def right(reader: Reader, sentences: list[Sentence]) -> int:
    """In how many sentences every image count is among the numbers found; for ours they must be exactly those."""
    found = 0
    for sentence in sentences:
        numbers = list(reader.numbers(reader.read(sentence.text)))
        wanted = [Decimal(count) for count in sentence.counts]
        found += numbers == wanted if reader.name == OURS else all(count in numbers for count in wanted)
    return found


def times(reader: Reader, sentences: list[Sentence]) -> list[float]:
    """The best of a few times for each sentence, in seconds."""
    found = []
    for sentence in sentences:
        read_it = partial(reader.read, sentence.text)
        found.append(min(timeit.repeat(read_it, number=1, repeat=ROUNDS)))
    return found


def main() -> None:
    """Run the comparison."""
    warnings.simplefilter("ignore")
    sentences = corpus()
    counted = [sentence for sentence in sentences if sentence.counts]
    others = [*installed("quantulum3", quantulum), *installed(RECOGNIZERS, recognizers, recognizers_like_ours)]
    own = times(ours(), sentences)
    for reader in [ours(), *others]:
        took = own if reader.name == OURS else times(reader, sentences)
        print(
            f"{reader.name}: median {median(took) * 1e6:,.0f} us, p99 {quantiles(took, n=100)[98] * 1e6:,.0f} us; "
            f"theirs / ours {median(took) / median(own):.1f} by median, {sum(took) / sum(own):.1f} in all "
            f"(goal: at least 5); image counts right in {right(reader, counted)} of {len(counted)} sentences"
        )


if __name__ == "__main__":
    main()
