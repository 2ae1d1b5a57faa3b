"""What a page costs at least: the same texts, drawn one by one on a bare reportlab canvas.

No table, no frame, no QR code, no PDF/A. ``measure`` compares it with the whole of F-01.
"""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import perf_counter

from reportlab.pdfgen.canvas import Canvas

from journal.paper import LessonSlot, PupilRow, SubjectPage, TermRegister
from printing.f01 import render_f01
from printing.fonts import NARROW, NARROW_BOLD, SERIF, SERIF_BOLD, font
from tests.printing.samples import register, term_page

FONTS = (NARROW, NARROW_BOLD, SERIF, SERIF_BOLD)


@dataclass(frozen=True, slots=True)
class Cost:
    """Best times of one document in milliseconds, and how many texts the floor draws."""

    floor_ms: float
    printed_ms: float
    texts: int

    @property
    def ratio(self) -> float:
        """Return how many times the floor the printed document costs."""
        return self.printed_ms / self.floor_ms


def full_register(pupils: int = 30, slots: int = 25) -> TermRegister:
    """Return a register of which every cell is filled."""
    page = term_page(slots - 1, pupils)
    marks = ("5", "н", "4", "54", "3", "н4")
    rows = tuple(
        PupilRow(row.number, row.name, tuple(marks[(row.number + n) % 6] for n in range(slots)))
        for row in page.pupils
    )
    filled = SubjectPage(
        subject=page.subject,
        teacher=page.teacher,
        slots=page.slots,
        pupils=rows,
        witness=page.witness,
    )
    return register(filled)


def texts(document: TermRegister) -> Iterator[str]:
    """Yield what a bare print of the register writes."""
    for page in document.pages:
        yield page.subject
        yield page.teacher
        for pupil in page.pupils:
            yield str(pupil.number)
            yield pupil.name
            yield from pupil.cells
        for slot in page.slots:
            if isinstance(slot, LessonSlot) and slot.row is not None:
                yield f"{slot.day:%d}"
                yield f"{slot.day:%d.%m}"
                yield str(slot.row.number)
                yield slot.row.topic
                yield slot.row.homework


def draw_bare(written: list[str]) -> bytes:
    """Draw the texts and save: the floor."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1, pageCompression=1, initialFontName=NARROW)
    for index, text in enumerate(written):
        # the fonts of the real document, each subset once
        canvas.setFont(FONTS[index % 40] if index % 40 < 4 else NARROW, 8.5)
        canvas.drawString(30 + index % 25 * 14.5, 800 - index // 25 * 16.7, text)
    canvas.save()
    return out.getvalue()


def measure(rounds: int = 9) -> Cost:
    """Time the floor and F-01 of 30 pupils and 25 slots, in turn, and keep the best of each."""
    for name in FONTS:
        font(name)
    document = full_register()
    written = list(texts(document))
    floor: list[float] = []
    printed: list[float] = []
    for _ in range(rounds):
        floor.append(_time(lambda: draw_bare(written)))
        printed.append(_time(lambda: render_f01(document)))
    return Cost(min(floor), min(printed), len(written))


def _time(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return (perf_counter() - start) * 1000
