"""Everything that can be wrong in a school's folder, and how it is said."""

from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from tests.journal.imports.small_folder import (
    Tables,
    faults_after,
    faults_of,
    small_tables,
    write_folder,
)


def _cell(stem: str, row: int, place: int, text: str) -> Callable[[Tables], None]:
    """Put ``text`` into a row of the file (2 is the first under the header)."""

    def spoil(tables: Tables) -> None:
        tables[stem][row - 1][place] = text

    return spoil


def _line(stem: str, *texts: str) -> Callable[[Tables], None]:
    def spoil(tables: Tables) -> None:
        tables[stem].append(list(texts))

    return spoil


ONE_FAULT = [
    # a cell that cannot be read
    (
        _cell("ученики", 2, 5, "31.02.2014"),
        "ученики.xlsx, F2 «Дата рождения»: «31.02.2014» — такой даты нет. Нужен вид ДД.ММ.ГГГГ.",
    ),
    (_cell("ученики", 3, 1, ""), "ученики.xlsx, B3 «Фамилия»: не заполнено. Заполните ячейку."),
    (
        _cell("сотрудники", 2, 3, "сторож"),
        "сотрудники.xlsx, D2 «Должность»: «сторож» — должность «сторож» не понята. Нужно: "
        "учитель, заместитель директора, директор, администратор, секретарь.",
    ),
    # classes
    (
        _line("классы", "5-а", ""),
        "классы.xlsx, A4 «Класс»: такой класс уже есть (строка 2). Оставьте одну строку.",
    ),
    (
        _cell("классы", 2, 1, "Иванова И. И."),
        "классы.xlsx, B2 «Классный руководитель»: «Иванова И. И.» — такого человека нет в "
        "таблице «сотрудники». Впишите его туда или исправьте имя здесь.",
    ),
    # staff
    (
        _line("сотрудники", "Орлов", "Иван", "", "учитель", "Orlova.TV"),
        "сотрудники.xlsx, E5 «Логин»: такой логин уже есть (строка 3). У каждого свой логин, "
        "впишите другой.",
    ),
    # pupils
    (
        _cell("ученики", 2, 0, "5В"),
        "ученики.xlsx, A2 «Класс»: «5В» — такого класса нет в таблице «классы». Исправьте "
        "класс или добавьте его туда.",
    ),
    (
        _cell("ученики", 4, 5, "02.07.2015"),
        "ученики.xlsx, B4 «Фамилия»: такой ученик есть (строка 3). Оставьте одну строку, а "
        "тёзкам впишите их даты рождения.",
    ),
    (
        _cell("ученики", 5, 7, "Английский язык: 3"),
        "ученики.xlsx, H5 «Подгруппы»: подгруппы «3» у 7Б нет. Есть: 1, 2.",
    ),
    (
        _cell("ученики", 5, 7, "Англиский язык: 1"),
        "ученики.xlsx, H5 «Подгруппы»: предмета «Англиский язык» у 7Б нет в таблице "
        "«нагрузка», может быть, «Английский язык»? Напишите предмет, как там, или добавьте "
        "его туда.",
    ),
    (
        _cell("ученики", 5, 7, ""),
        "ученики.xlsx, H5 «Подгруппы»: «Английский язык»: не указана подгруппа, у других в "
        "классе она есть. Впишите её.",
    ),
    (
        _cell("ученики", 5, 7, "Английский язык: 1; Английский язык: 2"),
        "ученики.xlsx, H5 «Подгруппы»: «Английский язык»: ученик записан в две подгруппы. "
        "Оставьте одну.",
    ),
    # load
    (
        _line("нагрузка", "6А", "Музыка", "", "frolova", "1"),
        "нагрузка.xlsx, A7 «Класс»: «6А» — такого класса нет в таблице «классы». Исправьте "
        "класс или добавьте его туда.",
    ),
    (
        _line("нагрузка", "5А", "Музыка", "", "kto", "1"),
        "нагрузка.xlsx, D7 «Учитель»: «kto» — такого человека нет в таблице «сотрудники». "
        "Впишите его туда или исправьте имя здесь.",
    ),
    (
        _line("нагрузка", "5А", "история", "", "frolova", "1"),
        "нагрузка.xlsx, B7 «Предмет»: такая страница уже есть: класс, предмет и подгруппа те "
        "же (строка 3). Оставьте одну строку.",
    ),
    # timetable
    (
        _line("расписание", "пт", "1", "5А", "Музыка", "", "", "", "", ""),
        "расписание.xlsx, D8 «Предмет»: предмета «Музыка» у 5А нет в таблице «нагрузка». "
        "Напишите предмет, как там, или добавьте его туда.",
    ),
    (
        _line("расписание", "пт", "1", "6А", "Музыка", "", "", "", "", ""),
        "расписание.xlsx, C8 «Класс»: у класса 6А нет нагрузки. Добавьте её в таблицу «нагрузка».",
    ),
    (
        _line("расписание", "пт", "1", "7Б", "Английский язык", "", "", "", "", ""),
        "расписание.xlsx, E8 «Подгруппа»: не заполнено. У 7Б есть подгруппы: 1, 2.",
    ),
    (
        _line("расписание", "пт", "1", "5А", "История", "1", "", "", "", ""),
        "расписание.xlsx, E8 «Подгруппа»: «История» у 5А не делится на подгруппы. Оставьте "
        "ячейку пустой.",
    ),
    (
        _line("расписание", "пт", "1", "5А", "История", "", "frolova", "", "", ""),
        "расписание.xlsx, F8 «Учитель»: «frolova» — по нагрузке этот предмет ведёт orlova.tv."
        " Исправьте здесь или в нагрузке.",
    ),
    (
        _line("расписание", "вт", "2", "5А", "История", "", "", "", "", ""),
        "расписание.xlsx, B8 «Урок»: у 5А этот урок уже занят: «Русский язык» (строка 3). "
        "Исправьте одну из строк.",
    ),
    (
        _line("расписание", "вт", "2", "7Б", "Русский язык", "", "", "", "", ""),
        "расписание.xlsx, F8 «Учитель»: petrova.aa в это время уже ведёт урок в 5А (строка "
        "3). Исправьте одну из строк.",
    ),
    (
        _line("расписание", "ср", "1", "7Б", "Русский язык", "", "", "", "", ""),
        "расписание.xlsx, B8 «Урок»: у 7Б этот урок уже занят: «Английский язык» (строка 6). "
        "Исправьте одну из строк.",
    ),
    (
        _line("расписание", "ср", "1", "7Б", "Английский язык", "2", "", "", "", ""),
        "расписание.xlsx, B8 «Урок»: у 7Б, подгруппа 2 этот урок уже занят: «Английский язык»"
        " (строка 7). Исправьте одну из строк.",
    ),
    (
        _line("расписание", "пт", "1", "5А", "История", "", "", "", "01.03.2027", "01.02.2027"),
        "расписание.xlsx, I8 «По»: последний день раньше первого. Исправьте один из них.",
    ),
    # periods
    (
        _cell("периоды", 2, 3, "01.08.2026"),
        "периоды.xlsx, D2 «По»: последний день раньше первого. Исправьте один из них.",
    ),
    (
        _cell("периоды", 3, 2, "23.10.2026"),
        "периоды.xlsx, C3 «С»: период пересекается с «I четверть» (строка 2). Исправьте дни "
        "одного из них.",
    ),
    # calendar, plans, school
    (
        _line("календарь", "2026-11-04", "выходной", ""),
        "календарь.xlsx, A4 «Дата»: этот день уже есть (строка 2). Оставьте одну строку.",
    ),
    (
        _line("планы", "5А", "Русский язык", "", "2", "Повторение", "", ""),
        "планы.xlsx, D5 «Номер урока»: такой номер уже есть (строка 3). Оставьте одну строку.",
    ),
    (
        _line("планы", "5А", "Химия", "", "1", "Повторение", "", ""),
        "планы.xlsx, B5 «Предмет»: предмета «Химия» у 5А нет в таблице «нагрузка». Напишите "
        "предмет, как там, или добавьте его туда.",
    ),
    (
        _line("планы", "7Б", "Английский язык", "3", "1", "Повторение", "", ""),
        "планы.xlsx, C5 «Подгруппа»: подгруппы «3» у 7Б нет. Есть: 1, 2.",
    ),
    (
        _line("школа", "Другая", "Другая школа", "", ""),
        "школа.xlsx, строка 3: школа одна. Вторую строку уберите.",
    ),
]


