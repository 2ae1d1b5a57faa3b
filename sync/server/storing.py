"""Writing numbered entries with everything that follows from them, in the caller's transaction."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from journal import kinds, values
from journal.bulk import RowWriter
from journal.entries import Entry, Receipt, running_head
from journal.projection import KeyLog, insert_entries
from journal.tables import Base, ScopeLineRow, ScopeRow
from sync.server.lines import read_heads

_SCOPES = Base.metadata.tables[ScopeRow.__tablename__]
_LINES = Base.metadata.tables[ScopeLineRow.__tablename__]
_SCOPE_WRITER, _LINE_WRITER = RowWriter(_SCOPES), RowWriter(_LINES)


@dataclass(frozen=True, slots=True)
class Judged:
    """An entry with its digest, its receipt and the scopes in which it stands."""

    entry: Entry
    digest: bytes
    receipt: Receipt
    scopes: tuple[str, ...]


def store(
    session: Session, school: str, judged: Sequence[Judged], logs: Mapping[str, KeyLog]
) -> None:
    """Append entries to the log and to their scopes; ``logs`` already contain them."""
    insert_entries(
        session, school, [(item.entry, item.digest, item.receipt) for item in judged], logs
    )
    _append_to_scopes(session, school, judged)


def named_authors(entry: Entry, log: KeyLog) -> list[str]:
    """Return whose entries a decision names."""
    if entry.kind != kinds.DECISION or entry.value is None:
        return []
    try:
        value = kinds.decode(entry.kind, entry.version, entry.key, entry.value)
    except (kinds.BadEntry, kinds.NewerVersion):
        return []
    named = value.entries if isinstance(value, values.Decision) else ()
    return [log.lines[id_].author for id_ in named if id_ in log.lines]


def _append_to_scopes(session: Session, school: str, judged: Sequence[Judged]) -> None:
    """Give each entry the next ordinal of its scopes and move the heads on."""
    additions: dict[str, list[Judged]] = defaultdict(list)
    for item in judged:
        for scope in item.scopes:
            additions[scope].append(item)
    known = read_heads(session, school, additions)
    lines: list[dict[str, Any]] = []
    ends: list[dict[str, Any]] = []
    for scope, items in additions.items():
        ordinal, head = known[scope].ordinal, known[scope].head
        for item in items:
            ordinal += 1
            number = item.receipt.number
            head = running_head(
                head, number, item.digest, item.receipt.verdict, item.receipt.reason
            )
            lines.append({"school": school, "scope": scope, "ordinal": ordinal, "number": number})
        number = items[-1].receipt.number
        ends.append(
            {"school": school, "scope": scope, "ordinal": ordinal, "number": number, "head": head}
        )
    _LINE_WRITER.insert(session, lines)
    _SCOPE_WRITER.upsert(session, ends)
