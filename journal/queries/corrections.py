"""Marks that were changed after they had been accepted, as paper tells of them.

The note under the table takes the place of «исправленному верить» (forms.md, s. 0.2).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal import kinds, values
from journal.clock import from_ms
from journal.folding import LogLine, decision_of, in_order
from journal.marks import print_cell
from journal.queries.document_heads import paper_name
from journal.queries.page_content import PeriodKeys
from journal.reference import Reference
from journal.rights import DEPUTY, DIRECTOR
from journal.tables import EntryRow

_COLUMNS = [getattr(EntryRow, name) for name in LogLine._fields]


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a mark: the values as paper shows them ("" for none).

    ``words`` say by which entry, who and when: «запись № 5210, Петрова А.А., 13.10».
    """

    key: str
    before: str
    after: str
    words: str


def read_changes(
    session: Session, reference: Reference, page: str, period: str
) -> dict[str, list[Change]]:
    """Return the corrections of marks and term marks by key, in the order of their making."""
    prefix = f"page:{page}/"
    rows = session.execute(
        select(EntryRow.key, *_COLUMNS).where(
            EntryRow.school == reference.school,
            EntryRow.key.between(prefix, f"page:{page}0"),
            EntryRow.kind.in_(("mark.set", "term.mark", kinds.DECISION)),
        )
    )
    lines: dict[str, list[LogLine]] = defaultdict(list)
    for key, *rest in rows:
        lines[key].append(LogLine(*rest))
    in_period = PeriodKeys(reference, page, period)
    changes = {
        key: list(_changes(key, key_lines, reference))
        for key, key_lines in lines.items()
        if len(key_lines) > 1 and key in in_period
    }
    return {key: found for key, found in changes.items() if found}


def _changes(key: str, lines: Iterable[LogLine], reference: Reference) -> Iterator[Change]:
    kind, _ = kinds.split_key(key)
    known = {line.id: line for line in lines}
    current: LogLine | None = None
    for line in in_order(known.values()):
        now = _standing_after(line, current, known)
        if now is current:
            continue
        if current is not None and not _is_typo(current, line, reference):
            before, after = _marks(kind, current), _marks(kind, now)
            if before and after[: len(before)] != before:
                yield Change(
                    key,
                    print_cell(before, ""),
                    print_cell(after, ""),
                    _by(line, now, reference),
                )
        current = now


def _standing_after(
    line: LogLine, current: LogLine | None, known: dict[str, LogLine]
) -> LogLine | None:
    """Return what stands in the key after ``line``; the fold's own rules, entry by entry."""
    if line.verdict in ("refused", "contested", "held"):
        return current
    if line.kind == kinds.DECISION:
        return known.get(decision_of(line).stands or "")
    return current if line.verdict == "merged" and line.target in known else line


def _is_typo(before: LogLine, line: LogLine, reference: Reference) -> bool:
    """Tell whether the author mended an own fresh entry, before anybody could rely on it."""
    window = timedelta(minutes=reference.profile.marks.typo_window_minutes)
    age = timedelta(milliseconds=line.wall_ms - before.wall_ms)
    return line.author == before.author and timedelta(0) <= age <= window


def _marks(kind: kinds.Kind, line: LogLine | None) -> tuple[str, ...]:
    if line is None or line.value is None:
        return ()
    try:
        value = kind.decode(line.version, line.value)
    except (kinds.BadEntry, kinds.NewerVersion):
        return ()
    if isinstance(value, values.TermMark):
        return (value.mark,) if value.mark else ()
    return value.marks if isinstance(value, values.Mark) else ()


def _by(line: LogLine, now: LogLine | None, reference: Reference) -> str:
    """Return who changed it and when: «запись № 5210, зам. директора Смирнова Е.П., 13.10»."""
    member = reference.staff.get(line.author)
    posts = member.posts if member is not None else frozenset()
    name = paper_name(member)
    if line.kind == kinds.DECISION:
        post = "зам. директора " if DEPUTY in posts else "директор " if DIRECTOR in posts else ""
        name = f"решение: {post}{name}"
    moment = from_ms(line.wall_ms).astimezone(reference.zone)
    number = now.number if now is not None else None
    entry = f"запись № {number}, " if number is not None else ""
    return f"{entry}{name}, {moment:%d.%m}"
