"""Clocks are evidence, never order: beside the wall a reading counts what sleep cannot stop."""

import time
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True, slots=True)
class Reading:
    """One look at the clocks of a computer.

    Attributes:
        wall: the moment people see, with the zone of the computer.
        boot_ms: milliseconds since the computer started, sleep included.
        boot_id: 8 hex digits that change with every start of the computer.
    """

    wall: datetime
    boot_ms: int
    boot_id: str


class Clock(Protocol):
    """Whoever can be asked for a reading; handed in, never imported."""

    def read(self) -> Reading:
        """Return the clocks as they stand now."""
        ...


class SystemClock:
    """The clocks of this computer."""

    def __init__(self) -> None:
        try:
            self._boot_id = _BOOT_ID.read_text().replace("-", "")[:8]
        except OSError:
            # Windows and macOS have no such file: the start of the program stands in for it.
            self._boot_id = uuid.uuid4().hex[:8]

    def read(self) -> Reading:
        """Return the clocks as they stand now."""
        return Reading(datetime.now(UTC).astimezone(), _boot_milliseconds(), self._boot_id)


def _boot_milliseconds() -> int:
    counting_sleep = getattr(time, "CLOCK_BOOTTIME", None)
    if counting_sleep is not None:
        return int(time.clock_gettime(counting_sleep) * 1000)
    return int(time.monotonic() * 1000)


def to_ms(moment: datetime) -> int:
    """Return ``moment`` as milliseconds since 1970 UTC; tables and the wire keep moments so."""
    return int(moment.timestamp() * 1000)


def from_ms(milliseconds: int) -> datetime:
    """Return the aware UTC moment of ``milliseconds`` since 1970."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