@pytest.mark.parametrize(("spoil", "fault"), ONE_FAULT)
def test_a_fault_is_named_by_file_row_and_column(
    tmp_path: Path, spoil: Callable[[Tables], None], fault: str
) -> None:
    assert faults_after(tmp_path, spoil) == [fault]


def test_every_fault_of_every_file_is_listed_at_once(tmp_path: Path) -> None:
    def spoil(tables: Tables) -> None:
        tables["ученики"][1][5] = "31.02.2014"
        tables["ученики"][1][4] = "?"
        tables["ученики"][4][0] = "5В"
        tables["периоды"][1][1] = "все"
        tables["планы"][1][5] = "забег"
        tables["расписание"][1][0] = "вс"

    assert [fault.split(":")[0] for fault in faults_after(tmp_path, spoil)] == [
        "периоды.xlsx, B2 «Классы»",
        "планы.xlsx, F2 «Вид работы»",
        "расписание.xlsx, A2 «День недели»",
        "ученики.xlsx, E2 «Пол»",
        "ученики.xlsx, F2 «Дата рождения»",
        "ученики.xlsx, A5 «Класс»",
        "ученики.xlsx, H5 «Подгруппы»",
    ]


@pytest.mark.parametrize(
    ("stem", "row", "place"), [("классы", 2, 0), ("сотрудники", 2, 0), ("нагрузка", 2, 1)]
)
def test_those_who_refer_to_an_unreadable_key_are_not_blamed(
    tmp_path: Path, stem: str, row: int, place: int
) -> None:
    assert len(faults_after(tmp_path, _cell(stem, row, place, ""))) == 1


