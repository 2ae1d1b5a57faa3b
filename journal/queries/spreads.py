"""Freezing pages of the register for paper: form F-01 of one class over one period."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from journal import kinds, values
from journal.calendar import Period, year_title
from journal.homework import UNASSIGNED
from journal.kinds import MAIN_COLUMN, YEAR
from journal.marks import print_cell
from journal.paper import (
    CORRECTED,
    CROSSED,
    Correction,
    Imprint,
    LessonRow,
    LessonSlot,
    PupilRow,
    Slot,
    SubjectPage,
    TermRegister,
    TermSlot,
)
from journal.queries.class_lists import printed_list
from journal.queries.closing_lines import read_closing
from journal.queries.corrections import Change, read_changes
from journal.queries.document_heads import (
    certification,
    paper_name,
    paper_subject,
    school_head,
)
from journal.queries.judging import read_columns
from journal.queries.lesson_notes import lesson_note
from journal.queries.movements import moved_on_paper
from journal.queries.page_content import PageContent, read_content
from journal.queries.pupil_tasks import Tasks, homework_on_paper, read_tasks
from journal.queries.register_rows import UNSEEN, PageRows, read_page_rows
from journal.reference import Lesson, PupilName, Reference
from journal.works import DEFAULT_WORK, WORK_TYPES

FORM = "F-01"
_LETTERS = "абвгдежзик"


@dataclass(frozen=True, slots=True)
class TermWish:
    """What to print: pages of one class over one period; ``today`` ends an unfinished one."""

    class_id: str
    pages: tuple[str, ...]
    period: str
    today: date


@dataclass(frozen=True, slots=True)
class FrozenTerm:
    """The document for the printer, and the state of each page that a copy of it certifies."""

    document: TermRegister
    contents: tuple[PageContent, ...]


def read_term(
    session: Session, reference: Reference, wish: TermWish, imprint: Imprint, user: str = ""
) -> FrozenTerm:
    """Freeze the pages of a class; ``user`` signs if the local act names a post of this person."""
    contents = tuple(read_content(session, reference, page, wish.period) for page in wish.pages)
    school_class = reference.classes[wish.class_id]
    document = TermRegister(
        school=school_head(reference),
        year=year_title(school_class.year),
        class_name=school_class.title,
        period=reference.periods[wish.period].name,
        pages=tuple(
            _page(session, reference, wish, page, content)
            for page, content in zip(wish.pages, contents, strict=True)
        ),
        imprint=imprint,
        certification=None if imprint.draft_reason else certification(reference, FORM, user),
    )
    return FrozenTerm(document, contents)


def held_lessons(reference: Reference, page: str, period: Period, today: date) -> list[Lesson]:
    """Return the lessons of a period up to ``today``, without the cancelled ones."""
    return reference.lessons_between(page, period.start, min(period.end, today))


@dataclass(frozen=True)
class _Spread:
    """Everything about one page that its rows and columns are made of."""

    reference: Reference
    page: str
    period: Period
    rows: PageRows
    columns: Mapping[str, Sequence[tuple[str, values.Column]]]
    tasks: Mapping[str, Tasks]
    changes: Mapping[str, Sequence[Change]]
    ends: tuple[Period, ...]

    def final(self, end: Period, pupil: str) -> str:
        """Return a pupil's mark for the term or the year."""
        if end.id == self.period.id:
            return self.rows.term_marks.get(pupil, "")
        return self.rows.other_finals.get((end.id, pupil), "")


def _page(
    session: Session, reference: Reference, wish: TermWish, page: str, content: PageContent
) -> SubjectPage:
    period = reference.periods[wish.period]
    lessons = held_lessons(reference, page, period, wish.today)
    ids = [lesson.id for lesson in lessons]
    rows = read_page_rows(
        session, reference.school, page, period.id, ids, authors=False, others=True
    )
    is_over = wish.today >= period.end
    spread = _Spread(
        reference,
        page,
        period,
        rows,
        _columns(session, reference.school, lessons, rows),
        read_tasks(session, reference, page, ids),
        read_changes(session, reference, page, period.id),
        tuple(_ends(reference, page, period, rows, is_over=is_over)),
    )
    register_page = reference.pages[page]
    teacher = reference.staff.get(register_page.teacher)
    places = [(lesson, column) for lesson in lessons for column, _ in spread.columns[lesson.id]]
    slots: list[Slot] = list(_lesson_slots(spread, lessons))
    for end in spread.ends:
        given = len(held_lessons(reference, page, end, wish.today))
        closing = read_closing(session, reference, page, end, rows.plan, given) if is_over else None
        if end.id == YEAR and closing is not None:
            closing = replace(closing, title="За год")
        slots.append(TermSlot("Год" if end.id == YEAR else end.name, closing))
    listed = printed_list(reference, page, period)
    return SubjectPage(
        subject=paper_subject(register_page),
        group=register_page.group,
        teacher=teacher.full if teacher else "",
        slots=tuple(slots),
        pupils=tuple(
            _pupil(spread, number, pupil, places) for number, pupil in enumerate(listed, start=1)
        ),
        corrections=tuple(_corrections(spread, listed, places)),
        witness=content.witness,
    )


def _ends(
    reference: Reference, page: str, period: Period, rows: PageRows, *, is_over: bool
) -> Iterator[Period]:
    """Yield what has a column after the lessons: the term, after the last one the year."""
    if is_over or rows.term_marks:
        yield period
    year = reference.marked_period(page, YEAR)
    is_last = reference.periods_of(page)[-1:] == [period]
    if year is not None and is_last and any(end == YEAR for end, _ in rows.other_finals):
        yield year


