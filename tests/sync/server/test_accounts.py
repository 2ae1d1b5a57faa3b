"""Accounts: one door, slow for those who guess."""

import pytest
from sqlalchemy import select

from sync import protocol
from sync.protocol import SignIn
from sync.server.accounts import SESSION_DAYS, disable_account, hash_token, sign_in
from sync.server.fencing import enter as fence
from sync.server.guessing import FREE_PER_ACCOUNT, FREE_PER_ADDRESS, LONGEST_WAIT_SECONDS
from sync.server.passwords import Passwords, initial_password
from sync.server.pulling import answer_hello
from sync.server.refusals import RefusedError
from sync.server.stations import revoke
from sync.server.tables import AccountRow, AuditRow, GuessRow, SessionRow
from tests.small_school import ORLOVA, PETROVA
from tests.sync.centre import CHEAP, PASSWORD, Centre

PASSWORDS = Passwords(CHEAP)


def enter(
    centre: Centre,
    login: str = "petrova",
    password: str = PASSWORD,
    address: str = "10.0.0.7",
    station: str = "",
) -> protocol.Session:
    """Try to sign in."""
    words = SignIn(login, password, station)
    return sign_in(centre.served, PASSWORDS, centre.clock, words, address)


def refusal_of(centre: Centre, **attempt: str) -> RefusedError:
    """Return why a sign-in fails."""
    with pytest.raises(RefusedError) as refusal:
        enter(centre, **attempt)
    return refusal.value


@pytest.mark.clause("TAL-5.1")
@pytest.mark.clause("ANC-R.XII.7")
def test_neither_password_nor_token_is_kept(centre: Centre) -> None:
    token = enter(centre).token
    with centre.store.reading() as session:
        account = session.get_one(AccountRow, (centre.school, PETROVA))
        hashes = session.scalars(select(SessionRow.token_hash)).all()
    assert account.password.startswith("$argon2id$")
    assert PASSWORD not in account.password
    assert token not in hashes


def test_a_wrong_password_and_an_unknown_login_sound_the_same(centre: Centre) -> None:
    wrong = refusal_of(centre, password="no")
    unknown = refusal_of(centre, login="nobody")
    assert wrong.problem == unknown.problem


def test_guessing_at_an_account_gets_slower_and_slower(centre: Centre) -> None:
    for address in range(FREE_PER_ACCOUNT):
        assert refusal_of(centre, password="no", address=str(address)).status == 401
    waits = []
    for step in range(5):
        refusal = refusal_of(centre, address=f"other {step}")
        assert (refusal.status, refusal.problem.code) == (429, "wait")
        waits.append(refusal.retry_after or 0)
        centre.clock.wait(seconds=waits[-1])
        assert refusal_of(centre, password="no", address=f"other {step}").status == 401
    assert waits == [1, 2, 4, 8, 16]


def test_guessing_from_one_address_at_many_accounts_gets_slower(centre: Centre) -> None:
    for account in range(FREE_PER_ADDRESS):
        assert refusal_of(centre, login=f"guess{account}").status == 401
    assert refusal_of(centre).problem.code == "wait"
    assert enter(centre, address="10.0.0.8").user == PETROVA


def test_a_computer_with_many_ipv6_addresses_is_one_guesser(centre: Centre) -> None:
    for turn in range(FREE_PER_ADDRESS):
        refusal_of(centre, login=f"guess{turn}", address=f"2001:db8::{turn:x}")
    assert refusal_of(centre, address="2001:db8::ffff").problem.code == "wait"
    assert enter(centre, address="2001:db8:0:1::1").user == PETROVA


def test_many_failures_in_a_row_are_one_line_of_the_audit(centre: Centre) -> None:
    for _ in range(FREE_PER_ACCOUNT):
        refusal_of(centre, password="no")
    for _ in range(3):
        assert refusal_of(centre).problem.code == "wait"
    with centre.store.reading() as session:
        lines = session.execute(
            select(AuditRow.user, AuditRow.detail).where(AuditRow.what == "sign_in_slowed")
        ).all()
    assert [tuple(line) for line in lines] == [(PETROVA, "10.0.0.7")]


def test_nobody_waits_longer_than_a_quarter_of_an_hour(centre: Centre) -> None:
    for _ in range(FREE_PER_ACCOUNT + 14):
        centre.clock.wait(seconds=LONGEST_WAIT_SECONDS)
        assert refusal_of(centre, password="no").status == 401
    assert refusal_of(centre).retry_after == LONGEST_WAIT_SECONDS


