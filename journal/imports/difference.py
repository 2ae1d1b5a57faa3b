"""What a folder says beside what the journal knows: what is new, changed, gone or in the way."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import msgspec
from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from journal import kinds, pupil_values, values
from journal.any_of import any_of
from journal.imports.difference_words import TABLE_WORDS, FactWords
from journal.imports.drafting import SchoolDrafts
from journal.imports.lines import SchoolFolder
from journal.imports.same_pupils import with_known_pupils
from journal.log import Draft
from journal.reference import Reference
from journal.tables import Base, EntryRow, FactRow

_ENTRIES = Base.metadata.tables[EntryRow.__tablename__]
_FACTS = Base.metadata.tables[FactRow.__tablename__]
_SHOWN = select(_FACTS.c.key, _ENTRIES.c.kind, _ENTRIES.c.version, _ENTRIES.c.value).join_from(
    _FACTS,
    _ENTRIES,
    and_(_ENTRIES.c.school == _FACTS.c.school, _ENTRIES.c.id == _FACTS.c.shown),
)
_OF_KEYS = _SHOWN.where(_FACTS.c.school == bindparam("school"), any_of(_FACTS.c.key, "keys"))
_OF_KINDS = _SHOWN.where(_FACTS.c.school == bindparam("school"), any_of(_FACTS.c.kind, "kinds"))
# what no spreadsheet says stays as it stands
_KEPT: Mapping[type[values.Value], tuple[str, ...]] = {
    values.Pupil: (
        "left",
        "arrival_order",
        "arrival_order_day",
        "leaving_order",
        "leaving_order_day",
        "reason",
    ),
    pupil_values.Card: ("phone", "address", "email", "reason"),
    pupil_values.Parent: ("passport", "snils", "phone", "address", "email", "reason"),
    values.Staff: ("until",),
    values.Page: ("order",),
    values.School: ("system_name",),
    values.CalendarDay: ("moved_from",),
}
_MAY_BE_GONE = (
    "staff.set",
    "class.set",
    "period.set",
    "calendar.day",
    "page.set",
    "timetable.set",
    "bells.set",
    "pupil.set",
    "plan.topic",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the difference.

    Attributes:
        kind: of the entry; the table in words is ``table``.
        what: which line of the list: «5А, Ежов Лев».
        fields: what changes: name of the field, how it stands, how it will stand.
    """

    kind: str
    key: str
    what: str
    fields: tuple[tuple[str, str, str], ...] = ()

    @property
    def table(self) -> str:
        """The list that the line belongs to, in words."""
        return TABLE_WORDS.get(self.kind, "Прочее")


@dataclass(frozen=True, slots=True)
class Difference:
    """A folder beside the journal.

    Attributes:
        gone: in the journal and not in the folder; nothing of it is touched by taking.
        obstacles: Russian sentences; with any of them the folder is not taken.
        same: how many lines say what stands already.
        drafts: what taking it will write.
    """

    added: tuple[Line, ...]
    changed: tuple[Line, ...]
    gone: tuple[Line, ...]
    obstacles: tuple[str, ...]
    same: int
    drafts: tuple[Draft, ...]

    @property
    def is_empty(self) -> bool:
        """Tell whether taking the folder would write nothing."""
        return not self.drafts


def compare(
    session: Session, reference: Reference, folder: SchoolFolder, user: str, today: date
) -> Difference:
    """Return what taking ``folder`` by ``user`` would change; nothing is written."""
    wished = with_known_pupils(
        session, reference, SchoolDrafts(folder, reference.school, today).drafts()
    )
    shown = _read_shown(session, reference.school, [draft.key for draft in wished])
    fresh: list[Draft] = []
    added: list[Line] = []
    changed: list[Line] = []
    words = FactWords(reference, wished)
    for draft in wished:
        before = shown.get(draft.key)
        value = _beside(draft.value, before)
        if value == before:
            continue
        fresh.append(replace(draft, value=value))
        what = words.name(draft.key, value)
        if before is None:
            added.append(Line(draft.kind, draft.key, what))
        else:
            fields = words.fields(before, value)
            changed.append(Line(draft.kind, draft.key, what, fields))
    return Difference(
        added=tuple(added),
        changed=tuple(changed),
        gone=tuple(_gone(session, reference, wished, words)),
        obstacles=tuple(_obstacles(reference, wished, user)),
        same=len(wished) - len(fresh),
        drafts=tuple(fresh),
    )


def _read_shown(session: Session, school: str, keys: Sequence[str]) -> dict[str, values.Value]:
    rows = session.execute(_OF_KEYS, {"school": school, "keys": keys})
    return {
        key: kinds.decode(kind, version, key, value)
        for key, kind, version, value in rows
        if value is not None
    }


