"""What tests of a push look at: the answer, and what the centre found."""

from sqlalchemy import select

from journal.entries import Entry
from sync.protocol import PushAnswer, receipts_of
from sync.server.tables import FindingRow
from tests.small_school import PUPILS_5A
from tests.sync.centre import Centre, HandStation, mark


def verdicts(answer: PushAnswer) -> list[str]:
    """Return the verdicts of an answer in the order of the entries."""
    return [receipt.verdict for _, receipt in sorted(receipts_of(answer).items())]


def findings(centre: Centre) -> list[FindingRow]:
    """Return what the centre found odd."""
    with centre.store.reading() as session:
        return list(session.scalars(select(FindingRow).order_by(FindingRow.seq)))


def three(station: HandStation) -> list[Entry]:
    """Return marks of three pupils."""
    return [station.entry(mark(pupil=pupil)) for pupil in PUPILS_5A[:3]]
