"""What the journal holds of a register page, read in a few narrow queries."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    Table,
    bindparam,
    cast,
    func,
    literal_column,
    select,
)
from sqlalchemy.orm import Session

from journal import facts_page, tables
from journal.any_of import any_of

Place = tuple[str, str, str]
"""Pupil, lesson and mark column of a cell."""

NEWER = "newer"
"""Stands for the status of an entry that only a newer program understands."""

_CHUNK = 400


class SignedEntry(NamedTuple):
    """An entry that leaves a sign on its cell: it is not, or not simply, accepted."""

    id: str
    key: str
    kind: str
    version: int
    value: bytes | None
    status: str
    late: bool
    reason: str


class Seen(NamedTuple):
    """The roll call of one pupil: code, proposed reason, minutes of being late."""

    code: str = ""
    proposed: str = ""
    minutes: int | None = None


UNSEEN = Seen()


class Standing(NamedTuple):
    """Who wrote the mark that stands in a cell, and when by the computer's clock."""

    author: str
    wall_ms: int


def _table(row: type[tables.Base]) -> Table:
    return tables.Base.metadata.tables[row.__tablename__]


def _ask(table: Table, names: Sequence[str], *where: ColumnElement[bool]) -> Select[Any]:
    """Return a ready query: no mapped class and no building, which cost more than the answer."""
    columns = (table.c[name] for name in names)
    return select(*columns).where(table.c.school == bindparam("school"), *where)


def _any_of(name: str) -> Any:
    return bindparam(name, expanding=True)


_MARKS, _ENTRIES = _table(facts_page.MarkRow), _table(tables.EntryRow)
_ATTENDANCE, _FINALS = _table(facts_page.AttendanceRow), _table(facts_page.TermMarkRow)
_PAGE: Any = bindparam("page")
_PERIOD: Any = bindparam("period")
_KEYS, _PUPILS = _any_of("keys"), _any_of("pupils")

_MARK = ("pupil", "lesson", "column", "marks")
# as text: thousands of cells hold a few dozen lists, each of which is read once
_CELLS = select(
    *(_MARKS.c[name] for name in _MARK[:3]), cast(_MARKS.c.marks, String).label("marks")
).where(_MARKS.c.school == bindparam("school"), _MARKS.c.page == _PAGE)
_MARKS_OF_TERM = _CELLS.where(any_of(_MARKS.c.lesson, "lessons"))
_MARKS_OF_PUPILS = _CELLS.where(_MARKS.c.pupil.in_(_PUPILS))

_SEEN = ("pupil", "lesson", "code", "proposed", "minutes")
_SEEN_IN_TERM = _ask(
    _ATTENDANCE, _SEEN, _ATTENDANCE.c.page == _PAGE, any_of(_ATTENDANCE.c.lesson, "lessons")
)
_SEEN_AT = _ask(_ATTENDANCE, _SEEN, _ATTENDANCE.c.key.in_(_KEYS))

_FINALS_OF_PAGE = _ask(
    _FINALS, ("pupil", "mark"), _FINALS.c.page == _PAGE, _FINALS.c.period == _PERIOD
)
_ALL_FINALS = _ask(_FINALS, ("period", "pupil", "mark"), _FINALS.c.page == _PAGE)
_FINALS_AT = _ask(_FINALS, ("pupil", "mark"), _FINALS.c.key.in_(_KEYS))

