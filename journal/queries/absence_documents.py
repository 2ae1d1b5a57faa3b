"""Documents about absences of a class, each with the time for correcting reasons (TAL-2.9b)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal.absences import DOCUMENT_KINDS
from journal.clock import from_ms
from journal.deadlines import absence_reason_due, end_of_day, is_in_time
from journal.facts_pupils import AbsenceDocumentRow
from journal.reference import PupilName, Reference
from journal.tables import EntryRow


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document and how its time stands.

    Attributes:
        due: the last day for correcting the reasons.
        is_filled: its days are entered, so the reasons are corrected.
        is_late: they were corrected after that day, or it has passed without that.
    """

    document: str
    pupil: PupilName
    kind: str
    presented: date
    number: str
    issued: date | None
    start: date | None
    end: date | None
    due: date
    is_filled: bool
    is_late: bool

    @property
    def title(self) -> str:
        """What it is, with its number."""
        name = DOCUMENT_KINDS[self.kind].name if self.kind in DOCUMENT_KINDS else "Документ"
        return f"{name} № {self.number}" if self.number else name

    @property
    def state(self) -> str:
        """How the time stands, in words."""
        if self.is_filled:
            return "причины исправлены с опозданием" if self.is_late else "причины исправлены"
        return f"срок прошёл {self.due:%d.%m}" if self.is_late else f"заполнить до {self.due:%d.%m}"


def read_documents(
    session: Session, reference: Reference, class_id: str, now: datetime
) -> tuple[DocumentLine, ...]:
    """Return the documents of a class: those to be filled first, then the newest."""
    rows = session.execute(
        select(AbsenceDocumentRow, EntryRow.wall_ms, EntryRow.accepted_ms, EntryRow.late)
        .join(
            EntryRow,
            (EntryRow.school == AbsenceDocumentRow.school)
            & (EntryRow.id == AbsenceDocumentRow.entry),
        )
        .where(
            AbsenceDocumentRow.school == reference.school,
            AbsenceDocumentRow.class_id == class_id,
            AbsenceDocumentRow.withdrawn.is_(False),
        )
    )
    lines = []
    for row, wall_ms, accepted_ms, late in rows:
        pupil = reference.pupils.get(row.pupil)
        if pupil is None:
            continue
        due = absence_reason_due(row.presented, reference.profile, reference.work_calendar)
        is_filled = row.start is not None
        moment = from_ms(wall_ms) if is_filled else now
        # the centre's word goes before the station's clock
        in_time = is_in_time(moment, end_of_day(due, reference.zone))
        is_late = bool(late) if is_filled and accepted_ms is not None else not in_time
        lines.append(
            DocumentLine(
                row.document,
                pupil,
                row.kind,
                row.presented,
                row.number,
                row.issued,
                row.start,
                row.end,
                due,
                is_filled,
                is_late,
            )
        )
    return tuple(
        sorted(lines, key=lambda line: (line.is_filled, -line.presented.toordinal(), line.document))
    )
