"""The lines of an act of transfer: totals by class and teacher, and every entry (R-19)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy.orm import Session

from journal import values
from journal.attendance import counts_as_absence
from journal.clock_evidence import LEGEND, TOLERANCE_MS, Sign, off_in_words
from journal.kinds import MAIN_COLUMN
from journal.outage_paper import TransferEntry, TransferRow
from journal.projection import KeyLog
from journal.queries.clock_lines import Marks
from journal.queries.contest_lines import decided_words, is_contest
from journal.queries.judging import read_columns
from journal.queries.temporary_entries import (
    WrittenEntry,
    author_name,
    entry_words,
    last_values,
)
from journal.queries.transfer_words import plural
from journal.reference import Reference
from journal.works import DEFAULT_WORK

_VERDICTS: Mapping[str | None, str] = {
    None: "не перенесено",
    "accepted": "принято",
    "merged": "принято (то же значение)",
    "contested": "спорно",
    "held": "ждало решения",
    "refused": "отклонено",
}
_WAITED = (": ждёт", ": решает человек")


def transfer_rows(
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


def transfer_entries(
    session: Session,
    reference: Reference,
    entries: Sequence[WrittenEntry],
    logs: Mapping[str, KeyLog],
    clocks: Marks,
) -> Iterator[TransferEntry]:
    """Yield every entry with its times, its verdict and who decided over it."""
    lessons = {entry.lesson.id for entry in entries if entry.lesson is not None}
    columns = read_columns(session, reference.school, lessons)
    for entry in entries:
        row = entry.row
        column = entry.parts.get("column", MAIN_COLUMN)
        known = columns.get((entry.lesson.id, column)) if entry.lesson is not None else None
        work = known.work if known is not None and known.work != DEFAULT_WORK else ""
        decision, decided_by = decided_words(reference, logs[row.key], row.id)
        yield TransferEntry(
            number=row.number,
            station=workplace_words(reference, row.station),
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
            clock=", ".join(mark.sign for mark in clocks.get(row.id, ())),
        )


def clock_legend(entries: Sequence[WrittenEntry], clocks: Marks) -> tuple[str, ...]:
    """Return what the signs of odd times mean, those that occur only."""
    signs: set[Sign] = {mark.sign for entry in entries for mark in clocks.get(entry.row.id, ())}
    return tuple(f"{sign} – {words}" for sign, words in LEGEND.items() if sign in signs)


def clock_remarks(entries: Sequence[WrittenEntry], reference: Reference) -> Iterator[str]:
    """Yield a sentence for each workplace whose clock was over two minutes off."""
    worst: dict[str, int] = {}
    for entry in entries:
        offset = entry.row.offset_ms or 0
        if abs(offset) > abs(worst.get(entry.row.station, 0)):
            worst[entry.row.station] = offset
    off = {station: offset for station, offset in worst.items() if abs(offset) > TOLERANCE_MS}
    for station, offset in off.items():
        place = reference.workplaces.get(station)
        which = f" {place.number}" if place is not None and len(worst) > 1 else ""
        yield f"Часы рабочего места{which} {off_in_words(offset)}."


def waiting_remarks(entries: Sequence[WrittenEntry]) -> Iterator[str]:
    """Yield how many entries still wait for a person."""
    waiting = sum(entry.row.status in ("contested", "held") for entry in entries)
    if waiting:
        yield f"Ещё не решено: {plural(waiting, 'запись', 'записи', 'записей')}."


def workplace_words(reference: Reference, station: str, *, named: bool = False) -> str:
    """Return «рабочее место 21», ``named`` with what the school calls it."""
    place = reference.workplaces.get(station)
    if place is None:
        return "рабочее место без номера"
    name = f" ({place.name})" if named and place.name else ""
    return f"рабочее место {place.number}{name}"


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
