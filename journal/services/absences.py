"""What a class teacher does about absences: the whole day, reasons, documents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from journal import pupil_values
from journal.absences import DOCUMENT_KINDS
from journal.changes import Changes
from journal.errors import UserError
from journal.ids import new_id
from journal.kinds import make_key
from journal.log import Draft
from journal.queries.absence_reasons import read_reasons
from journal.services.work import Work, write


@dataclass(frozen=True, slots=True)
class SetDayAbsence:
    """A pupil is absent the whole day, or is not after all."""

    class_id: str
    pupil: str
    day: date
    absent: bool = True


@dataclass(frozen=True, slots=True)
class MissedLesson:
    """A lesson that a pupil missed, and the reason to be confirmed; "" takes it back."""

    page: str
    lesson: str
    pupil: str
    code: str


@dataclass(frozen=True, slots=True)
class ConfirmReasons:
    """Confirm the reasons of some missed lessons, of one pupil or of all."""

    missed: tuple[MissedLesson, ...]


@dataclass(frozen=True, slots=True)
class RecordDocument:
    """Record a document about an absence («Документ о пропуске»).

    Without ``start`` and ``end`` it is only noted that it was presented; ``document`` names one
    that is known already.
    """

    class_id: str
    pupil: str
    kind: str
    presented: date
    number: str = ""
    issued: date | None = None
    start: date | None = None
    end: date | None = None
    document: str | None = None
    withdrawn: bool = False


def set_day_absence(session: Session, command: SetDayAbsence, work: Work) -> Changes:
    """Say that a pupil is absent the whole day: a draft for lessons not yet called (C-05)."""
    if command.day > work.today:
        raise UserError(f"День {command.day:%d.%m} ещё не наступил: заранее внесите документ.")
    key = make_key("absence.day", command.class_id, command.day.isoformat(), command.pupil)
    value = pupil_values.DayAbsence(command.absent)
    return write(session, work, [Draft("absence.day", key, value, lesson_date=command.day)])


def confirm_reasons(session: Session, command: ConfirmReasons, work: Work) -> Changes:
    """Confirm reasons of absence lesson by lesson (TAL-4.4b, ANC-P4.C.2).

    Raises:
        UserError: a document explains one of them already, and says something else.
    """
    pages = {each.page for each in command.missed}
    reasons = read_reasons(session, work.reference, pages)
    drafts = []
    for each in command.missed:
        lesson = work.lesson(each.page, each.lesson)
        if reasons.is_proven(each.page, each.lesson, each.pupil):
            if reasons.of(each.page, each.lesson, each.pupil) != each.code:
                raise UserError(
                    f"Пропуск {lesson.day:%d.%m} уже объясняет документ: измените документ."
                )
            continue
        key = make_key("attendance.reason", each.page, each.lesson, each.pupil)
        value = pupil_values.AbsenceReason(each.code)
        drafts.append(Draft("attendance.reason", key, value, lesson_date=lesson.day))
    return write(session, work, drafts)


def record_document(session: Session, command: RecordDocument, work: Work) -> Changes:
    """Record a document; every absence that it covers gets its reason, also one recorded later.

    On the pages only reason and days appear: kind, number and dates of the document stay with the
    class teacher and the deputy (TAL-2.9b, ANC-R.VIII.5).

    Raises:
        UserError: the dates contradict each other, or the document is of tomorrow.
    """
    return write(session, work, document_drafts(command, work))


def document_drafts(command: RecordDocument, work: Work) -> list[Draft]:
    """Return what is said of a document, and what the pages learn of it.

    Raises:
        UserError: the dates contradict each other, or the document is of tomorrow.
    """
    if command.presented > work.today:
        raise UserError("Документ не может быть предъявлен позже сегодняшнего дня.")
    if command.start is not None and not command.number.strip() and not command.withdrawn:
        raise UserError("Укажите номер документа; если номера нет, напишите «б/н».")
    document = command.document or new_id()
    value = pupil_values.AbsenceDocument(
        command.pupil,
        command.kind,
        command.presented,
        command.number.strip(),
        command.issued,
        command.start,
        command.end,
        command.withdrawn,
    )
    key = make_key("absence.document", command.class_id, document)
    return [Draft("absence.document", key, value), *_covers(command, document, work)]


def _covers(command: RecordDocument, document: str, work: Work) -> Sequence[Draft]:
    """Return what the pages of the pupil's class learn of the document."""
    start, end = command.start, command.end
    if start is None or end is None or command.kind not in DOCUMENT_KINDS:
        return ()
    code = "" if command.withdrawn else DOCUMENT_KINDS[command.kind].code
    value = pupil_values.AbsenceCover(code, start, end, "причина по документу")
    return [
        Draft(
            "absence.cover",
            make_key("absence.cover", page, document, command.pupil),
            value,
        )
        for page in work.reference.pages
        if work.reference.pages[page].class_id == command.class_id
        and any(each.id == command.pupil for each in work.reference.pupils_of(page))
    ]
