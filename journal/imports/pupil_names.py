"""Finding a pupil of a class by name, as other tables write it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from journal.imports.cells import Unreadable, folded
from journal.imports.columns import UNREAD_DAY
from journal.imports.lines import PupilLine


class PupilNames:
    """Knows pupils by class, surname and name; ё and е are one letter.

    ``is_whole`` says that every pupil could be read: only then a miss proves anything.
    """

    def __init__(self, pupils: Iterable[PupilLine]) -> None:
        self._pupils: dict[tuple[str, str, str], dict[tuple[str, date], PupilLine]] = defaultdict(
            dict
        )
        self.is_whole = True
        for line in pupils:
            if not (line.class_name and line.surname and line.name):
                self.is_whole = False
                continue
            of_name = self._pupils[line.class_name, folded(line.surname), folded(line.name)]
            of_name.setdefault((folded(line.patronymic), line.birth_date), line)
        self.is_whole = self.is_whole and bool(self._pupils)

    def find(
        self, class_name: str, surname: str, name: str, patronymic: str, born: date | None = None
    ) -> PupilLine:
        """Return the one pupil with this name; what is not said is not compared.

        Raises:
            Unreadable: there is none, or there are several.
        """
        named = self._pupils.get((class_name, folded(surname), folded(name)), {}).values()
        found = [
            line
            for line in named
            if (not patronymic or not line.patronymic or _same(patronymic, line.patronymic))
            and (born is None or line.birth_date in (born, UNREAD_DAY))
        ]
        if not found:
            reason = f"«{surname} {name}» — такого ученика в {class_name} нет"
            raise Unreadable(reason, "проверьте имя и класс")
        if len(found) > 1:
            reason = f"«{surname} {name}» — таких учеников в {class_name} несколько"
            raise Unreadable(reason, "впишите отчество или дату рождения")
        return found[0]


def _same(one: str, other: str) -> bool:
    return folded(one) == folded(other)
