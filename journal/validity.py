"""What a value may say at all: faults that no later event can mend."""

from datetime import date

from journal import pupil_values, values
from journal.absences import document_fault
from journal.attendance import ABSENT, attendance_fault, reason_fault
from journal.bells import bell_fault
from journal.cards import (
    FIELD_NAMES,
    OPTIONAL_FIELDS,
    RELATIONS,
    SEXES,
    email_fault,
    kept_fields,
    phone_fault,
    snils_fault,
)
from journal.homework import manners_fault
from journal.lessons import change_fault
from journal.marks import lesson_marks_fault, term_mark_fault
from journal.reference import Reference
from journal.works import work_fault


def value_fault(value: values.Value, page: str | None, reference: Reference) -> str | None:
    """Return why ``value`` can never be valid on its page, or ``None``.

    ``page`` is ``None`` when the page is not known here; then only the value itself is looked at.
    """
    profile = reference.profile
    grade = reference.grade_of(page) if page is not None else None
    graded = page is None or reference.is_graded(page)
    if isinstance(value, values.Mark):
        return lesson_marks_fault(value.marks, allow_one=profile.marks.allow_one, graded=graded)
    if isinstance(value, values.Attendance):
        return attendance_fault(value.code) or reason_fault(value.code, value.proposed)
    if isinstance(value, values.TermMark):
        return term_mark_fault(value.mark, graded=graded) if value.mark else None
    if isinstance(value, values.Homework | values.PupilTask):
        off = profile.homework_fault(grade) if grade is not None and value.text else None
        return off or manners_fault(value.manners)
    if isinstance(value, values.LessonContent):
        return next((fault for fault in map(work_fault, value.works) if fault), None)
    if isinstance(value, values.Column):
        return work_fault(value.work)
    if isinstance(value, values.LessonChange):
        return change_fault(value.status, value.slot)
    if isinstance(value, values.Bell):
        return bell_fault(value.slot, value.begins, value.ends)
    if isinstance(value, values.Redaction):
        return _redaction_fault(value)
    return _pupil_fault(value, reference)


def _pupil_fault(value: values.Value, reference: Reference) -> str | None:
    match value:
        case pupil_values.AbsenceReason():
            return reason_fault(ABSENT, value.code)
        case pupil_values.AbsenceCover():
            return reason_fault(ABSENT, value.code) or _days_fault(value.start, value.end)
        case pupil_values.AbsenceDocument():
            return document_fault(value.kind, value.presented, value.issued, value.start, value.end)
        case pupil_values.Card():
            return _sex_fault(value.sex) or _further_fault(value, reference.card_fields)
        case pupil_values.Parent():
            return _parent_fault(value, reference)
        case pupil_values.CardField():
            return None if value.number.strip() else "у решения школы нет номера"
    return None


def _days_fault(start: date, end: date) -> str | None:
    return "последний день раньше первого" if end < start else None


def _sex_fault(sex: str) -> str | None:
    return None if not sex or sex in SEXES else "пол указан неверно"


def _parent_fault(parent: pupil_values.Parent, reference: Reference) -> str | None:
    if parent.removed:
        return None
    if parent.relation not in RELATIONS:
        return "не указано, кем родитель приходится ученику"
    if not (parent.surname.strip() and parent.name.strip()):
        return "у родителя не указаны фамилия и имя"
    kept = kept_fields(reference.profile.cards.parent_required, reference.card_fields)
    return (
        _sex_fault(parent.sex)
        or _further_fault(parent, kept, ("passport", "snils"))
        or snils_fault(parent.snils)
    )


def _further_fault(
    card: pupil_values.Card | pupil_values.Parent,
    kept: frozenset[str],
    documents: tuple[str, ...] = (),
) -> str | None:
    """Return which field is filled though the school does not keep it (ANC-R.V.9, C-14)."""
    for field in (*documents, *OPTIONAL_FIELDS):
        if getattr(card, field) and field not in kept:
            return (
                f"сведения «{FIELD_NAMES[field]}» школа не ведёт: их включает решение школы"
                " с номером и датой"
            )
    return phone_fault(card.phone) or email_fault(card.email)


def _redaction_fault(act: values.Redaction) -> str | None:
    if not act.number.strip():
        return "у акта нет номера"
    return None if act.entries else "акт не называет ни одной записи"
