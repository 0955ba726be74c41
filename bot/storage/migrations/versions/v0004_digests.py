"""Weekly summaries, what is posted by itself, and its pace."""

from alembic import op
from sqlalchemy import BigInteger, Column, Integer, PrimaryKeyConstraint, Text

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _words(*names: str, nullable: bool = False) -> list[Column[str]]:
    return [Column(name, Text, nullable=nullable) for name in names]


def _numbers(*names: str, nullable: bool = False) -> list[Column[int]]:
    return [Column(name, BigInteger, nullable=nullable) for name in names]


def _small(*names: str) -> list[Column[int]]:
    return [Column(name, Integer, nullable=False) for name in names]


def upgrade() -> None:
    """Makes the tables."""
    _digests()
    _deliveries()
    op.create_table(
        "paces",
        *_words("workspace"),
        *_numbers("free_at"),
        *_small("struck"),
        PrimaryKeyConstraint("workspace", name="pk_paces"),
    )


def _digests() -> None:
    op.create_table(
        "digests",
        *_words("workspace", "id", "channel"),
        *_words("room", nullable=True),
        *_small("weekday", "minute"),
        *_words("timezone", "scope", "scope_id", "sections", "owner", "state"),
        *_words("why", nullable=True),
        *_numbers("snoozed_until", "next_at", nullable=True),
        *_words("next_period", nullable=True),
        *_numbers("planned_at", "at"),
        PrimaryKeyConstraint("workspace", "id", name="pk_digests"),
    )
    op.create_index("ix_digests_place", "digests", ["workspace", "channel", "scope", "scope_id"], unique=True)
    op.create_index("ix_digests_next_at", "digests", ["next_at"])
    op.create_index("ix_digests_at", "digests", ["at"])


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        *_words("workspace", "kind", "subject", "period", "key", "channel"),
        *_words("room", nullable=True),
        *_words("owner"),
        *_numbers("due_at"),
        *_small("late"),
        *_words("state"),
        *_numbers("wait_until"),
        *_numbers("lease_until", nullable=True),
        *_small("attempt", "unsure"),
        *_words("claim", nullable=True),
        *_numbers("first_attempt", nullable=True),
        *_words("content", "message_ts", "reason", nullable=True),
        *_numbers("settled_at", "settled", nullable=True),
        *_numbers("at"),
        PrimaryKeyConstraint("workspace", "kind", "subject", "period", name="pk_deliveries"),
    )
    op.create_index("ix_deliveries_key", "deliveries", ["key"], unique=True)
    op.create_index("ix_deliveries_state", "deliveries", ["state", "workspace", "due_at"])
    op.create_index("ix_deliveries_channel", "deliveries", ["workspace", "channel", "state", "settled"])
    op.create_index("ix_deliveries_at", "deliveries", ["at"])
