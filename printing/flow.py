"""Text and tables that run over several pages: acts, protocols, further records.

A document is a list of pieces of known height; a piece is never cut in two. The head of a table
is repeated on every page its rows reach.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from printing.booklet import HIGH, Sheet
from printing.fonts import NARROW, NARROW_BOLD, SERIF
from printing.pen import PT, Pen
from printing.text import wrap

PAD: Final = 0.8
"""Space between a cell's text and its lines, mm."""

TOP: Final = 2.0
"""Space under the head of a page, mm."""

ROOM: Final = HIGH - TOP
"""Height of a page for pieces, mm."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Something that keeps together: ``draw`` gets the pen and the y of its upper edge, mm.

    ``head`` is drawn above the piece where it starts a page. ``with_next`` keeps a heading with
    what follows.
    """

    height: float
    draw: Callable[[Pen, float], None]
    head: "Piece | None" = None
    with_next: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; ``align`` 0 left, 0.5 centred, 1 right."""

    title: str
    width: float
    align: float = 0.0


def paragraph(
    text: str,
    wide: float,
    font: str = SERIF,
    size: float = 10,
    *,
    align: float = 0.0,
    before: float = 0.0,
    with_next: bool = False,
) -> Piece:
    """Return wrapped text; ``before`` is the space above it in mm."""
    lines = wrap(text, font, size, wide)
    step = size * 1.2 * PT

    def draw(pen: Pen, y: float) -> None:
        for index, line in enumerate(lines):
            baseline = y + before + step * (index + 0.8)
            pen.text(wide * align, baseline, line, font, size, align)

    return Piece(before + step * len(lines), draw, with_next=with_next)


def gap(height: float) -> Piece:
    """Return an empty space."""
    return Piece(height, lambda pen, y: None)


def table(
    columns: Sequence[Column],
    rows: Iterable[Sequence[str]],
    size: float = 7.5,
    *,
    totals: Sequence[str] | None = None,
    least: float = 0.0,
) -> list[Piece]:
    """Return the rows of a table, every one with the head.

    ``least`` is a row's least height in mm; where there is one, texts stand in the middle of it.
    """
    head = _row(columns, [column.title for column in columns], size, NARROW_BOLD, header=True)
    pieces = [_row(columns, row, size, NARROW, head=head, least=least) for row in rows]
    if totals is not None:
        pieces.append(_row(columns, totals, size, NARROW_BOLD, head=head))
    first = pieces[0] if pieces else gap(0)
    # the head of the first row is a piece of its own, so that it also stands above no rows
    return [Piece(head.height, head.draw, with_next=bool(first.height)), *pieces]


def _row(
    columns: Sequence[Column],
    cells: Sequence[str],
    size: float,
    font: str,
    *,
    head: Piece | None = None,
    header: bool = False,
    least: float = 0.0,
) -> Piece:
    texts = [
        [
            line
            for part in cell.split("\n")
            for line in wrap(part, font, size, column.width - 2 * PAD)
        ]
        for column, cell in zip(columns, cells, strict=True)
    ]
    step = size * 1.12 * PT
    height = max(least, max(map(len, texts)) * step + 2 * PAD)

    def draw(pen: Pen, y: float) -> None:
        wide = sum(column.width for column in columns)
        if header:
            pen.fill(0, y, wide, height)
        x = 0.0
        for column, lines in zip(columns, texts, strict=True):
            align = 0.5 if header else column.align
            place = x + PAD + (column.width - 2 * PAD) * align
            if header or least:
                pen.block(place, y, height, lines, font, size, align, leading=1.12)
            else:
                for index, line in enumerate(lines):
                    pen.text(place, y + PAD + step * (index + 0.8), line, font, size, align)
            pen.box(x, y, column.width, height, 0.35)
            x += column.width

    return Piece(height, draw, head=head)


def paginate(pieces: Sequence[Piece], room: float) -> list[list[tuple[float, Piece]]]:
    """Return for each page of ``room`` mm the (y, piece) that it shows.

    A piece higher than a page stands alone on one.
    """
    pages: list[list[tuple[float, Piece]]] = [[]]
    y = 0.0
    for index, piece in enumerate(pieces):
        needed = piece.height
        follower = index
        while pieces[follower].with_next and follower + 1 < len(pieces):
            follower += 1
            needed += pieces[follower].height
        if pages[-1] and y + needed > room:
            pages.append([])
            y = 0.0
            if piece.head is not None:
                pages[-1].append((y, piece.head))
                y += piece.head.height
        pages[-1].append((y, piece))
        y += piece.height
    return pages


def depth(page: Sequence[tuple[float, Piece]]) -> float:
    """Return how far down a page of `paginate` is used, mm."""
    return max((y + piece.height for y, piece in page), default=0.0)


def draw_flow(pen: Pen, page: Sequence[tuple[float, Piece]]) -> None:
    """Draw what `paginate` put on a page, a little below the head."""
    for y, piece in page:
        piece.draw(pen, y + TOP)


def flow_sheets(pieces: Sequence[Piece]) -> list[Sheet]:
    """Return the portrait pages that the pieces take."""

    def sheet(page: Sequence[tuple[float, Piece]]) -> Sheet:
        return Sheet(lambda pen, place: draw_flow(pen, page))

    return [sheet(page) for page in paginate(pieces, ROOM)]
