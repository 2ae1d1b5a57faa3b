"""Deciding between entries, and appointing a substitute, at a station that knows the open set."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy.orm import Session

from journal import kinds, values
from journal.changes import Changes
from journal.clock import to_ms
from journal.entries import Receipt, chain_start
from journal.errors import UserError
from journal.folding import undecided
from journal.log import Draft, Stamp, Tail, make_entry
from journal.projection import KeyLog, insert_entries, line_of, load_keys, project
from journal.reference import lesson_id
from journal.services.decisions import (
    AppointSubstitute,
    Choice,
    Decide,
    appoint_substitute,
    decide,
)
from journal.services.work import Work
from journal.store import Store
from tests.journal.desks import HandClock, new_desk, new_journal, work_of
from tests.small_school import ORLOVA, PETROVA, PUPILS, RUSSIAN, SCHOOL, SMIRNOVA

C = TypeVar("C")
DAY = date(2026, 9, 15)
LESSON = lesson_id(RUSSIAN, DAY, 1)
CELL = kinds.make_key("mark.set", RUSSIAN, LESSON, PUPILS[0], kinds.MAIN_COLUMN)


class Desk:
    """A journal that hears of entries which others wrote."""

    def __init__(self, store: Store, user: str) -> None:
        self.store, self.user, self.clock, self.number = store, user, HandClock(), 1000

    def hears(self, author: str, mark: str, verdict: str) -> str:
        """Store an entry of somebody else with the centre's verdict; return its id."""
        other = new_desk(author)
        stamp = Stamp(author, self.clock.read(), 1)
        draft = Draft("mark.set", CELL, values.Mark((mark,)), lesson_date=DAY)
        entry = make_entry(other, Tail(0, chain_start(other.station)), stamp, draft, None)
        self.number += 1
        at_ms = to_ms(self.clock.now)
        receipt = Receipt(epoch="e", number=self.number, verdict=verdict, accepted_ms=at_ms)
        with self.store.writing() as session:
            logs = load_keys(session, SCHOOL, [CELL])
            logs[CELL].add(line_of(entry, receipt))
            insert_entries(session, SCHOOL, [(entry, entry.digest(), receipt)], logs)
            project(session, SCHOOL, logs.values())
        return entry.id

    def does(self, service: Callable[[Session, C, Work], Changes], command: C) -> Changes:
        work = work_of(self.store, self.user, self.clock)
        with self.store.writing() as session:
            return service(session, command, work)

    def log(self) -> KeyLog:
        with self.store.reading() as session:
            return load_keys(session, SCHOOL, [CELL])[CELL]


@pytest.fixture
def petrova(tmp_path: Path) -> Desk:
    return Desk(new_journal(tmp_path), PETROVA)


@pytest.fixture
def deputy(tmp_path: Path) -> Desk:
    return Desk(new_journal(tmp_path, SMIRNOVA), SMIRNOVA)


def test_the_teacher_of_record_decides_and_the_choice_shows_at_once(petrova: Desk) -> None:
    first = petrova.hears(PETROVA, "4", "accepted")
    second = petrova.hears(ORLOVA, "3", "contested")
    petrova.does(decide, Decide((Choice(CELL, (first, second), second),)))
    assert petrova.log().standing.shown == second
    assert petrova.log().standing.current == first


def test_a_decision_over_another_set_than_seen_is_asked_again(petrova: Desk) -> None:
    first = petrova.hears(PETROVA, "4", "accepted")
    second = petrova.hears(ORLOVA, "3", "contested")
    petrova.hears(SMIRNOVA, "2", "contested")
    with pytest.raises(UserError, match="новые записи"):
        petrova.does(decide, Decide((Choice(CELL, (first, second), second),)))
    assert undecided(petrova.log().standing)


def test_a_stranger_decides_nothing(deputy: Desk) -> None:
    first = deputy.hears(PETROVA, "4", "accepted")
    second = deputy.hears(ORLOVA, "3", "contested")
    with pytest.raises(UserError, match="через один учебный день"):
        deputy.does(decide, Decide((Choice(CELL, (first, second), first),)))


@pytest.mark.clause("ANC-P4.T.3")
def test_appointing_the_substitute_accepts_what_waited_for_it(deputy: Desk) -> None:
    waiting = deputy.hears(ORLOVA, "5", "held")
    assert deputy.log().standing.shown is None
    deputy.does(appoint_substitute, AppointSubstitute(RUSSIAN, DAY, 1, ORLOVA, "болезнь"))
    assert deputy.log().standing.shown == waiting
    work = work_of(deputy.store, SMIRNOVA, deputy.clock)
    assert work.lesson(RUSSIAN, LESSON).substitute == ORLOVA


def test_only_the_deputy_appoints_and_only_a_known_teacher(deputy: Desk) -> None:
    with pytest.raises(UserError, match="Замены назначает"):
        Desk(deputy.store, PETROVA).does(
            appoint_substitute, AppointSubstitute(RUSSIAN, DAY, 1, ORLOVA)
        )
    with pytest.raises(UserError, match="нет в списке сотрудников"):
        deputy.does(appoint_substitute, AppointSubstitute(RUSSIAN, DAY, 1, "x" * 32))
    with pytest.raises(UserError, match="нет в расписании"):
        deputy.does(appoint_substitute, AppointSubstitute(RUSSIAN, DAY, 7, ORLOVA))
