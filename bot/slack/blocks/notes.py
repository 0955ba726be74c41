"""What stands below an answer: warnings first, then in small print how it was read and what was assumed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.answer import say
from bot.answer.model import Answer
from bot.slack.blocks import kit
from bot.slack.blocks.words import read_as
from pricing import Caution

LOUD = frozenset({"model_retiring", "model_retired", "price_stale", "over_budget", "no_price"})
"""Warnings that a decision may hang on; the others are small print."""

MOST_LOUD = 3
QUIET = ("auto_quality", "default_moved", "quality_mapped", "language_tokens", "output_range", "price_unofficial")
"""Small print in the order in which it matters."""

MOST_QUIET = 3
MOST_ASSUMED = 8
MOST_SENTENCE = 400

_ADDRESS = re.compile(r"https?://([^/\s,;]+)\S*?(?=[.,;]?(?:\s|$))")
_ASSUMED = re.compile(r"(Model|Quality|Size|Prompts|Reference images): ")


def notes(answer: Answer) -> Iterator[kit.Block]:
    """Everything there is to know beside the figures of an answer."""
    said = list(_once(answer.warnings))
    loud = [text for code, text in said if code in LOUD]
    for text in loud[:MOST_LOUD]:
        yield kit.section(f"⚠️ {text}")
    small = sorted((each for each in said if each[0] not in LOUD), key=lambda each: _rank(each[0]))
    quiet = [text for _, text in small]
    advised = [piece.message for piece in say.advice(answer) if piece.field is None]
    beyond = max(len(loud) - MOST_LOUD, 0) + max(len(quiet) - MOST_QUIET, 0)
    more = [f"And {beyond} more, under “Why this figure?”."] if beyond else []
    yield from _small([*map(_short, quiet[:MOST_QUIET]), *more, *advised])
    yield from _small([read_as(answer), *_assumed(answer)])


def _rank(code: str) -> int:
    return QUIET.index(code) if code in QUIET else -1


def every_warning(answer: Answer) -> Iterator[str]:
    """All the warnings of an answer, shortened."""
    yield from (text for _, text in _once(answer.warnings))


def _small(lines: Sequence[str]) -> Iterator[kit.Block]:
    if text := "\n".join(filter(None, lines)):
        yield kit.context(text)


def _once(warnings: Iterable[Caution]) -> Iterator[tuple[str, str]]:
    """Each code and sentence; what is said of several jobs with the same models only once, without the figures."""
    groups: dict[tuple[str, tuple[str, ...]], list[Caution]] = {}
    for warning in warnings:
        groups.setdefault((warning.code, warning.models), []).append(warning)
    for (code, models), group in groups.items():
        begins = {each.message.partition(";")[0] for each in group}
        if code in LOUD and models and len(group) > 1 and len(begins) == 1:
            yield code, _short(f"{begins.pop()}.")
        else:
            yield from ((code, _short(each.message)) for each in group)


def _assumed(answer: Answer) -> Iterator[str]:
    said = [_ASSUMED.sub(lambda found: f"{found[1].lower()} ", each, count=1) for each in answer.assumptions]
    if said:
        kept = " · ".join(_short(each).rstrip(".") for each in said[:MOST_ASSUMED])
        yield f"Assumed: {kept}{' · …' if len(said) > MOST_ASSUMED else ''}"
    yield from map(_short, answer.reading.notes[:MOST_ASSUMED])


def _short(sentence: str) -> str:
    """A sentence with its addresses known by their hosts, and cut where it is very long."""
    text = _ADDRESS.sub(r"\1", sentence)
    return text if len(text) <= MOST_SENTENCE else f"{text[: MOST_SENTENCE - 1]}…"
