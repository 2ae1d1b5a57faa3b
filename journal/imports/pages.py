"""The pages of the register that the load makes, found by class, subject and group."""

import difflib
from collections.abc import Iterable

from journal.imports import columns
from journal.imports.cells import folded
from journal.imports.lines import LoadLine


class NoPageError(Exception):
    """The load has no such page; says which ``column`` of the asking row does not fit."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column


class Pages:
    """Pages by class and subject; one spelling of a subject, the first, serves the school.

    ``is_whole`` says that every line of the load could be read: only then a miss proves anything.
    """

    def __init__(self, load: Iterable[LoadLine]) -> None:
        self._spellings: dict[str, str] = {}
        self._pages: dict[str, dict[str, dict[str, LoadLine]]] = {}
        self.is_whole = True
        for line in load:
            if not (line.class_name and line.subject):
                self.is_whole = False
                continue
            self._spellings.setdefault(folded(line.subject), line.subject)
            groups = self._pages.setdefault(line.class_name, {}).setdefault(
                folded(line.subject), {}
            )
            groups.setdefault(folded(line.group), line)
        self.is_whole = self.is_whole and bool(self._pages)

    def spelled(self, subject: str) -> str:
        """Return the subject as the load first spells it."""
        return self._spellings.get(folded(subject), subject)

    def groups(self, class_name: str, subject: str) -> dict[str, LoadLine]:
        """Return the pages of a subject in a class by folded group name.

        Raises:
            NoPageError: the class has no such subject.
        """
        subjects = self._pages.get(class_name)
        if subjects is None:
            raise NoPageError(columns.CLASS.title, f"у класса {class_name} нет нагрузки")
        if found := subjects.get(folded(subject)):
            return found
        reason = f"предмета «{subject}» у {class_name} нет в таблице «нагрузка»"
        if near := difflib.get_close_matches(folded(subject), subjects, 1, 0.75):
            reason += f", может быть, «{self._spellings[near[0]]}»?"
        raise NoPageError(columns.SUBJECT.title, reason)

    def find(self, class_name: str, subject: str, group: str) -> LoadLine:
        """Return the page.

        Raises:
            NoPageError: the load has no such page.
        """
        groups = self.groups(class_name, subject)
        if found := groups.get(folded(group)):
            return found
        names = ", ".join(line.group for line in groups.values() if line.group)
        title = columns.GROUP.title
        if not names:
            raise NoPageError(title, f"«{subject}» у {class_name} не делится на подгруппы")
        if not group:
            raise NoPageError(title, f"не заполнено, у {class_name} есть подгруппы: {names}")
        raise NoPageError(title, f"подгруппы «{group}» у {class_name} нет, есть: {names}")
