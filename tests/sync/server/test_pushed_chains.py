"""What becomes of a batch that does not follow what the centre has of its station."""

from unittest.mock import patch

import msgspec
import pytest

from journal import values
from journal.clock import to_ms
from journal.kinds import DECISION
from journal.log import Draft
from sync.protocol import receipts_of
from sync.server.chain import FORKED, ID_REUSE, REVOKED, REVOKED_DECISION
from sync.server.refusals import RefusedError
from sync.server.stations import list_stations, revoke
from tests.small_school import PETROVA, PUPILS_5A
from tests.sync.centre import Centre, HandStation, mark
from tests.sync.server.pushed import findings, three, verdicts


def test_a_resent_batch_is_answered_with_its_first_receipts_for_ever(centre: Centre) -> None:
    station = centre.station(PETROVA)
    batch = station.batch(three(station))
    first = station.send(batch)
    centre.clock.wait(days=30)
    second = station.send(batch)
    assert (first.taken, second.taken) == (3, 0)
    assert receipts_of(second.answer) == receipts_of(first.answer)
    assert len([row for row in centre.entries() if row.station == station.id]) == 3


def test_a_batch_of_known_and_new_entries_takes_only_the_new_ones(centre: Centre) -> None:
    station = centre.station(PETROVA)
    entries = three(station)
    first = receipts_of(station.push(*entries[:2]).answer)
    centre.clock.wait(hours=1)
    pushed = station.push(*entries)
    assert pushed.taken == 1
    receipts = receipts_of(pushed.answer)
    assert {seq: receipts[seq] for seq in (1, 2)} == first
    assert receipts[3].accepted_ms == first[1].accepted_ms + 3_600_000


def test_a_gap_is_answered_with_the_seq_that_is_missing(centre: Centre) -> None:
    station = centre.station(PETROVA)
    entries = three(station)
    station.push(entries[0])
    pushed = station.push(entries[2])
    assert (pushed.status, pushed.answer.expected_seq, pushed.taken) == (409, 2, 0)
    assert verdicts(station.push(*entries[1:]).answer) == ["accepted", "accepted"]


def test_what_a_station_cannot_fill_becomes_a_recorded_hole(centre: Centre) -> None:
    station = centre.station(PETROVA)
    entries = three(station)
    pushed = station.push(entries[2], cannot_fill=True)
    assert verdicts(pushed.answer) == ["accepted"]
    (hole,) = findings(centre)
    assert (hole.kind, hole.seq, hole.last_seq) == ("hole", 1, 2)
    assert verdicts(station.push(station.entry(mark(pupil=PUPILS_5A[3]))).answer) == ["accepted"]
    assert centre.faults() == []


def test_entries_that_fill_a_hole_later_are_taken(centre: Centre) -> None:
    station = centre.station(PETROVA)
    entries = three(station)
    station.push(entries[2], cannot_fill=True)
    pushed = station.push(*entries)
    assert (pushed.taken, pushed.answer.forked) == (2, False)
    assert verdicts(pushed.answer) == ["accepted"] * 3
    assert findings(centre) == [], "it is no hole any more"
    assert centre.faults() == []


def test_a_hole_that_is_filled_in_part_is_as_long_as_what_is_missing(centre: Centre) -> None:
    station = centre.station(PETROVA)
    entries = [station.entry(mark(pupil=pupil)) for pupil in PUPILS_5A[:4]]
    station.push(entries[3], cannot_fill=True)
    station.push(entries[2], cannot_fill=True)
    assert [(hole.seq, hole.last_seq) for hole in findings(centre)] == [(1, 2)]
    assert centre.faults() == []
    station.push(*entries)
    assert findings(centre) == []
    assert centre.faults() == []


def test_a_copied_journal_makes_a_fork_and_its_entries_are_held(centre: Centre) -> None:
    station = centre.station(PETROVA)
    station.push(station.entry(mark()))
    copied = station.copy()
    station.push(station.entry(mark(pupil=PUPILS_5A[1])))
    branch = [copied.entry(mark("2", pupil=pupil)) for pupil in PUPILS_5A[2:4]]
    first, second = copied.push(branch[0]), copied.push(branch[1])
    assert (first.answer.forked, second.answer.forked) == (True, True)
    assert copied.push(*branch).answer.forked, "a lost answer is given again"
    assert [centre.row(entry.id).reason for entry in branch] == [FORKED, FORKED]
    assert [finding.kind for finding in findings(centre)] == ["fork", "fork"]
    assert verdicts(station.push(station.entry(mark(pupil=PUPILS_5A[4]))).answer) == ["accepted"]
    assert centre.faults() == []


