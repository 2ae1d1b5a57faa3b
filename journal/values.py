"""What an entry says, by kind: small frozen structures, encoded as arrays.

A new field is appended with a default; anything else is a new version and an upcaster in ``kinds``.
"""

from datetime import date

import msgspec


class Value(msgspec.Struct, frozen=True, array_like=True):
    """The base of all values."""


class Mark(Value, frozen=True):
    """Marks of one cell: none clear it, two for a dictation. ``reason`` asks for a correction."""

    marks: tuple[str, ...] = ()
    reason: str = ""


class Attendance(Value, frozen=True):
    """Attendance code of one pupil at one lesson; ``proposed`` waits for the class teacher."""

    code: str = ""
    proposed: str = ""
    minutes: int | None = None
    reason: str = ""


class RollCall(Value, frozen=True):
    """The roll was called; ``all_present`` when it was one key for the whole class."""

    done: bool = True
    all_present: bool = False


class Topic(Value, frozen=True):
    """What was done at the lesson; ``plan_number`` when it was taken from the lesson plan.

    ``correction``: why it deviates from the plan, for the correction sheet (TAL-2.7a).
    """

    text: str
    plan_number: int | None = None
    correction: str = ""


class Homework(Value, frozen=True):
    """Homework of the whole class; ``unassigned`` is an explicit «не задано».

    ``manners``: how it is to be done (``journal.homework``); ``due``: the lesson by which, "" when
    it is the next one (TAL-2.8a).
    """

    text: str = ""
    unassigned: bool = False
    manners: tuple[str, ...] = ()
    due: str = ""


class PupilTask(Value, frozen=True):
    """Homework of one pupil beside that of the class; an empty text takes it back (TAL-IV.3g)."""

    text: str = ""
    manners: tuple[str, ...] = ()
    due: str = ""


class LessonContent(Value, frozen=True):
    """What a lesson was made of beside its topic.

    ``works``: kinds of work at the lesson, codes of the reference book (TAL-4.3b); ``material``:
    what was studied; ``links``: where files and pages are found, as text.
    """

    works: tuple[str, ...] = ()
    material: str = ""
    links: str = ""


class Column(Value, frozen=True):
    """A mark column of a lesson: its work type is a code of the reference book."""

    work: str
    title: str = ""
    work_date: date | None = None
    removed: bool = False


class LessonChange(Value, frozen=True):
    """What deviates from the timetable: status "planned", "cancelled", "moved" or "extra".

    ``teacher`` and ``room`` where they are not those of the timetable; ``joined`` is the page with
    whose lesson of the same slot it is held together.
    """

    status: str
    day: date
    slot: int
    reason: str = ""
    teacher: str = ""
    room: str = ""
    joined: str = ""
    is_distance: bool = False


class TermMark(Value, frozen=True):
    """The teacher's decision for a period; ``reason`` when a point away from the proposal."""

    mark: str
    reason: str = ""


class PlanTopic(Value, frozen=True):
    """One line of the lesson plan (КТП) of a page."""

    topic: str
    homework: str = ""
    work: str = ""


class Decision(Value, frozen=True):
    """Which entry stands in a key whose values disagreed.

    ``entries`` names the whole open set, ``stands`` the one that counts now (``None``: none).
    """

    entries: tuple[str, ...]
    stands: str | None
    reason: str = ""


class School(Value, frozen=True):
    """How the school calls itself on paper and on screens."""

    short_name: str
    full_name: str
    municipality: str = ""
    system_name: str = "Электронная учительская"


class Profile(Value, frozen=True):
    """The school's local act as TOML text, with the number of its version."""

    number: int
    text: str


class CalendarDay(Value, frozen=True):
    """A day that deviates; see ``calendar.CalendarDay``."""

    kind: str
    note: str = ""
    moved_from: date | None = None


class Period(Value, frozen=True):
    """A term of the grades ``grade_from``-``grade_to``."""

    name: str
    grade_from: int
    grade_to: int
    start: date
    end: date


class Closing(Value, frozen=True):
    """A period was closed for a class, or opened again."""

    closed: bool
    reason: str = ""


class Staff(Value, frozen=True):
    """A member of staff; ``posts`` are role codes, ``until`` the last day at this school."""

    surname: str
    name: str
    patronymic: str
    posts: tuple[str, ...]
    post_title: str
    login: str
    until: date | None = None


class SchoolClass(Value, frozen=True):
    """A class of one school year (2026 for 2026/27); ``teacher`` is the class teacher's id."""

    year: int
    grade: int
    letter: str
    teacher: str | None


