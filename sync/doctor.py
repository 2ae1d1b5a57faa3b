"""Is everything well at a workplace: one line each, in words, with what to do where it is not."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from journal.clock import from_ms
from journal.errors import UserError
from journal.health import Health, examine, mend_rows
from journal.keys import load_wraps
from journal.log import count_unsent
from journal.queries.link_state import clock_in_words
from journal.queries.transfer_words import plural
from journal.store import Store
from journal.tables import DeskRow
from sync.backups import Vault
from sync.parcel_folder import ParcelFolder

State = Literal["good", "attention", "bad"]
LEAST_FREE = 200 * 1024 * 1024
OLD_COPY = timedelta(days=2)
OLD_CONTACT = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: what was looked at, how it is, and what to do; ``mends``: rows can be made anew."""

    subject: str
    state: State
    words: str
    mends: bool = False


def look_around(vault: Vault, now: datetime) -> list[Finding]:
    """Look at what can be seen without a password: disk, wraps of the key, copies."""
    return [_space(vault.place.folder), _wraps(vault), _copies(vault, now)]


def look_at_parcels(folder: Path) -> Finding:
    """Look at the parcels that wait on this computer to be sent; whose they are stays unseen."""
    parcels = ParcelFolder(folder, is_own=True)
    waiting, damaged = 0, 0
    for file in parcels.files():
        answer = parcels.answer(file.name)
        damaged += answer is not None and answer.is_damaged
        waiting += answer is None or not answer.is_done
    if damaged:
        words = f"повреждено: {damaged}. Войдите в журнал, чтобы программа запечатала их заново"
        return Finding("Пакеты для переноса", "bad", words)
    if not waiting:
        return Finding("Пакеты для переноса", "good", "неотправленных пакетов нет")
    count = plural(waiting, "пакет ждёт", "пакета ждут", "пакетов ждут")
    return Finding("Пакеты для переноса", "attention", f"{count} связи с центральным сервером")


def look_inside(store: Store, now: datetime) -> list[Finding]:
    """Look at all of an open journal."""
    try:
        health = examine(store)
        found = list(_health(health))
        if not health.broken_pages:
            found += _talk(store, now)
    except (UserError, SQLAlchemyError) as fault:
        words = str(fault) if isinstance(fault, UserError) else _BROKEN
        return [Finding("Файл журнала", "bad", words)]
    return found


def mend(store: Store) -> int:
    """Make anew the rows that differ from their entries; return how many did."""
    with store.writing() as session:
        return len(mend_rows(session).keys)


_BROKEN = (
    "файл журнала повреждён. Ничего не удаляйте: восстановите журнал из копии "
    "(страница входа), записи из этого файла программа заберёт, какие сможет"
)


def _space(folder: Path) -> Finding:
    there = next(each for each in (folder, *folder.parents) if each.exists())
    free = shutil.disk_usage(there).free
    words = f"свободно {free // (1024 * 1024):,} МБ".replace(",", " ")
    if free >= LEAST_FREE:
        return Finding("Место на диске", "good", words)
    return Finding(
        "Место на диске", "bad", f"{words}: освободите место, иначе записи не сохранятся"
    )


def _wraps(vault: Vault) -> Finding:
    try:
        wraps = load_wraps(vault.place.wraps)
    except (UserError, OSError) as fault:
        words = str(fault) if isinstance(fault, UserError) else "файл ключа не читается"
        return Finding("Ключ журнала", "bad", words)
    ways = ["паролем"]
    if wraps.recovery_box:
        ways.append("ключом восстановления школы")
    if (vault.place.folder / "journal.remembered").exists():
        ways.append("запомненным входом на этом компьютере")
    return Finding("Ключ журнала", "good", f"журнал открывается {', '.join(ways)}")


def _copies(vault: Vault, now: datetime) -> Finding:
    copies = vault.copies
    if not copies:
        return Finding(
            "Копии журнала", "attention", "копий ещё нет: первая делается после входа сама"
        )
    last = copies[0].about
    count = plural(len(copies), "копия", "копии", "копий")
    words = f"{count}, последняя {last.made.astimezone(now.tzinfo):%d.%m.%Y %H:%M}"
    if now - last.made <= OLD_COPY:
        return Finding("Копии журнала", "good", words)
    return Finding(
        "Копии журнала", "attention", f"{words}: сделайте новую («Сохранить копию журнала»)"
    )


def _health(health: Health) -> Iterator[Finding]:
    if health.broken_pages:
        yield Finding("Файл журнала", "bad", _BROKEN)
        return
    entries = plural(health.entries, "запись", "записи", "записей")
    yield Finding("Файл журнала", "good", f"цел, {entries}")
    if health.broken_chain:
        yield Finding(
            "Цепочка записей",
            "bad",
            f"{health.broken_chain[0]} (всего таких: {len(health.broken_chain)}). Восстановите "
            "журнал из копии и сообщите администратору",
        )
    else:
        yield Finding("Цепочка записей", "good", "все свои записи на месте и не изменены")
    if health.differing_rows:
        count = plural(len(health.differing_rows), "строка", "строки", "строк")
        yield Finding(
            "Таблицы журнала",
            "attention",
            f"{count} не сходятся с записями; записи целы, таблицы можно построить заново",
            mends=True,
        )
    else:
        yield Finding("Таблицы журнала", "good", "сходятся с записями")


def _talk(store: Store, now: datetime) -> Iterator[Finding]:
    with store.reading() as session:
        desk = session.scalars(select(DeskRow)).one()
        unsent = count_unsent(session)
    odd = clock_in_words(desk.offset_ms)
    if desk.offset_ms is None:
        clock = Finding("Часы", "attention", "с часами сервера ещё не сверены: нужна связь")
    elif odd:
        clock = Finding("Часы", "attention", odd)
    else:
        clock = Finding("Часы", "good", "идут как часы сервера")
    yield clock
    yield _contact(desk.last_contact_ms, now)
    if not unsent:
        yield Finding("Перенос", "good", "всё передано на центральный сервер")
    else:
        entries = plural(unsent, "запись ждёт", "записи ждут", "записей ждут")
        yield Finding("Перенос", "attention", f"{entries} связи с центральным сервером")


def _contact(last_ms: int | None, now: datetime) -> Finding:
    if last_ms is None:
        return Finding("Связь", "attention", "с центральным сервером связи ещё не было")
    last = from_ms(last_ms)
    words = f"последняя связь с сервером {last.astimezone(now.tzinfo):%d.%m.%Y %H:%M}"
    if now - last <= OLD_CONTACT:
        return Finding("Связь", "good", words)
    return Finding("Связь", "attention", f"{words}: проверьте интернет, записи пока только здесь")
