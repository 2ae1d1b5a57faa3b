"""The first quarter of 5А in two subjects, written lesson by lesson through the services."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy.orm import Session

from journal import values
from journal.changes import Changes
from journal.kinds import make_key
from journal.log import Draft, Stamp, append
from journal.marks import read_cell
from journal.queries.school import read_reference
from journal.reference import Lesson, Reference
from journal.services.lessons import SetColumn, set_column
from journal.services.terms import CloseTerm, SetTermMark, close_term, set_term_mark
from journal.services.work import Work
from journal.store import Store, open_journal
from tests.journal.answers import answer_all
from tests.journal.desks import KEY, MOSCOW, HandClock, new_journal
from tests.small_school import (
    CLASS_5A,
    MATHS,
    ORLOVA,
    PETROVA,
    PUPILS_5A,
    RUSSIAN,
    SCHOOL,
    SMIRNOVA,
    TERM_1,
)

C = TypeVar("C")

FILE = "journal.db"
TOPICS = (
    "Язык и общение. Стили речи",
    "Орфограмма. Гласные в корне слова",
    "Слово и его лексическое значение",
    "Имя прилагательное. Краткая форма",
)
ANNA, POLINA, PETR, LEV, EVA = PUPILS_5A
TEACHERS = {RUSSIAN: PETROVA, MATHS: ORLOVA}


@dataclass
class Story:
    """A journal that the deputy director holds, and everybody's hands in it."""

    store: Store
    clock: HandClock
    _reference: Reference | None = None
    _session: Session | None = None

    @property
    def reference(self) -> Reference:
        """The school as the journal knows it now."""
        if self._reference is None:
            with self._reading() as session:
                self._reference = read_reference(session, SCHOOL)
        return self._reference

    def forget_reference(self) -> None:
        """Read the school again: something was written past the services."""
        self._reference = None

    def lessons(self, page: str = RUSSIAN) -> Sequence[Lesson]:
        """Return the lessons of the first quarter."""
        term = self.reference.periods[TERM_1]
        return self.reference.lessons_between(page, term.start, term.end)

    def does(
        self, user: str, service: Callable[[Session, C, Work], Changes], command: C
    ) -> Changes:
        """Let a user carry out a wish at the moment of the clock."""
        work = Work(self.reference, Stamp(user, self.clock.read(), 0))
        with self._writing() as session:
            changes = service(session, command, work)
        if changes.touches_reference():
            self._reference = None
        return changes

    @contextmanager
    def at_one_go(self) -> Iterator[None]:
        """Write everything inside in one transaction, which is many times faster."""
        with self.store.writing() as session:
            self._session = session
            yield
        self._session = None

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        if self._session is not None:
            yield self._session
            return
        with self.store.writing() as session:
            yield session

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        if self._session is not None:
            yield self._session
            return
        with self.store.reading() as session:
            yield session

    def at(self, day: date, hour: int = 9, minute: int = 0) -> None:
        """Set the clock."""
        self.clock.now = datetime(day.year, day.month, day.day, hour, minute, tzinfo=MOSCOW)

    def keep_lesson(
        self,
        page: str,
        place: int,
        cells: dict[str, str] | None = None,
        *,
        topic: str | None = None,
        homework: str | None = None,
    ) -> Lesson:
        """Keep the lesson with this place (from 0) in the quarter as its teacher, on its day.

        The entries are appended as the services write them, only all at once.
        """
        lesson = self.lessons(page)[place]
        self.at(lesson.day)
        words = TOPICS[place % len(TOPICS)] if topic is None else topic
        told = f"§ {place + 1}, упр. {place * 5 + 3}" if homework is None else homework
        drafts = [
            _of_lesson("lesson.rollcall", lesson, values.RollCall(all_present=not cells)),
            _of_lesson("lesson.topic", lesson, values.Topic(words)),
            _of_lesson("lesson.homework", lesson, values.Homework(told, not told)),
        ]
        for pupil, text in (cells or {}).items():
            typed = read_cell(text, allow_one=False, graded=True)
            if typed.marks:
                drafts.append(_of_lesson("mark.set", lesson, values.Mark(typed.marks), pupil, "0"))
            if typed.absence:
                absent = values.Attendance(typed.absence, typed.proposed)
                drafts.append(_of_lesson("attendance.set", lesson, absent, pupil))
        with self._writing() as session:
            append(session, Stamp(TEACHERS[page], self.clock.read(), 0), drafts)
        return lesson

    def overwrite_mark(self, page: str, place: int, pupil: str, mark: str) -> Changes:
        """Put a mark past the rules that lock a closed quarter, as a decision may bring it."""
        draft = _of_lesson("mark.set", self.lessons(page)[place], values.Mark((mark,)), pupil, "0")
        with self._writing() as session:
            return append(session, Stamp(TEACHERS[page], self.clock.read(), 0), [draft])

    def set_work(self, page: str, place: int, work: str, column: str | None = "0") -> Changes:
        """Give a mark column its work type; ``None`` makes a further column."""
        lesson = self.lessons(page)[place]
        return self.does(TEACHERS[page], set_column, SetColumn(page, lesson.id, work, column))

    def set_term_marks(self, page: str, marks: dict[str, str]) -> None:
        """Set term marks; a reason is given in case one differs from the proposal."""
        for pupil, mark in marks.items():
            wish = SetTermMark(page, TERM_1, pupil, mark, "решение педагогического совета")
            self.does(TEACHERS[page], set_term_mark, wish)

    def close_term(self) -> None:
        """Let the deputy director close the quarter for the class."""
        self.does(SMIRNOVA, close_term, CloseTerm(TERM_1, (CLASS_5A,)))

    def answer(self, verdicts: dict[str, str] | None = None) -> None:
        """Let the centre answer now."""
        answer_all(self.store, self.clock.now, verdicts)


