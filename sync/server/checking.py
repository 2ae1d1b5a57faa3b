"""The check of a centre: is everything that follows from the log what it should be?"""

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal.entries import SCOPE_START, Entry, running_head
from journal.projection import differences
from journal.tables import EntryRow, ScopeLineRow, ScopeRow
from sync.server.counting import read_counter
from sync.server.tables import FindingRow, WaitingRow


def check_centre(session: Session, school: str) -> list[str]:
    """Return what is wrong, a Russian sentence each; nothing for a sound centre."""
    log = _read_log(session, school)
    return [
        *(f"строки не равны свёртке записей: {key}" for key in differences(session, school)),
        *_check_numbers(session, school, log),
        *_check_heads(session, school, log),
        *_check_digests(session, school, log),
    ]


def _read_log(session: Session, school: str) -> list[EntryRow]:
    query = select(EntryRow).where(EntryRow.school == school).order_by(EntryRow.number)
    return list(session.scalars(query))


def _check_numbers(session: Session, school: str, log: list[EntryRow]) -> list[str]:
    last = read_counter(session, school).number
    if [row.number for row in log] == list(range(1, last + 1)):
        return []
    return [f"номера записей идут не подряд от 1 до {last}"]


def _check_heads(session: Session, school: str, log: list[EntryRow]) -> list[str]:
    by_number = {row.number: row for row in log}
    lines: dict[str, list[tuple[int, int]]] = defaultdict(list)
    query = (
        select(ScopeLineRow.scope, ScopeLineRow.ordinal, ScopeLineRow.number)
        .where(ScopeLineRow.school == school)
        .order_by(ScopeLineRow.ordinal)
    )
    for scope, ordinal, number in session.execute(query):
        lines[scope].append((ordinal, number))
    return [
        f"раздел {row.scope} не сходится со своими записями"
        for row in session.scalars(select(ScopeRow).where(ScopeRow.school == school))
        if not _is_sound(row, lines[row.scope], by_number)
    ]


def _is_sound(
    scope: ScopeRow, lines: list[tuple[int, int]], log: Mapping[int | None, EntryRow]
) -> bool:
    head = SCOPE_START
    for _, number in lines:
        entry = log.get(number)
        if entry is None:
            return False
        head = running_head(head, number, entry.digest, entry.verdict or "", entry.reason)
    ordinals = [ordinal for ordinal, _ in lines]
    return head == scope.head and ordinals == list(range(1, scope.ordinal + 1))


def _check_digests(session: Session, school: str, log: list[EntryRow]) -> list[str]:
    """Check every digest, and that each entry follows a stored one or a recorded hole."""
    wrong = []
    came_as = _came_as(session, school)
    known = {(row.station, row.seq, came_as.get(row.id, row.digest)) for row in log}
    holes = {
        (row.station, row.last_seq)
        for row in session.scalars(
            select(FindingRow).where(
                FindingRow.school == school, FindingRow.kind.in_(("hole", "lost"))
            )
        )
    }
    waiting = set(session.scalars(select(WaitingRow.digest).where(WaitingRow.school == school)))
    for row in log:
        entry = Entry(**{name: getattr(row, name) for name in Entry.__struct_fields__})
        if entry.digest() != row.digest:
            wrong.append(f"запись {row.number} не равна своему отпечатку")
        before = row.station, row.seq - 1
        is_hole = before in holes or row.prev in waiting
        if row.seq > 1 and (*before, row.prev) not in known and not is_hole:
            wrong.append(f"запись {row.number} опирается на запись, которой нет")
    return wrong


def _came_as(session: Session, school: str) -> dict[str, bytes]:
    query = select(FindingRow.entry, FindingRow.digest).where(
        FindingRow.school == school, FindingRow.kind == "id_reuse"
    )
    return {entry: digest for entry, digest in session.execute(query) if entry and digest}
