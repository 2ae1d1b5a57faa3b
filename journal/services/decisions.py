"""Deciding between entries, appointing a substitute, taking back the last action."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from journal import kinds, values
from journal.bench import place_of
from journal.changes import Changes
from journal.errors import UserError
from journal.folding import undecided
from journal.kinds import DECISION, make_key
from journal.log import Draft, append
from journal.permissions import may_decide_over
from journal.projection import KeyLog, load_keys
from journal.queries.judging import read_bench
from journal.reference import Lesson, Reference, lesson_id
from journal.services.work import Work, as_sentence, blank, write
from journal.tables import EntryRow, FactRow
from journal.wording import NEWER_STANDS
from journal.works import DEFAULT_WORK

_UNMADE = frozenset({"lesson.column", "lesson.change", "substitution.set"})


@dataclass(frozen=True, slots=True)
class Choice:
    """What stands in a key from now on; ``entries`` is the set the person has looked at."""

    key: str
    entries: tuple[str, ...]
    stands: str | None


@dataclass(frozen=True, slots=True)
class Decide:
    """Decide over one or several keys with one word of explanation."""

    choices: tuple[Choice, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AppointSubstitute:
    """Let ``teacher`` keep this one lesson; an empty ``teacher`` takes it back."""

    page: str
    day: date
    slot: int
    teacher: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back one action of the user: the entries that it wrote.

    ``same``: entries that only brought an older value back, each with the one that it stands for
    (``None``: an empty cell). What is taken back twice in a row needs to know them.
    """

    entries: tuple[str, ...]
    same: Mapping[str, str | None] = field(default_factory=dict)


def decide(session: Session, command: Decide, work: Work) -> Changes:
    """Write decisions; the losers stay in the history of their cells.

    Raises:
        UserError: no right to decide, or the set of entries is not what the person has seen.
    """
    logs = load_keys(session, work.reference.school, [choice.key for choice in command.choices])
    bench = read_bench(session, work.reference, work.now, logs)
    drafts = []
    for choice in command.choices:
        log = logs[choice.key]
        place = place_of(choice.key, bench)
        reason = may_decide_over(work.user, place, log.lines, log.standing, bench)
        if reason:
            raise UserError(as_sentence(reason))
        if frozenset(choice.entries) != undecided(log.standing):
            raise UserError(
                "Пока вы смотрели, в этой ячейке появились новые записи. "
                "Посмотрите на них и решите ещё раз."
            )
        value = values.Decision(tuple(sorted(choice.entries)), choice.stands, command.reason)
        day = place.lesson.day if place.lesson else None
        drafts.append(Draft(DECISION, choice.key, value, lesson_date=day))
    return append(session, work.stamp, drafts)


def appoint_substitute(session: Session, command: AppointSubstitute, work: Work) -> Changes:
    """Appoint a substitute and accept what she wrote while waiting for it (ANC-P4.T.3).

    Raises:
        UserError: no such lesson, no such teacher, or no right to appoint.
    """
    reference = work.reference
    lesson = _held_at(work, command.page, command.day, command.slot)
    if command.teacher and command.teacher not in reference.staff:
        raise UserError("Такого учителя нет в списке сотрудников. Выберите учителя из списка.")
    key = make_key("substitution.set", "", lesson.id)
    value = values.Substitution(
        command.page, lesson.day, lesson.slot, command.teacher, command.reason
    )
    changes = write(session, work, [Draft("substitution.set", key, value, lesson_date=lesson.day)])
    if not command.teacher:
        return changes
    waiting = _held_of_lesson(session, work, command.page, lesson.id, command.teacher)
    if not waiting:
        return changes
    return changes | append(session, work.stamp, waiting)


def _held_at(work: Work, page: str, day: date, slot: int) -> Lesson:
    """Return the lesson held there now, be it moved or added; else the one planned there."""
    for lesson in work.reference.lessons_on(day):
        if (lesson.page, lesson.slot) == (page, slot) and lesson.status != "cancelled":
            return lesson
    return work.lesson(page, lesson_id(page, day, slot))


def undo(session: Session, command: Undo, work: Work) -> Changes:
    """Write back what stood before an own action; the action stays in the history.

    Raises:
        UserError: somebody wrote over it since, or nothing of this kind can be taken back.
    """
    school = work.reference.school
    written = list(
        session.scalars(
            select(EntryRow)
            .where(EntryRow.school == school, EntryRow.id.in_(command.entries))
            .order_by(EntryRow.seq.desc())
        )
    )
    if any(entry.author != work.user for entry in written):
        raise UserError("Отменить можно только собственную запись.")
    logs = load_keys(session, school, [entry.key for entry in written])
    drafts = [_taken_back(entry, logs[entry.key], command.same, work) for entry in written]
    return write(session, work, drafts)


