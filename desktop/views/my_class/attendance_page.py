"""The page «Посещаемость»: absences by day, who is absent today, documents about absences."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QHideEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QWidget

from desktop.models.cell_words import MONTHS
from desktop.models.class_board import ClassBoard
from desktop.theme import Theme
from desktop.tokens import GAP
from desktop.views.clipboard import model_lines, put_on_clipboard, table_of
from desktop.views.elements import Card, button, label, rule, small, title
from desktop.views.my_class.attendance_table import AttendanceTable
from desktop.views.my_class.class_side import ClassSide
from desktop.views.my_class.document_question import DocumentQuestion
from desktop.views.my_class.month_table import MonthTable
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
    KeyMeaning("F2", "Месяц с суммами и обратно к неделе; Enter на дне - его неделя"),
    KeyMeaning("Alt ← →", "Неделя (месяц) назад, вперёд; Alt Home - к сегодняшней"),
    KeyMeaning("Ctrl C", "Скопировать неделю или месяц таблицей"),
)
_TIP = Qt.ItemDataRole.ToolTipRole


class AttendancePage(ClassPage):
    """Shows the board of a class and passes on what is typed."""

    def __init__(self, board: ClassBoard, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Посещаемость", parent)
        self.board = board
        board.setParent(self)
        self.table = AttendanceTable(theme, board.model)
        self.month = MonthTable(theme, board.month)
        self.side = ClassSide(board, theme)
        self._period, self._cell = label("", "muted"), small("", wraps=True)
        self.week_button, self.month_button = button("Неделя"), button("Месяц")
        self.confirm_all = button("Подтвердить все причины", "primary")
        self.copy_button = button("Скопировать таблицей")
        self._tables = QStackedWidget()
        self._lay_out()
        self._wire()
        self._show()

    @property
    def classes(self) -> Sequence[SchoolClass]:
        return self.board.classes

    @property
    def waiting(self) -> int:
        return self.board.unfilled if self.board.may_write else 0

    @property
    def told(self) -> str:
        """What is said of the day under the cursor."""
        return self._cell.text()

    def show_class(self, class_id: str) -> None:
        self.board.show_class(class_id)

    def keys(self) -> Sequence[KeyMeaning]:
        return _KEYS

    def arrive(self) -> None:
        (self.month if self.board.shows_month else self.table).setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.board.watch(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.board.watch(False)

    def _lay_out(self) -> None:
        attendance = Card(margin=0, gap=0)
        head = QHBoxLayout()
        head.setContentsMargins(14, 8, 8, 8)
        head.setSpacing(GAP)
        head.addWidget(title("Посещаемость"))
        spans = QButtonGroup(self)
        for span in (self.week_button, self.month_button):
            span.setCheckable(True)
            span.setToolTip(f"{span.text()} · F2")
            spans.addButton(span)
            head.addWidget(span)
        self.week_button.setChecked(True)
        head.addWidget(self._period)
        head.addStretch(1)
        self.copy_button.setToolTip("Ctrl C")
        for made in (self.copy_button, self.confirm_all):
            head.addWidget(made)
        for table in (self.table, self.month):
            self._tables.addWidget(table)
        attendance.column.addLayout(head)
        attendance.column.addWidget(rule())
        attendance.column.addWidget(self._tables, 1)
        attendance.column.addWidget(rule())
        self._cell.setContentsMargins(14, 6, 14, 6)
        attendance.column.addWidget(self._cell)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(attendance, 1)
        row.addWidget(self.side)

    def _wire(self) -> None:
        self.board.changed.connect(self._show)
        self.table.chosen.connect(self._tell_cell)
        self.table.confirmed.connect(self._confirm_pupil)
        self.table.reason_typed.connect(self._explain)
        self.table.day_turned.connect(self._turn_day)
        self.confirm_all.clicked.connect(lambda: self._do(self.board.confirm))
        self.copy_button.clicked.connect(self.copy)
        self.side.document_wanted.connect(self._ask)
        self.month.chosen.connect(self._tell_cell)
        self.month.entered.connect(self._open_week)
        self.month_button.toggled.connect(self._turn_month)
        for key, action in (
            ("Ctrl+Return", lambda: self._do(self.board.confirm)),
            ("Insert", self._ask),
            ("Alt+Left", lambda: self.board.step(-1)),
            ("Alt+Right", lambda: self.board.step(1)),
            ("Alt+Home", self.board.show_today),
            ("F2", self._swap),
            ("Ctrl+C", self.copy),
        ):
            made = QAction(self)
            made.setShortcut(QKeySequence(key))
            made.triggered.connect(lambda _checked=False, run=action: run())
            self.addAction(made)

    def copy(self) -> None:
        """Put the week or month on the clipboard as a table."""
        model = self.board.month if self.board.shows_month else self.board.model
        put_on_clipboard(table_of(model_lines(model)))

    def _swap(self) -> None:
        (self.week_button if self.board.shows_month else self.month_button).click()

    def _turn_month(self, is_wanted: bool) -> None:
        self.board.turn_month(is_wanted)
        self.arrive()

    def _open_week(self) -> None:
        """Show the week of the day under the cursor, with the cursor on it."""
        index, board = self.month.currentIndex(), self.board
        day, pupil = board.month.day_of(index.column()), board.month.pupil_of(index.row())
        if day is None:
            return
        board.show_day(day)
        self.week_button.click()
        week = board.model.attendance
        if pupil in week.pupils and day in week.days:
            row, column = week.pupils.index(pupil), 1 + week.days.index(day)
            self.table.setCurrentIndex(board.model.index(row, column))

    def _show(self) -> None:
        board = self.board
        first, last = week_of(board.day)
        self._period.setText(
            f"{MONTHS[board.day.month - 1][0]} {board.day:%Y}"
            if board.shows_month
            else f"{first:%d.%m} – {last:%d.%m.%Y}"
        )
        self._tables.setCurrentIndex(int(board.shows_month))
        self.side.setVisible(not board.shows_month)
        waiting = len(board.model.attendance.proposed)
        self.confirm_all.setText(
            f"Подтвердить {plural(waiting, 'причину', 'причины', 'причин')}"
            if waiting
            else "Подтверждать нечего"
        )
        self.confirm_all.setEnabled(bool(waiting) and board.may_write)
        self.confirm_all.setVisible(not board.shows_month)
        self.copy_button.setVisible(board.shows_month)
        self.side.tell()
        self._tell_cell()
        self.changed.emit()

    def _tell_cell(self) -> None:
        if self.board.shows_month:
            self._tell_month()
            return
        pupil, day = self.board.model.place(self.table.currentIndex()) or (None, None)
        if not self.board.model.attendance.days:
            self._cell.setText("На этой неделе уроков нет: Alt ← → - другая неделя.")
        elif pupil is None or day is None:
            self._cell.setText("")
        else:
            words = str(self.table.currentIndex().data(_TIP) or "")
            self._cell.setText(f"{pupil.listed}, {day:%d.%m}: {words or 'пропусков нет'}")

    def _tell_month(self) -> None:
        index, month = self.month.currentIndex(), self.board.month
        pupil, day = month.pupil_of(index.row()), month.day_of(index.column())
        if not month.attendance.days:
            self._cell.setText("В этом месяце уроков нет: Alt ← → - другой месяц.")
        elif pupil is None or day is None:
            self._cell.setText("Enter на дне - неделя этого дня, там причины и документы.")
        else:
            words = str(index.data(_TIP) or "")
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
