"""A page over several terms: the whole year, chosen days, other terms, who is short of marks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.theme import Theme
from desktop.views.register.days_question import DaysQuestion
from journal import values
from journal.errors import UserError
from journal.ids import derived_id
from journal.kinds import MAIN_COLUMN, make_key
from journal.log import Draft, append
from journal.queries.register import read_register
from journal.services.lessons import (
    SetCell,
    SetColumn,
    SetTopic,
    set_cell,
    set_column,
    set_topic,
)
from journal.services.terms import CloseTerm, SetTermMark, close_term, set_term_mark
from tests.desktop.registers import Register
from tests.journal.desks import HandClock, work_of
from tests.small_school import (
    CLASS_5A,
    PETROVA,
    PUPILS_5A,
    RUSSIAN,
    SMIRNOVA,
    TERM_1,
    TERM_2,
)

TERM_3, TERM_4 = derived_id("period", "III"), derived_id("period", "IV")


@pytest.fixture
def register(tmp_path: Path, theme: Theme, qtbot: QtBot) -> Iterator[Register]:
    """A page in the second term, with a mark and a term mark of the first."""
    clock = HandClock()
    register = Register(tmp_path, theme, qtbot, clock=clock)
    register.enter("5")
    register.enter("4")
    clock.set(2026, 10, 23)
    final = SetTermMark(RUSSIAN, TERM_1, PUPILS_5A[0], "5")
    register.workspace.execute(set_term_mark, final, "итог")
    clock.set(2026, 11, 10)
    register.screen.open(RUSSIAN, TERM_2)
    yield register
    register.close()


@pytest.mark.clause("AMU-2.5.3", "ANC-P2.7", "NEM-2.6f")
def test_the_year_opens_at_the_newest_lesson_with_the_past_term_among_its_lessons(
    register: Register,
) -> None:
    screen, model = register.screen, register.model
    screen.days.open_year()
    register.settle()
    view = model.view
    assert view is not None
    assert screen.bar.periods.text() == "Весь год"
    assert (view.columns[0].day, view.period.id) == (date(2026, 9, 1), TERM_2)
    newest = model.lesson_column(register.here[1])
    assert newest is not None
    assert newest.day == date(2026, 11, 10)
    assert screen.grid.lessons.columnViewportPosition(register.here[1]) > 0
    term = next(at for at in range(model.lessons_end) if model.period_of(at) is not None)
    around = (model.lesson_column(term - 1), model.lesson_column(term + 1))
    assert [each.day.month for each in around if each] == [10, 11]
    head = model.headerData(term, Qt.Orientation.Horizontal)
    assert head == "I четверть"
    assert [model.cell(row, term).text for row in (0, 1)] == ["5", ""]
    assert model.term(1, term).proposal.mark == "4"
    assert "По отметкам выходит «4»: (4) : 1" in model.words(model.index(1, term))
    assert model.is_mean(model.lessons_end)
    assert model.pupil(0).proposal.mean is None  # the mean is that of the term at hand


def test_marks_are_typed_in_a_year_as_in_a_term(register: Register) -> None:
    screen, model = register.screen, register.model
    screen.days.open_year()
    register.settle()
    screen.grid.setFocus()
    column = register.here[1]
    register.enter("4")
    assert model.cell(0, column).text == "4"
    assert str(model.pupil(0).proposal.mean) == "4.00"
    with register.store.reading() as session:
        fresh = read_register(
            session,
            register.workspace.reference,
            register.workspace.user,
            RUSSIAN,
            TERM_2,
            register.workspace.now,
            model.view.days if model.view else None,
        )
    assert model.view == fresh  # a key costs a few rows and says the same as the whole page
    term = next(at for at in range(model.lessons_end) if model.period_of(at) is not None)
    assert model.write(1, term, "4") is None
    assert model.cell(1, term).text == "4"
    done = register.workspace.last_done
    assert done is not None
    assert done.words.endswith("I четверть, «4»")


def test_chosen_days_narrow_the_page_and_not_the_mean(register: Register) -> None:
    screen, model = register.screen, register.model
    register.workspace.execute(
        set_cell, SetCell(RUSSIAN, _lesson_on(register, date(2026, 11, 3)), PUPILS_5A[0], "5")
    )
    screen.days.open_days(date(2026, 11, 9), date(2026, 11, 10))
    register.settle()
    assert [each.day.day for each in model.view.columns] == [9, 10]  # type: ignore[union-attr]
    assert str(model.pupil(0).proposal.mean) == "5.00"
    assert screen.bar.periods.text() == "09.11 — 10.11"
    screen.grid.go_to(0, 1)
    screen.grid.setFocus()
    register.enter("4")
    assert str(model.pupil(0).proposal.mean) == "4.50"


def test_on_chosen_days_the_mean_weighs_the_works_of_the_days_out_of_sight(
    register: Register,
) -> None:
    work = _lesson_on(register, date(2026, 11, 3))
    do = register.workspace.execute
    do(set_column, SetColumn(RUSSIAN, work, "КР", MAIN_COLUMN))
    do(set_cell, SetCell(RUSSIAN, work, PUPILS_5A[0], "2"))
    register.screen.days.open_days(date(2026, 11, 9), date(2026, 11, 10))
    register.settle()
    register.screen.grid.go_to(0, 1)
    register.screen.grid.setFocus()
    register.enter("5")
    # (2×3 + 5×1) : 4; read from the columns in sight alone, the work would weigh 1
    assert str(register.model.pupil(0).proposal.mean) == "2.75"


def test_a_lesson_is_offered_the_same_line_of_the_plan_on_any_days(register: Register) -> None:
    plan = [
        Draft("plan.topic", make_key("plan.topic", RUSSIAN, str(n)), values.PlanTopic(f"Тема {n}"))
        for n in range(1, 9)
    ]
    with register.store.writing() as session:
        changes = append(session, work_of(register.store, PETROVA, register.clock).stamp, plan)
    register.workspace.announce(changes)
    for number, (day, month) in ((1, (1, 9)), (2, (3, 9))):
        _take(register, date(2026, month, day), number)
    assert _offered_in_november(register) == {2: 3, 3: 4, 5: 5, 6: 6, 9: 7, 10: 8}
    for number, day in ((3, 2), (4, 3)):
        _take(register, date(2026, 11, day), number)
    assert _offered_in_november(register) == {5: 5, 6: 6, 9: 7, 10: 8}
    # between lines 1 and 2 of the plan nothing was left out
    assert date(2026, 9, 2) not in _offered_in_the_year(register)


def _take(register: Register, day: date, number: int) -> None:
    topic = SetTopic(RUSSIAN, _lesson_on(register, day), f"Тема {number}", number)
    register.workspace.execute(set_topic, topic)


def _offered_in_november(register: Register) -> dict[int, int]:
    """Return which lesson of November is offered which line; the same on any page of it."""
    screen = register.screen
    opened: list[Callable[[], object]] = [
        screen.days.open_year,
        lambda: screen.days.open_days(date(2026, 10, 1), date(2026, 11, 30)),
        lambda: screen.open(RUSSIAN, TERM_2),
    ]
    found = []
    for open_page in opened:
        open_page()
        view = register.model.view
        assert view is not None
        november = [line for line in view.lines if line.day.month == 11]
        found.append({x.day.day: x.planned_number for x in november if x.planned_number})
    assert found[0] == found[1] == found[2]
    return found[0]


def _offered_in_the_year(register: Register) -> set[date]:
    register.screen.days.open_year()
    view = register.model.view
    assert view is not None
    return {line.day for line in view.lines if line.planned_number}


def test_the_days_are_asked_for(register: Register, qtbot: QtBot) -> None:
    question = DaysQuestion(date(2026, 11, 9), date(2026, 11, 2), register.screen)
    with qtbot.waitSignal(question.chosen) as chosen:
        question.yes.click()
    assert chosen.args == [date(2026, 11, 2), date(2026, 11, 9)]


def test_a_year_obeys_qt(register: Register, qtmodeltester: ModelTester) -> None:
    register.screen.days.open_year()
    qtmodeltester.check(register.model)  # type: ignore[no-untyped-call]


def test_who_is_short_of_marks_is_named(register: Register) -> None:
    model, ends = register.model, register.model.lessons_end
    assert model.pupil(0).lacks == 0  # the term has just begun
    register.clock.set(2026, 12, 15)
    model.page.reload()
    lacks = model.pupil(0).lacks
    assert lacks > 0
    assert f"не хватает {lacks}" in model.words(model.index(0, ends))
    head = model.headerData(ends, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert "Мало отметок: 5" in head


def test_the_pupil_is_shown_with_a_forecast(register: Register) -> None:
    register.workspace.execute(
        set_cell, SetCell(RUSSIAN, _lesson_on(register, date(2026, 11, 9)), PUPILS_5A[0], "4")
    )
    register.screen.insights.show_pupil_of(0)
    popover = register.screen.insights.pupil
    words = "\n".join(each.text() for each in popover.findChildren(QLabel) if each.isVisible())
    assert "«5» — 4,50" in words
    assert "До «5» нужно: 1 × «5» (ответ на уроке) или 1 × «5» (контрольная работа)." in words


def _lesson_on(register: Register, day: date) -> str:
    lessons = register.workspace.reference.lessons_between(RUSSIAN, day, day)
    return lessons[0].id


@pytest.mark.clause("TAL-2.1")
def test_who_came_and_left_has_dashes_with_the_order(register: Register) -> None:
    moved = values.Pupil(
        "Егозин",
        "Пётр",
        arrived=date(2026, 11, 5),
        left=date(2026, 11, 10),
        arrival_order="12-у",
        arrival_order_day=date(2026, 11, 3),
        leaving_order="15-у",
    )
    key = make_key("pupil.set", CLASS_5A, PUPILS_5A[2])
    with register.store.writing() as session:
        stamp = work_of(register.store, PETROVA, register.clock).stamp
        changes = append(session, stamp, [Draft("pupil.set", key, moved)])
    register.workspace.announce(changes)
    model = register.model
    row = model.row_of(PUPILS_5A[2])
    assert row is not None
    days = {register.column(day, 11): day for day in (3, 9, 10)}
    crossed = {day: model.cell(row, column).crossed for column, day in days.items()}
    assert crossed == {3: True, 9: False, 10: True}
    before, after = (model.lock(row, register.column(day, 11)).words for day in (3, 10))
    assert before == "Ученик в классе с 05.11.2026, приказ № 12-у от 03.11.2026."
    assert after == "Ученик выбыл из класса 10.11.2026, приказ № 15-у."
    refusal = model.write(row, register.column(10, 11), "5")
    assert refusal is not None
    assert "приказ № 15-у" in refusal.words
    with pytest.raises(UserError, match="этого ученика нет в классе"):
        register.workspace.execute(
            set_cell,
            SetCell(RUSSIAN, _lesson_on(register, date(2026, 11, 10)), PUPILS_5A[2], "5"),
        )


def test_the_year_mark_is_proposed_from_the_terms_and_set_beside_the_last_one(
    register: Register, qtmodeltester: ModelTester
) -> None:
    do, model, pupil = register.workspace.execute, register.model, PUPILS_5A[0]
    register.screen.days.open_year()  # the last term has not begun
    assert not any(model.place_words(at) == "Годовая" for at in range(model.columnCount()))
    register.clock.set(2027, 5, 26)
    for term, mark in ((TERM_2, "4"), (TERM_3, "4")):
        do(set_term_mark, SetTermMark(RUSSIAN, term, pupil, mark))
    register.screen.open(RUSSIAN, TERM_4)
    last, year = model.lessons_end + 1, model.lessons_end + 2
    assert model.columnCount() == year + 1
    assert model.place_words(year) == "Годовая"
    assert model.term(0, year).proposal.mark is None
    assert "Нет отметки: IV четверть." in model.words(model.index(0, year))
    assert model.write(0, last, "5") is None
    assert model.term(0, year).proposal.mark == "5"  # at the half in favour of the pupil
    assert "(5 + 4 + 4 + 5) : 4 = 18 : 4 = 4,5" in model.words(model.index(0, year))
    refusal = model.write(0, year, "4")
    assert refusal is not None
    assert refusal.wants_reason
    assert "По отметкам за периоды выходит «5»" in refusal.words
    assert model.write(0, year, "4", "итоговая контрольная на «3»") is None
    assert model.cell(0, year).text == "4"
    done = register.workspace.last_done
    assert done is not None
    assert done.words == "Абрикосова Анна, Годовая, «4»"
    register.screen.days.open_year()
    assert model.place_words(model.columnCount() - 1) == "Годовая"
    assert model.cell(0, model.columnCount() - 1).text == "4"
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    assert register.workspace.undo() == "Абрикосова Анна, Годовая, «4»"
    assert model.cell(0, model.columnCount() - 1).text == ""
    register.elsewhere(close_term, CloseTerm(TERM_4, (CLASS_5A,)), SMIRNOVA)
    closed = model.write(0, model.columnCount() - 1, "5")
    assert closed is not None
    assert "после закрытия" in closed.words
