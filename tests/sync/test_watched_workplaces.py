"""All workplaces as the deputy sees them: contact, silence, lessons without entries, reminders."""

from datetime import date, datetime

import pytest

from journal.queries.obligations import read_obligations
from journal.queries.reminders import read_reminder
from journal.queries.workplaces import WorkplaceLine, read_workplaces
from journal.services.lessons import CallRoll, SetTopic, call_roll, set_topic
from journal.services.outages import MarkReminded, mark_reminded
from journal.services.work import Work
from tests.journal.desks import MOSCOW
from tests.small_school import RUSSIAN
from tests.sync.test_closing_acts import act_on, lost_computer
from tests.sync.test_outage import at, declare, lose_the_centre
from tests.sync.workplaces import StaffRoom, Workplace, lesson_of

MONDAY, TUESDAY = date(2026, 9, 14), date(2026, 9, 15)


def lines_of(place: Workplace) -> dict[str, WorkplaceLine]:
    with place.journal.store.reading() as session:
        lines = read_workplaces(session, place.reference, place.clock.now)
    return {line.owner.split()[0]: line for line in lines}


def reminder_of(place: Workplace) -> str:
    with place.journal.store.reading() as session:
        reminder = read_reminder(session, place.reference, place.clock.now)
    return reminder.words if reminder is not None else ""


def keep(place: Workplace, day: date) -> None:
    """Call the roll and write the topic of a lesson."""
    lesson = lesson_of(RUSSIAN, day)
    work = Work(place.reference, place.stamp)
    with place.journal.store.writing() as session:
        call_roll(session, CallRoll(RUSSIAN, lesson), work)
        set_topic(session, SetTopic(RUSSIAN, lesson, "Лексика"), work)


@pytest.mark.clause("TAL-3.2")
def test_the_deputy_sees_who_is_silent_and_which_lessons_nobody_kept(room: StaffRoom) -> None:
    petrova, smirnova = room.workplace("petrova"), room.workplace("smirnova")
    at(room, 2026, 9, 14, 9)
    keep(petrova, MONDAY)
    room.exchange()
    assert lines_of(smirnova)["Петрова"].standing == "fine"
    assert lines_of(smirnova)["Петрова"].words == "на связи, всё принято"
    at(room, 2026, 9, 16, 8, 30)
    smirnova.client.exchange()
    line = lines_of(smirnova)["Петрова"]
    assert line.contact == datetime(2026, 9, 14, 9, tzinfo=MOSCOW)
    assert [lesson.words for lesson in line.unkept] == [
        "15.09, урок 1: 5А, русский язык — нет переклички и темы",
        "16.09, урок 1: 5А, русский язык — нет переклички и темы",
    ]
    assert line.standing == "unkept"
    assert line.words == "молчит с 14.09 09:00 · без записей: 2 урока (сегодня 1)"
    assert lines_of(smirnova)["Смирнова"].standing == "fine"


def test_only_lessons_after_the_last_contact_count_and_none_before_its_bell(
    room: StaffRoom,
) -> None:
    orlova, smirnova = room.workplace("orlova"), room.workplace("smirnova")
    at(room, 2026, 9, 14, 9, 30)  # after her second lesson, before the third
    room.exchange()
    at(room, 2026, 9, 15, 8, 30)
    smirnova.client.exchange()
    assert [(lesson.day.day, lesson.slot) for lesson in lines_of(smirnova)["Орлова"].unkept] == [
        (14, 3)
    ]
    assert lines_of(smirnova)["Орлова"].contact is not None
    assert orlova.written == []


def test_silence_before_the_first_lesson_of_the_day_is_no_fault(room: StaffRoom) -> None:
    petrova, smirnova = room.workplace("petrova"), room.workplace("smirnova")
    at(room, 2026, 9, 14, 9)
    keep(petrova, MONDAY)
    room.exchange()
    at(room, 2026, 9, 15, 8, 30)
    smirnova.client.exchange()
    line = lines_of(smirnova)["Петрова"]
    assert (line.standing, line.words) == (
        "silent",
        "молчит с 14.09 09:00 · без записей: 1 урок сегодня",
    )


def test_who_only_looks_is_heard_of_too(room: StaffRoom) -> None:
    petrova, smirnova = room.workplace("petrova"), room.workplace("smirnova")
    room.exchange()
    room.wait(hours=2)
    room.exchange()
    assert lines_of(smirnova)["Петрова"].contact == room.clock.now
    assert lines_of(petrova) == {}


