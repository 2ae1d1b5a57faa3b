"""Realistic papers of a time without the centre for the printing tests; names are invented."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from journal.outage_paper import (
    ContestLine,
    OutageSpan,
    TemporaryCell,
    TemporaryDay,
    TemporaryDays,
    TemporaryLesson,
    TemporaryPupil,
    TransferAct,
    TransferEntry,
    TransferRow,
    WorkplaceTotal,
)
from tests.printing.samples import (
    ADMINISTRATOR,
    DEPUTY,
    IMPRINT,
    NAMES,
    SCHOOL,
    WITNESS,
    ZONE,
)


def temporary_day(pupils: int = 27, lessons: int = 5) -> TemporaryDay:
    """Return the temporary journal of a class on the last day of the first quarter."""
    plan = (
        ("русский язык", "Фёдорова Ольга Николаевна", "Слова однозначные и многозначные", "СР"),
        ("математика", "Сафина Гульнара Рустамовна", "Деление с остатком. Решение задач", "КР"),
        ("литература", "Фёдорова Ольга Николаевна", "И.А. Крылов. «Волк на псарне»", ""),
        (
            "иностранный язык (английский), подгруппа 2",
            "Гофман Анна Викторовна",
            "Present Continuous: утвердительные и отрицательные предложения, диалоги в классе",
            "",
        ),
        ("физическая культура", "Орлов Павел Андреевич", "Бег 60 м. Техника низкого старта", "НОР"),
    )
    taught = tuple(
        TemporaryLesson(
            number=index + 1,
            subject=plan[index % 5][0],
            teacher=plan[index % 5][1],
            topic=plan[index % 5][2],
            homework=(
                "§ 34, упр. 190",
                "№ 512, 514 (а, в); повторить правила",
                "",
                "упр. 4; инд.: Ким – карточка 2",
                "",
            )[index % 5],
            work=plan[index % 5][3],
        )
        for index in range(lessons)
    )
    signs = ("", "5", "", "4", "", "3", "", "54", "", "", "4")
    listed = []
    for index in range(pupils):
        cells = [
            TemporaryCell("", signs[(index * 3 + lesson * 4) % len(signs)])
            for lesson in range(lessons)
        ]
        if index in (5, 17):
            cells = [TemporaryCell("н") for _ in cells]
        if index == 9 and lessons:
            cells[0] = TemporaryCell("о", "4")
        if index == 12 and lessons > 4:
            cells[4] = TemporaryCell("осв")
        note = {5: "предположительно болезнь (звонила мама)", 9: "опоздала на 10 мин."}
        listed.append(
            TemporaryPupil(index + 1, NAMES[index % len(NAMES)], tuple(cells), note.get(index, ""))
        )
    return TemporaryDay(
        school=SCHOOL,
        year="2026/2027",
        class_name="5А",
        number="№ 7 / рабочее место 21 / 2026-27",
        day=date(2026, 10, 23),
        since=datetime(2026, 10, 23, 8, 31, tzinfo=ZONE),
        until=datetime(2026, 10, 26, 9, 0, tzinfo=ZONE),
        lessons=taught,
        pupils=tuple(listed),
        checker=DEPUTY,
        approved="приказом от 01.09.2026 № 112",
        moved_at=datetime(2026, 10, 26, 9, 4, tzinfo=ZONE),
        moved_by="Фёдорова О.Н.",
        imprint=IMPRINT,
        witness=WITNESS,
    )


def transfer_act(entries: int = 34) -> TransferAct:
    """Return the act of that day's transfer: one contested cell, one entry after closing."""
    start = datetime(2026, 10, 23, 8, 44, 7, tzinfo=ZONE)
    accepted = datetime(2026, 10, 26, 9, 2, 41, tzinfo=ZONE)
    listed = []
    for index in range(entries):
        name = NAMES[(index * 5) % len(NAMES)]
        what = f"5А, русский язык, {name}: отметка {(5, 4, 4, 3)[index % 4]}, 1-я колонка (СР)"
        if index % 7 == 3:
            what = "5А, русский язык: перекличка, отсутствуют Гогоберидзе Нино, Морозов Даниил"
        listed.append(
            TransferEntry(
                number=5210 + index,
                station="рабочее место 21",
                author="Фёдорова О.Н.",
                what=what,
                lesson_date=date(2026, 10, 23),
                work_date=date(2026, 10, 23) if index % 4 == 0 else None,
                recorded_at=start + timedelta(seconds=47 * index),
                accepted_at=accepted + timedelta(seconds=index // 10),
                verdict="принято",
            )
        )
    if entries > 8:
        listed[5] = replace(
            listed[5],
            what="5А, русский язык, Иванов Иван: отметка 4, 1-я колонка (СР)",
            verdict="спорно",
            decision="оставлена отметка 4",
            decided_by="Фёдорова О.Н., 26.10.2026 09:20",
        )
        listed[8] = replace(
            listed[8],
            verdict="ждало решения: четверть закрыта",
            decision="принято",
            decided_by="Смирнова Е.П., 26.10.2026 10:02",
            remark="с бумажного листа 23.10",
        )
    row = TransferRow(
        class_name="5А",
        teacher="Фёдорова О.Н.",
        lessons=2,
        marks=27,
        absences=4,
        first_at=start,
        last_at=start + timedelta(minutes=58),
        moved_at=accepted,
        contested=1,
        settled=1,
        in_time=True,
    )
    return TransferAct(
        school=SCHOOL,
        year="2026/2027",
        number="3",
        day=date(2026, 10, 26),
        journal_number="№ 7 / рабочее место 21 / 2026-27",
        stations=("рабочее место 21 (кабинет 214)", "рабочее место 34 (ноутбук)"),
        outages=(
            OutageSpan(
                datetime(2026, 10, 23, 8, 31, tzinfo=ZONE),
                datetime(2026, 10, 26, 9, 0, tzinfo=ZONE),
                "нет связи с центральным сервером",
            ),
        ),
        due_at=datetime(2026, 10, 28, 23, 59, tzinfo=ZONE),
        moved_at=accepted,
        in_time=True,
        announced=entries,
        received=entries,
        rows=(
            row,
            replace(
                row,
                class_name="7Б",
                teacher="Сафина Г.Р.",
                lessons=1,
                marks=18,
                absences=2,
                contested=0,
                settled=0,
            ),
        ),
        contests=(
            ContestLine(
                "5А, русский язык, 23.10.2026, Иванов Иван, 1-я колонка (СР)",
                (
                    "отметка 4 – Фёдорова О.Н., рабочее место 21, 23.10 08:48",
                    "отметка 5 – Фёдорова О.Н., рабочее место 34, 23.10 13:15",
                ),
                "отметка 4",
                "Фёдорова О.Н., 26.10.2026 09:20",
            ),
        ),
        entries=tuple(listed),
        administrator=ADMINISTRATOR,
        deputy=DEPUTY,
        remarks=("Часы рабочего места 34 отставали на 3 мин. 12 с.",),
        imprint=IMPRINT,
        witness=replace(WITNESS, scope="school", ordinal=5243),
    )


def outage_act() -> TransferAct:
    """Return the act over an outage of the school: three workplaces, one of them lost for good."""
    one = transfer_act(12)
    lost, back = one.outages[0].lost_at, one.outages[0].restored_at
    place = WorkplaceTotal(
        workplace="21",
        teacher="Фёдорова О.Н.",
        journal="№ 7",
        lost_at=lost,
        restored_at=back,
        announced=34,
        received=34,
        due_at=one.due_at,
        moved_at=one.moved_at,
        contested=2,
        settled=2,
        outcome="да",
    )
    entries = list(one.entries)
    entries[2] = replace(entries[2], clock="Ч1, Ч3")
    later = replace(entries[3], number=6120, remark="с бумажного листа 23.10", clock="Ч1")
    return replace(
        one,
        number="23.10/1",
        journal_number="3 временных журнала",
        outages=(replace(one.outages[0], cause="авария центрального сервера"),),
        moved_at=None,
        in_time=False,
        left="осталось 2 рабочих дня",
        announced=None,
        received=61,
        workplaces=(
            place,
            replace(
                place,
                workplace="34",
                teacher="Сафина Г.Р.",
                journal="№ 2",
                announced=28,
                received=25,
                moved_at=None,
                contested=0,
                settled=0,
                outcome="срок идёт",
            ),
            replace(
                place,
                workplace="35",
                teacher="Орлов П.А.",
                journal="№ 1",
                restored_at=None,
                announced=None,
                received=2,
                due_at=None,
                moved_at=None,
                contested=0,
                settled=0,
                outcome="по акту № 3",
            ),
        ),
        closed_by=(
            "Временный журнал № 1 / рабочее место 35 / 2026-27 закрыт актом № 3 от 26.10.2026"
            " (ноутбук украден): получено до записи 118, конец неизвестен. Составил акт:"
            " Смирнова Е. П. После акта поступило записей: 1, см. дополнение.",
        ),
        entries=tuple(entries),
        addendum=(later,),
        legend=(
            "Ч1 – часы рабочего места расходились с часами центрального сервера больше чем на 2"
            " минуты",
            "Ч3 – время записи раньше последней связи этого рабочего места или его предыдущей"
            " записи",
        ),
        remarks=("Объявлено записей: 28, получено: 25.", *one.remarks),
    )


def temporary_days() -> TemporaryDays:
    """Return blank sheets of two classes for one day."""
    day = temporary_day(27, 6)
    blank = replace(
        day,
        number="№ ____ / рабочее место 21 / 2026-27",
        since=None,
        until=None,
        reason="отключение электричества",
        lessons=tuple(replace(each, topic="", homework="", work="") for each in day.lessons),
        pupils=tuple(
            replace(each, cells=(TemporaryCell(),) * len(each.cells), note="")
            for each in day.pupils
        ),
        moved_at=None,
        moved_by="",
        witness=None,
    )
    return TemporaryDays(
        school=SCHOOL,
        year="2026/2027",
        name="пустые листы на 23.10.2026",
        days=(blank, replace(blank, class_name="5Б", pupils=blank.pupils[:25])),
        imprint=IMPRINT,
    )
