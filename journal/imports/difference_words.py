"""Facts of a school in the words of its lists: which line it is, and what of it differs."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import msgspec

from journal import kinds, pupil_values, values
from journal.cards import RELATIONS
from journal.log import Draft
from journal.reference import Reference

TABLE_WORDS: Mapping[str, str] = {
    "school.set": "Школа",
    "profile.set": "Локальный акт",
    "staff.set": "Сотрудники",
    "class.set": "Классы",
    "period.set": "Периоды",
    "calendar.day": "Календарь",
    "page.set": "Нагрузка",
    "timetable.set": "Расписание",
    "pupil.set": "Ученики",
    "card.edit": "Личные карты",
    "parent.set": "Родители",
    "bells.set": "Звонки",
    "plan.topic": "КТП",
}
EMPTY = "пусто"
_WEEKDAYS = ("", "понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
_FIELD_WORDS: Mapping[str, str] = {
    "short_name": "краткое название",
    "full_name": "полное название",
    "municipality": "муниципалитет",
    "system_name": "название системы",
    "surname": "фамилия",
    "name": "имя",
    "patronymic": "отчество",
    "posts": "права",
    "post_title": "должность",
    "login": "логин",
    "until": "работает до",
    "grade": "параллель",
    "letter": "буква",
    "grade_from": "с класса",
    "grade_to": "по класс",
    "start": "с",
    "end": "по",
    "note": "примечание",
    "moved_from": "перенос с",
    "kind": "вид дня",
    "subject": "предмет",
    "group": "подгруппа",
    "groups": "подгруппы",
    "hours": "часов в неделю",
    "teacher": "учитель",
    "class_id": "класс",
    "weekday": "день недели",
    "slot": "урок",
    "room": "кабинет",
    "arrived": "прибыл",
    "left": "выбыл",
    "sex": "пол",
    "birth_date": "дата рождения",
    "topic": "тема",
    "homework": "домашнее задание",
    "work": "вид работы",
    "number": "версия",
    "relation": "кем приходится",
    "begins": "начало",
    "ends": "конец",
}
_CODES: Mapping[str, str] = {
    **RELATIONS,
    "m": "м",
    "f": "ж",
    "teacher": "учитель",
    "deputy": "заместитель директора",
    "director": "директор",
    "administrator": "администратор",
    "secretary": "секретарь",
    "working": "рабочий",
    "off": "выходной",
    "holiday": "праздник",
    "short": "сокращённый",
}
_CODED = ("sex", "posts", "kind", "relation")


class FactWords:
    """Names lines of the lists, those that are only wished for included."""

    def __init__(self, reference: Reference, drafts: Iterable[Draft]) -> None:
        self._staff = {user: member.short for user, member in reference.staff.items()}
        self._classes = {id_: each.title for id_, each in reference.classes.items()}
        self._pages = {id_: (page.class_id, page.title) for id_, page in reference.pages.items()}
        self._pupils = {
            pupil.id: (pupil.class_id, f"{pupil.surname} {pupil.name}")
            for pupil in reference.pupils.values()
        }
        for draft in drafts:
            self._learn(draft.key, draft.value)

    def name(self, key: str, value: values.Value) -> str:
        """Return which line of a list it is: «5А, Ежов Лев»."""
        parts = kinds.split_key(key)[1]
        if isinstance(value, values.Staff):
            return " ".join(filter(None, (value.surname, value.name, value.patronymic)))
        if isinstance(value, values.SchoolClass):
            return f"{value.grade}{value.letter}"
        if isinstance(value, values.Period):
            return f"{value.name}, {value.grade_from}-{value.grade_to} классы"
        if isinstance(value, values.Page):
            return self._page(parts["page"])
        if isinstance(value, values.Timetable):
            day = _WEEKDAYS[value.weekday]
            return f"{self._page(value.page)}, {day}, урок {value.slot}, с {_day(value.start)}"
        if isinstance(value, values.CalendarDay):
            return _day(date.fromisoformat(parts["day"]))
        if isinstance(value, values.Pupil):
            return self._pupil(parts["pupil"])
        if isinstance(value, pupil_values.Card):
            return self._pupil(kinds.owner_of(key))
        if isinstance(value, pupil_values.Parent):
            names = filter(None, (value.surname, value.name, value.patronymic))
            return f"{self._pupil(kinds.owner_of(key))}: {' '.join(names)}"
        if isinstance(value, values.Bell):
            return f"урок {value.slot}, {_WEEKDAYS[value.weekday]}".rstrip(", ")
        if isinstance(value, values.PlanTopic):
            return f"{self._page(kinds.owner_of(key))}, урок {parts['number']}"
        return ""

    def fields(self, before: values.Value, after: values.Value) -> tuple[tuple[str, str, str], ...]:
        """Return what differs: the field's name, how it stands, how it will stand."""
        old, new = msgspec.structs.asdict(before), msgspec.structs.asdict(after)
        return tuple(
            (_FIELD_WORDS[name], self._show(name, old[name]), self._show(name, content))
            for name, content in new.items()
            if old[name] != content and name in _FIELD_WORDS
        )

    def _learn(self, key: str, value: values.Value) -> None:
        parts = kinds.split_key(key)[1]
        if isinstance(value, values.Staff):
            initials = " ".join(f"{part[0]}." for part in (value.name, value.patronymic) if part)
            self._staff[parts["user"]] = f"{value.surname} {initials}".strip()
        elif isinstance(value, values.SchoolClass):
            self._classes[parts["class_id"]] = f"{value.grade}{value.letter}"
        elif isinstance(value, values.Page):
            title = f"{value.subject} ({value.group})" if value.group else value.subject
            self._pages[parts["page"]] = value.class_id, title
        elif isinstance(value, values.Pupil):
            full = f"{value.surname} {value.name}"
            self._pupils[parts["pupil"]] = kinds.owner_of(key), full

    def _page(self, page: str) -> str:
        class_id, title = self._pages.get(page, ("", ""))
        return f"{self._classes.get(class_id, '')}, {title}".strip(", ")

    def _pupil(self, pupil: str) -> str:
        class_id, name = self._pupils.get(pupil, ("", ""))
        return f"{self._classes.get(class_id, '')}, {name}".strip(", ")

    def _show(self, name: str, content: Any) -> str:
        if content is None or content in ("", ()):
            return EMPTY
        if isinstance(content, date):
            return _day(content)
        if isinstance(content, tuple):
            return "; ".join(self._show(name, part) for part in content)
        if isinstance(content, float):
            return f"{content:g}".replace(".", ",")
        if name == "teacher":
            return self._staff.get(content, EMPTY)
        if name == "class_id":
            return self._classes.get(content, EMPTY)
        if name == "weekday":
            return _WEEKDAYS[content]
        if name in ("begins", "ends"):
            return f"{content // 60}:{content % 60:02}"
        if name in _CODED:
            return _CODES.get(content, str(content))
        return str(content)


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"
