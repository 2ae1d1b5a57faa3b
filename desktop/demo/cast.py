"""Who plays: chosen from the school's timetable, so the story fits any school day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from journal.calendar import Period
from journal.errors import UserError
from journal.reference import Lesson, Reference, RegisterPage


@dataclass(frozen=True, slots=True)
class Cast:
    """The people and lessons of one day's story.

    Attributes:
        teacher: keeps ``lessons``: two on the classroom computer, the third on her notebook.
        colleague: puts the mark of a written work of ``work_lesson`` on ``work_page``.
        deputy: closes ``term`` for the class of that page meanwhile.
    """

    today: date
    teacher: str
    lessons: tuple[Lesson, Lesson, Lesson]
    colleague: str
    work_page: RegisterPage
    work_lesson: Lesson
    term: Period
    deputy: str
    administrator: str


def cast(reference: Reference, today: date) -> Cast:
    """Choose the cast for ``today``.

    Raises:
        UserError: no teacher has three lessons that day.
    """
    for term, page, lesson in _written_works(reference, today):
        closed_class = page.class_id
        for teacher in sorted(reference.staff, key=lambda user: reference.staff[user].login):
            kept = [
                each
                for each in reference.lessons_of_day(teacher, today)
                if reference.pages[each.page].class_id != closed_class or term.end < today
            ]
            if len(kept) >= 3 and teacher != page.teacher:
                return Cast(
                    today,
                    teacher,
                    (kept[0], kept[1], kept[2]),
                    page.teacher,
                    page,
                    lesson,
                    term,
                    _with_post(reference, "deputy"),
                    _with_post(reference, "administrator"),
                )
    raise UserError(
        f"{today:%d.%m.%Y} не подходит для показа: это не учебный день демонстрационной школы. "
        "Назовите учебный день, например --clock 2026-10-23T08:00."
    )


def _written_works(
    reference: Reference, today: date
) -> Iterator[tuple[Period, RegisterPage, Lesson]]:
    """Yield terms to close with a page and its last lesson in the term, the fullest pages first."""
    pages = sorted(reference.pages.values(), key=lambda page: (-page.hours, page.order))
    for page in pages:
        if page.group:
            continue
        terms = [period for period in reference.periods_of(page.id) if period.start <= today]
        ended = [term for term in terms if term.end <= today]
        for term in (ended or terms)[-1:]:
            held = [
                lesson
                for lesson in reference.lessons_between(page.id, term.start, term.end)
                if lesson.day < today
            ]
            if held:
                yield term, page, held[-1]


def _with_post(reference: Reference, post: str) -> str:
    return next(user for user, member in reference.staff.items() if post in member.posts)
