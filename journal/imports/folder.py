"""Reading a school's folder with nobody to ask: all of it or nothing."""

from pathlib import Path

from journal.imports.faults import ImportFaults
from journal.imports.lines import KnownSchool, SchoolFolder
from journal.imports.presets import Presets
from journal.imports.proposing import propose
from journal.imports.reading import NOTHING_KNOWN, Reading, read_school
from journal.imports.sources import open_sources


def read_folder(folder: Path, known: KnownSchool = NOTHING_KNOWN) -> Reading:
    """Return what reading a folder as it is proposed gives, beside what the journal knows.

    Raises:
        UserError: there is no such folder, or no table in it.
    """
    sources = open_sources([folder])
    return read_school(sources, propose(sources.sheets, Presets()), known)


def read_school_folder(folder: Path) -> SchoolFolder:
    """Return the school in a folder.

    Raises:
        ImportFaults: something is wrong; every error is listed.
        UserError: there is no such folder, or no table in it.
    """
    reading = read_folder(folder)
    if reading.school is None:
        raise ImportFaults(reading.errors)
    return reading.school
