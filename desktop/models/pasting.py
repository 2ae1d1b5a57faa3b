"""What a block from a spreadsheet would do to the register: where each text goes, and what not."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.models.block_writer import BlockWriter
from desktop.models.register_model import RegisterModel
from journal.services.many_cells import AnyCell, Weighed

Table = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class PasteLine:
    """One text of the block.

    Attributes:
        pupil, place: whose cell it is for and in which column, as people name them.
        before, after: what stands there and what is brought.
        fault: why it is not written, as a sentence; "" when it is, or when nothing changes.
        cell: the wish itself; ``None`` where there is no such cell.
    """

    pupil: str
    place: str
    before: str
    after: str
    fault: str = ""
    cell: AnyCell | None = None
    changes: bool = False


@dataclass(frozen=True, slots=True)
class PastePlan:
    """All texts of a block; ``by_names``, ``by_days``: where they go was read from the block."""

    lines: tuple[PasteLine, ...]
    by_names: bool = False
    by_days: bool = False

    @property
    def wishes(self) -> tuple[AnyCell, ...]:
        """What would be written."""
        return tuple(line.cell for line in self.lines if line.cell and line.changes)

    @property
    def faults(self) -> tuple[PasteLine, ...]:
        """What would not, though it was brought."""
        return tuple(line for line in self.lines if line.fault)


def read_table(text: str) -> list[list[str]]:
    """Return the cells of a text from a spreadsheet: tabs between them, quotes around breaks."""
    rows = csv.reader(io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n")), delimiter="\t")
    table = [[" ".join(cell.split()) for cell in row] for row in rows]
    while table and not any(table[-1]):
        table.pop()
    return table


def plan_paste(model: RegisterModel, table: Table, blocks: Sequence[tuple[int, int]]) -> PastePlan:
    """Return what pasting would do; nothing is written.

    A block that brings names or days is put to them, any other from the first of the chosen cells
    on; one single text fills all chosen cells. Empty cells of the block leave what stands.

    Args:
        model: the open page.
        table: the block.
        blocks: the chosen cells, row and column.
    """
    if not table or not blocks:
        return PastePlan(())
    if len(table) == 1 and len(table[0]) == 1:
        places = [(row, column, table[0][0]) for row, column in blocks if table[0][0]]
        return PastePlan(_weighed(model, [_line(model, *place) for place in places]))
    top, left = min(row for row, _ in blocks), min(column for _, column in blocks)
    days = _days(model, table[0])
    body = table[1:] if days else table
    names = _names(model, body)
    lines = []
    for down, texts in enumerate(body):
        for across, text in enumerate(texts):
            if not text or (names and across == 0):
                continue
            row = names.get(down) if names else top + down
            shift = across - 1 if names else across
            column = days.get(across) if days else left + shift
            if row is None:
                lines.append(_lost(texts[0], "", text, "Такого ученика на странице нет."))
            elif column is None:
                pupil = model.pupil(row).name if row < model.rowCount() else ""
                lines.append(_lost(pupil, table[0][across], text, "Такого урока на странице нет."))
            else:
                lines.append(_line(model, row, column, text))
    return PastePlan(_weighed(model, lines), bool(names), bool(days))


def _weighed(model: RegisterModel, lines: Sequence[PasteLine]) -> tuple[PasteLine, ...]:
    answers = iter(BlockWriter(model).weigh([line.cell for line in lines if line.cell is not None]))
    return tuple(_with(line, next(answers)) if line.cell else line for line in lines)


def _with(line: PasteLine, answer: Weighed) -> PasteLine:
    return PasteLine(
        line.pupil, line.place, line.before, line.after, answer.fault, line.cell, answer.changes
    )


def _line(model: RegisterModel, row: int, column: int, text: str) -> PasteLine:
    if row >= model.rowCount() or column >= model.columnCount():
        return _lost("", "", text, "За краем страницы.")
    place = model.place_words(column)
    before = model.cell(row, column)
    pupil = model.pupil(row).name
    lock = model.lock(row, column)
    if model.is_mean(column) or before.crossed:
        return PasteLine(pupil, place, before.text, text, lock.words)
    return PasteLine(pupil, place, before.text, text, cell=model.wish(row, column, text))


def _lost(pupil: str, place: str, text: str, fault: str) -> PasteLine:
    return PasteLine(pupil, place, "", text, fault)


def _days(model: RegisterModel, heads: Sequence[str]) -> dict[int, int]:
    """Return the columns named by the first line of a block, when it is a line of days."""
    known: dict[str, int] = {}
    for column in range(model.columnCount()):
        known.setdefault(model.place_words(column).casefold(), column)
    found = {
        at: known[head.casefold()] for at, head in enumerate(heads) if head.casefold() in known
    }
    return found if any("." in heads[at] for at in found) else {}


def _names(model: RegisterModel, body: Table) -> dict[int, int]:
    """Return the pupils named in the first column of a block; empty when it names none."""
    known = {_plain(model.pupil(row).name): row for row in range(model.rowCount())}
    return {
        down: known[_plain(texts[0])]
        for down, texts in enumerate(body)
        if texts and _plain(texts[0]) in known
    }


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("ё", "е").split())
