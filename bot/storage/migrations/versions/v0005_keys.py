"""The keys with which a workspace's own services report usage."""

from alembic import op
from sqlalchemy import BigInteger, Column, PrimaryKeyConstraint, Text

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the table."""
    op.create_table(
        "keys",
        *(Column(name, Text, nullable=False) for name in ("workspace", "id", "name", "digest", "made_by")),
        Column("made_at", BigInteger, nullable=False),
        Column("revoked_at", BigInteger),
        Column("revoked_by", Text),
        PrimaryKeyConstraint("workspace", "id", name="pk_keys"),
    )
    op.create_index("ix_keys_digest", "keys", ["digest"], unique=True)
