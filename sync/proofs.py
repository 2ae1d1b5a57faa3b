"""Receipts that prove themselves, and the words in which lost entries are offered back.

Every answer with receipts carries one signature of the centre over all of them. Whoever holds the
entries and the signature can show a centre that was restored from an older copy what it once said,
however many restores lie between. Source: sync description, s. 2 and 3.
"""

import hashlib
from collections.abc import Iterable

import msgspec

from journal.entries import Receipt
from journal.signing import is_signed, sign
from sync.protocol import WireEntry, Word

LACKING_PATH = "/v1/lacking"
OFFER_PATH = "/v1/offer"
ASK_AT_ONCE = 5000
LINE_BYTES = 32

_packer = msgspec.msgpack.Encoder()
_TAG = b"uch-proof-1"
_OFFER_TAG = b"uch-offer-1"


class Lacking(Word, frozen=True):
    """Which of these entries does the centre not have? Asked by nobody in particular.

    With no ``ids`` it asks for the centre's history alone.
    """

    school: str
    ids: list[bytes]


class Lacked(Word, frozen=True):
    """What the centre does not have; ``waiting`` it has, but they wait for what they name.

    ``orphans``: of those waiting, the ones for which the recovery window is over.
    """

    epoch: str
    ids: list[bytes]
    waiting: list[bytes]
    orphans: list[bytes]


class Proof(Word, frozen=True):
    """The receipts of one answer as the centre signed them: ``LINE_BYTES`` for each."""

    lines: bytes
    signature: bytes


class OfferedEntry(Word, frozen=True):
    """An entry with the receipt that it once got.

    ``proof``: place of its proof in the offer, ``None`` when there is none.
    """

    entry: WireEntry
    station: str
    seq: int
    prev: bytes
    epoch: str
    number: int
    verdict: str
    reason: str
    target: bytes | None
    late: bool
    accepted_ms: int
    proof: int | None


class Offer(Word, frozen=True):
    """Entries that the centre has lost, in the order in which they were judged.

    A proof admits its entry, whoever brings it; the station's signature admits what is told
    without one, for the administrator's list.

    Attributes:
        entries: each still encoded, so that a broken one spoils nobody else.
    """

    school: str
    station: str
    entries: list[msgspec.Raw]
    proofs: list[Proof]
    signature: bytes


class Offered(Word, frozen=True):
    """What became of an offer; what is in neither list stands in the log now."""

    epoch: str
    waiting: list[bytes]
    orphans: list[bytes]


def proof_line(digest: bytes, receipt: Receipt) -> bytes:
    """Return what stands for one receipt of the entry with this digest."""
    words = (
        digest,
        *receipt.judged,
        receipt.verdict,
        receipt.reason,
        receipt.target,
        receipt.late,
        receipt.accepted_ms,
    )
    return hashlib.sha256(_packer.encode(words)).digest()


def prove(seed: bytes, school: str, lines: Iterable[bytes]) -> bytes:
    """Return the centre's signature over receipts; empty when there are none."""
    joined = b"".join(lines)
    return sign(seed, _signed(school, joined)) if joined else b""


def is_proven(centre_key: bytes, school: str, lines: bytes, signature: bytes) -> bool:
    """Tell whether the centre has signed these receipts."""
    return is_signed(centre_key, signature, _signed(school, lines))


def offer_part(school: str, station: str, raws: Iterable[bytes]) -> bytes:
    """Return what a station signs under an offer."""
    content = hashlib.sha256(b"".join(raws)).digest()
    return _OFFER_TAG + f"{school}|{station}|".encode() + content


def _signed(school: str, lines: bytes) -> bytes:
    return _TAG + school.encode() + hashlib.sha256(lines).digest()
