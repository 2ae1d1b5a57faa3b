"""Version 0.2.0: what restored centres, parcels and several schools need."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "parcels",
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("taken_ms", sa.BigInteger(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("school", "id"),
    )
    op.create_table(
        "parcel_parts",
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("parcel", sa.String(), nullable=False),
        sa.Column("station", sa.String(), nullable=False),
        sa.Column("first_seq", sa.BigInteger(), nullable=False),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("school", "parcel", "station"),
    )
    op.create_index("parcel_parts_by_station", "parcel_parts", ["school", "station"], unique=False)