def _beside(value: values.Value, before: values.Value | None) -> values.Value:
    """Return the new value with what only the journal knows."""
    names = _KEPT.get(type(value), ())
    if before is None or not names:
        return value
    return msgspec.structs.replace(value, **{name: getattr(before, name) for name in names})


def _gone(
    session: Session, reference: Reference, wished: Sequence[Draft], words: FactWords
) -> Iterator[Line]:
    """Yield what stands in the lists that the folder brings, and not in the folder."""
    brought = {draft.kind for draft in wished}
    keys = {draft.key for draft in wished}
    within = _Within(wished)
    rows = session.execute(
        _OF_KINDS, {"school": reference.school, "kinds": sorted(brought & set(_MAY_BE_GONE))}
    )
    for key, kind, version, raw in rows:
        if key in keys or raw is None:
            continue
        value = kinds.decode(kind, version, key, raw)
        if within.holds(key, value):
            yield Line(kind, key, words.name(key, value))


class _Within:
    """What a folder speaks of: its school year, its classes, the pages that it has plans for."""

    def __init__(self, wished: Iterable[Draft]) -> None:
        self._classes: set[str] = set()
        self._years: set[int] = set()
        self._pages: set[str] = set()
        self._planned: set[str] = set()
        for draft in wished:
            parts = kinds.split_key(draft.key)[1]
            if isinstance(draft.value, values.SchoolClass):
                self._classes.add(parts["class_id"])
                self._years.add(draft.value.year)
            elif isinstance(draft.value, values.Page):
                self._pages.add(parts["page"])
                self._classes.add(draft.value.class_id)
            elif isinstance(draft.value, values.Pupil):
                self._classes.add(kinds.owner_of(draft.key))
            elif isinstance(draft.value, values.Timetable):
                self._pages.add(draft.value.page)
            elif isinstance(draft.value, values.PlanTopic):
                self._planned.add(kinds.owner_of(draft.key))

    def holds(self, key: str, value: values.Value) -> bool:
        """Tell whether a folder without this fact says that it is gone."""
        if isinstance(value, values.Staff):
            return value.until is None
        if isinstance(value, values.SchoolClass):
            return value.year in self._years
        if isinstance(value, values.Page):
            return value.class_id in self._classes
        if isinstance(value, values.Timetable):
            return value.page in self._pages
        if isinstance(value, values.Pupil):
            return value.left is None and kinds.owner_of(key) in self._classes
        if isinstance(value, values.PlanTopic):
            return kinds.owner_of(key) in self._planned
        if isinstance(value, values.Bell):
            return True
        if isinstance(value, values.Period):
            return self._is_of_year(value.start)
        if isinstance(value, values.CalendarDay):
            return self._is_of_year(date.fromisoformat(kinds.split_key(key)[1]["day"]))
        return False

    def _is_of_year(self, day: date) -> bool:
        return any(date(year, 9, 1) <= day < date(year + 1, 9, 1) for year in self._years)


def _obstacles(reference: Reference, wished: Sequence[Draft], user: str) -> Iterator[str]:
    """Yield what would be done behind somebody's back."""
    classes = {
        kinds.split_key(draft.key)[1]["class_id"]: draft.value
        for draft in wished
        if isinstance(draft.value, values.SchoolClass)
    }
    for draft in wished:
        if isinstance(draft.value, values.Staff):
            login = kinds.split_key(draft.key)[1]["user"]
            if login == user and "administrator" not in draft.value.posts and not _may_go_on(draft):
                yield (
                    "По таблице «сотрудники» вы больше не администратор и не заместитель директора:"
                    " закончить загрузку стало бы некому. Исправьте свою должность."
                )
        elif isinstance(draft.value, values.Pupil):
            known = reference.pupils.get(kinds.split_key(draft.key)[1]["pupil"])
            class_id = kinds.owner_of(draft.key)
            if known is not None and known.left is None and known.class_id != class_id:
                old = reference.classes.get(known.class_id)
                new = classes.get(class_id)
                title = f"{new.grade}{new.letter}" if isinstance(new, values.SchoolClass) else ""
                if old is not None and isinstance(new, values.SchoolClass) and old.year == new.year:
                    yield (
                        f"{known.listed} числится в {old.title}, а в таблице стоит в {title}:"
                        " переводите приказом, не загрузкой."
                    )


def _may_go_on(draft: Draft) -> bool:
    return isinstance(draft.value, values.Staff) and "deputy" in draft.value.posts
