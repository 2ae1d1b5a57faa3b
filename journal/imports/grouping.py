"""Groups from a table of their own, put to the pupils they speak of."""

from collections.abc import Hashable, Sequence
from dataclasses import replace

from journal.imports import person_columns as persons
from journal.imports.cells import Unreadable, folded
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


def with_known_groups(pupils: Sequence[PupilLine], known: KnownSchool) -> tuple[PupilLine, ...]:
    """Return the pupils with the groups the journal knows in subjects that no table speaks of."""
    had = {_who(pupil): pupil.groups for pupil in known.pupils if pupil.groups}
    if not had:
        return tuple(pupils)
    lines = []
    for pupil in pupils:
        told = {subject for subject, _ in pupil.groups}
        kept = tuple(pair for pair in had.get(_who(pupil), ()) if pair[0] not in told)
        lines.append(replace(pupil, groups=(*pupil.groups, *kept)) if kept else pupil)
    return tuple(lines)


def _who(pupil: PupilLine) -> Hashable:
    names = (folded(pupil.surname), folded(pupil.name), folded(pupil.patronymic))
    return pupil.class_name, names, pupil.birth_date


def _seen_at(pupil: PupilLine, where: Place) -> PupilLine:
    """Return the pupil as told of at ``where``: that is where its groups can be mended."""
    letter = where.letters.get("Подгруппа", "")
    return replace(pupil, where=replace(where, letters={**where.letters, GROUPS.title: letter}))
