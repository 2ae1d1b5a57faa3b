"""What to remind a user of, at most once a day (TAL-3.2)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal.queries.intervals import open_interval
from journal.queries.obligations import Obligation, read_obligations
from journal.queries.transfer_words import left_in_words, plural
from journal.queries.workplaces import read_workplaces
from journal.reference import Reference
from journal.tables import DeskRow


@dataclass(frozen=True, slots=True)
class Reminder:
    """A sentence or two for the reader; ``is_bad`` when a deadline has passed."""

    words: str
    is_bad: bool


def read_reminder(session: Session, reference: Reference, now: datetime) -> Reminder | None:
    """Return today's reminder, ``None`` when there is nothing or it has been read today."""
    desk = session.scalars(select(DeskRow)).one()
    local = now.astimezone(reference.zone)
    if desk.reminded == local.date():
        return None
    obligations = [
        each
        for each in read_obligations(session, reference, desk.user, now)
        if each.done is None and (each.user == desk.user or each.is_escalated)
    ]
    sentences = [_in_words(each, reference, desk.user, now) for each in obligations]
    sentences += _forgotten(session, reference, local)
    sentences += _silent(session, reference, now)
    if not sentences:
        return None
    is_bad = any(each.is_overdue for each in obligations)
    return Reminder(" ".join(sentences), is_bad)


def _in_words(obligation: Obligation, reference: Reference, user: str, now: datetime) -> str:
    journal = obligation.journal
    title = f"Временный журнал № {journal.number}"
    if obligation.user != user:
        title += f" (место {journal.workplace}, {journal.owner})"
    if obligation.is_overdue:
        return f"{title}: срок переноса прошёл {obligation.due:%d.%m в %H:%M}."
    left = left_in_words(reference, obligation.due, now)
    return f"{title}: перенести до {obligation.due:%d.%m %H:%M}, {left}."


def _forgotten(session: Session, reference: Reference, now: datetime) -> Iterator[str]:
    """Remind of a declaration of another day that keeps a temporary journal open."""
    going_on = open_interval(session)
    if going_on is None or not going_on.held or going_on.value.day == now.date():
        return
    reason = going_on.value.reason
    yield (
        f"С {going_on.value.day:%d.%m} объявлено: {reason[:1].lower()}{reason[1:]}. Когда это"
        " кончится, нажмите «Связь снова есть» на странице «Перенос»: записи пока не переносятся."
    )


def _silent(session: Session, reference: Reference, now: datetime) -> Iterator[str]:
    lines = [
        line
        for line in read_workplaces(session, reference, now)
        if line.standing in ("stuck", "unkept")
    ]
    if lines:
        places = plural(len(lines), "рабочее место", "рабочих места", "рабочих мест")
        lessons = sum(len(line.unkept) for line in lines)
        yield f"Молчат или не перенесли записи: {places}, уроков без записей: {lessons}."
