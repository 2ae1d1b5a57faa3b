"""Accounts and sessions: who may sign in, and which tokens are good."""

import hashlib
import secrets

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from journal.clock import Clock, to_ms
from journal.errors import UserError
from journal.facts_school import StaffRow
from journal.ids import is_id
from journal.store import Store
from journal.tables import DeskRow
from sync import protocol
from sync.parcel import public_parcel_key
from sync.server.auditing import note
from sync.server.counting import being_restored, find_schools, read_counter
from sync.server.fencing import enter, enter_by_login, enter_by_token
from sync.server.guessing import FREE_PER_ACCOUNT, Guesser, count_attempt, forget_attempts
from sync.server.passwords import Passwords
from sync.server.refusals import RefusedError, session_ended, station_revoked
from sync.server.tables import AccountRow, EnrolledRow, SessionRow

SESSION_DAYS = 30
_DAY_MS = 86_400_000


def plain_login(login: str) -> str:
    """Return the login as it is compared: without spaces around, in lower case."""
    # a zero byte is in no login, and PostgreSQL takes none
    return login.replace("\0", "").strip().casefold()


def sign_in(
    store: Store, passwords: Passwords, clock: Clock, words: protocol.SignIn, address: str
) -> protocol.Session:
    """Open a session.

    Raises:
        RefusedError: wrong login or password, account disabled, too many attempts, or the
            station that signs in was taken out of use.
    """
    login = plain_login(words.login)[:200]
    guesser = Guesser(login, address)
    now_ms = to_ms(clock.read().wall)
    with store.writing() as session:
        failures = count_attempt(session, guesser, now_ms)
        account = find_account(session, login)
    is_right = passwords.is_right(words.password, account.password if account else None)
    with store.writing() as session:
        if account is not None:
            enter(session, account.school)
        if account is None or not is_right or account.disabled_ms is not None:
            if account is not None:
                note(session, account.school, now_ms, "sign_in_refused", account.user)
                if failures == FREE_PER_ACCOUNT:
                    note(
                        session,
                        account.school,
                        now_ms,
                        "sign_in_slowed",
                        account.user,
                        detail=address,
                    )
            wrong = True
        else:
            wrong = False
            forget_attempts(session, guesser)
            token = _open_session(session, account, words.station, now_ms)
            opened = _describe(session, account, token)
    if wrong:
        raise RefusedError(
            401,
            "wrong_password",
            "Логин или пароль не подошёл. Проверьте раскладку клавиатуры и Caps Lock.",
        )
    return opened


def find_session(session: Session, token: str, now_ms: int) -> SessionRow:
    """Return the session that ``token`` opens, and enter its school.

    Raises:
        RefusedError: there is none, it has ended, or was not used for ``SESSION_DAYS``.
    """
    hashed = hash_token(token)
    row = session.get(SessionRow, hashed) if enter_by_token(session, hashed) else None
    if row is None and not find_schools(session):
        # a copy is being put back: nothing is known of anybody for a moment
        raise being_restored()
    if row is None:
        raise session_ended()
    if row.ended_ms is not None or now_ms - row.used_ms > SESSION_DAYS * _DAY_MS:
        raise session_ended().of(row.school)
    return row


def user_of_session(store: Store, token: str, clock: Clock) -> str:
    """Return whose session it is; "" where none is needed and there is none."""
    try:
        with store.reading() as session:
            return find_session(session, token, to_ms(clock.read().wall)).user
    except RefusedError:
        return ""


def touch_session(store: Store, row: SessionRow, now_ms: int) -> None:
    """Keep a session alive; written once a day, so that a pull stays a read."""
    if now_ms - row.used_ms > _DAY_MS:
        with store.writing() as session:
            enter(session, row.school)
            session.execute(
                update(SessionRow)
                .where(SessionRow.token_hash == row.token_hash)
                .values(used_ms=now_ms)
            )


