"""The columns that name people: staff, pupils, parents; one cell with a full name, or three."""

from datetime import date
from typing import Any

from journal.imports import cells, full_names, moments, school_words
from journal.imports.columns import UNREAD_DAY
from journal.imports.doubts import of_day, of_full_name, of_name
from journal.imports.rows import Column

_IN_RUSSIAN = "Русскими буквами."
_MAYBE = "Пусто, если отчества нет."
_FULL = ("Ф.И.О.", "Фамилия, имя, отчество", "Фамилия, имя", "Фамилия Имя", "Фамилия и имя")


def _surname(title: str, example: str, **options: Any) -> Column[str]:
    return Column(title, cells.read_name, "", example, _IN_RUSSIAN, doubt=of_name, **options)


def _patronymic(title: str, example: str, **options: Any) -> Column[str]:
    return Column(
        title, cells.read_name, "", example, _MAYBE, needed=False, doubt=of_name, **options
    )


def _full_name(title: str, also: tuple[str, ...], *parts: Column[str]) -> Column[Any]:
    return Column(
        title,
        full_names.read_full_name,
        full_names.UNREAD,
        "",
        "Вместо трёх колонок можно одну.",
        also=also,
        doubt=of_full_name,
        parts=tuple(part.title for part in parts),
    )


# --- staff ----------------------------------------------------------------------------------------

SURNAME = _surname("Фамилия", "Образцова")
NAME = _surname("Имя", "Мария")
PATRONYMIC = _patronymic("Отчество", "Ивановна")
STAFF_NAME = _full_name(
    "ФИО",
    (*_FULL, "ФИО сотрудника", "Сотрудник", "ФИО учителя", "ФИО педагога", "ФИО работника"),
    SURNAME,
    NAME,
    PATRONYMIC,
)
POST: Column[tuple[str, ...]] = Column(
    "Должность",
    school_words.read_posts,
    (),
    "учитель",
    "Учитель, заместитель директора, директор, администратор, секретарь; несколько — через «;».",
    also=("Должности", "Занимаемая должность"),
    choices=("учитель", "заместитель директора", "директор", "администратор", "секретарь"),
)
LOGIN = Column(
    "Логин",
    cells.read_login,
    "",
    "obraztsova.mi",
    "Латинские буквы, у каждого свой; пусто — составится из фамилии и инициалов.",
    needed=False,
    also=("Имя пользователя", "Учётная запись"),
)

# --- pupils ---------------------------------------------------------------------------------------

_PUPIL_WORDS = (
    "ФИО обучающегося",
    "ФИО ученика",
    "ФИО учащегося",
    "Ф.И.О. ребёнка",
    "Фамилия, имя обучающегося",
    "Фамилия, имя ученика",
    "Фамилия, имя, отчество обучающегося",
    "Фамилия, имя, отчество ученика",
    "Ученик",
    "Обучающийся",
    "Учащийся",
)
PUPIL_SURNAME = _surname("Фамилия", "Примеров", also=("Фамилия обучающегося", "Фамилия ученика"))
PUPIL_NAME = _surname("Имя", "Пётр", also=("Имя обучающегося", "Имя ученика"))
PUPIL_PATRONYMIC = _patronymic(
    "Отчество", "Петрович", also=("Отчество обучающегося", "Отчество ученика")
)
PUPIL_FULL_NAME = _full_name(
    "ФИО", (*_FULL, *_PUPIL_WORDS), PUPIL_SURNAME, PUPIL_NAME, PUPIL_PATRONYMIC
)
SEX = Column(
    "Пол",
    school_words.read_sex,
    "",
    "м",
    "м или ж; пусто — по отчеству.",
    needed=False,
    choices=("м", "ж"),
)
BIRTH_DATE = Column(
    "Дата рождения",
    moments.read_date,
    UNREAD_DAY,
    "14.03.2015",
    "ДД.ММ.ГГГГ или дата таблицы.",
    also=("Д.р.", "Дата рожд.", "День рождения", "Родился", "Дата рождения обучающегося"),
    doubt=of_day,
)
ARRIVED: Column[date | None] = Column(
    "Прибыл",
    moments.read_date,
    None,
    "",
    "С какого дня в классе; пусто, если с начала года.",
    needed=False,
    also=("Прибыл с", "Дата прибытия", "Дата зачисления", "Зачислен"),
    doubt=of_day,
)

# --- whom a line of another table is about --------------------------------------------------------

OF_SURNAME = _surname("Фамилия ученика", "Примеров", also=("Фамилия обучающегося",))
OF_NAME = _surname("Имя ученика", "Пётр", also=("Имя обучающегося",))
OF_PATRONYMIC = _patronymic("Отчество ученика", "Петрович", also=("Отчество обучающегося",))
OF_FULL_NAME = _full_name("Ученик", _PUPIL_WORDS, OF_SURNAME, OF_NAME, OF_PATRONYMIC)
OF_BORN: Column[date | None] = Column(
    "Дата рождения ученика",
    moments.read_date,
    None,
    "",
    "Только чтобы различить тёзок.",
    needed=False,
    also=("Дата рождения обучающегося",),
    doubt=of_day,
)

# --- parents --------------------------------------------------------------------------------------

PARENT_SURNAME = _surname("Фамилия", "Примерова", also=("Фамилия родителя",))
PARENT_NAME = _surname("Имя", "Анна", also=("Имя родителя",))
PARENT_PATRONYMIC = _patronymic("Отчество", "Сергеевна", also=("Отчество родителя",))
PARENT_FULL_NAME = _full_name(
    "ФИО",
    (*_FULL, "ФИО родителя", "Родитель", "ФИО законного представителя", "Законный представитель"),
    PARENT_SURNAME,
    PARENT_NAME,
    PARENT_PATRONYMIC,
)
PARENT_SEX = Column(
    "Пол",
    school_words.read_sex,
    "",
    "ж",
    "м или ж; пусто — по родству и отчеству.",
    needed=False,
    choices=("м", "ж"),
)
PARENT_BORN: Column[date | None] = Column(
    "Дата рождения",
    moments.read_date,
    None,
    "21.05.1988",
    "ДД.ММ.ГГГГ; понадобится, чтобы открыть доступ к дневнику.",
    needed=False,
    also=("Дата рождения родителя", "Д.р.", "Д.р. родителя"),
    doubt=of_day,
)
RELATION = Column(
    "Кем приходится",
    school_words.read_relation,
    "",
    "мать",
    "мать, отец, опекун или другое родство.",
    also=("Степень родства", "Родство", "Статус", "Родственная связь", "Кто"),
    choices=("мать", "отец", "опекун"),
)
