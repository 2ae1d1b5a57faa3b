"""Station and centre of different releases: sending always works, the rest is told plainly."""

from collections.abc import Callable

import httpx
import msgspec
import pytest
import zstandard

from journal.signing import new_seed, public_key, sign
from sync import link, protocol
from sync.link import Link, Refused
from sync.proofs import LACKING_PATH, Lacked, Lacking
from sync.protocol import (
    HELLO_PATH,
    NONCE_HEADER,
    OLDEST,
    PASSWORD_PATH,
    PROTOCOL,
    PROTOCOL_HEADER,
    PULL_PATH,
    PUSH_PATH,
    SIGN_IN_PATH,
    SIGNATURE_HEADER,
    TIME_HEADER,
    Batch,
    Hello,
    NewPassword,
    PasswordChanged,
    Problem,
    PullAnswer,
    PullRequest,
    PushAnswer,
    SignIn,
    Word,
    answer_digest,
    pack,
    unpack,
    version_in,
)
from tests.journal.desks import HandClock
from tests.small_school import PETROVA
from tests.sync.centre import PASSWORD, Centre, mark
from tests.sync.workplaces import StaffRoom

SEED = new_seed()


def old_centre(version: str | None) -> Callable[[httpx.Request], httpx.Response]:
    """Return a made-up centre of another version that knows nothing new."""

    def answer(request: httpx.Request) -> httpx.Response:
        known: dict[str, Word] = {
            HELLO_PATH: Hello(0, "e", 7),
            PUSH_PATH: PushAnswer("e", [], []),
            PULL_PATH: PullAnswer("e", 7, [], [], {}, {}),
        }
        word = known.get(request.url.path)
        code = 200 if word is not None else 404
        body = pack(word or Problem("not_found", "Такого вопроса нет."))
        digest = answer_digest(request.headers[NONCE_HEADER], code, 0, body)
        headers = {TIME_HEADER: "0", SIGNATURE_HEADER: sign(SEED, digest).hex()}
        if version is not None:
            headers[PROTOCOL_HEADER] = version
        return httpx.Response(code, headers=headers, content=body)

    return answer


def link_to(version: str | None) -> Link:
    """Return the link of a station with such a centre."""
    http = httpx.Client(transport=httpx.MockTransport(old_centre(version)))
    return Link(http, "http://centre", HandClock(), public_key(SEED))


@pytest.mark.parametrize(
    ("header", "version"),
    [(None, 1), ("2", 2), ("99", 99), ("", 0), ("-1", 0), ("Ⅷ", 0), ("9" * 40, 0)],
)
def test_a_version_is_a_number_or_the_first(header: str | None, version: int) -> None:
    assert version_in(header) == version


def test_a_station_older_than_the_centre_wants_sends_all_and_is_told_to_be_upgraded(
    room: StaffRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    petrova = room.workplace("petrova")
    petrova.client.exchange()
    petrova.mark("5")
    monkeypatch.setattr(link, "PROTOCOL", OLDEST - 1)
    petrova.client.push()
    assert [row.verdict for row in petrova.written] == ["accepted"]
    room.wait(minutes=11)
    petrova.mark("4", pupil=1)
    with pytest.raises(Refused, match="Обновите её") as refusal:
        petrova.client.exchange()
    assert refusal.value.problem.code == "old_program"
    assert [row.verdict for row in petrova.written] == ["accepted", "accepted"]
    assert petrova.link_state.kind != "outage"


def test_a_newer_centre_tells_whoever_is_too_old_at_every_door(
    centre: Centre, http: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.server.app.OLDEST", PROTOCOL + 1)
    station = centre.station(PETROVA)
    bearer = {"Authorization": f"Bearer {centre.token(PETROVA)}"}
    for path, word in (
        (PULL_PATH, PullRequest("", {})),
        (SIGN_IN_PATH, SignIn("petrova", PASSWORD)),
        (PASSWORD_PATH, NewPassword(PASSWORD, "another password")),
    ):
        answer = http.post(path, content=pack(word), headers=bearer)
        assert answer.status_code == 426
        assert unpack(answer.content, Problem).code == "old_program"
    pushed = http.post(PUSH_PATH, content=pack(station.batch([station.entry(mark())])))
    assert unpack(pushed.content, PushAnswer).runs[0].length == 1
    assert http.get(HELLO_PATH, headers=bearer).status_code == 200
    lacking = http.post(LACKING_PATH, content=pack(Lacking(centre.school, [])))
    assert unpack(lacking.content, Lacked).ids == []
    modern = bearer | {PROTOCOL_HEADER: str(PROTOCOL + 1)}
    assert (
        http.post(PULL_PATH, content=pack(PullRequest("", {})), headers=modern).status_code == 200
    )


def test_fields_of_a_newer_side_are_passed_over(
    room: StaffRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    def with_more(word: Word) -> bytes:
        fields: list[object] = msgspec.msgpack.decode(msgspec.msgpack.encode(word))
        return zstandard.compress(msgspec.msgpack.encode([*fields, "of tomorrow", 7]), 3)

    for side in ("sync.link.pack", "sync.server.app.pack"):
        monkeypatch.setattr(side, with_more)
    petrova, gromov = room.workplace("petrova"), room.workplace("gromov")
    petrova.mark("5")
    room.exchange(petrova, gromov)
    assert gromov.shown() == "5"
    assert room.centre.faults() == []


def test_a_centre_older_than_the_station_gets_everything_and_is_said_to_be_old() -> None:
    centre = link_to(str(OLDEST - 1))
    assert centre.ask(HELLO_PATH, None, Hello).word.number == 7
    batch = Batch("0" * 32, 1, bytes(32), [], b"")
    assert centre.ask(PUSH_PATH, batch, PushAnswer).word.epoch == "e"
    with pytest.raises(Refused, match="сервер старее программы") as refusal:
        centre.ask(PULL_PATH, PullRequest("", {}), PullAnswer)
    assert refusal.value.problem.code == "old_centre"


@pytest.mark.parametrize("version", [None, "1"])
def test_a_centre_of_the_first_release_is_asked_as_ever_and_lacks_only_what_is_new(
    version: str | None,
) -> None:
    centre = link_to(version)
    assert centre.ask(PULL_PATH, PullRequest("", {}), PullAnswer).word.number == 7
    with pytest.raises(Refused, match="сервер старее программы") as refusal:
        centre.ask(PASSWORD_PATH, NewPassword("a", "b"), PasswordChanged)
    # by this code a station knows a question that the centre does not
    assert refusal.value.problem.code == "not_found"


def test_every_answer_names_the_version_of_the_centre(http: httpx.Client) -> None:
    for path in (HELLO_PATH, "/nowhere"):
        assert http.get(path).headers[PROTOCOL_HEADER] == str(PROTOCOL)


def test_the_history_of_the_protocol_tells_of_this_version() -> None:
    assert protocol.__doc__ is not None
    assert f"\n{PROTOCOL} - " in protocol.__doc__
