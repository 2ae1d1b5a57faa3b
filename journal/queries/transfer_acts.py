"""Freezing the act of transfer: form F-20 with its annex R-19 (TAL-3.2).

One act is over one temporary journal, or over a whole outage of the school with totals of each
workplace.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from journal.calendar import school_year_of, year_title
from journal.errors import UserError
from journal.outage_paper import OutageSpan, TransferAct, WorkplaceTotal
from journal.paper import Imprint
from journal.projection import load_keys
from journal.queries.clock_lines import read_clock_marks
from journal.queries.contest_lines import contest_line, is_contest
from journal.queries.document_heads import school_head, signer_by_post
from journal.queries.outage_intervals import ClosingAct, OutageInterval
from journal.queries.page_content import PageContent
from journal.queries.reachability import reachable_in_words
from journal.queries.school_outages import SchoolOutage
from journal.queries.temporary_entries import WrittenEntry, content_of, read_written
from journal.queries.temporary_journals import TemporaryJournal
from journal.queries.transfer_lines import (
    clock_legend,
    clock_remarks,
    transfer_entries,
    transfer_rows,
    waiting_remarks,
    workplace_words,
)
from journal.queries.transfer_words import left_in_words, plural
from journal.reference import Reference
from journal.rights import ADMINISTRATOR

FORM = "F-20"


@dataclass(frozen=True, slots=True)
class FrozenAct:
    """The act for the printer and what it bears witness to."""

    document: TransferAct
    content: PageContent


def read_transfer_act(
    session: Session,
    reference: Reference,
    journal: TemporaryJournal,
    now: datetime,
    imprint: Imprint,
) -> FrozenAct:
    """Freeze the act of one temporary journal.

    Raises:
        UserError: the connection is not back yet, and no act has closed the journal, so there is
            nothing to draw an act about.
    """
    if journal.state == "open":
        raise UserError(
            "Акт переноса составляют после возвращения связи: этот временный журнал ещё ведётся."
            " Если компьютер не вернётся, сначала закройте его журнал актом."
        )
    workplace = "" if journal.workplace is None else f"/{journal.workplace}"
    return _act(
        session,
        reference,
        (journal,),
        number=f"{journal.number}{workplace}",
        title=journal.label,
        spans=[_span(session, reference, interval) for interval in journal.intervals],
        now=now,
        imprint=imprint,
    )


def read_outage_act(
    session: Session,
    reference: Reference,
    outage: SchoolOutage,
    now: datetime,
    imprint: Imprint,
) -> FrozenAct:
    """Freeze one act over all workplaces of an outage; what is still out there is named."""
    count = len(outage.journals)
    reasons = ", ".join(_in_small(reason) for reason in outage.reasons)
    span = OutageSpan(outage.since, outage.until, reasons or "нет связи с центральным сервером")
    return _act(
        session,
        reference,
        outage.journals,
        number=f"{outage.day:%d.%m}/{outage.ordinal}",
        title=plural(count, "временный журнал", "временных журнала", "временных журналов"),
        spans=[span],
        now=now,
        imprint=imprint,
    )


def _act(
    session: Session,
    reference: Reference,
    journals: Sequence[TemporaryJournal],
    *,
    number: str,
    title: str,
    spans: Sequence[OutageSpan],
    now: datetime,
    imprint: Imprint,
) -> FrozenAct:
    entries = [entry for journal in journals for entry in read_written(session, reference, journal)]
    later = {entry.row.id for entry in entries if _came_after_act(entry, journals)}
    main = [entry for entry in entries if entry.row.id not in later]
    logs = load_keys(session, reference.school, [entry.row.key for entry in entries])
    clocks = read_clock_marks(session, reference.school, [entry.row for entry in entries])
    content = content_of(session, reference, entries)
    dues = [journal.due for journal in journals if journal.due is not None]
    moved = [journal.transferred for journal in journals if journal.transferred is not None]
    is_moved = len(moved) == len(journals)
    due = max(dues, default=None)
    is_known = all(journal.restored is not None for journal in journals)
    document = TransferAct(
        school=school_head(reference),
        year=year_title(school_year_of(journals[0].day)),
        number=number,
        day=now.astimezone(reference.zone).date(),
        journal_number=title,
        stations=tuple(
            workplace_words(reference, journal.station, named=True) for journal in journals
        ),
        outages=tuple(spans),
        due_at=due,
        moved_at=max(moved) if is_moved else None,
        in_time=all(journal.in_time is True for journal in journals),
        announced=sum(journal.counts.total for journal in journals) if is_known else None,
        received=sum(journal.counts.received for journal in journals),
        rows=tuple(transfer_rows(main, logs, reference)),
        contests=tuple(contest_line(reference, log) for log in logs.values() if is_contest(log)),
        entries=tuple(transfer_entries(session, reference, main, logs, clocks)),
        administrator=signer_by_post(reference, ADMINISTRATOR),
        deputy=signer_by_post(reference, reference.profile.certifier.get(FORM, "deputy")),
        left="" if is_moved or due is None else _left(reference, due, now),
        workplaces=tuple(_totals(journals, reference)) if len(journals) > 1 else (),
        closed_by=tuple(_closings(journals, reference)),
        addendum=tuple(
            transfer_entries(
                session,
                reference,
                [entry for entry in entries if entry.row.id in later],
                logs,
                clocks,
            )
        ),
        legend=clock_legend(entries, clocks),
        remarks=(
            *_differences(journals),
            *clock_remarks(entries, reference),
            *waiting_remarks(entries),
        ),
        imprint=imprint,
        witness=content.witness,
    )
    return FrozenAct(document, content)


def _came_after_act(entry: WrittenEntry, journals: Sequence[TemporaryJournal]) -> bool:
    station, seq = entry.row.station, entry.row.seq
    return any(
        each.act is not None and each.holds(station, seq) and seq > each.act.last_seq
        for journal in journals
        for each in journal.intervals
    )


def _span(session: Session, reference: Reference, interval: OutageInterval) -> OutageSpan:
    reason = interval.reason or "нет связи с центральным сервером"
    return OutageSpan(
        interval.noticed,
        interval.restored,
        _in_small(reason),
        reachable=reachable_in_words(session, reference, interval),
    )


def _left(reference: Reference, due: datetime, now: datetime) -> str:
    return left_in_words(reference, due, now) if now <= due else "срок прошёл"


def _closings(journals: Sequence[TemporaryJournal], reference: Reference) -> Iterator[str]:
    for journal in journals:
        for act in [each.act for each in journal.intervals if each.act is not None]:
            which = f"Временный журнал {journal.label}" if len(journals) > 1 else "Временный журнал"
            yield _closing(which, act)


def _closing(which: str, act: ClosingAct) -> str:
    later = (
        f" После акта поступило записей: {act.addendum}, см. дополнение." if act.addendum else ""
    )
    return (
        f"{which} закрыт актом № {act.number} от {act.day:%d.%m.%Y} ({act.reason}): получено до"
        f" записи {act.last_seq}, конец неизвестен. Составил акт: {act.by}.{later}"
    )


def _differences(journals: Sequence[TemporaryJournal]) -> Iterator[str]:
    for journal in journals:
        for difference in journal.differences:
            whose = f"рабочее место {journal.workplace}: " if len(journals) > 1 else ""
            sentence = f"{whose}{difference}."
            yield sentence[:1].upper() + sentence[1:]


def _totals(journals: Sequence[TemporaryJournal], reference: Reference) -> Iterator[WorkplaceTotal]:
    for journal in journals:
        counts = journal.counts
        yield WorkplaceTotal(
            workplace=str(journal.workplace or "–"),
            teacher=journal.owner,
            journal=f"№ {journal.number}",
            lost_at=journal.opened,
            restored_at=journal.restored,
            announced=counts.total if journal.restored is not None else None,
            received=counts.received,
            due_at=journal.due,
            moved_at=journal.transferred,
            contested=counts.undecided + counts.settled,
            settled=counts.settled,
            outcome=_outcome(journal),
        )


def _outcome(journal: TemporaryJournal) -> str:
    if journal.state == "acted" and journal.act is not None:
        return f"по акту № {journal.act.number}"
    if journal.in_time is None:
        return "связи нет" if journal.state == "open" else "срок идёт"
    return "да" if journal.in_time else "нет"


def _in_small(reason: str) -> str:
    return reason[:1].lower() + reason[1:].rstrip(".")
