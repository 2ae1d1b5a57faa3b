"""What a page of «Мой класс» is to the screen that holds it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.views.screen import KeyMeaning
from journal.reference import SchoolClass


class ClassPage(QWidget):
    """One of the pages about a class; the screen chooses the class and turns the pages.

    A page overrides ``classes`` and ``show_class``, and what else it has something to say about.

    Signals:
        changed: the number of what waits here is another now.
        notice: a sentence and its tone, for the shell to show above the page.
    """

    changed = Signal()
    notice = Signal(str, str)

    def __init__(self, word: str, parent: QWidget | None = None) -> None:
        """Make a page; ``word`` stands on its button."""
        super().__init__(parent)
        self.word = word

    @property
    def classes(self) -> Sequence[SchoolClass]:
        """The classes that the user may look at on this page, the own ones first."""
        return ()

    @property
    def waiting(self) -> int:
        """How much waits here for the class teacher; the rail shows the sum of all pages."""
        return 0

    def show_class(self, class_id: str) -> None:
        """Show another class."""

    def keys(self) -> Sequence[KeyMeaning]:
        """Return the keys of this page for the help of F1."""
        return ()

    def arrive(self) -> None:
        """Take the focus; called whenever the page comes to the front."""
        self.setFocus()

    def may_leave(self) -> bool:
        """Write what is still being typed; return whether that went well."""
        return True
