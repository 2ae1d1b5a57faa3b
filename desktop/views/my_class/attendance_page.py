"""The page «Посещаемость»: absences by day, who is absent today, documents about absences."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.models.class_board import ClassBoard
from desktop.theme import Theme
from desktop.tokens import GAP
from desktop.views.elements import Card, button, label, rule, small, title
from desktop.views.my_class.attendance_table import AttendanceTable
from desktop.views.my_class.document_question import DocumentQuestion
from desktop.views.my_class.page import ClassPage
from desktop.views.screen import KeyMeaning
from journal.errors import UserError
from journal.queries.absence_documents import DocumentLine
from journal.queries.class_attendance import week_of
from journal.queries.transfer_words import plural
from journal.reference import SchoolClass
from journal.services.absences import RecordDocument

_KEYS = (
    KeyMeaning("Enter", "Подтвердить предложенные причины этого ученика"),
    KeyMeaning("Ctrl Enter", "Подтвердить все предложенные причины недели"),
    KeyMeaning("Б, У, П", "Причина пропусков этого дня: б, уп, нп; Delete - снять"),
    KeyMeaning("Н", "Отсутствует весь день; ещё раз - снять"),
    KeyMeaning("Insert", "Новый документ о пропуске"),
    KeyMeaning("Alt ← →", "Неделя назад, неделя вперёд; Alt Home - к сегодняшней"),
)
_SIDE = 340


class AttendancePage(ClassPage):
    """Shows the board of a class and passes on what is typed."""

    def __init__(self, board: ClassBoard, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Посещаемость", parent)
        self.board = board
        board.setParent(self)
        self.table = AttendanceTable(theme, board.model)
        self.documents = QListView()
        self.documents.setModel(board.documents)
        self.documents.setProperty("look", "bare")
        self.documents.setWordWrap(True)
        self.documents.setSpacing(3)
        self.documents.setAccessibleName("Документы о пропусках")
        self._week, self._cell = label("", "muted"), small("", wraps=True)
        self._absent = label("", wraps=True)
        self._none = small("", wraps=True)
        self._none.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.confirm_all = button("Подтвердить все причины", "primary")
        self.new_document = button("Новый документ…")
        self._lay_out()
        self._wire()
        self._show()

    @property
    def classes(self) -> Sequence[SchoolClass]:
        return self.board.classes

    @property
    def waiting(self) -> int:
        return self.board.unfilled if self.board.may_write else 0

    def show_class(self, class_id: str) -> None:
        self.board.show_class(class_id)

    def keys(self) -> Sequence[KeyMeaning]:
        return _KEYS

    def arrive(self) -> None:
        self.table.setFocus()

    def _lay_out(self) -> None:
        attendance = Card(margin=0, gap=0)
        head = QHBoxLayout()
        head.setContentsMargins(14, 8, 8, 8)
        head.setSpacing(GAP)
        for part in (title("Посещаемость"), self._week):
            head.addWidget(part)
        head.addStretch(1)
        head.addWidget(self.confirm_all)
        attendance.column.addLayout(head)
        attendance.column.addWidget(rule())
        attendance.column.addWidget(self.table, 1)
        attendance.column.addWidget(rule())
        self._cell.setContentsMargins(14, 6, 14, 6)
        attendance.column.addWidget(self._cell)
        today, documents = Card(), Card()
        today.column.addWidget(title("Отсутствуют сегодня"))
        today.column.addWidget(self._absent)
        documents.column.addWidget(title("Документы о пропусках"))
        documents.column.addWidget(self._none)
        documents.column.addWidget(self.documents, 1)
        documents.column.addStretch()
        documents.column.addWidget(self.new_document)
        side = QVBoxLayout()
        side.setSpacing(GAP)
        side.addWidget(today)
        side.addWidget(documents, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(attendance, 1)
        holder = QWidget()
        holder.setLayout(side)
        side.setContentsMargins(0, 0, 0, 0)
        holder.setFixedWidth(_SIDE)
        row.addWidget(holder)

    def _wire(self) -> None:
        self.board.changed.connect(self._show)
        self.table.chosen.connect(self._tell_cell)
        self.table.confirmed.connect(self._confirm_pupil)
        self.table.reason_typed.connect(self._explain)
        self.table.day_turned.connect(self._turn_day)
        self.confirm_all.clicked.connect(lambda: self._do(self.board.confirm))
        self.new_document.clicked.connect(lambda: self._ask())
        self.documents.activated.connect(
            lambda index: self._ask(self.board.documents.row_at(index))
        )
        for key, action in (
            ("Ctrl+Return", lambda: self._do(self.board.confirm)),
            ("Insert", self._ask),
            ("Alt+Left", lambda: self.board.step(-1)),
            ("Alt+Right", lambda: self.board.step(1)),
            ("Alt+Home", self.board.show_today),
        ):
            made = QAction(self)
            made.setShortcut(QKeySequence(key))
            made.triggered.connect(lambda _checked=False, run=action: run())
            self.addAction(made)

    def _show(self) -> None:
        board = self.board
        first, last = week_of(board.day)
        self._week.setText(f"{first:%d.%m} – {last:%d.%m.%Y}")
        absent = board.absent_today
        nobody = "Сегодня по перекличкам никто не отсутствует."
        self._absent.setText("\n".join(absent) or nobody)
        waiting = len(board.model.attendance.proposed)
        self.confirm_all.setText(
            f"Подтвердить {plural(waiting, 'причину', 'причины', 'причин')}"
            if waiting
            else "Подтверждать нечего"
        )
        self.confirm_all.setEnabled(bool(waiting) and board.may_write)
        self.new_document.setEnabled(board.may_write)
        has_documents = bool(board.documents.rowCount())
        self._none.setText("" if has_documents else "Документов ещё нет: Insert - внести первый.")
        self._none.setVisible(not has_documents)
        self.documents.setVisible(has_documents)
        self._tell_cell()
        self.changed.emit()

    def _tell_cell(self) -> None:
        pupil, day = self.board.model.place(self.table.currentIndex()) or (None, None)
        if not self.board.model.attendance.days:
            self._cell.setText("На этой неделе уроков нет: Alt ← → - другая неделя.")
        elif pupil is None or day is None:
            self._cell.setText("")
        else:
            words = self.board.model.attendance.cell(pupil.id, day).words
            self._cell.setText(f"{pupil.listed}, {day:%d.%m}: {words or 'пропусков нет'}")

    def _confirm_pupil(self) -> None:
        place = self.board.model.place(self.table.currentIndex())
        if place is not None:
            self._do(lambda: self.board.confirm(place[0].id))

    def _explain(self, code: str) -> None:
        place = self.board.model.place(self.table.currentIndex())
        if place is None or place[1] is None:
            return
        pupil, day = place[0].id, place[1]
        if not self.board.model.attendance.cell(pupil, day).missed:
            self.notice.emit("В этот день пропусков нет: причину указывать не к чему.", "waiting")
            return
        self._do(lambda: self.board.explain(pupil, day, code))

    def _turn_day(self) -> None:
        place = self.board.model.place(self.table.currentIndex())
        if place is not None and place[1] is not None:
            pupil, day = place[0].id, place[1]
            self._do(lambda: self.board.turn_day(pupil, day))

    def _ask(self, known: DocumentLine | None = None) -> None:
        if not self.board.may_write:
            return
        place = self.board.model.place(self.table.currentIndex())
        question = DocumentQuestion(
            self.board.class_id,
            self.board.model.attendance.pupils,
            self.board.today,
            known,
            place[0].id if place is not None else "",
            self,
        )
        question.recorded.connect(self._record)
        question.open()

    def _record(self, wish: RecordDocument) -> None:
        self._do(lambda: self.board.record(wish))

    def _do(self, wish: Callable[[], object]) -> None:
        try:
            wish()
        except UserError as refusal:
            self.notice.emit(str(refusal), "bad")
        else:
            self.board.refresh()
