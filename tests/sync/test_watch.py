"""The watch over the link: whatever happens in whatever order, intervals are whole and apart."""

import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from journal.clock import Reading, to_ms
from journal.entries import Receipt
from journal.facts_paper import IntervalRow, RestoredRow
from journal.log import Stamp, append, tail_of
from journal.projection import differences, refold, set_receipts
from journal.queries.intervals import open_interval, own_stations
from journal.reference import Reference
from journal.services.outages import (
    REASONS,
    DeclareOutage,
    EndOutage,
    declare_outage,
    end_outage,
)
from journal.services.work import Work
from journal.store import Store, create_journal, open_journal
from journal.tables import DeskRow, EntryRow
from sync.outage import LONGEST_PAUSE_MS, OUTAGE_AFTER_MS, LinkWatch, Silence, after_failure
from tests.journal.desks import KEY, MOSCOW, HandClock, new_desk, new_journal, work_of
from tests.small_school import PETROVA, PUPILS_5A, SCHOOL, school_drafts
from tests.sync.centre import mark

START = datetime(2026, 9, 15, 8, 0, tzinfo=MOSCOW)


@given(pauses=st.lists(st.integers(1, 2 * LONGEST_PAUSE_MS), max_size=30))
def test_only_the_time_of_attempts_that_follow_each_other_is_silence(pauses: list[int]) -> None:
    clock = HandClock(START)
    silence = after_failure(Silence(), clock.read())
    for pause in pauses:
        clock.wait(milliseconds=pause)
        silence = after_failure(silence, clock.read())
    assert silence.since_ms == to_ms(START)
    assert silence.failed_ms == sum(pause for pause in pauses if pause <= LONGEST_PAUSE_MS)
    assert silence.is_outage == (silence.failed_ms >= OUTAGE_AFTER_MS)


@pytest.mark.parametrize(
    "later",
    [
        Reading(START, 10**9, "another0"),
        Reading(START, 0, HandClock().boot_id),
        Reading(START.replace(day=16), 10**9, HandClock().boot_id),
    ],
    ids=["the computer was started anew", "its count ran backwards", "another day"],
)
def test_a_pause_that_nobody_can_measure_is_no_silence(later: Reading) -> None:
    clock = HandClock(START)
    silence = after_failure(Silence(), clock.read())
    clock.wait(seconds=100)
    silence = after_failure(silence, clock.read())
    assert after_failure(silence, later).failed_ms <= silence.failed_ms == 100_000


@dataclass
class Expected:
    """What the journal should hold, worked out from the events alone."""

    person_wrote: list[int] = field(default_factory=list)
    contact_seq: int = 0
    contact_ms: int | None = None
    failures: list[tuple[Reading, int]] = field(default_factory=list)
    open_since: int | None = None
    held: bool = False
    closed: list[tuple[int, int]] = field(default_factory=list)
    days: list[date] = field(default_factory=list)

    def failed_ms(self) -> int:
        """Return how long attempts of the last one's day and run have followed each other."""
        day = self.failures[-1][0].wall.date()
        today = [(reading, run) for reading, run in self.failures if reading.wall.date() == day]
        total = 0
        for (before, run), (after, next_run) in pairwise(today):
            pause = after.boot_ms - before.boot_ms
            if run == next_run and pause <= LONGEST_PAUSE_MS:
                total += pause
        return total


