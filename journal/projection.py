"""Entries to rows: the only writer of rows, on a station and at the centre."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import msgspec
from sqlalchemy import Table, bindparam, delete, literal_column, select, update
from sqlalchemy.orm import Session

from journal import kinds, values
from journal.any_of import any_of
from journal.bulk import RowWriter
from journal.changes import Changes
from journal.entries import Entry, Receipt
from journal.erasing import erase, erased_among, read_erased, without_value
from journal.facts import OWNER_COLUMN, ROW_OF_KIND
from journal.folding import LogLine, Standing, fold, is_understood
from journal.import_gates import INCOMPLETE, OPEN_GATES, Gates, lines_behind, read_gates
from journal.tables import Base, EntryRow, FactRow

_ENTRIES = Base.metadata.tables[EntryRow.__tablename__]
_FACTS = Base.metadata.tables[FactRow.__tablename__]
_CHUNK = 400
# ready: building it costs more than running it
_LINES_OF_KEYS = select(_ENTRIES.c.key, *(_ENTRIES.c[name] for name in LogLine._fields)).where(
    _ENTRIES.c.school == bindparam("school"), any_of(_ENTRIES.c.key, "keys")
)


class KeyLog:
    """The lines of one key, and what they fold to.

    Attributes:
        standing: what the lines fold to, those of incomplete imports left aside.
        judged: the same with them: what a new entry is judged against, so that nothing of an import
            is displaced by somebody who could not see it yet.
        taken_back: statuses of the lines that do not count because their import was undone.
    """

    standing: Standing
    judged: Standing
    taken_back: dict[str, str]

    def __init__(self, key: str, lines: Iterable[LogLine] = (), gates: Gates = OPEN_GATES) -> None:
        self.key = key
        self.lines = {line.id: line for line in lines}
        self.stored = {line.id: line.status for line in self.lines.values()}
        self.pass_gates(gates)

    def pass_gates(self, gates: Gates) -> None:
        """Fold anew after an import was opened, closed or undone."""
        self._gates = gates
        self._fold()

    def add(self, *lines: LogLine) -> None:
        """Take further lines (or known ones with their receipts) into the fold."""
        self.lines.update((line.id, line) for line in lines)
        self._fold()

    def _fold(self) -> None:
        lines = self.lines.values()
        aside = self._gates.aside(lines)
        self.taken_back = {id_: word for id_, word in aside.items() if word != INCOMPLETE}
        self.standing = self.judged = fold(lines, aside)
        if INCOMPLETE in aside.values():
            self.judged = fold(lines, self.taken_back)

    def erase(self, ids: Iterable[str]) -> None:
        """Forget the values of lines."""
        self.add(*(self.lines[id_]._replace(value=None) for id_ in ids))


def load_keys(session: Session, school: str, keys: Iterable[str]) -> dict[str, KeyLog]:
    """Read the logs of ``keys``; a key without entries gets an empty one."""
    wanted = list(dict.fromkeys(keys))
    lines: dict[str, list[LogLine]] = defaultdict(list)
    for key, *rest in session.execute(_LINES_OF_KEYS, {"school": school, "keys": wanted}):
        lines[key].append(LogLine(*rest))
    gates = read_gates(session, school)
    return {key: KeyLog(key, lines[key], gates) for key in wanted}


def line_of(entry: Entry, receipt: Receipt | None) -> LogLine:
    """Return the line of an entry that is being stored."""
    return LogLine(
        id=entry.id,
        station=entry.station,
        seq=entry.seq,
        kind=entry.kind,
        version=entry.version,
        value=entry.value,
        base=entry.base,
        author=entry.author,
        number=receipt.number if receipt else None,
        verdict=receipt.verdict if receipt else None,
        target=receipt.target if receipt else None,
        status="",
        wall_ms=entry.wall_ms,
        accepted_ms=receipt.accepted_ms if receipt else None,
        epoch=receipt.epoch if receipt else None,
        judged_epoch=receipt.judged_epoch if receipt else None,
        judged_number=receipt.judged_number if receipt else None,
    )


def insert_entries(
    session: Session,
    school: str,
    stored: Sequence[tuple[Entry, bytes, Receipt | None]],
    logs: Mapping[str, KeyLog],
) -> None:
    """Append entries (with digest and receipt) to the log; ``logs`` already contain them.

    What an act has erased is stored without its value, whoever brings it.
    """
    if not stored:
        return
    stored = _without_erased(session, school, stored, logs)
    rows = [_entry_row(school, *item, logs[item[0].key].standing) for item in stored]
    _WRITERS[_ENTRIES].insert(session, rows)
    for entry, _digest, _receipt in stored:
        logs[entry.key].stored[entry.id] = logs[entry.key].standing.statuses[entry.id]


def set_receipts(session: Session, school: str, receipts: Mapping[str, Receipt]) -> None:
    """Write receipts to entries that are already in the log."""
    rows = [
        {"school": school, "id": id_, **_receipt_columns(receipt)}
        for id_, receipt in receipts.items()
    ]
    _WRITERS[_ENTRIES].update(session, rows)


def project(
    session: Session,
    school: str,
    logs: Iterable[KeyLog],
    at_hand: Mapping[str, KeyLog] = MappingProxyType({}),
) -> Changes:
    """Write what the logs fold to: statuses, facts and the rows of each kind.

    ``at_hand``: further logs, by key, that the caller goes on with: what an act erases is erased
    there too. None of them may hold a line that is not stored yet.
    """
    touched = _after_acts(session, school, list(logs), at_hand)
    touched = _after_imports(session, school, touched, at_hand)
    _write(session, school, touched)
    return Changes(frozenset(log.key for log in touched))


def _write(session: Session, school: str, touched: Sequence[KeyLog]) -> None:
    statuses = [
        {"school": school, "id": id_, "status": status}
        for log in touched
        for id_, status in log.standing.statuses.items()
        if log.stored.get(id_) != status
    ]
    _WRITERS[_ENTRIES].update(session, statuses)
    facts: list[dict[str, Any]] = []
    rows: dict[Table, list[dict[str, Any]]] = defaultdict(list)
    gone: dict[Table, list[str]] = defaultdict(list)
    for log in touched:
        fact, table, row = _fold_row(school, log)
        if fact is not None and log.lines:
            facts.append(fact)
        elif not log.lines:
            gone[_FACTS].append(log.key)
        if table is not None and row is not None:
            rows[table].append(row)
        elif table is not None:
            gone[table].append(log.key)
    _WRITERS[_FACTS].upsert(session, facts)
    for table, table_rows in rows.items():
        _WRITERS[table].upsert(session, table_rows)
    for table, keys in gone.items():
        for chunk in _chunks(keys):
            session.execute(delete(table).where(table.c.school == school, table.c.key.in_(chunk)))


def forget(session: Session, school: str, ids: Sequence[str]) -> None:
    """Take entries out of a station's log: their scope is no longer the user's to hold.

    The caller refolds their keys in the same transaction.
    """
    for chunk in _chunks(ids):
        session.execute(
            delete(_ENTRIES).where(_ENTRIES.c.school == school, _ENTRIES.c.id.in_(chunk))
        )


def unsay(session: Session, school: str, ids: Sequence[str]) -> None:
    """Take receipts back from entries that the centre lost and cannot believe; they are sent anew.

    That they were received once, and when, stays true.
    """
    gone = {name: empty for name, empty in _NO_RECEIPT.items() if name != "accepted_ms"}
    for chunk in _chunks(ids):
        session.execute(
            update(_ENTRIES)
            .where(_ENTRIES.c.school == school, _ENTRIES.c.id.in_(chunk))
            .values(gone)
        )


def refold(session: Session, school: str, keys: Iterable[str]) -> Changes:
    """Fold ``keys`` anew from the log, after entries or receipts came in."""
    return project(session, school, load_keys(session, school, keys).values())


def refold_understood(session: Session, school: str) -> Changes:
    """Fold anew what an older program wrote down without understanding it.

    Called when a journal is opened: entries of newer kinds and versions are kept from the day they
    come, and mean something from the day the program is upgraded.
    """
    query = select(_FACTS.c.key).where(_FACTS.c.school == school, literal_column("kind = ''"))
    return refold(session, school, filter(_is_key, session.scalars(query).all()))


def _is_understood(line: LogLine) -> bool:
    return line.kind != kinds.DECISION or is_understood(line)


def _is_key(key: str) -> bool:
    try:
        kinds.split_key(key)
    except kinds.BadEntry:
        return False
    return True


def differences(session: Session, school: str) -> list[str]:
    """Return the keys whose rows are not what their entries fold to; empty on a sound journal."""
    keys = set(session.scalars(select(_ENTRIES.c.key).where(_ENTRIES.c.school == school)))
    wrong: set[str] = set()
    erased = read_erased(session, school)
    expected: dict[Table, dict[str, dict[str, Any]]] = defaultdict(dict)
    for log in load_keys(session, school, sorted(keys)).values():
        if log.stored != log.standing.statuses:
            wrong.add(log.key)
        act = act_in(log)
        if act is not None and not erased >= set(act.entries):
            wrong.add(log.key)
        if any(
            line.id in erased and line.value is not None and line.kind in kinds.ERASABLE
            for line in log.lines.values()
        ):
            wrong.add(log.key)
        fact, table, row = _fold_row(school, log)
        if fact is not None:
            expected[_FACTS][log.key] = fact
        if table is not None and row is not None:
            expected[table][log.key] = row
    for table in (_FACTS, *(_table(kind) for kind in ROW_OF_KIND)):
        found = {
            row.key: dict(row._mapping)
            for row in session.execute(select(table).where(table.c.school == school))
        }
        for key in found.keys() | expected[table].keys():
            if found.get(key) != expected[table].get(key):
                wrong.add(key)
    return sorted(wrong)


def _without_erased(
    session: Session,
    school: str,
    stored: Sequence[tuple[Entry, bytes, Receipt | None]],
    logs: Mapping[str, KeyLog],
) -> Sequence[tuple[Entry, bytes, Receipt | None]]:
    # what was just typed here has no receipt, and no act can name it yet
    received = [entry.id for entry, _, receipt in stored if receipt is not None]
    named = erased_among(session, school, received) if received else {}
    gone = [entry for entry, *_ in stored if entry.id in named and entry.kind in kinds.ERASABLE]
    for entry in gone:
        logs[entry.key].erase([entry.id])
    ids = {entry.id for entry in gone}
    return (
        [
            (without_value(entry) if entry.id in ids else entry, digest, receipt)
            for entry, digest, receipt in stored
        ]
        if ids
        else stored
    )


def _after_acts(
    session: Session, school: str, logs: list[KeyLog], at_hand: Mapping[str, KeyLog]
) -> list[KeyLog]:
    """Erase what acts among the logs name; return the logs with those that changed by it.

    An act counts from its acceptance: a pending one may still be refused.
    """
    gone: dict[str, str] = {}
    for log in logs:
        act = act_in(log)
        if act is not None:
            gone |= erase(session, school, kinds.split_key(log.key)[1]["act"], act.entries)
    if not gone:
        return logs
    known = {log.key: log for log in logs}
    known |= {key: at_hand[key] for key in set(gone.values()) - known.keys() if key in at_hand}
    known |= load_keys(session, school, set(gone.values()) - known.keys())
    for id_, key in gone.items():
        known[key].erase([id_])
    return list(known.values())


def _after_imports(
    session: Session, school: str, logs: list[KeyLog], at_hand: Mapping[str, KeyLog]
) -> list[KeyLog]:
    """Return the logs with those that count, or count no more, by what became of their import."""
    turning = [log for log in logs if _kind_of(log.key) in kinds.IMPORT_KINDS]
    if not turning:
        return logs
    before = read_gates(session, school)
    _write(session, school, turning)
    after = read_gates(session, school)
    known = {log.key: log for log in logs}
    behind = lines_behind(session, school, before.all ^ after.all)
    known |= {key: at_hand[key] for key in behind.keys() - known.keys() if key in at_hand}
    for log in (known | dict(at_hand)).values():
        log.pass_gates(after)
    known |= {key: KeyLog(key, lines, after) for key, lines in behind.items() if key not in known}
    return list(known.values())


def _kind_of(key: str) -> str:
    try:
        return kinds.split_key(key)[0].name
    except kinds.BadEntry:
        return ""


def act_in(log: KeyLog) -> values.Redaction | None:
    """Return the act that stands in a key, if it is one of an act and accepted."""
    current = log.lines.get(log.standing.current or "")
    if current is None or current.kind != kinds.REDACTION or current.value is None:
        return None
    try:
        value = kinds.decode(current.kind, current.version, log.key, current.value)
    except kinds.NewerVersion:
        return None
    return value if isinstance(value, values.Redaction) else None


def _fold_row(
    school: str, log: KeyLog
) -> tuple[dict[str, Any] | None, Table | None, dict[str, Any] | None]:
    """Return the fact, and the table with the row (``None``: no row) that a log folds to."""
    standing = log.standing
    fact = {
        "school": school,
        "key": log.key,
        "scope": kinds.scope_of(log.key),
        "kind": "",
        "current": standing.current,
        "shown": standing.shown,
        "open": list(standing.open),
    }
    try:
        kind, parts = kinds.split_key(log.key)
    except kinds.BadEntry:
        # Refused for its key: it stays in the log, visible to its author; no row can hold it.
        return fact, None, None
    fact["kind"] = kind.name if all(map(_is_understood, log.lines.values())) else ""
    table = _table(kind.name)
    shown = log.lines.get(standing.shown) if standing.shown else None
    if shown is None or shown.value is None:
        return fact, table, None
    try:
        value = kind.decode(shown.version, shown.value)
    except kinds.BadEntry:
        return fact, table, None
    except kinds.NewerVersion:
        fact["kind"] = ""
        return fact, table, None
    row: dict[str, Any] = {"school": school, "key": log.key, "entry": shown.id, **parts}
    owner = kinds.owner_of(log.key)
    if owner:
        row[OWNER_COLUMN[kind.area]] = owner
    for name, content in msgspec.structs.asdict(value).items():
        row[name] = list(content) if isinstance(content, tuple) else content
    return fact, table, row


def _entry_row(
    school: str, entry: Entry, digest: bytes, receipt: Receipt | None, standing: Standing
) -> dict[str, Any]:
    return {
        "school": school,
        **msgspec.structs.asdict(entry),
        "digest": digest,
        **(_receipt_columns(receipt) if receipt else _NO_RECEIPT),
        "status": standing.statuses[entry.id],
    }


def _receipt_columns(receipt: Receipt) -> dict[str, Any]:
    return msgspec.structs.asdict(receipt)


_NO_RECEIPT: dict[str, Any] = {
    "epoch": None,
    "number": None,
    "verdict": None,
    "reason": "",
    "target": None,
    "late": False,
    "accepted_ms": None,
    "judged_epoch": None,
    "judged_number": None,
}


def _table(kind: str) -> Table:
    table = ROW_OF_KIND[kind].__table__
    assert isinstance(table, Table)
    return table


_WRITERS = {
    table: RowWriter(table) for table in (_ENTRIES, _FACTS, *(_table(kind) for kind in ROW_OF_KIND))
}


def _chunks(keys: Sequence[str]) -> Iterable[Sequence[str]]:
    for start in range(0, len(keys), _CHUNK):
        yield keys[start : start + _CHUNK]
