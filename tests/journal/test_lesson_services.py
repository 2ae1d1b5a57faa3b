"""What a teacher does at a lesson, through the services and the real encrypted file."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy.orm import Session

from journal import kinds
from journal.changes import Changes
from journal.errors import UserError
from journal.projection import differences, load_keys
from journal.queries.history import read_history
from journal.queries.register import read_register
from journal.queries.register_view import RegisterView
from journal.reference import lesson_id
from journal.services.decisions import Undo, undo
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
from journal.services.terms import CloseTerm, SetTermMark, close_term, set_term_mark
from journal.services.work import Work
from journal.store import Store, open_journal
from tests.journal.desks import KEY, HandClock, new_journal, work_of
from tests.small_school import (
    CLASS_5A,
    MATHS,
    ORLOVA,
    PETROVA,
    PUPILS,
    RUSSIAN,
    RUSSIAN_1,
    SCHOOL,
    SMIRNOVA,
    TERM_1,
)

C = TypeVar("C")

DAY = date(2026, 9, 15)
LESSON = lesson_id(RUSSIAN, DAY, 1)


class Desk:
    """A user at a journal."""

    def __init__(self, store: Store, user: str, clock: HandClock) -> None:
        self.store, self.user, self.clock = store, user, clock

    def does(self, service: Callable[[Session, C, Work], Changes], command: C) -> Changes:
        work = work_of(self.store, self.user, self.clock)
        with self.store.writing() as session:
            return service(session, command, work)

    def sees(self, page: str = RUSSIAN, period: str = TERM_1) -> RegisterView:
        work = work_of(self.store, self.user, self.clock)
        with self.store.reading() as session:
            return read_register(session, work.reference, self.user, page, period, self.clock.now)

    def cell(self, pupil: str, lesson: str = LESSON, column: str = kinds.MAIN_COLUMN) -> str:
        return self.sees().cell(pupil, lesson, column).text


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def petrova(tmp_path: Path, clock: HandClock) -> Desk:
    return Desk(new_journal(tmp_path), PETROVA, clock)


def test_mark_and_absence_typed_into_one_cell_are_two_facts(petrova: Desk) -> None:
    changes = petrova.does(set_cell, SetCell(RUSSIAN, LESSON, PUPILS[0], "н4"))
    assert len(changes.keys) == 2
    assert petrova.cell(PUPILS[0]) == "н 4"
    petrova.does(set_cell, SetCell(RUSSIAN, LESSON, PUPILS[0], "4"))
    assert petrova.cell(PUPILS[0]) == "4"


@pytest.mark.clause("AMU-2.5.1", "MIC-1.4.1", "ANC-P2.6", "NEM-2.6a", "NEM-2.6c")
def test_marks_and_absences_are_kept_with_their_history_and_the_totals_follow(
    petrova: Desk, tmp_path: Path, clock: HandClock
) -> None:
    other = lesson_id(RUSSIAN, date(2026, 9, 14), 1)
    for lesson, text in ((other, "5"), (LESSON, "3"), (LESSON, "4")):
        petrova.does(set_cell, SetCell(RUSSIAN, lesson, PUPILS[0], text))
    petrova.does(set_cell, SetCell(RUSSIAN, LESSON, PUPILS[1], "н"))
    petrova.store.close()
    again = Desk(open_journal(tmp_path / "journal.db", KEY), PETROVA, clock)
    assert [again.cell(pupil) for pupil in PUPILS[:2]] == ["4", "н"]
    assert [str(row.proposal.mean) for row in again.sees().pupils[:2]] == ["4.50", "None"]
    key = kinds.make_key("mark.set", RUSSIAN, LESSON, PUPILS[0], kinds.MAIN_COLUMN)
    reference = work_of(again.store, PETROVA, clock).reference
    with again.store.reading() as session:
        lines = read_history(session, reference, [key])
    assert [(line.shows, line.author) for line in lines] == [
        ("4", "Петрова А. А."),
        ("3", "Петрова А. А."),
    ]
    again.store.close()


def test_a_proposed_reason_is_kept_as_absence(petrova: Desk) -> None:
    petrova.does(set_cell, SetCell(RUSSIAN, LESSON, PUPILS[1], "б"))
    assert petrova.cell(PUPILS[1]) == "н (б)"


def test_the_act_decides_whether_an_absent_pupil_is_marked(
    tmp_path: Path, clock: HandClock
) -> None:
    text = 'version = 2\ntitle = "Акт"\n[marks]\nwhen_absent = "forbid"\n'
    strict = Desk(new_journal(tmp_path, profile_text=text), PETROVA, clock)
    with pytest.raises(UserError, match="отметка отсутствующему не ставится"):
        strict.does(set_cell, SetCell(RUSSIAN, LESSON, PUPILS[0], "н4"))
    (key,) = strict.does(set_column, SetColumn(RUSSIAN, LESSON, "СР")).keys
    further = kinds.split_key(key)[1]["column"]
    strict.does(set_cell, SetCell(RUSSIAN, LESSON, PUPILS[0], "н"))
    with pytest.raises(UserError, match="отметка отсутствующему не ставится"):
        strict.does(set_cell, SetCell(RUSSIAN, LESSON, PUPILS[0], "4", further))
    strict.does(set_cell, SetCell(RUSSIAN, LESSON, PUPILS[1], "о4"))  # late is not absent
    strict.does(set_cell, SetCell(RUSSIAN, LESSON, PUPILS[0], "4"))  # was there after all
    assert strict.cell(PUPILS[0]) == "4"


def test_what_is_not_a_mark_is_refused_and_leaves_no_entry(petrova: Desk) -> None:
    with pytest.raises(UserError, match="«14»"):
        petrova.does(set_cell, SetCell(RUSSIAN, LESSON, PUPILS[0], "14"))
    assert petrova.cell(PUPILS[0]) == ""
    assert petrova.sees().signs.pending == 0


def test_the_same_value_again_is_no_entry(petrova: Desk) -> None:
    petrova.does(set_cell, SetCell(RUSSIAN, LESSON, PUPILS[0], "5"))
    assert not petrova.does(set_cell, SetCell(RUSSIAN, LESSON, PUPILS[0], "5"))
    assert not petrova.does(set_cell, SetCell(RUSSIAN, LESSON, PUPILS[1], ""))


@pytest.mark.clause("TAL-2.5")
def test_an_empty_cell_means_present_only_after_the_roll_was_called(petrova: Desk) -> None:
    def called() -> bool:
        return next(column.called for column in petrova.sees().columns if column.lesson == LESSON)

    petrova.does(set_cell, SetCell(RUSSIAN, LESSON, PUPILS[0], "5"))
    assert not called()
    changes = petrova.does(call_roll, CallRoll(RUSSIAN, LESSON))
    assert called()
    assert [kinds.split_key(key)[0].name for key in changes.keys] == ["lesson.rollcall"]


def test_all_present_clears_an_absence_set_by_mistake(petrova: Desk) -> None:
    petrova.does(set_cell, SetCell(RUSSIAN, LESSON, PUPILS[0], "н"))
    petrova.does(call_roll, CallRoll(RUSSIAN, LESSON))
    assert petrova.cell(PUPILS[0]) == ""


@pytest.mark.clause("TAL-2.7b")
def test_every_mark_column_has_a_work_type_of_the_reference_book(petrova: Desk) -> None:
    with pytest.raises(UserError, match="Вида работы «ОЛИМПИАДА» нет"):
        petrova.does(set_column, SetColumn(RUSSIAN, LESSON, "ОЛИМПИАДА"))
    with pytest.raises(UserError, match="вид работы"):
        petrova.does(set_column, SetColumn(RUSSIAN, LESSON, ""))
    petrova.does(set_column, SetColumn(RUSSIAN, LESSON, "ДИК", kinds.MAIN_COLUMN))
    petrova.does(set_column, SetColumn(RUSSIAN, LESSON, "СР", title="словарная"))
    columns = [column for column in petrova.sees().columns if column.lesson == LESSON]
    assert [column.work for column in columns] == ["ДИК", "СР"]
    for column, mark in zip(columns, ("5", "3"), strict=True):
        petrova.does(set_cell, SetCell(RUSSIAN, LESSON, PUPILS[0], mark, column.column))
    pupil = next(row for row in petrova.sees().pupils if row.id == PUPILS[0])
    assert str(pupil.proposal.mean) == "4.14"  # (5*2 + 3*1.5) / 3.5
    with pytest.raises(UserError, match="опирается"):
        petrova.does(set_cell, SetCell(RUSSIAN, LESSON, PUPILS[0], "5", "f" * 32))


def test_topic_and_homework_stand_beside_the_lesson(petrova: Desk) -> None:
    petrova.does(set_topic, SetTopic(RUSSIAN, LESSON, " Имя  существительное "))
    petrova.does(set_homework, SetHomework(RUSSIAN, LESSON, "", unassigned=True))
    line = next(line for line in petrova.sees().lines if line.lesson == LESSON)
    assert (line.topic.text, line.homework.text) == ("Имя существительное", "не задано")


def test_a_text_longer_than_an_entry_is_refused_when_it_is_typed(petrova: Desk) -> None:
    with pytest.raises(UserError, match="15 000 знаков"):
        petrova.does(set_topic, SetTopic(RUSSIAN, LESSON, "я" * 17_000))
    line = next(line for line in petrova.sees().lines if line.lesson == LESSON)
    assert line.topic.text == ""
    petrova.does(set_topic, SetTopic(RUSSIAN, LESSON, "я" * 15_000))


@pytest.mark.clause("MIC-1.2a")
def test_in_grade_one_neither_marks_nor_homework_are_taken(petrova: Desk, clock: HandClock) -> None:
    orlova = Desk(petrova.store, ORLOVA, clock)
    lesson = lesson_id(RUSSIAN_1, DAY, 3)
    with pytest.raises(UserError, match="отметки не ставятся"):
        orlova.does(set_cell, SetCell(RUSSIAN_1, lesson, PUPILS[5], "5"))
    with pytest.raises(UserError, match="домашние задания не задаются"):
        orlova.does(set_homework, SetHomework(RUSSIAN_1, lesson, "упр. 5"))
    orlova.does(set_cell, SetCell(RUSSIAN_1, lesson, PUPILS[5], "н"))
    assert orlova.sees(RUSSIAN_1).cell(PUPILS[5], lesson, kinds.MAIN_COLUMN).text == "н"
    assert not orlova.sees(RUSSIAN_1).graded


def test_nobody_writes_into_another_teachers_lesson(petrova: Desk) -> None:
    maths = lesson_id(MATHS, DAY, 2)
    with pytest.raises(UserError, match="назначения замены"):
        petrova.does(set_cell, SetCell(MATHS, maths, PUPILS[0], "5"))


def test_a_lesson_that_was_not_held_yet_takes_no_marks(petrova: Desk) -> None:
    with pytest.raises(UserError, match="ещё не проведён"):
        petrova.does(
            set_cell, SetCell(RUSSIAN, lesson_id(RUSSIAN, date(2026, 9, 16), 1), PUPILS[0], "5")
        )


def test_a_locked_cell_says_so_before_typing_and_takes_a_request(
    petrova: Desk, clock: HandClock
) -> None:
    clock.set(2026, 10, 1)
    column = next(column for column in petrova.sees().columns if column.lesson == LESSON)
    assert "только по запросу" in column.locked
    assert column.request
    with pytest.raises(UserError, match="укажите причину"):
        petrova.does(set_cell, SetCell(RUSSIAN, LESSON, PUPILS[0], "5"))
    petrova.does(set_cell, SetCell(RUSSIAN, LESSON, PUPILS[0], "5", reason="забыла внести"))
    assert petrova.cell(PUPILS[0]) == "5"


def test_undo_writes_back_what_stood_before_and_the_history_keeps_both(petrova: Desk) -> None:
    petrova.does(set_cell, SetCell(RUSSIAN, LESSON, PUPILS[0], "5"))
    second = petrova.does(set_cell, SetCell(RUSSIAN, LESSON, PUPILS[0], "2"))
    petrova.does(undo, Undo(second.written))
    assert petrova.cell(PUPILS[0]) == "5"
    with pytest.raises(UserError, match="уже другая запись"):
        petrova.does(undo, Undo(second.written))
    key = kinds.make_key("mark.set", RUSSIAN, LESSON, PUPILS[0], kinds.MAIN_COLUMN)
    work = work_of(petrova.store, PETROVA, petrova.clock)
    with petrova.store.reading() as session:
        lines = read_history(session, work.reference, [key])
    assert [line.shows for line in lines] == ["5", "2", "5"]
    assert {line.author for line in lines} == {"Петрова А. А."}


def test_undo_of_a_first_entry_clears_the_cell(petrova: Desk) -> None:
    first = petrova.does(set_cell, SetCell(RUSSIAN, LESSON, PUPILS[0], "5"))
    petrova.does(undo, Undo(first.written))
    assert petrova.cell(PUPILS[0]) == ""


def test_nobody_takes_back_what_another_wrote(petrova: Desk, clock: HandClock) -> None:
    first = petrova.does(set_cell, SetCell(RUSSIAN, LESSON, PUPILS[0], "5"))
    with pytest.raises(UserError, match="собственную"):
        Desk(petrova.store, ORLOVA, clock).does(undo, Undo(first.written))


def test_a_term_mark_a_point_away_from_the_proposal_needs_a_reason(petrova: Desk) -> None:
    petrova.does(set_cell, SetCell(RUSSIAN, LESSON, PUPILS[0], "5"))
    with pytest.raises(UserError, match="укажите причину"):
        petrova.does(set_term_mark, SetTermMark(RUSSIAN, TERM_1, PUPILS[0], "4"))
    petrova.does(set_term_mark, SetTermMark(RUSSIAN, TERM_1, PUPILS[0], "4", "работа у доски"))
    pupil = next(row for row in petrova.sees().pupils if row.id == PUPILS[0])
    assert (pupil.proposal.mark, pupil.term_mark.text) == ("5", "4")


def test_a_closed_term_takes_nothing_at_the_station_that_knows_of_it(
    petrova: Desk, clock: HandClock
) -> None:
    with pytest.raises(UserError, match="заместитель директора"):
        petrova.does(close_term, CloseTerm(TERM_1, (CLASS_5A,)))
    Desk(petrova.store, SMIRNOVA, clock).does(close_term, CloseTerm(TERM_1, (CLASS_5A,)))
    with pytest.raises(UserError, match="после закрытия"):
        petrova.does(set_cell, SetCell(RUSSIAN, LESSON, PUPILS[0], "5"))
    column = next(column for column in petrova.sees().columns if column.lesson == LESSON)
    assert "после закрытия" in column.locked


def test_a_journal_in_use_stays_the_fold_of_its_log(petrova: Desk) -> None:
    petrova.does(set_cell, SetCell(RUSSIAN, LESSON, PUPILS[0], "5 4"))
    petrova.does(set_cell, SetCell(RUSSIAN, LESSON, PUPILS[0], "н"))
    petrova.does(call_roll, CallRoll(RUSSIAN, LESSON))
    with petrova.store.reading() as session:
        assert differences(session, SCHOOL) == []
        key = kinds.make_key("mark.set", RUSSIAN, LESSON, PUPILS[0], kinds.MAIN_COLUMN)
        log = load_keys(session, SCHOOL, [key])[key]
    assert len(log.lines) == 2
