"""Lesson plans of the demo school: sections of each subject, spread over the lessons of a year."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

WEEKS = 34


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A line of a plan; ``work`` is a code of the reference book of work types, or empty."""

    number: int
    topic: str
    homework: str
    work: str = ""


@dataclass(frozen=True, slots=True)
class _Style:
    """How lessons of a kind of subject are worded."""

    steps: tuple[tuple[str, str], ...]
    homework: tuple[str, ...]
    end: tuple[str, str]


_LANGUAGE = _Style(
    (
        ("{}", ""),
        ("{}. Упражнения", ""),
        ("{}. Практикум", ""),
        ("Самостоятельная работа по теме «{}»", "СР"),
    ),
    ("упр. {n}, правило", "упр. {n}", "выписать 10 слов", "разобрать три предложения"),
    ("Контрольный диктант по теме «{}»", "ДИК"),
)
_READING = _Style(
    (("{}", ""), ("{}. Чтение и разбор", ""), ("{}. Беседа по прочитанному", "")),
    ("прочитать с. {n}, ответить на вопросы", "пересказать", "выучить отрывок", "план ответа"),
    ("Сочинение по разделу «{}»", "СОЧ"),
)
_NUMBERS = _Style(
    (
        ("{}", ""),
        ("{}. Решение упражнений", ""),
        ("{}. Решение задач", ""),
        ("Самостоятельная работа «{}»", "СР"),
    ),
    ("№ {n}, {m}", "№ {n}", "п. {m}, № {n}", "решить 6 примеров"),
    ("Контрольная работа «{}»", "КР"),
)
_ENGLISH = _Style(
    (("{}", ""), ("{}. Practice", ""), ("{}. Speaking", "")),
    ("выучить слова", "упр. {n}", "диалог", "упр. {n}, правило"),
    ("Test. {}", "КР"),
)
_SCIENCE = _Style(
    (
        ("{}", ""),
        ("{}. Закономерности", ""),
        ("Лабораторная работа «{}»", "ЛР"),
        ("{}. Решение задач", ""),
    ),
    ("§ {m}, вопросы", "§ {m}, № {n}", "повторить § {m}", "сообщение"),
    ("Проверочная работа «{}»", "КР"),
)
_STORY = _Style(
    (("{}", ""), ("{}. Работа с источниками", ""), ("{}. Практикум с картой", "ПР")),
    ("§ {m}, пересказ", "§ {m}, вопросы 1-3", "контурная карта", "даты и понятия"),
    ("Контрольный тест «{}»", "ТСТ"),
)
_CRAFT = _Style(
    (("{}", ""), ("{}. Практическая работа", "ПР")),
    ("закончить работу", "принести материалы", "не задано"),
    ("Итоговая работа «{}»", "ПР"),
)
_GYM = _Style(
    (("{}. Техника безопасности", ""), ("{}", ""), ("{}. Совершенствование", "")),
    ("комплекс упражнений", "не задано"),
    ("{}. Норматив", "НОР"),
)

