"""Work types: what a mark was given for, what it weighs, how long checking may take.

Source: domain specification, s. 3; TAL-2.7b.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from journal.errors import UserError

Group = Literal["current", "written", "essay"]


@dataclass(frozen=True, slots=True)
class WorkType:
    """One line of the reference book of work types.

    Attributes:
        code: as in the column header, for example "КР".
        weight: share in the weighted mean; 0 keeps the mark out of it.
        due_days: usual time for checking, school days after the day of the work; a school's act
            may set another (``journal.deadlines``).
        group: which deadline of the act applies; an essay has one of its own in grades 10-11.
    """

    code: str
    name: str
    weight: Decimal
    due_days: int
    group: Group = "current"


DEFAULT_WORK = "ОТВ"

WORK_TYPES: Mapping[str, WorkType] = {
    work.code: work
    for work in (
        WorkType(DEFAULT_WORK, "Ответ на уроке", Decimal(1), 0),
        WorkType("ДЗ", "Домашнее задание", Decimal(1), 1),
        WorkType("РУ", "Работа на уроке", Decimal(1), 0),
        WorkType("ДИК", "Диктант", Decimal(2), 1, "written"),
        WorkType("ИЗЛ", "Изложение", Decimal(2), 3, "essay"),
        WorkType("СОЧ", "Сочинение", Decimal(2), 3, "essay"),
        WorkType("СР", "Самостоятельная работа", Decimal("1.5"), 1, "written"),
        WorkType("ПР", "Практическая работа", Decimal("1.5"), 3, "written"),
        WorkType("ЛР", "Лабораторная работа", Decimal("1.5"), 3, "written"),
        WorkType("ТСТ", "Тест", Decimal("1.5"), 1, "written"),
        WorkType("КР", "Контрольная работа", Decimal(3), 3, "written"),
        WorkType("АКР", "Административная контрольная работа", Decimal(3), 3, "written"),
        WorkType("ЗАЧ", "Зачёт", Decimal(2), 1),
        WorkType("ПРО", "Проект, реферат", Decimal(2), 5, "written"),
        WorkType("ЧТ", "Техника чтения", Decimal(1), 0),
        WorkType("НОР", "Норматив", Decimal(1), 0),
        WorkType("ВПР", "Всероссийская проверочная работа", Decimal(0), 3, "written"),
        WorkType("ПА", "Промежуточная аттестация", Decimal(3), 3, "written"),
    )
}


def find_works(text: str) -> list[WorkType]:
    """Return the work types that a text begins: code or name, else a further word of the name.

    An exact code stands alone: «ПР» is no «ПРО».
    """
    begun = text.strip().casefold()
    exact = WORK_TYPES.get(begun.upper())
    if exact is not None:
        return [exact]
    known = WORK_TYPES.values()
    first = [work for work in known if work.code.casefold().startswith(begun)]
    first += [
        work for work in known if work not in first and work.name.casefold().startswith(begun)
    ]
    inside = [work for work in known if f" {begun}" in work.name.casefold()]
    return first or inside


def work_fault(code: str) -> str | None:
    """Return why a column cannot have this work type, or ``None``."""
    if code in WORK_TYPES:
        return None
    if not code:
        return "Не указан вид работы: выберите его в заголовке колонки."
    return f"Вида работы «{code}» нет в справочнике: можно {', '.join(WORK_TYPES)}."


def work_type(code: str) -> WorkType:
    """Return the work type of a code.

    Raises:
        UserError: no such code.
    """
    fault = work_fault(code)
    if fault is not None:
        raise UserError(fault)
    return WORK_TYPES[code]


def weight_of(code: str, *, weights: bool) -> Decimal:
    """Return what a mark of this work type weighs; without ``weights`` all that count weigh 1."""
    weight = work_type(code).weight
    return weight if weights or not weight else Decimal(1)
