"""What one spreadsheet says about another: classes, teachers, subjects and groups.

Every method returns its line with the names of the folder (logins, one spelling of a subject) and
notes what refers to nothing. Where the table referred to cannot be trusted - it is missing, or a
key of its own could not be read - nobody is blamed.
"""

from dataclasses import replace

from journal.imports import columns
from journal.imports.cells import Unreadable
from journal.imports.faults import Findings
from journal.imports.lines import (
    ClassLine,
    LoadLine,
    PlanLine,
    PupilLine,
    SchoolFolder,
    TimetableLine,
)
from journal.imports.pages import NoPageError, Pages
from journal.imports.rows import Column
from journal.imports.staff_names import StaffNames

Line = ClassLine | PupilLine | LoadLine | TimetableLine | PlanLine


class References:
    """Resolves references between the tables of one folder."""

    def __init__(self, draft: SchoolFolder, findings: Findings) -> None:
        self._findings = findings
        self._staff = StaffNames(draft.staff)
        names = {line.class_name for line in draft.classes}
        self._classes = set() if "" in names else names
        self._pages = Pages(draft.load)
        self.load = tuple(self._load_line(line) for line in draft.load)
        self._pages = Pages(self.load)

    def class_line(self, line: ClassLine) -> ClassLine:
        """Return the class with the login of its class teacher."""
        return replace(
            line, class_teacher=self._login(line, line.class_teacher, columns.CLASS_TEACHER)
        )

    def pupil(self, line: PupilLine) -> PupilLine:
        """Return the pupil with groups as the load names them."""
        self._check_class(line)
        pages = [self._page(line, *pair, columns.GROUPS) for pair in line.groups]
        named = zip(pages, line.groups, strict=True)
        groups = tuple((page.subject, page.group) if page else pair for page, pair in named)
        return replace(line, groups=groups)

    def lesson(self, line: TimetableLine) -> TimetableLine:
        """Return the lesson of the week with the teacher of its page."""
        teacher = self._login(line, line.teacher, columns.LESSON_TEACHER)
        page = self._page(line, line.subject, line.group)
        if page is None:
            return replace(line, teacher=teacher)
        if teacher and page.teacher and teacher != page.teacher:
            reason = f"«{line.teacher}» — по нагрузке этот предмет ведёт {page.teacher}"
            self._blame(line, columns.LESSON_TEACHER.title, reason)
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
                self._blame_page(line, fault.column, str(fault))
        return replace(line, subject=self._pages.spelled(line.subject))

    def _load_line(self, line: LoadLine) -> LoadLine:
        self._check_class(line)
        teacher = self._login(line, line.teacher, columns.TEACHER)
        return replace(line, teacher=teacher, subject=self._pages.spelled(line.subject))

    def _check_class(self, line: PupilLine | LoadLine) -> None:
        if line.class_name and self._classes and line.class_name not in self._classes:
            reason = f"«{line.class_name}» — такого класса нет в таблице «классы»"
            self._blame(line, columns.CLASS.title, reason)

    def _login(self, line: Line, text: str, column: Column[str]) -> str:
        if not text:
            return ""
        try:
            return self._staff.login_of(text)
        except Unreadable as fault:
            if self._staff.is_whole:
                self._blame(line, column.title, f"«{text}» — {fault}")
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
            self._blame_page(line, column.title if column else fault.column, str(fault))
            return None

    def _blame_page(self, line: Line, column: str, reason: str) -> None:
        if self._pages.is_whole:
            self._blame(line, column, reason)

    def _blame(self, line: Line, column: str, reason: str) -> None:
        self._findings.add(line.file, line.row, column, reason)
