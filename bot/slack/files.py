"""Files that come with a message: fetched from Slack's own file host, counted or measured, answered and given back."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import aiohttp

from bot.desk.desk import Served
from bot.slack import blocks
from bot.slack.service import Service
from bot.storage.places import Place
from bot.uploads import Intake, Received, UploadRefused, as_file, check_address, prompts_csv, receive, take_in
from bot.uploads.refusal import MAX_FILES

WITH_CSV = 2
"""Prompts from which on they are given back as a CSV, each with its tokens and its cost."""


async def answer(
    service: Service, place: Place, user: str, text: str, event: Mapping[str, Any], thread: str | None
) -> None:
    """Answers a message that brought files; what cannot be read is named, the rest is answered."""
    files: Sequence[Mapping[str, Any]] = event["files"]
    received = [await fetched(service, file) for file in files[: MAX_FILES + 1]]
    intake = await asyncio.to_thread(take_in, received)
    if not intake.facts:
        await service.poster.post(place.channel, blocks.sentence(" ".join(intake.refused)), thread)
        return
    served = await service.desk.receive(place, user, text, intake.facts, str(event["ts"]))
    await service.reply(place, served, thread, user, intake=intake)
    await _give_back(service, place, served, intake, thread)


async def fetched(service: Service, file: Mapping[str, Any]) -> Received:
    """What a file turns out to be; an address that is not Slack's own is never asked."""
    file = await _whole(service, file)
    name = str(file.get("name") or "The file")
    url = str(file.get("url_private_download") or file.get("url_private") or "")
    size = file.get("size")
    try:
        check_address(name, url, service.poster.client.base_url)
        async with service.poster.fetching(url) as response:
            if response.status != 200 or response.headers.get("Content-Type", "").startswith("text/html"):
                raise UploadRefused(name, "could not be fetched from Slack; upload it again.")
            return await receive(name, response.content.iter_any(), size if isinstance(size, int) else None)
    except UploadRefused as refused:
        return refused
    except (aiohttp.ClientError, TimeoutError, OSError):
        return UploadRefused(name, "could not be fetched from Slack; upload it again.")


async def _whole(service: Service, file: Mapping[str, Any]) -> Mapping[str, Any]:
    """All that Slack knows of a file: from a channel shared with another workspace comes little more than its id."""
    if file.get("file_access") != "check_file_info":
        return file
    said = await service.poster.read(service.poster.client.files_info, file=str(file.get("id") or ""))
    found = said.get("file") if said else None
    return found if isinstance(found, Mapping) else file


async def _give_back(service: Service, place: Place, served: Served, intake: Intake, thread: str | None) -> None:
    quotes = served.answer.quotes
    if (
        intake.counted is None
        or len(intake.counted.prompts) < WITH_CSV
        or served.answer.intent != "quote"
        or not quotes
    ):
        return
    table = as_file(await asyncio.to_thread(prompts_csv, intake.counted, quotes[0].quote))
    said = "Each prompt with its tokens and its share of the quote."
    await service.poster.upload(place.channel, "prompts-counted.csv", table, said, thread)
