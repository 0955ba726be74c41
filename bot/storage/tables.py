"""Every table. The workspace leads every key; a column with a user's id is a `person` column.

A change here needs a migration in `migrations/versions`; a test holds the two against each other.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, MetaData, Table, Text, text

from bot.storage.columns import Dollars, Instant, Words

REVISION = "0007"
"""The migration that makes these tables."""

QUOTED = text("quote <> ''")

metadata = MetaData(
    naming_convention={"pk": "pk_%(table_name)s", "ix": "ix_%(table_name)s_%(column_0_N_name)s"},
)


def _key(name: str) -> Column[str]:
    return Column(name, Words, primary_key=True)


def _person(name: str = "user_id", **options: Any) -> Column[str]:
    return Column(name, Words, nullable=False, info={"person": True}, **options)


def _at() -> Column[Any]:
    return Column("at", Instant, nullable=False, index=True)


seen = Table(
    "seen",
    metadata,
    _key("workspace"),
    _key("key"),
    Column("claim", Text, nullable=False),
    _at(),
)
"""What was handled already, so that a repetition has no second effect."""

thread_texts = Table(
    "thread_texts",
    metadata,
    _key("workspace"),
    _key("channel"),
    _key("thread"),
    _key("message_ts"),
    _person(),
    Column("kind", Text, nullable=False),
    Column("text", Words, nullable=False),
    _at(),
    Index(None, "workspace", "user_id"),
)
"""What people said to the bot or set by a tap, a row an entry, so that a follow-up is understood."""

quotes = Table(
    "quotes",
    metadata,
    _key("workspace"),
    _key("id"),
    Column("channel", Words, nullable=False),
    Column("thread", Words, nullable=False),
    Column("message_ts", Words),
    _person(),
    Column("request", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("headline", Dollars),
    Column("low", Dollars),
    Column("high", Dollars),
    Column("basis", Words, nullable=False),
    Column("model", Words),
    Column("images", BigInteger),
    _at(),
    Column("version", Integer, nullable=False),
    Index(None, "workspace", "at"),
    Index(None, "workspace", "user_id"),
)
"""A row a message that quotes; its controls replace the content."""

settings = Table(
    "settings",
    metadata,
    _key("workspace"),
    _key("name"),
    Column("value", Words, nullable=False),
)
"""What a workspace set, JSON by name; what is not here has its default."""

managers = Table(
    "managers",
    metadata,
    _key("workspace"),
    _person(primary_key=True),
    _person("named_by"),
    Column("at", Instant, nullable=False),
)
"""Who may change a workspace's settings."""

changes = Table(
    "changes",
    metadata,
    _key("workspace"),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    _person("actor"),
    Column("name", Words, nullable=False),
    Column("before", Words, nullable=False),
    Column("after", Words, nullable=False),
)
"""The audit trail of a workspace's settings and managers, numbered without gaps."""

facets = Table(
    "facets",
    metadata,
    _key("workspace"),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    *(Column(name, Words, nullable=False) for name in ("source", "provider", "model", "quality", "size")),
    Column("batch", Boolean, nullable=False),
    _person("person"),
    *(Column(name, Words, nullable=False) for name in ("channel", "project", "how", "rates")),
)
"""What entries of the ledger are grouped and filtered by, once for each combination; `id` is made of the rest."""

