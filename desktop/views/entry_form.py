"""What the sign-in page and the lock share: a card, a password, a refusal, work in progress."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPaintEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.tasks import Progress, TaskHandle
from desktop.theme import Theme
from desktop.tokens import PAGE_TITLE_TEXT
from desktop.views.elements import Card, button, label, set_refused, small, tab_in_order, title
from journal.errors import UserError

if TYPE_CHECKING:
    from desktop.views.key_help import KeyHelp

_CARD_WIDTH = 400
_KEYS = (
    ("F1", "Эта подсказка"),
    ("Tab", "К следующему полю или кнопке"),
    ("Enter", "Дальше: к паролю, потом войти"),
    ("Пробел", "Нажать кнопку, поставить галочку"),
)
_BROKEN = "Программа столкнулась с ошибкой, вход не выполнен. Попробуйте ещё раз."


class PasswordField(QWidget):
    """A password that can be shown, with a word about the keyboard layout."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = QLineEdit()
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.setAccessibleName("Пароль")
        self.shown = QCheckBox("П&оказать пароль")
        self.shown.toggled.connect(self._show_letters)
        # nobody sees that «gfhjkm» was typed in the wrong layout while the letters are dots
        self._layout_hint = small()
        self.edit.textChanged.connect(self._look_at_letters)
        self._look_at_letters("")
        below = QHBoxLayout()
        below.addWidget(self.shown)
        below.addStretch(1)
        below.addWidget(self._layout_hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(labelled("&Пароль", self.edit))
        column.addWidget(self.edit)
        column.addLayout(below)

    @property
    def hint(self) -> str:
        """Return the words about the keyboard layout."""
        return self._layout_hint.text()

    def forget(self) -> None:
        """Empty the field and hide its letters again."""
        self.edit.clear()
        self.shown.setChecked(False)

    def _show_letters(self, is_shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if is_shown else QLineEdit.EchoMode.Password
        self.edit.setEchoMode(mode)

    def _look_at_letters(self, text: str) -> None:
        has_russian = any("а" <= letter <= "я" or letter == "ё" for letter in text.lower())
        self._layout_hint.setText("набрано русскими буквами" if has_russian else "")


class EntryForm(QWidget):
    """A card in the middle of an empty page; a subclass fills it between title and button."""

    def __init__(self, theme: Theme, action: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._work: TaskHandle | None = None
        self._refusal = label("", "refusal", wraps=True)
        self._refusal.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._refusal.hide()
        self.go = button(action, "primary")
        self.go.setDefault(True)
        self._progress = QWidget()
        self._doing = small()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._cancel = button("От&менить")
        self._cancel.clicked.connect(self.stop)
        self._fields = QWidget()
        self.fields = QVBoxLayout(self._fields)
        self.fields.setContentsMargins(0, 0, 0, 0)
        self.fields.setSpacing(6)
        self.card = Card(margin=24, gap=12)
        self.card.setFixedWidth(_CARD_WIDTH)
        self.card.column.addWidget(self._fields)
        self.card.column.addWidget(self._refusal)
        self.card.column.addLayout(self._buttons())
        self.footer = small(wraps=True)
        self.footer.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.footer.setFixedWidth(_CARD_WIDTH)
        self._lay_out()
        self._show_busy(False)
        QShortcut(QKeySequence(Qt.Key.Key_F1), self).activated.connect(self.show_help)

    def show_help(self) -> KeyHelp:
        """Open the page about signing in and the lock."""
        # loaded when it is asked for: this page stands on the screen before the program is loaded
        from desktop.views.key_help import KeyHelp
        from desktop.views.screen import KeyMeaning

        keys = [KeyMeaning(*each) for each in _KEYS]
        help_ = KeyHelp("Вход и блокировка", keys, (), "entry", self)
        help_.show()
        return help_

    @property
    def is_busy(self) -> bool:
        """Tell whether an attempt is under way."""
        return self._work is not None

    @property
    def refusal(self) -> str:
        """Return the refusal on show, "" when there is none."""
        return "" if self._refusal.isHidden() else self._refusal.text()

    @property
    def doing(self) -> str:
        """Return the words about the work under way, "" when there is none."""
        return "" if self._progress.isHidden() else self._doing.text()

    def begin(self, work: TaskHandle, words: str) -> None:
        """Show that an attempt is under way."""
        self._work = work
        self._refusal.hide()
        self.show_progress(Progress(words))
        self._show_busy(True)
        self._cancel.setFocus()

    def show_progress(self, progress: Progress) -> None:
        """Show how far the attempt is; a total of 0 shows a moving bar."""
        count = f": {progress.reached} из {progress.total}" if progress.total else "…"
        self._doing.setText(progress.words.rstrip("….") + count)
        self._bar.setRange(0, progress.total)
        self._bar.setValue(progress.reached)

    def end(self) -> None:
        """Show that the attempt is over."""
        self._work = None
        self._show_busy(False)

    def stop(self) -> None:
        """Give the attempt up; the fields keep what was typed."""
        if self._work is not None:
            self._work.cancel()
            self.end()
            self.setFocus()

    def refuse(self, sentence: str, field: QLineEdit) -> None:
        """Show a refusal in place and put the cursor where it can be answered."""
        self._refusal.setText(sentence)
        self._refusal.setAccessibleName(sentence)
        self._refusal.show()
        set_refused(field, True)
        field.setFocus()
        field.selectAll()

    def take_fault(self, fault: Exception, field: QLineEdit) -> None:
        """Show what ended an attempt.

        Raises:
            Exception: the fault itself, when it is a bug and belongs into the crash log.
        """
        self.end()
        if isinstance(fault, UserError):
            self.refuse(str(fault), field)
        else:
            self.refuse(_BROKEN, field)
            raise fault

    def watch(self, field: QLineEdit, enter: Callable[[], object]) -> None:
        """Take a refusal back when its field is changed; ``enter`` is called by Enter."""

        def forgive() -> None:
            set_refused(field, False)
            self._refusal.hide()

        field.textEdited.connect(forgive)
        field.returnPressed.connect(enter)

    def tab_through(self, *fields: QWidget) -> None:
        """Let Tab go through the fields in reading order, then to the buttons."""
        tab_in_order(*fields, self.go, self._cancel)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.focusWidget() is None:  # a refusal has put it where it belongs
            self.setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(self._theme.tokens.window))

    def _buttons(self) -> QHBoxLayout:
        """Return the row where the button gives way to the progress of the attempt."""
        progress = QVBoxLayout(self._progress)
        progress.setContentsMargins(0, 0, 0, 0)
        progress.setSpacing(4)
        progress.addWidget(self._doing)
        progress.addWidget(self._bar)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.go, 1)
        row.addWidget(self._progress, 1)
        row.addWidget(self._cancel)
        return row

    def _lay_out(self) -> None:
        self._name = title("Электронная учительская", PAGE_TITLE_TEXT)
        self._theme.changed.connect(self._dress)
        self._dress()
        content = QWidget()
        page = QVBoxLayout(content)
        page.setSpacing(16)
        page.addStretch(2)
        for part in (self._name, self.card, self.footer):
            # stretches and no alignment: an aligned item is never asked for the height of
            # wrapped text
            row = QHBoxLayout()
            row.addStretch(1)
            row.addWidget(part)
            row.addStretch(1)
            page.addLayout(row)
        page.addStretch(3)
        # a 1366 x 768 screen at 150 % has room for 500 pixels
        scroll = QScrollArea()
        scroll.setWidget(content)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    def _dress(self) -> None:
        self._name.setStyleSheet(f"color: {self._theme.tokens.accent}")

    def _show_busy(self, is_busy: bool) -> None:
        self._fields.setEnabled(not is_busy)
        self.go.setVisible(not is_busy)
        for part in (self._progress, self._cancel):
            part.setVisible(is_busy)


def labelled(words: str, field: QWidget) -> QLabel:
    """Return the label of a field; its mnemonic brings the cursor there."""
    made = label(words)
    made.setBuddy(field)
    return made
