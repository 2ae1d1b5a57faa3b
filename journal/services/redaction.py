"""Erasing values by act: a consent was withdrawn, a time of keeping is over."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal import values
from journal.any_of import any_of
from journal.changes import Changes
from journal.errors import UserError
from journal.ids import new_id
from journal.kinds import ERASABLE, REDACTION, make_key
from journal.log import Draft
from journal.services.work import Work, write
from journal.tables import EntryRow

MOST_ENTRIES = 500


@dataclass(frozen=True, slots=True)
class EraseByAct:
    """Erase the values of ``entries`` by the act with this number, given for this reason."""

    number: str
    reason: str
    entries: tuple[str, ...]


def erase_by_act(session: Session, command: EraseByAct, work: Work) -> Changes:
    """Write the act; when the centre has accepted it the values are gone, everywhere and for good.

    Raises:
        UserError: no right, no number or reason, an entry that the centre does not know yet or
            whose value may not be erased.
    """
    number, reason = command.number.strip(), command.reason.strip()
    if not number or not reason:
        raise UserError("Укажите номер акта и основание: они останутся вместо стёртого.")
    entries = tuple(sorted(set(command.entries)))
    if not entries:
        raise UserError("Здесь нечего стирать.")
    if len(entries) > MOST_ENTRIES:
        raise UserError(f"Одним актом стирают не больше {MOST_ENTRIES} записей: составьте два.")
    _check(session, work, entries)
    key = make_key(REDACTION, "", new_id())
    return write(session, work, [Draft(REDACTION, key, values.Redaction(number, reason, entries))])


def _check(session: Session, work: Work, entries: tuple[str, ...]) -> None:
    query = select(EntryRow.kind, EntryRow.number).where(
        EntryRow.school == work.reference.school, any_of(EntryRow.__table__.c.id, "ids")
    )
    found = session.execute(query, {"ids": list(entries)}).all()
    if len(found) < len(entries) or any(row.number is None for row in found):
        raise UserError(
            "Стереть можно только то, что уже принял центральный сервер. "
            "Дождитесь переноса и повторите."
        )
    if any(row.kind not in ERASABLE for row in found):
        raise UserError(
            "По акту стирают отметки, посещаемость, темы, задания и данные ученика; "
            "решения и данные школы остаются."
        )
