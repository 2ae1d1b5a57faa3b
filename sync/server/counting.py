"""The school's number: gapless, because it is taken under the lock of one row."""

from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from sync.server.tables import CounterRow

_COLUMNS = (
    CounterRow.school,
    CounterRow.epoch,
    CounterRow.number,
    CounterRow.reference_number,
)


@dataclass(frozen=True, slots=True)
class Counter:
    """How far the history of a school has come; see ``tables.CounterRow``."""

    school: str
    epoch: str
    number: int
    reference_number: int


def lock_counter(session: Session, school: str) -> Counter:
    """Return the counter and keep all other writers of this school out until the commit.

    What must not change any more (known entries, rows) is read in later statements: on PostgreSQL a
    statement sees what was committed before it began, not before it got the lock.
    """
    query = select(*_COLUMNS).where(CounterRow.school == school).with_for_update()
    return Counter(*session.execute(query).one())


def read_counter(session: Session, school: str) -> Counter:
    """Return the counter as it stands, without a lock."""
    return Counter(*session.execute(select(*_COLUMNS).where(CounterRow.school == school)).one())


def save_counter(session: Session, counter: Counter) -> None:
    """Write the counter; the caller holds its lock."""
    session.execute(
        update(CounterRow)
        .where(CounterRow.school == counter.school)
        .values(number=counter.number, reference_number=counter.reference_number)
    )


def find_schools(session: Session) -> list[str]:
    """Return the schools of this centre."""
    return list(session.scalars(select(CounterRow.school).order_by(CounterRow.school)))
