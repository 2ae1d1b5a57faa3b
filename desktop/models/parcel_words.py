"""A parcel in words: what is inside, in counts, never in names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from journal.kinds import DECISION
from journal.queries.transfer_words import entries_in_words

_WORDS = {
    "mark.set": "отметки",
    "attendance.set": "посещаемость",
    "lesson.rollcall": "перекличка",
    "lesson.topic": "темы",
    "lesson.homework": "задания",
    "homework.pupil": "задания ученикам",
    "lesson.content": "содержание уроков",
    "lesson.column": "колонки",
    "lesson.change": "уроки",
    "term.mark": "итоговые отметки",
    "interval.open": "временный журнал",
    "interval.close": "временный журнал",
    DECISION: "решения",
}
_OTHER = "прочее"


def contents_in_words(kinds: Mapping[str, int]) -> str:
    """Return «14 записей: отметки 10, посещаемость 3, темы 1», the most frequent first."""
    counts: Counter[str] = Counter()
    for kind, count in kinds.items():
        counts[_WORDS.get(kind, _OTHER)] += count
    parts = ", ".join(f"{word} {count}" for word, count in counts.most_common())
    return f"{entries_in_words(counts.total())}: {parts}"
