"""What the story counts: the logs of the stations against the log of the centre."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, select

from journal.store import Store
from journal.tables import EntryRow


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as a log shows it; ``number`` is ``None`` while the centre has not answered."""

    id: str
    station: str
    seq: int
    digest: bytes
    number: int | None
    verdict: str | None


def lines_of(store: Store, station: str | None = None) -> dict[str, Line]:
    """Return the entries in a journal by id; only those of ``station``, if one is named."""
    query = select(
        EntryRow.id,
        EntryRow.station,
        EntryRow.seq,
        EntryRow.digest,
        EntryRow.number,
        EntryRow.verdict,
    )
    if station is not None:
        query = query.where(EntryRow.station == station)
    with store.reading() as session:
        return {row.id: Line(*row) for row in session.execute(query)}


def centre_lines(database: str) -> dict[str, Line]:
    """Return the centre's whole log by id, read from its database past the server."""
    url = database if "://" in database else f"sqlite:///{Path(database)}"
    engine = create_engine(url)
    try:
        return lines_of(Store(engine))
    finally:
        engine.dispose()


@dataclass
class Ledger:
    """Entries made without the centre, noted by each station before the transfer.

    The note is taken while the station still works, so an entry that vanishes later, from the
    station or on its way, is found missing at the centre.
    """

    noted: dict[str, Line] = field(default_factory=dict)

    def note(self, lines: Iterable[Line]) -> None:
        """Take note of what has no number yet."""
        self.noted.update({line.id: line for line in lines if line.number is None})

    def balance(self, stations: Iterable[dict[str, Line]], centre: dict[str, Line]) -> "Balance":
        """Compare what was noted with what stations and centre hold now."""
        at_stations: dict[str, Line] = {}
        for lines in stations:
            at_stations.update(lines)
        arrived = [id_ for id_, line in self.noted.items() if _same(centre.get(id_), line)]
        acknowledged = [
            id_ for id_ in arrived if id_ in at_stations and at_stations[id_].number is not None
        ]
        verdicts = [centre[id_].verdict for id_ in arrived]
        return Balance(
            offline=len(self.noted),
            acknowledged=len(acknowledged),
            at_centre=len(arrived),
            lost=len(self.noted) - len(arrived),
            contested=verdicts.count("contested"),
            held=verdicts.count("held"),
            refused=verdicts.count("refused"),
        )


@dataclass(frozen=True, slots=True)
class Balance:
    """How many entries made without the centre met which fate."""

    offline: int
    acknowledged: int
    at_centre: int
    lost: int
    contested: int
    held: int
    refused: int

    def summary(self) -> dict[str, Any]:
        """Return the figures under the names of ``summary.json``."""
        return {
            "entries_offline": self.offline,
            "entries_acknowledged": self.acknowledged,
            "entries_at_centre": self.at_centre,
            "entries_lost": self.lost,
            "contested": self.contested,
            "held": self.held,
            "refused": self.refused,
        }


def _same(found: Line | None, noted: Line) -> bool:
    return found is not None and found.digest == noted.digest
