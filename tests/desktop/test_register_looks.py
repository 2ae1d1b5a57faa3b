"""What the register paints and says: nothing cut off, nothing repainted in vain, no bare colour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from desktop.models.cell_words import (
    cell_words,
    long_day,
    short_period,
    shown_mean,
    shown_weight,
)
from desktop.theme import Theme
from desktop.views.register.cell_painter import CellPainter, Span
from desktop.views.register.grid_sizes import grid_sizes
from desktop.views.register.ink import ink_of, paint_sign
from desktop.views.register.legend import Legend
from journal.queries.register_view import Cell, Signs
from tests.desktop.registers import Register


@pytest.fixture
def register(tmp_path: Path, theme: Theme, qtbot: QtBot) -> Iterator[Register]:
    register = Register(tmp_path, theme, qtbot)
    yield register
    register.close()


@given(
    width=st.integers(500, 1700),
    height=st.integers(300, 1100),
    rows=st.integers(1, 40),
    columns=st.integers(1, 90),
    names=st.integers(150, 250),
    has_ends=st.booleans(),
)
def test_no_column_is_cut_at_the_right_edge(
    width: int, height: int, rows: int, columns: int, names: int, has_ends: bool
) -> None:
    sizes = grid_sizes(width, height, rows=rows, columns=columns, names=names, has_ends=has_ends)
    room = width - sizes.ends - sizes.names
    assert 42 <= sizes.column <= 51
    assert 24 <= sizes.row <= 26
    assert sizes.names >= names
    if sizes.foot:  # more lessons than fit: whole ones only
        assert room % sizes.column == 0
        assert room // sizes.column < columns
    else:
        assert columns * sizes.column <= room


def test_the_last_lesson_stands_beside_the_mean(register: Register) -> None:
    grid = register.screen.grid
    for width in range(900, 1500, 40):
        register.screen.resize(width, 640)
        register.settle()
        room, column = grid.lessons.viewport().width(), grid.heads.defaultSectionSize()
        across = grid.lessons.horizontalScrollBar()
        across.setValue(across.maximum())
        assert grid.heads.length() - grid.heads.offset() == room
        assert room % column == 0


def test_rows_run_on_over_the_room_that_few_lessons_leave(register: Register) -> None:
    grid, ink = register.screen.grid, ink_of(register.theme)
    register.screen.resize(4600, 640)
    register.settle()
    register.go(1, 0)
    table, heads = grid.lessons, grid.heads
    free = heads.length() + 20
    assert free < table.viewport().width()
    picture, head = table.viewport().grab().toImage(), heads.viewport().grab().toImage()
    first = table.rowHeight(0)
    assert picture.pixelColor(free, first - 1) == ink.inner_line
    assert picture.pixelColor(free, first // 2) == ink.surface
    assert picture.pixelColor(free, first + first // 2) == ink.row
    assert head.pixelColor(free, head.height() - 1) == ink.line


def test_a_typed_mark_repaints_its_row_and_the_next_one(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[int] = []
    paint = CellPainter.paint

    def count(
        self: CellPainter,
        painter: QPainter,
        table: QTableView,
        rows: Sequence[Span],
        columns: Sequence[Span],
    ) -> None:
        painted.append(len(rows) * len(columns))
        paint(self, painter, table, rows, columns)

    monkeypatch.setattr(CellPainter, "paint", count)
    register.enter("5")
    register.settle()
    painted.clear()
    register.type("4")
    register.settle()
    assert sum(painted) <= 9  # the cell under the field, with the edges of its neighbours
    painted.clear()
    register.press(Qt.Key.Key_Return)
    shown = register.screen.grid.lessons.viewport().width() // 42 + 2
    assert sum(painted) <= 4 * shown


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (Cell("5", "pending"), "Ждёт переноса на центральный сервер."),
        (Cell("4", "contested", rival="3"), "Спорно: записано также «3». Решает человек."),
        (
            Cell("", "held", rival="5", words="ждёт назначения замены"),
            "Ждёт решения: «5» (ждёт назначения замены).",
        ),
        (Cell("", "refused", rival="14", words="Отметки нет."), "Отклонено: «14» (Отметки нет)."),
        (Cell("4", late=True), "Записано с опозданием."),
    ],
)
def test_every_sign_is_said_in_words(cell: Cell, words: str) -> None:
    assert cell_words(cell, "") == [words]


def test_every_sign_has_a_shape_of_its_own(theme: Theme) -> None:
    shapes = set()
    for sign in ("pending", "contested", "held", "refused"):
        image = QImage(40, 24, QImage.Format.Format_ARGB32)
        image.fill(0)
        painter = QPainter(image)
        paint_sign(painter, ink_of(theme), sign, QRect(0, 0, 40, 24))
        painter.end()
        filled = frozenset(
            (x, y) for x in range(40) for y in range(24) if image.pixelColor(x, y).alpha() > 128
        )
        assert filled
        shapes.add(filled)
    assert len(shapes) == 4


def test_the_legend_explains_only_what_is_on_the_page(theme: Theme, qtbot: QtBot) -> None:
    legend = Legend(theme)
    qtbot.addWidget(legend)
    legend.resize(900, 24)
    legend.show()
    legend.show_signs(Signs(pending=3, contested=1), has_locks=True)
    assert legend.told == "ждёт переноса: 3, спорно: 1"
    legend.say("Срок записи прошёл 19.11")
    assert legend.note == "Срок записи прошёл 19.11"
    assert legend.told == "ждёт переноса: 3, спорно: 1"  # for a reader, though it is shortened
    legend.show_signs(Signs(), has_locks=False)
    assert legend.told == ""


def test_numbers_and_days_are_written_as_people_write_them() -> None:
    assert [shown_mean(mean) for mean in (Decimal("4.5"), Decimal("4.00"), None)] == [
        "4,50",
        "4,00",
        "",
    ]
    assert [shown_weight(Decimal(weight)) for weight in ("1.5", "3", "10")] == ["1,5", "3", "10"]
    assert long_day(date(2026, 11, 20)) == "20 ноября, пятница"
    assert short_period("II четверть") == "II ч."
    assert short_period("I полугодие") == "I пол."
    assert short_period("Год") == "Год"
