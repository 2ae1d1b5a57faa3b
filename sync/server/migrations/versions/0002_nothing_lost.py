"""Version 0.2.0: what restored centres, parcels and several schools need."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

# what may be named before the school is known: table, its column, the function's name
_DOORS = (
    ("stations", "station", "uch_enter_by_station"),
    ("sessions", "token_hash", "uch_enter_by_token"),
    ("accounts", "login", "uch_enter_by_login"),
)


def upgrade() -> None:
    """Change the tables; the fence comes last, so that it stands around all of them."""
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
    with op.batch_alter_table("stations") as stations:
        stations.add_column(sa.Column("seen_ms", sa.BigInteger(), nullable=True))
    _histories()
    if op.get_bind().dialect.name == "postgresql":
        _fence()


def _histories() -> None:
    """Tell which histories restores began, what waits for others, and what nobody can believe."""
    op.create_table(
        "epochs",
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("epoch", sa.String(), nullable=False),
        sa.Column("after_number", sa.BigInteger(), nullable=False),
        sa.Column("began_ms", sa.BigInteger(), nullable=False),
        sa.Column("until_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("school", "epoch"),
    )
    op.create_table(
        "waiting",
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.Column("station", sa.String(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("offered", sa.LargeBinary(), nullable=False),
        sa.Column("since_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("school", "entry"),
    )
    op.create_table(
        "orphans",
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.Column("station", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("noticed_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("school", "entry"),
    )


def _fence() -> None:
    """Show a transaction the rows of the school it has named; see ``sync.server.fencing``.

    The journal's own tables, changed before these, are at the centre fenced in too.
    """
    inspector = sa.inspect(op.get_bind())
    for table in inspector.get_table_names():
        if "school" not in {column["name"] for column in inspector.get_columns(table)}:
            continue
        op.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
        op.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
        op.execute(
            f'CREATE POLICY of_school ON "{table}" '
            "USING (school = current_setting('uch.school', true))"
        )
    # which schools there are, and how far each has come, is nobody's secret
    op.execute("CREATE POLICY of_all ON counters FOR SELECT USING (true)")
    for table, column, function in _DOORS:
        op.execute(
            f"CREATE POLICY of_{column} ON {table} FOR SELECT "
            f"USING ({column} = current_setting('uch.{column}', true))"
        )
        op.execute(
            f"""
            CREATE FUNCTION {function}(named text) RETURNS text LANGUAGE plpgsql AS $$
            DECLARE found text;
            BEGIN
                PERFORM set_config('uch.{column}', named, true);
                SELECT school INTO found FROM {table} WHERE {column} = named;
                PERFORM set_config('uch.school', coalesce(found, ''), true);
                PERFORM set_config('uch.{column}', '', true);
                RETURN found;
            END
            $$
            """
        )
