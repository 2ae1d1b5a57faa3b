"""Blank sheets of form F-11 for a day without electricity: lessons, names, empty cells (TAL-3.1).

They are made of what this journal knows, so they can be printed at any moment and off line.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal.calendar import year_title
from journal.errors import UserError
from journal.outage_paper import TemporaryCell, TemporaryDay, TemporaryPupil
from journal.paper import Imprint
from journal.queries.class_lists import class_list
from journal.queries.document_heads import school_head, signer_by_post
from journal.queries.temporary_entries import content_of
from journal.queries.temporary_journals import journal_label
from journal.queries.temporary_sheets import (
    FrozenDays,
    SheetName,
    approved_form,
    bind_days,
    in_order,
    lesson_line,
)
from journal.reference import Lesson, Reference
from journal.rights import DEPUTY
from journal.tables import DeskRow


def blank_days(
    session: Session,
    reference: Reference,
    classes: Sequence[str],
    day: date,
    imprint: Imprint,
) -> FrozenDays:
    """Return sheets to be filled in by hand on a day without electricity, a class each.

    Raises:
        UserError: no class has lessons on that day, or the form is not approved yet.
    """
    desk = session.scalars(select(DeskRow)).one()
    wanted = [class_id for class_id in classes if _lessons_of_class(reference, class_id, day)]
    if not wanted:
        raise UserError(
            f"На {day:%d.%m.%Y} в расписании нет уроков этих классов. Выберите другой день."
        )
    days = tuple(blank_day(reference, each, day, desk.station, imprint) for each in wanted)
    return FrozenDays(
        bind_days(reference, f"пустые листы на {day:%d.%m.%Y}", days, imprint),
        content_of(session, reference, ()),
    )


def blank_day(
    reference: Reference, class_id: str, day: date, station: str, imprint: Imprint
) -> TemporaryDay:
    """Return a sheet of one class to be filled in by hand; ``station`` is where it is printed.

    Raises:
        UserError: the local act wants the form approved, and names no act.
    """
    lessons = _lessons_of_class(reference, class_id, day)
    label = journal_label(reference, station, 0, day).replace("№ 0", "№ ____")
    return TemporaryDay(
        school=school_head(reference),
        year=year_title(reference.classes[class_id].year),
        class_name=reference.classes[class_id].title,
        number=label,
        day=day,
        since=None,
        until=None,
        lessons=tuple(lesson_line(reference, lesson, {}, ()) for lesson in lessons),
        pupils=tuple(
            TemporaryPupil(number, pupil.listed, (TemporaryCell(),) * len(lessons))
            for number, pupil in enumerate(class_list(reference, class_id, day), start=1)
        ),
        checker=signer_by_post(reference, DEPUTY),
        reason="отключение электричества",
        approved=approved_form(reference),
        imprint=imprint,
    )


def classes_of_day(reference: Reference, day: date) -> tuple[SheetName, ...]:
    """Return the classes that have lessons on a day, by grade and letter."""
    found = [
        school_class
        for school_class in reference.classes.values()
        if _lessons_of_class(reference, school_class.id, day)
    ]
    found.sort(key=lambda each: (each.grade, each.letter))
    return tuple(SheetName(each.id, each.title, day) for each in found)


def _lessons_of_class(reference: Reference, class_id: str, day: date) -> list[Lesson]:
    pages = [page for page in reference.pages.values() if page.class_id == class_id]
    return in_order(
        {lesson for page in pages for lesson in reference.lessons_between(page.id, day, day)}
    )
