"""The life of a station: a teacher writes, the program exchanges; twice."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import httpx

from desktop.workspace import Workspace
from journal.services.lessons import CallRoll, SetCell, SetTopic, call_roll, set_cell, set_topic
from sync import intake, offering, outbox
from sync.client import SyncClient
from sync.enrolment import first_sign_in, has_journal, sign_in_offline
from tests.journal.desks import HandClock
from tests.small_school import PUPILS_5A, RUSSIAN
from tests.sync.centre import CHEAP, PASSWORD
from tests.sync.kill.dying import Notes
from tests.sync.workplaces import lesson_of

SMALL_BATCH = 3
"""Entries in a batch and in a portion, so that death comes between two of them too."""

SAVED = "saved"
"""Ids of the entries that the user was told are saved."""

_MARKS = "5432"


def live(
    notes: Notes, folder: Path, login: str, server: str, clock: HandClock, day: date, turn: int
) -> None:
    """Keep the lesson of ``day``; sign in for the first time when there is no journal.

    Each ``turn`` writes other marks than the one before it.
    """
    use_small_batches()
    with httpx.Client(timeout=10) as http:
        if not has_journal(folder, login):
            first_sign_in(folder, server, login, PASSWORD, http, clock, cost=CHEAP).close()
        journal = sign_in_offline(folder, login, PASSWORD)
        client = SyncClient(journal.store, journal.link(http, clock), clock)
        workspace = Workspace(journal.store, clock, journal.school, journal.user)
        for part in (0, 1):
            for service, command in _wishes(day, _MARKS[(turn + part) % len(_MARKS)]):
                for entry in workspace.execute(service, command, "действие").written:
                    notes.add(SAVED, entry)
            workspace.announce(client.exchange())
        journal.close()


def use_small_batches() -> None:
    """Cut what is sent and what comes into small pieces."""
    for module in (outbox, intake, offering):
        vars(module)["MAX_ENTRIES"] = SMALL_BATCH


def _wishes(day: date, mark: str) -> Iterator[tuple[Any, Any]]:
    """Yield what the teacher does at a lesson; the last wish is two entries at once."""
    lesson = lesson_of(day=day)
    yield set_cell, SetCell(RUSSIAN, lesson, PUPILS_5A[0], mark)
    yield set_topic, SetTopic(RUSSIAN, lesson, f"Упражнение {mark}")
    yield set_cell, SetCell(RUSSIAN, lesson, PUPILS_5A[1], "н")
    yield call_roll, CallRoll(RUSSIAN, lesson, all_present=True)
