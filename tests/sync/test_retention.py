"""Scopes gained and lost: own entries stay until they are settled and 60 days old."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from journal import values
from journal.kinds import make_key
from journal.log import Draft
from journal.services.decisions import AppointSubstitute, appoint_substitute
from journal.tables import EntryRow, ScopeRow
from sync import retention
from sync.protocol import receipts_of
from sync.server.tables import SessionRow
from tests.small_school import GROMOV, MATHS, ORLOVA, RUSSIAN
from tests.sync.centre import Centre, mark
from tests.sync.workplaces import LESSON_DAY, StaffRoom, Workplace, cell

LAST_DAY = LESSON_DAY


def dismissal(until: date | None = LAST_DAY) -> Draft:
    member = values.Staff("Орлова", "Инна", "", ("teacher",), "Учитель", "orlova", until)
    return Draft("staff.set", make_key("staff.set", "", ORLOVA), member)


def dismiss(centre: Centre, until: date | None = LAST_DAY) -> None:
    office, wish = centre.station(GROMOV), dismissal(until)
    before = [row.id for row in centre.entries() if row.key == wish.key]
    receipts = receipts_of(office.push(office.entry(wish, before[-1])).answer)
    assert receipts[1].verdict == "accepted"


def wait_days(room: StaffRoom, days: int) -> None:
    """Let days pass; the sessions that would have ended by then are opened again."""
    room.wait(days=days)
    now_ms = int(room.clock.now.timestamp() * 1000)
    with room.centre.store.writing() as session:
        session.execute(update(SessionRow).values(created_ms=now_ms, used_ms=now_ms))


def held_here(place: Workplace) -> set[str]:
    with place.journal.store.reading() as session:
        keys = session.scalars(select(EntryRow.key).where(EntryRow.kind == "mark.set"))
        return set(keys)


def scopes_here(place: Workplace) -> set[str]:
    with place.journal.store.reading() as session:
        return set(session.scalars(select(ScopeRow.scope)))


@pytest.fixture
def orlova(room: StaffRoom) -> Workplace:
    """Return the workplace of a substitute with marks in a page that is not hers."""
    orlova, smirnova = room.workplace("orlova"), room.workplace("smirnova")
    room.exchange()
    smirnova.does(appoint_substitute, AppointSubstitute(RUSSIAN, LESSON_DAY, 1, ORLOVA))
    room.exchange()
    orlova.mark("5", 0)
    orlova.mark("4", 1)
    room.exchange()
    assert held_here(orlova) == {cell(0), cell(1)}
    return orlova


def test_a_page_that_is_lost_leaves_own_entries_however_old(
    room: StaffRoom, orlova: Workplace
) -> None:
    petrova, smirnova = room.workplace("petrova"), room.workplaces[1]
    petrova.mark("3", 2)
    room.exchange()
    assert held_here(orlova) == {cell(0), cell(1), cell(2)}
    smirnova.does(appoint_substitute, AppointSubstitute(RUSSIAN, LESSON_DAY, 1, ""))
    room.exchange()
    assert held_here(orlova) == {cell(0), cell(1)}
    assert f"page:{RUSSIAN}" not in scopes_here(orlova)
    wait_days(room, 70)
    room.exchange(orlova)
    assert held_here(orlova) == {cell(0), cell(1)}, "they are in the scope of their author"
    assert orlova.differences() == []


@pytest.mark.clause("ANC-R.XII.6")
@pytest.mark.parametrize(("days", "is_kept"), [(59, True), (61, False)])
def test_who_has_left_keeps_own_entries_for_60_days(
    room: StaffRoom, orlova: Workplace, days: int, is_kept: bool
) -> None:
    dismiss(room.centre)
    wait_days(room, days)
    orlova.client.exchange()
    assert held_here(orlova) == ({cell(0), cell(1)} if is_kept else set())
    assert (f"person:{ORLOVA}" in scopes_here(orlova)) is is_kept
    assert "school" not in scopes_here(orlova)
    assert orlova.differences() == []


def test_what_is_not_settled_is_kept_however_old(room: StaffRoom, orlova: Workplace) -> None:
    smirnova = room.workplaces[1]
    smirnova.does(appoint_substitute, AppointSubstitute(RUSSIAN, LESSON_DAY, 1, ""))
    smirnova.client.exchange()
    orlova.mark("2", 0)
    orlova.mark("3", 3)
    room.exchange()
    assert [row.status for row in orlova.written][-2:] == ["held", "held"]
    dismiss(room.centre)
    wait_days(room, 90)
    orlova.client.exchange()
    assert held_here(orlova) == {cell(0), cell(3)}, "the whole history of an open cell"


def test_what_could_not_be_sent_is_never_dropped(room: StaffRoom, orlova: Workplace) -> None:
    orlova.mark("2", 4)
    dismiss(room.centre)
    wait_days(room, 90)
    orlova.client.pull()
    assert held_here(orlova) == {cell(4)}
    orlova.client.exchange()
    assert room.centre.row(orlova.written[-1].id).verdict == "held", "long past its lock"


def test_who_comes_back_gets_everything_again(
    room: StaffRoom, orlova: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "MAX_ENTRIES", 1)
    dismiss(room.centre)
    wait_days(room, 61)
    orlova.client.exchange()
    assert held_here(orlova) == set()
    dismiss(room.centre, until=None)
    orlova.client.exchange()
    assert held_here(orlova) == {cell(0), cell(1)}
    assert orlova.shown(0) == "5"
    assert orlova.differences() == []


def test_rights_go_by_the_date_of_the_lesson(centre: Centre) -> None:
    station = centre.station(ORLOVA)
    dismiss(centre)
    day_after = LAST_DAY + timedelta(days=1)
    first, second = station.entry(mark(page=MATHS)), station.entry(mark(page=MATHS, day=day_after))
    centre.clock.wait(days=1)
    receipts = receipts_of(station.push(first, second).answer)
    assert [receipts[1].verdict, receipts[2].verdict] == ["accepted", "held"]
    assert "до 15.09" in receipts[2].reason
