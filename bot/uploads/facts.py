"""What stays of a message's files for as long as their thread does: enough to price follow-ups to the token."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self

from bot.phrase import job_phrase
from bot.request import (
    AffordRequest,
    ClarifyRequest,
    CompareRequest,
    JobRequest,
    LogRequest,
    QuoteRequest,
    Reading,
    Request,
)
from pricing import PromptSet, Size

_PRICED = (QuoteRequest, CompareRequest, AffordRequest, LogRequest)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the prompts in files come to, and the dimensions of the pictures."""

    prompts: PromptSet | None = None
    references: tuple[Size, ...] = ()

    def __bool__(self) -> bool:
        return self.prompts is not None or bool(self.references)

    @classmethod
    def of(cls, thread: Iterable[str | Request]) -> Self:
        """The facts of the last request of a thread that has some."""
        found = cls()
        for entry in thread:
            for job in getattr(entry, "jobs", ()):
                if job.prompts or job.reference_sizes:
                    found = cls(job.prompts, job.reference_sizes or ())
        return found

    def job(self) -> JobRequest:
        """One image of each prompt, with all pictures as references."""
        return JobRequest(
            images=self.prompts.prompts if self.prompts else None,
            prompt_tokens=self.prompts.tokens if self.prompts else None,
            references=len(self.references) or None,
            reference_sizes=self.references or None,
        )

    def words(self) -> str:
        """The files as a text that reads as their job, so that what people write is read as a change to it."""
        return job_phrase(self.job())

    def attached(self, reading: Reading, *, fresh: bool = True) -> Reading:
        """A reading with the files' exact figures in its jobs.

        A job that says another length of prompts, or other references, keeps them. `fresh` is the message that
        brought the files: what it leaves open is filled from them; later ones in its thread only carry them on.
        """
        request = reading.request
        if fresh and isinstance(request, ClarifyRequest) and request.missing == ("images",) and self.prompts:
            request = QuoteRequest(request.jobs, request.text_jobs)
            reading = replace(reading, problems=())
        if not isinstance(request, _PRICED):
            return reading
        opens = fresh and not reading.followed
        jobs = tuple(self._filled(job, opens=opens) for job in request.jobs)
        if fresh and not isinstance(request, AffordRequest):
            jobs = tuple(self._counted(job) for job in jobs)
        notes = [note for job in jobs for note in self._notes(job)]
        return replace(reading, request=replace(request, jobs=jobs), notes=(*reading.notes, *dict.fromkeys(notes)))

    def asked(self) -> Reading:
        """The files alone as a request: a quote, or the question how many images where there are only pictures."""
        request = QuoteRequest((self.job(),)) if self.prompts else ClarifyRequest((self.job(),), ("images",))
        return Reading(request)

    def _counted(self, job: JobRequest) -> JobRequest:
        return replace(job, images=job.prompts.prompts) if job.images is None and job.prompts else job

    def _filled(self, job: JobRequest, *, opens: bool) -> JobRequest:
        mine = self.job()
        unsaid = (job.prompt_words, job.prompt_tokens, job.prompt_text) == (None, None, None)
        if self.prompts and ((opens and unsaid) or (mine.prompt_tokens, None, None) == _length(job)):
            job = replace(job, prompt_tokens=mine.prompt_tokens, prompts=self.prompts)
        else:
            job = replace(job, prompts=None)
        if opens and job.references is None:
            job = replace(job, references=mine.references)
        if self.references and job.references:
            largest = sorted(self.references, key=lambda size: size.pixels, reverse=True)
            return replace(job, reference_sizes=tuple(largest[: job.references]))
        return replace(job, reference_sizes=None)

    def _notes(self, job: JobRequest) -> list[str]:
        notes = []
        if job.prompts and job.prompts.prompts > 1 and job.images:
            each, rest = divmod(job.images, job.prompts.prompts)
            made = "One image" if each == 1 else f"{each:,} images"
            notes.append(
                f"Images of {job.prompts.prompts:,} prompts: {job.images:,}, so a prompt counts as an average one."
                if rest
                else f"{made} of each of the {job.prompts.prompts:,} prompts."
            )
        if job.references and job.references < len(self.references):
            notes.append(f"Of the {len(self.references)} pictures, the largest {job.references} count as references.")
        return notes


def _length(job: JobRequest) -> tuple[int | None, int | None, str | None]:
    return job.prompt_tokens, job.prompt_words, job.prompt_text
