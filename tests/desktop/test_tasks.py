"""Work off the UI thread."""

from __future__ import annotations

import gc
import threading

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop.tasks import Progress, TaskHandle, Tasks


def test_the_function_runs_elsewhere_and_the_callback_runs_here(tasks: Tasks, qtbot: QtBot) -> None:
    heard: list[tuple[int, int, int]] = []

    def add(left: int, right: int) -> tuple[int, int]:
        return left + right, threading.get_ident()

    tasks.run(add, 2, 3, done=lambda sum_: heard.append((*sum_, threading.get_ident())))
    qtbot.waitUntil(lambda: len(heard) == 1)
    value, there, here = heard[0]
    assert value == 5
    assert here == threading.get_ident() != there


def test_a_failure_comes_to_the_one_who_asked_for_it(tasks: Tasks, qtbot: QtBot) -> None:
    faults: list[Exception] = []
    tasks.run(int, "пять", failed=faults.append, done=lambda _: pytest.fail("it did not fail"))
    qtbot.waitUntil(lambda: len(faults) == 1)
    assert isinstance(faults[0], ValueError)


def test_a_failure_nobody_asked_for_is_raised_on_the_ui_thread(tasks: Tasks, qtbot: QtBot) -> None:
    with qtbot.captureExceptions() as caught:
        tasks.run(int, "пять")
        qtbot.waitUntil(lambda: len(caught) == 1)
    assert caught[0][0] is ValueError


def test_progress_is_shown_in_order_before_the_end(tasks: Tasks, qtbot: QtBot) -> None:
    heard: list[Progress | str] = []

    def print_pages(handle: TaskHandle, pages: int) -> str:
        for page in range(1, pages + 1):
            handle.report("Печать", page, pages)
        return "готово"

    tasks.run_long(print_pages, 3, progress=heard.append, done=heard.append)
    qtbot.waitUntil(lambda: "готово" in heard)
    assert heard == [*(Progress("Печать", page, 3) for page in (1, 2, 3)), "готово"]


def test_a_cancelled_task_stops_at_its_next_step_and_says_nothing(
    tasks: Tasks, qtbot: QtBot
) -> None:
    begun, stopped = threading.Event(), threading.Event()
    heard: list[object] = []

    def work(handle: TaskHandle) -> None:
        begun.set()
        try:
            while True:
                handle.stop_if_cancelled()
        finally:
            stopped.set()

    handle = tasks.run_long(work, done=heard.append, failed=heard.append)
    assert begun.wait(10)
    handle.cancel()
    assert stopped.wait(10)
    last: list[object] = []
    tasks.run(lambda: None, done=last.append)
    qtbot.waitUntil(lambda: len(last) == 1)
    assert heard == []


def test_the_result_of_a_deaf_task_is_dropped_when_it_was_cancelled(
    tasks: Tasks, qtbot: QtBot
) -> None:
    release = threading.Event()
    heard: list[object] = []
    handle = tasks.run(release.wait, 10.0, done=heard.append)
    handle.cancel()
    release.set()
    qtbot.wait(50)
    assert heard == []


def test_a_window_destroyed_meanwhile_is_not_called(tasks: Tasks, qtbot: QtBot) -> None:
    release = threading.Event()
    calls: list[object] = []

    class Window(QObject):
        def show_result(self, result: object) -> None:
            calls.append(result)

    window = Window()
    tasks.run(release.wait, 10.0, done=window.show_result)
    shiboken6.delete(window)
    release.set()
    after: list[object] = []
    tasks.run(lambda: None, done=after.append)
    qtbot.waitUntil(lambda: len(after) == 1)
    assert calls == []


def test_closing_waits_for_work_that_has_begun_and_drops_the_rest(qtbot: QtBot) -> None:
    tasks = Tasks(threads=1)
    begun = threading.Event()
    log: list[str] = []

    def write_file(handle: TaskHandle) -> None:
        begun.set()
        while not handle.is_cancelled:
            pass
        log.append("файл дописан")

    tasks.run_long(write_file, done=lambda _: log.append("callback"))
    tasks.run(log.append, "второе дело")
    assert begun.wait(10)
    assert tasks.close()
    qtbot.wait(20)
    assert log == ["файл дописан"]
    with pytest.raises(RuntimeError):
        tasks.run(log.append, "после конца")


def test_closing_tells_when_something_does_not_end_in_time(qtbot: QtBot) -> None:
    tasks = Tasks()
    release = threading.Event()
    tasks.run(release.wait, 10.0)
    try:
        assert not tasks.close(timeout=0.05)
    finally:
        release.set()


def test_work_that_outlives_its_tasks_does_not_keep_them_alive(qtbot: QtBot) -> None:
    tasks = Tasks()
    release = threading.Event()
    gone: list[str] = []
    tasks.destroyed.connect(lambda: gone.append(threading.current_thread().name))
    tasks.run(release.wait, 10.0)
    tasks.close(timeout=0.05)
    here = threading.current_thread().name
    try:
        del tasks
        gc.collect()
        assert gone == [here]
    finally:
        release.set()


def test_what_a_task_was_given_is_let_go_on_the_ui_thread(tasks: Tasks, qtbot: QtBot) -> None:
    gone: list[str] = []
    here = threading.current_thread().name
    for _ in range(50):
        given = QObject()
        given.destroyed.connect(lambda: gone.append(threading.current_thread().name))
        tasks.run(lambda _given: None, given)
        del given
    qtbot.waitUntil(lambda: len(gone) == 50)
    assert set(gone) == {here}
