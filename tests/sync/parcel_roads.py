"""The parcel folder of a computer in tests, and a program on it that sends what lies there."""

from dataclasses import dataclass
from pathlib import Path

from sync.carrier import Carried, Carrier
from sync.link import Link
from sync.parcel_folder import CentreCard, ParcelFolder
from sync.sealing import keep_sealed, own_name
from tests.sync.workplaces import StaffRoom, Workplace


@dataclass
class Computer:
    """A computer with a parcel folder, used by several people one after another."""

    room: StaffRoom
    path: Path

    @property
    def folder(self) -> ParcelFolder:
        """The parcel folder."""
        return ParcelFolder(self.path, is_own=True)

    @property
    def names(self) -> list[str]:
        """The parcels that lie there."""
        return [file.name for file in self.folder.files()]

    def seals(self, place: Workplace) -> None:
        """Seal what waits in an open journal, as the program does every five minutes."""
        keep_sealed(place.journal.store, [self.folder])

    def name_of(self, place: Workplace) -> str:
        """Return the name of the parcel of a journal."""
        return own_name(place.journal.store)

    @property
    def carrier(self) -> Carrier:
        """What a program does with the parcels of this computer; no journal is opened for it."""
        return Carrier(self.folder, self.folder, self._link_to, self.room.clock)

    def carries(self, *own: str) -> Carried:
        """Let a program on this computer send what lies there."""
        return self.carrier.carry(own)

    def _link_to(self, card: CentreCard) -> Link:
        return Link(self.room.http, card.server, self.room.clock, card.centre_key)


def computer(room: StaffRoom) -> Computer:
    """Return the computer of a room."""
    return Computer(room, room.folder / "parcels")
