"""A school's folder taken as one import: whole, once, and back again."""

import hashlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from journal import values
from journal.changes import Changes
from journal.errors import UserError
from journal.facts import ROW_OF_KIND
from journal.facts_imports import ImportRow
from journal.facts_school import PupilRow
from journal.ids import staff_id
from journal.imports.difference import Difference, compare
from journal.imports.folder import read_school_folder
from journal.kinds import IMPORT_KINDS, make_key
from journal.log import Draft, Stamp, append
from journal.projection import differences
from journal.reference import lesson_id
from journal.services.school_import import ImportSchool, UndoImport, import_school, undo_import
from journal.store import Store, create_journal, open_journal
from journal.tables import EntryRow, FactRow
from tests.journal.desks import KEY, HandClock, new_desk, work_of
from tests.journal.imports.small_folder import Tables, small_tables, write_folder
from tests.small_school import SCHOOL

ADMIN = staff_id(SCHOOL, "gromov")
BOSS = values.Staff("Громов", "Олег", "", ("administrator",), "Администратор", "gromov")


@pytest.fixture
def office(tmp_path: Path) -> Store:
    """Return the journal of an administrator in a school of which nothing is known."""
    return new_office(tmp_path)


def new_office(folder: Path) -> Store:
    """Found the journal of an administrator."""
    store = create_journal(folder / "journal.db", KEY)
    with store.writing() as session:
        session.add(new_desk(ADMIN))
        session.flush()
        draft = Draft("staff.set", make_key("staff.set", "", ADMIN), BOSS)
        append(session, Stamp(ADMIN, HandClock().read(), 0), [draft])
    return store


def take(store: Store, folder: Path, **options: Any) -> Changes:
    """Import a folder."""
    work = work_of(store, ADMIN, HandClock())
    with store.writing() as session:
        return import_school(session, ImportSchool(read_school_folder(folder), **options), work)


def take_back(store: Store) -> None:
    """Undo the last import."""
    work = work_of(store, ADMIN, HandClock())
    with store.writing() as session:
        last = session.scalars(select(ImportRow).order_by(ImportRow.first_seq.desc())).first()
        assert last is not None
        undo_import(session, UndoImport(last.import_id), work)


def difference(store: Store, folder: Path) -> Difference:
    """Compare a folder with the journal."""
    work = work_of(store, ADMIN, HandClock())
    with store.reading() as session:
        read = read_school_folder(folder)
        return compare(session, work.reference, read, ADMIN, work.today)


def rows_digest(store: Store) -> str:
    """Return the digest of all rows that speak of the school."""
    digest = hashlib.sha256()
    with store.reading() as session:
        for kind, row_type in sorted(ROW_OF_KIND.items()):
            if kind in IMPORT_KINDS:
                continue
            table = row_type.__table__
            for row in session.execute(select(table).order_by(table.c.key)):
                digest.update(repr(tuple(row)).encode())
        shown = select(FactRow.key, FactRow.shown).where(FactRow.shown.is_not(None))
        for row in session.execute(shown.order_by(FactRow.key)):
            if not row.key.startswith("school/import"):
                digest.update(repr(tuple(row)).encode())
    return digest.hexdigest()


def count_entries(store: Store) -> int:
    """Return how long the log is."""
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(EntryRow)) or 0


def is_sound(store: Store) -> bool:
    """Tell whether all rows are what their entries fold to."""
    with store.reading() as session:
        return differences(session, SCHOOL) == []


def changed(tables: Tables) -> Tables:
    """Correct a patronymic, add a pupil and leave one out."""
    tables["ученики"][1][3] = "Ильич-Олегович"
    tables["ученики"][4] = ["7Б", "Новиков", "Ян", "", "м", "01.02.2013", "", "Английский язык: 1"]
    return tables


@pytest.mark.clause("ANC-R.II.1")
def test_an_import_is_whole_and_its_rows_are_what_its_entries_fold_to(
    office: Store, tmp_path: Path
) -> None:
    written = take(office, write_folder(tmp_path / "t", small_tables())).written
    with office.reading() as session:
        opened = session.scalars(select(ImportRow)).one()
    assert opened.count == len(written) - 2
    assert is_sound(office)
    assert len(work_of(office, ADMIN, HandClock()).reference.pupils) == 5


def test_the_same_folder_again_writes_nothing(office: Store, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "t", small_tables())
    take(office, folder)
    before = count_entries(office)
    assert difference(office, folder).is_empty
    assert not take(office, folder)
    assert count_entries(office) == before


def test_a_changed_folder_shows_the_difference_and_takes_exactly_it(
    office: Store, tmp_path: Path
) -> None:
    take(office, write_folder(tmp_path / "t", small_tables()))
    folder = write_folder(tmp_path / "t", changed(small_tables()))
    found = difference(office, folder)
    assert [(line.table, line.what, line.fields) for line in found.changed] == [
        ("Ученики", "5А, Ежов Лев", (("отчество", "Ильич", "Ильич-Олегович"),))
    ]
    assert [(line.table, line.what) for line in found.added] == [
        ("Ученики", "7Б, Новиков Ян"),
        ("Личные карты", "7Б, Новиков Ян"),
    ]
    gone = [(line.table, line.what) for line in found.gone if line.kind != "staff.set"]
    assert gone == [("Ученики", "7Б, Ежов Пётр")]
    written = take(office, folder).written
    assert len(written) == len(found.drafts) + 2 == 5
    assert difference(office, folder).is_empty
    # who is gone from the list is still there: leaving a class is an order
    pupils = work_of(office, ADMIN, HandClock()).reference.pupils.values()
    assert "Ежов Пётр" in {f"{pupil.surname} {pupil.name}" for pupil in pupils}


