"""What an OpenAI organization was billed by day, and which images it had made by hour.

Both are asked through the openai package's admin client, page by page. The client itself neither tries again nor
reads numbers, which it would make floats: `wire` does both. Days and hours are in UTC, as OpenAI has them.
API: https://platform.openai.com/docs/api-reference/usage
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from pydantic import SecretStr

from bot.errors import UsageError
from bot.spend.sources.openai_rows import Bucket, bill_of, bucket_of, events_of
from bot.spend.sources.source import Batch, Source
from bot.spend.sources.wire import Patience, Reply, SourceDown, Unanswered

if TYPE_CHECKING:
    from openai import AsyncOpenAI

NAME = "OpenAI"
BASE_URL = "https://api.openai.com/v1"
TIMEOUT = 60
MOST_DAYS = 180
"""Buckets of costs in an answer."""

MOST_HOURS = 168
"""Buckets of an hour in an answer."""

HISTORY = timedelta(days=400)
"""How far the first reading goes back."""

RESTATED = timedelta(days=35)
"""How long a day's costs are looked at again: late and revised ones are noticed."""

LATE = timedelta(days=7)
"""How long an hour's images are looked at again."""

What = Literal["costs", "images"]


@dataclass(frozen=True)
class Organization:
    """The organization API, with an admin key."""

    client: AsyncOpenAI
    patience: Patience = field(default_factory=Patience)

    async def pages(self, what: What, start: datetime, end: datetime) -> AsyncIterator[tuple[Bucket, ...]]:
        """The buckets from `start` to `end`, a page at a time, oldest first.

        Raises:
            SourceError: they could not be read to the end.
        """
        page: str | None = None
        seen: set[str] = set()
        while True:
            answer = await self.patience.ask(NAME, partial(self._asked, what, start, end, page))
            found, page = _page(answer)
            if found:
                yield found
            if page is None:
                return
            if page in seen:
                raise SourceDown(f"{NAME} answered with the same page again.")
            seen.add(page)

    async def _asked(self, what: What, start: datetime, end: datetime, page: str | None) -> Reply:
        from openai import APIConnectionError, APIStatusError, omit  # noqa: PLC0415 - an extra, and slow to import

        usage = self.client.admin.organization.usage.with_raw_response
        began, ends, token = int(start.timestamp()), int(end.timestamp()), omit if page is None else page
        try:
            if what == "costs":
                answer = (
                    await usage.costs(
                        start_time=began,
                        end_time=ends,
                        bucket_width="1d",
                        group_by=["project_id", "line_item"],
                        limit=MOST_DAYS,
                        page=token,
                    )
                ).http_response
            else:
                answer = (
                    await usage.images(
                        start_time=began,
                        end_time=ends,
                        bucket_width="1h",
                        group_by=["project_id", "user_id", "api_key_id", "model", "size", "source"],
                        limit=MOST_HOURS,
                        page=token,
                    )
                ).http_response
        except APIStatusError as wrong:
            headers = wrong.response.headers
            return Reply(wrong.status_code, wrong.response.content, headers.get("retry-after"))
        except APIConnectionError as wrong:
            raise Unanswered.by(wrong.__cause__ or wrong) from None
        return Reply(answer.status_code, answer.content)


@asynccontextmanager
async def organization(
    key: SecretStr, base_url: str = BASE_URL, patience: Patience | None = None, timeout: float = TIMEOUT
) -> AsyncIterator[Organization]:
    """The organization API, until the end of the block.

    Raises:
        UsageError: the openai package is not there.
    """
    try:
        from openai import AsyncOpenAI  # noqa: PLC0415 - an extra, and slow to import
    except ImportError:
        raise UsageError(
            "OPENAI_ADMIN_KEY is set, but the openai package is not installed: pip install 'pennyworth[openai]'."
        ) from None
    client = AsyncOpenAI(admin_api_key=key.get_secret_value(), base_url=base_url, max_retries=0, timeout=timeout)
    async with client:
        yield Organization(client, patience or Patience())


