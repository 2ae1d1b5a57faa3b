"""A proxy between station and centre that cuts the wire where it hurts."""

import socket
import threading
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum

_END_OF_HEADERS = b"\r\n\r\n"
_PATIENCE = 10.0


class Cut(Enum):
    """Where a request ends."""

    NOWHERE = "nowhere"
    BEFORE_SENDING = "before sending"
    MID_BODY = "in the middle of the request"
    AFTER_COMMIT = "after the commit, before the answer"
    MID_ANSWER = "in the middle of the answer"


class CuttingProxy:
    """Passes requests on; ``cuts`` says for each of the next ones where it ends.

    Attributes:
        made: how often the wire was cut where.
        is_down: nothing is passed on at all.
        paths: the request lines that came, for counting.
    """

    def __init__(self, target: tuple[str, int]) -> None:
        self._target = target
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.cuts: deque[Cut] = deque()
        self.made: Counter[Cut] = Counter()
        self.is_down = False
        self.paths: list[str] = []
        self._open: set[socket.socket] = set()
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        """The address to give to a station."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def close(self) -> None:
        """Stop listening and end all connections."""
        # a blocked accept is only woken by a shutdown
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in list(self._open):
            _end(connection)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            connection.settimeout(_PATIENCE)
            self._open.add(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, station: socket.socket) -> None:
        try:
            while (request := _read_message(station)) and not self.is_down:
                self.paths.append(request.split(b"\r\n", 1)[0].decode())
                if not self._pass_on(station, request):
                    break
        except OSError:
            pass
        finally:
            self._open.discard(station)
            _end(station)

    def _pass_on(self, station: socket.socket, request: bytes) -> bool:
        """Pass one request on, and tell whether the wire is still whole."""
        cut = self.cuts.popleft() if self.cuts else Cut.NOWHERE
        self.made[cut] += 1
        if cut is Cut.BEFORE_SENDING:
            return False
        with socket.create_connection(self._target, timeout=_PATIENCE) as centre:
            if cut is Cut.MID_BODY:
                centre.sendall(request[: len(request) - 8])
                return False
            centre.sendall(request)
            answer = _read_message(centre)
        if cut is Cut.AFTER_COMMIT:
            return False
        if cut is Cut.MID_ANSWER:
            station.sendall(answer[: len(answer) - 8])
            return False
        station.sendall(answer)
        return True


@contextmanager
def cutting_proxy(target: tuple[str, int]) -> Iterator[CuttingProxy]:
    """Yield a proxy before ``target``."""
    proxy = CuttingProxy(target)
    try:
        yield proxy
    finally:
        proxy.close()


def _read_message(connection: socket.socket) -> bytes:
    """Return one HTTP message with its body; empty at the end of the connection."""
    received = b""
    while _END_OF_HEADERS not in received:
        more = connection.recv(65536)
        if not more:
            return b""
        received += more
    head, _, body = received.partition(_END_OF_HEADERS)
    length = 0
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            length = int(value)
    while len(body) < length:
        more = connection.recv(65536)
        if not more:
            return b""
        body += more
    return head + _END_OF_HEADERS + body


def _end(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    finally:
        connection.close()
