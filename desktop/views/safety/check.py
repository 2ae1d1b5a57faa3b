"""Is everything well with the journal: a line each, in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from desktop.tasks import Tasks
from desktop.tokens import Tone
from desktop.views.elements import button, label, pill, strong, title
from sync.doctor import Finding, State

_SIGNS: dict[State, tuple[str, Tone]] = {
    "good": ("хорошо", "good"),
    "attention": ("внимание", "waiting"),
    "bad": ("плохо", "bad"),
}
_WIDTH = 640
_PILL_PADDING = 3


class CheckDialog(QDialog):
    """Looks at a journal in the background and shows what was found.

    Signals:
        checked: the lines are to be seen.
    """

    checked = Signal()

    def __init__(
        self,
        tasks: Tasks,
        check: Callable[[], Sequence[Finding]],
        mend: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Build the dialog and begin.

        Args:
            tasks: runs the check.
            check: returns the lines; called off the UI thread.
            mend: makes anew what can be made anew; called off the UI thread.
            parent: as usual in Qt.
        """
        super().__init__(parent)
        self._tasks = tasks
        self._check = check
        self._mend = mend
        self.findings: tuple[Finding, ...] = ()
        self.setWindowTitle("Проверка журнала")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(_WIDTH)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._lines = QWidget()
        self.mend_button = button("&Построить таблицы заново")
        self.mend_button.clicked.connect(self.mend)
        self.copy = button("&Скопировать")
        self.copy.clicked.connect(self.copy_lines)
        self.leave = button("&Закрыть", "primary")
        self.leave.setDefault(True)
        self.leave.clicked.connect(self.close)
        self._lay_out()
        self.start()

    def start(self) -> None:
        """Look once more."""
        self._bar.show()
        self.mend_button.hide()
        self._tasks.run(self._check, done=self._show, failed=self._fail)

    def mend(self) -> None:
        """Make the rows anew, then look again."""
        if self._mend is not None:
            self.mend_button.hide()
            self._bar.show()
            self._tasks.run(self._mend, done=lambda _: self.start(), failed=self._fail)

    def copy_lines(self) -> None:
        """Put all lines on the clipboard, for whoever helps."""
        lines = [f"{_SIGNS[each.state][0]}: {each.subject}: {each.words}" for each in self.findings]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def _show(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        self._bar.hide()
        fresh = QWidget()
        grid = QGridLayout(fresh)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(2, 1)
        top = Qt.AlignmentFlag.AlignTop
        for row, finding in enumerate(findings):
            subject, words = strong(finding.subject), label(finding.words, wraps=True)
            words.setAccessibleName(f"{finding.subject}: {finding.words}")
            for each in (subject, words):  # on the line of the pill's own word
                each.setContentsMargins(0, _PILL_PADDING, 0, 0)
                each.setAlignment(top)
            grid.addWidget(pill(*_SIGNS[finding.state]), row, 0, top)
            grid.addWidget(subject, row, 1)
            grid.addWidget(words, row, 2)
        self._column.replaceWidget(self._lines, fresh)
        self._lines.deleteLater()
        self._lines = fresh
        can_mend = self._mend is not None and any(finding.mends for finding in findings)
        self.mend_button.setVisible(can_mend)
        self.adjustSize()
        self.checked.emit()

    def _fail(self, fault: Exception) -> None:
        self._show([Finding("Проверка", "bad", "не удалась: сообщите об этом администратору")])
        raise fault

    def _lay_out(self) -> None:
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(title("Проверка журнала"))
        column.addWidget(self._bar)
        column.addWidget(self._lines)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.mend_button)
        row.addStretch(1)
        row.addWidget(self.copy)
        row.addWidget(self.leave)
        column.addLayout(row)
