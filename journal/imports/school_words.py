"""Reading the words of a school: classes, posts, weekdays, groups, kinds of days and works."""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date

from journal.imports.cells import LOOK_ALIKES, Cell, Unreadable, folded, plain_text
from journal.works import WORK_TYPES

_QUOTES = re.compile("[«»\"'“”„‘’]")
_CLASS = re.compile(r"(\d{1,2})([А-ЯЁ]{0,3}?)(?:КЛАСС?|КЛ\.?)?")
_IN_TEXT = re.compile(r"(?<![\w.])(\d{1,2})\s?[-–]?\s?[«\"“]?([A-ZА-ЯЁа-яё])[»\"”]?(?![\w.])")
_GRADES = re.compile(r"(\d{1,2})(?:-(\d{1,2}))?(?:КЛАССЫ?|КЛ\.?)?")
_GROUP_WORDS = re.compile(r"\b(?:под)?гр(?:уппа)?\b\.?|№", re.IGNORECASE)

_WHOLE_CLASS = {"весь класс", "класс", "все", "-"}
_SEXES = {
    **dict.fromkeys(("м", "m", "муж", "мужской", "мальчик"), "m"),
    **dict.fromkeys(("ж", "жен", "женский", "девочка"), "f"),
}
_RELATIONS = {
    **dict.fromkeys(("мать", "мама", "м", "матери"), "mother"),
    **dict.fromkeys(("отец", "папа", "о", "отца"), "father"),
    **dict.fromkeys(("опекун", "опекунша", "попечитель"), "guardian"),
    **dict.fromkeys(
        ("бабушка", "дедушка", "другое", "законный представитель", "отчим", "мачеха"), "other"
    ),
}
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            ("понедельник", "пн", "пон", "1"),
            ("вторник", "вт", "втор", "2"),
            ("среда", "ср", "3"),
            ("четверг", "чт", "чет", "4"),
            ("пятница", "пт", "пят", "5"),
            ("суббота", "сб", "суб", "6"),
        ),
        1,
    )
    for name in names
}
_DAY_KINDS = {
    "рабочий": "working",
    "учебный": "working",
    "выходной": "off",
    "каникулы": "off",
    "праздник": "holiday",
    "праздничный": "holiday",
    "сокращенный": "short",
    "предпраздничный": "short",
}
# the order matters: «заместитель директора» is not a director
_POSTS = (
    (("зам", "завуч"), "deputy"),
    (("директор",), "director"),
    (("администратор",), "administrator"),
    (("секретар", "делопроизводител"), "secretary"),
    (("учител", "преподавател", "педагог"), "teacher"),
)
_POST_HINT = "нужно: учитель, заместитель директора, директор, администратор, секретарь"


def read_class_name(cell: Cell) -> str:
    """Return a class as «5А»: no spaces, quotes or dashes, Cyrillic capitals, grade 1-11."""
    if isinstance(cell, date):
        raise Unreadable("таблица превратила класс в дату", "задайте ячейке текстовый формат")
    text = _QUOTES.sub("", plain_text(cell)).upper().translate(LOOK_ALIKES)
    match = _CLASS.fullmatch(re.sub(r"[\s‐-―-]", "", text))
    if match is None or not 1 <= int(match[1]) <= 11:
        raise Unreadable("это не класс", "нужен вид 5А")
    return f"{int(match[1])}{match[2]}"


def class_in(text: str) -> str:
    """Return the class that a text like «Список 5 «А» класса» names, "" for none."""
    for candidate in (text, *("".join(parts) for parts in _IN_TEXT.findall(text))):
        with suppress(Unreadable):
            return read_class_name(candidate)
    return ""


def read_grades(cell: Cell) -> tuple[int, int]:
    """Return first and last grade of «1-9», «10-11 классы» or «5»."""
    if isinstance(cell, date):
        raise Unreadable("таблица превратила классы в дату", "наберите «1-9 классы»")
    text = re.sub(r"\s", "", re.sub("[‐-―−]", "-", plain_text(cell))).upper()
    match = _GRADES.fullmatch(text)
    if match is None:
        raise Unreadable("это не классы", "нужен вид 1-9 или 10-11")
    first, last = int(match[1]), int(match[2] or match[1])
    if not 1 <= first <= last <= 11:
        raise Unreadable("классы бывают от 1 до 11", "меньший пишется первым")
    return first, last


