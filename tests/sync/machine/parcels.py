"""Rules: what waits travels in parcels, sent by whoever has a connection, on whichever computer."""

import shutil
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from sync.carrier import Carrier
from sync.link import Link, Refused, Unreachable
from sync.parcel_folder import CentreCard, ParcelFolder
from sync.sealing import keep_sealed
from tests.sync.machine.faults import faults
from tests.sync.machine.ground import Ground, computers, names, pupils, teachers, texts
from tests.sync.machine.places import Place
from tests.sync.machine.wire import Fault


class ParcelRules(Ground):
    """What happens to the parcel folders of the computers."""

    @property
    def is_some_parcel_anywhere(self) -> bool:
        """Tell whether a parcel lies on a computer."""
        return any(self._parcels())

    @rule(name=names)
    def seal_what_waits(self, name: str) -> None:
        name = name if name in self.house.desks else "classroom"
        keep_sealed(self.house.desks[name].journal.store, [self._folder_of(name)])

    @precondition(lambda self: self.is_some_parcel_anywhere)
    @rule(computer=computers, fault=faults)
    def carry_by_another_client(self, computer: str, fault: Fault) -> None:
        wire = self.house.wires[computer]
        wire.faults.append(fault)
        self._carry(computer)
        wire.faults.clear()

    @precondition(lambda self: self.is_some_parcel_anywhere)
    @rule(here=computers, there=computers)
    def bring_parcels_on_a_stick(self, here: str, there: str) -> None:
        for file in self._folder(here).path.glob("*.uchp"):
            if here != there:
                shutil.copy(file, self._made(there) / file.name)

    @precondition(lambda self: self.is_some_parcel_anywhere)
    @rule(turn=st.integers(0, 3), place=st.integers(0, 4000), flip=st.integers(1, 255))
    def damage_a_parcel(self, turn: int, place: int, flip: int) -> None:
        parcels = self._parcels()
        file = parcels[turn % len(parcels)]
        content = bytearray(file.read_bytes())
        content[place % len(content)] ^= flip
        file.write_bytes(content)

    @rule(name=teachers, pupil=pupils, text=texts)
    def go_home_in_an_outage(self, name: str, pupil: int, text: str) -> None:
        desk = self.desk(name)
        desk.wire.is_down = True
        self.write(name, Place.TODAY, pupil, text)
        self.seal_what_waits(name)
        desk.close()
        for wire in self.house.wires.values():
            wire.heal()
        for computer in sorted(self.house.wires):
            self._carry(computer)
        self.house.witness.look()
        desk.open()

    def _carry(self, computer: str) -> None:
        """Let a program that opens no journal send what lies on a computer."""
        house, folder = self.house, self._folder(computer)
        wire = house.wires[computer]

        def link_to(card: CentreCard) -> Link:
            return Link(house.http_of(computer), card.server, house.clock, card.centre_key)

        broken = wire.broken
        try:
            Carrier(folder, folder, link_to, house.clock).carry()
        except Unreachable:
            assert wire.broken > broken, "no contact, although the wire held"
        except Refused as refusal:
            # its answer to a parcel while a restored centre gets back what it lost
            if refusal.problem.code != "recovering":
                raise

    def _folder(self, computer: str) -> ParcelFolder:
        return ParcelFolder(self.house.folder / "parcels" / computer, is_own=True)

    def _folder_of(self, name: str) -> ParcelFolder:
        return self._folder(self.house.computer_of[name])

    def _made(self, computer: str) -> Path:
        path = self._folder(computer).path
        path.mkdir(parents=True, exist_ok=True)
        return path

    def _parcels(self) -> list[Path]:
        return sorted((self.house.folder / "parcels").glob("*/*.uchp"))
