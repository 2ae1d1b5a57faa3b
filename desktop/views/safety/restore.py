"""Restoring a journal from a copy: choose one, give the password, read what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import tzinfo
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QListView, QVBoxLayout, QWidget

from desktop.models.rows import RowsModel
from desktop.tasks import TaskHandle, Tasks
from desktop.theme import Theme
from desktop.views.elements import button, label, small, title
from desktop.views.entry_form import EntryForm, PasswordField
from journal.backup import ENDING, Backup
from journal.errors import UserError

_EXPLAINED = (
    "Копия встанет на место журнала. Нынешний файл не удаляется: программа отложит его и возьмёт"
    " из него записи, которых в копии нет."
)
_NO_COPIES = "На этом компьютере копий нет. Выберите файл копии на флешке или в сетевой папке."
_LIST_HEIGHT = 132


class RestorePage(EntryForm):
    """Lists the copies as far as they can be read without a password.

    Signals:
        left: back to the sign-in page, after the work or without it.
    """

    left = Signal()

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        copies: Sequence[Backup],
        read: Callable[[Path], Backup],
        restore: Callable[[TaskHandle, Backup, str], list[str]],
        zone: tzinfo | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Build the page.

        Args:
            theme: the colours.
            tasks: runs the attempt.
            copies: what was found, the newest first.
            read: tells what a file says of itself; raises ``UserError``.
            restore: called off the UI thread; returns the sentences to be read.
            zone: in which days and hours are told; ``None`` for that of the computer.
            parent: as usual in Qt.
        """
        super().__init__(theme, "&Восстановить", parent)
        self._tasks = tasks
        self._read = read
        self._restore = restore
        self._zone = zone
        self.copies: RowsModel[Backup] = RowsModel(lambda copy: copy.path, self._words, self)
        self.copies.show_rows(copies)
        self.list = QListView()
        self.list.setModel(self.copies)
        self.list.setAccessibleName("Копии журнала")
        self.list.setFixedHeight(_LIST_HEIGHT)
        self.list.setVisible(bool(copies))
        self.list.ensurePolished()  # rows are measured by the first use of an index
        self.file = button("Выбрать &файл…")
        self.file.clicked.connect(self.choose_file)
        self.password = PasswordField()
        self.back = button("&Назад ко входу", "link")
        self.back.clicked.connect(self.left)
        self.result = label(wraps=True)
        self.result.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._choice = QWidget()
        self._heading = title("Восстановить журнал из копии")
        self._fill(bool(copies))
        self.watch(self.password.edit, self.submit)
        self.go.clicked.connect(self.submit)
        self.setFocusProxy(self.list if copies else self.file)
        self.tab_through(self.list, self.file, self.password.edit, self.password.shown)
        self.setTabOrder(self.go, self.back)
        if copies:
            self._choose(0)

    @property
    def told(self) -> str:
        """Return what came of it, "" before."""
        return "" if self.result.isHidden() else self.result.text()

    def submit(self) -> None:
        """Restore the chosen copy; after that, leave."""
        if self.is_busy:
            return
        copy = self.copies.row_at(self.list.currentIndex())
        if self.told:
            self.left.emit()
        elif copy is None:
            self.refuse("Выберите копию из списка или файл.", self.password.edit)
        elif not self.password.edit.text():
            self.refuse("Введите пароль журнала.", self.password.edit)
        else:
            work = self._tasks.run_long(
                self._restore,
                copy,
                self.password.edit.text(),
                done=self._succeed,
                failed=self._fail,
                progress=self.show_progress,
            )
            self.begin(work, "Проверяем копию")

    def choose_file(self) -> None:
        """Ask for a file elsewhere."""
        dialog = QFileDialog(self, "Копия журнала", "", f"Копия журнала (*{ENDING})")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.take_file)
        dialog.open()

    def take_file(self, path: str) -> None:
        """Put a file at the head of the list and choose it."""
        try:
            copy = self._read(Path(path))
        except UserError as refusal:
            self.refuse(str(refusal), self.password.edit)
            return
        rest = [each for each in self.copies.rows() if each.path != copy.path]
        self.copies.show_rows([copy, *rest])
        self.list.show()
        self._choose(0)
        self.password.edit.setFocus()

    def _choose(self, row: int) -> None:
        select = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.list.selectionModel().setCurrentIndex(self.copies.index(row), select)

    def _succeed(self, told: list[str]) -> None:
        self.end()
        self.password.forget()
        self._choice.hide()
        self.back.hide()
        self._heading.setText("Журнал восстановлен")
        self.result.setText("\n\n".join(told))
        self.result.show()
        self.go.setText("&Перейти ко входу")
        self.go.setFocus()

    def _fail(self, fault: Exception) -> None:
        self.take_fault(fault, self.password.edit)

    def _words(self, copy: Backup) -> str:
        about = copy.about
        unsent = f", не передано {about.unsent}" if about.unsent else ""
        made = about.made.astimezone(self._zone)
        return f"{made:%d.%m.%Y %H:%M} · записей {about.entries}{unsent}"

    def _fill(self, has_copies: bool) -> None:
        self.fields.addWidget(self._heading)
        self.fields.addWidget(self._choice)
        self.fields.addWidget(self.result)
        self.result.hide()
        column = QVBoxLayout(self._choice)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(_EXPLAINED, "muted", wraps=True))
        if not has_copies:
            column.addWidget(label(_NO_COPIES, "notice", wraps=True))
        column.addWidget(self.list)
        row = QHBoxLayout()
        row.addWidget(self.file)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.password)
        column.addWidget(small("Подходит пароль, который был в день копии.", wraps=True))
        self.card.column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignHCenter)
        self.footer.setText("Восстановить журнал можно и без интернета.")
