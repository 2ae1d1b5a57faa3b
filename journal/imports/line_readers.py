"""What a row becomes: one function for each kind of table."""

from journal.imports import columns, lines
from journal.imports import person_columns as persons
from journal.imports.full_names import sex_of
from journal.imports.rows import Row


def school_line(row: Row) -> lines.SchoolLine:
    """Return how the school calls itself."""
    return lines.SchoolLine(
        row.where,
        short_name=row.take(columns.SHORT_NAME),
        full_name=row.take(columns.FULL_NAME),
        municipality=row.take(columns.MUNICIPALITY),
        profile=row.take(columns.PROFILE),
    )


def class_line(row: Row) -> lines.ClassLine:
    """Return a class."""
    return lines.ClassLine(
        row.where,
        class_name=row.take(columns.CLASS),
        class_teacher=row.take(columns.CLASS_TEACHER),
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


def group_line(row: Row) -> lines.GroupLine:
    """Return the group of a pupil in a subject."""
    return lines.GroupLine(
        row.where,
        class_name=row.take(columns.CLASS),
        surname=row.take(persons.OF_SURNAME),
        name=row.take(persons.OF_NAME),
        patronymic=row.take(persons.OF_PATRONYMIC),
        subject=row.take(columns.SUBJECT),
        group=row.take(columns.OWN_GROUP),
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


def load_line(row: Row) -> lines.LoadLine:
    """Return a page of the register."""
    return lines.LoadLine(
        row.where,
        class_name=row.take(columns.CLASS),
        subject=row.take(columns.SUBJECT),
        group=row.take(columns.GROUP),
        teacher=row.take(columns.TEACHER),
        hours=row.take(columns.HOURS),
    )


def timetable_line(row: Row) -> lines.TimetableLine:
    """Return a lesson of the week."""
    return lines.TimetableLine(
        row.where,
        weekday=row.take(columns.WEEKDAY),
        lesson_number=row.take(columns.SLOT),
        class_name=row.take(columns.CLASS),
        subject=row.take(columns.SUBJECT),
        group=row.take(columns.GROUP),
        teacher=row.take(columns.LESSON_TEACHER),
        room=row.take(columns.ROOM),
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


def calendar_day_line(row: Row) -> lines.CalendarDayLine:
    """Return a day that deviates."""
    return lines.CalendarDayLine(
        row.where,
        day=row.take(columns.DAY),
        kind=row.take(columns.DAY_KIND),
        note=row.take(columns.NOTE),
    )


def plan_line(row: Row) -> lines.PlanLine:
    """Return a lesson of the plan."""
    return lines.PlanLine(
        row.where,
        class_name=row.take(columns.CLASS),
        subject=row.take(columns.SUBJECT),
        group=row.take(columns.GROUP),
        number=row.take(columns.PLAN_NUMBER),
        topic=row.take(columns.TOPIC),
        homework=row.take(columns.HOMEWORK),
        work_type=row.take(columns.WORK_TYPE),
    )
