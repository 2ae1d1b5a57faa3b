"""The screen «Мой класс»: the pages about a class, and the class they are about."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from desktop.models.absent_board import AbsentBoard
from desktop.models.cards_board import CardsBoard
from desktop.models.class_board import ClassBoard
from desktop.tasks import Tasks
from desktop.theme import Theme
from desktop.views.my_class.absent_page import AbsentPage
from desktop.views.my_class.attendance_page import AttendancePage
from desktop.views.my_class.cards_page import CardsPage
from desktop.views.my_class.class_bar import FIRST_KEY, ClassBar
from desktop.views.my_class.page import ClassPage
from desktop.views.screen import KeyMeaning, Screen
from desktop.views.undo_keys import UndoKeys
from desktop.workspace import Workspace
from journal.reference import SchoolClass

_SEEN, _UNSEEN = QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored


class ClassScreen(Screen):
    """Turns the pages that the user's rights allow; each of them knows its own board.

    ``pages`` may be empty: whoever leads no class and reads none has no such screen.
    """

    def __init__(
        self, workspace: Workspace, tasks: Tasks, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__("class", "Мой &класс", "class", "Мой класс", parent)
        self.attendance = AttendancePage(ClassBoard(workspace), theme)
        self.absent = AbsentPage(AbsentBoard(workspace, tasks), tasks, theme)
        self.cards = CardsPage(CardsBoard(workspace), theme)
        every: tuple[ClassPage, ...] = (self.attendance, self.absent, self.cards)
        self.pages = [page for page in every if page.classes]
        self.class_id = ""
        self.bar = ClassBar([page.word for page in self.pages])
        self.take_along(self.bar)
        self._stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        for page in every:
            page.setParent(self)
            page.setVisible(page in self.pages)
        for place, page in enumerate(self.pages):
            self._stack.addWidget(page)
            page.changed.connect(self._count)
            page.notice.connect(self.notice)
            key = QShortcut(QKeySequence(f"F{FIRST_KEY + place}"), self)
            key.activated.connect(lambda place=place: self.turn(place))
        self.bar.class_chosen.connect(self.show_class)
        self.bar.page_chosen.connect(self.turn)
        self.cards.class_wanted.connect(self.show_class)
        UndoKeys(workspace, self, lambda: self.page is None or self.page.may_leave())
        if self.pages:
            self._show_page(0)
            self._count()

    @property
    def page(self) -> ClassPage | None:
        """The page in front."""
        return self.pages[self._stack.currentIndex()] if self.pages else None

    @property
    def classes(self) -> Sequence[SchoolClass]:
        """The classes that the page in front offers."""
        return self.page.classes if self.page is not None else ()

    def top_bar(self) -> QWidget:
        return self.bar

    def keys(self) -> Sequence[KeyMeaning]:
        turns = tuple(
            KeyMeaning(f"F{FIRST_KEY + place}", page.word) for place, page in enumerate(self.pages)
        )
        return (*(self.page.keys() if self.page is not None else ()), *turns)

    def arrive(self) -> None:
        if self.page is not None:
            self.page.arrive()

    def turn(self, place: int) -> None:
        """Bring a page to the front, with the same class if it offers that one."""
        if self.page is not None and self.page.may_leave():
            self._show_page(place)
            self.arrive()
        else:
            self.bar.mark(self._stack.currentIndex())

    def open_card(self, class_id: str, pupil: str) -> None:
        """Bring the card of a pupil to the front, wherever it was asked for."""
        self.turn(self.pages.index(self.cards))
        if self.page is self.cards:
            self.show_class(class_id)
            self.cards.open_card(pupil)

    def show_class(self, class_id: str) -> None:
        """Show another class on the page in front."""
        if self.page is None:
            return
        if self.page.may_leave():
            self.class_id = class_id
            self.page.show_class(class_id)
        self.bar.offer_classes(self.classes, self.class_id)

    def _show_page(self, place: int) -> None:
        for page in self.pages:  # a page that is not seen must not say how wide the window is
            policy = _SEEN if page is self.pages[place] else _UNSEEN
            page.setSizePolicy(policy, policy)
        self._stack.setCurrentIndex(place)
        self.bar.mark(place)
        offered = [each.id for each in self.classes]
        if self.class_id not in offered:
            self.class_id = offered[0]
        self.pages[place].show_class(self.class_id)
        self.bar.offer_classes(self.classes, self.class_id)

    def _count(self) -> None:
        self.set_badge(sum(page.waiting for page in self.pages))
