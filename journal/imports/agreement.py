"""Whether the spreadsheets of a school agree with each other and with themselves."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any, Protocol, TypeVar

from journal.imports import columns
from journal.imports.cells import folded
from journal.imports.faults import Findings
from journal.imports.lines import (
    CalendarDayLine,
    ClassLine,
    LoadLine,
    PeriodLine,
    PlanLine,
    PupilLine,
    SchoolFolder,
    StaffLine,
)
from journal.imports.references import References
from journal.imports.rows import Column
from journal.imports.timetable_checks import check_timetable, remark_hours


class _Line(Protocol):
    @property
    def file(self) -> str: ...
    @property
    def row(self) -> int: ...


L = TypeVar("L", bound=_Line)


def check_agreement(draft: SchoolFolder, findings: Findings) -> SchoolFolder:
    """Return the folder with logins for teachers and one spelling of every subject.

    Lines with unreadable cells are checked by the cells that were read. What does not fit is noted
    in ``findings``; the result counts only when nothing was.
    """
    references = References(draft, findings)
    agreed = replace(
        draft,
        classes=tuple(references.class_line(line) for line in draft.classes),
        pupils=tuple(references.pupil(line) for line in draft.pupils),
        load=references.load,
        timetable=tuple(references.lesson(line) for line in draft.timetable),
        plans=tuple(references.plan(line) for line in draft.plans),
    )
    _refuse_repeated_lines(agreed, findings)
    _check_group_choices(agreed.pupils, agreed.load, findings)
    check_timetable(agreed.timetable, findings)
    _check_periods(agreed.periods, agreed.classes, findings)
    if not findings.faults:
        remark_hours(agreed.timetable, agreed.load, findings)
    return replace(agreed, remarks=tuple(findings.remarks))


def _refuse_repeated_lines(folder: SchoolFolder, findings: Findings) -> None:
    """Note lines that say again what an earlier one has said."""
    _refuse(folder.classes, _class_key, columns.CLASS, "такой класс уже есть", findings)
    _refuse(folder.staff, _login_key, columns.LOGIN, "такой логин уже есть", findings)
    _refuse(folder.pupils, _pupil_key, columns.PUPIL_SURNAME, _NAMESAKES, findings)
    _refuse(folder.load, _page_key, columns.SUBJECT, _SAME_PAGE, findings)
    _refuse(folder.calendar_days, _day_key, columns.DAY, "этот день уже есть", findings)
    _refuse(folder.plans, _plan_key, columns.PLAN_NUMBER, "урок с таким номером есть", findings)


_NAMESAKES = "такой ученик уже есть: тёзок в одном классе должна различать дата рождения"
_SAME_PAGE = "такая страница уже есть: класс, предмет и подгруппа те же"

# keys of lines; None where a part of the key could not be read


def _class_key(line: ClassLine) -> Hashable | None:
    return line.class_name or None


def _login_key(line: StaffLine) -> Hashable | None:
    return line.login or None


def _pupil_key(line: PupilLine) -> Hashable | None:
    parts = (line.class_name, folded(line.surname), folded(line.name))
    known = all(parts) and line.birth_date != columns.UNREAD_DAY
    return (*parts, line.birth_date) if known else None


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
    findings: Findings,
) -> None:
    first: dict[Hashable, L] = {}
    for line in lines:
        found = key(line)
        if found is None:
            continue
        earlier = first.setdefault(found, line)
        if earlier is not line:
            place = f"строка {earlier.row}"
            if earlier.file != line.file:
                place = f"{earlier.file}, {place}"
            findings.add(line.file, line.row, column.title, f"{reason} ({place})")


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
                reason = f"«{subject}»: ученик записан в две подгруппы"
            elif count == 0 and (line.class_name, subject) in chosen:
                reason = f"«{subject}»: не указана подгруппа, у других в классе она есть"
            else:
                continue
            findings.add(line.file, line.row, columns.GROUPS.title, reason)


def _check_periods(
    periods: Sequence[PeriodLine], classes: Iterable[ClassLine], findings: Findings
) -> None:
    """Note turned and overlapping periods, and classes that have none."""
    read = [line for line in periods if columns.UNREAD_DAY not in (line.start, line.end)]
    for line in read:
        if line.end < line.start:
            reason = "последний день раньше первого"
            findings.add(line.file, line.row, columns.END.title, reason)
    for earlier, later in combinations(read, 2):
        grades_meet = (
            earlier.grade_from <= later.grade_to and later.grade_from <= earlier.grade_to != 0
        )
        if grades_meet and earlier.start <= later.end and later.start <= earlier.end:
            reason = f"период пересекается с «{earlier.name}» (строка {earlier.row})"
            findings.add(later.file, later.row, columns.START.title, reason)
    if not periods or any(line.grade_to == 0 for line in periods):
        return
    for group in classes:
        if group.class_name and not any(
            line.grade_from <= group.grade <= line.grade_to for line in periods
        ):
            reason = f"для класса {group.class_name} в таблице «периоды» нет ни одного периода"
            findings.add(group.file, group.row, columns.CLASS.title, reason)
