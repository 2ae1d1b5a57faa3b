"""Means of a term, the mark they suggest, and how a person is told why.

The term mark itself is the teacher's decision. Source: domain specification, s. 3-4.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

NUMERIC = ("5", "4", "3", "2", "1")
"""Marks that take part in a mean; зач, нз, осв and н/а never do."""

_CENT = Decimal("0.01")
_FEW_HOURS, _FROM_FEW, _FROM_MANY, _IN_HALF_YEAR = 3, 3, 5, 7


@dataclass(frozen=True, slots=True)
class WeightedMark:
    """A mark 1-5 with the weight of its work type (0 or more)."""

    value: int
    weight: Decimal


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the marks of a period amount to.

    Attributes:
        mean: as ``weighted_mean`` returns it; ``mark``: what it suggests.
        marks: those that take part, in the order of time.
        words: what is to be said instead of a calculation.
    """

    mean: Decimal | None
    mark: str | None
    marks: tuple[WeightedMark, ...] = ()
    words: str = ""

    @property
    def explained(self) -> str:
        """The calculation in Russian; put into words only when somebody wants to read it."""
        return self.words or explain_mean(self.marks)


NOTHING = Proposal(None, None, words="Отметок за этот период ещё нет.")


@lru_cache(maxsize=64)
def counted_marks(weight: Decimal) -> Mapping[str, WeightedMark]:
    """Return what each mark that takes part in a mean counts in a column of this weight."""
    return {mark: WeightedMark(int(mark), weight) for mark in NUMERIC}


def weigh(marks: Sequence[str], weight: Decimal) -> tuple[WeightedMark, ...]:
    """Return those marks of one cell that take part in a mean."""
    known = counted_marks(weight)
    return tuple(known[mark] for mark in marks if mark in known)


def weighted_mean(marks: Sequence[WeightedMark]) -> Decimal | None:
    """Return the weighted mean on the 1-5 scale, rounded half up to 0.01.

    ``None`` when nothing carries weight, so that "no mark yet" never reads as a zero.
    """
    total = sum((mark.weight for mark in marks), Decimal(0))
    if not total:
        return None
    weighted = sum((mark.value * mark.weight for mark in marks), Decimal(0))
    return (weighted / total).quantize(_CENT, ROUND_HALF_UP)


def propose_mark(mean: Decimal | None, thresholds: Sequence[Decimal]) -> str | None:
    """Return the mark that ``mean`` suggests, "5" to "2"; ``None`` without a mean.

    Args:
        mean: as ``weighted_mean`` returns it.
        thresholds: least means for 5, 4 and 3, in this order.
    """
    if mean is None:
        return None
    reached = (mark for mark, least in zip("543", thresholds, strict=True) if mean >= least)
    return next(reached, "2")


def deviates(proposed: str | None, chosen: str) -> bool:
    """Tell whether ``chosen`` differs from the proposal by a point or more and needs a reason."""
    if proposed not in NUMERIC or chosen not in NUMERIC:
        return False
    return abs(int(chosen) - int(proposed)) >= 1


def minimum_marks(
    hours_per_week: float, lessons_held: int, lessons_total: int, *, half_year: bool = False
) -> int:
    """Return how many current marks a pupil should have by now, rounded down.

    Args:
        hours_per_week: lessons of the subject a week; below 3 fewer marks are enough.
        lessons_held: lessons of the period held so far.
        lessons_total: lessons of the whole period.
        half_year: whether the period is a half-year.
    """
    if lessons_total <= 0:
        return 0
    in_quarter = _FROM_FEW if hours_per_week < _FEW_HOURS else _FROM_MANY
    whole = _IN_HALF_YEAR if half_year else in_quarter
    return whole * min(max(lessons_held, 0), lessons_total) // lessons_total


def explain_mean(marks: Sequence[WeightedMark]) -> str:
    """Return the calculation in Russian: «(5×1 + 4×3) : (1 + 3) = 17 : 4 = 4,25»."""
    mean = weighted_mean(marks)
    if mean is None:
        return "Среднего балла пока нет: нет отметок, которые в него входят."
    counted = [mark for mark in marks if mark.weight]
    weighted = sum((mark.value * mark.weight for mark in counted), Decimal(0))
    total = sum((mark.weight for mark in counted), Decimal(0))
    result = f"{_plain(weighted)} : {_plain(total)} = {_plain(mean)}"
    if all(mark.weight == 1 for mark in counted):
        values = " + ".join(str(mark.value) for mark in counted)
        return f"({values}) : {len(counted)} = {result}"
    values = " + ".join(f"{mark.value}×{_plain(mark.weight)}" for mark in counted)
    weights = " + ".join(_plain(mark.weight) for mark in counted)
    return f"({values}) : ({weights}) = {result}"


def _plain(number: Decimal) -> str:
    """Return a number without idle zeros, with the Russian comma."""
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", ",")
