"""What happens when the program itself is wrong: a log without names, and a dialog.

The message of an exception and the values of variables may hold a pupil's name, so the log gets
neither: only the type of the exception and file, line and function of every frame.
"""

from __future__ import annotations

import logging
import platform
import sys
import threading
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from logging.handlers import RotatingFileHandler
from pathlib import Path
from traceback import walk_tb
from types import FrameType, TracebackType
from typing import TYPE_CHECKING

from platformdirs import user_log_path
from PySide6.QtCore import QObject, Qt, Signal, qVersion

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

_BYTES, _FILES = 256 * 1024, 3
_FOLDERS = ("desktop", "journal", "sync", "printing", "site-packages", "lib")


class CrashLog(QObject):
    """Takes over the hooks for exceptions that nobody caught.

    Signals:
        crashed: an exception was logged; always heard on the UI thread.
    """

    crashed = Signal()

    _happened = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        """Open the log; ``folder`` is made when it is missing.

        Raises:
            OSError: the folder cannot be written.
        """
        super().__init__(parent)
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / "crash.log"
        self._handler = RotatingFileHandler(
            self.path, maxBytes=_BYTES, backupCount=_FILES - 1, encoding="utf-8", delay=True
        )
        self._handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        # queued: a hook may be called in any thread and in the middle of painting
        self._happened.connect(self.crashed, Qt.ConnectionType.QueuedConnection)
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook)

    def install(self) -> None:
        """Catch what nobody catches, in every thread."""
        sys.excepthook = self._take
        threading.excepthook = self._take_from_thread
        sys.unraisablehook = self._take_unraisable

    def remove(self) -> None:
        """Give the hooks back and close the file."""
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._before
        self._handler.close()

    def write(self, fault: BaseException) -> None:
        """Log one exception with the versions."""
        text = "\n  ".join([f"{fault_name(fault)} · {versions()}", *describe(fault)])
        self._handler.emit(logging.LogRecord("crash", logging.ERROR, "", 0, text, None, None))
        self._handler.flush()

    def _take(
        self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._before[0](kind, fault, trace)
            return
        self.write(fault)
        self._happened.emit()

    def _take_from_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and args.exc_type is not SystemExit:
            self._take(args.exc_type, args.exc_value, args.exc_traceback)

    def _take_unraisable(self, args: UnraisableHookArgs) -> None:
        # these come from clean-up code: worth a line in the log, not a dialog
        if args.exc_value is not None:
            self.write(args.exc_value)


def log_folder() -> Path:
    """Return where the logs of this computer account are kept."""
    return user_log_path("uchitelskaya", appauthor=False)


def versions() -> str:
    """Return the versions that a report needs, in one line."""
    try:
        own = version("uchitelskaya")
    except PackageNotFoundError:  # started from the sources
        own = "из исходников"
    system = f"{platform.system()} {platform.release()}"
    return f"программа {own} · Python {platform.python_version()} · Qt {qVersion()} · {system}"


def fault_name(fault: BaseException) -> str:
    """Return the type of an exception, with its module unless it is a built-in one."""
    kind = type(fault)
    return kind.__qualname__ if kind.__module__ == "builtins" else (
        f"{kind.__module__}.{kind.__qualname__}"
    )  # fmt: skip


def describe(fault: BaseException) -> list[str]:
    """Return the frames of an exception and of its causes, oldest call first.

    Paths are cut to the part inside the program: what stands before may be the name of a person
    («C:/Users/Петрова А. А.»).
    """
    return list(_lines(fault, set()))


def _lines(fault: BaseException, seen: set[int]) -> Iterator[str]:
    seen.add(id(fault))
    for frame, line in walk_tb(fault.__traceback__):
        yield _frame_line(frame, line)
    inner: list[tuple[str, BaseException | None]] = [("причина", fault.__cause__)]
    if fault.__cause__ is None and not fault.__suppress_context__:
        inner = [("во время обработки", fault.__context__)]
    if isinstance(fault, BaseExceptionGroup):
        inner += [("в группе", each) for each in fault.exceptions]
    for word, other in inner:
        if other is not None and id(other) not in seen:
            yield f"{word}: {fault_name(other)}"
            yield from _lines(other, seen)


def _frame_line(frame: FrameType, line: int) -> str:
    return f"{_inside(frame.f_code.co_filename)}:{line} {frame.f_code.co_qualname}"


def _inside(file: str) -> str:
    parts = Path(file.replace("\\", "/")).parts
    for place in range(len(parts) - 1, -1, -1):
        if parts[place] in _FOLDERS:
            return "/".join(parts[place:])
    return parts[-1] if parts else ""
