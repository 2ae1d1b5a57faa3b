"""A school's folder that is right, in the many ways in which people make one."""

from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from journal.errors import UserError
from journal.imports.folder import read_school_folder
from journal.imports.lines import SchoolFolder
from tests.journal.imports.small_folder import (
    Tables,
    faults_of,
    small_tables,
    warnings_of,
    write_book,
    write_folder,
    write_text_table,
)


def _without_places(folder: SchoolFolder) -> str:
    """Return all that the folder says except where it stood."""
    return repr(folder).replace(".csv", ".xlsx")


def test_a_folder_becomes_lines_that_agree(tmp_path: Path) -> None:
    folder = read_school_folder(write_folder(tmp_path, small_tables()))

    assert folder.school is not None
    assert (folder.school.short_name, folder.school.profile) == ("МБОУ СОШ № 7", "general")
    assert [(c.class_name, c.grade, c.letter, c.class_teacher) for c in folder.classes] == [
        ("5А", 5, "А", "petrova.aa"),
        ("7Б", 7, "Б", ""),
    ]
    assert [person.posts for person in folder.staff] == [
        ("teacher",),
        ("teacher", "deputy"),
        ("teacher",),
    ]
    assert folder.staff[0].post_title == "учитель русского языка, литературы"
    newcomer, first = folder.pupils[2], folder.pupils[3]
    assert (newcomer.surname, newcomer.sex) == ("Ёлкина", "f")
    assert (newcomer.birth_date, newcomer.arrived) == (date(2015, 1, 12), date(2026, 10, 1))
    assert (first.patronymic, first.groups) == ("", (("Английский язык", "1"),))
    assert (first.where.file, first.where.row) == ("ученики.xlsx", 5)
    assert [line.teacher for line in folder.load] == [
        "petrova.aa",
        "orlova.tv",
        "petrova.aa",
        "orlova.tv",
        "frolova",
    ]
    assert [(t.weekday, t.lesson_number, t.class_name, t.teacher) for t in folder.timetable] == [
        (1, 1, "5А", "petrova.aa"),
        (2, 2, "5А", "petrova.aa"),
        (2, 3, "5А", "orlova.tv"),
        (1, 2, "7Б", "petrova.aa"),
        (3, 1, "7Б", "orlova.tv"),
        (3, 1, "7Б", "frolova"),
    ]
    assert (folder.periods[2].grade_from, folder.periods[2].grade_to) == (10, 11)
    assert [day.kind for day in folder.calendar_days] == ["holiday", "off"]
    plans = [(p.number, p.group, p.work_type) for p in folder.plans]
    assert plans == [(1, "", ""), (2, "", "АКР"), (1, "1", ""), (1, "2", "")]


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [
        ("cp1251", ";"),
        ("cp1251", ","),
        ("koi8-r", ";"),
        ("cp866", ";"),
        ("utf-8", ";"),
        ("utf-8-sig", ";"),
        ("utf-8", ","),
        ("utf-16", "\t"),
    ],
)
def test_text_tables_say_the_same_as_workbooks(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    tables = small_tables()
    del tables["школа"]  # «» and № are not in the older encodings
    books = write_folder(tmp_path / "books", tables)
    texts = tmp_path / "texts"
    texts.mkdir()
    for stem, rows in tables.items():
        write_text_table(texts / f"{stem}.csv", rows, encoding, delimiter)
    assert _without_places(read_school_folder(texts)) == _without_places(read_school_folder(books))


def test_order_case_and_spelling_of_headers_do_not_matter(tmp_path: Path) -> None:
    tables = small_tables()
    plain = read_school_folder(write_folder(tmp_path / "plain", tables))
    for rows in tables.values():
        for row in rows:
            row.reverse()
        rows[0] = [f" {title.upper()}:" for title in rows[0]]
    odd = read_school_folder(write_folder(tmp_path / "odd", tables))
    assert odd == plain


def test_a_title_above_the_header_and_empty_rows_are_passed_over(tmp_path: Path) -> None:
    tables = small_tables()
    header, *pupils = tables["ученики"]
    tables["ученики"] = [["Список учеников школы"], [], header, [], *pupils, [], []]
    folder = read_school_folder(write_folder(tmp_path, tables))
    assert [line.where.row for line in folder.pupils] == [5, 6, 7, 8, 9]


def test_one_spelling_of_a_subject_serves_the_school(tmp_path: Path) -> None:
    tables = small_tables()
    tables["расписание"][1][3] = "РУССКИЙ  ЯЗЫК"
    tables["планы"][1][1] = "русский язык"
    folder = read_school_folder(write_folder(tmp_path, tables))
    assert folder.timetable[0].subject == folder.plans[0].subject == "Русский язык"


def test_a_merged_class_holds_for_all_its_rows(tmp_path: Path) -> None:
    tables = small_tables()
    plain = read_school_folder(write_folder(tmp_path / "plain", tables))
    write_folder(tmp_path / "merged", tables)
    with xlsxwriter.Workbook(tmp_path / "merged" / "ученики.xlsx") as workbook:
        sheet = workbook.add_worksheet()
        for number, row in enumerate(tables["ученики"]):
            for place, text in enumerate(row):
                if text:
                    sheet.write_string(number, place, text)
        centred = workbook.add_format()
        sheet.merge_range(1, 0, 3, 0, "5А", centred)
        sheet.merge_range(4, 0, 9, 0, "7Б", centred)  # further down than there are pupils
    assert read_school_folder(tmp_path / "merged") == plain


def test_days_may_be_dates_of_the_spreadsheet(tmp_path: Path) -> None:
    tables = small_tables()
    plain = read_school_folder(write_folder(tmp_path, tables))
    with xlsxwriter.Workbook(tmp_path / "периоды.xlsx") as workbook:
        sheet = workbook.add_worksheet()
        day_format = workbook.add_format({"num_format": "dd.mm.yyyy"})
        for number, row in enumerate(tables["периоды"]):
            for place, text in enumerate(row):
                if number and place >= 2:
                    day = datetime.strptime(text, "%d.%m.%Y")
                    sheet.write_datetime(number, place, day, day_format)
                else:
                    sheet.write_string(number, place, text)
    assert read_school_folder(tmp_path) == plain


def test_a_table_may_come_in_several_files(tmp_path: Path) -> None:
    tables = small_tables()
    header, *pupils = tables.pop("ученики")
    write_folder(tmp_path, tables)
    write_book(tmp_path / "Ученики 5А.xlsx", [header, *pupils[:3]])
    write_text_table(tmp_path / "ученики 7Б.csv", [header, *pupils[3:]])
    folder = read_school_folder(tmp_path)
    assert [(line.where.file, line.where.row) for line in folder.pupils] == [
        ("Ученики 5А.xlsx", 2),
        ("Ученики 5А.xlsx", 3),
        ("Ученики 5А.xlsx", 4),
        ("ученики 7Б.csv", 2),
        ("ученики 7Б.csv", 3),
    ]


def test_only_what_a_school_cannot_do_without_is_needed(tmp_path: Path) -> None:
    tables = small_tables()
    for stem in ("школа", "календарь", "планы"):
        del tables[stem]
    folder = read_school_folder(write_folder(tmp_path, tables))
    assert (folder.school, folder.calendar_days, folder.plans) == (None, (), ())


def test_what_is_not_understood_is_named_and_left_aside(tmp_path: Path) -> None:
    tables = small_tables()
    for row, extra in zip(tables["ученики"], ("Телефон", "1", "2", "3", "4", "5"), strict=True):
        row.append(extra)
    write_folder(tmp_path, tables)
    write_book(tmp_path / "столовая.xlsx", [["Блюдо"]])
    (tmp_path / "~$ученики.xlsx").write_bytes(b"lock of an open Excel")
    (tmp_path / "письмо.docx").write_bytes(b"no table")
    assert warnings_of(tmp_path) == [
        "столовая.xlsx: не понято, что это за таблица, она не прочитана",
        "ученики.xlsx, I1 «Телефон»: колонка не понята и не прочитана",
    ]


def test_a_second_sheet_is_read_like_the_first(tmp_path: Path) -> None:
    tables = small_tables()
    write_folder(tmp_path, tables)
    with xlsxwriter.Workbook(tmp_path / "классы.xlsx") as workbook:
        for name in ("Классы", "Прошлый год"):
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(tables["классы"]):
                sheet.write_row(number, 0, row)
        workbook.add_worksheet("Пустой")
    assert [fault.partition(". ")[0] for fault in faults_of(tmp_path)] == [
        f"классы.xlsx, лист «Прошлый год», A{row} «Класс»: такой класс уже есть "
        f"(лист «Классы», строка {row})"
        for row in (2, 3)
    ]


@pytest.mark.clause("ANC-R.VI.2e")
def test_load_and_timetable_that_differ_in_hours_are_told(tmp_path: Path) -> None:
    tables = small_tables()
    tables["нагрузка"][1][4] = "3"
    assert warnings_of(write_folder(tmp_path, tables)) == [
        "нагрузка.xlsx, E2 «Часов в неделю»: 5А, Русский язык: часов в неделю 3, "
        "а уроков в расписании 2. Проверьте, что верно."
    ]


def test_lessons_of_different_halves_of_the_year_share_a_slot(tmp_path: Path) -> None:
    tables = small_tables()
    tables["расписание"][3][8] = "30.12.2026"
    tables["расписание"].append(["вт", "3", "5А", "Русский язык", "", "", "", "11.01.2027", ""])
    folder = read_school_folder(write_folder(tmp_path, tables))
    assert folder.timetable[2].valid_to == date(2026, 12, 30)
    assert folder.timetable[6].valid_from == date(2027, 1, 11)


def test_a_missing_folder_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Укажите папку"):
        read_school_folder(tmp_path / "нет такой")


def test_nothing_is_taken_when_anything_is_wrong(tmp_path: Path) -> None:
    tables: Tables = small_tables()
    tables["планы"][1][3] = "первый"
    with pytest.raises(UserError) as refusal:
        read_school_folder(write_folder(tmp_path, tables))
    assert str(refusal.value) == (
        "Таблицы не приняты, в журнал ничего не записано. Исправьте и повторите, ошибок: 1.\n"
        "1. планы.xlsx, D2 «Номер урока»: «первый» — это не номер. "
        "Нужно целое число от 1 до 500."
    )
