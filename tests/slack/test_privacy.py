"""Which texts are about what is stored of a person, and which only sound like it."""

from __future__ import annotations

import pytest

from bot.slack.privacy import asked

ABOUT_ME = (
    "what do you store about me?",
    "What did you keep about me in the last 30 days?",
    "please delete my data",
    "show me my data",
    "forget me",
    "Where is my personal data?",
    "erase what I said",
    "which data do you have on me",
)
ABOUT_IMAGES = (
    "100 images of my data center",
    "what do low squares for my data sheets cost?",
    "compare all models for pictures of my data-science team",
    "50 landscapes of what you know about me",
    "delete the second job",
    "what makes the bill go up?",
    "forget me" + " not" * 60,
)


@pytest.mark.parametrize("text", ABOUT_ME)
def test_what_is_stored_is_asked(text: str) -> None:
    """In the ways people say it."""
    assert asked(text)


@pytest.mark.parametrize("text", ABOUT_IMAGES)
def test_images_are_asked_for(text: str) -> None:
    """A quote is not refused for a word in it."""
    assert not asked(text)
