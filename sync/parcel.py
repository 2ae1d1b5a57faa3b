"""The parcel for transfer: signed batches in one file, sealed to the centre.

History of the format: 1 - first release.
A file is a header in clear - magic, format, hash of the school, id of the parcel - and a box that
only the centre opens, beside this very header. In the box are the packed ``Contents``. The header
keeps its form in all formats, so that a program may carry what it could not have sealed. Nothing
in clear names a person: the school's id is hashed, the id of a parcel is a hash of its contents.
"""

import hashlib
import struct
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from journal.sealing import (
    SEAL_BYTES,
    BrokenSeal,
    derived_private_key,
    open_sealed,
    public_half,
    seal_to,
)
from sync.protocol import BadMessage, Batch, Problem, Word, pack, unpack

PARCEL_PATH = "/v1/parcel"
FORMAT = 1
MAX_PARCEL_BYTES = 6 * 1024 * 1024
"""A file of this size still fits into a message to the centre."""

MAX_BATCHES, MAX_HEIRS = 256, 64
"""Anybody may bring a parcel, so it may not make more work than an honest one does."""

ENDING = ".uchp"
DAMAGED = "parcel_damaged"
"""The code of the refusal of a file that is not what was sealed."""

_MAGIC = b"UCHPARC\n"
_HEADER = struct.Struct(">8sH16s16s")
_PURPOSE = b"uchitelskaya parcel"
_KEY_PURPOSE = b"uchitelskaya parcel key"
_ID_BYTES = 16


class Heir(Word, frozen=True):
    """A station that a journal became without contact, named by one that it was before.

    Attributes:
        voucher: the station that the centre knows.
        signature: of the voucher over ``heir_part``; ``consent`` that of the heir.
    """

    public_key: bytes
    voucher: str
    signature: bytes
    consent: bytes


class Contents(Word, frozen=True):
    """What is in the box: batches as they would be pushed, of one station or several.

    ``heirs``: stations among them that the centre may not know yet.
    """

    batches: list[Batch]
    heirs: list[Heir] = msgspec.field(default_factory=list)


class SealedParcel(Word, frozen=True):
    """The bytes of a parcel on their way to the centre; any program with a connection sends them.

    No session is needed: the signatures of the stations inside admit the entries.
    """

    sealed: bytes


class ParcelPart(Word, frozen=True):
    """What became of one batch of a parcel, in numbers: whoever carries it may read no more.

    Attributes:
        new: how many entries the centre did not have before.
        accepted, waiting, refused: the verdicts of all of them, waiting for a person the second.
        problem: why nothing of it was taken; the entries are safe where they were written.
    """

    station: str
    first_seq: int
    last_seq: int
    new: int = 0
    accepted: int = 0
    waiting: int = 0
    refused: int = 0
    problem: Problem | None = None


class ParcelAnswer(Word, frozen=True):
    """The centre's receipt for a parcel; the receipts of its entries wait for their author.

    ``taken_ms``: when this parcel came for the first time.
    """

    parcel: bytes
    epoch: str
    taken_ms: int
    parts: list[ParcelPart]

    @property
    def new(self) -> int:
        """How many entries came with it and not before."""
        return sum(part.new for part in self.parts)

    @property
    def is_done(self) -> bool:
        """Tell whether sending it again can change nothing."""
        return all(part.problem is None for part in self.parts)


@dataclass(frozen=True, slots=True)
class Header:
    """The part of a parcel that everybody can read."""

    format: int
    school_hash: bytes
    parcel: bytes


@dataclass(frozen=True, slots=True)
class Packed:
    """A parcel before it is sealed: equal contents have an equal ``header``."""

    header: Header
    plain: bytes

    @property
    def sealed_size(self) -> int:
        """How many bytes the file will have."""
        return _HEADER.size + SEAL_BYTES + len(self.plain)


class NotAParcel(Exception):
    """The bytes are no parcel, or not the whole of one as it was sealed."""


class NewerParcel(Exception):
    """The parcel was sealed by a newer program."""


def school_hash(school: str) -> bytes:
    """Return what stands for a school in the header of its parcels."""
    return hashlib.sha256(b"uch-parcel-school" + school.encode()).digest()[:_ID_BYTES]


def private_parcel_key(seed: bytes) -> bytes:
    """Return the key that opens parcels, of the centre that signs with ``seed``."""
    return derived_private_key(seed, _KEY_PURPOSE)


def public_parcel_key(seed: bytes) -> bytes:
    """Return the key that stations seal parcels to."""
    return public_half(private_parcel_key(seed))


def heir_part(voucher: str, public_key: bytes) -> bytes:
    """Return what both stations sign when one becomes the other."""
    return b"uch-heir-1" + bytes.fromhex(voucher) + public_key


def pack_parcel(school: str, batches: Sequence[Batch], heirs: Sequence[Heir] = ()) -> Packed:
    """Return the batches as the contents of a parcel."""
    plain = pack(Contents(list(batches), list(heirs)))
    return Packed(Header(FORMAT, school_hash(school), _id_of(plain)), plain)


def seal_parcel(packed: Packed, parcel_key: bytes) -> bytes:
    """Return the bytes of the file; sealed twice they are never alike."""
    header = _header_bytes(packed.header)
    return header + seal_to(parcel_key, packed.plain, _PURPOSE, header)


def read_header(sealed: bytes) -> Header:
    """Return what a parcel tells about itself.

    Raises:
        NotAParcel: it does not begin like one.
    """
    if len(sealed) < _HEADER.size:
        raise NotAParcel("too short")
    magic, form, school, parcel = _HEADER.unpack(sealed[: _HEADER.size])
    if magic != _MAGIC:
        raise NotAParcel("another kind of file")
    return Header(form, school, parcel)


def open_parcel(sealed: bytes, private_key: bytes) -> Contents:
    """Return what is in a parcel.

    Raises:
        NewerParcel: the format is not known here.
        NotAParcel: not a byte of it may be another one than was sealed, and not one may miss.
    """
    header = read_header(sealed)
    if header.format > FORMAT:
        raise NewerParcel(str(header.format))
    bound, box = sealed[: _HEADER.size], sealed[_HEADER.size :]
    try:
        plain = open_sealed(private_key, box, _PURPOSE, bound)
        contents = unpack(plain, Contents)
    except (BrokenSeal, BadMessage) as fault:
        raise NotAParcel("it does not open") from fault
    if header.format < 1 or header.parcel != _id_of(plain):
        raise NotAParcel("the header is about something else")
    if len(contents.batches) > MAX_BATCHES or len(contents.heirs) > MAX_HEIRS:
        raise NotAParcel("more than any station puts into one")
    return contents


def parcel_in_words(answer: ParcelAnswer) -> str:
    """Return what became of a parcel: «Принято 12, ждёт решения 1, отклонено 0.»"""
    counts = [
        ("принято", sum(part.accepted for part in answer.parts)),
        ("ждёт решения", sum(part.waiting for part in answer.parts)),
        ("отклонено", sum(part.refused for part in answer.parts)),
    ]
    said = ", ".join(f"{word} {count}" for word, count in counts)
    already = "Этот пакет уже был принят. " if answer.new == 0 and answer.is_done else ""
    problems = dict.fromkeys(part.problem.words for part in answer.parts if part.problem)
    return " ".join([f"{already}{said[:1].upper()}{said[1:]}.", *problems])


def _header_bytes(header: Header) -> bytes:
    return _HEADER.pack(_MAGIC, header.format, header.school_hash, header.parcel)


def _id_of(plain: bytes) -> bytes:
    return hashlib.sha256(plain).digest()[:_ID_BYTES]
