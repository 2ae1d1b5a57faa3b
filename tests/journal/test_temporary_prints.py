"""A temporary journal on paper: form F-11, and the act F-20 with its annex R-19."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from journal import values
from journal.changes import Changes
from journal.clock import to_ms
from journal.errors import UserError
from journal.folding import undecided
from journal.kinds import make_key
from journal.log import Draft, Stamp, append
from journal.outage_paper import TemporaryDay, TransferAct
from journal.paper import Imprint
from journal.profile import profile_text
from journal.projection import load_keys
from journal.queries.blank_sheets import blank_day
from journal.queries.temporary_journals import TemporaryJournal, read_temporary_journals
from journal.queries.temporary_sheets import read_sheets, read_temporary_day
from journal.queries.transfer_acts import read_transfer_act
from journal.services.decisions import Choice, Decide, decide
from journal.services.lesson_parts import SetPupilTask, set_pupil_task
from journal.services.lessons import SetCell, set_cell
from journal.services.outages import note_contact, note_outage
from journal.tables import DeskRow
from printing.rendering import render
from tests.journal.desks import MOSCOW
from tests.journal.term_story import ANNA, LEV, PETR, POLINA, Story, begin
from tests.printing.paperwork import pdfa_findings, words
from tests.small_school import CLASS_5A, GROMOV, PETROVA, RUSSIAN, SCHOOL

FRIDAY = date(2026, 9, 4)
IMPRINT = Imprint(datetime(2026, 9, 7, 9, 30, tzinfo=MOSCOW), "0.1.0", "4/21")


@pytest.fixture
def story(tmp_path: Path) -> Story:
    return on_line(begin(tmp_path, user=PETROVA))


def on_line(story: Story) -> Story:
    """Let the first lessons reach the centre and give the workplace its number."""
    story.keep_lesson(RUSSIAN, 0, {ANNA: "4"})
    with story.store.writing() as session:
        desk = session.scalars(select(DeskRow)).one()
        place = values.Station(21, PETROVA, b"", "кабинет 214")
        key = make_key("station.set", "", desk.station)
        append(session, Stamp(GROMOV, story.clock.read(), 0), [Draft("station.set", key, place)])
    story.at(date(2026, 9, 3), 15)
    contact(story)
    story.answer()
    story.forget_reference()
    return story


def contact(story: Story) -> Changes:
    with story.store.writing() as session:
        return note_contact(session, story.clock.read(), to_ms(story.clock.now), 0)


def silence(story: Story) -> None:
    """The centre does not answer from now on."""
    with story.store.writing() as session:
        note_outage(session, story.clock.read(), to_ms(story.clock.now))


def keep_friday(story: Story) -> None:
    """Keep a lesson without the centre."""
    story.at(FRIDAY, 8, 31)
    silence(story)
    story.keep_lesson(
        RUSSIAN, 3, {ANNA: "5", PETR: "н", LEV: "б"}, topic="Лексика. Синонимы", homework="упр. 41"
    )
    story.set_work(RUSSIAN, 3, "СР")
    task = SetPupilTask(RUSSIAN, story.lessons()[3].id, PETR, "карточка 2")
    story.does(PETROVA, set_pupil_task, task)


def the_journal(story: Story) -> TemporaryJournal:
    with story.store.reading() as session:
        (journal,) = read_temporary_journals(session, story.reference, PETROVA, story.clock.now)
    return journal


def sheet(story: Story) -> TemporaryDay:
    journal = the_journal(story)
    with story.store.reading() as session:
        (name,) = read_sheets(session, story.reference, journal)
        return read_temporary_day(session, story.reference, journal, name, IMPRINT).document


def act(story: Story) -> TransferAct:
    with story.store.reading() as session:
        return read_transfer_act(
            session, story.reference, the_journal(story), story.clock.now, IMPRINT
        ).document


@pytest.mark.clause("TAL-3.1")
def test_a_filled_temporary_journal_can_be_printed_while_there_is_no_contact(
    story: Story,
) -> None:
    keep_friday(story)
    document = sheet(story)
    (lesson,) = document.lessons
    assert (document.number, document.day) == ("№ 1 / рабочее место 21 / 2026-27", FRIDAY)
    assert (lesson.number, lesson.subject, lesson.topic) == (1, "русский язык", "Лексика. Синонимы")
    assert (lesson.homework, lesson.work) == ("упр. 41; инд.: Егозин – карточка 2", "СР")
    cells = {pupil.name: pupil.cells[0] for pupil in document.pupils}
    assert (cells["Абрикосова Анна"].marks, cells["Егозин Пётр"].absence) == ("5", "н")
    assert (document.until, document.moved_at) == (None, None)
    pdf = render(document).pdf
    assert pdfa_findings(pdf) == []
    text = words(pdf)
    for shown in (
        "ВРЕМЕННЫЙ ЖУРНАЛ",
        "№ 1 / рабочее место 21 / 2026-27",
        "Класс 5А, 04.09.2026, пятница",
        "с 08:31 до ___:___",
        "Петрова Алла Андреевна",
        "предположительно болезнь",
    ):
        assert shown in text


def test_the_sheet_keeps_what_was_written_whatever_became_of_it_later(story: Story) -> None:
    keep_friday(story)
    story.at(date(2026, 9, 7))
    contact(story)
    story.answer()
    story.clock.wait(hours=1)
    lesson = story.lessons()[3]
    story.does(PETROVA, set_cell, SetCell(RUSSIAN, lesson.id, ANNA, "3", reason="описка"))
    document = sheet(story)
    assert {p.name: p.cells[0].marks for p in document.pupils}["Абрикосова Анна"] == "5"
    assert document.until == datetime(2026, 9, 7, 9, tzinfo=MOSCOW)
    assert document.moved_at == datetime(2026, 9, 7, 9, tzinfo=MOSCOW)
    assert document.moved_by == "Петрова А.А."


def test_an_act_that_must_be_named_is_asked_for(tmp_path: Path) -> None:
    story = on_line(begin(tmp_path, profile_text("tal"), PETROVA))
    keep_friday(story)
    with pytest.raises(UserError, match="Форма временного журнала ещё не утверждена"):
        sheet(story)


def test_a_named_act_stands_on_the_sheet(tmp_path: Path) -> None:
    text = profile_text("general").replace(
        'form_act = ""', 'form_act = "приказом от 01.09.2026 № 112"'
    )
    story = on_line(begin(tmp_path, text, PETROVA))
    keep_friday(story)
    assert "утв. приказом от 01.09.2026 № 112" in words(render(sheet(story)).pdf)


def test_a_blank_sheet_has_the_lessons_and_the_list_of_the_day(story: Story) -> None:
    document = blank_day(story.reference, CLASS_5A, FRIDAY, "", IMPRINT)
    assert [lesson.subject for lesson in document.lessons] == ["русский язык", "математика"]
    assert not any(lesson.topic for lesson in document.lessons)
    assert [pupil.name for pupil in document.pupils][:2] == ["Абрикосова Анна", "Егозин Пётр"]
    assert "№ ____" in words(render(document).pdf)


def test_there_is_no_act_before_the_connection_is_back(story: Story) -> None:
    keep_friday(story)
    with pytest.raises(UserError, match="после возвращения связи"):
        act(story)


@pytest.mark.clause("TAL-3.2")
def test_the_act_proves_a_transfer_within_two_working_days(story: Story) -> None:
    keep_friday(story)
    story.at(date(2026, 9, 7))
    contact(story)
    story.at(date(2026, 9, 9), 22)
    story.answer()
    document = act(story)
    assert document.due_at == datetime(2026, 9, 9, 23, 59, tzinfo=MOSCOW)
    assert (document.in_time, document.moved_at) == (
        True,
        datetime(2026, 9, 9, 22, tzinfo=MOSCOW),
    )
    (row,) = document.rows
    assert (row.class_name, row.teacher, row.lessons) == ("5А", "Петрова А.А.", 1)
    assert (row.marks, row.absences, row.in_time) == (1, 2, True)
    text = words(render(document).pdf)
    for shown in (
        "АКТ № 1/21",
        "рабочее место 21 (кабинет 214)",
        "Период недоступности: с 04.09.2026 08:31 по 07.09.2026 09:00",
        "Срок переноса (расчётный): 09.09.2026 23:59.",
        "Фактически перенесено: 09.09.2026 22:00, в срок.",
        "Протокол переноса временного журнала (R-19)",
        "отметка 5 (СР)",
        "04.09.26 09:00:00",
        "09.09.26 22:00:00",
        "Е.П. Смирнова",
        "О.И. Громов",
    ):
        assert shown in text


def test_the_act_says_when_it_was_too_late(story: Story) -> None:
    keep_friday(story)
    story.at(date(2026, 9, 7))
    contact(story)
    story.at(date(2026, 9, 10), 8)
    story.answer()
    document = act(story)
    assert not document.in_time
    assert [row.in_time for row in document.rows] == [False]
    assert "10.09.2026 08:00, с нарушением срока" in words(render(document).pdf)


def test_the_act_lists_what_was_contested_and_who_decided(story: Story) -> None:
    keep_friday(story)
    lesson = story.lessons()[0]
    (rival,) = story.does(PETROVA, set_cell, SetCell(RUSSIAN, lesson.id, ANNA, "3")).written
    story.at(date(2026, 9, 7))
    contact(story)
    story.answer({rival: "contested"})
    assert "Ещё не решено: 1 запись." in act(story).remarks
    key = make_key("mark.set", RUSSIAN, lesson.id, ANNA, "0")
    with story.store.reading() as session:
        entries = tuple(undecided(load_keys(session, SCHOOL, [key])[key].standing))
    story.at(date(2026, 9, 7), 10)
    story.does(PETROVA, decide, Decide((Choice(key, entries, rival),)))
    story.answer()
    document = act(story)
    (contest,) = document.contests
    assert contest.cell == "Абрикосова Анна · 5А, русский язык, 01.09"
    assert [version.partition(" – ")[0] for version in contest.versions] == [
        "отметка 4",
        "отметка 3",
    ]
    assert (contest.decision, contest.decided_by) == (
        "отметка 3",
        "Петрова А.А., 07.09.2026 10:00",
    )
    (line,) = [entry for entry in document.entries if entry.verdict == "спорно"]
    assert (line.decision, line.decided_by) == (
        "оставлена эта запись",
        "Петрова А.А., 07.09.2026 10:00",
    )
    assert document.rows[0].contested == document.rows[0].settled == 1
    assert document.remarks == ()


def test_the_act_counts_a_contest_that_began_with_a_later_entry_of_somebody_else(
    story: Story,
) -> None:
    keep_friday(story)
    lesson = story.lessons()[3]
    story.at(date(2026, 9, 7))
    contact(story)
    story.answer()
    story.at(date(2026, 9, 7), 10)
    (rival,) = story.does(PETROVA, set_cell, SetCell(RUSSIAN, lesson.id, ANNA, "2")).written
    story.answer({rival: "contested"})
    document = act(story)
    assert len(document.contests) == 1
    assert (document.rows[0].contested, document.rows[0].settled) == (1, 0)


def test_what_comes_in_the_last_minute_is_in_time_in_every_line(story: Story) -> None:
    keep_friday(story)
    story.at(date(2026, 9, 7))
    contact(story)
    story.at(date(2026, 9, 9), 23, 59)
    story.clock.wait(seconds=40)
    story.answer()
    document = act(story)
    assert document.in_time
    assert [row.in_time for row in document.rows] == [True]


def test_the_act_tells_of_a_clock_that_was_wrong(story: Story) -> None:
    with story.store.writing() as session:
        session.scalars(select(DeskRow)).one().offset_ms = 192_000
    keep_friday(story)
    story.at(date(2026, 9, 7))
    contact(story)
    story.answer()
    assert act(story).remarks == ("Часы рабочего места отставали на 3 мин. 12 с.",)


def test_a_second_print_of_the_act_has_the_same_control_code(story: Story) -> None:
    keep_friday(story)
    story.at(date(2026, 9, 7))
    contact(story)
    story.answer()
    first = act(story)
    again = replace(first, imprint=replace(IMPRINT, copy_number="5/21"))
    assert render(first).digest == render(again).digest


def test_pupils_who_were_not_touched_have_empty_cells(story: Story) -> None:
    keep_friday(story)
    cells = {pupil.name: pupil.cells[0] for pupil in sheet(story).pupils}
    name = story.reference.pupils[POLINA].listed
    assert (cells[name].absence, cells[name].marks) == ("", "")
