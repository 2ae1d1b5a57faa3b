"""The connection chip: one line that says how the journal stands with the centre."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from journal.clock import from_ms
from journal.queries.intervals import BOOKKEEPING
from journal.queries.temporary_journals import TemporaryJournal, read_temporary_journals
from journal.queries.transfer_words import (
    entries_in_words,
    left_in_words,
    moment_in_words,
    plural,
)
from journal.queries.transfers import read_open_cells
from journal.reference import Reference
from journal.tables import DeskRow, EntryRow

CLOCK_TOLERANCE_MS = 2 * 60_000

LinkKind = Literal["synced", "outage", "transfer", "attention", "offline"]


@dataclass(frozen=True, slots=True)
class LinkState:
    """One state of the link.

    Attributes:
        kind: synced - everything is at the centre; outage - a temporary journal is open;
            transfer - entries are on their way; attention - a person has to decide;
            offline - no contact for the moment, not yet an outage.
        text: complete without any colour.
        share: 0 .. 1 of a transfer that is done, or ``None``.
        tip: longer words: what is odd about the clock of this computer, or "".
    """

    kind: LinkKind
    text: str
    share: float | None = None
    tip: str = ""


def read_link_state(session: Session, reference: Reference, now: datetime) -> LinkState:
    """Return how this journal stands with the centre; moments are said in the school's zone."""
    desk = session.scalars(select(DeskRow)).one()
    return replace(_state(session, reference, desk, now), tip=clock_in_words(desk.offset_ms))


def clock_in_words(offset_ms: int | None) -> str:
    """Return what to tell about a clock that is more than two minutes off, as a sentence, or ""."""
    if offset_ms is None or abs(offset_ms) <= CLOCK_TOLERANCE_MS:
        return ""
    minutes = plural(round(abs(offset_ms) / 60_000), "минуту", "минуты", "минут")
    how = "отстают от часов сервера" if offset_ms > 0 else "спешат относительно часов сервера"
    return (
        f"Часы этого компьютера {how} на {minutes}. "
        "Записи целы, разница видна в их временах; поправьте время на компьютере."
    )


def _state(session: Session, reference: Reference, desk: DeskRow, now: datetime) -> LinkState:
    local = now.astimezone(reference.zone)
    own = [
        journal
        for journal in read_temporary_journals(session, reference, desk.user, now)
        if journal.is_own
    ]
    open_one = next((journal for journal in own if journal.state == "open"), None)
    if open_one is not None:
        return LinkState("outage", _outage(open_one, local))
    unsent = count_waiting(session, reference.school)
    moving = [journal for journal in own if journal.state in ("moving", "overdue")]
    left = _left(moving, reference, now)
    if desk.failing_since_ms is not None or desk.last_contact_ms is None:
        return LinkState("offline", f"{_offline(desk, unsent, local)}{left}")
    if moving:
        total = sum(journal.counts.total for journal in moving)
        received = sum(journal.counts.received for journal in moving)
        share = received / total if total else None
        is_late = any(journal.state == "overdue" for journal in moving)
        kind: LinkKind = "attention" if is_late else "transfer"
        return LinkState(kind, f"Перенос {received} из {total}{left}", share)
    if unsent:
        return LinkState("transfer", f"Отправляется: {entries_in_words(unsent)}")
    waiting = len(read_open_cells(session, reference, desk.user, now))
    if waiting:
        words = plural(waiting, "запись ждёт", "записи ждут", "записей ждут")
        return LinkState("attention", f"{words} решения")
    contact = moment_in_words(from_ms(desk.last_contact_ms), local)
    return LinkState("synced", f"Синхронизировано {contact}")


def count_waiting(session: Session, school: str) -> int:
    """Return how many entries of people have no number yet."""
    query = select(func.count()).where(
        EntryRow.school == school,
        EntryRow.number.is_(None),
        EntryRow.kind.not_in(BOOKKEEPING),
    )
    return session.scalar(query) or 0


def _left(moving: Sequence[TemporaryJournal], reference: Reference, now: datetime) -> str:
    """Return how much time the nearest transfer has, " · осталось 2 рабочих дня", or ""."""
    due = min((journal.due for journal in moving if journal.due is not None), default=None)
    if due is None:
        return ""
    if any(journal.state == "overdue" for journal in moving):
        return f" · срок прошёл {due:%d.%m}"
    return f" · {left_in_words(reference, due, now)}"


def _outage(journal: TemporaryJournal, now: datetime) -> str:
    going_on = journal.intervals[-1]
    why = going_on.reason if going_on.held else "нет связи"
    since = moment_in_words(going_on.noticed, now)
    entries = entries_in_words(journal.counts.total)
    return f"Временный журнал № {journal.number} · {entries} · {why} с {since}"


def _offline(desk: DeskRow, unsent: int, now: datetime) -> str:
    if desk.failing_since_ms is None:
        text = "Связи с центральным сервером ещё не было"
    else:
        text = f"Нет связи с {moment_in_words(from_ms(desk.failing_since_ms), now)}"
    return f"{text} · ждут отправки: {entries_in_words(unsent)}" if unsent else text
