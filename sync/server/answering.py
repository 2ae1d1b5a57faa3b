"""Around every request: a bounded number in flight, a signed answer, a line in the log.

A station takes any signed answer, of whatever status, for contact with the centre; so even "not
found" and "busy" are signed.
"""

import asyncio
import logging
import secrets
import time
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, cast

from anyio import to_thread
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from journal.clock import Clock, to_ms
from journal.steps import reached
from sync.protocol import (
    CENTRE_HEADER,
    CONTENT_TYPE,
    NONCE_HEADER,
    PROTOCOL,
    PROTOCOL_HEADER,
    PUSH_PATH,
    SIGNATURE_HEADER,
    TIME_HEADER,
    Problem,
    answer_digest,
    pack,
)
from sync.server.health import HEALTH_PATH, READY_PATH
from sync.server.sealing import Seals

BUSY = Problem("busy", "Сервер занят. Программа повторит сама, ничего делать не нужно.")
RETRY_SECONDS = 2
ALWAYS_ADMITTED = frozenset({HEALTH_PATH, READY_PATH})
REQUEST_HEADER = "uch-request"
_METHODS = frozenset({"GET", "POST", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"})
_MAX_HEADER = 128
_REMARKS = "uchitelskaya.remarks"

_log = logging.getLogger("uchitelskaya.centre")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much the centre takes on.

    A station that is sent away is idle for seconds, and a server without it too: so those who come
    together after an outage wait in a line, and only what the line cannot hold or serve is refused.

    Attributes:
        in_flight: requests of one process at once.
        line: how many more may wait for their turn, in the order in which they came.
        turn: seconds that they wait at most; then they get 503, as those beyond the line.
        patience: seconds after which a request gets 503 although it is still at work, the line
            included; shorter than a station waits.
    """

    in_flight: int = 64
    line: int = 2_000
    turn: float = 8.0
    patience: float = 15.0


class Remarks:
    """What a handler says about its request: for the log, and whose key signs the answer.

    ``named`` is the school that the question names, ``school`` the one that the answer is about.
    """

    def __init__(self, named: str) -> None:
        self.named = named
        self.school = ""
        self.facts: dict[str, str | int] = {}

    def say(self, **facts: str | int) -> None:
        """Add to the line in the log; beginnings of ids, counts and codes only."""
        self.facts |= facts


def remarks_of(scope: Mapping[str, Any]) -> Remarks:
    """Return the remarks of the request with this ASGI scope."""
    remarks = scope[_REMARKS]
    assert isinstance(remarks, Remarks)
    return remarks


class Answering:
    """The outermost part of the centre's application.

    Args:
        seals: the signing keys of the schools.
        paths: what may be named in the log; another path may be anything.
        limits: how many requests are admitted, and how long one may take.
    """

    def __init__(
        self, app: ASGIApp, seals: Seals, clock: Clock, paths: frozenset[str], limits: Limits
    ) -> None:
        self._app = app
        self._seals = seals
        self._clock = clock
        self._paths = paths
        self._limits = limits
        self._free = limits.in_flight
        self._line: deque[asyncio.Future[None]] = deque()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        request = cast("dict[str, Any]", scope)
        if request["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        remarks = Remarks(self._seals.school_of(_header(request, CENTRE_HEADER)))
        request[_REMARKS] = remarks
        number = secrets.token_hex(8)
        answer = _Answer()
        if request["path"] in ALWAYS_ADMITTED:
            await self._app(scope, receive, answer.take)
        elif await self._comes_to_its_turn():
            patience = self._limits.patience - (time.perf_counter() - started)
            await self._serve(scope, receive, answer, remarks, patience)
        else:
            remarks.say(refused="full")
            answer.be_busy()
        answer.headers.append((REQUEST_HEADER.encode(), number.encode()))
        await self._send(request, answer, remarks, send)
        facts: dict[str, str | int] = {
            "request": number,
            "method": request["method"] if request["method"] in _METHODS else "other",
            "path": request["path"] if request["path"] in self._paths else "other",
            "status": answer.status,
            "ms": round((time.perf_counter() - started) * 1000),
        }
        if remarks.school:
            facts["school"] = remarks.school[:8]
        if request["path"] in ALWAYS_ADMITTED and answer.status == 200:
            return  # asked every few seconds, and nothing to tell
        level = logging.ERROR if answer.status == 500 else logging.INFO
        _log.log(level, "request", extra={"facts": facts | remarks.facts})

    async def _comes_to_its_turn(self) -> bool:
        """Take a free place, after a time in the line if need be; tell whether there was one."""
        if self._free > 0:
            self._free -= 1
            return True
        if len(self._line) >= self._limits.line:
            return False
        turn = asyncio.get_running_loop().create_future()
        self._line.append(turn)
        try:
            await asyncio.wait_for(turn, self._limits.turn)
        except TimeoutError:
            # whoever left meanwhile may have passed it over already
            with suppress(ValueError):
                self._line.remove(turn)
            return False
        return True

    async def _serve(
        self,
        scope: Scope,
        receive: Receive,
        answer: "_Answer",
        remarks: Remarks,
        patience: float,
    ) -> None:
        """Serve an admitted request; one that takes too long is answered and left to itself.

        It is not broken off: a thread cannot be. It keeps its place until it has really ended, so
        requests that hang never are more than were admitted. What it still commits is found when
        the station asks again.
        """
        work = asyncio.ensure_future(self._app(scope, receive, answer.take))
        work.add_done_callback(self._leave)
        done, _ = await asyncio.wait({work}, timeout=patience)
        if done:
            work.result()
        else:
            remarks.say(refused="late")
            answer.be_busy()

    def _leave(self, work: "asyncio.Future[None]") -> None:
        """Give the place to the first in the line who has not given up."""
        while self._line:
            turn = self._line.popleft()
            if not turn.done():
                turn.set_result(None)
                break
        else:
            self._free += 1
        if not work.cancelled():
            # asked for, so that asyncio does not complain in its own words
            work.exception()

    async def _send(
        self, request: dict[str, Any], answer: "_Answer", remarks: Remarks, send: Send
    ) -> None:
        nonce = _header(request, NONCE_HEADER)
        if remarks.school and not self._seals.knows(remarks.school):
            await to_thread.run_sync(self._seals.read)
        time_ms = to_ms(self._clock.read().wall)
        digest = answer_digest(nonce, answer.status, time_ms, answer.body)
        signature = self._seals.sign(remarks.school, remarks.named, digest)
        headers = [
            *answer.headers,
            (TIME_HEADER.encode(), str(time_ms).encode()),
            (PROTOCOL_HEADER.encode(), str(PROTOCOL).encode()),
            (SIGNATURE_HEADER.encode(), signature.hex().encode()),
        ]
        if request["path"] == PUSH_PATH:
            reached("answer.signed")
        start = {"type": "http.response.start", "status": answer.status, "headers": headers}
        body = {"type": "http.response.body", "body": answer.body, "more_body": False}
        await send(cast("Message", start))
        await send(cast("Message", body))


def _header(request: Mapping[str, Any], name: str) -> str:
    value: str = dict(request["headers"]).get(name.encode(), b"").decode("latin-1")
    return value if len(value) <= _MAX_HEADER else ""


class _Answer:
    """An answer that is held back until it is whole."""

    def __init__(self) -> None:
        self.status = 500
        self.headers: list[tuple[bytes, bytes]] = []
        self.body = b""
        self._is_given = False

    async def take(self, message: Message) -> None:
        if self._is_given:
            return
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = list(message["headers"])
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")

    def be_busy(self) -> None:
        self._is_given = True
        self.status = 503
        self.body = pack(BUSY)
        self.headers = [
            (b"content-type", CONTENT_TYPE.encode()),
            (b"content-length", str(len(self.body)).encode()),
            (b"retry-after", str(RETRY_SECONDS).encode()),
        ]
