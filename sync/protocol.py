"""The words that station and centre share.

Bodies are msgpack, compressed with zstd in both directions; structures are arrays, so a field may
only be appended with a default. Who does not know a field passes over it, and what is missing has
its default: so neighbouring releases understand each other without asking.

Each side says its version in ``uch-protocol`` (without it: 1). Who is older than ``OLDEST`` of the
other is told in plain words to be upgraded, and pulls nothing until then; entries, parcels and
what a restored centre lacks may always be sent.

History of the version:
1 - first release.
2 - ``SignIn.station``, ``Session.parcel_key``; ``PullRequest.station``, ``PullAnswer.parcel_key``,
    ``stations`` and ``proof``, ``PulledEntry.judged_epoch`` and ``judged_number``;
    ``PushAnswer.proof``, ``Exceptional.judged_epoch`` and ``judged_number``; the questions for a
    password, for a parcel and for what a restored centre lacks; the headers ``uch-centre`` and
    ``uch-protocol``.

A question names the centre that it is for: ``uch-centre`` has the public key of the school there,
because one server may be the centre of several.
A session is named by ``Authorization: Bearer <token>`` (enrolling, pulling); a push needs none.
Every answer of any status carries the centre's time (milliseconds) and its Ed25519 signature
(hexadecimal) over ``answer_digest``; any status but 200 has a ``Problem`` in its body, only a gap
(409) a ``PushAnswer``.
"""

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import TypeVar

import msgspec
import zstandard

from journal.entries import Receipt

PROTOCOL = 2
OLDEST = 1
"""The oldest version of the other side with which this program still exchanges everything."""
MAX_ENTRIES = 500
MAX_BATCH_BYTES = 256 * 1024
PULL_ENTRIES = 1000
MAX_BODY_BYTES = 8 * 1024 * 1024
CONTENT_TYPE = "application/x-uchitelskaya"
NONCE_HEADER = "uch-nonce"
PROTOCOL_HEADER = "uch-protocol"
CENTRE_HEADER = "uch-centre"
TIME_HEADER = "uch-time"
SIGNATURE_HEADER = "uch-signature"

HELLO_PATH = "/v1/hello"
SIGN_IN_PATH = "/v1/sign-in"
ENROL_PATH = "/v1/enrol"
PASSWORD_PATH = "/v1/password"
PUSH_PATH = "/v1/push"
PULL_PATH = "/v1/pull"

_packer = msgspec.msgpack.Encoder()
_TAG = b"uch-batch-1"


class BadMessage(Exception):
    """The bytes are not a message of this protocol."""


class Word(msgspec.Struct, frozen=True, array_like=True):
    """The base of all messages."""


WordT = TypeVar("WordT", bound=Word)


class WireEntry(Word, frozen=True):
    """An entry on its way up; station, seq and predecessor are said once for the batch."""

    id: bytes
    kind: str
    version: int
    key: str
    value: bytes | None
    salt: bytes | None
    base: bytes | None
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
    value_hash: bytes | None = None


class Batch(Word, frozen=True):
    """Entries ``first_seq``, ``first_seq`` + 1 ... of one station.

    Attributes:
        prev: what the first entry has in ``prev``.
        entries: each still encoded, so that a broken one spoils nobody else.
        signature: of the station over ``signed_part``.
        cannot_fill: the station no longer has what is missing before ``first_seq``.
    """

    station: str
    first_seq: int
    prev: bytes
    entries: list[msgspec.Raw]
    signature: bytes
    cannot_fill: bool = False


class Run(Word, frozen=True):
    """``length`` entries in a row, accepted without a word, numbered in a row."""

    first_seq: int
    first_number: int
    length: int
    accepted_ms: int
    epoch: str


class Exceptional(Word, frozen=True):
    """The receipt of one entry that needs words."""

    seq: int
    number: int
    verdict: str
    reason: str
    target: bytes | None
    late: bool
    accepted_ms: int
    epoch: str
    judged_epoch: str = ""
    judged_number: int = 0


