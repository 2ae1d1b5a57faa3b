"""What rests on an import by now: while something does, it cannot be taken back as a whole."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import Table, bindparam, exists, select
from sqlalchemy.orm import Session

from journal import kinds
from journal.any_of import any_of
from journal.facts_imports import ImportRow
from journal.facts_page import AttendanceRow, MarkRow, TermMarkRow
from journal.facts_paper import StationRow
from journal.facts_school import (
    ClassRow,
    ClosingRow,
    PageRow,
    PupilRow,
    SubstitutionRow,
    TimetableRow,
)
from journal.queries.naming import name_cell
from journal.reference import Reference
from journal.tables import Base, EntryRow, Fact, FactRow

_ENTRIES = Base.metadata.tables[EntryRow.__tablename__]
_FACTS = Base.metadata.tables[FactRow.__tablename__]
_WITHOUT_EFFECT = ("refused", "decided_against", "merged")
_PERSONAL = ((MarkRow, "отметка"), (AttendanceRow, "запись о посещаемости"), (TermMarkRow, "итог"))


@dataclass(frozen=True, slots=True)
class _Member:
    """An entry of the import; ``is_new``: nothing stood in its key before."""

    id: str
    key: str
    seq: int
    number: int | None
    is_new: bool


@dataclass(frozen=True, slots=True)
class _Unit:
    """All entries of an import, and what they brought that was not there before, by kind."""

    station: str
    members: tuple[_Member, ...]
    keys: frozenset[str]
    new: dict[str, frozenset[str]]


def rests_on(session: Session, reference: Reference, import_id: str) -> str:
    """Return what keeps an import from being taken back, as a Russian sentence, or ""."""
    unit = _read_unit(session, reference.school, import_id)
    if unit is None:
        return "такой загрузки здесь нет"
    for look in _LOOKS:
        reason = look(session, reference, unit)
        if reason:
            return reason
    return ""


def _read_unit(session: Session, school: str, import_id: str) -> _Unit | None:
    opened = session.scalars(
        select(ImportRow).where(ImportRow.school == school, ImportRow.import_id == import_id)
    ).first()
    if opened is None:
        return None
    rows = session.execute(
        select(EntryRow.id, EntryRow.key, EntryRow.seq, EntryRow.number, EntryRow.base).where(
            EntryRow.school == school,
            EntryRow.station == opened.station,
            EntryRow.seq.between(opened.first_seq, opened.first_seq + opened.count - 1),
        )
    )
    members = tuple(_Member(row.id, row.key, row.seq, row.number, row.base is None) for row in rows)
    new: dict[str, set[str]] = {}
    for member in members:
        kind, parts = kinds.split_key(member.key)
        if member.is_new and parts:
            new.setdefault(kind.name, set()).add(next(iter(parts.values())))
    return _Unit(
        opened.station,
        members,
        frozenset(member.key for member in members),
        {kind: frozenset(ids) for kind, ids in new.items()},
    )


def _written_over(session: Session, reference: Reference, unit: _Unit) -> str:
    """See whether a fact of the import was changed or decided over since."""
    own = {member.key: member for member in unit.members}
    ids = {member.id for member in unit.members}
    rows = session.execute(
        select(
            _ENTRIES.c.id, _ENTRIES.c.key, _ENTRIES.c.number, _ENTRIES.c.station, _ENTRIES.c.seq
        ).where(
            _ENTRIES.c.school == reference.school,
            any_of(_ENTRIES.c.key, "keys"),
            _ENTRIES.c.status.not_in(_WITHOUT_EFFECT),
        ),
        {"keys": list(own)},
    )
    for row in rows:
        member = own[row.key]
        if row.id in ids or not _is_later(row.number, row.station, row.seq, member, unit):
            continue
        return f"после загрузки изменено: {name_cell(reference, row.key).title}"
    return ""


def _is_later(number: int | None, station: str, seq: int, member: _Member, unit: _Unit) -> bool:
    if number is not None and member.number is not None:
        return number > member.number
    if station == unit.station:
        return seq > member.seq
    return number is None  # own and not sent yet, written at a later station of this journal


def _of_pupils(session: Session, reference: Reference, unit: _Unit) -> str:
    """See whether a new pupil has marks, absences or results."""
    for row_type, word in _PERSONAL:
        table = _table(row_type)
        found = session.execute(
            select(table.c.pupil, table.c.page)
            .where(table.c.school == reference.school, any_of(table.c.pupil, "ids"))
            .limit(1),
            {"ids": list(unit.new.get("pupil.set", ()))},
        ).first()
        if found is not None:
            pupil = reference.pupils.get(found.pupil)
            name = pupil.listed if pupil else "ученика"
            return f"уже есть {word}: {name}, {_page(reference, found.page)}"
    return ""


def _of_pages(session: Session, reference: Reference, unit: _Unit) -> str:
    """See whether something is written on a new page, or in a lesson of a new timetable line."""
    pages = unit.new.get("page.set", frozenset())
    lessons = _new_lessons(session, reference, unit)
    wanted = {kinds.make_key("lesson.topic", page, "x").partition("/")[0] for page in pages}
    wanted |= {f"page:{page}" for page in lessons.values()}
    rows = session.execute(
        select(_FACTS.c.key, _FACTS.c.scope).where(
            _FACTS.c.school == reference.school, any_of(_FACTS.c.scope, "scopes")
        ),
        {"scopes": sorted(wanted)},
    )
    for key, scope in rows:
        page = kinds.owner_of(scope)
        _, parts = kinds.split_key(key)
        if key not in unit.keys and (page in pages or parts.get("lesson") in lessons):
            return f"уже есть записи на странице: {_page(reference, page)}"
    return ""


def _new_lessons(session: Session, reference: Reference, unit: _Unit) -> dict[str, str]:
    """Return the lessons that new lines of the timetable made on known pages, and their pages."""
    table = _table(TimetableRow)
    rows = session.execute(
        select(table).where(table.c.school == reference.school, any_of(table.c.line, "ids")),
        {"ids": list(unit.new.get("timetable.set", ()))},
    )
    known = reference.pages.keys() - unit.new.get("page.set", frozenset())
    return {
        lesson.id: row.page
        for row in rows
        if row.page in known
        for lesson in reference.lessons(row.page).values()
        if (lesson.day.isoweekday(), lesson.slot) == (row.weekday, row.slot)
        and row.start <= lesson.day <= row.end
    }


def _of_people(session: Session, reference: Reference, unit: _Unit) -> str:
    """See whether somebody new has a workplace, stands in, or teaches what came otherwise."""
    users = unit.new.get("staff.set", frozenset())
    for row_type, column, words in (
        (StationRow, "user", "уже работает в программе"),
        (SubstitutionRow, "teacher", "уже заменяет"),
        (PageRow, "teacher", "уже ведёт страницу, загруженную не здесь"),
        (TimetableRow, "teacher", "уже стоит в расписании, загруженном не здесь"),
        (ClassRow, "teacher", "уже классный руководитель класса, загруженного не здесь"),
    ):
        user = _named_elsewhere(session, reference, unit, row_type, column, users)
        if user:
            member = reference.staff.get(user)
            return f"{member.short if member else 'сотрудник'} {words}"
    return ""


def _of_classes(session: Session, reference: Reference, unit: _Unit) -> str:
    """See whether pupils or pages came into a new class otherwise."""
    classes = unit.new.get("class.set", frozenset())
    for row_type, words in ((PupilRow, "ученики"), (PageRow, "страницы предметов")):
        found = _named_elsewhere(session, reference, unit, row_type, "class_id", classes)
        if found:
            known = reference.classes.get(found)
            return f"в классе {known.title if known else ''} уже есть {words} не из этой загрузки"
    return ""


def _of_periods(session: Session, reference: Reference, unit: _Unit) -> str:
    """See whether a new period has results, was closed, or has lessons with entries in it."""
    periods = unit.new.get("period.set", frozenset())
    for row_type, words in ((TermMarkRow, "итоговые отметки"), (ClosingRow, "закрытие периода")):
        found = _named_elsewhere(session, reference, unit, row_type, "period", periods)
        if found:
            return f"в периоде «{_period(reference, found)}» уже есть {words}"
    for id_ in periods:
        period = reference.periods.get(id_)
        if period is None:
            continue
        in_it = exists().where(
            _ENTRIES.c.school == reference.school,
            _ENTRIES.c.lesson_date.between(period.start, period.end),
            _ENTRIES.c.status.not_in(_WITHOUT_EFFECT),
        )
        if session.scalar(select(in_it)):
            return f"в периоде «{period.name}» уже есть записи уроков"
    return ""


def _named_elsewhere(
    session: Session,
    reference: Reference,
    unit: _Unit,
    row_type: type[Fact],
    column: str,
    ids: Iterable[str],
) -> str:
    """Return which of ``ids`` a row names that did not come with the import, or ""."""
    wanted = list(ids)
    if not wanted:
        return ""
    table = _table(row_type)
    rows = session.execute(
        select(table.c.key, table.c[column]).where(
            table.c.school == bindparam("school"), any_of(table.c[column], "ids")
        ),
        {"school": reference.school, "ids": wanted},
    )
    return next((named for key, named in rows if key not in unit.keys), "")


def _page(reference: Reference, page: str) -> str:
    known = reference.pages.get(page)
    if known is None:
        return "страница предмета"
    return f"{reference.class_of(page).title}, {known.title}"


def _period(reference: Reference, period: str) -> str:
    known = reference.periods.get(period)
    return known.name if known else ""


def _table(row_type: type[Fact]) -> Table:
    table = row_type.__table__
    assert isinstance(table, Table)
    return table


_Look = Callable[[Session, Reference, _Unit], str]
_LOOKS: tuple[_Look, ...] = (
    _of_pupils,
    _of_pages,
    _of_people,
    _of_classes,
    _of_periods,
    _written_over,
)
