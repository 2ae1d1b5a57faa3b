"""A bug in the program: logged without names, shown with the promise that entries are saved."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.crash import CrashLog, describe, fault_name, log_folder, versions
from desktop.tasks import Tasks
from desktop.theme import Theme
from desktop.views.crash_dialog import CrashDialog
from journal.errors import UserError

SECRET = "Ершов Лев"


@pytest.fixture
def log(tmp_path: Path, qtbot: QtBot) -> Iterator[CrashLog]:
    log = CrashLog(tmp_path / "log")
    log.install()
    yield log
    log.remove()


def mark_cell(pupil: str) -> None:
    raise ValueError(f"no cell for {pupil}")


def a_fault() -> Exception:
    try:
        try:
            mark_cell(SECRET)
        except ValueError as cause:
            raise KeyError(SECRET) from cause
    except KeyError as fault:
        return fault
    raise AssertionError


def test_the_log_names_places_and_types(log: CrashLog) -> None:
    log.write(a_fault())
    text = log.path.read_text(encoding="utf-8")
    assert "KeyError" in text
    assert "причина: ValueError" in text
    assert "mark_cell" in text
    assert "test_crash.py:" in text
    assert versions() in text


def test_the_log_has_neither_message_nor_values(log: CrashLog) -> None:
    log.write(a_fault())
    log.write(ExceptionGroup(SECRET, [a_fault()]))
    assert "Ершов" not in log.path.read_text(encoding="utf-8")


def test_the_path_before_the_program_is_left_out() -> None:
    code = compile("raise ValueError", "C:\\Users\\Петрова\\app\\desktop\\views\\shell.py", "exec")
    with pytest.raises(ValueError, match=r"^$") as caught:
        exec(code)
    assert describe(caught.value)[-1] == "desktop/views/shell.py:1 <module>"


def test_members_of_a_group_are_described_too() -> None:
    lines = describe(ExceptionGroup("", [a_fault()]))
    assert "в группе: KeyError" in lines
    assert "причина: ValueError" in lines


def test_the_type_is_named_with_its_module() -> None:
    assert fault_name(ValueError()) == "ValueError"
    assert fault_name(UserError()) == "journal.errors.UserError"


def test_an_uncaught_exception_is_logged_and_announced(log: CrashLog, qtbot: QtBot) -> None:
    fault = a_fault()
    with qtbot.waitSignal(log.crashed):
        sys.excepthook(type(fault), fault, fault.__traceback__)
    assert "KeyError" in log.path.read_text(encoding="utf-8")


def test_an_uncaught_exception_of_a_thread_is_logged(log: CrashLog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(log.crashed):
        thread = threading.Thread(target=mark_cell, args=(SECRET,))
        thread.start()
        thread.join()
    text = log.path.read_text(encoding="utf-8")
    assert "mark_cell" in text
    assert "Ершов" not in text


def test_a_failed_task_nobody_watches_ends_in_the_log(
    log: CrashLog, tasks: Tasks, qtbot: QtBot
) -> None:
    with qtbot.captureExceptions():  # takes the hook from us: hand it on
        hook, sys.excepthook = sys.excepthook, log._take
        try:
            with qtbot.waitSignal(log.crashed):
                QTimer.singleShot(0, lambda: tasks.run(mark_cell, SECRET))
        finally:
            sys.excepthook = hook
    assert "mark_cell" in log.path.read_text(encoding="utf-8")


def test_the_log_does_not_grow_for_ever(log: CrashLog) -> None:
    fault = a_fault()
    for _ in range(3000):
        log.write(fault)
    files = sorted(log.path.parent.iterdir())
    assert [each.name for each in files] == ["crash.log", "crash.log.1", "crash.log.2"]
    assert sum(each.stat().st_size for each in files) < 3 * 270_000


def test_the_hooks_are_given_back(tmp_path: Path, qtbot: QtBot) -> None:
    before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
    log = CrashLog(tmp_path)
    log.install()
    log.remove()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before


def test_the_dialog_says_that_entries_are_saved(theme: Theme, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = CrashDialog(tmp_path / "crash.log", versions())
    words = " ".join(each.text() for each in dialog.findChildren(QLabel))
    assert "Программа столкнулась с ошибкой; записи сохранены" in words
    assert versions() in words
    dialog.copy_details()
    assert QGuiApplication.clipboard().text() == f"{versions()}\n{tmp_path / 'crash.log'}"
    dialog.close()


def test_the_log_lies_in_the_folder_of_the_computer_account() -> None:
    assert "uchitelskaya" in log_folder().parts
