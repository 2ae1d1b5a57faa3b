"""Groups from a table of their own, put to the pupils they speak of."""

from collections.abc import Sequence
from dataclasses import replace

from journal.imports import person_columns as persons
from journal.imports.cells import Unreadable
from journal.imports.columns import GROUPS
from journal.imports.faults import Findings, Place
from journal.imports.lines import GroupLine, KnownSchool, PupilLine
from journal.imports.pupil_names import PupilNames


def with_groups(
    pupils: Sequence[PupilLine],
    groups: Sequence[GroupLine],
    known: KnownSchool,
    findings: Findings,
) -> tuple[PupilLine, ...]:
    """Return the pupils with the groups that ``groups`` say beside their own.

    A pupil whom only the journal knows joins the result when a group is told of her.
    """
    if not groups:
        return tuple(pupils)
    names = PupilNames((*pupils, *known.pupils))
    told: dict[int, list[tuple[str, str]]] = {}
    joined: dict[int, PupilLine] = {}
    for line in groups:
        if not (line.class_name and line.surname and line.name):
            continue
        try:
            pupil = names.find(line.class_name, line.surname, line.name, line.patronymic)
        except Unreadable as fault:
            if names.is_whole:
                findings.add(line.where, persons.OF_SURNAME.title, fault.what, fault.advice)
            continue
        if line.subject and line.group:
            told.setdefault(id(pupil), []).append((line.subject, line.group))
            joined.setdefault(id(pupil), _seen_at(pupil, line.where))
    listed = {id(pupil) for pupil in pupils}
    newcomers = [pupil for key, pupil in joined.items() if key not in listed]
    keys = [*map(id, pupils), *(key for key in joined if key not in listed)]
    return tuple(
        replace(pupil, groups=tuple(dict.fromkeys((*pupil.groups, *told.get(key, ())))))
        for key, pupil in zip(keys, (*pupils, *newcomers), strict=True)
    )


def _seen_at(pupil: PupilLine, where: Place) -> PupilLine:
    """Return the pupil as told of at ``where``: that is where its groups can be mended."""
    letter = where.letters.get("Подгруппа", "")
    return replace(pupil, where=replace(where, letters={**where.letters, GROUPS.title: letter}))
