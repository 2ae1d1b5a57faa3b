"""A timetable exported by Untis (GPU001.TXT): one row for each lesson of the week.

Fields by place: number of the lesson, class, teacher, subject, room, day, hour.
"""

from pathlib import Path

from journal.imports import columns
from journal.imports.cells import Cell, Unreadable, plain_text
from journal.imports.sheets import Sheet, read_text_table

_CLASS, _TEACHER, _SUBJECT, _ROOM, _DAY, _HOUR = range(1, 7)
_HEADER: tuple[Cell, ...] = (
    columns.WEEKDAY.title,
    columns.SLOT.title,
    columns.CLASS.title,
    columns.SUBJECT.title,
    columns.LESSON_TEACHER.title,
    columns.ROOM.title,
)


def is_export(path: Path) -> bool:
    """Say whether the name is the one that Untis gives."""
    return path.stem.upper() == "GPU001" and path.suffix.lower() in (".txt", ".csv")


def read_timetable(path: Path) -> Sheet:
    """Return the lessons as a table; several classes of one lesson stand joined by «~».

    Raises:
        Unreadable: the file is not of this form.
    """
    try:
        lines = read_text_table(path.read_bytes(), ())
    except OSError as fault:
        raise Unreadable("файл не открывается", "закройте его в других программах") from fault
    rows: list[list[Cell]] = [list(_HEADER)]
    numbers = [1]
    for number, line in enumerate(lines, 1):
        if not any(map(plain_text, line)):
            continue
        if len(line) <= _HOUR:
            raise Unreadable(
                f"строка {number}: полей меньше семи", "выгрузите из Untis файл GPU001 заново"
            )
        if not plain_text(line[_CLASS]):
            continue  # a duty or a meeting: no class takes part
        for name in plain_text(line[_CLASS]).split("~"):
            when, where = (line[_DAY], line[_HOUR]), (line[_TEACHER], line[_ROOM])
            rows.append([*when, name, line[_SUBJECT], *where])
            numbers.append(number)
    if len(rows) == 1:
        raise Unreadable("уроков в файле нет", "выгрузите из Untis файл GPU001 заново")
    return Sheet(path.name, "", rows, numbers=numbers)
