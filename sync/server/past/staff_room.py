"""The workplaces of the demonstration's staff, as far as the centre can see them.

What a teacher of the past wrote is signed by a key of her own, into a chain of her own, and judged
by the centre like anything that comes from a real workplace. Only the journals in which it would
have been written first do not exist.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import msgspec
from sqlalchemy.orm import Session

from journal.clock import Reading
from journal.entries import Entry, chain_start
from journal.errors import UserError
from journal.log import Draft, Stamp, Tail, WritingDesk, make_entry
from journal.projection import KeyLog, load_keys
from journal.reference import Reference
from journal.services.work import Work, blank, says_the_same
from journal.signing import new_seed, public_key, sign
from journal.store import Store
from sync.protocol import MAX_BATCH_BYTES, MAX_ENTRIES, Batch, PushAnswer, receipts_of, signed_part
from sync.server.counting import read_counter
from sync.server.pushing import push, take
from sync.server.references import References
from sync.server.stations import enrol
from sync.wire import to_wire

_BOOTED_BEFORE_MS = 3_600_000


@dataclass
class PastClock:
    """A clock that stands where it is set.

    Attributes:
        now: the moment, with its zone.
    """

    now: datetime

    def read(self) -> Reading:
        """Return the moment; the computer was switched on an hour before."""
        return Reading(self.now, _BOOTED_BEFORE_MS, "5704901c")


@dataclass
class _Place:
    """A workplace: the key it signs with, the end of its chain, what is still to be sent."""

    station: str
    seed: bytes
    tail: Tail
    waiting: list[Entry] = field(default_factory=list)


class StaffRoom:
    """Hands what people write to the centre."""

    def __init__(self, store: Store, school: str, clock: PastClock) -> None:
        self.store, self.school, self.clock = store, school, clock
        self.written = 0
        self._references = References()
        self._places: dict[str, _Place] = {}
        with store.reading() as session:
            counter = read_counter(session, school)
        self._epoch, self._seen = counter.epoch, counter.number

    def reference(self) -> Reference:
        """Return the school as it is now."""
        with self.store.reading() as session:
            return self._references.read(session, read_counter(session, self.school))

    def take_seat(self, user: str, name: str) -> None:
        """Give ``user`` a workplace, which the school calls ``name``."""
        seed = new_seed()
        with self.store.writing() as session:
            word = enrol(session, self.school, user, public_key(seed), name, self.clock.read())
        self._places[user] = _Place(word.station, seed, Tail(0, chain_start(word.station)))

    def work(self, user: str, reference: Reference) -> Work:
        """Return the desk of ``user`` at this moment."""
        return Work(reference, Stamp(user, self.clock.read(), reference.profile_number))

    def station(self, user: str) -> tuple[str, Tail]:
        """Return the workplace of ``user`` and the end of its chain."""
        place = self._places[user]
        return place.station, place.tail

    def hand_in(self, work: Work, drafts: Sequence[Draft], session: Session | None = None) -> None:
        """Write what is wished for; it waits to be sent.

        Args:
            work: whose wish it is, and when.
            drafts: each in a place where nothing stands; what would clear it is left out.
            session: where something may stand there already; it is looked up, and what says the
                same is left out.
        """
        place = self._places[work.user]
        desk = WritingDesk(self.school, place.station, self._epoch, self._seen, 0)
        drafts = [draft for draft in drafts if draft.value != blank(draft.kind)]
        logs: dict[str, KeyLog] = {}
        if session is not None:
            logs = load_keys(session, self.school, [draft.key for draft in drafts])
        for draft in drafts:
            log = logs.get(draft.key)
            if log is None or not says_the_same(log, draft):
                base = log.standing.shown if log is not None else None
                entry = make_entry(desk, place.tail, work.stamp, draft, base=base)
                place.tail = Tail(entry.seq, entry.digest())
                place.waiting.append(entry)

    def send(self) -> None:
        """Let the centre judge what waits, workplace by workplace, all in one transaction.

        Raises:
            UserError: it accepts something only after a look, or not at all.
        """
        reading = self.clock.read()
        with self.store.writing() as session:
            for place in self._places.values():
                for batch in _batches(place.waiting, place.seed):
                    self._look_at(take(session, self._references, reading, batch))
        for place in self._places.values():
            self.written += len(place.waiting)
            place.waiting.clear()

    def bring_in(self) -> None:
        """Let the centre judge what waits and changes the picture of the school, push by push.

        Raises:
            UserError: as for ``send``.
        """
        for place in self._places.values():
            for batch in _batches(place.waiting, place.seed):
                self._look_at(push(self.store, self._references, self.clock, batch).answer)
            self.written += len(place.waiting)
            place.waiting.clear()

    def _look_at(self, answer: PushAnswer) -> None:
        for receipt in receipts_of(answer).values():
            if receipt.verdict != "accepted":
                raise UserError(f"Прошлое учебной школы не принято: {receipt.reason}.")
            self._seen = receipt.number


def _batches(entries: Sequence[Entry], seed: bytes) -> Iterator[Batch]:
    """Yield entries of one station that follow each other as it would send them."""
    start = 0
    while start < len(entries):
        first, raws, size = entries[start], list[bytes](), 0
        for entry in entries[start : start + MAX_ENTRIES]:
            raw = msgspec.msgpack.encode(to_wire(entry))
            size += len(raw)
            if raws and size > MAX_BATCH_BYTES:
                break
            raws.append(raw)
        signature = sign(seed, signed_part(first.station, first.seq, first.prev, raws))
        given = [msgspec.Raw(raw) for raw in raws]
        yield Batch(first.station, first.seq, first.prev, given, signature)
        start += len(raws)
