"""A stand-in for Slack on this machine: tests and the demo run the bot against it over real wires.

    async with Slack(manifest) as slack:    # a dict in Slack's manifest format; sample_manifest() if none
        slack.deliver_to("http://127.0.0.1:3000/slack/events")    # or socket_mode_enabled in the manifest
        slack.api_url, slack.bot_token, slack.app_token, slack.signing_secret       # what the app needs

People and channels go by record, id or name. There are alice (owner), bob, carol (New York), gina (guest), otherbot,
eva (another workspace), and #general, #design, #partners (shared), finance (private), all with the app in it, #random
and board (private) without it. `add_user` and `add_channel` make more.

    delivery = await slack.command("bob", "general", "/cost", "100 images")     # returns when the app has answered
    delivery = await slack.click("bob", message, "share")             # a menu: (..., "model", "gpt-image-1")
    delivery = await slack.submit("bob", slack.modal("bob"), {"count": "10"})   # action_id -> value
    delivery = await slack.shortcut("bob", "build")  # ("bob", "quote", message) for one on a message
    await slack.close("bob", view); await slack.suggest("bob", view, "model", "gpt"); slack.fill(view, {...})
    message = slack.say("bob", "general", "hello", thread_ts=None)   # events go out in the background:
    message = slack.mention("bob", "general", "100 images")          # await slack.settled(): each was taken or given up
    slack.dm, slack.upload, slack.edit, slack.delete, slack.react, slack.open_home, slack.join, slack.leave,
    slack.invite_bot, slack.remove_bot, slack.archive, slack.share, slack.uninstall

A delivery has `acknowledged`, `answer`, `error` (operation_timeout, dispatch_failed, or why Slack refuses the answer)
and `attempts` with status and reason. What a person cannot do in Slack raises `Impossible`.

    slack.messages("general", "bob"), slack.thread(message), slack.ephemerals("bob"), slack.home("bob"),
    slack.views("bob"), slack.modal("bob"), slack.calls("chat.postMessage"), slack.status(channel, ts),
    slack.deliveries("event"), slack.suggested_prompts("bob"), slack.oddities
    await slack.until(lambda: slack.ephemerals("bob"))    # waits for what the app does after its ack

    slack.faults.add("lost", "chat.postMessage", times=1)   # or reset, reset_after, status, status_after, rate, delay,
                                                            # error, block
    slack.limits.tiers = False      # tiers of calls a minute are on; slack.limits.posting = True adds one post a second
    slack.sockets.refresh(), .freeze(), .drop()             # Socket Mode connections end, die in silence, break
    slack.outbox.held = True ... slack.outbox.release()     # events that come late
    slack.outbox.repeat(delivery); await slack.http.replay(delivery)    # an event, a signed request once more
    slack.deliver_to(one, another)  # replicas, in turn; slack.forget() in long runs

Time is `clock`: RealClock, ScaledClock(60), ManualClock() with `await clock.advance(60)`, or MovableClock() with
`clock.move_to(instant)`. Trigger ids, response_urls,
acks, retries and rates go by it. Signatures go by `watch`, the machine's clock unless given: Bolt checks them by it.

The same as a process: `python -m bot.playground --port 0 --manifest FILE` prints its addresses as JSON and takes acts
and looks at /_control/ (see `control`).
"""

from __future__ import annotations

from bot.playground.clocks import Clock, ManualClock, MovableClock, RealClock, ScaledClock
from bot.playground.deliveries import Attempt, Delivery
from bot.playground.faults import Fault
from bot.playground.manifest import sample_manifest
from bot.playground.records import ApiCall, Channel, File, Kind, Message, User, View
from bot.playground.refusals import Impossible, Refused
from bot.playground.slack import Slack

__all__ = [
    "ApiCall",
    "Attempt",
    "Channel",
    "Clock",
    "Delivery",
    "Fault",
    "File",
    "Impossible",
    "Kind",
    "ManualClock",
    "Message",
    "MovableClock",
    "RealClock",
    "Refused",
    "ScaledClock",
    "Slack",
    "User",
    "View",
    "sample_manifest",
]