_SUBJECTS: dict[str, tuple[_Style, str]] = {
    "Русский язык": (
        _LANGUAGE,
        "Повторение изученного|Звуки и буквы|Состав слова|Лексика|Имя существительное|"
        "Имя прилагательное|Глагол|Местоимение|Простое предложение|Сложное предложение|"
        "Прямая речь|Текст и его строение",
    ),
    "Литературное чтение": (
        _READING,
        "Устное народное творчество|Стихи об осени|Русские писатели детям|Родная природа|"
        "Сказки народов мира|Рассказы о животных|О дружбе и мужестве|Весна в стихах",
    ),
    "Литература": (
        _READING,
        "Литература как искусство слова|Фольклор|Древнерусская литература|Литература XVIII века|"
        "Поэзия первой половины XIX века|Повесть и рассказ|Роман и его герои|Драма на сцене|"
        "Литература XX века|Современная проза",
    ),
    "Английский язык": (
        _ENGLISH,
        "Meeting friends|My family and me|School days|Free time|Food and health|Places in town|"
        "Travelling|Nature and weather|Books and films|Looking into the future",
    ),
    "Математика": (
        _NUMBERS,
        "Повторение|Натуральные числа|Сложение и вычитание|Умножение и деление|Величины|"
        "Обыкновенные дроби|Десятичные дроби|Уравнения|Геометрические фигуры|Проценты|Итоги года",
    ),
    "Алгебра": (
        _NUMBERS,
        "Повторение|Выражения и тождества|Уравнения с одной переменной|Функции|Степень|"
        "Многочлены|Формулы сокращённого умножения|Системы уравнений|Неравенства|Прогрессии",
    ),
    "Геометрия": (
        _NUMBERS,
        "Начальные сведения|Треугольники|Параллельные прямые|Четырёхугольники|Площадь|"
        "Подобие|Окружность|Векторы|Многогранники",
    ),
    "Вероятность и статистика": (
        _NUMBERS,
        "Таблицы и диаграммы|Среднее и размах|Случайная изменчивость|Графы|"
        "Вероятность события|Случайные величины",
    ),
    "Информатика": (
        _SCIENCE,
        "Информация и данные|Устройство компьютера|Тексты и документы|Логика|Алгоритмы|"
        "Программирование|Модели|Сети и безопасность",
    ),
    "История": (
        _STORY,
        "Источники знаний о прошлом|Государство и общество|Хозяйство и быт|Войны и мир|"
        "Реформы|Культура эпохи|Россия и соседи|Люди и судьбы",
    ),
    "Обществознание": (
        _STORY,
        "Человек и общество|Мораль и право|Экономика и труд|Государство|Семья|Гражданин",
    ),
    "География": (
        _STORY,
        "План и карта|Литосфера|Гидросфера|Атмосфера|Материки и океаны|Население|Хозяйство",
    ),
    "Биология": (
        _SCIENCE,
        "Живые организмы|Клетка|Растения|Животные|Человек|Наследственность|Экосистемы",
    ),
    "Физика": (
        _SCIENCE,
        "Измерения|Строение вещества|Движение и силы|Давление|Работа и энергия|"
        "Тепловые явления|Электричество|Световые явления|Строение атома",
    ),
    "Химия": (
        _SCIENCE,
        "Вещества и смеси|Атомы и молекулы|Кислород|Растворы|Кислоты и соли|Периодический закон|"
        "Металлы|Углерод и его соединения",
    ),
    "Окружающий мир": (
        _STORY,
        "Что нас окружает|Воздух и вода|Почва|Растения и животные|Человек|Наш край|Экономика",
    ),
    "Физическая культура": (
        _GYM,
        "Лёгкая атлетика|Подвижные игры|Гимнастика|Лыжная подготовка|Баскетбол|Волейбол",
    ),
}
_OTHERS = (
    _CRAFT,
    "Знакомство с предметом|Материалы и приёмы|Работа по образцу|Собственный замысел|"
    "Совместная работа|Подготовка выставки|Итоги",
)
_PRACTICE = "Повторение|Работа с заданиями|Трудные случаи|Разбор ошибок|Проверка себя|Итоги"


def plan_of(subject: str, grade: int, hours: float) -> Iterator[PlanLine]:
    """Yield the plan of a subject for the year; older grades begin later in its sections."""
    style, words = _style(subject)
    sections = words.split("|")
    shift = grade % len(sections)
    sections = sections[:1] + sections[1 + shift :] + sections[1 : 1 + shift]
    total = round(WEEKS * hours)
    each = max(len(style.steps) + 1, total // len(sections))
    number = 0
    for section in _repeated(sections, total, each):
        length = min(each, total - number)
        for place in range(length):
            number += 1
            yield _line(style, section, place, length, number)


def _style(subject: str) -> tuple[_Style, str]:
    known = _SUBJECTS.get(subject)
    if known is not None:
        return known
    main = _SUBJECTS.get(subject.partition(":")[0])
    return (main[0], _PRACTICE) if main is not None else _OTHERS


def _repeated(sections: Sequence[str], total: int, each: int) -> Iterator[str]:
    for place in range(-(-total // each)):
        again = place // len(sections)
        yield sections[place % len(sections)] + (f" (продолжение {again})" if again else "")


def _line(style: _Style, section: str, place: int, length: int, number: int) -> PlanLine:
    if place == length - 1 and length > 2:
        words, work = style.end
        return PlanLine(number, words.format(section), "не задано", work)
    words, work = style.steps[place % len(style.steps)]
    homework = style.homework[number % len(style.homework)]
    return PlanLine(
        number,
        words.format(section),
        homework.format(n=10 + number * 3, m=1 + number // 2),
        work,
    )
