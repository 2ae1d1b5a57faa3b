"""F-11: the temporary journal of one class and day, filled or blank, or several of them in a file.

One sheet, landscape: block A (the lessons) on the front side, block B (the class list) on the
back. A longer class list or a ninth lesson takes further pages; their number is always even.
"""

from collections.abc import Sequence
from typing import Final

from journal.outage_paper import (
    TemporaryCell,
    TemporaryDay,
    TemporaryDays,
    TemporaryLesson,
    TemporaryPupil,
)
from printing.booklet import HIGH_L, WIDE_L, Booklet, Place, Sheet, bind, even_sheets
from printing.digest import document_digest
from printing.fonts import NARROW, NARROW_BOLD, SERIF, SERIF_BOLD
from printing.pen import FRAME, Pen, Segment
from printing.qr import SIDE, draw_qr, payload
from printing.text import fit, shrink

FORM: Final = "F-11"
LESSONS: Final = 8
ROWS: Final = 30
"""Lines of block B on a page; two of them stay free for pupils who are not on the list."""
SPARE: Final = 2
HEAD_A: Final = 24.0
HEADER_A: Final = 8.0
ROW_A: Final = 11.0
HEAD_B: Final = 12.0
HEADER_B: Final = 15.0
ROW_B: Final = 4.4
NUMBER: Final = 7.0
NAME: Final = 50.0
ABSENCE: Final = 8.0
MARK: Final = 12.0
LESSON: Final = ABSENCE + MARK
COLUMNS_A: Final = (
    ("№ урока", 14.0),
    ("Предмет", 38.0),
    ("Учитель (фамилия, имя, отчество)", 44.0),
    ("Тема урока", 76.0),
    ("Домашнее задание (общее / индивидуальное)", 57.0),
    ("Вид работы", 20.0),
    ("Подпись учителя", 28.0),
)
_NOTE: Final = NUMBER + NAME + LESSONS * LESSON
_WEEKDAYS: Final = (
    "понедельник",
    "вторник",
    "среда",
    "четверг",
    "пятница",
    "суббота",
    "воскресенье",
)
_BLANK_MOMENT: Final = "___.___.______ ___:___"


def render_f11(document: TemporaryDay) -> bytes:
    """Return the temporary journal as PDF/A-2b; a document without lessons is a blank form.

    Raises:
        ValueError: a pupil has more or fewer cells than the day has lessons.
    """
    return bind(compose_f11(document))


def compose_f11(document: TemporaryDay) -> Booklet:
    """Lay the day out on landscape pages."""
    return Booklet(
        form=FORM,
        title="Временный журнал",
        name=f"Временный журнал {document.number}, {document.class_name}, {document.day:%d.%m.%Y}",
        right=f"{document.year} учебный год, класс {document.class_name}",
        school=document.school,
        imprint=document.imprint,
        digest=document_digest(document),
        sheets=_day_sheets(document),
    )


def compose_f11_days(document: TemporaryDays) -> Booklet:
    """Lay several days or classes out one behind the other, each on sheets of its own."""
    return Booklet(
        form=FORM,
        title="Временный журнал",
        name=f"Временный журнал: {document.name}",
        right=f"{document.year} учебный год",
        school=document.school,
        imprint=document.imprint,
        digest=document_digest(document),
        sheets=tuple(sheet for day in document.days for sheet in _day_sheets(day)),
    )


def _day_sheets(document: TemporaryDay) -> tuple[Sheet, ...]:
    if any(len(pupil.cells) != len(document.lessons) for pupil in document.pupils):
        raise ValueError("every pupil needs one cell for each lesson")
    sheets: list[Sheet] = []
    for start in range(0, max(len(document.lessons), 1), LESSONS):
        if len(sheets) % 2:
            sheets = list(even_sheets(sheets))
        lessons = range(start, min(start + LESSONS, len(document.lessons)))
        sheets.append(_front(document, lessons))
        sheets.extend(_back(document, lessons, pupils) for pupils in list_ranges(document))
    return even_sheets(sheets)


def list_ranges(document: TemporaryDay) -> tuple[range, ...]:
    """Cut the class list so that each page holds its pupils and the spare lines fit at the end."""
    count = len(document.pupils)
    ranges = [range(start, min(start + ROWS, count)) for start in range(0, max(count, 1), ROWS)]
    if count and len(ranges[-1]) + SPARE > ROWS:
        last = ranges.pop()
        cut = last.start + ROWS - SPARE
        ranges.extend((range(last.start, cut), range(cut, count)))
    return tuple(ranges)


def _front(document: TemporaryDay, lessons: range) -> Sheet:
    def draw(pen: Pen, place: Place) -> None:
        _draw_head(pen, document)
        _draw_block_a(pen, document.lessons[lessons.start : lessons.stop])
        _draw_foot(pen, document)
        if document.witness is not None:
            text = payload(FORM, document.imprint.copy_number, document.witness)
            draw_qr(pen, WIDE_L - SIDE, HIGH_L - SIDE - 4, text)

    return Sheet(draw, landscape=True)