_SIGNED_OF_PAGE = _ask(
    _ENTRIES,
    SignedEntry._fields,
    _ENTRIES.c.key.between(bindparam("first"), bindparam("last")),
    tables.HAS_SIGN,
)
_SIGNED_AT = _ask(_ENTRIES, SignedEntry._fields, _ENTRIES.c.key.in_(_KEYS), tables.HAS_SIGN)
_FACTS = _table(tables.FactRow)
# what shows there is of a newer program: no row can hold it
_NEWER = select(*(_ENTRIES.c[name] for name in SignedEntry._fields)).join_from(
    _FACTS, _ENTRIES, (_ENTRIES.c.school == _FACTS.c.school) & (_ENTRIES.c.id == _FACTS.c.shown)
)
_IS_NEWER: tuple[ColumnElement[bool], ...] = (
    _FACTS.c.school == bindparam("school"),
    literal_column("facts.kind = ''"),
)
# as a piece of text: a range of keys would be looked through where almost nothing is newer
_NEWER_OF_PAGE = _NEWER.where(
    *_IS_NEWER,
    func.substr(_FACTS.c.key, 1, func.length(bindparam("first"))) == bindparam("first"),
)
_NEWER_AT = _NEWER.where(*_IS_NEWER, _FACTS.c.key.in_(_KEYS))
_LOG_AT = _ask(_ENTRIES, ("key", "number", "seq", "id"), _ENTRIES.c.key.in_(_KEYS))
_SET_ASIDE = _ask(_table(tables.SetAsideRow), ("entry",))

_WRITTEN = (
    select(*(_MARKS.c[name] for name in _MARK[:3]), _ENTRIES.c.author, _ENTRIES.c.wall_ms)
    .join_from(
        _MARKS,
        _ENTRIES,
        (_ENTRIES.c.school == _MARKS.c.school) & (_ENTRIES.c.id == _MARKS.c.entry),
    )
    .where(_MARKS.c.school == bindparam("school"))
)
_WRITTEN_IN_TERM = _WRITTEN.where(_MARKS.c.page == _PAGE, any_of(_MARKS.c.lesson, "lessons"))
_WRITTEN_AT = _WRITTEN.where(_MARKS.c.key.in_(_KEYS))

_CALLS, _TOPICS, _HOMEWORK, _PLAN = (
    _ask(_table(row), names, _table(row).c.page == _PAGE)
    for row, names in (
        (facts_page.RollCallRow, ("lesson", "done")),
        (facts_page.TopicRow, ("lesson", "text", "plan_number", "correction")),
        (facts_page.HomeworkRow, ("lesson", "text", "unassigned")),
        (facts_page.PlanTopicRow, ("number", "topic", "homework")),
    )
)


@dataclass(frozen=True)
class PageRows:
    """The facts of a page in one period, by what the grid asks for."""

    marks: Mapping[Place, tuple[str, ...]]
    attendance: Mapping[tuple[str, str], Seen]
    term_marks: Mapping[str, str]
    entries: Mapping[str, list[SignedEntry]]
    standing: Mapping[Place, Standing] = field(default_factory=dict)
    called: frozenset[str] = frozenset()
    topics: Mapping[str, tuple[str, int | None]] = field(default_factory=dict)
    corrections: Mapping[str, str] = field(default_factory=dict)
    homework: Mapping[str, tuple[str, bool]] = field(default_factory=dict)
    plan: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    other_finals: Mapping[tuple[str, str], str] = field(default_factory=dict)


def read_page_rows(
    session: Session,
    school: str,
    page: str,
    period: str,
    lessons: Collection[str],
    *,
    authors: bool,
    others: bool = False,
) -> PageRows:
    """Return everything the journal knows of a page in a period.

    ``authors``: also who wrote the standing marks, for an act that forbids corrections;
    ``others``: also the marks of all other periods.
    """
    here = {"school": school, "page": page}
    term = {**here, "lessons": list(lessons)}
    whole = {"school": school, "first": f"page:{page}/", "last": f"page:{page}0"}
    plan, topics = _all(session, _PLAN, here), _all(session, _TOPICS, here)
    return PageRows(
        marks=_marks(session, _MARKS_OF_TERM, term),
        attendance=_attendance(session, _SEEN_IN_TERM, term),
        term_marks=_finals(session, _FINALS_OF_PAGE, {**here, "period": period}),
        entries=_signed(session, _SIGNED_OF_PAGE, _NEWER_OF_PAGE, whole),
        standing=_standing(session, _WRITTEN_IN_TERM, term) if authors else {},
        called=frozenset(lesson for lesson, done in _all(session, _CALLS, here) if done),
        topics={row.lesson: (row.text, row.plan_number) for row in topics},
        corrections={row.lesson: row.correction for row in topics if row.correction},
        homework={lesson: (text, none) for lesson, text, none in _all(session, _HOMEWORK, here)},
        plan={int(number): (topic, homework) for number, topic, homework in plan},
        other_finals={(row.period, row.pupil): row.mark for row in _all(session, _ALL_FINALS, here)}
        if others
        else {},
    )


