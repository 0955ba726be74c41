"""A tiny real Bolt app, for holding the stand-in against the library that the bot uses."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import Slack, sample_manifest

MODAL = {
    "type": "modal",
    "callback_id": "builder",
    "notify_on_close": True,
    "title": {"type": "plain_text", "text": "Build a quote"},
    "submit": {"type": "plain_text", "text": "Quote"},
    "blocks": [
        {
            "type": "input",
            "block_id": "how_many",
            "label": {"type": "plain_text", "text": "Images"},
            "element": {"type": "number_input", "action_id": "count", "is_decimal_allowed": False},
        }
    ],
}
BUTTONS = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "A quote"}},
    {
        "type": "actions",
        "block_id": "controls",
        "elements": [
            {"type": "button", "action_id": "share", "text": {"type": "plain_text", "text": "Share"}, "value": "q1"},
            {"type": "button", "action_id": "edit", "text": {"type": "plain_text", "text": "Edit"}, "value": "q1"},
            {
                "type": "static_select",
                "action_id": "model",
                "options": [
                    {"text": {"type": "plain_text", "text": "Small"}, "value": "mini"},
                    {"text": {"type": "plain_text", "text": "Large"}, "value": "max"},
                ],
            },
        ],
    },
]


def manifest(**more: Any) -> dict[str, Any]:
    """The tiny app's manifest."""
    return sample_manifest(shortcuts={"build": "global", "quote": "message"}, **more)


class TinyApp:
    """An app with a listener for each surface; what it heard stands in `heard`."""

    def __init__(self, slack: Slack) -> None:
        self.heard: list[tuple[str, dict[str, Any]]] = []
        self.client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        self.bolt = AsyncApp(client=self.client, signing_secret=slack.signing_secret)
        for event, listener in {"app_mention": self.mention, "message": self.message, "file_shared": self.note}.items():
            self.bolt.event(event)(listener)
        self.bolt.event("app_home_opened")(self.home)
        self.bolt.command("/cost")(self.command)
        self.bolt.action("share")(self.share)
        self.bolt.action("model")(self.model)
        self.bolt.action("edit")(self.build)
        self.bolt.shortcut("build")(self.build)
        self.bolt.shortcut("quote")(self.quote)
        self.bolt.view("builder")(self.submitted)
        self.bolt.view_closed("builder")(self.model)

    def bodies(self, name: str) -> list[dict[str, Any]]:
        """What was heard of one kind."""
        return [body for kind, body in self.heard if kind == name]

    async def note(self, body: dict[str, Any]) -> None:
        """Remembers an event."""
        self.heard.append((body["event"]["type"], body))

    message = note

    async def model(self, ack: Any, body: dict[str, Any]) -> None:
        """Remembers an interaction."""
        await ack()
        self.heard.append((body["type"], body))

    async def command(self, ack: Any, body: dict[str, Any], respond: Any) -> None:
        """Answers its sender alone, after the ack."""
        await ack()
        self.heard.append(("command", body))
        await respond(text=f"quote of {body['text']}", blocks=BUTTONS)

    async def mention(self, event: dict[str, Any], say: Any, body: dict[str, Any]) -> None:
        """Answers in the thread."""
        self.heard.append(("app_mention", body))
        await say(text="here", thread_ts=event.get("thread_ts", event["ts"]))

    async def home(self, event: dict[str, Any], client: AsyncWebClient) -> None:
        """Publishes the home of whoever opens it."""
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": BUTTONS})

    async def share(self, ack: Any, body: dict[str, Any], respond: Any) -> None:
        """Answers to the channel."""
        await ack()
        self.heard.append(("share", body))
        await respond(text="shared", response_type="in_channel", replace_original=False)

    async def build(self, ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        """Opens the modal."""
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=MODAL)

    async def quote(self, ack: Any, body: dict[str, Any], say: Any) -> None:
        """Answers to a message in its thread."""
        await ack()
        await say(text=f"quoting {body['message']['text']}", thread_ts=body["message_ts"])

    async def submitted(self, ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        """Refuses none, says the number otherwise."""
        count = body["view"]["state"]["values"]["how_many"]["count"]["value"]
        if count == "0":
            await ack(response_action="errors", errors={"how_many": "at least one"})
            return
        await ack()
        await client.chat_postMessage(channel=body["user"]["id"], text=f"{count} images")


@asynccontextmanager
async def over_http(slack: Slack) -> AsyncIterator[TinyApp]:
    """The app served by Bolt's own aiohttp server."""
    app = TinyApp(slack)
    runner = web.AppRunner(app.bolt.web_app("/slack/events"), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.deliver_to(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")
    try:
        yield app
    finally:
        await runner.cleanup()


@asynccontextmanager
async def over_sockets(slack: Slack) -> AsyncIterator[TinyApp]:
    """The app connected by Socket Mode."""
    app = TinyApp(slack)
    handler = AsyncSocketModeHandler(app.bolt, slack.app_token, web_client=app.client, ping_interval=1)
    await handler.connect_async()
    try:
        yield app
    finally:
        await handler.close_async()
