"""When the bell rings, and which lessons a day has."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from journal import values
from journal.bells import USUAL_BELLS, Bell, Bells
from journal.kinds import make_key
from journal.log import Draft
from journal.queries.school import read_reference
from journal.reference import LessonMove, Reference, lesson_id
from journal.services.work import write
from journal.store import Store
from tests.journal.desks import HandClock, new_journal, work_of
from tests.small_school import (
    CLASS_5A,
    FIRST,
    GROMOV,
    MATHS,
    ORLOVA,
    PETROVA,
    RUSSIAN,
    SCHOOL,
)

ZONE = ZoneInfo("Asia/Barnaul")
TUESDAY = date(2026, 9, 15)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made = new_journal(tmp_path_factory.mktemp("bells"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def reference(store: Store) -> Reference:
    with store.reading() as session:
        return read_reference(session, SCHOOL)


def rung(bells: Bells, slot: int, grade: int = 5, *, is_short: bool = False) -> str:
    times = bells.times(TUESDAY, slot, grade, is_short=is_short)
    return f"{times.begins:%H:%M}-{times.ends:%H:%M}"


def test_a_school_without_bells_of_its_own_has_the_usual_ones() -> None:
    bells = Bells((), ZONE)
    assert [rung(bells, slot) for slot in (1, 2, 3, 7)] == [
        "08:30-09:15",
        "09:25-10:10",
        "10:30-11:15",
        "14:30-15:15",
    ]
    assert all(one.ends < next_.begins for one, next_ in pairwise(USUAL_BELLS))


def test_the_line_that_speaks_most_closely_of_the_day_rings() -> None:
    lines = (
        Bell(1, 8 * 60, 8 * 60 + 40),
        Bell(1, 14 * 60, 14 * 60 + 40, grade_from=6, grade_to=7),
        Bell(1, 9 * 60, 9 * 60 + 40, weekday=2, grade_from=1, grade_to=4),
        Bell(1, 8 * 60, 8 * 60 + 30, is_short=True),
    )
    bells = Bells(lines, ZONE)
    assert rung(bells, 1) == "08:00-08:40"
    assert rung(bells, 1, grade=7) == "14:00-14:40"  # the second shift
    assert rung(bells, 1, grade=2) == "09:00-09:40"  # Tuesdays of the small ones
    assert rung(bells, 1, grade=5, is_short=True) == "08:00-08:30"
    assert rung(bells, 2) == "09:25-10:10"  # nobody said when: the usual time


def test_bells_of_a_part_of_the_year_ring_only_then() -> None:
    lines = (Bell(1, 480, 520), Bell(1, 500, 540, start=TUESDAY, end=TUESDAY))
    bells = Bells(lines, ZONE)
    assert rung(bells, 1) == "08:20-09:00"
    assert f"{bells.times(date(2026, 9, 22), 1, 5).begins:%H:%M}" == "08:00"


def test_bells_are_entries_of_the_school(tmp_path: Path) -> None:
    store = new_journal(tmp_path, GROMOV)
    key = make_key("bells.set", "", "b1")
    work = work_of(store, GROMOV, HandClock())
    with store.writing() as session:
        write(session, work, [Draft("bells.set", key, values.Bell(1, 8 * 60, 8 * 60 + 40))])
    after = work_of(store, GROMOV, HandClock()).reference
    lesson = after.lessons(RUSSIAN)[lesson_id(RUSSIAN, TUESDAY, 1)]
    assert f"{after.times_of(lesson).ends:%H:%M}" == "08:40"
    store.close()


def test_the_days_of_the_school_hold_the_lessons_of_its_pages(reference: Reference) -> None:
    moved, cancelled = (lesson_id(RUSSIAN, TUESDAY + timedelta(days=n), 1) for n in (0, 1))
    known = replace(
        reference,
        moves=(
            (RUSSIAN, LessonMove(moved, "moved", TUESDAY + timedelta(days=2), 6)),
            (RUSSIAN, LessonMove(cancelled, "cancelled", TUESDAY + timedelta(days=1), 1)),
            (MATHS, LessonMove("extra", "extra", TUESDAY, 7, teacher=PETROVA)),
        ),
        substitutions={lesson_id(MATHS, TUESDAY, 2): PETROVA},
        substituted_pages={lesson_id(MATHS, TUESDAY, 2): MATHS},
    )
    days = [FIRST + timedelta(days=n) for n in range(280)]
    by_day = {lesson.id: lesson for day in days for lesson in known.lessons_on(day)}
    by_page = {id_: each for page in known.pages for id_, each in known.lessons(page).items()}
    assert by_day == by_page
    assert len(by_day) == sum(len(known.lessons_on(day)) for day in days)
    hers = known.lessons_of_day(PETROVA, TUESDAY)
    assert [(lesson.page, lesson.slot, lesson.status) for lesson in hers] == [
        (MATHS, 2, "planned"),
        (MATHS, 7, "extra"),
    ]
    assert known.pages_kept_by(PETROVA) == [RUSSIAN, MATHS]
    assert set(known.pages_kept_by(ORLOVA)) >= {MATHS}


def test_the_last_lesson_of_a_class_ends_by_the_timetable_with_its_changes(
    reference: Reference,
) -> None:
    assert f"{reference.lessons_end(CLASS_5A, TUESDAY):%H:%M}" == "10:10"
    late = LessonMove("extra", "extra", TUESDAY, 6)
    off = LessonMove(lesson_id(MATHS, TUESDAY, 2), "cancelled", TUESDAY, 2)
    longer = replace(reference, moves=((RUSSIAN, late),))
    shorter = replace(reference, moves=((MATHS, off),))
    assert f"{longer.lessons_end(CLASS_5A, TUESDAY):%H:%M}" == "14:20"
    assert f"{shorter.lessons_end(CLASS_5A, TUESDAY):%H:%M}" == "09:15"
    assert reference.lessons_end(CLASS_5A, date(2026, 10, 26)) is None  # holidays


def test_a_day_costs_no_year_of_the_whole_school(reference: Reference) -> None:
    pages = {
        f"{page.id}{copy}": replace(page, id=f"{page.id}{copy}")
        for copy in range(150)
        for page in reference.pages.values()
    }
    lines = tuple(
        replace(line, page=f"{line.page}{copy}")
        for copy in range(150)
        for line in reference.timetable
    )
    school = replace(reference, pages=pages, timetable=lines)
    began = time.perf_counter()
    assert len(school.lessons_of_day(PETROVA, TUESDAY)) == 150
    day = time.perf_counter() - began
    assert not school._lessons  # no page was worked out for it
    began = time.perf_counter()
    for page in school.pages:
        school.lessons(page)
    assert day < (time.perf_counter() - began) / 10
