"""The school's number: gapless, because it is taken under the lock of one row.

The row knows the table in which it stands. A copy that PostgreSQL's own tools have put back stands
in a new table, with the number and the history of an older day: until a new history is begun, what
came after that day would be judged a second time, so nothing is taken in. Source: sync, s. 2.
"""

from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    bindparam,
    cast,
    literal_column,
    null,
    select,
    update,
)
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from journal.errors import UserError
from sync.server.tables import CentreBase, CounterRow

_COUNTERS = CentreBase.metadata.tables[CounterRow.__tablename__]
# ready: it is asked with every batch
_COLUMNS = [_COUNTERS.c[name] for name in ("school", "epoch", "number", "reference_number")]
_SAVE = update(_COUNTERS).where(_COUNTERS.c.school == bindparam("of"))


@dataclass(frozen=True, slots=True)
class Counter:
    """How far the history of a school has come; see ``tables.CounterRow``."""

    school: str
    epoch: str
    number: int
    reference_number: int


def lock_counter(session: Session, school: str, *, is_put_back: bool = False) -> Counter:
    """Return the counter and keep all other writers of this school out until the commit.

    What must not change any more (known entries, rows) is read in later statements: on PostgreSQL a
    statement sees what was committed before it began, not before it got the lock.

    ``is_put_back``: the caller begins a new history over a copy.

    Raises:
        UserError: the database is a copy that was put back, and no new history has begun.
    """
    columns = (*_COLUMNS, _COUNTERS.c.home, _table(session))
    query = select(*columns).where(_COUNTERS.c.school == school).with_for_update()
    name, epoch, number, reference_number, home, table = session.execute(query).one()
    if home != table and not is_put_back:
        raise being_restored()
    return Counter(name, epoch, number, reference_number)


def come_home(session: Session, school: str) -> None:
    """Let the counter belong to the table in which it stands now."""
    session.execute(
        update(CounterRow).where(CounterRow.school == school).values(home=_table(session))
    )


def is_home(session: Session, school: str) -> bool:
    """Tell whether the database is where its last history began, as far as it can know."""
    query = select(CounterRow.home, _table(session)).where(CounterRow.school == school)
    home, table = session.execute(query).one()
    return bool(home == table)


def being_restored() -> UserError:
    """Return why nothing is taken in while a copy is put back."""
    return UserError(
        "Центральный сервер восстановлен из копии, а новая история не начата: записи он пока не "
        "принимает, на рабочих местах они целы. Администратору: выполните команду "
        "uchitelskaya-server recovery begin."
    )


def _table(session: Session) -> ColumnElement[int | None]:
    """Return what tells the table of the counters from every other; a file cannot tell."""
    if session.get_bind().dialect.name != "postgresql":
        return cast(null(), BigInteger)
    return cast(literal_column("counters.tableoid"), BigInteger)


def read_counter(session: Session, school: str) -> Counter:
    """Return the counter as it stands, without a lock.

    Raises:
        UserError: there is nothing at all, because a copy is put back at this moment.
    """
    row = session.execute(select(*_COLUMNS).where(_COUNTERS.c.school == school)).one_or_none()
    if row is None and not find_schools(session):
        raise being_restored()
    if row is None:
        raise NoResultFound(school)
    return Counter(*row)


def save_counter(session: Session, counter: Counter) -> None:
    """Write the counter; the caller holds its lock."""
    session.execute(
        _SAVE,
        {
            "of": counter.school,
            "number": counter.number,
            "reference_number": counter.reference_number,
        },
    )


def find_schools(session: Session) -> list[str]:
    """Return the schools of this centre."""
    return list(session.scalars(select(CounterRow.school).order_by(CounterRow.school)))