def read_sex(cell: Cell) -> str:
    """Return "m" or "f"."""
    code = _SEXES.get(folded(plain_text(cell)).strip("."))
    if code is None:
        raise Unreadable("это не пол", "нужно «м» или «ж»")
    return code


def read_relation(cell: Cell) -> str:
    """Return "mother", "father", "guardian" or "other"."""
    code = _RELATIONS.get(folded(plain_text(cell)).strip("."))
    if code is None:
        raise Unreadable("родство не понято", "нужно: мать, отец, опекун, законный представитель")
    return code


def read_posts(cell: Cell) -> tuple[str, ...]:
    """Return role codes of «учитель химии; заместитель директора» in their order."""
    codes: list[str] = []
    for part in re.split("[;,+]", folded(plain_text(cell))):
        words = part.split()
        if not words or words[0].startswith("классн"):
            continue  # the class names its class teacher itself
        code = next((c for starts, c in _POSTS if any(w.startswith(starts) for w in words)), None)
        if code is not None:
            codes.append(code)
        elif "teacher" not in codes:  # else «учитель русского языка, литературы» goes on
            raise Unreadable(f"должность «{part.strip()}» не понята", _POST_HINT)
    if not codes:
        raise Unreadable("нет должности", _POST_HINT)
    return tuple(dict.fromkeys(codes))


def read_weekday(cell: Cell) -> int:
    """Return the ISO weekday 1-6; no lessons are held on Sundays."""
    number = _WEEKDAYS.get(folded(plain_text(cell)).strip("."))
    if number is None:
        raise Unreadable(
            "это не учебный день", "нужен день от понедельника до субботы: «вторник», «вт» или 2"
        )
    return number


def read_group(cell: Cell) -> str:
    """Return the name of a group, "" for the whole class."""
    text = plain_text(cell)
    if folded(text) in _WHOLE_CLASS:
        return ""
    return " ".join(_GROUP_WORDS.sub(" ", text).split()) or text


def read_group_choices(cell: Cell) -> tuple[tuple[str, str], ...]:
    """Return pairs (subject, group) of «Английский язык: 1; Информатика: 2»."""
    pairs = []
    for part in filter(None, (part.strip() for part in plain_text(cell).split(";"))):
        subject, colon, group = part.rpartition(":")
        if not (colon and subject.strip() and group.strip()):
            raise Unreadable(
                "подгруппы не поняты", "нужен вид «Английский язык: 1; Информатика: 2»"
            )
        pairs.append((subject.strip(), read_group(group)))
    return tuple(pairs)


def read_day_kind(cell: Cell) -> str:
    """Return "working", "off", "holiday" or "short"."""
    kind = _DAY_KINDS.get(folded(plain_text(cell)).removesuffix(" день"))
    if kind is None:
        raise Unreadable("вид дня не понят", "нужно: рабочий, выходной, праздник или сокращённый")
    return kind


def read_work_type(cell: Cell) -> str:
    """Return the code of a work type that was written as its code or its name."""
    text = folded(plain_text(cell))
    code = _work_codes().get(text)
    if code is None:
        raise Unreadable("вид работы не понят", f"есть: {', '.join(WORK_TYPES)}")
    return code


def _work_codes() -> Mapping[str, str]:
    return {
        folded(word): work.code for work in WORK_TYPES.values() for word in (work.code, work.name)
    }


def read_profile(cell: Cell) -> str:
    """Return the name of a shipped local act: «общий» is "general"."""
    text = folded(plain_text(cell))
    if text == "общий":
        return "general"
    if not re.fullmatch("[a-z0-9]{2,32}", text):
        raise Unreadable("акт не понят", "нужно «общий» или латинское имя поставляемого акта")
    return text
