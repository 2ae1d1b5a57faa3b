"""What becomes of a batch: numbers, receipts, verdicts, and entries that are not as agreed."""

from unittest.mock import patch

import msgspec
import pytest
from sqlalchemy import select

from journal import values
from journal.clock import to_ms
from journal.entries import Entry, hash_value
from journal.facts_school import StaffRow
from journal.ids import new_id
from journal.kinds import DECISION, make_key
from journal.log import Draft
from sync.protocol import PushAnswer, receipts_of
from sync.server.chain import FORKED, ID_REUSE, REVOKED, REVOKED_DECISION
from sync.server.refusals import RefusedError
from sync.server.stations import list_stations, revoke
from sync.server.tables import AuditRow, FindingRow
from tests.small_school import CLASS_5A, GROMOV, MATHS, ORLOVA, PETROVA, PUPILS_5A, SMIRNOVA
from tests.sync.centre import Centre, HandStation, mark


def verdicts(answer: PushAnswer) -> list[str]:
    """Return the verdicts of an answer in the order of the entries."""
    return [receipt.verdict for _, receipt in sorted(receipts_of(answer).items())]


def findings(centre: Centre) -> list[FindingRow]:
    """Return what the centre found odd."""
    with centre.store.reading() as session:
        return list(session.scalars(select(FindingRow).order_by(FindingRow.seq)))


def three(station: HandStation) -> list[Entry]:
    """Return marks of three pupils."""
    return [station.entry(mark(pupil=pupil)) for pupil in PUPILS_5A[:3]]


def test_an_entry_gets_the_next_number_and_stands(centre: Centre) -> None:
    station = centre.station(PETROVA)
    before = centre.entries()[-1].number or 0
    entry = station.entry(mark())
    pushed = station.push(entry)
    assert pushed.answer.exceptions == []
    (run,) = pushed.answer.runs
    assert (run.first_seq, run.first_number, run.length) == (1, before + 1, 1)
    assert centre.row(entry.id).status == "current"


def test_rows_numbers_heads_and_chains_are_what_the_log_says(centre: Centre) -> None:
    station, other = centre.station(PETROVA), centre.station(ORLOVA)
    entries = three(station)
    station.push(*entries)
    other.push(other.entry(mark("4", page=MATHS)), other.entry(mark("3", pupil=PUPILS_5A[1])))
    station.push(station.entry(mark("4", pupil=PUPILS_5A[2]), base=entries[2].id))
    assert centre.faults() == []


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


@pytest.mark.parametrize(
    "envelope",
    [
        pytest.param(b"\x93\x01\x02\x03", id="not an envelope"),
        pytest.param(b"\xc1", id="not msgpack"),
    ],
)
def test_a_broken_envelope_ends_the_batch_at_its_place(centre: Centre, envelope: bytes) -> None:
    station = centre.station(PETROVA)
    entries = three(station)
    whole = station.batch(entries)
    raws = [whole.entries[0], msgspec.Raw(envelope), whole.entries[2]]
    pushed = station.send(station.raw_batch(1, entries[0].prev, raws))
    assert verdicts(pushed.answer) == ["accepted"]
    assert pushed.answer.ended_at == 2
    assert "2" in pushed.answer.ended_why
    assert [finding.kind for finding in findings(centre)] == ["broken"]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"key": "page:" + "x" * 5000}, id="a key longer than an index takes"),
        pytest.param({"author": "a\0b"}, id="a zero in a word"),
        pytest.param({"version": 2**40}, id="a version beyond any column"),
        pytest.param({"wall_ms": 2**62}, id="a clock beyond any calendar"),
        pytest.param({"zone_min": 5000}, id="a zone nowhere on earth"),
    ],
)
def test_an_envelope_no_database_could_keep_is_a_broken_one(
    centre: Centre, change: dict[str, object]
) -> None:
    station = centre.station(PETROVA)
    first = station.entry(mark())
    second = station.take(msgspec.structs.replace(station.entry(mark("4")), **change))
    pushed = station.push(first, second)
    assert (verdicts(pushed.answer), pushed.answer.ended_at) == (["accepted"], 2)


def test_an_unknown_kind_is_held_and_blocks_nobody(centre: Centre) -> None:
    station = centre.station(PETROVA)
    newer = station.take(
        msgspec.structs.replace(station.entry(mark()), kind="mark.dream", version=7)
    )
    after = station.entry(mark(pupil=PUPILS_5A[1]))
    assert verdicts(station.push(newer, after).answer) == ["held", "accepted"]
    assert centre.row(newer.id).status == "held"
    assert centre.faults() == []


