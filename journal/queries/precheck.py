"""What to look at before a page is printed: gaps in it, and why it can only be a draft yet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy.orm import Session

from journal.calendar import Period
from journal.deadlines import term_mark_opens
from journal.queries.class_lists import printed_list
from journal.queries.draft_reasons import read_draft_reasons
from journal.queries.register_rows import read_page_rows
from journal.queries.spreads import held_lessons
from journal.queries.transfer_words import plural
from journal.reference import Lesson, Reference

GapKind = Literal["roll_call", "topic", "homework", "term_mark"]

_SHOWN = 4
_TODO: dict[GapKind, str] = {
    "roll_call": "учитель отмечает отсутствующих или «Все присутствуют»",
    "topic": "учитель записывает тему урока",
    "homework": "учитель записывает задание или отмечает «не задано»",
    "term_mark": "учитель выставляет отметку за период, при необходимости «н/а» или «осв»",
}


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing on a page.

    Attributes:
        count: of lessons or of pupils.
        words: «Нет темы: 3 урока (02.09, 03.09, 07.09)».
        todo: who does what about it.
    """

    page: str
    class_title: str
    subject: str
    teacher: str
    kind: GapKind
    count: int
    words: str
    todo: str


@dataclass(frozen=True, slots=True)
class Precheck:
    """The state of the pages before print.

    Attributes:
        gaps: by page in the order given, none of them forbids a copy.
        draft_reasons: sentences; while there is one, only a draft may be printed.
        notes: sentences worth knowing that forbid nothing.
    """

    gaps: tuple[Gap, ...]
    draft_reasons: tuple[str, ...]
    notes: tuple[str, ...] = ()

    @property
    def draft_reason(self) -> str:
        """The first reason, for the foot of the draft; "" for a copy."""
        return next(iter(self.draft_reasons), "")


def read_gaps(
    session: Session, reference: Reference, pages: Sequence[str], period: str, now: datetime
) -> tuple[Gap, ...]:
    """Return what is missing on the pages up to ``now``, page by page."""
    term = reference.periods[period]
    today = now.astimezone(reference.zone).date()
    return tuple(gap for page in pages for gap in _gaps(session, reference, page, term, today))


def read_precheck(
    session: Session,
    reference: Reference,
    pages: Sequence[str],
    period: str,
    now: datetime,
    user: str,
) -> Precheck:
    """Look at the pages of one class before they are printed by ``user`` at ``now``."""
    term = reference.periods[period]
    today = now.astimezone(reference.zone).date()
    gaps = read_gaps(session, reference, pages, period, now)
    notes = []
    classes = {reference.pages[page].class_id for page in pages}
    if today > term.end and any((period, each) not in reference.closed for each in classes):
        notes.append(
            f"Период «{term.name}» ещё не закрыт для записей: если после печати что-то исправят,"
            " копия устареет."
        )
    reasons = read_draft_reasons(session, reference, pages, term, now, user)
    return Precheck(gaps, reasons, tuple(notes))


def _gaps(
    session: Session, reference: Reference, page: str, term: Period, today: date
) -> Iterator[Gap]:
    lessons = held_lessons(reference, page, term, today)
    ids = [lesson.id for lesson in lessons]
    rows = read_page_rows(session, reference.school, page, term.id, ids, authors=False)
    grade = reference.grade_of(page)
    yield from _lesson_gap(
        reference, page, "roll_call", [each for each in lessons if each.id not in rows.called]
    )
    if reference.profile.needs_topic(grade):
        without_topic = [each for each in lessons if not rows.topics.get(each.id, ("", None))[0]]
        yield from _lesson_gap(reference, page, "topic", without_topic)
    if reference.profile.homework_fault(grade) is None:
        told = {
            lesson for lesson, (text, unassigned) in rows.homework.items() if text or unassigned
        }
        without_homework = [each for each in lessons if each.id not in told]
        yield from _lesson_gap(reference, page, "homework", without_homework)
    profile = reference.profile
    if not reference.is_graded(page) or today < term_mark_opens(profile, term):
        return
    names = [
        pupil.listed
        for pupil in printed_list(reference, page, term)
        if pupil.is_listed_on(term.end) and not rows.term_marks.get(pupil.id)
    ]
    if names:
        count = plural(len(names), "ученика", "учеников", "учеников")
        words = f"Нет отметки за период у {count} ({_some(names)})"
        yield _gap(reference, page, "term_mark", len(names), words)


def _lesson_gap(
    reference: Reference, page: str, kind: GapKind, lessons: list[Lesson]
) -> Iterator[Gap]:
    if not lessons:
        return
    what = {"roll_call": "переклички", "topic": "темы", "homework": "домашнего задания"}[kind]
    days = _some([f"{lesson.day:%d.%m}" for lesson in lessons])
    count = plural(len(lessons), "урок", "урока", "уроков")
    yield _gap(reference, page, kind, len(lessons), f"Нет {what}: {count} ({days})")


def _gap(reference: Reference, page: str, kind: GapKind, count: int, words: str) -> Gap:
    register_page = reference.pages[page]
    teacher = reference.staff.get(register_page.teacher)
    return Gap(
        page,
        reference.class_of(page).title,
        register_page.title,
        teacher.short if teacher else "",
        kind,
        count,
        words,
        _TODO[kind],
    )


def _some(parts: Sequence[str]) -> str:
    """Return the first few parts and how many there are besides."""
    shown = ", ".join(parts[:_SHOWN])
    return shown if len(parts) <= _SHOWN else f"{shown} и ещё {len(parts) - _SHOWN}"
