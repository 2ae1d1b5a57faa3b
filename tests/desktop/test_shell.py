"""The frame around the screens: rail, chip, status line, banner, help, lock."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QScreen
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.link import LinkKind, LinkState
from desktop.settings import Settings
from desktop.theme import Theme
from desktop.views.chip import Chip
from desktop.views.elements import label
from desktop.views.key_help import KeyHelp
from desktop.views.screen import KeyMeaning, Screen
from desktop.views.shell import Shell
from desktop.views.user_menu import UserMenu
from desktop.views.window import MainWindow
from tests.desktop.keys import press

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
OUTAGE = LinkState("outage", "Временный журнал № 7 · 34 записи · нет связи с 08:31")


class Page(Screen):
    """A screen with everything a screen may have."""

    def __init__(self, name: str, word: str) -> None:
        super().__init__(name, word, "journal", f"Экран {name}")
        self.arrivals = 0
        self.field = QLineEdit(self)

    def top_bar(self) -> QWidget | None:
        return label("9А · Русский язык") if self.name == "journal" else None

    def legend(self) -> QWidget | None:
        return label("серым закрыто для правки")

    def keys(self) -> Sequence[KeyMeaning]:
        return (KeyMeaning("Ctrl Z", "Отменить последнюю запись"),)

    def arrive(self) -> None:
        self.arrivals += 1
        self.field.setFocus()


@pytest.fixture
def screens(theme: Theme) -> list[Page]:
    return [Page("journal", "&Журнал"), Page("transfer", "&Перенос"), Page("print", "Пе&чать")]


def build_shell(theme: Theme, screens: list[Page]) -> Shell:
    return Shell(theme, "Петрова А. А.", screens, UserMenu(Settings()))


@pytest.fixture
def shell(theme: Theme, screens: list[Page], qtbot: QtBot) -> Shell:
    shell = build_shell(theme, screens)
    qtbot.addWidget(shell)
    shell.resize(1366, 768)
    with qtbot.waitActive(shell):
        shell.show()
    return shell


def click(button: QAbstractButton, qtbot: QtBot) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)  # type: ignore[no-untyped-call]


def entry(shell: Shell, place: int) -> QAbstractButton:
    return shell.rail.entries()[place]


def test_the_first_screen_of_the_role_is_in_front_and_has_the_focus(
    shell: Shell, screens: list[Page]
) -> None:
    assert shell.current is screens[0]
    assert screens[0].arrivals == 1
    assert screens[0].field.hasFocus()


def test_a_click_on_the_rail_brings_a_screen_to_the_front(
    shell: Shell, screens: list[Page], qtbot: QtBot
) -> None:
    with qtbot.waitSignal(shell.screen_changed) as heard:
        click(entry(shell, 2), qtbot)
    assert heard.args == [screens[2]]
    assert screens[2].field.hasFocus()
    assert shell.rail.entries()[2].isChecked()


@pytest.mark.parametrize(
    ("key", "modifier", "place"),
    [(Qt.Key.Key_2, CTRL, 1), (Qt.Key.Key_3, CTRL, 2), (Qt.Key(ord("П")), ALT, 1)],
    ids=["Ctrl 2", "Ctrl 3", "Alt П"],
)
def test_every_screen_is_reached_from_the_keyboard(
    shell: Shell,
    screens: list[Page],
    qtbot: QtBot,
    key: Qt.Key,
    modifier: Qt.KeyboardModifier,
    place: int,
) -> None:
    press(screens[0].field, key, modifier)
    qtbot.waitUntil(lambda: shell.current is screens[place])  # a mnemonic shows the press first


def test_a_screen_is_found_by_its_name(shell: Shell, screens: list[Page]) -> None:
    assert shell.show_screen("print") is screens[2] is shell.current
    with pytest.raises(LookupError):
        shell.show_screen("control")


def test_the_top_bar_shows_the_switchers_of_the_screen_or_its_title(shell: Shell) -> None:
    def words() -> set[str]:
        return {each.text() for each in shell.findChildren(QLabel) if each.isVisible()}

    assert "9А · Русский язык" in words()
    shell.show_screen("transfer")
    assert "Экран transfer" in words()
    assert "9А · Русский язык" not in words()


def test_a_badge_is_seen_and_read_aloud(shell: Shell, screens: list[Page]) -> None:
    screens[1].set_badge(34)
    assert entry(shell, 1).accessibleName() == "Перенос, 34"
    assert "34" in entry(shell, 1).toolTip()
    screens[1].set_badge(0)
    assert entry(shell, 1).accessibleName() == "Перенос"


def test_a_badge_does_not_move_the_rail(shell: Shell, screens: list[Page]) -> None:
    before = shell.rail.width()
    screens[1].set_badge(1234)
    assert shell.rail.width() == before


@pytest.mark.parametrize("kind", ["synced", "outage", "transfer", "attention", "offline"])
def test_the_chip_says_every_state_in_words_in_both_themes(
    theme: Theme, shell: Shell, qtbot: QtBot, kind: LinkKind
) -> None:
    shell.show_link(LinkState(kind, "Перенос: 12 из 34", share=0.4))
    light = shell.chip.grab().toImage()
    assert shell.chip.accessibleName().endswith("Перенос: 12 из 34")
    theme.use("dark")
    assert shell.chip.grab().toImage() != light


def test_the_states_of_the_chip_do_not_look_alike(theme: Theme, qtbot: QtBot) -> None:
    chip = Chip(theme)
    qtbot.addWidget(chip)
    pictures = []
    kinds: tuple[LinkKind, ...] = ("synced", "outage", "transfer", "attention", "offline")
    for kind in kinds:
        chip.show_state(LinkState(kind, "слово"))
        chip.resize(chip.sizeHint())
        pictures.append(chip.grab().toImage())
    assert all(a != b for place, a in enumerate(pictures) for b in pictures[place + 1 :])


def test_a_narrow_chip_keeps_what_matters(theme: Theme, qtbot: QtBot) -> None:
    chip = Chip(theme)
    qtbot.addWidget(chip)
    text = "Временный журнал № 7 · 34 записи · нет связи с 08:31"
    chip.show_state(LinkState("outage", text))
    assert chip.shown(chip.sizeHint().width()) == text
    assert chip.shown(chip.sizeHint().width() - 60) == ("Временный журнал № 7 · нет связи с 08:31")
    assert chip.shown(120).endswith("…")


def test_the_hint_begins_where_nothing_was_saved(shell: Shell, qtbot: QtBot) -> None:
    shell.status.show_hint(QAction("Отменить", shell))
    qtbot.waitUntil(shell.status.hint_button.isVisible)
    place = shell.status.hint_button.x()
    shell.status.show_saved("Сохранено в 09:00 на этом компьютере")
    qtbot.waitUntil(lambda: shell.status.hint_button.x() > place + 100)
    assert place <= 14


def test_the_chip_asks_for_the_page_that_explains_it(shell: Shell, qtbot: QtBot) -> None:
    shell.show_link(OUTAGE)
    with qtbot.waitSignal(shell.link_clicked):
        click(shell.chip, qtbot)
    shell.chip.setFocus()
    with qtbot.waitSignal(shell.link_clicked):
        press(shell.chip, Qt.Key.Key_Space)


@pytest.mark.parametrize("width", [1366, 1280, 911])
def test_the_long_chip_fits_beside_the_switchers(shell: Shell, qtbot: QtBot, width: int) -> None:
    shell.show_link(OUTAGE)
    shell.resize(width, 512)
    qtbot.waitUntil(lambda: shell.chip.width() == shell.chip.sizeHint().width())
    assert shell.width() == width


def test_a_narrow_window_leaves_the_words_of_the_rail_out(shell: Shell) -> None:
    wide = shell.rail.width()
    shell.resize(911, 512)
    assert shell.rail.width() < wide / 2
    shell.resize(1366, 768)
    assert shell.rail.width() == wide


def test_the_hint_of_the_screen_is_a_key_and_a_click(
    shell: Shell, screens: list[Page], qtbot: QtBot
) -> None:
    undo = QAction("Отменить: Ершов Лев, 20.11, «5»", screens[0])
    undo.setShortcut("Ctrl+Z")
    screens[0].addAction(undo)
    screens[0].set_hint(undo)
    assert shell.status.hint == "Отменить: Ершов Лев, 20.11, «5» · Ctrl Z"
    with qtbot.waitSignal(undo.triggered):
        shell.status.hint_button.click()
    undo.setText("Отменить: «4»")
    assert shell.status.hint.startswith("Отменить: «4»")
    undo.setEnabled(False)
    assert shell.status.hint == ""
    undo.setEnabled(True)
    shell.show_screen("print")
    assert shell.status.hint == ""


def test_the_last_save_is_told(shell: Shell, screens: list[Page]) -> None:
    screens[0].saved.emit("Сохранено в 09:05:12 на этом компьютере")
    assert shell.status.saved == "Сохранено в 09:05:12 на этом компьютере"


def test_a_sentence_stays_until_it_is_closed_or_its_page_is_left(
    shell: Shell, screens: list[Page]
) -> None:
    screens[0].notice.emit("Отметка не записана: урок закрыт.", "bad")
    assert shell.banner.text == "Отметка не записана: урок закрыт."
    press(screens[0].field, Qt.Key.Key_Escape)
    assert shell.banner.text == ""
    shell.show_notice("Перенос завершён.", "good")
    shell.show_screen("print")
    assert shell.banner.text == ""


def test_f1_lists_the_keys_of_the_screen_and_of_the_shell(
    shell: Shell, screens: list[Page]
) -> None:
    press(screens[0].field, Qt.Key.Key_F1)
    help_ = shell.findChild(KeyHelp)
    assert help_ is not None
    words = [each.text() for each in help_.findChildren(QLabel)]
    assert {"Экран journal", "Ctrl Z", "Отменить последнюю запись", "Ctrl 2", "Перенос"} <= {*words}
    help_.close()


def test_the_lock_is_asked_for_by_key_and_by_click(
    shell: Shell, screens: list[Page], qtbot: QtBot
) -> None:
    with qtbot.waitSignal(shell.lock_requested):
        press(screens[0].field, Qt.Key.Key_L, CTRL)
    with qtbot.waitSignal(shell.lock_requested):
        click(shell.rail.lock_entry, qtbot)


def test_the_menu_of_the_user_changes_settings_and_leaves(theme: Theme, qtbot: QtBot) -> None:
    menu = UserMenu(Settings(theme="light"))
    qtbot.addWidget(menu)
    choices = {each.text(): each for sub in menu.findChildren(QMenu) for each in sub.actions()}
    assert choices["Светлое"].isChecked()
    with qtbot.waitSignal(menu.settings_changed) as heard:
        choices["Тёмное"].trigger()
    assert heard.args == [Settings(theme="dark")]
    with qtbot.waitSignal(menu.settings_changed) as heard:
        choices["К следующему уроку"].trigger()
    assert heard.args == [Settings(theme="dark", after_mark="right")]
    with qtbot.waitSignal(menu.leave_requested):
        menu.actions()[-1].trigger()


def test_a_second_place_for_parcels_is_chosen_and_given_up_in_the_menu(
    theme: Theme, qtbot: QtBot
) -> None:
    menu = UserMenu(Settings())
    qtbot.addWidget(menu)

    def choices() -> dict[str, QAction]:
        (sub,) = (each for each in menu.findChildren(QMenu) if "пакетов" in each.title())
        sub.aboutToShow.emit()
        return {each.text(): each for each in sub.actions() if each.text()}

    assert choices()["Только этот компьютер"].isChecked()
    choices()["Выбрать &папку…"].trigger()
    (dialog,) = menu.findChildren(QFileDialog)
    with qtbot.waitSignal(menu.settings_changed) as heard:
        dialog.fileSelected.emit("/media/stick")
    dialog.close()
    assert heard.args == [Settings(parcel_folder="/media/stick")]
    assert choices()["/media/stick"].isChecked()
    with qtbot.waitSignal(menu.settings_changed) as heard:
        choices()["Только этот компьютер"].trigger()
    assert heard.args == [Settings()]
    assert list(choices()) == ["Только этот компьютер", "Выбрать &папку…"]


@pytest.fixture
def window(theme: Theme, screens: list[Page], qtbot: QtBot) -> MainWindow:
    window = MainWindow()
    qtbot.addWidget(window)
    window.show_page(QLineEdit())
    with qtbot.waitActive(window):
        window.show()
    window.show_page(build_shell(theme, screens))
    return window


def shell_of(window: MainWindow) -> Shell:
    assert isinstance(window.page, Shell)
    return window.page


def test_the_lock_hides_page_and_dialogs_and_gives_them_back(
    window: MainWindow, screens: list[Page]
) -> None:
    shell = shell_of(window)
    help_ = shell.show_help()
    screens[0].field.setText("недописанная тема")
    window.cover(QLabel("Заблокировано"))
    assert not shell.isVisible()
    assert not help_.isVisible()
    press(window, Qt.Key.Key_2, CTRL)
    assert shell.current is screens[0]
    window.cover(QLabel("ещё раз"))  # locked already: nothing happens
    window.uncover()
    assert window.page is shell
    assert shell.isVisible()
    assert help_.isVisible()
    assert screens[0].field.text() == "недописанная тема"
    help_.close()


def test_the_lock_closes_open_menus(window: MainWindow, screens: list[Page]) -> None:
    menu = QMenu(screens[0])
    inner = menu.addMenu("Ещё")
    menu.popup(window.pos())
    inner.popup(window.pos())
    window.cover(QLabel("Заблокировано"))
    assert QApplication.activePopupWidget() is None


def test_the_cursor_stands_in_the_page_and_comes_back_there_after_the_lock(
    window: MainWindow, screens: list[Page], qtbot: QtBot
) -> None:
    other = QLineEdit(screens[0])
    other.show()
    assert screens[0].field.hasFocus()
    other.setFocus()
    lock = QLineEdit()
    window.cover(lock)
    lock.setFocus()
    window.uncover()
    assert other.hasFocus()


def test_the_page_before_is_dropped_with_what_was_under_the_lock(
    window: MainWindow, qtbot: QtBot
) -> None:
    shell = shell_of(window)
    lock, sign_in = QLabel("Заблокировано"), QLabel("Вход")
    window.cover(lock)
    with qtbot.waitSignals([shell.destroyed, lock.destroyed]):
        window.show_page(sign_in)
    assert window.page is sign_in
    window.uncover()
    assert window.page is sign_in


def test_a_window_larger_than_its_screen_fills_it(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    for room, fills in ((QSize(1366, 728), True), (QSize(1920, 1040), False)):
        monkeypatch.setattr(QScreen, "availableSize", lambda _, room=room: room)
        window.hide()
        window.setWindowState(Qt.WindowState.WindowNoState)
        window.appear()
        assert window.isMaximized() == fills


def test_closing_the_window_is_announced(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.closed):
        window.close()
