"""What the journal knows, as lines of tables: a class list may come without the load under it."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal.calendar import school_year_of
from journal.facts_pupils import CardRow
from journal.imports.columns import UNREAD_DAY
from journal.imports.drafting import year_of_lists
from journal.imports.faults import Place
from journal.imports.lines import (
    ClassLine,
    KnownSchool,
    LoadLine,
    PeriodLine,
    PupilLine,
    StaffLine,
    TimetableLine,
)
from journal.reference import PupilName, Reference, WeekLesson

_JOURNAL = Place("журнал")


def known_school(session: Session, reference: Reference, today: date) -> KnownSchool:
    """Return classes, staff, pupils, load, timetable and terms of the year that lists speak of."""
    year = year_of_lists(today)
    classes = {id_: each for id_, each in reference.classes.items() if each.year == year}
    logins = {user: member.login for user, member in reference.staff.items()}
    cards = {
        row.pupil: (row.sex, row.birth_date)
        for row in session.execute(
            select(CardRow.pupil, CardRow.sex, CardRow.birth_date).where(
                CardRow.school == reference.school
            )
        )
    }
    return KnownSchool(
        classes=tuple(
            ClassLine(_JOURNAL, each.title, logins.get(each.teacher or "", ""))
            for each in classes.values()
        ),
        staff=tuple(
            StaffLine(
                _JOURNAL,
                member.surname,
                member.name,
                member.patronymic,
                tuple(sorted(member.posts)),
                member.post_title,
                member.login,
            )
            for member in reference.staff.values()
            if not member.has_left(today)
        ),
        pupils=tuple(
            _pupil(pupil, classes[pupil.class_id].title, *cards.get(pupil.id, ("", None)))
            for pupil in reference.pupils.values()
            if pupil.class_id in classes and pupil.left is None
        ),
        load=tuple(
            LoadLine(
                _JOURNAL,
                classes[page.class_id].title,
                page.subject,
                page.group,
                logins.get(page.teacher, ""),
                page.hours,
            )
            for page in reference.pages.values()
            if page.class_id in classes
        ),
        timetable=tuple(
            _lesson(reference, line, logins.get(line.teacher, ""))
            for line in reference.timetable
            if line.end >= max(line.start, today)
            and line.page in reference.pages
            and reference.pages[line.page].class_id in classes
        ),
        periods=tuple(
            PeriodLine(
                _JOURNAL,
                period.name,
                period.grade_from,
                period.grade_to,
                period.start,
                period.end,
            )
            for period in reference.periods.values()
            if school_year_of(period.start) == year
        ),
        parent_required=tuple(reference.profile.cards.parent_required),
    )


def _lesson(reference: Reference, line: WeekLesson, teacher: str) -> TimetableLine:
    page = reference.pages[line.page]
    return TimetableLine(
        _JOURNAL,
        line.weekday,
        line.slot,
        reference.classes[page.class_id].title,
        page.subject,
        page.group,
        teacher,
        line.room,
        line.start,
        line.end,
    )


def _pupil(pupil: PupilName, title: str, sex: str, born: date | None) -> PupilLine:
    groups = tuple(
        (subject, group)
        for subject, _, group in (pair.rpartition("/") for pair in sorted(pupil.groups))
    )
    return PupilLine(
        _JOURNAL,
        title,
        pupil.surname,
        pupil.name,
        pupil.patronymic,
        sex,
        born or UNREAD_DAY,
        pupil.arrived,
        groups,
    )
