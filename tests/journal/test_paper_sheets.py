"""Typing a paper sheet in: the order of the sheet, its day on every entry, the rules about time."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from journal.changes import Changes
from journal.errors import UserError
from journal.facts_page import RollCallRow
from journal.kinds import decode, make_key
from journal.log import Stamp
from journal.profile import profile_text
from journal.queries.history import HistoryLine, read_history
from journal.queries.paper_sheets import SheetLesson, read_sheet, read_sheet_offers
from journal.services.lessons import SetCell, SetTopic, set_topic
from journal.services.paper_sheets import EndLesson, KeyInCell, end_lesson, key_in_cell
from journal.services.work import Work
from journal.tables import EntryRow
from journal.values import Mark
from tests.journal.term_story import ANNA, PETR, Story, begin
from tests.small_school import CLASS_5A, PETROVA, RUSSIAN, SCHOOL

DAY = date(2026, 9, 3)
Command = TypeVar("Command")


@pytest.fixture
def story(tmp_path: Path) -> Story:
    story = begin(tmp_path, user=PETROVA)
    story.at(DAY, 18)
    return story


def keys_in(
    story: Story, service: Callable[[Session, Command, Work], Changes], command: Command
) -> Changes:
    """Carry out a wish with the day of the sheet, as the screen does."""
    work = Work(story.reference, Stamp(PETROVA, story.clock.read(), 0), DAY)
    with story.store.writing() as session:
        return service(session, command, work)


def key_in(story: Story, text: str, pupil: str = ANNA) -> Changes:
    command = KeyInCell(SetCell(RUSSIAN, lesson_of(story), pupil, text))
    return keys_in(story, key_in_cell, command)


def lesson_of(story: Story) -> str:
    return next(lesson.id for lesson in story.lessons() if lesson.day == DAY)


def sheet(story: Story) -> SheetLesson:
    with story.store.reading() as session:
        (lesson,) = read_sheet(session, story.reference, PETROVA, CLASS_5A, DAY)
    return lesson


def history(story: Story, pupil: str = ANNA) -> tuple[HistoryLine, ...]:
    key = make_key("mark.set", RUSSIAN, lesson_of(story), pupil, "0")
    with story.store.reading() as session:
        return read_history(session, story.reference, [key])


@pytest.mark.clause("TAL-3.1")
def test_every_entry_keeps_the_day_of_the_sheet_and_the_history_says_so(story: Story) -> None:
    written = key_in(story, "н 4").written
    keys_in(story, set_topic, SetTopic(RUSSIAN, lesson_of(story), "Лексика"))
    with story.store.reading() as session:
        rows = list(session.scalars(select(EntryRow).where(EntryRow.paper_date.is_not(None))))
    assert len(written) == 2
    assert {row.kind for row in rows} == {"mark.set", "attendance.set", "lesson.topic"}
    assert {(row.paper_date, row.lesson_date) for row in rows} == {(DAY, DAY)}
    (line,) = history(story)
    assert line.remarks == ("с бумажного листа 03.09",)
    assert line.recorded_at.hour == 18


def test_the_sheet_lists_the_lesson_and_the_names_as_they_stand_on_paper(story: Story) -> None:
    lesson = sheet(story)
    assert (lesson.slot, lesson.subject, lesson.topic, lesson.called) == (
        1,
        "русский язык",
        "",
        False,
    )
    assert [(line.number, line.name) for line in lesson.lines][:3] == [
        (1, "Абрикосова Анна"),
        (2, "Егозин Пётр"),
        (3, "Ёлкина Полина"),
    ]
    key_in(story, "5")
    key_in(story, "н", PETR)
    assert [(line.text, line.from_paper) for line in sheet(story).lines][:3] == [
        ("5", True),
        ("н", True),
        ("", False),
    ]


def test_a_sheet_that_is_typed_in_counts_as_kept(story: Story) -> None:
    key_in(story, "н")
    keys_in(story, set_topic, SetTopic(RUSSIAN, lesson_of(story), "Лексика"))
    keys_in(story, end_lesson, EndLesson(RUSSIAN, lesson_of(story), all_present=False))
    with story.store.reading() as session:
        offers = read_sheet_offers(session, story.reference, PETROVA, story.clock.now)
        called = session.scalars(select(RollCallRow).where(RollCallRow.school == SCHOOL)).one()
    assert [(offer.day, offer.class_title, offer.kept, offer.lessons) for offer in offers] == [
        (date(2026, 9, 3), "5А", 1, 1),
        (date(2026, 9, 2), "5А", 0, 1),
        (date(2026, 9, 1), "5А", 0, 1),
    ]
    assert called.done
    assert sheet(story).lines[0].text == "н"


def test_between_due_and_lock_the_sheet_is_late_after_the_lock_it_is_a_request(
    tmp_path: Path,
) -> None:
    story = begin(tmp_path, profile_text("anc"), PETROVA)
    story.at(date(2026, 9, 7), 9)
    key_in(story, "5")
    with story.store.reading() as session:
        entry = session.scalars(select(EntryRow).where(EntryRow.kind == "mark.set")).one()
    assert entry.value is not None
    value = decode(entry.kind, entry.version, entry.key, entry.value)
    assert value == Mark(("5",), "временный журнал на бумаге, лист от 03.09.2026")
    assert history(story)[0].paper_date == DAY


def test_what_is_no_mark_is_refused_from_paper_too(story: Story) -> None:
    with pytest.raises(UserError, match="Отметки «14» нет"):
        key_in(story, "14")


def test_what_stands_there_already_is_not_written_again(story: Story) -> None:
    key_in(story, "5")
    assert key_in(story, "5").written == ()
