"""Around every request: a bounded number in flight, a signed answer, a line in the log.

A station takes any signed answer, of whatever status, for contact with the centre; so even "not
found" and "busy" are signed.
"""

import logging
import time
from collections.abc import Mapping
from typing import Any, cast

from litestar.types import ASGIApp, Message, Receive, Scope, Send

from journal.clock import Clock, to_ms
from journal.signing import sign
from journal.steps import reached
from sync.protocol import (
    CONTENT_TYPE,
    NONCE_HEADER,
    PUSH_PATH,
    SIGNATURE_HEADER,
    TIME_HEADER,
    Problem,
    answer_digest,
    pack,
)

BUSY = Problem("busy", "Сервер занят. Программа повторит сама, ничего делать не нужно.")
RETRY_SECONDS = 2
_MAX_NONCE = 128
_REMARKS = "uchitelskaya.remarks"

_log = logging.getLogger("uchitelskaya.centre")


class Remarks:
    """What a handler says about its request: for the log, and whose key signs the answer."""

    def __init__(self) -> None:
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
        seeds: signing key of each school; the first one signs where no school is known.
        in_flight: how many requests are admitted at once; further ones get 503.
    """

    def __init__(
        self, app: ASGIApp, seeds: Mapping[str, bytes], clock: Clock, in_flight: int
    ) -> None:
        self._app = app
        self._seeds = seeds
        self._clock = clock
        self._free = in_flight

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        request = cast("dict[str, Any]", scope)
        if request["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        remarks = Remarks()
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
        asked = dict(request["headers"]).get(NONCE_HEADER.encode(), b"").decode("latin-1")
        nonce = asked if len(asked) <= _MAX_NONCE else ""
        time_ms = to_ms(self._clock.read().wall)
        digest = answer_digest(nonce, answer.status, time_ms, answer.body)
        seed = self._seeds.get(remarks.school) or next(iter(self._seeds.values()))
        headers = [
            *answer.headers,
            (TIME_HEADER.encode(), str(time_ms).encode()),
            (SIGNATURE_HEADER.encode(), sign(seed, digest).hex().encode()),
        ]
        if request["path"] == PUSH_PATH:
            reached("answer.signed")
        start = {"type": "http.response.start", "status": answer.status, "headers": headers}
        body = {"type": "http.response.body", "body": answer.body, "more_body": False}
        await send(cast("Message", start))
        await send(cast("Message", body))


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
