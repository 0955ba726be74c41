"""Where prices stand, as links, and when that was checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from urllib.parse import urlsplit

from bot.slack.blocks import kit
from pricing.cautions import day

MOST_DATES = 3
MOST_HOSTS = 5
MOST_PAGES = 6


def checked(sources: Iterable[tuple[str, date]]) -> Iterator[kit.Block]:
    """A line for each day on which sources were checked, the pages by their hosts."""
    days: dict[date, dict[str, list[str]]] = {}
    for url, when in dict.fromkeys(sources):
        days.setdefault(when, {}).setdefault(urlsplit(url).hostname or url, []).append(url)
    for when, hosts in list(days.items())[:MOST_DATES]:
        elements = [kit.run(f"Prices checked on {day(when)}: ")]
        for index, (host, urls) in enumerate(list(hosts.items())[:MOST_HOSTS]):
            elements.append(kit.run(f"{'; ' if index else ''}{host}"))
            for number, url in enumerate(urls[:MOST_PAGES]):
                elements += [kit.run(", " if number else " "), kit.link(url, _page(url))] if url != host else []
        yield kit.rich(kit.paragraph(*elements))


def _page(url: str) -> str:
    path = [part for part in urlsplit(url).path.split("/") if part]
    return path[-1] if path else "page"
