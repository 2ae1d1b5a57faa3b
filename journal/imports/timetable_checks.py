"""Whether the lessons of a week can be held: nobody is in two places at one bell slot."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from journal.imports import columns
from journal.imports.cells import folded
from journal.imports.faults import Findings
from journal.imports.lines import LoadLine, TimetableLine


def check_timetable(
    timetable: Sequence[TimetableLine], known: Iterable[TimetableLine], findings: Findings
) -> None:
    """Note turned dates and what is booked twice; lessons of different weeks never clash.

    Classes that come with lessons of no date come with the whole week; what is ``known`` of the
    others counts too.
    """
    slots: dict[tuple[int, int], list[TimetableLine]] = defaultdict(list)
    whole = {line.class_name for line in timetable if not (line.valid_from or line.valid_to)}
    told = set(map(_lesson, timetable))
    for line in known:
        if line.class_name not in whole and _lesson(line) not in told:
            slots[line.weekday, line.lesson_number].append(line)
    for line in timetable:
        if line.valid_from and line.valid_to and line.valid_to < line.valid_from:
            what = "последний день раньше первого"
            findings.add(line.where, columns.VALID_TO.title, what, "исправьте один из них")
        if line.weekday and line.lesson_number:
            slots[line.weekday, line.lesson_number].append(line)
    for lessons in slots.values():
        for number, later in enumerate(lessons):
            if not later.where.row:
                continue  # the journal's own, which no table can mend
            clashes = (_clash(earlier, later) for earlier in lessons[:number])
            if clash := next(filter(None, clashes), None):  # one word about a row is enough
                findings.add(later.where, *clash, "исправьте одну из строк")


def _clash(earlier: TimetableLine, later: TimetableLine) -> tuple[str, str] | None:
    """Return column and reason when the two lessons cannot both be held."""
    if not _meet(earlier, later):
        return None
    place = earlier.where.seen_from(later.where)
    if later.class_name and _share_pupils(earlier, later):
        whom = later.class_name + (f", подгруппа {later.group}" if later.group else "")
        reason = f"у {whom} этот урок уже занят: «{earlier.subject}» ({place})"
        return columns.SLOT.title, reason
    if later.teacher and later.teacher == earlier.teacher:
        reason = f"{later.teacher} в это время уже ведёт урок в {earlier.class_name} ({place})"
        return columns.LESSON_TEACHER.title, reason
    return None


def _lesson(line: TimetableLine) -> tuple[str, str, str, int, int]:
    return line.class_name, line.subject, line.group, line.weekday, line.lesson_number


def _share_pupils(one: TimetableLine, other: TimetableLine) -> bool:
    """Say whether somebody sits in both lessons: groups of one name are taken for the same."""
    if one.class_name != other.class_name:
        return False
    return not (one.group and other.group) or folded(one.group) == folded(other.group)


def _meet(one: TimetableLine, other: TimetableLine) -> bool:
    first = max(one.valid_from or date.min, other.valid_from or date.min)
    last = min(one.valid_to or date.max, other.valid_to or date.max)
    return first <= last


def warn_of_hours(
    timetable: Iterable[TimetableLine], load: Iterable[LoadLine], findings: Findings
) -> None:
    """Warn of pages whose lessons of an ordinary week are not as many as the load says.

    Pages with lessons of a part of the year are left out: their weeks differ.
    """
    lessons: Counter[tuple[str, str, str]] = Counter()
    uneven = set()
    for lesson in timetable:
        page = (lesson.class_name, lesson.subject, lesson.group)
        lessons[page] += 1
        if lesson.valid_from or lesson.valid_to:
            uneven.add(page)
    for line in load:
        page = (line.class_name, line.subject, line.group)
        if page not in uneven and lessons[page] != line.hours:
            name = f"{line.subject}, {line.group}" if line.group else line.subject
            what = f"{line.class_name}, {name}: часов в неделю {line.hours:g}"
            what += f", а уроков в расписании {lessons[page]}"
            findings.warn(line.where, columns.HOURS.title, what, "проверьте, что верно")
