"""The audit: who did what to accounts, sessions, stations and posts."""

from sqlalchemy.orm import Session

from journal.ids import new_id
from sync.server.tables import AuditRow


def note(
    session: Session,
    school: str,
    at_ms: int,
    what: str,
    user: str = "",
    station: str = "",
    detail: str = "",
) -> None:
    """Add a line; ``detail`` names things by id or login, never by a person's name."""
    session.add(
        AuditRow(
            school=school,
            id=new_id(),
            at_ms=at_ms,
            what=what,
            user=user,
            station=station,
            detail=detail,
        )
    )
