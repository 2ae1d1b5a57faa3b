"""What every service is given besides its command: the known school and the author's stamp."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from journal import kinds, pupil_values, values
from journal.bench import Bench, Wish
from journal.changes import Changes
from journal.clock import to_ms
from journal.errors import UserError
from journal.judgement import rule
from journal.log import Draft, Stamp, append
from journal.projection import KeyLog, load_keys
from journal.queries.judging import read_bench
from journal.reference import Lesson, Reference
from journal.wording import NEWER_STANDS


@dataclass(frozen=True, slots=True)
class Work:
    """The desk at which a wish is carried out.

    ``paper_date``: the day on the paper sheet that is being typed in, ``None`` where nothing is.
    """

    reference: Reference
    stamp: Stamp
    paper_date: date | None = None

    @property
    def user(self) -> str:
        """Who wishes."""
        return self.stamp.author

    @property
    def now(self) -> datetime:
        """The moment of the wish by this computer's clock."""
        return self.stamp.reading.wall

    @property
    def today(self) -> date:
        """The school's day of that moment."""
        return self.now.astimezone(self.reference.zone).date()

    def lesson(self, page: str, lesson_id: str) -> Lesson:
        """Return a lesson of a page.

        Raises:
            UserError: the timetable known here has no such lesson.
        """
        lesson = (
            self.reference.lessons(page).get(lesson_id) if page in self.reference.pages else None
        )
        if lesson is None:
            raise UserError(
                "Такого урока нет в расписании на этом компьютере. "
                "Обновите данные при связи с сервером и повторите."
            )
        return lesson


def write(
    session: Session, work: Work, drafts: Sequence[Draft], bench: Bench | None = None
) -> Changes:
    """Append those drafts that say something new, if the rulebook has nothing against any of them.

    ``bench``: for the keys of ``drafts``, when this transaction has read it already.

    Raises:
        UserError: an entry would be refused, or would wait for a person who was not asked; the
            reason is a sentence, and nothing is written.
    """
    if work.paper_date is not None:
        drafts = [replace(draft, paper_date=work.paper_date) for draft in drafts]
    logs = load_keys(session, work.reference.school, [draft.key for draft in drafts])
    fresh = [draft for draft in drafts if not says_the_same(logs[draft.key], draft)]
    if not fresh:
        return Changes()
    if bench is None:
        bench = read_bench(session, work.reference, work.now, [draft.key for draft in fresh])
    for draft in fresh:
        check(work, draft, logs[draft.key], bench)
    return append(session, work.stamp, fresh, {draft.key: logs[draft.key] for draft in fresh})


def check(work: Work, draft: Draft, log: KeyLog, bench: Bench) -> None:
    """Raise the ``UserError`` that explains why ``draft`` may not be written now."""
    wish = Wish(work.user, draft.kind, draft.key, draft.value, to_ms(work.now))
    judgement = rule(wish, log.lines, log.standing, bench, work.now)
    if judgement.verdict == "refused":
        raise UserError(as_sentence(judgement.reason))
    if judgement.verdict == "held" and not (judgement.request and asks(draft.value)):
        raise UserError(as_sentence(judgement.reason))


def asks(value: values.Value) -> bool:
    """Tell whether the author gave a reason, so that the entry is a request for a correction."""
    return bool(getattr(value, "reason", ""))


def says_the_same(log: KeyLog, draft: Draft) -> bool:
    """Tell whether the key already shows this value.

    The words of a request for a correction are no part of it: a request that changes nothing, as
    that of the untouched half of a cell, is none.
    """
    shown, wished = shown_value(log), draft.value
    if isinstance(wished, kinds.ASKING):
        wished = kinds.without_words(wished)
        shown = kinds.without_words(shown) if shown is not None else None
    return wished == (blank(draft.kind) if shown is None else shown)


def shown_value(log: KeyLog) -> values.Value | None:
    """Return the value that a key shows here, pending ones included.

    Raises:
        UserError: it is of a newer program; nobody writes over what she cannot see.
    """
    line = log.lines.get(log.standing.shown) if log.standing.shown else None
    if line is None or line.value is None:
        return None
    try:
        return kinds.decode(line.kind, line.version, log.key, line.value)
    except kinds.NewerVersion as fault:
        raise UserError(NEWER_STANDS) from fault


_BLANKS: dict[str, values.Value] = {
    "mark.set": values.Mark(),
    "attendance.set": values.Attendance(),
    "lesson.rollcall": values.RollCall(done=False),
    "lesson.topic": values.Topic(""),
    "lesson.homework": values.Homework(),
    "homework.pupil": values.PupilTask(),
    "lesson.content": values.LessonContent(),
    "term.mark": values.TermMark(""),
    "attendance.reason": pupil_values.AbsenceReason(),
    "absence.day": pupil_values.DayAbsence(absent=False),
    "card.edit": pupil_values.Card(),
}


def blank(kind: str) -> values.Value | None:
    """Return the value by which a fact of this kind is cleared, if it can be."""
    return _BLANKS.get(kind)


def as_sentence(reason: str) -> str:
    """Return a reason with a capital letter and a full stop."""
    text = reason[:1].upper() + reason[1:]
    return text if text.endswith((".", "!", "?")) else f"{text}."


def together(changes: Iterable[Changes]) -> Changes:
    """Return the sum of what several steps touched."""
    total = Changes()
    for change in changes:
        total = total | change
    return total
