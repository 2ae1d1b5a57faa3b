"""The wire: every answer signed, every refusal in words, a bounded number at once, a quiet log."""

import json
import logging
import threading
from concurrent.futures import ThreadPoolExecutor, as_completed

import httpx
import pytest
from litestar.types import ASGIApp
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from journal.clock import to_ms
from journal.facts_paper import StationRow
from journal.signing import is_signed, new_seed, public_key, sign
from journal.store import Store
from journal.tables import DeskRow
from sync.protocol import (
    ENROL_PATH,
    HELLO_PATH,
    NONCE_HEADER,
    PULL_PATH,
    PUSH_PATH,
    SIGN_IN_PATH,
    SIGNATURE_HEADER,
    TIME_HEADER,
    Enrol,
    Enrolled,
    Hello,
    Problem,
    PullAnswer,
    PullRequest,
    PushAnswer,
    Session,
    SignIn,
    answer_digest,
    enrol_part,
    pack,
    unpack,
)
from sync.server.answering import REQUEST_HEADER, Limits
from sync.server.app import create_app
from sync.server.log_lines import JsonLines
from sync.server.passwords import Passwords
from sync.server.stations import revoke
from tests.small_school import NAMES, PETROVA
from tests.sync.centre import CHEAP, PASSWORD, Centre, client_of, mark


def centre_key(centre: Centre) -> bytes:
    """Return the key with which the centre signs its answers."""
    with centre.store.reading() as session:
        return session.scalars(select(DeskRow.centre_key)).one()


def problem(answer: httpx.Response) -> str:
    """Return the code of a refusal, after checking that it has words too."""
    said = unpack(answer.content, Problem)
    assert said.words.endswith(".")
    return said.code


def bearer(token: str) -> dict[str, str]:
    """Return the headers of a session."""
    return {"Authorization": f"Bearer {token}"}


def sign_in(http: httpx.Client) -> Session:
    """Sign in as a teacher."""
    answer = http.post(SIGN_IN_PATH, content=pack(SignIn(" Petrova ", PASSWORD)))
    return unpack(answer.content, Session)


def test_a_computer_signs_in_enrols_pushes_and_pulls(centre: Centre, http: httpx.Client) -> None:
    session = sign_in(http)
    assert (session.school, session.user) == (centre.school, PETROVA)
    station = centre.station(PETROVA)
    entry = station.entry(mark())
    pushed = http.post(PUSH_PATH, content=pack(station.batch([entry])))
    assert unpack(pushed.content, PushAnswer).runs[0].length == 1
    request = PullRequest(session.epoch, {mark().key.partition("/")[0]: 0})
    pulled = http.post(PULL_PATH, content=pack(request), headers=bearer(session.token))
    (got,) = unpack(pulled.content, PullAnswer).entries
    assert got.entry.id.hex() == entry.id
    hello = unpack(http.get(HELLO_PATH, headers=bearer(session.token)).content, Hello)
    assert (hello.epoch, hello.number) == (session.epoch, got.number)


def test_a_station_enrols_once_and_is_known_to_the_school(
    centre: Centre, http: httpx.Client
) -> None:
    session, seed = sign_in(http), new_seed()
    public = public_key(seed)
    words = Enrol(public, "каб. 21", sign(seed, enrol_part(session.token, public)))
    answers = [
        http.post(ENROL_PATH, content=pack(words), headers=bearer(session.token)) for _ in range(2)
    ]
    enrolled = [unpack(answer.content, Enrolled) for answer in answers]
    assert enrolled[0] == enrolled[1]
    with centre.store.reading() as transaction:
        row = transaction.scalars(select(StationRow)).one()
    assert (row.station, row.number, row.name) == (enrolled[0].station, 1, "каб. 21")
    assert centre.faults() == []


def test_a_key_is_enrolled_only_by_who_holds_it(http: httpx.Client) -> None:
    session, seed = sign_in(http), new_seed()
    words = Enrol(public_key(seed), "", sign(new_seed(), enrol_part(session.token, b"")))
    answer = http.post(ENROL_PATH, content=pack(words), headers=bearer(session.token))
    assert (answer.status_code, problem(answer)) == (403, "bad_signature")


