"""The screens of the shell, one in front; and what covers those a class may not look at."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from desktop.views.elements import Card, EmptyState
from desktop.views.screen import Screen

_VEILED = "Этот экран не для класса"
_UNVEIL = "Включён режим класса. Чтобы открыть экран, уберите его с глаз класса и нажмите F9."


class ScreenStack(QStackedWidget):
    """Holds the screens; where the window is too small for one, it scrolls and nothing is cut."""

    def __init__(self, screens: Sequence[Screen], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._screens = list(screens)
        for screen in screens:
            self.addWidget(_scrolled(screen))
        self._place = 0
        self._in_class = False
        self._veil = _veil()
        self.addWidget(self._veil)

    @property
    def place(self) -> int:
        """The place of the screen in front, from 0, veiled or not."""
        return self._place

    @property
    def current(self) -> Screen:
        """The screen in front."""
        return self._screens[self._place]

    @property
    def is_veiled(self) -> bool:
        """Tell whether the screen in front is covered."""
        return self._in_class and not self.current.is_fit_for_class

    def show_place(self, place: int) -> None:
        """Bring a screen to the front, or its cover."""
        self._place = place
        self.setCurrentIndex(self.indexOf(self._veil) if self.is_veiled else place)

    def show_to_class(self, in_class: bool) -> None:
        """Let every screen hide what a class may not read, or show all again."""
        self._in_class = in_class
        for screen in self._screens:
            if screen.is_fit_for_class:
                screen.hide_others(in_class)
        self.show_place(self._place)

    def arrive(self) -> None:
        """Give the focus to the screen in front; a covered one does not get it."""
        if self.is_veiled:
            self._veil.setFocus()
        else:
            self.current.arrive()


def _scrolled(screen: Screen) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(screen)
    return area


def _veil() -> QWidget:
    veil = QWidget()
    veil.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    veil.setAccessibleName(f"{_VEILED}. {_UNVEIL}")
    card = Card()
    card.column.addWidget(EmptyState(_VEILED, _UNVEIL))
    column = QVBoxLayout(veil)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(card)
    return veil
