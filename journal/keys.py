"""The key of a journal file and its wraps: by a password and to the school's recovery key."""

import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from journal.errors import UserError
from journal.files import replace_file

KEY_BYTES = 32
_FORMAT = 1
_NONCE_BYTES = 12
_PURPOSE = b"uchitelskaya journal key"


@dataclass(frozen=True, slots=True)
class PasswordCost:
    """How dear one guess of a password is: passes, memory in KiB, lanes (Argon2id)."""

    iterations: int = 3
    memory_kib: int = 65536
    lanes: int = 4


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
    sender = X25519PrivateKey.generate()
    shared = sender.exchange(X25519PublicKey.from_public_bytes(recovery_public))
    return Wraps(
        salt=salt.hex(),
        iterations=cost.iterations,
        memory_kib=cost.memory_kib,
        lanes=cost.lanes,
        password_box=_seal(_from_password(password, salt, cost), key).hex(),
        recovery_sender=_public_bytes(sender).hex(),
        recovery_box=_seal(_from_exchange(shared), key).hex(),
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
    private = X25519PrivateKey.from_private_bytes(recovery_private)
    sender = X25519PublicKey.from_public_bytes(bytes.fromhex(wraps.recovery_sender))
    try:
        return _open(_from_exchange(private.exchange(sender)), bytes.fromhex(wraps.recovery_box))
    except InvalidTag:
        raise UserError(
            "Этот журнал запечатан другим ключом восстановления. "
            "Возьмите файл ключа той школы, в которой журнал был создан."
        ) from None


def new_recovery_pair() -> tuple[bytes, bytes]:
    """Return (private, public) halves of a school's recovery key, 32 bytes each."""
    private = X25519PrivateKey.generate()
    raw = private.private_bytes(
        serialization.Encoding.Raw, serialization.PrivateFormat.Raw, serialization.NoEncryption()
    )
    return raw, _public_bytes(private)


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


def _from_exchange(shared: bytes) -> bytes:
    return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=_PURPOSE).derive(shared)


def _seal(key: bytes, secret: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, secret, _PURPOSE)


def _open(key: bytes, box: bytes) -> bytes:
    return AESGCM(key).decrypt(box[:_NONCE_BYTES], box[_NONCE_BYTES:], _PURPOSE)


def _public_bytes(private: X25519PrivateKey) -> bytes:
    return private.public_key().public_bytes(
        serialization.Encoding.Raw, serialization.PublicFormat.Raw
    )
