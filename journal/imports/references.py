"""What one spreadsheet says about another: classes, teachers, subjects and groups.

Every method returns its line with the names of the folder (logins, one spelling of a subject) and
notes what refers to nothing. Where the table referred to cannot be trusted - it is missing, or a
key of its own could not be read - nobody is blamed.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TypeVar

from journal.imports import columns
from journal.imports import person_columns as persons
from journal.imports.cells import Unreadable
from journal.imports.faults import Findings
from journal.imports.lines import (
    ClassLine,
    KnownSchool,
    Line,
    LoadLine,
    ParentLine,
    PlanLine,
    PupilLine,
    SchoolFolder,
    TimetableLine,
)
from journal.imports.pages import NoPageError, Pages
from journal.imports.pupil_names import PupilNames
from journal.imports.rows import Column
from journal.imports.staff_names import StaffNames

Referring = ClassLine | PupilLine | ParentLine | LoadLine | TimetableLine | PlanLine


L = TypeVar("L", bound=Line)


class References:
    """Resolves references between the tables of one import and what the journal knows."""

    def __init__(self, draft: SchoolFolder, known: KnownSchool, findings: Findings) -> None:
        self._findings = findings
        self._staff = StaffNames(_newer(draft.staff, known.staff, lambda line: line.login))
        names = {line.class_name for line in (*draft.classes, *known.classes)}
        self._classes = set() if "" in names else names
        # a subject that is there already keeps its spelling: another one would be another page
        self._pages = Pages((*known.load, *draft.load))
        self.load = tuple(self._load_line(line) for line in draft.load)
        self._pages = Pages((*self.load, *known.load))
        # only who speaks of pupils needs them by name
        self._pupils = PupilNames((*draft.pupils, *known.pupils) if draft.parents else ())

    def class_line(self, line: ClassLine) -> ClassLine:
        """Return the class with the login of its class teacher."""
        return replace(
            line, class_teacher=self._login(line, line.class_teacher, columns.CLASS_TEACHER)
        )

    def pupil(self, line: PupilLine) -> PupilLine:
        """Return the pupil with groups as the load names them."""
        self._check_class(line)
        if not line.groups:
            return line
        pages = [self._page(line, *pair, columns.GROUPS) for pair in line.groups]
        named = zip(pages, line.groups, strict=True)
        groups = tuple((page.subject, page.group) if page else pair for page, pair in named)
        return replace(line, groups=groups)

    def parent(self, line: ParentLine) -> ParentLine:
        """Return the parent with the whole name and the birth date of the pupil."""
        self._check_class(line)
        if not (line.class_name and line.pupil_surname and line.pupil_name):
            return line
        try:
            pupil = self._pupils.find(
                line.class_name,
                line.pupil_surname,
                line.pupil_name,
                line.pupil_patronymic,
                line.pupil_born,
            )
        except Unreadable as fault:
            if self._pupils.is_whole:
                self._blame(line, persons.OF_SURNAME.title, fault.what, fault.advice)
            return line
        return replace(
            line,
            pupil_surname=pupil.surname,
            pupil_name=pupil.name,
            pupil_patronymic=pupil.patronymic,
            pupil_born=pupil.birth_date,
        )

    def lesson(self, line: TimetableLine) -> TimetableLine:
        """Return the lesson of the week with the teacher of its page."""
        teacher = self._login(line, line.teacher, columns.LESSON_TEACHER)
        group = line.group or self._group_of(line, teacher)
        page = self._page(line, line.subject, group)
        if page is None:
            return replace(line, teacher=teacher)
        if teacher and page.teacher and teacher != page.teacher:
            reason = f"«{line.teacher}» — по нагрузке этот предмет ведёт {page.teacher}"
            advice = "исправьте здесь или в нагрузке"
            self._blame(line, columns.LESSON_TEACHER.title, reason, advice)
        return replace(line, subject=page.subject, group=page.group, teacher=page.teacher)

    def plan(self, line: PlanLine) -> PlanLine:
        """Return the line of a plan; without a group it serves every group of the class."""
        if line.group:
            page = self._page(line, line.subject, line.group)
            return replace(line, subject=page.subject, group=page.group) if page else line
        if line.class_name and line.subject:
            try:
                self._pages.groups(line.class_name, line.subject)
            except NoPageError as fault:
                self._blame_page(line, fault.column, fault)
        return replace(line, subject=self._pages.spelled(line.subject))

    def for_each_group(self, plans: Iterable[PlanLine]) -> Iterator[PlanLine]:
        """Yield the lines of plans, those without a group once for every group there is."""
        for line in plans:
            if line.group:
                yield line
                continue
            with suppress(NoPageError):
                for page in self._pages.groups(line.class_name, line.subject).values():
                    yield replace(line, group=page.group)

    def _group_of(self, line: TimetableLine, teacher: str) -> str:
        """Return the one group of a subject that ``teacher`` has, for programs without groups."""
        if not (teacher and line.class_name and line.subject):
            return ""
        with suppress(NoPageError):
            pages = self._pages.groups(line.class_name, line.subject).values()
            taught = [page.group for page in pages if page.teacher == teacher]
            return taught[0] if len(taught) == 1 else ""
        return ""

    def _load_line(self, line: LoadLine) -> LoadLine:
        self._check_class(line)
        teacher = self._login(line, line.teacher, columns.TEACHER)
        return replace(line, teacher=teacher, subject=self._pages.spelled(line.subject))

    def _check_class(self, line: PupilLine | ParentLine | LoadLine) -> None:
        if line.class_name and self._classes and line.class_name not in self._classes:
            reason = f"«{line.class_name}» — такого класса нет в таблице «классы»"
            advice = "исправьте класс или добавьте его туда"
            self._blame(line, columns.CLASS.title, reason, advice)

    def _login(self, line: Referring, text: str, column: Column[str]) -> str:
        if not text:
            return ""
        try:
            return self._staff.login_of(text)
        except Unreadable as fault:
            if self._staff.is_whole:
                self._blame(line, column.title, f"«{text}» — {fault.what}", fault.advice)
            return ""

    def _page(
        self,
        line: PupilLine | TimetableLine | PlanLine,
        subject: str,
        group: str,
        column: Column[tuple[tuple[str, str], ...]] | None = None,
    ) -> LoadLine | None:
        if not (line.class_name and subject):
            return None
        try:
            return self._pages.find(line.class_name, subject, group)
        except NoPageError as fault:
            self._blame_page(line, column.title if column else fault.column, fault)
            return None

    def _blame_page(self, line: Referring, column: str, fault: NoPageError) -> None:
        if self._pages.is_whole:
            self._blame(line, column, fault.what, fault.advice)

    def _blame(self, line: Referring, column: str, what: str, advice: str) -> None:
        self._findings.add(line.where, column, what, advice)


def _newer(lines: Sequence[L], known: Sequence[L], key: Callable[[L], str]) -> tuple[L, ...]:
    """Return the lines, and of those that are known only what they do not speak of."""
    spoken = {key(line) for line in lines}
    return (*lines, *(line for line in known if key(line) not in spoken))
