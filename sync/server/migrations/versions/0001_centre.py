"""What only the centre has: counters, accounts, sessions, stations, findings, audit."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "accounts",
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("password", sa.String(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("disabled_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("school", "user"),
    )
    op.create_index("accounts_by_login", "accounts", ["login"], unique=True)
    op.create_table(
        "audit",
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("station", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("school", "id"),
    )
    op.create_index("audit_by_time", "audit", ["school", "at_ms"], unique=False)
    op.create_table(
        "counters",
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("epoch", sa.String(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("reference_number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("school"),
    )
    op.create_table(
        "findings",
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("station", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.Column("entry", sa.String(), nullable=True),
        sa.Column("digest", sa.LargeBinary(), nullable=True),
        sa.Column("noticed_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("school", "id"),
    )
    op.create_index("findings_by_station", "findings", ["school", "station", "seq"], unique=False)
    op.create_table(
        "guesses",
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("who"),
    )
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("station", sa.String(), nullable=True),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("used_ms", sa.BigInteger(), nullable=False),
        sa.Column("ended_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("token_hash"),
    )
    op.create_index("sessions_by_user", "sessions", ["school", "user"], unique=False)
    op.create_table(
        "stations",
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("station", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("enrolled_ms", sa.BigInteger(), nullable=False),
        sa.Column("revoked_ms", sa.BigInteger(), nullable=True),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.Column("pushed_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("school", "station"),
    )
    op.create_index("stations_by_id", "stations", ["station"], unique=True)
    # of the journal's own tables; only the centre reads lines by number
    op.create_index("scope_lines_by_number", "scope_lines", ["school", "number"])
