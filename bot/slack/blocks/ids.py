"""What controls are called, and what they carry back.

An action_id says what to do:

    change.quality change.size change.model    menus, and
    change.saving.N change.nearest.N           buttons: change one field of one job of the quote
    open.count open.job                        open a modal to change the count, or the job whose index is chosen
    quote.compare quote.share                  compare the jobs; put an answer that one person sees into the channel
    quote.more                                 the menu behind three dots: "why", "csv" (MORE)
    ask.N ask.menu                             a request in words: treat the value as if the person had typed it
    home.builder home.settings home.keys home.stored
                                               open these modals
    home.audit                                 send the audit trail to the manager who asks, as a file
    keys.revoke                                revoke the key whose id is chosen
    stored.remove                              remove what is stored about the person, after the dialog's yes
    spend.log spend.undo                       record a quote's jobs as spent, after the dialog's yes; take that back
    budget.clear                               end the budget whose scope, id and period are the value
    alert.seen alert.snooze                    note for everyone that an alert was seen, or want a week's quiet
    offer.yes offer.no                         take the weekly summary that was offered, in the value's zone, or not
    digest.new                                 open the form for a weekly summary, for `here` or anywhere
    digest.preview digest.send digest.pause digest.resume digest.snooze digest.change digest.stop
                                               do that with the weekly summary whose id is the value
    digest.models digest.people digest.budget  under a summary: its week by model or person, in its thread; set a budget
    digest.log digest.connect digest.import    under one without spend: say how spend gets here (`blocks.digest_help`)

A quote's controls stand in blocks whose block_id is `quote|ID|VERSION|ROW`: the version makes Slack show the menus
anew when a message is updated. What is about the week of a summary has `ID|PERIOD` as its value: the summary's id, and
the week's first day. A change's value is `JOB|FIELD|VALUE`, such as `0|quality|low`; JOB `*` is every job.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from bot.slack import mrkdwn

CHANGE: Final = re.compile(r"^change\.")
CHANGE_QUALITY: Final = "change.quality"
CHANGE_SIZE: Final = "change.size"
CHANGE_MODEL: Final = "change.model"
CHANGE_SAVING: Final = "change.saving."
CHANGE_NEAREST: Final = "change.nearest."
OPEN_COUNT: Final = "open.count"
OPEN_JOB: Final = "open.job"
COMPARE: Final = "quote.compare"
SHARE: Final = "quote.share"
MORE: Final = "quote.more"
MORE_WHY: Final = "why"
MORE_CSV: Final = "csv"
ASK: Final = re.compile(r"^ask\.")
ASK_BUTTON: Final = "ask."
ASK_MENU: Final = "ask.menu"
HOME_BUILDER: Final = "home.builder"
HOME_SETTINGS: Final = "home.settings"
HOME_KEYS: Final = "home.keys"
HOME_STORED: Final = "home.stored"
HOME_AUDIT: Final = "home.audit"
KEYS_REVOKE: Final = "keys.revoke"
STORED_REMOVE: Final = "stored.remove"
LOG: Final = "spend.log"
UNDO: Final = "spend.undo"
BUDGET_CLEAR: Final = "budget.clear"
ALERT_SEEN: Final = "alert.seen"
ALERT_SNOOZE: Final = "alert.snooze"
OFFER_YES: Final = "offer.yes"
OFFER_NO: Final = "offer.no"
DIGEST_NEW: Final = "digest.new"
DIGEST_PREVIEW: Final = "digest.preview"
DIGEST_SEND: Final = "digest.send"
DIGEST_PAUSE: Final = "digest.pause"
DIGEST_RESUME: Final = "digest.resume"
DIGEST_SNOOZE: Final = "digest.snooze"
DIGEST_CHANGE: Final = "digest.change"
DIGEST_STOP: Final = "digest.stop"
DIGEST_MODELS: Final = "digest.models"
DIGEST_PEOPLE: Final = "digest.people"
DIGEST_BUDGET: Final = "digest.budget"
DIGEST_LOG: Final = "digest.log"
DIGEST_CONNECT: Final = "digest.connect"
DIGEST_IMPORT: Final = "digest.import"
SCHEDULE_ROW: Final = "schedule|"
"""What the block_id of controls beside a schedule begins with, which is drawn anew after a tap."""

VIEW_BUILDER: Final = "builder"
VIEW_COUNT: Final = "count"
VIEW_JOB: Final = "job"
VIEW_SETTINGS: Final = "settings"
VIEW_KEYS: Final = "keys"
VIEW_SCHEDULE: Final = "schedule"
VIEW_BUDGET: Final = "budget"
VIEW_STORED: Final = "stored"
VIEW_READ: Final = "read"
"""Modals that are only read: why a figure, CSV to copy."""

EVERY: Final = "*"
"""In place of a job's index: every job."""

