"""The ledger: entries and what they are grouped by, what was billed, what has arrived, and the tallies beside them."""

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, Integer, LargeBinary, PrimaryKeyConstraint, Text, text

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _words(*names: str) -> list[Column[str]]:
    return [Column(name, Text, nullable=False) for name in names]


def _numbers(*names: str) -> list[Column[int]]:
    return [Column(name, BigInteger, nullable=False) for name in names]


def upgrade() -> None:
    """Makes the tables."""
    _facets()
    _entries()
    _tallies()
    _billed()
    _arrivals()


def _facets() -> None:
    op.create_table(
        "facets",
        *_words("workspace"),
        *_numbers("id"),
        *_words("source", "provider", "model", "quality", "size"),
        Column("batch", Boolean, nullable=False),
        *_words("person", "channel", "project", "how", "rates"),
        PrimaryKeyConstraint("workspace", "id", name="pk_facets"),
    )


def _entries() -> None:
    op.create_table(
        "entries",
        *_words("workspace", "source", "key"),
        Column("revision", Integer, nullable=False),
        Column("day", Integer, nullable=False),
        *_numbers("facet", "at", "cost", "images"),
        *_words("quote", "details"),
        Column("digest", LargeBinary, nullable=False),
        *_numbers("recorded_at", "seal"),
        PrimaryKeyConstraint("workspace", "source", "key", "revision", name="pk_entries"),
    )
    covered = ["workspace", "day", "facet", "at", "cost", "images"]
    op.create_index("ix_entries_workspace_day_facet_at_cost_images", "entries", covered)
    quoted = text("quote <> ''")
    op.create_index("ix_entries_quote", "entries", ["workspace", "quote"], sqlite_where=quoted, postgresql_where=quoted)


def _tallies() -> None:
    op.create_table(
        "tallies",
        *_words("workspace", "kind"),
        Column("bucket", Integer, nullable=False),
        *_numbers("number", "whole", "rest", "moments", "images"),
        PrimaryKeyConstraint("workspace", "kind", "bucket", name="pk_tallies"),
    )


def _billed() -> None:
    op.create_table(
        "billed",
        *_words("workspace", "source", "provider"),
        Column("day", Integer, nullable=False),
        Column("revision", Integer, nullable=False),
        *_numbers("amount"),
        *_words("lines"),
        *_numbers("as_of", "recorded_at", "seal"),
        PrimaryKeyConstraint("workspace", "source", "provider", "day", "revision", name="pk_billed"),
    )
    op.create_index("ix_billed_workspace_day", "billed", ["workspace", "day"])


def _arrivals() -> None:
    op.create_table(
        "arrivals",
        *_words("workspace", "source"),
        *_numbers("since", "as_of", "seal"),
        PrimaryKeyConstraint("workspace", "source", name="pk_arrivals"),
    )
    op.create_table(
        "cursors",
        *_words("workspace", "source", "name", "value"),
        *_numbers("at", "seal"),
        PrimaryKeyConstraint("workspace", "source", "name", name="pk_cursors"),
    )
