"""Bringing a school's spreadsheets into the journal, and taking them back: all of it or nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal import values
from journal.bench import Bench
from journal.changes import Changes
from journal.entries import Entry, Receipt
from journal.errors import UserError
from journal.ids import new_id
from journal.imports.difference import compare
from journal.imports.lines import SchoolFolder
from journal.imports.new_timetable import TimetableChange
from journal.kinds import IMPORT_CLOSE, IMPORT_OPEN, IMPORT_UNDO, make_key
from journal.log import Draft, Tail, make_entry, tail_of
from journal.projection import KeyLog, insert_entries, line_of, load_keys, project
from journal.queries.import_dependents import rests_on
from journal.rights import may_import
from journal.services.work import Work, as_sentence, write
from journal.steps import reached
from journal.tables import DeskRow

CHUNK = 1000
Tell = Callable[[int, int], None]


def _silent(_reached: int, _total: int) -> None:
    pass


@dataclass(frozen=True, slots=True)
class ImportSchool:
    """Take over what a folder of spreadsheets says; what it does not speak of stays untouched.

    Attributes:
        tell: hears how much is written and of how much; what it raises ends the import, and nothing
            of it is there.
        change: from when the folder's timetable holds; from today if nobody has said so.
    """

    folder: SchoolFolder
    tell: Tell = _silent
    change: TimetableChange | None = None


@dataclass(frozen=True, slots=True)
class UndoImport:
    """Take an import back as a whole."""

    import_id: str
    reason: str = ""


def import_school(session: Session, command: ImportSchool, work: Work) -> Changes:
    """Write the folder's lines as one import, those only that say something new.

    Rules of single facts are not asked here: the folder was checked against itself, and many of
    its lines rest on others that come in the same transaction.

    Raises:
        UserError: no right to import, or the folder says what only an order may say.
    """
    drafts = import_drafts(session, command, work)
    return _append_whole(session, work, drafts, command.tell) if drafts else Changes()


def import_drafts(session: Session, command: ImportSchool, work: Work) -> Sequence[Draft]:
    """Return what the folder says that is news, what others refer to first.

    Raises:
        UserError: no right to import, or the folder says what only an order may say.
    """
    reason = may_import(work.reference.person(work.user))
    if reason:
        raise UserError(as_sentence(reason))
    found = compare(session, work.reference, command.folder, work.user, work.today, command.change)
    if found.obstacles:
        raise UserError("\n".join(found.obstacles))
    return () if found.is_empty else found.drafts


@dataclass(frozen=True, slots=True)
class ImportFrame:
    """What stands around the entries of an import in the chain of a station.

    ``first_seq``, ``count``: of the entries between the one that opens and the one that closes.
    """

    import_id: str
    station: str
    first_seq: int
    count: int

    def opening(self) -> Draft:
        """Return the entry that opens the import."""
        value = values.ImportOpened(self.station, self.first_seq, self.count)
        return Draft(IMPORT_OPEN, make_key(IMPORT_OPEN, "", self.import_id), value)

    def closing(self, last: Tail) -> Draft:
        """Return the entry that closes the import after its ``last`` entry."""
        value = values.ImportClosed(self.station, self.first_seq, self.count, last.digest)
        return Draft(IMPORT_CLOSE, make_key(IMPORT_CLOSE, "", self.import_id), value)


def undo_import(session: Session, command: UndoImport, work: Work) -> Changes:
    """Let an import count no more; its entries stay in the log, the rows are as before it.

    Raises:
        UserError: something rests on it by now (which is said), or no right to import.
    """
    reason = rests_on(session, work.reference, command.import_id)
    if reason:
        raise UserError(f"Загрузку уже нельзя отменить целиком: {reason}.")
    key = make_key(IMPORT_UNDO, "", command.import_id)
    draft = Draft(IMPORT_UNDO, key, values.ImportUndone(command.reason))
    return write(session, work, [draft], Bench(work.reference, work.now))


def _append_whole(session: Session, work: Work, drafts: Sequence[Draft], tell: Tell) -> Changes:
    """Append the entries of an import between the one that opens and the one that closes it.

    Rows are written after all of the log, so that each key is folded once.
    """
    school = work.reference.school
    desk = session.scalars(select(DeskRow)).one()
    tail = tail_of(session, school, desk.station)
    frame = ImportFrame(new_id(), desk.station, tail.seq + 2, len(drafts))
    opening, closing_key = frame.opening(), make_key(IMPORT_CLOSE, "", frame.import_id)
    keys = [opening.key, *(draft.key for draft in drafts), closing_key]
    logs = load_keys(session, school, keys)
    total = 2 * len(drafts)
    written: list[str] = []
    for start in range(0, len(drafts), CHUNK):
        part = [*([] if start else [opening]), *drafts[start : start + CHUNK]]
        tail = _append(session, work, desk, tail, part, logs, written)
        reached("import.part_written")
        tell(min(start + CHUNK, len(drafts)), total)
    _append(session, work, desk, tail, [frame.closing(tail)], logs, written)
    # first that the import is whole, then what it says: nothing is folded aside and again
    ordered = [logs.pop(closing_key), logs.pop(opening.key), *logs.values()]
    changes = Changes()
    for start in range(0, len(ordered), CHUNK):
        changes |= project(session, school, ordered[start : start + CHUNK])
        reached("import.part_projected")
        tell(min(len(drafts) + start + CHUNK, total), total)
    return replace(changes, written=tuple(written))


def _append(
    session: Session,
    work: Work,
    desk: DeskRow,
    tail: Tail,
    drafts: Sequence[Draft],
    logs: dict[str, KeyLog],
    written: list[str],
) -> Tail:
    """Append entries to the log and return the new end of the chain."""
    stored: list[tuple[Entry, bytes, Receipt | None]] = []
    for draft in drafts:
        log = logs[draft.key]
        entry = make_entry(desk, tail, work.stamp, draft, base=log.standing.shown)
        tail = Tail(entry.seq, entry.digest())
        log.add(line_of(entry, None))
        stored.append((entry, tail.digest, None))
    insert_entries(session, work.reference.school, stored, logs)
    written.extend(entry.id for entry, _, _ in stored)
    return tail
