"""A school's tables as schools really send them: every format, every habit, nothing by the book.

``python -m tests.journal.imports.dirty_school.write`` writes all but «тарификация.xls», which came
out of an old spreadsheet program and lies beside as it is.
"""

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

import xlsxwriter

FOLDER = Path(__file__).parent
LISTS = "Списки 2026-2027.xlsx"

_DAY_ZERO = date(1899, 12, 30)
_5A = (
    ("1", "Ежов Лев Ильич", "м", "14.03.2015", "+7 900 000-00-01"),
    ("2", "Ёлкина\u00a0Мария Игоревна ", "ж", "2 июля 2015 г.", ""),
    ("3", "САЛТЫКОВА - ЩЕДРИНА АННА ПЕТРОВНА", "", "12/01/2015", ""),
    ("4", "Cидopoв Пётр", "муж.", "2015-04-05", ""),  # Latin C, o, p
    ("5", "Мамедов Руслан Ариф оглы", "", "09.09.15", ""),
    ("6", "Ежов Лев Ильич", "м", "14.03.2015", "+7 900 000-00-01"),
    ("", "Итого: 5", "", "", ""),
)
_5B = (
    ("Орлова", "Татьяна", "Викторовна", date(2015, 5, 1)),
    ("Орлов", "Глеб", "", date(2015, 6, 2)),
)
_6A = (("Юров Марк Ильич", "11.02.2014"), ("Белая Роза Мария Олеговна", "30.08.2014"))
_STAFF = (
    ("Ф.И.О.", "Должность", "Стаж"),
    ("Петрова Анна Андреевна", "учитель русского языка", "12"),
    ("Королёва Ольга Викторовна", "учитель, заместитель директора по УВР", "20"),
    ("Чайкин Илья Львович", "директор", ""),
)
_CLASSES = (
    ("Кл.", "Кл. руководитель"),
    ("5A", "Петрова А. А."),
    ("5 «Б»", ""),
    ("6-а", ""),
    ("7А", ""),
    ("7Б", ""),
)
_TIMETABLE = (
    ("День", "№ урока", "Класс", "Предмет", "Группа", "Каб."),
    ("пн", "1", "5а", "Русский язык", "", "21"),
    ("Понедельник", "2", "5а", "Английский язык", "1 группа", "22"),
    ("1", "2", "5а", "Английский язык", "гр. 2", "23"),
)
_GRID: tuple[tuple[str | int, ...], ...] = (
    ("Расписание уроков 5-6 классов",),
    ("День", "№", "Время", "5Б", "каб.", "6 А", "каб."),
    ("Вторник", 1, "8:30-9:15", "русский  язык", 21, "", ""),
    ("", 2, "9:25-10:10", "—", "", "", ""),
    ("Среда", 1, "8:30-9:15", "", "", "Рус\nПетрова А. А.", "21"),
)
_SEVENTH = (
    ("7А класс",),
    ("Классный руководитель: Чайкин И. Л.",),
    ("№", "Ф.И.О.", "Дата рождения"),
    ("1", "Лебедев Пётр Ильич", "03.05.2013"),
    ("2", "Зимина Анна Львовна", "14.08.2013"),
    (),
    ("7 «Б» класс",),
    ("№", "Ф.И.О.", "Дата рождения"),
    ("1", "Осокин Лев Игоревич", "19.11.2013"),
)
_TERMS = (
    ("Четверть", "Параллели", "Начало", "Окончание"),
    ("I четверть", "1-9", "01.09.2026", "23.10.2026"),
    ("II четверть", "1-9", "02.11.2026", "30.12.2026"),
)
_BELLS = (
    ("Расписание звонков",),
    (),
    ("Урок", "Начало урока", "Конец урока", "Классы"),
    ("1", "8.30", "9.15", "5"),
    ("2", "9-25", "10-10", "5"),
    ("1", "14:00", "14:45", "6"),
)
_GROUPS = (
    ("Класс", "Фамилия, имя ученика", "Предмет", "Подгруппа"),
    ("5А", "Ежов Лев", "Английский язык", "1"),
    ("5А", "Елкина Мария", "Английский язык", "2"),
    ("5А", "Салтыкова-Щедрина Анна", "Английский язык", "1"),
    ("5А", "Сидоров Пётр", "Английский язык", "2"),
    ("5А", "Мамедов Руслан", "Английский язык", "1"),
)
_PARENTS = (
    ("Класс", "ФИО ребенка", "Степень родства", "ФИО родителя", "Д.р."),
    ("5А", "Елкина Мария", "мама", "Ёлкина Ирина Павловна", "05.05.1988"),
    ("5А", "Ежов Лев Ильич", "отец", "Ежов Илья Юрьевич", ""),
)


