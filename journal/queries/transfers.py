"""The page «Перенос»: what waits, temporary journals, what people decide, refused entries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal.bench import Bench, place_of
from journal.folding import undecided
from journal.kinds import DECISION, BadEntry
from journal.permissions import may_decide_over
from journal.projection import KeyLog, load_keys
from journal.queries.covers import Covers, read_covers
from journal.queries.history import HistoryLine, history_line
from journal.queries.intervals import BOOKKEEPING
from journal.queries.judging import read_bench
from journal.queries.naming import CellName, name_cell
from journal.queries.orphans import read_orphans
from journal.queries.temporary_journals import (
    SEES_ALL,
    TemporaryJournal,
    read_temporary_journals,
)
from journal.queries.transfer_words import span_in_words, transfer_in_words
from journal.reference import Reference
from journal.tables import HAS_SIGN, DeskRow, EntryRow, SetAsideRow

_OPEN = ("contested", "held")


@dataclass(frozen=True, slots=True)
class JournalCard:
    """A temporary journal as the list shows it; ``warning`` is about its deadline's calendar."""

    journal: TemporaryJournal
    span: str
    words: str
    warning: str


@dataclass(frozen=True, slots=True)
class TransferLine:
    """An entry of the list: its cell, its times, its temporary journal («» when made on line).

    ``author``: id of who wrote it; ``kind``: of the entry, see ``kinds``.
    """

    key: str
    cell: CellName
    line: HistoryLine
    journal: str
    author: str
    kind: str


@dataclass(frozen=True, slots=True)
class Version(TransferLine):
    """One of the values of a cell.

    ``role``: «учитель», «замена» or the author's post; ``stands``: it counts at the moment;
    ``words``: «сейчас в клетке», «пришло вторым», «ждёт решения».
    """

    role: str
    stands: bool
    words: str


@dataclass(frozen=True, slots=True)
class OpenCell:
    """A cell that waits for a person, with all its values side by side, the standing one first.

    Attributes:
        entries: the whole open set; a decision names exactly these.
        refusal: why the user at hand may not decide, as a sentence; "" when she may.
        reason: why the held entry is held; "" for a contest.
    """

    key: str
    cell: CellName
    entries: tuple[str, ...]
    versions: tuple[Version, ...]
    refusal: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class OrphanLine(TransferLine):
    """An entry that a restored centre has not taken back; ``words`` say why."""

    words: str


@dataclass(frozen=True, slots=True)
class Transfers:
    """Everything the page shows; lists are oldest first, journals newest first."""

    journals: tuple[JournalCard, ...]
    waiting: tuple[TransferLine, ...]
    contested: tuple[OpenCell, ...]
    held: tuple[OpenCell, ...]
    refused: tuple[TransferLine, ...]
    orphans: tuple[OrphanLine, ...] = ()


def read_transfers(session: Session, reference: Reference, now: datetime) -> Transfers:
    """Return the page for the user of this journal; ``now`` is the moment of the countdowns."""
    user = session.scalars(select(DeskRow.user)).one()
    journals = read_temporary_journals(session, reference, user, now)
    covers = read_covers(session, reference)
    cells = read_open_cells(session, reference, user, now, covers)
    return Transfers(
        journals=tuple(_card(journal, reference, now) for journal in journals),
        waiting=_waiting(session, reference, covers),
        contested=tuple(cell for cell in cells if not cell.reason),
        held=tuple(cell for cell in cells if cell.reason),
        refused=_refused(session, reference, user, covers),
        orphans=tuple(
            _orphan(_transfer_line(reference, orphan.row, covers), orphan.words)
            for orphan in read_orphans(session, reference, user)
        ),
    )


def read_open_cells(
    session: Session,
    reference: Reference,
    user: str,
    now: datetime,
    covers: Covers | None = None,
) -> tuple[OpenCell, ...]:
    """Return the cells that wait for a person and concern the user: as author or as who decides.

    A cell over which a decision was written, though not sent yet, waits no longer.
    """
    query = select(EntryRow.key).where(
        EntryRow.school == reference.school, HAS_SIGN, EntryRow.status.in_(_OPEN)
    )
    logs = load_keys(session, reference.school, sorted(set(session.scalars(query))))
    logs = {key: log for key, log in logs.items() if log.standing.open and not _is_decided(log)}
    named = {id_ for log in logs.values() for id_ in undecided(log.standing)}
    rows = {row.id: row for row in _rows(session, reference.school, named)}
    bench = read_bench(session, reference, now, logs)
    sees_all = bool(reference.person(user).posts & SEES_ALL)
    covers = covers or Covers()
    cells = []
    for log in logs.values():
        refusal = _refusal(user, log, bench)
        authors = {log.lines[id_].author for id_ in undecided(log.standing)}
        if sees_all or user in authors or refusal is None:
            cells.append(_open_cell(reference, log, rows, refusal or "", covers))
    return tuple(sorted(cells, key=lambda cell: cell.versions[-1].line.recorded_at))


