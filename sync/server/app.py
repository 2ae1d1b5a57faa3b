"""The centre's application: what each path does, and how every refusal looks on the wire."""

import logging
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec
from anyio import CapacityLimiter, to_thread
from litestar import Litestar, Request, Response, get, post
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from journal.clock import Clock, to_ms
from journal.errors import UserError
from journal.ids import is_id
from journal.store import Store
from sync import protocol
from sync.parcel import PARCEL_PATH, SealedParcel
from sync.proofs import LACKING_PATH, OFFER_PATH, Lacking, Offer
from sync.protocol import (
    CONTENT_TYPE,
    MAX_BODY_BYTES,
    OLDEST,
    PROTOCOL_HEADER,
    BadMessage,
    Problem,
    Word,
    pack,
    unpack,
    version_in,
)
from sync.server.accounts import find_session, sign_in, user_of_session
from sync.server.answering import ALWAYS_ADMITTED, RETRY_SECONDS, Answering, Limits, remarks_of
from sync.server.failures import describe_failure
from sync.server.health import health_routes
from sync.server.openapi import OPENAPI_PATH, OPERATIONS, describe_interface
from sync.server.own_password import change_own_password
from sync.server.parcels import Bearer, take_parcel
from sync.server.passwords import Passwords
from sync.server.pulling import Pulled, answer_hello, pull
from sync.server.pushing import push
from sync.server.references import References
from sync.server.refusals import RefusedError, bad_message, old_program
from sync.server.reinserting import answer_lacking, take_offer
from sync.server.sealing import Seals
from sync.server.stations import enrol_by_session

_PATHS = frozenset({*(operation.path for operation in OPERATIONS), OPENAPI_PATH, *ALWAYS_ADMITTED})
_THREADS = 12
# each takes 64 MiB for a moment
_SIGN_INS = 2

Asked = Request[Any, Any, Any]
WordT = TypeVar("WordT", bound=Word)
ResultT = TypeVar("ResultT")

_log = logging.getLogger("uchitelskaya.centre")


def create_app(
    store: Store,
    clock: Clock,
    passwords: Passwords | None = None,
    limits: Limits | None = None,
) -> ASGIApp:
    """Return the application of the centre over an open database.

    Raises:
        UserError: the database has no school yet.
    """
    seals = Seals(store)
    app = Litestar(
        route_handlers=[
            *_journal_routes(store, clock, seals),
            *_identity_routes(store, clock, passwords or Passwords()),
            _openapi_route(),
            *health_routes(store),
        ],
        exception_handlers={
            RefusedError: _answer_refusal,
            HTTPException: _answer_status,
            Exception: _answer_failure,
        },
        request_max_body_size=MAX_BODY_BYTES,
        openapi_config=None,
        logging_config=None,
    )
    return Answering(app, seals, clock, _PATHS, limits or Limits())


def _journal_routes(store: Store, clock: Clock, seals: Seals) -> list[HTTPRouteHandler]:
    references = References()
    threads = CapacityLimiter(_THREADS)

    @get(protocol.HELLO_PATH)
    async def hello(request: Asked) -> Response[bytes]:
        remarks = remarks_of(request.scope)
        remarks.school, answer = await _in_thread(
            threads, lambda: answer_hello(store, clock, _token(request), remarks.named)
        )
        return _answer(answer)

    @post(protocol.PUSH_PATH, status_code=200)
    async def take_push(request: Asked) -> Response[bytes]:
        batch = await _message(request, protocol.Batch)
        remarks = remarks_of(request.scope)
        if is_id(batch.station):
            remarks.say(station=batch.station[:8])
        remarks.say(entries=len(batch.entries))
        pushed = await _in_thread(threads, lambda: push(store, references, clock, batch))
        remarks.school = pushed.school
        remarks.say(new=pushed.taken, exceptions=len(pushed.answer.exceptions))
        return _answer(pushed.answer, pushed.status)

    @post(protocol.PULL_PATH, status_code=200)
    async def answer_pull(request: Asked) -> Response[bytes]:
        _check_version(request)
        words = await _message(request, protocol.PullRequest)
        token = _token(request)

        def answer() -> tuple[Pulled, bytes]:
            pulled = pull(store, references, clock, token, words)
            return pulled, seals.parcel_key(pulled.school)

        pulled, key = await _in_thread(threads, answer)
        remarks = remarks_of(request.scope)
        remarks.school = pulled.school
        remarks.say(scopes=len(words.scopes), entries=len(pulled.answer.entries))
        return _answer(msgspec.structs.replace(pulled.answer, parcel_key=key))

    @post(PARCEL_PATH, status_code=200)
    async def take(request: Asked) -> Response[bytes]:
        words = await _message(request, SealedParcel)
        token, address = _token(request), _address(request)
        taken = await _in_thread(
            threads,
            lambda: take_parcel(
                store,
                references,
                clock,
                words.sealed,
                Bearer(user_of_session(store, token, clock), address),
            ),
        )
        remarks = remarks_of(request.scope)
        remarks.school = taken.school
        remarks.say(
            parcel=taken.answer.parcel.hex()[:8],
            parts=len(taken.answer.parts),
            new=taken.answer.new,
        )
        return _answer(taken.answer)

    return [hello, take_push, answer_pull, take, *_recovery_routes(store, clock, threads)]


