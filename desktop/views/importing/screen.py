"""The screen «Импорт»: a school's tables come into the journal, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.models.import_board import ImportBoard, Step
from desktop.theme import Theme
from desktop.views.elements import EmptyState, button, pill, set_tone
from desktop.views.importing.difference import DifferencePage
from desktop.views.importing.page import StepPage
from desktop.views.importing.steps import (
    ColumnsPage,
    DonePage,
    FilesPage,
    FindingsPage,
    TakingPage,
)
from desktop.views.screen import KeyMeaning, Screen

_STEPS: tuple[tuple[Step, str], ...] = (
    ("files", "1 Файлы"),
    ("columns", "2 Колонки"),
    ("findings", "3 Замечания"),
    ("difference", "4 Отличия"),
    ("taking", "5 Загрузка"),
    ("done", "6 Готово"),
)
_BACK: dict[Step, Step] = {
    "columns": "files",
    "findings": "columns",
    "difference": "findings",
}
_FORWARD: dict[Step, str] = {
    "columns": "&Дальше: прочитать",
    "difference": "&Загрузить",
    "done": "&Ещё таблицы",
}
_TABLES = "Таблицы (*.xlsx *.xls *.ods *.csv *.txt *.xml);;Все файлы (*)"


class ImportScreen(Screen):
    """One page a step, one button forward and one back."""

    def __init__(self, board: ImportBoard, theme: Theme, parent: QWidget | None = None) -> None:
        """Build the screen over a board."""
        super().__init__("import", "&Импорт", "import", "Импорт таблиц школы", parent)
        self.board = board
        self.setAcceptDrops(True)
        self.files = FilesPage(board)
        self.columns = ColumnsPage(board)
        self.findings = FindingsPage(board)
        self.difference = DifferencePage(board)
        self.taking = TakingPage(board)
        self.done = DonePage(board)
        self._pages: dict[Step, StepPage] = {
            "files": self.files,
            "columns": self.columns,
            "findings": self.findings,
            "difference": self.difference,
            "taking": self.taking,
            "done": self.done,
        }
        self._stack = QStackedWidget()
        for page in self._pages.values():
            self._stack.addWidget(page)
        self.back, self.next = button("&Назад"), button("&Дальше", "primary")
        self.stop: QPushButton = button("&Остановить")
        self._strip: dict[Step, QLabel] = {step: pill(words, "muted") for step, words in _STEPS}
        self._lay_out()
        self.back.clicked.connect(self._go_back)
        self.next.clicked.connect(self._go_on)
        self.stop.clicked.connect(board.stop)
        self.files.files_wanted.connect(self._ask_files)
        self.files.folder_wanted.connect(self._ask_folder)
        self.files.templates_wanted.connect(self._ask_templates)
        self.findings.protocol_wanted.connect(self._ask_protocol)
        board.changed.connect(self._show)
        board.told.connect(self.notice)
        self._shown: Step | None = None
        self._show()

    def keys(self) -> Sequence[KeyMeaning]:
        return (
            KeyMeaning("Alt П", "Выбрать папку с таблицами"),
            KeyMeaning("Alt Д", "Следующий шаг"),
            KeyMeaning("Alt Н", "Предыдущий шаг"),
            KeyMeaning("Alt О", "Остановить загрузку или отменить её"),
        )

    def arrive(self) -> None:
        if self.board.refusal:
            self.setFocus()
        else:
            self._focus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and not self.board.refusal and not self.board.is_busy:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        self.board.open(paths)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(14)
        if self.board.refusal:
            column.addWidget(EmptyState("Импорт ведут другие", self.board.refusal))
            return
        strip = QHBoxLayout()
        strip.setSpacing(8)
        for each in self._strip.values():
            strip.addWidget(each)
        strip.addStretch(1)
        column.addLayout(strip)
        column.addWidget(self._stack, 1)
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.stop)
        row.addWidget(self.next)
        column.addLayout(row)

    def _show(self) -> None:
        board, step = self.board, self.board.step
        page = self._pages[step]
        page.refresh()
        self._stack.setCurrentWidget(page)
        for name, chip in self._strip.items():
            set_tone(chip, "accent" if name == step else "muted")
        self.back.setVisible(step in _BACK)
        self.back.setEnabled(not board.is_busy)
        self.stop.setVisible(step == "taking")
        self.next.setVisible(step not in ("files", "taking"))
        self.next.setText(_FORWARD.get(step, "&Дальше"))
        self.next.setEnabled(not board.is_busy and self._may_go_on(step))
        if step != self._shown:
            self._shown = step
            if self.isVisible():
                self._focus()

    def _may_go_on(self, step: Step) -> bool:
        board = self.board
        if step == "findings":
            return board.reading is not None and board.reading.school is not None
        if step == "difference":
            found = board.difference
            return found is not None and not found.is_empty and not found.obstacles
        return True

    def _focus(self) -> None:
        step = self.board.step
        target = {
            "files": self.files.folder,
            "columns": self.columns.sheet_table,
            "findings": self.findings.table,
            "difference": self.difference.table,
            "taking": self.stop,
            "done": self.next,
        }[step]
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_on(self) -> None:
        step = self.board.step
        if step == "columns":
            self.board.read()
        elif step == "findings":
            self.board.compare()
        elif step == "difference":
            self.board.take()
        else:
            self.board.go("files")

    def _go_back(self) -> None:
        self.board.go(_BACK[self.board.step])

    def _ask_files(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, "Таблицы школы", "", _TABLES)
        self.board.open([Path(name) for name in names])

    def _ask_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "Папка с таблицами школы")
        self.board.open([Path(name)] if name else [])

    def _ask_templates(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "Куда записать шаблоны")
        if name:
            self.board.write_templates(Path(name))

    def _ask_protocol(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, "Протокол проверки таблиц", "Протокол импорта.xlsx", "Таблица (*.xlsx)"
        )
        if name:
            self.board.write_protocol(Path(name).with_suffix(".xlsx"))
