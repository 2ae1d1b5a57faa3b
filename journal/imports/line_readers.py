"""What a row becomes, for each kind of table: which field of the line each column fills."""

from collections.abc import Callable
from typing import Any, TypeVar

from journal.imports import columns, lines
from journal.imports import person_columns as persons
from journal.imports.full_names import sex_of
from journal.imports.rows import Column, Row

L = TypeVar("L", bound=lines.Line)


def _line(kind: type[L], /, **fields: Column[Any]) -> Callable[[Row], L]:
    """Return what makes a line of a row, each of its ``fields`` from one column."""

    def read(row: Row) -> L:
        return kind(row.where, **{name: row.take(column) for name, column in fields.items()})

    return read


school_line = _line(
    lines.SchoolLine,
    short_name=columns.SHORT_NAME,
    full_name=columns.FULL_NAME,
    municipality=columns.MUNICIPALITY,
    profile=columns.PROFILE,
)
class_line = _line(
    lines.ClassLine,
    class_name=columns.CLASS,
    class_teacher=columns.CLASS_TEACHER,
)
group_line = _line(
    lines.GroupLine,
    class_name=columns.CLASS,
    surname=persons.OF_SURNAME,
    name=persons.OF_NAME,
    patronymic=persons.OF_PATRONYMIC,
    subject=columns.SUBJECT,
    group=columns.OWN_GROUP,
)
load_line = _line(
    lines.LoadLine,
    class_name=columns.CLASS,
    subject=columns.SUBJECT,
    group=columns.GROUP,
    teacher=columns.TEACHER,
    hours=columns.HOURS,
)
timetable_line = _line(
    lines.TimetableLine,
    weekday=columns.WEEKDAY,
    lesson_number=columns.SLOT,
    class_name=columns.CLASS,
    subject=columns.SUBJECT,
    group=columns.GROUP,
    teacher=columns.LESSON_TEACHER,
    room=columns.ROOM,
    valid_from=columns.VALID_FROM,
    valid_to=columns.VALID_TO,
)
calendar_day_line = _line(
    lines.CalendarDayLine,
    day=columns.DAY,
    kind=columns.DAY_KIND,
    note=columns.NOTE,
)
plan_line = _line(
    lines.PlanLine,
    class_name=columns.CLASS,
    subject=columns.SUBJECT,
    group=columns.GROUP,
    number=columns.PLAN_NUMBER,
    topic=columns.TOPIC,
    homework=columns.HOMEWORK,
    work_type=columns.WORK_TYPE,
)


def staff_line(row: Row) -> lines.StaffLine:
    """Return a member of staff."""
    return lines.StaffLine(
        row.where,
        surname=row.take(persons.SURNAME),
        name=row.take(persons.NAME),
        patronymic=row.take(persons.PATRONYMIC),
        posts=row.take(persons.POST),
        post_title=row.text(persons.POST),
        login=row.take(persons.LOGIN),
    )


def pupil_line(row: Row) -> lines.PupilLine:
    """Return a pupil, with the sex that the patronymic tells where the table does not."""
    patronymic = row.take(persons.PUPIL_PATRONYMIC)
    sex = row.take(persons.SEX) or sex_of(patronymic)
    if not sex:
        row.warn(persons.SEX, "пол не указан и по отчеству не виден", "впишите м или ж")
    return lines.PupilLine(
        row.where,
        class_name=row.take(columns.CLASS),
        surname=row.take(persons.PUPIL_SURNAME),
        name=row.take(persons.PUPIL_NAME),
        patronymic=patronymic,
        sex=sex,
        birth_date=row.take(persons.BIRTH_DATE),
        arrived=row.take(persons.ARRIVED),
        groups=row.take(columns.GROUPS),
    )


def parent_line(row: Row) -> lines.ParentLine:
    """Return a parent of a pupil."""
    patronymic, relation = row.take(persons.PARENT_PATRONYMIC), row.take(persons.RELATION)
    known = {"mother": "f", "father": "m"}.get(relation, "")
    return lines.ParentLine(
        row.where,
        class_name=row.take(columns.CLASS),
        pupil_surname=row.take(persons.OF_SURNAME),
        pupil_name=row.take(persons.OF_NAME),
        pupil_patronymic=row.take(persons.OF_PATRONYMIC),
        pupil_born=row.take(persons.OF_BORN),
        surname=row.take(persons.PARENT_SURNAME),
        name=row.take(persons.PARENT_NAME),
        patronymic=patronymic,
        sex=row.take(persons.PARENT_SEX) or known or sex_of(patronymic),
        birth_date=row.take(persons.PARENT_BORN),
        relation=relation,
    )


def bell_line(row: Row) -> lines.BellLine:
    """Return when a lesson begins and ends."""
    grade_from, grade_to = row.take(columns.BELL_GRADES)
    return lines.BellLine(
        row.where,
        lesson_number=row.take(columns.SLOT),
        begin=row.take(columns.BELL_BEGIN),
        end=row.take(columns.BELL_END),
        weekday=row.take(columns.BELL_WEEKDAY),
        grade_from=grade_from,
        grade_to=grade_to,
        is_short=row.take(columns.BELL_DAY_KIND) == "short",
        valid_from=row.take(columns.VALID_FROM),
        valid_to=row.take(columns.VALID_TO),
    )


def period_line(row: Row) -> lines.PeriodLine:
    """Return a term."""
    grade_from, grade_to = row.take(columns.GRADES)
    return lines.PeriodLine(
        row.where,
        name=row.take(columns.PERIOD),
        grade_from=grade_from,
        grade_to=grade_to,
        start=row.take(columns.START),
        end=row.take(columns.END),
    )
