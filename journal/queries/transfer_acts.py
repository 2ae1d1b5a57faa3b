"""Freezing the act of transfer of a temporary journal: form F-20 with its annex R-19 (TAL-3.2)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from journal import values
from journal.attendance import counts_as_absence
from journal.calendar import school_year_of, year_title
from journal.errors import UserError
from journal.kinds import MAIN_COLUMN
from journal.paper import Imprint, OutageSpan, TransferAct, TransferEntry, TransferRow
from journal.projection import KeyLog, load_keys
from journal.queries.contest_lines import contest_line, decided_words, is_contest
from journal.queries.document_heads import school_head, signer_by_post
from journal.queries.judging import read_columns
from journal.queries.outage_intervals import OutageInterval
from journal.queries.page_content import PageContent
from journal.queries.temporary_entries import (
    WrittenEntry,
    author_name,
    content_of,
    entry_words,
    last_values,
    read_written,
)
from journal.queries.temporary_journals import TemporaryJournal
from journal.queries.transfer_words import plural
from journal.reference import Reference
from journal.rights import ADMINISTRATOR
from journal.works import DEFAULT_WORK

FORM = "F-20"
_CLOCK_TOLERANCE_MS = 120_000
_VERDICTS: Mapping[str | None, str] = {
    None: "не перенесено",
    "accepted": "принято",
    "merged": "принято (то же значение)",
    "contested": "спорно",
    "held": "ждало решения",
    "refused": "отклонено",
}
_WAITED = (": ждёт", ": решает человек")


@dataclass(frozen=True, slots=True)
class FrozenAct:
    """The act for the printer and what it bears witness to."""

    document: TransferAct
    content: PageContent


def read_transfer_act(
    session: Session,
    reference: Reference,
    journal: TemporaryJournal,
    now: datetime,
    imprint: Imprint,
) -> FrozenAct:
    """Freeze the act of one temporary journal.

    Raises:
        UserError: the connection is not back yet, so there is nothing to draw an act about.
    """
    if journal.restored is None or journal.due is None:
        raise UserError(
            "Акт переноса составляют после возвращения связи: этот временный журнал ещё ведётся."
        )
    entries = read_written(session, reference, journal)
    logs = load_keys(session, reference.school, [entry.row.key for entry in entries])
    content = content_of(session, reference, entries)
    workplace = "" if journal.workplace is None else f"/{journal.workplace}"
    document = TransferAct(
        school=school_head(reference),
        year=year_title(school_year_of(journal.day)),
        number=f"{journal.number}{workplace}",
        day=now.astimezone(reference.zone).date(),
        journal_number=journal.label,
        stations=(_station(reference, journal),),
        outages=tuple(_span(interval) for interval in journal.intervals),
        due_at=journal.due,
        moved_at=journal.transferred,
        in_time=journal.in_time is True,
        rows=tuple(_rows(entries, logs, reference)),
        contests=tuple(contest_line(reference, log) for log in logs.values() if is_contest(log)),
        entries=tuple(_entries(session, entries, logs, reference)),
        administrator=signer_by_post(reference, ADMINISTRATOR),
        deputy=signer_by_post(reference, reference.profile.certifier.get(FORM, "deputy")),
        remarks=tuple(_remarks(entries, journal)),
        imprint=imprint,
        witness=content.witness,
    )
    return FrozenAct(document, content)


def _station(reference: Reference, journal: TemporaryJournal) -> str:
    place = reference.workplaces.get(journal.station)
    if place is None:
        return "рабочее место без номера"
    return f"рабочее место {place.number}" + (f" ({place.name})" if place.name else "")


def _span(interval: OutageInterval) -> OutageSpan:
    reason = interval.reason or "нет связи с центральным сервером"
    return OutageSpan(
        interval.noticed, interval.restored, reason[:1].lower() + reason[1:].rstrip(".")
    )


def _rows(
    entries: Sequence[WrittenEntry], logs: Mapping[str, KeyLog], reference: Reference
) -> Iterator[TransferRow]:
    """Yield what each author wrote for each class; the rest of the entries are in R-19 only.

    A cell in which values disagreed is counted whichever of them was the later one, as annex 1
    lists it.
    """
    groups: dict[tuple[str, str], list[WrittenEntry]] = defaultdict(list)
    for entry in entries:
        if entry.page:
            title = reference.class_of(entry.page).title
            groups[title, author_name(entry, reference)].append(entry)
    for (title, author), found in sorted(groups.items()):
        said = [entry.value for entry in last_values(found).values()]
        received = [entry.accepted_at for entry in found if entry.accepted_at is not None]
        contests = [
            log for key in {entry.row.key for entry in found} if is_contest(log := logs[key])
        ]
        yield TransferRow(
            class_name=title,
            teacher=author,
            lessons=len({entry.lesson.id for entry in found if entry.lesson is not None}),
            marks=sum(isinstance(value, values.Mark) and bool(value.marks) for value in said),
            absences=sum(
                isinstance(value, values.Attendance) and counts_as_absence(value.code)
                for value in said
            ),
            first_at=min(entry.recorded_at for entry in found),
            last_at=max(entry.recorded_at for entry in found),
            moved_at=max(received) if len(received) == len(found) else None,
            contested=len(contests),
            settled=sum(not log.standing.open for log in contests),
            in_time=all(entry.in_time for entry in found),
        )


def _entries(
    session: Session,
    entries: Sequence[WrittenEntry],
    logs: Mapping[str, KeyLog],
    reference: Reference,
) -> Iterator[TransferEntry]:
    lessons = {entry.lesson.id for entry in entries if entry.lesson is not None}
    columns = read_columns(session, reference.school, lessons)
    for entry in entries:
        row = entry.row
        place = reference.workplaces.get(row.station)
        column = entry.parts.get("column", MAIN_COLUMN)
        known = columns.get((entry.lesson.id, column)) if entry.lesson is not None else None
        work = known.work if known is not None and known.work != DEFAULT_WORK else ""
        decision, decided_by = decided_words(reference, logs[row.key], row.id)
        yield TransferEntry(
            number=row.number,
            station=f"рабочее место {place.number}" if place else "рабочее место без номера",
            author=author_name(entry, reference),
            what=entry_words(entry, reference, work),
            lesson_date=row.lesson_date,
            work_date=row.work_date if work else None,
            recorded_at=entry.recorded_at,
            accepted_at=entry.accepted_at,
            verdict=_VERDICTS[row.verdict],
            decision=decision,
            decided_by=decided_by,
            remark="; ".join(_row_remarks(entry)),
        )


def _row_remarks(entry: WrittenEntry) -> Iterator[str]:
    row = entry.row
    if row.verdict in ("held", "refused") and row.reason:
        reason = row.reason
        for tail in _WAITED:
            reason = reason.partition(tail)[0]
        yield reason
    elif row.late:
        yield "с опозданием"
    if row.paper_date is not None:
        yield f"с бумажного листа {row.paper_date:%d.%m}"


def _remarks(entries: Sequence[WrittenEntry], journal: TemporaryJournal) -> Iterator[str]:
    offsets = [entry.row.offset_ms for entry in entries if entry.row.offset_ms is not None]
    worst = max(offsets, key=abs, default=0)
    if abs(worst) > _CLOCK_TOLERANCE_MS:
        minutes, seconds = divmod(abs(worst) // 1000, 60)
        verb = "отставали" if worst > 0 else "спешили"
        yield f"Часы рабочего места {verb} на {minutes} мин. {seconds} с."
    waiting = sum(entry.row.status in ("contested", "held") for entry in entries)
    if waiting:
        yield f"Ещё не решено: {plural(waiting, 'запись', 'записи', 'записей')}."
