"""What the bot says that is no answer: the greeting, working, an error, enough for now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.answer.clarify import EXAMPLES
from bot.slack.blocks import ids, kit
from bot.slack.blocks.message import Message, said
from bot.slack.blocks.said import FOLLOW_UPS, FOR_EXAMPLE, ask_buttons

MOST_CHANNELS = 10

WORKING: Final = "is working it out…"
"""The status while an answer takes more than a second."""
WORKING_STEPS: Final = ("Reading the request…", "Counting tokens…", "Adding it up…")
"""What is shown in turn under the status."""
COUNTING_FILE: Final = "is counting the prompts…"

PROMPTS_TITLE: Final = "Try one of these"
PROMPTS: Final[tuple[dict[str, str], ...]] = (
    {"title": "What do 100 images cost?", "message": EXAMPLES[0]},
    {"title": "Which model is cheapest?", "message": EXAMPLES[1]},
    {"title": "What does $20 buy?", "message": EXAMPLES[2]},
    {"title": "What drives up the cost?", "message": "What drives up the cost?"},
)
"""Suggested prompts of the messages tab."""


def greeting() -> Message:
    """The first message of the messages tab."""
    text = "I tell you what AI images cost, before you make them. Say what you plan, or paste a prompt."
    spoken = f"{text} {FOR_EXAMPLE} {FOLLOW_UPS}"
    return said(spoken, kit.section(text), *ask_buttons(EXAMPLES), kit.context(FOLLOW_UPS))


def failed(incident: str) -> Message:
    """That something went wrong, with the id that the log has."""
    return sentence(
        f"Something went wrong on my side. Please try again; if it stays, tell a manager this id: {incident}"
    )


def too_many(seconds: int = 0) -> Message:
    """That a person or a workspace has asked enough for now, and for how long that is."""
    when = f"in {seconds} seconds" if seconds > 5 else "in a moment"
    return sentence(f"That was a lot of questions in a minute. Please ask again {when}.")


def gone() -> Message:
    """In place of a quote that is not stored any more."""
    return sentence("This quote is not stored any more. Please ask again.")


def elsewhere(channels: Sequence[str]) -> Message:
    """Where to ask instead: the channels by their ids, or a direct message."""
    if not channels:
        return sentence("I answer in direct messages only. Please ask me there.")
    elements = [kit.run("I do not answer here. Please ask me in a direct message, or in ")]
    for index, channel in enumerate(channels[:MOST_CHANNELS]):
        elements += [*([kit.run(", ")] if index else []), {"type": "channel", "channel_id": channel}]
    text = "I do not answer here. Please ask me in a direct message, or in a channel that is meant for it."
    return said(text, kit.rich(kit.paragraph(*elements)))


def shared_by(user: str, message: Message) -> Message:
    """A message that a person shares with a channel, by the person's id."""
    line = kit.rich(kit.paragraph({"type": "user", "user_id": user}, kit.run(" shared this")))
    return Message(message.text, (line, *message.blocks))


def stored_offer() -> Message:
    """Where to see what is stored about a person, and to have it removed."""
    text = "I keep what you say to me for 90 days, and the quotes you ask for. On my Home you can see and remove it."
    return said(text, kit.section(text, kit.button("What is stored about me", ids.HOME_STORED, "stored")))


def sentence(text: str) -> Message:
    """A message of one sentence: that something is done, or cannot be."""
    return said(text, kit.section(text))
