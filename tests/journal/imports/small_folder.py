"""A folder of spreadsheets that is right, to be spoilt by the tests one cell at a time."""

import csv
import io
from collections.abc import Callable, Iterable
from copy import deepcopy
from pathlib import Path

import xlsxwriter

from journal.imports.folder import read_folder

Table = list[list[str]]
Tables = dict[str, Table]

_TABLES: Tables = {
    "школа": [
        ["Краткое название", "Полное название", "Муниципалитет", "Локальный акт"],
        ["МБОУ СОШ № 7", "МБОУ «Школа № 7»", "г. Северореченск", "общий"],
    ],
    "классы": [["Класс", "Классный руководитель"], ["5А", "petrova.aa"], ["7Б", ""]],
    "сотрудники": [
        ["Фамилия", "Имя", "Отчество", "Должность", "Логин"],
        ["Петрова", "Анна", "Андреевна", "учитель русского языка, литературы", "petrova.aa"],
        ["Орлова", "Татьяна", "Викторовна", "учитель; заместитель директора", "orlova.tv"],
        ["Фролова", "Юлия", "", "учитель", "frolova"],
    ],
    "ученики": [
        ["Класс", "Фамилия", "Имя", "Отчество", "Пол", "Дата рождения", "Прибыл", "Подгруппы"],
        ["5А", "Ежов", "Лев", "Ильич", "м", "14.03.2015", "", ""],
        ["5А", "Ёлкина", "Мария", "Игоревна", "ж", "02.07.2015", "", ""],
        ["5А", "Ёлкина", "Мария", "Олеговна", "ж", "12.01.2015", "01.10.2026", ""],
        ["7Б", "Ежов", "Пётр", "", "м", "30.08.2013", "", "Английский язык: 1"],
        ["7Б", "Юров", "Марк", "Ильич", "м", "11.02.2013", "", "Английский язык: 2"],
    ],
    "нагрузка": [
        ["Класс", "Предмет", "Подгруппа", "Учитель", "Часов в неделю"],
        ["5А", "Русский язык", "", "petrova.aa", "2"],
        ["5А", "История", "", "Орлова Т. В.", "1"],
        ["7Б", "Русский язык", "", "Петрова Анна Андреевна", "1"],
        ["7Б", "Английский язык", "1", "Орлова", "1"],
        ["7Б", "Английский язык", "2", "Фролова Ю.", "1"],
    ],
    "расписание": [
        ["День недели", "Урок", "Класс", "Предмет", "Подгруппа", "Учитель", "Кабинет", "С", "По"],
        ["понедельник", "1", "5А", "Русский язык", "", "", "21", "", ""],
        ["вторник", "2", "5А", "Русский язык", "", "Петрова А.А.", "21", "", ""],
        ["вторник", "3", "5А", "История", "", "", "14", "", ""],
        ["понедельник", "2", "7Б", "Русский язык", "", "", "21", "", ""],
        ["среда", "1", "7Б", "Английский язык", "1", "", "27", "", ""],
        ["среда", "1", "7Б", "Английский язык", "2", "", "18", "", ""],
    ],
    "периоды": [
        ["Период", "Классы", "С", "По"],
        ["I четверть", "1-9 классы", "01.09.2026", "23.10.2026"],
        ["II четверть", "1-9 классы", "02.11.2026", "30.12.2026"],
        ["I полугодие", "10-11 классы", "01.09.2026", "30.12.2026"],
    ],
    "календарь": [
        ["Дата", "Вид дня", "Примечание"],
        ["04.11.2026", "праздник", "День народного единства"],
        ["31.12.2026", "выходной", "перенос"],
    ],
    "планы": [
        ["Класс", "Предмет", "Подгруппа", "Номер урока", "Тема", "Вид работы", "Домашнее задание"],
        ["5А", "Русский язык", "", "1", "Язык и общение", "", "составить рассказ"],
        ["5А", "Русский язык", "", "2", "Входная диагностика", "АКР", ""],
        ["7Б", "Английский язык", "", "1", "About Myself", "", "рассказ о себе"],
    ],
}


def small_tables() -> Tables:
    """Return tables of a small school, free to change: row 0 is the header, file row 1."""
    return deepcopy(_TABLES)


def write_book(path: Path, rows: Iterable[Iterable[str]]) -> None:
    """Write a workbook of text cells."""
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Лист1")
        for number, row in enumerate(rows):
            for place, text in enumerate(row):
                if text:
                    sheet.write_string(number, place, text)


def write_text_table(
    path: Path, rows: Iterable[Iterable[str]], encoding: str = "cp1251", delimiter: str = ";"
) -> None:
    """Write a text table as a spreadsheet program of that country and year would."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))


def write_folder(folder: Path, tables: Tables) -> Path:
    """Write every table as a workbook."""
    folder.mkdir(exist_ok=True)
    for stem, rows in tables.items():
        write_book(folder / f"{stem}.xlsx", rows)
    return folder


def faults_after(folder: Path, spoil: Callable[[Tables], object]) -> list[str]:
    """Return the faults of a folder that was right before ``spoil``, each as it is shown."""
    tables = small_tables()
    spoil(tables)
    return faults_of(write_folder(folder, tables))


def faults_of(folder: Path) -> list[str]:
    """Return the errors of a folder, none when it is taken."""
    return [str(found) for found in read_folder(folder).errors]


def warnings_of(folder: Path) -> list[str]:
    """Return what a folder that is taken makes one look at."""
    reading = read_folder(folder)
    assert reading.school is not None
    return [str(found) for found in reading.warnings]
