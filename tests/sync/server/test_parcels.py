"""Parcels at the centre: taken whole, taken once, never spoilt by what is odd in them."""

from collections.abc import Sequence

import httpx
import msgspec
import pytest
from sqlalchemy import select

from journal import values
from journal.clock import to_ms
from journal.kinds import DECISION
from journal.log import Draft
from journal.signing import is_signed, public_key, sign
from journal.tables import DeskRow
from sync.parcel import (
    PARCEL_PATH,
    Heir,
    ParcelAnswer,
    SealedParcel,
    heir_part,
    pack_parcel,
    public_parcel_key,
    seal_parcel,
)
from sync.protocol import (
    NONCE_HEADER,
    SIGNATURE_HEADER,
    TIME_HEADER,
    Batch,
    Problem,
    answer_digest,
    pack,
    receipts_of,
    unpack,
)
from sync.server.chain import REVOKED, REVOKED_DECISION
from sync.server.parcels import Bearer, list_parcels, take_parcel
from sync.server.refusals import RefusedError
from sync.server.sightings import read_seen
from sync.server.stations import revoke
from sync.server.tables import AuditRow, EnrolledRow, FindingRow
from tests.small_school import NAMES, ORLOVA, PETROVA, PUPILS_5A, SMIRNOVA
from tests.sync.centre import Centre, HandStation, mark
from tests.sync.server.test_at_once import at_once

CAR = Bearer(SMIRNOVA, "192.0.2.7")


def sealed(centre: Centre, *batches: Batch, school: str = "", heirs: Sequence[Heir] = ()) -> bytes:
    """Return batches as the file that a station of this centre makes of them."""
    with centre.store.reading() as session:
        seed = session.scalars(select(DeskRow.seed)).one()
    packed = pack_parcel(school or centre.school, batches, heirs)
    return seal_parcel(packed, public_parcel_key(seed))


def take(centre: Centre, parcel: bytes, bearer: Bearer = CAR) -> ParcelAnswer:
    """Take a parcel in."""
    return take_parcel(centre.store, centre.references, centre.clock, parcel, bearer).answer


def refusal(centre: Centre, parcel: bytes) -> Problem:
    """Return why a parcel is not taken in."""
    with pytest.raises(RefusedError) as refused:
        take(centre, parcel)
    return refused.value.problem


def marks(station: HandStation, text: str = "5") -> Batch:
    """Return a batch with a mark for each pupil."""
    return station.batch([station.entry(mark(text, pupil)) for pupil in PUPILS_5A])


def test_the_batches_of_several_stations_are_taken_as_if_they_were_pushed(centre: Centre) -> None:
    home, classroom = centre.station(PETROVA), centre.station(PETROVA)
    answer = take(centre, sealed(centre, marks(home, "4"), marks(classroom, "4")))
    assert [(part.station, part.first_seq, part.last_seq) for part in answer.parts] == [
        (home.id, 1, 5),
        (classroom.id, 1, 5),
    ]
    assert [(part.new, part.accepted) for part in answer.parts] == [(5, 5), (5, 5)]
    assert answer.is_done
    assert len([row for row in centre.entries() if row.author == PETROVA]) >= 10
    assert centre.faults() == []


def test_a_parcel_that_comes_twice_changes_nothing_and_is_told_when_it_came_first(
    centre: Centre,
) -> None:
    parcel = sealed(centre, marks(centre.station(PETROVA)))
    first = take(centre, parcel)
    log = [row.id for row in centre.entries()]
    centre.clock.wait(hours=3)
    again = take(centre, parcel, Bearer("", "console"))
    assert (first.new, again.new) == (5, 0)
    assert [part.accepted for part in again.parts] == [5]
    assert again.taken_ms == first.taken_ms
    assert [row.id for row in centre.entries()] == log
    with centre.store.reading() as session:
        (line,) = list_parcels(session, centre.school)
    assert (line.entries, line.new, line.user, line.address) == (5, 5, SMIRNOVA, "192.0.2.7")


def test_the_same_parcel_four_times_at_once_is_taken_once(centre: Centre) -> None:
    station = centre.station(PETROVA)
    parcel = sealed(centre, marks(station))
    answers = at_once([lambda: take(centre, parcel)] * 4)
    assert sorted(answer.new for answer in answers) == [0, 0, 0, 5]
    assert len({answer.taken_ms for answer in answers}) == 1
    assert len([row for row in centre.entries() if row.station == station.id]) == 5
    with centre.store.reading() as session:
        assert len(list_parcels(session, centre.school)) == 1
    assert centre.faults() == []


def test_the_author_gets_her_first_receipts_when_she_pushes_herself(centre: Centre) -> None:
    station = centre.station(PETROVA)
    batch = marks(station)
    take(centre, sealed(centre, batch))
    numbers = [row.number for row in centre.entries() if row.station == station.id]
    centre.clock.wait(hours=12)
    pushed = station.send(batch)
    assert pushed.taken == 0
    assert [each.number for each in receipts_of(pushed.answer).values()] == numbers


