"""Alerts forget which message said them: what is delivered stands in the queue, and nothing read this any more."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Takes the column away."""
    op.drop_column("alerts", "message")
