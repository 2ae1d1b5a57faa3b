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
        "ученики.xlsx, строка 2, колонка «Дата рождения»: "
        "«31.02.2014» — такой даты нет, нужен вид ДД.ММ.ГГГГ",
    ),
    (_cell("ученики", 3, 1, ""), "ученики.xlsx, строка 3, колонка «Фамилия»: не заполнено"),
    (
        _cell("сотрудники", 2, 3, "сторож"),
        "сотрудники.xlsx, строка 2, колонка «Должность»: «сторож» — должность «сторож» не понята, "
        "нужно: учитель, заместитель директора, директор, администратор, секретарь",
    ),
    # classes
    (
        _line("классы", "5-а", ""),
        "классы.xlsx, строка 4, колонка «Класс»: такой класс уже есть (строка 2)",
    ),
    (
        _cell("классы", 2, 1, "Иванова И. И."),
        "классы.xlsx, строка 2, колонка «Классный руководитель»: "
        "«Иванова И. И.» — такого человека нет в таблице «сотрудники»",
    ),
    # staff
    (
        _line("сотрудники", "Орлов", "Иван", "", "учитель", "Orlova.TV"),
        "сотрудники.xlsx, строка 5, колонка «Логин»: такой логин уже есть (строка 3)",
    ),
    # pupils
    (
        _cell("ученики", 2, 0, "5В"),
        "ученики.xlsx, строка 2, колонка «Класс»: «5В» — такого класса нет в таблице «классы»",
    ),
    (
        _cell("ученики", 4, 5, "02.07.2015"),
        "ученики.xlsx, строка 4, колонка «Фамилия»: такой ученик уже есть: "
        "тёзок в одном классе должна различать дата рождения (строка 3)",
    ),
    (
        _cell("ученики", 5, 7, "Английский язык: 3"),
        "ученики.xlsx, строка 5, колонка «Подгруппы»: подгруппы «3» у 7Б нет, есть: 1, 2",
    ),
    (
        _cell("ученики", 5, 7, "Англиский язык: 1"),
        "ученики.xlsx, строка 5, колонка «Подгруппы»: предмета «Англиский язык» у 7Б нет в таблице "
        "«нагрузка», может быть, «Английский язык»?",
    ),
    (
        _cell("ученики", 5, 7, ""),
        "ученики.xlsx, строка 5, колонка «Подгруппы»: «Английский язык»: "
        "не указана подгруппа, у других в классе она есть",
    ),
    (
        _cell("ученики", 5, 7, "Английский язык: 1; Английский язык: 2"),
        "ученики.xlsx, строка 5, колонка «Подгруппы»: «Английский язык»: "
        "ученик записан в две подгруппы",
    ),
    # load
    (
        _line("нагрузка", "6А", "Музыка", "", "frolova", "1"),
        "нагрузка.xlsx, строка 7, колонка «Класс»: «6А» — такого класса нет в таблице «классы»",
    ),
    (
        _line("нагрузка", "5А", "Музыка", "", "kto", "1"),
        "нагрузка.xlsx, строка 7, колонка «Учитель»: "
        "«kto» — такого человека нет в таблице «сотрудники»",
    ),
    (
        _line("нагрузка", "5А", "история", "", "frolova", "1"),
        "нагрузка.xlsx, строка 7, колонка «Предмет»: "
        "такая страница уже есть: класс, предмет и подгруппа те же (строка 3)",
    ),
    # timetable
    (
        _line("расписание", "пт", "1", "5А", "Музыка", "", "", "", "", ""),
        "расписание.xlsx, строка 8, колонка «Предмет»: "
        "предмета «Музыка» у 5А нет в таблице «нагрузка»",
    ),
    (
        _line("расписание", "пт", "1", "6А", "Музыка", "", "", "", "", ""),
        "расписание.xlsx, строка 8, колонка «Класс»: у класса 6А нет нагрузки",
    ),
    (
        _line("расписание", "пт", "1", "7Б", "Английский язык", "", "", "", "", ""),
        "расписание.xlsx, строка 8, колонка «Подгруппа»: не заполнено, у 7Б есть подгруппы: 1, 2",
    ),
    (
        _line("расписание", "пт", "1", "5А", "История", "1", "", "", "", ""),
        "расписание.xlsx, строка 8, колонка «Подгруппа»: «История» у 5А не делится на подгруппы",
    ),
    (
        _line("расписание", "пт", "1", "5А", "История", "", "frolova", "", "", ""),
        "расписание.xlsx, строка 8, колонка «Учитель»: "
        "«frolova» — по нагрузке этот предмет ведёт orlova.tv",
    ),
    (
        _line("расписание", "вт", "2", "5А", "История", "", "", "", "", ""),
        "расписание.xlsx, строка 8, колонка «Урок»: "
        "у 5А этот урок уже занят: в строке 3 «Русский язык»",
    ),
    (
        _line("расписание", "вт", "2", "7Б", "Русский язык", "", "", "", "", ""),
        "расписание.xlsx, строка 8, колонка «Учитель»: "
        "petrova.aa в это время уже ведёт урок: в строке 3 5А",
    ),
    (
        _line("расписание", "ср", "1", "7Б", "Русский язык", "", "", "", "", ""),
        "расписание.xlsx, строка 8, колонка «Урок»: "
        "у 7Б этот урок уже занят: в строке 6 «Английский язык»",
    ),
    (
        _line("расписание", "ср", "1", "7Б", "Английский язык", "2", "", "", "", ""),
        "расписание.xlsx, строка 8, колонка «Урок»: "
        "у 7Б, подгруппа 2 этот урок уже занят: в строке 7 «Английский язык»",
    ),
    (
        _line("расписание", "пт", "1", "5А", "История", "", "", "", "01.03.2027", "01.02.2027"),
        "расписание.xlsx, строка 8, колонка «По»: последний день раньше первого",
    ),
    # periods
    (
        _cell("периоды", 2, 3, "01.08.2026"),
        "периоды.xlsx, строка 2, колонка «По»: последний день раньше первого",
    ),
    (
        _cell("периоды", 3, 2, "23.10.2026"),
        "периоды.xlsx, строка 3, колонка «С»: период пересекается с «I четверть» (строка 2)",
    ),
    # calendar, plans, school
    (
        _line("календарь", "2026-11-04", "выходной", ""),
        "календарь.xlsx, строка 4, колонка «Дата»: этот день уже есть (строка 2)",
    ),
    (
        _line("планы", "5А", "Русский язык", "", "2", "Повторение", "", ""),
        "планы.xlsx, строка 5, колонка «Номер урока»: урок с таким номером есть (строка 3)",
    ),
    (
        _line("планы", "5А", "Химия", "", "1", "Повторение", "", ""),
        "планы.xlsx, строка 5, колонка «Предмет»: предмета «Химия» у 5А нет в таблице «нагрузка»",
    ),
    (
        _line("планы", "7Б", "Английский язык", "3", "1", "Повторение", "", ""),
        "планы.xlsx, строка 5, колонка «Подгруппа»: подгруппы «3» у 7Б нет, есть: 1, 2",
    ),
    (
        _line("школа", "Другая", "Другая школа", "", ""),
        "школа.xlsx, строка 3: школа одна, вторая строка не нужна",
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
        "ученики.xlsx, строка 2, колонка «Пол»",
        "ученики.xlsx, строка 2, колонка «Дата рождения»",
        "расписание.xlsx, строка 2, колонка «День недели»",
        "периоды.xlsx, строка 2, колонка «Классы»",
        "планы.xlsx, строка 2, колонка «Вид работы»",
        "ученики.xlsx, строка 5, колонка «Класс»",
        "ученики.xlsx, строка 5, колонка «Подгруппы»",
    ]


