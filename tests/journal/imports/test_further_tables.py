"""Parents, groups, bells, terms: what can be wrong in them, and how it is said."""

from pathlib import Path

import pytest

from tests.journal.imports.small_folder import (
    Table,
    faults_of,
    small_tables,
    warnings_of,
    write_folder,
)

BELLS: Table = [["Урок", "Начало", "Окончание", "Классы"], ["1", "8:30", "9:15", ""]]
PARENTS: Table = [
    ["Класс", "Ученик", "Кем приходится", "ФИО", "Дата рождения"],
    ["5А", "Ежов Лев", "мать", "Ежова Инна Юрьевна", "01.02.1988"],
]
GROUPS: Table = [["Класс", "Ученик", "Предмет", "Подгруппа"]]


def _with(folder: Path, stem: str, table: Table, *lines: str) -> Path:
    """Write a right school with one more table, each line of it with its cells between bars."""
    tables = small_tables()
    tables[stem] = [*table, *(line.split("|") for line in lines)]
    return write_folder(folder, tables)


def test_bells_that_run_into_each_other_are_named(tmp_path: Path) -> None:
    lines = ("2|9:10|9:55|", "1|8:30|9:15|", "3|11:00|10:15|", "1|14:00|14:45|7", "4|25:00|26:00|")
    advice = "Исправьте время или впишите, для каких классов и дней эти звонки."
    assert faults_of(_with(tmp_path, "звонки", BELLS, *lines)) == [
        "звонки.xlsx, B7 «Начало»: «25:00» — это не время. Нужен вид 8:30.",
        "звонки.xlsx, C7 «Окончание»: «26:00» — это не время. Нужен вид 8:30.",
        "звонки.xlsx, C5 «Окончание»: урок кончается раньше, чем начинается. Исправьте время.",
        f"звонки.xlsx, B3 «Начало»: урок пересекается с уроком 1 (строка 2). {advice}",
        f"звонки.xlsx, A4 «Урок»: звонок этого урока уже есть (строка 2). {advice}",
        f"звонки.xlsx, B4 «Начало»: урок пересекается с уроком 2 (строка 3). {advice}",
    ]


@pytest.mark.clause("ANC-R.II.2e")
def test_a_quarter_left_out_is_named(tmp_path: Path) -> None:
    tables = small_tables()
    tables["периоды"][2][2:] = ["11.01.2027", "26.03.2027"]
    assert faults_of(write_folder(tmp_path, tables)) == [
        "периоды.xlsx, C3 «С»: перед этим периодом дней без учёбы: 79. "
        "Исправьте день или добавьте пропущенный период."
    ]


def test_parents_of_nobody_and_parents_told_twice_are_named(tmp_path: Path) -> None:
    lines = (
        "5А|Ёлкина Мария|мама|Ёлкина Ольга Ивановна|",
        "5А|Никто Иван|отец|Никто Пётр Ильич|",
        "5А|Ежов Лев|мать|Ежова Инна Юрьевна|01.02.1988",
        "5А|Ежов Лев|кума|Ежова Анна Юрьевна|",
    )
    assert faults_of(_with(tmp_path, "родители", PARENTS, *lines)) == [
        "родители.xlsx, C6 «Кем приходится»: «кума» — родство не понято. "
        "Нужно: мать, отец, опекун, законный представитель.",
        "родители.xlsx, B3 «Фамилия ученика»: «Ёлкина Мария» — таких учеников в 5А несколько. "
        "Впишите отчество или дату рождения.",
        "родители.xlsx, B4 «Фамилия ученика»: «Никто Иван» — такого ученика в 5А нет. "
        "Проверьте имя и класс.",
        "родители.xlsx, D5 «Фамилия»: такой родитель есть (строка 2). Оставьте одну строку.",
    ]


@pytest.mark.parametrize(("act", "asked"), [("anc", True), ("amu", False)])
def test_what_the_act_asks_of_parents_is_named_by_cell(
    tmp_path: Path, act: str, asked: bool
) -> None:
    tables = small_tables()
    tables["школа"][1][3] = act
    tables["родители"] = [*PARENTS, ["5А", "Ежов Лев", "опекун", "Ежова Анна", ""]]
    found = [line for line in warnings_of(write_folder(tmp_path, tables)) if "родители" in line]
    words = (
        "не заполнено, а по локальному акту это нужно для доступа к дневнику. "
        "Впишите сейчас или позже в карту."
    )
    named = ("колонка «Пол»", "E3 «Дата рождения»")
    assert found == ([f"родители.xlsx, {cell}: {words}" for cell in named] if asked else [])


def test_papers_that_the_act_wants_are_typed_into_the_card(tmp_path: Path) -> None:
    tables = small_tables()
    tables["школа"][1][3] = "tal"
    tables["родители"] = PARENTS
    (found,) = warnings_of(write_folder(tmp_path, tables))
    assert "паспорт, СНИЛС" in found


@pytest.mark.clause("ANC-R.VI.8")
def test_a_pupil_in_two_groups_is_named_where_the_group_stands(tmp_path: Path) -> None:
    line = "7Б|Ежов Петр|Английский язык|2"  # the list itself says group 1
    (fault,) = faults_of(_with(tmp_path, "подгруппы", GROUPS, line))
    assert fault.endswith("«Английский язык»: ученик записан в две подгруппы. Оставьте одну.")


def test_one_pupil_in_two_classes_is_named_and_e_is_yo(tmp_path: Path) -> None:
    tables = small_tables()
    tables["ученики"].append(["7Б", "Елкина", "Мария", "Игоревна", "ж", "02.07.2015", "", ""])
    tables["ученики"][-1][7] = "Английский язык: 1"
    assert faults_of(write_folder(tmp_path, tables)) == [
        "ученики.xlsx, A7 «Класс»: этот ученик записан и в 5А (строка 3). Оставьте один класс."
    ]


def test_the_same_line_twice_is_taken_once(tmp_path: Path) -> None:
    tables = small_tables()
    tables["ученики"].append(list(tables["ученики"][1]))
    assert warnings_of(write_folder(tmp_path, tables)) == [
        "ученики.xlsx, B7 «Фамилия»: этот ученик уже записан (строка 2), взята одна строка. "
        "Уберите лишнюю."
    ]


def test_two_for_whom_one_login_would_be_made_choose(tmp_path: Path) -> None:
    tables = small_tables()
    tables["сотрудники"] += [
        ["Попов", "Иван", "Ильич", "учитель", ""],
        ["Попов", "Илья", "Иванович", "учитель", ""],
    ]
    assert faults_of(write_folder(tmp_path, tables)) == [
        f"сотрудники.xlsx, E{row} «Логин»: логина нет, а «popov.ii» подошёл бы не одному. "
        "Впишите логин."
        for row in (5, 6)
    ]
