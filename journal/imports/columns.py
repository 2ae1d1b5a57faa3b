"""The columns of the nine spreadsheets: Russian header, reading, example and rule for the template.

Columns of one title stand apart where their rule or example differs by table.
"""

from datetime import date
from typing import Any

from journal.imports import cells, school_words
from journal.imports.rows import Column
from journal.works import WORK_TYPES

UNREAD_DAY = date.min  # stands for a day that could not be read; never leaves the import


def _text(title: str, example: str, rule: str, **options: Any) -> Column[str]:
    return Column(title, cells.read_text, "", example, rule, **options)


CLASS = Column("Класс", school_words.read_class_name, "", "5А", "Как 5А; пробел и дефис не мешают.")
SUBJECT = _text("Предмет", "Русский язык", "Одинаково во всех таблицах.")
GROUP = Column(
    "Подгруппа",
    school_words.read_group,
    "",
    "",
    "Номер или имя подгруппы; у целого класса пусто.",
    needed=False,
    also=("Группа",),
)
SURNAME = Column("Фамилия", cells.read_name, "", "Образцова", "Русскими буквами.")
NAME = Column("Имя", cells.read_name, "", "Мария", "Русскими буквами.")
PATRONYMIC = Column(
    "Отчество", cells.read_name, "", "Ивановна", "Пусто, если отчества нет.", needed=False
)
_TEACHER_RULE = "Логин, или фамилия с инициалами, как в таблице «сотрудники»."
TEACHER = _text("Учитель", "obraztsova.mi", _TEACHER_RULE)

SHORT_NAME = _text("Краткое название", "МБОУ СОШ № 1", "Для экранов и колонтитулов.")
FULL_NAME = _text(
    "Полное название",
    "Муниципальное бюджетное общеобразовательное учреждение «Школа № 1»",
    "Как в уставе, для печатных форм.",
)
MUNICIPALITY = _text("Муниципалитет", "г. Примерск", "Город или район.", needed=False)
PROFILE = Column(
    "Локальный акт",
    school_words.read_profile,
    "general",
    "общий",
    "Набор правил, с которым школа начинает; пусто — общий.",
    needed=False,
)

CLASS_TEACHER = _text("Классный руководитель", "obraztsova.mi", _TEACHER_RULE, needed=False)

POST: Column[tuple[str, ...]] = Column(
    "Должность",
    school_words.read_posts,
    (),
    "учитель",
    "Учитель, заместитель директора, директор, администратор, секретарь; несколько — через «;».",
    choices=("учитель", "заместитель директора", "директор", "администратор", "секретарь"),
)
LOGIN = Column("Логин", cells.read_login, "", "obraztsova.mi", "Латинские буквы, у каждого свой.")

PUPIL_SURNAME = Column("Фамилия", cells.read_name, "", "Примеров", "Русскими буквами.")
PUPIL_NAME = Column("Имя", cells.read_name, "", "Пётр", "Русскими буквами.")
PUPIL_PATRONYMIC = Column(
    "Отчество", cells.read_name, "", "Петрович", "Пусто, если отчества нет.", needed=False
)
SEX = Column("Пол", school_words.read_sex, "", "м", "м или ж.", choices=("м", "ж"))
BIRTH_DATE = Column(
    "Дата рождения", cells.read_date, UNREAD_DAY, "14.03.2015", "ДД.ММ.ГГГГ или дата таблицы."
)
ARRIVED: Column[date | None] = Column(
    "Прибыл",
    cells.read_date,
    None,
    "",
    "С какого дня в классе; пусто, если с начала года.",
    needed=False,
    also=("Прибыл с", "Дата прибытия"),
)
GROUPS: Column[tuple[tuple[str, str], ...]] = Column(
    "Подгруппы",
    school_words.read_group_choices,
    (),
    "",
    "Если предмет делит класс: Английский язык: 1; Информатика: 2.",
    needed=False,
)

HOURS = Column("Часов в неделю", cells.read_hours, 0.0, "5", "Число, можно 0,5.", also=("Часы",))

WEEKDAY = Column(
    "День недели",
    school_words.read_weekday,
    0,
    "понедельник",
    "Полностью, сокращённо или числом от 1 до 6.",
    also=("День",),
    choices=("понедельник", "вторник", "среда", "четверг", "пятница", "суббота"),
)
SLOT = Column(
    "Урок", cells.read_slot, 0, "1", "Номер урока по звонкам.", also=("№ урока", "Номер урока")
)
LESSON_TEACHER = _text(
    "Учитель", "obraztsova.mi", "Можно не писать: есть в таблице «нагрузка».", needed=False
)
ROOM = _text("Кабинет", "12", "Номер или имя.", needed=False)
VALID_FROM: Column[date | None] = Column(
    "С", cells.read_date, None, "", "Первый день; пусто — с начала года.", needed=False
)
VALID_TO: Column[date | None] = Column(
    "По", cells.read_date, None, "", "Последний день; пусто — до конца года.", needed=False
)

PERIOD = _text("Период", "I четверть", "Название, как в журнале.")
GRADES = Column(
    "Классы", school_words.read_grades, (0, 0), "1-9 классы", "Например 1-9 или 10-11 классы."
)
START = Column("С", cells.read_date, UNREAD_DAY, "01.09.2026", "Первый учебный день.")
END = Column("По", cells.read_date, UNREAD_DAY, "23.10.2026", "Последний учебный день.")

DAY = Column("Дата", cells.read_date, UNREAD_DAY, "04.11.2026", "ДД.ММ.ГГГГ.")
DAY_KIND = Column(
    "Вид дня",
    school_words.read_day_kind,
    "",
    "праздник",
    "рабочий, выходной, праздник или сокращённый.",
    also=("Вид",),
    choices=("рабочий", "выходной", "праздник", "сокращённый"),
)
NOTE = _text("Примечание", "День народного единства", "Для людей.", needed=False)

PLAN_NUMBER = Column(
    "Номер урока",
    cells.read_plan_number,
    0,
    "1",
    "Порядковый номер урока в году.",
    also=("№ урока", "№", "Номер", "Урок"),
)
TOPIC = _text("Тема", "Язык как средство общения", "Как пойдёт в журнал.")
HOMEWORK = _text("Домашнее задание", "составить рассказ", "Можно не писать.", needed=False)
WORK_TYPE = Column(
    "Вид работы",
    school_words.read_work_type,
    "",
    "",
    f"Код или название: {', '.join(WORK_TYPES)}; пусто — обычный урок.",
    needed=False,
    also=("Вид",),
)
