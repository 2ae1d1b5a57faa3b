"""«Запомнить здесь»: the key of a journal wrapped with a secret in the keyring of the system.

Only on the user's wish, only in a keyring that keeps secrets encrypted, and never where two
journals live under one computer account: «Учитель» is often one account for everybody, and whoever
sits down at it would open all of them.
"""

import secrets
from contextlib import suppress
from pathlib import Path

import keyring
from keyring.backend import KeyringBackend
from keyring.errors import KeyringError

from journal.errors import UserError
from journal.files import replace_file
from journal.keys import load_wraps, unlock_by_password, unlock_by_secret, wrap_by_secret
from journal.sealing import KEY_BYTES
from sync.places import Place, places_in

_SERVICE = "uchitelskaya"
_TRUSTED = (
    "keyring.backends.SecretService",
    "keyring.backends.libsecret",
    "keyring.backends.kwallet",
    "keyring.backends.Windows",
    "keyring.backends.macOS",
)
_NO_KEYRING = (
    "На этом компьютере нет защищённой связки ключей, поэтому вход не запоминается: "
    "входите с паролем."
)
_SEVERAL = (
    "Под этой учётной записью компьютера работают несколько сотрудников, поэтому вход "
    "не запоминается: каждый входит со своим паролем."
)


class Memory:
    """What a computer account remembers; ``backend`` is the keyring of the system."""

    def __init__(
        self,
        journals: Path,
        backend: KeyringBackend | None = None,
        trusted: tuple[str, ...] = _TRUSTED,
    ) -> None:
        self._journals = journals
        self._backend = backend
        self._trusted = trusted

    @property
    def refusal(self) -> str:
        """Why nothing can be remembered here, a sentence; "" when it can."""
        if len(list(places_in(self._journals))) > 1:
            return _SEVERAL
        return "" if self._is_safe(self._keyring()) else _NO_KEYRING

    def remember(self, place: Place, password: str) -> None:
        """Let the journal open without a password under this computer account.

        Raises:
            UserError: wrong password, no safe keyring, or several journals under this account.
        """
        if self.refusal:
            raise UserError(self.refusal)
        key, secret = unlock_by_password(load_wraps(place.wraps), password), _new_secret()
        try:
            self._keyring().set_password(_SERVICE, place.folder.name, secret.hex())
            replace_file(place.remembered, wrap_by_secret(key, secret))
        except (KeyringError, OSError) as fault:
            self.forget(place)
            raise UserError(
                "Вход не запомнен: связка ключей компьютера закрыта или не отвечает. "
                "Входите с паролем."
            ) from fault

    def remembers(self, place: Place) -> bool:
        """Tell at once whether the journal is remembered; with two journals here none is."""
        self.keep_rules()
        return place.remembered.exists()

    def recall(self, place: Place) -> bytes:
        """Return the key of a remembered journal.

        Raises:
            UserError: it is not remembered, or the keyring does not give the secret.
        """
        self.keep_rules()
        try:
            secret = self._keyring().get_password(_SERVICE, place.folder.name)
            wrapped = place.remembered.read_text(encoding="utf-8")
        except (KeyringError, OSError):
            secret = wrapped = None
        if not secret or wrapped is None:
            raise UserError("Запомненный вход больше не действует: введите пароль.")
        return unlock_by_secret(wrapped, bytes.fromhex(secret))

    def forget(self, place: Place) -> None:
        """Let the journal open with its password only."""
        with suppress(OSError):
            place.remembered.unlink(missing_ok=True)
        with suppress(KeyringError):
            self._keyring().delete_password(_SERVICE, place.folder.name)

    def keep_rules(self) -> None:
        """Forget everybody as soon as a second journal lives under this account."""
        places = list(places_in(self._journals))
        if len(places) > 1:
            for place in places:
                if place.remembered.exists():
                    self.forget(place)

    def _keyring(self) -> KeyringBackend:
        return self._backend or keyring.get_keyring()

    def _is_safe(self, backend: KeyringBackend) -> bool:
        """Tell whether a keyring encrypts; one that joins several must have a safe one in front."""
        inner = getattr(backend, "backends", None)
        if inner:
            return self._is_safe(next(iter(inner)))
        return type(backend).__module__.startswith(self._trusted)


def _new_secret() -> bytes:
    return secrets.token_bytes(KEY_BYTES)
