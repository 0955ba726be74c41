"""Projects in the words of a question about spend."""

from __future__ import annotations

import re

import pytest

from bot.spend.projects import Projects, projects_in

KNOWN = {"", "web", "web shop", "Spring (ads)"}
WHICH = "I cannot tell which project is meant, so this counts all. Usage names: Spring (ads), web, web shop."


@pytest.mark.parametrize(
    ("texts", "meant"),
    [
        (["what did we spend by project last month"], Projects(by=True)),
        (["which projects spent the most?"], Projects(by=True)),
        (["what did each project cost"], Projects(by=True)),
        (["spend on project web"], Projects(name="web")),
        (["spend on project Web Shop this week"], Projects(name="web shop")),
        (["what did the “spring (ads)” project cost us"], Projects(name="Spring (ads)")),
        (["how much for project web-2"], Projects(note=WHICH)),
        (["what did the project cost"], Projects(note=WHICH)),
        (["spend by model and project last month"], Projects()),
        (["spend by model, channel and project"], Projects()),
        (["spend by model and for project web-2"], Projects(note=WHICH)),
        (["spend by project and model"], Projects(by=True)),
        (["and last month?", "spend by project"], Projects(by=True)),
        (["by model?", "by project?", "spend on project web"], Projects(name="web")),
        (["by project?", "by model?", "spend on project web"], Projects(by=True, name="web")),
        (["and last month?", "spend on project web", "spend on project web shop"], Projects(name="web")),
        (["what did we spend"], Projects()),
    ],
)
def test_which_projects_are_meant(texts: list[str], meant: Projects) -> None:
    """By project, one that is known by its name, the longest that fits; the newest text counts."""
    assert projects_in(texts, KNOWN) == meant


def test_only_what_a_text_says_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Among thousands of projects, none costs the making of a pattern but those whose name is in the text."""
    made: list[str] = []
    real = re.escape

    def escape(name: str) -> str:
        made.append(name)
        return real(name)

    monkeypatch.setattr(re, "escape", escape)
    many = {f"job-{number}" for number in range(5_000)}
    assert projects_in(["spend on project JOB-4711 last week"], many) == Projects(name="job-4711")
    assert made == ["job-4711"]


def test_without_any_project_that_is_said() -> None:
    """Many names are not all said."""
    assert projects_in(["the web project"], {""}).note == "No usage names a project, so this counts all of it."
    many = {f"p{number}" for number in range(8)}
    assert projects_in(["the web project"], many).note.endswith("Usage names: p0, p1, p2, p3, p4 and 3 more.")
