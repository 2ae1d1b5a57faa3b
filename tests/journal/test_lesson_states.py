"""What of a lesson is filled in, until when the rest is in time, and what comes late."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from journal.bench import Bench, Wish
from journal.errors import UserError
from journal.judgement import LATE, rule
from journal.kinds import make_key
from journal.profile import profile_text, shipped_profile
from journal.projection import KeyLog
from journal.queries.lesson_states import (
    LessonState,
    read_lesson_states,
    read_unfilled,
    unfilled_in_words,
)
from journal.queries.school import read_reference
from journal.reference import Lesson, LessonMove, Reference, lesson_id
from journal.services.lessons import (
    CallRoll,
    SetCell,
    SetColumn,
    SetHomework,
    SetTopic,
    call_roll,
    set_cell,
    set_column,
    set_homework,
    set_topic,
)
from journal.store import Store
from journal.values import Homework
from tests.journal.desks import HandClock, new_journal, work_of
from tests.small_school import (
    CLASS_5A,
    MATHS,
    ORLOVA,
    PETROVA,
    PUPILS_5A,
    RUSSIAN,
    RUSSIAN_1,
    SCHOOL,
    SMIRNOVA,
    TERM_1,
)

TUESDAY = date(2026, 9, 15)
LESSON = lesson_id(RUSSIAN, TUESDAY, 1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = new_journal(tmp_path)
    yield made
    made.close()


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Reference:
    made = new_journal(tmp_path_factory.mktemp("school"))
    with made.reading() as session:
        found = read_reference(session, SCHOOL)
    made.close()
    return found


class Desk:
    """A teacher at her journal, with a clock that the test moves."""

    def __init__(self, store: Store, user: str = PETROVA) -> None:
        self.store = store
        self.user = user
        self.clock = HandClock()

    def do(self, service: object, command: object) -> None:
        work = work_of(self.store, self.user, self.clock)
        with self.store.writing() as session:
            service(session, command, work)  # type: ignore[operator]

    def state(self, lesson: str = LESSON, page: str = RUSSIAN) -> LessonState:
        work = work_of(self.store, self.user, self.clock)
        found = work.reference.lessons(page)[lesson]
        with self.store.reading() as session:
            return read_lesson_states(session, work.reference, [found], work.now)[0]

    def unfilled(self) -> list[str]:
        work = work_of(self.store, self.user, self.clock)
        with self.store.reading() as session:
            found = read_unfilled(session, work.reference, self.user, work.now)
        return [f"{state.lesson.day:%d.%m} {unfilled_in_words(state)}" for state in found]


@pytest.mark.clause("MIC-3.4.1")
@pytest.mark.clause("ANC-P4.T.2a")
def test_a_lesson_is_filled_when_roll_topic_and_homework_are_there(store: Store) -> None:
    desk = Desk(store)
    states = [tick.state for tick in desk.state().ticks]
    assert states == ["open", "none", "open", "open"]
    desk.do(call_roll, CallRoll(RUSSIAN, LESSON))
    desk.do(set_topic, SetTopic(RUSSIAN, LESSON, "Имя"))
    assert not desk.state().is_filled
    desk.do(set_homework, SetHomework(RUSSIAN, LESSON, "", unassigned=True))
    assert desk.state().is_filled
    assert desk.state().topic_text == "Имя"


def test_what_was_left_out_is_asked_for_from_the_next_day_on_the_oldest_first(
    store: Store,
) -> None:
    desk = Desk(store)
    desk.clock.set(2026, 9, 1, 23, 59)
    assert desk.unfilled() == []
    desk.clock.set(2026, 9, 2, 0, 0)
    assert desk.unfilled() == ["01.09 нет переклички, темы и домашнего задания: срок был 01.09"]
    desk.do(set_topic, SetTopic(RUSSIAN, lesson_id(RUSSIAN, date(2026, 9, 1), 1), "Имя"))
    desk.clock.set(2026, 9, 3, 8, 0)
    assert desk.unfilled() == [
        "01.09 нет переклички и домашнего задания: срок был 01.09",
        "02.09 нет переклички, темы и домашнего задания: срок был 02.09",
    ]


@pytest.mark.clause("ANC-P4.T.1")
def test_a_written_work_waits_for_a_mark_of_everybody_who_was_there(store: Store) -> None:
    desk = Desk(store)
    desk.do(set_column, SetColumn(RUSSIAN, LESSON, "КР", "0"))
    desk.do(set_cell, SetCell(RUSSIAN, LESSON, PUPILS_5A[0], "н"))
    assert desk.state().marks.state == "open"
    desk.do(set_cell, SetCell(RUSSIAN, LESSON, PUPILS_5A[1], "5"))
    desk.clock.set(2026, 9, 18, 23, 59)  # three school days for a written work
    assert desk.state().marks.state == "open"
    desk.clock.set(2026, 9, 19, 0, 0)
    assert desk.state().marks.missing == "1 из 4 отметок"
    assert desk.state().marks.state == "overdue"
    for pupil in PUPILS_5A[2:]:
        desk.do(set_cell, SetCell(RUSSIAN, LESSON, pupil, "4"))
    assert desk.state().marks.state == "done"


def test_a_first_grade_needs_neither_marks_nor_homework(store: Store) -> None:
    desk = Desk(store, ORLOVA)
    state = desk.state(lesson_id(RUSSIAN_1, TUESDAY, 3), RUSSIAN_1)
    assert [tick.state for tick in state.ticks] == ["open", "none", "open", "none"]


def homework(act: Reference, lesson: Lesson, after_last: timedelta) -> tuple[str, bool]:
    """Return the judgement on homework set some time after the class's last lesson."""
    ends = act.lessons_end(act.pages[RUSSIAN].class_id, lesson.day)
    assert ends is not None
    at = ends + after_last

    key = make_key("lesson.homework", RUSSIAN, lesson.id)
    log = KeyLog(key)
    wish = Wish(PETROVA, "lesson.homework", key, Homework("упр. 1"), 0)
    ruled = rule(wish, log.lines, log.standing, Bench(act, at), at)
    assert ruled.verdict == "accepted"
    return ruled.reason, ruled.late


