"""Whether a pupil is there once: not twice in a class, and not in two classes."""

from collections.abc import Hashable, Sequence

from journal.imports import person_columns as persons
from journal.imports.cells import folded
from journal.imports.columns import CLASS, UNREAD_DAY
from journal.imports.faults import Findings
from journal.imports.lines import PupilLine


def once(pupils: Sequence[PupilLine], findings: Findings) -> tuple[PupilLine, ...]:
    """Return the pupils without lines that say again, word for word, what an earlier one says.

    A line that says it otherwise is an error. ё and е make no other person; of namesakes in one
    class the birth date tells, of those in two classes the patronymic as well.
    """
    seen: dict[Hashable, list[PupilLine]] = {}
    lines = []
    for line in pupils:
        if not (line.surname and line.name) or line.birth_date == UNREAD_DAY:
            lines.append(line)
            continue
        alike = seen.setdefault((folded(line.surname), folded(line.name), line.birth_date), [])
        if not alike or _is_new(line, alike, findings):
            alike.append(line)
            lines.append(line)
    return tuple(lines)


def _is_new(line: PupilLine, alike: Sequence[PupilLine], findings: Findings) -> bool:
    """Say whether ``line`` is to be kept; note what does not fit."""
    for earlier in alike:
        place = earlier.where.seen_from(line.where)
        if earlier.class_name == line.class_name:
            if earlier.says_the_same(line):
                what = f"этот ученик уже записан ({place}), взята одна строка"
                advice = "уберите лишнюю"
                findings.warn(line.where, persons.PUPIL_SURNAME.title, what, advice)
                return False
            what = f"такой ученик есть ({place})"
            advice = "оставьте одну строку, а тёзкам впишите их даты рождения"
            findings.add(line.where, persons.PUPIL_SURNAME.title, what, advice)
        elif line.class_name and folded(earlier.patronymic) == folded(line.patronymic):
            what = f"этот ученик записан и в {earlier.class_name} ({place})"
            findings.add(line.where, CLASS.title, what, "оставьте один класс")
    return True
