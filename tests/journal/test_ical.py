"""The timetable as a calendar file."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.queries.ical import _folded, calendar_file, class_lessons, teachers_lessons
from journal.queries.school import read_reference
from journal.reference import Reference
from tests.journal.desks import new_journal
from tests.small_school import CLASS_5A, PETROVA, SCHOOL

FIRST, LAST = date(2026, 9, 1), date(2026, 9, 30)
NOW = datetime(2026, 8, 31, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Reference:
    store = new_journal(tmp_path_factory.mktemp("journal"))
    try:
        with store.reading() as session:
            return read_reference(session, SCHOOL)
    finally:
        store.close()


def _events(content: bytes) -> list[dict[str, str]]:
    text = content.decode().replace("\r\n ", "")
    assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT")
    blocks = text.split("BEGIN:VEVENT\r\n")[1:]
    return [
        dict(line.split(":", 1) for line in block.split("\r\nEND:VEVENT")[0].split("\r\n"))
        for block in blocks
    ]


def test_every_lesson_is_an_event_at_its_bells(reference: Reference) -> None:
    lessons = list(teachers_lessons(reference, PETROVA, FIRST, LAST))
    events = _events(calendar_file(reference, lessons, NOW))
    assert len(events) == len(lessons) > 0
    for lesson, event in zip(lessons, events, strict=True):
        assert event["UID"] == f"{lesson.id}@uchitelskaya"
        begins = datetime.strptime(event["DTSTART"], "%Y%m%dT%H%M%S%z")
        assert begins == reference.times_of(lesson).begins
        assert begins < datetime.strptime(event["DTEND"], "%Y%m%dT%H%M%S%z")
        assert begins.astimezone(reference.zone).date() == lesson.day


def test_a_class_sees_its_own_lessons_only(reference: Reference) -> None:
    lessons = list(class_lessons(reference, CLASS_5A, FIRST, LAST))
    assert {reference.pages[lesson.page].class_id for lesson in lessons} == {CLASS_5A}
    name = reference.classes[CLASS_5A].title
    events = _events(calendar_file(reference, lessons, NOW))
    assert all(f"\\, {name}" in event["SUMMARY"] for event in events)


def test_the_same_lesson_keeps_its_id_in_a_later_file(reference: Reference) -> None:
    lessons = list(class_lessons(reference, CLASS_5A, FIRST, LAST))
    first = _events(calendar_file(reference, lessons, NOW))
    later = _events(calendar_file(reference, lessons, NOW + timedelta(days=1)))
    assert [event["UID"] for event in first] == [event["UID"] for event in later]
    assert first[0]["DTSTAMP"] < later[0]["DTSTAMP"]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300))
def test_no_line_is_longer_than_75_octets_and_none_is_lost(text: str) -> None:
    folded = _folded(text)
    assert folded.endswith(b"\r\n")
    lines = folded[:-2].split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert folded.replace(b"\r\n ", b"")[:-2].decode() == text
