"""What an author does about a refused entry that she will not mend."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from journal.changes import Changes
from journal.errors import UserError
from journal.services.work import Work
from journal.tables import EntryRow, SetAsideRow


@dataclass(frozen=True, slots=True)
class SetAside:
    """Take a refused entry out of the lists; it stays in the history of its cell."""

    entry: str


def set_aside(session: Session, command: SetAside, work: Work) -> Changes:
    """Keep that the author has read the refusal; nothing of it goes to the centre.

    Raises:
        UserError: the entry is another person's, or was not refused.
    """
    school = work.reference.school
    entry = session.get(EntryRow, (school, command.entry))
    if entry is None or entry.author != work.user or entry.status != "refused":
        raise UserError("Убрать из списка можно только собственную отклонённую запись.")
    session.merge(SetAsideRow(school=school, entry=entry.id))
    session.flush()
    return Changes(frozenset({entry.key}))
