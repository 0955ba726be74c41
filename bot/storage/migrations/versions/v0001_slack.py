"""The first tables: what was seen, threads, quotes, settings, managers and the audit trail."""

from alembic import op
from sqlalchemy import BigInteger, Column, Integer, PrimaryKeyConstraint, Text

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _words(*names: str) -> list[Column[str]]:
    return [Column(name, Text, nullable=False) for name in names]


def upgrade() -> None:
    """Makes the tables."""
    _seen()
    _thread_texts()
    _quotes()
    _workspaces()


def _seen() -> None:
    op.create_table(
        "seen",
        *_words("workspace", "key", "claim"),
        Column("at", BigInteger, nullable=False),
        PrimaryKeyConstraint("workspace", "key", name="pk_seen"),
    )
    op.create_index("ix_seen_at", "seen", ["at"])


def _thread_texts() -> None:
    op.create_table(
        "thread_texts",
        *_words("workspace", "channel", "thread", "message_ts", "user_id", "kind", "text"),
        Column("at", BigInteger, nullable=False),
        PrimaryKeyConstraint("workspace", "channel", "thread", "message_ts", name="pk_thread_texts"),
    )
    op.create_index("ix_thread_texts_at", "thread_texts", ["at"])
    op.create_index("ix_thread_texts_workspace_user_id", "thread_texts", ["workspace", "user_id"])


def _quotes() -> None:
    op.create_table(
        "quotes",
        *_words("workspace", "id", "channel", "thread"),
        Column("message_ts", Text),
        *_words("user_id", "request", "text"),
        Column("headline", BigInteger),
        Column("low", BigInteger),
        Column("high", BigInteger),
        *_words("basis"),
        Column("model", Text),
        Column("images", BigInteger),
        Column("at", BigInteger, nullable=False),
        Column("version", Integer, nullable=False),
        PrimaryKeyConstraint("workspace", "id", name="pk_quotes"),
    )
    op.create_index("ix_quotes_at", "quotes", ["at"])
    op.create_index("ix_quotes_workspace_at", "quotes", ["workspace", "at"])
    op.create_index("ix_quotes_workspace_user_id", "quotes", ["workspace", "user_id"])


def _workspaces() -> None:
    op.create_table(
        "settings",
        *_words("workspace", "name", "value"),
        PrimaryKeyConstraint("workspace", "name", name="pk_settings"),
    )
    op.create_table(
        "managers",
        *_words("workspace", "user_id", "named_by"),
        Column("at", BigInteger, nullable=False),
        PrimaryKeyConstraint("workspace", "user_id", name="pk_managers"),
    )
    op.create_table(
        "changes",
        *_words("workspace"),
        Column("number", Integer, nullable=False),
        Column("at", BigInteger, nullable=False),
        *_words("actor", "name", "before", "after"),
        PrimaryKeyConstraint("workspace", "number", name="pk_changes"),
    )
