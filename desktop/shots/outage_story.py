"""What the picture of «Рабочие места» shows: a school after an outage, one notebook lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from desktop.models.transfer_picture import TransferPicture
from desktop.shots.transfer_story import DEPUTY, MOVED, at
from journal.queries.outage_intervals import ClosingAct
from journal.queries.school_outages import SchoolOutage
from journal.queries.temporary_journals import TemporaryJournal
from journal.queries.unkept_lessons import UnkeptLesson
from journal.queries.workplaces import Standing, WorkplaceLine

_MOVING, _OVERDUE, _MOVED = (card.journal for card in DEPUTY.journals[:3])
_OPEN = replace(
    _MOVED,
    is_own=False,
    state="open",
    restored=None,
    due=None,
    transferred=None,
    in_time=None,
)
_ACT = ClosingAct("3", "ноутбук украден", date(2026, 11, 18), 118, 42, 0, "Смирнова Е. П.")
_ACTED = replace(
    _OPEN, state="acted", intervals=tuple(replace(each, act=_ACT) for each in _OPEN.intervals)
)


def _lessons(*places: tuple[str, int, str, str]) -> tuple[UnkeptLesson, ...]:
    return tuple(
        UnkeptLesson(at(f"{day} 00:00").date(), slot, title, subject, True, True)
        for day, slot, title, subject in places
    )


_HERS = _lessons(
    ("18.11", 1, "7А", "алгебра"), ("18.11", 2, "7Б", "алгебра"), ("18.11", 4, "9А", "геометрия"),
    ("19.11", 1, "7А", "алгебра"), ("19.11", 3, "7Б", "геометрия"), ("20.11", 2, "9А", "алгебра"),
)  # fmt: skip


def _line(
    number: int,
    name: str,
    owner: str,
    standing: Standing,
    words: str,
    contact: str,
    pushed: str,
    journal: TemporaryJournal | None = None,
    unkept: tuple[UnkeptLesson, ...] = (),
) -> WorkplaceLine:
    return WorkplaceLine(
        f"station{number}", number, name, owner, number == 3, _at(contact), _at(pushed), journal,
        unkept, standing, words, standing in ("open", "unkept") and journal is not None,
    )  # fmt: skip


def _at(moment: str) -> datetime | None:
    return at(moment) if moment else None


_FINE = "на связи, всё принято"
_LINES = (
    _line(3, "учительская", "Смирнова Е. П.", "fine", _FINE, "20.11 09:14", "20.11 09:02"),
    _line(7, "кабинет 12", "Громов О. И.", "fine", _FINE, "20.11 09:12", "20.11 08:57"),
    _line(11, "ноутбук", "Иванова Н. С.", "unkept",
          "временный журнал № 4 открыт, получено: 12 записей · молчит с 18.11 08:25 · без записей:"
          " 6 уроков (сегодня 1)", "18.11 08:25", "18.11 08:25", _OPEN, _HERS),
    _line(14, "кабинет 7", "Орлова Т. В.", "overdue",
          "срок прошёл 13.11 в 23:59, не перенесено: 28 записей", "20.11 08:40", "11.11 09:01",
          _OVERDUE),
    _line(15, "ноутбук", "Соколов П. Д.", "acted",
          "закрыт актом № 3 от 18.11: получено до записи 118, конец неизвестен · молчит с 09.11"
          " 14:10", "09.11 14:10", "09.11 14:10", _ACTED),
    _line(21, "кабинет 214", "Петрова А. А.", "moving",
          "перенести до 24.11 23:59 — осталось 2 рабочих дня", "20.11 09:10", "20.11 08:02",
          _MOVING),
    _line(22, "дом", "Петрова А. А.", "silent", "молчит с 19.11 20:31", "19.11 20:31",
          "19.11 20:31", _MOVED),
    _line(25, "библиотека", "Яковлева Ж. А.", "silent", "связи ещё не было", "", ""),
)  # fmt: skip


def _outage(
    since: str, until: str, journals: tuple[TemporaryJournal, ...], *reasons: str
) -> SchoolOutage:
    return SchoolOutage(at(since).date(), 1, at(since), at(until), journals, reasons)


WATCHED: TransferPicture = replace(
    MOVED,
    contests=(),
    disputes=(),
    watches=True,
    workplaces=_LINES,
    outages=(
        _outage("19.11 12:10", "20.11 08:02", (_MOVING, _OPEN), "Отключение электричества"),
        _outage("09.11 11:05", "11.11 09:00", (_OVERDUE, _ACTED, _MOVED),
                "Авария центрального сервера"),
    ),
)  # fmt: skip
