"""A realistic day of a school for form F-27; every name in it is invented."""

from dataclasses import replace
from datetime import date, datetime

from journal.absence_paper import AbsentDay, AbsentGroup, AbsentRow
from tests.printing.samples import IMPRINT, NAMES, SCHOOL, ZONE

_LISTED = (27, 26, 27, 26, 27, 26, 26, 26, 27, 26, 26, 26, 26, 25, 25, 25, 25, 25, 22, 21, 20, 20)
_CODES = ("б", "н", "б", "уп", "б", "нп")
_GROUPS = ((1, 4), (5, 9), (10, 11))


def absent_day(most: int = 4) -> AbsentDay:
    """Return the list of 22 classes after the first lesson; one of them was not called.

    ``most``: how many are absent in the class that lacks most.
    """
    return AbsentDay(
        school=SCHOOL,
        year="2026/2027",
        day=date(2026, 10, 23),
        as_of=datetime(2026, 10, 23, 9, 22, tzinfo=ZONE),
        lessons="после 1-го урока",
        groups=tuple(
            AbsentGroup(
                f"{first}–{last}",
                tuple(
                    _class_row(grade, letter, most)
                    for grade in range(first, last + 1)
                    for letter in (0, 1)
                ),
            )
            for first, last in _GROUPS
        ),
        imprint=replace(IMPRINT, copy_number=""),
    )


def _class_row(grade: int, letter: int, most: int) -> AbsentRow:
    place = (grade - 1) * 2 + letter
    class_name, listed = f"{grade}{'АБ'[letter]}", _LISTED[place]
    if class_name == "7Б":
        return AbsentRow(class_name=class_name, listed=listed, is_called=False)
    absent = place * 3 % (most + 1)
    names = [NAMES[(place * 7 + each * 5) % len(NAMES)] for each in range(absent)]
    codes = [_CODES[(place + each) % len(_CODES)] for each in range(absent)]
    return AbsentRow(
        class_name=class_name,
        listed=listed,
        absent=absent,
        ill=codes.count("б"),
        valid=codes.count("уп"),
        rest=codes.count("н") + codes.count("нп"),
        names=tuple(f"{name} ({code})" for name, code in zip(names, codes, strict=True)),
        uncalled=("английский язык (группа 2)",) if class_name == "5А" else (),
    )
