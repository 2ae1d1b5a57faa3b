"""Where a journal lives: a copied or restored file becomes a new station before its first write.

Two files that go on as one station would fork its chain. So the journal holds a random token, and a
register in another folder of the same computer account holds the token too, with the computer and
the number that the file system gave to the file. Every opening and every closing puts a fresh token
into both. Then

- a file on another computer or in another account finds no register, or one of another computer;
- a copy beside its original, and a whole account brought back from a backup, has another number;
- a file, or its whole folder, brought back over a newer one has an old token.

A restart, an update of the program, a folder or an account that was renamed change none of the
three. What they cannot tell (the whole disk brought back) the centre tells by the fork.
"""

import hashlib
import json
import platform
import secrets
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal.errors import UserError
from journal.files import replace_file
from journal.store import Store
from journal.tables import DeskRow, HomeRow
from sync.outbox import become_new_station

_MACHINE_ID = Path("/etc/machine-id")


@dataclass(frozen=True, slots=True)
class Residence:
    """What the register says; a second token stands there while it is put into the journal."""

    computer: str
    file: int
    tokens: list[str]


class Home:
    """The home of one journal file: ``file`` is the journal, ``register`` what lies elsewhere."""

    def __init__(self, store: Store, file: Path, register: Path) -> None:
        self._store = store
        self._file = file
        self._register = register

    def enter(self) -> bool:
        """See whether the file is at home, and make the journal a new station where it is not.

        Returns:
            ``True``: the file was copied or restored, and the journal is a new station now.

        Raises:
            UserError: it cannot be made one, so nothing may be written in it.
        """
        try:
            with self._store.reading() as session:
                is_at_home = self._is_at_home(session)
            if is_at_home:
                with suppress(UserError, OSError):  # a full disk must not shut the journal
                    self._renew()
                return False
            self._renew(moved=True)
        except OSError as fault:
            raise UserError(
                "Файл журнала скопирован или восстановлен, а отметить это на диске нельзя. "
                "Освободите место, снимите с папки журналов защиту от записи и войдите снова; "
                "записи целы."
            ) from fault
        return True

    def leave(self) -> None:
        """Put a fresh token into journal and register, so that earlier copies are known as such."""
        with suppress(UserError, OSError):
            self._renew()

    def _is_at_home(self, session: Session) -> bool:
        row = session.scalars(select(HomeRow)).one_or_none()
        known = self._read()
        if row is None:
            # made by a program that knew no homes, or just now
            return not self._register.exists()
        return (
            known is not None
            and row.token in known.tokens
            and known.computer == computer()
            and known.file == self._file.stat().st_ino
        )

    def _renew(self, *, moved: bool = False) -> None:
        token = secrets.token_hex(16)
        with self._store.writing() as session:
            row = session.scalars(select(HomeRow)).one_or_none()
            if row is None:
                school = session.scalars(select(DeskRow.school)).one()
                row = HomeRow(school=school, token=token)
                session.add(row)
            if moved:
                become_new_station(session)
            self._write([row.token, token])
            row.token = token
        # under the lock again: another process may have put its own token there meanwhile
        with self._store.writing() as session:
            self._write([session.scalars(select(HomeRow.token)).one()])

    def _read(self) -> Residence | None:
        try:
            return Residence(**json.loads(self._register.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def _write(self, tokens: list[str]) -> None:
        self._register.parent.mkdir(parents=True, exist_ok=True)
        residence = Residence(computer(), self._file.stat().st_ino, tokens)
        replace_file(self._register, json.dumps(asdict(residence)))


def uproot(session: Session) -> None:
    """Make a journal strange everywhere: wherever it is opened next, it becomes a new station."""
    school = session.scalars(select(DeskRow.school)).one()
    session.merge(HomeRow(school=school, token=secrets.token_hex(16)))


def computer() -> str:
    """Return what tells this computer from others; nobody can read from it which one it is."""
    return hashlib.sha256(f"uchitelskaya computer\x1f{_machine_id()}".encode()).hexdigest()[:32]


def _machine_id() -> str:
    """Return the id that the system gave to its installation, else the name of the computer."""
    if sys.platform == "win32":
        import winreg

        with (
            suppress(OSError),
            winreg.OpenKey(
                winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography"
            ) as cryptography,
        ):
            return str(winreg.QueryValueEx(cryptography, "MachineGuid")[0])
    with suppress(OSError):
        return _MACHINE_ID.read_text(encoding="ascii").strip()
    return platform.node()
