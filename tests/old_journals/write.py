"""Writes the journal that stands for a release: ``python -m tests.old_journals.write 0.2.0``.

Done once, when the version is released; the file is never written again.
"""

import sys
import tempfile
from datetime import date
from pathlib import Path

from sqlalchemy import text

from journal.reference import lesson_id
from journal.services.lessons import CallRoll, SetCell, SetTopic, call_roll, set_cell, set_topic
from tests.journal.desks import KEY, HandClock, new_journal, work_of
from tests.small_school import PETROVA, PUPILS, RUSSIAN, SCHOOL

OLD_KEY = KEY
OLD_SCHOOL = SCHOOL


def write(version: str) -> Path:
    """Write a journal with some lessons in it beside this module and return its path."""
    target = Path(__file__).parent / f"{version}.journal"
    with tempfile.TemporaryDirectory() as folder:
        store = new_journal(Path(folder))
        work = work_of(store, PETROVA, HandClock())
        lesson = lesson_id(RUSSIAN, date(2026, 9, 15), 1)
        with store.writing() as session:
            set_cell(session, SetCell(RUSSIAN, lesson, PUPILS[0], "5 4"), work)
            set_cell(session, SetCell(RUSSIAN, lesson, PUPILS[1], "н"), work)
            set_cell(session, SetCell(RUSSIAN, lesson, PUPILS[0], "5"), work)
            call_roll(session, CallRoll(RUSSIAN, lesson, all_present=False), work)
            set_topic(session, SetTopic(RUSSIAN, lesson, "Имя существительное"), work)
        with store.engine.connect() as connection:
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        store.close()
        target.write_bytes((Path(folder) / "journal.db").read_bytes())
    return target


if __name__ == "__main__":
    print(write(sys.argv[1]))
