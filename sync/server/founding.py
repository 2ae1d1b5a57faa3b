"""The command ``init``: a new school with its first administrator and its recovery key."""

import os
from dataclasses import dataclass
from pathlib import Path

from journal import values
from journal.clock import Clock, Reading, to_ms
from journal.errors import UserError
from journal.ids import staff_id
from journal.keys import new_recovery_pair, seal_with_password
from journal.kinds import make_key
from journal.log import Draft
from journal.profile import Shipped, parse_profile, profile_text
from journal.store import Store
from sync.server.accounts import add_account
from sync.server.counting import read_counter
from sync.server.desk import found_school, write
from sync.server.passwords import MIN_LENGTH, Passwords


@dataclass(frozen=True, slots=True)
class NewSchool:
    """What the administrator says about the school.

    ``admin_name``: surname, name and patronymic; ``profile``: the local act to start from.
    """

    full_name: str
    short_name: str
    municipality: str
    admin_login: str
    admin_name: str
    profile: Shipped = "general"


@dataclass(frozen=True, slots=True)
class Founded:
    """A school that was just made."""

    school: str
    epoch: str


def found(
    store: Store,
    clock: Clock,
    passwords: Passwords,
    wish: NewSchool,
    admin_password: str,
    recovery_file: Path,
    recovery_password: str,
) -> Founded:
    """Make the school; the private half of the recovery key goes into the file and nowhere else.

    Raises:
        UserError: the login is taken, the file exists or cannot be written, a password is too
            short. Nothing is left behind then.
    """
    hashed = passwords.hash(admin_password)
    if len(recovery_password) < MIN_LENGTH:
        raise UserError(f"Пароль файла ключа короче {MIN_LENGTH} знаков. Придумайте длиннее.")
    private, public = new_recovery_pair()
    _write_new(recovery_file, seal_with_password(private, recovery_password))
    try:
        return _make_school(store, clock.read(), wish, hashed, public)
    except BaseException:
        recovery_file.unlink(missing_ok=True)
        raise


def _make_school(
    store: Store, reading: Reading, wish: NewSchool, password: str, recovery_key: bytes
) -> Founded:
    with store.writing() as session:
        school = found_school(session, recovery_key)
        admin = staff_id(school, wish.admin_login)
        write(session, school, admin, _first_drafts(wish, admin), reading)
        add_account(session, school, admin, wish.admin_login, password, to_ms(reading.wall))
        return Founded(school, read_counter(session, school).epoch)


def _first_drafts(wish: NewSchool, admin: str) -> list[Draft]:
    surname, name, patronymic = [*wish.admin_name.split(maxsplit=2), "", "", ""][:3]
    text = profile_text(wish.profile)
    return [
        Draft(
            "school.set",
            make_key("school.set", ""),
            values.School(wish.short_name, wish.full_name, wish.municipality),
        ),
        Draft(
            "profile.set",
            make_key("profile.set", ""),
            values.Profile(parse_profile(text).version, text),
        ),
        Draft(
            "staff.set",
            make_key("staff.set", "", admin),
            values.Staff(
                surname,
                name,
                patronymic,
                ("administrator",),
                "Администратор",
                wish.admin_login.strip(),
            ),
        ),
    ]


def _write_new(file: Path, text: str) -> None:
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise UserError(
            f"Файл {file} уже есть, он не изменён. Назовите другой файл ключа восстановления."
        ) from None
    except OSError as fault:
        raise UserError(
            f"Файл {file} не записать: {fault.strerror}. Назовите другую папку для файла ключа."
        ) from fault
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
