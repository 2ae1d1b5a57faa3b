"""What one more mark would do to a mean, and what the next better mark takes.

Source: ANC-D.3, NEM-2.6h (forecast of the success in a period).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from journal.terms import WeightedMark, propose_mark, weighted_mean

_TRIED = (5, 4, 3)
_MOST = 10


@dataclass(frozen=True, slots=True)
class OneMore:
    """The mean after one more mark, and the mark that it proposes."""

    mark: int
    mean: Decimal
    proposed: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """What lies ahead of a pupil in a period.

    Attributes:
        after: one more 5, 4 or 3.
        target: the next better mark for the period; "" when the best is proposed already.
        fives: how many fives in a row reach it; ``None`` when ten do not.
    """

    after: tuple[OneMore, ...]
    target: str
    fives: int | None


def look_ahead(
    marks: Sequence[WeightedMark], thresholds: Sequence[Decimal], weight: Decimal
) -> Outlook | None:
    """Return what further marks of ``weight`` would do; ``None`` before the first mark.

    Args:
        marks: of the period so far.
        thresholds: least means for 5, 4 and 3, in this order.
        weight: of the work types that is tried, more than 0.
    """
    proposed = propose_mark(weighted_mean(marks), thresholds)
    if proposed is None:
        return None
    target = "" if proposed == "5" else str(int(proposed) + 1)
    after = []
    for mark in _TRIED:
        mean = weighted_mean((*marks, WeightedMark(mark, weight)))
        assert mean is not None
        after.append(OneMore(mark, mean, propose_mark(mean, thresholds) or ""))
    return Outlook(tuple(after), target, _fives(marks, thresholds, weight, target))


def _fives(
    marks: Sequence[WeightedMark], thresholds: Sequence[Decimal], weight: Decimal, target: str
) -> int | None:
    if not target:
        return 0
    for count in range(1, _MOST + 1):
        mean = weighted_mean((*marks, *[WeightedMark(5, weight)] * count))
        if (propose_mark(mean, thresholds) or "") >= target:
            return count
    return None
