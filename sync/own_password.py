"""The user's password: it opens the journal off line and the account at the centre."""

from pathlib import Path

from sqlalchemy import select

from journal.errors import UserError
from journal.keys import PasswordCost, load_wraps, save_wraps, unlock_by_password, wrap_key
from journal.tables import DeskRow
from sync.enrolment import OpenJournal
from sync.link import Link
from sync.places import place_of
from sync.protocol import PASSWORD_PATH, NewPassword, PasswordChanged

_SOMEBODY_ELSE = (
    "Этот логин на сервере теперь у другого сотрудника. "
    "Записи в журнале целы; обратитесь к администратору."
)


def check_password(folder: Path, login: str, password: str) -> None:
    """See whether the password opens the user's journal on this computer; it is not opened.

    Raises:
        UserError: wrong password; no journal here.
    """
    unlock_by_password(load_wraps(place_of(folder, login).wraps), password)


def renew_session(journal: OpenJournal, password: str, link: Link) -> None:
    """Get a fresh session for pulling, at an unlock while there is contact.

    Raises:
        Unreachable: no contact; the old session stays.
        Refused: the password of the account is another one by now, or the account is closed.
        UserError: the login belongs to somebody else by now.
    """
    session = link.meet(journal.login, password, journal.station).word
    if (session.school, session.user) != (journal.school, journal.user):
        raise UserError(_SOMEBODY_ELSE)
    with journal.store.writing() as transaction:
        desk = transaction.scalars(select(DeskRow)).one()
        desk.token = session.token
        desk.parcel_key = session.parcel_key or desk.parcel_key


def adopt_password(
    folder: Path, journal: OpenJournal, old: str, new: str, link: Link, cost: PasswordCost | None
) -> None:
    """Let the journal open with the account's new password; the centre is asked whether it is.

    Raises:
        Unreachable, Refused: as ``renew_session``; the old password still opens the journal.
        UserError: ``old`` does not open the journal.
    """
    renew_session(journal, new, link)
    _wrap_anew(folder, journal, old, new, cost)


def change_password(
    folder: Path, journal: OpenJournal, old: str, new: str, link: Link, cost: PasswordCost | None
) -> None:
    """Change the password of the account, then that of the journal.

    When the answer is lost the account may have the new password already: asked again the centre
    answers as before, and ``adopt_password`` brings the journal up to it.

    Raises:
        Unreachable, Refused: as ``renew_session``, or the new password will not do.
        UserError: ``old`` does not open the journal.
    """
    unlock_by_password(load_wraps(place_of(folder, journal.login).wraps), old)
    with journal.store.reading() as session:
        token = session.scalars(select(DeskRow.token)).one()
    link.ask(PASSWORD_PATH, NewPassword(old, new), PasswordChanged, token)
    _wrap_anew(folder, journal, old, new, cost)


def _wrap_anew(
    folder: Path, journal: OpenJournal, old: str, new: str, cost: PasswordCost | None
) -> None:
    wraps = place_of(folder, journal.login).wraps
    key = unlock_by_password(load_wraps(wraps), old)
    with journal.store.reading() as session:
        recovery = session.scalars(select(DeskRow.recovery_key)).one()
    save_wraps(wraps, wrap_key(key, new, recovery, cost))
