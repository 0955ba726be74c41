"""Budgets and their alerts."""

from alembic import op
from sqlalchemy import BigInteger, Column, PrimaryKeyConstraint, Text

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _words(*names: str) -> list[Column[str]]:
    return [Column(name, Text, nullable=False) for name in names]


def upgrade() -> None:
    """Makes the tables."""
    op.create_table(
        "budgets",
        *_words("workspace", "id", "scope", "scope_id", "period"),
        Column("amount", BigInteger, nullable=False),
        *_words("timezone", "notify", "set_by"),
        Column("at", BigInteger, nullable=False),
        Column("ended_at", BigInteger),
        Column("ended_by", Text),
        PrimaryKeyConstraint("workspace", "id", name="pk_budgets"),
    )
    op.create_index("ix_budgets_workspace_ended_at", "budgets", ["workspace", "ended_at"])
    op.create_table(
        "alerts",
        *_words("workspace", "budget", "first", "threshold", "state"),
        Column("at", BigInteger, nullable=False),
        Column("message", Text),
        Column("by", Text),
        Column("until", BigInteger),
        PrimaryKeyConstraint("workspace", "budget", "first", "threshold", name="pk_alerts"),
    )
