"""The picture of the school at the centre: read once, read again when it changed."""

import re
from typing import Any

import pytest
from sqlalchemy import event

from journal import values
from journal.facts import ROW_OF_KIND
from journal.kinds import make_key
from journal.log import Draft
from journal.queries.school import read_reference
from sync.server import references
from sync.server.references import REFERENCE_KINDS
from tests.small_school import GROMOV, PETROVA, PUPILS_5A
from tests.sync.centre import Centre, mark


def test_the_kinds_that_change_the_picture_are_those_it_is_read_from(centre: Centre) -> None:
    seen: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(centre.store.engine, "before_cursor_execute", note)
    with centre.store.reading() as session:
        read_reference(session, centre.school)
    event.remove(centre.store.engine, "before_cursor_execute", note)
    read = {
        kind
        for kind, row in ROW_OF_KIND.items()
        if any(re.search(rf"(FROM|JOIN) {row.__table__}\b", statement) for statement in seen)
    }
    assert read == REFERENCE_KINDS


def test_the_picture_is_read_again_only_when_it_changed(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    readings: list[str] = []

    def count(session: Any, school: str) -> Any:
        readings.append(school)
        return read_reference(session, school)

    monkeypatch.setattr(references, "read_reference", count)
    teacher, office = centre.station(PETROVA), centre.station(GROMOV)
    for pupil in PUPILS_5A[:3]:
        teacher.push(teacher.entry(mark(pupil=pupil)))
        centre.pull(PETROVA, {})
    assert len(readings) == 1
    fact = values.CalendarDay("off")
    office.push(
        office.entry(Draft("calendar.day", make_key("calendar.day", "", "2026-12-30"), fact))
    )
    assert len(readings) == 2
    teacher.push(teacher.entry(mark(pupil=PUPILS_5A[3])))
    centre.pull(PETROVA, {})
    assert len(readings) == 2
