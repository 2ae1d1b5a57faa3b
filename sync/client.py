"""The station's talk with the centre: push what has no number, pull what is new, keep the watch."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from journal.changes import Changes
from journal.clock import Clock
from journal.entries import SCOPE_START
from journal.erasing import sweep_erased
from journal.facts_paper import StationRow
from journal.log import count_unsent
from journal.queries.intervals import own_stations
from journal.signing import public_key, sign
from journal.steps import reached
from journal.store import Store
from journal.tables import DeskRow
from sync import intake, outbox
from sync.contradiction import contradiction
from sync.filling import Filling
from sync.intake import Place
from sync.link import Answer, Link, LinkError, Refused, Unreachable
from sync.offering import Offering, offer_again
from sync.outage import LinkWatch
from sync.proofs import LACKING_PATH, Lacked, Lacking
from sync.protocol import (
    ENROL_PATH,
    HELLO_PATH,
    PULL_PATH,
    PUSH_PATH,
    BadMessage,
    Enrol,
    Enrolled,
    Hello,
    PullAnswer,
    PullRequest,
    PushAnswer,
    ScopeHead,
    Word,
    WordT,
    enrol_part,
    receipts_of,
)
from sync.retention import drop_settled, is_own_scope

PULL_ANYWAY_MS = 10 * 60_000
"""Heads are compared at least this often, whatever the school's number says."""

_MOST_ROUNDS = 4
_ACTS = "school/redaction/"
_FORGOTTEN = ("session_ended", "unknown_station")
_EMPTY = ScopeHead(0, SCOPE_START)


@dataclass(slots=True)
class _Tally:
    """What was stored so far; an error on the way carries it too."""

    changes: Changes = field(default_factory=Changes)

    def add(self, changes: Changes) -> None:
        self.changes = self.changes | changes


