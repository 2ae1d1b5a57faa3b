"""Version 0.2.0: what restored centres, copied journals, parcels and acts need."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Change the tables."""
    op.create_index(
        "entries_held",
        "entries",
        ["school", "number"],
        sqlite_where=sa.text("status = 'held'"),
        postgresql_where=sa.text("status = 'held'"),
    )
    op.create_index(
        "facts_not_understood",
        "facts",
        ["school"],
        sqlite_where=sa.text("kind = ''"),
        postgresql_where=sa.text("kind = ''"),
    )
    op.create_table(
        "home",
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("school"),
    )
    op.create_table(
        "redactions",
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("entries", sa.JSON(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("school", "key"),
    )
    op.create_table(
        "erased",
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("is_swept", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("school", "entry"),
    )
    op.add_column("desk", sa.Column("parcel_key", sa.LargeBinary(), nullable=True))
    _outages()


def _outages() -> None:
    """Closing by act, what the centre tells of workplaces, the day of the last reminder."""
    op.create_table(
        "interval_acts",
        sa.Column("interval", sa.String(), nullable=False),
        sa.Column("station", sa.String(), nullable=False),
        sa.Column("first_seq", sa.BigInteger(), nullable=False),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.Column("last_digest", sa.LargeBinary(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("school", "key"),
    )
    op.create_table(
        "contacts",
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("station", sa.String(), nullable=False),
        sa.Column("contact_ms", sa.BigInteger(), nullable=True),
        sa.Column("pushed_ms", sa.BigInteger(), nullable=True),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("school", "station"),
    )
    with op.batch_alter_table("desk") as desk:
        desk.add_column(sa.Column("reminded", sa.Date(), nullable=True))
