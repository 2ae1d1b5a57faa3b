"""A push comes to an end, whatever the centre answers: everything is sent, or a person is told."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from unittest.mock import patch

import msgspec
import pytest
from sqlalchemy import select, update

from journal.entries import Receipt, chain_start
from journal.log import Tail, count_unsent
from journal.projection import refold, set_receipts
from journal.tables import DeskRow, EntryRow
from sync.client import SyncClient
from sync.link import Answer, Link, Refused
from sync.protocol import Batch, PushAnswer, Run, Word, WordT
from tests.sync.centre import HandStation, mark
from tests.sync.workplaces import StaffRoom, Workplace

_BATCH = 4
_MOST_QUESTIONS = 30


class AskedTooOften(BaseException):
    """The push goes round and round."""


@pytest.fixture(autouse=True)
def counted() -> Iterator[list[str]]:
    """Let batches be small, and stop a push that does not end."""
    asked: list[str] = []
    ask = SyncClient._ask

    def count(client: SyncClient, path: str, *rest: object) -> object:
        asked.append(path)
        if len(asked) > _MOST_QUESTIONS:
            raise AskedTooOften(asked)
        return ask(client, path, *rest)  # type: ignore[arg-type]

    with patch.object(SyncClient, "_ask", count), patch("sync.outbox.MAX_ENTRIES", _BATCH):
        yield asked


def test_a_past_that_is_another_one_than_the_centres_is_sent_whole_and_once(
    room: StaffRoom,
) -> None:
    petrova = room.workplace("petrova")
    petrova.client.exchange()
    twin = twin_of(room, petrova)
    for turn in range(6):
        petrova.mark("54"[turn % 2])
    say_received(petrova)
    twin.push(*(twin.entry(mark("32"[turn % 2])) for turn in range(6)))
    # follows what the centre never got, at a place where the centre has something else
    petrova.mark("3", pupil=1)
    petrova.client.push()
    assert unsent(petrova) == 0
    assert {row.id for row in petrova.written} <= {row.id for row in room.centre.entries()}
    assert room.centre.faults() == petrova.differences() == []


def test_a_centre_that_asks_for_the_same_again_and_again_is_not_believed(room: StaffRoom) -> None:
    petrova = room.workplace("petrova")
    petrova.client.exchange()
    for turn in range(6):
        petrova.mark("54"[turn % 2])
    petrova.client.push()
    petrova.mark("3", pupil=1)
    with answering(petrova, expecting(1)), pytest.raises(Refused) as refusal:
        petrova.client.push()
    assert refusal.value.problem.code == "contradiction"
    assert "дважды" in refusal.value.problem.words
    assert unsent(petrova) == 1
    petrova.client.push()
    assert unsent(petrova) == 0


def test_a_centre_that_leaves_the_first_entry_without_a_receipt_is_not_believed(
    room: StaffRoom,
) -> None:
    petrova = room.workplace("petrova")
    petrova.client.exchange()
    petrova.mark("5")
    petrova.mark("4", pupil=1)

    def later_ones_only(answer: PushAnswer, batch: Batch) -> PushAnswer:
        run = answer.runs[0]
        rest = Run(run.first_seq + 1, run.first_number + 1, 1, run.accepted_ms, run.epoch)
        return msgspec.structs.replace(answer, runs=[rest], proof=b"")

    with answering(petrova, later_ones_only), pytest.raises(Refused) as refusal:
        petrova.client.push()
    assert "квитанции" in refusal.value.problem.words
    assert unsent(petrova) == 1


def test_a_centre_that_has_now_one_history_and_now_another_is_not_believed(
    room: StaffRoom,
) -> None:
    petrova = room.workplace("petrova")
    petrova.client.exchange()
    petrova.mark("5")
    histories = ["f" * 32, petrova.desk.epoch] * _MOST_QUESTIONS

    def one_or_the_other(answer: PushAnswer, batch: Batch) -> PushAnswer:
        return msgspec.structs.replace(
            expecting(1)(answer, batch), epoch=histories.pop(0), proof=b""
        )

    with answering(petrova, one_or_the_other), pytest.raises(Refused) as refusal:
        petrova.client.push()
    assert refusal.value.problem.code == "contradiction"
    assert unsent(petrova) == 1


def twin_of(room: StaffRoom, place: Workplace) -> HandStation:
    """Return the copy of a journal that nobody could tell: the same key, the same past."""
    twin = HandStation(room.centre, place.journal.user)
    twin.seed, twin.id = place.desk.seed, place.desk.station
    twin.desk = DeskRow(
        school=room.centre.school, station=twin.id, user=twin.user, epoch="", seen_number=0
    )
    with place.journal.store.reading() as session:
        last = session.scalars(
            select(EntryRow).where(EntryRow.station == twin.id).order_by(EntryRow.seq.desc())
        ).first()
    twin.tail = Tail(last.seq, last.digest) if last else Tail(0, chain_start(twin.id))
    return twin


def say_received(place: Workplace) -> None:
    """Let a journal believe that what it wrote was received, as after a centre was put back."""
    with place.journal.store.writing() as session:
        rows = session.scalars(select(EntryRow).where(EntryRow.number.is_(None))).all()
        epoch = session.scalars(select(DeskRow.epoch)).one()
        receipts = {
            row.id: Receipt(epoch=epoch, number=1000 + row.seq, verdict="accepted") for row in rows
        }
        set_receipts(session, place.journal.school, receipts)
        session.execute(update(DeskRow).values(has_to_offer=False))
        refold(session, place.journal.school, {row.key for row in rows})


def unsent(place: Workplace) -> int:
    with place.journal.store.reading() as session:
        return count_unsent(session)


Twisting = Callable[[PushAnswer, Batch], PushAnswer]


def expecting(seq: int) -> Twisting:
    return lambda answer, _: PushAnswer(answer.epoch, [], [], expected_seq=seq)


@contextmanager
def answering(place: Workplace, twist: Twisting) -> Iterator[None]:
    """Let the centre answer pushes otherwise than it does."""
    ask = Link.ask

    def twisted(
        link: Link, path: str, message: Word | None, kind: type[WordT], token: str = ""
    ) -> Answer[WordT]:
        answer = ask(link, path, message, kind, token)
        if isinstance(answer.word, PushAnswer) and isinstance(message, Batch):
            word = twist(answer.word, message)
            return Answer(word, answer.time_ms)  # type: ignore[arg-type]
        return answer

    with patch.object(Link, "ask", twisted):
        yield
