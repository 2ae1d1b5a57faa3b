"""Sealing bytes to the holder of a private key: X25519, HKDF, AES-GCM."""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
NONCE_BYTES = 12
SEAL_BYTES = KEY_BYTES + NONCE_BYTES + 16
"""By how much a box is longer than what is in it."""


class BrokenSeal(Exception):
    """The box was sealed to another key, for another purpose, or is not whole."""


def new_private_key() -> bytes:
    """Return a random private key, 32 bytes."""
    return X25519PrivateKey.generate().private_bytes(
        serialization.Encoding.Raw, serialization.PrivateFormat.Raw, serialization.NoEncryption()
    )


def derived_private_key(seed: bytes, purpose: bytes) -> bytes:
    """Return the private key that belongs to the owner of a signing key for one ``purpose``.

    Whoever has the seed has this key too, so nothing more has to be kept or carried in a backup.
    """
    return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=purpose).derive(seed)


def public_half(private: bytes) -> bytes:
    """Return the public half of a private key, 32 bytes."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def seal_to(public: bytes, secret: bytes, purpose: bytes, bound: bytes) -> bytes:
    """Return ``secret`` in a box that only the private half of ``public`` opens.

    ``bound`` is not in the box, but the box opens only beside the very same bytes.
    """
    sender = new_private_key()
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(_shared_key(sender, public, purpose)).encrypt(nonce, secret, bound)
    return public_half(sender) + nonce + sealed


def open_sealed(private: bytes, box: bytes, purpose: bytes, bound: bytes) -> bytes:
    """Return what ``seal_to`` put into the box.

    Raises:
        BrokenSeal: it does not open.
    """
    sender, rest = box[:KEY_BYTES], box[KEY_BYTES:]
    if box[KEY_BYTES - 1 : KEY_BYTES] >= b"\x80":
        # the arithmetic ignores this bit, so two boxes with one content would pass
        raise BrokenSeal("the sender's key is not as it was made")
    try:
        opener = AESGCM(_shared_key(private, sender, purpose))
        return opener.decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], bound)
    except (InvalidTag, ValueError) as fault:
        # ValueError: a box that was cut short, or a key on which no secret can be agreed
        raise BrokenSeal("the box does not open") from fault


def _shared_key(private: bytes, public: bytes, purpose: bytes) -> bytes:
    shared = X25519PrivateKey.from_private_bytes(private).exchange(
        X25519PublicKey.from_public_bytes(public)
    )
    return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=purpose).derive(shared)
