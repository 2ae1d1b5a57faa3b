"""In what a lesson deviates, in the words of the register: «зам. Орлова Т. В., доп. урок»."""

from collections.abc import Callable

from journal.reference import Lesson, Reference, StaffMember

STANDING_IN = "я замещаю"
"""How the note of a lesson begins that its reader keeps for somebody else."""


def lesson_note(
    reference: Reference,
    lesson: Lesson,
    name: Callable[[StaffMember], str] = lambda member: member.short,
) -> str:
    """Return everything in which a lesson deviates from the timetable; "" when nothing does.

    ``name``: how a substitute is written, on paper as the form wants it.
    """
    substitute = reference.staff.get(lesson.substitute or "")
    joined = reference.pages.get(lesson.joined)
    parts = [
        f"зам. {name(substitute)}" if substitute else "",
        moved_words(lesson),
        "доп. урок" if lesson.status == "extra" else "",
        "отменён" if lesson.status == "cancelled" else "",
        f"вместе с {_whom(reference, lesson.joined)}" if joined else "",
        "дистанционно" if lesson.is_distance else "",
    ]
    return ", ".join(filter(None, parts))


def moved_words(lesson: Lesson) -> str:
    """Return «перенесён с 12.11» or «перенесён с 3 урока»; "" for a lesson in its place."""
    if not lesson.is_moved or lesson.planned is None:
        return ""
    day, slot = lesson.planned
    return f"перенесён с {day:%d.%m}" if day != lesson.day else f"перенесён с {slot} урока"


def room_words(lesson: Lesson) -> str:
    """Return «в каб. 14» where nothing but the room is another one; no matter for paper."""
    is_here = lesson.status == "moved" and not lesson.is_moved
    return f"в каб. {lesson.room}" if is_here and lesson.room else ""


def _whom(reference: Reference, page: str) -> str:
    group = reference.pages[page].group
    return f"{reference.class_of(page).title}{f' ({group})' if group else ''}"
