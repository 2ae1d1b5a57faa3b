"""The frozen page of form F-27, the day's list of the absent.

As everywhere in ``journal.paper``: in print form, with ``NOT_DATA`` on what belongs to a copy only.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from journal.paper import NOT_DATA, Imprint, SchoolHead


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsentRow:
    """A class on the list.

    ``listed`` is the number of pupils that day; ``rest`` are those without a valid reason and
    those whose reason is not known. ``names`` are each «Гогоберидзе Нино (б)»; ``uncalled`` the
    lessons whose roll was not called. A class that is not ``is_called`` has no counts and no names.
    """

    class_name: str
    listed: int
    absent: int = 0
    ill: int = 0
    valid: int = 0
    rest: int = 0
    names: tuple[str, ...] = ()
    uncalled: tuple[str, ...] = ()
    is_called: bool = True


@dataclass(frozen=True, slots=True)
class AbsentGroup:
    """Classes with a subtotal of their own: «5–9 классы»."""

    title: str
    rows: tuple[AbsentRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsentDay:
    """F-27: who is absent on a day, class by class, as the roll calls say.

    ``as_of`` is the moment of the data in the school's time zone; ``lessons`` says which roll
    calls count: «после 1-го урока» or «за весь день».
    """

    school: SchoolHead
    year: str
    day: date
    as_of: datetime
    lessons: str
    groups: tuple[AbsentGroup, ...]
    imprint: Imprint = field(metadata=NOT_DATA)
