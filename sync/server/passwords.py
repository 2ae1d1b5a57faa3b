"""Passwords at the centre: Argon2id hashes, and patience against guessing."""

import secrets
from functools import cached_property

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from journal.errors import UserError
from journal.keys import PasswordCost

MIN_LENGTH = 8
_SALT_BYTES = 16
_HASH_BYTES = 32
# no letters and digits that look alike on paper
_ALPHABET = "abcdefghkmnpqrstuvwxyz23456789"
_INITIAL_LENGTH = 10


class Passwords:
    """Hashes and checks passwords; ``cost`` is how dear one guess is (a check costs the same)."""

    def __init__(self, cost: PasswordCost | None = None) -> None:
        self._cost = cost or PasswordCost()

    def hash(self, password: str) -> str:
        """Return the PHC text of ``password``.

        Raises:
            UserError: it is too short.
        """
        if len(password) < MIN_LENGTH:
            raise UserError(
                f"Пароль короче {MIN_LENGTH} знаков. Придумайте длиннее и повторите команду."
            )
        return self._derive(password)

    def is_right(self, password: str, hashed: str | None) -> bool:
        """Tell whether ``password`` is the one; without an account the check takes as long."""
        try:
            Argon2id.verify_phc_encoded(password.encode(), hashed or self._nobodys)
        except InvalidKey:
            return False
        return hashed is not None

    @cached_property
    def _nobodys(self) -> str:
        return self._derive(secrets.token_hex())

    def _derive(self, password: str) -> str:
        return Argon2id(
            salt=secrets.token_bytes(_SALT_BYTES),
            length=_HASH_BYTES,
            iterations=self._cost.iterations,
            lanes=self._cost.lanes,
            memory_cost=self._cost.memory_kib,
        ).derive_phc_encoded(password.encode())


def initial_password() -> str:
    """Return a random password that can be read out and copied from paper."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_INITIAL_LENGTH))