def test_an_id_used_twice_is_refused_shown_and_keeps_the_chain_whole(centre: Centre) -> None:
    station = centre.station(PETROVA)
    first = station.entry(mark())
    station.push(first)
    second = station.take(msgspec.structs.replace(station.entry(mark("2")), id=first.id))
    batch = station.batch([second])
    pushed = station.send(batch)
    assert verdicts(pushed.answer) == ["refused"]
    assert receipts_of(pushed.answer)[2].reason == ID_REUSE
    assert receipts_of(station.send(batch).answer) == receipts_of(pushed.answer)
    assert verdicts(station.push(station.entry(mark(pupil=PUPILS_5A[1]))).answer) == ["accepted"]
    assert centre.row(first.id).status == "current"
    assert [finding.kind for finding in findings(centre)] == ["id_reuse"]
    assert centre.faults() == []


def test_an_id_used_twice_in_one_batch_is_found_too(centre: Centre) -> None:
    station = centre.station(PETROVA)
    first = station.entry(mark())
    second = station.take(msgspec.structs.replace(station.entry(mark("2")), id=first.id))
    third = station.entry(mark(pupil=PUPILS_5A[1]))
    assert verdicts(station.push(first, second, third).answer) == [
        "accepted",
        "refused",
        "accepted",
    ]
    assert centre.faults() == []


def test_a_batch_with_a_wrong_signature_is_not_taken(centre: Centre) -> None:
    station, thief = centre.station(PETROVA), HandStation(centre, PETROVA)
    batch = station.batch([station.entry(mark())])
    thief.id = station.id
    forged = thief.raw_batch(batch.first_seq, batch.prev, batch.entries)
    with pytest.raises(RefusedError) as refusal:
        station.send(forged)
    assert refusal.value.problem.code == "bad_signature"
    assert not [row for row in centre.entries() if row.station == station.id]


def test_an_unknown_station_is_told_so(centre: Centre) -> None:
    stranger = HandStation(centre, PETROVA)
    with pytest.raises(RefusedError) as refusal:
        stranger.push(stranger.entry(mark()))
    assert (refusal.value.status, refusal.value.problem.code) == (404, "unknown_station")


def test_of_a_revoked_station_a_part_is_taken_every_day_and_the_rest_waits_there(
    centre: Centre,
) -> None:
    station = centre.station(PETROVA)
    with centre.store.writing() as session:
        revoke(session, centre.school, 1, to_ms(centre.clock.now))
    centre.clock.wait(minutes=1)
    first, second = (
        station.batch([station.entry(mark(m)) for m in marks]) for marks in ("54", "3")
    )
    with patch("sync.server.pushing.REVOKED_A_DAY", 2):
        station.send(first)
        with pytest.raises(RefusedError) as refusal:
            station.send(second)
        assert (refusal.value.status, refusal.value.problem.code) == (429, "wait")
        assert refusal.value.retry_after
        station.send(first)  # what is known costs nothing
        centre.clock.wait(days=1)
        assert station.send(second).taken == 1
    assert {row.verdict for row in centre.entries() if row.station == station.id} == {"held"}


def test_what_a_revoked_station_sends_is_kept_and_waits_for_a_person(centre: Centre) -> None:
    station = centre.station(PETROVA)
    before = station.entry(mark("5"))
    first = station.push(before)
    with centre.store.writing() as session:
        revoke(session, centre.school, 1, 5)
    after = station.entry(mark("4"), base=before.id)
    decision = station.entry(Draft(DECISION, after.key, values.Decision((after.id,), after.id)))
    again = station.push(before, after, decision)
    assert receipts_of(again.answer)[1] == receipts_of(first.answer)[1]
    verdicts = [(row.verdict, row.reason) for row in map(centre.row, (after.id, decision.id))]
    assert verdicts == [("held", REVOKED), ("refused", REVOKED_DECISION)]
    assert centre.row(before.id).status == "current"
    with centre.store.reading() as session:
        (line,) = list_stations(session, centre.school)
    assert (line.revoked_ms, line.waiting) == (5, 1)
    assert centre.faults() == []


def test_a_first_entry_that_follows_something_else_is_refused(centre: Centre) -> None:
    station = centre.station(PETROVA)
    entry = station.entry(mark())
    raws = station.batch([entry]).entries
    with pytest.raises(RefusedError) as refusal:
        station.send(station.raw_batch(1, bytes(32), raws))
    assert refusal.value.problem.code == "bad_message"


def test_a_station_whose_past_is_another_one_is_asked_for_all_of_it(centre: Centre) -> None:
    station = centre.station(PETROVA)
    first, second, third = three(station)
    station.push(first, second)
    stranger = msgspec.structs.replace(third, prev=bytes(32))
    assert station.push(stranger).answer.expected_seq == 1