def begin(folder: Path, profile_text: str | None = None, user: str = SMIRNOVA) -> Story:
    """Return a journal, the deputy director's unless said otherwise, before the first lesson."""
    return Story(new_journal(folder, user, profile_text), HandClock())


def kept_quarter(folder: Path, profile_text: str | None = None) -> Story:
    """Return the journal after a complete quarter of two subjects, all of it accepted."""
    story = begin(folder, profile_text)
    with story.at_one_go():
        for page in (RUSSIAN, MATHS):
            for place in range(len(story.lessons(page))):
                story.keep_lesson(page, place, _cells(place))
        story.at(date(2026, 10, 23), 14)
        for page in (RUSSIAN, MATHS):
            story.set_term_marks(page, dict(zip(PUPILS_5A, "54434", strict=True)))
        story.close_term()
    story.at(date(2026, 10, 26))
    story.answer()
    return story


def quarter_template(folder: Path) -> Path:
    """Keep a quarter in a file that many stories can begin with; return its folder."""
    kept_quarter(folder).store.close()
    return folder


def from_template(template: Path, folder: Path) -> Story:
    """Return a story that goes on where ``template`` ended, in a file of its own."""
    shutil.copy2(template / FILE, folder / FILE)
    story = Story(open_journal(folder / FILE, KEY), HandClock())
    story.at(date(2026, 10, 26))
    return story


def _of_lesson(kind: str, lesson: Lesson, value: values.Value, *parts: str) -> Draft:
    key = make_key(kind, lesson.page, lesson.id, *parts)
    return Draft(kind, key, value, lesson_date=lesson.day)


def _cells(place: int) -> dict[str, str]:
    signs = ("5", "", "4", "н", "", "3", "5 4", "")
    return {
        pupil: signs[(place * 3 + number * 5) % len(signs)]
        for number, pupil in enumerate(PUPILS_5A)
        if signs[(place * 3 + number * 5) % len(signs)]
    }
