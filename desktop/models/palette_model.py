"""What Ctrl+K offers: pages, pupils, screens and commands, the best answer first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject

from desktop.models.rows import RowsModel
from desktop.models.word_match import readings, score

OfferKind = Literal["page", "pupil", "card", "screen", "command"]
KIND_WORDS: dict[OfferKind, str] = {
    "page": "страница журнала",
    "pupil": "ученик",
    "card": "личная карта",
    "screen": "экран",
    "command": "команда",
}
_MOST = 50


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing to go to or to do.

    Attributes:
        name: tells it from all others and stays the same the next time.
        kind: what it is.
        words: as people say it, «9А · Русский язык»; it is found by them and by the ``note``.
        note: what stands beside it: the teacher of a page, the class of a pupil, a key.
        act: goes there, or does it.
    """

    name: str
    kind: OfferKind
    words: str
    note: str
    act: Callable[[], object]

    def in_words(self) -> str:
        """Return the offer as a sentence for readers of the screen."""
        return ", ".join(filter(None, (self.words, self.note, KIND_WORDS[self.kind])))


class PaletteModel(RowsModel[Offer]):
    """Narrows the offers by what is typed; without a word the recent ones stand first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(lambda each: each.name, Offer.in_words, parent)
        self._offers: Sequence[Offer] = ()
        self._recent: list[str] = []

    def offer(self, offers: Sequence[Offer]) -> None:
        """Take what can be found now, in its natural order."""
        self._offers = offers
        self.seek("")

    def seek(self, typed: str) -> None:
        """Show what answers, at most fifty lines."""
        meant = readings(typed)
        places = {name: place for place, name in enumerate(self._recent)}
        last = len(self._recent)
        ranked = [
            (-(score(meant, f"{each.words} {each.note}") if meant else 1), place, each)
            for place, each in enumerate(self._offers)
        ]
        ranked = [line for line in ranked if line[0]]
        ranked.sort(key=lambda line: (line[0], places.get(line[2].name, last), line[1]))
        self.show_rows(tuple(each for _, _, each in ranked[:_MOST]))

    def remember(self, offer: Offer) -> None:
        """Let what was chosen stand first the next time."""
        self._recent = [offer.name, *(each for each in self._recent if each != offer.name)]
