"""A column beside the main thing of a page, which scrolls when the window is too low for it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QWidget


class LowColumn(QScrollArea):
    """Lets its content shrink as far as it can; only then it scrolls."""

    def __init__(self, content: QWidget, *, least: int) -> None:
        """Hold ``content``; ``least`` is the height in pixels that the column asks for."""
        super().__init__()
        self._content = content
        self._least = least
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)
        content.setObjectName("low-column")
        self.setStyleSheet("QScrollArea, #low-column { background: transparent; }")
        self.viewport().setAutoFillBackground(False)
        content.installEventFilter(self)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._least)

    def sizeHint(self) -> QSize:
        return QSize(0, self._least)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """Give the content the room in sight, or the least it needs.

        A resizable area would ask for what the words prefer, and lists would never be shortened.
        """
        room = self.viewport().size()
        self._content.resize(room.width(), self._content.height())
        for words in self._content.findChildren(QLabel):
            if words.wordWrap():  # a layout within layouts takes less than all the lines
                words.setMinimumHeight(max(0, words.heightForWidth(words.width())))
        needed = self._content.minimumSizeHint().height()
        self._content.resize(room.width(), max(room.height(), needed))
