"""The password that somebody changes himself; sessions seen and ended by the administrator."""

import httpx
from sqlalchemy import select

from sync.protocol import (
    PASSWORD_PATH,
    SIGN_IN_PATH,
    NewPassword,
    PasswordChanged,
    Problem,
    Session,
    SignIn,
    pack,
    unpack,
)
from sync.server.accounts import change_password, disable_account, sign_out
from sync.server.guessing import FREE_PER_ACCOUNT
from sync.server.passwords import Passwords
from sync.server.pulling import answer_hello
from sync.server.refusals import RefusedError
from sync.server.tables import AuditRow
from tests.small_school import PETROVA
from tests.sync.centre import CHEAP, PASSWORD, Centre

NEW = "a better password"


def enter(http: httpx.Client, password: str = PASSWORD) -> httpx.Response:
    """Sign in as a teacher."""
    return http.post(SIGN_IN_PATH, content=pack(SignIn("petrova", password)))


def token(http: httpx.Client) -> str:
    """Return the token of a new session."""
    return unpack(enter(http).content, Session).token


def change(
    http: httpx.Client, opened: str, old: str = PASSWORD, new: str = NEW
) -> PasswordChanged | str:
    """Change the password; return the answer, or the code of the refusal."""
    headers = {"Authorization": f"Bearer {opened}"}
    answer = http.post(PASSWORD_PATH, content=pack(NewPassword(old, new)), headers=headers)
    if answer.status_code == 200:
        return unpack(answer.content, PasswordChanged)
    return unpack(answer.content, Problem).code


def is_open(centre: Centre, opened: str) -> bool:
    """Tell whether a session is good."""
    try:
        answer_hello(centre.served, centre.clock, opened)
    except RefusedError:
        return False
    return True


def audit(centre: Centre) -> list[str]:
    """Return what was noted, oldest first."""
    with centre.store.reading() as session:
        return list(session.scalars(select(AuditRow.what).order_by(AuditRow.id)))


def test_a_new_password_opens_the_door_and_ends_all_other_sessions(
    centre: Centre, http: httpx.Client
) -> None:
    here, elsewhere = token(http), token(http)
    assert change(http, here) == PasswordChanged(1)
    assert (is_open(centre, here), is_open(centre, elsewhere)) == (True, False)
    assert (enter(http).status_code, enter(http, NEW).status_code) == (401, 200)
    assert "password_changed" in audit(centre)


def test_whoever_heard_no_answer_may_ask_again(centre: Centre, http: httpx.Client) -> None:
    here = token(http)
    change(http, here)
    assert change(http, here) == PasswordChanged(0)


def test_a_session_alone_changes_no_password(centre: Centre, http: httpx.Client) -> None:
    here = token(http)
    for _ in range(FREE_PER_ACCOUNT):
        assert change(http, here, old="not the old one") == "wrong_password"
    assert change(http, here) == "wait"
    assert change(http, "no token") == "session_ended"
    assert audit(centre).count("password_refused") == FREE_PER_ACCOUNT
    assert "password_changed" not in audit(centre)


def test_a_new_password_may_not_be_short(http: httpx.Client) -> None:
    assert change(http, token(http), new="1234567") == "weak_password"
    assert enter(http).status_code == 200


def test_what_an_administrator_does_to_an_account_ends_its_sessions(
    centre: Centre, http: httpx.Client
) -> None:
    hashed = Passwords(CHEAP).hash(NEW)
    for act, noted in (
        (lambda session: sign_out(session, "petrova", 1), "signed_out"),
        (lambda session: disable_account(session, "petrova", 1), "account_disabled"),
        (lambda session: change_password(session, "petrova", hashed, 1), "password_reset"),
    ):
        opened = centre.token(PETROVA)
        with centre.served.writing() as session:
            act(session)
        assert not is_open(centre, opened)
        assert audit(centre)[-1] == noted
    assert enter(http, NEW).status_code == 200
