"""Reading one cell: text, numbers, names of people.

Each ``read_...`` takes a filled cell and returns its value or raises ``Unreadable`` with the
reason; who calls knows the file, the row and the column. Days and times: ``moments``; words of
the school: ``school_words``; a person in one cell: ``full_names``.
"""

import re
import unicodedata
from datetime import date, datetime, time, timedelta

Cell = str | int | float | bool | date | datetime | time | timedelta

LATIN = "ABCEHKMOPTXYaceopxy"
LOOK_ALIKES = str.maketrans(LATIN, "АВСЕНКМОРТХУасеорху")

_LATIN = frozenset(LATIN)
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")
_WORD = re.compile(r"[^\s.-]+")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_AS_IT_IS = re.compile("[А-ЯЁ][а-яё]+")
_NAME = re.compile("[\u0400-\u052f .'’-]+")
_HYPHEN = re.compile(r" ?[‐-―−-] ?")


class Unreadable(Exception):
    """The cell says nothing that fits its column: what is wrong, and what to do about it."""

    def __init__(self, what: str, advice: str = "") -> None:
        super().__init__(f"{what}, {advice}" if advice else what)
        self.what = what
        self.advice = advice


def plain_text(cell: Cell) -> str:
    """Return the text of a cell with single ordinary spaces, as a person would read it aloud."""
    if isinstance(cell, bool):
        return "да" if cell else "нет"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        cell = cell.date()
    if isinstance(cell, date) and not isinstance(cell, datetime):
        return f"{cell:%d.%m.%Y}"
    # NFC: a file that came through macOS has «й» in two pieces
    text = unicodedata.normalize("NFC", str(cell)).translate(_INVISIBLE)
    return " ".join(text.split())


def folded(text: str) -> str:
    """Return ``text`` for comparing: no case, ё as е."""
    return text.casefold().replace("ё", "е")


def read_text(cell: Cell) -> str:
    """Return any text."""
    return plain_text(cell)


def latin_letters(cell: Cell) -> str:
    """Return the Latin letters that stand for the Russian ones they look like, each once."""
    text = str(cell)
    if _LATIN.isdisjoint(text):
        return ""
    return "".join(dict.fromkeys(letter for letter in text if letter in _LATIN))


def read_name(cell: Cell) -> str:
    """Return a surname, a name or a patronymic: Cyrillic, Latin look-alikes repaired."""
    if isinstance(cell, str) and _AS_IT_IS.fullmatch(cell):
        return cell  # nearly all names
    text = _HYPHEN.sub("-", _WORD.sub(_repaired, plain_text(cell)))
    if not _NAME.fullmatch(text):
        foreign = next(letter for letter in text if not _NAME.fullmatch(letter))
        raise Unreadable(f"знака «{foreign}» в имени быть не может", "нужны русские буквы")
    if text.isupper() and len(text) > 1:
        text = "".join(part.capitalize() for part in re.split(r"([ -])", text))
    return text[0].upper() + text[1:]


def _repaired(word: re.Match[str]) -> str:
    """Return the word in Russian letters if they are what a reader sees in it."""
    text = word[0]
    if _CYRILLIC.search(text) or all(letter in LATIN for letter in text):
        return text.translate(LOOK_ALIKES)
    return text


def read_login(cell: Cell) -> str:
    """Return a login: 2-32 small Latin letters, digits, dots, hyphens, underscores."""
    text = plain_text(cell).lower()
    if russian := re.search("[а-яё]", text):
        raise Unreadable(f"в логине русская буква «{russian[0]}»", "нужны латинские")
    if not _LOGIN.fullmatch(text):
        raise Unreadable(
            "это не логин", "нужно от 2 до 32 латинских букв, цифр, точек и дефисов без пробелов"
        )
    return text


def read_slot(cell: Cell) -> int:
    """Return a bell slot 1-12."""
    return _whole_number(cell, 12)


def read_plan_number(cell: Cell) -> int:
    """Return the running number of a lesson in the year's plan, 1-500."""
    return _whole_number(cell, 500)


def _whole_number(cell: Cell, most: int) -> int:
    text = plain_text(cell).rstrip(".")
    if not re.fullmatch("[0-9]{1,4}", text) or not 1 <= int(text) <= most:
        raise Unreadable("это не номер", f"нужно целое число от 1 до {most}")
    return int(text)


def read_hours(cell: Cell) -> float:
    """Return hours a week, over 0 and at most 40, «0,5» included."""
    text = plain_text(cell).replace(",", ".")
    if not re.fullmatch(r"\d{1,2}(\.\d{1,2})?", text) or not 0 < float(text) <= 40:
        raise Unreadable("это не часы", "нужно число часов в неделю, например 3 или 0,5")
    return float(text)
