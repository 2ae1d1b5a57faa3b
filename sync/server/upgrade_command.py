"""The command ``upgrade``: the database of a centre for the program of today."""

import argparse
from pathlib import Path

from journal.clock import Clock
from journal.errors import UserError
from sync.server.database import is_postgres
from sync.server.upgrading import Upgraded, look_at_schema, upgrade_centre


def upgrade(options: argparse.Namespace, _: Clock) -> int:
    """Show what will change, and change it unless only a look was asked for."""
    if not is_postgres(options.database) and not Path(options.database).exists():
        raise UserError(f"Базы {options.database} нет. Проверьте параметр --database.")
    _tell(look_at_schema(options.database))
    if options.show:
        return 0
    done = upgrade_centre(options.database)
    if done.copy is not None:
        print(f"Прежняя база сохранена в файле {done.copy}.")
    if done.is_news:
        print("Готово: база обновлена.")
    return 0


def _tell(seen: Upgraded) -> None:
    if not seen.is_news:
        print(f"Обновлять нечего: журнал {seen.found.journal}, сервер {seen.found.centre}.")
        return
    for name, found, newest in (
        ("журнал", seen.found.journal, seen.newest.journal),
        ("сервер", seen.found.centre, seen.newest.centre),
    ):
        if found != newest:
            print(f"Таблицы, {name}: {found or 'нет'} -> {newest}")
