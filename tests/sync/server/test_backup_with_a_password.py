"""Copies of a PostgreSQL server that demands a password, as a real one does."""

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from journal.clock import SystemClock
from journal.errors import UserError
from sync.server.backups import back_up, restore
from tests.sync.centre import Centre
from tests.sync.databases import GIVEN, PostgresDatabases
from tests.sync.restoring import receipts, tools_at_hand

POSTGRES = pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
PASSWORD = "p@ss:/ w?rd%"


@pytest.fixture
def guarded(databases: PostgresDatabases, centre: Centre) -> Iterator[str]:
    """Yield the centre's database at a server that lets nobody in without a password."""
    if os.environ.get(GIVEN):
        pytest.skip("the rules of another one's server are not changed")
    own = centre.store.engine.url.render_as_string(hide_password=False)
    plain = own.replace("postgresql+psycopg", "postgresql")
    with psycopg.connect(plain, autocommit=True) as connection:
        rules = Path(str(connection.execute("SHOW hba_file").fetchone()[0]))  # type: ignore[index]
        role = make_url(centre.database).username
        connection.execute("SET password_encryption = 'scram-sha-256'")
        connection.execute(f"CREATE ROLE guarded LOGIN PASSWORD '{PASSWORD}' IN ROLE {role}")
        kept = rules.read_text()
        lines = "local all guarded scram-sha-256\nhost all guarded all scram-sha-256\n"
        rules.write_text(lines + kept)
        connection.execute("SELECT pg_reload_conf()")
    yield (
        make_url(centre.database)
        .set(username="guarded", password=PASSWORD)
        .render_as_string(hide_password=False)
    )
    rules.write_text(kept)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute("SELECT pg_reload_conf()")
        connection.execute(f"REASSIGN OWNED BY guarded TO {role}")
        connection.execute("DROP OWNED BY guarded; DROP ROLE guarded")


@POSTGRES
def test_a_copy_is_made_and_restored_with_a_password_nobody_else_sees(
    guarded: str, centre: Centre, tmp_path: Path
) -> None:
    copy = tmp_path / "centre.copy"
    wrong = make_url(guarded).set(password="no").render_as_string(hide_password=False)
    with tools_at_hand():
        with pytest.raises(UserError) as refusal:
            back_up(wrong, copy)
        assert PASSWORD not in str(refusal.value)
        back_up(guarded, copy)
        before = receipts(centre)
        restore(guarded, copy, SystemClock(), may_replace=True)
    assert receipts(centre) == before
    assert centre.faults() == []
