"""The register of copies («журнал печати», R-21): what was printed and what became of it.

A file of several pages is one copy with one number; the log keeps a line for each page, because
each page has its own scope and its own state (``services.copies``).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from journal.clock import from_ms
from journal.facts_paper import CopyRow, CopyStateRow
from journal.queries.page_content import read_content
from journal.reference import Reference
from journal.scopes import granted_scopes
from journal.tables import DeskRow, EntryRow

CopyState = Literal["draft", "printed", "checked", "certified", "handed"]

_ORDER: tuple[CopyState, ...] = ("handed", "certified", "checked", "printed")


@dataclass(frozen=True, slots=True)
class CopyMark:
    """Something that happened to a copy: by whom (post and name) and on which day."""

    post: str
    name: str
    day: date | None


@dataclass(frozen=True, slots=True)
class CopyLine:
    """A line of the register of copies.

    Attributes:
        copy: id for commands.
        number: as on paper: «15/21», copy 15 of workplace 21.
        pages: ids of register pages; empty for F-11 and F-20.
        subjects: their titles.
        code: control code of the document, as in its footer.
        marks: by state: "checked", "certified", "handed".
        outdated: titles of pages that differ now from what was printed; the copy is «устарела».
        unseen: this computer does not hold the page, so it cannot compare.
    """

    copy: str
    number: str
    printed_at: datetime
    printed_by: str
    form: str
    class_title: str
    pages: tuple[str, ...]
    subjects: tuple[str, ...]
    period: str
    sheets: int
    code: str
    digest: str
    draft: str
    marks: Mapping[str, CopyMark]
    outdated: tuple[str, ...]
    unseen: bool

    @property
    def state(self) -> CopyState:
        """How far the copy has come."""
        if self.draft:
            return "draft"
        return next((state for state in _ORDER if state in self.marks), "printed")


def read_copies(session: Session, reference: Reference) -> tuple[CopyLine, ...]:
    """Return the register of copies, the newest first."""
    rows = session.execute(
        select(CopyRow, EntryRow.station, EntryRow.author)
        .join(EntryRow, (EntryRow.school == CopyRow.school) & (EntryRow.id == CopyRow.entry))
        .where(CopyRow.school == reference.school)
        .order_by(CopyRow.printed_ms, CopyRow.number, CopyRow.key)
    )
    parts: dict[tuple[str, int], list[CopyRow]] = defaultdict(list)
    authors: dict[tuple[str, int], str] = {}
    for row, station, author in rows:
        parts[station, row.number].append(row)
        authors[station, row.number] = author
    states = _states(session, reference.school)
    pages = _PageStates(session, reference)
    lines = [
        _line(reference, station, authors[station, number], copy_parts, states, pages)
        for (station, number), copy_parts in parts.items()
    ]
    return tuple(reversed(lines))


def copy_number(reference: Reference, station: str, number: int) -> str:
    """Return the number of a copy as paper has it.

    Two computers may print at once without the centre, so the number of the workplace stands
    behind the running one; together they are never given twice.
    """
    place = reference.workplaces.get(station)
    return f"{number}/{place.number}" if place else str(number)


def read_next_number(session: Session, reference: Reference) -> tuple[int, str]:
    """Return the running number for the next copy of this workplace, bare and as on paper."""
    last = session.scalar(
        select(func.max(CopyRow.number)).where(CopyRow.school == reference.school)
    )
    number = (last or 0) + 1
    desk = session.get(DeskRow, reference.school)
    return number, copy_number(reference, desk.station if desk is not None else "", number)


def has_number(session: Session, school: str, number: int) -> bool:
    """Tell whether this workplace has given a number already."""
    desk = session.get(DeskRow, school)
    found = session.scalar(
        select(CopyRow.copy)
        .join(EntryRow, (EntryRow.school == CopyRow.school) & (EntryRow.id == CopyRow.entry))
        .where(
            CopyRow.school == school,
            CopyRow.number == number,
            EntryRow.station == (desk.station if desk is not None else ""),
        )
        .limit(1)
    )
    return found is not None


def parts_of(session: Session, school: str, copy: str) -> list[CopyRow]:
    """Return the lines of the copy that ``copy`` belongs to, one for each page; [] if unknown."""
    known = session.execute(
        select(CopyRow.number, EntryRow.station)
        .join(EntryRow, (EntryRow.school == CopyRow.school) & (EntryRow.id == CopyRow.entry))
        .where(CopyRow.school == school, CopyRow.copy == copy)
    ).first()
    if known is None:
        return []
    query = (
        select(CopyRow)
        .join(EntryRow, (EntryRow.school == CopyRow.school) & (EntryRow.id == CopyRow.entry))
        .where(
            CopyRow.school == school,
            CopyRow.number == known.number,
            EntryRow.station == known.station,
        )
        .order_by(CopyRow.key)
    )
    return list(session.scalars(query))


def outdated_pages(
    session: Session, reference: Reference, parts: Sequence[CopyRow]
) -> tuple[str, ...]:
    """Return the pages of a copy whose content differs from what was printed."""
    pages = _PageStates(session, reference)
    return tuple(page for row in parts for page in row.pages if pages.differs(row, page))


class _PageStates:
    """The digests of pages as they are now, each worked out once."""

    def __init__(self, session: Session, reference: Reference) -> None:
        self._session = session
        self._reference = reference
        self._digests: dict[tuple[str, str], str] = {}
        desk = session.get(DeskRow, reference.school)
        self._scopes = granted_scopes(reference, desk.user) if desk is not None else None

    def is_seen(self, page: str) -> bool:
        return self._scopes is None or f"page:{page}" in self._scopes

    def differs(self, row: CopyRow, page: str) -> bool:
        known = page in self._reference.pages and row.period in self._reference.periods
        if not known or not self.is_seen(page):
            return False
        place = (page, row.period)
        if place not in self._digests:
            content = read_content(self._session, self._reference, page, row.period)
            self._digests[place] = content.digest
        return self._digests[place] != row.content_digest


def _states(session: Session, school: str) -> Mapping[str, Mapping[str, CopyMark]]:
    states: dict[str, dict[str, CopyMark]] = defaultdict(dict)
    for row in session.scalars(select(CopyStateRow).where(CopyStateRow.school == school)):
        states[row.copy][row.state] = CopyMark(row.post, row.signer, row.day)
    return states


def _line(
    reference: Reference,
    station: str,
    author: str,
    parts: Sequence[CopyRow],
    states: Mapping[str, Mapping[str, CopyMark]],
    seen: _PageStates,
) -> CopyLine:
    first = parts[0]
    pages = sorted(
        (page for row in parts for page in row.pages),
        key=lambda page: reference.pages[page].order if page in reference.pages else 0,
    )
    school_class = reference.classes.get(first.class_id)
    period = reference.periods.get(first.period)
    member = reference.staff.get(author)
    changed = {page for row in parts for page in row.pages if seen.differs(row, page)}
    return CopyLine(
        copy=first.copy,
        number=copy_number(reference, station, first.number),
        printed_at=from_ms(first.printed_ms).astimezone(reference.zone),
        printed_by=member.short if member else "",
        form=first.form,
        class_title=school_class.title if school_class else "",
        pages=tuple(pages),
        subjects=tuple(reference.pages[page].title for page in pages if page in reference.pages),
        period=period.name if period else first.period,
        sheets=first.sheets,
        code=first.data_digest[:8].upper(),
        digest=first.data_digest,
        draft=first.draft,
        marks=states.get(first.copy, {}),
        outdated=tuple(reference.pages[page].title for page in pages if page in changed),
        unseen=any(not seen.is_seen(page) for page in pages),
    )
