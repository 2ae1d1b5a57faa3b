"""The check of a workplace: each line in words, and what is wrong is found."""

import shutil
from collections import namedtuple
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text, update

from journal.clock import to_ms
from journal.projection import differences
from journal.sealing import new_private_key, public_half
from journal.store import Store, open_journal
from journal.tables import DeskRow, EntryRow
from sync.backups import Vault
from sync.doctor import Finding, look_around, look_at_parcels, look_inside, mend
from sync.parcel_folder import ParcelFolder
from sync.sealing import keep_sealed
from tests.journal.desks import KEY, MOSCOW
from tests.small_school import SCHOOL
from tests.sync.lone import lone_journal

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=MOSCOW)


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(lone_journal(tmp_path / "journals"))


@pytest.fixture
def store(vault: Vault) -> Iterator[Store]:
    store = open_journal(vault.place.journal, KEY)
    with store.writing() as session:  # all is well: just met the centre, nothing unsent
        session.execute(update(DeskRow).values(last_contact_ms=to_ms(NOW), offset_ms=400))
        session.execute(update(EntryRow).values(number=EntryRow.seq, verdict="accepted"))
    mend(store)
    yield store
    store.close()


def of(findings: list[Finding], subject: str) -> Finding:
    (found,) = [finding for finding in findings if finding.subject == subject]
    return found


@pytest.mark.clause("ANC-P4.L.4")
def test_a_sound_journal_is_good_in_every_line(vault: Vault, store: Store) -> None:
    vault.keep(store, NOW)
    found = look_around(vault, NOW) + look_inside(store, NOW)
    assert {finding.state for finding in found} == {"good"}
    assert [finding.subject for finding in found] == [
        "Место на диске",
        "Ключ журнала",
        "Копии журнала",
        "Файл журнала",
        "Цепочка записей",
        "Таблицы журнала",
        "Часы",
        "Связь",
        "Перенос",
    ]
    assert "1 копия, последняя 24.11.2026 14:00" in of(found, "Копии журнала").words


def change_an_entry(store: Store) -> None:
    with store.writing() as session:
        session.execute(text("UPDATE entries SET author = 'x' WHERE seq = 7"))


def change_a_value(store: Store) -> None:
    with store.writing() as session:
        session.execute(text("UPDATE entries SET value = X'00' WHERE seq = 7"))


def lose_an_entry(store: Store) -> None:
    with store.writing() as session:
        session.execute(text("DELETE FROM entries WHERE seq = 7"))


@pytest.mark.parametrize(
    "damage",
    [change_an_entry, change_a_value, lose_an_entry],
    ids=lambda damage: str(damage.__name__),
)
def test_an_entry_that_is_not_as_it_was_written_is_found(
    store: Store, damage: Callable[[Store], None]
) -> None:
    damage(store)
    finding = of(look_inside(store, NOW), "Цепочка записей")
    assert finding.state == "bad"
    assert "Восстановите журнал из копии" in finding.words


def test_rows_that_do_not_follow_from_the_entries_are_found_and_made_anew(store: Store) -> None:
    with store.writing() as session:
        session.execute(text("UPDATE pupils SET surname = 'Чужая'"))
        session.execute(text("DELETE FROM pages"))
    finding = of(look_inside(store, NOW), "Таблицы журнала")
    assert finding.mends
    assert finding.state == "attention"
    assert mend(store) > 2
    assert not of(look_inside(store, NOW), "Таблицы журнала").mends
    with store.reading() as session:
        assert differences(session, SCHOOL) == []


def test_a_damaged_page_of_the_file_is_found(vault: Vault, store: Store) -> None:
    store.close()
    content = bytearray(vault.place.journal.read_bytes())
    content[200_000] ^= 1
    vault.place.journal.write_bytes(content)
    damaged = open_journal(vault.place.journal, KEY)
    (finding,) = look_inside(damaged, NOW)
    damaged.close()
    assert (finding.subject, finding.state) == ("Файл журнала", "bad")
    assert "восстановите журнал из копии" in finding.words


def test_an_odd_clock_an_old_contact_and_waiting_entries_are_told(store: Store) -> None:
    with store.writing() as session:
        long_ago = to_ms(NOW - timedelta(days=5))
        session.execute(update(DeskRow).values(last_contact_ms=long_ago, offset_ms=300_000))
        session.execute(update(EntryRow).where(EntryRow.seq > 36).values(number=None))
    found = look_inside(store, NOW)
    assert "отстают от часов сервера на 5 минут" in of(found, "Часы").words
    assert "19.11.2026 14:00" in of(found, "Связь").words
    assert "2 записи ждут связи" in of(found, "Перенос").words
    assert {finding.state for finding in found[-3:]} == {"attention"}


def test_a_journal_that_never_met_the_centre_says_so(store: Store) -> None:
    with store.writing() as session:
        session.execute(update(DeskRow).values(last_contact_ms=None, offset_ms=None))
    found = look_inside(store, NOW)
    assert "ещё не сверены" in of(found, "Часы").words
    assert "ещё не было" in of(found, "Связь").words


def test_missing_copies_old_copies_and_broken_wraps_are_told(vault: Vault, store: Store) -> None:
    assert "копий ещё нет" in of(look_around(vault, NOW), "Копии журнала").words
    vault.keep(store, NOW - timedelta(days=3))
    assert of(look_around(vault, NOW), "Копии журнала").state == "attention"
    vault.place.wraps.write_text("{")
    assert "ключом восстановления" in of(look_around(vault, NOW), "Ключ журнала").words


def test_a_disk_that_is_nearly_full_is_told(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(0, 0, 50 * 1024 * 1024))
    finding = of(look_around(vault, NOW), "Место на диске")
    assert finding.state == "bad"
    assert "свободно 50 МБ" in finding.words


def test_parcels_that_wait_on_the_computer_are_told(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "parcels"
    assert look_at_parcels(folder).words == "неотправленных пакетов нет"
    with store.writing() as session:
        session.execute(update(EntryRow).where(EntryRow.seq > 36).values(number=None))
        key = public_half(new_private_key())
        session.execute(update(DeskRow).values(parcel_key=key, server="http://centre"))
    keep_sealed(store, [ParcelFolder(folder, is_own=True)])
    assert look_at_parcels(folder).words == "1 пакет ждёт связи с центральным сервером"
