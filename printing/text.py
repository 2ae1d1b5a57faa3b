"""Fits Russian text into cells: wrapping, shrinking, and ties that no line may break."""

import re
from functools import lru_cache
from typing import Final

from printing.fonts import printable, width

MM: Final = 72 / 25.4
"""Points in a millimetre."""

# «§ 12», «№ 2», «упр. 105», «Е. П. Смирнова», «Смирнова Е.П.» stay together
_TIES: Final = re.compile(
    r"(?<=[§№]) (?=\S)|(?<=\b(?:упр|стр|зад)\.) (?=\d)|(?<=подгруппа) (?=\d)|(?<=\b\w\.) (?=\w)"
    r"|(?<=[а-яё]) (?=[А-ЯЁ]\. ?[А-ЯЁ]\.)"
)


def tie(text: str) -> str:
    """Return ``text`` ready to print, with no-break spaces where a line must not end."""
    return _TIES.sub("\u00a0", printable(text))


@lru_cache(maxsize=8192)
def wrap(text: str, font: str, size: float, room: float) -> tuple[str, ...]:
    """Break ``text`` into lines of at most ``room`` mm; () for an empty text.

    A word wider than a line is broken between letters, so that nothing is ever cut off.
    """
    limit = room * MM
    lines: list[str] = []
    line = ""
    for word in tie(text).split(" "):
        if not word:
            continue
        longer = f"{line} {word}" if line else word
        if width(longer, font, size) <= limit:
            line = longer
            continue
        if line:
            lines.append(line)
        while width(word, font, size) > limit and len(word) > 1:
            taken = _letters_that_fit(word, font, size, limit)
            lines.append(word[:taken])
            word = word[taken:]
        line = word
    if line:
        lines.append(line)
    return tuple(lines)


def _letters_that_fit(word: str, font: str, size: float, limit: float) -> int:
    taken = 1
    while taken < len(word) and width(word[: taken + 1], font, size) <= limit:
        taken += 1
    return taken


@lru_cache(maxsize=8192)
def shrink(text: str, font: str, size: float, room: float, least: float) -> float:
    """Return the largest size from ``size`` down to ``least`` at which a line fits ``room`` mm.

    ``least`` is returned when even that is too wide; the caller then wraps.
    """
    wide = width(text, font, size)
    if wide <= room * MM:
        return size
    return max(least, int(size * room * MM / wide * 4) / 4)


@lru_cache(maxsize=8192)
def fit(
    text: str, font: str, room: float, sizes: tuple[tuple[float, int], ...]
) -> tuple[float, tuple[str, ...]]:
    """Return the first (size, lines) of ``sizes`` = (size, most lines) that holds ``text``.

    When none does, the last size is taken and the lines are more than it allows: the caller
    sees that the text must continue elsewhere.
    """
    lines: tuple[str, ...] = ()
    size = sizes[-1][0]
    for size, most in sizes:
        lines = wrap(text, font, size, room)
        if len(lines) <= most:
            break
    return size, lines
