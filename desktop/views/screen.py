"""What a screen is to the shell that holds it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from desktop.tokens import Tone


@dataclass(frozen=True, slots=True)
class KeyMeaning:
    """One line of the key help: «Ctrl Z» - «Отменить последнюю запись»."""

    keys: str
    meaning: str


class Screen(QWidget):
    """One entry of the rail with its page.

    A screen overrides ``top_bar``, ``legend``, ``keys`` and ``arrive`` where it has something
    to say; the shell asks for the first two once.

    Signals:
        badge_changed: ``badge`` is another number now.
        hint_changed: ``hint`` is another action now.
        notice: a sentence and its tone (``Tone``); the shell shows it above the page.
        saved: where and when the last entry was saved, ready for the status line.
    """

    badge_changed = Signal()
    hint_changed = Signal()
    notice = Signal(str, str)
    saved = Signal(str)

    is_fit_for_class = False
    """Whether a class may look at this screen in classroom mode (F9); others are covered then."""

    def __init__(
        self, name: str, word: str, icon: str, title: str, parent: QWidget | None = None
    ) -> None:
        """Make a screen.

        Args:
            name: for the code and the pictures, as in "transfer".
            word: on the rail, with its mnemonic: "П&еренос".
            icon: name of a file in ``resources/icons``.
            title: in the top bar, unless the screen has a bar of its own.
            parent: as usual in Qt.
        """
        super().__init__(parent)
        self.name = name
        self.word = word
        self.icon = icon
        self.title = title
        self.badge = 0
        self.badge_tone: Tone = "waiting"
        self.hint: QAction | None = None
        self.setAccessibleName(title)

    def take_along(self, *parts: QWidget) -> None:
        """Let parts that stand in the shell's bars go when the screen goes."""
        for part in parts:
            self.destroyed.connect(part.deleteLater)

    def top_bar(self) -> QWidget | None:
        """Return the screen's own switchers for the left of the top bar."""
        return None

    def legend(self) -> QWidget | None:
        """Return what stands on the right of the status line."""
        return None

    def keys(self) -> Sequence[KeyMeaning]:
        """Return the keys of this screen for the help of F1."""
        return ()

    def arrive(self) -> None:
        """Take the focus; called whenever the screen comes to the front."""
        self.setFocus()

    def hide_others(self, is_on: bool) -> None:
        """Leave at most the current pupil readable, or everybody again.

        Called on screens that are fit for a class: names and marks of others must be found
        neither on the page nor in tool tips, popovers or what is copied.
        """

    def set_badge(self, count: int, tone: Tone = "waiting") -> None:
        """Show a number on the rail; 0 shows none."""
        if (count, tone) != (self.badge, self.badge_tone):
            self.badge, self.badge_tone = count, tone
            self.badge_changed.emit()

    def set_hint(self, action: QAction | None) -> None:
        """Offer an action in the status line: its words, its key, a click.

        The key works because the screen adds the action to itself; the shell only shows it.
        """
        self.hint = action
        self.hint_changed.emit()
