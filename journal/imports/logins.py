"""Logins for staff whose list has none: the surname and initials in Latin letters."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from journal.imports.cells import folded
from journal.imports.faults import Findings
from journal.imports.lines import StaffLine
from journal.imports.person_columns import LOGIN

_RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_IN_LATIN = "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch - y - e yu ya"
_LATIN = dict(zip(_RUSSIAN, re.split(" ", _IN_LATIN), strict=True))


def with_logins(
    staff: Sequence[StaffLine], known: Iterable[StaffLine], findings: Findings
) -> tuple[StaffLine, ...]:
    """Return the staff with a login each: their own, the one they have already, or a new one.

    Two people for whom the same login would be made are asked to choose.
    """
    had = {_who(line): line.login for line in known}
    named = [line if line.login else replace(line, login=had.get(_who(line), "")) for line in staff]
    taken = Counter(line.login for line in named if line.login)
    made = [line.login or _made(line) for line in named]
    counts = Counter(made)
    lines = []
    for line, login in zip(named, made, strict=True):
        if not line.login and login:
            if counts[login] > 1 or taken[login]:
                reason = f"логина нет, а «{login}» подошёл бы не одному"
                findings.add(line.where, LOGIN.title, reason, "впишите логин")
                login = ""
            else:
                findings.warn(line.where, LOGIN.title, f"логина нет, составлен «{login}»")
        lines.append(replace(line, login=login))
    return tuple(lines)


def _who(line: StaffLine) -> tuple[str, str, str]:
    return folded(line.surname), folded(line.name), folded(line.patronymic)


def _made(line: StaffLine) -> str:
    surname = _latin(line.surname)
    initials = _latin(line.name[:1]) + _latin(line.patronymic[:1])
    return f"{surname}.{initials}"[:32] if surname and initials else ""


def _latin(text: str) -> str:
    return "".join(filter(str.isalnum, (_LATIN.get(letter, "") for letter in text.casefold())))
