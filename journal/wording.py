"""Values and statuses in the words of screens and paper."""

from collections.abc import Mapping

from journal import pupil_values, values
from journal.cards import FIELD_NAMES, show_masked
from journal.marks import show_cell

OF_NEWER_PROGRAM = "записано более новой программой"
"""What stands instead of a value that only a newer program understands."""

NEWER_STANDS = (
    "Здесь запись более новой программы: она цела, но эта программа её не понимает. "
    "Обновите программу на этом компьютере."
)

STATUS_WORDS: Mapping[str, str] = {
    "pending": "ждёт переноса",
    "current": "принято",
    "superseded": "заменено",
    "merged": "принято (то же самое)",
    "contested": "спорно",
    "held": "ждёт решения",
    "refused": "отклонено",
    "decided_against": "решено в пользу другой записи",
}


def show_value(value: values.Value) -> str:
    """Return a value as one short text for cells, lists and dialogs."""
    if isinstance(value, values.Mark):
        return show_cell(value.marks, "", "") or "пусто"
    if isinstance(value, values.Attendance):
        return show_cell((), value.code, value.proposed, minutes=value.minutes) or "присутствует"
    if isinstance(value, values.TermMark):
        return value.mark or "пусто"
    if isinstance(value, values.Topic):
        return value.text or "без темы"
    if isinstance(value, values.Homework):
        return "не задано" if value.unassigned else value.text or "пусто"
    if isinstance(value, values.PupilTask):
        return value.text or "без задания"
    if isinstance(value, values.LessonContent):
        parts = (", ".join(value.works), value.material, value.links)
        return "; ".join(part for part in parts if part) or "пусто"
    if isinstance(value, values.RollCall):
        return "все присутствуют" if value.all_present else "перекличка проведена"
    if isinstance(value, values.Column):
        return value.work
    return _show_of_pupil(value)


def _show_of_pupil(value: values.Value) -> str:
    match value:
        case pupil_values.AbsenceReason():
            return value.code or "причина снята"
        case pupil_values.AbsenceCover():
            days = f"{value.start:%d.%m}-{value.end:%d.%m}"
            return f"{value.code} {days}" if value.code else "снято"
        case pupil_values.DayAbsence():
            return "отсутствует" if value.absent else "снято"
        case pupil_values.AbsenceDocument():
            return "отозван" if value.withdrawn else f"предъявлен {value.presented:%d.%m.%Y}"
        case pupil_values.Parent() if value.removed:
            return "убран из карты"
        case pupil_values.Card() | pupil_values.Parent():
            return _fields_in_words(value) or "пусто"
        case values.Pupil():
            return " ".join(part for part in (value.surname, value.name, value.patronymic) if part)
        case pupil_values.CardConfirmed():
            return f"сверена {value.day:%d.%m.%Y}"
    return ""


def _fields_in_words(card: pupil_values.Card | pupil_values.Parent) -> str:
    filled = ((field, getattr(card, field, "")) for field in FIELD_NAMES)
    return "; ".join(
        f"{FIELD_NAMES[field]}: {show_masked(field, value)}" for field, value in filled if value
    )
