"""Messages of answers in sentences: questions back, help, explanations, budget, digest and the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.answer import say
from bot.answer.clarify import EXAMPLES
from bot.answer.model import Answer
from bot.request import ExplainRequest, Topic
from bot.slack import mrkdwn
from bot.slack.blocks import ids, kit
from bot.slack.blocks.controls import Controls
from bot.slack.blocks.message import Message, fitted, said
from bot.slack.blocks.notes import notes

TITLES: dict[Topic, str] = {
    "tokens": "What tokens are",
    "lines": "What the lines mean",
    "quality": "Which quality for what",
    "traps": "What makes a bill grow",
    "control": "How to keep a bill down",
    "savings": "Mini beside gpt-image-1",
    "dalle3": "Beside DALL-E 3",
    "midjourney": "Beside Midjourney",
    "volume": "What large volumes cost",
    "basis": "Three ways to count",
}
LABELS = dict(zip(EXAMPLES, ("100 medium squares", "Compare all models", "What does $20 buy?"), strict=True))
"""The examples as a button on a phone has room for them."""

MOST_POINTS = 20
FOR_EXAMPLE = f"For example: {'; '.join(EXAMPLES)}"
FOLLOW_UPS = "Then change it: “and in high?”, “make it 250”, “compare that with dall-e 3”."


def ask_buttons(requests: Sequence[str], controls: Controls | None = None) -> Iterator[kit.Block]:
    """A button for each request in words; what is too long for a button's value has none.

    With controls the buttons belong to a stored question, whose place the answer takes.
    """
    elements = [
        kit.button(LABELS.get(request, request), f"{ids.ASK_BUTTON}{index}", mrkdwn.typed(request))
        for index, request in enumerate(requests)
        if len(mrkdwn.typed(request)) <= kit.MOST_VALUE
    ]
    if controls:
        yield from controls.row("ask", elements)
    elif elements:
        yield {"type": "actions", "elements": elements}


def clarify_message(answer: Answer, controls: Controls | None = None) -> Message:
    """A question back, with what was understood, and its choices to tap."""
    question = answer.question
    if question is None:
        return sentences_message(answer)
    blocks = [kit.section(question.text), *ask_buttons(question.choices, controls), *notes(answer)]
    return fitted(say.text(answer), lambda room: blocks)


def examples() -> Message:
    """What can be asked, three examples to tap."""
    intro = "What will these images cost?"
    what = "Say what you plan to make. I answer with the cost, line by line, before you make it."
    spoken = f"{intro} {what} {FOR_EXAMPLE} {FOLLOW_UPS}"
    blocks = (kit.header(intro), kit.section(what), *ask_buttons(EXAMPLES), kit.context(FOLLOW_UPS))
    return said(spoken, *blocks)


def unsupported_message(answer: Answer) -> Message:
    """That this is none of the bot's questions, and what is."""
    what = answer.body[0]
    return said(f"{what} {FOR_EXAMPLE}", kit.section(what), *ask_buttons(EXAMPLES))


def explain_message(answer: Answer) -> Message:
    """An explanation: the first sentence as a paragraph, the others as points."""
    request = answer.reading.request
    title = TITLES[request.topic] if isinstance(request, ExplainRequest) else "Why"
    return fitted(say.text(answer), lambda room: (kit.header(title), *points(answer.body)))


def points(body: Sequence[str]) -> Iterator[kit.Block]:
    """Sentences to read: the first as a paragraph, the others as points; one that ends in a colon is a paragraph."""
    listed: list[str] = []
    for index, sentence in enumerate(body[:MOST_POINTS]):
        if index and not sentence.endswith(":"):
            listed.append(sentence)
            continue
        yield from [kit.rich(kit.bullets(listed))] if listed else []
        listed = []
        yield kit.section(sentence)
    if listed:
        yield kit.rich(kit.bullets(listed))


def sentences_message(answer: Answer) -> Message:
    """Answers that are sentences: budget, digest."""
    return fitted(say.text(answer), lambda room: _sentences(answer))


def _sentences(answer: Answer) -> Iterator[kit.Block]:
    if answer.body:
        yield kit.section("\n".join(answer.body[:20]))
    yield from notes(answer)
