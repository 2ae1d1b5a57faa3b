"""The life of a program that seals what waits, and sends what lies in the parcel folder."""

from datetime import date
from pathlib import Path

import httpx

from desktop.workspace import Workspace
from journal.services.lessons import SetCell, set_cell
from sync.carrier import Carrier
from sync.enrolment import sign_in_offline
from sync.link import Link
from sync.parcel_folder import ParcelFolder
from sync.sealing import keep_sealed
from tests.journal.desks import HandClock
from tests.small_school import PUPILS_5A, RUSSIAN
from tests.sync.centre import PASSWORD
from tests.sync.kill.dying import Notes
from tests.sync.kill.station import SAVED
from tests.sync.workplaces import lesson_of


def live(
    notes: Notes, folder: Path, login: str, parcels: Path, clock: HandClock, day: date
) -> None:
    """Write a mark, seal it, write another one, seal again; then let the parcel be carried."""
    journal = sign_in_offline(folder, login, PASSWORD)
    workspace = Workspace(journal.store, clock, journal.school, journal.user)
    place = ParcelFolder(parcels, is_own=True)
    for pupil in PUPILS_5A[:2]:
        wish = SetCell(RUSSIAN, lesson_of(day=day), pupil, "5")
        for entry in workspace.execute(set_cell, wish, "отметка").written:
            notes.add(SAVED, entry)
        keep_sealed(journal.store, [place])
    journal.close()
    with httpx.Client(timeout=10) as http:
        Carrier(
            place, place, lambda card: Link(http, card.server, clock, card.centre_key), clock
        ).carry()
