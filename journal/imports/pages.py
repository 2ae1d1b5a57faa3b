"""The pages of the register that the load makes, found by class, subject and group."""

import difflib
from collections.abc import Iterable, Mapping

from journal.imports import columns
from journal.imports.cells import folded
from journal.imports.lines import LoadLine

_SHORTEST = 3  # letters that are enough to know a subject of a class by


class NoPageError(Exception):
    """The load has no such page; says which ``column`` of the asking row does not fit."""

    def __init__(self, column: str, what: str, advice: str) -> None:
        super().__init__(f"{what}, {advice}")
        self.column = column
        self.what = what
        self.advice = advice


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
            reason = f"у класса {class_name} нет нагрузки"
            raise NoPageError(columns.CLASS.title, reason, "добавьте её в таблицу «нагрузка»")
        if found := subjects.get(folded(subject)) or _shortened(folded(subject), subjects):
            return found
        reason = f"предмета «{subject}» у {class_name} нет в таблице «нагрузка»"
        if near := difflib.get_close_matches(folded(subject), subjects, 1, 0.75):
            reason += f", может быть, «{self._spellings[near[0]]}»?"
        advice = "напишите предмет, как там, или добавьте его туда"
        raise NoPageError(columns.SUBJECT.title, reason, advice)

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
            reason = f"«{subject}» у {class_name} не делится на подгруппы"
            raise NoPageError(title, reason, "оставьте ячейку пустой")
        if not group:
            raise NoPageError(title, "не заполнено", f"у {class_name} есть подгруппы: {names}")
        raise NoPageError(title, f"подгруппы «{group}» у {class_name} нет", f"есть: {names}")


def _shortened(
    word: str, subjects: Mapping[str, dict[str, LoadLine]]
) -> dict[str, LoadLine] | None:
    """Return the pages of the one subject of a class that «матем.» shortens."""
    start = word.rstrip(".")
    found = [subject for subject in subjects if subject.startswith(start)]
    return subjects[found[0]] if len(start) >= _SHORTEST and len(found) == 1 else None
