"""The one way of doing work off the UI thread."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from threading import Event, Lock
from typing import Any, TypeVar, TypeVarTuple, Unpack

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

Result = TypeVar("Result")
Given = TypeVarTuple("Given")


class TaskStoppedError(Exception):
    """Say that a task noticed its cancel flag and gave up; nobody is told of it."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a task is.

    Attributes:
        words: what is being done, ready to be shown.
        reached: 0 .. ``total``.
        total: 0 when the amount of work is not known.
    """

    words: str = ""
    reached: int = 0
    total: int = 0


class TaskHandle:
    """What the UI thread and a running task share: a cancel flag and a progress report.

    The flag is only a wish: a task that never looks at it runs to its end, but then
    nobody hears of the result.
    """

    def __init__(self, tell: Callable[[TaskHandle, Progress], None]) -> None:
        self._tell = tell
        self._cancelled = Event()

    @property
    def is_cancelled(self) -> bool:
        """Tell whether somebody asked the task to stop."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Ask the task to stop; from now on none of its callbacks is called."""
        self._cancelled.set()

    def stop_if_cancelled(self) -> None:
        """Leave the task here if it was cancelled; called between steps of long work.

        Raises:
            TaskStoppedError: the task was cancelled; let it pass.
        """
        if self.is_cancelled:
            raise TaskStoppedError

    def report(self, words: str = "", reached: int = 0, total: int = 0) -> None:
        """Hand the progress over to the UI thread; may be called from any thread."""
        self._tell(self, Progress(words, reached, total))


@dataclass(frozen=True, slots=True)
class _Outcome:
    value: Any = None
    fault: Exception | None = None


@dataclass(frozen=True, slots=True)
class _Callbacks:
    done: Callable[[Any], object] | None
    failed: Callable[[Exception], object] | None
    progress: Callable[[Progress], object] | None


@dataclass(frozen=True, slots=True)
class _Running:
    """A task under way; ``work`` is held here so that its last reference is let go here.

    What a task was given may be a window: no thread but this one may be the last to hold it.
    """

    future: Future[None]
    callbacks: _Callbacks
    work: Callable[[], Any]


class _WayBack:
    """The way of a thread's news to the UI thread, until the tasks are closed.

    A thread must not own the object it tells: whoever drops the last reference destroys it,
    and a QObject is destroyed in its own thread only. So threads hold this, and closing cuts it.
    """

    def __init__(
        self,
        ended: Callable[[TaskHandle, _Outcome], None],
        progressed: Callable[[TaskHandle, Progress], None],
    ) -> None:
        self._ended: Callable[[TaskHandle, _Outcome], None] | None = ended
        self._progressed: Callable[[TaskHandle, Progress], None] | None = progressed
        self._lock = Lock()

    def tell_end(self, handle: TaskHandle, outcome: _Outcome) -> None:
        """Hand an outcome over; after the cut nothing happens."""
        with self._lock:
            if self._ended is not None:
                self._ended(handle, outcome)

    def tell_progress(self, handle: TaskHandle, progress: Progress) -> None:
        """Hand a progress over; after the cut nothing happens."""
        with self._lock:
            if self._progressed is not None:
                self._progressed(handle, progress)

    def cut(self) -> None:
        """Let nothing through any more; whoever is half-way is waited for."""
        with self._lock:
            self._ended = self._progressed = None


