"""The command ``station``: the computers that may send entries."""

import argparse

from sqlalchemy import select

from journal.clock import Clock, from_ms, to_ms
from journal.errors import UserError
from journal.facts_school import StaffRow
from journal.store import Store
from sync.server.accounts import known_account
from sync.server.finding_words import FINDINGS
from sync.server.receiving import DIGEST_BYTES
from sync.server.schools import pick_school
from sync.server.stations import enrol, list_stations, revoke
from sync.server.user_command import short_name


def show_stations(store: Store, _: Clock, options: argparse.Namespace) -> int:
    """Print the stations of the school."""
    with store.reading() as session:
        school = pick_school(session, options.school)
        names = {
            row.user: short_name(row)
            for row in session.scalars(select(StaffRow).where(StaffRow.school == school))
        }
        stations = list_stations(session, school)
    for station in stations:
        pushed = _moment(station.pushed_ms) if station.pushed_ms else "-"
        odd = "; ".join(f"{FINDINGS[kind]}: {count}" for kind, count in station.findings)
        parts = [
            f"№ {station.number}",
            station.station[:8],
            names.get(station.user, station.user[:8]),
            station.name or "-",
            f"записей {station.last_seq}",
            f"последний перенос {pushed}",
            f"отключено {_moment(station.revoked_ms)}" if station.revoked_ms is not None else "",
            f"после отключения прислано, ждёт решения: {station.waiting}"
            if station.waiting
            else "",
            odd,
            "не пришли записи " + ", ".join(f"{first}-{last}" for first, last in station.holes)
            if station.holes
            else "",
        ]
        print("\t".join(part for part in parts if part))
    if not stations:
        print("Рабочих мест ещё нет: они появляются при первом входе сотрудника с компьютера.")
    return 0


def _moment(at_ms: int) -> str:
    return f"{from_ms(at_ms):%d.%m.%Y %H:%M} UTC"


def enrol_station(store: Store, clock: Clock, options: argparse.Namespace) -> int:
    """Enrol a station by its public key, when its computer cannot do it itself."""
    try:
        key = bytes.fromhex(options.key)
    except ValueError:
        key = b""
    if len(key) != DIGEST_BYTES:
        raise UserError("Ключ рабочего места - 64 шестнадцатеричные цифры. Проверьте --key.")
    with store.writing() as session:
        account = known_account(session, options.login)
        enrolled = enrol(session, account.school, account.user, key, options.name, clock.read())
    print(f"Рабочее место № {enrolled.number} ({enrolled.station[:8]}) заведено.")
    return 0


def revoke_station(store: Store, clock: Clock, options: argparse.Namespace) -> int:
    """Take a station out of use."""
    with store.writing() as session:
        school = pick_school(session, options.school)
        revoke(session, school, options.number, to_ms(clock.read().wall))
    print(f"Рабочее место № {options.number} отключено, его входы закрыты.")
    print("Что с него ещё придёт, будет сохранено и подождёт решения: station list покажет.")
    return 0
