"""Kinds of entries: key pattern, value, version and upcasters of each.

A key reads ``<scope>/<noun>/<part>/...`` and holds ids, dates and numbers only:
``page:<page>/mark/<lesson>/<pupil>/<column>``. The scope of the fact is what stands before the
first slash; it is never taken from anywhere else.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import msgspec

from journal import pupil_values, values

MAIN_COLUMN = "0"
YEAR = "year"
"""Stands for the period in the key of a year mark: a page is of one school year."""

DECISION = "decision"
REDACTION = "redaction.set"
IMPORT_OPEN, IMPORT_CLOSE, IMPORT_UNDO = "import.open", "import.close", "import.undo"
IMPORT_KINDS = frozenset({IMPORT_OPEN, IMPORT_CLOSE, IMPORT_UNDO})
"""Kinds that say which entries are one import, and whether they count."""

Upcaster = Callable[[list[Any]], list[Any]]


class BadEntry(Exception):
    """The entry can never become valid: its key or value is not of its kind."""


class NewerVersion(Exception):
    """The kind or its version is not known here yet."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of entry.

    Attributes:
        area: first word of the scope ("page", "class", "absence", "card", "school").
        noun: second part of the key; unique for the kind.
        parts: names of the key's further parts, also columns of the row.
        upcasters: from an older version (the key) one version up, on the decoded array.
    """

    name: str
    area: str
    noun: str
    parts: tuple[str, ...]
    value: type[values.Value]
    version: int = 1
    upcasters: Mapping[int, Upcaster] = field(default_factory=dict)

    def decode(self, version: int, raw: bytes) -> values.Value:
        """Return the value, lifted to the newest version.

        Raises:
            NewerVersion: written by a newer program.
            BadEntry: the bytes are not a value of this kind.
        """
        if version > self.version:
            raise NewerVersion(f"{self.name} {version}")
        try:
            if version == self.version:
                return msgspec.msgpack.decode(raw, type=self.value)
            array = msgspec.msgpack.decode(raw, type=list[Any])
            for step in range(version, self.version):
                array = self.upcasters[step](array)
            return msgspec.convert(array, self.value)
        except (msgspec.DecodeError, KeyError, IndexError) as fault:
            raise BadEntry(f"значение записи вида {self.name} не читается") from fault


_ALL = (
    Kind("mark.set", "page", "mark", ("lesson", "pupil", "column"), values.Mark),
    Kind("attendance.set", "page", "attendance", ("lesson", "pupil"), values.Attendance),
    Kind("lesson.rollcall", "page", "rollcall", ("lesson",), values.RollCall),
    Kind("lesson.topic", "page", "topic", ("lesson",), values.Topic),
    Kind("lesson.homework", "page", "homework", ("lesson",), values.Homework),
    Kind("homework.pupil", "page", "task", ("lesson", "pupil"), values.PupilTask),
    Kind("lesson.content", "page", "content", ("lesson",), values.LessonContent),
    Kind("lesson.column", "page", "column", ("lesson", "column"), values.Column),
    Kind("lesson.change", "page", "lesson", ("lesson",), values.LessonChange),
    Kind("term.mark", "page", "term", ("period", "pupil"), values.TermMark),
    Kind("plan.topic", "page", "plan", ("number",), values.PlanTopic),
    Kind("pupil.set", "class", "pupil", ("pupil",), values.Pupil),
    Kind("card.edit", "card", "card", (), pupil_values.Card),
    Kind("parent.set", "card", "parent", ("parent",), pupil_values.Parent),
    Kind("card.confirm", "card", "confirmed", (), pupil_values.CardConfirmed),
    Kind("card.field", "school", "field", ("field",), pupil_values.CardField),
    Kind("attendance.reason", "page", "reason", ("lesson", "pupil"), pupil_values.AbsenceReason),
    Kind("absence.cover", "page", "cover", ("document", "pupil"), pupil_values.AbsenceCover),
    Kind("absence.day", "class", "absent", ("day", "pupil"), pupil_values.DayAbsence),
    Kind("absence.document", "absence", "document", ("document",), pupil_values.AbsenceDocument),
    Kind("school.set", "school", "name", (), values.School),
    Kind("profile.set", "school", "profile", (), values.Profile),
    Kind("calendar.day", "school", "day", ("day",), values.CalendarDay),
    Kind("period.set", "school", "period", ("period",), values.Period),
    Kind("period.close", "school", "closing", ("period", "class_id"), values.Closing),
    Kind("staff.set", "school", "staff", ("user",), values.Staff),
    Kind("class.set", "school", "class", ("class_id",), values.SchoolClass),
    Kind("page.set", "school", "page", ("page",), values.Page),
    Kind("timetable.set", "school", "timetable", ("line",), values.Timetable),
    Kind("bells.set", "school", "bell", ("line",), values.Bell),
    Kind("substitution.set", "school", "substitution", ("lesson",), values.Substitution),
    Kind("station.set", "school", "station", ("station",), values.Station),
    Kind("interval.open", "school", "interval", ("interval",), values.IntervalOpened),
    Kind("interval.close", "school", "restored", ("interval",), values.IntervalClosed),
    Kind(REDACTION, "school", "redaction", ("act",), values.Redaction),
    Kind("interval.act", "school", "act", ("interval",), values.IntervalActed),
    Kind(IMPORT_OPEN, "school", "import", ("import_id",), values.ImportOpened),
    Kind(IMPORT_CLOSE, "school", "importclosed", ("import_id",), values.ImportClosed),
    Kind(IMPORT_UNDO, "school", "importundone", ("import_id",), values.ImportUndone),
    Kind("copy.printed", "school", "copy", ("copy",), values.CopyPrinted),
    Kind("copy.state", "school", "copystate", ("copy", "state"), values.CopyState),
)

# what speaks of a pupil; without a decision or the school's own data nothing else could be judged
ERASABLE = frozenset(
    {
        "mark.set",
        "attendance.set",
        "lesson.topic",
        "lesson.homework",
        "homework.pupil",
        "lesson.content",
        "term.mark",
        "pupil.set",
        "card.edit",
        "parent.set",
        "attendance.reason",
        "absence.cover",
        "absence.day",
        "absence.document",
    }
)

# their ``reason`` explains the wish and is no part of the fact
ASKING = (
    values.Mark
    | values.Attendance
    | values.TermMark
    | values.Pupil
    | pupil_values.Card
    | pupil_values.Parent
    | pupil_values.AbsenceCover
)
KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _ALL}
_BY_NOUN: Mapping[tuple[str, str], Kind] = {(kind.area, kind.noun): kind for kind in _ALL}


def make_key(kind: str, owner: str, *parts: str) -> str:
    """Return the key of a fact; ``owner`` is the id behind the area ("" for the school)."""
    spec = KINDS[kind]
    scope = spec.area if not owner else f"{spec.area}:{owner}"
    if len(parts) != len(spec.parts):
        raise ValueError(f"{kind} takes {spec.parts}")
    return "/".join((scope, spec.noun, *parts))


def scope_of(key: str) -> str:
    """Return the scope of the fact that ``key`` names."""
    return key.partition("/")[0]


def owner_of(key: str) -> str:
    """Return the id in the scope: the page, class or pupil; "" for the school."""
    return scope_of(key).partition(":")[2]


def person_scope(user: str) -> str:
    """Return the scope in which ``user`` finds all own entries."""
    return f"person:{user}"


@lru_cache(maxsize=8192)  # judging and folding ask about the same key a dozen times
def split_key(key: str) -> tuple[Kind, dict[str, str]]:
    """Return the kind that owns ``key`` and the key's parts by name, not to be changed.

    Raises:
        BadEntry: no kind has such keys.
    """
    scope, _, rest = key.partition("/")
    area, _, owner = scope.partition(":")
    noun, *parts = rest.split("/")
    kind = _BY_NOUN.get((area, noun))
    if kind is None or len(parts) != len(kind.parts) or (area == "school") == bool(owner):
        raise BadEntry("ключ записи не подходит к её виду")
    return kind, dict(zip(kind.parts, parts, strict=True))


def decode(kind_name: str, version: int, key: str, raw: bytes) -> values.Value:
    """Return the value of an entry, checked against its key.

    Raises:
        NewerVersion: kind or version is newer than this program.
        BadEntry: key or value is not of the kind.
    """
    if kind_name == DECISION:
        if version > 1:
            raise NewerVersion(f"{DECISION} {version}")
        try:
            return msgspec.msgpack.decode(raw, type=values.Decision)
        except msgspec.DecodeError as fault:
            raise BadEntry("решение не читается") from fault
    kind = KINDS.get(kind_name)
    if kind is None:
        raise NewerVersion(kind_name)
    if split_key(key)[0] is not kind:
        raise BadEntry("ключ записи не подходит к её виду")
    return kind.decode(version, raw)


def encode(value: values.Value) -> bytes:
    """Return the bytes of a value as the log keeps them."""
    return msgspec.msgpack.encode(value)


def version_of(kind_name: str) -> int:
    """Return the version in which this program writes the kind."""
    return 1 if kind_name == DECISION else KINDS[kind_name].version


def without_words(value: values.Value) -> values.Value:
    """Return the value without what is no part of the fact: the author's reason.

    That an interval has ended is one fact, whoever says it: a journal that went on in two places is
    closed in each of them, and the first end stands.
    """
    if isinstance(value, ASKING):
        return msgspec.structs.replace(value, reason="")
    if isinstance(value, values.IntervalClosed):
        return values.IntervalClosed(value.station, 0, 0, 0, b"", 0)
    return value
