"""The whole story, played without a display: nothing is lost, and what is lost would be found."""

import json
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtWidgets import QApplication
from sqlalchemy import delete, select

from desktop.demo.plot import Plot
from desktop.demo.preparing import DEMO_SCHOOL, PASSWORD
from desktop.demo.telling import tell_story
from journal.imports.folder import read_school_folder
from journal.keys import PasswordCost
from journal.tables import EntryRow
from sync.enrolment import sign_in_offline
from tests.byte_search import Hit, copy_in_plain, find_names

MOSCOW = ZoneInfo("Europe/Moscow")
CHEAP = PasswordCost(iterations=1, memory_kib=64, lanes=1)
FEW_DAYS = timedelta(days=4)


class LosingPlot(Plot):
    """One workplace of the story; an entry vanishes from its journal while she is at home."""

    def play(self) -> None:
        self.desks = (self.classroom,)
        self.work_on_line()
        self.lose_the_centre()
        self.keep_two_lessons()
        self.close_stations()
        self.restore_the_centre()
        self.transfer()

    def restore_the_centre(self) -> None:
        journal = sign_in_offline(self.classroom.place.journals, self.classroom.login, PASSWORD)
        with journal.store.writing() as session:
            last = session.scalars(
                select(EntryRow.id)
                .where(EntryRow.station == journal.station, EntryRow.kind == "mark.set")
                .order_by(EntryRow.seq.desc())
                .limit(1)
            ).one()
            session.execute(delete(EntryRow).where(EntryRow.id == last))
        journal.close()
        super().restore_the_centre()


class SearchedPlot(Plot):
    """The same story; the files are searched for names while the programs still run."""

    searched = 0.0

    def end(self) -> None:
        SearchedPlot.searched = time.time()
        work = self.classroom.place.folder.parent
        assert read_in_files(work) == []
        journal = self.classroom.program.journal
        assert journal is not None
        plain = work.parent / "plain"
        plain.mkdir()
        copy_in_plain(journal.store, plain / "journal.db")
        super().end()


def read_in_files(work: Path, since: float = 0) -> list[Hit]:
    """Return the pupils' names in the local files; the centre's database may hold them.

    ``since``: files that were written before this time have been searched already.
    """

    def is_known(file: Path) -> bool:
        return file.name.startswith("centre.db") or (since > 0 and file.stat().st_mtime < since)

    return find_names([work], pupils_of_the_demo(), is_known)


def played(
    qapp: QApplication, out: Path, start: datetime, plot: type[Plot] = Plot
) -> tuple[int, dict[str, Any]]:
    """Play the story; return its exit code and its summary."""
    since = start.date() - FEW_DAYS
    code = tell_story(qapp, out, start, say=lambda _: None, plot=plot, cost=CHEAP, since=since)
    return code, json.loads((out / "summary.json").read_text(encoding="utf-8"))


def pupils_of_the_demo() -> set[str]:
    """Return surnames and full names of the demo school's pupils."""
    folder = read_school_folder(DEMO_SCHOOL)
    surnames = {pupil.surname for pupil in folder.pupils}
    return surnames | {f"{pupil.surname} {pupil.name}" for pupil in folder.pupils}


def only(values: set[Any]) -> Any:
    """Return the one value of a set."""
    assert len(values) == 1
    return next(iter(values))


@pytest.mark.slow
def test_an_outage_over_a_weekend_loses_nothing_and_names_no_pupil_in_any_file(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passing = tmp_path / "work" / "temp"
    passing.mkdir(parents=True)
    monkeypatch.setenv("TMPDIR", str(passing))
    monkeypatch.setattr(tempfile, "tempdir", None)
    start = datetime(2026, 10, 23, 8, 0, tzinfo=MOSCOW)
    code, summary = played(qapp, tmp_path, start, SearchedPlot)
    assert code == 0
    assert (summary["contested"], summary["held"], summary["refused"]) == (1, 1, 0)
    assert summary["entries_lost"] == 0
    assert summary["entries_offline"] == summary["entries_acknowledged"]
    assert summary["entries_offline"] == summary["entries_at_centre"]
    assert 50 <= summary["entries_offline"] <= 80
    journals = summary["temporary_journals"]
    assert len(journals) == 4
    assert all(journal["in_time"] for journal in journals)
    assert only({journal["due_at"][:16] for journal in journals}) == "2026-10-28T23:59"
    assert only({journal["restored_at"][:16] for journal in journals}) == "2026-10-26T09:00"
    forms = [document["form"] for document in summary["documents"]]
    assert set(forms) == {"F-01", "F-11", "F-20"}
    assert all(document["pdfa"] for document in summary["documents"])
    assert all((tmp_path / screen).stat().st_size > 10_000 for screen in summary["screens"])
    assert read_in_files(tmp_path / "work", SearchedPlot.searched) == []
    found = {hit.name for hit in find_names([tmp_path / "plain"], pupils_of_the_demo())}
    assert len(found) > 20


@pytest.mark.slow
def test_an_entry_that_vanishes_before_the_transfer_is_counted_as_lost(
    qapp: QApplication, tmp_path: Path
) -> None:
    start = datetime(2026, 11, 3, 8, 0, tzinfo=MOSCOW)
    code, summary = played(qapp, tmp_path, start, LosingPlot)
    assert code == 1
    assert summary["entries_lost"] == 1
    assert summary["entries_acknowledged"] == summary["entries_offline"] - 1
    journals = summary["temporary_journals"]
    assert only({journal["restored_at"][:16] for journal in journals}) == "2026-11-05T09:00"
    assert only({journal["due_at"][:16] for journal in journals}) == "2026-11-09T23:59"
