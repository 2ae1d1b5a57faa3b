"""The frame around the screens of one signed-in user."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from desktop.link import LinkState
from desktop.models.palette_model import Offer
from desktop.theme import Theme
from desktop.views.banner import Banner
from desktop.views.chip import Chip
from desktop.views.clipboard import clear_clipboard
from desktop.views.elements import button
from desktop.views.key_help import KeyHelp
from desktop.views.menu_commands import commands_of
from desktop.views.palette import Palette
from desktop.views.rail import Rail
from desktop.views.screen import KeyMeaning, Screen
from desktop.views.screen_stack import ScreenStack
from desktop.views.status_line import StatusLine
from desktop.views.top_bar import TopBar

_COMPACT_BELOW = 1000
_EVERYWHERE = (
    KeyMeaning("F1", "Эта подсказка"),
    KeyMeaning("Ctrl K", "Найти страницу, ученика, экран, команду"),
    KeyMeaning("F9", "Режим класса: виден только один ученик"),
    KeyMeaning("Ctrl L", "Заблокировать программу"),
    KeyMeaning("Tab", "К следующему полю или кнопке"),
)


class Shell(QWidget):
    """Rail, top bar, page, status line: layout and wiring, no knowledge of any screen.

    Signals:
        lock_requested: the user leaves the computer for a while.
        link_clicked: the connection chip was pressed.
        screen_changed: another ``Screen`` came to the front.
    """

    lock_requested = Signal()
    link_clicked = Signal()
    screen_changed = Signal(object)

    def __init__(
        self,
        theme: Theme,
        user_name: str,
        screens: Sequence[Screen],
        user_menu: QMenu | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Build the frame.

        Args:
            theme: the colours.
            user_name: as it stands in the top bar, "Петрова А. А.".
            screens: those of the user's role in the order of the rail; at least one.
            user_menu: opens at the user's name.
            parent: as usual in Qt.
        """
        super().__init__(parent)
        self._theme = theme
        self._screens = list(screens)
        self.rail = Rail(theme)
        self.chip = Chip(theme)
        self.banner = Banner(theme)
        self.status = StatusLine(theme)
        self.in_class = QAction("&Режим класса", self)
        self.in_class.setCheckable(True)
        self.in_class.setShortcut(QKeySequence(Qt.Key.Key_F9))
        self.addAction(self.in_class)
        self._stack = ScreenStack(screens)
        self._bar = TopBar(theme, self.chip, self._user(user_name, user_menu))
        self._bars: list[int] = []
        self._legends: list[int] = []
        self._hidden_dialogs: list[QDialog] = []
        self._menu = user_menu
        self._found_elsewhere: Callable[[], Sequence[Offer]] = tuple
        self.palette_of_all = Palette(theme, self.offers, self)
        self._lay_out()
        for place, screen in enumerate(self._screens):
            self._take(place, screen)
        self._wire()
        self._show_place(0)

    @property
    def current(self) -> Screen:
        """Return the screen in front."""
        return self._stack.current

    @property
    def screens(self) -> Sequence[Screen]:
        """The screens in the order of the rail."""
        return tuple(self._screens)

    def show_screen(self, name: str) -> Screen:
        """Bring a screen to the front by its name.

        Raises:
            LookupError: this role has no such screen.
        """
        for place, screen in enumerate(self._screens):
            if screen.name == name:
                self._show_place(place)
                return screen
        raise LookupError(name)

    def show_link(self, state: LinkState) -> None:
        """Show the connection on the chip."""
        self.chip.show_state(state)

    def show_saved(self, words: str) -> None:
        """Say in the status line where and when the last entry was saved."""
        self.status.show_saved(words)

    def show_notice(self, words: str, tone: str = "accent") -> None:
        """Say a sentence above the page; it stays until the reader closes it."""
        self.banner.say(words, tone)

    def show_help(self) -> KeyHelp:
        """Open the keys of the screen in front."""
        screen = self.current
        places = [
            KeyMeaning(f"Ctrl {place}", each.word.replace("&", ""))
            for place, each in enumerate(self._screens[:9], 1)
        ]
        everywhere = [*places, *_EVERYWHERE]
        help_ = KeyHelp(screen.title, screen.keys(), everywhere, screen.name, self)
        help_.show()
        return help_

    def find_also(self, offers: Callable[[], Sequence[Offer]]) -> None:
        """Let Ctrl+K find more than screens and commands; asked every time it opens."""
        self._found_elsewhere = offers

    def offers(self) -> list[Offer]:
        """Return what Ctrl+K finds now: screens, what else there is, commands."""
        screens = [
            Offer(
                f"screen:{each.name}",
                "screen",
                each.word.replace("&", ""),
                f"Ctrl {place}",
                partial(self._show_place, place - 1),
            )
            for place, each in enumerate(self._screens, 1)
        ]
        help_, lock = (
            Offer("command:help", "command", "Помощь", "F1", self.show_help),
            Offer("command:lock", "command", "Заблокировать", "Ctrl L", self.lock_requested.emit),
        )
        elsewhere = self._found_elsewhere()
        if self.in_class.isChecked():  # the list would be a list of names on the wall
            elsewhere = [each for each in elsewhere if each.kind not in ("pupil", "card")]
        menu = commands_of(self._menu) if self._menu is not None else []
        return [*screens, *elsewhere, help_, lock, *menu]

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.focusWidget() is None:  # after the lock the cursor is where it was
            self._stack.arrive()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.rail.set_compact(self.width() < _COMPACT_BELOW)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(self._theme.tokens.window))

    def _user(self, name: str, menu: QMenu | None) -> QPushButton:
        user = button(name, "user")
        user.setToolTip(name)
        if menu is not None:
            # a child of the shell: what it opens is hidden by the lock like all else
            menu.setParent(self, menu.windowFlags())
            menu.insertActions(menu.actions()[0], [self.in_class])
            user.setMenu(menu)
        return user

    def _lay_out(self) -> None:
        middle = QVBoxLayout()
        middle.setContentsMargins(14, 12, 14, 12)
        middle.setSpacing(10)
        middle.addWidget(self.banner)
        middle.addWidget(self._stack, 1)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._bar)
        right.addLayout(middle, 1)
        right.addWidget(self.status)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.rail)
        whole.addLayout(right, 1)

    def _take(self, place: int, screen: Screen) -> None:
        key = f"Ctrl+{place + 1}"
        entry = self.rail.add_entry(screen.word, screen.icon, key)
        if place < 9:
            QShortcut(QKeySequence(key), self).activated.connect(lambda: self._show_place(place))
        self._bars.append(self._bar.add_bar(screen.top_bar(), screen.title))
        self._legends.append(self.status.add_legend(screen.legend()))
        entry.show_badge(screen.badge, screen.badge_tone)
        screen.badge_changed.connect(lambda: entry.show_badge(screen.badge, screen.badge_tone))
        screen.hint_changed.connect(self._refresh_hint)
        screen.notice.connect(self.show_notice)
        screen.saved.connect(self.show_saved)

    def _wire(self) -> None:
        self.rail.chosen.connect(self._show_place)
        self.rail.help_requested.connect(self.show_help)
        self.rail.lock_requested.connect(self.lock_requested)
        self.chip.clicked.connect(self.link_clicked)
        self.in_class.toggled.connect(self._show_to_class)
        QShortcut(QKeySequence(Qt.Key.Key_F1), self).activated.connect(self.show_help)
        QShortcut(QKeySequence("Ctrl+K"), self).activated.connect(self.palette_of_all.ask)
        QShortcut(QKeySequence("Ctrl+L"), self).activated.connect(self.lock_requested)

    def _show_place(self, place: int) -> None:
        is_new = place != self._stack.place
        self._stack.show_place(place)
        self._show_surroundings()
        self.rail.choose(place)
        self._stack.arrive()
        if is_new:
            self.banner.hide()  # it spoke about the page that is gone
            self.screen_changed.emit(self.current)

    def _show_surroundings(self) -> None:
        """Show bar, legend and hint of the screen in front; nothing of a covered one."""
        is_veiled, place = self._stack.is_veiled, self._stack.place
        self._bar.show_bar(self._bars[place], is_veiled=is_veiled)
        self.status.show_legend(0 if is_veiled else self._legends[place])
        self._refresh_hint()

    def _show_to_class(self, in_class: bool) -> None:
        """Leave one pupil readable; what is open besides goes out of sight and comes back."""
        if in_class:
            clear_clipboard()
            self.banner.hide()
            opened = [each for each in self.findChildren(QDialog) if each.isVisible()]
            self._hidden_dialogs = [each for each in opened if not isinstance(each, KeyHelp)]
        for dialog in self._hidden_dialogs:
            if isValid(dialog):
                dialog.setVisible(not in_class)
        self._bar.show_class(in_class)
        self.status.leave_names_out(in_class)
        self._stack.show_to_class(in_class)
        self._show_surroundings()
        self._stack.arrive()

    def _refresh_hint(self) -> None:
        self.status.show_hint(None if self._stack.is_veiled else self.current.hint)