def _is_decided(log: KeyLog) -> bool:
    return any(line.kind == DECISION and line.number is None for line in log.lines.values())


def _refusal(user: str, log: KeyLog, bench: Bench) -> str | None:
    try:
        place = place_of(log.key, bench)
    except BadEntry:
        return "Запись сделана более новой программой: решать можно после обновления этой."
    return may_decide_over(user, place, log.lines, log.standing, bench)


def _open_cell(
    reference: Reference,
    log: KeyLog,
    rows: Mapping[str, EntryRow],
    refusal: str,
    covers: Covers,
) -> OpenCell:
    standing = log.standing
    ids = [id_ for id_ in (standing.current, *standing.open) if id_ is not None and id_ in rows]
    # also what came back to a restored centre after something else had been accepted
    contested = any(standing.statuses.get(id_) == "contested" for id_ in standing.open)
    versions = []
    for place, id_ in enumerate(ids):
        row, stands = rows[id_], id_ == standing.current
        plain = _transfer_line(reference, row, covers)
        words = "сейчас в клетке" if stands else plain.line.status_words
        if row.status == "contested":
            words = "пришло вторым" if place == 1 else "пришло позже"
        versions.append(
            Version(
                plain.key,
                plain.cell,
                plain.line,
                plain.journal,
                plain.author,
                plain.kind,
                role=_role(reference, row.author, plain.cell),
                stands=stands,
                words=words,
            )
        )
    return OpenCell(
        key=log.key,
        cell=name_cell(reference, log.key),
        entries=tuple(sorted(undecided(standing))),
        versions=tuple(versions),
        refusal=refusal,
        reason="" if contested else plain_reason(rows[standing.open[-1]].reason),
    )


def plain_reason(reason: str) -> str:
    """Return a reason without the code for programs before it («set_changed: ...»)."""
    code, colon, words = reason.partition(": ")
    is_code = bool(colon) and code.isascii() and code.replace("_", "").isalpha()
    return words if is_code else reason


def _role(reference: Reference, author: str, cell: CellName) -> str:
    lesson = (
        reference.lessons(cell.page).get(cell.lesson or "") if cell.subject and cell.page else None
    )
    if lesson is not None and author == lesson.substitute:
        return "замена"
    if lesson is not None and author in reference.facts_of(lesson).teachers:
        return "учитель"
    member = reference.staff.get(author)
    return member.post_title[:1].lower() + member.post_title[1:] if member else ""


def _waiting(session: Session, reference: Reference, covers: Covers) -> tuple[TransferLine, ...]:
    query = select(EntryRow).where(
        EntryRow.school == reference.school,
        EntryRow.number.is_(None),
        EntryRow.kind.not_in(BOOKKEEPING),
    )
    # in order here: to spare the sorting, a database would read the whole log by its stations
    rows = sorted(session.scalars(query), key=lambda row: (row.station, row.seq))
    return tuple(_transfer_line(reference, row, covers) for row in rows)


def _refused(
    session: Session, reference: Reference, user: str, covers: Covers
) -> tuple[TransferLine, ...]:
    """Return own refused entries until the author mended the cell or set them aside."""
    query = select(EntryRow).where(
        EntryRow.school == reference.school,
        HAS_SIGN,
        EntryRow.status == "refused",
        EntryRow.author == user,
        EntryRow.id.not_in(select(SetAsideRow.entry).where(SetAsideRow.school == reference.school)),
    )
    rows = sorted(session.scalars(query), key=lambda row: row.judged)
    logs = load_keys(session, reference.school, [row.key for row in rows])
    return tuple(
        _transfer_line(reference, row, covers)
        for row in rows
        if not any(
            line.author == user and (line.number is None or line.judged > row.judged)
            for line in logs[row.key].lines.values()
        )
    )


def _transfer_line(reference: Reference, row: EntryRow, covers: Covers) -> TransferLine:
    return TransferLine(
        row.key,
        name_cell(reference, row.key),
        history_line(row, reference),
        covers.label(row.station, row.seq),
        row.author,
        row.kind,
    )


def _orphan(line: TransferLine, words: str) -> OrphanLine:
    return OrphanLine(
        line.key, line.cell, line.line, line.journal, line.author, line.kind, words=words
    )


def _card(journal: TemporaryJournal, reference: Reference, now: datetime) -> JournalCard:
    warning = reference.work_calendar.warning(journal.due.date()) if journal.due else None
    return JournalCard(
        journal,
        span_in_words(journal, now),
        transfer_in_words(journal, reference, now),
        warning or "",
    )


def _rows(session: Session, school: str, ids: Iterable[str]) -> Iterable[EntryRow]:
    wanted = sorted(ids)
    for start in range(0, len(wanted), 400):
        yield from session.scalars(
            select(EntryRow).where(
                EntryRow.school == school, EntryRow.id.in_(wanted[start : start + 400])
            )
        )
