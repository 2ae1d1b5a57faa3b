"""Finding by a few letters of a few words, forgiving ё, case, layout and a wrong letter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from journal.marks import SAME_KEY

_WORD = re.compile(r"\w+")
_LOOK_ALIKE = str.maketrans("abcehkmoptxy", "авсенкмортху")
_BEGINS, _HOLDS, _NEARLY = 4, 2, 1
_LEAST_FOR_A_SLIP = 4


@cache
def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text as they are compared: small letters, ё as е."""
    return tuple(_WORD.findall(text.casefold().replace("ё", "е")))


def readings(typed: str) -> list[list[tuple[str, ...]]]:
    """Return for each word what may have been meant: as typed, by the Russian keys, by look-alikes.

    A reading may fall into several words itself («5-а»).
    """
    meant = []
    for word in typed.casefold().split():
        variants = (word, word.translate(SAME_KEY), word.translate(_LOOK_ALIKE))
        found = [each for each in dict.fromkeys(words_of(variant) for variant in variants) if each]
        meant.append(found)
    return meant


def score(meant: Sequence[Sequence[tuple[str, ...]]], text: str) -> int:
    """Return how well a text answers; 0 when a word that was meant is missing in it."""
    found, whole = words_of(text), 0
    for variants in meant:
        best = max((_score(wanted, found) for wanted in variants), default=0)
        if not best:
            return 0
        whole += best
    return whole


def _score(wanted: Sequence[str], found: Sequence[str]) -> int:
    whole = 0
    for word in wanted:
        best = max((_of_word(word, each) for each in found), default=0)
        if not best:
            return 0
        whole += best
    return whole


def _of_word(word: str, found: str) -> int:
    if found.startswith(word):
        return _BEGINS + (word == found)
    if word in found:
        return _HOLDS
    return _NEARLY if len(word) >= _LEAST_FOR_A_SLIP and _slips(word, found) else 0


def _slips(word: str, found: str) -> bool:
    """Tell whether a word begins as meant but for one letter: wrong, missing, or one too many."""
    at = next((at for at, (a, b) in enumerate(zip(word, found, strict=False)) if a != b), None)
    if at is None:
        return False
    rest = word[at + 1 :]
    return any(
        found[start:].startswith(tail)
        for start, tail in ((at + 1, rest), (at, rest), (at + 1, word[at:]))
    )
