"""The slash command: `/cost TEXT` answers the person alone, who may then share it; `/cost` alone shows examples."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.desk.desk import commands_of
from bot.slack import blocks, privacy, records
from bot.slack.payloads import Payload, keys_of
from bot.slack.pipeline import Visit
from bot.slack.service import Service
from bot.storage.places import Place


def register(app: AsyncApp, service: Service) -> None:
    """Listens to every command of the app's, whatever it was named."""

    @app.command(re.compile("^/"))
    async def command(ack: AsyncAck, body: dict[str, Any], request: AsyncBoltRequest) -> None:
        await ack()
        asked = Payload(body)
        tell = service.teller(asked.response_url, asked.user)
        visit = Visit("command", asked.workspace, asked.user, keys_of(request, asked), tell)
        await service.pipeline.serve(visit, lambda: _answer(service, asked))


async def _answer(service: Service, asked: Payload) -> None:
    text = asked.text.strip()
    if not text:
        await service.poster.respond(asked.response_url, blocks.examples())
        return
    if privacy.asked(text):
        await service.poster.respond(asked.response_url, blocks.stored_offer())
        return
    elsewhere = await service.elsewhere(asked.workspace, asked.channel)
    if elsewhere:
        await service.poster.respond(asked.response_url, elsewhere)
        return
    place = commands_of(asked.workspace, asked.channel, asked.user)
    served = await service.desk.ask(place, asked.user, text, service.desk.mark())
    where = Place(asked.workspace, asked.channel)
    message = await records.answered(service, where, asked.user, text, served)
    await service.poster.respond(asked.response_url, message or service.message(served, private=True))
