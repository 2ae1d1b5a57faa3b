"""Only some of a school's tables come: what the journal knows already stands for the others."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from datetime import date
from pathlib import Path

import pytest

from journal.errors import UserError
from journal.ids import staff_id
from journal.imports.difference import Difference, compare
from journal.imports.folder import read_folder
from journal.imports.known import known_school
from journal.imports.new_timetable import TimetableChange
from journal.imports.reading import Reading
from journal.lessons import WeekLesson
from journal.queries.imports import read_imports
from journal.services.school_import import ImportSchool, import_school
from journal.store import Store, open_journal
from tests.journal.desks import KEY, HandClock, work_of
from tests.journal.imports.small_folder import Table, small_tables, write_folder
from tests.journal.imports.test_timetable_programs import UNTIS
from tests.journal.test_school_import import (
    ADMIN,
    is_sound,
    new_office,
    rows_digest,
    take,
    take_back,
)
from tests.small_school import SCHOOL

NOVEMBER = TimetableChange(date(2026, 11, 9))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of a journal whose school came in whole."""
    folder = tmp_path_factory.mktemp("whole")
    store = new_office(folder)
    take(store, write_folder(folder / "tables", small_tables()))
    store.close()
    return folder / "journal.db"


@pytest.fixture
def office(whole: Path, tmp_path: Path) -> Iterator[Store]:
    """Yield a copy of that journal."""
    store = open_journal(Path(shutil.copy(whole, tmp_path / "journal.db")), KEY)
    yield store
    store.close()


def read(store: Store, folder: Path) -> Reading:
    """Read tables beside what the journal knows."""
    work = work_of(store, ADMIN, HandClock())
    with store.reading() as session:
        return read_folder(folder, known_school(session, work.reference, work.today))


def beside(store: Store, folder: Path, change: TimetableChange | None = None) -> Difference:
    """Compare tables with the journal."""
    reading, work = read(store, folder), work_of(store, ADMIN, HandClock())
    assert reading.school is not None, [str(error) for error in reading.errors]
    with store.reading() as session:
        return compare(session, work.reference, reading.school, ADMIN, work.today, change)


def bring(store: Store, folder: Path, change: TimetableChange | None = None) -> int:
    """Import tables; return how many entries were written."""
    reading, work = read(store, folder), work_of(store, ADMIN, HandClock())
    assert reading.school is not None, [str(error) for error in reading.errors]
    with store.writing() as session:
        wish = ImportSchool(reading.school, change=change)
        return len(import_school(session, wish, work).written)


def alone(folder: Path, **tables: Sequence[Sequence[str]]) -> Path:
    """Write some tables and no other."""
    return write_folder(folder, {stem: list(map(list, rows)) for stem, rows in tables.items()})


def week_of(store: Store, title: str) -> list[tuple[str, int, int, str, WeekLesson]]:
    """Return the lessons of the week of a class: subject, weekday, slot, teacher's surname."""
    reference = work_of(store, ADMIN, HandClock()).reference
    return sorted(
        (
            reference.pages[line.page].subject,
            line.weekday,
            line.slot,
            reference.staff[line.teacher].surname,
            line,
        )
        for line in reference.timetable
        if reference.class_of(line.page).title == title
    )


def test_each_table_alone_finds_the_others_in_the_journal(office: Store, tmp_path: Path) -> None:
    before, tables = rows_digest(office), small_tables()
    for stem, table in tables.items():
        found = beside(office, alone(tmp_path / stem, **{stem: table}))
        assert (stem, found.is_empty, found.ended) == (stem, True, ())
    gpu = tmp_path / "untis"
    gpu.mkdir()
    (gpu / "GPU001.TXT").write_bytes(UNTIS.encode("cp1251"))
    lines = [line.what for line in beside(office, gpu).ended]
    assert lines[0] == "5А, Русский язык, вторник, урок 2, с 01.09.2026"
    assert rows_digest(office) == before


def test_a_list_with_fewer_columns_takes_nothing_away(office: Store, tmp_path: Path) -> None:
    pupils = [row[:4] + row[5:6] for row in small_tables()["ученики"]]  # no sex, no groups
    classes = [["Класс"], ["5А"], ["7Б"]]
    folder = alone(tmp_path / "short", ученики=pupils, классы=classes)
    assert beside(office, folder).changed == ()


def test_a_list_alone_moves_nobody_to_another_class(office: Store, tmp_path: Path) -> None:
    pupils = small_tables()["ученики"]
    pupils[1][0] = "7Б"
    pupils[1][7] = "Английский язык: 1"
    (obstacle,) = beside(office, alone(tmp_path / "t", ученики=pupils)).obstacles
    assert obstacle.startswith("Ежов Лев числится в 5А, а в таблице стоит в 7Б")


def test_a_parent_of_a_renamed_pupil_comes_to_the_same_pupil(office: Store, tmp_path: Path) -> None:
    pupils = small_tables()["ученики"]
    pupils[1][1] = "Ежов-Белый"
    bring(office, alone(tmp_path / "pupils", ученики=pupils))
    parents = [
        ["Класс", "Ученик", "Кем приходится", "ФИО"],
        ["5А", "Ежов-Белый Лев", "мать", "Ежова Инна Юрьевна"],
    ]
    found = beside(office, alone(tmp_path / "parents", родители=parents))
    assert [line.what for line in found.added] == ["5А, Ежов-Белый Лев: Ежова Инна Юрьевна"]


