"""What the environment sets; the only reader of `os.environ`. docs/operations.md has the table.

Everything is read when it is needed: `ask` does not care what PORT holds. A secret is a `SecretStr`, which
shows itself in no repr, log or traceback.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Self
from urllib.parse import quote, urlsplit

from pydantic import SecretStr

from bot.errors import UsageError
from pricing import Catalog, ListText, PriceListError, built_in, load

LOG_LEVELS = ("debug", "info", "warning", "error")
SLACK_API_URL = "https://slack.com/api/"
OPENAI_URL = "https://api.openai.com/v1"
LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Settings:
    """What every command can be told."""

    prices: Path | None = None
    colour: bool = True
    database: str | None = field(default=None, repr=False)
    spend_team: str | None = None

    @classmethod
    def from_environment(cls) -> Self:
        """The settings of this process."""
        prices = os.environ.get("PENNYWORTH_PRICES")
        return cls(
            prices=Path(prices) if prices else None,
            colour=not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb",
            database=os.environ.get("DATABASE_URL") or None,
            spend_team=os.environ.get("SPEND_TEAM_ID", "").strip() or None,
        )

    @property
    def database_url(self) -> str:
        """Where the database is; may hold a password."""
        if self.database:
            return self.database
        from platformdirs import user_data_path  # noqa: PLC0415 - a cold `ask` needs no database

        file = user_data_path("pennyworth", appauthor=False) / "pennyworth.db"
        return f"sqlite:///{quote(file.as_posix(), safe='/:')}"

    def catalog(self) -> Catalog:
        """The built-in price lists, with the price file laid over them if one is set.

        Raises:
            UsageError: the file cannot be read, or is not a valid price list.
        """
        if self.prices is None:
            return built_in()
        try:
            return load([ListText(str(self.prices), self.prices.read_text("utf-8"))])
        except (OSError, UnicodeDecodeError) as wrong:
            reason = wrong.strerror if isinstance(wrong, OSError) else "it is not UTF-8 text"
            raise UsageError(f"PENNYWORTH_PRICES: {self.prices} cannot be read: {reason}.") from None
        except PriceListError as wrong:
            raise UsageError(f"PENNYWORTH_PRICES: {wrong}") from None


@dataclass(frozen=True, slots=True)
class RunSettings:
    """What the running bot needs: Socket Mode when there is an app token, else HTTP.

    `port` is None where PORT is not set: HTTP mode then uses 3000, Socket Mode serves no HTTP at all.
    `installer` is the Slack user who may do everything a manager may, from the start.
    """

    bot_token: SecretStr
    app_token: SecretStr | None = None
    signing_secret: SecretStr | None = None
    api_url: str = SLACK_API_URL
    host: str = "127.0.0.1"
    port: int | None = None
    installer: str | None = None
    user_limit: int = 20
    workspace_limit: int = 200
    log_level: str = "info"

    @property
    def socket_mode(self) -> bool:
        """Whether Slack is reached over a socket that the bot opens."""
        return self.app_token is not None

    @classmethod
    def from_environment(cls) -> Self:
        """The settings of this process.

        Raises:
            UsageError: one is missing or malformed; names it and says what to set.
        """
        return cls.of(os.environ)

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Self:
        """Settings from variables by name.

        Raises:
            UsageError: one is missing or malformed; names it and says what to set.
        """
        app_token = _token(given, "SLACK_APP_TOKEN", "xapp-")
        signing_secret = given.get("SLACK_SIGNING_SECRET", "").strip()
        bot_token = _token(given, "SLACK_BOT_TOKEN", "xoxb-")
        if bot_token is None:
            raise UsageError(
                "SLACK_BOT_TOKEN is not set: copy the Bot User OAuth Token (xoxb-…) from the app's page in Slack, "
                "under OAuth & Permissions. Without Slack, `pennyworth demo` works."
            )
        if app_token is None and not signing_secret:
            raise UsageError(
                "Neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is set: set the app-level token (xapp-…) for Socket "
                "Mode, or the signing secret to be reached over HTTP; both are under Basic Information."
            )
        return cls(
            bot_token=bot_token,
            app_token=app_token,
            signing_secret=SecretStr(signing_secret) if signing_secret else None,
            api_url=_api_url(given),
            host=given.get("HOST", "").strip() or "127.0.0.1",
            port=_whole(given, "PORT", 0, 65_535),
            installer=_user(given, "PENNYWORTH_INSTALLER"),
            user_limit=_whole(given, "PENNYWORTH_USER_LIMIT", 1, 10**9) or 20,
            workspace_limit=_whole(given, "PENNYWORTH_WORKSPACE_LIMIT", 1, 10**9) or 200,
            log_level=_log_level(given),
        )


@dataclass(frozen=True, slots=True)
class SpendSettings:
    """Where spend is synced from, and the one workspace that sees it; each source is off unless it is set."""

    openai_key: SecretStr | None = None
    openai_url: str = OPENAI_URL
    litellm_url: str | None = None
    litellm_key: SecretStr | None = None
    team: str | None = None

    @classmethod
    def from_environment(cls) -> Self:
        """The settings of this process.

        Raises:
            UsageError: one is malformed; names it and says what to set.
        """
        return cls.of(os.environ)

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Self:
        """Settings from variables by name.

        Raises:
            UsageError: one is malformed; names it and says what to set.
        """
        litellm_key = given.get("LITELLM_API_KEY", "").strip()
        litellm_url = _address(given, "LITELLM_BASE_URL", "http://127.0.0.1:4000", inside=True)
        if litellm_key and litellm_url is None:
            raise UsageError("LITELLM_API_KEY is set, but not LITELLM_BASE_URL: set the proxy's address too.")
        openai_key = given.get("OPENAI_ADMIN_KEY", "").strip()
        return cls(
            openai_key=SecretStr(openai_key) if openai_key else None,
            openai_url=_address(given, "OPENAI_BASE_URL", OPENAI_URL) or OPENAI_URL,
            litellm_url=litellm_url,
            litellm_key=SecretStr(litellm_key) if litellm_key else None,
            team=_team(given, "SPEND_TEAM_ID"),
        )

    @property
    def any_source(self) -> bool:
        """Whether there is a source to sync from."""
        return self.openai_key is not None or self.litellm_url is not None


def _token(given: Mapping[str, str], name: str, prefix: str) -> SecretStr | None:
    value = given.get(name, "").strip()
    if value and not (value.startswith(prefix) and re.fullmatch(r"[\x21-\x7e]+", value)):
        raise UsageError(f"{name} is not a token of the right kind: one is in a line, and begins with {prefix}.")
    return SecretStr(value) if value else None


def _api_url(given: Mapping[str, str]) -> str:
    return (_address(given, "SLACK_API_URL", SLACK_API_URL) or SLACK_API_URL).rstrip("/") + "/"


def _address(given: Mapping[str, str], name: str, example: str, *, inside: bool = False) -> str | None:
    """An address that a secret may be sent to; None where none is set. `inside`: the own network will do."""
    value = given.get(name, "").strip()
    if not value:
        return None
    try:
        scheme, host = urlsplit(value).scheme, urlsplit(value).hostname
    except ValueError:
        scheme, host = "", None
    if not host or scheme not in ("http", "https"):
        raise UsageError(f"{name} is not an address: leave it out, or set it like {example}.")
    if scheme == "http" and host not in LOOPBACK and not (inside and _own_network(host)):
        where = "this machine or the own network" if inside else "this machine"
        raise UsageError(f"{name} would send the token unencrypted: use https, or an address of {where}.")
    return value


def _own_network(host: str) -> bool:
    """Whether a host is one that only its own network knows: a bare name, as in Docker, or a private address."""
    try:
        return ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith((".internal", ".local", ".svc.cluster.local"))


def _whole(given: Mapping[str, str], name: str, least: int, most: int) -> int | None:
    value = given.get(name, "").strip()
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and len(value) < 12 and least <= int(value) <= most):
        raise UsageError(f"{name} is not a whole number from {least} to {most}.")
    return int(value)


def _user(given: Mapping[str, str], name: str) -> str | None:
    value = given.get(name, "").strip()
    if value and not (value.isascii() and value.isalnum() and value[0] in "UW"):
        raise UsageError(
            f"{name} is not a Slack member ID: it looks like U012AB3CD and stands in the member's profile."
        )
    return value or None


def _team(given: Mapping[str, str], name: str) -> str | None:
    value = given.get(name, "").strip()
    if value and not (value.isascii() and value.isalnum() and value[0] in "TE"):
        raise UsageError(
            f"{name} is not a Slack workspace ID: it looks like T012AB3CD and stands in Slack's web address."
        )
    return value or None


def _log_level(given: Mapping[str, str]) -> str:
    value = given.get("LOG_LEVEL", "").strip().lower() or "info"
    if value not in LOG_LEVELS:
        raise UsageError(f"LOG_LEVEL is not one of {', '.join(LOG_LEVELS)}.")
    return value
