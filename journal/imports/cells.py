"""Reading one cell: text, days, numbers, names of people.

Each ``read_...`` takes a filled cell and returns its value or raises ``Unreadable`` with the
reason; who calls knows the file, the row and the column. Words of the school: ``school_words``.
"""

import re
import unicodedata
from datetime import date, datetime, time, timedelta

Cell = str | int | float | bool | date | datetime | time | timedelta

LOOK_ALIKES = str.maketrans("ABCEHKMOPTXYaceopxy", "АВСЕНКМОРТХУасеорху")

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_DAY_FIRST = re.compile(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})(?: ?г\.?)?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_SHORT_YEAR = re.compile(r"\d{1,2}\.\d{1,2}\.\d{2}")
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")


class Unreadable(Exception):
    """The cell says nothing that fits its column; the text is the reason, in Russian."""


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


def read_date(cell: Cell) -> date:
    """Return the day of an Excel date, of ДД.ММ.ГГГГ or of ISO; years 1900-2100."""
    if isinstance(cell, datetime):
        cell = cell.date()
    if not isinstance(cell, date):
        cell = _read_typed_date(plain_text(cell))
    if not 1900 <= cell.year <= 2100:
        raise Unreadable("год далёк от наших дней, проверьте его")
    return cell


def _read_typed_date(text: str) -> date:
    if day_first := _DAY_FIRST.fullmatch(text):
        day, month, year = map(int, day_first.groups())
    elif iso := _ISO.fullmatch(text):
        year, month, day = map(int, iso.groups())
    elif _SHORT_YEAR.fullmatch(text):
        raise Unreadable("год нужен четырьмя цифрами: ДД.ММ.ГГГГ")
    else:
        raise Unreadable("это не дата, нужен вид ДД.ММ.ГГГГ")
    try:
        return date(year, month, day)
    except ValueError:
        raise Unreadable("такой даты нет, нужен вид ДД.ММ.ГГГГ") from None


def read_name(cell: Cell) -> str:
    """Return a surname, a name or a patronymic: Cyrillic, Latin look-alikes repaired."""
    words = [_repaired(word) for word in plain_text(cell).split(" ")]
    for letter in "".join(words):
        if not (letter in "-'’." or unicodedata.name(letter, "").startswith("CYRILLIC")):
            raise Unreadable(f"знака «{letter}» в имени быть не может, нужны русские буквы")
    text = " ".join(words)
    if text.isupper() and len(text) > 1:
        text = "".join(part.capitalize() for part in re.split(r"([ -])", text))
    return text[0].upper() + text[1:]


def _repaired(word: str) -> str:
    has_cyrillic = any(unicodedata.name(letter, "").startswith("CYRILLIC") for letter in word)
    return word.translate(LOOK_ALIKES) if has_cyrillic else word


def read_login(cell: Cell) -> str:
    """Return a login: 2-32 small Latin letters, digits, dots, hyphens, underscores."""
    text = plain_text(cell).lower()
    if russian := re.search("[а-яё]", text):
        raise Unreadable(f"в логине русская буква «{russian[0]}», нужны латинские")
    if not _LOGIN.fullmatch(text):
        raise Unreadable("логин — от 2 до 32 латинских букв, цифр, точек и дефисов без пробелов")
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
        raise Unreadable(f"нужно целое число от 1 до {most}")
    return int(text)


def read_hours(cell: Cell) -> float:
    """Return hours a week, over 0 and at most 40, «0,5» included."""
    text = plain_text(cell).replace(",", ".")
    if not re.fullmatch(r"\d{1,2}(\.\d{1,2})?", text) or not 0 < float(text) <= 40:
        raise Unreadable("нужно число часов в неделю, например 3 или 0,5")
    return float(text)