POISON = [
    pytest.param({"value": b"\xc1"}, id="a value that is no value"),
    pytest.param({"value": b""}, id="an empty value"),
    pytest.param({"value": msgspec.msgpack.encode([["5"], "\0"])}, id="a zero in a text"),
    pytest.param({"value": b"\xc4" + b"x" * 70_000}, id="a value that is too long"),
    pytest.param({"key": "page:1/mark"}, id="a key without its parts"),
    pytest.param({"key": ""}, id="an empty key"),
    pytest.param({"base": "0" * 32}, id="a base nobody knows"),
    pytest.param({"kind": "decision", "value": b"\x91\x01"}, id="a decision that is none"),
    pytest.param({"kind": "decision", "version": 9}, id="a decision of a newer program"),
    pytest.param(
        {"kind": "decision", "key": "nonsense", "value": msgspec.msgpack.encode([[], None])},
        id="a decision over nothing",
    ),
]


@pytest.mark.parametrize("change", POISON)
def test_a_poisoned_entry_is_stored_with_its_verdict_and_blocks_nobody(
    centre: Centre, change: dict[str, object]
) -> None:
    station = centre.station(PETROVA)
    plain = station.entry(mark(pupil=PUPILS_5A[1]))
    poisoned = station.take(changed(station.entry(mark()), change))
    after = station.entry(mark(pupil=PUPILS_5A[2]))
    pushed = station.push(plain, poisoned, after)
    first, verdict, last = verdicts(pushed.answer)
    assert (first, last) == ("accepted", "accepted")
    assert verdict != "accepted"
    assert centre.row(poisoned.id).verdict == verdict
    assert centre.faults() == []


@pytest.mark.parametrize(
    "draft",
    [
        pytest.param(
            Draft("profile.set", make_key("profile.set", ""), values.Profile(9, "no = [toml")),
            id="a local act that cannot be read",
        ),
        pytest.param(
            Draft(
                "calendar.day",
                make_key("calendar.day", "", "some day"),
                values.CalendarDay("off"),
            ),
            id="a day that is no day",
        ),
        pytest.param(
            Draft(
                "page.set",
                make_key("page.set", "", "p" * 32),
                values.Page("c" * 32, "Музыка", "", PETROVA, float("nan")),
            ),
            id="hours that are no number",
        ),
    ],
)
def test_reference_data_nobody_can_mean_do_not_stop_the_school(
    centre: Centre, draft: Draft
) -> None:
    office, teacher = centre.station(GROMOV), centre.station(PETROVA)
    day = Draft(
        "calendar.day", make_key("calendar.day", "", "2026-12-30"), values.CalendarDay("off")
    )
    before, poisoned, after = office.entry(day), office.entry(draft), office.entry(mark())
    pushed = office.push(before, poisoned, after)
    assert verdicts(pushed.answer)[0] == "accepted"
    assert verdicts(pushed.answer)[1] in ("held", "refused")
    assert verdicts(teacher.push(teacher.entry(mark())).answer) == ["accepted"]
    assert centre.faults() == []


def test_reference_data_count_for_the_entries_behind_them_in_the_same_batch(
    centre: Centre,
) -> None:
    office = centre.station(GROMOV)
    page = new_id()
    new_page = Draft(
        "page.set",
        make_key("page.set", "", page),
        values.Page(CLASS_5A, "Музыка", "", PETROVA, 1.0),
    )
    plan = Draft("plan.topic", make_key("plan.topic", page, "1"), values.PlanTopic("Хор"))
    pushed = office.push(office.entry(new_page), office.entry(plan))
    assert verdicts(pushed.answer) == ["accepted", "accepted"]


def test_a_substitute_may_write_from_the_entry_that_appoints_her(centre: Centre) -> None:
    deputy, substitute = centre.station(SMIRNOVA), centre.station(ORLOVA)
    wish = mark()
    lesson = wish.key.split("/")[2]
    held = substitute.push(substitute.entry(wish))
    assert verdicts(held.answer) == ["held"]
    page = wish.key.partition("/")[0].partition(":")[2]
    assert wish.lesson_date is not None
    order = Draft(
        "substitution.set",
        make_key("substitution.set", "", lesson),
        values.Substitution(page, wish.lesson_date, 1, ORLOVA),
    )
    deputy.push(deputy.entry(order))
    pushed = substitute.push(substitute.entry(mark(pupil=PUPILS_5A[1])))
    assert verdicts(pushed.answer) == ["accepted"]


def test_entries_of_somebody_else_on_a_station_are_held(centre: Centre) -> None:
    station = centre.station(ORLOVA)
    pushed = station.push(station.entry(mark(), author=PETROVA))
    assert verdicts(pushed.answer) == ["held"]


