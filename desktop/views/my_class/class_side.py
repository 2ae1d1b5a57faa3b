"""Beside the attendance of a class: who is absent today, documents, who came and left."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QListView, QSizePolicy, QVBoxLayout, QWidget

from desktop.models.class_board import ClassBoard
from desktop.theme import Theme
from desktop.tokens import GAP
from desktop.views.elements import Card, button, label, rule, small, title
from desktop.views.printing.lists import PlainList
from desktop.views.two_lines import TwoLineDelegate, TwoLines
from journal.queries.movements import Movement

_WIDTH = 340
_MOST_MOVEMENTS = 150


class ClassSide(QWidget):
    """Shows the board's lists.

    Signals:
        document_wanted: a document of the list (``DocumentLine``) or a new one (``None``).
    """

    document_wanted = Signal(object)

    def __init__(self, board: ClassBoard, theme: Theme) -> None:
        super().__init__()
        self._board = board
        self.documents = QListView()
        self.documents.setModel(board.documents)
        self.documents.setProperty("look", "bare")
        self.documents.setWordWrap(True)
        self.documents.setSpacing(3)
        self.documents.setAccessibleName("Документы о пропусках")
        self.new_document = button("Новый документ…")
        self.movements = PlainList(
            board.movements, TwoLineDelegate(theme, _say_movement), "Прибыли и выбыли", 1
        )
        self._absent, self._none = label("", wraps=True), small("", wraps=True)
        self._none.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        today, documents = Card(), Card()
        today.column.addWidget(title("Отсутствуют сегодня"))
        today.column.addWidget(self._absent)
        documents.column.addWidget(title("Документы о пропусках"))
        documents.column.addWidget(self._none)
        documents.column.addWidget(self.documents, 1)
        documents.column.addStretch()
        documents.column.addWidget(self.new_document)
        self._moved = Card(margin=0, gap=0)
        head = title("Прибыли и выбыли")
        head.setContentsMargins(14, 10, 14, 8)
        self._moved.column.addWidget(head)
        self._moved.column.addWidget(rule())
        self._moved.column.addWidget(self.movements)
        self._moved.setMaximumHeight(_MOST_MOVEMENTS)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(today)
        column.addWidget(documents, 1)
        column.addWidget(self._moved)
        self.setFixedWidth(_WIDTH)
        self.new_document.clicked.connect(lambda: self.document_wanted.emit(None))
        self.documents.activated.connect(
            lambda index: self.document_wanted.emit(board.documents.row_at(index))
        )

    def tell(self) -> None:
        """Show the lists as they stand."""
        board = self._board
        nobody = "Сегодня по перекличкам никто не отсутствует."
        self._absent.setText("\n".join(board.absent_today) or nobody)
        self.new_document.setEnabled(board.may_write)
        has_documents = bool(board.documents.rowCount())
        self._none.setText("" if has_documents else "Документов ещё нет: Insert - внести первый.")
        self._none.setVisible(not has_documents)
        self.documents.setVisible(has_documents)
        self._moved.setVisible(bool(board.movements.rowCount()))


def _say_movement(each: Movement) -> TwoLines:
    return TwoLines(each.pupil.listed, each.words)