class Page(Value, frozen=True):
    """A page of the register: a subject of a class or of its group, with its teacher and load."""

    class_id: str
    subject: str
    group: str
    teacher: str
    hours: float
    order: int = 0


class Timetable(Value, frozen=True):
    """A lesson of the week: weekday 1-7, bell slot 1-12, valid ``start``-``end``."""

    page: str
    weekday: int
    slot: int
    teacher: str
    room: str
    start: date
    end: date


class Bell(Value, frozen=True):
    """When the lessons of a bell slot begin and end; see ``bells.Bell``."""

    slot: int
    begins: int
    ends: int
    weekday: int = 0
    grade_from: int = 1
    grade_to: int = 11
    start: date | None = None
    end: date | None = None
    is_short: bool = False


class Substitution(Value, frozen=True):
    """Who keeps this one lesson instead of its teacher; an empty ``teacher`` takes it back."""

    page: str
    day: date
    slot: int
    teacher: str
    reason: str = ""


class Pupil(Value, frozen=True):
    """A name in a class list; ``groups`` are "subject/group" pairs, ``left`` the first day out.

    The orders are those by which the pupil arrived and left; ``reason`` asks for a change where the
    local act has the class teacher ask (C-15).
    """

    surname: str
    name: str
    patronymic: str = ""
    arrived: date | None = None
    left: date | None = None
    groups: tuple[str, ...] = ()
    arrival_order: str = ""
    arrival_order_day: date | None = None
    leaving_order: str = ""
    leaving_order_day: date | None = None
    reason: str = ""


class Station(Value, frozen=True):
    """A workplace enrolled by a user; ``number`` is printed on temporary journals."""

    number: int
    user: str
    public_key: bytes
    name: str = ""


class IntervalOpened(Value, frozen=True):
    """A time without the centre began.

    ``last_contact_ms``: last signed answer; ``first_seq``: first entry after it; ``number``: number
    of the temporary journal on this station and school year; ``day``: its school day;
    ``noticed_ms``: first failed attempt, or the moment of the declaration, by the station's clock;
    ``declared``: a person said so (``reason``), else it was noticed by silence; ``ended_ms``: the
    person took the declaration back, and the next contact closes the interval.
    """

    station: str
    number: int
    day: date
    first_seq: int
    last_contact_ms: int | None
    noticed_ms: int
    reason: str = ""
    declared: bool = False
    ended_ms: int | None = None


class IntervalClosed(Value, frozen=True):
    """The first contact after an interval: entries ``first_seq``-``last_seq`` and the last digest.

    ``count``: how many of them people made; the entry that opened the interval is not one of these.
    """

    station: str
    restored_ms: int
    first_seq: int
    last_seq: int
    last_digest: bytes
    count: int


class Redaction(Value, frozen=True):
    """An act by which the values of ``entries`` were erased, everywhere and for good."""

    number: str
    reason: str
    entries: tuple[str, ...]


class IntervalActed(Value, frozen=True):
    """A time without the centre closed by an act: the computer did not come back.

    Entries ``first_seq``-``last_seq`` were received, its end is not known; ``last_digest`` is empty
    where the last of them is not to be seen by who drew the act. ``count``: how many of them people
    made. What arrives later is an addendum to the act of transfer.
    """

    station: str
    first_seq: int
    last_seq: int
    last_digest: bytes
    count: int
    number: str
    reason: str
    day: date


class ImportOpened(Value, frozen=True):
    """An import began: its entries are the next ``count`` of ``station``, from ``first_seq`` on."""

    station: str
    first_seq: int
    count: int


class ImportClosed(Value, frozen=True):
    """An import is complete; ``last_digest`` is that of its last entry."""

    station: str
    first_seq: int
    count: int
    last_digest: bytes


class ImportUndone(Value, frozen=True):
    """An import was taken back as a whole: its entries stay in the log and count no more."""

    reason: str = ""


class CopyPrinted(Value, frozen=True):
    """A line of the register of copies: what was printed from which state of which page."""

    number: int
    form: str
    class_id: str
    pages: tuple[str, ...]
    period: str
    sheets: int
    copies: int
    data_digest: str
    content_digest: str
    epoch: str
    scope: str
    ordinal: int
    scope_head: str
    printed_ms: int
    draft: str = ""


class CopyState(Value, frozen=True):
    """A copy was checked, certified or handed over (the key says which), by whom and when."""

    post: str = ""
    signer: str = ""
    day: date | None = None
