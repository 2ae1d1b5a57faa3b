"""A realistic term register for the printing tests, and the school of every sample.

All names are invented.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

from journal.paper import (
    Certification,
    ClosingLine,
    Correction,
    Imprint,
    LessonRow,
    LessonSlot,
    PupilRow,
    SchoolHead,
    Signer,
    Slot,
    SubjectPage,
    TermRegister,
    TermSlot,
    Witness,
)

ZONE = timezone(timedelta(hours=3))
SCHOOL = SchoolHead(
    short_name="МБОУ СОШ № 7 г. Северореченска",
    full_name=(
        "Муниципальное бюджетное общеобразовательное учреждение "
        "«Средняя общеобразовательная школа № 7» г. Северореченска"
    ),
    municipality="городской округ Северореченск",
    system="Электронная учительская",
)
IMPRINT = Imprint(
    made_at=datetime(2026, 10, 30, 14, 5, tzinfo=ZONE), version="0.1.0", copy_number="15"
)
DEPUTY = Signer("Заместитель директора по учебно-воспитательной работе", "Е.П. Смирнова")
DIRECTOR = Signer("Директор", "А.В. Вишневский")
ADMINISTRATOR = Signer("Администратор информационной системы", "И.Р. Сафин")
WITNESS = Witness(
    epoch="0199f3c27a417bd0b5c4e1a1f05a9c11",
    scope="page:8c1f0e5a94d54a52a5c0b1f3de7f2a10,6b0f7de2c7b54d0f9a3ce58d2b2f4e77,0",
    ordinal=1284,
    digest="3f9a11c2d0517a86c8b44de2f8b90a6d4ee1bb3a06b5b9a27a7ad9e4c1f2a355",
)

NAMES = (
    "Абрамов Тимофей",
    "Андреева Варвара",
    "Бондаренко Илья",
    "Васильев Артём",
    "Волкова Ксения",
    "Гогоберидзе Нино",
    "Григорьев Лев",
    "Егорова Александра",
    "Жуков Матвей",
    "Захарова Анна",
    "Иванов Иван",
    "Иванова Анастасия",
    "Ким Диана",
    "Королёв Степан",
    "Кузнецова Полина",
    "Лебедев Кирилл",
    "Макарова София",
    "Морозов Даниил",
    "Новикова Ева",
    "Островский Фёдор",
    "Павлова Василиса",
    "Попов Максим",
    "Саркисян Артур",
    "Седых Мария",
    "Соловьёв Ярослав",
    "Тарасова Екатерина",
    "Фомин Никита",
    "Хасанов Тимур",
    "Чернышёва Маргарита",
    "Щербаков Глеб",
)
TOPICS = (
    ("Входной контроль. Повторение изученного в начальной школе", "§ 1, упр. 5 (письм.)"),
    ("Язык и человек. Общение устное и письменное", "§ 2, упр. 12"),
    ("Читаем учебник. Слушаем на уроке", "§ 3, упр. 17 (устно), выучить правило на с. 9"),
    ("Стили речи. Разговорный, книжный, художественный", "§ 4, упр. 23"),
    ("Звуки и буквы. Произношение и правописание", "не задано"),
    ("Орфограмма. Орфограммы гласных и согласных в корне слова", "§ 6, упр. 31, 33"),
    (
        "Р/р. Сочинение по картине А.А. Пластова «Летом»: описание, основная мысль, план текста",
        "дописать сочинение",
    ),
    ("Буквы и, у, а после шипящих", "§ 10, упр. 52"),
    ("Контрольная работа № 1 по теме «Повторение»", "не задано"),
    ("Анализ контрольной работы. Разделительные ъ и ь", "§ 11, упр. 58, словарные слова"),
    (
        "Раздельное написание предлогов с другими словами; закрепление правописания приставок "
        "и предлогов в упражнениях учебника и карточках",
        "§ 12, упр. 64; повторить § 6–11, подготовиться к словарному диктанту",
    ),
)


def term_page(lessons: int = 24, pupils: int = 27) -> SubjectPage:
    """Return a page of the Russian lessons of a quarter with every kind of cell."""
    slots: list[Slot] = []
    day = date(2026, 9, 2)
    for number in range(1, lessons + 1):
        topic, homework = TOPICS[(number - 1) % len(TOPICS)]
        note = {4: "зам. Петрова А.А.", 9: "ДО"}.get(number, "")
        work = {1: "АКР", 7: "СОЧ", 9: "КР", 15: "СР", 20: "ДИК"}.get(number, "")
        slots.append(LessonSlot(day, LessonRow(number, topic, homework, note), work))
        if number % 6 != 5:  # two lessons on every sixth day
            day += timedelta(days=1 if day.weekday() < 4 else 3)
            if number % 2:
                day += timedelta(days=1 if day.weekday() < 4 else 3)
    closing = ClosingLine(
        title="I четверть",
        planned=lessons + 1,
        plan_hours=lessons + 1,
        given=lessons,
        lag_reason="отменён урок 16.10, карантин",
        outcome="Программа скорректирована",
        teacher="О.Н. Фёдорова",
    )
    slots.append(TermSlot("I четверть", closing))
    return SubjectPage(
        subject="русский язык",
        teacher="Фёдорова Ольга Николаевна",
        slots=tuple(slots),
        pupils=tuple(_pupil(index, len(slots)) for index in range(pupils)),
        corrections=(
            Correction(
                min(11, lessons - 1),
                "21.09 Иванов: 3 исправлено на 4, запрос № 17, зам. директора Смирнова Е.П., 22.09",
            ),
        ),
        witness=WITNESS,
    )


def _pupil(index: int, slots: int) -> PupilRow:
    signs = ("", "", "5", "", "4", "", "н", "", "3", "54", "", "", "4", "", "н4", "", "5", "", "о")
    cells = [signs[(index * 7 + slot * 5) % len(signs)] for slot in range(slots - 1)]
    term = ("5", "4", "4", "3")[index % 4]
    arrived = left = ""
    if index == 10 and slots > 12:
        cells[11] = "4*"
    if index == 4 and slots > 12:
        cells[:8] = ["—"] * 8
        arrived = "прибыла 21.09.2026, пр. № 45"
    if index == 15 and slots > 12:
        cells[-2:], term = ["—", "—"], "—"
        left = "выбыл 19.10.2026, пр. № 61"
    if index == 20 and slots > 12:
        cells[2], cells[5], cells[9], term = "осв", "зач", "нз", "н/а"
    return PupilRow(
        index + 1, NAMES[index % len(NAMES)], (*cells, term), arrived=arrived, left=left
    )


def register(*pages: SubjectPage, seal: bool = False) -> TermRegister:
    """Return the term copy of the pages, certified by the deputy."""
    return TermRegister(
        school=SCHOOL,
        year="2026/2027",
        class_name="5А",
        period="I четверть",
        pages=pages or (term_page(),),
        imprint=IMPRINT,
        certification=Certification(signer=DIRECTOR if seal else DEPUTY, seal=seal),
    )


def draft(document: TermRegister) -> TermRegister:
    """Return the document as a draft."""
    reason = "3 записи этой страницы ещё не приняты центральным сервером."
    return replace(document, imprint=replace(IMPRINT, copy_number="", draft_reason=reason))


def busy_page() -> SubjectPage:
    """Return algebra for a subgroup over two spreads, with texts that need further room."""
    plain = term_page(lessons=40, pupils=13)
    slots = list(plain.slots)
    long = (
        "Лабораторная работа № 1 «Измерение углов». Дано: ∠ABC; α + β = 180° → смежные углы; "
        "инструктаж по технике безопасности при работе с чертёжными инструментами; "
        "взаимопроверка в парах, решение задач повышенной трудности из дополнительных глав "
        "учебника, обсуждение ошибок домашней работы и подготовка к контрольной работе"
    )
    eleventh = slots[10]
    assert isinstance(eleventh, LessonSlot)
    slots[10] = LessonSlot(
        eleventh.day,
        LessonRow(
            11,
            long,
            "§ 14, № 201–215 (чёт.); инд.: Иванов – карточка 3, Ким – карточка 5, Саркисян – "
            "повторить таблицу; принести транспортир, циркуль и линейку; подготовить сообщение",
        ),
        "ЛР",
    )
    slots.insert(11, LessonSlot(eleventh.day, None, "ДЗ", "б"))
    pupils = tuple(
        replace(
            pupil, cells=(*pupil.cells[:11], "5" if pupil.number % 3 else "", *pupil.cells[11:])
        )
        for pupil in plain.pupils
    )
    corrections = tuple(
        Correction(
            slot, f"{slot + 1:02d}.09 Ким: 3 исправлено на 4, запрос № {slot}, Смирнова Е.П."
        )
        for slot in range(12)
    )
    return replace(
        plain,
        subject="алгебра",
        group="подгруппа 1",
        teacher="Константинопольская-Белецкая Александра Константиновна",
        slots=tuple(slots),
        pupils=pupils,
        corrections=corrections,
    )
