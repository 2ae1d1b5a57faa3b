"""What becomes of a batch: numbers, receipts, verdicts, and entries that are not as agreed."""

import msgspec
import pytest
from sqlalchemy import select

from journal import values
from journal.entries import Entry, hash_value
from journal.facts_school import StaffRow
from journal.ids import new_id
from journal.kinds import make_key
from journal.log import Draft
from sync.protocol import receipts_of
from sync.server.tables import AuditRow
from tests.small_school import CLASS_5A, GROMOV, MATHS, ORLOVA, PETROVA, PUPILS_5A, SMIRNOVA
from tests.sync.centre import Centre, mark
from tests.sync.server.pushed import findings, three, verdicts


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
