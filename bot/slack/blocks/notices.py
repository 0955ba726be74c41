"""What the bot says that is no answer: the greeting, working, an error, enough for now."""

from __future__ import annotations

from typing import Final

from bot.answer.clarify import EXAMPLES
from bot.slack.blocks import kit
from bot.slack.blocks.said import FOLLOW_UPS, ask_buttons

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
    {"title": "What drives a bill up?", "message": "What makes a bill grow?"},
)
"""Suggested prompts of the messages tab."""


def greeting() -> kit.Message:
    """The first message of the messages tab."""
    text = "I tell you what AI images cost, before you make them. Say what you plan, or paste a prompt."
    return kit.Message(kit.spoken(text), (kit.section(text), *ask_buttons(EXAMPLES), kit.context(FOLLOW_UPS)))


def error_message(incident: str) -> kit.Message:
    """That something failed, with the id that the log has."""
    return _sentence(
        f"Something went wrong on my side. Please try again; if it stays, tell a manager this id: {incident}."
    )


def busy_message(seconds: int) -> kit.Message:
    """That a person or a workspace has asked enough for now."""
    when = "in a moment" if seconds <= 5 else f"in {seconds} seconds"
    return _sentence(f"That was a lot of questions in a minute. Please ask again {when}.")


def removed_message() -> kit.Message:
    """In place of a quote that is not stored any more."""
    return _sentence("This quote is not stored any more. Please ask again.")


def refused_message(what: str) -> kit.Message:
    """That something cannot be done, in one sentence."""
    return _sentence(what)


def shared(message: kit.Message, user: str) -> kit.Message:
    """A message that a person put into a channel, with who that was."""
    who = {"type": "user", "user_id": user}
    by = kit.rich(kit.paragraph(kit.run("Shared by "), who))
    return kit.Message(message.text, (*message.blocks, by))


def _sentence(text: str) -> kit.Message:
    return kit.Message(kit.spoken(text), (kit.section(text),))
