"""A timetable drawn as a grid, and lists of classes under each other on one sheet."""

from pathlib import Path

import pytest

from journal.imports.folder import read_folder
from journal.imports.week_cells import read_cell
from tests.journal.imports.small_folder import faults_of, small_tables, write_folder

RUSSIAN, ENGLISH = "Русский язык", "Английский язык"


@pytest.mark.parametrize(
    ("text", "lessons"),
    [
        ("Русский язык", [(RUSSIAN, "", "", "")]),
        ("Русский язык / Петрова А. А. / 21", [(RUSSIAN, "", "Петрова А. А.", "21")]),
        ("Русский язык\nкаб. 21", [(RUSSIAN, "", "", "21")]),
        ("Русский язык Петрова А.А. 21а", [(RUSSIAN, "", "Петрова А.А.", "21а")]),
        ("Физкультура\nспортзал", [("Физкультура", "", "", "спортзал")]),
        (
            "Английский язык (1 гр.) / Орлова / 27; Английский язык (2 гр.) / Фролова / 18",
            [(ENGLISH, "1", "Орлова", "27"), (ENGLISH, "2", "Фролова", "18")],
        ),
        (
            "Английский язык\n1 гр. Орлова Т.В. 27\n2 гр. Фролова Ю. 18",
            [(ENGLISH, "1", "Орлова Т.В.", "27"), (ENGLISH, "2", "Фролова Ю.", "18")],
        ),
        (
            "Английский язык гр. 1/Орлова/27\nАнглийский язык гр. 2/Фролова/18",
            [(ENGLISH, "1", "Орлова", "27"), (ENGLISH, "2", "Фролова", "18")],
        ),
        ("—", []),
        ("", []),
    ],
)
def test_a_cell_says_subject_group_teacher_and_room(
    text: str, lessons: list[tuple[str, str, str, str]]
) -> None:
    assert [tuple(lesson) for lesson in read_cell(text)] == lessons


def grid() -> list[list[str]]:
    """Return the small school's week as a grid."""
    return [
        ["Утверждаю", "", "", ""],
        ["День недели", "Урок", "5А", "7 «Б»"],
        ["Понедельник", "1", "Русский язык / Петрова А. А. / 21", ""],
        ["", "2 урок", "", "Русский язык\n21"],
        ["Вторник", "2", "Русский язык", ""],
        ["", "3", "История\nкаб. 14", ""],
        ["Среда", "1", "", "Английский язык\n1 гр. Орлова 27\n2 гр. Фролова Ю. 18"],
    ]


def test_a_grid_becomes_the_lessons_of_the_week(tmp_path: Path) -> None:
    tables = small_tables()
    plain = read_folder(write_folder(tmp_path / "plain", tables)).school
    tables["расписание"] = grid()
    reading = read_folder(write_folder(tmp_path / "drawn", tables))
    assert [str(error) for error in reading.errors] == []
    assert plain is not None
    assert reading.school is not None
    assert [
        (line.weekday, line.lesson_number, line.class_name, line.subject, line.group, line.teacher)
        for line in reading.school.timetable
    ] == [
        (line.weekday, line.lesson_number, line.class_name, line.subject, line.group, line.teacher)
        for line in sorted(
            plain.timetable, key=lambda x: (x.weekday, x.lesson_number, x.class_name)
        )
    ]


def test_what_does_not_fit_in_a_grid_is_named_by_its_cell(tmp_path: Path) -> None:
    tables = small_tables()
    tables["расписание"] = grid()
    tables["расписание"][3][3] = "Химия"
    (fault,) = faults_of(write_folder(tmp_path, tables))
    assert fault.startswith("расписание.xlsx, D4 «Предмет»: предмета «Химия» у 7Б нет")


def test_classes_under_each_other_on_one_sheet_are_told_apart(tmp_path: Path) -> None:
    tables = small_tables()
    header, *pupils = (row[1:] for row in tables["ученики"])
    pupils[4][4] = "31.02.2013"
    tables["ученики"] = [
        ["5А класс"],
        header,
        *pupils[:3],
        [],
        ["7 «Б» класс"],
        header,
        *pupils[3:],
    ]
    assert faults_of(write_folder(tmp_path, tables)) == [
        "ученики.xlsx, E10 «Дата рождения»: «31.02.2013» — такой даты нет. Нужен вид ДД.ММ.ГГГГ."
    ]
