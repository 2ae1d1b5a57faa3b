"""Whether the tables of a school agree with each other and with themselves."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from journal.imports import columns
from journal.imports import person_columns as persons
from journal.imports.cells import folded
from journal.imports.faults import Findings
from journal.imports.grouping import with_groups, with_known_groups
from journal.imports.lines import (
    CalendarDayLine,
    ClassLine,
    GroupLine,
    KnownSchool,
    Line,
    LoadLine,
    ParentLine,
    PlanLine,
    PupilLine,
    SchoolFolder,
    StaffLine,
)
from journal.imports.one_pupil import once
from journal.imports.parent_fields import ask_for_parent_fields, required_of_parents
from journal.imports.references import References
from journal.imports.rows import Column
from journal.imports.spans import check_bells, check_periods
from journal.imports.timetable_checks import check_timetable, warn_of_hours

L = TypeVar("L", bound=Line)


def check_agreement(
    draft: SchoolFolder, groups: Sequence[GroupLine], known: KnownSchool, findings: Findings
) -> SchoolFolder:
    """Return the school with logins for teachers and one spelling of every subject.

    Lines with unreadable cells are checked by the cells that were read. What does not fit is noted
    in ``findings``; the result counts only when nothing was.
    """
    pupils = with_groups(once(draft.pupils, findings), groups, known, findings)
    draft = replace(draft, pupils=pupils)
    references = References(draft, known, findings)
    plans = [references.plan(line) for line in draft.plans]
    agreed = replace(
        draft,
        classes=tuple(references.class_line(line) for line in draft.classes),
        pupils=tuple(references.pupil(line) for line in draft.pupils),
        parents=tuple(references.parent(line) for line in draft.parents),
        load=references.load,
        timetable=tuple(references.lesson(line) for line in draft.timetable),
        plans=tuple(plans),
    )
    _refuse_repeated_lines(agreed, findings)
    _check_group_choices(agreed.pupils, (*agreed.load, *known.load), findings)
    ask_for_parent_fields(agreed.parents, required_of_parents(draft, known), findings)
    check_timetable(agreed.timetable, known.timetable, findings)
    check_bells(agreed.bells, findings)
    check_periods(agreed.periods, known.periods, agreed.classes, findings)
    if not findings.errors and agreed.timetable:
        told = {line.class_name for line in agreed.timetable}
        had = [line for line in known.load if line.class_name in told]
        warn_of_hours(agreed.timetable, agreed.load or had, findings)
    return replace(
        agreed,
        pupils=with_known_groups(agreed.pupils, known),
        plans=tuple(references.for_each_group(plans)),
    )


def _refuse_repeated_lines(folder: SchoolFolder, findings: Findings) -> None:
    """Note lines that say again what an earlier one has said."""
    one = "оставьте одну строку"
    other_login = "у каждого свой логин, впишите другой"
    _refuse(folder.classes, _class_key, columns.CLASS, "такой класс уже есть", one, findings)
    _refuse(folder.staff, _login_key, persons.LOGIN, "такой логин уже есть", other_login, findings)
    _refuse(
        folder.parents, _parent_key, persons.PARENT_SURNAME, "такой родитель есть", one, findings
    )
    _refuse(folder.load, _page_key, columns.SUBJECT, _SAME_PAGE, one, findings)
    _refuse(folder.calendar_days, _day_key, columns.DAY, "этот день уже есть", one, findings)
    _refuse(folder.plans, _plan_key, columns.PLAN_NUMBER, "такой номер уже есть", one, findings)


_SAME_PAGE = "такая страница уже есть: класс, предмет и подгруппа те же"

# keys of lines; None where a part of the key could not be read


def _class_key(line: ClassLine) -> Hashable | None:
    return line.class_name or None


def _login_key(line: StaffLine) -> Hashable | None:
    return line.login or None


def _parent_key(line: ParentLine) -> Hashable | None:
    pupil = (line.class_name, folded(line.pupil_surname), folded(line.pupil_name), line.pupil_born)
    parts = (folded(line.surname), folded(line.name), folded(line.patronymic))
    return (pupil, parts) if all(pupil[:3]) and all(parts[:2]) else None


def _page_key(line: LoadLine | PlanLine) -> Hashable | None:
    parts = (line.class_name, folded(line.subject))
    return (*parts, folded(line.group)) if all(parts) else None


def _day_key(line: CalendarDayLine) -> Hashable | None:
    return None if line.day == columns.UNREAD_DAY else line.day


def _plan_key(line: PlanLine) -> Hashable | None:
    page = _page_key(line)
    return (page, line.number) if page is not None and line.number else None


def _refuse(
    lines: Iterable[L],
    key: Callable[[L], Hashable | None],
    column: Column[Any],
    reason: str,
    advice: str,
    findings: Findings,
) -> None:
    first: dict[Hashable, L] = {}
    for line in lines:
        found = key(line)
        if found is None:
            continue
        earlier = first.setdefault(found, line)
        if earlier is not line:
            place = earlier.where.seen_from(line.where)
            findings.add(line.where, column.title, f"{reason} ({place})", advice)


def _check_group_choices(
    pupils: Sequence[PupilLine], load: Iterable[LoadLine], findings: Findings
) -> None:
    """Note pupils without a group where their class mates have one, and those with two.

    A class in which nobody names a group of a subject is left as it is: its groups are then made
    up in the program.
    """
    divided: dict[str, set[str]] = defaultdict(set)
    known = set()
    for page in load:
        if page.group:
            divided[page.class_name].add(page.subject)
            known.add((page.class_name, page.subject, page.group))
    chosen = {(line.class_name, subject) for line in pupils for subject, _ in line.groups}
    for line in pupils:
        if any((line.class_name, *pair) not in known for pair in line.groups):
            continue  # blamed already
        for subject in sorted(divided.get(line.class_name, ())):
            count = sum(subject == name for name, _ in line.groups)
            if count > 1:
                reason, advice = f"«{subject}»: ученик записан в две подгруппы", "оставьте одну"
            elif count == 0 and (line.class_name, subject) in chosen:
                reason = f"«{subject}»: не указана подгруппа, у других в классе она есть"
                advice = "впишите её"
            else:
                continue
            findings.add(line.where, columns.GROUPS.title, reason, advice)
