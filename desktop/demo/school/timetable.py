"""The week of the demo school: no class waits, nobody is in two places. Source: domain, s. 6.4.

Every class has its hours laid on its own slots at random; pairs of a class's lessons are then
swapped, worse moves being taken ever more rarely (annealing), until no clash is left.
"""

import math
import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from desktop.demo.school.curriculum import CULTURE, PROJECT_BASICS, SPORT
from desktop.demo.school.teaching import Load

SLOTS_A_DAY = 8
_DAYS = 5
_GYMS = 2
_CLASH, _CROWD, _TWICE, _EARLY = 20.0, 20.0, 3.0, 1.0
_MOVES_A_ROUND = 60_000
_ROUNDS = 12
_WARM, _COLD = 6.0, 0.15


@dataclass(frozen=True, slots=True)
class Meeting:
    """One hour of a class: the pages that are taught in it at once.

    ``halves``: the two pages share the hour by half-years instead.
    """

    class_name: str
    load: tuple[Load, ...]
    halves: bool = False


@dataclass(frozen=True, slots=True)
class Hour:
    """Where a meeting stands in the week: ISO weekday from 1, bell slot from 1."""

    meeting: Meeting
    weekday: int
    slot: int


def make_timetable(load: Sequence[Load], chance: random.Random) -> list[Hour]:
    """Return the week of all classes.

    Raises:
        RuntimeError: no week without a clash was found; another seed will find one.
    """
    meetings = [
        meeting
        for _, own in groupby(load, key=lambda each: each.course.class_name)
        for meeting in _meetings(list(own))
    ]
    board = _Board(meetings, chance)
    for _ in range(_ROUNDS):
        board.anneal()
        if not board.has_clash():
            return board.hours()
    raise RuntimeError("no timetable without a clash was found")


def _meetings(load: list[Load]) -> list[Meeting]:
    """Return the hours of a class: halves side by side, or in turn where one teacher has both."""
    name = load[0].course.class_name
    by_subject: dict[str, list[Load]] = defaultdict(list)
    for each in load:
        by_subject[each.course.subject].append(each)
    meetings: list[Meeting] = []
    computers = [each for each in load if each.course.split == "computers"]
    half_years = tuple(each for each in load if each.course.hours < 1)
    if half_years:
        meetings.append(Meeting(name, half_years, halves=True))
    for pages in by_subject.values():
        course = pages[0].course
        if course.split == "computers" or course.hours < 1:
            continue
        crossed = 1 if course.split == "language" and computers else 0
        meetings += [Meeting(name, tuple(pages))] * (int(course.hours) - crossed)
        if crossed:
            # while one half sits at the computers the other one has English
            first, second = pages
            meetings += [
                Meeting(name, (computers[0], second)),
                Meeting(name, (computers[1], first)),
            ]
    return meetings


def slots_of(grade: int, hours: int) -> list[int]:
    """Return the slots of a class's week, as weekday * 8 + slot, both from 0.

    Monday begins with the talk about what matters, so its first slot is not for lessons.
    """
    longest = {1: 4, 2: 5, 3: 5, 4: 5, 5: 6, 6: 6}.get(grade, 7)
    lengths = [hours // _DAYS] * _DAYS
    for day in (4, 1, 2, 3, 0)[: hours % _DAYS] if grade < 2 else (1, 2, 3, 4, 0)[: hours % _DAYS]:
        lengths[day] += 1
    assert max(lengths) <= longest + (grade == 1), "more lessons a day than the rules allow"
    return [
        day * SLOTS_A_DAY + slot + (day == 0)
        for day, length in enumerate(lengths)
        for slot in range(length)
    ]


class _Board:
    """Which meeting of a class stands in which of its slots, and what is wrong with it."""

    def __init__(self, meetings: Sequence[Meeting], chance: random.Random) -> None:
        self._chance = chance
        self._rows: list[list[Meeting]] = []
        self._slots: list[list[int]] = []
        self._busy: Counter[tuple[str, int]] = Counter()
        self._sport: Counter[int] = Counter()
        self._same: Counter[tuple[int, str, int]] = Counter()
        for row, (_, own) in enumerate(groupby(meetings, key=lambda each: each.class_name)):
            placed = list(own)
            chance.shuffle(placed)
            slots = slots_of(placed[0].load[0].course.grade, len(placed))
            self._rows.append(placed)
            self._slots.append(slots)
            for meeting, slot in zip(placed, slots, strict=True):
                self._put(row, meeting, slot, 1)

    def anneal(self) -> None:
        """Swap lessons, first boldly, then only for the better."""
        chance = self._chance
        for move in range(_MOVES_A_ROUND):
            warmth = _WARM * (_COLD / _WARM) ** (move / _MOVES_A_ROUND)
            row = chance.randrange(len(self._rows))
            placed, slots = self._rows[row], self._slots[row]
            one, two = chance.randrange(len(placed)), chance.randrange(len(placed))
            if placed[one] == placed[two]:
                continue
            before = self._pain(row, placed[one], slots[one]) + self._pain(
                row, placed[two], slots[two]
            )
            self._swap(row, one, two)
            after = self._pain(row, placed[one], slots[one]) + self._pain(
                row, placed[two], slots[two]
            )
            if after > before and chance.random() >= math.exp((before - after) / warmth):
                self._swap(row, one, two)

    def has_clash(self) -> bool:
        """Tell whether somebody is in two places, or a gym is too small."""
        return any(count > 1 for count in self._busy.values()) or any(
            count > _GYMS for count in self._sport.values()
        )

    def hours(self) -> list[Hour]:
        """Return the week by class, day and slot."""
        return [
            Hour(meeting, slot // SLOTS_A_DAY + 1, slot % SLOTS_A_DAY + 1)
            for placed, slots in zip(self._rows, self._slots, strict=True)
            for slot, meeting in sorted(zip(slots, placed, strict=True), key=lambda each: each[0])
        ]

    def _swap(self, row: int, one: int, two: int) -> None:
        placed, slots = self._rows[row], self._slots[row]
        self._put(row, placed[one], slots[one], -1)
        self._put(row, placed[two], slots[two], -1)
        placed[one], placed[two] = placed[two], placed[one]
        self._put(row, placed[one], slots[one], 1)
        self._put(row, placed[two], slots[two], 1)

    def _put(self, row: int, meeting: Meeting, slot: int, step: int) -> None:
        for each in meeting.load:
            self._busy[each.login, slot] += step
            self._same[row, each.course.subject, slot // SLOTS_A_DAY] += step
        if meeting.load[0].course.subject == SPORT:
            self._sport[slot] += step

    def _pain(self, row: int, meeting: Meeting, slot: int) -> float:
        pain = 0.0
        for each in meeting.load:
            pain += _CLASH * (self._busy[each.login, slot] - 1)
            course = each.course
            twice = self._same[row, course.subject, slot // SLOTS_A_DAY]
            limit = math.ceil(course.hours / _DAYS) * len(
                {other.group for other in meeting.load if other.course == course}
            )
            pain += _TWICE * max(0, twice - limit)
        if meeting.load[0].course.subject == SPORT:
            pain += _CROWD * max(0, self._sport[slot] - _GYMS)
            pain += _EARLY * (slot % SLOTS_A_DAY < 1)
        return pain


def half_year(load: Load) -> int:
    """Return in which half-year a page that shares its hour is taught: 1, 2, or 0 for both."""
    return {CULTURE: 1, PROJECT_BASICS: 2}.get(load.course.subject, 0)
