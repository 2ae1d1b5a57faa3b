"""A forgotten password: the school's recovery key opens the journal and sets a new one."""

from pathlib import Path

from sqlalchemy import select

from journal.errors import UserError
from journal.keys import (
    PasswordCost,
    load_wraps,
    open_with_password,
    save_wraps,
    unlock_by_recovery,
    wrap_key,
)
from journal.store import open_journal
from journal.tables import DeskRow
from sync.places import place_of

SHORTEST = 8
"""Letters of a password at least."""


def recover(
    journals: Path,
    login: str,
    recovery_file: Path,
    file_password: str,
    new_password: str,
    cost: PasswordCost | None = None,
) -> None:
    """Set a new password of the journal of ``login`` on this computer; its account is another one.

    Raises:
        UserError: no journal here, not the school's recovery file or not its password, a password
            that is too short; the old password stays then.
    """
    place = place_of(journals, login)
    if not place.is_taken:
        raise UserError("На этом компьютере нет журнала с таким логином. Проверьте логин.")
    check_new(new_password)
    try:
        sealed = recovery_file.read_text(encoding="utf-8")
    except (OSError, ValueError) as fault:
        raise UserError(
            "Файл ключа восстановления не читается. Вставьте носитель, на котором он лежит, "
            "и выберите файл ещё раз."
        ) from fault
    key = unlock_by_recovery(load_wraps(place.wraps), open_with_password(sealed, file_password))
    store = open_journal(place.journal, key)
    try:
        with store.reading() as session:
            recovery_key = session.scalars(select(DeskRow.recovery_key)).one()
    finally:
        store.close()
    save_wraps(place.wraps, wrap_key(key, new_password, recovery_key, cost))


def check_new(password: str) -> None:
    """Raise the ``UserError`` that says why this cannot become a password."""
    if len(password) < SHORTEST:
        raise UserError(f"Пароль короток: нужно не меньше {SHORTEST} знаков.")
