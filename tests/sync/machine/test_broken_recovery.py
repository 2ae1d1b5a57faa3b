"""Mistakes around the restore of a centre break a law of the machine, each its own."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import partial
from unittest.mock import patch

import msgspec
import pytest

from journal import folding
from journal.folding import LogLine
from sync import offering
from sync.server import reinserting
from sync.server.returning import Returned
from tests.sync.machine.machine import SchoolMachine
from tests.sync.machine.places import Place
from tests.sync.machine.school_house import Template

Mistake = Callable[[], AbstractContextManager[object]]


def play(template: Template) -> None:
    """Play the history: a contest is decided and lost, and comes back in pieces."""
    machine = SchoolMachine(template)
    try:
        for event in _history(machine):
            event()
            machine.nothing_is_lost_and_answers_are_true()
            machine.house.witness.look_closely()
            machine.look_closely("office")
        machine.end_well()
    finally:
        with machine.stack:
            pass


def _history(machine: SchoolMachine) -> Iterator[Callable[[], object]]:
    house, today = machine.house, Place.TODAY

    def exchange(name: str) -> Callable[[], object]:
        return lambda: house.desks[name].exchange()

    yield house.back_up_centre
    yield partial(machine.write, "classroom", today, 0, "5")
    yield exchange("classroom")
    yield partial(machine.write_one_cell_at_two_desks, today, 1, ["5", "4", "3"])
    yield partial(machine.look_and_decide, "classroom", 0, 1)
    yield exchange("notebook")
    yield exchange("office")
    yield partial(machine.write, "classroom", today, 0, "4")
    yield exchange("classroom")
    yield house.restore_centre
    # these two do not know of the last mark
    yield exchange("office")
    yield partial(machine.write, "notebook", today, 0, "3")
    yield exchange("notebook")
    yield exchange("classroom")
    yield exchange("office")
    yield house.restore_centre
    for name in ("guest", "classroom", "notebook", "office"):
        yield exchange(name)


def test_without_a_mistake_no_law_is_broken(template: Template) -> None:
    play(template)


def a_late_line_stands_at_its_number() -> AbstractContextManager[object]:
    def in_order(lines: Sequence[LogLine]) -> list[LogLine]:
        return sorted(lines, key=lambda line: (line.number is None, line.number or 0, line.seq))

    return patch.object(folding, "in_order", in_order)


def what_was_not_known_is_displaced() -> AbstractContextManager[object]:
    return patch.object(folding._State, "_is_blind", lambda *_: False)


def lost_entries_are_judged_anew() -> AbstractContextManager[object]:
    return patch.object(offering._Proofs, "read", lambda *_: offering._Proofs({}, {}))


def receipt_times_begin_anew() -> AbstractContextManager[object]:
    renumbered = reinserting._renumbered
    return patch.object(
        reinserting,
        "_renumbered",
        lambda item, *rest: renumbered(_received_now(item), *rest),
    )


def _received_now(item: Returned) -> Returned:
    return replace(item, receipt=msgspec.structs.replace(item.receipt, accepted_ms=1))


def nothing_is_offered() -> AbstractContextManager[object]:
    return patch.object(offering, "_next_ids", lambda session, desk, after: ([], after))


@pytest.mark.parametrize(
    ("mistake", "law"),
    [
        (a_late_line_stands_at_its_number, "another entry stands in|something else is open"),
        (what_was_not_known_is_displaced, "something else is open|another entry stands in"),
        (lost_entries_are_judged_anew, "a receipt was taken back|a receipt has changed"),
        (receipt_times_begin_anew, "came back with another receipt"),
        (nothing_is_offered, "a receipt has changed"),
    ],
)
def test_a_mistake_breaks_its_law(template: Template, mistake: Mistake, law: str) -> None:
    with pytest.raises(AssertionError, match=law), mistake():
        play(template)