class PushAnswer(Word, frozen=True):
    """Receipts of a batch.

    Attributes:
        ended_at, ended_why: seq of the first envelope that could not be read, and why.
        expected_seq: set when the batch leaves a gap: send from here (status 409).
        forked: this seq already has another entry: become a new station.
        proof: the centre's signature over these receipts by seq; see ``proofs``.
    """

    epoch: str
    runs: list[Run]
    exceptions: list[Exceptional]
    ended_at: int | None = None
    ended_why: str = ""
    expected_seq: int | None = None
    forked: bool = False
    proof: bytes = b""


class PullRequest(Word, frozen=True):
    """What the station has: the ordinal up to which it knows each scope.

    Only the scopes named here are answered with rows; a scope just granted is asked for from 0.
    ``epoch`` is empty at the first pull. If it is not the centre's, ordinals mean nothing: the
    answer has no rows, and the station asks again from 0 with the epoch of the answer.
    ``station`` is who asks, so that the centre can tell others when it was last heard of.
    """

    epoch: str
    scopes: dict[str, int]
    station: str = ""


class PulledEntry(Word, frozen=True):
    """An entry on its way down.

    ``prev`` is left out when the station's entry before it stands earlier in the same answer;
    ``judged_epoch`` and ``judged_number`` when the verdict was given in this history.
    """

    entry: WireEntry
    station: str
    seq: int
    prev: bytes | None
    number: int
    verdict: str
    reason: str
    target: bytes | None
    late: bool
    accepted_ms: int
    judged_epoch: str = ""
    judged_number: int = 0


class ScopeHead(Word, frozen=True):
    """The end of a scope at the centre."""

    ordinal: int
    head: bytes


class StationSeen(Word, frozen=True):
    """What the centre knows of a workplace: its last contact (to some minutes), its last entries.

    ``last_seq`` is the highest seq received; a moment is ``None`` where it has not been yet.
    """

    station: str
    contact_ms: int | None
    pushed_ms: int | None
    last_seq: int


class PullAnswer(Word, frozen=True):
    """Rows of the scopes after the ordinals asked for.

    Attributes:
        number: the school's number at the centre.
        granted: the scopes this user may hold now.
        entries: by number; one that stands in several scopes comes once.
        rows: per scope the numbers of its next rows, in the order of its ordinals.
        heads: where the scopes end; they bind when ``more`` is false.
        parcel_key: what stations seal parcels to; empty from a centre of the first release.
        stations: of all workplaces, for deputy, director and administrator; else empty.
        proof: the centre's signature over the receipts of ``entries``; see ``proofs``.
    """

    epoch: str
    number: int
    granted: list[str]
    entries: list[PulledEntry]
    rows: dict[str, list[int]]
    heads: dict[str, ScopeHead]
    more: bool = False
    parcel_key: bytes = b""
    stations: list[StationSeen] = []
    proof: bytes = b""


class SignIn(Word, frozen=True):
    """Login and password of an account; ``station`` is the one that asks, if it has one yet."""

    login: str
    password: str
    station: str = ""


class Session(Word, frozen=True):
    """A session at the centre, and what a new station has to know about the school.

    ``parcel_key``: what it seals parcels to; empty from a centre of the first release.
    """

    token: str
    school: str
    user: str
    epoch: str
    centre_key: bytes
    recovery_key: bytes
    parcel_key: bytes = b""


class Enrol(Word, frozen=True):
    """A station asks to be known; ``proof`` is its signature over token and key."""

    public_key: bytes
    name: str
    proof: bytes


class Enrolled(Word, frozen=True):
    """The station is known under this number."""

    station: str
    number: int


class NewPassword(Word, frozen=True):
    """Whoever has a session changes the password of its account."""

    old: str
    new: str


