"""Somebody before the page «Карточки», with a keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.tasks import Tasks
from desktop.theme import Theme
from desktop.views.my_class.card_fields import Field
from desktop.views.my_class.card_questions import ParentQuestion
from desktop.views.my_class.cards_page import CardsPage
from desktop.views.my_class.screen import ClassScreen
from desktop.workspace import Workspace
from tests.desktop.keys import press, type_text


class Teacher:
    """Types into whatever has the focus."""

    def __init__(self, workspace: Workspace, tasks: Tasks, theme: Theme, qtbot: QtBot) -> None:
        self.workspace = workspace
        self.screen = ClassScreen(workspace, tasks, theme)
        self.notices: list[str] = []
        self.screen.notice.connect(lambda words, _: self.notices.append(words))
        qtbot.addWidget(self.screen)
        self.screen.resize(1180, 660)
        self.screen.show()
        self.screen.activateWindow()
        qtbot.waitUntil(self.screen.isActiveWindow)
        self.screen.turn(self.screen.pages.index(self.page))

    @property
    def page(self) -> CardsPage:
        """The page."""
        return self.screen.cards

    @property
    def focus(self) -> QWidget:
        """Whatever has the focus."""
        focus = QApplication.focusWidget()
        assert focus is not None
        return focus

    def type(self, text: str) -> None:
        """Type into whatever has the focus."""
        type_text(self.focus, text)

    def press(self, key: Qt.Key) -> None:
        """Press a key on whatever has the focus."""
        press(self.focus, key)

    def do(self, name: str) -> None:
        """Use one of the page's keys, «F3» or «Insert»."""
        (action,) = (each for each in self.page.actions() if each.shortcut().toString() == name)
        action.trigger()

    def field(self, field: str, parent: int | None = None) -> Field:
        """Return a field of the pupil, or of a parent by the place in the card."""
        grids = list(self.page.panel.form.grids.values())
        return grids[0 if parent is None else parent + 1].fields[field]

    def text(self, field: str, parent: int | None = None) -> str:
        """Return what stands in a field."""
        return self.field(field, parent).typed

    def fill(self, field: str, text: str, parent: int | None = None) -> None:
        """Go into a field, type over what stands there, and press Enter."""
        self.field(field, parent).setFocus()
        self.type(text)
        self.press(Qt.Key.Key_Return)

    def history(self) -> list[tuple[str, str, str]]:
        """Return what changed in the card on show, from what to what, the newest first."""
        rows = self.page.board.history()
        return [(each.what, each.before, each.after) for each in rows]

    def add_mother(self) -> None:
        """Add a parent through the question."""
        self.do("Ins")
        question = self.page.findChild(ParentQuestion)
        assert question is not None
        question.surname.setText("Абрикосова")
        question.name.setText("Ольга")
        question.yes.click()
