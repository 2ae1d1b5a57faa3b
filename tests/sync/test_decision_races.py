"""Decisions taken at several workplaces at once: the answers are honest, and one of them counts."""

import pytest
from sqlalchemy import select

from journal import values
from journal.facts_page import TermMarkRow
from journal.folding import undecided
from journal.kinds import encode, make_key
from journal.log import Draft
from journal.projection import load_keys
from journal.queries.page_content import read_content
from journal.services.decisions import Choice, Decide, decide
from journal.tables import EntryRow
from sync.protocol import receipts_of
from tests.small_school import CLASS_5A, MATHS, PETROVA, PUPILS_5A, RUSSIAN, SMIRNOVA, TERM_1
from tests.sync.centre import Centre, HandStation, mark
from tests.sync.workplaces import LESSON_DAY, StaffRoom, Workplace, cell

COPY = "c" * 32


@pytest.fixture
def rivals(room: StaffRoom) -> tuple[Workplace, Workplace]:
    """Return two workplaces of one teacher that know of an open contest in two cells."""
    here, there = room.workplace("petrova"), room.workplace("petrova", "notebook")
    room.exchange()
    for pupil in (0, 1):
        here.mark("5", pupil)
        there.mark("4", pupil)
    room.exchange()
    return here, there


def open_set(place: Workplace, key: str) -> tuple[str, ...]:
    with place.journal.store.reading() as session:
        standing = load_keys(session, place.journal.school, [key])[key].standing
    return tuple(sorted(undecided(standing)))


def choose(place: Workplace, key: str, mark_wanted: str) -> Choice:
    """Return the choice of the entry that says a mark."""
    named = open_set(place, key)
    with place.journal.store.reading() as session:
        rows = session.execute(select(EntryRow.id, EntryRow.value).where(EntryRow.id.in_(named)))
        said = {value: id_ for id_, value in rows}
    return Choice(key, named, said[encode(values.Mark((mark_wanted,)))])


def decisions_of(room: StaffRoom) -> list[tuple[str | None, str]]:
    return [(row.verdict, row.reason) for row in room.centre.entries() if row.kind == "decision"]


def test_of_two_decisions_the_first_counts_and_the_second_is_told_so(
    room: StaffRoom, rivals: tuple[Workplace, Workplace]
) -> None:
    here, there = rivals
    here.does(decide, Decide((choose(here, cell(), "5"),)))
    there.does(decide, Decide((choose(there, cell(), "4"),)))
    room.exchange()
    assert decisions_of(room) == [("accepted", ""), ("refused", "по этой ячейке уже решено")]
    assert (here.shown(), there.shown()) == ("5", "5")
    assert room.centre.faults() == here.differences() == there.differences() == []


def test_a_decision_over_a_set_that_has_grown_is_asked_again(
    room: StaffRoom, rivals: tuple[Workplace, Workplace]
) -> None:
    here, _ = rivals
    here.does(decide, Decide((choose(here, cell(), "5"),)))
    third = room.centre.station(PETROVA)
    third.push(third.entry(mark("3")))
    here.client.exchange()
    ((verdict, reason),) = decisions_of(room)
    assert verdict == "refused"
    assert "набор записей изменился" in reason
    assert len(open_set(here, cell())) == 3, "all of them are there to be looked at"


def test_one_command_carries_many_decisions(
    room: StaffRoom, rivals: tuple[Workplace, Workplace]
) -> None:
    here, there = rivals
    here.does(decide, Decide((choose(here, cell(0), "4"), choose(here, cell(1), "5")), "сверено"))
    room.exchange()
    assert [verdict for verdict, _ in decisions_of(room)] == ["accepted", "accepted"]
    assert [there.shown(pupil) for pupil in (0, 1)] == ["4", "5"]


def test_of_many_decisions_in_one_command_a_late_one_takes_no_other_along(
    room: StaffRoom, rivals: tuple[Workplace, Workplace]
) -> None:
    here, there = rivals
    here.does(decide, Decide((choose(here, cell(0), "5"), choose(here, cell(1), "5"))))
    there.does(decide, Decide((choose(there, cell(0), "4"),)))
    there.client.exchange()
    room.exchange()
    assert sorted(str(verdict) for verdict, _ in decisions_of(room)) == [
        "accepted",
        "accepted",
        "refused",
    ]
    assert [here.shown(pupil) for pupil in (0, 1)] == ["4", "5"]


