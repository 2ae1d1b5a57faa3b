"""Closing by act: the computer with a temporary journal does not come back (TAL-3.2)."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from journal import values
from journal.changes import Changes
from journal.errors import UserError
from journal.facts_paper import IntervalRow, RestoredRow
from journal.kinds import make_key
from journal.log import Draft
from journal.queries.intervals import BOOKKEEPING, own_stations
from journal.rights import may_close_by_act
from journal.services.work import Work, as_sentence, write
from journal.tables import ContactRow, EntryRow


@dataclass(frozen=True, slots=True)
class CloseByAct:
    """Close what is open of a workplace with the last entry known: «конец неизвестен».

    ``number`` is the number of the act as the school keeps it, ``reason`` what became of the
    computer.
    """

    station: str
    number: str
    reason: str


def close_by_act(session: Session, command: CloseByAct, work: Work) -> Changes:
    """Write the act over every open time without the centre of one workplace.

    Raises:
        UserError: no right; number or reason missing; nothing of that workplace is open here; it
            is the very computer at hand.
    """
    reference = work.reference
    place = reference.workplaces.get(command.station)
    refusal = may_close_by_act(reference.person(work.user), place.user if place else "")
    if refusal:
        raise UserError(as_sentence(refusal))
    number, reason = " ".join(command.number.split()), " ".join(command.reason.split())
    if not number or not reason:
        raise UserError("Укажите номер акта и что случилось с компьютером: без них акт не закрыть.")
    if command.station in own_stations(session):
        raise UserError(
            "Временный журнал этого компьютера закроется сам при первой связи с сервером:"
            " акт нужен для компьютера, который не вернётся."
        )
    drafts = list(_drafts(session, command.station, number, reason, work))
    if not drafts:
        raise UserError(
            "С этого рабочего места нет незакрытых временных журналов: закрывать актом нечего."
            " Если записи были только на бумаге, введите их с листа Ф-11."
        )
    return write(session, work, drafts)


def _drafts(
    session: Session, station: str, number: str, reason: str, work: Work
) -> Iterator[Draft]:
    school = work.reference.school
    told = session.get(ContactRow, (school, station))
    ended = select(RestoredRow.interval).where(RestoredRow.school == school)
    rows = session.scalars(
        select(IntervalRow).where(
            IntervalRow.school == school,
            IntervalRow.station == station,
            IntervalRow.interval.not_in(ended),
        )
    )
    for row in rows:
        here = (
            EntryRow.school == school,
            EntryRow.station == station,
            EntryRow.seq >= row.first_seq,
            EntryRow.number.is_not(None),
        )
        last = session.execute(
            select(EntryRow.seq, EntryRow.digest).where(*here).order_by(EntryRow.seq.desc())
        ).first()
        seen = last.seq if last is not None else row.first_seq - 1
        # the centre may have entries that this journal is not allowed to hold
        last_seq = max(seen, told.last_seq if told is not None else 0)
        count = session.scalar(
            select(func.count())
            .select_from(EntryRow)
            .where(*here, EntryRow.kind.not_in(BOOKKEEPING))
        )
        value = values.IntervalActed(
            station=station,
            first_seq=row.first_seq,
            last_seq=last_seq,
            last_digest=last.digest if last is not None and seen == last_seq else b"",
            count=count or 0,
            number=number,
            reason=reason,
            day=work.today,
        )
        yield Draft("interval.act", make_key("interval.act", "", row.interval), value)