def hash_token(token: str) -> str:
    """Return what is kept of a token; it is random, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def add_account(
    session: Session, school: str, user: str, login: str, password_hash: str, now_ms: int
) -> None:
    """Let a member of staff sign in.

    Raises:
        UserError: the login, or an account of this person, is there already.
    """
    plain = plain_login(login)
    if not plain:
        raise UserError("Логин пуст. Укажите логин сотрудника.")
    try:
        with session.begin_nested():
            session.add(
                AccountRow(
                    school=school, user=user, login=plain, password=password_hash, created_ms=now_ms
                )
            )
    except IntegrityError as fault:
        if session.get(AccountRow, (school, user)) is None:
            raise UserError(
                f"Логин «{plain}» занят: логины на сервере общие для всех его школ. "
                "Выберите для сотрудника другой логин."
            ) from fault
        raise UserError(
            f"Учётная запись «{plain}» уже есть. Чтобы сменить пароль, есть команда user password."
        ) from fault
    note(session, school, now_ms, "account_added", user, detail=plain)


def change_password(session: Session, login: str, password_hash: str, now_ms: int) -> None:
    """Give an account a new password; its open sessions end.

    Raises:
        UserError: there is no such account.
    """
    account = known_account(session, login)
    account.password = password_hash
    account.disabled_ms = None
    end_sessions(session, account, now_ms)
    note(session, account.school, now_ms, "password_reset", account.user)


def disable_account(session: Session, login: str, now_ms: int) -> None:
    """Let nobody sign in with this account; its sessions end at once.

    Raises:
        UserError: there is no such account.
    """
    account = known_account(session, login)
    account.disabled_ms = now_ms
    end_sessions(session, account, now_ms)
    note(session, account.school, now_ms, "account_disabled", account.user)


def sign_out(session: Session, login: str, now_ms: int) -> int:
    """End the sessions of an account; return how many there were.

    Raises:
        UserError: there is no such account.
    """
    account = known_account(session, login)
    ended = end_sessions(session, account, now_ms)
    note(session, account.school, now_ms, "signed_out", account.user)
    return ended


def end_sessions(session: Session, account: AccountRow, now_ms: int, but: str = "") -> int:
    """End the sessions of an account, except the one with the hash ``but``; return how many."""
    of_account = (
        SessionRow.school == account.school,
        SessionRow.user == account.user,
        SessionRow.ended_ms.is_(None),
        SessionRow.token_hash != but,
    )
    tokens = session.scalars(select(SessionRow.token_hash).where(*of_account)).all()
    session.execute(update(SessionRow).where(*of_account).values(ended_ms=now_ms))
    return len(tokens)


def list_sessions(session: Session, account: AccountRow, now_ms: int) -> list[SessionRow]:
    """Return the open sessions of an account, oldest first."""
    query = (
        select(SessionRow)
        .where(
            SessionRow.school == account.school,
            SessionRow.user == account.user,
            SessionRow.ended_ms.is_(None),
            SessionRow.used_ms >= now_ms - SESSION_DAYS * _DAY_MS,
        )
        .order_by(SessionRow.created_ms)
    )
    return list(session.scalars(query))


def find_account(session: Session, login: str) -> AccountRow | None:
    """Return the account with this login, and enter its school; logins are the centre's."""
    plain = plain_login(login)
    if enter_by_login(session, plain) is None:
        return None
    return session.scalars(select(AccountRow).where(AccountRow.login == plain)).one()


def known_account(session: Session, login: str) -> AccountRow:
    """Return the account with this login, and enter its school.

    Raises:
        UserError: there is no such account.
    """
    account = find_account(session, login)
    if account is None:
        raise UserError(f"Учётной записи «{plain_login(login)}» нет. Проверьте логин.")
    return account


def staff_without_account(session: Session, school: str) -> list[StaffRow]:
    """Return the members of staff who cannot sign in yet, by login."""
    with_account = select(AccountRow.user).where(AccountRow.school == school)
    query = (
        select(StaffRow)
        .where(StaffRow.school == school, StaffRow.login != "", StaffRow.until.is_(None))
        .where(StaffRow.user.not_in(with_account))
        .order_by(StaffRow.login)
    )
    return list(session.scalars(query))


def find_staff(session: Session, school: str, login: str) -> StaffRow | None:
    """Return the member of staff with this login."""
    rows = session.scalars(select(StaffRow).where(StaffRow.school == school))
    return next((row for row in rows if plain_login(row.login) == plain_login(login)), None)


def _open_session(session: Session, account: AccountRow, named: str, now_ms: int) -> str:
    station = session.get(EnrolledRow, (account.school, named)) if is_id(named) else None
    if station is not None and station.user != account.user:
        station = None
    if station is not None and station.revoked_ms is not None:
        raise station_revoked().of(account.school)
    token = secrets.token_urlsafe(32)
    session.add(
        SessionRow(
            token_hash=hash_token(token),
            school=account.school,
            user=account.user,
            station=station.station if station is not None else None,
            created_ms=now_ms,
            used_ms=now_ms,
        )
    )
    note(
        session, account.school, now_ms, "signed_in", account.user, station=named if station else ""
    )
    return token


def _describe(session: Session, account: AccountRow, token: str) -> protocol.Session:
    desk = session.scalars(select(DeskRow).where(DeskRow.school == account.school)).one()
    return protocol.Session(
        token=token,
        school=account.school,
        user=account.user,
        epoch=read_counter(session, account.school).epoch,
        centre_key=desk.centre_key,
        recovery_key=desk.recovery_key,
        parcel_key=public_parcel_key(desk.seed),
    )
