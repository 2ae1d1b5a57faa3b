"""A finished paper to look at before it is saved: for forms that have no page of their own."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.copying import save_rendered
from desktop.tasks import Tasks
from desktop.theme import Theme
from desktop.views.elements import button, small
from desktop.views.printing.preview import Preview
from journal.errors import UserError
from printing.rendered import Rendered

_SIZE = (760, 640)


class PaperDialog(QDialog):
    """Shows a paper; what is saved is the very file that is on show.

    Signals:
        told: a sentence and its tone: where the file lies, or why there is none.
    """

    told = Signal(str, str)

    def __init__(
        self, title: str, rendered: Rendered, tasks: Tasks, theme: Theme, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._title, self._rendered, self._tasks = title, rendered, tasks
        self.preview = Preview(theme, tasks)
        self.preview.show_document(rendered, is_draft=None)
        self.save = button("Сохранить PDF…", "primary")
        self.save.setDefault(True)
        self.save.clicked.connect(self._ask)
        close = button("Закрыть")
        close.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(small("Рабочий документ: в журнал печати не вносится."))
        row.addStretch(1)
        for made in (close, self.save):
            row.addWidget(made)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(10)
        column.addWidget(self.preview, 1)
        column.addLayout(row)
        self.resize(*_SIZE)

    def save_to(self, path: Path) -> None:
        """Write the file and close."""
        self._tasks.run(save_rendered, self._rendered, path, done=self._saved, failed=self._give_up)

    def _ask(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = QFileDialog(self, "Куда сохранить документ", folder, "Документ (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(f"{self._title}.pdf")
        dialog.fileSelected.connect(lambda file: self.save_to(Path(file)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _saved(self, path: Path) -> None:
        self.told.emit(f"Файл «{path.name}» сохранён.", "good")
        self.accept()

    def _give_up(self, fault: Exception) -> None:
        if not isinstance(fault, UserError):
            raise fault
        self.told.emit(str(fault), "bad")
