"""The key of a journal file and its wraps: by a password and to the school's recovery key."""

import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from journal.errors import UserError
from journal.files import replace_file
from journal.sealing import (
    KEY_BYTES,
    NONCE_BYTES,
    BrokenSeal,
    new_private_key,
    open_sealed,
    public_half,
    seal_to,
)

_FORMAT = 1
_PURPOSE = b"uchitelskaya journal key"


@dataclass(frozen=True, slots=True)
class PasswordCost:
    """How dear one guess of a password is: passes, memory in KiB, lanes (Argon2id).

    One lane: for several OpenSSL starts threads of its own, and two such derivations at once in one
    process fail for want of them, or wait for each other for ever.
    """

    iterations: int = 3
    memory_kib: int = 65536
    lanes: int = 1


@dataclass(frozen=True, slots=True)
class Wraps:
    """What lies beside a journal file; all values are hexadecimal text.

    ``recovery_*`` is the same key sealed to the school's recovery public key (X25519), so that a
    forgotten password does not imprison entries.
    """

    salt: str
    iterations: int
    memory_kib: int
    lanes: int
    password_box: str
    recovery_sender: str
    recovery_box: str


def new_key() -> bytes:
    """Return a random key for a journal file."""
    return secrets.token_bytes(KEY_BYTES)


def wrap_key(
    key: bytes, password: str, recovery_public: bytes, cost: PasswordCost | None = None
) -> Wraps:
    """Wrap ``key`` for the owner of ``password`` and for the holder of the recovery key."""
    cost = cost or PasswordCost()
    salt = secrets.token_bytes(16)
    box = seal_to(recovery_public, key, _PURPOSE, _PURPOSE)
    return Wraps(
        salt=salt.hex(),
        iterations=cost.iterations,
        memory_kib=cost.memory_kib,
        lanes=cost.lanes,
        password_box=_seal(_from_password(password, salt, cost), key).hex(),
        recovery_sender=box[:KEY_BYTES].hex(),
        recovery_box=box[KEY_BYTES:].hex(),
    )


def unlock_by_password(wraps: Wraps, password: str) -> bytes:
    """Return the key of the journal.

    Raises:
        UserError: the password is wrong.
    """
    cost = PasswordCost(wraps.iterations, wraps.memory_kib, wraps.lanes)
    opener = _from_password(password, bytes.fromhex(wraps.salt), cost)
    try:
        return _open(opener, bytes.fromhex(wraps.password_box))
    except InvalidTag:
        raise UserError(
            "Пароль не подошёл. Проверьте раскладку клавиатуры и Caps Lock и введите его ещё раз."
        ) from None


def unlock_by_recovery(wraps: Wraps, recovery_private: bytes) -> bytes:
    """Return the key of the journal, opened with the private half of the school's recovery key.

    Raises:
        UserError: the journal was sealed to another school's recovery key.
    """
    box = bytes.fromhex(wraps.recovery_sender + wraps.recovery_box)
    try:
        return open_sealed(recovery_private, box, _PURPOSE, _PURPOSE)
    except BrokenSeal:
        raise UserError(
            "Этот журнал запечатан другим ключом восстановления. "
            "Возьмите файл ключа той школы, в которой журнал был создан."
        ) from None


def wrap_by_secret(key: bytes, secret: bytes) -> str:
    """Return ``key`` wrapped with a random secret of ``KEY_BYTES`` that is kept elsewhere."""
    return json.dumps({"format": _FORMAT, "box": _seal(secret, key).hex()})


def unlock_by_secret(wrapped: str, secret: bytes) -> bytes:
    """Return the key of the journal.

    Raises:
        UserError: another secret, or the text is no such wrap.
    """
    try:
        return _open(secret, bytes.fromhex(json.loads(wrapped)["box"]))
    except (InvalidTag, ValueError, KeyError, TypeError):
        raise UserError(
            "Запомненный вход больше не действует: введите пароль и запомните вход заново."
        ) from None


def new_recovery_pair() -> tuple[bytes, bytes]:
    """Return (private, public) halves of a school's recovery key, 32 bytes each."""
    private = new_private_key()
    return private, public_half(private)


def seal_with_password(secret: bytes, password: str) -> str:
    """Return ``secret`` as a text that only ``password`` opens; the recovery key is kept so."""
    salt, cost = secrets.token_bytes(16), PasswordCost()
    box = _seal(_from_password(password, salt, cost), secret)
    return json.dumps({"format": _FORMAT, "salt": salt.hex(), "box": box.hex(), **asdict(cost)})


def open_with_password(sealed: str, password: str) -> bytes:
    """Return what ``seal_with_password`` sealed.

    Raises:
        UserError: wrong password, or the text is not such a seal.
    """
    try:
        parts = json.loads(sealed)
        cost = PasswordCost(parts["iterations"], parts["memory_kib"], parts["lanes"])
        opener = _from_password(password, bytes.fromhex(parts["salt"]), cost)
        return _open(opener, bytes.fromhex(parts["box"]))
    except InvalidTag:
        raise UserError("Пароль файла ключа не подошёл. Введите его ещё раз.") from None
    except (ValueError, KeyError, TypeError):
        raise UserError(
            "Это не файл ключа восстановления, или он повреждён. Возьмите его копию."
        ) from None


def save_wraps(path: Path, wraps: Wraps) -> None:
    """Write the wraps so that a crash leaves either the old file or the new one."""
    replace_file(path, json.dumps({"format": _FORMAT, **asdict(wraps)}))


def load_wraps(path: Path) -> Wraps:
    """Read the wraps of a journal.

    Raises:
        UserError: the file is missing, damaged or from a newer program.
    """
    try:
        parts = json.loads(path.read_text(encoding="ascii"))
        if parts.pop("format") > _FORMAT:
            raise UserError(
                "Ключ журнала записан более новой версией программы. Обновите программу."
            )
        return Wraps(**parts)
    except FileNotFoundError:
        raise UserError(
            "На этом компьютере нет вашего журнала. "
            "Для первого входа нужна связь с центральным сервером."
        ) from None
    except (ValueError, KeyError, TypeError):
        raise UserError(
            "Файл ключа журнала повреждён. Записи целы; "
            "попросите администратора открыть журнал ключом восстановления школы."
        ) from None


def _from_password(password: str, salt: bytes, cost: PasswordCost) -> bytes:
    return Argon2id(
        salt=salt,
        length=KEY_BYTES,
        iterations=cost.iterations,
        lanes=cost.lanes,
        memory_cost=cost.memory_kib,
    ).derive(password.encode())


def _seal(key: bytes, secret: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, secret, _PURPOSE)


def _open(key: bytes, box: bytes) -> bytes:
    return AESGCM(key).decrypt(box[:NONCE_BYTES], box[NONCE_BYTES:], _PURPOSE)
