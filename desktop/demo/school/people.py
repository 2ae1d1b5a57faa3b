"""Made-up people with names as Russian schools know them. Source: domain description, s. 9."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Sex = Literal["m", "f"]

_BOYS = (
    "Артём Александр Максим Дмитрий Михаил Иван Матвей Кирилл",
    "Даниил Егор Андрей Тимофей Роман Никита Илья Алексей Марк Лев Арсений",
    "Степан Фёдор Владислав Ярослав Сергей Павел Глеб Николай Тимур Захар Савелий Григорий",
)
_GIRLS = (
    "Анна София Мария Виктория Полина Алиса Дарья Ева",
    "Александра Елизавета Ксения Арина Варвара Василиса Милана Екатерина Анастасия Вероника",
    "Кира Ульяна Татьяна Маргарита Валерия Софья Диана Ольга Ирина Эмилия Камилла",
)
_MEN = (
    "Александр Сергей Алексей Андрей Дмитрий Евгений Михаил Владимир Николай Игорь Юрий Олег "
    "Виктор Павел Роман Константин Антон Василий Анатолий Илья Виталий Григорий Рустам"
)
_WOMEN = (
    "Елена Наталья Ольга Татьяна Ирина Светлана Марина Екатерина Анна Юлия Людмила Надежда "
    "Галина Оксана Любовь Валентина Нина Лариса Вера Алёна Гульнара"
)
_SURNAMES = (
    "Иванов Смирнов Кузнецов Попов Васильев Петров Соколов Михайлов Новиков Фёдоров Морозов "
    "Волков Алексеев Лебедев Семёнов Егоров Павлов Козлов Степанов Николаев Орлов Андреев "
    "Макаров Никитин Захаров Зайцев Соловьёв Борисов Яковлев Григорьев Романов Воробьёв Сергеев "
    "Фролов Александров Дмитриев Королёв Гусев Киселёв Ильин Максимов Поляков Сорокин Виноградов "
    "Ковалёв Белов Медведев Антонов Тарасов Жуков Баранов Филиппов Комаров Давыдов Беляев "
    "Герасимов Богданов Осипов Сидоров Матвеев Титов Марков Миронов Крылов Куликов Карпов Власов "
    "Мельников Денисов Гаврилов Тихонов Казаков Афанасьев Данилов Савельев Тимофеев Фомин Чернов "
    "Абрамов Мартынов Ефимов Федотов Щербаков Назаров Калинин Исаев Чернышёв Быков Маслов "
    "Родионов Коновалов Лазарев Воронин Климов Филатов Пономарёв Голубев Кудрявцев Прохоров "
    "Наумов Потапов Вишневский Островский Садовский Белецкий Толстой Белый Шевченко Бондаренко "
    "Коваленко Ткачук Мельник Черных Седых Саркисян Гофман Шульц Ким Гогоберидзе Галиев Хасанов "
    "Сафин Ахметов"
)

_IRREGULAR_FATHERS = {
    "Павел": ("Павлович", "Павловна"),
    "Лев": ("Львович", "Львовна"),
    "Пётр": ("Петрович", "Петровна"),
    "Михаил": ("Михайлович", "Михайловна"),
    "Яков": ("Яковлевич", "Яковлевна"),
    "Никита": ("Никитич", "Никитична"),
    "Илья": ("Ильич", "Ильинична"),
    "Фома": ("Фомич", "Фоминична"),
    "Кузьма": ("Кузьмич", "Кузьминична"),
    "Лука": ("Лукич", "Лукинична"),
}
_VOWELS = "аеёиоуыэюя"
_LATIN = str.maketrans("абвгдеёзийклмнопрстуфыэ", "abvgdeeziyklmnoprstufye", "ъь") | str.maketrans(
    {
        "ж": "zh",
        "х": "kh",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "sch",
        "ъ": "",
        "ь": "",
        "ю": "yu",
        "я": "ya",
    }
)


@dataclass(frozen=True, slots=True)
class Family:
    """Parents of one or several pupils; ``surname`` in its masculine form."""

    surname: str
    father: str
    mother: str


@dataclass(frozen=True, slots=True)
class Person:
    """A full name; ``patronymic`` is empty where there is none."""

    surname: str
    name: str
    patronymic: str
    sex: Sex


def surname_of(masculine: str, sex: Sex) -> str:
    """Return a surname in the form for ``sex``."""
    if sex == "m":
        return masculine
    if masculine.endswith(("ский", "цкий", "ой", "ый")):
        return f"{masculine[:-2]}ая"
    return f"{masculine}а" if masculine.endswith(("ов", "ев", "ёв", "ин", "ын")) else masculine


def patronymic_of(father: str, sex: Sex) -> str:
    """Return the patronymic of a child of ``father``."""
    woman = sex == "f"
    if father in _IRREGULAR_FATHERS:
        return _IRREGULAR_FATHERS[father][woman]
    if father.endswith("ий"):
        after_two = father[-3].lower() not in _VOWELS and father[-4].lower() not in _VOWELS
        return father[:-2] + ("и" if after_two else "ь") + ("евна" if woman else "евич")
    if father.endswith(("й", "ь")):
        return father[:-1] + ("евна" if woman else "евич")
    return father + ("овна" if woman else "ович")


def login_of(person: Person) -> str:
    """Return a login like «petrova.aa»."""
    initials = "".join(in_latin(part[:1]) for part in (person.name, person.patronymic))
    return f"{in_latin(person.surname)}.{initials}"


def in_latin(text: str) -> str:
    """Return a Russian word in small Latin letters."""
    return text.lower().translate(_LATIN)


def new_family(chance: random.Random) -> Family:
    """Return parents of future pupils."""
    return Family(_one_of(chance, _SURNAMES), _one_of(chance, _MEN), _one_of(chance, _WOMEN))


def new_child(chance: random.Random, family: Family, sex: Sex) -> Person:
    """Return a child of ``family``; a few have no patronymic."""
    name = _weighted(chance, _BOYS if sex == "m" else _GIRLS)
    patronymic = "" if chance.random() < 0.03 else patronymic_of(family.father, sex)
    return Person(surname_of(family.surname, sex), name, patronymic, sex)


def new_adult(chance: random.Random, sex: Sex) -> Person:
    """Return a member of staff."""
    name = _one_of(chance, _MEN if sex == "m" else _WOMEN)
    patronymic = patronymic_of(_one_of(chance, _MEN), sex)
    return Person(surname_of(_one_of(chance, _SURNAMES), sex), name, patronymic, sex)


def _weighted(chance: random.Random, pools: Sequence[str]) -> str:
    (pool,) = chance.choices(pools, (3, 2, 1))
    return _one_of(chance, pool)


def _one_of(chance: random.Random, words: str) -> str:
    return chance.choice(words.split())
