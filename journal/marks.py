"""What may be typed into a cell, what it means and how it is shown.

Source: domain specification, s. 1-2; product description, conventions 2; MIC-1.2a.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from journal import attendance
from journal.errors import UserError

MARKS = ("5", "4", "3", "2", "1", "зач", "нз", "осв", "н/а")
"""Canonical codes of all marks; which of them a place takes is said by the functions below."""

MOST_IN_CELL = 2
"""«4 5» is one value of one cell (a dictation); a third mark is a further column."""

_LESSON_MARKS = ("5", "4", "3", "2", "1", "зач", "нз")
_TERM_MARKS = ("5", "4", "3", "2", "зач", "нз", "осв", "н/а")
_MARK_ALIASES = {"незач": "нз", "зачет": "зач", "незачет": "нз"}

SAME_KEY = str.maketrans(
    "qwertyuiop[]asdfghjkl;'zxcvbnm,`{}:\"<~",
    "йцукенгшщзхъфывапролджэячсмитьбехъжэбе",
)
"""Latin keys to the Cyrillic letters of the same keys, ё read as е; «.» and «/» only separate."""

_BETWEEN_MARKS = re.compile(r"(?<=\d)\s*[,;]\s*(?=\d)")
_COMMA_AFTER_MARK = re.compile(r"\d\s*,")
_MINUTES = re.compile(r"(?<=[оп])\s*(\d{1,2})\s*м(?:ин)?(?!\w)")
_SEPARATORS = re.compile(r"[\s/\\.|()]+")
NOT_ATTESTED = "н/а"
_NOT_ATTESTED = re.compile(r"н[\s/\\.|]*а")
_LONGEST_READ = _LONGEST_SHOWN = 20

_MEANINGS = (
    {mark: mark for mark in _LESSON_MARKS}
    | _MARK_ALIASES
    | {code: code for code in attendance.LESSON_CODES + attendance.REASONS}
    | dict(attendance.ALIASES)
)
_WORDS = sorted(_MEANINGS, key=len, reverse=True)


@dataclass(frozen=True, slots=True)
class CellInput:
    """What one typed text means; all empty clears the cell.

    Attributes:
        marks: none, one or two canonical codes, in the order of typing.
        absence: "", "н", "о", "осв" or "д".
        proposed: reason of «н» that the class teacher will confirm: "", "б", "уп" or "нп".
        minutes: by how many minutes the pupil was late, from «о 10м».
    """

    marks: tuple[str, ...]
    absence: str
    proposed: str
    minutes: int | None = None


def read_cell(text: str, *, allow_one: bool, graded: bool) -> CellInput:
    """Read what a teacher typed into a lesson cell, forgiving case, layout and separators.

    Args:
        text: as typed; blank clears the cell.
        allow_one: whether the school uses the mark 1.
        graded: whether the grade is marked at all (grade 1 is not, MIC-1.2a).

    Raises:
        UserError: the text is not a mark; the reason names it and what is possible.
    """
    typed = _shorten(text)
    if not typed:
        return CellInput((), "", "")
    plain = _plain(text)
    if plain is not None and _NOT_ATTESTED.fullmatch(plain):
        raise UserError(_only_for_term(typed))
    minutes = None
    if plain is not None and (late := _MINUTES.search(plain)) is not None:
        minutes, plain = int(late[1]), _MINUTES.sub(" ", plain, 1)
    words = None if plain is None else _split(plain)
    if not words or ("1" in words and not allow_one and graded):
        raise UserError(_unknown(typed, allow_one=allow_one, graded=graded))
    marks = tuple(word for word in words if word in _LESSON_MARKS)
    fault = lesson_marks_fault(marks, allow_one=allow_one, graded=graded)
    if fault is not None:
        raise UserError(fault)
    absence, proposed = _read_absence(typed, [word for word in words if word not in marks])
    if minutes is not None and absence != attendance.LATE:
        raise UserError(f"В «{typed}» минуты без опоздания: «о 10м» - опоздал на 10 минут.")
    return CellInput(marks, absence, proposed, minutes)


def read_term_mark(text: str, *, graded: bool = True) -> str:
    """Read a mark typed for a term, half-year or year; blank clears it.

    Raises:
        UserError: not a mark of a term; the reason names what is possible.
    """
    typed = _shorten(text)
    if not typed:
        return ""
    plain = _plain(text) or ""
    mark = "н/а" if _NOT_ATTESTED.fullmatch(plain) else _MARK_ALIASES.get(plain, plain)
    fault = term_mark_fault(mark if mark in MARKS else typed, graded=graded)
    if fault is not None:
        raise UserError(fault)
    return mark


def lesson_marks_fault(marks: Sequence[str], *, allow_one: bool, graded: bool) -> str | None:
    """Return why these marks cannot stand in a lesson cell, or ``None``; no marks always can."""
    if not marks:
        return None
    shown = _shorten(" ".join(marks))
    if not graded:
        return (
            f"Здесь отметки не ставятся, «{shown}» не записано: "
            "можно отметить только посещаемость - н, б, уп, нп, о, осв."
        )
    if "н/а" in marks:
        return _only_for_term("н/а")
    if any(mark not in _LESSON_MARKS or (mark == "1" and not allow_one) for mark in marks):
        return _unknown(shown, allow_one=allow_one, graded=graded)
    if len(marks) > MOST_IN_CELL:
        return (
            f"В одной клетке не больше двух отметок, а набрано «{shown}»: "
            "для следующей добавьте к уроку ещё одну колонку."
        )
    return None


def term_mark_fault(mark: str, *, graded: bool = True) -> str | None:
    """Return why ``mark`` cannot stand in a term, half-year or year column, or ``None``."""
    if not mark:
        return None
    if not graded:
        return f"Здесь отметки не ставятся, «{_shorten(mark)}» за период не записано."
    if mark in _TERM_MARKS:
        return None
    return f"Отметки за период «{_shorten(mark)}» нет: можно 2–5, зач, нз, осв, н/а."


def show_cell(
    marks: Sequence[str],
    absence: str,
    proposed: str = "",
    reason: str = "",
    minutes: int | None = None,
) -> str:
    """Return the cell as the screen shows it: «5 4», «н», «н 4», «н (б)»; it can be typed back.

    A confirmed ``reason`` stands instead of «н», a ``proposed`` one in brackets beside it;
    ``minutes`` of being late stand behind «о»: «о 10м».
    """
    shown = reason or (f"{absence} ({proposed})" if proposed else absence)
    if minutes:
        shown = f"{shown} {minutes}м"
    return " ".join(part for part in (shown, *marks) if part)


def print_cell(marks: Sequence[str], absence: str, reason: str = "") -> str:
    """Return the cell as paper shows it: «54», «н», «н4»; ``reason`` only in a detailed form.

    Source: paper forms, s. 0.2.
    """
    return "".join((reason or absence, *marks))


def _read_absence(typed: str, codes: list[str]) -> tuple[str, str]:
    """Return code and proposed reason; «б» alone and «н б» both mean «н», proposed «б»."""
    match codes:
        case []:
            return "", ""
        case [attendance.ABSENT, reason] if reason in attendance.REASONS:
            return attendance.ABSENT, reason
        case [reason] if reason in attendance.REASONS:
            return attendance.ABSENT, reason
        case [code]:
            return code, ""
    raise UserError(
        f"В «{typed}» несколько кодов посещаемости: оставьте один из н, б, уп, нп, о, осв, д."
    )


def _plain(text: str) -> str | None:
    """Return the text in lower-case Cyrillic, or ``None`` when a comma in it could mean «б» too.

    «,» is the key of «б»: between marks it separates, before them it is the letter, after one mark
    nobody can tell.
    """
    plain = _BETWEEN_MARKS.sub(" ", text.strip().lower().replace("ё", "е"))
    return None if _COMMA_AFTER_MARK.search(plain) else plain.translate(SAME_KEY)


def _split(plain: str) -> list[str]:
    """Return the meanings of all words in the text, empty when any part of it is no word."""
    words: list[str] = []
    if len(plain) > _LONGEST_READ:
        return words
    for chunk in _SEPARATORS.split(plain):
        found = _split_chunk(chunk)
        if found is None:
            return []
        words += found
    return words


def _split_chunk(chunk: str) -> list[str] | None:
    """Cut «н4», «54» or «нп» into meanings, longest word first; ``None`` when it cannot be cut."""
    if not chunk:
        return []
    for word in _WORDS:
        if chunk.startswith(word):
            rest = _split_chunk(chunk[len(word) :])
            if rest is not None:
                return [_MEANINGS[word], *rest]
    return None


def _unknown(typed: str, *, allow_one: bool, graded: bool) -> str:
    if not graded:
        return f"Кода «{typed}» нет: здесь можно только н, б, уп, нп, о, осв."
    return (
        f"Отметки «{typed}» нет: можно {1 if allow_one else 2}–5, зач, нз, осв или н, б, уп, нп, о."
    )


def _only_for_term(typed: str) -> str:
    return f"«{typed}» за урок не ставится: «н/а» бывает только за четверть, полугодие или год."


def _shorten(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"
