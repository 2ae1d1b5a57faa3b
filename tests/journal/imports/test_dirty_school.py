"""Tables as schools really send them: what they say, and what they make one look at."""

from datetime import date, time
from pathlib import Path

import pytest

from journal.imports.mapping import SchoolMapping
from journal.imports.presets import Presets, load_presets, save_presets
from journal.imports.proposing import propose
from journal.imports.reading import Reading, read_school
from journal.imports.report import report
from journal.imports.sources import Sources, open_sources
from tests.journal.imports.dirty_school.write import FOLDER, LISTS

LOST = (LISTS, "пятые Б")


@pytest.fixture(scope="module")
def sources() -> Sources:
    return open_sources([FOLDER])


@pytest.fixture(scope="module")
def proposed(sources: Sources) -> SchoolMapping:
    return propose(sources.sheets, Presets())


@pytest.fixture(scope="module")
def reading(sources: Sources, proposed: SchoolMapping) -> Reading:
    return read_school(sources, proposed.confirmed())


def test_every_file_is_known_by_its_words(proposed: SchoolMapping) -> None:
    assert {(sheet.file, sheet.sheet): sheet.kind for sheet in proposed.sheets} == {
        ("kl_ruk.csv", ""): "классы",
        ("Звонки_две смены.xlsx", "Sheet1"): "звонки",
        ("Расписание.csv", ""): "расписание",
        (LISTS, "5A"): "ученики",
        (LISTS, "пятые Б"): "ученики",
        (LISTS, "6-А"): "ученики",
        ("Сетка 5-6.xlsx", "Sheet1"): "расписание",
        ("Список 7-х.xlsx", "Sheet1"): "ученики",
        ("англ.xlsx", "Sheet1"): "подгруппы",
        ("педсостав.ods", "Лист1"): "сотрудники",
        ("родители (5 классы).csv", ""): "родители",
        ("тарификация.xls", "Тарификация"): "нагрузка",
        ("четверти.csv", ""): "периоды",
    }
    lists = [sheet for sheet in proposed.sheets if sheet.file == LISTS]
    assert [sheet.class_name for sheet in lists] == ["5А", "5Б", "6А"]


def test_what_is_not_certain_waits_for_a_person(sources: Sources, proposed: SchoolMapping) -> None:
    doubtful = [sheet for sheet in proposed.sheets if not sheet.is_certain]
    assert [(sheet.file, sheet.sheet) for sheet in doubtful] == [LOST]
    column = doubtful[0].columns[0]
    assert (column.letter, column.header, column.field) == ("A", "Фамилия реб.", "Фамилия")
    assert 0.8 <= column.confidence < 1
    blocked = read_school(sources, proposed)
    assert blocked.school is None
    assert [str(error) for error in blocked.errors] == [
        f"{LISTS}, лист «пятые Б»: не понято, что это за таблица, может быть, «ученики»? "
        "Подтвердите это или назовите файл так."
    ]


def test_people_are_read_however_they_are_written(reading: Reading) -> None:
    assert reading.school is not None
    pupils = [
        (p.class_name, p.surname, p.name, p.patronymic, p.sex, p.birth_date)
        for p in reading.school.pupils
    ]
    assert pupils == [
        ("5А", "Ежов", "Лев", "Ильич", "m", date(2015, 3, 14)),
        ("5А", "Ёлкина", "Мария", "Игоревна", "f", date(2015, 7, 2)),
        ("5А", "Салтыкова-Щедрина", "Анна", "Петровна", "f", date(2015, 1, 12)),
        ("5А", "Сидоров", "Пётр", "", "m", date(2015, 4, 5)),
        ("5А", "Мамедов", "Руслан", "Ариф оглы", "m", date(2015, 9, 9)),
        ("5Б", "Орлова", "Татьяна", "Викторовна", "f", date(2015, 5, 1)),
        ("5Б", "Орлов", "Глеб", "", "", date(2015, 6, 2)),
        ("6А", "Юров", "Марк", "Ильич", "m", date(2014, 2, 11)),
        ("6А", "Белая Роза", "Мария", "Олеговна", "f", date(2014, 8, 30)),
        ("7А", "Лебедев", "Пётр", "Ильич", "m", date(2013, 5, 3)),
        ("7А", "Зимина", "Анна", "Львовна", "f", date(2013, 8, 14)),
        ("7Б", "Осокин", "Лев", "Игоревич", "m", date(2013, 11, 19)),
    ]
    logins = [person.login for person in reading.school.staff]
    assert logins == ["petrova.aa", "koroleva.ov", "chaykin.il"]


