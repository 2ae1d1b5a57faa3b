"""A real journal in which people disagreed: entries of others come with the centre's verdicts."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from desktop.views.transfer.papers import TransferPapers
from desktop.views.transfer.parcels import TransferParcels
from desktop.workspace import Workspace
from journal import values
from journal.changes import Changes
from journal.clock import to_ms
from journal.entries import Entry, Receipt, chain_start
from journal.kinds import DECISION, MAIN_COLUMN, make_key
from journal.log import Draft, Stamp, Tail, append, make_entry
from journal.projection import insert_entries, line_of, load_keys, project
from journal.reference import lesson_id
from journal.services.lessons import SetCell, set_cell
from journal.services.outages import note_contact
from journal.signing import public_key
from journal.store import Store, open_journal
from journal.tables import DeskRow
from tests.journal.answers import answer_all
from tests.journal.desks import KEY, MOSCOW, HandClock, new_desk, new_journal
from tests.small_school import ORLOVA, PETROVA, PUPILS, RUSSIAN, SCHOOL, SMIRNOVA

DAY = date(2026, 9, 15)
LESSON = lesson_id(RUSSIAN, DAY, 1)
ANNA, POLINA, PETR, LEV = PUPILS[:4]
TOPIC = make_key("lesson.topic", RUSSIAN, LESSON)
OTHERS = {ORLOVA: new_desk(ORLOVA), PETROVA: new_desk(PETROVA), SMIRNOVA: new_desk(SMIRNOVA)}
_PLACES = {ORLOVA: 14, PETROVA: 22, SMIRNOVA: 3}
OWN_PLACE = 21


def cell(pupil: str = ANNA) -> str:
    """Return the key of the marks of a pupil in the lesson of 15 September."""
    return make_key("mark.set", RUSSIAN, LESSON, pupil, MAIN_COLUMN)


@dataclass
class TransferRoom:
    """One user's journal as the page «Перенос» sees it."""

    store: Store
    workspace: Workspace
    clock: HandClock
    _numbers: int = 5000
    _seqs: dict[str, int] = field(default_factory=dict)

    def hears(
        self,
        author: str,
        mark: str,
        verdict: str,
        *,
        key: str = "",
        reason: str = "",
        base: str | None = None,
        quietly: bool = False,
    ) -> str:
        """Take in an entry that somebody wrote elsewhere; return its id.

        ``quietly``: no window is told, as while an exchange is still going on.
        """
        value: values.Value = values.Topic(mark) if key == TOPIC else values.Mark((mark,))
        kind = "lesson.topic" if key == TOPIC else "mark.set"
        draft = Draft(kind, key or cell(), value, lesson_date=DAY)
        return self.hears_draft(author, draft, verdict, reason, base, quietly=quietly)

    def hears_draft(
        self,
        author: str,
        draft: Draft,
        verdict: str = "accepted",
        reason: str = "",
        base: str | None = None,
        *,
        quietly: bool = False,
    ) -> str:
        """Take in any entry of somebody else; return its id."""
        other = OTHERS[author]
        seq = self._seqs[author] = self._seqs.get(author, 0) + 1
        stamp = Stamp(author, self.clock.read(), 1)
        entry = make_entry(other, Tail(seq - 1, chain_start(other.station)), stamp, draft, base)
        changes = self._store(entry, verdict, reason)
        if not quietly:
            self.workspace.announce(changes)
        return entry.id

    def hears_contest(self, pupil: str = ANNA) -> tuple[str, str]:
        """Take in a four of Petrova and a three of Orlova for one cell; return their ids."""
        first = self.hears(PETROVA, "4", "accepted", key=cell(pupil))
        return first, self.hears(ORLOVA, "3", "contested", key=cell(pupil))

    def hears_decision(self, author: str, key: str, entries: tuple[str, ...], stands: str) -> str:
        """Take in a decision that somebody made elsewhere."""
        return self.hears_draft(author, Draft(DECISION, key, values.Decision(entries, stands)))

    def marks(self, mark: str, pupil: str = ANNA) -> Changes:
        """Type a mark as the user of this journal."""
        return self.workspace.execute(set_cell, SetCell(RUSSIAN, LESSON, pupil, mark), "отметка")

    def is_answered(self, verdicts: dict[str, str] | None = None) -> None:
        """Let the centre answer for everything that waits."""
        answer_all(self.store, self.clock.now, verdicts)
        self.announce()

    def has_contact(self) -> None:
        """Let the centre answer a question, which ends a time without it."""
        with self.store.writing() as session:
            note_contact(session, self.clock.read(), to_ms(self.clock.now), 0)
        self.announce()

    def announce(self) -> None:
        """Tell every window, as the exchange does."""
        self.workspace.announce(Changes(frozenset({cell()}), link=True))

    def writes(self, work: Callable[[Session], object]) -> None:
        """Do something in a transaction of its own."""
        with self.store.writing() as session:
            work(session)

    def _store(self, entry: Entry, verdict: str, reason: str) -> Changes:
        self._numbers += 1
        receipt = Receipt(
            epoch="e" * 32,
            number=self._numbers,
            verdict=verdict,
            reason=reason,
            accepted_ms=to_ms(self.clock.now),
        )
        with self.store.writing() as session:
            logs = load_keys(session, SCHOOL, [entry.key])
            logs[entry.key].add(line_of(entry, receipt))
            insert_entries(session, SCHOOL, [(entry, entry.digest(), receipt)], logs)
            return project(session, SCHOOL, logs.values())


def school_file(folder: Path, user: str) -> Path:
    """Make the journal of a user to be copied for each test: the school, all of it accepted."""
    store = new_journal(folder, user)
    clock = HandClock(datetime(2026, 9, 1, 8, 30, tzinfo=MOSCOW))
    with store.writing() as session:
        own = session.query(DeskRow).one()
        places = [(own, OWN_PLACE), *((OTHERS[each], _PLACES[each]) for each in OTHERS)]
        drafts = [
            Draft(
                "station.set",
                make_key("station.set", "", desk.station),
                values.Station(number, desk.user, public_key(desk.seed)),
            )
            for desk, number in places
        ]
        append(session, Stamp(user, clock.read(), 0), drafts)
    answer_all(store, clock.now)
    with store.writing() as session:
        note_contact(session, clock.read(), to_ms(clock.now), 0)
    store.close()
    return folder / "journal.db"


def open_room(file: Path, folder: Path, user: str) -> TransferRoom:
    """Return a room of its own around a copy of the file."""
    copied = folder / "journal.db"
    shutil.copy(file, copied)
    store, clock = open_journal(copied, KEY), HandClock()
    return TransferRoom(store, Workspace(store, clock, SCHOOL, user), clock)


def no_papers() -> TransferPapers:
    """Return papers for a page on which nothing is printed."""
    return TransferPapers(
        lambda _: (),
        lambda *_: None,
        lambda *_: None,
        lambda *_: None,
        lambda *_: None,
        lambda _: (),
        lambda *_: None,
    )


def no_parcels() -> TransferParcels:
    """Return parcels for a page on which none is taken out or in."""
    return TransferParcels(lambda *_: None, lambda *_: None, lambda *_: None)