def test_what_the_journal_does_not_know_is_named_all_the_same(
    office: Store, tmp_path: Path
) -> None:
    header, *_ = small_tables()["расписание"]
    lessons = [
        header,
        ["понедельник", "1", "5А", "Химия", "", "", "", "", ""],
        ["среда", "1", "5А", "История", "", "", "14", "", ""],  # she teaches English in 7Б then
    ]
    errors = read(office, alone(tmp_path / "t", расписание=lessons)).errors
    assert [(error.cell, error.what) for error in errors] == [
        ("D2", "предмета «Химия» у 5А нет в таблице «нагрузка»"),
        ("F3", "orlova.tv в это время уже ведёт урок в 7Б (журнал)"),
    ]


def november() -> Table:
    """Return a timetable in which 5А has history on Wednesdays and one Russian lesson less."""
    table = small_tables()["расписание"]
    table[2] = ["среда", "3", "5А", "История", "", "", "14", "", ""]
    return table


@pytest.mark.clause("TAL-VI.7c")
def test_a_new_timetable_ends_the_lessons_that_are_not_in_it(office: Store, tmp_path: Path) -> None:
    before = rows_digest(office)
    folder = alone(tmp_path / "t", расписание=november())
    found = beside(office, folder, NOVEMBER)
    assert [(line.what, line.fields) for line in found.ended] == [
        (
            "5А, Русский язык, вторник, урок 2, с 01.09.2026",
            (("по", "31.08.2027", "08.11.2026"),),
        )
    ]
    assert [line.what for line in found.added] == ["5А, История, среда, урок 3, с 09.11.2026"]
    assert (found.changed, found.gone) == ((), ())
    assert bring(office, folder, NOVEMBER) == 2 + 2
    assert bring(office, folder, NOVEMBER) == 0
    ends = {(name, day): line.end for name, day, _, _, line in week_of(office, "5А")}
    assert ends["Русский язык", 2] == date(2026, 11, 8)
    assert ends["История", 2] == ends["История", 3] == date(2027, 8, 31)
    take_back(office)
    assert rows_digest(office) == before
    assert is_sound(office)


def test_lessons_that_are_gone_may_go_on(office: Store, tmp_path: Path) -> None:
    folder = alone(tmp_path / "t", расписание=november())
    found = beside(office, folder, TimetableChange(NOVEMBER.since, ends_gone=False))
    assert found.ended == ()
    assert [line.what for line in found.gone] == ["5А, Русский язык, вторник, урок 2, с 01.09.2026"]


def test_lines_with_dates_of_their_own_end_nothing(office: Store, tmp_path: Path) -> None:
    header, *_ = small_tables()["расписание"]
    line = ["пятница", "1", "5А", "История", "", "", "14", "09.11.2026", "30.12.2026"]
    found = beside(office, alone(tmp_path / "t", расписание=[header, line]), NOVEMBER)
    assert (len(found.added), found.ended) == (1, ())


@pytest.mark.clause("ANC-R.II.2c")
def test_another_teacher_of_a_lesson_begins_where_the_old_one_ends(
    office: Store, tmp_path: Path
) -> None:
    tables = small_tables()
    tables["нагрузка"][1][3] = "frolova"
    tables["расписание"][2][5] = ""
    folder = alone(tmp_path / "t", нагрузка=tables["нагрузка"], расписание=tables["расписание"])
    bring(office, folder, NOVEMBER)
    russian = [each for each in week_of(office, "5А") if each[0] == "Русский язык"]
    assert [(day, who, line.start, line.end) for _, day, _, who, line in russian] == [
        (1, "Петрова", date(2026, 9, 1), date(2026, 11, 8)),
        (1, "Фролова", date(2026, 11, 9), date(2027, 8, 31)),
        (2, "Петрова", date(2026, 9, 1), date(2026, 11, 8)),
        (2, "Фролова", date(2026, 11, 9), date(2027, 8, 31)),
    ]
    # in January the same tables say nothing new
    assert bring(office, folder, TimetableChange(date(2027, 1, 11))) == 0


@pytest.mark.clause("ANC-R.II.2b")
def test_a_day_off_comes_alone_and_has_no_lessons(office: Store, tmp_path: Path) -> None:
    tuesday = date(2026, 11, 10)
    assert len(work_of(office, ADMIN, HandClock()).reference.lessons_on(tuesday)) == 2
    days = [["Дата", "Вид дня", "Примечание"], ["10.11.2026", "выходной", "перенос"]]
    bring(office, alone(tmp_path / "days", календарь=days))
    assert work_of(office, ADMIN, HandClock()).reference.lessons_on(tuesday) == ()


@pytest.mark.clause("MIC-3.6.1")
@pytest.mark.clause("ANC-R.VI.3")
def test_the_deputy_brings_in_load_and_timetable_and_a_teacher_does_not(
    office: Store, tmp_path: Path
) -> None:
    tables = small_tables()
    tables["нагрузка"].append(["5А", "Труд", "", "frolova", "1"])
    tables["расписание"].append(["пятница", "2", "5А", "Труд", "", "", "", "", ""])
    folder = alone(tmp_path / "t", нагрузка=tables["нагрузка"], расписание=tables["расписание"])
    reading = read(office, folder)
    assert reading.school is not None
    wish = ImportSchool(reading.school)
    for login, is_allowed in (("petrova.aa", False), ("orlova.tv", True)):
        work = work_of(office, staff_id(SCHOOL, login), HandClock())
        refusal = nullcontext() if is_allowed else pytest.raises(UserError, match="заместитель")
        with refusal, office.writing() as session:
            import_school(session, wish, work)
    with office.reading() as session:
        newest = read_imports(session, work.reference)[0]
    assert (newest.author, newest.words) == ("Орлова Т. В.", "страниц: 1, уроков недели: 1")
    assert [each[1:3] for each in week_of(office, "5А") if each[0] == "Труд"] == [(5, 2)]
