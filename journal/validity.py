"""What a value may say at all: faults that no later event can mend."""

from journal import values
from journal.attendance import attendance_fault, reason_fault
from journal.bells import bell_fault
from journal.homework import manners_fault
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
    if isinstance(value, values.Bell):
        return bell_fault(value.slot, value.begins, value.ends)
    if isinstance(value, values.Redaction):
        return _redaction_fault(value)
    return None


def _redaction_fault(act: values.Redaction) -> str | None:
    if not act.number.strip():
        return "у акта нет номера"
    return None if act.entries else "акт не называет ни одной записи"