def test_a_changed_load_is_told_from_and_to(office: Store, tmp_path: Path) -> None:
    take(office, write_folder(tmp_path / "t", small_tables()))
    tables = small_tables()
    tables["нагрузка"][1][4] = "3"
    found = difference(office, write_folder(tmp_path / "t", tables))
    assert [(line.what, line.fields) for line in found.changed] == [
        ("5А, Русский язык", (("часов в неделю", "2", "3"),))
    ]


def test_undo_restores_the_rows_exactly_and_the_log_grows(office: Store, tmp_path: Path) -> None:
    empty = rows_digest(office)
    take(office, write_folder(tmp_path / "t", small_tables()))
    first, length = rows_digest(office), count_entries(office)
    take(office, write_folder(tmp_path / "t", changed(small_tables())))
    assert rows_digest(office) != first
    take_back(office)
    assert rows_digest(office) == first
    assert count_entries(office) > length
    assert is_sound(office)
    work = work_of(office, ADMIN, HandClock())
    with office.writing() as session:
        opened = session.scalars(select(ImportRow).order_by(ImportRow.first_seq)).first()
        assert opened is not None
        undo_import(session, UndoImport(opened.import_id), work)
    assert rows_digest(office) == empty
    assert is_sound(office)


def test_what_was_taken_back_can_be_taken_again(office: Store, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "t", small_tables())
    take(office, folder)
    take_back(office)
    assert take(office, folder).written
    assert len(work_of(office, ADMIN, HandClock()).reference.pupils) == 5
    assert is_sound(office)


def _mark(session: Session, store: Store) -> None:
    reference = work_of(store, ADMIN, HandClock()).reference
    page = next(
        page
        for page in reference.pages.values()
        if page.subject == "Русский язык" and reference.class_of(page.id).title == "5А"
    )
    pupil = next(iter(reference.pupils_of(page.id)))
    key = make_key("mark.set", page.id, lesson_id(page.id, date(2026, 9, 14), 1), pupil.id, "0")
    append(
        session, Stamp(ADMIN, HandClock().read(), 0), [Draft("mark.set", key, values.Mark(("5",)))]
    )


def _patronymic(session: Session, _store: Store) -> None:
    row = session.scalars(select(PupilRow).where(PupilRow.surname == "Юров")).one()
    changed_name = values.Pupil(row.surname, row.name, "Олегович", groups=tuple(row.groups))
    draft = Draft("pupil.set", row.key, changed_name)
    append(session, Stamp(ADMIN, HandClock().read(), 0), [draft])


@pytest.mark.parametrize(
    ("deed", "said"), [(_mark, "отметка: Ежов Лев"), (_patronymic, "Юров Марк")]
)
def test_an_import_on_which_something_rests_stays_and_is_told_why(
    office: Store, tmp_path: Path, deed: Callable[[Session, Store], None], said: str
) -> None:
    take(office, write_folder(tmp_path / "t", small_tables()))
    with office.writing() as session:
        deed(session, office)
    before = rows_digest(office)
    with pytest.raises(UserError, match=said):
        take_back(office)
    assert rows_digest(office) == before


class Stopped(Exception):
    """Somebody pressed «Остановить»."""


@pytest.mark.parametrize("step", [1, 2])
def test_a_stopped_import_leaves_nothing(office: Store, tmp_path: Path, step: int) -> None:
    told: list[int] = []

    def stop(reached: int, _total: int) -> None:
        told.append(reached)
        if len(told) == step:
            raise Stopped

    before, length = rows_digest(office), count_entries(office)
    folder = write_folder(tmp_path / "t", small_tables())
    with pytest.raises(Stopped):
        take(office, folder, tell=stop)
    assert (rows_digest(office), count_entries(office)) == (before, length)
    assert take(office, folder).written


def test_a_transfer_to_another_class_is_an_order_and_no_import(
    office: Store, tmp_path: Path
) -> None:
    take(office, write_folder(tmp_path / "t", small_tables()))
    tables = small_tables()
    tables["ученики"][1][0] = "7Б"
    tables["ученики"][1][7] = "Английский язык: 1"
    folder = write_folder(tmp_path / "t", tables)
    before = count_entries(office)
    with pytest.raises(UserError, match="Ежов Лев числится в 5А"):
        take(office, folder)
    assert count_entries(office) == before


def test_a_pupil_who_has_left_does_not_come_back_with_the_list(
    office: Store, tmp_path: Path
) -> None:
    folder = write_folder(tmp_path / "t", small_tables())
    take(office, folder)
    with office.writing() as session:
        row = session.scalars(select(PupilRow).where(PupilRow.surname == "Юров")).one()
        gone = values.Pupil(
            row.surname, row.name, row.patronymic, left=date(2026, 9, 10), groups=tuple(row.groups)
        )
        append(session, Stamp(ADMIN, HandClock().read(), 0), [Draft("pupil.set", row.key, gone)])
    assert difference(office, folder).is_empty


def test_the_journal_is_opened_again_as_it_was(office: Store, tmp_path: Path) -> None:
    take(office, write_folder(tmp_path / "t", small_tables()))
    take_back(office)
    before = rows_digest(office)
    office.close()
    again = open_journal(tmp_path / "journal.db", KEY)
    assert rows_digest(again) == before
    assert is_sound(again)
    again.close()
