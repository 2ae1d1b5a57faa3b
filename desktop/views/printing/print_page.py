"""The page on which a copy is chosen, looked at and printed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, QStandardPaths, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QProgressBar,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.models.print_board import PrintBoard
from desktop.tasks import Tasks
from desktop.theme import Theme
from desktop.views.elements import button, small
from desktop.views.printing.choice_card import ChoiceCard
from desktop.views.printing.low_column import LowColumn
from desktop.views.printing.precheck_card import PrecheckCard
from desktop.views.printing.preview import Preview
from journal.queries.transfer_words import plural
from printing.rendered import Rendered

_LEFT, _NARROW_LEFT, _GAP = 348, 300, 12
_NARROW_BELOW = 860
_LEAST = QSize(800, 300)


class PrintPage(QWidget):
    """Subjects and precheck on the left, the open file on the right, one button below.

    Signals:
        print_wished: the file the user chose (``Path``).
    """

    print_wished = Signal(object)

    def __init__(self, board: PrintBoard, theme: Theme, tasks: Tasks, term: QWidget) -> None:
        """Build the page; ``term`` is the button that closes the period, beside that of print."""
        super().__init__()
        self._board = board
        self.choice = ChoiceCard(theme, board.pages)
        self.precheck = PrecheckCard(theme, board.gaps)
        self.preview = Preview(theme, tasks)
        self.print = button("Напечатать копию…", "primary")
        self._amount = small("", wraps=True)
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._holder = QWidget()
        self._lay_out(term)
        self.setMinimumSize(_LEAST)
        board.looked.connect(self._show_look)
        board.choice_changed.connect(self._show_state)
        board.busy_changed.connect(self._show_state)
        self.print.clicked.connect(self._ask_path)
        self._show_state()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < _NARROW_BELOW
        self._holder.setFixedWidth(_NARROW_LEFT if is_narrow else _LEFT)
        self.preview.set_narrow(is_narrow)

    def _lay_out(self, term: QWidget) -> None:
        content = QWidget()
        cards = QVBoxLayout(content)
        cards.setContentsMargins(0, 0, 0, 0)
        cards.setSpacing(_GAP)
        cards.addWidget(self.choice)
        cards.addWidget(self.precheck)
        cards.addStretch(1)
        left = QVBoxLayout(self._holder)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(_GAP)
        left.addWidget(LowColumn(content, least=200), 1)
        self._busy.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        foot = QVBoxLayout()
        foot.setSpacing(5)
        foot.addWidget(self._amount)
        foot.addWidget(self._busy)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(term)
        buttons.addWidget(self.print, 1)
        foot.addLayout(buttons)
        left.addLayout(foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        row.addWidget(self._holder)
        row.addWidget(self.preview, 1)

    def _show_look(self) -> None:
        look = self._board.look
        if look is not None:
            is_draft = bool(look.checked.precheck.draft_reasons)
            self.preview.show_document(look.rendered, is_draft=is_draft)
        self._show_state()

    def _show_state(self) -> None:
        board = self._board
        precheck = board.precheck
        is_chosen = bool(board.pages.chosen)
        self.precheck.setVisible(is_chosen)
        self.precheck.show_precheck(precheck)
        is_draft = precheck is not None and bool(precheck.draft_reasons)
        what = "черновик" if is_draft else "копию"
        if board.is_printing:
            self.print.setText("Печатаем…")
        else:
            self.print.setText(f"&Напечатать {what}…")
        self.print.setEnabled(is_chosen and precheck is not None and not board.is_printing)
        self._busy.setVisible(board.is_looking or board.is_printing)
        rendered = board.look.rendered if board.look is not None and precheck is not None else None
        self._amount.setText(_amount(rendered) if is_chosen else "")

    def _ask_path(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = QFileDialog(self, "Куда сохранить файл для печати", folder, "Документ (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(self._board.file_name())
        dialog.fileSelected.connect(lambda file: self.print_wished.emit(Path(file)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _amount(rendered: Rendered | None) -> str:
    if rendered is None:
        return ""
    pages = plural(rendered.pages, "страница", "страницы", "страниц")
    sheets = plural(rendered.sheets, "лист", "листа", "листов")
    return f"{pages}, {sheets}: печатать с двух сторон, переворот по длинному краю."
