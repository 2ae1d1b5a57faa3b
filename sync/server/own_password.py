"""The password that somebody changes himself, over the wire."""

from journal.clock import Clock, to_ms
from journal.store import Store
from sync.protocol import NewPassword, PasswordChanged
from sync.server.accounts import end_sessions, find_session, hash_token
from sync.server.auditing import note
from sync.server.guessing import Guesser, count_attempt, forget_attempts
from sync.server.passwords import MIN_LENGTH, Passwords
from sync.server.refusals import RefusedError
from sync.server.tables import AccountRow

_WRONG = "Прежний пароль не подошёл. Проверьте раскладку клавиатуры и Caps Lock."


def change_own_password(
    store: Store, passwords: Passwords, clock: Clock, token: str, words: NewPassword, address: str
) -> tuple[str, PasswordChanged]:
    """Give the account of a session a new password; its other sessions end. Return its school too.

    Somebody whose first answer was lost asks again with a password that is no longer the old one:
    who knows the new one by then is answered as before.

    Raises:
        RefusedError: the session has ended, the old password is wrong, the new one is too short,
            or there were too many attempts.
    """
    now_ms = to_ms(clock.read().wall)
    with store.writing() as session:
        opened = find_session(session, token, now_ms)
        school = opened.school
        account = session.get_one(AccountRow, (school, opened.user))
        guesser = Guesser(account.login, address)
        count_attempt(session, guesser, now_ms)
    if len(words.new) < MIN_LENGTH:
        raise RefusedError(
            400, "weak_password", f"Новый пароль короче {MIN_LENGTH} знаков. Придумайте длиннее."
        ).of(school)
    known = account.password
    is_right = passwords.is_right(words.old, known) or passwords.is_right(words.new, known)
    hashed = passwords.hash(words.new)
    ended = 0
    with store.writing() as session:
        find_session(session, token, now_ms)
        account = session.get_one(AccountRow, (school, opened.user), with_for_update=True)
        # an administrator may have been faster
        is_right = is_right and account.password == known
        if is_right:
            forget_attempts(session, guesser)
            account.password = hashed
            ended = end_sessions(session, account, now_ms, but=hash_token(token))
        what = "password_changed" if is_right else "password_refused"
        note(session, school, now_ms, what, account.user, opened.station or "")
    if not is_right:
        raise RefusedError(401, "wrong_password", _WRONG).of(school)
    return school, PasswordChanged(ended)
