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
from journal.imports.drafting import SchoolDrafts, first_day, year_of_lists
from journal.imports.known_ids import Ids, known_births
from journal.imports.lines import SchoolFolder
from journal.imports.new_timetable import TimetableChange, follow
from journal.imports.same_pupils import with_known_pupils
from journal.imports.within import Within
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
# what a table may leave blank is not said by it: a list without this column changes nothing of it
_NOT_SAID: Mapping[type[values.Value], tuple[str, ...]] = {
    values.Pupil: ("arrived",),
    pupil_values.Card: ("sex",),
    pupil_values.Parent: ("sex", "birth_date"),
    values.School: ("municipality",),
    values.SchoolClass: ("teacher",),
    values.Timetable: ("room",),
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
        ended: lessons of the week that are held no more from the day of the change.
        gone: in the journal and not in the folder; nothing of it is touched by taking.
        obstacles: Russian sentences; with any of them the folder is not taken.
        same: how many lines say what stands already.
        drafts: what taking it will write.
    """

    added: tuple[Line, ...]
    changed: tuple[Line, ...]
    ended: tuple[Line, ...]
    gone: tuple[Line, ...]
    obstacles: tuple[str, ...]
    same: int
    drafts: tuple[Draft, ...]

    @property
    def is_empty(self) -> bool:
        """Tell whether taking the folder would write nothing."""
        return not self.drafts


def compare(
    session: Session,
    reference: Reference,
    folder: SchoolFolder,
    user: str,
    today: date,
    change: TimetableChange | None = None,
) -> Difference:
    """Return what taking ``folder`` by ``user`` would change; nothing is written.

    ``change``: from when its timetable holds, from ``today`` if nobody has said so.
    """
    births = known_births(session, reference.school)
    ids = Ids(reference.school, reference, births)
    drafts = SchoolDrafts(folder, reference.school, today, ids).drafts()
    drafts = with_known_pupils(reference, births, drafts)
    classes = {page: value.class_id for page, value in _pages(drafts)} | {
        page.id: page.class_id for page in reference.pages.values()
    }
    lessons = _lessons(session, reference.school) if folder.timetable else {}
    change = change or TimetableChange(today)
    wished, ended = follow(drafts, lessons, classes, first_day(year_of_lists(today)), change)
    shown = _read_shown(session, reference.school, [draft.key for draft in wished])
    fresh: list[Draft] = []
    added: list[Line] = []
    changed: list[Line] = []
    endings: list[Line] = []
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
            line = Line(draft.kind, draft.key, what, words.fields(before, value))
            (endings if draft.key in ended else changed).append(line)
    return Difference(
        added=tuple(added),
        changed=tuple(changed),
        ended=tuple(endings),
        gone=tuple(_gone(session, reference, wished, words, today)),
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


def _lessons(session: Session, school: str) -> dict[str, values.Timetable]:
    """Return the lines of the timetable by their keys."""
    rows = session.execute(_OF_KINDS, {"school": school, "kinds": ["timetable.set"]})
    shown = {key: kinds.decode(kind, version, key, raw) for key, kind, version, raw in rows if raw}
    return {key: value for key, value in shown.items() if isinstance(value, values.Timetable)}


def _pages(drafts: Iterable[Draft]) -> Iterator[tuple[str, values.Page]]:
    for draft in drafts:
        if isinstance(draft.value, values.Page):
            yield kinds.split_key(draft.key)[1]["page"], draft.value


def _beside(value: values.Value, before: values.Value | None) -> values.Value:
    """Return the new value with what only the journal knows."""
    if before is None:
        return value
    blank = [name for name in _NOT_SAID.get(type(value), ()) if not getattr(value, name)]
    names = (*_KEPT.get(type(value), ()), *blank)
    if not names:
        return value
    return msgspec.structs.replace(value, **{name: getattr(before, name) for name in names})


def _gone(
    session: Session,
    reference: Reference,
    wished: Sequence[Draft],
    words: FactWords,
    today: date,
) -> Iterator[Line]:
    """Yield what stands in the lists that the folder brings, and not in the folder."""
    brought = {draft.kind for draft in wished}
    keys = {draft.key for draft in wished}
    within = Within(wished, reference, today)
    rows = session.execute(
        _OF_KINDS, {"school": reference.school, "kinds": sorted(brought & set(_MAY_BE_GONE))}
    )
    for key, kind, version, raw in rows:
        if key in keys or raw is None:
            continue
        value = kinds.decode(kind, version, key, raw)
        if within.holds(key, value):
            yield Line(kind, key, words.name(key, value))


def _obstacles(reference: Reference, wished: Sequence[Draft], user: str) -> Iterator[str]:
    """Yield what would be done behind somebody's back."""
    classes = {id_: (each.year, each.title) for id_, each in reference.classes.items()}
    for draft in wished:
        if isinstance(draft.value, values.SchoolClass):
            id_ = kinds.split_key(draft.key)[1]["class_id"]
            classes[id_] = draft.value.year, f"{draft.value.grade}{draft.value.letter}"
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
            if known is None or known.left is not None or known.class_id == class_id:
                continue
            if known.class_id in classes and class_id in classes:
                (old_year, old), (year, new) = classes[known.class_id], classes[class_id]
                if old_year == year:
                    yield (
                        f"{known.listed} числится в {old}, а в таблице стоит в {new}:"
                        " переводите приказом, не загрузкой."
                    )


def _may_go_on(draft: Draft) -> bool:
    return isinstance(draft.value, values.Staff) and "deputy" in draft.value.posts