@dataclass(frozen=True, slots=True)
class Costs:
    """What was billed, by day, project and line item."""

    organization: Organization
    name: Literal["openai"] = "openai"
    what: str = "costs"

    async def batches(self, cursor: str, now: datetime) -> AsyncIterator[Batch]:
        """Days since the last time, and those before it whose bill may have been late or revised.

        The cursor ends with the first day that has a bill: before it there was nothing to bill.
        """
        cursor, _, first = cursor.partition(" ")
        start = _day(_start(cursor, now, RESTATED))
        async for page in self.organization.pages("costs", start, now):
            read = [bill_of(bucket, now) for bucket in page]
            told = [bill for bill, _ in read if bill is not None]
            first = min([*filter(None, [first]), *(str(bill.day) for bill in told if bill.lines)], default="")
            bills = tuple(bill for bill in told if first and str(bill.day) >= first)
            end = min(page[-1].end, now)
            problems = tuple(problem for _, problems in read for problem in problems)
            yield Batch(f"{_later(cursor, end)} {first}", page[0].start, end, None, bills, problems)


@dataclass(frozen=True, slots=True)
class Images:
    """The images that were made, by hour, model, size, project, person and key."""

    organization: Organization
    name: Literal["openai"] = "openai"
    what: str = "images"

    async def batches(self, cursor: str, now: datetime) -> AsyncIterator[Batch]:
        """Hours that are over: those since the last time, and the latest before it, which may be told late."""
        this_hour = now.replace(minute=0, second=0, microsecond=0)
        start = _start(cursor, now, LATE).replace(minute=0, second=0, microsecond=0)
        async for page in self.organization.pages("images", start, this_hour):
            over = [bucket for bucket in page if bucket.end <= this_hour]
            read = [events_of(bucket) for bucket in over]
            end = min(page[-1].end, this_hour)
            yield Batch(
                cursor=_later(cursor, end),
                start=page[0].start,
                end=end,
                events=tuple(event for events, _ in read for event in events),
                unusable=tuple(problem for _, problems in read for problem in problems),
                revises=True,
                whole=frozenset(each.start for each, (_, wrong) in zip(over, read, strict=True) if not wrong),
            )


def sources(found: Organization) -> tuple[Source, ...]:
    """Both."""
    return Costs(found), Images(found)


def _start(cursor: str, now: datetime, again: timedelta) -> datetime:
    """Where to begin: a while before what was read last, or at the beginning of what is kept."""
    first = now - HISTORY
    if not cursor:
        return first
    return max(first, min(datetime.fromisoformat(cursor), now) - again)


def _later(cursor: str, reached: datetime) -> str:
    """The cursor never goes back: what is read again before it would be read again for ever."""
    return max(datetime.fromisoformat(cursor), reached).isoformat() if cursor else reached.isoformat()


def _day(at: datetime) -> datetime:
    return datetime.combine(at.astimezone(UTC).date(), time(), UTC)


def _page(answer: Mapping[str, Any]) -> tuple[tuple[Bucket, ...], str | None]:
    """The buckets of an answer, and the next page's name if there is one.

    Raises:
        SourceDown: it is not a page.
    """
    data, more, name = answer.get("data"), answer.get("has_more"), answer.get("next_page")
    if not isinstance(data, list) or (more and not (isinstance(name, str) and name)):
        raise SourceDown(f"{NAME} answered with something that is not a page of buckets.")
    return tuple(sorted(_buckets(data), key=lambda bucket: bucket.start)), name if more else None


def _buckets(data: list[Any]) -> Iterator[Bucket]:
    for each in data:
        bucket = bucket_of(each)
        if bucket is None:
            raise SourceDown(f"{NAME} answered with something that is not a page of buckets.")
        yield bucket
