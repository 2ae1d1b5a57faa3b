"""Homework: how it is to be done, and what is typed when there is none.

Source: TAL-2.8a.
"""

import re
from collections.abc import Mapping, Sequence

UNASSIGNED = "не задано"
_NOTHING_SET = (UNASSIGNED, "не задано.", "нет", "нет.", "-", "—", "–")

MANNERS: Mapping[str, str] = {
    "читать": "читать, пересказать",
    "учить": "учить наизусть: правило, слова, стихотворение",
    "письменно": "выполнить письменно: упражнение, задачи",
    "повторить": "повторить пройденное",
    "практика": "практическая работа, сообщение, проект",
}
"""Codes of the ways in which homework is done, with their meanings."""

_STEMS = (
    ("читать", r"чита|чте|параграф|§|переска"),
    ("учить", r"учи|наизусть|правил|слова\b"),
    ("письменно", r"письм|упр|№|задач|пример|решить|номер|сочин|изложен"),
    ("повторить", r"повтор|подготовиться"),
    ("практика", r"практич|сообщен|проект|доклад|презентац|рису|зарисов|начертить"),
)


def is_unassigned(text: str) -> bool:
    """Tell whether a typed text says that nothing is set for home."""
    return text.strip().casefold() in _NOTHING_SET


def manners_in(text: str) -> tuple[str, ...]:
    """Return the manners that the words of a homework speak of, in the order of the book.

    «§ 14, упр. 126» is to be read and written; nobody has to say so a second time.
    """
    plain = text.casefold()
    return tuple(code for code, stems in _STEMS if re.search(stems, plain))


def manners_fault(manners: Sequence[str]) -> str | None:
    """Return why homework cannot be done in these manners, or ``None``."""
    unknown = next((each for each in manners if each not in MANNERS), None)
    if unknown is None:
        return None
    return f"Вида задания «{unknown}» нет: можно {', '.join(MANNERS)}."
