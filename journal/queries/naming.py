"""Which cell of the journal a key names, in the words of a teacher."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from journal import kinds
from journal.reference import Reference

_UNKNOWN = "запись, о которой здесь ничего не известно"
_FACTS: Mapping[str, str] = {
    "attendance.set": "посещаемость",
    "lesson.rollcall": "перекличка",
    "lesson.topic": "тема урока",
    "lesson.homework": "домашнее задание",
    "homework.pupil": "задание ученику",
    "lesson.content": "содержание урока",
    "lesson.column": "колонка отметок",
    "lesson.change": "изменение урока",
    "plan.topic": "строка КТП",
    "pupil.set": "список класса",
    "card.edit": "личная карта",
    "parent.set": "карта родителя",
    "card.confirm": "сверка личной карты",
    "card.field": "дополнительные сведения карт",
    "attendance.reason": "причина пропуска",
    "absence.cover": "причина пропуска по документу",
    "absence.day": "отсутствует весь день",
    "absence.document": "документ о пропуске",
    "school.set": "название школы",
    "profile.set": "школьный локальный акт",
    "calendar.day": "день календаря",
    "period.set": "учебный период",
    "period.close": "закрытие периода",
    "staff.set": "сотрудник",
    "class.set": "класс",
    "page.set": "страница предмета",
    "timetable.set": "расписание",
    "bells.set": "звонки",
    "substitution.set": "замена",
    "station.set": "рабочее место",
    "interval.open": "временный журнал открыт",
    "interval.close": "временный журнал закрыт",
    "redaction.set": "акт о стирании",
    "interval.act": "временный журнал закрыт актом",
    "import.open": "загрузка таблиц начата",
    "import.close": "загрузка таблиц завершена",
    "import.undo": "загрузка таблиц отменена",
    "copy.printed": "копия для заверения",
    "copy.state": "отметка о копии",
}


@dataclass(frozen=True, slots=True)
class CellName:
    """What a key names.

    Attributes:
        title: all of it in one line: «Крылова Анна · 9А, русский язык, 13.11».
        fact: what it is about, where it is no mark: «тема урока»; else "".
        page: id of the register page, ``None`` outside the register.
        lesson: id of the lesson, ``None`` where none is meant.
        slot: bell slot of the lesson.
    """

    title: str
    fact: str = ""
    pupil: str = ""
    class_title: str = ""
    subject: str = ""
    day: date | None = None
    slot: int | None = None
    page: str | None = None
    lesson: str | None = None


def name_cell(reference: Reference, key: str) -> CellName:
    """Return the name of the fact behind ``key``; what is not known here is left out."""
    try:
        kind, parts = kinds.split_key(key)
    except kinds.BadEntry:
        return CellName(_UNKNOWN)
    fact = _FACTS.get(kind.name, "")
    pupil_id = parts.get("pupil") or (kinds.owner_of(key) if kind.area == "card" else "")
    known_pupil = reference.pupils.get(pupil_id)
    pupil = known_pupil.listed if known_pupil else ""
    if kind.area != "page":
        class_id = known_pupil.class_id if known_pupil else kinds.owner_of(key)
        known_class = reference.classes.get(class_id)
        where = known_class.title if known_class else ""
        return CellName(_title(pupil, fact, where), fact, pupil, where)
    page = kinds.owner_of(key)
    if page not in reference.pages:
        return CellName(_title(pupil, fact, "страница, которой здесь нет"), fact, pupil, page=page)
    class_title = reference.class_of(page).title
    subject = _in_lower_case(reference.pages[page].title)
    lesson = reference.lessons(page).get(parts.get("lesson", ""))
    period = reference.marked_period(page, parts.get("period", ""))
    when = f"{lesson.day:%d.%m}" if lesson else period.name if period else ""
    where = ", ".join(part for part in (class_title, subject, when) if part)
    return CellName(
        title=_title(pupil, fact, where),
        fact=fact,
        pupil=pupil,
        class_title=class_title,
        subject=subject,
        day=lesson.day if lesson else None,
        slot=lesson.slot if lesson else None,
        page=page,
        lesson=parts.get("lesson"),
    )


def _title(pupil: str, fact: str, where: str) -> str:
    what = ", ".join(part for part in (pupil, fact) if part)
    title = " · ".join(part for part in (what, where) if part)
    return title[:1].upper() + title[1:]


def _in_lower_case(subject: str) -> str:
    """Return «русский язык» for «Русский язык»; an abbreviation («ОБЗР») stays as it is."""
    return subject if subject[:2].isupper() else subject[:1].lower() + subject[1:]
