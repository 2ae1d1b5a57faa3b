"""The second fence between schools: on PostgreSQL a transaction sees the rows of one school only.

Row-level security shows a table's rows of the school that the transaction has named; one that has
named none sees nothing, whatever its queries forget. The first fence are the queries themselves,
and on SQLite the only one. A superuser and a role with BYPASSRLS walk through: the centre must not
be served as one of them.

Before the school is known, a transaction may name a station, a token or a login, and sees the one
row that bears it; the functions that do so stand in the database (migration 0002).
"""

from sqlalchemy import Text, func, literal, select, text
from sqlalchemy.orm import Session

from sync.server.tables import AccountRow, EnrolledRow, SessionRow


def enter(session: Session, school: str) -> None:
    """Let the transaction of ``session`` see this school until it ends."""
    if _is_fenced(session):
        # what was changed in the school before is written while it can be seen
        session.flush()
        session.execute(select(func.set_config("uch.school", school, True)))


def enter_by_station(session: Session, station: str) -> str | None:
    """Enter the school of a station; return it, or ``None`` for an unknown station."""
    if _is_fenced(session):
        return session.scalar(select(func.uch_enter_by_station(literal(station, Text))))
    return session.scalar(select(EnrolledRow.school).where(EnrolledRow.station == station))


def enter_by_token(session: Session, token_hash: str) -> str | None:
    """Enter the school of a session, also of one that has ended; return it, or ``None``."""
    if _is_fenced(session):
        return session.scalar(select(func.uch_enter_by_token(literal(token_hash, Text))))
    return session.scalar(select(SessionRow.school).where(SessionRow.token_hash == token_hash))


def enter_by_login(session: Session, login: str) -> str | None:
    """Enter the school of an account; return it, or ``None`` for an unknown login."""
    if _is_fenced(session):
        return session.scalar(select(func.uch_enter_by_login(literal(login, Text))))
    return session.scalar(select(AccountRow.school).where(AccountRow.login == login))


def walks_through(session: Session) -> bool:
    """Tell whether the role of this connection is one that the fence does not stop."""
    if not _is_fenced(session):
        return False
    query = text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
    return bool(session.scalar(query))


def _is_fenced(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"
