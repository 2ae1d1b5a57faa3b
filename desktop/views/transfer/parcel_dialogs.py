"""The two dialogs of parcels: where to save one, and what became of those that were brought."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QDir, QStorageInfo, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.tokens import Tone
from desktop.views.elements import button, label, set_refused, set_tone, strong, title
from desktop.views.question import Question

_WIDTH, _MARGIN, _MOST_HEIGHT = 480, 20, 340
_MEDIA = ("/media/", "/run/media/", "/mnt/", "/Volumes/")
_SAVED = (
    "Отнесите флешку на любой компьютер школы, где есть связь, и нажмите там «Принять пакет…»."
    " Прочесть пакет может только центральный сервер; здесь записи тоже остаются."
)
_SENDING = "отправляется…"


class SaveParcelQuestion(Question):
    """Asks for the place of a parcel; says what is in it.

    Signals:
        wished: the folder, as typed or chosen.
    """

    wished = Signal(str)

    def __init__(self, contents: str, folder: str, parent: QWidget | None = None) -> None:
        """Make the question.

        Args:
            contents: what is in the parcel, in counts.
            folder: the place to begin with, "" when none is known.
            parent: as usual in Qt.
        """
        words = f"В пакете {contents}. {_SAVED}"
        super().__init__("Сохранить пакет на флешку", words, "Сохранить", parent)
        self.setMinimumWidth(_WIDTH)
        self.folder = QLineEdit(folder)
        self.folder.setPlaceholderText("Папка на флешке")
        self.folder.setAccessibleName("Папка на флешке")
        self.choose = button("&Выбрать…")
        self.refusal = label("", wraps=True)
        set_tone(self.refusal, "bad")
        self.refusal.hide()
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.folder, 1)
        row.addWidget(self.choose)
        self.body.addLayout(row)
        self.body.addWidget(self.refusal)
        self.choose.clicked.connect(self._choose)
        self.folder.textChanged.connect(self._follow)
        self._follow()
        (self.yes if folder else self.choose).setFocus()

    def accept(self) -> None:
        """Wish for the parcel; the question closes when it is there."""
        if self.yes.isEnabled():
            self.yes.setEnabled(False)
            self.wished.emit(self.folder.text().strip())

    def end(self) -> None:
        """Close: the parcel is there."""
        super().accept()

    def refuse(self, words: str) -> None:
        """Say why the parcel is not there."""
        self.refusal.setText(words)
        self.refusal.show()
        set_refused(self.folder, True)
        self.yes.setEnabled(True)
        self.folder.setFocus()

    def _follow(self) -> None:
        self.refusal.hide()
        set_refused(self.folder, False)
        self.yes.setEnabled(bool(self.folder.text().strip()))

    def _choose(self) -> None:
        dialog = QFileDialog(self, "Куда сохранить пакет", self.folder.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self._take)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _take(self, folder: str) -> None:
        self.folder.setText(QDir.toNativeSeparators(folder))
        self.yes.setFocus()


class BroughtParcels(QDialog):
    """Shows parcels that somebody brought while they are sent, and what became of each."""

    def __init__(self, files: Sequence[Path], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Принять пакет")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(_WIDTH)
        self._results: dict[Path, QLabel] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, 16, _MARGIN, 16)
        column.setSpacing(10)
        column.addWidget(title("Принять пакет"))
        self.words = label("Пакеты отправляются на центральный сервер.", "muted", wraps=True)
        column.addWidget(self.words)
        self._rows = QWidget()
        rows = QVBoxLayout(self._rows)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(10)
        for file in files:
            name = strong(file.name)
            name.setToolTip(str(file))
            self._results[file] = label(_SENDING, wraps=True)
            pair = QVBoxLayout()
            pair.setSpacing(2)
            pair.addWidget(name)
            pair.addWidget(self._results[file])
            rows.addLayout(pair)
        rows.addStretch(1)
        self._room = QScrollArea()
        self._room.setFrameShape(QFrame.Shape.NoFrame)
        self._room.setWidgetResizable(True)
        self._room.setAccessibleName("Пакеты и что с ними стало")
        self._room.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._room.setWidget(self._rows)
        column.addWidget(self._room, 1)
        self.close_button = button("Закрыть", "primary")
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.close_button)
        column.addSpacing(6)
        column.addLayout(row)
        self.close_button.setFocus()
        self._fit()

    def show_result(self, file: Path, words: str, tone: Tone) -> None:
        """Say what became of one file."""
        result = self._results[file]
        result.setText(words)
        set_tone(result, tone)
        waiting = sum(each.text() == _SENDING for each in self._results.values())
        if not waiting:
            self.words.setText(
                "Готово. Авторы увидят, что стало с их записями, когда войдут при связи."
            )
        self._fit()

    def _fit(self) -> None:
        """Give the list the room that it needs; a long one is scrolled."""
        width = _WIDTH - 2 * _MARGIN
        tall = self._rows.heightForWidth(width)
        self._room.setMinimumHeight(min(tall, _MOST_HEIGHT))
        self.adjustSize()

    @property
    def results(self) -> Sequence[str]:
        """What is said about the files, in their order."""
        return [each.text() for each in self._results.values()]


def likely_stick() -> str:
    """Return the folder of a stick that is in the computer, "" when none is to be seen."""
    for volume in QStorageInfo.mountedVolumes():
        place = volume.rootPath()
        is_media = place.startswith(_MEDIA) or (sys.platform == "win32" and not volume.isRoot())
        if is_media and volume.isReady() and not volume.isReadOnly():
            return QDir.toNativeSeparators(place)
    return ""
