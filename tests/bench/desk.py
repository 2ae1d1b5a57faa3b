"""A teacher's encrypted journal for the bench, and the bare file under it."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from journal.log import Stamp, append
from journal.reference import Lesson
from journal.services.work import Work
from journal.store import Store, create_journal
from tests.bench.school import (
    FIRST,
    NOW,
    TEACHER,
    lesson_drafts,
    lessons_of,
    page_id,
    pupil_ids,
    school_drafts,
)
from tests.journal.desks import KEY, HandClock, new_desk, work_of

JOURNAL = "journal.db"


def teachers_journal(folder: Path, untouched: int, start: date = FIRST) -> Store:
    """Make a journal with one class, whose newest ``untouched`` lessons hold nothing yet.

    ``start``: day of the first lesson.
    """
    store = create_journal(folder / JOURNAL, KEY)
    stamp = Stamp(TEACHER, HandClock(NOW).read(), 2)
    with store.writing() as session:
        session.add(new_desk(TEACHER))
        session.flush()
        append(session, stamp, list(school_drafts(1, start)))
    for lesson in page_lessons(work_of(store, TEACHER, HandClock(NOW)))[untouched:]:
        with store.writing() as session:
            append(session, stamp, list(lesson_drafts(lesson, pupil_ids(1))))
    return store


def page_lessons(work: Work) -> list[Lesson]:
    """Return the lessons of the journal's first page, the newest first."""
    return [each for each in lessons_of(work.reference, range(1, 2)) if each.page == page_id(1)]


def bare_copy(folder: Path, name: str) -> Any:
    """Copy the journal's file and open the copy with nothing in between, as durable as the first.

    Returns:
        A connection of the driver, which commits when it is told to.
    """
    shutil.copy(folder / JOURNAL, folder / name)
    return bare_connection(folder / name)


def bare_connection(path: Path) -> Any:
    """Open an encrypted file with the settings of a journal and nothing of its code."""
    connection = sqlcipher.connect(str(path), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection
