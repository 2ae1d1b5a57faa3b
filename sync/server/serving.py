"""Running the centre: address, TLS, log."""

import gc
import ipaddress
import os
import signal
import socket
import threading
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from multiprocessing import parent_process
from multiprocessing.process import BaseProcess
from pathlib import Path

import uvicorn
from litestar.types import ASGIApp
from uvicorn.supervisors import Multiprocess

from journal.clock import Clock
from journal.erasing import sweep_erased
from journal.errors import UserError
from sync.server.app import create_app
from sync.server.counting import being_restored, find_schools, is_home
from sync.server.database import is_postgres, open_centre
from sync.server.fencing import walks_through
from sync.server.log_lines import log_to_stderr
from sync.server.sealing import Seals
from sync.server.settling import settle_after_upgrade

DEFAULT_PORT = 8470


@dataclass(frozen=True, slots=True)
class Address:
    """Where the centre listens, and how what it says is kept from others.

    ``certificate``, ``key``: PEM files for TLS; ``proxies``: addresses or networks of the proxies
    that do TLS and say whose request they pass on, separated by commas. Nobody else is believed, or
    a guesser of passwords could come from another address each time.
    """

    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    certificate: Path | None = None
    key: Path | None = None
    proxies: str = ""

    @property
    def url(self) -> str:
        """What a browser or a station would call this address."""
        return f"{'https' if self.certificate else 'http'}://{self.host}:{self.port}"

    def check(self) -> None:
        """Refuse to talk in the open.

        Raises:
            UserError: neither loopback nor TLS nor a proxy; a file is missing; not an address.
        """
        if (self.certificate is None) != (self.key is None):
            raise UserError("Для TLS нужны оба файла: --tls-cert и --tls-key.")
        for file in (self.certificate, self.key):
            if file is not None and not file.is_file():
                raise UserError(f"Файла {file} нет. Проверьте --tls-cert и --tls-key.")
        for proxy in filter(None, self.proxies.split(",")):
            if not _is_network(proxy):
                raise UserError(
                    f"«{proxy}» - не адрес прокси и не сеть. Укажите, например, 10.0.0.5."
                )
        if not (self.certificate or self.proxies or _is_loopback(self.host)):
            raise UserError(
                f"На адресе {self.host} записи шли бы по сети открыто. Укажите --tls-cert и "
                "--tls-key, или --behind-proxy, если TLS ведёт прокси, или --host 127.0.0.1."
            )


def serve(database: str, address: Address, clock: Clock, workers: int = 1) -> None:
    """Serve until the process is told to stop.

    ``workers`` processes share the port and know nothing of each other: what they share is in the
    database. ``clock`` is copied into each.

    Raises:
        UserError: the address is not safe or taken, the database cannot be opened or is not for so
            many processes.
    """
    address.check()
    _prepare(database, clock, workers)
    log_to_stderr()
    listener = _listen(address)
    config = uvicorn.Config(
        partial(_worker, database, clock),
        factory=True,
        workers=workers,
        ssl_certfile=address.certificate,
        ssl_keyfile=address.key,
        proxy_headers=bool(address.proxies),
        forwarded_allow_ips=address.proxies or None,
        access_log=False,
        log_config=None,
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=15,
    )
    with listener:
        print(f"Сервер слушает {address.url}", flush=True)
        if workers > 1:
            Multiprocess(config, sockets=[listener]).run()
        else:
            uvicorn.Server(config).run(sockets=[listener])


def _prepare(database: str, clock: Clock, workers: int) -> None:
    """Do once what has to be done before anybody serves, without hurry."""
    if workers > 1 and not is_postgres(database):
        raise UserError(
            "База SQLite - для одного процесса: пишет в неё всё равно один. "
            "Уберите --workers или перенесите школу на PostgreSQL."
        )
    with closing(open_centre(database)) as store:
        Seals(store)
        with store.reading() as session:
            if not all(is_home(session, school) for school in find_schools(session)):
                raise being_restored()
            if len(find_schools(session)) > 1 and walks_through(session):
                raise UserError(
                    "Школ на сервере несколько, а этот пользователь базы видит строки всех сразу: "
                    "ограда между школами для него не стоит. Заведите в PostgreSQL обычного "
                    "пользователя (без SUPERUSER и BYPASSRLS) и укажите его в --database."
                )
        settled = settle_after_upgrade(store, clock)
        sweep_erased(store)  # where a process ended between an act and this
    if settled:
        print(f"После обновления приняты записи, которые его ждали: ячеек {settled}")


def _worker(database: str, clock: Clock) -> ASGIApp:
    """Return the application of one process."""
    log_to_stderr()
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    app = create_app(open_centre(database, serving=True), clock)
    # what was loaded until here never becomes garbage: do not look at it again
    gc.collect()
    gc.freeze()
    return app


def _end_with(parent: BaseProcess) -> None:
    """End this process in an orderly way when the one that started it is gone, however it went.

    Nobody could tell it to stop any more, and the port would stay taken.
    """
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)


def _listen(address: Address) -> socket.socket:
    """Take the port, for all processes at once."""
    try:
        listener = socket.create_server(
            (address.host, address.port),
            family=socket.AF_INET6 if ":" in address.host else socket.AF_INET,
        )
    except OSError as fault:
        raise UserError(
            f"Адрес {address.host}, порт {address.port} не занять: {fault.strerror}. "
            "Может быть, сервер уже работает; иначе выберите другой --port."
        ) from fault
    listener.set_inheritable(True)
    return listener


def _is_network(text: str) -> bool:
    try:
        ipaddress.ip_network(text.strip())
    except ValueError:
        return False
    return True


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