def read_key_rows(
    session: Session,
    school: str,
    page: str,
    pupils: Collection[str],
    keys: Collection[str],
    *,
    authors: bool,
    finals: bool,
) -> PageRows:
    """Return what stands in a few keys of a page, and all marks of a few pupils there.

    ``finals``: some of the keys are those of term marks.
    """
    at_keys = {"school": school, "keys": list(keys)}
    given = {"school": school, "page": page, "pupils": list(pupils)}
    return PageRows(
        marks=_marks(session, _MARKS_OF_PUPILS, given),
        attendance=_attendance(session, _SEEN_AT, at_keys),
        term_marks=_finals(session, _FINALS_AT, at_keys) if finals else {},
        entries=_signed(session, _SIGNED_AT, _NEWER_AT, at_keys),
        standing=_standing(session, _WRITTEN_AT, at_keys) if authors else {},
    )


def _all(session: Session, query: Select[Any], given: Mapping[str, object]) -> Sequence[Any]:
    return session.connection().execute(query, given).all()


def _marks(
    session: Session, query: Select[Any], given: Mapping[str, object]
) -> dict[Place, tuple[str, ...]]:
    rows = _all(session, query, given)
    read: dict[str, tuple[str, ...]] = {
        text: tuple(msgspec.json.decode(text)) for text in {row[3] for row in rows}
    }
    return {(pupil, lesson, column): read[text] for pupil, lesson, column, text in rows}


def _attendance(
    session: Session, query: Select[Any], given: Mapping[str, object]
) -> dict[tuple[str, str], Seen]:
    rows = _all(session, query, given)
    return {(pupil, lesson): Seen(*seen) for pupil, lesson, *seen in rows}


def _finals(session: Session, query: Select[Any], given: Mapping[str, object]) -> dict[str, str]:
    return {row.pupil: row.mark for row in _all(session, query, given)}


def _standing(
    session: Session, query: Select[Any], given: Mapping[str, object]
) -> dict[Place, Standing]:
    return {
        (pupil, lesson, column): Standing(author, wall_ms)
        for pupil, lesson, column, author, wall_ms in _all(session, query, given)
    }


def _signed(
    session: Session, query: Select[Any], newer: Select[Any], given: Mapping[str, object]
) -> dict[str, list[SignedEntry]]:
    """Return the entries with a sign by key; a refusal on which its author acted has none."""
    entries: dict[str, list[SignedEntry]] = defaultdict(list)
    for row in _all(session, query, given):
        entries[row.key].append(SignedEntry(*row))
    for row in _all(session, newer, given):
        entries[row.key].append(SignedEntry(*row)._replace(status=NEWER))
    refused = sorted(
        key for key, found in entries.items() if any(each.status == "refused" for each in found)
    )
    for key, newest in _newest(session, given["school"], refused).items():
        entries[key] = [
            each for each in entries[key] if each.status != "refused" or each.id == newest
        ]
    if refused:
        aside = {entry for (entry,) in _all(session, _SET_ASIDE, {"school": given["school"]})}
        for key in refused:
            entries[key] = [each for each in entries[key] if each.id not in aside]
    return entries


def _newest(session: Session, school: object, keys: Sequence[str]) -> dict[str, str]:
    """Return the last entry of each key; own ones without a number are the last."""
    lines: dict[str, list[tuple[bool, int, str]]] = defaultdict(list)
    for start in range(0, len(keys), _CHUNK):
        given = {"school": school, "keys": list(keys[start : start + _CHUNK])}
        for key, number, seq, id_ in _all(session, _LOG_AT, given):
            lines[key].append((number is None, seq if number is None else number, id_))
    return {key: max(found)[2] for key, found in lines.items()}
