"""A refused entry that its author will not mend."""

from datetime import date
from pathlib import Path

import pytest

from journal import kinds
from journal.errors import UserError
from journal.projection import differences
from journal.queries.register import read_register
from journal.reference import lesson_id
from journal.services.lessons import SetCell, set_cell
from journal.services.refusals import SetAside, set_aside
from journal.store import Store
from tests.journal.answers import answer_all
from tests.journal.desks import HandClock, new_journal, work_of
from tests.small_school import ORLOVA, PETROVA, PUPILS, RUSSIAN, SCHOOL, TERM_1

LESSON = lesson_id(RUSSIAN, date(2026, 9, 15), 1)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return new_journal(tmp_path)


def refused_mark(store: Store) -> str:
    """Write a mark that the centre refuses; return its entry."""
    with store.writing() as session:
        command = SetCell(RUSSIAN, LESSON, PUPILS[0], "5")
        changes = set_cell(session, command, work_of(store, PETROVA, HandClock()))
    (entry,) = changes.written
    answer_all(store, HandClock().now, {entry: "refused"})
    return entry


def sign_of(store: Store) -> str:
    work = work_of(store, PETROVA, HandClock())
    with store.reading() as session:
        page = read_register(session, work.reference, PETROVA, RUSSIAN, TERM_1, work.now)
    return page.cell(PUPILS[0], LESSON, kinds.MAIN_COLUMN).sign


def test_a_refusal_that_was_read_leaves_the_cell_and_stays_in_the_log(store: Store) -> None:
    entry = refused_mark(store)
    assert sign_of(store) == "refused"
    with store.writing() as session:
        work = work_of(store, PETROVA, HandClock())
        changes = set_aside(session, SetAside(entry), work)
    assert [kinds.split_key(key)[0].name for key in changes.keys] == ["mark.set"]
    assert sign_of(store) == ""
    with store.reading() as session:
        assert differences(session, SCHOOL) == []


def test_nobody_sets_aside_what_another_wrote(store: Store) -> None:
    entry = refused_mark(store)
    with store.writing() as session, pytest.raises(UserError, match="собственную"):
        set_aside(session, SetAside(entry), work_of(store, ORLOVA, HandClock()))
