"""The command line of the centre: ``uchitelskaya-server``."""

import argparse
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TypeAlias, get_args

from journal.clock import Clock, SystemClock
from journal.errors import UserError
from journal.profile import Shipped
from journal.store import Store
from sync.server.asking import read_secret
from sync.server.audit_command import add_arguments as declare_audit
from sync.server.audit_command import list_audit
from sync.server.check_command import check
from sync.server.database import create_centre, open_centre
from sync.server.founding import NewSchool, found
from sync.server.parcel_command import show_parcels, take_parcels
from sync.server.passwords import Passwords
from sync.server.recovery_command import (
    begin_recovery,
    close_recovery,
    declare_backup,
    declare_restore,
    declare_window,
    restore_backup,
    show_orphans,
    show_recovery,
    write_backup,
)
from sync.server.refusals import RefusedError
from sync.server.serving import DEFAULT_PORT, Address, serve
from sync.server.station_command import enrol_station, revoke_station, show_stations
from sync.server.upgrade_command import upgrade
from sync.server.upgrading import upgrade_centre
from sync.server.user_command import (
    add_arguments,
    add_users,
    disable_user,
    end_user_sessions,
    list_users,
    set_password,
    show_sessions,
)

Options = argparse.Namespace
Command = Callable[[Options, Clock], int]
Work = Callable[[Store, Clock, Options], int]

_DATABASE = "файл SQLite или адрес PostgreSQL: postgresql://имя@сервер/база"


def main(arguments: Sequence[str] | None = None, clock: Clock | None = None) -> int:
    """Do what the command line asks; return the exit code."""
    options = command_line().parse_args(arguments)
    command: Command = options.command
    try:
        return command(options, clock or SystemClock())
    except UserError as fault:
        print(fault, file=sys.stderr)
    except RefusedError as refusal:
        print(refusal.problem.words, file=sys.stderr)
    return 1


def _init(options: Options, clock: Clock) -> int:
    admin_password = read_secret(f"Пароль администратора {options.admin_login}")
    recovery_password = read_secret("Пароль файла ключа восстановления")
    wish = NewSchool(
        full_name=options.school_name,
        short_name=options.school_short_name or options.school_name,
        municipality=options.municipality,
        admin_login=options.admin_login,
        admin_name=options.admin_name,
        profile=options.profile,
    )
    with closing(create_centre(options.database)) as store:
        founded = found(
            store,
            clock,
            Passwords(),
            wish,
            admin_password,
            options.recovery_file,
            recovery_password,
        )
    print(
        f"Школа «{wish.full_name}» создана.\n"
        f"Номер школы: {founded.school}\n"
        f"История: {founded.epoch}\n"
        f"Администратор входит с логином «{wish.admin_login}».\n\n"
        f"Сохраните отдельно от сервера файл {options.recovery_file} и его пароль. Только они\n"
        "откроют журнал сотрудника, который забыл пароль; на сервере этого ключа нет."
    )
    return 0


def _serve(options: Options, clock: Clock) -> int:
    if options.upgrade:
        upgrade_centre(options.database)
    address = Address(
        host=options.host,
        port=options.port,
        certificate=options.tls_cert,
        key=options.tls_key,
        proxies=options.behind_proxy,
    )
    serve(options.database, address, clock, options.workers)
    return 0


def _on_open(work: Work) -> Command:
    """Return the command that does ``work`` on the opened database."""

    def command(options: Options, clock: Clock) -> int:
        with closing(open_centre(options.database)) as store:
            return work(store, clock, options)

    return command


