"""One cell of a timetable drawn as a grid: «Английский язык (1 гр.) / Орлова Т. В. / 27; …»."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_LESSONS = re.compile(r"\s*;\s*|\n\s*\n")
_PARTS = re.compile(r"\s*\n\s*|\s*/\s*|\s*\|\s*")
_GROUP = re.compile(
    r"\(?\s*(?:\b(?:под)?гр(?:уппа|\.)?\s*№?\s*(\d+)|\b(\d+)\s*(?:-?я\s+)?(?:под)?гр(?:уппа|\b)\.?)"
    r"\s*\)?|\((\d)\)",
    re.IGNORECASE,
)
_ROOM = re.compile(r"(?:каб(?:инет|\.)?\s*)?№?\s*(\d{1,3}\s?[а-яa-z]?)", re.IGNORECASE)
_ROOM_WORDS = re.compile(
    r"\b(?:\w*зал\b|каб\b|бассейн|стадион|мастерск|библиотек|двор)", re.IGNORECASE
)
_ROOM_AT_END = re.compile(r"(.+?)\s+(?:каб\.?\s*)?(\d{1,3}[а-я]?)", re.IGNORECASE)
_TEACHER_AT_END = re.compile(
    r"(.+?)\s+([А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?\s+[А-ЯЁ]\.(?:\s?[А-ЯЁ]\.)?)"
)
_NOTHING = frozenset(("", "-", "–", "—", "окно", "нет"))


class CellLesson(NamedTuple):
    """What a cell says of one lesson; "" what it does not."""

    subject: str
    group: str
    teacher: str
    room: str


def read_cell(text: str) -> list[CellLesson]:
    """Return the lessons of a cell: one, or one for each group; none where nobody is taught."""
    lessons: list[CellLesson] = []
    for piece in _pieces(text):
        parts = [part.strip() for part in _PARTS.split(piece) if part.strip()]
        if not parts or parts[0].casefold() in _NOTHING:
            continue
        lesson = _lesson(parts)
        if not lesson.subject and lessons:
            lesson = lesson._replace(subject=lessons[0].subject)  # «1 гр. … ; 2 гр. …»
        lessons.append(lesson)
    return lessons


def _pieces(text: str) -> Iterator[str]:
    """Yield what the cell says of each lesson: a line of its own, or what «;» parts."""
    for piece in _LESSONS.split(text.strip()):
        lines = [line.strip() for line in piece.splitlines() if line.strip()]
        of_groups = [bool(_GROUP.search(line)) for line in lines]
        if len(lines) > 1 and all("/" in line for line in lines):
            yield from lines
        elif len(lines) > 1 and sum(of_groups) > 1:
            yield from _by_groups(lines, of_groups)
        else:
            yield piece


def _by_groups(lines: Sequence[str], of_groups: Sequence[bool]) -> Iterator[str]:
    """Yield the lines of each group, the subject before each where it is said once."""
    first = of_groups.index(True)
    above = "\n".join(lines[:first])
    found: list[list[str]] = []
    for line, begins in zip(lines[first:], of_groups[first:], strict=True):
        if begins:
            found.append([above] if above else [])
        found[-1].append(line)
    yield from ("\n".join(each) for each in found)


def _lesson(parts: Sequence[str]) -> CellLesson:
    group, words = "", []
    for part in parts:
        if not group and (named := _GROUP.search(part)):
            group = next(filter(None, named.groups()))
            part = f"{part[: named.start()]} {part[named.end() :]}".strip(" ,")
        words.append(part)
    subject, others = words[0], [word for word in words[1:] if word]
    room = next((word for word in others if _is_room(word)), "")
    teacher = next((word for word in others if word != room), "")
    if not room and len(others) > 1:
        room = others[-1]
    if not room and (ends := _ROOM_AT_END.fullmatch(teacher or subject)):
        room = ends[2]
        teacher, subject = (ends[1], subject) if teacher else ("", ends[1])
    if not teacher and (ends := _TEACHER_AT_END.fullmatch(subject)):
        subject, teacher = ends[1], ends[2]
    found = _ROOM.fullmatch(room)
    return CellLesson(subject.strip(" ,"), group, teacher.strip(" ,"), found[1] if found else room)


def _is_room(word: str) -> bool:
    return bool(_ROOM.fullmatch(word) or _ROOM_WORDS.search(word))
