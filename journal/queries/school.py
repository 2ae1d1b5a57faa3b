"""Reading the frozen picture of the school from its rows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal import facts_page, facts_paper, facts_pupils, facts_school, tables
from journal import reference as picture
from journal.bells import Bell
from journal.calendar import CalendarDay, Period
from journal.profile import Profile, parse_profile, shipped_profile

RowT = TypeVar("RowT", bound=tables.Fact)


def read_reference(session: Session, school: str) -> picture.Reference:
    """Return the school as its rows say now; an empty journal gives an empty school."""
    names = next(iter(_rows(session, facts_school.SchoolRow, school)), None)
    number, profile = _profile(session, school)
    substitutions = _rows(session, facts_school.SubstitutionRow, school)
    return picture.Reference(
        school=school,
        short_name=names.short_name if names else "",
        full_name=names.full_name if names else "",
        municipality=names.municipality if names else "",
        system_name=names.system_name if names else "",
        profile=profile,
        profile_number=number,
        staff=_staff(session, school),
        classes={
            row.class_id: picture.SchoolClass(
                row.class_id, row.year, row.grade, row.letter, row.teacher
            )
            for row in _rows(session, facts_school.ClassRow, school)
        },
        pages={
            row.page: picture.RegisterPage(
                row.page,
                row.class_id,
                row.subject,
                row.group,
                row.teacher,
                row.hours,
                row.order,
            )
            for row in _rows(session, facts_school.PageRow, school)
        },
        pupils=_pupils(_rows(session, facts_school.PupilRow, school)),
        periods={
            row.period: Period(
                row.period, row.name, row.grade_from, row.grade_to, row.start, row.end
            )
            for row in _rows(session, facts_school.PeriodRow, school)
        },
        closed=frozenset(
            (row.period, row.class_id)
            for row in _rows(session, facts_school.ClosingRow, school)
            if row.closed
        ),
        days=tuple(
            CalendarDay(date.fromisoformat(row.day), row.kind, row.note, row.moved_from)
            for row in _rows(session, facts_school.CalendarDayRow, school)
        ),
        timetable=tuple(
            picture.WeekLesson(
                row.page, row.weekday, row.slot, row.teacher, row.room, row.start, row.end
            )
            for row in _rows(session, facts_school.TimetableRow, school)
        ),
        substitutions={row.lesson: row.teacher for row in substitutions if row.teacher},
        substituted_pages={row.lesson: row.page for row in substitutions if row.teacher},
        moves=tuple(
            (row.page, _move(row)) for row in _rows(session, facts_page.LessonChangeRow, school)
        ),
        workplaces={
            row.station: picture.Workplace(row.station, row.number, row.user, row.name)
            for row in _rows(session, facts_paper.StationRow, school)
        },
        certified=_certified(session, school),
        bell_lines=tuple(
            Bell(
                row.slot,
                row.begins,
                row.ends,
                row.weekday,
                row.grade_from,
                row.grade_to,
                row.start,
                row.end,
                row.is_short,
            )
            for row in _rows(session, facts_school.BellRow, school)
        ),
        card_fields=frozenset(
            row.field for row in _rows(session, facts_pupils.CardFieldRow, school) if row.is_on
        ),
    )


def _rows(session: Session, row_type: type[RowT], school: str) -> list[RowT]:
    query = select(row_type).where(row_type.school == school).order_by(row_type.key)
    return list(session.scalars(query))


def _move(row: facts_page.LessonChangeRow) -> picture.LessonMove:
    return picture.LessonMove(
        row.lesson,
        row.status,
        row.day,
        row.slot,
        row.reason,
        row.teacher,
        row.room,
        row.joined,
        row.is_distance,
    )


def _profile(session: Session, school: str) -> tuple[int, Profile]:
    row = next(iter(_rows(session, facts_school.ProfileRow, school)), None)
    return (row.number, parse_profile(row.text)) if row else (0, shipped_profile("general"))


def _pupils(rows: Sequence[facts_school.PupilRow]) -> Mapping[str, picture.PupilName]:
    called: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for row in rows:
        called[row.class_id, row.surname, row.name].append(row.patronymic)
    return {
        row.pupil: picture.PupilName(
            row.pupil,
            row.class_id,
            row.surname,
            row.name,
            row.patronymic,
            row.arrived,
            row.left,
            frozenset(row.groups),
            _apart(row.patronymic, called[row.class_id, row.surname, row.name]),
            row.arrival_order,
            row.arrival_order_day,
            row.leaving_order,
            row.leaving_order_day,
        )
        for row in rows
    }


def _apart(patronymic: str, patronymics: Sequence[str]) -> str:
    """Return by what a pupil is told from namesakes: an initial, or the patronymic in full."""
    if len(patronymics) == 1 or not patronymic:
        return ""
    initials = [each[:1] for each in patronymics]
    return f"{patronymic[0]}." if initials.count(patronymic[0]) == 1 else patronymic


def _staff(session: Session, school: str) -> Mapping[str, picture.StaffMember]:
    return {
        row.user: picture.StaffMember(
            row.user,
            row.surname,
            row.name,
            row.patronymic,
            frozenset(row.posts),
            row.post_title,
            row.login,
            row.until,
        )
        for row in _rows(session, facts_school.StaffRow, school)
    }


def _certified(session: Session, school: str) -> frozenset[tuple[str, str]]:
    query = (
        select(facts_paper.CopyRow.pages, facts_paper.CopyRow.period)
        .join(
            facts_paper.CopyStateRow,
            (facts_paper.CopyStateRow.school == facts_paper.CopyRow.school)
            & (facts_paper.CopyStateRow.copy == facts_paper.CopyRow.copy),
        )
        .where(facts_paper.CopyRow.school == school, facts_paper.CopyStateRow.state == "certified")
    )
    return frozenset((page, period) for pages, period in session.execute(query) for page in pages)
