"""The help of F1: how to work on the screen at hand, and its keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from desktop.handbook import find_page, read_pages
from desktop.tokens import BODY_TEXT, GAP, TITLE_TEXT
from desktop.views.elements import button, key_cap, label, set_refused, small, title
from desktop.views.screen import KeyMeaning

_SIZE = QSize(940, 560)
_KEYS_WIDTH, _TEXT_WIDTH = 340, 240


class KeyHelp(QDialog):
    """Shows a page of the handbook beside the keys; stays open beside the work."""

    def __init__(
        self,
        heading: str,
        own: Sequence[KeyMeaning],
        everywhere: Sequence[KeyMeaning],
        page: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Open the help of a screen.

        Args:
            heading: the screen in words.
            own: the keys of the screen.
            everywhere: the keys of the shell.
            page: the name of the screen, for its page of the handbook.
            parent: as usual in Qt.
        """
        super().__init__(parent)
        self.setWindowTitle("Помощь")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._pages = read_pages()
        self.page = page
        self.search = QLineEdit()
        self.search.setPlaceholderText("Найти в помощи")
        self.search.setAccessibleName("Найти в помощи")
        self.search.setClearButtonEnabled(True)
        self.text = QTextBrowser()
        self.text.setMinimumWidth(_TEXT_WIDTH)
        self.text.setAccessibleName("Как работать на этом экране")
        head = QHBoxLayout()
        head.addWidget(title(heading))
        head.addStretch(1)
        head.addWidget(self.search)
        close = button("Закрыть")
        close.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        halves = QHBoxLayout()
        halves.setSpacing(16)
        halves.addWidget(self.text, 1)
        halves.addWidget(_keys(own, everywhere))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addLayout(head)
        column.addLayout(halves, 1)
        column.addLayout(foot)
        self.search.textChanged.connect(self._find)
        self._show(page)
        self.text.setFocus()

    def sizeHint(self) -> QSize:
        return _SIZE

    def _show(self, page: str) -> None:
        self.page = page
        self.text.setVisible(page in self._pages)
        self.text.setMarkdown(self._pages.get(page, ""))
        self._quieten_headings()

    def _quieten_headings(self) -> None:
        """Give headings the sizes of the program: those of Markdown shout."""
        block = self.text.document().begin()
        while block.isValid():
            level = block.blockFormat().headingLevel()
            if level:
                cursor = QTextCursor(block)
                look = block.blockFormat()
                look.setTopMargin(0 if level == 1 else GAP)
                cursor.setBlockFormat(look)
                cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
                letters = QTextCharFormat()
                letters.setProperty(QTextCharFormat.Property.FontSizeAdjustment, 0)
                letters.setProperty(
                    QTextCharFormat.Property.FontPixelSize, TITLE_TEXT if level == 1 else BODY_TEXT
                )
                letters.setFontWeight(QFont.Weight.Bold)
                cursor.mergeCharFormat(letters)
            block = block.next()

    def _find(self, words: str) -> None:
        """Show the page that holds the words, with the first of them marked."""
        found = find_page(self._pages, words, self.page)
        set_refused(self.search, not found)
        if not found:
            return
        if found != self.page:
            self._show(found)
        self.text.moveCursor(self.text.textCursor().MoveOperation.Start)
        if words.split():
            self.text.find(words.split()[0])


def _keys(own: Sequence[KeyMeaning], everywhere: Sequence[KeyMeaning]) -> QScrollArea:
    content = QWidget()
    column = QVBoxLayout(content)
    column.setContentsMargins(0, 0, 8, 0)
    if own:
        column.addWidget(small("Клавиши этого экрана"))
        column.addLayout(_table(own))
        column.addSpacing(6)
    if everywhere:
        column.addWidget(small("На любом экране"))
        column.addLayout(_table(everywhere))
    column.addStretch(1)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(content)
    area.setFixedWidth(_KEYS_WIDTH)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setAccessibleName("Клавиши")
    return area


def _table(lines: Sequence[KeyMeaning]) -> QGridLayout:
    table = QGridLayout()
    table.setHorizontalSpacing(16)
    table.setVerticalSpacing(7)
    table.setColumnMinimumWidth(0, 96)
    table.setColumnStretch(1, 1)
    for place, line in enumerate(lines):
        table.addWidget(key_cap(line.keys), place, 0, Qt.AlignmentFlag.AlignTop)
        table.addWidget(label(line.meaning, wraps=True), place, 1)
    return table
