"""The columns of a school's tables: header, reading, example and rule for the template.

Columns of one title stand apart where their rule or example differs by table. Persons:
``person_columns``.
"""

from datetime import date, time
from typing import Any

from journal.imports import cells, moments, school_words
from journal.imports.doubts import of_class, of_day
from journal.imports.rows import Column
from journal.works import WORK_TYPES

# stand for what could not be read; never leave the import
UNREAD_DAY = date.min
UNREAD_TIME = time.min


def _text(title: str, example: str, rule: str, **options: Any) -> Column[str]:
    return Column(title, cells.read_text, "", example, rule, **options)


CLASS = Column(
    "Класс",
    school_words.read_class_name,
    "",
    "5А",
    "Как 5А; пробел и дефис не мешают.",
    also=("Класс, литера", "Класс обучения", "Литера класса", "Кл.", "Наименование класса"),
    doubt=of_class,
    named="class",
)
SUBJECT = _text(
    "Предмет",
    "Русский язык",
    "Одинаково во всех таблицах.",
    also=("Учебный предмет", "Дисциплина", "Наименование предмета", "Название предмета"),
    named="subject",
)
GROUP = Column(
    "Подгруппа",
    school_words.read_group,
    "",
    "",
    "Номер или имя подгруппы; у целого класса пусто.",
    needed=False,
    also=("Группа", "Подгр.", "Номер подгруппы", "№ подгруппы"),
)
OWN_GROUP = Column(
    "Подгруппа",
    school_words.read_group,
    "",
    "1",
    "Номер или имя подгруппы, как в таблице «нагрузка».",
    also=("Группа", "Подгр.", "Номер подгруппы", "№ подгруппы"),
)
_TEACHER_RULE = "Логин, или фамилия с инициалами, как в таблице «сотрудники»."
_TEACHER_WORDS = ("ФИО учителя", "Педагог", "Преподаватель", "Учитель-предметник", "Учитель (ФИО)")
TEACHER = _text("Учитель", "obraztsova.mi", _TEACHER_RULE, also=_TEACHER_WORDS, named="teacher")

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

CLASS_TEACHER = _text(
    "Классный руководитель",
    "obraztsova.mi",
    _TEACHER_RULE,
    needed=False,
    also=("Кл. руководитель", "Кл. рук.", "ФИО классного руководителя", "Классный рук."),
    named="teacher",
)

GROUPS: Column[tuple[tuple[str, str], ...]] = Column(
    "Подгруппы",
    school_words.read_group_choices,
    (),
    "",
    "Если предмет делит класс: Английский язык: 1; Информатика: 2.",
    needed=False,
)

HOURS = Column(
    "Часов в неделю",
    cells.read_hours,
    0.0,
    "5",
    "Число, можно 0,5.",
    also=("Часы", "Кол-во часов", "Количество часов", "Часов", "Нагрузка", "Часы в неделю"),
)

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
    "Урок",
    cells.read_slot,
    0,
    "1",
    "Номер урока по звонкам.",
    also=("№ урока", "Номер урока", "Урок №"),
)
LESSON_TEACHER = _text(
    "Учитель",
    "obraztsova.mi",
    "Можно не писать: есть в таблице «нагрузка».",
    needed=False,
    also=_TEACHER_WORDS,
    named="teacher",
)
ROOM = _text("Кабинет", "12", "Номер или имя.", needed=False, also=("Каб.", "Аудитория", "№ каб."))
VALID_FROM: Column[date | None] = Column(
    "С",
    moments.read_date,
    None,
    "",
    "Первый день; пусто — с начала года.",
    needed=False,
    also=("Дата с", "Действует с"),
    doubt=of_day,
)
VALID_TO: Column[date | None] = Column(
    "По",
    moments.read_date,
    None,
    "",
    "Последний день; пусто — до конца года.",
    needed=False,
    also=("Дата по", "Действует по"),
    doubt=of_day,
)

BELL_BEGIN = Column(
    "Начало",
    moments.read_time,
    UNREAD_TIME,
    "8:30",
    "Время, как 8:30.",
    also=("Начало урока", "Время начала", "С (время)"),
)
BELL_END = Column(
    "Окончание",
    moments.read_time,
    UNREAD_TIME,
    "9:15",
    "Время, как 9:15.",
    also=("Конец", "Окончание урока", "Конец урока", "Время окончания"),
)
BELL_WEEKDAY = Column(
    "День недели",
    school_words.read_weekday,
    0,
    "",
    "Пусто, если звонки каждый день одни.",
    needed=False,
    also=("День",),
)
BELL_GRADES = Column(
    "Классы",
    school_words.read_grades,
    (1, 11),
    "",
    "Для каких классов: вторая смена — её классы; пусто — для всех.",
    needed=False,
    also=("Параллель", "Параллели"),
)
BELL_DAY_KIND = Column(
    "Вид дня",
    school_words.read_day_kind,
    "",
    "",
    "«сокращённый» у звонков сокращённого дня, иначе пусто.",
    needed=False,
)

PERIOD = _text(
    "Период",
    "I четверть",
    "Название, как в журнале.",
    also=("Учебный период", "Четверть", "Наименование периода", "Название"),
)
GRADES = Column(
    "Классы",
    school_words.read_grades,
    (0, 0),
    "1-9 классы",
    "Например 1-9 или 10-11 классы.",
    also=("Параллель", "Параллели"),
)
START = Column(
    "С",
    moments.read_date,
    UNREAD_DAY,
    "01.09.2026",
    "Первый учебный день.",
    also=("Начало", "Дата начала", "Начало периода"),
    doubt=of_day,
)
END = Column(
    "По",
    moments.read_date,
    UNREAD_DAY,
    "23.10.2026",
    "Последний учебный день.",
    also=("Окончание", "Конец", "Дата окончания", "Конец периода"),
    doubt=of_day,
)

DAY = Column(
    "Дата", moments.read_date, UNREAD_DAY, "04.11.2026", "ДД.ММ.ГГГГ.", also=("День",), doubt=of_day
)
DAY_KIND = Column(
    "Вид дня",
    school_words.read_day_kind,
    "",
    "праздник",
    "рабочий, выходной, праздник или сокращённый.",
    also=("Вид", "Тип дня"),
    choices=("рабочий", "выходной", "праздник", "сокращённый"),
)
NOTE = _text(
    "Примечание",
    "День народного единства",
    "Для людей.",
    needed=False,
    also=("Комментарий", "Повод"),
)

PLAN_NUMBER = Column(
    "Номер урока",
    cells.read_plan_number,
    0,
    "1",
    "Порядковый номер урока в году.",
    also=("№ урока", "№", "Номер", "Урок"),
)
TOPIC = _text(
    "Тема",
    "Язык как средство общения",
    "Как пойдёт в журнал.",
    also=("Тема урока", "Содержание", "Наименование темы"),
)
HOMEWORK = _text(
    "Домашнее задание",
    "составить рассказ",
    "Можно не писать.",
    needed=False,
    also=("ДЗ", "Д/з", "Задание на дом"),
)
WORK_TYPE = Column(
    "Вид работы",
    school_words.read_work_type,
    "",
    "",
    f"Код или название: {', '.join(WORK_TYPES)}; пусто — обычный урок.",
    needed=False,
    also=("Вид",),
)
