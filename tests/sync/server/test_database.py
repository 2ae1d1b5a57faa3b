"""The database of the centre: made, upgraded, refused."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

from journal.errors import UserError
from journal.migrating import needs_migration, upgrade
from journal.tables import Base
from sync.server.checking import check_centre
from sync.server.database import create_centre, open_centre
from sync.server.demo import FileClock
from sync.server.schema import Versions, found_versions
from sync.server.tables import CentreBase
from sync.server.upgrading import look_at_schema, upgrade_centre
from tests.small_school import PETROVA
from tests.sync.centre import Centre, mark
from tests.sync.databases import Databases, SqliteDatabases
from tests.sync.older import make_older


def test_the_migrations_make_exactly_the_tables_of_the_program(databases: Databases) -> None:
    store = create_centre(databases.make())
    schema = inspect(store.engine)
    wanted = {**Base.metadata.tables, **CentreBase.metadata.tables}
    assert set(schema.get_table_names()) == {*wanted, "journal_version", "centre_version"}
    for name, table in wanted.items():
        columns = {column["name"]: column for column in schema.get_columns(name)}
        assert set(columns) == set(table.columns.keys())
        for column in table.columns:
            assert columns[column.name]["nullable"] == column.nullable, f"{name}.{column.name}"
        indexes = {index["name"] for index in schema.get_indexes(name)} - {"scope_lines_by_number"}
        assert indexes == {index.name for index in table.indexes}
    store.close()


def test_a_database_of_a_newer_program_is_refused_in_plain_words(databases: Databases) -> None:
    database = databases.make()
    store = create_centre(database)
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE centre_version SET version_num = '9999'"))
    store.close()
    with pytest.raises(UserError, match="более новой версией"):
        open_centre(database)


def test_a_database_of_an_older_program_is_upgraded_and_a_file_copied_before(
    databases: Databases,
) -> None:
    database = make_older(databases)
    with pytest.raises(UserError, match="uchitelskaya-server upgrade"):
        open_centre(database)
    with pytest.raises(UserError, match="uchitelskaya-server upgrade"):
        create_centre(database)
    seen = look_at_schema(database)
    assert (seen.found, seen.is_news) == (Versions("0001", "0001"), True)
    done = upgrade_centre(database)
    assert (done.found, done.newest) == (seen.found, seen.newest)
    assert not upgrade_centre(database).is_news
    store = open_centre(database)
    assert set(CentreBase.metadata.tables) <= set(inspect(store.engine).get_table_names())
    store.close()
    if isinstance(databases, SqliteDatabases):
        assert done.copy == Path(f"{database}.before-upgrade")
        copied = create_engine(f"sqlite:///{done.copy}")
        with copied.connect() as connection:
            assert found_versions(connection) == seen.found
        copied.dispose()
    else:
        assert done.copy is None


def test_processes_that_upgrade_at_once_do_it_once(databases: Databases) -> None:
    database = make_older(databases)
    with ThreadPoolExecutor(4) as pool:
        done = [pool.submit(upgrade_centre, database) for _ in range(4)]
    assert sorted(upgraded.result().is_news for upgraded in done) == [False, False, False, True]
    open_centre(database).close()


def test_an_answer_rests_on_a_commit_that_is_on_disk(centre: Centre) -> None:
    with centre.store.reading() as session:
        if session.get_bind().dialect.name == "postgresql":
            assert session.scalar(text("SHOW synchronous_commit")) == "on"
        else:
            assert session.scalar(text("PRAGMA synchronous")) == 2


def test_the_check_sees_a_row_a_number_and_a_head_that_were_tampered_with(
    centre: Centre,
) -> None:
    station = centre.station(PETROVA)
    entry = station.entry(mark())
    station.push(entry)
    assert centre.faults() == []
    for change, word in (
        ("UPDATE marks SET reason = 'другое'", "свёртке"),
        ("UPDATE entries SET number = number + 1 WHERE seq = 1 AND kind = 'mark.set'", "подряд"),
        ("UPDATE scopes SET ordinal = ordinal + 1 WHERE scope = 'school'", "раздел school"),
        ("UPDATE entries SET wall_ms = wall_ms + 1 WHERE kind = 'mark.set'", "отпечатку"),
        ("UPDATE entries SET seq = 7 WHERE kind = 'mark.set'", "которой нет"),
    ):
        with centre.store.writing() as session:
            session.execute(text(change))
            assert any(word in fault for fault in check_centre(session, centre.school)), change
            session.rollback()


def test_the_clock_of_the_demonstration_is_what_the_file_says(tmp_path: Path) -> None:
    file = tmp_path / "clock.json"
    clock = FileClock(file)
    file.write_text(json.dumps({"wall": "2026-10-23T08:00:00+03:00"}), encoding="utf-8")
    first = clock.read()
    file.write_text(json.dumps({"wall": "2026-10-23T08:01:00+03:00"}), encoding="utf-8")
    second = clock.read()
    assert first.wall.isoformat() == "2026-10-23T08:00:00+03:00"
    assert second.boot_ms - first.boot_ms == 60_000


def test_upgrading_an_upgraded_database_does_nothing(databases: Databases) -> None:
    database = databases.make()
    create_centre(database).close()
    store = create_centre(database)
    with store.engine.begin() as connection:
        before = sorted(inspect(connection).get_table_names())
        upgrade(connection)
        assert sorted(inspect(connection).get_table_names()) == before
        assert not needs_migration(connection)
    store.close()