def test_an_older_parcel_after_the_push_and_a_longer_one_after_the_first_add_what_is_new(
    centre: Centre,
) -> None:
    station = centre.station(PETROVA)
    early = [station.entry(mark("5", pupil)) for pupil in PUPILS_5A[:2]]
    late = [station.entry(mark("4", pupil)) for pupil in PUPILS_5A[2:]]
    short, long = (
        sealed(centre, station.batch(early)),
        sealed(centre, station.batch([*early, *late])),
    )
    assert take(centre, short).new == 2
    assert take(centre, long).new == 3
    assert take(centre, short).new == 0
    assert centre.faults() == []


def test_a_gap_is_a_hole_at_once_because_nobody_can_be_asked(centre: Centre) -> None:
    station = centre.station(PETROVA)
    lost = [station.entry(mark("3", pupil)) for pupil in PUPILS_5A[:2]]
    kept = station.batch([station.entry(mark("5", pupil)) for pupil in PUPILS_5A[2:]])
    assert station.send(kept).answer.expected_seq == 1
    answer = take(centre, sealed(centre, kept))
    assert (answer.new, answer.is_done) == (3, True)
    with centre.store.reading() as session:
        (hole,) = session.scalars(select(FindingRow)).all()
    assert (hole.kind, hole.seq, hole.last_seq) == ("hole", 1, 2)
    # what was missing may still come, and is no fork
    assert take(centre, sealed(centre, station.batch(lost))).parts[0].accepted == 2
    assert centre.faults() == []


def test_what_a_revoked_station_wrote_waits_for_a_person_instead_of_being_lost(
    centre: Centre,
) -> None:
    station = centre.station(PETROVA)
    known = station.entry(mark("5"))
    station.push(known)
    entry = station.entry(mark("4", PUPILS_5A[1]))
    decision = station.entry(Draft(DECISION, entry.key, values.Decision((entry.id,), entry.id)))
    with centre.store.writing() as session:
        revoke(session, centre.school, 1, 0)
    batch = station.batch([known, entry, decision])
    (part,) = take(centre, sealed(centre, batch)).parts
    assert (part.new, part.accepted, part.waiting, part.refused) == (2, 1, 1, 1)
    row = centre.row(entry.id)
    assert (row.verdict, row.reason, row.status) == ("held", REVOKED, "held")
    assert centre.row(decision.id).reason == REVOKED_DECISION
    # the deputy accepts it with its original times
    deputy = centre.station(SMIRNOVA)
    verdict = Draft(DECISION, entry.key, values.Decision((entry.id,), entry.id))
    deputy.push(deputy.entry(verdict))
    assert centre.row(entry.id).status == "current"
    assert centre.faults() == []


def test_a_batch_that_cannot_be_taken_spoils_no_other(centre: Centre) -> None:
    good, forged, strange = (
        centre.station(PETROVA),
        centre.station(ORLOVA),
        HandStation(centre, PETROVA),
    )
    batch = marks(forged)
    unsigned = msgspec.structs.replace(batch, signature=b"\0" * 64)
    answer = take(centre, sealed(centre, unsigned, marks(strange), marks(good)))
    codes = [part.problem and part.problem.code for part in answer.parts]
    assert codes == ["bad_signature", "unknown_station", None]
    assert answer.new == 5
    assert not answer.is_done
    # once the station is known, the very same file brings the rest
    with centre.store.reading() as session:
        (line,) = list_parcels(session, centre.school)
    assert [station for station, _, _ in line.parts] == [good.id]


def heir_of(voucher: HandStation, station: HandStation) -> Heir:
    """Return the word of both that ``station`` is the same journal."""
    public = public_key(station.seed)
    part = heir_part(voucher.id, public)
    return Heir(public, voucher.id, sign(voucher.seed, part), sign(station.seed, part))


def test_a_journal_that_became_a_new_station_without_contact_is_vouched_for_by_the_old_one(
    centre: Centre,
) -> None:
    known, fresh = centre.station(PETROVA), HandStation(centre, PETROVA)
    batch = marks(fresh)
    answer = take(centre, sealed(centre, batch, heirs=[heir_of(known, fresh)]))
    assert (answer.new, answer.is_done) == (5, True)
    with centre.store.reading() as session:
        row = session.get_one(EnrolledRow, (centre.school, fresh.id))
    assert (row.user, row.number) == (PETROVA, 2)
    assert fresh.send(batch).taken == 0
    assert centre.faults() == []


def test_nobody_becomes_an_heir_without_both_words_or_of_a_station_taken_out_of_use(
    centre: Centre,
) -> None:
    known, strange, fresh = (
        centre.station(PETROVA),
        HandStation(centre, PETROVA),
        HandStation(centre, PETROVA),
    )
    good = heir_of(known, fresh)
    batch = marks(fresh)
    forged = [
        msgspec.structs.replace(good, signature=bytes(64)),
        msgspec.structs.replace(good, consent=bytes(64)),
        msgspec.structs.replace(good, public_key=b"short"),
        msgspec.structs.replace(good, voucher=strange.id),
        msgspec.structs.replace(good, voucher="00"),
        heir_of(strange, fresh),
    ]
    assert take(centre, sealed(centre, batch, heirs=forged)).new == 0
    with centre.store.writing() as session:
        revoke(session, centre.school, 1, 0)
    assert take(centre, sealed(centre, batch, heirs=[good])).new == 0