@pytest.mark.clause("TAL-2.8b")
def test_homework_is_in_time_89_minutes_after_the_last_lesson_and_late_after_91(
    reference: Reference,
) -> None:
    act = replace(reference, profile=shipped_profile("tal"))
    lesson = act.lessons(RUSSIAN)[LESSON]
    assert homework(act, lesson, timedelta(minutes=89)) == ("", False)
    assert homework(act, lesson, timedelta(minutes=91)) == (LATE, True)
    extra = LessonMove("extra", "extra", TUESDAY, 6)
    longer = replace(act, moves=((MATHS, extra),))  # the day has become longer
    assert f"{longer.homework_due(lesson):%H:%M}" == "15:50"
    off = LessonMove(lesson_id(MATHS, TUESDAY, 2), "cancelled", TUESDAY, 2)
    shorter = replace(act, moves=((MATHS, off),))
    assert f"{shorter.homework_due(lesson):%H:%M}" == "10:45"


@pytest.mark.clause("MIC-3.4.2")
@pytest.mark.clause("ANC-R.VIII.6")
@pytest.mark.parametrize("act", ["anc", "mic"])
def test_homework_is_due_by_the_end_of_the_day_where_the_act_says_so(
    reference: Reference, act: str
) -> None:
    school = replace(reference, profile=shipped_profile(act))  # type: ignore[arg-type]
    lesson = school.lessons(RUSSIAN)[LESSON]
    ends = datetime(2026, 9, 15, 10, 10, tzinfo=school.zone)
    until_midnight = datetime(2026, 9, 15, 23, 59, tzinfo=school.zone) - ends
    assert homework(school, lesson, until_midnight) == ("", False)
    assert homework(school, lesson, until_midnight + timedelta(minutes=1)) == (LATE, True)


@pytest.mark.clause("ANC-P4.T.2b")
def test_a_mark_of_yesterday_is_late_in_one_school_and_a_request_in_another(
    tmp_path: Path,
) -> None:
    for name in ("general", "anc"):
        folder = tmp_path / name
        folder.mkdir()
        store = new_journal(folder, profile_text=profile_text(name))
        desk = Desk(store)
        zone_hours = 4 if name == "anc" else 0
        desk.do(set_cell, SetCell(RUSSIAN, LESSON, PUPILS_5A[0], "5"))
        desk.clock.set(2026, 9, 16, 9 - zone_hours)
        if name == "anc":
            with pytest.raises(UserError, match="только по запросу"):
                desk.do(set_cell, SetCell(RUSSIAN, LESSON, PUPILS_5A[1], "4"))
            desk.do(set_cell, SetCell(RUSSIAN, LESSON, PUPILS_5A[1], "4", reason="опечатка"))
        else:
            desk.do(set_cell, SetCell(RUSSIAN, LESSON, PUPILS_5A[1], "4"))
            desk.clock.set(2026, 9, 25, 9)  # seven school days after the due day
            with pytest.raises(UserError, match="только по запросу"):
                desk.do(set_cell, SetCell(RUSSIAN, LESSON, PUPILS_5A[2], "4"))
            desk.do(set_cell, SetCell(RUSSIAN, LESSON, PUPILS_5A[2], "4", reason="работа над"))
        store.close()


def test_the_substitute_is_asked_for_the_lesson_and_its_teacher_is_not(store: Store) -> None:
    desk = Desk(store)
    desk.clock.set(2026, 9, 2, 8, 0)
    reference = work_of(store, PETROVA, desk.clock).reference
    first = lesson_id(RUSSIAN, date(2026, 9, 1), 1)
    known = replace(reference, substitutions={first: SMIRNOVA}, substituted_pages={first: RUSSIAN})
    with store.reading() as session:
        assert read_unfilled(session, known, PETROVA, desk.clock.now) == ()
        found = read_unfilled(session, known, SMIRNOVA, desk.clock.now)
    assert [state.lesson.id for state in found] == [first]


def test_a_closed_period_is_not_asked_for_any_more(store: Store) -> None:
    clock = HandClock()
    clock.set(2026, 9, 2, 8, 0)
    reference = work_of(store, PETROVA, clock).reference
    closed = replace(reference, closed=frozenset({(TERM_1, CLASS_5A)}))
    with store.reading() as session:
        assert len(read_unfilled(session, reference, PETROVA, clock.now)) == 1
        assert read_unfilled(session, closed, PETROVA, clock.now) == ()
