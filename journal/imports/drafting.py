"""From a school's folder to drafts of entries; ids are derived, so a second import only mends."""

from collections.abc import Iterator, Mapping
from datetime import date, time

from journal import pupil_values, values
from journal.calendar import school_year_of
from journal.ids import derived_id
from journal.imports.columns import UNREAD_DAY
from journal.imports.known_ids import Ids
from journal.imports.lines import PupilLine, SchoolFolder
from journal.kinds import make_key
from journal.log import Draft
from journal.profile import Shipped, parse_profile, profile_text

_SUMMER = 7
SHIPPED: tuple[Shipped, ...] = ("general", "amu", "tal", "mic", "anc", "nem")


def year_of_lists(today: date) -> int:
    """Return the school year that lists of this day speak of: in the summer the one ahead."""
    return today.year if today.month >= _SUMMER else today.year - 1


def first_day(year: int) -> date:
    """Return the day on which a line of the timetable without dates begins."""
    return date(year, 9, 1)


def shipped_act(name: str) -> str:
    """Return the text of a shipped local act, "" where there is none of this name."""
    shipped = next((each for each in SHIPPED if each == name), None)
    return profile_text(shipped) if shipped is not None else ""


class SchoolDrafts:
    """Turns the lines of a folder into drafts, for the school year of ``today`` or ahead of it."""

    def __init__(
        self, folder: SchoolFolder, school: str, today: date, ids: Ids | None = None
    ) -> None:
        """Take a folder; ``ids`` are those of what the journal knows."""
        self._folder = folder
        self._school = school
        self._year = year_of_lists(today)
        self._ids = ids or Ids(school)

    def drafts(self) -> list[Draft]:
        """Return everything the folder says, what others refer to first."""
        return [
            *self._names(),
            *self._staff(),
            *self._classes(),
            *self._periods(),
            *self._calendar(),
            *self._bells(),
            *self._pages(),
            *self._timetable(),
            *self._pupils(),
            *self._parents(),
            *self._plans(),
        ]

    def _names(self) -> Iterator[Draft]:
        line = self._folder.school
        if line is None:
            return
        names = values.School(line.short_name, line.full_name, line.municipality)
        yield _draft("school.set", "", (), names)
        text = shipped_act(line.profile)
        if text:
            yield _draft("profile.set", "", (), values.Profile(parse_profile(text).version, text))

    def _staff(self) -> Iterator[Draft]:
        for line in self._folder.staff:
            value = values.Staff(
                line.surname, line.name, line.patronymic, line.posts, line.post_title, line.login
            )
            yield _draft("staff.set", "", (self._ids.staff(line.login),), value)

    def _classes(self) -> Iterator[Draft]:
        for line in self._folder.classes:
            teacher = self._ids.staff(line.class_teacher) if line.class_teacher else None
            value = values.SchoolClass(self._year, line.grade, line.letter, teacher)
            yield _draft("class.set", "", (self._class_id(line.class_name),), value)

    def _periods(self) -> Iterator[Draft]:
        for line in self._folder.periods:
            id_ = self._ids.period(school_year_of(line.start), line.name, line.grade_to)
            value = values.Period(line.name, line.grade_from, line.grade_to, line.start, line.end)
            yield _draft("period.set", "", (id_,), value)

    def _calendar(self) -> Iterator[Draft]:
        for line in self._folder.calendar_days:
            value = values.CalendarDay(line.kind, line.note)
            yield _draft("calendar.day", "", (line.day.isoformat(),), value)

    def _bells(self) -> Iterator[Draft]:
        for line in self._folder.bells:
            value = values.Bell(
                line.lesson_number,
                _minutes(line.begin),
                _minutes(line.end),
                line.weekday,
                line.grade_from,
                line.grade_to,
                line.valid_from,
                line.valid_to,
                line.is_short,
            )
            # two lines that ring at the same time differ in one of these
            which = (value.slot, value.weekday, value.grade_from, value.grade_to, value.start)
            parts = (*map(str, which), str(value.is_short))
            yield _draft("bells.set", "", (derived_id("bell", self._school, *parts),), value)

    def _pages(self) -> Iterator[Draft]:
        for order, line in enumerate(self._folder.load, start=1):
            value = values.Page(
                self._class_id(line.class_name),
                line.subject,
                line.group,
                self._ids.staff(line.teacher),
                line.hours,
                order,
            )
            page = self._page_id(line.class_name, line.subject, line.group)
            yield _draft("page.set", "", (page,), value)

    def _timetable(self) -> Iterator[Draft]:
        first, last = first_day(self._year), date(self._year + 1, 8, 31)
        for line in self._folder.timetable:
            page = self._page_id(line.class_name, line.subject, line.group)
            start, end = line.valid_from or first, line.valid_to or last
            id_ = derived_id(
                "timetable", page, str(line.weekday), str(line.lesson_number), start.isoformat()
            )
            value = values.Timetable(
                page,
                line.weekday,
                line.lesson_number,
                self._ids.staff(line.teacher),
                line.room,
                start,
                end,
            )
            yield _draft("timetable.set", "", (id_,), value)

    def _pupils(self) -> Iterator[Draft]:
        for line in self._folder.pupils:
            class_id, pupil = self._class_id(line.class_name), self._pupil_id(line)
            groups = tuple(f"{subject}/{group}" for subject, group in line.groups)
            value = values.Pupil(
                line.surname, line.name, line.patronymic, line.arrived, groups=groups
            )
            yield _draft("pupil.set", class_id, (pupil,), value)
            if line.birth_date != UNREAD_DAY:  # else the journal's own, whose card is not here
                yield _draft("card.edit", pupil, (), pupil_values.Card(line.sex, line.birth_date))

    def _parents(self) -> Iterator[Draft]:
        for line in self._folder.parents:
            if line.pupil_born is None:
                continue  # the reading has named it: no such pupil
            whose = (line.pupil_surname, line.pupil_name, line.pupil_patronymic)
            pupil = self._ids.pupil(*whose, line.pupil_born)
            names = (line.surname, line.name, line.patronymic)
            parent = derived_id("parent", pupil, *names)
            value = pupil_values.Parent(line.relation, *names, line.sex, line.birth_date)
            yield _draft("parent.set", pupil, (parent,), value)

    def _plans(self) -> Iterator[Draft]:
        for line in self._folder.plans:
            value = values.PlanTopic(line.topic, line.homework, line.work_type)
            page = self._page_id(line.class_name, line.subject, line.group)
            yield _draft("plan.topic", page, (str(line.number),), value)

    def _class_id(self, name: str) -> str:
        return self._ids.class_(self._year, name)

    def _page_id(self, class_name: str, subject: str, group: str) -> str:
        return self._ids.page(self._class_id(class_name), subject, group)

    def _pupil_id(self, line: PupilLine) -> str:
        return self._ids.pupil(line.surname, line.name, line.patronymic, line.birth_date)


def origins(folder: SchoolFolder) -> Mapping[str, int]:
    """Return how many lines of each kind the folder holds, in Russian words for the report."""
    return {
        "классов": len(folder.classes),
        "сотрудников": len(folder.staff),
        "учеников": len(folder.pupils),
        "родителей": len(folder.parents),
        "страниц журнала": len(folder.load),
        "уроков недельного расписания": len(folder.timetable),
        "звонков": len(folder.bells),
        "периодов": len(folder.periods),
        "дней календаря": len(folder.calendar_days),
        "тем КТП": len(folder.plans),
    }


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _draft(kind: str, owner: str, parts: tuple[str, ...], value: values.Value) -> Draft:
    return Draft(kind, make_key(kind, owner, *parts), value)
