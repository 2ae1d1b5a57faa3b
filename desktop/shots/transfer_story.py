"""What the pictures of «Перенос» show: a teacher's autumn with two outages, as she would see it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from desktop.models.transfer_picture import Contest, Dispute, TransferPicture
from journal.queries.disputes import Awaited, Decided
from journal.queries.history import HistoryLine
from journal.queries.interval_counts import Counts
from journal.queries.naming import CellName
from journal.queries.obligations import Obligation
from journal.queries.outage_intervals import OutageInterval
from journal.queries.temporary_journals import State, TemporaryJournal
from journal.queries.transfers import JournalCard, OpenCell, TransferLine, Version

_ZONE = ZoneInfo("Europe/Moscow")
_YEAR = 2026
_MARK = "mark.set"


def at(text: str) -> datetime:
    """Return a moment of the autumn of the pictures: "13.11 12:48"."""
    return datetime.strptime(f"{text} {_YEAR}", "%d.%m %H:%M %Y").replace(tzinfo=_ZONE)


def _cell(pupil: str, day: str = "13.11", slot: int = 6) -> CellName:
    when = at(f"{day} 00:00").date()
    title = f"{pupil} · 9А, русский язык, {day}"
    return CellName(title, "", pupil, "9А", "русский язык", when, slot, "page", "lesson")


def _line(
    cell: CellName,
    shows: str,
    author: str,
    place: int,
    written: str,
    got: str,
    status: str = "contested",
    journal: str = "",
) -> TransferLine:
    entry = f"{cell.title}/{shows}/{author}/{written}"
    history = HistoryLine(
        entry, shows, author, f"место {place}", at(written), at(got) if got else None, status,
        "", "",
    )  # fmt: skip
    return TransferLine(f"key/{cell.title}", cell, history, journal, author, _MARK)


def _version(line: TransferLine, role: str, words: str, *, stands: bool = False) -> Version:
    return Version(
        line.key, line.cell, line.line, line.journal, line.author, line.kind, role, stands, words
    )


def _journal(
    number: int,
    opened: str,
    restored: str,
    due: str,
    moved: str,
    counts: Counts,
    state: State,
    *,
    in_time: bool | None = True,
    reason: str = "",
) -> TemporaryJournal:
    day = at(opened).date()
    end = at(restored) if restored else None
    until = at(due) if due else None
    done = at(moved) if moved else None
    span = OutageInterval(
        f"interval{number}", "station", number * 100, None if end is None else number * 100 + 99,
        reason, False, False, at(opened), at(opened), end, until, done,
    )  # fmt: skip
    return TemporaryJournal(
        f"№ {number} / рабочее место 21 / 2026-27", number, "station", 21, "Петрова А. А.", True,
        day, (span,), counts, state, end, until, done, in_time,
    )  # fmt: skip


_JOURNALS = (
    JournalCard(
        _journal(7, "20.11 08:31", "", "", "", Counts(34, 0), "open", in_time=None),
        "сегодня с 08:31",
        "ждёт связи; после её возвращения — 2 рабочих дня",
        "",
    ),
    JournalCard(
        _journal(
            6, "13.11 13:00", "16.11 10:00", "18.11 23:59", "16.11 10:02",
            Counts(215, 215, 1, 1), "transferred", reason="Нет интернета",
        ),
        "13.11 13:00 – 16.11 10:00",
        "перенесён 16.11 в 10:02, в срок · 2 решения за людьми",
        "",
    ),
    JournalCard(
        _journal(
            5, "02.11 08:20", "02.11 08:55", "05.11 23:59", "02.11 08:56", Counts(18, 18),
            "transferred",
        ),
        "02.11 08:20 – 08:55",
        "перенесён 02.11 в 08:56, в срок",
        "",
    ),
    JournalCard(
        _journal(
            4, "22.10 09:10", "22.10 13:40", "26.10 23:59", "22.10 13:42", Counts(61, 61),
            "transferred",
        ),
        "22.10 09:10 – 13:40",
        "перенесён 22.10 в 13:42, в срок",
        "",
    ),
)  # fmt: skip
_PUPILS = (
    "Алексеева Софья", "Андреев Матвей", "Белова Арина", "Васильев Тимофей", "Галкин Иван",
    "Ершов Лев", "Жуков Егор", "Крылова Анна", "Логинова Мария", "Мельников Артём",
)  # fmt: skip
_WAITING = tuple(
    _line(_cell(pupil, "20.11", slot), "54н"[place % 3], "Петрова А. А.", 21,
          f"20.11 {7 + slot:02}:{34 + place}", "", "pending", journal=_JOURNALS[0].journal.label)
    for slot in range(1, 5)
    for place, pupil in enumerate(_PUPILS[: 10 if slot < 3 else 7])
)  # fmt: skip
_ANNA = _cell("Крылова Анна")
_FOUR = _version(
    _line(_ANNA, "4", "Петрова А. А.", 21, "13.11 12:48", "13.11 12:48", "current"),
    "учитель", "сейчас в клетке", stands=True,
)  # fmt: skip
_THREE = _version(
    _line(_ANNA, "3", "Орлова Т. В.", 14, "13.11 13:22", "16.11 10:01",
          journal="№ 2 / рабочее место 14 / 2026-27"),
    "замена", "пришло вторым",
)  # fmt: skip
_FIVE = _version(
    _line(_ANNA, "5", "Петрова А. А.", 22, "13.11 14:05", "16.11 10:02",
          journal="№ 6 / рабочее место 21 / 2026-27"),
    "учитель", "пришло позже",
)  # fmt: skip
_AWAITED = Awaited("Петрова А. А.", at("16.11 10:01"), date(_YEAR, 11, 17))


def _contest(*versions: Version, refusal: str = "", setback: str = "") -> Contest:
    entries = tuple(version.line.entry for version in versions)
    cell = OpenCell(versions[0].key, versions[0].cell, entries, versions, refusal)
    return Contest(cell, _AWAITED, setback)


def _topic_contest() -> Contest:
    cell = CellName(
        "Тема урока · 9А, русский язык, 16.11", "тема урока", "", "9А", "русский язык",
        date(_YEAR, 11, 16), 3, "page", "lesson",
    )  # fmt: skip
    first = _line(cell, "Придаточные обстоятельственные: места и времени", "Петрова А. А.", 21,
                  "16.11 10:40", "16.11 10:40", "current")  # fmt: skip
    second = _line(cell, "Сложноподчинённые предложения с придаточными обстоятельственными"
                   " (замена: повторение)", "Орлова Т. В.", 14, "16.11 10:52", "16.11 14:10",
                   journal="№ 3 / рабочее место 14 / 2026-27")  # fmt: skip
    return _contest(
        _version(first, "учитель", "сейчас в клетке", stands=True),
        _version(second, "замена", "пришло вторым"),
    )


def _held(*, may_decide: bool) -> Dispute:
    line = _line(_cell("Жуков Егор", "16.11", 3), "5", "Орлова Т. В.", 14, "16.11 10:55",
                 "16.11 14:10", "held", journal="№ 3 / рабочее место 14 / 2026-27")  # fmt: skip
    version = _version(line, "учитель", "ждёт решения")
    cell = OpenCell(line.key, line.cell, (line.line.entry,), (version,), "", "замена")
    first = "С" if may_decide else "с"
    who = "" if may_decide else "Решает заместитель директора Смирнова Е. П., ждём с 16.11 14:10 · "
    return Dispute(
        line.line.entry, "held", f"{line.cell.title} · «5»",
        "Орлова Т. В.: замена на этот урок ещё не назначена",
        f"{who}{first}ейчас в клетке: пусто · записано 16.11 10:55, место 14 · получено сервером"
        " 16.11 14:10 · временный журнал № 3 / место 14",
        ("appoint", "accept", "reject") if may_decide else (), line, cell,
    )  # fmt: skip


def _late() -> Dispute:
    line = _line(_cell("Белова Арина", "21.10", 2), "4", "Петрова А. А.", 21, "13.11 14:20",
                 "16.11 10:02", "held", journal="№ 6 / рабочее место 21 / 2026-27")  # fmt: skip
    return Dispute(
        line.line.entry, "held", f"{line.cell.title} · «4»",
        "Петрова А. А.: поступило после закрытия четверти: ждёт решения заместителя директора",
        "Сейчас в клетке: «3» (Петрова А. А.) · записано 13.11 14:20, место 21 · получено"
        " сервером 16.11 10:02 · временный журнал № 6 / место 21",
        ("accept", "reject"), line, None,
    )  # fmt: skip


def _refused() -> Dispute:
    line = _line(_cell("Петрова Ксения", "16.11", 3), "14", "Петрова А. А.", 21, "16.11 10:58",
                 "16.11 14:10", "refused")  # fmt: skip
    return Dispute(
        line.line.entry, "refused", f"{line.cell.title} · «14»",
        "такой отметки нет: допустимы 2-5, н, осв, зач — исправьте или уберите",
        "Записано 16.11 10:58, место 21 · получено сервером 16.11 14:10",
        ("correct", "set_aside"), line,
    )  # fmt: skip


TEACHER = TransferPicture(
    journals=_JOURNALS,
    waiting=_WAITING,
    contests=(_contest(_FOUR, _THREE),),
    disputes=(_refused(), _held(may_decide=False)),
    going_on=_JOURNALS[0].journal.intervals[0],
    since="08:31",
    last_contact=at("20.11 08:31"),
)
MOVED = replace(TEACHER, journals=_JOURNALS[1:], waiting=(), going_on=None, since="")
_OVERDUE = JournalCard(
    _journal(8, "09.11 11:05", "11.11 09:00", "13.11 23:59", "", Counts(40, 12), "overdue",
             in_time=False, reason="Авария центрального сервера"),
    "09.11 11:05 – 11.11 09:00",
    "срок прошёл 13.11 в 23:59, не перенесено: 28 записей",
    "",
)  # fmt: skip
_MOVING = JournalCard(
    _journal(9, "19.11 12:10", "20.11 08:02", "24.11 23:59", "", Counts(34, 12), "moving",
             in_time=None, reason="Отключение электричества"),
    "19.11 12:10 – 20.11 08:02",
    "перенести до 24.11 23:59 — осталось 2 рабочих дня",
    "В производственном календаре нет 2027 года: срок посчитан без праздников.",
)  # fmt: skip


def _owed(card: JournalCard, days_left: int, *, is_overdue: bool) -> Obligation:
    journal = card.journal
    assert journal.restored is not None
    assert journal.due is not None
    missing = journal.counts.total - journal.counts.received
    return Obligation(
        f"transfer/{journal.number}", "user", journal.owner,
        f"Перенести временный журнал {journal.label}: {missing} записей", journal.restored,
        journal.due, "TAL-3.2", "Общий локальный акт: перенос за 2 рабочих дня", days_left,
        is_overdue, None, journal,
    )  # fmt: skip


DEPUTY = replace(
    MOVED,
    obligations=(_owed(_OVERDUE, 0, is_overdue=True), _owed(_MOVING, 2, is_overdue=False)),
    watches=True,
    journals=(_MOVING, _OVERDUE, *_JOURNALS[1:3]),
    contests=(_contest(_FOUR, _THREE, refusal="Сначала решает учитель этого урока."),),
    disputes=(_held(may_decide=True), _late()),
)
_DECIDED = Decided("key", _cell("Галкин Иван"), "5", at("20.11 09:00"))
_SET_CHANGED = "набор записей изменился: посмотрите на них и решите ещё раз"
SEVERAL = replace(
    TEACHER,
    contests=(
        _contest(_FOUR, _THREE, _FIVE, setback=_SET_CHANGED),
        _topic_contest(),
        _contest(_FOUR, _THREE),
    ),
    disputes=(_held(may_decide=False),),
    decided=(_DECIDED,),
)
