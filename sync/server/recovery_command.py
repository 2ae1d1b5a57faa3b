"""The commands ``backup``, ``restore``, ``recovery`` and ``orphans``."""

import argparse
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from journal.clock import Clock, from_ms, to_ms
from journal.store import Store
from sync.server.backups import back_up, begin_histories, restore
from sync.server.counting import find_schools
from sync.server.database import open_centre
from sync.server.epochs import WINDOW_DAYS, close_window, latest_history
from sync.server.fencing import enter
from sync.server.orphans import list_orphans
from sync.server.settling import settle_after_upgrade
from sync.server.tables import EnrolledRow, EpochRow, WaitingRow

Options = argparse.Namespace

_AFTER_A_RESTORE = """
Рабочие места сами вернут то, чего нет в копии, - при первой связи каждого из них.
Сделайте ещё раз то, чего записи не возвращают, если это было после копии:
- новые учётные записи (user add) и смена паролей;
- отключение учётных записей (user disable) и рабочих мест (station revoke).
Сотрудникам, вошедшим после копии, программа предложит войти ещё раз.
Что не вернулось: uchitelskaya-server recovery show, uchitelskaya-server orphans."""
_WHY = {
    "unproven": "квитанция не подтверждена",
    "id_reuse": "номер записи занят другой записью",
    "waiting": "решение ссылается на записи, которые не вернулись",
}


def write_backup(options: Options, _: Clock) -> int:
    """Copy the database into a file."""
    back_up(options.database, options.to)
    print(f"Копия записана: {options.to}. Храните её отдельно от сервера.")
    return 0


def restore_backup(options: Options, clock: Clock) -> int:
    """Restore the database from a file and begin a new history."""
    histories = restore(
        options.database,
        options.source,
        clock,
        may_replace=options.replace,
        days=options.window_days,
    )
    _show(histories)
    print(_AFTER_A_RESTORE)
    return 0


def begin_recovery(options: Options, clock: Clock) -> int:
    """Begin a new history over a database that was restored by other means."""
    with closing(open_centre(options.database)) as store:
        _show(begin_histories(store, clock, options.window_days))
    print(_AFTER_A_RESTORE)
    return 0


def close_recovery(store: Store, clock: Clock, _: Options) -> int:
    """End the recovery window of every school."""
    with store.writing() as session:
        now_ms = to_ms(clock.read().wall)
        closed = [school for school in _schools(session) if close_window(session, school, now_ms)]
    if closed:
        settle_after_upgrade(store, clock)
    print(
        "Время восстановления закончено. Что вернётся позже, сервер всё равно примет."
        if closed
        else "Время восстановления уже закончено."
    )
    return 0


def show_recovery(store: Store, clock: Clock, _: Options) -> int:
    """Print how far the recovery of every school has come."""
    with store.reading() as session:
        for school in _schools(session):
            history = latest_history(session, school)
            if history is None:
                print(f"{school[:8]}\tбаза не восстанавливалась")
            else:
                _show([history])
                print(_progress(session, history, to_ms(clock.read().wall)))
    return 0


def show_orphans(store: Store, clock: Clock, _: Options) -> int:
    """Print what has a receipt and no place in the log any more."""
    with store.reading() as session:
        now_ms = to_ms(clock.read().wall)
        orphans = [
            orphan
            for school in _schools(session)
            for orphan in list_orphans(session, school, now_ms)
        ]
    for orphan in orphans:
        author = f"рабочее место № {orphan.author}" if orphan.author else orphan.station[:8]
        holder = f"хранит № {orphan.holder}" if orphan.holder else ""
        parts = [orphan.entry[:8], orphan.kind, f"{author}, запись {orphan.seq}", holder]
        print("\t".join(part for part in (*parts, _WHY[orphan.why]) if part))
    if not orphans:
        print("Все записи с квитанциями на месте.")
    return 0


def declare_backup(parser: argparse.ArgumentParser) -> None:
    """Declare what ``backup`` takes."""
    parser.add_argument("--to", type=Path, required=True, help="файл копии, которого ещё нет")


def declare_restore(parser: argparse.ArgumentParser) -> None:
    """Declare what ``restore`` takes."""
    parser.add_argument(
        "--from", dest="source", type=Path, required=True, help="файл, записанный командой backup"
    )
    parser.add_argument(
        "--replace", action="store_true", help="заменить базу, в которой уже есть школа"
    )
    declare_window(parser)


def declare_window(parser: argparse.ArgumentParser) -> None:
    """Declare for how long lost entries are waited for."""
    parser.add_argument(
        "--window-days",
        type=int,
        default=WINDOW_DAYS,
        help=f"сколько дней ждать, пока рабочие места вернут записи (обычно {WINDOW_DAYS})",
    )


def _schools(session: Session) -> Iterator[str]:
    """Yield the schools of the centre, each entered while it is looked at."""
    for school in find_schools(session):
        enter(session, school)
        yield school


def _show(histories: list[EpochRow]) -> None:
    for history in histories:
        print(
            f"Школа {history.school[:8]}: новая история {history.epoch}, "
            f"в копии записи до № {history.after_number}, "
            f"ждём возвращения остальных до {from_ms(history.until_ms):%d.%m.%Y %H:%M} UTC."
        )


def _progress(session: Session, history: EpochRow, now_ms: int) -> str:
    def count(row: type[WaitingRow] | type[EnrolledRow]) -> int:
        query = select(func.count()).select_from(row).where(row.school == history.school)
        return session.scalar(query) or 0

    back = session.scalar(
        select(func.count())
        .select_from(EnrolledRow)
        .where(
            EnrolledRow.school == history.school,
            EnrolledRow.pushed_ms.is_not(None),
            EnrolledRow.pushed_ms > history.began_ms,
        )
    )
    counts: Mapping[str, int] = {
        "рабочих мест": count(EnrolledRow),
        "передавали записи после восстановления": back or 0,
        "решений ждут своих записей": count(WaitingRow),
        "записей без подтверждения": sum(
            orphan.why != "waiting" for orphan in list_orphans(session, history.school, now_ms)
        ),
    }
    return "\n".join(f"  {words}: {number}" for words, number in counts.items())
