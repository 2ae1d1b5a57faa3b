"""The laws of the machine bite: each of these well-known mistakes, patched in, is caught.

One short history is played for all of them; without a mistake it breaks no law. Source: sync
description, s. 8(h). What a sequence does to many writers at once: ``server/test_at_once.py``.
"""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from unittest.mock import patch

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from journal import judgement
from journal.clock import Clock
from journal.entries import Receipt
from journal.folding import LogLine, Standing
from journal.projection import KeyLog, forget, refold
from journal.store import Store
from journal.tables import EntryRow
from sync.link import Refused
from sync.protocol import Batch
from sync.server import chain, counting, judging, pushing, storing
from sync.server.chain import Fresh, SortedOut
from sync.server.counting import Counter
from sync.server.receiving import read_batch
from sync.server.references import References
from sync.server.refusals import bad_message
from sync.server.storing import Judged
from sync.server.tables import EnrolledRow
from tests.small_school import ORLOVA
from tests.sync.machine.machine import SchoolMachine
from tests.sync.machine.places import Place
from tests.sync.machine.school_house import Template
from tests.sync.machine.wire import Fault

Event = Callable[[], None]
Mistake = Callable[[], AbstractContextManager[object]]
History = Callable[[SchoolMachine], Iterator[Event]]


def play(template: Template, history: History | None = None) -> None:
    """Play a history: by default a substitute comes, goes and comes back; two want one cell."""
    machine = SchoolMachine(template)
    try:
        for event in (history or _history)(machine):
            event()
            machine.nothing_is_lost_and_answers_are_true()
            machine.look_closely("guest")
    finally:
        machine.teardown()


def _history(machine: SchoolMachine) -> Iterator[Event]:
    today = Place.TODAY

    def exchange(name: str) -> Event:
        return partial(machine.exchange, name, Fault.NONE, 0)

    yield partial(machine.write_cells, "classroom", [(today, 0, "5")])
    yield exchange("classroom")
    yield partial(machine.gain_a_page_and_crash, today, "pull.stored", 2)
    yield exchange("guest")
    yield partial(machine.write_cells, "guest", [(today, 0, "4")])
    yield partial(machine.push, "guest", Fault.ASKED_TWICE_AT_ONCE)
    for teacher in ("", ORLOVA):
        yield partial(machine.appoint_or_dismiss_a_substitute, today, teacher)
        yield exchange("office")
        yield exchange("guest")
    yield partial(machine.write_one_cell_at_two_desks, today, 1, ["5", "4", "3"])
    yield partial(machine.write_nonsense, "classroom", 1)
    yield partial(machine.kill_the_centre_in_a_push, "classroom", "judge.stored", 1)
    yield partial(machine.push, "classroom", Fault.ANSWER_LOST)
    yield partial(machine.push, "classroom", Fault.NONE)
    yield partial(machine.decide_twice_at_two_desks, 0, [0, 1, 2])


def test_without_a_mistake_no_law_is_broken(template: Template) -> None:
    play(template)


def base_is_ignored() -> AbstractContextManager[object]:
    def resolve_base(_base: str, _lines: Mapping[str, LogLine], standing: Standing) -> str | None:
        return standing.current

    return patch.object(judgement, "resolve_base", resolve_base)


@contextmanager
def numbers_come_from_a_sequence() -> Iterator[None]:
    """What a sequence has given out it does not take back when the transaction fails."""
    drawn = [0]
    hear = judging.Sitting.hear

    def lock_counter(session: Session, school: str) -> Counter:
        counter = counting.lock_counter(session, school)
        return replace(counter, number=max(counter.number, drawn[-1]))

    def draw_and_hear(sitting: judging.Sitting, fresh: Fresh) -> Receipt:
        receipt = hear(sitting, fresh)
        drawn.append(receipt.number)
        return receipt

    with ExitStack() as stack:
        stack.enter_context(patch.object(pushing, "lock_counter", lock_counter))
        stack.enter_context(patch.object(judging.Sitting, "hear", draw_and_hear))
        yield


def a_refused_entry_is_not_stored() -> AbstractContextManager[object]:
    def store(
        session: Session, school: str, judged: Sequence[Judged], logs: Mapping[str, KeyLog]
    ) -> None:
        kept = [item for item in judged if item.receipt.verdict != "refused"]
        storing.store(session, school, kept, logs)

    return patch.object(judging, "store", store)


