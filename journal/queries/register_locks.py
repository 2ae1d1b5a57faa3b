"""What is closed on a page before anybody types: the same rules that would refuse it afterwards."""

from dataclasses import dataclass
from datetime import date

from journal import kinds, values
from journal.bench import Bench, Wish
from journal.calendar import Period
from journal.clock import to_ms
from journal.deadlines import end_of_day
from journal.folding import Standing as KeyStanding
from journal.judgement import CORRECTION_ASKS, may_mend, rule
from journal.queries.register_rows import Standing
from journal.reference import Lesson, PupilName

_EMPTY = KeyStanding(None, None, ())


@dataclass(frozen=True)
class Locks:
    """Asks the rulebook what ``user`` may write on a page at the moment of ``bench``."""

    bench: Bench
    user: str
    pupils: tuple[PupilName, ...]

    @property
    def today(self) -> date:
        """The school's day of the moment."""
        return self.bench.now.astimezone(self.bench.reference.zone).date()

    def of_column(self, lesson: Lesson, column: str) -> tuple[str, bool]:
        """Return why a mark column is closed ("" when open), and whether a request is taken."""
        if lesson.day > self.today:
            return _not_held_yet(lesson), False
        listed = self._listed_on(lesson.day)
        if listed is None:
            return "", False
        key = kinds.make_key("mark.set", lesson.page, lesson.id, listed.id, column)
        return self._refusal("mark.set", key, values.Mark())

    def of_mark(self, standing: Standing) -> str:
        """Return why a mark that stands is changed on request only, "" when it is not."""
        now_ms = to_ms(self.bench.now)
        profile = self.bench.reference.profile
        if may_mend(self.user, now_ms, standing.author, standing.wall_ms, profile):
            return ""
        return _sentence(CORRECTION_ASKS)

    def of_topic(self, lesson: Lesson) -> str:
        """Return why topic and homework of a lesson are closed."""
        if lesson.day > self.today:
            return _not_held_yet(lesson)
        key = kinds.make_key("lesson.topic", lesson.page, lesson.id)
        return self._refusal("lesson.topic", key, values.Topic("x"))[0]

    def of_term(self, page: str, period: Period) -> str:
        """Return why the term marks of a page are closed."""
        pupil = self._listed_on(period.end)
        if pupil is None:
            return ""
        key = kinds.make_key("term.mark", page, period.id, pupil.id)
        return self._refusal("term.mark", key, values.TermMark("5"))[0]

    def homework_due(self, lesson: Lesson) -> str:
        """Return until when the homework of today's lesson is in time, in words."""
        if lesson.day != self.today:
            return ""
        reference = self.bench.reference
        due = reference.homework_due(lesson)
        if due == end_of_day(lesson.day, reference.zone):
            return "до конца дня"
        return f"до {due:%H:%M} сегодня"

    def _listed_on(self, day: date) -> PupilName | None:
        return next((pupil for pupil in self.pupils if pupil.is_listed_on(day)), None)

    def _refusal(self, kind: str, key: str, value: values.Value) -> tuple[str, bool]:
        wish = Wish(self.user, kind, key, value, 0)
        ruled = rule(wish, {}, _EMPTY, self.bench, self.bench.now)
        if ruled.verdict == "accepted":
            return "", False
        return _sentence(ruled.reason), ruled.request


def _not_held_yet(lesson: Lesson) -> str:
    return f"Урок {lesson.day:%d.%m} ещё не проведён: записи делаются в день урока или позже."


def _sentence(reason: str) -> str:
    text = reason[:1].upper() + reason[1:]
    return text if text.endswith((".", "!", "?")) else f"{text}."
