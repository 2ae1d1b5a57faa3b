"""Ctrl+K: found by a few letters, from the keyboard alone, the recent ones first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.finding import find_in
from desktop.models.palette_model import Offer, PaletteModel
from desktop.models.word_match import readings, score
from desktop.settings import Settings
from desktop.theme import Theme
from desktop.views.screen import Screen
from desktop.views.shell import Shell
from desktop.views.user_menu import UserMenu
from tests.desktop.keys import press, type_text
from tests.desktop.registers import Register

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.mark.parametrize(
    ("typed", "text", "is_found"),
    [
        ("9а рус", "9А · Русский язык", True),
        ("рус 9", "9А · Русский язык", True),
        ("9a hec", "9А · Русский язык", True),  # the keys of «рус», and a Latin «a»
        ("елк", "Ёлкина Полина", True),
        ("`krby", "Ёлкина Полина", True),
        ("кина", "Ёлкина Полина", True),
        ("петорва", "Петрова Алла", False),
        ("пертова", "Петрова Алла", False),
        ("питров", "Петрова Алла", True),
        ("петова", "Петрова Алла", True),
        ("9б рус", "9А · Русский язык", False),
        ("ghj", "Ёлкина Полина", False),
    ],
)
def test_words_are_found_in_any_order_layout_and_with_a_slip(
    typed: str, text: str, is_found: bool
) -> None:
    assert (score(readings(typed), text) > 0) == is_found


def offers(taken: list[str]) -> list[Offer]:
    return [
        Offer("page:1", "page", "9А · Русский язык", "Петрова А. А.", lambda: taken.append("1")),
        Offer("page:2", "page", "9А · Литература", "Петрова А. А.", lambda: taken.append("2")),
        Offer("pupil:3", "pupil", "Русакова Анна", "9А", lambda: taken.append("3")),
    ]


def shown(model: PaletteModel) -> list[str]:
    return [row.words for row in model.rows()]


def test_what_begins_as_typed_stands_before_what_only_holds_it(qtbot: QtBot) -> None:
    model = PaletteModel()
    model.offer(
        [Offer("a", "page", "Корус", "", list), Offer("b", "page", "Русский язык", "", list)]
    )
    model.seek("рус")
    assert shown(model) == ["Русский язык", "Корус"]
    model.seek("?!")
    assert shown(model) == []


def test_what_was_chosen_last_stands_first_the_next_time(qtbot: QtBot) -> None:
    model, all_ = PaletteModel(), offers([])
    model.offer(all_)
    assert shown(model) == [each.words for each in all_]
    model.remember(all_[2])
    model.remember(all_[1])
    model.offer(all_)
    assert shown(model) == ["9А · Литература", "Русакова Анна", "9А · Русский язык"]
    model.seek("9а")
    assert shown(model)[0] == "9А · Литература"


def test_the_list_obeys_qt(qtmodeltester: ModelTester) -> None:
    model = PaletteModel()
    model.offer(offers([]))
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    model.seek("рус")


@pytest.fixture
def register(tmp_path: Path, theme: Theme, qtbot: QtBot) -> Iterator[Register]:
    register = Register(tmp_path, theme, qtbot)
    yield register
    register.close()


@pytest.fixture
def shell(register: Register, theme: Theme, qtbot: QtBot) -> Shell:
    other = Screen("transfer", "&Перенос", "transfer", "Перенос")
    shell = Shell(theme, "Петрова А. А.", [other, register.screen], UserMenu(Settings()))
    shell.find_also(lambda: find_in(register.workspace, shell))
    qtbot.addWidget(shell)
    shell.resize(1366, 768)
    with qtbot.waitActive(shell):
        shell.show()
    return shell


def find(shell: Shell, typed: str) -> list[str]:
    press(shell, Qt.Key.Key_K, CTRL)
    palette = shell.palette_of_all
    assert palette.isVisible()
    type_text(palette.field, typed)
    return shown(palette.model)


def test_ctrl_k_a_surname_and_enter_lead_to_the_row_of_a_pupil(
    shell: Shell, register: Register
) -> None:
    view = register.model.view
    assert view is not None
    wanted = view.pupils[2].name
    assert find(shell, wanted.split()[0][:5])[0].startswith(wanted.split()[0])
    press(shell.palette_of_all.field, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert not shell.palette_of_all.isVisible()
    assert shell.current is register.screen
    assert register.here[0] == 2


def test_screens_and_commands_are_found_and_arrows_choose(shell: Shell) -> None:
    shell.show_screen("journal")
    assert "Перенос" in find(shell, "перен")
    press(shell.palette_of_all.field, Qt.Key.Key_Return)
    assert shell.current.name == "transfer"
    assert find(shell, "n`vyjt")[0] == "Оформление: Тёмное", "by the keys of «тёмное»"
    press(shell.palette_of_all.field, Qt.Key.Key_Escape)
    assert find(shell, "")[0] == "Перенос", "chosen last"
    press(shell.palette_of_all.field, Qt.Key.Key_Down)
    second = shell.palette_of_all.list.currentIndex()
    assert second.row() == 1
    assert "экран" in shell.palette_of_all.field.accessibleDescription()


def test_no_list_of_names_opens_before_a_class(shell: Shell, register: Register) -> None:
    view = register.model.view
    assert view is not None
    press(shell, Qt.Key.Key_F9)
    assert not find(shell, view.pupils[2].name.split()[0])
