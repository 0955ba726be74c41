"""The modals that a job is made or changed in, and what was filled in as values or errors.

Every `read_…` takes `view["state"]["values"]` of a submission and returns a value, or `Wrong` with a sentence for
each block that needs another: what `response_action: errors` takes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, get_args

from bot.request import JobRequest, Per, QualityWord
from bot.slack import mrkdwn
from bot.slack.blocks import ids, kit
from bot.slack.blocks.words import brief
from pricing import Size, UnsupportedOption
from pricing.job import MAX_IMAGES, MAX_REFERENCES
from pricing.size import SHAPES
from pricing.tokens import MAX_PROMPT

State = Mapping[str, Mapping[str, Mapping[str, Any]]]

COUNT = "count"
QUALITY = "quality"
SIZE = "size"
MODEL = "model"
WORDS = "words"
PROMPT = "prompt"
REFERENCES = "references"
PER = "per"
BATCH = "batch"
NONE = "-"
"""The value of "not said" in a menu: an option cannot be empty."""

MOST_PROMPT = 3_000
QUALITY_WORDS: tuple[QualityWord, ...] = get_args(QualityWord)
PERS: tuple[Per, ...] = get_args(Per)


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a form: a sentence a block_id."""

    errors: Mapping[str, str]


@dataclass(slots=True)
class Form:
    """A submission being read: values taken out, what is wrong noted. An input's action_id is its block's id."""

    state: State
    errors: dict[str, str] = field(default_factory=dict)

    def text(self, block: str) -> str:
        """What was typed, or the value that was chosen; empty for none."""
        entry = self.state.get(block, {}).get(block, {})
        value = (entry.get("selected_option") or entry).get("value") or ""
        return "" if value == NONE else str(value).strip()

    def number(self, block: str, what: str, most: int, least: int = 1) -> int | None:
        """A whole number; "1,500" and "1 500" are one."""
        written = self.text(block).replace(",", "").replace(" ", "").replace("_", "")
        if not written:
            return None
        if not (written.isascii() and written.isdigit()) or not least <= int(written[:20]) <= most:
            self.errors[block] = f"{what} must be a whole number from {least:,} to {most:,}."
            return None
        return int(written)

    def one(self, block: str) -> str:
        """The channel, person or time that was chosen; empty for none."""
        entry = self.state.get(block, {}).get(block, {})
        chosen = (entry.get(f"selected_{kind}") for kind in ("conversation", "user", "time"))
        return str(next((value for value in chosen if value), ""))

    def several(self, block: str) -> tuple[str, ...]:
        """The values, people or channels that were chosen."""
        entry = self.state.get(block, {}).get(block, {})
        options = [option["value"] for option in entry.get("selected_options") or ()]
        people = entry.get("selected_users") or entry.get("selected_conversations") or ()
        return tuple(dict.fromkeys([*options, *people]))


def builder(models: Sequence[str], job: JobRequest | None = None, metadata: str = "") -> kit.View:
    """The quote builder: one job, filled in as far as it is known.

    Nothing keeps a prompt that the form has no room for, so its length in words stands there instead.
    """
    job = job or JobRequest()
    if job.prompt_text and not _fits(job.prompt_text):
        job = replace(job, prompt_text=None, prompt_words=min(len(job.prompt_text.split()), MAX_PROMPT))
    submit = {"submit": "Quote it", "private_metadata": metadata}
    return kit.view(ids.VIEW_BUILDER, "Quote images", job_inputs(models, job), **submit)


def change_job(models: Sequence[str], index: int, job: JobRequest, metadata: str = "") -> kit.View:
    """One of several jobs, to be changed."""
    blocks = [kit.context(f"Now: {brief(job)}"), *job_inputs(models, job)]
    return kit.view(ids.VIEW_JOB, f"Change job {index + 1}", blocks, submit="Change it", private_metadata=metadata)


def change_count(images: int | None, metadata: str = "") -> kit.View:
    """How many images."""
    blocks = [_input(COUNT, "How many images?", _typed("100", None if images is None else str(images)))]
    return kit.view(ids.VIEW_COUNT, "Change the count", blocks, submit="Change it", private_metadata=metadata)


def read_count(state: State) -> int | Wrong:
    """The count that was filled in."""
    form = Form(state)
    count = form.number(COUNT, "The count", MAX_IMAGES)
    if count is None:
        return Wrong(form.errors or {COUNT: "How many images?"})
    return count


def read_job(state: State, job: JobRequest | None = None) -> JobRequest | Wrong:
    """The job that was filled in; what a form does not ask for (attempts, a file's prompts) stays as in `job`."""
    form = Form(state)
    job = job or JobRequest()
    images = form.number(COUNT, "The count", MAX_IMAGES)
    if images is None:
        form.errors.setdefault(COUNT, "How many images?")
    read = replace(
        job,
        images=images,
        per=next((per for per in PERS if per == form.text(PER)), None),
        model=form.text(MODEL) or None,
        quality=next((word for word in QUALITY_WORDS if word == form.text(QUALITY)), None),
        size=_size(form),
        batch=True if BATCH in form.several(BATCH) else False if job.batch is False else None,
    )
    read = _with_references(form, _with_prompt(form, read))
    return Wrong(form.errors) if form.errors else read


