"""The life of an office that takes a school's folder."""

from pathlib import Path

from journal.imports.folder import read_school_folder
from journal.services import school_import
from journal.services.school_import import ImportSchool, import_school
from journal.store import open_journal
from tests.journal.desks import KEY, HandClock, work_of
from tests.sync.kill.dying import Notes

SMALL_PART = 10


def live(_notes: Notes, journal: Path, folder: Path, user: str) -> None:
    """Take the folder in small parts."""
    vars(school_import)["CHUNK"] = SMALL_PART
    store = open_journal(journal, KEY)
    work = work_of(store, user, HandClock())
    with store.writing() as session:
        import_school(session, ImportSchool(read_school_folder(folder)), work)
    store.close()
