"""Finding a member of staff by what a spreadsheet calls them: login, initials or full name."""

from collections.abc import Iterable

from journal.imports.cells import Unreadable, folded
from journal.imports.lines import StaffLine


class StaffNames:
    """Knows the staff of a folder by all the names that people write."""

    def __init__(self, staff: Iterable[StaffLine]) -> None:
        self._logins: dict[str, set[str]] = {}
        self.is_whole = True
        for line in staff:
            if not (line.login and line.surname and line.name):
                self.is_whole = False  # somebody could not be read: a miss proves nothing
            for word in _names_of(line):
                self._logins.setdefault(word, set()).add(line.login)
        self.is_whole = self.is_whole and bool(self._logins)

    def login_of(self, text: str) -> str:
        """Return the login of the one person meant by ``text``.

        Raises:
            Unreadable: nobody is called so, or several are.
        """
        found = self._logins.get(folded(text)) or self._logins.get(_squeezed(text), set())
        if not found:
            raise Unreadable(
                "такого человека нет в таблице «сотрудники»",
                "впишите его туда или исправьте имя здесь",
            )
        if len(found) > 1:
            raise Unreadable(f"подходит нескольким ({', '.join(sorted(found))})", "впишите логин")
        return next(iter(found))


def _names_of(line: StaffLine) -> set[str]:
    initials = line.name[:1] + line.patronymic[:1]
    return {
        line.login,
        _squeezed(line.surname),
        _squeezed(line.surname + line.name),
        _squeezed(line.surname + line.name + line.patronymic),
        _squeezed(line.surname + line.name[:1]),
        _squeezed(line.surname + initials),
        _squeezed(initials + line.surname),
    } - {""}


def _squeezed(text: str) -> str:
    """Return ``text`` without dots and spaces, so that «Петрова А.А.» is «Петрова А. А.»."""
    return folded(text).replace(".", "").replace(" ", "")
