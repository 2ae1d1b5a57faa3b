"""Parcels out and in by hand: what is asked, what is done behind it, how it went."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.models.parcel_words import contents_in_words
from desktop.tasks import Tasks
from desktop.views.transfer.parcel_dialogs import (
    BroughtParcels,
    SaveParcelQuestion,
    likely_stick,
)
from desktop.workspace import Workspace
from journal.errors import UserError
from sync.carrier import carry_by_journal
from sync.link import Link
from sync.parcel import ENDING, ParcelAnswer, parcel_in_words
from sync.parcel_folder import ParcelFolder
from sync.sealing import Waiting, pack_waiting, seal_into

Failed = Callable[[Exception], object]
"""Told on the UI thread why it could not be done; otherwise the other callback is called."""

_NOTHING = "Пакет не нужен: всё, что записано на этом компьютере, уже принято центральным сервером."


@dataclass(frozen=True, slots=True)
class TransferParcels:
    """What can be done with parcels; all of it off the UI thread.

    Attributes:
        pack: finds what waits, ``None`` when nothing does.
        save: seals it into a folder.
        take: sends a file that somebody brought.
    """

    pack: Callable[[Callable[[Waiting | None], object], Failed], object]
    save: Callable[[Waiting, Path, Callable[[None], object], Failed], object]
    take: Callable[[Path, Callable[[ParcelAnswer], object], Failed], object]


def parcels_of(workspace: Workspace, tasks: Tasks, link: Link) -> TransferParcels:
    """Return what can be done at an open journal; ``link`` leads to its centre."""
    store = workspace.store
    return TransferParcels(
        pack=lambda done, failed: tasks.run(pack_waiting, store, done=done, failed=failed),
        save=lambda waiting, path, done, failed: tasks.run(
            seal_into, ParcelFolder(path), waiting, done=done, failed=failed
        ),
        take=lambda path, done, failed: tasks.run(
            carry_by_journal, path, store, link, done=done, failed=failed
        ),
    )


class ParcelDesk(QObject):
    """Leads through saving a parcel and taking parcels in.

    Signals:
        told: a sentence and its tone, when there is something to say on the page.
    """

    told = Signal(str, str)

    def __init__(self, parcels: TransferParcels, window: QWidget) -> None:
        super().__init__(window)
        self._parcels = parcels
        self._window = window

    def save(self) -> None:
        """Ask where to save a parcel with everything that waits, and save it there."""
        self._parcels.pack(self._ask_place, self._fail)

    def take(self) -> None:
        """Ask for files that somebody brought, send them and show what became of each."""
        dialog = QFileDialog(
            self._window,
            "Какие пакеты принять",
            likely_stick(),
            f"Пакеты для переноса (*{ENDING})",
        )
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda files: self._send([Path(file) for file in files]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_place(self, waiting: Waiting | None) -> None:
        if waiting is None:
            self.told.emit(_NOTHING, "good")
            return
        question = SaveParcelQuestion(
            contents_in_words(waiting.kinds), likely_stick(), self._window
        )
        question.wished.connect(partial(self._save, waiting, question))
        question.open()

    def _save(self, waiting: Waiting, question: SaveParcelQuestion, folder: str) -> None:
        path = Path(folder)

        def tell(_: None) -> None:
            question.end()
            file = ParcelFolder(path).file(waiting.name)
            left = f" Не поместилось: {waiting.left}." if waiting.left else ""
            self.told.emit(f"Пакет сохранён: {file}, записей: {waiting.entries}.{left}", "good")

        def refuse(fault: Exception) -> None:
            question.refuse(_words_of(fault))

        self._parcels.save(waiting, path, tell, refuse)

    def _send(self, files: Sequence[Path]) -> None:
        dialog = BroughtParcels(files, self._window)
        for file in files:
            self._send_one(dialog, file)
        dialog.open()

    def _send_one(self, dialog: BroughtParcels, file: Path) -> None:
        def tell(answer: ParcelAnswer) -> None:
            dialog.show_result(file, parcel_in_words(answer), "good" if answer.is_done else "bad")

        def refuse(fault: Exception) -> None:
            dialog.show_result(file, _words_of(fault), "bad")

        self._parcels.take(file, tell, refuse)

    def _fail(self, fault: Exception) -> None:
        self.told.emit(_words_of(fault), "bad")


def _words_of(fault: Exception) -> str:
    if not isinstance(fault, UserError):
        raise fault
    return str(fault)