class Tasks(QObject):
    """Runs plain functions in threads and calls back on the thread it lives in.

    A task opens its own database session and returns frozen values, never mapped objects.
    A callback of a window that was destroyed meanwhile is not called. A failure that nobody
    asked for is raised on the UI thread, so that it ends in the crash log like any other bug.
    """

    _ended = Signal(object, object)
    _progressed = Signal(object, object)

    def __init__(self, parent: QObject | None = None, *, threads: int = 4) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="task")
        self._running: dict[TaskHandle, _Running] = {}
        self._is_closed = False
        queued = Qt.ConnectionType.QueuedConnection
        self._ended.connect(self._deliver, queued)
        self._progressed.connect(self._show_progress, queued)
        self._way_back = _WayBack(self._ended.emit, self._progressed.emit)
        self.destroyed.connect(self._way_back.cut)

    def run(
        self,
        function: Callable[[Unpack[Given]], Result],
        *args: *Given,
        done: Callable[[Result], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
    ) -> TaskHandle:
        """Run ``function(*args)`` in a thread.

        Exactly one of ``done(result)`` and ``failed(exception)`` is called on the UI thread,
        or none of them when the task was cancelled or the tasks were closed.
        """
        handle = TaskHandle(self._way_back.tell_progress)
        return self._start(handle, lambda: function(*args), _Callbacks(done, failed, None))

    def run_long(
        self,
        function: Callable[[TaskHandle, Unpack[Given]], Result],
        *args: *Given,
        done: Callable[[Result], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
        progress: Callable[[Progress], object] | None = None,
    ) -> TaskHandle:
        """Run ``function(handle, *args)``: work that reports progress and can be stopped."""
        handle = TaskHandle(self._way_back.tell_progress)
        callbacks = _Callbacks(done, failed, progress)
        return self._start(handle, lambda: function(handle, *args), callbacks)

    @property
    def is_busy(self) -> bool:
        """Tell whether anything is being done, or its end is still to be told."""
        return bool(self._running)

    def close(self, timeout: float | None = None) -> bool:
        """Wait for the end of all work; the program calls it before it leaves.

        Work that has begun is asked to stop and waited for, work that has not is dropped,
        no callback is called any more. Closing twice is harmless.

        Args:
            timeout: seconds to wait at most; ``None`` waits for as long as it takes.

        Returns:
            ``False`` when something still runs after the timeout.
        """
        self._is_closed = True
        for handle in self._running:
            handle.cancel()
        self._pool.shutdown(wait=False, cancel_futures=True)
        futures = [running.future for running in self._running.values()]
        begun = [future for future in futures if not future.cancelled()]
        _, late = wait(begun, timeout)
        self._running.clear()
        self._way_back.cut()
        return not late

    def _start(
        self, handle: TaskHandle, work: Callable[[], Any], callbacks: _Callbacks
    ) -> TaskHandle:
        if self._is_closed:
            raise RuntimeError("a task was started after the end of all tasks")
        way_back, box = self._way_back, [work]

        def perform() -> None:
            outcome = _Outcome() if handle.is_cancelled else _done(box.pop())
            box.clear()  # before anybody hears of the end
            way_back.tell_end(handle, outcome)

        self._running[handle] = _Running(self._pool.submit(perform), callbacks, work)
        return handle

    @Slot(object, object)
    def _deliver(self, handle: TaskHandle, outcome: _Outcome) -> None:
        running = self._running.pop(handle, None)
        if running is None or handle.is_cancelled:
            return
        callbacks = running.callbacks
        if outcome.fault is None:
            if callbacks.done is not None and _can_hear(callbacks.done):
                callbacks.done(outcome.value)
        elif isinstance(outcome.fault, TaskStoppedError):
            return
        elif callbacks.failed is None:
            raise outcome.fault
        elif _can_hear(callbacks.failed):
            callbacks.failed(outcome.fault)

    @Slot(object, object)
    def _show_progress(self, handle: TaskHandle, progress: Progress) -> None:
        known = self._running.get(handle)
        if known is None or handle.is_cancelled:
            return
        show = known.callbacks.progress
        if show is not None and _can_hear(show):
            show(progress)


def _done(work: Callable[[], Any]) -> _Outcome:
    try:
        return _Outcome(value=work())
    except Exception as fault:  # it goes to the UI thread, not to a lost future
        return _Outcome(fault=fault)


def _can_hear(callback: Callable[..., object]) -> bool:
    """Tell whether the object behind a bound method still exists on the C++ side."""
    owner = getattr(callback, "__self__", None)
    return not isinstance(owner, QObject) or shiboken6.isValid(owner)
