"""The frozen pages that queries fill and ``printing`` renders.

Everything here is already in print form: Russian words, names as they stand on paper, moments
in the school's time zone. The printer decides where a text goes, never what it says.

Fields marked ``NOT_DATA`` say how, when and for whom a copy was made; they are left out of the
digest of the document's data (``printing.digest``), so that two copies of the same page carry
the same control code.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

CROSSED: Final = "—"
"""Text of a cell in which the pupil was not yet enrolled or had already left."""

CORRECTED: Final = "*"
"""Last sign of a cell whose value was corrected; a `Correction` tells the story."""

NOT_DATA: Final[dict[str, Any]] = {"not_data": True}
"""Field metadata: the field belongs to the copy, not to what the document says."""


@dataclass(frozen=True, slots=True)
class SchoolHead:
    """Names the school at the head of a document.

    ``system`` is the bare name of the information system; the printer adds «ИС» and quotes.
    """

    short_name: str
    full_name: str
    municipality: str
    system: str


@dataclass(frozen=True, slots=True)
class Imprint:
    """Says how this one copy came to be; never part of the document's data.

    ``made_at`` is aware and in the school's time zone; it is printed as it stands.
    ``copy_number`` is the number in the register of copies («журнал печати»), "" before
    registration. A non-empty ``draft_reason`` (a Russian sentence) makes the copy a draft: it
    carries the watermark and may not be certified.
    """

    made_at: datetime
    version: str
    copy_number: str = ""
    draft_reason: str = ""


@dataclass(frozen=True, slots=True)
class Witness:
    """Ties a printed page to the state of its scope; goes into the QR code, without names.

    ``digest`` is the hex digest over the page's keys and current entries; ``ordinal`` is the
    number of the last entry of ``scope`` that the copy knows, within ``epoch``.
    """

    epoch: str
    scope: str
    ordinal: int
    digest: str


@dataclass(frozen=True, slots=True)
class Signer:
    """Names a person who signs: the post in full, the name with initials first."""

    post: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Certification:
    """Fills the block F-06a «Верно» (ГОСТ Р 7.0.97-2016, 5.26).

    Date and signature are handwritten: ``signed_on`` is set only where the school wants a
    prefilled date. ``electronic_original`` prints where the original is kept and the control
    code. ``kept_at`` is the whole sentence «Подлинник документа находится в ...» for a copy
    that goes to another organisation. ``agreed`` is the administrator with whom the print was
    agreed, where the profile asks for it (ANC-P4.D.2).
    """

    signer: Signer
    seal: bool
    signed_on: date | None = None
    electronic_original: bool = True
    kept_at: str = ""
    agreed: Signer | None = None


# -- F-01, the subject spread --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LessonRow:
    """A row of the right page: what was taught.

    ``number`` is the running number of the lesson in the year, not the bell slot. ``note`` is
    «зам. Петрова А.А.», «ДО», «урок 5-6» or "".
    """

    number: int
    topic: str
    homework: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class LessonSlot:
    """A column of the left page: one lesson, or a further column of the lesson before it.

    ``work`` is the short code of the work type, "" for ordinary answers. ``row`` is None for a
    further column of the same lesson; ``letter`` («а», «б») then tells the columns apart. Two
    lessons on one day are two slots with the same ``day``, each with its own row.
    """

    day: date
    row: LessonRow | None
    work: str = ""
    letter: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingLine:
    """Sums up the lessons of a term or year in the row opposite its column.

    ``title`` is «II четверть» or «За год». Hours are academic hours; ``planned`` (curriculum)
    and ``plan_hours`` (calendar-thematic plan) are None where no plan is known. ``lag_reason``
    explains a difference; ``outcome`` is «Программа выполнена» and the like, "" when unknown.
    ``teacher`` is written with initials first.
    """

    title: str
    planned: int | None
    plan_hours: int | None
    given: int
    teacher: str
    lag_reason: str = ""
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class TermSlot:
    """A grey column after the last lesson of a term: «I четверть», «Год», «Экз.», «Итог.»."""

    title: str
    closing: ClosingLine | None = None


Slot = LessonSlot | TermSlot


@dataclass(frozen=True, slots=True)
class PupilRow:
    """A pupil's line: one cell for each slot of the page, already in print notation.

    Cells are "5", "54", "н", "н4", "зач", "осв", "н/а", "" (present, no mark), `CROSSED`, or
    any of them with `CORRECTED` at the end. ``arrived`` and ``left`` are the remarks of
    forms.md §0.2 («прибыл 01.10.2026, пр. № 45»), "" for most pupils; ``arrived`` belongs to a
    leading run of crossed cells, ``left`` to a trailing one.
    """

    number: int
    name: str
    cells: tuple[str, ...]
    arrived: str = ""
    left: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """Footnote of a corrected cell; ``slot`` is the index of the slot it belongs to.

    ``text`` is «12.10 Иванов: 3 исправлено на 4, запрос № 17, ...» without the asterisk.
    """

    slot: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectPage:
    """One page of the register (subject or subgroup) over the printed interval.

    ``subject`` is in lower case as on the paper line; ``group`` is «подгруппа 1» or "".
    ``teacher`` is the full name. ``heading`` replaces the first line for an individual plan.
    Every pupil has exactly as many cells as there are slots.
    """

    subject: str
    teacher: str
    slots: tuple[Slot, ...]
    pupils: tuple[PupilRow, ...]
    group: str = ""
    heading: str = ""
    corrections: tuple[Correction, ...] = ()
    witness: Witness | None = field(default=None, metadata=NOT_DATA)


@dataclass(frozen=True, slots=True, kw_only=True)
class TermRegister:
    """F-01: pages of one class for one interval, certified once after the last of them.

    ``year`` is «2026/2027», ``period`` «I четверть» or «учебный год». ``certification`` is
    None for a print that is not meant to be certified.
    """

    school: SchoolHead
    year: str
    class_name: str
    period: str
    pages: tuple[SubjectPage, ...]
    imprint: Imprint = field(metadata=NOT_DATA)
    certification: Certification | None = field(default=None, metadata=NOT_DATA)