def write_dirty_school(folder: Path) -> None:
    """Write every table but «тарификация.xls» into ``folder``."""
    _write_lists(folder / LISTS)
    _write_ods(folder / "педсостав.ods", _STAFF)
    _write_text(folder / "kl_ruk.csv", _CLASSES, "cp1251", ";")
    _write_text(folder / "Расписание.csv", _TIMETABLE, "utf-8-sig", "\t")
    _write_text(folder / "четверти.csv", _TERMS, "utf-8", ",")
    _write_text(folder / "родители (5 классы).csv", _PARENTS, "cp1251", ";")
    _write_book(folder / "Звонки_две смены.xlsx", _BELLS)
    _write_book(folder / "англ.xlsx", _GROUPS)
    _write_book(folder / "Сетка 5-6.xlsx", _GRID)
    _write_book(folder / "Список 7-х.xlsx", _SEVENTH)


def _write_book(path: Path, rows: Sequence[Sequence[str | int]]) -> None:
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)


def _write_lists(path: Path) -> None:
    """Write a sheet for each class, each laid out by its own class teacher."""
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("5A")  # Latin
        title = workbook.add_format({"bold": True})
        sheet.merge_range(0, 0, 0, 4, "МБОУ «Школа № 7»", title)
        sheet.merge_range(1, 0, 1, 4, "Список учащихся 5 «А» класса, 2026-2027 уч. год", title)
        titles = ("№ п/п", "ФИО обучающегося", "Пол", "Дата рожд.", "Телефон мамы")
        sheet.write_row(3, 0, titles)
        for number, row in enumerate(_5A, 4):
            sheet.write_row(number, 0, row)

        sheet = workbook.add_worksheet("пятые Б")
        sheet.write(0, 0, "Список 5 «Б» класса")
        sheet.write_row(1, 0, ("Фамилия реб.", "Имя", "Отчество", "Д.р."))
        for number, (surname, name, patronymic, born) in enumerate(_5B, 2):
            serial = (born - _DAY_ZERO).days
            sheet.write_row(number, 0, (surname, name, patronymic, serial))

        sheet = workbook.add_worksheet("6-А")
        sheet.write_row(0, 0, ("Фамилия, имя", "День рождения"))
        for number, pupil in enumerate(_6A, 1):
            sheet.write_row(number, 0, pupil)


def _write_text(path: Path, rows: Sequence[Sequence[str]], encoding: str, delimiter: str) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))


def _write_ods(path: Path, rows: Sequence[Sequence[str]]) -> None:
    """Write a table as the free office programs do, no more than they need to read it."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    cells = "".join(
        "<table:table-row>"
        + "".join(
            '<table:table-cell office:value-type="string">'
            f"<text:p>{escape(text)}</text:p></table:table-cell>"
            for text in row
        )
        + "</table:table-row>"
        for row in rows
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}>'
        '<office:body><office:spreadsheet><table:table table:name="Лист1">'
        f"{cells}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" '
        'manifest:media-type="text/xml"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w") as file:
        for name, text in (
            ("mimetype", kind),
            ("content.xml", content),
            ("META-INF/manifest.xml", manifest),
        ):
            file.writestr(zipfile.ZipInfo(name), text)


if __name__ == "__main__":
    write_dirty_school(FOLDER)
