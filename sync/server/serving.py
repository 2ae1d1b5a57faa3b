"""Running the centre: address, TLS, log."""

import gc
import ipaddress
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from journal.clock import Clock
from journal.errors import UserError
from sync.server.app import create_app
from sync.server.database import open_centre
from sync.server.log_lines import log_to_stderr
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


def serve(database: str, address: Address, clock: Clock) -> None:
    """Serve until the process is told to stop.

    Raises:
        UserError: the address is not safe, or the database cannot be opened.
    """
    address.check()
    store = open_centre(database, serving=True)
    try:
        settled = settle_after_upgrade(store, clock)
        app = create_app(store, clock)
        log_to_stderr()
        if settled:
            print(f"После обновления приняты записи, которые его ждали: ячеек {settled}")
        print(f"Сервер слушает {address.url}", flush=True)
        # what was loaded until here never becomes garbage: do not look at it again
        gc.collect()
        gc.freeze()
        uvicorn.run(
            app,
            host=address.host,
            port=address.port,
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
    finally:
        store.close()


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
