"""The table that the bench prints."""

import os
import platform
import sys
from dataclasses import dataclass

_TITLES = ("Что измерено", "нижняя граница", "продукт", "отношение", "цель", "итог")
MET, MISSED = "да", "НЕТ"


@dataclass(frozen=True, slots=True)
class Row:
    """One line; ``None`` in ``is_met`` when the line has no target of its own."""

    title: str
    floor: str
    product: str
    ratio: str
    target: str = ""
    is_met: bool | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        """What stands in the columns."""
        verdict = "" if self.is_met is None else MET if self.is_met else MISSED
        return (self.title, self.floor, self.product, self.ratio, self.target, verdict)


def against(title: str, floor: float, product: float, most: float) -> Row:
    """Return the line of two times in seconds, of which the second may be ``most`` floors."""
    ratio = product / floor
    return Row(
        title, shown(floor), shown(product), f"{ratio:.2f}", f"≤ {most:g}", is_met=ratio <= most
    )


def shown(seconds: float) -> str:
    """Return a time for people."""
    return f"{seconds * 1000:.2f} мс" if seconds < 0.1 else f"{seconds * 1000:.0f} мс"


def table(rows: list[Row]) -> str:
    """Return the lines under their titles."""
    lines = [_TITLES, *(row.cells for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(_TITLES))]
    rule = "-" * (sum(widths) + 2 * (len(widths) - 1))
    printed = ["  ".join(_aligned(line, widths)).rstrip() for line in lines]
    return "\n".join((printed[0], rule, *printed[1:]))


def machine(postgres: str) -> str:
    """Return what the numbers depend on; ``postgres`` is the version of the server, if asked."""
    facts = [
        f"ядер {os.cpu_count()}",
        f"{platform.system()} {platform.machine()}",
        f"Python {platform.python_version()}",
        f"PostgreSQL {postgres}" if postgres else "",
    ]
    load = f"нагрузка {os.getloadavg()[0]:.1f}" if sys.platform != "win32" else ""
    return "Компьютер: " + ", ".join(fact for fact in (*facts, load) if fact)


def _aligned(line: tuple[str, ...], widths: list[int]) -> list[str]:
    title, *rest = line
    return [
        title.ljust(widths[0]),
        *(cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True)),
    ]
