"""F-01: the subject spreads of a class for one interval, with the block «Верно» at the end."""

from collections.abc import Sequence
from typing import Final

from journal.paper import SubjectPage, TermRegister
from printing.booklet import HIGH, WIDE, Booklet, Draw, Place, Sheet, bind, blank_sheet
from printing.certification import certification_block
from printing.digest import control_code, document_digest
from printing.f01_left import BOTTOM as LEFT_BOTTOM
from printing.f01_left import FOOTNOTES, draw_left, footnotes
from printing.f01_right import BOTTOM as RIGHT_BOTTOM
from printing.f01_right import draw_right, overflows
from printing.flow import (
    ROOM,
    TOP,
    Column,
    Piece,
    depth,
    draw_flow,
    flow_sheets,
    gap,
    paginate,
    paragraph,
    table,
)
from printing.fonts import NARROW, SERIF, SERIF_BOLD
from printing.pen import Pen
from printing.qr import SIDE, draw_qr, payload
from printing.spreads import Empty, Leaf, Left, Right, Tail, lay_out, slot_ranges

FORM: Final = "F-01"
_GAP: Final = 2.5
"""Least distance between the last line of the document and the block «Верно», mm."""

_TAIL_COLUMNS: Final = (
    Column("№\nурока", 10, 0.5),
    Column("Число и месяц", 14, 0.5),
    Column("Что пройдено на уроке", 88),
    Column("Домашнее задание", 48),
    Column("Примечание", 20),
)
_CERTIFIED_COLUMNS: Final = (
    Column("№", 8, 0.5),
    Column("Наименование предмета", 52),
    Column("Учитель", 58),
    Column("Страницы", 18, 0.5),
    Column("По запись №", 20, 0.5),
    Column("Контрольная сумма страницы", 24, 0.5),
)

_TailPages = list[list[tuple[float, Piece]]]


def render_f01(document: TermRegister) -> bytes:
    """Return the register pages as PDF/A-2b.

    Raises:
        ValueError: there is no page, or a pupil has more or fewer cells than the page has slots.
    """
    return bind(compose_f01(document))


def compose_f01(document: TermRegister) -> Booklet:
    """Lay the register out: spreads, further records, certification."""
    if not document.pages:
        raise ValueError("a register needs at least one page")
    for page in document.pages:
        for pupil in page.pupils:
            if len(pupil.cells) != len(page.slots):
                raise ValueError(f"{len(pupil.cells)} cells for {len(page.slots)} slots")
    digest = document_digest(document)
    tails = [_tail(page) for page in document.pages]
    leaves = lay_out(document.pages, [len(tail) for tail in tails])
    sheets = [
        Sheet(_draw_leaf(document, leaf, tails), landscape=False)
        if not isinstance(leaf, Empty)
        else blank_sheet()
        for leaf in leaves
    ]
    if document.certification is not None and not document.imprint.draft_reason:
        block = certification_block(document.certification, document.school, digest)
        used = _used(leaves[-1], tails)
        if used + _GAP + block.height <= HIGH:
            sheets[-1] = _with_block(sheets[-1], block, used + _GAP)
        else:
            sheets.extend(_certification_sheets(document, leaves, block))
    subjects = ", ".join(page.subject for page in document.pages)
    return Booklet(
        form=FORM,
        title=f"Классный журнал, {document.period}",
        name=f"Классный журнал, {document.class_name}, {document.year}, {document.period}: "
        f"{subjects}",
        right=f"{document.year} учебный год, класс {document.class_name}",
        school=document.school,
        imprint=document.imprint,
        digest=digest,
        sheets=tuple(sheets),
    )


def _draw_leaf(document: TermRegister, leaf: Leaf, tails: Sequence[_TailPages]) -> Draw:
    def draw(pen: Pen, place: Place) -> None:
        match leaf:
            case Left():
                draw_left(pen, place, leaf)
            case Right(page=page):
                draw_right(pen, leaf)
                witness = page.witness
                if witness is not None:
                    copy = document.imprint.copy_number
                    draw_qr(pen, WIDE - SIDE, RIGHT_BOTTOM + 1.5, payload(FORM, copy, witness))
            case Tail(subject=subject, part=part):
                draw_flow(pen, tails[subject][part])

    return draw


