"""Who has to move which temporary journal until when: one list for screens and paper (TAL-3.2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from journal.queries.temporary_journals import TemporaryJournal, read_temporary_journals
from journal.queries.transfer_words import entries_in_words, plural, working_days_left
from journal.reference import Reference

TRANSFER_CLAUSE = "TAL-3.2"
ESCALATED_AT = 1
"""So many working days before the deadline the deputy is told too."""


@dataclass(frozen=True, slots=True)
class Obligation:
    """One thing that somebody has to do.

    Attributes:
        id: stays the same as long as it is the same obligation.
        user, who: of whom it is asked, id and name.
        what: «Перенести временный журнал № 7 / рабочее место 21 / 2026-27: 12 записей».
        since: from when on; the restored connection.
        due: the last minute.
        clause: where it comes from; ``basis`` says it in the words of the school's act.
        days_left: working days after today until ``due``.
        is_overdue: the deadline has passed, whether it was done afterwards or not.
        done: when it was done, ``None`` while it is open.
    """

    id: str
    user: str
    who: str
    what: str
    since: datetime
    due: datetime
    clause: str
    basis: str
    days_left: int
    is_overdue: bool
    done: datetime | None
    journal: TemporaryJournal

    @property
    def is_escalated(self) -> bool:
        """Tell whether the deputy has to know of it."""
        return self.done is None and (self.is_overdue or self.days_left <= ESCALATED_AT)


def read_obligations(
    session: Session, reference: Reference, user: str, now: datetime
) -> tuple[Obligation, ...]:
    """Return what ``user`` has to do; deputy, director and administrator see everybody's."""
    return obligations_of(read_temporary_journals(session, reference, user, now), reference, now)


def obligations_of(
    journals: Iterable[TemporaryJournal], reference: Reference, now: datetime
) -> tuple[Obligation, ...]:
    """Return what temporary journals oblige to, the nearest deadline first.

    Open ones, and of those done only what was done too late: that is what a report has to name.
    """
    found = [
        _of_journal(reference, journal, now)
        for journal in journals
        if journal.restored is not None and journal.due is not None
        if journal.state in ("moving", "overdue") or journal.in_time is False
    ]
    return tuple(sorted(found, key=lambda each: (each.done is not None, each.due, each.id)))


def obligation_in_words(obligation: Obligation) -> str:
    """Return an obligation as one sentence, for readers of the screen."""
    return f"{obligation.what}, {obligation.who}, {state_in_words(obligation)}"


def state_in_words(obligation: Obligation) -> str:
    """Return «просрочено», «сделано с опозданием 18.09», «осталось: 1 рабочий день»."""
    if obligation.done is not None:
        return f"сделано с опозданием {obligation.done:%d.%m}"
    if obligation.is_overdue:
        return "просрочено"
    if not obligation.days_left:
        return "последний день"
    left = plural(obligation.days_left, "рабочий день", "рабочих дня", "рабочих дней")
    return f"осталось: {left}"


def _of_journal(reference: Reference, journal: TemporaryJournal, now: datetime) -> Obligation:
    place = reference.workplaces.get(journal.station)
    assert journal.restored is not None
    assert journal.due is not None
    missing = journal.counts.total - journal.counts.received
    what = f"Перенести временный журнал {journal.label}"
    return Obligation(
        id=f"transfer/{journal.intervals[0].id}",
        user=place.user if place is not None else "",
        who=journal.owner,
        what=f"{what}: {entries_in_words(missing)}" if missing else what,
        since=min(each.restored for each in journal.intervals if each.restored is not None),
        due=journal.due,
        clause=TRANSFER_CLAUSE,
        basis=_basis(reference),
        days_left=working_days_left(reference, journal.due, now),
        is_overdue=journal.in_time is False,
        done=journal.transferred,
        journal=journal,
    )


def _basis(reference: Reference) -> str:
    days = reference.profile.temporary_journal.transfer.working_days
    time = plural(days, "рабочий день", "рабочих дня", "рабочих дней")
    return f"{reference.profile.title}: перенос за {time}"
