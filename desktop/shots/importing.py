"""Pictures of «Импорт»: every step, with faults and with nothing to take."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from tempfile import mkdtemp

from PySide6.QtWidgets import QWidget

from desktop.link import LinkState
from desktop.models.import_board import ImportBoard
from desktop.settings import Settings
from desktop.shots.printing_school import open_quarter
from desktop.shots.render import Shot, Stage
from desktop.views.importing.screen import ImportScreen
from desktop.views.screen import Screen
from desktop.views.shell import Shell
from desktop.views.user_menu import UserMenu
from journal.imports.folder import read_school_folder

_TABLES = Path(__file__).parents[2] / "resources" / "demo_school"
_SYNCED = LinkState("synced", "Синхронизировано в 11:38")
_FAULTS = (
    ("Класс", "Фамилия", "Имя", "Отчество", "Пол", "Дата рождения", "Телефон мамы"),
    ("5А", "Крылова", "Анна", "Ивановна", "ж", "31.02.2015", ""),
    ("5А", "Соколов", "Пётр", "Ильич", "муж", "12.05.2015", ""),
    ("5Щ9", "Орлов", "", "Ильич", "?", "12.05.2015", ""),
)
_WEEK = (
    ("День недели", "Урок", "Класс", "Предмет", "Кабинет"),
    ("пн", "7", "5А", "Русский язык", "21"),
    ("пн", "8", "5А", "Математика", "14"),
    ("вт", "7", "5А", "Русский язык", "21"),
    ("вт", "8", "5А", "Русский язык", "21"),
)


def _in_shell(stage: Stage) -> tuple[Shell, ImportScreen]:
    workspace = open_quarter(Path(mkdtemp(prefix="shots-")))
    screen = ImportScreen(ImportBoard(workspace, stage.tasks), stage.theme)
    member = workspace.member
    screens = (Screen("journal", "&Журнал", "journal", "Журнал"), screen)
    shell = Shell(stage.theme, member.short if member else "", screens, UserMenu(Settings()))
    shell.show_link(_SYNCED)
    shell.show_screen("import")
    shell.resize(1366, 768)
    shell.show()
    return shell, screen


def _folder(*, faulty: bool = False) -> Path:
    folder = Path(mkdtemp(prefix="shots-"))
    for path in _TABLES.iterdir():
        if path.suffix in (".xlsx", ".csv"):
            shutil.copy(path, folder / path.name)
    if faulty:
        _write_list(folder, _FAULTS)
    return folder


def _new_week() -> Path:
    folder = Path(mkdtemp(prefix="shots-"))
    with (folder / "расписание.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows(_WEEK)
    return folder


def _write_list(folder: Path, rows: tuple[tuple[str, ...], ...]) -> None:
    for path in folder.glob("ученики*"):
        path.unlink()
    with (folder / "ученики.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)


def _opened(stage: Stage, screen: ImportScreen, folder: Path) -> None:
    screen.board.open([folder])
    stage.wait(lambda: screen.board.step == "columns")


def _read(stage: Stage, screen: ImportScreen, folder: Path) -> None:
    _opened(stage, screen, folder)
    screen.board.read()
    stage.wait(lambda: screen.board.step == "findings")


def _compared(stage: Stage, screen: ImportScreen, folder: Path) -> None:
    _read(stage, screen, folder)
    screen.board.compare()
    stage.wait(lambda: screen.board.step == "difference")


def _files(stage: Stage) -> QWidget:
    return _in_shell(stage)[0]


def _columns(stage: Stage) -> QWidget:
    shell, screen = _in_shell(stage)
    _opened(stage, screen, _folder(faulty=True))
    return shell


def _findings(stage: Stage) -> QWidget:
    shell, screen = _in_shell(stage)
    _read(stage, screen, _folder(faulty=True))
    return shell


def _same(stage: Stage) -> QWidget:
    shell, screen = _in_shell(stage)
    _compared(stage, screen, _folder())
    return shell


def _changed_folder() -> Path:
    folder = _folder()
    rows = (
        _FAULTS[0][:6],
        ("5А", "Новиков", "Ян", "Ильич", "м", "12.05.2015"),
        ("5А", "Соколов", "Пётр", "Ильич", "м", "11.04.2015"),
    )
    for path in folder.iterdir():
        path.unlink()
    _write_list(folder, rows)
    return folder


def _difference(stage: Stage) -> QWidget:
    shell, screen = _in_shell(stage)
    _compared(stage, screen, _changed_folder())
    return shell


def _timetable(stage: Stage) -> QWidget:
    shell, screen = _in_shell(stage)
    _compared(stage, screen, _new_week())
    return shell


def _obstacle(stage: Stage) -> QWidget:
    shell, screen = _in_shell(stage)
    pupil = next(each for each in read_school_folder(_TABLES).pupils if each.class_name == "5А")
    names = (pupil.surname, pupil.name, pupil.patronymic)
    folder = Path(mkdtemp(prefix="shots-"))
    row = ("7Б", *names, "м", f"{pupil.birth_date:%d.%m.%Y}")
    _write_list(folder, (_FAULTS[0][:6], row))
    _compared(stage, screen, folder)
    return shell


def _taking(stage: Stage) -> QWidget:
    shell, screen = _in_shell(stage)
    _compared(stage, screen, _changed_folder())
    screen.board.go("taking")
    screen.taking.bar.setRange(0, 1240)
    screen.taking.bar.setValue(700)
    screen.taking.state.setText("Записывается в журнал")
    return shell


def _done(stage: Stage) -> QWidget:
    shell, screen = _in_shell(stage)
    _compared(stage, screen, _changed_folder())
    screen.board.take()
    stage.wait(lambda: screen.board.step == "done")
    return shell


def _again(stage: Stage) -> QWidget:
    shell, screen = _in_shell(stage)
    _compared(stage, screen, _changed_folder())
    screen.board.take()
    stage.wait(lambda: screen.board.step == "done")
    screen.board.go("files")
    return shell


SHOTS = (
    Shot("import", "Импорт: ещё ничего не загружали", _files),
    Shot("import-columns", "Импорт: что распознано", _columns),
    Shot("import-findings", "Импорт: ошибки по ячейкам", _findings),
    Shot("import-difference", "Импорт: что изменится", _difference),
    Shot("import-timetable", "Импорт: новое расписание", _timetable),
    Shot("import-obstacle", "Импорт: загрузить нельзя", _obstacle),
    Shot("import-same", "Импорт: загружать нечего", _same),
    Shot("import-taking", "Импорт: идёт загрузка", _taking),
    Shot("import-done", "Импорт: загружено", _done),
    Shot("import-again", "Импорт: прежние загрузки", _again),
)