def _with_prompt(form: Form, job: JobRequest) -> JobRequest:
    words = form.number(WORDS, "The length", MAX_PROMPT, 0)
    prompt = _typed_prompt(form, job)
    if words is None and not prompt:
        return replace(job, prompt_words=None, prompt_text=None)
    if words is not None and prompt:
        form.errors[WORDS] = "Give the prompt or its length, not both."
    return replace(job, prompt_words=words, prompt_text=prompt or None, prompt_tokens=None, prompts=None)


def _with_references(form: Form, job: JobRequest) -> JobRequest:
    """The job with so many references, of whose known sizes no more than that stay."""
    references = form.number(REFERENCES, "Reference images", MAX_REFERENCES, 0) or None
    return replace(job, references=references, reference_sizes=(job.reference_sizes or ())[: references or 0] or None)


def _typed_prompt(form: Form, job: JobRequest) -> str:
    """The prompt that was typed; the job's own where it was left as it was, or the form had no room for it."""
    typed, before = form.text(PROMPT), job.prompt_text or ""
    untouched = typed == before.strip() or (not typed and not _fits(before) and not form.text(WORDS))
    return before if untouched else typed


def _fits(prompt: str) -> bool:
    return mrkdwn.length(prompt) <= MOST_PROMPT


def _size(form: Form) -> str | None:
    written = form.text(SIZE).lower().replace(" ", "").replace("×", "x")
    if not written or written in SHAPES or written == "auto":
        return written or None
    try:
        return str(Size.parse(written))
    except UnsupportedOption:
        form.errors[SIZE] = "A size is square, portrait, landscape or WIDTHxHEIGHT, such as 1536x1024."
        return None


def job_inputs(models: Sequence[str], job: JobRequest) -> list[kit.Block]:
    """The inputs for a job; only the count must be filled in."""
    count = None if job.images is None else str(job.images)
    names = list(dict.fromkeys([*models, *([job.model] if job.model else [])]))
    words = None if job.prompt_words is None else str(job.prompt_words)
    references = None if job.references is None else str(job.references)
    return [
        _input(COUNT, "How many images?", _typed("100", count)),
        _input(PER, "How often?", _menu("Once", PERS, job.per, every=True), optional=True),
        _input(QUALITY, "Quality", _menu("Medium, if unsaid", QUALITY_WORDS, job.quality), optional=True),
        _input(SIZE, "Size", _typed("square, portrait, landscape or 1536x1024", job.size), optional=True),
        _input(MODEL, "Model", _menu("The default model", names, job.model), optional=True),
        _input(PROMPT, "Prompt", _prompt(job.prompt_text), optional=True, hint=_hint(job.prompt_text or "")),
        _input(WORDS, "or its length in words", _typed("30", words), optional=True),
        _input(REFERENCES, "Reference images for each image", _typed("0", references), optional=True),
        _input(BATCH, "Batch API", _batch(job.batch), optional=True),
    ]


def _input(block: str, label: str, element: kit.Element, *, optional: bool = False, hint: str = "") -> kit.Block:
    shown: kit.Block = {
        "type": "input",
        "block_id": block,
        "label": kit.plain(label, 2_000),
        "element": {**element, "action_id": block},
        "optional": optional,
    }
    return {**shown, "hint": kit.plain(hint, 2_000)} if hint else shown


def _typed(example: str, initial: str | None) -> kit.Element:
    element = {"type": "plain_text_input", "placeholder": kit.plain(example, 150), "max_length": 60}
    return {**element, "initial_value": initial} if initial else element


def _prompt(initial: str | None) -> kit.Element:
    element: kit.Element = {"type": "plain_text_input", "multiline": True, "max_length": MOST_PROMPT}
    return {**element, "initial_value": initial} if initial and _fits(initial) else element


def _hint(prompt: str) -> str:
    if _fits(prompt):
        return "Pasted, it is counted exactly."
    return f"The prompt of {len(prompt):,} characters stays, unless you write another or a length."


def _menu(placeholder: str, values: Sequence[str], chosen: str | None, *, every: bool = False) -> kit.Element:
    options = [kit.option(f"Every {value}" if every else value, value) for value in values]
    return kit.select("", placeholder, [kit.option(placeholder, NONE), *options], chosen)


def _batch(chosen: bool | None) -> kit.Element:
    options = [kit.option("Half the price, if a day's wait is fine", BATCH)]
    element: kit.Element = {"type": "checkboxes", "options": options}
    return {**element, "initial_options": options} if chosen else element
