"""Proposing what each sheet is: by its name, the words of its header, and earlier agreements."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import replace

from journal.imports import spreadsheets
from journal.imports.cells import Cell, folded, plain_text
from journal.imports.columns import CLASS
from journal.imports.mapping import CERTAIN, ColumnMap, SchoolMapping, SheetMap
from journal.imports.presets import Presets
from journal.imports.school_words import class_in
from journal.imports.sheets import Sheet, is_blank
from journal.imports.spreadsheets import AnySpreadsheet, key_of

_NEAR = 0.8  # how like a known word a title must be to be proposed
_ENOUGH = 0.5  # the share of needed fields that makes a kind of table worth a proposal
_ONE_CLASS = (spreadsheets.PUPILS, spreadsheets.PARENTS, spreadsheets.GROUPS)
_COUNTERS = {key_of(word) for word in ("№", "№ п/п", "н/п", "No")}


def propose(sheets: Sequence[Sheet], presets: Presets) -> SchoolMapping:
    """Return what every sheet seems to be; what is not certain waits for a person's word."""
    return SchoolMapping(tuple(propose_sheet(sheet, presets) for sheet in sheets), {})


def propose_sheet(sheet: Sheet, presets: Presets) -> SheetMap:
    """Return what one sheet seems to be."""
    if remembered := presets.find(sheet):
        return _with_class(sheet, remembered)
    stem = _named_kind(sheet)
    if stem and sheet.is_only:
        return propose_kind(sheet, stem)
    found = [_weighed(propose_kind(sheet, kind.stem)) for kind in spreadsheets.ALL]
    named = next((proposal for proposal in found if proposal.kind == stem), None)
    if named is not None and named.confidence >= _ENOUGH:
        return replace(named, confidence=CERTAIN)
    best = max(found, key=_likeness)
    return best if best.confidence >= _ENOUGH else propose_kind(sheet, "")


def propose_kind(sheet: Sheet, stem: str, header: int | None = None) -> SheetMap:
    """Return the columns of a sheet taken for a table of this kind ("" for not read).

    ``header`` is the row of titles if a person has said so, counted from 0.
    """
    if not stem:
        return SheetMap(sheet.file, sheet.name, "", -1, ())
    kind = spreadsheets.BY_STEM[stem]
    if header is None:
        counts = [sum(key_of(cell) in kind.words for cell in row) for row in sheet.head]
        most = max(counts, default=0)
        header = counts.index(most) if most else -1
    columns = _columns(sheet.rows[header], kind) if header >= 0 else ()
    return _with_class(sheet, SheetMap(sheet.file, sheet.name, stem, header, columns))


def _named_kind(sheet: Sheet) -> str:
    """Return the kind of table that the sheet, or else the file, is named after, or ""."""
    for name in (sheet.shown_name, sheet.file.rpartition(".")[0]):
        words = re.split(r"[\s_-]", folded(plain_text(name)))
        if words[0] in spreadsheets.BY_STEM:
            return words[0]
    return ""


def _columns(header: Sequence[Cell], kind: AnySpreadsheet) -> tuple[ColumnMap, ...]:
    titled = [(place, cell) for place, cell in enumerate(header) if not is_blank(cell)]
    fields = {place: kind.words.get(key_of(cell), "") for place, cell in titled}
    missing = kind.still_missing(set(fields.values()))
    columns = []
    for place, cell in titled:
        field, confidence = fields[place], CERTAIN
        if not field and key_of(cell) not in _COUNTERS:
            field, confidence = _nearest(key_of(cell), missing)
            missing = {word: title for word, title in missing.items() if title != field}
        is_foreign = not field and key_of(cell) not in _COUNTERS
        columns.append(ColumnMap(place, plain_text(cell), field, confidence, is_foreign))
    return tuple(columns)


def _nearest(key: str, words: dict[str, str]) -> tuple[str, float]:
    """Return the field whose word is most like ``key``, and how like it is."""
    near = difflib.get_close_matches(key, words, 1, _NEAR)
    if not near:
        return "", CERTAIN
    # never 1: what only looks like a known word waits for a person
    return words[near[0]], min(difflib.SequenceMatcher(None, key, near[0]).ratio(), 0.99)


def _weighed(proposal: SheetMap) -> SheetMap:
    """Return the proposal with the confidence that its columns give to its kind."""
    kind = spreadsheets.BY_STEM[proposal.kind]
    known = {column.field for column in proposal.columns if column.confidence == CERTAIN}
    fields = known | ({CLASS.title} if proposal.class_name else set())
    needed = [column for column in kind.columns if column.needed]
    lacking = set(kind.still_missing(fields).values())
    share = 1 - sum(column.title in lacking for column in needed) / len(needed)
    # one word in common tells little, unless it is all there is
    if len(known - {""}) < min(2, len(proposal.columns)):
        share = 0.0
    return replace(proposal, confidence=CERTAIN if share == 1 else round(share * 0.9, 2))


def _likeness(proposal: SheetMap) -> tuple[float, int]:
    return proposal.confidence, sum(
        bool(column.field) and column.confidence == CERTAIN for column in proposal.columns
    )


def _with_class(sheet: Sheet, proposal: SheetMap) -> SheetMap:
    """Return a class list with the class that its name or title tells."""
    has_column = any(column.field == CLASS.title for column in proposal.columns)
    if has_column or spreadsheets.BY_STEM.get(proposal.kind) not in _ONE_CLASS:
        return proposal
    above = [cell for row in sheet.rows[: max(proposal.header, 0)] for cell in row]
    for text in (sheet.name, *map(plain_text, above), sheet.file.rpartition(".")[0]):
        if found := class_in(text):
            return replace(proposal, class_name=found)
    return proposal
