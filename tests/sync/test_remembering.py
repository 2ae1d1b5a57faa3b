"""«Запомнить здесь»: only on wish, only in a safe keyring, only for the one user of an account."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.errors import KeyringLocked, PasswordDeleteError

from journal.errors import UserError
from sync.places import Place
from sync.remembering import Memory
from tests.journal.desks import KEY
from tests.sync.centre import PASSWORD
from tests.sync.lone import lone_journal

ROOT = Path(__file__).parents[2]


class SafeKeyring(KeyringBackend):
    """A keyring that keeps secrets in the memory of the test."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}
        self.is_locked = False

    def get_password(self, service: str, username: str) -> str | None:
        self._open()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._open()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._open()
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError

    def _open(self) -> None:
        if self.is_locked:
            raise KeyringLocked


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return lone_journal(tmp_path / "journals")


@pytest.fixture
def safe() -> SafeKeyring:
    return SafeKeyring()


@pytest.fixture
def memory(place: Place, safe: SafeKeyring) -> Memory:
    return Memory(place.folder.parent, safe, trusted=(SafeKeyring.__module__,))


def test_a_remembered_journal_opens_without_a_password(
    place: Place, memory: Memory, safe: SafeKeyring
) -> None:
    assert not memory.remembers(place)
    memory.remember(place, PASSWORD)
    assert memory.remembers(place)
    assert memory.recall(place) == KEY
    kept = "".join(safe.kept.values()) + (place.folder / "journal.remembered").read_text()
    assert KEY.hex() not in kept


def test_only_the_right_password_is_remembered(place: Place, memory: Memory) -> None:
    with pytest.raises(UserError, match="не подошёл"):
        memory.remember(place, "не тот")
    assert not memory.remembers(place)


def test_what_is_forgotten_leaves_no_trace(place: Place, memory: Memory, safe: SafeKeyring) -> None:
    memory.remember(place, PASSWORD)
    memory.forget(place)
    assert not memory.remembers(place)
    assert safe.kept == {}
    with pytest.raises(UserError, match="введите пароль"):
        memory.recall(place)
    memory.forget(place)


def test_two_journals_of_one_account_are_not_remembered(
    place: Place, memory: Memory, safe: SafeKeyring
) -> None:
    memory.remember(place, PASSWORD)
    other = lone_journal(place.folder.parent, "orlova")
    assert not memory.remembers(place)
    assert safe.kept == {}
    with pytest.raises(UserError, match="несколько сотрудников"):
        memory.remember(other, PASSWORD)


@pytest.mark.parametrize("backend", [null.Keyring, fail.Keyring], ids=["null", "none"])
def test_a_keyring_that_does_not_encrypt_is_refused(
    place: Place, backend: Callable[[], KeyringBackend]
) -> None:
    memory = Memory(place.folder.parent, backend())
    assert "нет защищённой связки ключей" in memory.refusal
    with pytest.raises(UserError, match="нет защищённой связки ключей"):
        memory.remember(place, PASSWORD)


def test_a_backend_that_nobody_has_vouched_for_is_refused(place: Place, safe: SafeKeyring) -> None:
    assert Memory(place.folder.parent, safe).refusal != ""


def test_a_locked_keyring_asks_for_the_password(
    place: Place, memory: Memory, safe: SafeKeyring
) -> None:
    memory.remember(place, PASSWORD)
    safe.is_locked = True
    with pytest.raises(UserError, match="введите пароль"):
        memory.recall(place)
    with pytest.raises(UserError, match="Вход не запомнен"):
        memory.remember(place, PASSWORD)
    assert not memory.remembers(place)


def test_a_wrap_from_another_computer_does_not_open(
    place: Place, memory: Memory, safe: SafeKeyring
) -> None:
    memory.remember(place, PASSWORD)
    safe.kept = dict.fromkeys(safe.kept, "00" * 32)
    with pytest.raises(UserError, match="больше не действует"):
        memory.recall(place)


SESSION = """
printf pw | gnome-keyring-daemon --foreground --unlock --components=secrets >/dev/null 2>&1 &
daemon=$!
for turn in $(seq 50); do
  dbus-send --session --print-reply --dest=org.freedesktop.DBus / \
    org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets 2>/dev/null \
    | grep -q 'boolean true' && break
  sleep 0.1
done
"$0" -m tests.sync.secret_service "$1"
kill $daemon
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the keyring of a Linux desktop")
def test_the_keyring_of_a_real_desktop_keeps_the_secret(tmp_path: Path) -> None:
    command = ["dbus-run-session", "--", "sh", "-c", SESSION, sys.executable, str(tmp_path / "j")]
    home = {**os.environ, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")}
    ended = subprocess.run(
        command, capture_output=True, text=True, timeout=60, env=home, cwd=ROOT, check=False
    )
    assert "remembered and forgotten" in ended.stdout, ended.stderr
