"""What people wish for in the soak, drawn by chance: few enough cells that they meet in them."""

import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from journal.changes import Changes
from journal.errors import UserError
from journal.queries.transfers import OpenCell, read_open_cells
from journal.reference import Reference
from journal.services.decisions import (
    AppointSubstitute,
    Choice,
    Decide,
    Undo,
    appoint_substitute,
    decide,
    undo,
)
from journal.services.lessons import CallRoll, SetCell, SetTopic, call_roll, set_cell, set_topic
from journal.services.outages import (
    REASONS,
    DeclareOutage,
    EndOutage,
    declare_outage,
    end_outage,
)
from journal.services.terms import CloseTerm, close_term
from journal.services.work import Work
from journal.store import Store
from tests.small_school import CLASS_5A, MATHS, ORLOVA, PUPILS_5A, RUSSIAN, SMIRNOVA, TERM_1
from tests.sync.workplaces import lesson_of

Wish = tuple[Callable[[Session, Any, Work], Changes], Any]

_MARKS = ("5", "4", "3", "2", "н", "н 4", "")
_TOPICS = ("Глагол", "Имя", "Причастие", "")
_DAYS_BACK = 12


class Person:
    """One who wishes: a teacher, or the deputy."""

    def __init__(self, store: Store, user: str, chance: random.Random) -> None:
        self._store = store
        self._user = user
        self._chance = chance
        self._written: list[tuple[str, ...]] = []

    def remember(self, written: Sequence[str]) -> None:
        """Keep what a wish has written, for taking it back."""
        self._written = [*self._written[-5:], tuple(written)]

    def next_wish(self, work: Work) -> Wish | None:
        """Return the next wish, ``None`` when the one drawn has no object."""
        if self._user == SMIRNOVA:
            draws: Sequence[Callable[[Work], Wish | None]] = (
                self._decide,
                self._decide,
                self._appoint,
                self._close_term,
            )
        else:
            draws = (self._cell,) * 8 + (self._topic, self._roll, self._undo, self._decide)
            draws += (self._declare_outage, self._end_outage)
        return self._chance.choice(draws)(work)

    def _cell(self, work: Work) -> Wish:
        page, day = self._lesson(work)
        reason = self._chance.choice(("", "", "ошибка"))
        pupil, text = self._chance.choice(PUPILS_5A), self._chance.choice(_MARKS)
        return set_cell, SetCell(page, lesson_of(page, day), pupil, text, reason=reason)

    def _topic(self, work: Work) -> Wish:
        page, day = self._lesson(work)
        return set_topic, SetTopic(page, lesson_of(page, day), self._chance.choice(_TOPICS))

    def _roll(self, work: Work) -> Wish:
        page, day = self._lesson(work)
        return call_roll, CallRoll(page, lesson_of(page, day))

    def _undo(self, _: Work) -> Wish | None:
        return (undo, Undo(self._written.pop())) if self._written else None

    def _decide(self, work: Work) -> Wish | None:
        with self._store.reading() as session:
            waiting = open_cells(session, work.reference, work)
        if not waiting:
            return None
        cell = self._chance.choice(waiting)
        ids = [version.line.entry for version in cell.versions]
        stands = self._chance.choice([*ids, None])
        return decide, Decide((Choice(cell.key, cell.entries, stands),))

    def _appoint(self, work: Work) -> Wish:
        _, day = self._lesson(work)
        teacher = self._chance.choice((ORLOVA, ORLOVA, ""))
        return appoint_substitute, AppointSubstitute(RUSSIAN, day, 1, teacher)

    def _close_term(self, _: Work) -> Wish:
        closed = self._chance.choice((True, False, False))
        return close_term, CloseTerm(TERM_1, (CLASS_5A,), closed)

    def _declare_outage(self, _: Work) -> Wish:
        return declare_outage, DeclareOutage(self._chance.choice(REASONS))

    def _end_outage(self, _: Work) -> Wish:
        return end_outage, EndOutage()

    def _lesson(self, work: Work) -> tuple[str, date]:
        """Return a lesson of the last days; of another teacher's page too, as a substitute may."""
        page = self._chance.choice((RUSSIAN, RUSSIAN, MATHS))
        day = work.today - timedelta(days=self._chance.randrange(_DAYS_BACK))
        return page, day


def open_cells(session: Session, reference: Reference, work: Work) -> list[OpenCell]:
    """Return the cells over which this person may decide now."""
    now = work.stamp.reading.wall
    cells = read_open_cells(session, reference, work.stamp.author, now)
    return [cell for cell in cells if not cell.refusal]


def fulfil(store: Store, work: Work, wish: Wish) -> tuple[str, ...] | None:
    """Carry out a wish in one transaction; return what was written, ``None`` when refused."""
    service, command = wish
    try:
        with store.writing() as session:
            return service(session, command, work).written
    except UserError:
        return None
