"""A person in one cell: «Салтыков-Щедрин Михаил Евграфович» as surname, name, patronymic."""

import re
from typing import NamedTuple

from journal.imports.cells import Cell, Unreadable, plain_text, read_name

_TURKIC = {"оглы", "кызы", "улы", "гызы", "углы"}  # they follow the father's name
_PATRONYMIC = re.compile(r".+(?:вич|ич|вна|чна|шна)", re.IGNORECASE)
_INITIAL = re.compile(r"\w|(?:\w\.)+\w?")
_HYPHEN = re.compile(r"\s*[‐-―−-]\s*")


class FullName(NamedTuple):
    """Three parts of a name; ``patronymic`` is "" where there is none."""

    surname: str
    name: str
    patronymic: str


UNREAD = FullName("", "", "")


def read_full_name(cell: Cell) -> FullName:
    """Return the parts of a full name, surname first, with or without a comma after it.

    Raises:
        Unreadable: initials instead of names, one word only, or words of which it cannot be told
            where the surname ends.
    """
    text = _HYPHEN.sub("-", plain_text(cell).replace(",", " "))
    words = read_name(text).split()
    if len(words) < 2:
        raise Unreadable("здесь одно слово", "нужны фамилия и имя")
    if any(_INITIAL.fullmatch(word) for word in words):
        raise Unreadable("вместо имени инициалы", "напишите имя и отчество полностью")
    tail = 2 if words[-1].casefold() in _TURKIC else 1
    if len(words) <= 2 + tail:
        parts = (words[0], words[1], " ".join(words[2:]))
    elif tail == 2 or _PATRONYMIC.fullmatch(words[-1]):
        parts = (" ".join(words[: -tail - 1]), words[-tail - 1], " ".join(words[-tail:]))
    else:
        raise Unreadable(
            "не понять, где кончается фамилия", "разделите на колонки «Фамилия», «Имя», «Отчество»"
        )
    return FullName(*map(_capital, parts))


def doubtful_surname(cell: Cell) -> str:
    """Return a surname of several words without a hyphen, "" where there was nothing to guess."""
    surname = read_full_name(cell).surname
    return surname if " " in surname else ""


def _capital(part: str) -> str:
    return read_name(part) if part else ""


def sex_of(patronymic: str) -> str:
    """Return "m" or "f" by the end of a patronymic, "" where it tells nothing."""
    end = patronymic.casefold()
    if end.endswith(("вич", "ич", "оглы", "улы", "углы")):
        return "m"
    return "f" if end.endswith(("вна", "чна", "шна", "кызы", "гызы")) else ""