def _used(leaf: Leaf, tails: Sequence[_TailPages]) -> float:
    """Return how far down the last page is used, mm."""
    match leaf:
        case Left():
            return LEFT_BOTTOM
        case Right():
            return RIGHT_BOTTOM
        case Tail(subject=subject, part=part):
            return TOP + depth(tails[subject][part])
        case Empty():
            return HIGH


def _with_block(sheet: Sheet, block: Piece, y: float) -> Sheet:
    def draw(pen: Pen, place: Place) -> None:
        sheet.draw(pen, place)
        block.draw(pen, y)

    return Sheet(draw)


def _tail(page: SubjectPage) -> _TailPages:
    """Return the pages «Продолжение записей» of a subject: what its spreads could not hold."""
    pieces: list[Piece] = []
    rows = [
        (str(row.number), f"{day:%d.%m}", row.topic, row.homework, row.note)
        for day, row in overflows(page)
    ]
    if rows:
        pieces.extend(table(_TAIL_COLUMNS, rows, 8))
    corrections: list[Piece] = []
    for slots in slot_ranges(page.slots):
        if len(footnotes(page, slots)) > FOOTNOTES:
            corrections.extend(
                paragraph(f"* {correction.text}", WIDE, NARROW, 8, before=0.8)
                for correction in page.corrections
                if correction.slot in slots
            )
    if corrections:
        title = paragraph("Исправления", WIDE, SERIF_BOLD, 10, before=4, with_next=True)
        pieces.extend((title, *corrections))
    if not pieces:
        return []
    subject = f"{page.subject} ({page.group})" if page.group else page.subject
    opening = (
        paragraph("Продолжение записей", WIDE, SERIF_BOLD, 12, with_next=True),
        paragraph(f"Наименование предмета: {subject}", WIDE, SERIF, 10, with_next=True),
        gap(2),
    )
    return paginate([*opening, *pieces], ROOM)


def _certification_sheets(
    document: TermRegister, leaves: Sequence[Leaf], block: Piece
) -> list[Sheet]:
    """Return the page of the block when it stands alone: it says what is being certified."""
    sheets = flow_sheets(_certified(document, leaves, block, len(leaves) + 1))
    if len(sheets) > 1:  # so many subjects that their list takes pages of its own
        total = len(leaves) + len(sheets)
        sheets = flow_sheets(_certified(document, leaves, block, total))
    return sheets


def _certified(
    document: TermRegister, leaves: Sequence[Leaf], block: Piece, total: int
) -> list[Piece]:
    school = document.school
    rows = [
        _certified_row(index, page, leaves) for index, page in enumerate(document.pages, start=1)
    ]
    title = "Классный журнал (распечатка электронного журнала)"
    interval = f"{document.class_name} класс, {document.year} учебный год, {document.period}"
    count = f"Всего страниц: {total}, листов при двусторонней печати: {(total + 1) // 2}."
    return [
        paragraph(school.full_name, WIDE, SERIF, 11, align=0.5, before=6),
        paragraph(school.municipality, WIDE, SERIF, 10, align=0.5),
        paragraph(title, WIDE, SERIF_BOLD, 13, align=0.5, before=8),
        paragraph(interval, WIDE, SERIF, 11, align=0.5, before=1),
        gap(6),
        *table(_CERTIFIED_COLUMNS, rows, 8.5),
        paragraph(count, WIDE, SERIF, 10, before=3),
        gap(8),
        block,
    ]


def _certified_row(index: int, page: SubjectPage, leaves: Sequence[Leaf]) -> tuple[str, ...]:
    numbers = [
        number
        for number, leaf in enumerate(leaves, start=1)
        if not isinstance(leaf, Empty) and leaf.page is page
    ]
    witness = page.witness
    return (
        str(index),
        f"{page.subject} ({page.group})" if page.group else page.subject,
        page.teacher,
        f"{numbers[0]}–{numbers[-1]}",
        str(witness.ordinal) if witness else "–",
        control_code(witness.digest) if witness else "–",
    )
