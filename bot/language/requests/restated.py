"""A follow-up that counts the thread's jobs anew: 60 squares and 20 banners, after 30 squares and 10 banners."""

from __future__ import annotations

from dataclasses import replace

from bot.language import noted, say
from bot.language.jobs.drafts import Draft
from bot.language.message import Message
from bot.language.requests.leads import adds
from bot.language.requests.pointing import GENERIC
from bot.language.requests.recount import with_count
from bot.phrase import job_phrase
from bot.request import Problem


def restated(message: Message, drafts: tuple[Draft, ...]) -> tuple[Draft, ...] | None:
    """The jobs with the counts that the message gives them by name, or the question whether it does; else None."""
    said = message.drafts
    if len(drafts) < 2 or len(said) != len(drafts) or adds(message) or message.cues.has("cost", "fresh"):
        return None
    if not all(_only_counts(draft) for draft in said):
        return None
    meant = [[n for n, old in enumerate(drafts) if _is_named(old, new)] for new in said]
    if not any(set(new.nouns) - GENERIC for new in said):
        return None
    if all(len(each) == 1 for each in meant) and len({each[0] for each in meant}) == len(drafts):
        counts = {each[0]: new for each, new in zip(meant, said, strict=True)}
        kept = [with_count(replace(d, notes=()), counts[n].factors[0].number, ()) for n, d in enumerate(drafts)]
        return tuple(d.with_note(noted.KEPT) for d in kept)
    merged = [replace(old.job, images=new.job.images) for old, new in zip(drafts, said, strict=True)]
    ways = (merged, [new.job for new in said])
    problem = Problem("images", say.STILL_THOSE, tuple(", ".join(map(job_phrase, way)) for way in ways))
    return tuple(replace(d, job=replace(d.job, images=None)).with_problem(problem) for d in said)


def _only_counts(draft: Draft) -> bool:
    """Whether the job says a number and a name, which may be a shape, and nothing else."""
    shape = draft.job.size is None or draft.job.size in draft.nouns
    return not draft.problems and len(draft.factors) == 1 and shape and draft.said <= {"images", "size"}


def _is_named(old: Draft, new: Draft) -> bool:
    names = set(new.nouns) - GENERIC
    return bool(names & set(old.nouns)) or old.job.size in names
