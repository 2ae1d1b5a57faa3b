"""Binds drawn sheets into one file: page frame, numbers, watermark, PDF/A.

Every form becomes a ``Booklet``: what stands at the head and foot of each page, and a list of
sheets. The number of pages is known before the first is drawn, so «Страница 2 из 4» needs no
second pass.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from journal.paper import Imprint, SchoolHead
from printing.digest import control_code
from printing.fonts import NARROW, NARROW_BOLD, ONE_AT_A_TIME, SERIF, SERIF_BOLD
from printing.fonts import font as load_font
from printing.pdfa import archival
from printing.pen import Ink, Pen
from printing.text import MM, fit, shrink

PORTRAIT: Final = (210.0, 297.0)
LANDSCAPE: Final = (297.0, 210.0)
WIDE: Final = 180.0
"""Usable width of a portrait page, mm; its height is `HIGH`."""
HIGH: Final = 271.0
WIDE_L: Final = 277.0
"""Usable width of a landscape page, mm; its height is `HIGH_L`."""
HIGH_L: Final = 176.0
RESERVE_L: Final = 2.0
BLANK_WORDS: Final = "Страница намеренно оставлена пустой"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stands: its number from 1, the number of all, and its orientation.

    Odd pages are front sides. Portrait pages bind at the left on front sides and at the right
    on back sides; landscape pages at the top and at the bottom, turned over their long edge.
    """

    number: int
    total: int
    landscape: bool = False

    @property
    def is_front(self) -> bool:
        """Say whether the page is the front side of its sheet."""
        return self.number % 2 == 1

    @property
    def left(self) -> float:
        """Return the left margin in mm."""
        if self.landscape:
            return 10.0
        return 20.0 if self.is_front else 10.0

    @property
    def top(self) -> float:
        """Return the top margin in mm; a landscape page keeps 2 mm in reserve at its edge."""
        if not self.landscape:
            return 12.0
        return 20.0 if self.is_front else 12.0 + RESERVE_L


Draw = Callable[[Pen, Place], None]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page to be drawn inside its usable area."""

    draw: Draw
    landscape: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Booklet:
    """A document ready to be drawn.

    ``form`` is «F-01», ``title`` stands in the middle of every head, ``right`` at its right;
    ``name`` becomes the title of the file. ``digest`` is that of the document's data.
    """

    form: str
    title: str
    name: str
    right: str
    school: SchoolHead
    imprint: Imprint
    digest: str
    sheets: tuple[Sheet, ...]


def blank_sheet(landscape: bool = False) -> Sheet:
    """Return a page that says it was left empty on purpose."""
    wide, high = (WIDE_L, HIGH_L) if landscape else (WIDE, HIGH)

    def draw(pen: Pen, place: Place) -> None:
        pen.text(wide / 2, high / 2, BLANK_WORDS, SERIF, 10, align=0.5)

    return Sheet(draw, landscape)


def bind(booklet: Booklet) -> bytes:
    """Draw the sheets and return the file, PDF/A-2b, byte-identical for an equal booklet."""
    for name in (NARROW, NARROW_BOLD, SERIF, SERIF_BOLD):
        load_font(name)
    with ONE_AT_A_TIME:
        return _bound(booklet)


def _bound(booklet: Booklet) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pageCompression=0, invariant=1, initialFontName=NARROW, lang="ru-RU")
    canvas.setTitle(booklet.name)
    canvas.setAuthor(booklet.school.short_name)
    canvas.setSubject(booklet.form)
    canvas.setCreator(f"{booklet.school.system} {booklet.imprint.version}")
    ink = Ink(canvas._doc)  # the fonts' own interface asks for the document, see ttfonts.py
    for index, sheet in enumerate(booklet.sheets):
        place = Place(index + 1, len(booklet.sheets), sheet.landscape)
        wide, high = LANDSCAPE if sheet.landscape else PORTRAIT
        canvas.setPageSize((wide * MM, high * MM))
        pen = Pen(ink, place.left, place.top, high)
        _frame(pen, booklet, place)
        sheet.draw(pen, place)
        canvas.addLiteral(pen.operators())
        canvas.showPage()
    canvas.save()
    return archival(out.getvalue(), booklet.imprint.made_at)


def _frame(pen: Pen, booklet: Booklet, place: Place) -> None:
    """Draw head, foot, sheet number and, on a draft, the watermark."""
    wide, high = (WIDE_L, HIGH_L) if place.landscape else (WIDE, HIGH)
    imprint = booklet.imprint
    if imprint.draft_reason:
        pen.slanted(
            wide / 2, high / 2, "ЧЕРНОВИК", NARROW_BOLD, 84 if place.landscape else 104, 0.86
        )
        reason = f"Черновик, заверению не подлежит: {imprint.draft_reason}"
        size, lines = fit(reason, NARROW_BOLD, wide, ((6.5, 1), (5.5, 1), (5.0, 2)))
        for index, line in enumerate(reversed(lines[:2])):
            pen.text(wide / 2, high + 3.2 - index * 1.9, line, NARROW_BOLD, size, align=0.5)
    third = wide / 3
    _head(pen, 0.0, booklet.school.short_name, 0.0, third - 2)
    _head(pen, wide / 2, booklet.title, 0.5, third - 2)
    _head(pen, wide, booklet.right, 1.0, third - 2)
    pen.line(0, -1.2, wide, -1.2, 0.3)
    if place.is_front:
        pen.text(wide, -4.9, f"лист {(place.number + 1) // 2}", NARROW, 7, align=1)
    foot = high + 6.4
    pen.line(0, foot - 2.8, wide, foot - 2.8, 0.3)
    made = (
        f"Сформировано: {imprint.made_at:%d.%m.%Y %H:%M}, ИС «{booklet.school.system}», "
        f"версия {imprint.version}"
    )
    code = f"Контрольный код {control_code(booklet.digest)}"
    copy = f", № {imprint.copy_number} в журнале печати" if imprint.copy_number else ""
    side = wide / 2 - 14
    pen.text(0, foot, made, NARROW, shrink(made, NARROW, 6.5, side, 4.5))
    pen.text(wide / 2, foot, f"Страница {place.number} из {place.total}", NARROW, 6.5, align=0.5)
    pen.text(wide, foot, code + copy, NARROW, shrink(code + copy, NARROW, 6.5, side, 4.5), align=1)


def _head(pen: Pen, x: float, text: str, align: float, room: float) -> None:
    pen.text(x, -2.2, text, NARROW, shrink(text, NARROW, 7, room, 4.5), align)


def even_sheets(sheets: Sequence[Sheet]) -> tuple[Sheet, ...]:
    """Return ``sheets`` with an empty page at the end when their number is odd."""
    if len(sheets) % 2 == 0:
        return tuple(sheets)
    return (*sheets, blank_sheet(sheets[-1].landscape))
