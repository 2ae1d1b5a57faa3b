"""From facts to the cells of the grid: what stands there, its sign, the other value."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from journal import kinds
from journal.calendar import Period
from journal.marks import show_cell
from journal.queries.means import propose_year
from journal.queries.movements import away_words, movement_in
from journal.queries.register_locks import Locks
from journal.queries.register_rows import NEWER, UNSEEN, PageRows, Place, Seen, SignedEntry
from journal.queries.register_view import (
    EMPTY,
    Cell,
    GridColumn,
    GridPupil,
    LessonLine,
    Signs,
    TermCell,
)
from journal.reference import PupilName, Reference
from journal.terms import Proposal
from journal.wording import NEWER_STANDS, show_value

_BY_WEIGHT = ("contested", "refused", "held", "pending")


def show_cells(
    pupils: Sequence[PupilName],
    columns: Sequence[GridColumn],
    rows: PageRows,
    locks: Locks,
) -> dict[Place, Cell]:
    """Return every cell of the grid that has something to show."""
    known = {(column.lesson, column.column): column for column in columns}
    places = {place for place in rows.marks if place[1:] in known}
    places |= {
        (pupil, lesson, kinds.MAIN_COLUMN)
        for pupil, lesson in rows.attendance
        if (lesson, kinds.MAIN_COLUMN) in known
    }
    signed: dict[Place, list[SignedEntry]] = defaultdict(list)
    for key, entries in rows.entries.items():
        place = place_of_key(key)
        if place is not None and place[1:] in known:
            signed[place] += entries
    places |= signed.keys()
    here = {pupil.id: pupil for pupil in pupils}
    moved = [each for each in pupils if each.arrived is not None or each.left is not None]
    for pupil in moved:
        places |= {
            (pupil.id, column.lesson, column.column)
            for column in columns
            if not pupil.is_listed_on(column.day)
        }
    movers = {pupil.id for pupil in moved}
    cells: dict[Place, Cell] = {}
    for place in places:
        pupil_id, lesson, column_id = place
        if pupil_id not in here:
            continue
        if pupil_id in movers or place in signed or place in rows.standing:
            cell = show_cell_of(
                place, here[pupil_id], known[place[1:]], rows, locks, signed.get(place, ())
            )
        else:  # nearly all of them
            is_main = column_id == kinds.MAIN_COLUMN
            seen = rows.attendance.get((pupil_id, lesson), UNSEEN) if is_main else UNSEEN
            cell = _plain_cell(rows.marks.get(place, ()), seen)
        if cell is not EMPTY and cell != EMPTY:
            cells[place] = cell
    return cells


def show_cell_of(
    place: Place,
    pupil: PupilName,
    column: GridColumn,
    rows: PageRows,
    locks: Locks,
    signed: Sequence[SignedEntry],
) -> Cell:
    """Return one cell of the grid; ``signed`` are its entries that leave a sign."""
    seen = rows.attendance.get((place[0], place[1]), UNSEEN) if column.main else UNSEEN
    standing = rows.standing.get(place)
    away = not pupil.is_listed_on(column.day)
    if away and not signed and not rows.marks.get(place) and not seen.code:
        return Cell(crossed=True, words=away_words(pupil, column.day))
    return _signed_cell(
        _plain_cell(rows.marks.get(place, ()), seen).text,
        signed,
        crossed=away,
        lock=locks.of_mark(standing) if standing else "",
    )


def show_fact(text: str, entries: Sequence[SignedEntry]) -> Cell:
    """Return the cell of a single fact: a topic, homework, a term mark."""
    return _signed_cell(text, entries)


def show_term(
    page: str, period: Period, pupil: PupilName, rows: PageRows, proposal: Proposal
) -> TermCell:
    """Return what a pupil has for another term than the one at hand."""
    key = kinds.make_key("term.mark", page, period.id, pupil.id)
    cell = _signed_cell(
        rows.other_finals.get((period.id, pupil.id), ""),
        rows.entries.get(key, ()),
        crossed=not pupil.is_listed_on(period.end),
    )
    return TermCell(proposal, cell)


def show_year(
    reference: Reference, page: str, pupil: PupilName, year: Period, rows: PageRows
) -> TermCell:
    """Return what a pupil has for the year: proposed from the term marks."""
    marks = {period: mark for (period, of), mark in rows.other_finals.items() if of == pupil.id}
    return show_term(page, year, pupil, rows, propose_year(reference, page, marks, pupil.arrived))


def show_pupil(
    pupil: PupilName,
    number: int,
    term: Period,
    rows: PageRows,
    proposal: Proposal,
    page: str,
    terms: tuple[TermCell, ...] = (),
    least: int = 0,
) -> GridPupil:
    """Return the row of a pupil without its mark cells.

    ``least``: how many marks everybody should have by now who was there all the time.
    """
    was_there = (pupil.arrived is None or pupil.arrived <= term.start) and pupil.left is None
    key = kinds.make_key("term.mark", page, term.id, pupil.id)
    return GridPupil(
        pupil.id,
        number,
        pupil.listed,
        " ".join(part for part in (pupil.surname, pupil.name, pupil.patronymic) if part),
        movement_in(pupil, term),
        proposal,
        _signed_cell(
            rows.term_marks.get(pupil.id, ""),
            rows.entries.get(key, ()),
            crossed=not pupil.is_listed_on(term.end),
        ),
        terms,
        max(0, least - len(proposal.marks)) if was_there else 0,
    )


def count_signs(
    pupils: Iterable[GridPupil], cells: Iterable[Cell], lines: Iterable[LessonLine]
) -> Signs:
    """Return how many cells in sight have which sign, for the legend."""
    counts: dict[str, int] = defaultdict(int)
    for cell in cells:
        if cell.sign or cell.late:
            counts[cell.sign] += 1
            counts["late"] += cell.late
    for pupil in pupils:
        counts[pupil.term_mark.sign] += 1
        for term in pupil.terms:
            counts[term.mark.sign] += 1
        if pupil.year is not None:
            counts[pupil.year.mark.sign] += 1
    for line in lines:
        counts[line.topic.sign] += 1
        counts[line.homework.sign] += 1
    return Signs(
        counts["pending"], counts["contested"], counts["held"], counts["refused"], counts["late"]
    )


def keys_of(page: str, place: Place) -> tuple[str, ...]:
    """Return the keys of the facts that one cell shows: the mark, in a main column absence too."""
    pupil, lesson, column = place
    mark = kinds.make_key("mark.set", page, lesson, pupil, column)
    if column != kinds.MAIN_COLUMN:
        return (mark,)
    return mark, kinds.make_key("attendance.set", page, lesson, pupil)


def place_of_key(key: str) -> Place | None:
    """Return the cell that shows the fact of ``key``, ``None`` when no mark column does."""
    try:
        kind, parts = kinds.split_key(key)
    except kinds.BadEntry:
        return None
    if kind.name == "mark.set":
        return parts["pupil"], parts["lesson"], parts["column"]
    if kind.name == "attendance.set":
        return parts["pupil"], parts["lesson"], kinds.MAIN_COLUMN
    return None


def entries_of(
    page: str, place: Place, entries: Mapping[str, list[SignedEntry]]
) -> list[SignedEntry]:
    """Return the signed entries of one cell."""
    if not entries:
        return []
    return [entry for key in keys_of(page, place) for entry in entries.get(key, ())]


def _signed_cell(
    text: str, entries: Sequence[SignedEntry], *, crossed: bool = False, lock: str = ""
) -> Cell:
    if not entries:
        if crossed or lock:
            return Cell(text, crossed=crossed, lock=lock)
        return Cell(text) if text else EMPTY
    statuses = {entry.status for entry in entries}
    if NEWER in statuses:
        text, lock = text or "?", NEWER_STANDS
    sign = next((status for status in _BY_WEIGHT if status in statuses), "")
    told = next((each for each in entries if each.status == sign and sign != "pending"), None)
    return Cell(
        text,
        sign,
        any(entry.late and entry.status == "current" for entry in entries),
        _value(told) if told else "",
        crossed,
        told.reason if told else "",
        lock,
    )


@lru_cache(maxsize=4096)  # thousands of cells of a year show a few dozen texts
def _plain_cell(marks: tuple[str, ...], seen: Seen) -> Cell:
    text = show_cell(marks, seen.code, seen.proposed, minutes=seen.minutes)
    return Cell(text) if text else EMPTY


def _value(entry: SignedEntry) -> str:
    if entry.value is None:
        return ""
    try:
        return show_value(kinds.decode(entry.kind, entry.version, entry.key, entry.value))
    except (kinds.BadEntry, kinds.NewerVersion):
        return "?"
