"""A tap on the wire of a station: what it sent, and what the centre acknowledged.

The journal of the station is not asked: what it makes of an answer is what is being tested.
"""

import hashlib
from typing import NamedTuple

import httpx
import msgspec

from sync.protocol import PUSH_PATH, Batch, PushAnswer, WireEntry, receipts_of, unpack
from tests.sync.kill.dying import Notes

ACKNOWLEDGED = "acknowledged"


class Acknowledged(NamedTuple):
    """A receipt as it came over the wire; ``content`` is the hash of the entry as it was sent.

    ``epoch``, ``number``: where in which history the verdict was given.
    """

    entry: str
    content: str
    epoch: str
    number: int
    verdict: str
    late: bool
    accepted_ms: int
    reason: str


class Tap(httpx.HTTPTransport):
    """Passes requests on and notes the receipts of each answered push."""

    def __init__(self, notes: Notes) -> None:
        super().__init__()
        self._notes = notes

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Ask, and note what was acknowledged."""
        response = super().handle_request(request)
        if request.url.path == PUSH_PATH:
            response.read()
            if response.status_code == httpx.codes.OK:
                self._note(unpack(request.content, Batch), unpack(response.content, PushAnswer))
        return response

    def _note(self, batch: Batch, answer: PushAnswer) -> None:
        for seq, receipt in receipts_of(answer).items():
            raw = bytes(batch.entries[seq - batch.first_seq])
            line = Acknowledged(
                msgspec.msgpack.decode(raw, type=WireEntry).id.hex(),
                content_of(raw),
                receipt.judged_epoch or receipt.epoch,
                receipt.judged_number or receipt.number,
                receipt.verdict,
                receipt.late,
                receipt.accepted_ms,
                receipt.reason,
            )
            self._notes.add(ACKNOWLEDGED, msgspec.json.encode(line).decode())


def read_acknowledged(notes: Notes) -> list[Acknowledged]:
    """Return everything that was ever acknowledged to a station."""
    return [
        Acknowledged(*msgspec.json.decode(line, type=list)) for line in notes.read(ACKNOWLEDGED)
    ]


def content_of(raw: bytes) -> str:
    """Return the fingerprint of an entry on the wire."""
    return hashlib.sha256(raw).hexdigest()[:24]
