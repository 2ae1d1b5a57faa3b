"""Who is absent, typed in one line: «3 17 кры о 10м» - numbers of the list or first letters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from journal.attendance import ABSENT
from journal.errors import UserError
from journal.marks import read_cell
from journal.queries.register_view import GridPupil

_BETWEEN = re.compile(r"[\s,;]+")
_NUMBERED = re.compile(r"(\d+)([^\d\W].*)?")
_LATE_BY = re.compile(r"\d{1,2}м(ин)?\.?")


@dataclass(frozen=True, slots=True)
class Called:
    """A pupil who was named, and the code typed for her."""

    pupil: GridPupil
    code: str


def read_roll_line(text: str, pupils: Sequence[GridPupil]) -> tuple[Called, ...]:
    """Return who is named in a line, in the order of typing; «н» where no code follows.

    Raises:
        UserError: somebody cannot be found, or several could be meant; a sentence says which word.
    """
    called: list[Called] = []
    has_code = True
    for word in filter(None, _BETWEEN.split(text.strip())):
        if _LATE_BY.fullmatch(word.casefold()) and called:
            called[-1] = Called(called[-1].pupil, f"{called[-1].code} {word}")
        elif not has_code and _is_code(word):
            called[-1] = Called(called[-1].pupil, word)
            has_code = True
        else:
            found = _NUMBERED.fullmatch(word)
            name, code = (found[1], found[2]) if found else (word, None)
            called.append(Called(find_pupil(name, pupils), code or ABSENT))
            has_code = code is not None
    for each in called:
        if not _is_code(each.code):
            raise UserError(
                f"«{each.code}» не код посещаемости: можно н, б, уп, нп, о, о 10м, осв."
            )
    return tuple(called)


def find_pupil(text: str, pupils: Sequence[GridPupil]) -> GridPupil:
    """Return the pupil with a number or with first letters of surname (and name).

    Raises:
        UserError: nobody is meant, or several are.
    """
    found = match_pupils(text, pupils)
    if len(found) == 1:
        return found[0]
    if not found:
        raise UserError(f"«{text}»: такого ученика в списке нет. Наберите номер или фамилию.")
    some = ", ".join(each.name for each in found[:3])
    raise UserError(f"«{text}» - это {some}{' …' if len(found) > 3 else ''}: допишите фамилию.")


def match_pupils(text: str, pupils: Sequence[GridPupil]) -> list[GridPupil]:
    """Return the pupils that a number or first letters can mean, in the order of the list."""
    typed = _plain(text)
    if typed.isdecimal():
        return [each for each in pupils if str(each.number) == typed]
    return [each for each in pupils if _plain(each.name).startswith(typed)] if typed else []


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold().replace("ё", "е")


def _is_code(word: str) -> bool:
    try:
        typed = read_cell(word, allow_one=True, graded=True)
    except UserError:
        return False
    return bool(typed.absence) and not typed.marks
