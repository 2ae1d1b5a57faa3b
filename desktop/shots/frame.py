"""Pictures of the shell: every state of the connection, an empty screen, a refusal, key help."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.link import LinkState
from desktop.settings import Settings
from desktop.shots.render import Shot, Stage
from desktop.views.crash_dialog import CrashDialog
from desktop.views.elements import Card, EmptyState, button, small
from desktop.views.register.days_question import DaysQuestion
from desktop.views.register.foreign_lesson_question import ForeignLessonQuestion
from desktop.views.register.redaction_question import RedactionQuestion
from desktop.views.screen import KeyMeaning, Screen
from desktop.views.shell import Shell
from desktop.views.user_menu import UserMenu
from journal.queries.foreign_lessons import ForeignLesson

_SYNCED = LinkState("synced", "Синхронизировано в 09:14")
_OUTAGE = LinkState(
    "outage",
    "Временный журнал № 7 · 34 записи · нет связи с 08:31",
    "Записи хранятся на этом компьютере и уйдут сами, когда связь вернётся.",
)
_STATES = (
    ("synced", "Связь есть", _SYNCED),
    ("outage", "Связи нет", _OUTAGE),
    ("transfer", "Идёт перенос", LinkState("transfer", "Перенос: 12 из 34", share=12 / 34)),
    ("attention", "Ждут решения", LinkState("attention", "3 записи ждут решения")),
    ("offline", "Связь пропала", LinkState("offline", "Нет связи, последняя в 09:14")),
)


class _EmptyScreen(Screen):
    def __init__(self, name: str, word: str, icon: str, title: str) -> None:
        super().__init__(name, word, icon, title)
        card = Card()
        card.column.addWidget(
            EmptyState(
                "Страниц пока нет",
                "Страница предмета появится, когда заместитель директора внесёт вашу нагрузку"
                " и это рабочее место свяжется с центральным сервером.",
                button("Открыть «Перенос»", "primary"),
            )
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)

    def legend(self) -> QWidget:
        legend = QWidget()
        row = QHBoxLayout(legend)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(small("серым закрыто для правки"))
        return legend

    def keys(self) -> Sequence[KeyMeaning]:
        return (
            KeyMeaning("5 4 3 2 н", "Записать отметку или пропуск и перейти к следующему"),
            KeyMeaning("Ctrl Z", "Отменить последнюю запись"),
        )


def _shell(stage: Stage) -> Shell:
    screens = (
        _EmptyScreen("journal", "&Журнал", "journal", "Журнал"),
        Screen("transfer", "&Перенос", "transfer", "Перенос записей на центральный сервер"),
        Screen("print", "Пе&чать", "print", "Печать"),
    )
    screens[1].set_badge(34)
    undo = QAction("Отменить: Ершов Лев, 20.11, «5»", screens[0])
    undo.setShortcut("Ctrl+Z")
    screens[0].addAction(undo)
    screens[0].set_hint(undo)
    shell = Shell(stage.theme, "Петрова А. А.", screens, UserMenu(Settings()))
    shell.show_saved("Сохранено в 09:05:12 на этом компьютере")
    return shell


def _with_link(state: LinkState) -> Callable[[Stage], QWidget]:
    def build(stage: Stage) -> QWidget:
        shell = _shell(stage)
        shell.show_link(state)
        return shell

    return build


def _with_notice(stage: Stage) -> QWidget:
    shell = _shell(stage)
    shell.show_link(_OUTAGE)
    shell.show_notice(
        "Перенос не начат: центральный сервер не отвечает. Записи остаются на этом компьютере и"
        " уйдут сами, когда связь вернётся.",
        "waiting",
    )
    return shell


def _key_help(stage: Stage) -> QWidget:
    help_ = _shell(stage).show_help()
    help_.setParent(None, help_.windowFlags())
    return help_


def _palette(stage: Stage) -> QWidget:
    shell = _shell(stage)
    shell.show()
    palette = shell.palette_of_all
    palette.ask()
    palette.field.setText("gt")
    palette.setParent(None, palette.windowFlags())
    return palette


def _foreign_lesson(_stage: Stage) -> QWidget:
    day = date(2026, 11, 20)
    lessons = (
        ForeignLesson("a", "a", 1, "9А", "Алгебра", "Громов О. И."),
        ForeignLesson("b", "b", 2, "7Б", "Биология", "Орлова Т. В."),
        ForeignLesson("c", "c", 3, "9А", "Литература", "Иванова Н. С."),
    )
    return ForeignLessonQuestion([day], lambda _: lessons)


def _days(_stage: Stage) -> QWidget:
    return DaysQuestion(date(2026, 9, 1), date(2026, 11, 20))


def _crash(stage: Stage) -> QWidget:
    return CrashDialog(
        Path("~/.local/state/uchitelskaya/log/crash.log"),
        "программа 0.1.0 · Python 3.11.2 · Qt 6.9.3 · Linux 6.1.0",
    )


SHOTS = (
    *(Shot(f"shell-{name}", words, _with_link(state)) for name, words, state in _STATES),
    Shot("shell-notice", "Сообщение над страницей", _with_notice),
    Shot("key-help", "Помощь: клавиши", _key_help),
    Shot("palette", "Найти: Ctrl K", _palette),
    Shot("foreign-lesson", "Урок другого учителя", _foreign_lesson),
    Shot("days", "Уроки за какие дни", _days),
    Shot("redaction", "Стереть по акту", lambda _: RedactionQuestion(3)),
    Shot("crash", "Ошибка программы", _crash),
)