class Watching(RuleBasedStateMachine):
    """A journal under a watch; the program may end after every step."""

    template: Path
    reference: Reference

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="uch-watch-"))
        shutil.copy(self.template, self.folder / "journal.db")
        self.clock = HandClock(START)
        self.store = self.opened()
        self.watch = LinkWatch(self.store, self.clock)
        self.run = 0
        self.expected = Expected(contact_seq=0)
        self.meet()

    def opened(self) -> Store:
        return open_journal(self.folder / "journal.db", KEY)

    def teardown(self) -> None:
        with self.store.reading() as session:
            assert differences(session, SCHOOL) == []
        self.store.close()
        shutil.rmtree(self.folder)

    @property
    def work(self) -> Work:
        return Work(self.reference, Stamp(PETROVA, self.clock.read(), 0))

    def tail(self) -> int:
        with self.store.reading() as session:
            station = session.scalars(select(DeskRow.station)).one()
            return tail_of(session, SCHOOL, station).seq

    def note_opening(self, day: date, *, held: bool) -> None:
        self.expected.open_since = self.expected.contact_seq + 1
        self.expected.held = held
        self.expected.days.append(day)

    @rule(pupil=st.integers(0, 4), text=st.sampled_from("5432"))
    def write(self, pupil: int, text: str) -> None:
        with self.store.writing() as session:
            append(session, self.work.stamp, [mark(text, PUPILS_5A[pupil])])
        self.expected.person_wrote.append(self.tail())

    @rule(seconds=st.one_of(st.integers(30, 90), st.integers(1, 400)))
    def fail(self, seconds: int) -> None:
        self.clock.wait(seconds=seconds)
        self.watch.failure()
        self.expected.failures.append((self.clock.read(), self.run))
        silent = self.expected.failed_ms() >= OUTAGE_AFTER_MS
        if silent and self.expected.open_since is None:
            self.note_opening(self.clock.now.date(), held=False)

    @rule()
    def lose_the_centre(self) -> None:
        for _ in range(4):
            self.fail(60)

    @rule()
    def meet(self) -> None:
        self.clock.wait(seconds=1)
        before = self.tail()
        with self.store.writing() as session:
            self.watch.contact(session, to_ms(self.clock.now) + 700, 700)
        expected = self.expected
        if expected.open_since is not None and not expected.held:
            expected.closed.append((expected.open_since, before))
            expected.open_since = None
        expected.contact_seq, expected.contact_ms = self.tail(), to_ms(self.clock.now) + 700
        expected.failures.clear()

    @rule(minutes=st.integers(1, 700))
    def sleep(self, minutes: int) -> None:
        self.clock.wait(minutes=minutes)

    @rule(boots=st.booleans())
    def restart(self, boots: bool) -> None:
        self.store.close()
        self.store = self.opened()
        self.watch = LinkWatch(self.store, self.clock)
        self.run += 1
        if boots:
            self.clock.boot_id = f"{self.run:08x}"

    @rule(reason=st.sampled_from(REASONS))
    def declare(self, reason: str) -> None:
        work = self.work
        with self.store.writing() as session:
            declare_outage(session, DeclareOutage(reason), work)
        if self.expected.open_since is None:
            self.note_opening(self.clock.now.date(), held=True)
        self.expected.held = True

    @rule()
    def end(self) -> None:
        work = self.work
        with self.store.writing() as session:
            end_outage(session, EndOutage(), work)
        self.expected.held = False

    @invariant()
    def the_open_interval_is_the_expected_one(self) -> None:
        with self.store.reading() as session:
            found = open_interval(session)
        if self.expected.open_since is None:
            assert found is None
            return
        assert found is not None
        assert found.value.first_seq == self.expected.open_since
        assert found.held == self.expected.held

    @invariant()
    def closed_intervals_are_whole_and_apart(self) -> None:
        with self.store.reading() as session:
            rows = list(session.scalars(select(RestoredRow).order_by(RestoredRow.first_seq)))
            found = session.execute(
                select(EntryRow.seq, EntryRow.digest).where(
                    EntryRow.station.in_(own_stations(session))
                )
            )
            digests = {row.seq: row.digest for row in found}
        assert [(row.first_seq, row.last_seq) for row in rows] == self.expected.closed
        for row in rows:
            wrote = self.expected.person_wrote
            assert row.count == sum(row.first_seq <= seq <= row.last_seq for seq in wrote)
            assert row.last_digest == digests[row.last_seq]
        for before, after in pairwise(rows):
            assert before.last_seq < after.first_seq
            assert before.restored_ms <= after.restored_ms

    @invariant()
    def each_day_has_one_number_and_numbers_have_no_gap(self) -> None:
        with self.store.reading() as session:
            rows = list(session.scalars(select(IntervalRow)))
        assert sorted(row.day for row in rows) == sorted(self.expected.days)
        days = sorted({row.day for row in rows})
        assert {(row.day, row.number) for row in rows} == {
            (day, number) for number, day in enumerate(days, 1)
        }


def test_intervals_are_whole_and_apart_whatever_happens(tmp_path: Path) -> None:
    store = create_journal(tmp_path / "template.db", KEY)
    with store.writing() as session:
        session.add(new_desk(PETROVA))
        session.flush()
        clock = HandClock(datetime(2026, 9, 1, 8, 0, tzinfo=MOSCOW))
        append(session, Stamp(PETROVA, clock.read(), 0), school_drafts())
    Watching.reference = work_of(store, PETROVA, clock).reference
    store.close()
    Watching.template = tmp_path / "template.db"
    run_state_machine_as_test(Watching, settings=settings(max_examples=12, stateful_step_count=25))


def test_an_end_that_waits_for_a_person_is_said_once(tmp_path: Path) -> None:
    store, clock = new_journal(tmp_path), HandClock(START)
    watch = LinkWatch(store, clock)
    for _ in range(5):
        clock.wait(minutes=1)
        watch.failure()
    for _ in range(3):
        with store.writing() as session:
            watch.contact(session, to_ms(clock.now), 0)
        with store.writing() as session:
            said = session.scalars(select(EntryRow).where(EntryRow.kind == "interval.close")).all()
            held = Receipt(epoch="e", number=1, verdict="held", reason="ждёт решения")
            set_receipts(session, SCHOOL, {row.id: held for row in said})
            refold(session, SCHOOL, [row.key for row in said])
        assert len(said) == 1
    store.close()