class SyncClient:
    """Moves entries between one journal and the centre; used by one thread at a time.

    What was stored before a failure stays stored: the error carries its ``changes``.
    """

    def __init__(
        self,
        store: Store,
        link: Link,
        clock: Clock,
        tell: Callable[[int], object] | None = None,
    ) -> None:
        """Take a journal and its link; ``tell`` hears after each batch how many entries wait."""
        self._tell = tell
        self._store = store
        self._link = link
        self._clock = clock
        self._watch = LinkWatch(store, clock)
        self._pulled_at: int | None = None
        self._left: set[str] = set()

    def exchange(self) -> Changes:
        """Bring journal and centre together; with nothing to do it costs one cheap question.

        Raises:
            Unreachable: no contact.
            Refused: the centre said no; the rest is tried the next time.
        """
        with self._tallying() as tally:
            try:
                self._go_round(tally)
            except Refused as refusal:
                # a restored centre may have forgotten this session, even this station
                if refusal.problem.code not in _FORGOTTEN or not self._is_forgotten(tally):
                    raise
                tally.add(refusal.changes)
                self._go_round(tally)
        return tally.changes

    def push(self) -> Changes:
        """Send everything that has no number yet, in the order of writing.

        Raises:
            Unreachable: no contact; what was acknowledged before is stored.
            Refused: the centre does not take entries of this station.
        """
        with self._tallying() as tally:
            self._push(tally)
        return tally.changes

    def pull(self) -> Changes:
        """Fetch what is new in the granted scopes until every head is the centre's.

        Raises:
            Unreachable: no contact; what came before is stored.
            Refused: the session is over, or the centre contradicts itself.
        """
        with self._tallying() as tally:
            self._pull(tally)
        return tally.changes

    @contextmanager
    def _tallying(self) -> Iterator[_Tally]:
        """Keep what is stored on the way; an error carries it too."""
        tally = _Tally()
        self._left.clear()
        try:
            yield tally
        except LinkError as fault:
            fault.changes = fault.changes | tally.changes
            raise

    def _go_round(self, tally: _Tally) -> None:
        if self._has_unsent() and self._may_be_restored():
            # what the centre lost has to be there before what was written over it
            self._meet_history(tally)
        for _ in range(_MOST_ROUNDS):
            self._offer(tally)
            pushed = self._push(tally)
            if pushed or self._pull_is_due() or self._is_behind(tally):
                self._pull(tally)
            if not self._has_unsent():
                break

    def _may_be_restored(self) -> bool:
        """Tell whether there was a time without contact, in which the centre may be restored."""
        with self._store.reading() as session:
            return self._pulled_at is None or _desk(session).failing_since_ms is not None

    def _meet_history(self, tally: _Tally) -> bool:
        """Ask which history the centre has now, without any session; tell whether it is new."""
        with self._store.reading() as session:
            desk = _desk(session)
        try:
            answer = self._ask(LACKING_PATH, Lacking(desk.school, []), Lacked)
        except Refused as refusal:
            if refusal.problem.code != "not_found":
                raise
            tally.add(refusal.changes)
            return False
        with self._store.writing() as session:
            tally.add(self._contact(session, answer.time_ms))
            self._meet(session, answer.word.epoch, answer.time_ms)
        return answer.word.epoch != desk.epoch

    def _is_forgotten(self, tally: _Tally) -> bool:
        """Tell whether the centre has a new history, to which nothing was offered yet."""
        self._meet_history(tally)
        with self._store.reading() as session:
            return _desk(session).has_to_offer

    def _offer(self, tally: _Tally) -> None:
        """Give a centre with a new history back what it has lost."""
        with self._store.reading() as session:
            if not _desk(session).has_to_offer:
                return
        offering = Offering(self._store, self._ask)
        try:
            offering.run()
        finally:
            tally.add(offering.changes)

    def _push(self, tally: _Tally) -> bool:
        """Push, and tell whether there was anything."""
        gap: outbox.Gap | None = None
        filling, sent = Filling(), False
        while True:
            with self._store.reading() as session:
                outgoing = outbox.next_batch(session, gap)
            if outgoing is None:
                return sent
            reached("push.batch_built")
            answer = self._send(outgoing, tally)
            if answer is None:
                self._offer(tally)
                gap = None
                continue
            sent = True
            missing = answer.word.expected_seq
            if missing is None:
                tally.add(self._acknowledge(outgoing, answer))
                self._tell_of_the_rest()
                filling.note(outgoing, gap)
            gap = None
            if answer.word.epoch != outgoing.epoch:
                self._begin_epoch(answer, tally)
            elif missing is not None:
                gap = filling.gap(outgoing, missing)
                if gap is None:
                    raise contradiction(answer.time_ms, "сервер просит одни и те же записи дважды")

    def _tell_of_the_rest(self) -> None:
        if self._tell is not None:
            with self._store.reading() as session:
                left = count_unsent(session)
            self._tell(left)

    def _send(self, outgoing: outbox.Outgoing, tally: _Tally) -> Answer[PushAnswer] | None:
        """Send a batch; ``None``: the centre has a new history, which has to be offered first."""
        try:
            answer = self._ask(PUSH_PATH, outgoing.message, PushAnswer)
        except Refused as refusal:
            if refusal.problem.code != "unknown_station":
                raise
            tally.add(refusal.changes)
            if self._meet_history(tally):
                return None
            # a journal that became a new station is made known when it first has something to say
            self._enrol(outgoing.station)
            answer = self._ask(PUSH_PATH, outgoing.message, PushAnswer)
        reached("push.sent")
        return answer

    def _acknowledge(self, outgoing: outbox.Outgoing, answer: Answer[PushAnswer]) -> Changes:
        receipts = receipts_of(answer.word)
        reached("acknowledge.received")
        with self._store.writing() as session:
            try:
                changes = outbox.store_receipts(session, outgoing, receipts, answer.word.proof)
            except BadMessage as fault:
                raise contradiction(answer.time_ms, str(fault)) from fault
            if answer.word.forked and outgoing.station == _desk(session).station:
                outbox.become_new_station(session)
            changes |= self._contact(session, answer.time_ms)
            reached("acknowledge.stored")
        reached("acknowledge.committed")
        if answer.word.ended_at is not None:
            raise contradiction(answer.time_ms, answer.word.ended_why, changes)
        if outgoing.message.first_seq not in receipts:
            raise contradiction(answer.time_ms, "на посланную запись нет квитанции", changes)
        return changes

    def _enrol(self, station: str) -> None:
        with self._store.reading() as session:
            token = _desk(session).token
            seed = outbox.seed_of(session, station)
            name = session.scalar(
                select(StationRow.name).where(StationRow.station.in_(own_stations(session)))
            )
        public = public_key(seed)
        proof = sign(seed, enrol_part(token, public))
        self._ask(ENROL_PATH, Enrol(public, name or "", proof), Enrolled, token)

    def _pull(self, tally: _Tally) -> None:
        refetched: set[str] = set()
        while True:
            with self._store.reading() as session:
                desk = _desk(session)
                epoch, token, station = desk.epoch, desk.token, desk.station
                places = intake.read_places(session)
            ordinals = {scope: at.ordinal for scope, at in places.items()}
            request = PullRequest(epoch, ordinals, station)
            answer = self._ask(PULL_PATH, request, PullAnswer, token)
            reached("pull.received")
            if answer.word.more and not any(answer.word.rows.values()):
                raise contradiction(answer.time_ms, "сервер обещает записи и не даёт их")
            if answer.word.epoch != epoch:
                self._begin_epoch(answer, tally)
                continue
            self._store_rows(answer, places, tally)
            unlike = self._settle(answer, places, tally)
            if unlike is None:
                continue
            if not unlike:
                if any(key.startswith(_ACTS) for key in tally.changes.keys):
                    sweep_erased(self._store)
                self._pulled_at = self._clock.read().boot_ms
                return
            if refetched & unlike:
                raise contradiction(answer.time_ms, "раздел не сходится с сервером и после повтора")
            refetched |= unlike

    def _store_rows(
        self, answer: Answer[PullAnswer], places: dict[str, Place], tally: _Tally
    ) -> None:
        """Store the rows of an answer in short transactions; ``places`` move on with them."""
        try:
            for portion in intake.portions(answer.word, dict(places)):
                with self._store.writing() as session:
                    changes = intake.store_portion(session, portion)
                    reached("pull.stored")
                reached("pull.committed")
                places.update(portion.places)
                tally.add(changes)
        except BadMessage as fault:
            raise contradiction(answer.time_ms, str(fault)) from fault

    def _settle(
        self, answer: Answer[PullAnswer], places: dict[str, Place], tally: _Tally
    ) -> set[str] | None:
        """Drop and add scopes as granted; compare heads when everything has come.

        Returns:
            ``None`` while rows are missing, else the scopes to be fetched again from 0.
        """
        word = answer.word
        granted = set(word.granted)
        complete = not word.more and granted <= places.keys()
        heads = {scope: word.heads.get(scope, _EMPTY) for scope in granted}
        unlike = set(intake.unlike(places, heads)) if complete else set()
        for scope in places.keys() - granted:
            self._drop(scope, answer.time_ms, tally)
        with self._store.writing() as session:
            fresh = (granted - places.keys()) | unlike
            intake.write_places(session, {scope: Place() for scope in fresh})
            changes = Changes()
            desk = _desk(session)
            desk.parcel_key = word.parcel_key or desk.parcel_key
            if complete and not unlike:
                intake.complete(session, word.number)
                intake.store_contacts(session, word.stations)
                offer_again(session)
            changes |= self._contact(session, answer.time_ms)
        tally.add(changes)
        return unlike if complete else None

    def _begin_epoch(self, answer: Answer[PushAnswer] | Answer[PullAnswer], tally: _Tally) -> None:
        with self._store.writing() as session:
            self._meet(session, answer.word.epoch, answer.time_ms)
        self._offer(tally)

    def _meet(self, session: Transaction, epoch: str, time_ms: int) -> None:
        """Go over to the history that the centre has now; none is met twice in one exchange."""
        known = _desk(session).epoch
        if epoch in self._left - {known}:
            raise contradiction(time_ms, "отвечают два сервера с разной историей")
        if epoch != known:
            self._left.add(known)
        intake.begin_epoch(session, epoch)

    def _drop(self, scope: str, now_ms: int, tally: _Tally) -> None:
        """Take a scope out of the journal in short transactions."""
        is_left = True
        while is_left:
            with self._store.writing() as session:
                if is_own_scope(session, scope):
                    changes, is_left = drop_settled(session, scope, now_ms)
                else:
                    changes = intake.drop_scope(session, scope)
                    is_left = scope in intake.read_places(session)
            tally.add(changes)

    def _is_behind(self, tally: _Tally) -> bool:
        """Ask the cheap question: does the centre have more than this journal has seen."""
        with self._store.reading() as session:
            desk = _desk(session)
            token, seen = desk.token, (desk.epoch, desk.seen_number)
        hello = self._ask(HELLO_PATH, None, Hello, token)
        with self._store.writing() as session:
            tally.add(self._contact(session, hello.time_ms))
        return (hello.word.epoch, hello.word.number) != seen

    def _pull_is_due(self) -> bool:
        now = self._clock.read().boot_ms
        return self._pulled_at is None or not 0 <= now - self._pulled_at < PULL_ANYWAY_MS

    def _has_unsent(self) -> bool:
        with self._store.reading() as session:
            return count_unsent(session) > 0

    def _ask(
        self, path: str, message: Word | None, answer: type[WordT], token: str = ""
    ) -> Answer[WordT]:
        """Ask; failures and refusals are told to the watch, answers by who stores their effects."""
        try:
            return self._link.ask(path, message, answer, token)
        except Unreachable as fault:
            fault.changes = self._watch.failure()
            raise
        except Refused as refusal:
            with self._store.writing() as session:
                refusal.changes = self._contact(session, refusal.time_ms)
            raise

    def _contact(self, session: Transaction, time_ms: int) -> Changes:
        return self._watch.contact(session, time_ms, self._link.offset_ms)


def _desk(session: Transaction) -> DeskRow:
    return session.scalars(select(DeskRow)).one()
