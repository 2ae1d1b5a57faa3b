"""The entry: one line of the append-only log, and the digests that chain the lines of a station."""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta, timezone

import msgspec

SALT_BYTES = 16
MAX_VALUE_BYTES = 32 * 1024
_TAG = b"uch1"
_packer = msgspec.msgpack.Encoder()


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What a person wrote on a station; never changed after it was written.

    Attributes:
        seq: gapless number of the entry on its station, from 1.
        prev: digest of the station's entry before this one; for the first, ``chain_start``.
        key: natural key of the fact; ids only, see ``kinds``.
        value: the encoded value; ``None`` together with ``salt`` once it was redacted.
        value_hash: SHA-256 over salt and value; digests cover this, so redaction breaks no chain.
        base: id of the entry that stood in this key when the author wrote.
        seen_epoch, seen_number: up to which the centre's history was known to the station.
        wall_ms, zone_min, boot_ms, boot_id: the clocks of the computer, see ``clock.Reading``.
        offset_ms: last measured difference "centre minus station", if one was ever measured.
    """

    id: str
    station: str
    seq: int
    prev: bytes
    kind: str
    version: int
    key: str
    value: bytes | None
    salt: bytes | None
    value_hash: bytes
    base: str | None
    seen_epoch: str
    seen_number: int
    author: str
    profile_version: int
    lesson_date: date | None
    work_date: date | None
    paper_date: date | None
    wall_ms: int
    zone_min: int
    boot_ms: int
    boot_id: str
    offset_ms: int | None

    @property
    def recorded_at(self) -> datetime:
        """The wall clock of the station at the moment of writing, in the station's zone."""
        zone = timezone(timedelta(minutes=self.zone_min))
        return datetime.fromtimestamp(self.wall_ms / 1000, zone)

    def digest(self) -> bytes:
        """Return the SHA-256 that names this entry and, through ``prev``, all before it."""
        return hashlib.sha256(
            _TAG
            + _packer.encode(
                (
                    self.id,
                    self.station,
                    self.seq,
                    self.prev,
                    self.kind,
                    self.version,
                    self.key,
                    self.value_hash,
                    self.base,
                    self.seen_epoch,
                    self.seen_number,
                    self.author,
                    self.profile_version,
                    self.lesson_date,
                    self.work_date,
                    self.paper_date,
                    self.wall_ms,
                    self.zone_min,
                    self.boot_ms,
                    self.boot_id,
                    self.offset_ms,
                )
            )
        ).digest()


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What the centre answered to an entry; it never changes afterwards.

    A restore of the centre may give the entry another place in the log, never another verdict.

    Attributes:
        epoch, number: the centre's history, and the gapless number of the entry in it.
        verdict: "accepted", "merged", "contested", "held" or "refused".
        reason: Russian words for the verdict; empty when there is nothing to explain.
        target: id of the equal entry, for "merged" only.
        late: accepted, but past its due time («с опозданием»).
        accepted_ms: receipt time by the centre's clock.
        judged_epoch, judged_number: where the verdict was given, if that was in an older history
            of the centre; see ``judged``.
    """

    epoch: str
    number: int
    verdict: str
    reason: str = ""
    target: str | None = None
    late: bool = False
    accepted_ms: int = 0
    judged_epoch: str | None = None
    judged_number: int | None = None

    @property
    def judged(self) -> tuple[str, int]:
        """History and number of the verdict: the part of a place that no restore changes."""
        return self.judged_epoch or self.epoch, self.judged_number or self.number


def station_id(public_key: bytes) -> str:
    """Return the name of a station: the first half of the SHA-256 of its Ed25519 public key."""
    return hashlib.sha256(public_key).hexdigest()[:32]


def chain_start(station: str) -> bytes:
    """Return what the first entry of a station has in ``prev``."""
    return hashlib.sha256(_TAG + bytes.fromhex(station)).digest()


def new_salt() -> bytes:
    """Return a salt; without it nobody can guess a value from its hash."""
    return secrets.token_bytes(SALT_BYTES)


def hash_value(salt: bytes, value: bytes) -> bytes:
    """Return what digests cover instead of the value itself."""
    return hashlib.sha256(salt + value).digest()


def is_chained(entries: Sequence[Entry], prev: bytes) -> bool:
    """Tell whether ``entries`` follow each other without a gap, the first after ``prev``."""
    for entry, expected in zip(entries, _expected(entries, prev), strict=True):
        if entry.prev != expected:
            return False
    seqs = [entry.seq for entry in entries]
    return seqs == list(range(seqs[0], seqs[0] + len(seqs))) if seqs else True


def running_head(head: bytes, number: int, digest: bytes, verdict: str, reason: str) -> bytes:
    """Return the digest of a scope after one more of its rows; both sides compute it alike."""
    words = f"{verdict}\x1f{reason}".encode()
    return hashlib.sha256(head + number.to_bytes(8, "big") + digest + words).digest()


SCOPE_START = bytes(32)


def _expected(entries: Iterable[Entry], prev: bytes) -> Iterable[bytes]:
    for entry in entries:
        yield prev
        prev = entry.digest()
