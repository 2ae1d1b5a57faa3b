"""The screen «Печать»: copies for certification, and the register of copies."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QAction, QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.copying import Printed
from desktop.models.copies_board import CopiesBoard
from desktop.models.print_board import PrintBoard
from desktop.models.term_desk import TermDesk
from desktop.tasks import Tasks
from desktop.theme import Theme
from desktop.views.elements import button, small
from desktop.views.printing.print_page import PrintPage
from desktop.views.printing.register_page import RegisterOfCopies
from desktop.views.printing.term_button import TermButton
from desktop.views.screen import KeyMeaning, Screen
from desktop.workspace import Workspace
from journal.queries.transfer_words import plural

_PAGES, _COPIES = 0, 1
_LEAST_BOX = 84
_LEGENDS = (
    "копия для заверения — когда четверть окончена и всё перенесено",
    "путь копии: напечатана — проверена — заверена — передана на хранение",
)


class PrintingScreen(Screen):
    """Two pages under one entry of the rail: «Страницы» and «Журнал печати»."""

    def __init__(
        self, workspace: Workspace, tasks: Tasks, theme: Theme, parent: QWidget | None = None
    ) -> None:
        """Build the screen over an open journal.

        Args:
            workspace: the journal whose pages are printed.
            tasks: where freezing, rendering and drawing is done.
            theme: the colours.
            parent: as usual in Qt.
        """
        super().__init__("print", "Пе&чать", "print", "Печать", parent)
        self.board = PrintBoard(workspace, tasks, self)
        self.copies = CopiesBoard(workspace, tasks, self)
        self.terms = TermDesk(workspace, self)
        self.term = TermButton(self.terms)
        self.page = PrintPage(self.board, theme, tasks, self.term)
        self.register = RegisterOfCopies(self.copies, theme)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.page)
        self._stack.addWidget(self.register)
        self._legend = small(_LEGENDS[_PAGES])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._make_bar()
        self._print = QAction("Напечатать", self)
        self._print.setShortcut("Ctrl+P")
        self._print.triggered.connect(self.page.print.click)
        self.addAction(self._print)
        self._wire()
        self._show_choice()

    def top_bar(self) -> QWidget:
        return self._bar

    def legend(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(self._legend)
        return holder

    def keys(self) -> Sequence[KeyMeaning]:
        return (
            KeyMeaning("Ctrl P", "Напечатать копию или черновик"),
            KeyMeaning("Enter", "Отметить предмет или снять отметку"),
            KeyMeaning("PgUp PgDn", "Предыдущий, следующий разворот"),
            KeyMeaning("Ctrl + и Ctrl -", "Крупнее, мельче"),
        )

    def arrive(self) -> None:
        if self._stack.currentIndex() == _COPIES:
            self.register.table.setFocus()
        else:
            self.page.choice.list.setFocus()

    def show_pages(self) -> None:
        """Show what can be printed."""
        self._turn(_PAGES)

    def show_copies(self) -> None:
        """Show the register of copies."""
        self._turn(_COPIES)

    def choose(self, page: str, period: str) -> None:
        """Offer one page of the register for print, as from another screen."""
        self.board.choose_page(page, period)
        self.show_pages()

    def print_to(self, path: Path) -> None:
        """Print what is chosen into a file."""
        self.board.print_to(path)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._watch()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._watch()

    def _make_bar(self) -> None:
        self._bar = QWidget()
        self.take_along(self._bar)
        row = QHBoxLayout(self._bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._tabs = QButtonGroup(self)
        self.tabs: list[QPushButton] = []
        for place, words in enumerate(("&Страницы", "Ж&урнал печати")):
            tab = button(words)
            tab.setCheckable(True)
            tab.setChecked(place == _PAGES)
            self._tabs.addButton(tab, place)
            self.tabs.append(tab)
            row.addWidget(tab)
        row.addSpacing(10)
        self.classes, self.periods = QComboBox(), QComboBox()
        self.classes.setAccessibleName("Класс")
        self.periods.setAccessibleName("Период")
        for box in (self.classes, self.periods):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.setMinimumWidth(_LEAST_BOX)
            row.addWidget(box)
        row.addStretch(1)

    def _wire(self) -> None:
        self._tabs.idClicked.connect(self._turn)
        self.classes.activated.connect(
            lambda place: self.board.choose_class(self.classes.itemData(place))
        )
        self.periods.activated.connect(
            lambda place: self.board.choose_period(self.periods.itemData(place))
        )
        self.board.choice_changed.connect(self._show_choice)
        self.board.refused.connect(lambda words: self.notice.emit(words, "bad"))
        self.terms.refused.connect(lambda words: self.notice.emit(words, "bad"))
        self.terms.changed.connect(self._show_term)
        self.copies.refused.connect(lambda words: self.notice.emit(words, "bad"))
        self.board.printed.connect(self._tell)
        self.page.print_wished.connect(self.print_to)

    def _turn(self, place: int) -> None:
        self._stack.setCurrentIndex(place)
        self.tabs[place].setChecked(True)
        self._legend.setText(_LEGENDS[place])
        for box in (self.classes, self.periods):
            box.setVisible(place == _PAGES)
        self._show_term()
        self._print.setEnabled(place == _PAGES)
        self._watch()
        self.arrive()

    def _show_term(self) -> None:
        is_seen = self._stack.currentIndex() == _PAGES
        self.term.setVisible(is_seen and self.terms.is_offered)

    def _watch(self) -> None:
        is_seen, place = self.isVisible(), self._stack.currentIndex()
        self.board.watch(is_seen and place == _PAGES)
        self.copies.watch(is_seen and place == _COPIES)

    def _show_choice(self) -> None:
        _fill(
            self.classes,
            [(f"{each.title} класс", each.id) for each in self.board.classes()],
            self.board.class_id,
        )
        _fill(
            self.periods,
            [(each.name, each.id) for each in self.board.periods()],
            self.board.period,
        )
        self.terms.choose(self.board.class_id, self.board.period)

    def _tell(self, printed: Printed) -> None:
        pages = plural(printed.pages, "страница", "страницы", "страниц")
        sheets = plural(printed.sheets, "лист", "листа", "листов")
        what = "Черновик" if printed.draft else "Копия"
        file = f"{what} № {printed.number}: {pages}, {sheets}. Файл «{printed.path.name}» сохранён."
        after = (
            "Черновик заверять нельзя."
            if printed.draft
            else "Напечатайте его с двух сторон, сверьте и отметьте «Проверено» в журнале печати."
        )
        self.notice.emit(f"{file} {after}", "waiting" if printed.draft else "good")


def _fill(box: QComboBox, items: Sequence[tuple[str, str]], chosen: str) -> None:
    """Show other items in a box without announcing it as somebody's choice."""
    known = [(box.itemText(place), box.itemData(place)) for place in range(box.count())]
    if known != list(items):
        box.clear()
        for words, id_ in items:
            box.addItem(words, id_)
    box.setCurrentIndex(max(box.findData(chosen), 0))
