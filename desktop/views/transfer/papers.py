"""The documents of a temporary journal: which sheet, into which file, and how it went."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from desktop.copying import Printed
from desktop.outage_copying import (
    Done,
    Failed,
    print_all_days,
    print_blank_days,
    print_outage_act,
    print_temporary_day,
    print_transfer_act,
)
from desktop.tasks import Tasks
from desktop.views.transfer.paper_questions import BlankSheetsQuestion
from desktop.workspace import Workspace
from journal.errors import UserError
from journal.queries.blank_sheets import classes_of_day
from journal.queries.school_outages import SchoolOutage
from journal.queries.temporary_journals import TemporaryJournal
from journal.queries.temporary_sheets import SheetName, read_sheets


@dataclass(frozen=True, slots=True)
class TransferPapers:
    """What can be printed; the work is done off the UI thread.

    Attributes:
        sheets: which sheets of form F-11 a temporary journal fills: a class and a day each.
        print_sheet: prints one of them into a file.
        print_act: prints form F-20 into a file.
        print_all: prints every sheet of form F-11 of some temporary journals.
        print_outage_act: prints one act F-20 over an outage of the school.
        classes_of: which classes have lessons on a day.
        print_blank: prints blank sheets of form F-11 for classes on a day.
    """

    sheets: Callable[[TemporaryJournal], tuple[SheetName, ...]]
    print_sheet: Callable[[TemporaryJournal, SheetName, Path, Done, Failed], None]
    print_act: Callable[[TemporaryJournal, Path, Done, Failed], None]
    print_all: Callable[[Sequence[TemporaryJournal], Path, Done, Failed], None]
    print_outage_act: Callable[[SchoolOutage, Path, Done, Failed], None]
    classes_of: Callable[[date], tuple[SheetName, ...]]
    print_blank: Callable[[Sequence[str], date, Path, Done, Failed], None]


def papers_of(workspace: Workspace, tasks: Tasks) -> TransferPapers:
    """Return the papers of an open journal."""
    return TransferPapers(
        sheets=lambda journal: workspace.read(read_sheets, journal),
        print_sheet=partial(print_temporary_day, workspace, tasks),
        print_act=partial(print_transfer_act, workspace, tasks),
        print_all=partial(print_all_days, workspace, tasks),
        print_outage_act=partial(print_outage_act, workspace, tasks),
        classes_of=lambda day: classes_of_day(workspace.reference, day),
        print_blank=partial(print_blank_days, workspace, tasks),
    )


class PaperDesk(QObject):
    """Asks for the file and prints into it.

    Signals:
        told: a sentence and its tone, when a document is ready or could not be made.
    """

    told = Signal(str, str)

    def __init__(self, papers: TransferPapers, window: QWidget) -> None:
        super().__init__(window)
        self._papers = papers
        self._window = window

    def print_sheets(self, journal: TemporaryJournal, corner: QPoint) -> None:
        """Print form F-11; where there are several sheets a menu at ``corner`` asks which."""
        sheets = self._papers.sheets(journal)
        if not sheets:
            self.told.emit(
                "В этом временном журнале нет записей уроков, печатать нечего: листы Ф-11"
                " появятся, когда в нём будут отметки, перекличка, тема или задание.",
                "waiting",
            )
        elif len(sheets) == 1:
            self.print_sheet(journal, sheets[0])
        else:
            self.menu_of(journal, sheets).popup(corner)

    def menu_of(self, journal: TemporaryJournal, sheets: tuple[SheetName, ...]) -> QMenu:
        """Return the menu that asks for one of several sheets."""
        menu = QMenu(self._window)
        menu.aboutToHide.connect(menu.deleteLater)
        for sheet in sheets:
            action = menu.addAction(f"{sheet.class_title}, {sheet.day:%d.%m.%Y}")
            action.triggered.connect(lambda _=False, sheet=sheet: self.print_sheet(journal, sheet))
        menu.addSeparator()
        every = menu.addAction("Все листы одним файлом")
        every.triggered.connect(lambda: self.print_all((journal,), f"№ {journal.number}"))
        return menu

    def print_all(self, journals: Sequence[TemporaryJournal], what: str) -> None:
        """Ask for the file and print every sheet of some temporary journals into it."""
        self._ask(
            f"Ф-11, {what}, все листы",
            lambda path: self._papers.print_all(journals, path, self._done, self._fail),
        )

    def print_outage_act(self, outage: SchoolOutage) -> None:
        """Ask for the file and print one act over an outage of the school."""
        self._ask(
            f"Акт переноса Ф-20, отключение {outage.day:%d.%m.%Y}",
            lambda path: self._papers.print_outage_act(outage, path, self._done, self._fail),
        )

    def ask_blank(self, day: date) -> None:
        """Ask for which day and class blank sheets are to be printed, then for the file."""
        question = BlankSheetsQuestion(self._papers.classes_of, day, self._window)
        question.wished.connect(self._print_blank)
        question.open()

    def print_sheet(self, journal: TemporaryJournal, sheet: SheetName) -> None:
        """Ask for the file and print one sheet of form F-11."""
        name = f"Ф-11 № {journal.number}, {sheet.class_title}, {sheet.day:%d.%m.%Y}"
        self._ask(
            name,
            lambda path: self._papers.print_sheet(journal, sheet, path, self._done, self._fail),
        )

    def print_act(self, journal: TemporaryJournal) -> None:
        """Ask for the file and print form F-20."""
        name = f"Акт переноса Ф-20 № {journal.number}, {journal.day:%d.%m.%Y}"
        self._ask(name, lambda path: self._papers.print_act(journal, path, self._done, self._fail))

    def _print_blank(self, classes: Sequence[str], day: date) -> None:
        self._ask(
            f"Ф-11, пустые листы на {day:%d.%m.%Y}",
            lambda path: self._papers.print_blank(classes, day, path, self._done, self._fail),
        )

    def _ask(self, name: str, act: Callable[[Path], None]) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = QFileDialog(self._window, "Куда сохранить документ", folder, "Документ (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(f"{name}.pdf")
        dialog.fileSelected.connect(lambda file: act(Path(file)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _done(self, printed: Printed) -> None:
        number = f", № {printed.number} в журнале печати" if printed.number else ""
        self.told.emit(f"Документ готов{number}: {printed.path}", "good")

    def _fail(self, fault: Exception) -> None:
        if not isinstance(fault, UserError):
            raise fault
        self.told.emit(str(fault), "bad")
