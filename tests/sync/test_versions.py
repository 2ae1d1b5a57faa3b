"""Programs of different ages: nothing is lost, and what is understood later counts from then on."""

import msgspec
import pytest
from sqlalchemy import select

from journal import kinds, values
from journal.entries import Entry
from journal.errors import UserError
from journal.facts_page import MarkRow
from journal.judgement import NEEDS_NEWER, WAITS_FOR_FACT
from journal.kinds import make_key
from journal.log import Draft, append
from journal.queries.history import read_history
from journal.queries.register import read_register
from journal.tables import EntryRow, FactRow
from sync.protocol import PushAnswer, receipts_of
from sync.server.settling import settle_after_upgrade
from tests.newer_program import NextDecision, dream, newer_program, next_mark
from tests.small_school import (
    CLASS_5A,
    GROMOV,
    NAMES,
    ORLOVA,
    PETROVA,
    PUPILS_5A,
    RUSSIAN,
    SMIRNOVA,
    TERM_1,
)
from tests.sync.centre import Centre, HandStation, mark
from tests.sync.workplaces import LESSON_DAY, StaffRoom, Workplace, cell, lesson_of

COLUMN = "c" * 32
IN_COLUMN = make_key("mark.set", RUSSIAN, lesson_of(), PUPILS_5A[0], COLUMN)


def upgraded(centre: Centre) -> int:
    """Start the centre as the program of the next release; return how many cells it settled."""
    return settle_after_upgrade(centre.served, centre.clock)


def of_newer(station: HandStation, draft: Draft, base: str | None = None) -> Entry:
    """Return the next entry, as the program of the next release writes it."""
    with newer_program():
        return station.entry(draft, base)


def verdicts(answer: PushAnswer) -> list[str]:
    return [receipt.verdict for _, receipt in sorted(receipts_of(answer).items())]


def decisions(centre: Centre) -> list[EntryRow]:
    return [row for row in centre.entries() if row.kind == kinds.DECISION]


def write_newer(place: Workplace, *drafts: Draft) -> None:
    with newer_program(), place.journal.store.writing() as session:
        append(session, place.stamp, drafts)


def test_what_only_a_newer_program_understands_is_held_until_the_centre_is_upgraded(
    centre: Centre,
) -> None:
    station = centre.station(PETROVA)
    with newer_program():
        first, second = station.entry(dream()), station.entry(next_mark())
    assert verdicts(station.push(first, second).answer) == ["held", "held"]
    assert {centre.row(entry.id).reason for entry in (first, second)} == {NEEDS_NEWER}
    assert upgraded(centre) == 0, "a start without an upgrade changes nothing"
    with newer_program():
        assert upgraded(centre) == 2
        assert upgraded(centre) == 0
        assert [centre.row(entry.id).status for entry in (first, second)] == ["current", "current"]
    assert [centre.row(entry.id).verdict for entry in (first, second)] == ["held", "held"]
    with centre.store.reading() as session:
        marks = {row.key: row.marks for row in session.scalars(select(MarkRow))}
    assert marks == {first.key: ["5"], second.key: ["5"]}


def test_the_centre_settles_by_a_decision_of_its_own_that_names_the_rule(centre: Centre) -> None:
    station = centre.station(PETROVA)
    entry = of_newer(station, dream())
    station.push(entry)
    with newer_program():
        upgraded(centre)
    (decision,) = decisions(centre)
    assert decision.station == centre.entries()[0].station, "signed by the centre's station"
    assert decision.author == "", "no person took it"
    said = msgspec.msgpack.decode(decision.value or b"", type=values.Decision)
    assert said == values.Decision((entry.id,), entry.id, "сервер обновлён и понимает эту запись")
    pulled = centre.pull(PETROVA, {f"person:{PETROVA}": 0})
    assert decision.id in {each.entry.id.hex() for each in pulled.entries}, "its author sees it"


def test_of_several_that_waited_the_last_that_knew_of_the_others_stands(centre: Centre) -> None:
    station = centre.station(PETROVA)
    first = of_newer(station, next_mark("3"))
    second = of_newer(station, next_mark("4"), first.id)
    station.push(first, second)
    with newer_program():
        assert upgraded(centre) == 1
        assert centre.faults() == []
    assert [centre.row(entry.id).status for entry in (first, second)] == [
        "decided_against",
        "current",
    ]


def test_what_is_understood_and_can_never_be_valid_is_decided_against_in_words(
    centre: Centre,
) -> None:
    station = centre.station(PETROVA)
    entry = of_newer(station, dream("14"))
    station.push(entry)
    with newer_program():
        assert upgraded(centre) == 1
    assert centre.row(entry.id).status == "decided_against"
    said = msgspec.msgpack.decode(decisions(centre)[0].value or b"", type=values.Decision)
    assert said.stands is None
    assert said.reason.startswith("сервер обновлён и понимает эту запись: ")


def test_the_centre_never_chooses_between_people(centre: Centre) -> None:
    station, other = centre.station(PETROVA), centre.station(PETROVA)
    held = of_newer(station, next_mark("5"))
    station.push(held)
    current = other.entry(mark("4"))
    assert verdicts(other.push(current).answer) == ["accepted"]
    with newer_program():
        assert upgraded(centre) == 0
    assert centre.row(held.id).status == "held"
    assert centre.row(current.id).status == "current"


def test_after_the_upgrade_the_rulebook_is_asked_like_at_any_other_time(centre: Centre) -> None:
    stranger = centre.station(ORLOVA)
    entry = of_newer(stranger, next_mark())
    stranger.push(entry)
    with newer_program():
        assert upgraded(centre) == 0, "no right: a person decides"
    assert centre.row(entry.id).status == "held"


