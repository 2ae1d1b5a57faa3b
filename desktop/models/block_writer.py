"""Many cells of the register as one action: weighed first, then all of them written, or none."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.models.register_model import RegisterModel
from journal.errors import UserError
from journal.services.many_cells import AnyCell, SetCells, Weighed, set_cells, weigh_cells


class BlockWriter:
    """Writes blocks of the open page."""

    def __init__(self, model: RegisterModel) -> None:
        self.model = model

    def weigh(self, cells: Sequence[AnyCell]) -> tuple[Weighed, ...]:
        """Return what would become of cells; nothing is written."""
        return self.model.page.workspace.weigh(weigh_cells, SetCells(tuple(cells)))

    def write(self, cells: Sequence[tuple[int, int, str]], words: str) -> str:
        """Write texts into cells (row, column) as one action; say why not, or "".

        ``words`` name it for undo, before the number of cells.
        """
        model = self.model
        for row, column, _ in cells:
            lock = model.lock(row, column)
            if lock.words:
                return self._not_written(row, column, lock.words)
        wishes = [model.wish(*cell) for cell in cells]
        for (row, column, _), answer in zip(cells, self.weigh(wishes), strict=True):
            if answer.fault:
                return self._not_written(row, column, answer.fault)
        return self.write_wishes(wishes, words)

    def write_wishes(self, wishes: Sequence[AnyCell], words: str) -> str:
        """Write cells as one action; say why not, or ""."""
        command = SetCells(tuple(wishes))
        try:
            self.model.page.workspace.execute(set_cells, command, f"{words}: {len(wishes)}")
        except UserError as refusal:
            return str(refusal)
        return ""

    def _not_written(self, row: int, column: int, reason: str) -> str:
        place = self.model.place_words(column)
        return f"Ничего не записано: {self.model.pupil(row).name}, {place}. {reason}"
