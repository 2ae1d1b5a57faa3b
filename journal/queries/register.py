"""Reading a spread of the register: pupils by lessons, topics and homework beside."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from journal import kinds, values
from journal.bench import Bench
from journal.calendar import Period
from journal.queries.absence_drafts import read_absence_drafts
from journal.queries.absence_reasons import explain
from journal.queries.judging import read_columns
from journal.queries.lesson_notes import lesson_note
from journal.queries.means import propose
from journal.queries.register_cells import (
    count_signs,
    entries_of,
    keys_of,
    place_of_key,
    show_cell_of,
    show_cells,
    show_fact,
    show_pupil,
    show_term,
    show_year,
)
from journal.queries.register_locks import Locks
from journal.queries.register_rows import (
    PageRows,
    Place,
    SignedEntry,
    read_key_rows,
    read_page_rows,
)
from journal.queries.register_view import (
    EMPTY,
    GridColumn,
    GridPupil,
    GridTerm,
    LessonLine,
    RegisterView,
)
from journal.reference import Lesson, PupilName, Reference
from journal.terms import NOTHING, Proposal, minimum_marks
from journal.wording import show_value
from journal.works import DEFAULT_WORK, weight_of

_FEW = 120
_OF_CELLS = frozenset({"mark.set", "attendance.set", "term.mark"})


def read_register(
    session: Session,
    reference: Reference,
    user: str,
    page: str,
    period: str,
    now: datetime,
    days: tuple[date, date] | None = None,
) -> RegisterView:
    """Return a page of the register as ``user`` may see and write it at ``now``.

    ``days``: first and last day to be seen, when these are not those of the period.
    """
    term = reference.periods[period]
    register_page = reference.pages[page]
    teacher = reference.staff.get(register_page.teacher)
    lessons = reference.lessons_between(page, *(days or (term.start, term.end)))
    of_term = [each.id for each in reference.lessons_between(page, term.start, term.end)]
    ids = [lesson.id for lesson in lessons]
    whole_year = _whole_year(reference, page, term, days, now)
    known = ids if days is None else list({*ids, *of_term})
    rows = read_page_rows(
        session,
        reference.school,
        page,
        period,
        known,
        authors=_asks_authors(reference),
        others=days is not None or whole_year is not None,
    )
    rows = replace(rows, attendance=explain(session, reference, page, rows.attendance))
    bench = Bench(reference, now, read_columns(session, reference.school, known))
    pupils = tuple(reference.pupils_of(page))
    locks = Locks(bench, user, pupils)
    columns = _columns(lessons, rows, locks)
    cells = show_cells(pupils, columns, rows, locks)
    lines = tuple(_lines(lessons, rows, locks))
    terms = _terms(page, term, days, columns, locks)
    year = (
        GridTerm(whole_year, len(columns), locks.of_term(page, whole_year)) if whole_year else None
    )
    means = _Means(reference, page, rows.marks, bench.columns)
    shown = _pupils(pupils, rows, means, term, terms, locks.today)
    if year is not None:
        shown = tuple(
            replace(row, year=show_year(reference, page, pupil, year.period, rows))
            for row, pupil in zip(shown, pupils, strict=True)
        )
    grade = reference.grade_of(page)
    return RegisterView(
        page=page,
        class_title=reference.class_of(page).title,
        subject=register_page.title,
        teacher=teacher.full if teacher else "",
        period=term,
        today=locks.today,
        pupils=shown,
        columns=columns,
        cells=cells,
        lines=lines,
        signs=count_signs(shown, cells.values(), lines),
        term_locked=locks.of_term(page, term),
        homework_off=reference.profile.homework_fault(grade) or "",
        graded=reference.is_graded(page),
        days=days,
        terms=terms,
        year=year,
        drafts=read_absence_drafts(
            session,
            reference,
            page,
            (each for each in lessons if each.id not in rows.called and each.day <= locks.today),
        ),
    )


def reread_register(
    session: Session,
    reference: Reference,
    view: RegisterView,
    keys: Iterable[str],
    user: str,
    now: datetime,
) -> RegisterView:
    """Return ``view`` after ``keys`` changed; a few cells cost a few rows, anything else a page."""
    touched = _few_cells(keys, reference, view, now) if view.is_whole else None
    if touched is None:
        return read_register(session, reference, user, view.page, view.period.id, now, view.days)
    places, pupils, finals = touched
    if finals and view.year is not None:  # the year is proposed from the marks of the terms
        return read_register(session, reference, user, view.page, view.period.id, now, view.days)
    page, term = view.page, view.period
    keys = [key for place in places for key in keys_of(page, place)]
    keys += [kinds.make_key("term.mark", page, term.id, pupil) for pupil in finals]
    authors = _asks_authors(reference)
    rows = read_key_rows(
        session, reference.school, page, pupils, keys, authors=authors, finals=bool(finals)
    )
    rows = replace(rows, attendance=explain(session, reference, page, rows.attendance))
    locks = Locks(Bench(reference, now), user, ())
    columns = {(column.lesson, column.column): column for column in view.columns}
    cells = dict(view.cells)
    for place in places:
        pupil = reference.pupils[place[0]]
        cell = show_cell_of(
            place, pupil, columns[place[1:]], rows, locks, entries_of(page, place, rows.entries)
        )
        cells[place] = cell
        if cell == EMPTY:
            del cells[place]
    # the work types are those of the view
    works = {place: values.Column(column.work) for place, column in columns.items()}
    means = _Means(reference, page, rows.marks, works)
    known = tuple(reference.pupils[row.id] for row in view.pupils if row.id in pupils)
    fresh = {row.id: row for row in _pupils(known, rows, means, term, view.terms, view.today)}

    def again(row: GridPupil) -> GridPupil:
        now_ = replace(
            fresh[row.id],
            number=row.number,
            year=row.year,
            terms=tuple(
                replace(new, mark=old.mark)
                for old, new in zip(row.terms, fresh[row.id].terms, strict=True)
            ),
        )
        return now_ if row.id in finals else replace(now_, term_mark=row.term_mark)

    shown = tuple(again(row) if row.id in pupils else row for row in view.pupils)
    signs = count_signs(shown, cells.values(), view.lines)
    return replace(view, pupils=shown, cells=cells, signs=signs, touched=frozenset(places))


@dataclass(frozen=True)
class _Means:
    """What marks of a page amount to, period by period."""

    reference: Reference
    page: str
    marks: Mapping[Place, tuple[str, ...]]
    columns: Mapping[tuple[str, str], values.Column]

    def of(self, period: Period) -> dict[str, Proposal]:
        """Return the proposals for a period by pupil."""
        lessons = self.reference.lessons_between(self.page, period.start, period.end)
        ids = [lesson.id for lesson in lessons]
        return propose(self.marks, ids, self.columns, self.reference)

    def least(self, period: Period, today: date) -> int:
        """Return how many marks a pupil should have by the end of yesterday."""
        lessons = self.reference.lessons_between(self.page, period.start, period.end)
        held = sum(lesson.day < today for lesson in lessons)
        is_half_year = "полугодие" in period.name.casefold()
        hours = self.reference.pages[self.page].hours
        return minimum_marks(hours, held, len(lessons), half_year=is_half_year)


def _pupils(
    pupils: Sequence[PupilName],
    rows: PageRows,
    means: _Means,
    term: Period,
    terms: Sequence[GridTerm],
    today: date,
) -> tuple[GridPupil, ...]:
    """Return the rows of the grid."""
    page, proposals = means.page, means.of(term)
    others = [(other.period, means.of(other.period)) for other in terms]
    least = means.least(term, today)
    return tuple(
        show_pupil(
            pupil,
            number,
            term,
            rows,
            proposals.get(pupil.id, NOTHING),
            page,
            tuple(
                show_term(page, period, pupil, rows, found.get(pupil.id, NOTHING))
                for period, found in others
            ),
            least,
        )
        for number, pupil in enumerate(pupils, start=1)
    )


def _terms(
    page: str,
    term: Period,
    days: tuple[date, date] | None,
    columns: Sequence[GridColumn],
    locks: Locks,
) -> tuple[GridTerm, ...]:
    """Return the other terms of which every day is in sight and the first has come."""
    if days is None or not locks.bench.reference.is_graded(page):
        return ()
    return tuple(
        GridTerm(each, sum(column.day <= each.end for column in columns), locks.of_term(page, each))
        for each in locks.bench.reference.periods_of(page)
        if each.id != term.id and days[0] <= each.start <= locks.today and each.end <= days[1]
    )


def _few_cells(
    keys: Iterable[str], reference: Reference, view: RegisterView, now: datetime
) -> tuple[set[Place], set[str], set[str]] | None:
    """Return the touched cells, all touched pupils, and those whose term mark was touched.

    ``None`` when more than a few cells changed.
    """
    if now.astimezone(reference.zone).date() != view.today:
        return None
    columns = {(column.lesson, column.column) for column in view.columns}
    lessons = {lesson for lesson, _ in columns}
    here = {pupil.id for pupil in view.pupils}
    places: set[Place] = set()
    finals: set[str] = set()
    for key in keys:
        scope = kinds.scope_of(key)
        if scope != f"page:{view.page}":
            if scope == "school" or scope.startswith("class:"):
                return None
            continue
        kind, parts = kinds.split_key(key)
        if kind.name not in _OF_CELLS:
            return None
        place = place_of_key(key)
        if place is not None and place[0] in here and place[1] in lessons:
            if place[1:] not in columns:
                return None
            places.add(place)
        elif parts.get("period") == view.period.id and parts["pupil"] in here:
            finals.add(parts["pupil"])
        elif any(parts.get("period") == term.period.id for term in _other_terms(view)):
            return None
    pupils = {place[0] for place in places} | finals
    return (places, pupils, finals) if len(places) <= _FEW else None


def _other_terms(view: RegisterView) -> tuple[GridTerm, ...]:
    return view.terms if view.year is None else (*view.terms, view.year)


def _whole_year(
    reference: Reference, page: str, term: Period, days: tuple[date, date] | None, now: datetime
) -> Period | None:
    """Return the year as a period where its marks are to be seen: with the last term, once begun.

    A page of chosen days shows it when the last term is in sight as a whole.
    """
    year = reference.marked_period(page, kinds.YEAR) if reference.is_graded(page) else None
    if year is None:
        return None
    last = reference.periods_of(page)[-1]
    shown = days or (term.start, term.end)
    has_begun = last.start <= now.astimezone(reference.zone).date()
    return year if has_begun and shown[0] <= last.start and last.end <= shown[1] else None


def _asks_authors(reference: Reference) -> bool:
    return reference.profile.marks.correction == "by_request"


def _columns(lessons: list[Lesson], rows: PageRows, locks: Locks) -> tuple[GridColumn, ...]:
    bench = locks.bench
    weights = bench.reference.profile.marks.weights
    marked = {place[1:] for place, cell in rows.marks.items() if cell}
    further: dict[str, list[str]] = defaultdict(list)
    for (lesson_id, column), known in bench.columns.items():
        # a late mark brings a removed column back
        if column != kinds.MAIN_COLUMN and (not known.removed or (lesson_id, column) in marked):
            further[lesson_id].append(column)
    shown = []
    for lesson in lessons:
        for column in (kinds.MAIN_COLUMN, *sorted(further[lesson.id])):
            known = bench.columns.get((lesson.id, column)) or values.Column(DEFAULT_WORK)
            locked, request = locks.of_column(lesson, column)
            shown.append(
                GridColumn(
                    lesson.id,
                    column,
                    lesson.day,
                    lesson.slot,
                    known.work,
                    weight_of(known.work, weights=weights),
                    known.title,
                    locked,
                    request,
                    lesson.id in rows.called,
                    column == kinds.MAIN_COLUMN,
                    lesson.day > locks.today,
                )
            )
    return tuple(shown)


def _lines(lessons: list[Lesson], rows: PageRows, locks: Locks) -> Iterator[LessonLine]:
    reference = locks.bench.reference
    offers = _offers(lessons, rows, locks)
    for lesson in lessons:
        text, taken = rows.topics.get(lesson.id, ("", None))
        told = values.Homework(*rows.homework.get(lesson.id, ("", False)))
        number = offers.get(lesson.id)
        topic, homework = rows.plan.get(number or taken or 0, ("", ""))
        locked = locks.of_topic(lesson)
        is_written = bool(told.text or told.unassigned)
        yield LessonLine(
            lesson.id,
            lesson.day,
            lesson.slot,
            show_fact(text, _signed(rows, "lesson.topic", lesson)),
            show_fact(
                show_value(told) if is_written else "", _signed(rows, "lesson.homework", lesson)
            ),
            topic if number else "",
            number,
            "" if is_written else homework,
            _note(reference, lesson, rows),
            locked,
            taken,
            "" if is_written or locked else locks.homework_due(lesson),
        )


def _note(reference: Reference, lesson: Lesson, rows: PageRows) -> str:
    """Return in what a lesson deviates from the timetable and its topic from the plan."""
    correction = rows.corrections.get(lesson.id, "")
    parts = (lesson_note(reference, lesson), f"корр. КТП: {correction}" if correction else "")
    return ", ".join(filter(None, parts))


def _offers(shown: list[Lesson], rows: PageRows, locks: Locks) -> dict[str, int]:
    """Return for each lesson without a topic the line of the plan that comes next at its place.

    A line that was taken, or is offered to an earlier lesson of the term, is offered to no other;
    a lesson between two lines that follow each other is offered none. Every term goes on where the
    lessons before it left the plan: so the same lesson is offered the same, however many days are
    in sight.
    """
    if not shown or not rows.plan:
        return {}
    reference, page = locks.bench.reference, shown[0].page
    taken = {lesson: number for lesson, (_, number) in rows.topics.items() if number}
    free = sorted(set(rows.plan) - set(taken.values()))
    known = [each for each in reference.lessons(page).values() if each.status != "cancelled"]
    until = _next_taken(known, taken)
    offers: dict[str, int] = {}
    term, last, reached = None, 0, 0
    for lesson in known:
        period = reference.period_on(page, lesson.day)
        if period is not term:
            term, last = period, reached
        place = bisect_right(free, last)
        if lesson.id in rows.topics and rows.topics[lesson.id][0]:
            reached = max(reached, taken.get(lesson.id, 0))
            last = max(last, reached)
        elif (
            lesson.day <= locks.today
            and place < len(free)
            and (lesson.id not in until or free[place] < until[lesson.id])
        ):
            last = offers[lesson.id] = free[place]
    return offers


def _next_taken(lessons: Sequence[Lesson], taken: Mapping[str, int]) -> dict[str, int]:
    """Return for each lesson before one with a line of the plan the least line taken after it."""
    until: dict[str, int] = {}
    least: int | None = None
    for lesson in reversed(lessons):
        if least is not None:
            until[lesson.id] = least
        if lesson.id in taken:
            least = taken[lesson.id] if least is None else min(least, taken[lesson.id])
    return until


def _signed(rows: PageRows, kind: str, lesson: Lesson) -> list[SignedEntry]:
    return rows.entries.get(kinds.make_key(kind, lesson.page, lesson.id), [])
