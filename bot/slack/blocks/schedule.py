"""Weekly summaries as they are scheduled: the offer, where and when one goes out, and the controls beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Literal

from bot.digest.model import Name
from bot.slack import mrkdwn
from bot.slack.blocks import ids, kit, naming
from bot.slack.blocks.message import MOST_TEXT, Message, said
from pricing.cautions import day

MOST_LINES = 6
WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SCOPE_NAMES = {"workspace": "the whole workspace", "channel": "one channel", "project": "one project"}
SECTION_NAMES = {
    "models": "By model",
    "people": "By person",
    "channels": "By channel",
    "budgets": "Budgets",
    "quoted": "Quoted against spent",
    "anomalies": "What stands out",
    "retiring": "Retiring models",
    "prices": "Price changes",
}
HELLO = "Thanks for the invitation. Mention me with what you plan to make, and I answer what it costs."
DECLINED = "No weekly summary here. Should you want one: “weekly digest every Monday at 9:00”."


@dataclass(frozen=True, slots=True)
class ScheduleLine:
    """A summary as it is shown: `place` is a channel or a person by their id, `next_at` in its own zone."""

    id: str
    place: str
    weekday: int
    at: time
    zone: str
    next_at: datetime | None
    standing: Literal["active", "paused", "snoozed"] = "active"
    why: str | None = None
    scope: str = "workspace"
    scope_id: str = ""
    sections: tuple[str, ...] = ()

    @property
    def when(self) -> str:
        """`Mondays 09:00 Europe/Berlin`."""
        return f"{WEEKDAY_NAMES[self.weekday]}s {self.at:%H:%M} {self.zone}"

    @property
    def next(self) -> str:
        """When the next one goes out, or why none does."""
        if self.next_at is None:
            return f"Paused: {self.why}." if self.why else "Paused."
        following = f"{WEEKDAY_NAMES[self.next_at.weekday()]}, {day(self.next_at.date())}, {self.next_at:%H:%M}"
        quiet = "Snoozed. " if self.standing == "snoozed" else ""
        return f"{quiet}Next: {following} ({self.zone})."


def offer_message(zone: str | None, inviter: str) -> Message:
    """What a channel is asked once, when the bot is invited to it; `zone` is the inviter's, if it is known."""
    when = f"Mondays 09:00 {zone}" if zone else "Mondays 09:00"
    question = f"Weekly summary here, {when} ({'your zone' if zone else 'in the zone of whoever taps'})?"
    asked: list[kit.Element] = [{"type": "user", "user_id": inviter}, kit.run(" ")] if zone and inviter else []
    buttons = [
        kit.button("Yes, every Monday", ids.OFFER_YES, zone or "-", style="primary"),
        kit.button("Another time…", ids.DIGEST_NEW, "here"),
        kit.button("No, thanks", ids.OFFER_NO, "no"),
    ]
    return said(
        f"{HELLO} {question}",
        kit.section(HELLO),
        kit.rich(kit.paragraph(*asked, kit.bold(question))),
        {"type": "actions", "elements": buttons},
        kit.context("A manager can turn it on, and change or end it at any time."),
    )


def schedules_message(sentence: str, lines: Sequence[ScheduleLine], *, controls: bool = True) -> Message:
    """Where and when summaries go out; with `controls` what can be done with each."""
    blocks: list[kit.Block] = [kit.section(sentence)] if sentence else []
    spoken = mrkdwn.escape(sentence)
    for line in lines[:MOST_LINES]:
        longer = f"{spoken} {_spoken(line)}".strip()
        spoken = longer if len(longer) <= MOST_TEXT else spoken
        blocks += _lines(line, controls=controls)
    if len(lines) > MOST_LINES:
        blocks.append(kit.context(f"And {len(lines) - MOST_LINES} more."))
    return Message(spoken, tuple(blocks))


def home_schedules(lines: Sequence[ScheduleLine]) -> tuple[kit.Block, ...]:
    """The section of App Home."""
    blocks = [block for line in lines[:MOST_LINES] for block in _lines(line, controls=True)]
    if not lines:
        text = "One message a week: what was spent, what moved, which budgets run out, which models retire."
        blocks.append(kit.section(text))
    if len(lines) > MOST_LINES:
        blocks.append(kit.context(f"And {len(lines) - MOST_LINES} more."))
    new = kit.button("Set up a weekly summary", ids.DIGEST_NEW, "new")
    return (*blocks, {"type": "actions", "elements": [new]})


def _lines(line: ScheduleLine, *, controls: bool) -> Iterator[kit.Block]:
    scope, begin, end = _scope(line), f"{line.when}, of ", f"{_sections(line)}.\n{line.next}"
    if scope and scope.kind == "channel":
        about = [kit.run(begin), naming.element(scope, {}), kit.run(end)]
    else:
        about = [kit.run(f"{begin}{naming.shown(scope, {}) if scope else SCOPE_NAMES['workspace']}{end}")]
    yield kit.rich(kit.paragraph(*_place(line)), kit.paragraph(*about))
    if controls:
        row = f"{ids.SCHEDULE_ROW}{line.id}|{line.standing}"
        yield kit.actions(row, list(_controls(line)))


def _controls(line: ScheduleLine) -> Iterator[kit.Element]:
    yield kit.button("Preview to me", ids.DIGEST_PREVIEW, line.id)
    yield kit.button("Send now", ids.DIGEST_SEND, line.id)
    if line.standing == "active":
        yield kit.button("Snooze a week", ids.DIGEST_SNOOZE, line.id)
        yield kit.button("Pause", ids.DIGEST_PAUSE, line.id)
    else:
        yield kit.button("Resume", ids.DIGEST_RESUME, line.id, style="primary")
    yield kit.button("Change schedule", ids.DIGEST_CHANGE, line.id)
    dialog = kit.confirm("End this weekly summary?", "No more is posted; what was posted stays.", "End it")
    yield kit.button("End it", ids.DIGEST_STOP, line.id, confirm=dialog)


def _scope(line: ScheduleLine) -> Name | None:
    """What it is of, also where that is the channel that it goes to; None is the whole workspace."""
    if line.scope == "project":
        return Name("project", line.scope_id)
    of = line.scope_id or ("" if _personal(line) else line.place)
    return Name("channel", of) if line.scope == "channel" and of else None


def _sections(line: ScheduleLine) -> str:
    names = [SECTION_NAMES[each].lower() for each in line.sections if each in SECTION_NAMES]
    return f"; sections: {', '.join(names)}" if names else ""


def _personal(line: ScheduleLine) -> bool:
    return line.place[:1] in "UW"


def _spoken(line: ScheduleLine) -> str:
    """A line of a message's text."""
    place = "by direct message" if _personal(line) else f"in {naming.spoken(Name('channel', line.place), {})}"
    of = naming.spoken(scope, {}) if (scope := _scope(line)) else SCOPE_NAMES["workspace"]
    rest = mrkdwn.escape(f"{_sections(line)}. {line.next}")
    return f"Weekly summary {place}: {mrkdwn.escape(line.when)}, of {of}{rest}"


def _place(line: ScheduleLine) -> list[kit.Element]:
    if _personal(line):
        return [kit.bold("Weekly summary by direct message to "), {"type": "user", "user_id": line.place}]
    return [kit.bold("Weekly summary in "), {"type": "channel", "channel_id": line.place}]