entries = Table(
    "entries",
    metadata,
    _key("workspace"),
    _key("source"),
    _key("key"),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("day", Integer, nullable=False),
    Column("facet", BigInteger, nullable=False),
    Column("at", Instant, nullable=False),
    Column("cost", Dollars, nullable=False),
    Column("images", BigInteger, nullable=False),
    Column("quote", Words, nullable=False),
    Column("details", Words, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("seal", BigInteger, nullable=False),
    Index(None, "workspace", "day", "facet", "at", "cost", "images"),
    Index("ix_entries_quote", "workspace", "quote", sqlite_where=QUOTED, postgresql_where=QUOTED),
)
"""The ledger: a row an entry, never changed. `day` is the UTC day of `at`; the first index answers sums by itself."""

tallies = Table(
    "tallies",
    metadata,
    _key("workspace"),
    _key("kind"),
    Column("bucket", Integer, primary_key=True, autoincrement=False),
    *(Column(name, BigInteger, nullable=False) for name in ("number", "whole", "rest", "moments", "images")),
)
"""What the rows of a kind in a bucket come to, kept beside them: damage to either is a difference between the two."""

billed = Table(
    "billed",
    metadata,
    _key("workspace"),
    _key("source"),
    _key("provider"),
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("amount", Dollars, nullable=False),
    Column("lines", Words, nullable=False),
    Column("as_of", Instant, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("seal", BigInteger, nullable=False),
    Index(None, "workspace", "day"),
)
"""What a provider billed for a UTC day: a row a revision, of which the newest counts."""

arrivals = Table(
    "arrivals",
    metadata,
    _key("workspace"),
    _key("source"),
    Column("since", Instant, nullable=False),
    Column("as_of", Instant, nullable=False),
    Column("seal", BigInteger, nullable=False),
)
"""What has arrived from a source: the earliest thing it told of, and up to when it is complete."""

cursors = Table(
    "cursors",
    metadata,
    _key("workspace"),
    _key("source"),
    _key("name"),
    Column("value", Words, nullable=False),
    Column("at", Instant, nullable=False),
    Column("seal", BigInteger, nullable=False),
)
"""How far a source was read, in words of its own."""

budgets = Table(
    "budgets",
    metadata,
    _key("workspace"),
    _key("id"),
    Column("scope", Words, nullable=False),
    Column("scope_id", Words, nullable=False),
    Column("period", Words, nullable=False),
    Column("amount", Dollars, nullable=False),
    Column("timezone", Words, nullable=False),
    Column("notify", Words, nullable=False),
    _person("set_by"),
    Column("at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("ended_by", Words, info={"person": True}),
    Index(None, "workspace", "ended_at"),
)
"""Every budget that was set; the one of a scope and period that has not ended holds."""

alerts = Table(
    "alerts",
    metadata,
    _key("workspace"),
    _key("budget"),
    _key("first"),
    _key("threshold"),
    Column("state", Words, nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", Words, info={"person": True}),
    Column("until", Instant),
)
"""Thresholds that were reached, a row a threshold and period, so that each is said once."""

digests = Table(
    "digests",
    metadata,
    _key("workspace"),
    _key("id"),
    Column("channel", Words, nullable=False),
    Column("room", Words),
    Column("weekday", Integer, nullable=False),
    Column("minute", Integer, nullable=False),
    Column("timezone", Words, nullable=False),
    Column("scope", Words, nullable=False),
    Column("scope_id", Words, nullable=False),
    Column("sections", Words, nullable=False),
    _person("owner"),
    Column("state", Text, nullable=False),
    Column("why", Words),
    Column("snoozed_until", Instant),
    Column("next_at", Instant),
    Column("next_period", Text),
    Column("planned_at", Instant, nullable=False),
    _at(),
    Index("ix_digests_place", "workspace", "channel", "scope", "scope_id", unique=True),
    Index("ix_digests_next_at", "next_at"),
)
"""Weekly summaries that were subscribed to; `next_at` is None while one is paused."""

deliveries = Table(
    "deliveries",
    metadata,
    _key("workspace"),
    _key("kind"),
    _key("subject"),
    _key("period"),
    Column("key", Text, nullable=False),
    Column("channel", Words, nullable=False),
    Column("room", Words),
    _person("owner"),
    Column("due_at", Instant, nullable=False),
    Column("late", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("wait_until", BigInteger, nullable=False),
    Column("lease_until", BigInteger),
    Column("attempt", Integer, nullable=False),
    Column("unsure", Integer, nullable=False),
    Column("claim", Text),
    Column("first_attempt", Instant),
    Column("content", Words),
    Column("message_ts", Words),
    Column("reason", Words),
    Column("settled_at", Instant),
    Column("settled", BigInteger),
    _at(),
    Index("ix_deliveries_key", "key", unique=True),
    Index("ix_deliveries_state", "state", "workspace", "due_at"),
    Index("ix_deliveries_channel", "workspace", "channel", "state", "settled"),
    Index("ix_deliveries_message", "workspace", "message_ts"),
)
"""The queue of everything that is posted by itself, and its history. The primary key is what makes it once.

`wait_until`, `lease_until` and `settled` are ticks (`storage.ticks`), which no clock on a wall moves.
"""

paces = Table(
    "paces",
    metadata,
    _key("workspace"),
    Column("free_at", BigInteger, nullable=False),
    Column("struck", Integer, nullable=False),
)
"""How soon the next post into a workspace may begin, in ticks, and how often in a row Slack asked to wait."""

keys = Table(
    "keys",
    metadata,
    _key("workspace"),
    _key("id"),
    Column("name", Words, nullable=False),
    Column("digest", Text, nullable=False),
    _person("made_by"),
    Column("made_at", Instant, nullable=False),
    Column("revoked_at", Instant),
    Column("revoked_by", Words, info={"person": True}),
    Index(None, "digest", unique=True),
)
"""With what a workspace's own services report usage; the key itself is not kept."""
