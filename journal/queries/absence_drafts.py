"""Whom the roll call of a lesson may expect to be absent, before it is called (C-05).

A document covers the day, or the class teacher said that the pupil is absent all day. Both are
drafts: the roll call takes them over or finds the pupil present.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from journal.absences import Cover, reason_of_absence
from journal.attendance import ABSENT
from journal.facts_pupils import AbsenceCoverRow
from journal.queries.roll_calls import read_whole_days
from journal.reference import Lesson, Reference
from journal.tables import Base

_COVERS = Base.metadata.tables[AbsenceCoverRow.__tablename__]


@dataclass(frozen=True, slots=True)
class AbsenceDraft:
    """What a roll call may take over: "н", or the reason that a document proves."""

    code: str
    words: str


def read_absence_drafts(
    session: Session, reference: Reference, page: str, lessons: Iterable[Lesson]
) -> dict[tuple[str, str], AbsenceDraft]:
    """Return the drafts for lessons of a page that were not called, by pupil and lesson."""
    wanted = list(lessons)
    if not wanted:
        return {}
    covers = _covers(session, reference, page)
    first, last = min(each.day for each in wanted), max(each.day for each in wanted)
    class_id = reference.pages[page].class_id
    days = read_whole_days(session, reference, [class_id], first, last)
    return dict(_drafts(reference, page, wanted, covers, days)) if covers or days else {}


def _drafts(
    reference: Reference,
    page: str,
    lessons: list[Lesson],
    covers: Mapping[str, list[Cover]],
    days: frozenset[tuple[str, date]],
) -> Iterator[tuple[tuple[str, str], AbsenceDraft]]:
    for pupil in reference.pupils_of(page):
        known = covers.get(pupil.id, ())
        for lesson in lessons:
            if not pupil.is_listed_on(lesson.day):
                continue
            reason = reason_of_absence(lesson.day, "", known)
            if reason:
                proof = next(
                    each for each in known if each.code == reason and each.covers(lesson.day)
                )
                until = f"-{proof.end:%d.%m}" if proof.end != proof.start else ""
                words = f"документ на {proof.start:%d.%m}{until}"
                yield (pupil.id, lesson.id), AbsenceDraft(reason, words)
            elif (pupil.id, lesson.day) in days:
                said = "нет весь день, внесено классным руководителем"
                yield (pupil.id, lesson.id), AbsenceDraft(ABSENT, said)


def _covers(session: Session, reference: Reference, page: str) -> dict[str, list[Cover]]:
    query = select(_COVERS.c.pupil, _COVERS.c.code, _COVERS.c.start, _COVERS.c.end).where(
        _COVERS.c.school == bindparam("school"),
        _COVERS.c.page == bindparam("page"),
        _COVERS.c.code != "",
    )
    covers: dict[str, list[Cover]] = {}
    for pupil, *cover in session.execute(query, {"school": reference.school, "page": page}):
        covers.setdefault(pupil, []).append(Cover(*cover))
    return covers
