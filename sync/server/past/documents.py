"""What the class teachers of a demonstration enter: documents about absences."""

import random
from collections import defaultdict
from datetime import date, datetime, time

from journal.log import Draft
from journal.reference import Reference
from journal.services.absences import RecordDocument, document_drafts
from sync.server.past.habits import Habits
from sync.server.past.staff_room import StaffRoom

_ENTERED_AT = time(15, 30)
_NOT_YET = 0.08
_ILL = 3  # days; a shorter absence is explained by the parents


class PastDocuments:
    """Enters a document on the first day of school after each absence; some never come."""

    def __init__(self, room: StaffRoom, reference: Reference, habits: Habits, first: date) -> None:
        """Look at the absences that begin on ``first`` or later."""
        self._room, self._reference, self._habits = room, reference, habits
        self._over: dict[date, list[tuple[str, date]]] = defaultdict(list)
        for pupil in reference.pupils.values():
            for start, end in habits.absences(pupil.id):
                if start >= first and pupil.is_listed_on(start):
                    self._over[end].append((pupil.id, start))

    def enter(self, day: date) -> None:
        """Enter, on a day of school, what the pupils bring who were away until the day before."""
        self._room.clock.now = datetime.combine(day, _ENTERED_AT, self._reference.zone)
        drafts: dict[str, list[Draft]] = defaultdict(list)
        for end in sorted(each for each in self._over if each < day):
            for pupil, start in self._over.pop(end):
                school_class = self._reference.classes[self._reference.pupils[pupil].class_id]
                chance = random.Random(f"{self._habits.name(pupil)} {start} document")
                if school_class.teacher is None or chance.random() < _NOT_YET:
                    continue
                is_ill = (end - start).days + 1 >= _ILL
                command = RecordDocument(
                    school_class.id,
                    pupil,
                    "medical" if is_ill else "application",
                    presented=day,
                    number=str(chance.randint(100, 999)) if is_ill else "б/н",
                    issued=end,
                    start=start,
                    end=end,
                )
                work = self._room.work(school_class.teacher, self._reference)
                drafts[school_class.teacher] += document_drafts(command, work)
        for user, own in drafts.items():
            self._room.hand_in(self._room.work(user, self._reference), own)
