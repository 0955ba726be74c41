"""A follow-up that says something else of each job: the squares on mini, the banners on 1.5."""

from __future__ import annotations

from bot.language.facts.fact import Fact
from bot.language.jobs.done import REST
from bot.language.jobs.drafts import Draft, draft_of
from bot.language.message import Message
from bot.language.requests.pointing import named_jobs

_ENDS = frozenset(", ; . \n and but while & +".split(" "))
_CHANGING = ("quality", "size", "model", "batch", "references", "attempts", "prompt_words", "prompt_tokens")
_OPENING = frozenset("put make do set move please pls ok so run have the those these use let's".split())

Change = tuple[int, list[Fact]]


def of_each(message: Message, drafts: tuple[Draft, ...]) -> list[Change]:
    """Which job gets which facts, where every clause names a job of its own and a change of it; else empty."""
    if len(drafts) < 2:
        return []
    clauses = [clause for clause in _clauses(message.facts) if clause]
    found = [change for clause in clauses if (change := _change(clause, drafts)) is not None]
    if found and len(found) + 1 == len(clauses):
        found += _of_the_rest(clauses[-1], found, drafts)
    alone = len({n for n, _ in found}) == len(found) > 1
    return found if alone and len(found) >= len(clauses) else []


def _of_the_rest(clause: list[Fact], found: list[Change], drafts: tuple[Draft, ...]) -> list[Change]:
    """The rest on mini: for each job that no other clause names."""
    n = next((n for n, f in enumerate(clause[:4]) if f.text in REST), None)
    named = {n for n, _ in found}
    if n is None or not any(f.kind in _CHANGING for f in clause[n + 1 :]) or draft_of(clause[n + 1 :]).problems:
        return []
    return [(at, clause[n + 1 :]) for at in range(len(drafts)) if at not in named]


def _clauses(facts: list[Fact]) -> list[list[Fact]]:
    clauses: list[list[Fact]] = [[]]
    for fact in facts:
        if fact.kind == "sep" and (fact.text in _ENDS or fact.lemma == "line"):
            clauses.append([])
        elif fact.text not in ("?", "!", "please", "then"):
            clauses[-1].append(fact)
    return clauses


def _change(clause: list[Fact], drafts: tuple[Draft, ...]) -> Change | None:
    """The job that the clause names first ("banners on 1.5") or last ("1.5 for the banners"), and the rest of it."""
    start = 0
    while start < len(clause) and clause[start].text in _OPENING:
        start += 1
    starts = [start, *(n + 1 for n, f in enumerate(clause) if f.text in ("the", "those", "for") and n >= start)]
    for at in dict.fromkeys(starts):
        meant, stop = named_jobs(clause, at, drafts)
        rest = [*clause[:at], *clause[stop:]]
        said = draft_of(rest)
        if len(meant) == 1 and any(f.kind in (*_CHANGING, "count") for f in rest) and not said.problems:
            return meant[0], rest
    return None