@contextmanager
def known_entries_are_looked_up_before_the_lock() -> Iterator[None]:
    seen = threading.local()
    both_have_looked = threading.Barrier(2)

    def push(store: Store, references: References, clock: Clock, batch: Batch) -> pushing.Pushed:
        with store.reading() as session:
            station = session.scalars(
                select(EnrolledRow).where(EnrolledRow.station == batch.station)
            ).one()
            seen.early = chain.sort_out(session, station, read_batch(batch), batch.cannot_fill)
        try:
            both_have_looked.wait(timeout=0.3)
        except threading.BrokenBarrierError:
            both_have_looked.reset()
        return pushing.push(store, references, clock, batch)

    def sort_out(*_: object) -> SortedOut:
        early: SortedOut = seen.early
        return early

    with ExitStack() as stack:
        stack.enter_context(patch("sync.server.app.push", push))
        stack.enter_context(patch("sync.server.pushing.sort_out", sort_out))
        yield


def the_fold_goes_by_arrival() -> AbstractContextManager[object]:
    def in_order(lines: Sequence[LogLine]) -> list[LogLine]:
        return list(lines)

    return patch("journal.folding.in_order", in_order)


def a_verdict_is_lost_with_its_answer() -> AbstractContextManager[object]:
    def receipt_of(row: EntryRow) -> Receipt:
        return Receipt(
            epoch=str(row.epoch),
            number=row.number or 0,
            verdict="accepted",
            accepted_ms=row.accepted_ms or 0,
        )

    return patch.object(chain, "_receipt_of", receipt_of)


def a_batch_fails_as_a_whole() -> AbstractContextManager[object]:
    hear = judging.Sitting.hear

    def hear_or_fail(sitting: judging.Sitting, fresh: Fresh) -> Receipt:
        receipt = hear(sitting, fresh)
        if receipt.verdict == "refused":
            raise bad_message("в пачке есть неверная запись")
        return receipt

    return patch.object(judging.Sitting, "hear", hear_or_fail)


def a_dropped_scope_takes_own_entries_along() -> AbstractContextManager[object]:
    from journal.changes import Changes
    from journal.tables import DeskRow, ScopeRow

    def drop_scope(session: Session, scope: str) -> Changes:
        school = session.scalars(select(DeskRow.school)).one()
        rows = session.execute(
            select(EntryRow.id, EntryRow.key).where(EntryRow.key.startswith(f"{scope}/"))
        ).all()
        forget(session, school, [row.id for row in rows])
        session.delete(session.get_one(ScopeRow, (school, scope)))
        return refold(session, school, [row.key for row in rows])

    return patch("sync.intake.drop_scope", drop_scope)


@pytest.mark.parametrize(
    ("mistake", "law"),
    [
        (numbers_come_from_a_sequence, "leaves a gap"),
        (base_is_ignored, "a silent loser"),
        (a_refused_entry_is_not_stored, "leaves a gap|is not the log's"),
        (known_entries_are_looked_up_before_the_lock, "the centre failed|stands in the log twice"),
        (the_fold_goes_by_arrival, "differs"),
        (a_verdict_is_lost_with_its_answer, "the receipt is not what the log says"),
        (a_batch_fails_as_a_whole, "bad_message"),
        (a_dropped_scope_takes_own_entries_along, "an entry that was written is gone"),
    ],
)
def test_a_mistake_breaks_its_law(template: Template, mistake: Mistake, law: str) -> None:
    with pytest.raises((AssertionError, Refused), match=law), mistake():
        play(template)


def _erasing(machine: SchoolMachine) -> Iterator[Event]:
    yield partial(machine.erase_and_crash, Place.TODAY, 0, "pull.stored", False)
    yield partial(machine.exchange, "classroom", Fault.NONE, 0)


def _being_ahead(machine: SchoolMachine) -> Iterator[Event]:
    today = Place.TODAY
    yield partial(machine.be_a_release_ahead, "classroom", today, "pull.stored")
    yield machine.upgrade_the_centre
    yield partial(machine.be_a_release_ahead, "notebook", today, "pull.stored")


def an_act_erases_nothing() -> AbstractContextManager[object]:
    return patch("journal.projection.erase", lambda *_: {})


def the_centre_settles_whatever_was_held() -> AbstractContextManager[object]:
    def judge(*_: object) -> judgement.Judgement:
        return judgement.Judgement("refused", "не понравилось")

    return patch("sync.server.settling.judge", judge)


@pytest.mark.parametrize(
    ("history", "mistake", "law"),
    [
        (_erasing, an_act_erases_nothing, "an erased value is there again"),
        (_being_ahead, the_centre_settles_whatever_was_held, "the centre took a value away"),
    ],
)
def test_a_mistake_of_acts_and_upgrades_breaks_its_law(
    template: Template, history: History, mistake: Mistake, law: str
) -> None:
    play(template, history)
    with pytest.raises(AssertionError, match=law), mistake():
        play(template, history)
