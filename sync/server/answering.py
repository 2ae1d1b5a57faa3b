"""Around every request: a bounded number in flight, a signed answer, a line in the log.

A station takes any signed answer, of whatever status, for contact with the centre; so even "not
found" and "busy" are signed.
"""

import logging
import time
from collections.abc import Mapping
from typing import Any, cast

from anyio import to_thread
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from journal.clock import Clock, to_ms
from journal.steps import reached
from sync.protocol import (
    CENTRE_HEADER,
    CONTENT_TYPE,
    NONCE_HEADER,
    PUSH_PATH,
    SIGNATURE_HEADER,
    TIME_HEADER,
    Problem,
    answer_digest,
    pack,
)
from sync.server.sealing import Seals

BUSY = Problem("busy", "Сервер занят. Программа повторит сама, ничего делать не нужно.")
RETRY_SECONDS = 2
_MAX_HEADER = 128
_REMARKS = "uchitelskaya.remarks"

_log = logging.getLogger("uchitelskaya.centre")


class Remarks:
    """What a handler says about its request: for the log, and whose key signs the answer.

    ``named`` is the school that the question names, ``school`` the one that the answer is about.
    """

    def __init__(self, named: str) -> None:
        self.named = named
        self.school = ""
        self.words: list[str] = []

    def say(self, **facts: object) -> None:
        """Add to the line in the log; ids, counts and codes only."""
        self.words += [f"{name}={fact}" for name, fact in facts.items()]


def remarks_of(scope: Mapping[str, Any]) -> Remarks:
    """Return the remarks of the request with this ASGI scope."""
    remarks = scope[_REMARKS]
    assert isinstance(remarks, Remarks)
    return remarks


class Answering:
    """The outermost part of the centre's application.

    Args:
        seals: the signing keys of the schools.
        in_flight: how many requests are admitted at once; further ones get 503.
    """

    def __init__(self, app: ASGIApp, seals: Seals, clock: Clock, in_flight: int) -> None:
        self._app = app
        self._seals = seals
        self._clock = clock
        self._free = in_flight

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        request = cast("dict[str, Any]", scope)
        if request["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        remarks = Remarks(self._seals.school_of(_header(request, CENTRE_HEADER)))
        request[_REMARKS] = remarks
        answer = _Answer()
        if self._free > 0:
            self._free -= 1
            try:
                await self._app(scope, receive, answer.take)
            finally:
                self._free += 1
        else:
            answer.be_busy()
        await self._send(request, answer, remarks, send)
        _log.info(
            "%s %s %d %.0f ms %s",
            request["method"],
            request["path"],
            answer.status,
            (time.perf_counter() - started) * 1000,
            " ".join(remarks.words),
        )

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

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = list(message["headers"])
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")

    def be_busy(self) -> None:
        self.status = 503
        self.body = pack(BUSY)
        self.headers = [
            (b"content-type", CONTENT_TYPE.encode()),
            (b"content-length", str(len(self.body)).encode()),
            (b"retry-after", str(RETRY_SECONDS).encode()),
        ]
