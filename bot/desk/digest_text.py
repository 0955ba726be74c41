"""What a text about weekly summaries says: what is wanted, where one goes, what it is of, and which one is meant.

"In" and "for" lead to the place, "of" and "about" to what it is of. What is named so that nobody knows who or what it
is, or cannot be done in words, is an error: nothing that was said is left out in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.desk.digests import Deed, Scope, Spot, Who, scope_of
from bot.desk.scopes import CHANNEL_MISSING, project_in
from bot.errors import UsageError
from bot.request import DigestRequest
from bot.storage.digests import Subscription

NOBODY = (
    "I cannot tell who “{said}” is: type @ and choose the person, or # and choose the channel, so that Slack links it."
)
OF_WHAT = (
    "Nothing is changed: a summary is of the whole workspace, one channel or one project. "
    "“{said}” is none that I know: type # and choose the channel, or say “project {said}”."
)
OF_PERSON = "Nothing is set: a summary is of the whole workspace, one channel or one project, not of a person."
ONE_PLACE = "Nothing is changed: name one place that it goes to (“in #channel”), and one channel that it is of at most."
IN_THE_FORM = (
    "Nothing is set: sections are chosen in the form. Set up a weekly summary on App Home, or Change schedule."
)
ONE_AT_A_TIME = (
    "Nothing is changed: a snooze leaves out the next one alone. "
    "“Pause the digest” stops it until you say “resume the digest”."
)

_CHANNEL = re.compile(
    r"(?P<of>\b(?:of|about)\s+(?:the\s+)?(?:channel\s+)?)?<#(?P<id>[CG][A-Z0-9]+)(?:\|[^>]*)?>", re.IGNORECASE
)
_PERSON = re.compile(r"(?P<of>\b(?:of|about)\s+)?<@(?P<id>[UW][A-Z0-9]+)(?:\|[^>]*)?>", re.IGNORECASE)
_TYPED = re.compile(r"(?:^|\s)#\w")
_OWN_TIME = re.compile(r"\bmy (?:own |local )*(?:time(?: ?zone)?|zone|clock)\b", re.IGNORECASE)
_MINE = re.compile(r"\b(?:(?:send|give|dm|post|write|to|for|get) me|my|just me)\b", re.IGNORECASE)
_EVERY_ONE = re.compile(r"\b(?:both|all|every)\b(?=.*\b(?:digests|summaries|summary|digest|of them)\b)", re.IGNORECASE)
_SECTIONS = re.compile(
    r"\b(?:by|per|with|without|only|just) (?:the |figures by |breakdown by )*"
    r"(?:persons?|people|users?|models?|channels?|projects?|budgets?|quotes|anomalies|prices)\b",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"\b(?:[2-9]|\d\d+|two|three|four|five|six|several|(?:a )?few) (?:more )?(?:weeks|months|digests|summaries|times)\b"
    r"|\bmonths?\b|\buntil\b|\btill\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"\bproject\s+[\"“](?P<name>[^\"“”]{1,100})[\"”]", re.IGNORECASE)
_WORKSPACE = re.compile(
    r"\b(?:of|about)\s+everything\b|\b(?:(?:whole|entire)|(?:of|about)(?:\s+the)?)\s+(?:workspace|company|team)\b"
    r"|\bworkspace(?:['’]s)? (?:weekly )?(?:digest|summary)\b",
    re.IGNORECASE,
)
_THIS = re.compile(r"\b(?:of|about) this channel\b", re.IGNORECASE)
_NAME = r"(?P<name>[^\W\d_][\w.-]{0,40})"
_TO_WHOM = tuple(
    re.compile(each, re.IGNORECASE)
    for each in (
        rf"\b(?:send|give|dm|mail|message|write|get)\s+{_NAME}\s+(?=(?:a|an|the|his|her|their|this|our|weekly)\b)",
        rf"\b(?:send|give|dm|mail|write|post|deliver)\b[^.?!]*?\bto\s+{_NAME}",
        rf"\b(?:digest|summary|report)\b[^.?!]*?\bfor\s+{_NAME}",
        rf"\b{_NAME}['’]s\s+(?:own\s+|personal\s+|weekly\s+)*(?:digest|summary)\b",
    )
)
_OF = re.compile(rf"\b(?:of|about)\s+(?:(?:the|our|my|all|whole|entire|this|that|its)\s+)*{_NAME}", re.IGNORECASE)
_COMMON = frozenset(
    """a ai all an and any april at august both budget budgets channel clients company cost costs course day days
    december dm dms each every everybody everyone everything february friday fridays half her here him his how image
    images in is it its january july june last let march may me midnight mine monday mondays money month monthly morning
    my myself next noon november now october of on one only our ours out over people previous price prices project
    projects quote quotes review saturday saturdays september slack spend spending spent sunday sundays team text that
    the their them there these this those thursday thursdays time today tomorrow tonight tuesday tuesdays us usage week
    weekly weeks wednesday wednesdays what when which who whole workspace year yesterday you your digest digests summary
    summaries things model models use made evening afternoon past ahead up""".split()
)
_FINER: tuple[tuple[Deed, re.Pattern[str]], ...] = (
    ("preview", re.compile(r"\bpreview", re.IGNORECASE)),
    ("snooze", re.compile(r"\b(?:snooze|skip)\b", re.IGNORECASE)),
    ("stop", re.compile(r"\b(?:stop|cancel|delete|remove|unsubscribe|end)\b", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True)
class Said:
    """What a text names: where a summary goes, what it is of, whether every one there is meant and in whose time."""

    spot: Spot
    scope: Scope | None = None
    every: bool = False
    own_time: bool = False
    unknown: str = ""
    """What a summary is said to be of that is neither a channel nor a project."""


def deed_of(request: DigestRequest, text: str) -> Deed:
    """What is wanted, as finely as the words say it."""
    if request.action in ("pause", "show"):
        return next((deed for deed, words in _FINER if words.search(text)), request.action)
    return request.action


def read(who: Who, channel: str, text: str, deed: Deed) -> Said:
    """What a text names; where it names no place that is where it is said, to its writer where it says "me".

    Raises:
        UsageError: it names somebody or something that nobody can tell, several places, or what no words can set.
    """
    if deed == "schedule" and _SECTIONS.search(text):
        raise UsageError(IN_THE_FORM)
    if deed == "snooze" and _SEVERAL.search(text):
        raise UsageError(ONE_AT_A_TIME)
    scope, unknown = _scope(channel, text)
    spot = _spot(who, channel, text, deed)
    if unknown and deed == "schedule":
        raise UsageError(OF_WHAT.format(said=unknown))
    return Said(spot, scope, bool(_EVERY_ONE.search(text)), bool(_OWN_TIME.search(text)), unknown)


def meant(there: Sequence[Subscription], said: Said, text: str) -> tuple[Subscription, ...]:
    """Those of a place that a text means: of what it says, of a project that it names; else all there are."""
    if said.scope:
        return tuple(each for each in there if scope_of(each) == said.scope)
    words = text.casefold()
    named = tuple(each for each in there if each.scope == "project" and _names(words, each.scope_id.casefold()))
    return named or (() if said.unknown else tuple(there))


def _names(text: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def _spot(who: Who, channel: str, text: str, deed: Deed) -> Spot:
    channels = {link["id"] for link in _CHANNEL.finditer(text) if not link["of"]}
    people = {link["id"] for link in _PERSON.finditer(text)}
    if deed == "schedule" and any(link["of"] for link in _PERSON.finditer(text)):
        raise UsageError(OF_PERSON)
    if len(channels) + len(people) > 1:
        raise UsageError(ONE_PLACE)
    if _TYPED.search(text):
        raise UsageError(CHANNEL_MISSING)
    for linked in (*channels, *people):
        return Spot(linked)
    for name in _uncommon(_TO_WHOM, text):
        raise UsageError(NOBODY.format(said=name))
    direct = channel.startswith("D")
    if direct or _MINE.search(_OWN_TIME.sub("", text)):
        return Spot(who.id, channel if direct else None)
    return Spot(channel)


def _scope(channel: str, text: str) -> tuple[Scope | None, str]:
    """What a summary is said to be of, or else the name that nobody knows."""
    linked = {link["id"] for link in _CHANNEL.finditer(text) if link["of"]}
    if len(linked) > 1:
        raise UsageError(ONE_PLACE)
    for id in linked:
        return ("channel", id), ""
    if quoted := _QUOTED.search(text):
        return ("project", quoted["name"]), ""
    project = project_in(text)
    if project and project.casefold() not in _COMMON:
        return ("project", project), ""
    if _WORKSPACE.search(text):
        return ("workspace", ""), ""
    if _THIS.search(text) and not channel.startswith("D"):
        return ("channel", channel), ""
    return None, next(_uncommon([_OF], text), "")


def _uncommon(patterns: Iterable[re.Pattern[str]], text: str) -> Iterator[str]:
    """The names that patterns find, without words that are none."""
    for pattern in patterns:
        for found in pattern.finditer(text):
            name = found["name"].rstrip(".-")
            if name.casefold() not in _COMMON:
                yield name
