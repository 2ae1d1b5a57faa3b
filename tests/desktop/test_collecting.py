"""Garbage is collected where windows live."""

import threading

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop.collecting import Collector
from desktop.tasks import Tasks


def test_a_window_in_a_circle_is_destroyed_on_the_ui_thread(tasks: Tasks, qtbot: QtBot) -> None:
    gone: list[str] = []
    here = threading.current_thread().name

    def leave_a_circle() -> None:
        window = QObject()
        window.destroyed.connect(lambda: gone.append(threading.current_thread().name))
        circle = [window]
        circle.append(circle)  # type: ignore[arg-type]

    collector = Collector()
    collector.start()
    try:
        leave_a_circle()
        worked: list[object] = []
        tasks.run(lambda: [[each] for each in range(200_000)], done=worked.append)
        qtbot.waitUntil(lambda: len(worked) == 1)
        qtbot.waitUntil(lambda: len(gone) == 1)
    finally:
        collector.stop()
    assert gone == [here]