class PasswordChanged(Word, frozen=True):
    """The password is another one; so many other sessions of the account have ended."""

    ended_sessions: int


class Hello(Word, frozen=True):
    """The answer to the cheap question: protocol, epoch and number of the school."""

    protocol: int
    epoch: str
    number: int


class Problem(Word, frozen=True):
    """Why a request was not fulfilled: a code for programs, words for people.

    Codes: "bad_message", "bad_signature", "unknown_station", "revoked", "session_ended",
    "wrong_password", "wait" (with Retry-After), "busy" (with Retry-After), "key_taken",
    "not_found", "fault", "weak_password", "parcel_damaged", "parcel_foreign", "parcel_newer",
    "recovering" (with Retry-After), "old_program" (the station has to be upgraded), "old_centre"
    (the station says it to itself).
    """

    code: str
    words: str


def version_in(header: str | None) -> int:
    """Return the version that a side names; 0 when what it names is no version."""
    if header is None:
        return 1
    return int(header) if header.isascii() and header.isdigit() and len(header) < 10 else 0


def pack(message: Word) -> bytes:
    """Return the body of ``message``."""
    return zstandard.compress(_packer.encode(message), 3)


def unpack(body: bytes, kind: type[WordT]) -> WordT:
    """Return the message in ``body``.

    Raises:
        BadMessage: too long, not compressed as agreed or not of that kind.
    """
    try:
        # as a stream: a frame may lie about its length, and a few bytes can swell to gigabytes
        bounded = zstandard.ZstdDecompressor(max_window_size=MAX_BODY_BYTES)
        plain = bounded.stream_reader(body).read(MAX_BODY_BYTES + 1)
        if len(plain) > MAX_BODY_BYTES:
            raise BadMessage("сообщение слишком длинное")
        return msgspec.msgpack.decode(plain, type=kind)
    except (zstandard.ZstdError, msgspec.DecodeError) as fault:
        raise BadMessage(str(fault)) from fault


def signed_part(batch_station: str, first_seq: int, prev: bytes, raws: Sequence[bytes]) -> bytes:
    """Return what the station signs: the batch's place in the chain, every byte of its entries."""
    content = hashlib.sha256(b"".join(raws)).digest()
    return _TAG + bytes.fromhex(batch_station) + first_seq.to_bytes(8, "big") + prev + content


def enrol_part(token: str, public_key: bytes) -> bytes:
    """Return what a station signs to prove that it holds the key it wants to be known by."""
    return b"uch-enrol-1" + token.encode() + public_key


def answer_digest(nonce: str, status: int, time_ms: int, body: bytes) -> bytes:
    """Return what the centre signs, so that an answer is to this question and of this time."""
    return hashlib.sha256(f"{nonce}|{status}|{time_ms}|".encode() + body).digest()


def receipts_of(answer: PushAnswer) -> dict[int, Receipt]:
    """Return the receipts of a push by seq."""
    receipts: dict[int, Receipt] = {}
    for run in answer.runs:
        for step in range(run.length):
            number = run.first_number + step
            is_older = run.epoch != answer.epoch
            receipts[run.first_seq + step] = Receipt(
                epoch=answer.epoch,
                number=number,
                verdict="accepted",
                accepted_ms=run.accepted_ms,
                judged_epoch=run.epoch if is_older else None,
                judged_number=number if is_older else None,
            )
    for word in answer.exceptions:
        judged_epoch = word.judged_epoch or word.epoch
        is_older = judged_epoch != answer.epoch
        receipts[word.seq] = Receipt(
            epoch=answer.epoch,
            number=word.number,
            verdict=word.verdict,
            reason=word.reason,
            target=word.target.hex() if word.target else None,
            late=word.late,
            accepted_ms=word.accepted_ms,
            judged_epoch=judged_epoch if is_older else None,
            judged_number=word.judged_number or word.number if is_older else None,
        )
    return receipts
