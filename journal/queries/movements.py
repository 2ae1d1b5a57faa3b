"""Pupils who came to a class or left it, with the orders (MIC-1.2b; forms, s. 0.2)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from journal.calendar import Period
from journal.reference import PupilName, Reference, in_list_order

_FEMALE = ("вна", "чна", "кызы")


@dataclass(frozen=True, slots=True)
class Movement:
    """A pupil came or left on ``day``; ``words`` is «выбыл 12.12.2026, приказ № 61 от 10.12»."""

    pupil: PupilName
    day: date
    words: str


def read_movements(reference: Reference, class_id: str) -> tuple[Movement, ...]:
    """Return who came to a class and left it in its year, the newest first."""
    pupils = in_list_order(
        pupil for pupil in reference.pupils.values() if pupil.class_id == class_id
    )
    found = (movement for pupil in pupils for movement in _of(pupil))
    return tuple(sorted(found, key=lambda each: each.day, reverse=True))


def movement_in(pupil: PupilName, period: Period) -> str:
    """Return the first movement of a pupil within a period in words, "" for most pupils."""
    found = (each.words for each in _of(pupil) if period.start <= each.day <= period.end)
    return next(found, "")


def moved_on_paper(pupil: PupilName, period: Period) -> tuple[str, str]:
    """Return the remarks «прибыл 01.10.2026, пр. № 45» and «выбыл 12.12.2026, пр. № 61».

    Each is "" for most pupils.
    """
    arrived = left = ""
    if pupil.arrived is not None and period.start < pupil.arrived <= period.end:
        order = f", пр. № {pupil.arrival_order}" if pupil.arrival_order else ""
        arrived = f"прибыл{_ending(pupil)} {pupil.arrived:%d.%m.%Y}{order}"
    if pupil.left is not None and period.start < pupil.left <= period.end:
        order = f", пр. № {pupil.leaving_order}" if pupil.leaving_order else ""
        left = f"выбыл{_ending(pupil)} {pupil.left:%d.%m.%Y}{order}"
    return arrived, left


def away_words(pupil: PupilName, day: date) -> str:
    """Return why a pupil has no cell on ``day``, as a sentence that names the order."""
    if pupil.arrived is not None and day < pupil.arrived:
        order = _order(pupil.arrival_order, pupil.arrival_order_day)
        return f"Ученик в классе с {pupil.arrived:%d.%m.%Y}{order}."
    order = _order(pupil.leaving_order, pupil.leaving_order_day)
    return f"Ученик выбыл из класса {pupil.left:%d.%m.%Y}{order}."


def _of(pupil: PupilName) -> Iterator[Movement]:
    if pupil.arrived is not None:
        order = _order(pupil.arrival_order, pupil.arrival_order_day)
        words = f"прибыл{_ending(pupil)} {pupil.arrived:%d.%m.%Y}{order}"
        yield Movement(pupil, pupil.arrived, words)
    if pupil.left is not None:
        order = _order(pupil.leaving_order, pupil.leaving_order_day)
        words = f"выбыл{_ending(pupil)} {pupil.left:%d.%m.%Y}{order}"
        yield Movement(pupil, pupil.left, words)


def _order(number: str, day: date | None) -> str:
    if not number:
        return ""
    return f", приказ № {number}" + (f" от {day:%d.%m.%Y}" if day else "")


def _ending(pupil: PupilName) -> str:
    return "а" if pupil.patronymic.endswith(_FEMALE) else ""
