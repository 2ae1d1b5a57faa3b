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
    _restored_centres()


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


def _restored_centres() -> None:
    """What a restored centre is given back: receipts with proofs, and where they were judged."""
    op.add_column("entries", sa.Column("judged_epoch", sa.String(), nullable=True))
    op.add_column("entries", sa.Column("judged_number", sa.BigInteger(), nullable=True))
    op.add_column(
        "desk", sa.Column("has_to_offer", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_table(
        "proofs",
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("lines", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("school", "id"),
    )
    op.create_table(
        "offered",
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.Column("epoch", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("school", "entry"),
    )