@pytest.mark.parametrize(
    ("stem", "row", "place"), [("классы", 2, 0), ("сотрудники", 2, 4), ("нагрузка", 2, 1)]
)
def test_those_who_refer_to_an_unreadable_key_are_not_blamed(
    tmp_path: Path, stem: str, row: int, place: int
) -> None:
    assert len(faults_after(tmp_path, _cell(stem, row, place, ""))) == 1


@pytest.mark.parametrize("stem", ["классы", "сотрудники", "ученики", "нагрузка", "периоды"])
def test_a_table_that_a_school_needs_is_asked_for_once(tmp_path: Path, stem: str) -> None:
    assert faults_after(tmp_path, lambda tables: tables.pop(stem)) == [
        f"в папке нет таблицы «{stem}» (xlsx или csv)"
    ]


def test_a_needed_table_without_rows_is_named(tmp_path: Path) -> None:
    def keep_only_header(tables: Tables) -> None:
        del tables["периоды"][1:]

    assert faults_after(tmp_path, keep_only_header) == [
        "периоды.xlsx: в таблице нет ни одной заполненной строки"
    ]


def test_a_class_without_periods_is_named(tmp_path: Path) -> None:
    def drop_quarters(tables: Tables) -> None:
        del tables["периоды"][1:3]
        del tables["классы"][2:]
        tables["классы"][1][0] = "5А"

    faults = faults_after(tmp_path, drop_quarters)
    assert faults[-1] == (
        "классы.xlsx, строка 2, колонка «Класс»: "
        "для класса 5А в таблице «периоды» нет ни одного периода"
    )