BATCH_YES: Final = "yes"
BATCH_NO: Final = "no"


@dataclass(frozen=True, slots=True)
class Change:
    """One field that a control changes in one job of a quote, or in every job where `job` is None."""

    quote: str
    job: int | None
    field: str
    value: str

    @property
    def fields(self) -> dict[str, Any]:
        """What `dataclasses.replace` is to put into the job's JobRequest."""
        if self.field == "batch":
            return {"batch": self.value == BATCH_YES}
        if self.field == "prompt_words":
            return {"prompt_words": int(self.value), "prompt_tokens": None, "prompt_text": None, "prompts": None}
        return {self.field: self.value}


def row_of(quote: str, version: int, row: str) -> str:
    """The block_id of a row of controls."""
    return f"quote|{quote}|{version}|{row}"


def value_of(job: int | str, field: str, value: str) -> str:
    """The value of a control that changes a field of a job, or of every job (`EVERY`)."""
    return f"{job}|{field}|{value}"


def quote_of(action: Mapping[str, Any]) -> str | None:
    """The quote that an action of Slack's payload belongs to; None if it belongs to none."""
    kind, _, rest = str(action.get("block_id", "")).partition("|")
    return rest.split("|")[0] or None if kind == "quote" else None


def version_of(action: Mapping[str, Any]) -> int | None:
    """The version of the quote that the control was drawn for; None where it belongs to no quote."""
    found = _ROW.fullmatch(str(action.get("block_id", "")))
    return int(found[1]) if found else None


def chosen(action: Mapping[str, Any]) -> str:
    """What was chosen: a button's value or a menu's option."""
    return str((action.get("selected_option") or action).get("value") or "")


def change_of(action: Mapping[str, Any]) -> Change | None:
    """The change that an action asks for; None where it is not one of ours."""
    quote = quote_of(action)
    match = _CHANGE.fullmatch(chosen(action))
    if quote is None or match is None:
        return None
    job = None if match[1] == EVERY else int(match[1])
    return Change(quote, job, match[2] or match[4], match[3] or match[5])


def digest_value(subscription: str, first: date) -> str:
    """What buttons under a weekly summary carry."""
    return f"{subscription}|{first.isoformat()}"


def digest_of(action: Mapping[str, Any]) -> tuple[str, date] | None:
    """The subscription and the first day of the week that an action under a summary is about."""
    found = _DIGEST.fullmatch(chosen(action))
    try:
        return (found[1], date.fromisoformat(found[2])) if found else None
    except ValueError:
        return None


def request_of(action: Mapping[str, Any]) -> str:
    """The request in words that an `ask.` action stands for, as the person would have typed it."""
    return mrkdwn.untyped(chosen(action))


_DIGEST = re.compile(r"([A-Za-z0-9_-]{1,64})\|([0-9]{4}-[0-9]{2}-[0-9]{2})")
_ROW = re.compile(r"quote\|[^|]+\|([0-9]{1,9})\|[^|]*")
_CHANGE = re.compile(r"(\*|[0-9]{1,4})\|(?:(quality|size|model|batch)\|(.{1,120})|(prompt_words)\|([0-9]{1,7}))")
