"""What counts as contact with the centre, and what is learnt from its answers."""

import random
from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.clock import to_ms
from journal.signing import new_seed, public_key, sign
from sync.link import Link, Refused, Unreachable
from sync.pace import CAP_SECONDS, Pace
from sync.protocol import (
    CENTRE_HEADER,
    HELLO_PATH,
    NONCE_HEADER,
    SIGN_IN_PATH,
    SIGNATURE_HEADER,
    TIME_HEADER,
    Hello,
    Problem,
    Session,
    Word,
    answer_digest,
    pack,
)
from tests.journal.desks import HandClock

SEED = new_seed()
HELLO = Hello(1, "e" * 32, 7)


def signed(
    request: httpx.Request, word: Word, status: int = 200, time_ms: int = 0, seed: bytes = SEED
) -> httpx.Response:
    body = pack(word)
    digest = answer_digest(request.headers[NONCE_HEADER], status, time_ms, body)
    headers = {TIME_HEADER: str(time_ms), SIGNATURE_HEADER: sign(seed, digest).hex()}
    return httpx.Response(status, headers=headers, content=body)


def link_to(
    answer: Callable[[httpx.Request], httpx.Response],
    clock: HandClock | None = None,
    key: bytes | None = public_key(SEED),
) -> Link:
    http = httpx.Client(transport=httpx.MockTransport(answer))
    return Link(http, "http://centre/", clock or HandClock(), key)


def test_a_signed_answer_is_contact() -> None:
    answer = link_to(lambda request: signed(request, HELLO, time_ms=5)).ask(HELLO_PATH, None, Hello)
    assert (answer.word, answer.time_ms) == (HELLO, 5)


def test_a_question_names_the_centre_that_it_is_for() -> None:
    named: list[str | None] = []

    def answer(request: httpx.Request) -> httpx.Response:
        named.append(request.headers.get(CENTRE_HEADER))
        if request.url.path == SIGN_IN_PATH:
            return signed(request, Session("t", "s", "u", "e", public_key(SEED), b""))
        return signed(request, HELLO)

    link = link_to(answer, key=None)
    link.meet("petrova", "пароль")
    link.ask(HELLO_PATH, None, Hello)
    assert named == [None, public_key(SEED).hex()]


@pytest.mark.parametrize(
    "answer",
    [
        lambda request: httpx.Response(200, content=pack(HELLO)),
        lambda request: httpx.Response(200, html="<h1>Оплатите интернет</h1>"),
        lambda request: signed(request, HELLO, seed=new_seed()),
        lambda request: httpx.Response(
            201, headers=signed(request, HELLO).headers, content=pack(HELLO)
        ),
    ],
    ids=["unsigned", "a wall in between", "another key", "another status"],
)
def test_an_answer_that_the_centre_did_not_sign_is_no_contact(
    answer: Callable[[httpx.Request], httpx.Response],
) -> None:
    with pytest.raises(Unreachable):
        link_to(answer).ask(HELLO_PATH, None, Hello)


def test_an_answer_to_another_question_is_no_contact() -> None:
    answers: list[httpx.Response] = []

    def repeat(request: httpx.Request) -> httpx.Response:
        answers.append(signed(request, HELLO))
        return answers[0]

    link = link_to(repeat)
    link.ask(HELLO_PATH, None, Hello)
    with pytest.raises(Unreachable):
        link.ask(HELLO_PATH, None, Hello)


def test_a_signed_refusal_is_contact_with_words_for_people() -> None:
    def busy(request: httpx.Request) -> httpx.Response:
        answer = signed(request, Problem("busy", "Сервер занят."), 503, time_ms=9)
        answer.headers["Retry-After"] = "4"
        return answer

    with pytest.raises(Refused) as refusal:
        link_to(busy).ask(HELLO_PATH, None, Hello)
    assert refusal.value.problem == Problem("busy", "Сервер занят.")
    assert (refusal.value.time_ms, refusal.value.retry_after) == (9, 4.0)


def test_a_broken_wire_is_no_contact() -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("слишком долго", request=request)

    with pytest.raises(Unreachable):
        link_to(fail).ask(HELLO_PATH, None, Hello)


def test_the_key_met_first_counts_from_then_on() -> None:
    keys = [SEED, SEED, new_seed()]

    def sign_in(request: httpx.Request) -> httpx.Response:
        seed = keys.pop(0)
        return signed(request, Session("t", "s", "u", "e", public_key(seed), b""), seed=seed)

    link = link_to(sign_in, key=None)
    link.meet("petrova", "пароль")
    link.meet("petrova", "пароль")
    with pytest.raises(Unreachable):
        link.meet("petrova", "пароль")


def test_a_session_that_names_a_key_it_is_not_signed_with_is_no_contact() -> None:
    def sign_in(request: httpx.Request) -> httpx.Response:
        return signed(request, Session("t", "s", "u", "e", public_key(new_seed()), b""))

    with pytest.raises(Unreachable):
        link_to(sign_in, key=None).meet("petrova", "пароль")


def test_the_clock_of_the_centre_is_measured_by_the_shortest_of_the_last_round_trips() -> None:
    clock = HandClock()
    trips = [10.0, 0.2, 8.0, 3.0]

    def slow(request: httpx.Request) -> httpx.Response:
        trip = trips.pop(0)
        clock.wait(seconds=trip / 2)
        # the centre is five minutes ahead, and the way back of a long trip is the slower one
        time_ms = to_ms(clock.now + timedelta(minutes=5, seconds=trip - 0.2))
        clock.wait(seconds=trip / 2)
        return signed(request, HELLO, time_ms=time_ms)

    link = link_to(slow, clock)
    assert link.offset_ms is None
    for _ in range(4):
        link.ask(HELLO_PATH, None, Hello)
    assert link.offset_ms == 5 * 60_000


@given(seed=st.integers(), failures=st.integers(0, 3000))
def test_a_station_never_waits_longer_than_a_minute_by_itself(seed: int, failures: int) -> None:
    pace = Pace(random.Random(seed))
    waits = [pace.after_failure() for _ in range(failures)]
    assert all(0 <= wait <= CAP_SECONDS for wait in waits)
    assert pace.after_success() == CAP_SECONDS
    assert pace.after_failure() <= 1


def test_the_centre_is_obeyed_when_it_asks_to_wait() -> None:
    assert Pace(random.Random(1)).after_failure(retry_after=90) == 90


def test_stations_that_failed_together_do_not_come_back_together() -> None:
    waits = {round(Pace(random.Random(seed)).after_failure(), 3) for seed in range(50)}
    assert len(waits) > 40


def test_a_refusal_at_the_door_of_another_centre_is_no_contact() -> None:
    wrong = Problem("wrong_password", "Логин или пароль не подошёл.")
    with pytest.raises(Unreachable):
        link_to(lambda request: signed(request, wrong, 401, seed=new_seed())).meet("petrova", "x")
    with pytest.raises(Refused):
        link_to(lambda request: signed(request, wrong, 401)).meet("petrova", "x")
