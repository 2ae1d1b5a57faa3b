"""Pictures of what keeps a journal safe: restoring, a forgotten password, the check."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtWidgets import QDialog, QWidget

from desktop.shots.render import Shot, Stage
from desktop.tasks import TaskHandle
from desktop.views.safety.check import CheckDialog
from desktop.views.safety.password import PasswordDialog
from desktop.views.safety.recover import RecoverPage
from desktop.views.safety.restore import RestorePage
from journal.backup import About, Backup
from journal.clock import to_ms
from journal.errors import UserError
from sync.doctor import Finding

_MADE = datetime(2026, 11, 24, 12, 5, tzinfo=UTC)
_TOLD = [
    "Журнал восстановлен, записей: 3418.",
    "Из прежнего файла взято записей, которых не было в копии: 12.",
    "Не переданных записей: 12. Они уйдут на центральный сервер при первой связи; рабочее место"
    " получит новый номер.",
    "Прежний журнал не удалён, он отложен: ~/journals/8809e21e.aside-1f00",
]
_FOUND = (
    Finding("Версия", "good", "программа 0.2.0 · Python 3.11.2 · Qt 6.9.3 · Linux 6.1.0"),
    Finding("Место на диске", "good", "свободно 12 480 МБ"),
    Finding("Ключ журнала", "good", "журнал открывается паролем, ключом восстановления школы"),
    Finding(
        "Копии журнала",
        "attention",
        "3 копии, последняя 20.11.2026 15:10: сделайте новую («Сохранить копию журнала»)",
    ),
    Finding("Файл журнала", "good", "цел, 3418 записей"),
    Finding(
        "Цепочка записей",
        "bad",
        "перед записью № 1204 нет той, за которой она сделана (всего таких: 1). Восстановите"
        " журнал из копии и сообщите администратору",
    ),
    Finding(
        "Таблицы журнала",
        "attention",
        "2 строки не сходятся с записями; записи целы, таблицы можно построить заново",
        mends=True,
    ),
    Finding("Часы", "good", "идут как часы сервера"),
    Finding("Связь", "good", "последняя связь с сервером 24.11.2026 14:02"),
    Finding("Перенос", "attention", "12 записей ждут связи с центральным сервером"),
)


def _copies() -> list[Backup]:
    return [
        Backup(
            Path(f"copy-{back}"),
            About("8809e21e", to_ms(_MADE - timedelta(days=back)), 3418 - back * 31, back * 2, ""),
            5_000_000,
        )
        for back in (0, 1, 2, 9, 16)
    ]


def _read(path: Path) -> Backup:
    raise UserError(f"Это не копия журнала: {path.name}")


def _restore(_handle: TaskHandle, _copy: Backup, password: str) -> list[str]:
    if password != "верный":
        raise UserError(
            "Пароль не подошёл. Копия открывается тем паролем, который был в день, когда её"
            " сделали."
        )
    return _TOLD


def _page(stage: Stage) -> RestorePage:
    return RestorePage(stage.theme, stage.tasks, _copies(), _read, _restore, UTC)


def _choosing(stage: Stage) -> QWidget:
    return _page(stage)


def _refused(stage: Stage) -> QWidget:
    page = _page(stage)
    page.password.edit.setText("мимо")
    page.submit()
    stage.wait(lambda: bool(page.refusal))
    return page


def _restored(stage: Stage) -> QWidget:
    page = _page(stage)
    page.password.edit.setText("верный")
    page.submit()
    stage.wait(lambda: bool(page.told))
    return page


def _no_copies(stage: Stage) -> QWidget:
    return RestorePage(stage.theme, stage.tasks, [], _read, _restore, UTC)


def _recover(stage: Stage) -> QWidget:
    return RecoverPage(stage.theme, stage.tasks, lambda *_: None, "petrova")


def _alone(dialog: QDialog) -> QWidget:
    dialog.setParent(None, dialog.windowFlags())
    return dialog


def _check(stage: Stage) -> QWidget:
    dialog = CheckDialog(stage.tasks, lambda: _FOUND, lambda: None)
    stage.wait(lambda: bool(dialog.findings))
    return _alone(dialog)


def _new_password(stage: Stage) -> QWidget:
    return _alone(PasswordDialog(stage.tasks, lambda _old, _new: None, is_reset=True))


SHOTS = (
    Shot("restore", "Восстановление: выбор копии", _choosing),
    Shot("restore-refused", "Восстановление: отказ", _refused),
    Shot("restore-done", "Восстановление: готово", _restored),
    Shot("restore-none", "Восстановление: копий нет", _no_copies),
    Shot("recover", "Забыт пароль", _recover),
    Shot("check", "Проверка журнала", _check),
    Shot("new-password", "Новый пароль", _new_password),
)
