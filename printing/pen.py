"""Draws on one page in millimetres from its top left corner, y downwards.

Dense forms are thousands of short texts. The pen writes the page's operators itself and hands
them to reportlab in one piece: a text costs a third of ``drawString`` (reportlab formats every
number and encodes every string anew), and equal cells are encoded once per document.
"""

from collections.abc import Iterable
from typing import Any, Final

from printing.fonts import font as load_font
from printing.fonts import printable, width
from printing.text import MM

HAIR: Final = 0.35
"""Width of the grid's lines, pt."""

FRAME: Final = 0.8
"""Width of outer frames, pt."""

GREY: Final = 0.9
"""Fill of term columns and headers: 10 % black."""

PT: Final = 1 / MM
"""Millimetres in a point."""

CAP: Final = 0.7
"""Height of a capital letter of the PT fonts in parts of the size."""

Segment = tuple[float, float, float, float]


class Ink:
    """Knows how the texts of one document are encoded in its font subsets."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._known: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {}

    def encode(self, text: str, name: str) -> tuple[tuple[str, str], ...]:
        """Return ("/F1+0", hex string) for each part of ``text`` in one font subset."""
        key = (text, name)
        pieces = self._known.get(key)
        if pieces is None:
            face = load_font(name)
            pieces = tuple(
                (str(face.getSubsetInternalName(subset, self._document)), part.hex())
                for subset, part in face.splitString(printable(text), self._document)
            )
            self._known[key] = pieces
        return pieces


class Pen:
    """Collects what one page shows: fills lie under lines, lines under texts.

    ``left`` and ``top`` (mm) move the origin to the usable area of the page, whose height on
    paper is ``height`` mm.
    """

    def __init__(self, ink: Ink, left: float, top: float, height: float) -> None:
        self._ink = ink
        self._left = left * MM
        self._top = (height - top) * MM
        self._fills: list[str] = []
        self._lines: dict[str, list[str]] = {}
        self._wiped: list[str] = []
        self._texts: list[str] = []
        self._font = ("", 0.0)

    def text(
        self, x: float, y: float, text: str, font: str, size: float, align: float = 0.0
    ) -> None:
        """Write ``text`` with its baseline at ``y``; ``align`` 0: x is its left end, 1: right."""
        text = printable(text)
        if not text:
            return
        across = self._left + x * MM
        if align:
            across -= width(text, font, size) * align
        self._write(f"1 0 0 1 {across:.2f} {self._top - y * MM:.2f} Tm", text, font, size)

    def upward(self, x: float, y: float, text: str, font: str, size: float) -> None:
        """Write ``text`` turned 90 degrees left, starting at ``y``, with its baseline at ``x``."""
        across, up = self._left + x * MM, self._top - y * MM
        self._write(f"0 1 -1 0 {across:.2f} {up:.2f} Tm", printable(text), font, size)

    def slanted(self, x: float, y: float, text: str, font: str, size: float, grey: float) -> None:
        """Write ``text`` centred on (x, y), rising at 45 degrees, in grey, under everything."""
        text = printable(text)
        half, cap = width(text, font, size) / 2, size * CAP / 2
        turn = 0.7071
        across = self._left + x * MM - half * turn + cap * turn
        up = self._top - y * MM - half * turn - cap * turn
        shown = " ".join(
            f"{name} {size:g} Tf <{part}> Tj" for name, part in self._ink.encode(text, font)
        )
        self._fills.append(
            f"BT {grey:g} g {turn} {turn} -{turn} {turn} {across:.2f} {up:.2f} Tm {shown} 0 g ET"
        )

    def middle(
        self,
        x: float,
        top: float,
        height: float,
        text: str,
        font: str,
        size: float,
        align: float = 0.0,
    ) -> None:
        """Write one line centred by its capitals in a row from ``top``, ``height`` mm high."""
        self.text(x, top + height / 2 + size * CAP * PT / 2, text, font, size, align)

    def block(
        self,
        x: float,
        top: float,
        height: float,
        lines: Iterable[str],
        font: str,
        size: float,
        align: float = 0.0,
        leading: float = 1.1,
    ) -> None:
        """Write lines centred as a block in a row; ``leading`` in parts of the size."""
        lines = tuple(lines)
        step = size * leading * PT
        y = top + height / 2 - step * (len(lines) - 1) / 2 + size * CAP * PT / 2
        for line in lines:
            self.text(x, y, line, font, size, align)
            y += step

    def lines(self, segments: Iterable[Segment], thickness: float = HAIR) -> None:
        """Draw straight lines (x1, y1, x2, y2)."""
        left, top = self._left, self._top
        self._lines.setdefault(f"{thickness:g}", []).extend(
            f"{left + x1 * MM:.2f} {top - y1 * MM:.2f} m {left + x2 * MM:.2f} {top - y2 * MM:.2f} l"
            for x1, y1, x2, y2 in segments
        )

    def line(self, x1: float, y1: float, x2: float, y2: float, thickness: float = HAIR) -> None:
        """Draw one straight line."""
        self.lines(((x1, y1, x2, y2),), thickness)

    def box(self, x: float, y: float, wide: float, high: float, thickness: float = FRAME) -> None:
        """Draw a frame."""
        self._lines.setdefault(f"{thickness:g}", []).append(self._rectangle(x, y, wide, high))

    def clear(self, x: float, y: float, wide: float, high: float) -> None:
        """Wipe an area of lines and fills; texts written there stand on white."""
        self._wiped.append(f"1 g {self._rectangle(x, y, wide, high)} f")

    def fill(self, x: float, y: float, wide: float, high: float, grey: float = GREY) -> None:
        """Fill an area with grey, under everything else."""
        self._fills.append(f"{grey:g} g {self._rectangle(x, y, wide, high)} f 0 g")

    def circle(self, x: float, y: float, radius: float) -> None:
        """Draw a thin dashed circle: the place of a seal."""
        cx, cy, r = self._left + x * MM, self._top - y * MM, radius * MM
        k = r * 0.5523
        curves = " ".join(
            f"{a:.2f} {b:.2f} {c:.2f} {d:.2f} {e:.2f} {f:.2f} c"
            for a, b, c, d, e, f in (
                (cx + r, cy + k, cx + k, cy + r, cx, cy + r),
                (cx - k, cy + r, cx - r, cy + k, cx - r, cy),
                (cx - r, cy - k, cx - k, cy - r, cx, cy - r),
                (cx + k, cy - r, cx + r, cy - k, cx + r, cy),
            )
        )
        self._fills.append(f"q 0.3 w [2 2] 0 d {cx + r:.2f} {cy:.2f} m {curves} S Q")

    def squares(self, x: float, y: float, side: float, rows: Iterable[Iterable[int]]) -> None:
        """Fill the squares of a matrix whose value is true; ``side`` in mm."""
        unit = side * MM
        runs: list[str] = []
        for line, row in enumerate(rows):
            start = -1
            for place, dark in enumerate((*row, 0)):
                if dark and start < 0:
                    start = place
                elif not dark and start >= 0:
                    runs.append(f"{start} {-line - 1} {place - start} 1 re")
                    start = -1
        self._fills.append(
            f"q {unit:.5f} 0 0 {unit:.5f} {self._left + x * MM:.3f} {self._top - y * MM:.3f} cm "
            f"{' '.join(runs)} f Q"
        )

    def operators(self) -> str:
        """Return the page's content, ready for the canvas."""
        drawn = [f"{thick} w {' '.join(paths)} S" for thick, paths in self._lines.items()]
        return "\n".join((*self._fills, *drawn, *self._wiped, "BT 0 g", *self._texts, "ET"))

    def _write(self, place: str, text: str, font: str, size: float) -> None:
        self._texts.append(place)
        for name, part in self._ink.encode(text, font):
            if self._font != (name, size):
                self._font = (name, size)
                self._texts.append(f"{name} {size:g} Tf")
            self._texts.append(f"<{part}> Tj")

    def _rectangle(self, x: float, y: float, wide: float, high: float) -> str:
        return (
            f"{self._left + x * MM:.2f} {self._top - (y + high) * MM:.2f} "
            f"{wide * MM:.2f} {high * MM:.2f} re"
        )