def test_the_right_password_starts_the_count_anew(centre: Centre) -> None:
    for _ in range(3):
        for _ in range(FREE_PER_ACCOUNT - 1):
            refusal_of(centre, password="no")
        assert enter(centre).user == PETROVA


def test_a_session_ends_when_nobody_uses_it(centre: Centre) -> None:
    token = enter(centre).token
    centre.clock.wait(days=SESSION_DAYS)
    assert answer_hello(centre.served, centre.clock, token)[0] == centre.school
    centre.clock.wait(seconds=1)
    with pytest.raises(RefusedError) as refusal:
        answer_hello(centre.served, centre.clock, token)
    assert refusal.value.problem.code == "session_ended"


def test_a_pull_keeps_a_session_alive(centre: Centre) -> None:
    token = centre.token(PETROVA)
    for _ in range(3):
        centre.clock.wait(days=SESSION_DAYS - 1)
        assert centre.pull_with(token, {}).granted


def test_a_disabled_account_is_out_at_once(centre: Centre) -> None:
    token = enter(centre).token
    with centre.served.writing() as session:
        disable_account(session, "petrova", 1)
    assert refusal_of(centre).problem.code == "wrong_password"
    with pytest.raises(RefusedError):
        answer_hello(centre.served, centre.clock, token)


def test_a_session_knows_the_station_that_asked_for_it(centre: Centre) -> None:
    mine, foreign = centre.station(PETROVA), centre.station(ORLOVA)
    named = [enter(centre, station=station.id).token for station in (mine, foreign)]
    named += [enter(centre, station=word).token for word in ("", "x\0")]
    with centre.store.reading() as session:
        rows = [session.get_one(SessionRow, hash_token(token)) for token in named]
    assert [row.station for row in rows] == [mine.id, None, None, None]


def test_a_revoked_station_loses_every_session_that_may_be_its_own(centre: Centre) -> None:
    lost, kept = centre.station(PETROVA), centre.station(PETROVA)
    tokens = [enter(centre, station=word).token for word in (lost.id, "", kept.id)]
    colleague = enter(centre, login="orlova").token
    with centre.served.writing() as session:
        fence(session, centre.school)
        revoke(session, centre.school, 1, 1)
    good = []
    for token in (*tokens, colleague):
        try:
            answer_hello(centre.served, centre.clock, token)
            good.append(token)
        except RefusedError:
            continue
    assert good == [tokens[2], colleague]
    assert refusal_of(centre, station=lost.id).problem.code == "revoked"
    assert enter(centre, station=kept.id).user == PETROVA


def test_signing_in_is_audited(centre: Centre) -> None:
    enter(centre)
    refusal_of(centre, password="no")
    with centre.store.reading() as session:
        lines = session.execute(
            select(AuditRow.what, AuditRow.user)
            .where(AuditRow.what.startswith("sign"))
            .order_by(AuditRow.id)
        ).all()
    assert [tuple(line) for line in lines] == [("signed_in", PETROVA), ("sign_in_refused", PETROVA)]


def test_an_initial_password_can_be_copied_from_paper() -> None:
    passwords = {initial_password() for _ in range(50)}
    assert len(passwords) == 50
    assert not set("".join(passwords)) & set("0O1lijo")


def test_all_of_ipv4_is_not_one_guesser_at_a_socket_for_both(centre: Centre) -> None:
    for turn in range(FREE_PER_ADDRESS + 1):
        refusal_of(centre, login=f"guess{turn}", address="::ffff:10.0.0.9")
    assert refusal_of(centre, address="10.0.0.9").problem.code == "wait"
    assert enter(centre, address="::ffff:10.0.0.10").user == PETROVA


def test_a_clock_that_was_wrong_and_is_right_again_keeps_nobody_out(centre: Centre) -> None:
    centre.clock.wait(days=365)
    for turn in range(FREE_PER_ACCOUNT + 3):
        refusal_of(centre, password="no", address=str(turn))
    centre.clock.wait(days=-365)
    assert enter(centre).user == PETROVA


def test_guesses_are_deleted_when_they_count_no_more(centre: Centre) -> None:
    for turn in range(3):
        refusal_of(centre, login=f"guess{turn}")
    centre.clock.wait(hours=2)
    enter(centre, address="10.0.0.8")
    with centre.store.reading() as session:
        left = set(session.scalars(select(GuessRow.who)))
    assert left == {"login:petrova", "address:10.0.0.8"}
