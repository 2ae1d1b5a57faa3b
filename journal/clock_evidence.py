"""What the clocks of a workplace bear witness to: marks on an entry, never a reason to refuse it.

A station cannot move an entry back in time without contradicting its own chain: the clock that
counts since the start of the computer, the entry before it, and the last contact with the centre.
Source: TAL-3.2, requirements s. 9 (clock skew over two minutes is recorded and shown).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

TOLERANCE_MS = 2 * 60_000

Sign = Literal["Ч1", "Ч2", "Ч3", "Ч4"]

LEGEND: dict[Sign, str] = {
    "Ч1": "часы рабочего места расходились с часами центрального сервера больше чем на 2 минуты",
    "Ч2": "часы рабочего места переводили между этой записью и предыдущей",
    "Ч3": "время записи раньше последней связи этого рабочего места или его предыдущей записи",
    "Ч4": "время записи позже, чем её принял центральный сервер",
}


@dataclass(frozen=True, slots=True)
class Stamped:
    """The clocks of one entry, as they stand in its envelope; milliseconds."""

    wall_ms: int
    boot_ms: int
    boot_id: str
    offset_ms: int | None

    @property
    def true_ms(self) -> int:
        """Return the moment by the centre's clock, as far as the station had measured it."""
        return self.wall_ms + (self.offset_ms or 0)


@dataclass(frozen=True, slots=True)
class ClockMark:
    """One oddity; ``words`` say it in full, ``sign`` stands for it in a dense table."""

    sign: Sign
    words: str


def clock_marks(
    entry: Stamped,
    before: Stamped | None,
    last_contact_ms: int | None,
    received_ms: int | None,
) -> tuple[ClockMark, ...]:
    """Return what is odd about the times of an entry, nothing for most.

    Args:
        entry: the entry.
        before: the entry before it in the chain of its station, if it is known here.
        last_contact_ms: the centre's time of the last contact before the entry, where it was made
            without the centre.
        received_ms: when the centre received it.
    """
    return tuple(_marks(entry, before, last_contact_ms, received_ms))


def off_in_words(offset_ms: int) -> str:
    """Return «отставали на 3 мин. 12 с»: how a clock with this offset to the centre went."""
    minutes, seconds = divmod(abs(offset_ms) // 1000, 60)
    return f"{'отставали' if offset_ms > 0 else 'спешили'} на {minutes} мин. {seconds} с"


def _marks(
    entry: Stamped, before: Stamped | None, last_contact_ms: int | None, received_ms: int | None
) -> Iterator[ClockMark]:
    if abs(entry.offset_ms or 0) > TOLERANCE_MS:
        yield ClockMark("Ч1", f"часы рабочего места {off_in_words(entry.offset_ms or 0)}")
    if before is not None and before.boot_id == entry.boot_id:
        turned = (entry.wall_ms - before.wall_ms) - (entry.boot_ms - before.boot_ms)
        if abs(turned) > TOLERANCE_MS:
            where = "вперёд" if turned > 0 else "назад"
            yield ClockMark("Ч2", f"часы рабочего места перевели {where} перед этой записью")
    if last_contact_ms is not None and entry.true_ms < last_contact_ms - TOLERANCE_MS:
        yield ClockMark("Ч3", "время записи раньше последней связи этого рабочего места")
    elif before is not None and entry.true_ms < before.true_ms - TOLERANCE_MS:
        yield ClockMark("Ч3", "время записи раньше предыдущей записи этого рабочего места")
    if received_ms is not None and entry.true_ms > received_ms + TOLERANCE_MS:
        yield ClockMark("Ч4", "время записи позже, чем её принял центральный сервер")
