"""Confirmed reasons of absence: what the class teacher said, and what documents prove."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal.absences import Cover, reason_of_absence
from journal.attendance import ABSENT
from journal.facts_pupils import AbsenceCoverRow, AbsenceReasonRow
from journal.queries.register_rows import Seen
from journal.reference import Lesson, Reference


class Reasons:
    """The reasons on some pages, as they stand now."""

    def __init__(
        self,
        said: Mapping[tuple[str, str], str],
        covers: Mapping[tuple[str, str], list[Cover]],
        reference: Reference,
    ) -> None:
        """Take what was said by (lesson, pupil), and what is proven by (page, pupil)."""
        self._said = said
        self._covers = covers
        self._reference = reference

    def of(self, page: str, lesson: str, pupil: str) -> str:
        """Return the confirmed reason of an absence: "б", "уп", "нп", or ""."""
        said = self._said.get((lesson, pupil), "")
        if (page, pupil) not in self._covers:
            return said
        known = self._reference.lessons(page).get(lesson)
        return self.at(known, pupil) if known is not None else said

    def at(self, lesson: Lesson, pupil: str) -> str:
        """Return the same for a lesson at hand, without working out the year of its page."""
        said = self._said.get((lesson.id, pupil), "")
        return reason_of_absence(lesson.day, said, self._covers.get((lesson.page, pupil), ()))

    def is_proven(self, page: str, lesson: str, pupil: str) -> bool:
        """Tell whether a document explains this absence, so that nothing else can."""
        known = self._reference.lessons(page).get(lesson)
        covers = self._covers.get((page, pupil), ())
        return known is not None and any(each.covers(known.day) for each in covers)


def explain(
    session: Session,
    reference: Reference,
    page: str,
    attendance: Mapping[tuple[str, str], Seen],
) -> Mapping[tuple[str, str], Seen]:
    """Return what a page shows of roll calls by (pupil, lesson): the reason instead of «н»."""
    if not any(seen.code == ABSENT for seen in attendance.values()):
        return attendance
    reasons = read_reasons(session, reference, [page])

    def explained(pupil: str, lesson: str, seen: Seen) -> Seen:
        reason = reasons.of(page, lesson, pupil) if seen.code == ABSENT else ""
        return seen._replace(code=reason, proposed="") if reason else seen

    return {place: explained(*place, seen) for place, seen in attendance.items()}


def read_reasons(session: Session, reference: Reference, pages: Collection[str]) -> Reasons:
    """Return the reasons on ``pages``; they cost two questions, however many pages there are."""
    school = reference.school
    said = session.execute(
        select(AbsenceReasonRow.lesson, AbsenceReasonRow.pupil, AbsenceReasonRow.code).where(
            AbsenceReasonRow.school == school, AbsenceReasonRow.page.in_(pages)
        )
    )
    covers: dict[tuple[str, str], list[Cover]] = defaultdict(list)
    found = session.execute(
        select(
            AbsenceCoverRow.page,
            AbsenceCoverRow.pupil,
            AbsenceCoverRow.code,
            AbsenceCoverRow.start,
            AbsenceCoverRow.end,
        ).where(
            AbsenceCoverRow.school == school,
            AbsenceCoverRow.page.in_(pages),
            AbsenceCoverRow.code != "",
        )
    )
    for page, pupil, code, start, end in found:
        covers[page, pupil].append(Cover(code, start, end))
    return Reasons({(lesson, pupil): code for lesson, pupil, code in said}, covers, reference)
