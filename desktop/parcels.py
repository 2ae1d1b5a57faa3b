"""Parcels in the background: what waits is sealed beside the journal, what lies there is sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import httpx
from PySide6.QtCore import QObject, QTimer, Signal

from desktop.tasks import Tasks
from journal.clock import Clock
from journal.errors import UserError
from journal.store import Store
from sync.carrier import Carried, Carrier
from sync.link import Link, LinkError, Refused
from sync.pace import Pace
from sync.parcel_folder import CentreCard, ParcelFolder
from sync.sealing import bring_up_to_date, keep_sealed, look, own_name

SEAL_EVERY_MS = 5 * 60_000
_SOON_MS = 2_000


@dataclass(frozen=True, slots=True)
class ParcelPlaces:
    """Where parcels are kept: ``here`` on this computer, ``second`` on a stick or a share."""

    here: Path
    second: Path | None = None

    @property
    def own(self) -> ParcelFolder:
        """The folder on this computer."""
        return ParcelFolder(self.here, is_own=True)

    @property
    def folders(self) -> Sequence[ParcelFolder]:
        """All places that are set."""
        return (self.own,) if self.second is None else (self.own, ParcelFolder(self.second))


class Sealing(QObject):
    """Keeps what waits in an open journal sealed: every five minutes, on lock and on leaving.

    Signals:
        refused: a place cannot be written, in words for people; said once until it is written.
        sealed: an attempt is over.
    """

    refused = Signal(str)
    sealed = Signal()

    def __init__(
        self, store: Store, places: ParcelPlaces, tasks: Tasks, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._places = places
        self._tasks = tasks
        self._is_running = False
        self._has_refused = False
        self.name = own_name(store)
        self._timer = QTimer(self)
        self._timer.setInterval(SEAL_EVERY_MS)
        self._timer.timeout.connect(self.run)
        self._timer.start()

    def run(self) -> None:
        """Seal now, off the UI thread."""
        if self._is_running:
            return
        self._is_running = True
        self._tasks.run(
            keep_sealed,
            self._store,
            self._places.folders,
            done=self._succeed,
            failed=self._fail,
        )

    def use(self, places: ParcelPlaces) -> None:
        """Seal into other places from now on."""
        self._places, self._has_refused = places, False
        self.run()

    def finish(self) -> Callable[[], None]:
        """Seal for the last time, here and now, because the journal is about to be closed.

        Returns:
            What is left to do for the second place; it needs no journal and may take its time.
        """
        self._timer.stop()
        own, *others = self._places.folders
        parcel = look(self._store)
        with suppress(UserError):
            bring_up_to_date(own, parcel)

        def finish_others() -> None:
            for folder in others:
                with suppress(UserError):
                    bring_up_to_date(folder, parcel)

        return finish_others

    def _succeed(self, _: object) -> None:
        self._is_running = self._has_refused = False
        self.sealed.emit()

    def _fail(self, fault: Exception) -> None:
        self._is_running = False
        self.sealed.emit()
        if not isinstance(fault, UserError):
            raise fault
        if not self._has_refused:
            self._has_refused = True
            self.refused.emit(str(fault))


class Courier(QObject):
    """Sends the parcels that lie on this computer, whoever is signed in or nobody.

    Signals:
        ended: an attempt is over (``True``: there was contact, or nothing to do).
    """

    ended = Signal(bool)

    def __init__(
        self,
        places: ParcelPlaces,
        http: httpx.Client,
        clock: Clock,
        tasks: Tasks,
        pace: Pace | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._http = http
        self._clock = clock
        self._tasks = tasks
        self._pace = pace or Pace()
        self._is_running = False
        self._is_stopped = False
        self._carriers: Sequence[Carrier] = ()
        self.own = ""
        self.use(places)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.run)

    def use(self, places: ParcelPlaces) -> None:
        """Look into other places from now on."""
        self._carriers = [
            Carrier(folder, places.own, self._link_to, self._clock) for folder in places.folders
        ]

    def start(self) -> None:
        """Begin soon: a window that just opens has more urgent things to do."""
        self._timer.start(_SOON_MS)

    def run(self) -> None:
        """Look for parcels now; ``own`` is the name of the one that its author sends herself."""
        if self._is_running or self._is_stopped:
            return
        self._is_running = True
        work = partial(_carry, self._carriers, self.own)
        self._tasks.run(work, done=self._succeed, failed=self._fail)

    def stop(self) -> None:
        """Send no more; an attempt that is going on ends by itself."""
        self._is_stopped = True
        self._timer.stop()

    def _succeed(self, _: Carried) -> None:
        self._end(True, self._pace.after_success())

    def _fail(self, fault: Exception) -> None:
        wait = fault.retry_after if isinstance(fault, Refused) else None
        self._end(isinstance(fault, Refused), self._pace.after_failure(wait))
        # a file that cannot be read is tried again, and its author's journal still has it all
        if not isinstance(fault, LinkError | UserError):
            raise fault

    def _end(self, has_contact: bool, pause: float) -> None:
        self._is_running = False
        if not self._is_stopped:
            self._timer.start(int(pause * 1000))
        self.ended.emit(has_contact)

    def _link_to(self, card: CentreCard) -> Link:
        return Link(self._http, card.server, self._clock, card.centre_key)


def _carry(carriers: Sequence[Carrier], own: str) -> Carried:
    """Send what lies in all places; one that fails does not keep the next from it."""
    parcels = new = 0
    faults: list[Exception] = []
    for carrier in carriers:
        try:
            carried = carrier.carry({own})
        except (LinkError, UserError) as fault:
            faults.append(fault)
        else:
            parcels += carried.parcels
            new += carried.new
    for wrong in faults:
        raise wrong
    return Carried(parcels, new)
