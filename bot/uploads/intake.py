"""Files in, one value out: prompts counted, pictures measured, and what was refused and why."""

from __future__ import annotations

from collections.abc import AsyncIterable, Iterable
from dataclasses import dataclass

from bot.uploads.count import Counted, count_prompts
from bot.uploads.facts import Facts
from bot.uploads.pictures import Picture, picture_of, read_picture
from bot.uploads.prompts import Prompts, prompts_of
from bot.uploads.refusal import (
    MAX_FILES,
    MAX_PICTURE,
    MAX_PROMPTS,
    MAX_TEXT,
    MAX_TOGETHER,
    READABLE,
    UploadRefused,
    read_limited,
    too_large,
)
from bot.uploads.sniff import kind_of, picture_format


@dataclass(frozen=True, slots=True)
class Upload:
    """A file's name and all its bytes."""

    name: str
    data: bytes


Received = Upload | Picture | UploadRefused
"""What becomes of a file that is fetched."""


@dataclass(frozen=True, slots=True)
class Intake:
    """What a message's files hold. `refused` has a sentence for each file that is not taken."""

    files: tuple[Prompts, ...] = ()
    counted: Counted | None = None
    pictures: tuple[Picture, ...] = ()
    refused: tuple[str, ...] = ()

    @property
    def facts(self) -> Facts:
        """What pricing needs to know of the files; small, and kept with a thread."""
        return Facts(self.counted.set if self.counted else None, tuple(picture.size for picture in self.pictures))

    def sentences(self) -> tuple[str, ...]:
        """What was read, what is odd about it and how it was read, a sentence each; without what was refused."""
        found: list[str] = []
        if self.counted:
            summary = self.counted.summary
            found.append(summary.sentence())
            found += [outlier.why for outlier in self.counted.outliers]
            if summary.repeated:
                repeat = "prompt repeats" if summary.repeated == 1 else "prompts repeat"
                found.append(f"{summary.repeated:,} {repeat} an earlier one word for word; each is counted.")
        found += [f"{picture.name} is {picture.size}, as a reference image." for picture in self.pictures]
        for file in self.files:
            found += [f"{file.name}: {sentence}" for sentence in (file.how, *file.notes)]
        return tuple(found)


async def receive(name: str, chunks: AsyncIterable[bytes], size: int | None = None) -> Received:
    """What a file that is being fetched turns out to be, read no further than its limit; `size` is what it says.

    Counting comes later, in `take_in`, which works for some tenths of a second at most and belongs in a thread.
    """
    try:
        kind = kind_of(name)
        if kind is None:
            raise UploadRefused(name, f"is not a kind of file that is read; {READABLE}.")
        limit = MAX_PICTURE if kind == "picture" else MAX_TEXT
        if size is not None and size > limit:
            raise too_large(name, limit)
        if kind == "picture":
            return await read_picture(name, chunks)
        return Upload(name, await read_limited(name, chunks, limit))
    except UploadRefused as refused:
        return refused


def take_in(received: Iterable[Received]) -> Intake:
    """All files of a message together: the prompts in their order as one list, the pictures as references."""
    files: list[Prompts] = []
    pictures: list[Picture] = []
    refused: list[str] = []
    for number, each in enumerate(received, start=1):
        try:
            if number > MAX_FILES:
                raise UploadRefused("The rest", f"is left out; at most {MAX_FILES} files are read at once.")
            _take(each, files, pictures)
        except UploadRefused as wrong:
            refused.append(str(wrong))
        if number > MAX_FILES:
            break
    texts = [text for file in files for text in file.texts]
    counted = count_prompts(texts) if texts else None
    return Intake(tuple(files), counted, tuple(pictures), tuple(refused))


def _take(each: Received, files: list[Prompts], pictures: list[Picture]) -> None:
    if isinstance(each, UploadRefused):
        raise each
    if isinstance(each, Picture):
        pictures.append(each)
        return
    if kind_of(each.name) == "picture" or ("." not in each.name and picture_format(each.data)):
        pictures.append(picture_of(each.name, each.data))
        return
    found = prompts_of(each.name, each.data)
    together = [text for file in (*files, found) for text in file.texts]
    if len(together) > MAX_PROMPTS:
        raise UploadRefused(each.name, f"is left out: the files together hold over {MAX_PROMPTS:,} prompts.")
    if sum(map(len, together)) > MAX_TOGETHER:
        raise UploadRefused(each.name, f"is left out: the files together hold over {MAX_TOGETHER:,} characters.")
    files.append(found)
