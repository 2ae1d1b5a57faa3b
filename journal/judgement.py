"""What becomes of an entry: the rows of sync.md §4, asked about now, the same code on both sides."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from journal import kinds, values
from journal.attendance import attendance_fault
from journal.clock import from_ms
from journal.deadlines import mark_due, mark_lock, timeliness
from journal.entries import Entry
from journal.folding import LogLine, Standing, decision_of, resolve_base, undecided
from journal.marks import lesson_marks_fault, term_mark_fault
from journal.reference import Lesson, Reference
from journal.rights import may_decide, may_write_lesson, may_write_term_mark
from journal.works import work_fault

LATE = "с опозданием"
NEEDS_NEWER = "запись сделана более новой программой: ждёт обновления сервера"
WAITS_FOR_FACT = "ждёт записи, на которую опирается"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with its Russian reason; ``target`` for a merged entry, ``late`` if past due."""

    verdict: str
    reason: str = ""
    target: str | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class Interval:
    """A time without the centre as the judgement needs it: entries from ``first_seq`` to ``last_seq``."""

    first_seq: int
    last_seq: int | None
    last_contact: datetime | None
    restored: datetime | None


@dataclass(frozen=True)
class Bench:
    """What the judge knows besides the log of the key.

    Attributes:
        now: receipt time.
        columns: mark columns that exist besides each lesson's own, as (lesson, column); the work
            type by the same pair in ``works``.
        intervals: of the entry's station.
        author_wrote: who may be asked: rights are those of the author.
    """

    reference: Reference
    now: datetime
    works: Mapping[tuple[str, str], values.Column] = field(default_factory=dict)
    intervals: tuple[Interval, ...] = ()


def judge(
    entry: Entry, lines: Mapping[str, LogLine], standing: Standing, bench: Bench
) -> Judgement:
    """Return the verdict on ``entry``, given the lines of its key without it."""
    if entry.value is None:
        return Judgement("held", WAITS_FOR_FACT)
    try:
        value = kinds.decode(entry.kind, entry.version, entry.key, entry.value)
    except kinds.NewerVersion:
        return Judgement("held", NEEDS_NEWER)
    except kinds.BadEntry as fault:
        return Judgement("refused", str(fault))
    if isinstance(value, values.Decision):
        return _judge_decision(entry, value, lines, standing, bench)
    known = _Facts.find(entry, bench)
    fault = _fault(value, entry, known, bench)
    if fault:
        return Judgement("refused", fault)
    if known.missing:
        return Judgement("held", WAITS_FOR_FACT)
    held = _no_right(value, entry, known, bench) or _closed(value, entry, known, bench)
    if held:
        return Judgement("held", held)
    late, locked = _timeliness(value, entry, known, bench)
    if locked:
        words = getattr(value, "reason", "")
        return Judgement("held", f"запрос на исправление: {words}" if words else locked)
    return _compare(entry, value, lines, standing, late)


def _compare(
    entry: Entry,
    value: values.Value,
    lines: Mapping[str, LogLine],
    standing: Standing,
    late: bool,
) -> Judgement:
    reason = LATE if late else ""
    current = lines.get(standing.current) if standing.current else None
    if current is not None and current.value is not None and _same(entry, value, current):
        return Judgement("merged", reason, target=current.id, late=late)
    base = resolve_base(entry.base, dict(lines), standing)
    if base == standing.current:
        return Judgement("accepted", reason, late=late)
    return Judgement("contested", "в этой ячейке уже другая запись: решает человек", late=late)


def _same(entry: Entry, value: values.Value, current: LogLine) -> bool:
    if current.value == entry.value and current.version == entry.version:
        return True
    try:
        standing_value = kinds.decode(
            current.kind, current.version, entry.key, current.value or b""
        )
    except (kinds.BadEntry, kinds.NewerVersion):
        return False
    return _plain(standing_value) == _plain(value)


def _plain(value: values.Value) -> values.Value:
    """Return the value without words that are not part of the fact."""
    if isinstance(value, values.Mark):
        return values.Mark(value.marks)
    if isinstance(value, values.TermMark):
        return values.TermMark(value.mark)
    return value


def _judge_decision(
    entry: Entry,
    decision: values.Decision,
    lines: Mapping[str, LogLine],
    standing: Standing,
    bench: Bench,
) -> Judgement:
    named = set(decision.entries)
    reason = may_decide_reason(entry.author, entry.key, lines, standing, bench)
    if reason:
        return Judgement("refused", f"no_right: {reason}")
    decided = {
        id_
        for line in lines.values()
        if line.kind == kinds.DECISION and line.verdict == "accepted"
        for id_ in decision_of(line).entries
    }
    open_set = undecided(standing)
    if named == open_set and (decision.stands is None or decision.stands in named):
        return Judgement("accepted")
    if named & decided - open_set:
        return Judgement("refused", "already_decided: по этой ячейке уже решено")
    return Judgement("refused", "set_changed: появились новые записи, решите ещё раз")


def may_decide_reason(
    user: str, key: str, lines: Mapping[str, LogLine], standing: Standing, bench: Bench
) -> str | None:
    """Return why ``user`` may not decide over ``key`` now, or ``None``."""
    reference = bench.reference
    facts = _Facts.of_key(key, bench)
    if facts.page is None:
        person = reference.person(user)
        return None if person.posts & {"deputy", "director"} else "решает заместитель директора"
    lesson = reference.facts_of(facts.lesson) if facts.lesson else reference.page_facts(facts.page)
    return may_decide(
        reference.person(user),
        lesson,
        held=all(lines[id_].verdict == "held" for id_ in standing.open),
        waited_school_days=_waited(lines, standing, facts.page, bench),
    )


def _waited(lines: Mapping[str, LogLine], standing: Standing, page: str, bench: Bench) -> int:
    return 0


@dataclass(frozen=True, slots=True)
class _Facts:
    """The page, lesson and pupil that a key names, as far as they are known here."""

    page: str | None = None
    lesson: Lesson | None = None
    day: date | None = None
    period: str | None = None
    missing: bool = False

    @classmethod
    def find(cls, entry: Entry, bench: Bench) -> "_Facts":
        return cls.of_key(entry.key, bench)

    @classmethod
    def of_key(cls, key: str, bench: Bench) -> "_Facts":
        kind, parts = kinds.split_key(key)
        if kind.area != "page":
            return cls()
        reference = bench.reference
        page = kinds.owner_of(key)
        if page not in reference.pages:
            return cls(missing=True)
        if "period" in parts:
            period = reference.periods.get(parts["period"])
            lost = period is None or parts["pupil"] not in reference.pupils
            day = period.end if period else None
            return cls(page, None, day, parts["period"], lost)
        if "lesson" not in parts:
            return cls(page)
        lesson = reference.lessons(page).get(parts["lesson"])
        lost = lesson is None and kind.name != "lesson.change"
        pupil = parts.get("pupil")
        lost = lost or (pupil is not None and pupil not in reference.pupils)
        column = parts.get("column", kinds.MAIN_COLUMN)
        if kind.name == "mark.set" and column != kinds.MAIN_COLUMN:
            lost = lost or (parts["lesson"], column) not in bench.works
        return cls(page, lesson, lesson.day if lesson else None, None, lost)
