"""What the grid is told of a page: signs, locks, requests; and a few cells read again alone."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event
from sqlalchemy.orm import Session

from journal import kinds, values
from journal.changes import Changes
from journal.entries import Receipt
from journal.errors import UserError
from journal.log import Draft, append
from journal.profile import profile_text
from journal.projection import refold, set_receipts
from journal.queries.lesson_card import read_lesson_card
from journal.queries.pages import read_pages
from journal.queries.pupil_summary import read_pupil_summary
from journal.queries.register import read_register, reread_register
from journal.queries.register_view import RegisterView
from journal.reference import lesson_id
from journal.services.decisions import Undo, undo
from journal.services.lessons import (
    CallRoll,
    SetCell,
    SetColumn,
    SetTopic,
    call_roll,
    set_cell,
    set_column,
    set_topic,
)
from journal.services.terms import SetTermMark, set_term_mark
from journal.services.work import Work
from journal.store import Store
from tests.journal.desks import HandClock, new_journal, work_of
from tests.small_school import (
    CLASS_5A,
    MATHS,
    ORLOVA,
    PETROVA,
    PUPILS,
    PUPILS_5A,
    RUSSIAN,
    RUSSIAN_1,
    SCHOOL,
    SMIRNOVA,
    TERM_1,
    TERM_2,
)

C = TypeVar("C")

DAY, DAY_BEFORE = date(2026, 9, 15), date(2026, 9, 14)
LESSON, LESSON_BEFORE = lesson_id(RUSSIAN, DAY, 1), lesson_id(RUSSIAN, DAY_BEFORE, 1)


class Desk:
    """Petrova at her journal."""

    def __init__(self, folder: Path, profile: str | None = None) -> None:
        self.clock = HandClock()
        self.store: Store = new_journal(folder, profile_text=profile)

    def does(self, service: Callable[[Session, C, Work], Changes], command: C) -> Changes:
        with self.store.writing() as session:
            return service(session, command, self.work())

    def work(self) -> Work:
        return work_of(self.store, PETROVA, self.clock)

    def sees(self) -> RegisterView:
        reference = self.work().reference
        with self.store.reading() as session:
            return read_register(session, reference, PETROVA, RUSSIAN, TERM_1, self.clock.now)

    def sees_again(self, view: RegisterView, changes: Changes) -> RegisterView:
        reference = self.work().reference
        with self.store.reading() as session:
            return reread_register(session, reference, view, changes.keys, PETROVA, self.clock.now)

    def hears(self, verdict: str, *, reason: str = "", late: bool = False) -> Changes:
        """Let the centre answer everything that waits."""
        with self.store.writing() as session:
            waiting = session.connection().exec_driver_sql(
                "select id, key from entries where number is null order by seq"
            )
            entries = [(row[0], row[1]) for row in waiting]
            known = session.connection().exec_driver_sql("select max(number) from entries")
            first = (known.scalar() or 0) + 1
            receipts = {
                id_: Receipt(epoch="e1", number=number, verdict=verdict, reason=reason, late=late)
                for number, (id_, _) in enumerate(entries, first)
            }
            set_receipts(session, SCHOOL, receipts)
            return refold(session, SCHOOL, [key for _, key in entries])


@pytest.fixture
def petrova(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def at_anc(tmp_path: Path) -> Desk:
    """At the school whose act allows corrections on request only."""
    return Desk(tmp_path, profile_text("anc"))


CELLS = st.tuples(
    st.sampled_from(PUPILS_5A),
    st.sampled_from([LESSON, LESSON_BEFORE]),
    st.sampled_from(["", "5", "4 3", "н", "о 4", "б", "зач"]),
)


@given(st.lists(CELLS, min_size=1, max_size=8), st.sampled_from(["", "5", "4"]))
@settings(max_examples=8)
def test_cells_read_again_alone_are_those_of_the_whole_page(
    tmp_path_factory: pytest.TempPathFactory, typed: list[tuple[str, str, str]], final: str
) -> None:
    petrova = Desk(tmp_path_factory.mktemp("desk"))
    view = petrova.sees()
    for pupil, lesson, text in typed:
        changes = petrova.does(set_cell, SetCell(RUSSIAN, lesson, pupil, text))
        view = petrova.sees_again(view, changes)
        assert view == petrova.sees()
    command = SetTermMark(RUSSIAN, TERM_1, typed[0][0], final, "по итогам работы")
    view = petrova.sees_again(view, petrova.does(set_term_mark, command))
    assert view == petrova.sees()
    view = petrova.sees_again(view, petrova.does(call_roll, CallRoll(RUSSIAN, LESSON)))
    assert view == petrova.sees()


def test_another_page_and_another_term_leave_the_view_as_it_was(petrova: Desk) -> None:
    view = petrova.sees()
    other = kinds.make_key("mark.set", MATHS, LESSON, PUPILS[0], "0")
    final = kinds.make_key("term.mark", RUSSIAN, TERM_2, PUPILS[0])
    assert petrova.sees_again(view, Changes(frozenset({other, final}))) == view


def test_a_new_school_day_opens_its_lesson(petrova: Desk) -> None:
    petrova.clock.set(2026, 9, 14)
    view = petrova.sees()
    tomorrow = next(column for column in view.columns if column.day == DAY)
    assert tomorrow.future
    assert "ещё не проведён" in tomorrow.locked
    petrova.clock.set(2026, 9, 15)
    opened = petrova.sees_again(view, Changes())
    assert not next(column for column in opened.columns if column.day == DAY).locked


def test_a_held_cell_tells_what_waits_and_why(petrova: Desk) -> None:
    petrova.hears("accepted")
    petrova.does(set_cell, SetCell(RUSSIAN, LESSON, PUPILS[0], "4"))
    petrova.hears("held", reason="поступило после закрытия четверти")
    cell = petrova.sees().cell(PUPILS[0], LESSON, "0")
    assert (cell.text, cell.sign, cell.rival) == ("", "held", "4")
    assert cell.words == "поступило после закрытия четверти"


def test_a_refusal_is_shown_until_its_author_acts(petrova: Desk) -> None:
    petrova.hears("accepted")
    command = Draft(
        "mark.set",
        kinds.make_key("mark.set", RUSSIAN, LESSON, PUPILS[0], "0"),
        values.Mark(("14",)),
    )
    with petrova.store.writing() as session:
        append(session, petrova.work().stamp, [command])
    petrova.hears("refused", reason="Отметки «14» нет")
    assert petrova.sees().cell(PUPILS[0], LESSON, "0").sign == "refused"
    assert petrova.sees().signs.refused == 1
    petrova.does(set_cell, SetCell(RUSSIAN, LESSON, PUPILS[0], "4"))
    assert petrova.sees().cell(PUPILS[0], LESSON, "0").sign == "pending"
    petrova.hears("accepted", late=True)
    cell = petrova.sees().cell(PUPILS[0], LESSON, "0")
    assert (cell.text, cell.sign, cell.late) == ("4", "", True)


@pytest.mark.clause("ANC-P4.T.2b")
def test_a_mark_that_is_changed_on_request_only_is_locked_before_typing(at_anc: Desk) -> None:
    at_anc.does(set_cell, SetCell(RUSSIAN, LESSON, PUPILS[0], "4"))
    assert not at_anc.sees().cell(PUPILS[0], LESSON, "0").lock
    at_anc.clock.wait(minutes=16)
    view = at_anc.sees()
    assert "только по запросу" in view.cell(PUPILS[0], LESSON, "0").lock
    assert not view.cell(PUPILS[1], LESSON, "0").lock


def test_a_request_for_a_mark_asks_for_the_mark_alone(petrova: Desk) -> None:
    petrova.clock.set(2026, 10, 12)
    command = SetCell(RUSSIAN, LESSON, PUPILS[0], "4", reason="описка")
    changes = petrova.does(set_cell, command)
    assert [kinds.split_key(key)[0].name for key in changes.keys] == ["mark.set"]


def test_a_new_column_is_taken_back_whole(petrova: Desk) -> None:
    before = petrova.sees().columns
    made = petrova.does(set_column, SetColumn(RUSSIAN, LESSON, "СР"))
    changed = petrova.does(set_column, SetColumn(RUSSIAN, LESSON, "ДИК", kinds.MAIN_COLUMN))
    assert len(petrova.sees().columns) == len(before) + 1
    for changes in (changed, made):
        petrova.does(undo, Undo(changes.written))
    assert petrova.sees().columns == before


def test_a_column_with_marks_is_not_removed(petrova: Desk) -> None:
    (key,) = petrova.does(set_column, SetColumn(RUSSIAN, LESSON, "СР")).keys
    column = kinds.split_key(key)[1]["column"]
    petrova.does(set_cell, SetCell(RUSSIAN, LESSON, PUPILS[0], "4", column))
    remove = SetColumn(RUSSIAN, LESSON, "СР", column, removed=True)
    with pytest.raises(UserError, match="есть отметки"):
        petrova.does(set_column, remove)
    petrova.does(set_cell, SetCell(RUSSIAN, LESSON, PUPILS[0], "", column))
    petrova.does(set_column, remove)
    assert all(each.column != column for each in petrova.sees().columns)
    with pytest.raises(UserError, match="Первая колонка"):
        petrova.does(set_column, SetColumn(RUSSIAN, LESSON, "СР", "0", removed=True))


def test_a_lesson_tells_its_columns_and_their_last_days(petrova: Desk) -> None:
    petrova.does(set_column, SetColumn(RUSSIAN, LESSON, "КР", kinds.MAIN_COLUMN))
    petrova.does(set_cell, SetCell(RUSSIAN, LESSON, PUPILS[0], "4"))
    petrova.does(set_topic, SetTopic(RUSSIAN, LESSON, "Контрольная работа"))
    work = petrova.work()
    with petrova.store.reading() as session:
        card = read_lesson_card(session, work.reference, PETROVA, RUSSIAN, LESSON, work.now)
    (column,) = card.columns
    assert (column.name, str(column.weight), column.marks) == ("Контрольная работа", "3", 1)
    assert (column.due, column.lock) == (date(2026, 9, 18), date(2026, 9, 29))
    assert (card.topic, card.teacher, card.locked) == ("Контрольная работа", "Петрова А. А.", "")


def test_the_plan_is_offered_in_the_order_of_the_lessons(petrova: Desk) -> None:
    plan = [
        Draft(
            "plan.topic",
            kinds.make_key("plan.topic", RUSSIAN, str(number)),
            values.PlanTopic(f"Тема {number}", ""),
        )
        for number in range(1, 12)
    ]
    with petrova.store.writing() as session:
        append(session, petrova.work().stamp, plan)
    lines = petrova.sees().lines
    assert [line.planned_number for line in lines[:11]] == list(range(1, 12))
    assert {line.planned_number for line in lines[11:]} == {None}
    third, sixth = lines[2].lesson, lines[5].lesson
    petrova.does(set_topic, SetTopic(RUSSIAN, sixth, "Тема 6", 6))
    petrova.does(set_topic, SetTopic(RUSSIAN, third, "Что-то своё"))
    lines = petrova.sees().lines
    # what was written later leaves the lines before it to the lessons before it
    assert [line.planned_number for line in lines[:8]] == [1, 2, None, 3, 4, None, 7, 8]


def test_the_next_term_goes_on_where_the_plan_was_left(petrova: Desk) -> None:
    plan = [
        Draft(
            "plan.topic",
            kinds.make_key("plan.topic", RUSSIAN, str(number)),
            values.PlanTopic(f"Тема {number}", ""),
        )
        for number in range(1, 60)
    ]
    with petrova.store.writing() as session:
        append(session, petrova.work().stamp, plan)
    petrova.does(set_topic, SetTopic(RUSSIAN, LESSON, "Тема 38", 38))
    petrova.clock.set(2026, 11, 3)
    with petrova.store.reading() as session:
        reference = petrova.work().reference
        view = read_register(session, reference, PETROVA, RUSSIAN, TERM_2, petrova.clock.now)
    assert [line.planned_number for line in view.lines[:3]] == [39, 40, None]


def test_a_pupil_tells_marks_by_work_type_and_absences(petrova: Desk) -> None:
    petrova.does(set_column, SetColumn(RUSSIAN, LESSON, "КР", kinds.MAIN_COLUMN))
    for lesson, text in ((LESSON, "4"), (LESSON_BEFORE, "о 5")):
        petrova.does(set_cell, SetCell(RUSSIAN, lesson, PUPILS[0], text))
    missed = lesson_id(RUSSIAN, date(2026, 9, 10), 1)
    petrova.does(set_cell, SetCell(RUSSIAN, missed, PUPILS[0], "б"))
    with petrova.store.reading() as session:
        summary = read_pupil_summary(session, petrova.work().reference, RUSSIAN, TERM_1, PUPILS[0])
    assert summary.full_name == "Абрикосова Анна"
    assert summary.explained == "(5×1 + 4×3) : (1 + 3) = 17 : 4 = 4,25"
    assert [(each.code, each.marks[0].text) for each in summary.works] == [
        ("ОТВ", "5"),
        ("КР", "4"),
    ]
    assert [(each.day, each.text) for each in summary.absences] == [(date(2026, 9, 10), "н (б)")]
    assert [each.day for each in summary.lates] == [DAY_BEFORE]


def test_a_person_is_offered_own_pages_first_and_no_page_that_may_not_be_read(
    petrova: Desk,
) -> None:
    reference = petrova.work().reference
    with petrova.store.reading() as session:
        hers, theirs, all_ = (
            read_pages(session, reference, user, DAY) for user in (PETROVA, ORLOVA, SMIRNOVA)
        )
    assert [(each.page, each.nearness) for each in hers] == [(RUSSIAN, 0), (MATHS, 1)]
    assert [each.page for each in theirs] == [RUSSIAN_1, MATHS]
    assert {each.page for each in all_} == {RUSSIAN, MATHS, RUSSIAN_1}
    assert hers[0].title == "5А · Русский язык"
    assert [period.id for period in hers[0].periods][:2] == [TERM_1, TERM_2]
    now = hers[0].now
    assert now is not None
    assert now.id == TERM_1
    assert reference.pages[RUSSIAN].class_id == CLASS_5A


def test_the_log_is_asked_for_signs_alone(tmp_path: Path) -> None:
    # a page of a year has thousands of entries, of which hardly one leaves a sign
    desk, plans = Desk(tmp_path), list[str]()

    def look(_: object, cursor: Any, words: str, given: Any, *__: object) -> None:
        if "FROM entries" in words or "JOIN entries" in words:
            plans.extend(row[3] for row in cursor.execute(f"EXPLAIN QUERY PLAN {words}", given))

    event.listen(desk.store.engine, "before_cursor_execute", look)
    desk.sees()
    reads = [plan for plan in plans if plan.startswith("SEARCH") and "_entries_" not in plan]
    assert [plan.split(" INDEX ")[1].split()[0] for plan in reads] == [
        "entries_signed",
        "facts_not_understood",
    ]
