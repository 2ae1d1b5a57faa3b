"""Questions to the centre over HTTP, and what a signed answer proves."""

import secrets
from collections import deque
from dataclasses import dataclass
from typing import Generic

import httpx

from journal.changes import Changes
from journal.clock import Clock, Reading, to_ms
from journal.signing import is_signed
from sync.parcel import PARCEL_PATH
from sync.proofs import LACKING_PATH, OFFER_PATH
from sync.protocol import (
    CENTRE_HEADER,
    CONTENT_TYPE,
    HELLO_PATH,
    NONCE_HEADER,
    OLDEST,
    PROTOCOL,
    PROTOCOL_HEADER,
    PUSH_PATH,
    SIGN_IN_PATH,
    SIGNATURE_HEADER,
    TIME_HEADER,
    BadMessage,
    Problem,
    PushAnswer,
    Session,
    SignIn,
    Word,
    WordT,
    answer_digest,
    pack,
    unpack,
    version_in,
)

_OK, _CONFLICT = 200, 409
_ROUND_TRIPS = 8
# an older centre understands these: what is sent to it is never held back
_ALWAYS_HEARD = frozenset({HELLO_PATH, PUSH_PATH, PARCEL_PATH, LACKING_PATH, OFFER_PATH})
_OLD_CENTRE = Problem(
    "old_centre",
    "Центральный сервер старее программы на этом компьютере. Попросите администратора обновить "
    "сервер; записи передаются и сейчас, ничего не потеряется.",
)
_NOT_THE_CENTRE = "ответ без подписи центрального сервера"


class LinkError(Exception):
    """A question was not fulfilled; ``changes`` is what the journal had stored all the same."""

    changes: Changes = Changes()


class Unreachable(LinkError):
    """There was no contact: no answer, or none that the centre has signed."""


class Refused(LinkError):
    """There was contact, but the centre said no.

    Attributes:
        time_ms: the centre's time of the answer.
        retry_after: seconds that the centre asks to wait.
    """

    def __init__(self, problem: Problem, time_ms: int, retry_after: float | None = None) -> None:
        super().__init__(f"{problem.code}: {problem.words}")
        self.problem = problem
        self.time_ms = time_ms
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Answer(Generic[WordT]):
    """A fulfilled question; ``time_ms`` is the centre's time of the answer."""

    word: WordT
    time_ms: int


@dataclass(frozen=True, slots=True)
class _Reply:
    """What came over the wire, before anybody believed it."""

    nonce: str
    status: int
    time_ms: int
    trip_ms: int
    offset_ms: int
    signature: bytes
    body: bytes
    retry_after: float | None
    protocol: int


class Link:
    """The connection of one journal with its centre.

    ``http`` brings timeouts and certificates. Every answer is held against ``centre_key``: without
    a valid signature over this very question there was no contact, whatever a wall in between says.
    """

    def __init__(
        self, http: httpx.Client, server: str, clock: Clock, centre_key: bytes | None = None
    ) -> None:
        """Take the address of the centre; without ``centre_key`` only ``meet`` is possible."""
        self._http = http
        self._server = server.rstrip("/")
        self._clock = clock
        self._centre_key = centre_key
        self._offsets: deque[tuple[int, int]] = deque(maxlen=_ROUND_TRIPS)

    @property
    def offset_ms(self) -> int | None:
        """Centre's clock minus this computer's, by the shortest of the last eight round trips."""
        return min(self._offsets)[1] if self._offsets else None

    def ask(
        self, path: str, message: Word | None, answer: type[WordT], token: str = ""
    ) -> Answer[WordT]:
        """Ask the centre; without a ``message`` the question is the path alone.

        Raises:
            Unreachable: no signed answer.
            Refused: a signed no.
        """
        if self._centre_key is None:
            raise ValueError("the centre was never met")
        reply = self._send(path, message, token)
        self._believe(reply, self._centre_key)
        if reply.protocol < OLDEST and path not in _ALWAYS_HEARD:
            raise Refused(_OLD_CENTRE, reply.time_ms)
        return _read(reply, answer)

    def meet(self, login: str, password: str, station: str = "") -> Answer[Session]:
        """Sign in at a centre whose key is not known yet: from now on only this key counts.

        ``station`` is the one of the journal that asks, where there is one.

        The first answer is believed on the word of the transport: TLS outside one computer.

        Raises:
            Unreachable: no answer, or one not signed with the key that it names.
            Refused: the centre does not let this person in.
        """
        reply = self._send(SIGN_IN_PATH, SignIn(login, password, station), "")
        if self._centre_key is not None:
            self._believe(reply, self._centre_key)
        met = _read(reply, Session)
        self._believe(reply, met.word.centre_key)
        self._centre_key = met.word.centre_key
        return met

    def _send(self, path: str, message: Word | None, token: str) -> _Reply:
        nonce = secrets.token_hex(16)
        headers = {
            NONCE_HEADER: nonce,
            PROTOCOL_HEADER: str(PROTOCOL),
            "Content-Type": CONTENT_TYPE,
        }
        if self._centre_key is not None:
            headers[CENTRE_HEADER] = self._centre_key.hex()
        if token:
            headers["Authorization"] = f"Bearer {token}"
        url = self._server + path
        before = self._clock.read()
        try:
            if message is None:
                response = self._http.get(url, headers=headers)
            else:
                response = self._http.post(url, headers=headers, content=pack(message))
        except (httpx.HTTPError, httpx.InvalidURL) as fault:
            raise Unreachable(str(fault)) from fault
        return _reply(nonce, response, before, self._clock.read())

    def _believe(self, reply: _Reply, centre_key: bytes) -> None:
        digest = answer_digest(reply.nonce, reply.status, reply.time_ms, reply.body)
        if not is_signed(centre_key, reply.signature, digest):
            raise Unreachable(_NOT_THE_CENTRE)
        self._offsets.append((reply.trip_ms, reply.offset_ms))


def _reply(nonce: str, response: httpx.Response, before: Reading, after: Reading) -> _Reply:
    trip_ms = max(0, after.boot_ms - before.boot_ms)
    try:
        time_ms = int(response.headers[TIME_HEADER])
        retry_after = response.headers.get("Retry-After")
        return _Reply(
            nonce=nonce,
            status=response.status_code,
            time_ms=time_ms,
            trip_ms=trip_ms,
            offset_ms=time_ms - (to_ms(after.wall) - trip_ms // 2),
            signature=bytes.fromhex(response.headers[SIGNATURE_HEADER]),
            body=response.content,
            retry_after=float(retry_after) if retry_after else None,
            protocol=version_in(response.headers.get(PROTOCOL_HEADER)),
        )
    except (KeyError, ValueError) as fault:
        raise Unreachable(_NOT_THE_CENTRE) from fault


def _read(reply: _Reply, answer: type[WordT]) -> Answer[WordT]:
    fulfilled = reply.status == _OK or (reply.status == _CONFLICT and answer is PushAnswer)
    try:
        if fulfilled:
            return Answer(unpack(reply.body, answer), reply.time_ms)
        problem = unpack(reply.body, Problem)
        if problem.code == "not_found" and reply.protocol < PROTOCOL:
            # a question that only newer centres know
            problem = Problem("not_found", _OLD_CENTRE.words)
    except BadMessage:
        problem = Problem(
            "bad_answer",
            "Ответ центрального сервера не читается. "
            "Обновите программу на этом компьютере; записи остаются в журнале.",
        )
    raise Refused(problem, reply.time_ms, reply.retry_after)