def _back(document: TemporaryDay, lessons: range, pupils: range) -> Sheet:
    def draw(pen: Pen, place: Place) -> None:
        title = "Посещаемость и успеваемость"
        pen.text(0, 5.5, title, SERIF_BOLD, 11)
        where = (
            f"{document.class_name} класс, {document.day:%d.%m.%Y}, "
            f"временный журнал {document.number}"
        )
        pen.text(WIDE_L, 5.5, where, SERIF, shrink(where, SERIF, 10, 190, 6), align=1)
        _draw_block_b(
            pen,
            document.lessons[lessons.start : lessons.stop],
            document.pupils[pupils.start : pupils.stop],
            lessons,
        )
        legend = (
            "н – отсутствовал, о – опоздал, осв – освобождён; отметка ставится в графу «отм.», "
            "две отметки – без дробной черты."
        )
        pen.text(0, HEAD_B + HEADER_B + _rows(len(pupils)) * ROW_B + 4.5, legend, NARROW, 7.5)

    return Sheet(draw, landscape=True)


def _draw_head(pen: Pen, document: TemporaryDay) -> None:
    pen.text(0, 5, "ВРЕМЕННЫЙ ЖУРНАЛ", SERIF_BOLD, 13)
    pen.text(0, 10, "учёта посещаемости и успеваемости", SERIF, 10)
    approved = f"утв. {document.approved or 'приказом от ____________ № ______'}"
    pen.text(WIDE_L, 5, approved, SERIF, shrink(approved, SERIF, 9, 100, 6), align=1)
    pen.text(WIDE_L, 10, document.number, SERIF_BOLD, 10, align=1)
    day = (
        f"Класс {document.class_name}, {document.day:%d.%m.%Y}, {_WEEKDAYS[document.day.weekday()]}"
    )
    pen.text(0, 16, day, SERIF, 10)
    reason = reason_words(document)
    pen.text(0, 21.2, reason, SERIF, shrink(reason, SERIF, 10, WIDE_L, 6))


def reason_words(document: TemporaryDay) -> str:
    """Return «Причина: нет доступа к ИС «...» с 08:31 до 14:05», with blanks by hand."""
    reason = document.reason or f"нет доступа к ИС «{document.school.system}»"
    since, until = "___:___", "___:___"
    if document.since is not None:
        since = f"{document.since:%H:%M}"
        if document.since.date() != document.day:
            since = f"{document.since:%H:%M %d.%m}"
    if document.until is not None:
        until = f"{document.until:%H:%M}"
        if document.until.date() != document.day:
            until = f"{document.until:%H:%M %d.%m}"
    return f"Причина: {reason}, с {since} до {until}"


def _draw_block_a(pen: Pen, lessons: Sequence[TemporaryLesson]) -> None:
    top = HEAD_A
    bottom = top + HEADER_A + LESSONS * ROW_A
    pen.fill(0, top, WIDE_L, HEADER_A)
    x = 0.0
    for title, wide in COLUMNS_A:
        size, lines = fit(title, NARROW_BOLD, wide - 2, ((8.0, 1), (7.5, 2), (6.5, 2)))
        pen.block(x + wide / 2, top, HEADER_A, lines, NARROW_BOLD, size, 0.5)
        if x:
            pen.line(x, top, x, bottom)
        x += wide
    for row in range(LESSONS):
        y = top + HEADER_A + row * ROW_A
        pen.line(0, y, WIDE_L, y, FRAME if row == 0 else 0.35)
        if row < len(lessons):
            _draw_lesson(pen, y, lessons[row])
        else:
            pen.middle(COLUMNS_A[0][1] / 2, y, ROW_A, "", NARROW, 9, 0.5)
    pen.box(0, top, WIDE_L, bottom - top)


def _draw_lesson(pen: Pen, y: float, lesson: TemporaryLesson) -> None:
    texts = (
        str(lesson.number),
        lesson.subject,
        lesson.teacher,
        lesson.topic,
        lesson.homework,
        lesson.work,
    )
    x = 0.0
    sizes = ((8.5, 2), (7.5, 3), (6.5, 4), (5.5, 5), (4.5, 6))
    for index, (text, (_, wide)) in enumerate(zip(texts, COLUMNS_A, strict=False)):
        size, lines = fit(text, NARROW, wide - 2, sizes)
        align = 0.5 if index == 0 else 0.0
        pen.block(x + 1 + (wide - 2) * align, y, ROW_A, lines, NARROW, size, align, 1.12)
        x += wide


