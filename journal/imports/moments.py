"""Reading days and times of day, however people and spreadsheet programs write them."""

import re
from datetime import date, datetime, time, timedelta

from journal.imports.cells import Cell, Unreadable, folded, plain_text

_DAY_FIRST = re.compile(r"(\d{1,2})([./,-]) ?(\d{1,2})\2 ?(\d{4}|\d{2})(?: ?г(?:ода?)?\.?)?")
_MIDNIGHT = re.compile(r"[T ]0?0:00(?::00(?:\.0+)?)?$")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_IN_WORDS = re.compile(r"(\d{1,2}) ([а-я]{3,8})\.? (\d{4})(?: ?г(?:ода?)?\.?)?")
_SERIAL = re.compile(r"\d{5}(?:\.0+)?")
_TIME = re.compile(r"(\d{1,2})[:.,-](\d{2})(?:[:.]\d{2})?")
_MONTHS = ("янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")

_DAY_ZERO = date(1899, 12, 30)  # of serial numbers, as all spreadsheet programs count
_FIRST_SERIAL, _LAST_SERIAL = (
    10_000,
    73_415,
)  # 1927-2100: what is smaller is a number of another kind
_PIVOT = 40  # two digits up to this are of our century
_DAY_ADVICE = "нужен вид ДД.ММ.ГГГГ"


def read_date(cell: Cell) -> date:
    """Return a day from a date, a serial number, or text as people write it; 1900-2100.

    Two digits of a year are of 1941-2040; ``short_year`` says when that was guessed.
    """
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        cell = _from_serial(cell)
    if not isinstance(cell, date):
        cell = _read_typed_date(_MIDNIGHT.sub("", plain_text(cell)))
    if not 1900 <= cell.year <= 2100:
        raise Unreadable("год далёк от наших дней", "проверьте его")
    return cell


def _from_serial(number: float) -> date:
    if not (_FIRST_SERIAL <= number <= _LAST_SERIAL and number == int(number)):
        raise Unreadable("это не дата", _DAY_ADVICE)
    return _DAY_ZERO + timedelta(days=int(number))


def _read_typed_date(text: str) -> date:
    if day_first := _DAY_FIRST.fullmatch(text):
        day, month, year = map(int, day_first.group(1, 3, 4))
        if len(day_first[4]) == 2:
            year += 2000 if year <= _PIVOT else 1900
    elif iso := _ISO.fullmatch(text):
        year, month, day = map(int, iso.groups())
    elif (words := _IN_WORDS.fullmatch(folded(text))) and _month(words[2]):
        day, month, year = int(words[1]), _month(words[2]), int(words[3])
    elif _SERIAL.fullmatch(text):
        return _from_serial(float(text))
    else:
        raise Unreadable("это не дата", _DAY_ADVICE)
    try:
        return date(year, month, day)
    except ValueError:
        raise Unreadable("такой даты нет", _DAY_ADVICE) from None


def _month(word: str) -> int:
    """Return the number of «марта», «март» or «мар»; 0 for any other word."""
    start = "мая" if word == "май" else word[:3]
    return _MONTHS.index(start) + 1 if start in _MONTHS else 0


def short_year(cell: Cell) -> str:
    """Return the year that two digits were read as, "" where all four were written."""
    written = _DAY_FIRST.fullmatch(plain_text(cell))
    return str(read_date(cell).year) if written and len(written[4]) == 2 else ""


def read_time(cell: Cell) -> time:
    """Return a time of day from a time, a part of a day, or text like «8:30»."""
    if isinstance(cell, datetime):
        cell = cell.time()
    if isinstance(cell, timedelta):
        cell = cell / timedelta(days=1)
    if isinstance(cell, float) and 0 < cell < 1:  # a time whose cell has lost its format
        minutes = round(cell * 24 * 60)
        cell = time(minutes // 60 % 24, minutes % 60)
    if isinstance(cell, time):
        return cell.replace(second=0, microsecond=0)
    written = _TIME.fullmatch(plain_text(cell))
    if written is None or int(written[1]) > 23 or int(written[2]) > 59:
        raise Unreadable("это не время", "нужен вид 8:30")
    return time(int(written[1]), int(written[2]))