def _recovery_routes(
    store: Store, clock: Clock, threads: CapacityLimiter
) -> list[HTTPRouteHandler]:
    @post(LACKING_PATH, status_code=200)
    async def answer_what_is_lacking(request: Asked) -> Response[bytes]:
        words = await _message(request, Lacking)
        lacked = await _in_thread(threads, lambda: answer_lacking(store, clock, words))
        remarks = remarks_of(request.scope)
        remarks.school = words.school
        remarks.say(asked=len(words.ids), lacked=len(lacked.ids))
        return _answer(lacked)

    @post(OFFER_PATH, status_code=200)
    async def take_back(request: Asked) -> Response[bytes]:
        words = await _message(request, Offer)
        reinserted = await _in_thread(threads, lambda: take_offer(store, clock, words))
        remarks = remarks_of(request.scope)
        remarks.school = words.school
        remarks.say(
            station=words.station[:8],
            offered=len(words.entries),
            taken=reinserted.taken,
            waiting=len(reinserted.answer.waiting),
            orphans=len(reinserted.answer.orphans),
        )
        return _answer(reinserted.answer)

    return [answer_what_is_lacking, take_back]


def _identity_routes(store: Store, clock: Clock, passwords: Passwords) -> list[HTTPRouteHandler]:
    threads = CapacityLimiter(_SIGN_INS)

    @post(protocol.SIGN_IN_PATH, status_code=200)
    async def take_sign_in(request: Asked) -> Response[bytes]:
        _check_version(request)
        words = await _message(request, protocol.SignIn)
        address = _address(request)
        opened = await _in_thread(threads, lambda: sign_in(store, passwords, clock, words, address))
        remarks_of(request.scope).school = opened.school
        return _answer(opened)

    @post(protocol.ENROL_PATH, status_code=200)
    async def take_enrolment(request: Asked) -> Response[bytes]:
        _check_version(request)
        words = await _message(request, protocol.Enrol)
        token = _token(request)
        school, enrolled = await _in_thread(threads, lambda: _enrol(store, clock, token, words))
        remarks = remarks_of(request.scope)
        remarks.school = school
        remarks.say(station=enrolled.station[:8])
        return _answer(enrolled)

    @post(protocol.PASSWORD_PATH, status_code=200)
    async def take_password(request: Asked) -> Response[bytes]:
        _check_version(request)
        words = await _message(request, protocol.NewPassword)
        token, address = _token(request), _address(request)
        remarks = remarks_of(request.scope)
        remarks.school, changed = await _in_thread(
            threads,
            lambda: change_own_password(store, passwords, clock, token, words, address),
        )
        return _answer(changed)

    return [take_sign_in, take_enrolment, take_password]


def _enrol(
    store: Store, clock: Clock, token: str, words: protocol.Enrol
) -> tuple[str, protocol.Enrolled]:
    reading = clock.read()
    with store.writing() as session:
        opened = find_session(session, token, to_ms(reading.wall))
        return opened.school, enrol_by_session(session, opened, token, words, reading)


def _openapi_route() -> HTTPRouteHandler:
    document = msgspec.json.encode(describe_interface())

    @get(OPENAPI_PATH, sync_to_thread=False)
    def openapi() -> Response[bytes]:
        return Response(document, media_type="application/vnd.oai.openapi+json")

    return openapi


async def _in_thread(threads: CapacityLimiter, work: Callable[[], ResultT]) -> ResultT:
    return await to_thread.run_sync(work, limiter=threads)


async def _message(request: Asked, kind: type[WordT]) -> WordT:
    body = await request.body()
    try:
        return unpack(body, kind)
    except BadMessage as fault:
        raise bad_message("тело запроса не читается") from fault


def _address(request: Asked) -> str:
    return request.client.host if request.client else ""


def _check_version(request: Asked) -> None:
    """Tell a program that is too old; what it sends is taken, but it would read us wrongly.

    Raises:
        RefusedError: it is too old.
    """
    version = version_in(request.headers.get(PROTOCOL_HEADER))
    if version < OLDEST:
        remarks_of(request.scope).say(protocol=version)
        raise old_program()


def _token(request: Asked) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _answer(message: Word, status: int = 200, retry_after: int | None = None) -> Response[bytes]:
    headers = {} if retry_after is None else {"retry-after": str(retry_after)}
    return Response(pack(message), status_code=status, media_type=CONTENT_TYPE, headers=headers)


def _answer_refusal(request: Asked, refusal: RefusedError) -> Response[bytes]:
    remarks = remarks_of(request.scope)
    remarks.school = remarks.school or refusal.school
    remarks.say(refused=refusal.problem.code)
    return _answer(refusal.problem, refusal.status, refusal.retry_after)


def _answer_status(_: Asked, fault: HTTPException) -> Response[bytes]:
    if fault.status_code >= 500:
        return _answer(_FAULT, fault.status_code)
    code = "not_found" if fault.status_code == 404 else "bad_message"
    words = "Сервер не знает такого вопроса. Обновите программу или проверьте адрес сервера."
    return _answer(Problem(code, words), fault.status_code)


def _answer_failure(request: Asked, fault: Exception) -> Response[bytes]:
    failure = describe_failure(fault)
    remarks_of(request.scope).say(failure=failure)
    if isinstance(fault, UserError):
        # the database said in plain words why it took nothing
        return _answer(Problem("busy", str(fault)), 503, RETRY_SECONDS)
    if isinstance(fault, DBAPIError | PoolTimeout):
        return _answer(_NO_DATABASE, 503, RETRY_SECONDS)
    return _answer(_FAULT, 500)


_FAULT = Problem(
    "fault",
    "На сервере ошибка программы, она записана в его журнал. Записи на рабочем месте целы; "
    "сообщите администратору.",
)
_NO_DATABASE = Problem(
    "busy", "База данных сервера сейчас не отвечает. Записи целы, программа повторит сама."
)