def command_line() -> argparse.ArgumentParser:
    """Return what understands the words behind ``uchitelskaya-server``."""
    parser = argparse.ArgumentParser(
        prog="uchitelskaya-server", description="Центральный сервер «Электронной учительской»"
    )
    commands = parser.add_subparsers(required=True, metavar="КОМАНДА")
    _declare_init(_command(commands, "init", "создать школу и первого администратора", _init))
    _declare_serve(_command(commands, "serve", "запустить сервер", _serve))
    upgrading = _command(commands, "upgrade", "обновить базу для этой версии", upgrade)
    upgrading.add_argument("--show", action="store_true", help="только показать, что изменится")
    users = _group(commands, "user", "учётные записи")
    add_arguments(_of_school(_command(users, "add", "завести", _on_open(add_users))))
    for name, words, command in (
        (
            "password",
            "сменить пароль (спросит или возьмёт строкой на вход)",
            _on_open(set_password),
        ),
        ("disable", "отключить", _on_open(disable_user)),
        ("sessions", "показать открытые входы", _on_open(show_sessions)),
        ("sign-out", "закрыть все входы", _on_open(end_user_sessions)),
    ):
        _command(users, name, words, command).add_argument("--login", required=True)
    _of_school(_command(users, "list", "показать", _on_open(list_users)))
    stations = _group(commands, "station", "рабочие места")
    _of_school(_command(stations, "list", "показать", _on_open(show_stations)))
    enrolling = _command(stations, "enrol", "завести по открытому ключу", _on_open(enrol_station))
    enrolling.add_argument("--login", required=True, help="чьё рабочее место")
    enrolling.add_argument("--key", required=True, help="открытый ключ, 64 цифры")
    enrolling.add_argument("--name", default="", help="как его называют: «каб. 21»")
    revoking = _of_school(_command(stations, "revoke", "отключить", _on_open(revoke_station)))
    revoking.add_argument("--number", type=int, required=True, help="номер из списка")
    parcels = _group(commands, "parcel", "пакеты для переноса")
    taking = _command(parcels, "take", "принять файлы пакетов", _on_open(take_parcels))
    taking.add_argument("files", type=Path, nargs="+", metavar="ФАЙЛ")
    _of_school(_command(parcels, "list", "показать принятые", _on_open(show_parcels)))
    audit = _group(commands, "audit", "кто что делал")
    declare_audit(_of_school(_command(audit, "list", "показать", _on_open(list_audit))))
    checking = "сверить строки, номера, цепочки и разделы с записями"
    _of_school(_command(commands, "check", checking, _on_open(check)))
    _declare_recovery(commands)
    return parser


def _declare_recovery(commands: "_Commands") -> None:
    declare_backup(_command(commands, "backup", "записать копию базы", write_backup))
    declare_restore(_command(commands, "restore", "восстановить базу из копии", restore_backup))
    recovery = _group(commands, "recovery", "восстановление после копии")
    _command(recovery, "show", "показать, что вернулось", _on_open(show_recovery))
    declare_window(
        _command(recovery, "begin", "базу восстановили другими средствами", begin_recovery)
    )
    _command(recovery, "close", "больше не ждать", _on_open(close_recovery))
    _command(commands, "orphans", "записи, которым нет подтверждения", _on_open(show_orphans))


def _declare_init(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--school-name", required=True, help="полное название школы")
    parser.add_argument("--school-short-name", default="", help="короткое название")
    parser.add_argument("--municipality", default="", help="город или район")
    parser.add_argument("--admin-login", required=True, help="логин первого администратора")
    parser.add_argument("--admin-name", default="Администратор", help="фамилия, имя, отчество")
    parser.add_argument(
        "--recovery-file", type=Path, required=True, help="куда записать ключ восстановления"
    )
    parser.add_argument(
        "--profile", choices=get_args(Shipped), default="general", help="исходный локальный акт"
    )


def _declare_serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT)
    parser.add_argument(
        "--upgrade", action="store_true", help="сначала обновить базу прежней версии"
    )
    parser.add_argument(
        "--workers", type=_positive, default=1, help="сколько процессов (только с PostgreSQL)"
    )
    parser.add_argument("--tls-cert", type=Path, help="сертификат, PEM")
    parser.add_argument("--tls-key", type=Path, help="ключ сертификата, PEM")
    parser.add_argument(
        "--behind-proxy",
        nargs="?",
        const="127.0.0.1,::1",
        default="",
        metavar="АДРЕСА",
        help="TLS ведёт прокси; его адрес или сеть, если он не на этом компьютере",
    )


def _group(commands: "_Commands", name: str, words: str) -> "_Commands":
    group = commands.add_parser(name, help=words, description=words)
    return group.add_subparsers(required=True, metavar="ДЕЙСТВИЕ")


def _command(
    commands: "_Commands", name: str, words: str, command: Command
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=words, description=words)
    parser.add_argument("--database", required=True, help=_DATABASE)
    parser.set_defaults(command=command)
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def _of_school(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Let a command name its school; a login names it by itself."""
    parser.add_argument(
        "--school", default="", help="номер школы или его начало, если школ на сервере несколько"
    )
    return parser


_Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


if __name__ == "__main__":
    sys.exit(main())