@pytest.mark.parametrize("stem", ["классы", "сотрудники", "ученики", "нагрузка", "периоды"])
def test_a_table_that_a_school_needs_is_asked_for_once(tmp_path: Path, stem: str) -> None:
    assert faults_after(tmp_path, lambda tables: tables.pop(stem)) == [
        f"нет таблицы «{stem}». Добавьте её файл."
    ]


def test_a_needed_table_without_rows_is_named(tmp_path: Path) -> None:
    def keep_only_header(tables: Tables) -> None:
        del tables["периоды"][1:]

    assert faults_after(tmp_path, keep_only_header) == [
        "периоды.xlsx: в таблице нет ни одной заполненной строки. Заполните её."
    ]


def test_a_class_without_periods_is_named(tmp_path: Path) -> None:
    def drop_quarters(tables: Tables) -> None:
        del tables["периоды"][1:3]
        del tables["классы"][2:]
        tables["классы"][1][0] = "5А"

    faults = faults_after(tmp_path, drop_quarters)
    assert faults[-1] == (
        "классы.xlsx, A2 «Класс»: для класса 5А в таблице «периоды» "
        "нет ни одного периода. Добавьте его туда."
    )


def test_two_teachers_of_one_name_need_their_logins(tmp_path: Path) -> None:
    def add_namesake(tables: Tables) -> None:
        tables["сотрудники"].append(["Орлова", "Тамара", "", "учитель", "orlova.t"])

    assert faults_after(tmp_path, add_namesake) == [
        "нагрузка.xlsx, D5 «Учитель»: "
        "«Орлова» — подходит нескольким (orlova.t, orlova.tv). Впишите логин."
    ]


def test_a_missing_and_a_misspelt_column_are_named(tmp_path: Path) -> None:
    def spoil(tables: Tables) -> None:
        tables["ученики"][0][3] = "Отчесво"
        tables["ученики"][0][5] = "Возраст"
        tables["классы"][0] = ["Клас", "Классный руководитель"]

    assert faults_after(tmp_path, spoil) == [
        "классы.xlsx, A1 «Клас»: колонка не понята, может быть, «Класс»? "
        "Подтвердите это или переименуйте её.",
        "ученики.xlsx, D1 «Отчесво»: колонка не понята, может быть, «Отчество»? "
        "Подтвердите это или переименуйте её.",
        "ученики.xlsx, строка 1: нет колонки «Дата рождения». Добавьте её.",
    ]


def test_a_doubled_column_is_named(tmp_path: Path) -> None:
    def spoil(tables: Tables) -> None:
        tables["классы"][0].append("класс")

    assert faults_after(tmp_path, spoil) == [
        "классы.xlsx, C1 «Класс»: такая колонка есть дважды. Оставьте одну."
    ]


def test_a_file_without_a_header_is_named(tmp_path: Path) -> None:
    def spoil(tables: Tables) -> None:
        tables["классы"] = [["5А", "petrova.aa"]]

    assert faults_after(tmp_path, spoil) == [
        "классы.xlsx: нет строки заголовков. Нужны колонки «Класс»."
    ]


def test_one_table_in_two_formats_is_refused(tmp_path: Path) -> None:
    write_folder(tmp_path, small_tables())
    (tmp_path / "классы.csv").write_text("Класс\n5А\n", encoding="utf-8")
    assert faults_of(tmp_path) == [
        "классы.csv: таблица есть в двух видах. Оставьте один файл.",
        "классы.xlsx: таблица есть в двух видах. Оставьте один файл.",
    ]


def test_cells_merged_across_columns_are_refused(tmp_path: Path) -> None:
    tables = small_tables()
    write_folder(tmp_path, tables)
    with xlsxwriter.Workbook(tmp_path / "классы.xlsx") as workbook:
        sheet = workbook.add_worksheet()
        for number, row in enumerate(tables["классы"]):
            sheet.write_row(number, 0, row)
        sheet.merge_range(2, 0, 2, 1, "7Б", workbook.add_format())
    assert faults_of(tmp_path) == [
        "классы.xlsx, A3 «Класс»: ячейки объединены поперёк колонок. Разъедините их."
    ]
