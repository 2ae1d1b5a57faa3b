"""Row 1: a mark on the disk, over one bare row of the same table on the disk."""

from pathlib import Path
from typing import Any

from sqlalchemy import text

from journal.ids import new_id
from journal.services.lessons import SetCell, set_cell
from journal.services.work import Work
from journal.store import Store
from tests.bench.desk import bare_copy, page_lessons, teachers_journal
from tests.bench.school import NOW, PUPILS, TEACHER, page_id, pupil_ids
from tests.bench.table import Row, against, shown
from tests.bench.timing import Pair, undisturbed
from tests.journal.desks import HandClock, work_of

TARGET = 3.0
_WARM_UP = 20


def measure_commits(folder: Path, rounds: int = 300) -> list[Row]:
    """Return the lines of a mark's commit: median and p99."""
    pair = time_commits(folder, rounds)
    slowest = Row(
        "  то же, p99",
        shown(pair.floor.p99),
        shown(pair.product.p99),
        f"{pair.product.p99 / pair.floor.p99:.2f}",
    )
    title = "Отметка: запись и фиксация на диске (медиана)"
    return [against(title, pair.floor.median, pair.product.median, TARGET), slowest]


def time_commits(folder: Path, rounds: int) -> Pair:
    """Write a mark into an empty cell, and a bare row into a copy of the file, in turn."""
    steps = rounds + _WARM_UP
    store = teachers_journal(folder, untouched=-(-steps // PUPILS))
    bare = BareLog(store, folder)
    work = work_of(store, TEACHER, HandClock(NOW))
    cells = [(lesson.id, pupil) for lesson in page_lessons(work) for pupil in pupil_ids(1)]
    pair = Pair()
    with undisturbed():
        for step, (lesson, pupil) in enumerate(cells[:steps]):
            if step == _WARM_UP:
                pair = Pair()
            command = SetCell(page_id(1), lesson, pupil, "4")
            pair.floor.take(bare.commit)
            pair.product.take(_set, store, command, work)
    bare.close()
    store.close()
    return pair


def _set(store: Store, command: SetCell, work: Work) -> None:
    with store.writing() as session:
        set_cell(session, command, work)


class BareLog:
    """A copy of a journal's file that takes bare rows of the log, as durable as the first."""

    def __init__(self, store: Store, folder: Path) -> None:
        row = _row_of_the_log(store)
        store.engine.dispose()
        self._file = bare_copy(folder, "bare.db")
        self._insert = _insert(row)
        self._row = row

    def commit(self) -> None:
        """Write one more row and commit it."""
        self._row = {**self._row, "id": new_id(), "seq": self._row["seq"] + 1}
        self._file.execute("BEGIN IMMEDIATE")
        self._file.execute(self._insert, self._row)
        self._file.execute("COMMIT")

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def _row_of_the_log(store: Store) -> dict[str, Any]:
    """Return the newest line of the log as the driver sees it."""
    query = text("SELECT * FROM entries WHERE kind = 'mark.set' ORDER BY seq DESC LIMIT 1")
    with store.reading() as session:
        return dict(session.execute(query).one()._mapping)


def _insert(row: dict[str, Any]) -> str:
    names = ", ".join(f'"{name}"' for name in row)
    return f"INSERT INTO entries ({names}) VALUES ({', '.join(f':{name}' for name in row)})"
