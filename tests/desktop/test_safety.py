"""The safety of journals in the running program: copies by themselves, restoring, new passwords."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop.custody import Custody
from desktop.entrance import Entrance
from desktop.program import Outfit, Program
from desktop.screens import make_screens
from desktop.settings import SettingsFile
from desktop.theme import Theme
from desktop.views.safety.check import CheckDialog
from desktop.views.safety.password import PasswordDialog
from desktop.views.safety.recover import RecoverPage
from desktop.views.safety.restore import RestorePage
from desktop.views.sign_in import SignIn
from desktop.views.user_menu import UserMenu
from journal.backup import ENDING, read_backup
from journal.log import append
from journal.queries.intervals import own_stations
from journal.tables import DeskRow
from sync.backups import MUCH, Vault
from sync.own_password import (
    check_password,
)
from sync.places import Place, place_of
from sync.server.accounts import change_password
from sync.server.passwords import Passwords
from tests.desktop.keys import press, type_text
from tests.journal.desks import HandClock, work_of
from tests.small_school import PETROVA
from tests.sync.centre import (
    CHEAP,
    PASSWORD,
    Centre,
    client_of,
    make_template,
    mark,
    running_centre,
)
from tests.sync.databases import SqliteDatabases
from tests.sync.lone import lone_journal

ENTER = Qt.Key.Key_Return
Starter = Callable[[httpx.Client], Program]


@pytest.fixture
def start(
    tmp_path: Path, theme: Theme, qapp: QApplication, qtbot: QtBot
) -> Iterator[Callable[[httpx.Client], Program]]:
    """Start a program on the journals of a folder; it is ended after the test."""
    clock, started = HandClock(), list[Program]()
    clock.set(2026, 9, 15)

    def begin(http: httpx.Client) -> Program:
        journals = tmp_path / "journals"
        outfit = Outfit(
            clock=clock,
            http=http,
            entrance=Entrance(journals, http, clock, CHEAP),
            settings=SettingsFile(tmp_path / "settings.json"),
            theme=theme,
            screens=make_screens,
            custody=Custody(journals, http, clock, CHEAP),
            parcels=tmp_path / "parcels",
        )
        program = Program(qapp, outfit)
        started.append(program)
        qtbot.addWidget(program.window)
        program.start()
        with qtbot.waitActive(program.window):
            program.window.show()
        return program

    yield begin
    for program in started:
        program.close()


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return lone_journal(tmp_path / "journals")


@pytest.fixture
def offline() -> Iterator[httpx.Client]:
    def fail(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no network", request=request)

    with httpx.Client(transport=httpx.MockTransport(fail)) as http:
        yield http


def sign_in(program: Program, qtbot: QtBot, password: str = PASSWORD, server: str = "") -> None:
    page = program.window.page
    assert isinstance(page, SignIn)
    page.login.setFocus()
    type_text(page.login, "petrova")
    page.login.editingFinished.emit()
    page.password.edit.setFocus()
    type_text(page.password.edit, password)
    if server:
        page.server.setText(server)
    press(page.password.edit, ENTER)
    qtbot.waitUntil(lambda: program.is_introduced, timeout=10_000)


def banner(program: Program) -> str:
    return program.shell.banner.text if program.shell is not None else ""


def write_much(program: Program) -> None:
    assert program.journal is not None
    stamp = work_of(program.journal.store, PETROVA, HandClock()).stamp
    with program.journal.store.writing() as session:
        append(session, stamp, [mark("54"[turn % 2]) for turn in range(MUCH)])


def test_copies_are_made_after_the_sign_in_and_when_much_was_written(
    start: Starter, place: Place, offline: httpx.Client, qtbot: QtBot
) -> None:
    program = start(offline)
    sign_in(program, qtbot)
    vault = Vault(place)
    qtbot.waitUntil(lambda: len(vault.copies) == 1)
    write_much(program)
    program.leave()
    assert [copy.about.entries for copy in vault.copies] == [38 + MUCH]


def test_a_copy_that_cannot_be_made_is_one_quiet_notice(
    start: Starter, place: Place, offline: httpx.Client, qtbot: QtBot
) -> None:
    Vault(place).folder.parent.write_text("здесь файл")
    program = start(offline)
    sign_in(program, qtbot)
    qtbot.waitUntil(lambda: banner(program).startswith("Копия журнала не сделана"))
    program.leave()


def test_a_journal_is_restored_from_the_sign_in_page_and_tells_its_new_number(
    start: Starter, place: Place, offline: httpx.Client, qtbot: QtBot
) -> None:
    program = start(offline)
    sign_in(program, qtbot)
    qtbot.waitUntil(lambda: len(Vault(place).copies) == 1)
    program.leave()
    page = program.window.page
    assert isinstance(page, SignIn)
    page.help["restore"].click()
    restoring = program.window.page
    assert isinstance(restoring, RestorePage)
    assert restoring.copies.rowCount() == 1
    type_text(restoring.password.edit, PASSWORD)
    press(restoring.password.edit, ENTER)
    qtbot.waitUntil(lambda: restoring.told != "", timeout=10_000)
    assert "Прежний журнал не удалён" in restoring.told
    restoring.go.click()
    sign_in(program, qtbot)
    assert "получит новый номер" in banner(program)
    assert program.journal is not None
    with program.journal.store.reading() as session:
        assert len(own_stations(session)) == 2


def test_a_copy_is_saved_where_the_user_wants_it_and_a_second_place_is_kept(
    start: Starter, place: Place, offline: httpx.Client, qtbot: QtBot, tmp_path: Path
) -> None:
    program = start(offline)
    sign_in(program, qtbot)
    program.safety.save_copy()
    (dialog,) = program.window.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / f"stick{ENDING}"))
    dialog.close()
    qtbot.waitUntil(lambda: "Копия журнала сохранена и проверена" in banner(program))
    assert read_backup(tmp_path / f"stick{ENDING}").about.entries == 38
    stick = tmp_path / "stick"
    stick.mkdir()
    menus = [each.menu() for each in program.window.findChildren(QPushButton)]
    (menu,) = [each for each in menus if isinstance(each, UserMenu)]
    menu.settings_changed.emit(replace(menu.settings, copies_folder=str(stick)))
    qtbot.waitUntil(lambda: any(stick.glob(f"*{ENDING}")))


def test_the_check_is_one_click_in_the_menu_and_at_the_sign_in(
    start: Starter, place: Place, offline: httpx.Client, qtbot: QtBot
) -> None:
    program = start(offline)
    page = program.window.page
    assert isinstance(page, SignIn)
    page.help["check"].click()
    (outside,) = program.window.findChildren(CheckDialog)
    qtbot.waitUntil(lambda: bool(outside.findings))
    assert "Ключ журнала" in [finding.subject for finding in outside.findings]
    outside.close()
    sign_in(program, qtbot)
    inside = program.safety.show_check()
    qtbot.waitUntil(lambda: bool(inside.findings))
    subjects = [finding.subject for finding in inside.findings]
    assert {"Цепочка записей", "Таблицы журнала", "Перенос"} <= set(subjects)
    inside.close()


def test_the_way_for_a_forgotten_password_leads_back_to_the_sign_in(
    start: Starter, place: Place, offline: httpx.Client, qtbot: QtBot
) -> None:
    program = start(offline)
    page = program.window.page
    assert isinstance(page, SignIn)
    type_text(page.login, "petrova")
    page.help["forgotten"].click()
    recovering = program.window.page
    assert isinstance(recovering, RecoverPage)
    assert recovering.login.text() == "petrova"
    recovering.left.emit("Новый пароль задан: войдите с ним.")
    again = program.window.page
    assert isinstance(again, SignIn)
    assert again.told.text() == "Новый пароль задан: войдите с ним."


@contextmanager
def online(tmp_path: Path) -> Iterator[tuple[Centre, httpx.Client]]:
    databases = SqliteDatabases(tmp_path)
    with (
        running_centre(databases, make_template(databases)) as centre,
        client_of(centre.app) as http,
    ):
        centre.clock.set(2026, 9, 15)
        yield centre, http


@pytest.mark.clause("AMU-2.8.2c")
def test_after_a_reset_at_the_centre_the_program_asks_for_the_new_password(
    start: Starter, qtbot: QtBot, tmp_path: Path
) -> None:
    journals = tmp_path / "journals"
    with online(tmp_path) as (centre, http):
        program = start(http)
        sign_in(program, qtbot, server="http://centre")
        program.leave()
        with centre.store.writing() as session:
            change_password(session, "petrova", Passwords(CHEAP).hash("новый пароль"), 0)
        sign_in(program, qtbot)  # the old one still opens the journal
        qtbot.waitUntil(lambda: "Пароль вашей учётной записи изменён" in banner(program))
        assert program.safety.awaits_password
        program.safety.show_new_password()
        (dialog,) = program.window.findChildren(PasswordDialog)
        type_text(dialog.old, PASSWORD)
        type_text(dialog.new, "новый пароль")
        with qtbot.waitSignal(dialog.changed, timeout=10_000):
            press(dialog.new, ENTER)
        assert not program.safety.awaits_password
        check_password(journals, "petrova", "новый пароль")
        dialog.close()
        program.safety.show_password()
        (own,) = [each for each in program.window.findChildren(PasswordDialog) if each.isVisible()]
        for field, words in (
            (own.old, "новый пароль"),
            (own.new, "свой пароль"),
            (own.again, "свой пароль"),
        ):
            type_text(field, words)
        with qtbot.waitSignal(own.changed, timeout=10_000):
            press(own.again, ENTER)
        check_password(journals, "petrova", "свой пароль")
        journal = program.journal
        assert journal is not None
        with journal.store.reading() as session:
            assert session.scalars(select(DeskRow.token)).one() != ""
        assert place_of(journals, "petrova").is_taken
        program.leave()