def test_lateness_is_still_measured_at_the_receipt(centre: Centre) -> None:
    station = centre.station(PETROVA)
    entry = of_newer(station, next_mark())
    station.push(entry)
    centre.clock.wait(days=40)
    with newer_program():
        assert upgraded(centre) == 1
    assert centre.row(entry.id).status == "current"


def test_a_decision_of_a_newer_program_is_refused_and_never_held(centre: Centre) -> None:
    here, there = centre.station(PETROVA), centre.station(PETROVA)
    first, second = here.entry(mark("5")), there.entry(mark("4"))
    here.push(first)
    there.push(second)
    wish = Draft(kinds.DECISION, first.key, NextDecision("", second.id, (first.id, second.id)))
    newer = here.take(msgspec.structs.replace(here.entry(wish), version=2))
    receipts = receipts_of(here.push(newer).answer)
    assert receipts[2].verdict == "refused"
    assert "решите ещё раз" in receipts[2].reason
    assert centre.row(second.id).status == "contested"


def test_an_old_station_keeps_what_it_does_not_understand_and_learns_it_by_its_upgrade(
    room: StaffRoom,
) -> None:
    petrova, smirnova = room.workplace("petrova"), room.workplace("smirnova")
    room.exchange()
    write_newer(petrova, dream("4", 1), next_mark("5"))
    with newer_program():
        petrova.client.exchange()
    smirnova.client.exchange()
    with smirnova.journal.store.reading() as session:
        (line,) = read_history(session, smirnova.reference, [cell()])
        view = read_register(
            session, smirnova.reference, smirnova.journal.user, RUSSIAN, TERM_1, smirnova.clock.now
        )
    assert line.shows == "записано более новой программой"
    assert line.status == "current"
    shown = view.cell(PUPILS_5A[0], lesson_of(), kinds.MAIN_COLUMN)
    assert shown.text == "?"
    assert "Обновите программу" in shown.lock
    assert smirnova.differences() == []
    smirnova.leave()
    with newer_program():
        assert smirnova.shown() == "5"
        assert smirnova.differences() == []
        with smirnova.journal.store.reading() as session:
            assert set(session.scalars(select(FactRow.kind))) >= {"mark.dream", "mark.set"}


def test_nobody_types_over_what_this_program_does_not_understand(room: StaffRoom) -> None:
    petrova, notebook = room.workplace("petrova"), room.workplace("petrova", "notebook")
    room.exchange()
    write_newer(petrova, next_mark("5"))
    with newer_program():
        petrova.client.exchange()
    notebook.client.exchange()
    with pytest.raises(UserError, match="более новой программы"):
        notebook.mark("4")
    notebook.mark("4", pupil=1)
    notebook.client.exchange()
    assert [row.status for row in notebook.written if row.key == cell(1)] == ["current"]


def test_a_mark_in_a_column_that_comes_later_is_accepted_when_it_comes(centre: Centre) -> None:
    station = centre.station(PETROVA)
    column = Draft(
        "lesson.column",
        make_key("lesson.column", RUSSIAN, lesson_of(), COLUMN),
        values.Column("КР"),
        lesson_date=LESSON_DAY,
    )
    first = station.entry(Draft("mark.set", IN_COLUMN, values.Mark(("5",)), LESSON_DAY))
    assert verdicts(station.push(first).answer) == ["held"]
    assert centre.row(first.id).reason == WAITS_FOR_FACT
    assert verdicts(station.push(station.entry(column)).answer) == ["accepted"]
    assert (centre.row(first.id).status, centre.row(first.id).verdict) == ("current", "held")
    said = msgspec.msgpack.decode(decisions(centre)[0].value or b"", type=values.Decision)
    assert said.reason == "пришла запись, на которую она опирается"
    assert centre.faults() == []


def test_a_mark_of_a_pupil_who_is_listed_later_is_accepted_when_the_list_comes(
    centre: Centre,
) -> None:
    station, office = centre.station(PETROVA), centre.station(GROMOV)
    fresh = "f" * 32
    entry = station.entry(mark(pupil=fresh))
    assert verdicts(station.push(entry).answer) == ["held"]
    listed = Draft("pupil.set", make_key("pupil.set", CLASS_5A, fresh), values.Pupil(*NAMES[0]))
    office.push(office.entry(listed))
    assert centre.row(entry.id).status == "current"
    assert centre.faults() == []


def test_what_still_lacks_something_goes_on_waiting(centre: Centre) -> None:
    station, office = centre.station(PETROVA), centre.station(GROMOV)
    entry = station.entry(mark(pupil="f" * 32))
    station.push(entry)
    other = Draft("pupil.set", make_key("pupil.set", CLASS_5A, "e" * 32), values.Pupil(*NAMES[0]))
    office.push(office.entry(other))
    assert centre.row(entry.id).status == "held"
    assert decisions(centre) == []


def test_a_person_may_decide_before_what_is_missing_comes(centre: Centre) -> None:
    station, deputy = centre.station(PETROVA), centre.station(SMIRNOVA)
    office = centre.station(GROMOV)
    entry = station.entry(mark(pupil="f" * 32))
    station.push(entry)
    wish = Draft(kinds.DECISION, entry.key, values.Decision((entry.id,), None))
    assert verdicts(deputy.push(deputy.entry(wish)).answer) == ["accepted"]
    listed = Draft("pupil.set", make_key("pupil.set", CLASS_5A, "f" * 32), values.Pupil(*NAMES[0]))
    office.push(office.entry(listed))
    assert centre.row(entry.id).status == "decided_against"
    assert len(decisions(centre)) == 1