def read_brought_back(
    session: Session, reference: Reference, undone: Sequence[str], written: Sequence[str]
) -> dict[str, str | None]:
    """Return for each entry of an undo which one it brought back: the base of the undone one."""
    rows = session.execute(
        select(EntryRow.id, EntryRow.key, EntryRow.base).where(
            EntryRow.school == reference.school, EntryRow.id.in_((*undone, *written))
        )
    ).all()
    bases = {key: base for id_, key, base in rows if id_ in set(undone)}
    return {id_: bases.get(key) for id_, key, _ in rows if id_ in set(written)}


def _taken_back(entry: EntryRow, log: KeyLog, same: Mapping[str, str | None], work: Work) -> Draft:
    shown = log.standing.shown
    if same.get(shown or "", shown) != same.get(entry.id, entry.id):
        raise UserError(_why_it_stays(entry, log, work))
    before = log.lines.get(entry.base or "")
    value = _unmade(entry, log, work) or blank(entry.kind)
    if before is not None and before.value is not None and before.kind != DECISION:
        try:
            value = kinds.decode(before.kind, before.version, log.key, before.value)
        except kinds.NewerVersion as fault:
            raise UserError(NEWER_STANDS) from fault
    if value is None:
        raise UserError("Это действие не отменяется: запишите исправление обычным способом.")
    return Draft(entry.kind, entry.key, value, entry.lesson_date, entry.work_date)


def _why_it_stays(entry: EntryRow, log: KeyLog, work: Work) -> str:
    """Return why an action can no longer be taken back, as a sentence."""
    status = log.standing.statuses.get(entry.id)
    if status in ("held", "contested"):
        return "Отменить нельзя: запись уже на центральном сервере и ждёт там решения."
    if status == "refused":
        return "Отменять нечего: центральный сервер эту запись не принял."
    line = log.lines.get(log.standing.shown or "")
    author = work.reference.staff.get(line.author) if line is not None else None
    if line is None or author is None or author.user == work.user:
        return "Отменить нельзя: после вас в этой ячейке уже другая запись."
    return f"Отменить нельзя: после вас в этой ячейке уже другая запись ({author.short})."


def _unmade(entry: EntryRow, log: KeyLog, work: Work) -> values.Value | None:
    """Return what stood before the first entry of a key that an empty value cannot clear."""
    if entry.value is None or entry.kind not in _UNMADE:
        return None
    made = kinds.decode(entry.kind, entry.version, log.key, entry.value)
    _, parts = kinds.split_key(log.key)
    if isinstance(made, values.Substitution):
        return values.Substitution(made.page, made.day, made.slot, "")
    if isinstance(made, values.LessonChange):
        return _unmade_change(kinds.owner_of(log.key), parts["lesson"], made, work)
    if not isinstance(made, values.Column):
        return None
    if parts["column"] == kinds.MAIN_COLUMN:
        return values.Column(DEFAULT_WORK)
    return values.Column(made.work, made.title, made.work_date, removed=True)


def _unmade_change(
    page: str, lesson: str, made: values.LessonChange, work: Work
) -> values.LessonChange:
    """Return the lesson as the timetable plans it; one that was added is cancelled.

    What may have been written in an added lesson stays to be seen that way.
    """
    known = work.lesson(page, lesson)
    if known.planned is None:
        why = "добавлен по ошибке"
        return msgspec.structs.replace(made, status="cancelled", reason=why, teacher=known.teacher)
    return values.LessonChange("planned", *known.planned)


def _held_of_lesson(
    session: Session, work: Work, page: str, lesson: str, teacher: str
) -> Sequence[Draft]:
    """Return decisions that accept what ``teacher`` wrote into the lesson and what is held."""
    scope = f"page:{page}"
    open_facts = session.scalars(
        select(FactRow.key).where(FactRow.school == work.reference.school, FactRow.scope == scope)
    )
    keys = [key for key in open_facts if f"/{lesson}" in key]
    drafts = []
    for log in load_keys(session, work.reference.school, keys).values():
        held = [
            log.lines[id_]
            for id_ in log.standing.open
            if log.lines[id_].verdict == "held" and log.lines[id_].author == teacher
        ]
        if held:
            named = tuple(sorted(undecided(log.standing)))
            value = values.Decision(named, held[-1].id, "назначена замена")
            drafts.append(Draft(DECISION, log.key, value))
    return drafts
