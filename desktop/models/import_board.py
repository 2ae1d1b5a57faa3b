"""An import step by step: files, columns, findings, difference, taking; all in the background."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Literal, TypeVar, TypeVarTuple, Unpack

from PySide6.QtCore import QObject, Signal

from desktop.tasks import TaskHandle, Tasks
from desktop.workspace import Workspace
from journal.changes import Changes
from journal.errors import UserError
from journal.imports.difference import Difference, compare
from journal.imports.known import known_school
from journal.imports.lines import SchoolFolder
from journal.imports.mapping import SchoolMapping
from journal.imports.new_timetable import TimetableChange
from journal.imports.presets import Presets, load_presets, save_presets
from journal.imports.proposing import propose, propose_kind
from journal.imports.protocol import write_protocol
from journal.imports.reading import Reading, read_school
from journal.imports.sources import Sources, open_sources
from journal.imports.templates import write_templates
from journal.log import Stamp
from journal.queries.imports import ImportLine, read_imports
from journal.rights import may_import
from journal.services.school_import import ImportSchool, UndoImport, import_school, undo_import
from journal.services.work import Work
from journal.store import Store

Result = TypeVar("Result")
Given = TypeVarTuple("Given")
Step = Literal["files", "columns", "findings", "difference", "taking", "done"]


class StoppedError(Exception):
    """Somebody stopped the taking; nothing of it is there."""


@dataclass(frozen=True, slots=True)
class _Opened:
    sources: Sources
    mapping: SchoolMapping


class ImportBoard(QObject):
    """Knows at which step the import is, and what there is to show.

    Signals:
        changed: another step, or something else to show at this one.
        told: a sentence and its tone.
        progressed: how far the taking is (``Progress``).
    """

    changed = Signal()
    told = Signal(str, str)
    progressed = Signal(object)

    def __init__(
        self,
        workspace: Workspace,
        tasks: Tasks,
        presets: Path | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Make a board; ``presets`` is the file in which agreed columns are kept."""
        super().__init__(parent)
        self._workspace, self._tasks, self._presets_file = workspace, tasks, presets
        self.step: Step = "files"
        self.is_busy = False
        self.sources: Sources | None = None
        self.mapping: SchoolMapping | None = None
        self.reading: Reading | None = None
        self.difference: Difference | None = None
        self.change = TimetableChange(self._work().today)
        self._stop = Event()
        self._imports: tuple[ImportLine, ...] | None = None
        workspace.committed.connect(self._forget)

    @property
    def refusal(self) -> str:
        """Why this user may not import, or ""."""
        reference = self._workspace.reference
        return may_import(reference.person(self._workspace.user)) or ""

    @property
    def imports(self) -> tuple[ImportLine, ...]:
        """All imports so far, the newest first."""
        if self._imports is None:
            self._imports = self._workspace.read(read_imports)
        return self._imports

    def open(self, paths: Sequence[Path]) -> None:
        """Open tables and propose what they are."""
        if paths:
            self._run(_open, tuple(paths), self._presets(), done=self._opened)

    def choose_kind(self, place: int, kind: str) -> None:
        """Take a sheet for another table ("" for none)."""
        if self.mapping is None or self.sources is None:
            return
        agreed = self.mapping.sheets[place]
        sheet = self.sources.sheet(agreed.file, agreed.sheet)
        other = propose_kind(sheet, kind).confirmed()
        self.mapping = self.mapping.changed(agreed.file, agreed.sheet, lambda _: other)
        self.changed.emit()

    def choose_field(self, place: int, column: int, field: str) -> None:
        """Let a column of a sheet hold another field ("" for none)."""
        if self.mapping is None:
            return
        agreed = self.mapping.sheets[place]
        self.mapping = self.mapping.changed(
            agreed.file, agreed.sheet, lambda sheet: sheet.with_field(column, field)
        )
        self.changed.emit()

    def read(self) -> None:
        """Read the tables as it is agreed, and remember that."""
        if self.mapping is None or self.sources is None:
            return
        self.mapping = self.mapping.confirmed()
        self._remember(self.mapping, self.sources)
        work = self._work()
        self._run(
            _read, self._workspace.store, work, self.sources, self.mapping, done=self._was_read
        )

    def compare(self) -> None:
        """Look at what taking the tables would change."""
        school = self.reading.school if self.reading is not None else None
        if school is not None:
            store, change = self._workspace.store, self.change
            self._run(
                _compare,
                store,
                self._work(),
                school,
                change,
                done=lambda found: self._compared(found, change),
            )

    def change_timetable(self, change: TimetableChange) -> None:
        """Let the timetable of the tables hold from another day, or end nothing."""
        self.change = change
        self.compare()

    def take(self) -> None:
        """Take the difference; it can be stopped until the last moment."""
        school = self.reading.school if self.reading is not None else None
        if school is None or self.is_busy:
            return
        self._stop.clear()
        self._go("taking", is_busy=True)
        self._tasks.run_long(
            _take,
            self._workspace.store,
            self._work(),
            school,
            self.change,
            self._stop,
            done=self._taken,
            failed=self._not_taken,
            progress=self.progressed.emit,
        )

    def stop(self) -> None:
        """Stop the taking: what is written so far disappears."""
        self._stop.set()

    def undo(self, import_id: str) -> None:
        """Take a whole import back."""
        self._run(_undo, self._workspace.store, self._work(), import_id, done=self._undone)

    def go(self, step: Step) -> None:
        """Show another step."""
        self._go(step, is_busy=self.is_busy)

    def write_templates(self, folder: Path) -> None:
        """Write empty tables with explanations."""
        self._run(write_templates, folder, done=self._templates_written)

    def write_protocol(self, file: Path) -> None:
        """Write what is wrong with the tables as a sheet to be printed."""
        if self.reading is not None:
            self._run(write_protocol, file, self.reading, done=self._protocol_written)

    def _work(self) -> Work:
        workspace = self._workspace
        reference = workspace.reference
        stamp = Stamp(workspace.user, workspace.clock.read(), reference.profile_number)
        return Work(reference, stamp)

    def _run(
        self,
        function: Callable[[Unpack[Given]], Result],
        *args: *Given,
        done: Callable[[Result], object],
    ) -> None:
        if self.is_busy:
            return
        self._go(self.step, is_busy=True)
        self._tasks.run(function, *args, done=done, failed=self._failed)

    def _go(self, step: Step, *, is_busy: bool) -> None:
        self.step, self.is_busy = step, is_busy
        self.changed.emit()

    def _opened(self, opened: _Opened) -> None:
        self.sources, self.mapping = opened.sources, opened.mapping
        self.reading = self.difference = None
        self.change = TimetableChange(self._work().today)
        self._go("columns", is_busy=False)

    def _was_read(self, reading: Reading) -> None:
        self.reading, self.difference = reading, None
        self._go("findings", is_busy=False)

    def _compared(self, difference: Difference, change: TimetableChange) -> None:
        self.difference = difference
        self._go("difference", is_busy=False)
        if change != self.change:
            self.compare()  # another day was chosen meanwhile

    def _taken(self, changes: Changes) -> None:
        self._go("done", is_busy=False)
        self._workspace.announce(changes)
        self.changed.emit()

    def _not_taken(self, fault: Exception) -> None:
        self._go("difference", is_busy=False)
        if isinstance(fault, StoppedError):
            self.told.emit("Загрузка остановлена: в журнал ничего не записано.", "waiting")
        elif isinstance(fault, UserError):
            self.told.emit(str(fault), "bad")
        else:
            raise fault

    def _undone(self, changes: Changes) -> None:
        self._go(self.step, is_busy=False)
        self._workspace.announce(changes)
        self.told.emit("Загрузка отменена: списки такие, какими были до неё.", "good")
        self.changed.emit()

    def _templates_written(self, files: tuple[Path, ...]) -> None:
        self._go(self.step, is_busy=False)
        self.told.emit(f"Записано шаблонов: {len(files)}. Заполните их и загрузите.", "good")

    def _protocol_written(self, file: Path) -> None:
        self._go(self.step, is_busy=False)
        self.told.emit(f"Протокол записан: {file.name}. Его можно распечатать.", "good")

    def _failed(self, fault: Exception) -> None:
        self._go(self.step, is_busy=False)
        if not isinstance(fault, UserError):
            raise fault
        self.told.emit(str(fault), "bad")

    def _presets(self) -> Presets:
        return load_presets(self._presets_file) if self._presets_file is not None else Presets()

    def _remember(self, mapping: SchoolMapping, sources: Sources) -> None:
        if self._presets_file is None:
            return
        presets = self._presets()
        for agreed in mapping.sheets:
            presets = presets.remembering(sources.sheet(agreed.file, agreed.sheet), agreed)
        try:
            save_presets(self._presets_file, presets)
        except UserError as refusal:
            self.told.emit(str(refusal), "waiting")

    def _forget(self, changes: Changes) -> None:
        if changes.touches_reference():
            self._imports = None
            if not self.is_busy and self.step in ("files", "done"):
                self.changed.emit()


def _open(paths: tuple[Path, ...], presets: Presets) -> _Opened:
    sources = open_sources(paths)
    return _Opened(sources, propose(sources.sheets, presets))


def _read(store: Store, work: Work, sources: Sources, mapping: SchoolMapping) -> Reading:
    with store.reading() as session:
        known = known_school(session, work.reference, work.today)
    return read_school(sources, mapping, known)


def _compare(store: Store, work: Work, school: SchoolFolder, change: TimetableChange) -> Difference:
    with store.reading() as session:
        return compare(session, work.reference, school, work.user, work.today, change)


def _take(
    handle: TaskHandle,
    store: Store,
    work: Work,
    school: SchoolFolder,
    change: TimetableChange,
    stop: Event,
) -> Changes:
    def tell(reached: int, total: int) -> None:
        if stop.is_set() or handle.is_cancelled:
            raise StoppedError
        handle.report("Записывается в журнал", reached, total)

    handle.report("Сравнивается с журналом")
    with store.writing() as session:
        return import_school(session, ImportSchool(school, tell, change), work)


def _undo(store: Store, work: Work, import_id: str) -> Changes:
    with store.writing() as session:
        return undo_import(session, UndoImport(import_id), work)
