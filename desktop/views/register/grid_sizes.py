"""How wide and high the parts of the grid are, so that nothing is cut at its edges."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.tokens import GRID_ROW
from desktop.views.register.lesson_header import HEADER_HEIGHT

BAR = 10
MEAN, TERM = 58, 52
_ROW_LEAST, _ROW_MOST = GRID_ROW - 1, GRID_ROW + 1
_COLUMN_LEAST, _COLUMN_MOST = 42, 51


@dataclass(frozen=True, slots=True)
class GridSizes:
    """Sizes in device-independent pixels.

    Attributes:
        names: width of the frozen names; they take what whole columns leave.
        ends: width of mean and term mark with the scroll bar beside them.
        foot: height of the bar under the lessons, 0 when all of them are in sight.
    """

    row: int
    column: int
    names: int
    ends: int
    foot: int


def grid_sizes(
    width: int,
    height: int,
    *,
    rows: int,
    columns: int,
    names: int,
    has_ends: bool,
    has_year: bool = False,
) -> GridSizes:
    """Share out the inside of the grid.

    Args:
        width, height: of the inside.
        rows: pupils.
        columns: mark columns.
        names: what the longest name takes.
        has_ends: mean and term mark stand at the right; ``has_year``: the year mark as well.
    """
    room = height - HEADER_HEIGHT - BAR
    row = min(_ROW_MOST, max(_ROW_LEAST, room // max(1, rows)))
    ends = (
        (MEAN + TERM if has_ends else 0)
        + (TERM if has_year else 0)
        + (BAR if row * rows > room else 0)
    )
    left = width - ends - names
    fitting = max(1, left // _COLUMN_LEAST)
    shown = min(fitting, max(1, columns))
    column = min(_COLUMN_MOST, max(_COLUMN_LEAST, left // shown))
    if columns > fitting:
        names = max(names, width - ends - fitting * column)
    return GridSizes(row, column, names, ends, BAR if columns > fitting else 0)
