"""What went between the workspace and the app, for people who develop it: calls of the app, deliveries to it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from bot.playground.deliveries import Delivery
from bot.playground.records import ApiCall, Json
from bot.playground.slack import Slack

MOST = 200
"""Newest entries that a page shows."""


def entries(slack: Slack) -> dict[str, Json]:
    """The newest ones as records by key; what they carried is asked for one by one."""
    calls, sent = slack.workspace.calls, slack.outbox.deliveries
    found = {f"log/call-{n}": _call(calls[n]) for n in range(max(len(calls) - MOST, 0), len(calls))}
    begin = max(len(sent) - MOST, 0)
    found |= {f"log/delivery-{begin + n}": _delivery(each) for n, each in enumerate(islice(sent, begin, None))}
    return dict(sorted(found.items(), key=lambda item: str(item[1]["at"]))[-MOST:])


def _call(call: ApiCall) -> Json:
    good = call.status == 200 and (call.answer or {}).get("ok") is True
    said = "ok" if good else str((call.answer or {}).get("error") or call.status or "no answer")
    return {"at": call.at.isoformat(), "way": "from app", "name": call.method, "outcome": said, "good": good}


def _delivery(delivery: Delivery) -> Json:
    first = delivery.attempts[0].at.isoformat() if delivery.attempts else ""
    said = "acknowledged" if delivery.acknowledged else delivery.error or "under way"
    if delivery.attempts and not delivery.acknowledged and not delivery.error:
        said = delivery.attempts[-1].reason
    good = delivery.acknowledged or not delivery.attempts
    return {"at": first, "way": "to app", "name": f"{delivery.kind} {delivery.name}", "outcome": said, "good": good}


def payload(slack: Slack, name: str) -> Json | None:
    """What an entry carried and what came back; None where there is no such entry."""
    kind, _, number = name.partition("-")
    lists: dict[str, Sequence[ApiCall | Delivery]] = {
        "call": slack.workspace.calls,
        "delivery": slack.outbox.deliveries,
    }
    every = lists.get(kind, ())
    if not number.isdigit() or len(number) > 7 or int(number) >= len(every):
        return None
    entry = every[int(number)]
    if isinstance(entry, ApiCall):
        return {"arguments": entry.args, "answer": entry.answer}
    tries = [{"reason": each.reason, "answer": each.body} for each in entry.attempts]
    return {"payload": entry.body, "attempts": tries}