def test_a_key_of_somebody_else_is_not_enrolled_again(centre: Centre, http: httpx.Client) -> None:
    session, seed = sign_in(http), new_seed()
    public = public_key(seed)
    words = Enrol(public, "", sign(seed, enrol_part(session.token, public)))
    http.post(ENROL_PATH, content=pack(words), headers=bearer(session.token))
    other = unpack(
        http.post(SIGN_IN_PATH, content=pack(SignIn("orlova", PASSWORD))).content, Session
    )
    stolen = Enrol(public, "", sign(seed, enrol_part(other.token, public)))
    answer = http.post(ENROL_PATH, content=pack(stolen), headers=bearer(other.token))
    assert (answer.status_code, problem(answer)) == (409, "key_taken")


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("GET", HELLO_PATH, b"", 200, ""),
        ("GET", "/nowhere", b"", 404, "not_found"),
        ("GET", PUSH_PATH, b"", 405, "bad_message"),
        ("POST", PUSH_PATH, b"nonsense", 400, "bad_message"),
        ("POST", PUSH_PATH, pack(SignIn("a", "b")), 400, "bad_message"),
        ("POST", PUSH_PATH, b"x" * (9 * 1024 * 1024), 413, "bad_message"),
        ("POST", PULL_PATH, pack(PullRequest("", {})), 401, "session_ended"),
        ("POST", ENROL_PATH, pack(Enrol(bytes(32), "", b"")), 401, "session_ended"),
        ("POST", SIGN_IN_PATH, pack(SignIn("petrova", "wrong")), 401, "wrong_password"),
        ("POST", SIGN_IN_PATH, pack(SignIn("nobody", "wrong")), 401, "wrong_password"),
    ],
)
def test_every_answer_is_signed_whatever_its_status(
    centre: Centre,
    http: httpx.Client,
    method: str,
    path: str,
    body: bytes,
    status: int,
    code: str,
) -> None:
    answer = http.request(method, path, content=body, headers={NONCE_HEADER: "a question"})
    assert answer.status_code == status
    if code:
        assert problem(answer) == code
    time_ms = int(answer.headers[TIME_HEADER])
    assert time_ms == to_ms(centre.clock.now)
    digest = answer_digest("a question", status, time_ms, answer.content)
    signature = bytes.fromhex(answer.headers[SIGNATURE_HEADER])
    assert is_signed(centre_key(centre), signature, digest)
    other = answer_digest("another question", status, time_ms, answer.content)
    assert not is_signed(centre_key(centre), signature, other)


def test_a_gap_is_told_with_its_status(centre: Centre, http: httpx.Client) -> None:
    station = centre.station(PETROVA)
    station.entry(mark())
    answer = http.post(PUSH_PATH, content=pack(station.batch([station.entry(mark("4"))])))
    assert answer.status_code == 409
    assert unpack(answer.content, PushAnswer).expected_seq == 1


def test_a_revoked_station_loses_its_session_at_once(centre: Centre, http: httpx.Client) -> None:
    session, seed = sign_in(http), new_seed()
    public = public_key(seed)
    words = Enrol(public, "", sign(seed, enrol_part(session.token, public)))
    http.post(ENROL_PATH, content=pack(words), headers=bearer(session.token))
    with centre.store.writing() as transaction:
        revoke(transaction, centre.school, 1, 1)
    request = pack(PullRequest("", {}))
    answer = http.post(PULL_PATH, content=request, headers=bearer(session.token))
    assert (answer.status_code, problem(answer)) == (401, "session_ended")
    again = sign_in(http)
    words = Enrol(public, "", sign(seed, enrol_part(again.token, public)))
    answer = http.post(ENROL_PATH, content=pack(words), headers=bearer(again.token))
    assert (answer.status_code, problem(answer)) == (403, "revoked")


class Slow:
    """A database that makes every reader wait until the test lets it go."""

    def __init__(self, store: Store) -> None:
        self.engine = store.engine
        self._store = store
        self.arrived = threading.Semaphore(0)
        self.go = threading.Event()
        self.is_slow = False

    def reading(self):  # type: ignore[no-untyped-def]
        """Wait, then read."""
        if self.is_slow:
            self.arrived.release()
            self.go.wait(20)
        return self._store.reading()


def test_beyond_the_number_in_flight_the_centre_says_when_to_retry(centre: Centre) -> None:
    slow = Slow(centre.served)
    app = app_over(slow, centre, Limits(in_flight=2, line=0))
    slow.is_slow = True
    with client_of(app) as http, ThreadPoolExecutor(2) as pool:
        waiting = [pool.submit(http.get, HELLO_PATH) for _ in range(2)]
        for _ in waiting:
            assert slow.arrived.acquire(timeout=20)
        refused = http.get(HELLO_PATH)
        assert (refused.status_code, problem(refused)) == (503, "busy")
        assert int(refused.headers["retry-after"]) > 0
        assert SIGNATURE_HEADER in refused.headers
        slow.go.set()
        assert [future.result().status_code for future in waiting] == [200, 200]
        slow.is_slow = False
        assert http.get(HELLO_PATH).status_code == 200