def test_without_contact_of_her_own_the_deputy_calls_nobody_silent(room: StaffRoom) -> None:
    room.workplace("petrova")
    smirnova = room.workplace("smirnova")
    room.exchange()
    lose_the_centre(room, smirnova)
    room.wait(hours=5)
    assert lines_of(smirnova)["Петрова"].standing == "fine"


@pytest.mark.clause("TAL-3.2")
def test_a_temporary_journal_that_has_not_come_is_followed_until_the_act(room: StaffRoom) -> None:
    petrova, smirnova = lost_computer(room), room.workplace("smirnova")
    smirnova.client.exchange()
    line = lines_of(smirnova)["Петрова"]
    assert (line.standing, line.can_act) == ("open", True)
    assert line.words == "временный журнал № 1 открыт, получено: 2 записи"
    act_on(smirnova, petrova.desk.station)
    line = lines_of(smirnova)["Петрова"]
    assert (line.standing, line.can_act) == ("acted", False)
    assert "конец неизвестен" in line.words


@pytest.mark.clause("TAL-3.2")
def test_the_owner_is_reminded_once_a_day_until_everything_is_moved(room: StaffRoom) -> None:
    petrova = room.workplace("petrova")
    petrova.client.exchange()
    lose_the_centre(room, petrova)
    petrova.mark("5")
    at(room, 2026, 9, 15, 15)
    room.wire.is_down = False
    petrova.client.pull()
    assert reminder_of(petrova) == (
        "Временный журнал № 1: перенести до 17.09 23:59, осталось 2 рабочих дня."
    )
    with petrova.journal.store.writing() as session:
        mark_reminded(session, MarkReminded(), Work(petrova.reference, petrova.stamp))
    petrova.leave()
    assert reminder_of(petrova) == ""
    at(room, 2026, 9, 18, 8)
    assert reminder_of(petrova) == "Временный журнал № 1: срок переноса прошёл 17.09 в 23:59."
    petrova.client.exchange()
    assert reminder_of(petrova) == ""


@pytest.mark.clause("TAL-3.2")
def test_an_overdue_transfer_is_an_obligation_until_it_is_done_and_stays_named(
    room: StaffRoom,
) -> None:
    petrova, smirnova = room.workplace("petrova"), room.workplace("smirnova")
    room.exchange()
    lose_the_centre(room, petrova)
    petrova.mark("5")
    at(room, 2026, 9, 15, 15)
    room.wire.is_down = False
    petrova.client.pull()
    at(room, 2026, 9, 18, 9)
    with petrova.journal.store.reading() as session:
        (owed,) = read_obligations(session, petrova.reference, petrova.journal.user, room.clock.now)
    assert (owed.who, owed.clause, owed.is_overdue, owed.done) == (
        "Петрова А. А.",
        "TAL-3.2",
        True,
        None,
    )
    assert owed.what == ("Перенести временный журнал № 1 / рабочее место 1 / 2026-27: 1 запись")
    assert owed.since == datetime(2026, 9, 15, 15, tzinfo=MOSCOW)
    assert owed.is_escalated
    room.exchange()
    with smirnova.journal.store.reading() as session:
        (done,) = read_obligations(
            session, smirnova.reference, smirnova.journal.user, room.clock.now
        )
    assert (done.is_overdue, done.done) == (True, room.clock.now)
    assert not done.is_escalated


def test_a_declaration_of_another_day_is_reminded_of(room: StaffRoom) -> None:
    petrova = room.workplace("petrova")
    petrova.client.exchange()
    declare(petrova, "Плановые работы")
    assert reminder_of(petrova) == ""
    at(room, 2026, 9, 16, 8, 30)
    assert reminder_of(petrova).startswith("С 15.09 объявлено: плановые работы.")


def test_the_deputy_is_reminded_of_silent_workplaces(room: StaffRoom) -> None:
    room.workplace("petrova")
    smirnova = room.workplace("smirnova")
    at(room, 2026, 9, 14, 9)
    room.exchange()
    at(room, 2026, 9, 16, 8, 30)
    smirnova.client.exchange()
    assert reminder_of(smirnova) == (
        "Молчат или не перенесли записи: 1 рабочее место, уроков без записей: 2."
    )
