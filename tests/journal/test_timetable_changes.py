"""Lessons that deviate from the timetable: what is written about them stays with them."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from journal.errors import UserError
from journal.paper import Imprint, LessonSlot
from journal.profile import profile_text
from journal.queries.lesson_notes import lesson_note
from journal.queries.register import read_register
from journal.queries.spreads import TermWish, read_term
from journal.reference import Lesson, Reference, lesson_id
from journal.services.lessons import SetCell, set_cell
from journal.services.timetable_changes import (
    AddLesson,
    CancelLesson,
    HoldAtDistance,
    JoinLesson,
    MoveLesson,
    RestoreLesson,
    add_lesson,
    cancel_lesson,
    hold_at_distance,
    join_lesson,
    move_lesson,
    restore_lesson,
)
from journal.store import Store
from tests.journal.desks import MOSCOW, HandClock, new_journal, work_of
from tests.small_school import (
    MATHS,
    ORLOVA,
    PETROVA,
    PUPILS_5A,
    RUSSIAN,
    RUSSIAN_1,
    SMIRNOVA,
    TERM_1,
)

TUESDAY, THURSDAY = date(2026, 9, 15), date(2026, 9, 17)
LESSON = lesson_id(RUSSIAN, TUESDAY, 1)
Service = Callable[[Any, Any, Any], Any]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = new_journal(tmp_path)
    yield made
    made.close()


def do(store: Store, service: Service, command: object, user: str = SMIRNOVA) -> None:
    work = work_of(store, user, HandClock())
    with store.writing() as session:
        service(session, command, work)


def school(store: Store) -> Reference:
    return work_of(store, PETROVA, HandClock()).reference


def lesson(store: Store, page: str = RUSSIAN, id_: str = LESSON) -> Lesson:
    return school(store).lessons(page)[id_]


def test_a_moved_lesson_keeps_its_marks_and_shows_at_the_new_date(store: Store) -> None:
    do(store, set_cell, SetCell(RUSSIAN, LESSON, PUPILS_5A[0], "5"), PETROVA)
    do(store, move_lesson, MoveLesson(RUSSIAN, LESSON, THURSDAY, 6, reason="медосмотр"))
    moved = lesson(store)
    assert (moved.day, moved.slot, moved.planned) == (THURSDAY, 6, (TUESDAY, 1))
    work = work_of(store, PETROVA, HandClock())
    with store.reading() as session:
        view = read_register(session, work.reference, PETROVA, RUSSIAN, TERM_1, work.now)
    column = next(each for each in view.columns if each.lesson == LESSON)
    assert (column.day, column.slot) == (THURSDAY, 6)
    assert view.cell(PUPILS_5A[0], LESSON, "0").text == "5"
    assert next(line.note for line in view.lines if line.lesson == LESSON) == "перенесён с 15.09"
    do(store, restore_lesson, RestoreLesson(RUSSIAN, LESSON))
    assert (lesson(store).day, lesson_note(school(store), lesson(store))) == (TUESDAY, "")


def test_a_cancelled_lesson_is_out_of_the_day_and_comes_back(store: Store) -> None:
    do(store, cancel_lesson, CancelLesson(RUSSIAN, LESSON, "карантин"))
    assert school(store).lessons_of_day(PETROVA, TUESDAY) == []
    assert lesson(store).reason == "карантин"
    do(store, restore_lesson, RestoreLesson(RUSSIAN, LESSON))
    assert [each.id for each in school(store).lessons_of_day(PETROVA, TUESDAY)] == [LESSON]


def test_a_time_at_which_class_or_teacher_is_elsewhere_is_refused(store: Store) -> None:
    with pytest.raises(UserError, match="уже стоит «Математика»"):
        do(store, move_lesson, MoveLesson(RUSSIAN, LESSON, THURSDAY, 2))
    maths = lesson_id(MATHS, TUESDAY, 2)
    with pytest.raises(UserError, match="учитель ведёт «Русский язык» в 1А"):
        do(store, move_lesson, MoveLesson(MATHS, maths, THURSDAY, 3))
    with pytest.raises(UserError, match="нет занятий"):
        do(store, move_lesson, MoveLesson(RUSSIAN, LESSON, date(2026, 9, 20), 6))


def test_joined_lessons_are_kept_by_one_teacher_each_on_its_page(store: Store) -> None:
    first = lesson_id(RUSSIAN_1, TUESDAY, 3)
    do(store, move_lesson, MoveLesson(RUSSIAN, LESSON, TUESDAY, 3))
    do(store, join_lesson, JoinLesson(RUSSIAN, LESSON, RUSSIAN_1))
    hers = school(store).lessons_of_day(ORLOVA, TUESDAY)
    assert {each.id for each in hers} >= {first, LESSON}
    note = lesson_note(school(store), lesson(store))
    assert note == "зам. Орлова Т. В., перенесён с 1 урока, вместе с 1А"
    do(store, restore_lesson, RestoreLesson(RUSSIAN, LESSON))
    assert lesson_note(school(store), lesson(store)) == ""  # by its own teacher again
    with pytest.raises(UserError, match="на одном номере"):
        do(store, join_lesson, JoinLesson(RUSSIAN, LESSON, MATHS))


def test_a_lesson_over_the_network_says_so(store: Store) -> None:
    do(store, hold_at_distance, HoldAtDistance(RUSSIAN, LESSON, reason="мороз"))
    assert lesson_note(school(store), lesson(store)) == "дистанционно"
    do(store, hold_at_distance, HoldAtDistance(RUSSIAN, LESSON, is_distance=False))
    assert not lesson(store).is_distance


@pytest.mark.clause("ANC-R.VII.2")
def test_only_the_office_moves_lessons_and_a_teacher_adds_own_ones_where_the_act_lets_her(
    store: Store, tmp_path: Path
) -> None:
    with pytest.raises(UserError, match="Изменения в расписание"):
        do(store, move_lesson, MoveLesson(RUSSIAN, LESSON, THURSDAY, 6), PETROVA)
    do(store, add_lesson, AddLesson(RUSSIAN, THURSDAY, 6, reason="консультация"), PETROVA)
    extra = [each for each in school(store).lessons_of_day(PETROVA, THURSDAY) if each.slot == 6]
    assert lesson_note(school(store), extra[0]) == "доп. урок"
    with pytest.raises(UserError, match="Изменения в расписание"):
        do(store, add_lesson, AddLesson(MATHS, THURSDAY, 7), PETROVA)
    (tmp_path / "strict").mkdir()
    text = profile_text("general").replace(
        "teacher_adds_lessons = true", "teacher_adds_lessons = false"
    )
    strict = new_journal(tmp_path / "strict", profile_text=text)
    with pytest.raises(UserError, match="Изменения в расписание"):
        do(strict, add_lesson, AddLesson(RUSSIAN, THURSDAY, 6), PETROVA)
    do(strict, add_lesson, AddLesson(RUSSIAN, THURSDAY, 6))
    strict.close()


def test_the_paper_names_the_moved_lesson_at_its_new_place(store: Store) -> None:
    do(store, move_lesson, MoveLesson(RUSSIAN, LESSON, THURSDAY, 6))
    reference = school(store)
    wish = TermWish(reference.pages[RUSSIAN].class_id, (RUSSIAN,), TERM_1, date(2026, 9, 30))
    imprint = Imprint(datetime(2026, 9, 30, 9, tzinfo=MOSCOW), "0.3.0", draft_reason="проба")
    with store.reading() as session:
        term = read_term(session, reference, wish, imprint)
    slots = term.document.pages[0].slots
    rows = [slot for slot in slots if isinstance(slot, LessonSlot)]
    notes = [(slot.day, slot.row.note) for slot in rows if slot.row is not None]
    assert (THURSDAY, "перенесён с 15.09") in notes
    assert TUESDAY not in [day for day, _ in notes]