def test_whoever_comes_with_many_others_waits_in_line_for_an_answer(centre: Centre) -> None:
    slow = Slow(centre.served)
    app = app_over(slow, centre, Limits(in_flight=1, line=2, turn=20))
    slow.is_slow = True
    with client_of(app) as http, ThreadPoolExecutor(4) as pool:
        together = [pool.submit(http.get, HELLO_PATH) for _ in range(4)]
        sent_away = next(as_completed(together)).result()
        assert sent_away.status_code == 503
        slow.go.set()
        assert sorted(it.result().status_code for it in together) == [200, 200, 200, 503]
        assert http.get(HELLO_PATH).status_code == 200


def test_whoever_waits_too_long_in_the_line_is_asked_to_come_again(centre: Centre) -> None:
    slow = Slow(centre.served)
    app = app_over(slow, centre, Limits(in_flight=1, line=2, turn=0.05))
    slow.is_slow = True
    with client_of(app) as http, ThreadPoolExecutor(1) as pool:
        served = pool.submit(http.get, HELLO_PATH)
        assert slow.arrived.acquire(timeout=20)
        answers = [http.get(HELLO_PATH) for _ in range(3)]
        assert [(it.status_code, problem(it)) for it in answers] == [(503, "busy")] * 3
        slow.go.set()
        assert served.result().status_code == 200
        assert http.get(HELLO_PATH).status_code == 200


def app_over(slow: Slow, centre: Centre, limits: Limits) -> ASGIApp:
    return create_app(slow, centre.clock, Passwords(CHEAP), limits)  # type: ignore[arg-type]


def test_a_database_that_is_away_is_an_answer_too(
    centre: Centre, http: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OperationalError("SELECT", {}, Exception("gone"))

    monkeypatch.setattr("sync.server.pulling.read_counter", fail)
    answer = http.get(HELLO_PATH)
    assert (answer.status_code, problem(answer)) == (503, "busy")


@pytest.mark.clause("TAL-5.3")
def test_the_log_has_no_word_of_what_was_written_or_who_wrote(
    centre: Centre,
    http: httpx.Client,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level(logging.DEBUG)
    session = sign_in(http)
    station = centre.station(PETROVA)
    http.post(PUSH_PATH, content=pack(station.batch([station.entry(mark())])))
    known = dict.fromkeys(centre.pull(PETROVA, {}).granted, 0)
    http.post(PULL_PATH, content=pack(PullRequest("", known)), headers=bearer(session.token))
    http.post(SIGN_IN_PATH, content=pack(SignIn("petrova", "wrong password")))

    def fail(*_: object) -> None:
        raise ValueError("Абрикосова Анна")

    monkeypatch.setattr("sync.server.pulling.read_counter", fail)
    assert http.get(HELLO_PATH).status_code == 500
    logging.getLogger("uvicorn.error").error("Exception in ASGI application", exc_info=leaky())
    logging.getLogger("sqlalchemy.pool").error("Exception: %r", "Key (login)=(petrova) exists")
    http.get("/v1/Абрикосова", headers={NONCE_HEADER: "q"})
    http.request("ПЕТРОВА".encode().decode("latin-1"), HELLO_PATH)
    lines = [JsonLines().format(record) for record in caplog.records if record.name != "asyncio"]
    facts = [json.loads(line) for line in lines]
    assert all("\n" not in line for line in lines)
    requests = [line for line in facts if line["event"] == "request"]
    assert requests[1] | {"time": "", "request": "", "ms": 0} == {
        "time": "",
        "level": "info",
        "event": "request",
        "request": "",
        "method": "POST",
        "path": PUSH_PATH,
        "status": 200,
        "ms": 0,
        "school": centre.school[:8],
        "station": station.id[:8],
        "entries": 1,
        "new": 1,
        "exceptions": 0,
    }
    failed = next(line for line in requests if line["status"] == 500)
    assert failed["level"] == "error"
    assert failed["failure"].startswith("ValueError in fail:")
    assert [line["path"] for line in requests[-2:]] == ["other", HELLO_PATH]
    assert requests[-1]["method"] == "other"
    text = "\n".join(lines).casefold()
    secrets = [session.token, PASSWORD, "wrong password", "petrova", station.id, PETROVA]
    for word in (*secrets, *(part for name in NAMES for part in name)):
        assert word.casefold() not in text


def leaky() -> Exception:
    """Return what a bug may raise, with data in its words."""
    try:
        raise ValueError("Абрикосова Анна")
    except ValueError as fault:
        return fault


def test_a_request_has_a_number_in_the_log_and_in_its_answer(
    http: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    answer = http.get(HELLO_PATH)
    (record,) = [each for each in caplog.records if each.name == "uchitelskaya.centre"]
    assert json.loads(JsonLines().format(record))["request"] == answer.headers[REQUEST_HEADER]


def test_a_process_without_a_school_does_not_start(centre: Centre) -> None:
    with centre.store.writing() as session:
        session.query(DeskRow).delete()
    with pytest.raises(Exception, match="init"):
        create_app(centre.store, centre.clock)
