"""The papers of a time without the centre: forms F-11 and F-20, from a wish to a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from desktop.copying import Desk, Frozen, Printed, imprint_of, print_document
from desktop.tasks import Tasks
from desktop.workspace import Workspace
from journal.queries.blank_sheets import blank_days
from journal.queries.copies import read_next_number
from journal.queries.school_outages import SchoolOutage
from journal.queries.temporary_journals import TemporaryJournal
from journal.queries.temporary_sheets import SheetName, read_all_days, read_temporary_day
from journal.queries.transfer_acts import read_outage_act, read_transfer_act

Done = Callable[[Printed], object]
Failed = Callable[[Exception], object]
"""Told on the UI thread how a document ended; exactly one of the two is called."""


def print_temporary_day(
    workspace: Workspace,
    tasks: Tasks,
    journal: TemporaryJournal,
    sheet: SheetName,
    path: Path,
    done: Done,
    failed: Failed,
) -> None:
    """Print form F-11: one class and day of a temporary journal (TAL-3.1)."""

    def freeze(session: Session, desk: Desk) -> Frozen:
        number, label = read_next_number(session, desk.reference)
        imprint = imprint_of(desk, label)
        frozen = read_temporary_day(session, desk.reference, journal, sheet, imprint)
        period = f"{journal.label}, {sheet.day:%d.%m.%Y}"
        return Frozen(frozen.document, number, sheet.class_id, period, (frozen.content,))

    print_document(workspace, tasks, freeze, path, done, failed)


def print_all_days(
    workspace: Workspace,
    tasks: Tasks,
    journals: Sequence[TemporaryJournal],
    path: Path,
    done: Done,
    failed: Failed,
) -> None:
    """Print every sheet of form F-11 that some temporary journals fill, into one file."""

    def freeze(session: Session, desk: Desk) -> Frozen:
        number, label = read_next_number(session, desk.reference)
        frozen = read_all_days(session, desk.reference, journals, imprint_of(desk, label))
        return Frozen(frozen.document, number, "", frozen.document.name, (frozen.content,))

    print_document(workspace, tasks, freeze, path, done, failed)


def print_blank_days(
    workspace: Workspace,
    tasks: Tasks,
    classes: Sequence[str],
    day: date,
    path: Path,
    done: Done,
    failed: Failed,
) -> None:
    """Print blank sheets of form F-11 for a day without electricity, a class each (TAL-3.1)."""

    def freeze(session: Session, desk: Desk) -> Frozen:
        number, label = read_next_number(session, desk.reference)
        frozen = blank_days(session, desk.reference, classes, day, imprint_of(desk, label))
        only = classes[0] if len(frozen.document.days) == 1 else ""
        return Frozen(frozen.document, number, only, frozen.document.name, (frozen.content,))

    print_document(workspace, tasks, freeze, path, done, failed)


def print_transfer_act(
    workspace: Workspace,
    tasks: Tasks,
    journal: TemporaryJournal,
    path: Path,
    done: Done,
    failed: Failed,
) -> None:
    """Print form F-20 with its annex R-19: the act of transfer of a temporary journal."""

    def freeze(session: Session, desk: Desk) -> Frozen:
        number, label = read_next_number(session, desk.reference)
        imprint = imprint_of(desk, label)
        frozen = read_transfer_act(session, desk.reference, journal, desk.now, imprint)
        return Frozen(frozen.document, number, "", journal.label, (frozen.content,))

    print_document(workspace, tasks, freeze, path, done, failed)


def print_outage_act(
    workspace: Workspace,
    tasks: Tasks,
    outage: SchoolOutage,
    path: Path,
    done: Done,
    failed: Failed,
) -> None:
    """Print one act F-20 over all workplaces of an outage of the school (TAL-3.2)."""

    def freeze(session: Session, desk: Desk) -> Frozen:
        number, label = read_next_number(session, desk.reference)
        imprint = imprint_of(desk, label)
        frozen = read_outage_act(session, desk.reference, outage, desk.now, imprint)
        return Frozen(frozen.document, number, "", outage.title, (frozen.content,))

    print_document(workspace, tasks, freeze, path, done, failed)