def _draw_foot(pen: Pen, document: TemporaryDay) -> None:
    y = HEAD_A + HEADER_A + LESSONS * ROW_A + 9
    moved = f"{document.moved_at:%d.%m.%Y %H:%M}" if document.moved_at else _BLANK_MOMENT
    who = document.moved_by or "______________________________"
    text = f"Данные перенесены в ИС: {moved}, {who}"
    pen.text(0, y, text, SERIF, shrink(text, SERIF, 10, WIDE_L - 75, 6))
    _sign(pen, WIDE_L - 70, y, "")
    checked = f"Проверил: {document.checker.post[:1].lower()}{document.checker.post[1:]}"
    y += 10
    pen.text(0, y, checked, SERIF, shrink(checked, SERIF, 10, WIDE_L - 75, 6))
    _sign(pen, WIDE_L - 70, y, document.checker.name)


def _sign(pen: Pen, x: float, y: float, name: str) -> None:
    pen.line(x, y + 0.6, x + 32, y + 0.6, 0.5)
    pen.text(x + 16, y + 3.2, "(подпись)", NARROW, 6.5, align=0.5)
    pen.text(x + 34, y, name, SERIF, shrink(name, SERIF, 10, 36, 6))


def _rows(pupils: int) -> int:
    """Return how many lines a page of block B has; all of them on a sheet without a list."""
    return min(ROWS, pupils + SPARE) if pupils else ROWS


def _draw_block_b(
    pen: Pen,
    lessons: Sequence[TemporaryLesson],
    pupils: Sequence[TemporaryPupil],
    places: range,
) -> None:
    rows = _rows(len(pupils))
    top, grid = HEAD_B, HEAD_B + HEADER_B
    bottom = grid + rows * ROW_B
    pen.fill(0, top, WIDE_L, HEADER_B)
    pen.middle(NUMBER / 2, top, HEADER_B, "№", NARROW_BOLD, 8, 0.5)
    pen.middle(NUMBER + NAME / 2, top, HEADER_B, "Фамилия, имя", NARROW_BOLD, 8, 0.5)
    pen.middle((_NOTE + WIDE_L) / 2, top, HEADER_B, "Примечание", NARROW_BOLD, 8, 0.5)
    lines: list[Segment] = [(x, top, x, bottom) for x in (NUMBER, NUMBER + NAME)]
    lines.extend((0.0, grid + row * ROW_B, WIDE_L, grid + row * ROW_B) for row in range(1, rows))
    for index in range(LESSONS):
        x = NUMBER + NAME + index * LESSON
        lines.append((x + ABSENCE, top + 10, x + ABSENCE, bottom))
        lines.append((x, top + 10, x + LESSON, top + 10))
        pen.line(x, top, x, bottom, 0.6)
        if index < len(lessons):
            lesson = lessons[index]
            pen.text(x + LESSON / 2, top + 2.9, f"{lesson.number} урок", NARROW_BOLD, 6.5, 0.5)
            size, words = fit(lesson.subject, NARROW, LESSON - 1, ((7.0, 2), (6.0, 3), (5.0, 3)))
            pen.block(x + LESSON / 2, top + 3.2, 6.8, words, NARROW, size, 0.5, 1.0)
        else:
            pen.text(x + LESSON / 2, top + 2.9, "___ урок", NARROW, 6.5, 0.5)
        pen.middle(x + ABSENCE / 2, top + 10, 5, "н", NARROW, 7.5, 0.5)
        pen.middle(x + ABSENCE + MARK / 2, top + 10, 5, "отм.", NARROW, 7.5, 0.5)
    pen.lines(lines)
    pen.line(_NOTE, top, _NOTE, bottom, 0.6)
    pen.line(0, grid, WIDE_L, grid, FRAME)
    pen.box(0, top, WIDE_L, bottom - top)
    for row, pupil in enumerate(pupils):
        cells = pupil.cells[places.start : places.stop]
        _draw_pupil(pen, grid + row * ROW_B, pupil, cells)


def _draw_pupil(pen: Pen, y: float, pupil: TemporaryPupil, cells: Sequence[TemporaryCell]) -> None:
    pen.middle(NUMBER / 2, y, ROW_B, str(pupil.number), NARROW, 8, 0.5)
    size = shrink(pupil.name, NARROW, 8.5, NAME - 2, 4.5)
    pen.middle(NUMBER + 1, y, ROW_B, pupil.name, NARROW, size)
    for index, cell in enumerate(cells):
        x = NUMBER + NAME + index * LESSON
        pen.middle(x + ABSENCE / 2, y, ROW_B, cell.absence, NARROW, 8.5, 0.5)
        pen.middle(x + ABSENCE + MARK / 2, y, ROW_B, cell.marks, NARROW_BOLD, 8.5, 0.5)
    size, lines = fit(pupil.note, NARROW, WIDE_L - _NOTE - 2, ((7.0, 1), (6.0, 1), (5.0, 2)))
    pen.block(_NOTE + 1, y, ROW_B, lines, NARROW, size, leading=1.05)
