"""Attendance codes of a lesson and the reasons of absence.

Source: domain specification, s. 2; TAL-2.5, TAL-2.9b.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

ABSENT = "н"
LATE = "о"
EXEMPT = "осв"
REMOTE = "д"

ILLNESS = "б"
VALID = "уп"
INVALID = "нп"

WhenAbsent = Literal["allow", "allow_if_medical", "forbid"]


@dataclass(frozen=True, slots=True)
class Code:
    """One code as screens and paper name it; ``counts`` when the pupil missed the lesson."""

    code: str
    name: str
    counts: bool


CODES: Mapping[str, Code] = {
    row.code: row
    for row in (
        Code(ABSENT, "отсутствовал, причина не указана", True),
        Code(ILLNESS, "отсутствовал по болезни", True),
        Code(VALID, "отсутствовал по уважительной причине", True),
        Code(INVALID, "отсутствовал без уважительной причины", True),
        Code(LATE, "опоздал", False),
        Code(EXEMPT, "присутствовал, освобождён от занятия", False),
        Code(REMOTE, "занимался дистанционно", False),
    )
}

LESSON_CODES = (ABSENT, LATE, EXEMPT, REMOTE)
"""What a roll call may hold; the reasons below only explain «н»."""

REASONS = (ILLNESS, VALID, INVALID)
"""What a teacher may propose and the class teacher confirms."""

ALIASES: Mapping[str, str] = {"нб": ABSENT, "от": ABSENT, "оп": LATE, "до": REMOTE}
"""Other systems' and teachers' spellings."""


def counts_as_absence(code: str) -> bool:
    """Tell whether ``code`` means a missed lesson; an empty or unknown code does not."""
    return code in CODES and CODES[code].counts


def attendance_fault(code: str) -> str | None:
    """Return why ``code`` cannot stand in a roll call, or ``None``; an empty code clears."""
    if not code or code in LESSON_CODES:
        return None
    if code in REASONS:
        return (
            f"«{code}» - причина пропуска: в перекличке ставится «н», "
            "причину подтверждает классный руководитель."
        )
    return f"Кода посещаемости «{code}» нет: можно н, о, осв, д."


def reason_fault(code: str, reason: str) -> str | None:
    """Return why ``reason`` cannot explain ``code``, or ``None``; an empty reason always can."""
    if not reason:
        return None
    if reason not in REASONS:
        return f"Причины пропуска «{reason}» нет: можно б, уп, нп."
    if code != ABSENT:
        return f"Причина «{reason}» указывается только у отметки «н»."
    return None


def absent_mark_fault(code: str, reason: str, rule: WhenAbsent) -> str | None:
    """Return why a mark cannot stand beside ``code``, or ``None``.

    Args:
        code: attendance of the pupil at that lesson.
        reason: the confirmed reason of the absence, empty while there is none.
        rule: the school's ``marks.when_absent``.

    Source: NEM-3.5, contradiction C-18.
    """
    if rule == "allow" or not counts_as_absence(code):
        return None
    if rule == "allow_if_medical":
        if ILLNESS in (code, reason):
            return None
        return (
            "Ученик отсутствовал: по локальному акту школы отметка ставится только после "
            "документа о болезни (причина «б»)."
        )
    return "Ученик отсутствовал: по локальному акту школы отметка отсутствующему не ставится."
