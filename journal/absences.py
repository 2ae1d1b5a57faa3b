"""Why a pupil was absent: documents, what they cover, and which reason counts for a lesson.

A roll call says that a pupil was absent, nothing here does. A document goes before a reason given
for one lesson; of two documents illness goes before any other.
Source: domain specification, s. 2; TAL-2.9b, ANC-R.VIII.5, contradictions C-05 and C-20.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from journal.attendance import ABSENT, ILLNESS, INVALID, VALID


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A kind of document; ``code`` is the reason of absence that it proves."""

    name: str
    code: str


MEDICAL = "medical"

DOCUMENT_KINDS: Mapping[str, DocumentKind] = {
    MEDICAL: DocumentKind("Справка медицинской организации", ILLNESS),
    "application": DocumentKind("Заявление родителей", VALID),
    "competition": DocumentKind("Приказ об олимпиаде или соревновании", VALID),
    "checkup": DocumentKind("Медицинский осмотр", VALID),
    "sanatorium": DocumentKind("Санаторий", VALID),
    "summons": DocumentKind("Вызов (военкомат, суд)", VALID),
    "quarantine": DocumentKind("Карантин класса", VALID),
    "other": DocumentKind("Другой документ", VALID),
}

_BY_WEIGHT = (ILLNESS, VALID, INVALID)


@dataclass(frozen=True, slots=True)
class Cover:
    """The days that a document explains, with its reason."""

    code: str
    start: date
    end: date

    def covers(self, day: date) -> bool:
        """Tell whether ``day`` is one of them; both ends are."""
        return self.start <= day <= self.end


def reason_of_absence(day: date, said: str, covers: Iterable[Cover]) -> str:
    """Return the confirmed reason of an absence on ``day``, "" while there is none.

    ``said``: what the class teacher said of this lesson; ``covers``: documents of the pupil.
    """
    proven = {cover.code for cover in covers if cover.covers(day)}
    return next((code for code in _BY_WEIGHT if code in proven), said)


def effective_code(code: str, reason: str) -> str:
    """Return what stands for a lesson: the reason instead of «н», anything else as it is."""
    return reason if code == ABSENT and reason else code


def document_fault(
    kind: str, presented: date, issued: date | None, start: date | None, end: date | None
) -> str | None:
    """Return why a document cannot be as it says, or ``None``."""
    if kind not in DOCUMENT_KINDS:
        return "Такого вида документа о пропуске нет в справочнике."
    if issued is not None and issued > presented:
        return "Документ не может быть выдан позже, чем предъявлен: проверьте даты."
    if (start is None) != (end is None):
        return "Укажите обе даты: с какого и по какое число документ объясняет пропуски."
    if start is not None and end is not None and end < start:
        return "Последний день документа раньше первого: проверьте даты."
    return None