def test_two_teachers_of_one_name_need_their_logins(tmp_path: Path) -> None:
    def add_namesake(tables: Tables) -> None:
        tables["сотрудники"].append(["Орлова", "Тамара", "", "учитель", "orlova.t"])

    assert faults_after(tmp_path, add_namesake) == [
        "нагрузка.xlsx, строка 5, колонка «Учитель»: "
        "«Орлова» — подходит нескольким (orlova.t, orlova.tv), впишите логин"
    ]


def test_a_missing_and_a_misspelt_column_are_named(tmp_path: Path) -> None:
    def spoil(tables: Tables) -> None:
        tables["ученики"][0][3] = "Отчесво"
        tables["ученики"][0][5] = "ДР"
        tables["классы"][0] = ["Клас", "Классный руководитель"]

    assert faults_after(tmp_path, spoil) == [
        "классы.xlsx, строка 1, колонка «Клас»: колонка не понята, может быть, «Класс»?",
        "ученики.xlsx, строка 1, колонка «Отчесво»: колонка не понята, может быть, «Отчество»?",
        "ученики.xlsx, строка 1: нет колонки «Дата рождения»",
    ]


def test_a_doubled_column_is_named(tmp_path: Path) -> None:
    def spoil(tables: Tables) -> None:
        tables["классы"][0].append("класс")

    assert faults_after(tmp_path, spoil) == [
        "классы.xlsx, строка 1, колонка «Класс»: такая колонка есть дважды, оставьте одну"
    ]


def test_a_file_without_a_header_is_named(tmp_path: Path) -> None:
    def spoil(tables: Tables) -> None:
        tables["классы"] = [["5А", "petrova.aa"]]

    assert faults_after(tmp_path, spoil) == [
        "классы.xlsx: нет строки заголовков, нужны колонки «Класс»"
    ]


def test_a_misspelt_file_name_is_named(tmp_path: Path) -> None:
    def spoil(tables: Tables) -> None:
        tables["календар"] = tables.pop("календарь")

    assert faults_after(tmp_path, spoil) == [
        "календар.xlsx: имя файла не понято, может быть, «календарь»?"
    ]


def test_one_table_in_two_formats_is_refused(tmp_path: Path) -> None:
    write_folder(tmp_path, small_tables())
    (tmp_path / "классы.csv").write_text("Класс\n5А\n", encoding="utf-8")
    assert faults_of(tmp_path) == [
        "классы.csv: таблица есть в двух видах, оставьте один файл",
        "классы.xlsx: таблица есть в двух видах, оставьте один файл",
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
        "классы.xlsx, строка 3: ячейки объединены поперёк колонок, разъедините их"
    ]
