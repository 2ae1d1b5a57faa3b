"""A page of the register as a screen shows it; frozen, without any tie to the file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from journal.calendar import Period
from journal.kinds import MAIN_COLUMN
from journal.queries.absence_drafts import AbsenceDraft
from journal.terms import Proposal


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the grid.

    Attributes:
        text: what stands there, as the screen shows it.
        sign: "" (accepted), "pending", "contested", "held" or "refused".
        late: flagged «с опозданием».
        rival: the other value, of a contested cell or of an entry that is held or refused.
        crossed: the pupil was not in the class that day.
        words: why the centre held or refused it, in its words; of a crossed cell when the pupil
            came or left, and by which order.
        lock: why this cell alone takes a change only on request, as a sentence.
    """

    text: str = ""
    sign: str = ""
    late: bool = False
    rival: str = ""
    crossed: bool = False
    words: str = ""
    lock: str = ""


EMPTY = Cell()


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A mark column of a lesson.

    Attributes:
        locked: why nothing can be typed here, as a sentence; empty when it can.
        request: locked, but a request for a correction may be written.
        called: the roll was called.
        main: the first column of its lesson, which also takes absences.
    """

    lesson: str
    column: str
    day: date
    slot: int
    work: str
    weight: Decimal
    title: str
    locked: str
    request: bool
    called: bool
    main: bool
    future: bool


@dataclass(frozen=True, slots=True)
class GridTerm:
    """The column of a term that is shown whole beside the one at hand; it stands in date order.

    Attributes:
        after: how many mark columns stand before it.
        locked: why its marks cannot be set, as a sentence.
    """

    period: Period
    after: int
    locked: str


@dataclass(frozen=True, slots=True)
class TermCell:
    """What a pupil's marks of a term amount to, and what was set for it."""

    proposal: Proposal
    mark: Cell


@dataclass(frozen=True, slots=True)
class GridPupil:
    """A row of the grid.

    Attributes:
        term_mark: of the period at hand, as is ``proposal``.
        terms: of the other terms in sight, in the order of ``RegisterView.terms``.
        lacks: how many marks are missing to the number that the pupil should have by now.
        year: of the whole year, where the page shows its column.
    """

    id: str
    number: int
    name: str
    full_name: str
    note: str
    proposal: Proposal
    term_mark: Cell
    terms: tuple[TermCell, ...] = ()
    lacks: int = 0
    year: TermCell | None = None


@dataclass(frozen=True, slots=True)
class LessonLine:
    """The right half of the spread: what was done and what is set for home.

    Attributes:
        planned_topic, planned_number: the next line of the lesson plan, offered while the topic is
            empty.
        planned_homework: of that line, or of the one that the topic was taken from; offered while
            the homework is empty.
        plan_number: the line of the plan that the topic was taken from.
        due: until when today's homework is in time, in words; empty once it is written.
    """

    lesson: str
    day: date
    slot: int
    topic: Cell
    homework: Cell
    planned_topic: str
    planned_number: int | None
    planned_homework: str
    note: str
    locked: str
    plan_number: int | None = None
    due: str = ""


@dataclass(frozen=True, slots=True)
class Signs:
    """How many cells of the page have which sign."""

    pending: int = 0
    contested: int = 0
    held: int = 0
    refused: int = 0
    late: int = 0


@dataclass(frozen=True)
class RegisterView:
    """A page of the register in one period, or on more or fewer days around it.

    Attributes:
        cells: by pupil, lesson and column; one that has nothing to show is not in it.
        days: first and last day in sight, where these are not those of the period.
        terms: other terms of which every day is in sight.
        year: the column of the year marks, in the last term of the year.
        drafts: whom lessons not yet called may expect to be absent, by pupil and lesson.
        touched: the only cells that may differ from the view that this one was made from; ``None``
            when any may.
    """

    page: str
    class_title: str
    subject: str
    teacher: str
    period: Period
    today: date
    pupils: tuple[GridPupil, ...]
    columns: tuple[GridColumn, ...]
    cells: Mapping[tuple[str, str, str], Cell]
    lines: tuple[LessonLine, ...]
    signs: Signs
    term_locked: str
    homework_off: str
    graded: bool
    days: tuple[date, date] | None = None
    terms: tuple[GridTerm, ...] = ()
    year: GridTerm | None = None
    drafts: Mapping[tuple[str, str], AbsenceDraft] = field(default_factory=dict)
    touched: frozenset[tuple[str, str, str]] | None = field(default=None, compare=False)

    @property
    def is_whole(self) -> bool:
        """Whether every day of the period is in sight."""
        return self.days is None or (
            self.days[0] <= self.period.start and self.period.end <= self.days[1]
        )

    def cell(self, pupil: str, lesson: str, column: str) -> Cell:
        """Return the cell of a pupil in a mark column."""
        return self.cells.get((pupil, lesson, column), EMPTY)

    def draft(self, pupil: str, lesson: str) -> AbsenceDraft | None:
        """Return the draft that shows in a pupil's main cell, as long as nothing stands there."""
        draft = self.drafts.get((pupil, lesson)) if self.drafts else None
        return None if draft is None or self.cell(pupil, lesson, MAIN_COLUMN).text else draft
