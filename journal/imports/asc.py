"""A timetable exported by aSc Timetables (XML): one row for each lesson of the week.

The file is read as it streams by; a document type, which could make it grow without end, is
refused.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from journal.imports import columns
from journal.imports.cells import Cell, Unreadable
from journal.imports.sheets import Sheet

SUFFIX = ".xml"

_HEADER = (
    columns.WEEKDAY.title,
    columns.SLOT.title,
    columns.CLASS.title,
    columns.SUBJECT.title,
    columns.GROUP.title,
    columns.LESSON_TEACHER.title,
    columns.ROOM.title,
)
_NAMED = ("teacher", "class", "subject", "classroom", "group")


@dataclass(slots=True)
class _Document:
    """The elements of an export that tell of lessons, by tag and id."""

    named: dict[str, dict[str, Mapping[str, str]]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    lessons: dict[str, Mapping[str, str]] = field(default_factory=dict)
    cards: list[tuple[int, Mapping[str, str]]] = field(default_factory=list)

    def name(self, tag: str, id_: str) -> str:
        """Return the full name of a thing, or else the short one."""
        found = self.named[tag].get(id_, {})
        return found.get("name") or found.get("short", "")


def read_timetable(path: Path) -> Sheet:
    """Return the lessons as a table; a row is known by the line of its card in the file.

    Raises:
        Unreadable: it is no export of aSc Timetables.
    """
    document = _parse(path)
    rows: list[list[Cell]] = [list(_HEADER)]
    numbers = [1]
    for line, card in document.cards:
        lesson = document.lessons.get(card.get("lessonid", ""))
        if lesson is None:
            continue
        for row in _rows(document, card, lesson):
            rows.append(row)
            numbers.append(line)
    if len(rows) == 1:
        raise Unreadable("уроков в файле нет", "выгрузите из aSc расписание целиком")
    return Sheet(path.name, "", rows, numbers=numbers)


def _parse(path: Path) -> _Document:
    document = _Document()
    parser = expat.ParserCreate()

    def begin(tag: str, attributes: dict[str, str]) -> None:
        if tag in _NAMED:
            document.named[tag][attributes.get("id", "")] = attributes
        elif tag == "lesson":
            document.lessons[attributes.get("id", "")] = attributes
        elif tag == "card":
            document.cards.append((parser.CurrentLineNumber, attributes))

    def refuse(*_: object) -> None:
        raise Unreadable("это не выгрузка aSc", "выгрузите расписание заново")

    parser.StartElementHandler = begin
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(path.read_bytes(), True)
    except expat.ExpatError as fault:
        raise Unreadable("файл повреждён или это не XML", "выгрузите его заново") from fault
    except OSError as fault:
        raise Unreadable("файл не открывается", "закройте его в других программах") from fault
    return document


def _rows(
    document: _Document, card: Mapping[str, str], lesson: Mapping[str, str]
) -> list[list[Cell]]:
    """Return one row for each day, class and group of a card."""
    # a page of the register has one teacher: the first that the lesson names
    teacher = document.name("teacher", next(iter(_ids(lesson, "teacherids")), ""))
    rooms = ", ".join(document.name("classroom", id_) for id_ in _ids(card, "classroomids"))
    subject = document.name("subject", lesson.get("subjectid", ""))
    groups = [document.named["group"].get(id_, {}) for id_ in _ids(lesson, "groupids")]
    found: list[list[Cell]] = []
    for weekday in _weekdays(card):
        for class_id in _ids(lesson, "classids"):
            of_class = [group for group in groups if group.get("classid", class_id) == class_id]
            for group in of_class or [{}]:
                is_whole = group.get("entireclass") == "1"
                name = "" if is_whole else group.get("name", "")
                words = (document.name("class", class_id), subject, name, teacher, rooms)
                found.append([weekday, card.get("period", ""), *words])
    return found


def _ids(attributes: Mapping[str, str], name: str) -> list[str]:
    """Return the ids of an attribute; older exports write the singular."""
    text = attributes.get(name) or attributes.get(name.removesuffix("s"), "")
    return [id_ for id_ in text.split(",") if id_]


def _weekdays(card: Mapping[str, str]) -> list[str]:
    """Return the weekdays of «01000»: a digit for each day of the week; older exports count."""
    if days := card.get("days"):
        return [str(place) for place, digit in enumerate(days, 1) if digit == "1"]
    return [str(int(day) + 1) for day in [card.get("day", "")] if day.isdigit()]
