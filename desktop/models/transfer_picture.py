"""What the page «Перенос» shows, made ready in one reading of the journal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from desktop.workspace import Workspace
from journal.kinds import DECISION
from journal.queries.disputes import Awaited, Decided, awaited, read_decided, read_last_contact
from journal.queries.obligations import Obligation, obligations_of
from journal.queries.outage_intervals import OutageInterval
from journal.queries.reachability import restored_in_words
from journal.queries.school_outages import SchoolOutage, outages_of
from journal.queries.temporary_journals import TemporaryJournal
from journal.queries.transfer_words import moment_in_words
from journal.queries.transfers import (
    JournalCard,
    OpenCell,
    OrphanLine,
    TransferLine,
    Transfers,
    plain_reason,
    read_transfers,
)
from journal.queries.workplaces import WorkplaceLine, may_watch, read_workplaces
from journal.reference import Reference
from journal.rights import WAITS_FOR_SUBSTITUTION, Person, may_appoint_substitute

Action = Literal["accept", "reject", "appoint", "correct", "set_aside"]


@dataclass(frozen=True, slots=True)
class Contest:
    """A cell whose values stand side by side until a person decides.

    Attributes:
        awaited: whose word is awaited, shown to whoever may not decide.
        refusal: why the user at hand may not decide; "" when she may.
        setback: why the centre did not take her last decision, "" when there was none.
    """

    cell: OpenCell
    awaited: Awaited
    setback: str = ""

    @property
    def is_mine(self) -> bool:
        """Tell whether the user at hand may decide."""
        return not self.cell.refusal


@dataclass(frozen=True, slots=True)
class Dispute:
    """One entry that is held or refused, or that a restored centre has not taken back.

    Attributes:
        id: of the entry.
        words: who wrote it and why it was not taken.
        details: its times and what stands in the cell meanwhile.
        actions: what the user at hand may do, the nearest first; empty for who only waits.
        cell: of a held entry.
    """

    id: str
    status: Literal["held", "refused", "orphan"]
    title: str
    words: str
    details: str
    actions: tuple[Action, ...]
    line: TransferLine
    cell: OpenCell | None = None
    setback: str = ""


@dataclass(frozen=True, slots=True)
class TransferPicture:
    """Everything on the page.

    Attributes:
        going_on: the time without the centre of this computer, if there is one now.
        since: when it was noticed: «08:31», of an earlier day «23.10 08:31».
        last_contact: when the centre answered last.
        obligations: what is to be moved until when, the user's own and, for who watches, all.
        watches: the user watches over all workplaces of the school.
        workplaces, outages: those of the whole school, for who watches; else empty.
    """

    journals: tuple[JournalCard, ...] = ()
    waiting: tuple[TransferLine, ...] = ()
    contests: tuple[Contest, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    decided: tuple[Decided, ...] = ()
    going_on: OutageInterval | None = None
    since: str = ""
    last_contact: datetime | None = None
    obligations: tuple[Obligation, ...] = ()
    watches: bool = False
    workplaces: tuple[WorkplaceLine, ...] = ()
    outages: tuple[SchoolOutage, ...] = ()

    @property
    def needs(self) -> int:
        """How much of it needs the person at hand."""
        return (
            sum(contest.is_mine for contest in self.contests)
            + sum(bool(dispute.actions) for dispute in self.disputes)
            + sum(card.journal.is_own and card.journal.state == "overdue" for card in self.journals)
        )


def look(workspace: Workspace) -> TransferPicture:
    """Read the page as it is now."""
    reference = workspace.reference
    transfers = workspace.read(read_transfers, workspace.now)
    setbacks = _setbacks(transfers)
    person = reference.person(workspace.user)
    contests, disputes = [], []
    for cell in (*transfers.contested, *transfers.held):
        setback = setbacks.get(cell.key, "")
        if _is_single(cell):
            disputes.append(_held(reference, person, cell, setback))
        else:
            contests.append(Contest(cell, awaited(reference, cell), setback))
    open_keys = {cell.key for cell in (*transfers.contested, *transfers.held)}
    disputes += [
        _refused(line)
        for line in transfers.refused
        if line.kind != DECISION or line.key not in open_keys
    ]
    disputes += [_orphan(line) for line in transfers.orphans]
    journals = [card.journal for card in transfers.journals]
    own = (journal for journal in journals if journal.is_own)
    open_one = next((journal for journal in own if journal.state == "open"), None)
    going_on = open_one.intervals[-1] if open_one else None
    watches = may_watch(person)
    return TransferPicture(
        journals=transfers.journals,
        waiting=transfers.waiting,
        contests=tuple(sorted(contests, key=lambda contest: not contest.is_mine)),
        disputes=tuple(sorted(disputes, key=lambda dispute: not dispute.actions)),
        decided=workspace.read(read_decided),
        going_on=going_on,
        since=moment_in_words(going_on.noticed, workspace.now) if going_on else "",
        last_contact=workspace.read(read_last_contact),
        obligations=obligations_of(journals, reference, workspace.now),
        watches=watches,
        workplaces=workspace.read(read_workplaces, workspace.now, journals) if watches else (),
        outages=outages_of(journals) if watches else (),
    )


def tell_journal(workspace: Workspace, journal: TemporaryJournal) -> str:
    """Return what else is known of a temporary journal: when the connection was back, for whom."""
    return workspace.read(restored_in_words, journal)


def times_in_words(line: TransferLine) -> str:
    """Return the times of an entry: when and where it was written, when the centre had it."""
    written = line.line
    parts = [f"записано {written.recorded_at:%d.%m %H:%M}, {written.workplace}"]
    if written.accepted_at is not None:
        parts.append(f"получено сервером {written.accepted_at:%d.%m %H:%M}")
    if line.journal:
        parts.append(f"временный журнал {short_label(line.journal)}")
    return " · ".join(parts)


def short_label(label: str) -> str:
    """Return «№ 7 / место 21» for «№ 7 / рабочее место 21 / 2026-27»."""
    return " / ".join(label.replace("рабочее место", "место").split(" / ")[:2])


def awaited_in_words(word: Awaited) -> str:
    """Return whose decision is awaited, since when, and who may step in."""
    since = f", ждём с {word.since:%d.%m %H:%M}" if word.since else ""
    later = f"; заместитель директора — с {word.deputy_from:%d.%m}" if word.deputy_from else ""
    return f"решает {word.who}{since}{later}"


def _setbacks(transfers: Transfers) -> Mapping[str, str]:
    """Return by key why the centre did not take an own decision over a cell that is still open."""
    return {
        line.key: plain_reason(line.line.reason)
        for line in transfers.refused
        if line.kind == DECISION
    }


def _is_single(cell: OpenCell) -> bool:
    """Tell whether one held entry waits for a yes or no; several are chosen from, side by side."""
    return bool(cell.reason) and sum(not version.stands for version in cell.versions) == 1


def _held(reference: Reference, person: Person, cell: OpenCell, setback: str) -> Dispute:
    version = next(version for version in cell.versions if not version.stands)
    standing = next((version for version in cell.versions if version.stands), None)
    waits = WAITS_FOR_SUBSTITUTION in cell.reason
    reason = "замена на этот урок ещё не назначена" if waits else plain_reason(cell.reason)
    actions: tuple[Action, ...] = () if cell.refusal else ("accept", "reject")
    if waits and cell.cell.slot is not None and may_appoint_substitute(person) is None:
        actions = ("appoint", *actions)
    words = f"{version.line.author}: {reason}"
    whose = f"{awaited_in_words(awaited(reference, cell))} · " if not actions else ""
    stands = f"«{standing.line.shows}» ({standing.line.author})" if standing else "пусто"
    return Dispute(
        id=version.line.entry,
        status="held",
        title=f"{cell.cell.title} · «{version.line.shows}»",
        words=words,
        details=_capital(f"{whose}сейчас в клетке: {stands} · {times_in_words(version)}"),
        actions=actions,
        line=version,
        cell=cell,
        setback=setback,
    )


def _orphan(line: OrphanLine) -> Dispute:
    return Dispute(
        id=line.line.entry,
        status="orphan",
        title=f"{line.cell.title} · «{line.line.shows}»",
        words=f"{line.line.author}: {line.words}",
        details=_capital(times_in_words(line)),
        actions=(),
        line=line,
    )


def _refused(line: TransferLine) -> Dispute:
    can_open = line.cell.page is not None and bool(line.cell.subject) and line.kind != DECISION
    actions: tuple[Action, ...] = ("correct", "set_aside") if can_open else ("set_aside",)
    todo = "исправьте или уберите" if can_open else "прочитайте и уберите"
    return Dispute(
        id=line.line.entry,
        status="refused",
        title=f"{line.cell.title} · «{line.line.shows}»",
        words=f"{plain_reason(line.line.reason)} — {todo}",
        details=_capital(times_in_words(line)),
        actions=actions,
        line=line,
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