def test_every_author_and_the_deputy_see_all_values_of_an_open_contest(
    room: StaffRoom, rivals: tuple[Workplace, Workplace]
) -> None:
    smirnova = room.workplace("smirnova")
    room.exchange()
    for place in (*rivals, smirnova):
        (versions,) = (
            {version.line.shows for version in waiting.versions}
            for waiting in place.transfers.contested
            if waiting.key == cell()
        )
        assert versions == {"5", "4"}


def copy_of(page: str = RUSSIAN) -> Draft:
    printed = values.CopyPrinted(
        number=1,
        form="F-01",
        class_id=CLASS_5A,
        pages=(page,),
        period=TERM_1,
        sheets=1,
        copies=1,
        data_digest="",
        content_digest="",
        epoch="",
        scope=f"page:{page}",
        ordinal=0,
        scope_head="",
        printed_ms=0,
    )
    return Draft("copy.printed", make_key("copy.printed", "", COPY), printed)


def certified() -> Draft:
    return Draft("copy.state", make_key("copy.state", "", COPY, "certified"), values.CopyState())


def contest(centre: Centre) -> tuple[HandStation, HandStation]:
    here, there = centre.station(PETROVA), centre.station(PETROVA)
    here.push(here.entry(mark("5")))
    there.push(there.entry(mark("4")))
    return here, there


def test_a_page_with_an_open_contest_is_not_certified_at_the_centre_either(
    centre: Centre,
) -> None:
    deputy = centre.station(SMIRNOVA)
    here, _ = contest(centre)
    receipts = receipts_of(deputy.push(deputy.entry(copy_of()), deputy.entry(certified())).answer)
    assert [receipts[1].verdict, receipts[2].verdict] == ["accepted", "held"]
    assert "спорные ячейки" in receipts[2].reason
    still = here.push(here.entry(mark("3", pupil=PUPILS_5A[1])))
    assert receipts_of(still.answer)[2].verdict == "accepted", "nothing is certified yet"
    assert centre.faults() == []


def test_a_contest_of_another_page_or_term_hinders_nobody(centre: Centre) -> None:
    deputy = centre.station(SMIRNOVA)
    contest(centre)
    receipts = receipts_of(
        deputy.push(deputy.entry(copy_of(MATHS)), deputy.entry(certified())).answer
    )
    assert receipts[2].verdict == "accepted"


def test_what_a_person_lets_in_after_certifying_makes_the_copy_out_of_date_and_no_term_mark_moves(
    room: StaffRoom,
) -> None:
    petrova, smirnova = room.workplace("petrova"), room.workplace("smirnova")
    room.exchange()
    petrova.mark("5")
    final = Draft(
        "term.mark",
        make_key("term.mark", RUSSIAN, TERM_1, PUPILS_5A[0]),
        values.TermMark("5"),
        lesson_date=None,
    )
    station = room.centre.station(PETROVA)
    station.push(station.entry(final))
    room.exchange()
    deputy = room.centre.station(SMIRNOVA)
    deputy.push(deputy.entry(copy_of()), deputy.entry(certified()))
    late = station.entry(mark("2", pupil=PUPILS_5A[0], day=LESSON_DAY.replace(day=14)))
    held = receipts_of(station.push(late).answer)[2]
    assert (held.verdict, "заверена" in held.reason) == ("held", True)
    room.exchange()
    with smirnova.journal.store.reading() as session:
        before = read_content(session, smirnova.reference, RUSSIAN, TERM_1).digest
    key = late.key
    smirnova.does(decide, Decide((Choice(key, (late.id,), late.id),)))
    room.exchange()
    with smirnova.journal.store.reading() as session:
        after = read_content(session, smirnova.reference, RUSSIAN, TERM_1).digest
        finals = session.scalars(select(TermMarkRow.mark)).all()
    assert after != before, "the copy is out of date"
    assert finals == ["5"], "term marks never change by themselves"
    assert room.centre.row(late.id).wall_ms == late.wall_ms, "with its original times"
