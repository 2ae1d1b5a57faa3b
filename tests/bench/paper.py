"""Row 4: one F-01 over the same texts on a bare canvas."""

from tests.bench.table import Row, against
from tests.printing.floor import measure

TARGET = 2.0


def measure_paper(rounds: int = 40) -> list[Row]:
    """Return the line of a full page of the register as a document."""
    cost = measure(rounds)
    title = f"Форма F-01, {cost.texts} надписей (лучшее время)"
    return [against(title, cost.floor_ms / 1000, cost.printed_ms / 1000, TARGET)]
