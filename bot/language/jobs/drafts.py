"""One job's facts to one draft: each field once, contradictions and unusable values named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, cast

from bot.language import noted, say
from bot.language.facts.fact import Fact, lemma
from bot.language.facts.sources import PICTURES
from bot.language.jobs.counts import Factor, count
from bot.language.jobs.edits import altered
from bot.language.jobs.tally import tally_of
from bot.request import JobRequest, Problem, QualityWord


@dataclass(frozen=True, slots=True)
class Draft:
    """One job as read: `factors` are what its count is the product of; `nouns` and `subjects` name it later."""

    job: JobRequest = field(default_factory=JobRequest)
    factors: tuple[Factor, ...] = ()
    nouns: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    plural: bool = False
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    said: frozenset[str] = field(default_factory=frozenset[str])
    cleared: frozenset[str] = field(default_factory=frozenset[str])

    def with_problem(self, problem: Problem) -> Draft:
        """This draft with one more problem, its field emptied; one problem a field is enough."""
        if any(known.field == problem.field for known in self.problems):
            return self
        return replace(self, problems=(*self.problems, problem))

    def with_note(self, note: str) -> Draft:
        """This draft with one more note."""
        return self if note in self.notes else replace(self, notes=(*self.notes, note))


NUMBERED = ("references", "attempts", "prompt_words", "prompt_tokens")
SHAPES = {"square": (1024, 1024), "portrait": (1024, 1536), "landscape": (1536, 1024)}


def draft_of(facts: list[Fact]) -> Draft:
    """The one job that these facts describe."""
    return _Drafting(facts).work() if facts else _NOTHING


_NOTHING = Draft()
_TURNING = frozenset("turn turning turned transform transforming transformed make".split())
_USUAL = ("medium", "square", "1024x1024")
"""What a job gets that does not say a quality or a size: a refusal of it leaves nothing to go by."""


class _Drafting:
    def __init__(self, facts: list[Fact]) -> None:
        self.facts = facts
        self.by_kind: dict[str, list[Fact]] = {}
        for fact in facts:
            self.by_kind.setdefault(fact.kind, []).append(fact)
        self.tally = tally_of(facts)
        self.count = count(self.tally)
        self.values: dict[str, Any] = {}
        self.problems: list[Problem] = []
        self.notes: list[str] = []
        self.cleared: set[str] = set()

    def work(self) -> Draft:
        self._count()
        self._quality()
        self._size()
        models = self._models()
        self._numbers()
        self._rest()
        self._references()
        for problem in self.problems:
            if problem.field in self.values:
                self.values[problem.field] = None
        problems = {problem.field: problem for problem in reversed(self.problems)}
        said = {name for name, value in self.values.items() if value is not None}
        return Draft(
            JobRequest(**self.values),
            self.count.factors,
            tuple(self.tally.nouns),
            models,
            self._plural(),
            tuple(reversed(problems.values())),
            tuple(self.notes),
            frozenset(said | problems.keys() | self.cleared),
            frozenset(self.cleared),
        )

    def of(self, *kinds: str) -> list[Fact]:
        if len(kinds) == 1:
            return self.by_kind.get(kinds[0], [])
        return [f for f in self.facts if f.kind in kinds] if self.by_kind.keys() & set(kinds) else []

    def positive(self, kind: str) -> list[Fact]:
        """Facts of this kind that are not negated; what is negated is noted."""
        found = self.of(kind)
        for fact in found:
            if fact.negated and kind != "batch":
                self.notes.append(noted.refused(fact.raw))
        said = [f for f in found if not f.negated]
        refused = next((f for f in found if f.negated and (kind == "model" or f.value in _USUAL)), None)
        if refused is not None and not said:
            self.problems.append(say.which(kind, kind, refused.choices))
        return said

    def _count(self) -> None:
        made = self.count
        self.values["images"], self.values["per"] = made.images, made.per
        self.notes += made.notes
        if made.problem:
            self.problems.append(made.problem)

    def _plural(self) -> bool:
        return any(f.plural for f in self.of("noun")) or any(f.number != 1 for f in self.tally.images)

    def _distinct(self, name: str, facts: list[Fact], same: Callable[[str, str], bool]) -> str | None:
        values = list(dict.fromkeys(f.value for f in facts))
        for other in values[1:]:
            if not same(values[0], other):
                self.problems.append(say.contradiction(name, values[0], other))
                return None
        return values[-1] if values else None

    def _quality(self) -> None:
        found = self._distinct("quality", self.positive("quality"), lambda a, b: a == b)
        if found:
            self.values["quality"] = cast(QualityWord, found)

    def _size(self) -> None:
        sizes = self.positive("size")
        if sizes:
            exact = [f for f in sizes if "x" in f.value]
            found = self._distinct("size", [*(f for f in sizes if f not in exact), *exact], _same_size)
            self.values["size"] = found

    def _models(self) -> tuple[str, ...]:
        unknown = self.positive("nomodel")
        if unknown:
            self.problems.append(say.unknown_model(unknown[0].raw, unknown[0].choices))
        models = tuple(dict.fromkeys(f.value for f in self.positive("model")))
        if models and not unknown:
            self.values["model"] = models[0]
        return models

    def _numbers(self) -> None:
        for name in NUMBERED:
            facts = [f for f in self.of(name) if not f.negated and f.text]
            if not facts:
                continue
            values = list(dict.fromkeys(f.number for f in facts))
            value = values[-1]
            if len(values) > 1 and None not in values:
                self.problems.append(say.contradiction(name, str(values[0]), str(values[-1])))
            elif (
                value is None
                or value < 0
                or (value == 0 and name != "references")
                or (name != "attempts" and value != value.to_integral_value())
            ):
                self.problems.append(say.bad(name, facts[0].raw))
            elif name == "attempts":
                self._attempts(facts[0], value)
            else:
                self.values[name] = int(value) or None
                if value == 0:
                    self.cleared.add(name)

    def _attempts(self, fact: Fact, value: Decimal) -> None:
        if fact.value == "generation" and fact.lemma != "times" and not fact.each and self.values.get("images") is None:
            self.values["images"] = int(value)
            return
        if value < 1:
            self.problems.append(say.bad("attempts", fact.raw))
            return
        if fact.lemma == "times":
            self.notes.append(f"I read “{noted.quoted(fact.raw)}” as {noted.number(value)} tries for each image kept.")
        if fact.lemma == "retry":
            self.notes.append(f"I counted the first try too: {noted.number(value)} generations per image.")
        self.values["attempts"] = value

    def _rest(self) -> None:
        for fact in self.of("batch"):
            self.values["batch"] = fact.value == "true"
        for fact in self.of("prompt_text"):
            self.values["prompt_text"] = fact.value
        if self.of("language") and (self.of("prompt", "prompt_words", "prompt_tokens", "prompt_text")):
            language = self.of("language")[-1].value
            self.values["prompt_language"] = language
        self.notes += [noted.refused(fact.raw) for fact in self.of("uncounted")]
        if self.of("paper") and "size" not in self.values:
            self.problems.append(say.bad("size", self.of("paper")[0].raw))
        for fact in self.of("bad"):
            self.problems.append(say.bad(fact.value, fact.raw, fact.choices))

    def _references(self) -> None:
        for n, fact in enumerate(self.facts):
            if fact.kind in ("ref", "references") and fact.negated:
                self.cleared.add("references")
            if fact.kind != "ref" or fact.negated or "references" in self.values:
                continue
            led = any(f.text in ("with", "from", "using", "on", "as", "by") for f in self.facts[max(0, n - 4) : n])
            if not led:
                continue
            if fact.plural:
                self.problems.append(say.bad("references", fact.raw))
            else:
                self.values["references"] = 1
        self._sources()
        edits = [f for f in self.of("edit") if not f.negated] or self._turned()
        if {"references"} & (self.values.keys() | self.cleared):
            return
        if (edits and not self._new(edits[-1])) or (not edits and self._altered()):
            self.values["references"] = 1

    def _sources(self) -> None:
        """12 squares from 12 photos: one each; from 24 photos, how many each is asked."""
        images, used = self.values.get("images"), self.values.get("references")
        pictured = any(lemma(f.text.rpartition(" ")[2]) in PICTURES for f in self.of("references") if " " in f.text)
        if images is None or used is None or not 1 < images <= used or not pictured or self.of("each", "ref"):
            return
        fact = self.of("references")[0]
        if used == images:
            self.values["references"] = 1
            self.notes.append(noted.one_each(fact.raw))
        else:
            each = (str(used // images),) if used % images == 0 else ()
            self.problems.append(replace(say.bad("references", fact.raw), choices=(*each, str(used))))

    def _altered(self) -> list[Fact]:
        """Swap the background in 130 photos; add text to 12 banners, which could be new ones, so a note says it."""
        counts = [f for f in self.by_kind.get("count", ()) if f.noun in ("image", "weak")]
        verbs = altered(self.facts) if counts else []
        if verbs and not any(f.lemma in PICTURES for f in counts):
            self.notes.append(noted.altered(counts[-1].lemma))
        return verbs

    def _turned(self) -> list[Fact]:
        """Turn 20 photos into illustrations."""
        turned = [n for n, f in enumerate(self.facts) if f.text in _TURNING]
        into = any(f.text == "into" for n in turned for f in self.facts[n : n + 8])
        return [self.facts[turned[0]]] if turned and into else []

    def _new(self, edit: Fact) -> bool:
        ends = next((f.start for f in self.facts if f.text == "(" and f.start > edit.end), self.facts[-1].end)
        return any(f.text == "new" and edit.end < f.start < ends for f in self.of("word"))


def _same_size(first: str, second: str) -> bool:
    if first == second:
        return True
    if first not in SHAPES or "x" not in second:
        return False
    width, height = (int(side) for side in second.split("x"))
    return {"square": width == height, "portrait": width < height, "landscape": width > height}[first]
