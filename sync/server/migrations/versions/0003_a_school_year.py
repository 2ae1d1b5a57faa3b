"""Version 0.3.0: what a school brings in and what a lesson needs."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Change the tables; the fence comes last, so that it stands around the new ones too."""
    _homes()
    if op.get_bind().dialect.name == "postgresql":
        _fence()


def _homes() -> None:
    """Tell of each counter in which table it stands: a copy that is put back stands in another."""
    with op.batch_alter_table("counters") as counters:
        counters.add_column(sa.Column("home", sa.BigInteger(), nullable=True))
    if op.get_bind().dialect.name != "postgresql":
        return
    for school in op.get_bind().scalars(sa.text("SELECT school FROM counters")).all():
        named = {"school": school}
        op.get_bind().execute(sa.text("SELECT set_config('uch.school', :school, true)"), named)
        op.get_bind().execute(
            sa.text("UPDATE counters SET home = tableoid::bigint WHERE school = :school"), named
        )


def _fence() -> None:
    """Show a transaction the rows of its school in the tables that have no policy yet.

    The journal's own tables, changed before these, are at the centre fenced in too.
    """
    fenced = set(op.get_bind().scalars(sa.text("SELECT tablename FROM pg_policies")))
    inspector = sa.inspect(op.get_bind())
    for table in inspector.get_table_names():
        columns = {column["name"] for column in inspector.get_columns(table)}
        if table in fenced or "school" not in columns:
            continue
        op.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
        op.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
        op.execute(
            f'CREATE POLICY of_school ON "{table}" '
            "USING (school = current_setting('uch.school', true))"
        )
