"""The one main window: it holds sign-in, the shell, or the lock, one at a time."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QMainWindow,
    QStackedWidget,
    QToolTip,
    QWidget,
)
from shiboken6 import isValid

# what a screen of 1366 x 768 at 200 % (683 x 384) leaves beside a task bar and its own frame
_LEAST_SIZE = QSize(660, 300)
_FIRST_SIZE = QSize(1366, 768)
_FRAME = QSize(8, 40)  # title bar and edges, about


class MainWindow(QMainWindow):
    """Shows one page and hides everything else that could be read over a shoulder.

    Signals:
        closed: the user closed the window; the program puts its work away and leaves.
    """

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._stack = QStackedWidget()
        self._hidden_dialogs: list[QDialog] = []
        self._page_under_lock: QWidget | None = None
        self._heir: QWidget | None = None
        self.setCentralWidget(self._stack)
        self.setWindowTitle("Электронная учительская")
        self.setMinimumSize(_LEAST_SIZE)
        self.resize(_FIRST_SIZE)

    def take_size(self, size: tuple[int, int], *, is_full: bool) -> None:
        """Be as large as when it was closed; (0, 0) is no size."""
        if all(size):
            self.resize(QSize(*size))
        if is_full:
            self.setWindowState(Qt.WindowState.WindowMaximized)

    def appear(self) -> None:
        """Show the window, filling a screen that has no room for all of it and its frame.

        A size that was kept on a larger screen is cut to this one.
        """
        room = self.screen().availableSize() - _FRAME
        self.resize(self.size().boundedTo(room))
        if room.width() < _FIRST_SIZE.width() or room.height() < _FIRST_SIZE.height():
            self.showMaximized()
        else:
            self.show()

    @property
    def page(self) -> QWidget | None:
        """Return the page on show."""
        return self._stack.currentWidget()

    def show_page(self, page: QWidget) -> None:
        """Show a page and drop the one before it, with the dialogs it had opened."""
        before = self._stack.currentWidget()
        under_lock = self._page_under_lock
        self._open_eyes()
        self._hidden_dialogs.clear()
        self._put(page)
        for old in (before, under_lock):
            if old is not None and old is not page:
                self._stack.removeWidget(old)
                old.deleteLater()

    def cover(self, lock: QWidget) -> None:
        """Hide page and dialogs behind a lock; nothing typed in them is lost.

        What is being typed is taken as if its field had been left, so that it is kept even if the
        next to sign in is somebody else; what cannot be taken waits in its field.
        The dialogs come back with ``uncover`` when they were opened by ``open`` or ``show``;
        the loop of ``exec`` would end here, so no dialog of ours uses it.
        """
        page = self._stack.currentWidget()
        if self._page_under_lock is not None or page is None:
            return
        while (popup := QApplication.activePopupWidget()) is not None and popup.close():
            pass  # a menu and the menu that opened it
        QToolTip.hideText()
        focus = QApplication.focusWidget()
        self._heir = focus if page.isAncestorOf(focus or lock) else None
        if self._heir is not None:
            self._heir.clearFocus()
        self._page_under_lock = page
        self._hidden_dialogs = [each for each in self.findChildren(QDialog) if each.isVisible()]
        for dialog in self._hidden_dialogs:
            dialog.setVisible(False)
        self._put(lock)
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]

    def uncover(self) -> None:
        """Take the lock away and bring back what it hid."""
        page, lock = self._page_under_lock, self._stack.currentWidget()
        if page is None or lock is None:
            return
        self._open_eyes()
        self._stack.setCurrentWidget(page)
        self._stack.removeWidget(lock)
        lock.deleteLater()
        for dialog in self._hidden_dialogs:
            if isValid(dialog):
                dialog.setVisible(True)
        self._hidden_dialogs.clear()
        heir = self._heir if self._heir is not None and isValid(self._heir) else None
        while heir is not None and not heir.isVisible():  # a field that was closed: its table
            heir = heir.parentWidget()
        if heir is not None:
            heir.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep hidden under the lock what opens over the page while work goes on."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QDialog):
            lock = self._stack.currentWidget()
            if watched in self.findChildren(QDialog) and watched not in lock.findChildren(QDialog):
                watched.setWindowOpacity(0)  # it is half-way to being shown
                QTimer.singleShot(0, watched, lambda: self._put_out_of_sight(watched))
        return False

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()

    def _put_out_of_sight(self, dialog: QDialog) -> None:
        if self._page_under_lock is not None:
            dialog.setVisible(False)
            self._hidden_dialogs.append(dialog)
        dialog.setWindowOpacity(1)

    def _open_eyes(self) -> None:
        self._page_under_lock = None
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]

    def _put(self, page: QWidget) -> None:
        if self._stack.indexOf(page) < 0:
            self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