def test_a_decision_of_somebody_else_is_refused(centre: Centre) -> None:
    teacher, notebook, other = (centre.station(user) for user in (PETROVA, PETROVA, ORLOVA))
    first, second = teacher.entry(mark()), notebook.entry(mark("4"))
    teacher.push(first)
    notebook.push(second)
    decision = values.Decision((first.id, second.id), second.id)
    draft = Draft("decision", mark().key, decision)
    pushed = other.push(other.entry(draft, author=PETROVA))
    assert verdicts(pushed.answer) == ["refused"]
    assert verdicts(teacher.push(teacher.entry(draft)).answer) == ["accepted"]
    assert centre.faults() == []


@pytest.mark.parametrize("change", [{"version": 9}, {"value": None, "salt": None}])
def test_a_decision_that_is_not_understood_decides_nothing(
    centre: Centre, change: dict[str, object]
) -> None:
    here, there = centre.station(PETROVA), centre.station(PETROVA)
    first, second = here.entry(mark("5")), there.entry(mark("4"))
    here.push(first)
    there.push(second)
    wish = Draft("decision", mark().key, values.Decision((first.id, second.id), None))
    here.push(here.take(msgspec.structs.replace(here.entry(wish), **change)))
    assert [centre.row(entry.id).status for entry in (first, second)] == ["current", "contested"]
    assert centre.faults() == []


def test_two_values_for_one_cell_are_contested_and_the_first_stands(centre: Centre) -> None:
    here, there = centre.station(PETROVA), centre.station(PETROVA)
    first, second = here.entry(mark("5")), there.entry(mark("4"))
    here.push(first)
    assert verdicts(there.push(second).answer) == ["contested"]
    assert [centre.row(entry.id).status for entry in (first, second)] == ["current", "contested"]


def test_an_equal_value_is_merged_with_the_one_that_stands(centre: Centre) -> None:
    here, there = centre.station(PETROVA), centre.station(PETROVA)
    first, second = here.entry(mark("5")), there.entry(mark("5"))
    here.push(first)
    receipt = receipts_of(there.push(second).answer)[1]
    assert (receipt.verdict, receipt.target) == ("merged", first.id)


def test_entries_of_a_temporary_journal_are_in_time_by_the_moment_they_were_made(
    centre: Centre,
) -> None:
    station = centre.station(PETROVA)
    day = mark().lesson_date
    assert day is not None
    in_time = station.entry(mark())
    opened = values.IntervalOpened(
        station.id, 1, day, 1, int(centre.clock.now.timestamp() * 1000) - 1, 0
    )
    opening = station.entry(Draft("interval.open", make_key("interval.open", "", "i" * 32), opened))
    centre.clock.wait(days=10)
    closed = values.IntervalClosed(
        station.id, int(centre.clock.now.timestamp() * 1000), 1, 2, opening.digest(), 1
    )
    closing = station.entry(
        Draft("interval.close", make_key("interval.close", "", "i" * 32), closed)
    )
    too_late = station.entry(mark(pupil=PUPILS_5A[1]))
    pushed = station.push(in_time, opening, closing, too_late)
    assert verdicts(pushed.answer) == ["accepted", "accepted", "accepted", "held"]
    assert not receipts_of(pushed.answer)[1].late


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


@pytest.mark.clause("AMU-2.8.2d")
def test_a_change_of_posts_is_audited(centre: Centre) -> None:
    office = centre.station(GROMOV)
    member = values.Staff("Петрова", "Алла", "", ("teacher", "deputy"), "Учитель", "petrova")
    with centre.store.reading() as session:
        hired = session.scalars(select(StaffRow.entry).where(StaffRow.user == PETROVA)).one()
    entry = office.entry(Draft("staff.set", make_key("staff.set", "", PETROVA), member), base=hired)
    office.push(entry)
    titled = msgspec.structs.replace(member, post_title="Учитель математики")
    office.push(
        office.entry(Draft("staff.set", make_key("staff.set", "", PETROVA), titled), base=entry.id)
    )
    teacher = centre.station(ORLOVA)
    refused = Draft("staff.set", make_key("staff.set", "", ORLOVA), member)
    teacher.push(teacher.entry(refused))
    with centre.store.reading() as session:
        lines = session.scalars(select(AuditRow).where(AuditRow.what == "posts_changed")).all()
    assert [(line.user, line.detail) for line in lines] == [
        (GROMOV, f"{PETROVA[:8]} teacher+deputy")
    ]


def changed(entry: Entry, change: dict[str, object]) -> Entry:
    """Return the entry with other contents, its value hash included."""
    other = msgspec.structs.replace(entry, **change)
    assert other.value is not None
    assert other.salt is not None
    return msgspec.structs.replace(other, value_hash=hash_value(other.salt, other.value))
