"""Whose spend a budget counts: how a text says it, what it is called, and whom it concerns."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Literal

from bot.request import BudgetRequest
from bot.spend.budgets import Scope
from bot.spend.projects import named_in
from bot.storage.budgets import BudgetRow
from bot.storage.threads import Entry

MOST_NAME = 100
CHANNEL_MISSING = "I need the channel itself: type # and choose it, so that Slack links it."
PERSON_MISSING = "I need the person themselves: type @ and choose them, so that Slack links them."
PROJECT_MISSING = "I cannot tell which project: write project “name”, in quotation marks where it has several words."
Missing = Literal["channel", "person", "project"]
MISSING: dict[Missing, str] = {"channel": CHANNEL_MISSING, "person": PERSON_MISSING, "project": PROJECT_MISSING}

_CHANNEL = re.compile(r"<#(?P<id>[CG][A-Z0-9]+)(?:\|(?P<name>[^>]*))?>")
_PERSON = re.compile(r"<@(?P<id>[UW][A-Z0-9]+)(?:\|[^>]*)?>")
_TYPED = re.compile(r"(?:^|\s)@\w")
_OWN = re.compile(r"\b(?:my|mine|myself|for me)\b", re.IGNORECASE)
_OWN_SPEND = re.compile(
    r"\b(?:(?:have|did|do|had) I|I(?:['’]ve| have)? spent|my (?:own )?spend\w*"
    r"|^\W*(?:and )?(?:what about |how about |for )?(?:me|mine|myself))\b",
    re.IGNORECASE,
)
_EVERYBODY = re.compile(
    r"\b(?:every(?:one|body)|all of us|(?:whole|entire) (?:team|company|workspace))\b", re.IGNORECASE
)
_SAID = re.compile(r"\bproject\b", re.IGNORECASE)
_QUOTED = r"[\"“”'](?P<{}>[^\"“”'<>|]+)[\"“”']"
_WORD = r"(?P<{}>[^\s\"“”'’|<>,;?!]*[^\s\"“”'’|<>,;?!.:])"
_AFTER = "an?|per|each|every|to|of|at|is|by|for|from|please|pls|monthly|weekly|budget"
_ENDS = rf"(?=['’]s\b|\s*[,;?!.]?\s*$|[,;?!]|\s+(?:{_AFTER}|[$€\d]))"
_PROJECT = re.compile(
    rf"\bproject\s+{_QUOTED.format('a')}|{_QUOTED.format('b')}\s+project\b|\bproject\s+{_WORD.format('c')}{_ENDS}"
    rf"|\b(?:the|on|for|of)\s+{_WORD.format('d')}\s+project\b",
    re.IGNORECASE,
)
_NO_NAMES = frozenset({"budget", "budgets", "the", "this", "our", "my", "a", "is", "to", "of", "at", "for"})


def scope_of(request: BudgetRequest, text: str, user: str, projects: Collection[str] = ()) -> Scope | Missing:
    """Whose spend a request's budget is about, by the links in its text; what is only named has no id.

    `projects` are those that are known: one of them is meant as it is spelt there.
    """
    if linked := _CHANNEL.search(text):
        return Scope("channel", linked["id"])
    if request.channel is not None:
        return "channel"
    if person := _PERSON.search(text):
        return Scope("person", person["id"])
    if _TYPED.search(text):
        return "person"
    if says_project(text):
        name = named_in(text, projects) or project_in(text)
        return Scope("project", name) if name else "project"
    return Scope("person", user) if _OWN.search(text) else Scope()


def says_project(text: str) -> bool:
    """Whether a text speaks of a project."""
    return bool(_SAID.search(text))


def own_spend(said: Iterable[Entry], named: str | None) -> str | None:
    """Whose own spend a question is about, by its texts, the newest first: "how much have I spent".

    `named` is the person that the newest of them names which names one.
    """
    for each in said:
        if named and named.casefold() in each.text.casefold():
            return None
        if _EVERYBODY.search(each.text):
            return None
        if _OWN_SPEND.search(each.text):
            return each.user
    return None


def linked(said: Iterable[Entry], channel: str | None) -> list[str]:
    """The ids of a channel that a question is about, by the links in its texts."""
    found = (link for each in said for link in _CHANNEL.finditer(each.text))
    return list(dict.fromkeys(link["id"] for link in found if channel in (link["name"], link["id"])))


def project_in(text: str) -> str | None:
    """The project that a text names: "project website", "the website project", project "Big Site"."""
    for found in _PROJECT.finditer(text):
        name = next(each for each in found.groups() if each)
        if name.casefold() not in _NO_NAMES:
            return str(name[:MOST_NAME])
    return None


def called(row: BudgetRow, channel: str = "") -> str:
    """What a budget is for, in words that are true where they are said: in `channel`, or to its person."""
    match row.scope:
        case "channel":
            return "this channel" if row.scope_id == channel else "a channel"
        case "person":
            return "you"
        case "project":
            return f"project {row.scope_id}"
        case _:
            return "this workspace"


def concerns(row: BudgetRow, channel: str, user: str) -> bool:
    """Whether what a person makes in a channel counts towards a budget; which project it is for nobody says."""
    return row.scope == "workspace" or (row.scope, row.scope_id) in {("channel", channel), ("person", user)}


def visible(row: BudgetRow, user: str, *, by_person: bool) -> bool:
    """Whether a person may see where a budget stands: that of somebody else only with figures by person."""
    return row.scope != "person" or by_person or row.scope_id == user
