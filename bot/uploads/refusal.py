"""Files that are not taken: one clear sentence each, and the limits that files are held to."""

from __future__ import annotations

from collections.abc import AsyncIterable

from bot.errors import UsageError
from bot.phrase import visible
from pricing.tokens import MAX_CHARACTERS

MAX_TEXT = 5_000_000
"""Bytes of a file of prompts."""

MAX_PICTURE = 20_000_000
"""Bytes of a picture."""

MAX_PIXELS = 100_000_000
"""Pixels of a picture."""

MAX_PROMPTS = 20_000
"""Prompts of one message's files together."""

MAX_PROMPT_CHARACTERS = MAX_CHARACTERS
"""Characters of one prompt."""

MAX_TOGETHER = 10_000_000
"""Characters of the prompts of one message's files together."""

MAX_LINES = 200_000
"""Lines of a file of prompts, blank ones included."""

EMPTY = 1_000
"""Bytes that an empty chunk of a stream counts as, so that a stream of nothing ends too."""

MAX_FILES = 20
"""Files of one message; Slack itself takes ten."""

READABLE = "send prompts as .txt, .csv or .md, reference images as .png, .jpg, .gif or .webp"
"""What can be sent, as the end of a sentence."""


class UploadRefused(UsageError):
    """A file that is not taken. The message names it and says why; `name` is the file's name as people may see it."""

    def __init__(self, name: str, why: str) -> None:
        self.name = shown_name(name)
        super().__init__(f"{self.name} {why}")


def shown_name(name: str) -> str:
    """A file's name without folders, controls and direction marks, cut to 80 characters."""
    last = visible(name[-500:]).replace("\\", "/").rsplit("/", 1)[-1].strip()
    return (last if len(last) <= 80 else f"{last[:60]}…{last[-19:]}") or "The file"


def megabytes(limit: int) -> str:
    """A limit in bytes as people read it."""
    return f"{limit // 1_000_000} MB"


def too_large(name: str, limit: int) -> UploadRefused:
    """The refusal of a file over a limit of bytes."""
    return UploadRefused(name, f"is over {megabytes(limit)}, the most that is read; split it or send a smaller one.")


async def read_limited(name: str, chunks: AsyncIterable[bytes], limit: int) -> bytes:
    """All bytes of a stream; stops at the first byte over the limit, and does not wait for more of nothing.

    Raises:
        UploadRefused: there are more bytes than the limit.
    """
    taken = bytearray()
    waited = 0
    async for chunk in chunks:
        waited += len(chunk) or EMPTY
        if waited > limit:
            raise too_large(name, limit)
        taken += chunk
    return bytes(taken)