def test_an_unreadable_envelope_ends_its_batch_with_a_reason(centre: Centre) -> None:
    station = centre.station(PETROVA)
    first = station.batch([station.entry(mark())])
    broken = station.raw_batch(
        1, first.prev, [*first.entries, msgspec.Raw(msgspec.msgpack.encode("?"))]
    )
    (part,) = take(centre, sealed(centre, broken)).parts
    assert part.new == 1
    assert part.problem is not None
    assert "не читается" in part.problem.words


def test_a_damaged_a_foreign_and_a_newer_parcel_are_each_named_for_what_they_are(
    centre: Centre,
) -> None:
    parcel = sealed(centre, marks(centre.station(PETROVA)))
    before = [row.id for row in centre.entries()]
    changed = parcel[:-1] + bytes([parcel[-1] ^ 1])
    later = parcel[:8] + b"\0\2" + parcel[10:]
    said = {
        name: refusal(centre, each)
        for name, each in {
            "changed": changed,
            "cut": parcel[:-20],
            "another file": b"%PDF-1.7 " * 20,
            "empty": b"",
            "foreign": sealed(centre, school="0f" * 16),
            "later": later,
        }.items()
    }
    assert {name: problem.code for name, problem in said.items()} == {
        "changed": "parcel_damaged",
        "cut": "parcel_damaged",
        "another file": "parcel_damaged",
        "empty": "parcel_damaged",
        "foreign": "parcel_foreign",
        "later": "parcel_newer",
    }
    assert all(problem.words.endswith(".") for problem in said.values())
    assert [row.id for row in centre.entries()] == before


def test_the_list_of_parcels_says_up_to_which_entry_each_station_came(centre: Centre) -> None:
    station = centre.station(PETROVA)
    take(centre, sealed(centre, marks(station), marks(station, "4")))
    with centre.store.reading() as session:
        (line,) = list_parcels(session, centre.school)
        (audit,) = session.scalars(select(AuditRow).where(AuditRow.what == "parcel_taken")).all()
    assert line.parts == [(station.id, 1, 10)]
    assert (audit.user, audit.detail) == (SMIRNOVA, f"{line.id[:8]} 192.0.2.7 10/10")


def test_a_parcel_is_no_contact_with_the_station_that_wrote_it(centre: Centre) -> None:
    station = centre.station(PETROVA)
    station.push(station.entry(mark()))
    with centre.store.reading() as session:
        (before,) = read_seen(session, centre.school)
    centre.clock.wait(days=2)
    take(centre, sealed(centre, marks(station, "4")))
    with centre.store.reading() as session:
        (after,) = read_seen(session, centre.school)
    assert after.contact_ms == before.contact_ms is not None
    assert (after.last_seq, after.pushed_ms) == (6, to_ms(centre.clock.now))


def test_over_the_wire_nobody_has_to_be_signed_in_and_the_answer_is_signed(
    centre: Centre, http: httpx.Client
) -> None:
    parcel = sealed(centre, marks(centre.station(PETROVA)))
    body = pack(SealedParcel(parcel))
    answer = http.post(PARCEL_PATH, content=body, headers={NONCE_HEADER: "n"})
    taken = unpack(answer.content, ParcelAnswer)
    assert (answer.status_code, taken.new) == (200, 5)
    with centre.store.reading() as session:
        key = session.scalars(select(DeskRow.centre_key)).one()
        (line,) = list_parcels(session, centre.school)
    digest = answer_digest("n", 200, int(answer.headers[TIME_HEADER]), answer.content)
    assert is_signed(key, bytes.fromhex(answer.headers[SIGNATURE_HEADER]), digest)
    assert line.user == ""
    by_smirnova = {"Authorization": f"Bearer {centre.token(SMIRNOVA)}"}
    other = pack(SealedParcel(sealed(centre, marks(centre.station(ORLOVA)))))
    http.post(PARCEL_PATH, content=other, headers=by_smirnova)
    with centre.store.reading() as session:
        assert {each.user for each in list_parcels(session, centre.school)} == {"", SMIRNOVA}


def test_a_carrier_reads_nothing_about_pupils_in_the_answer(
    centre: Centre, http: httpx.Client
) -> None:
    station = centre.station(ORLOVA)
    held = station.batch([station.entry(mark("5"))])
    body = pack(SealedParcel(sealed(centre, held)))
    answer = http.post(PARCEL_PATH, content=body)
    (part,) = unpack(answer.content, ParcelAnswer).parts
    assert (part.waiting, part.problem) == (1, None)
    told = msgspec.json.encode(part).decode()
    assert not [name for pair in NAMES for name in pair if name in told]
