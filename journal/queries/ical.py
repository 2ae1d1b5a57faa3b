"""The lessons of a teacher or a class as a calendar file for phones (iCalendar, RFC 5545).

Each lesson is an event of its own under the id of the lesson: holidays, moved and cancelled lessons
are what they are, and a file that is brought in again mends the events that it brought before.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from journal.lessons import Lesson
from journal.reference import Reference

_OCTETS = 75  # of a line, its end left out


def teachers_lessons(reference: Reference, user: str, first: date, last: date) -> Iterator[Lesson]:
    """Yield what ``user`` keeps on the days ``first``-``last``, cancelled lessons included."""
    for lesson in _lessons(reference, first, last):
        if lesson.keeper == user:
            yield lesson


def class_lessons(reference: Reference, class_id: str, first: date, last: date) -> Iterator[Lesson]:
    """Yield the lessons of a class on the days ``first``-``last``, cancelled ones included."""
    for lesson in _lessons(reference, first, last):
        if reference.pages[lesson.page].class_id == class_id:
            yield lesson


def calendar_file(reference: Reference, lessons: Iterable[Lesson], now: datetime) -> bytes:
    """Return the file; ``now`` tells which of two files is the newer one. Times are in UTC."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Uchitelskaya//Timetable//RU"]
    for lesson in lessons:
        lines += _event(reference, lesson, now)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _lessons(reference: Reference, first: date, last: date) -> Iterator[Lesson]:
    for days in range((last - first).days + 1):
        yield from reference.lessons_on(first + timedelta(days=days))


def _event(reference: Reference, lesson: Lesson, now: datetime) -> list[str]:
    page, times = reference.pages[lesson.page], reference.times_of(lesson)
    of_class = reference.classes[page.class_id].title
    lines = [
        "BEGIN:VEVENT",
        f"UID:{lesson.id}@uchitelskaya",
        f"DTSTAMP:{_moment(now)}",
        f"DTSTART:{_moment(times.begins)}",
        f"DTEND:{_moment(times.ends)}",
        f"SUMMARY:{_text(f'{page.title}, {of_class}')}",
    ]
    if lesson.room:
        lines.append(f"LOCATION:{_text(f'Кабинет {lesson.room}')}")
    if lesson.status == "cancelled":
        lines.append("STATUS:CANCELLED")
    return [*lines, "END:VEVENT"]


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    """Return a text with the signs that mean something in the file taken at their word."""
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\r\n", "\n").replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """Return a line in pieces of at most 75 octets, no letter broken."""
    pieces, piece = [], b""
    for letter in line:
        octets = letter.encode()
        if len(piece) + len(octets) > _OCTETS:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
