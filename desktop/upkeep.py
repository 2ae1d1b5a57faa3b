"""The upkeep of a workplace from a console: is everything well, a copy, a forgotten password."""

import argparse
import getpass
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from desktop.crash import versions
from desktop.folders import parcels_folder
from desktop.settings import Settings
from journal.backup import read_backup
from journal.errors import UserError
from sync.backups import Vault
from sync.doctor import Finding, State, look_around, look_at_parcels, look_inside, mend
from sync.enrolment import sign_in_offline
from sync.places import place_of, places_in
from sync.recovery import recover
from sync.restoring import Restored, restore

WISHES = ("doctor", "recover", "backup", "restore")
SIGNS: dict[State, str] = {"good": "хорошо", "attention": "внимание", "bad": "плохо"}


def offer(wishes: "argparse._SubParsersAction[Any]") -> None:
    """Add the commands of this module to the console."""
    doctor = wishes.add_parser("doctor", help="проверить журналы этого компьютера")
    doctor.add_argument("--login", default="", help="и содержимое журнала: спросит пароль")
    doctor.add_argument("--mend", action="store_true", help="построить таблицы журнала заново")
    forgotten = wishes.add_parser("recover", help="новый пароль журнала по ключу школы")
    forgotten.add_argument("--login", required=True, help="чей журнал")
    forgotten.add_argument(
        "--recovery-file", type=Path, required=True, help="файл ключа восстановления школы"
    )
    copy = wishes.add_parser("backup", help="сохранить копию журнала в файл")
    copy.add_argument("--login", required=True, help="чей журнал")
    copy.add_argument("file", type=Path, metavar="ФАЙЛ")
    back = wishes.add_parser("restore", help="восстановить журнал из копии")
    back.add_argument("file", type=Path, metavar="ФАЙЛ")
    for each in (doctor, forgotten, copy, back):
        each.add_argument("--journals", type=Path, help="папка журналов, если не обычная")


def run(
    asked: argparse.Namespace, journals: Path, settings: Settings, now: datetime
) -> Iterator[str]:
    """Do what was asked for; yield what to tell.

    Raises:
        UserError: it cannot be done; said in words.
    """
    second = settings.second_place
    if asked.wish == "doctor":
        yield from _doctor(journals, asked.login, second, now, mends=asked.mend)
    elif asked.wish == "recover":
        _recover(journals, asked.login, asked.recovery_file)
        yield "Новый пароль журнала задан. Старый больше не подходит."
    elif asked.wish == "backup":
        journal = sign_in_offline(journals, asked.login, ask_password("Пароль: "))
        try:
            made = Vault(place_of(journals, asked.login)).save_as(journal.store, asked.file, now)
        finally:
            journal.close()
        yield f"Копия записана: {made.path}, записей: {made.about.entries}."
    else:
        yield from restored_in_words(
            restore(read_backup(asked.file), journals, ask_password("Пароль: "))
        )


def ask_password(words: str) -> str:
    """Read a password from the console, or a line from a pipe."""
    typed = getpass.getpass(words) if sys.stdin.isatty() else sys.stdin.readline()
    return typed.rstrip("\n")


def in_words(finding: Finding) -> str:
    """Return a finding as one line."""
    return f"{SIGNS[finding.state]:9} {finding.subject}: {finding.words}"


def restored_in_words(restored: Restored) -> Iterator[str]:
    """Yield what was restored, and what happens to what was not sent."""
    yield f"Журнал восстановлен, записей: {restored.entries}."
    if restored.carried:
        yield f"Из прежнего файла взято записей, которых не было в копии: {restored.carried}."
    if restored.unsent:
        yield (
            f"Не переданных записей: {restored.unsent}. Они уйдут на центральный сервер "
            "при первой связи; рабочее место получит новый номер."
        )
    else:
        yield "Всё, что есть в журнале, уже на центральном сервере."
    if not restored.is_aside_read:
        yield (
            "Прежний файл не читается. Записи, которые не были переданы, могли остаться только "
            "в нём: покажите его администратору."
        )
    if restored.aside is not None:
        yield f"Прежний журнал не удалён, он отложен: {restored.aside}"


def _doctor(
    journals: Path, login: str, second: Path | None, now: datetime, *, mends: bool
) -> Iterator[str]:
    yield f"{SIGNS['good']:9} Версия: {versions()}"
    yield in_words(look_at_parcels(parcels_folder()))
    if login:
        place = place_of(journals, login)
        if not place.is_taken:
            raise UserError("На этом компьютере нет журнала с таким логином. Проверьте логин.")
        yield from map(in_words, look_around(Vault(place, second), now))
        journal = sign_in_offline(journals, login, ask_password("Пароль: "))
        try:
            if mends:
                yield f"Таблицы построены заново, изменено строк: {mend(journal.store)}."
            yield from map(in_words, look_inside(journal.store, now))
        finally:
            journal.close()
        return
    places = list(places_in(journals))
    if not places:
        yield "На этом компьютере журналов ещё нет."
    for number, place in enumerate(places, 1):
        yield f"Журнал {number} из {len(places)}"
        yield from map(in_words, look_around(Vault(place, second), now))
    if places:
        yield "Содержимое журнала проверяется с его паролем: doctor --login ЛОГИН."


def _recover(journals: Path, login: str, file: Path) -> None:
    file_password = ask_password("Пароль файла ключа: ")
    new = ask_password("Новый пароль журнала: ")
    if new != ask_password("Новый пароль ещё раз: "):
        raise UserError("Пароли не совпали. Повторите.")
    recover(journals, login, file, file_password, new)
