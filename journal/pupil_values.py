"""What entries say of pupils besides their lessons: absences with reasons, documents, cards."""

from datetime import date

from journal.values import Value


class AbsenceReason(Value, frozen=True):
    """Why a pupil missed one lesson: "б", "уп" or "нп"; an empty ``code`` takes it back."""

    code: str = ""


class AbsenceCover(Value, frozen=True):
    """A document explains what a pupil missed on this page on the days ``start``-``end``.

    Nothing else of the document stands here. An empty ``code`` takes it back; ``reason`` asks for a
    correction where the page is certified already.
    """

    code: str
    start: date
    end: date
    reason: str = ""


class DayAbsence(Value, frozen=True):
    """A pupil is absent the whole day, as long as no roll call says otherwise."""

    absent: bool = True


class AbsenceDocument(Value, frozen=True):
    """A document about an absence («Документ о пропуске»); ``kind`` is one of ``absences``.

    ``presented``: the day it was handed in; from it the time for correcting reasons runs. Without
    ``start`` and ``end`` it is only noted that it has come.
    """

    pupil: str
    kind: str
    presented: date
    number: str = ""
    issued: date | None = None
    start: date | None = None
    end: date | None = None
    withdrawn: bool = False


class Card(Value, frozen=True):
    """Personal data of a pupil; what stands after the birth date a school's decision switches on.

    ``reason`` asks for the change where the local act has the class teacher ask (C-15).
    """

    sex: str = ""
    birth_date: date | None = None
    phone: str = ""
    address: str = ""
    email: str = ""
    reason: str = ""


class Parent(Value, frozen=True):
    """A parent or guardian of one pupil: ``relation`` is one of ``cards.RELATIONS``.

    ``passport`` (series, number, whoever issued it and when, as one line) and ``snils`` (digits
    only) stand here where the local act requires them; ``reason`` as in ``Card``.
    """

    relation: str
    surname: str
    name: str
    patronymic: str = ""
    sex: str = ""
    birth_date: date | None = None
    passport: str = ""
    snils: str = ""
    phone: str = ""
    address: str = ""
    email: str = ""
    removed: bool = False
    reason: str = ""


class CardConfirmed(Value, frozen=True):
    """On ``day`` the class teacher looked at the card and found it true."""

    day: date


class CardField(Value, frozen=True):
    """A further field of cards is kept by the school's decision, or no longer."""

    is_on: bool
    number: str
    day: date
