"""`pennyworth doctor`: settings, tokens and scopes, database, prices, clock; each with how to mend it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import NamedTuple

import aiohttp

from bot.clock import Clock
from bot.errors import UsageError
from bot.settings import RunSettings, Settings
from bot.slack.manifest import SCOPES
from bot.storage.database import Database
from pricing import Catalog
from pricing.cautions import STALE_AFTER

MOST_SKEW = timedelta(seconds=60)
"""How far the clock may be from Slack's; at five minutes Slack's requests look like replays."""


class Finding(NamedTuple):
    """One thing looked at; `mend` is empty where it is well."""

    what: str
    found: str
    mend: str = ""


def run(clock: Clock) -> int:
    """Looks at everything and prints it; 1 when something needs mending."""
    findings = asyncio.run(_all(clock))
    for finding in findings:
        print(f"{'!!' if finding.mend else 'ok'}  {finding.what}: {finding.found}")
        if finding.mend:
            print(f"    {finding.mend}")
    print("All is well." if not any(each.mend for each in findings) else "Mend what is marked, then run this again.")
    return int(any(each.mend for each in findings))


async def _all(clock: Clock) -> list[Finding]:
    found = list(_prices(clock))
    found.append(await _database())
    try:
        settings = RunSettings.from_environment()
    except UsageError as wrong:
        return [*found, Finding("Slack settings", "not complete", str(wrong))]
    mode = "Socket Mode" if settings.socket_mode else "HTTP"
    found.append(Finding("Slack settings", mode))
    found += [finding async for finding in _slack(settings, clock)]
    return found


def _prices(clock: Clock) -> Iterator[Finding]:
    try:
        catalog = Settings.from_environment().catalog()
    except UsageError as wrong:
        yield Finding("Prices", "cannot be read", str(wrong))
        return
    checked = _last_checked(catalog)
    said = f"{len(catalog.models)} image models, last checked on {checked.isoformat()}"
    old = clock.now().date() - checked > STALE_AFTER
    yield Finding(
        "Prices", said, "They are old: update Pennyworth, or lay a newer price file over them." if old else ""
    )


async def _database() -> Finding:
    try:
        db = Database(Settings.from_environment().database_url)
    except UsageError as wrong:
        return Finding("Database", "not usable", str(wrong))
    try:
        ready = await db.ready()
    finally:
        await db.close()
    mend = "" if ready else f"{ready.why[:1].upper()}{ready.why[1:]}. `pennyworth migrate` makes the tables."
    return Finding("Database", "reachable and migrated" if ready else "not ready", mend)


async def _slack(settings: RunSettings, clock: Clock) -> AsyncIterator[Finding]:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session:
        said = await _ask(session, settings, "auth.test", settings.bot_token.get_secret_value())
        if said is None:
            yield Finding(
                "Slack", "not reachable", f"Nothing answers at {settings.api_url}: see to the network or proxy."
            )
            return
        yield _token("Bot token", said, "Copy the Bot User OAuth Token anew, or install the app again.")
        if said.ok:
            yield _scopes(said)
        if said.date is not None:
            yield _clock(clock.now(), said.date)
        if settings.app_token is not None:
            opened = await _ask(session, settings, "apps.connections.open", settings.app_token.get_secret_value())
            if opened is not None:
                mend = "Make an app-level token with connections:write, and turn Socket Mode on in the app's settings."
                yield _token("App token", opened, mend)


class _Said(NamedTuple):
    ok: bool
    error: str
    team: str
    scopes: frozenset[str]
    date: datetime | None


async def _ask(session: aiohttp.ClientSession, settings: RunSettings, method: str, token: str) -> _Said | None:
    try:
        async with session.post(settings.api_url + method, headers={"Authorization": f"Bearer {token}"}) as response:
            body = await response.json(content_type=None)
            headers = response.headers
    except (aiohttp.ClientError, TimeoutError, ValueError):
        return None
    scopes = frozenset(part.strip() for part in headers.get("x-oauth-scopes", "").split(",") if part.strip())
    date = parsedate_to_datetime(headers["Date"]) if "Date" in headers else None
    return _Said(bool(body.get("ok")), str(body.get("error", "")), str(body.get("team", "")), scopes, date)


def _token(what: str, said: _Said, mend: str) -> Finding:
    if said.ok:
        return Finding(what, f"works{f' in {said.team}' if said.team else ''}")
    return Finding(what, f"Slack says {said.error}", mend)


def _scopes(said: _Said) -> Finding:
    lacking = [scope for scope in SCOPES if scope.name not in said.scopes]
    if not lacking:
        return Finding("Scopes", f"all {len(SCOPES)} granted")
    named = "; ".join(f"{scope.name} ({scope.feature})" for scope in lacking)
    return Finding(
        "Scopes", f"lacking {named}", "Paste the output of `pennyworth manifest` as the app's manifest, and reinstall."
    )


def _clock(here: datetime, there: datetime) -> Finding:
    skew = abs(here - there)
    said = f"{int(skew.total_seconds())} s from Slack's"
    return Finding("Clock", said, "Set this machine's clock by NTP." if skew > MOST_SKEW else "")


def _last_checked(catalog: Catalog) -> date:
    return max(price.source.checked for model in catalog.models.values() for price in model.prices)
