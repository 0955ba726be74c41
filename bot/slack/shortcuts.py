"""Shortcuts: "Quote this prompt" on a message, "Quote AI images" from anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.request import JobRequest
from bot.slack import forms, mrkdwn
from bot.slack.manifest import BUILD_QUOTE, QUOTE_PROMPT
from bot.slack.payloads import Payload, keys_of
from bot.slack.pipeline import Visit
from bot.slack.service import Service


def register(app: AsyncApp, service: Service) -> None:
    """Listens to both."""

    async def build(ack: AsyncAck, body: dict[str, Any], request: AsyncBoltRequest) -> None:
        await ack()
        asked = Payload(body)
        message = body.get("message")
        text = str(message.get("text") or "") if isinstance(message, Mapping) else ""
        job = JobRequest(prompt_text=mrkdwn.untyped(text).strip() or None) if text else None
        tell = service.teller(asked.response_url, asked.user)
        visit = Visit("shortcut", asked.workspace, asked.user, keys_of(request, asked), tell)
        await service.pipeline.serve(visit, lambda: forms.open_builder(service, asked, job))

    app.shortcut(QUOTE_PROMPT)(build)
    app.shortcut(BUILD_QUOTE)(build)