def test_tables_find_each_other(reading: Reading) -> None:
    school = reading.school
    assert school is not None
    groups = {pupil.surname: pupil.groups for pupil in school.pupils if pupil.groups}
    assert groups["Ёлкина"] == (("Английский язык", "2"),)  # «Елкина» in the list of groups
    assert len(groups) == 5
    mother, father = school.parents
    assert (mother.surname, mother.sex, mother.relation) == ("Ёлкина", "f", "mother")
    assert (mother.pupil_surname, mother.pupil_born) == ("Ёлкина", date(2015, 7, 2))
    assert (father.pupil_patronymic, father.birth_date) == ("Ильич", None)
    english = [(line.group, line.teacher) for line in school.load if line.group]
    assert english == [("1", "koroleva.ov"), ("2", "chaykin.il")]  # the class is a merged cell
    drawn = [(line.class_name, line.weekday, line.room, line.subject) for line in school.timetable]
    # «Рус», in a grid with a column of rooms beside each class
    assert drawn[-2:] == [("5Б", 2, "21", "Русский язык"), ("6А", 3, "21", "Русский язык")]
    second_shift = school.bells[2]
    assert (second_shift.grade_from, second_shift.begin) == (6, time(14))


def test_every_defect_is_named_with_its_cell(reading: Reading) -> None:
    assert reading.errors == ()
    assert [(found.file, found.sheet, found.cell, found.title) for found in reading.warnings] == [
        ("kl_ruk.csv", "", "A2", "Класс"),
        (LISTS, "5A", "B8", "ФИО"),
        (LISTS, "5A", "D9", "Дата рождения"),
        (LISTS, "пятые Б", "", "Пол"),
        (LISTS, "6-А", "A3", "ФИО"),
        ("педсостав.ods", "", "", "Логин"),
        ("педсостав.ods", "", "", "Логин"),
        ("педсостав.ods", "", "", "Логин"),
        (LISTS, "5A", "B10", "Фамилия"),
        ("тарификация.xls", "", "E7", "Часов в неделю"),
    ]
    latin = reading.warnings[1]
    assert latin.what == "латинские буквы C, o, p, прочитано русскими: «Сидоров Пётр»"
    # a missing column has no cell, but its row is named all the same
    assert [found.row for found in reading.warnings if not found.cell] == [4, 2, 3, 4]


def test_a_column_is_corrected_by_hand(sources: Sources, proposed: SchoolMapping) -> None:
    mended = proposed.changed(*LOST, lambda sheet: sheet.confirmed().with_field(0, ""))
    without = read_school(sources, mended)
    assert [error.what for error in without.errors] == ["нет колонки «Фамилия»"]
    mended = mended.changed(*LOST, lambda sheet: sheet.with_field(0, "Фамилия"))
    assert read_school(sources, mended).school is not None


def test_an_agreement_is_remembered_without_a_word_of_the_file(
    sources: Sources, proposed: SchoolMapping, tmp_path: Path
) -> None:
    agreed = proposed.confirmed().sheet(*LOST)
    path = tmp_path / "config" / "presets.json"
    save_presets(path, Presets().remembering(sources.sheet(*LOST), agreed))
    kept = path.read_text(encoding="utf-8")
    assert "реб" not in kept
    remembered = propose(sources.sheets, load_presets(path))
    assert all(sheet.is_certain for sheet in remembered.sheets)
    assert read_school(sources, remembered).school is not None


@pytest.mark.parametrize(
    "content", [b"", b"[]", b'{"version": 9}', b'{"version": 1, "presets": {"a": {"kind": "x"}}}']
)
def test_presets_of_another_version_are_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "presets.json"
    path.write_bytes(content)
    assert load_presets(path) == Presets()


def test_the_report_holds_every_finding_and_the_counts(
    reading: Reading, proposed: SchoolMapping
) -> None:
    content = report(reading, proposed, is_taken=False)
    assert (content["errors"], content["warnings"]) == (0, len(reading.warnings))
    assert (content["counts"]["учеников"], content["counts"]["родителей"]) == (12, 2)
    assert content["findings"][1]["cell"] == "B8"
    rows = {(sheet["file"], sheet["sheet"]): sheet["rows"] for sheet in content["sheets"]}
    assert rows[LOST] == 2
