"""The frozen pages of a time without the centre: forms F-11 and F-20 with its annex R-19.

As everywhere in ``journal.paper``: in print form, with ``NOT_DATA`` on what belongs to a copy only.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from journal.paper import NOT_DATA, Imprint, SchoolHead, Signer, Witness


@dataclass(frozen=True, slots=True, kw_only=True)
class TemporaryLesson:
    """A row of block A and two columns of block B; ``number`` is the bell slot."""

    number: int
    subject: str
    teacher: str
    topic: str = ""
    homework: str = ""
    work: str = ""


@dataclass(frozen=True, slots=True)
class TemporaryCell:
    """What one pupil has in one lesson: absence code («н», «о», «осв») and marks («5», «54»)."""

    absence: str = ""
    marks: str = ""


@dataclass(frozen=True, slots=True)
class TemporaryPupil:
    """A line of block B: one cell for each lesson of the sheet."""

    number: int
    name: str
    cells: tuple[TemporaryCell, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TemporaryDay:
    """F-11: what was entered for one class on one day without the centre.

    ``number`` is «№ 7 / рабочее место 21 / 2026-27»; ``approved`` «приказом от 01.09.2026
    № 112» or "" (a line to fill in by hand). ``reason`` is the cause in words, "" meaning no
    access to the system. ``until`` is None while the centre is still out of reach.
    ``moved_at`` and ``moved_by`` fill the line of transfer; without them it stays blank.
    A sheet without lessons or with pupils only is a blank to be filled in by hand.
    """

    school: SchoolHead
    year: str
    class_name: str
    number: str
    day: date
    since: datetime | None
    until: datetime | None
    lessons: tuple[TemporaryLesson, ...]
    pupils: tuple[TemporaryPupil, ...]
    checker: Signer
    reason: str = ""
    approved: str = ""
    moved_at: datetime | None = None
    moved_by: str = ""
    imprint: Imprint = field(metadata=NOT_DATA)
    witness: Witness | None = field(default=None, metadata=NOT_DATA)


@dataclass(frozen=True, slots=True, kw_only=True)
class TemporaryDays:
    """Several sheets of F-11 in one file: all classes of a day, or all of a temporary journal.

    ``name`` says what is in it: «Пустые листы на 23.10.2026».
    """

    school: SchoolHead
    year: str
    name: str
    days: tuple[TemporaryDay, ...]
    imprint: Imprint = field(metadata=NOT_DATA)


@dataclass(frozen=True, slots=True)
class OutageSpan:
    """One interval without the centre: ``restored_at`` is None when its end is unknown.

    ``reachable`` says since when the centre answered others, as a sentence, or "".
    """

    lost_at: datetime
    restored_at: datetime | None
    cause: str
    declared_by: str = ""
    reachable: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferRow:
    """A line of the act: what one teacher brought for one class.

    ``first_at`` and ``last_at`` are the station's times of the first and last entry;
    ``moved_at`` is the centre's time of the last receipt, None while something is missing.
    """

    class_name: str
    teacher: str
    lessons: int
    marks: int
    absences: int
    first_at: datetime
    last_at: datetime
    moved_at: datetime | None
    contested: int
    settled: int
    in_time: bool


@dataclass(frozen=True, slots=True)
class ContestLine:
    """One cell with more than one value: where, which values by whom, what stands, who decided.

    ``decision`` and ``decided_by`` are "" while the contest is open.
    """

    cell: str
    versions: tuple[str, ...]
    decision: str = ""
    decided_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferEntry:
    """A line of R-19: one entry with its four times, verdict and who decided.

    ``number`` is the centre's number, None until there is one. ``what`` names the cell and its
    value. ``work_date`` is None unless the entry is a mark of a written work. ``verdict`` is in
    Russian («принято», «спорно»); ``decision`` and ``decided_by`` are "" where nobody had to
    decide. ``remark`` is «с опозданием», «с бумажного листа 14.10» or ""; ``clock`` the signs of
    what is odd about its times («Ч1, Ч3»), explained by the act's legend.
    """

    number: int | None
    station: str
    author: str
    what: str
    lesson_date: date | None
    work_date: date | None
    recorded_at: datetime
    accepted_at: datetime | None
    verdict: str
    decision: str = ""
    decided_by: str = ""
    remark: str = ""
    clock: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkplaceTotal:
    """A line of the act over a whole outage: one workplace with its temporary journal.

    ``announced`` is what the workplace said at its closing (None: it has not), ``received`` what
    has come.
    ``restored_at`` and ``due_at`` are None where the end is unknown; ``outcome`` is «да», «нет»,
    «срок идёт» or «по акту № 3».
    """

    workplace: str
    teacher: str
    journal: str
    lost_at: datetime
    restored_at: datetime | None
    announced: int | None
    received: int
    due_at: datetime | None
    moved_at: datetime | None
    contested: int
    settled: int
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferAct:
    """F-20 with its annexes: the list of contests and the protocol R-19.

    Attributes:
        number: of the act.
        journal_number: of the temporary journal; over a whole outage «7 временных журналов».
        due_at: the end of the last working day for the transfer; None when the connection of the
            only workplace never came back.
        left: how much of that time is left, while the transfer goes on: «осталось 2 рабочих дня».
        moved_at: None while entries are missing.
        announced, received: entries by the closing of the workplace, and as they have come; None
            where a workplace has closed nothing.
        workplaces: totals of each, in an act over a whole outage; else empty.
        closed_by: sentences about acts that closed the journal of a lost computer.
        entries: the protocol R-19, what came before such an act and without one.
        addendum: the protocol of what came after it.
        legend: what the signs in ``TransferEntry.clock`` mean, as far as they occur.
        remarks: whole sentences (clock evidence, an unknown end).
    """

    school: SchoolHead
    year: str
    number: str
    day: date
    journal_number: str
    stations: tuple[str, ...]
    outages: tuple[OutageSpan, ...]
    due_at: datetime | None
    moved_at: datetime | None
    in_time: bool
    announced: int | None
    received: int
    rows: tuple[TransferRow, ...]
    contests: tuple[ContestLine, ...]
    entries: tuple[TransferEntry, ...]
    administrator: Signer
    deputy: Signer
    left: str = ""
    workplaces: tuple[WorkplaceTotal, ...] = ()
    closed_by: tuple[str, ...] = ()
    addendum: tuple[TransferEntry, ...] = ()
    legend: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    imprint: Imprint = field(metadata=NOT_DATA)
    witness: Witness | None = field(default=None, metadata=NOT_DATA)
