"""Finds what was posted by itself by its message, for follow-ups in its thread."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the index."""
    op.create_index("ix_deliveries_message", "deliveries", ["workspace", "message_ts"])
