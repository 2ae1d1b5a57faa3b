"""What a pupil's card and a parent's card hold, what they lack, how it is read and shown.

Source: TAL-1.6, ANC-R.V.6-9, MIC-2.1.2; contradiction C-14.
"""

import re
from collections.abc import Collection, Mapping
from datetime import date

RELATIONS: Mapping[str, str] = {
    "mother": "мать",
    "father": "отец",
    "guardian": "опекун",
    "other": "законный представитель",
}

SEXES: Mapping[str, str] = {"m": "мужской", "f": "женский"}

OPTIONAL_FIELDS: Mapping[str, str] = {
    "phone": "телефон",
    "address": "адрес",
    "email": "электронная почта",
}
"""Kept only when the school has decided so, with number and date (ANC-R.V.9)."""

DOCUMENT_FIELDS: Mapping[str, str] = {"passport": "паспортные данные", "snils": "СНИЛС"}
"""Kept of a parent only where the local act requires them (TAL-1.6)."""

CARD_FIELDS: Mapping[str, str] = {
    "surname": "фамилия",
    "name": "имя",
    "sex": "пол",
    "birth_date": "дата рождения",
}
"""What every pupil's card must have; a patronymic is written where there is one (ANC-R.V.6)."""

FIELD_NAMES: Mapping[str, str] = {
    "relation": "кем приходится",
    "surname": "фамилия",
    "name": "имя",
    "patronymic": "отчество",
    "sex": "пол",
    "birth_date": "дата рождения",
    **DOCUMENT_FIELDS,
    **OPTIONAL_FIELDS,
}
"""All fields in the order in which a card lists them."""

NO_PARENT = "законный представитель"
"""What a card lacks that names no parent (ANC-R.V.7)."""

_DIGITS_OF_SNILS = 11
_DIGITS_OF_PHONE = range(5, 16)
_FIRST_CHECKED = 1_001_998
"""Up to this number a SNILS was given without a check number."""


def missing_fields(content: Mapping[str, object], required: Collection[str]) -> tuple[str, ...]:
    """Return the Russian names of the required fields that ``content`` lacks."""
    return tuple(FIELD_NAMES[field] for field in required if not content.get(field))


def count_required(parents: int, required: Collection[str]) -> int:
    """Return how many fields of a card must be filled; at least one parent must be there."""
    return len(CARD_FIELDS) + max(1, parents) * len(required)


def kept_fields(required: Collection[str], switched_on: Collection[str]) -> frozenset[str]:
    """Return which further fields of a parent may be kept at all; the rest is not stored (C-14)."""
    return frozenset(switched_on) | (frozenset(required) & frozenset(DOCUMENT_FIELDS))


def read_snils(text: str) -> str:
    """Return the digits of a SNILS, whatever stands between them."""
    return re.sub(r"\D", "", text)


def snils_fault(digits: str) -> str | None:
    """Return why ``digits`` is no SNILS, or ``None``; an empty one is none yet."""
    if not digits:
        return None
    if len(digits) != _DIGITS_OF_SNILS or not digits.isdecimal():
        return "В СНИЛС 11 цифр: проверьте номер."
    if int(digits[:9]) <= _FIRST_CHECKED or int(digits[9:]) == _check_number(digits[:9]):
        return None
    return "Контрольное число СНИЛС не сходится: проверьте номер."


def show_snils(digits: str) -> str:
    """Return a SNILS as people write it: «112-233-445 95»."""
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:9]} {digits[9:]}" if digits else ""


def phone_fault(text: str) -> str | None:
    """Return why ``text`` is no telephone number, or ``None``; town and foreign ones are too."""
    if not text or len(re.sub(r"\D", "", text)) in _DIGITS_OF_PHONE:
        return None
    return "В номере телефона от 5 до 15 цифр: проверьте номер."


def read_phone(text: str) -> str:
    """Return a mobile or town number of Russia as «+7 900 000-00-00», any other as it was typed."""
    digits = re.sub(r"\D", "", text)
    if len(digits) == 11 and digits[0] in "78" and not text.startswith("+8"):
        digits = digits[1:]
    if len(digits) != 10 or (text.startswith("+") and not text.startswith("+7")):
        return text
    return f"+7 {digits[:3]} {digits[3:6]}-{digits[6:8]}-{digits[8:]}"


def email_fault(text: str) -> str | None:
    """Return why ``text`` is no e-mail address, or ``None``."""
    if not text or re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", text):
        return None
    return "В адресе почты нужны @ и точка, например name@example.ru."


def show_field(field: str, value: object) -> str:
    """Return the value of a field as people write it; what is not filled is ""."""
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    text = str(value or "")
    match field:
        case "sex":
            return SEXES.get(text, text)
        case "relation":
            return RELATIONS.get(text, text)
        case "snils":
            return show_snils(text)
    return text


def show_masked(field: str, value: object) -> str:
    """Return a value as others may see it over somebody's shoulder: numbers of documents hidden."""
    shown = show_field(field, value)
    return mask(shown) if field in DOCUMENT_FIELDS else shown


def mask(text: str) -> str:
    """Return ``text`` with all its digits and letters but the last two signs hidden."""
    return re.sub(r"\w", "•", text[:-2]) + text[-2:] if text else ""


def _check_number(digits: str) -> int:
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(9, 0, -1), strict=True))
    return total % 101 % 100