def _columns(
    session: Session, school: str, lessons: list[Lesson], rows: PageRows
) -> dict[str, list[tuple[str, values.Column]]]:
    """Return the mark columns of each lesson, the main one first.

    A removed column counts again as soon as it holds a mark.
    """
    known = read_columns(session, school, [lesson.id for lesson in lessons])
    marked = {(lesson, column) for (_, lesson, column), marks in rows.marks.items() if marks}
    columns = {
        lesson.id: [(MAIN_COLUMN, known.get((lesson.id, MAIN_COLUMN), values.Column(DEFAULT_WORK)))]
        for lesson in lessons
    }
    for place, column in sorted(known.items()):
        lesson_id, id_ = place
        if id_ != MAIN_COLUMN and (not column.removed or place in marked):
            columns[lesson_id].append((id_, column))
    return columns


def _lesson_slots(spread: _Spread, lessons: list[Lesson]) -> Iterator[LessonSlot]:
    numbers = _numbers_in_year(spread.reference, spread.page)
    for lesson in lessons:
        columns = spread.columns[lesson.id]
        row = _lesson_row(spread, lesson, numbers[lesson.id])
        for place, (_, column) in enumerate(columns):
            yield LessonSlot(
                lesson.day,
                row if place == 0 else None,
                "" if column.work == DEFAULT_WORK else column.work,
                _LETTERS[min(place, len(_LETTERS) - 1)] if len(columns) > 1 else "",
            )


def _numbers_in_year(reference: Reference, page: str) -> dict[str, int]:
    """Return the running number of each lesson that was not cancelled."""
    held = (
        lesson.id for lesson in reference.lessons(page).values() if lesson.status != "cancelled"
    )
    return {id_: number for number, id_ in enumerate(held, start=1)}


def _lesson_row(spread: _Spread, lesson: Lesson, number: int) -> LessonRow:
    topic, _ = spread.rows.topics.get(lesson.id, ("", None))
    for _, column in spread.columns[lesson.id]:
        topic = _with_work(topic, column.work)
    homework, unassigned = spread.rows.homework.get(lesson.id, ("", False))
    return LessonRow(
        number,
        topic,
        homework_on_paper(
            UNASSIGNED if unassigned else homework,
            spread.tasks.get(lesson.id, {}),
            spread.reference.pupils_of(spread.page),
        ),
        ", ".join(
            filter(
                None,
                (
                    lesson_note(spread.reference, lesson, paper_name),
                    "корр. КТП" if lesson.id in spread.rows.corrections else "",
                ),
            )
        ),
    )


def _with_work(topic: str, code: str) -> str:
    """Return the topic beginning with the kind of work, unless the teacher named it already."""
    work = WORK_TYPES.get(code)
    if work is None or work.group == "current" or not topic:
        return topic
    named = work.name.lower()
    stem = named[: max(6, len(named.split()[0]) - 2)]
    return topic if stem in topic.lower() else f"{work.name}. {topic}"


def _pupil(
    spread: _Spread, number: int, pupil: PupilName, places: list[tuple[Lesson, str]]
) -> PupilRow:
    cells = [_cell(spread, pupil, lesson, column) for lesson, column in places]
    gone = pupil.left is not None and pupil.left <= spread.period.end
    for end in spread.ends:
        mark = spread.final(end, pupil.id)
        text = CROSSED if gone and not mark else mark
        cells.append(_with_sign(spread, text, _final_key(spread, end, pupil.id)))
    arrived, left = moved_on_paper(pupil, spread.period)
    return PupilRow(number, pupil.listed, tuple(cells), arrived, left)


def _cell(spread: _Spread, pupil: PupilName, lesson: Lesson, column: str) -> str:
    marks = spread.rows.marks.get((pupil.id, lesson.id, column), ())
    absence = ""
    if column == MAIN_COLUMN:
        absence = spread.rows.attendance.get((pupil.id, lesson.id), UNSEEN).code
    text = print_cell(marks, absence)
    if not text and not pupil.is_listed_on(lesson.day):
        return CROSSED
    key = kinds.make_key("mark.set", spread.page, lesson.id, pupil.id, column)
    return _with_sign(spread, text, key)


def _final_key(spread: _Spread, end: Period, pupil: str) -> str:
    return kinds.make_key("term.mark", spread.page, end.id, pupil)


def _with_sign(spread: _Spread, text: str, key: str) -> str:
    return text + CORRECTED if spread.changes.get(key) else text


def _corrections(
    spread: _Spread, listed: list[PupilName], places: list[tuple[Lesson, str]]
) -> Iterator[Correction]:
    surnames = [pupil.surname for pupil in listed]
    for slot, (lesson, column) in enumerate(places):
        for pupil in listed:
            key = kinds.make_key("mark.set", spread.page, lesson.id, pupil.id, column)
            yield from _told(spread, slot, f"{lesson.day:%d.%m}", pupil, surnames, key)
    for place, end in enumerate(spread.ends, start=len(places)):
        for pupil in listed:
            key = _final_key(spread, end, pupil.id)
            yield from _told(spread, place, end.name, pupil, surnames, key)


def _told(
    spread: _Spread, slot: int, when: str, pupil: PupilName, surnames: list[str], key: str
) -> Iterator[Correction]:
    name = pupil.surname if surnames.count(pupil.surname) == 1 else pupil.listed
    for change in spread.changes.get(key, ()):
        outcome = f"исправлено на {change.after}" if change.after else "снято"
        words = f"{when} {name}: {change.before} {outcome}, {change.words}"
        yield Correction(slot, words)
