"""A job being read: the request so far, how its count was made up, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import NamedTuple

from bot.request import JobRequest, Problem


class Factor(NamedTuple):
    """A number that multiplies: 12 products, 5 images, 30 days."""

    lemma: str
    number: Decimal


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
