"""`pennyworth doctor`: prices, database, settings, port, tokens and scopes, clock; each with how to mend it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, suppress
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import aiohttp

from bot.app import PORT
from bot.clock import Clock
from bot.errors import UsageError
from bot.settings import RunSettings, Settings, SpendSettings
from bot.slack.manifest import SCOPES
from bot.storage.database import Database
from pricing import Catalog
from pricing.cautions import STALE_AFTER

MOST_SKEW = timedelta(seconds=60)
"""How far the clock may be from Slack's; at five minutes Slack's requests look like replays."""


NEAR = aiohttp.ClientTimeout(total=2)
"""For an answer from this machine; what else listens on the port may never give one."""


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
    found.append(_spend())
    try:
        settings = RunSettings.from_environment()
    except UsageError as wrong:
        return [*found, Finding("Settings", "missing or malformed", str(wrong))]
    found.append(Finding("Settings", "for Socket Mode" if settings.socket_mode else "for HTTP"))
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session:
        if settings.port is not None or not settings.socket_mode:
            found.append(await _listening(session, settings.host, PORT if settings.port is None else settings.port))
        found += [finding async for finding in _slack(session, settings, clock)]
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
    if db.address.file and not os.path.exists(db.address.file):
        return _unmade(db.address.file)
    try:
        ready = await db.ready()
    finally:
        await db.close()
    more = (
        ""
        if "pennyworth migrate" in ready.why
        else " `pennyworth migrate` brings it up to date, or says why it cannot."
    )
    mend = "" if ready else f"{ready.why[:1].upper()}{ready.why[1:]}.{more}"
    return Finding("Database", "reachable and migrated" if ready else "not ready", mend)


def _unmade(file: Path) -> Finding:
    """A file that `run` will make, where it may."""
    there = next(folder for folder in file.parents if os.path.exists(folder))
    if there.is_dir() and os.access(there, os.W_OK | os.X_OK):
        return Finding("Database", f"{file} is not there yet; `pennyworth run` makes it")
    return Finding("Database", f"{file} cannot be made", f"{there} is no folder that may be written: set DATABASE_URL.")


async def _listening(session: aiohttp.ClientSession, host: str, port: int) -> Finding:
    try:
        server = await asyncio.start_server(lambda _, writer: writer.close(), host, port)
    except OSError as wrong:
        address = f"[{host}]" if ":" in host else host
        said = await _said(session.get(f"http://{address}:{port}/healthz", timeout=NEAR))
        if said and "scheduler" in said.body:
            return Finding("Port", f"{port} is that of a running Pennyworth")
        reason = wrong.strerror or type(wrong).__name__
        return Finding("Port", "not free", f"HOST and PORT: nothing can listen on {host} port {port}: {reason}.")
    server.close()
    return Finding("Port", f"{port} is free" if port else "any that is free")


def _spend() -> Finding:
    """The sources of spend; whether they answer, a sync says."""
    try:
        settings = SpendSettings.from_environment()
    except UsageError as wrong:
        return Finding("Spend", "settings cannot be used", str(wrong))
    on = {"OpenAI": settings.openai_key is not None, "a LiteLLM proxy": settings.litellm_url is not None}
    named = " and ".join(name for name, is_on in on.items() if is_on)
    if settings.openai_key is not None and find_spec("openai") is None:
        return Finding("Spend", f"from {named}", "The openai package is missing: pip install 'pennyworth[openai]'.")
    return Finding("Spend", f"from {named}, every hour" if named else "no source is set up, which is fine")


async def _slack(session: aiohttp.ClientSession, settings: RunSettings, clock: Clock) -> AsyncIterator[Finding]:
    said = await _ask(session, settings, "auth.test", settings.bot_token.get_secret_value())
    if said is None:
        yield Finding("Slack", "not reachable", f"Nothing answers at {settings.api_url}: see to the network or proxy.")
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
    """A JSON object that was answered, and its headers."""

    body: Mapping[str, Any]
    headers: Mapping[str, str]

    @property
    def ok(self) -> bool:
        return bool(self.body.get("ok"))

    @property
    def date(self) -> datetime | None:
        with suppress(ValueError):
            return parsedate_to_datetime(self.headers.get("Date", "")).astimezone(UTC)
        return None


async def _said(request: AbstractAsyncContextManager[aiohttp.ClientResponse]) -> _Said | None:
    try:
        async with request as response:
            body = await response.json(content_type=None)
    except (aiohttp.ClientError, TimeoutError, ValueError):
        return None
    return _Said(body, response.headers) if isinstance(body, dict) else None


async def _ask(session: aiohttp.ClientSession, settings: RunSettings, method: str, token: str) -> _Said | None:
    return await _said(session.post(settings.api_url + method, headers={"Authorization": f"Bearer {token}"}))


def _token(what: str, said: _Said, mend: str) -> Finding:
    if said.ok:
        team = said.body.get("team")
        return Finding(what, f"works in {team}" if team else "works")
    return Finding(what, f"Slack says {said.body.get('error')}", mend)


def _scopes(said: _Said) -> Finding:
    granted = {scope.strip() for scope in said.headers.get("x-oauth-scopes", "").split(",")}
    lacking = [scope for scope in SCOPES if scope.name not in granted]
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
