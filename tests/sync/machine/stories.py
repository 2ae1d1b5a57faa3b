"""Rules that are small stories: uniform random ones barely reach a contest.

Source: sync description, s. 8(a).
"""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.small_school import ORLOVA
from tests.sync.machine.faults import PULL_STEPS, FaultRules
from tests.sync.machine.ground import (
    choices,
    decide_at,
    names,
    pupils,
    russian_lessons,
    teachers,
    texts,
)
from tests.sync.machine.people import PeopleRules
from tests.sync.machine.places import Place

PETROVAS = ("classroom", "notebook")
pull_steps = st.sampled_from(PULL_STEPS)


class StoryRules(PeopleRules, FaultRules):
    """Several steps that belong together."""

    @rule(lesson=russian_lessons, pupil=pupils, rivals=st.permutations(["5", "4", "3"]))
    def write_one_cell_at_two_desks(self, lesson: Place, pupil: int, rivals: list[str]) -> None:
        for name, text in zip(PETROVAS, rivals, strict=False):
            self.write(name, lesson, pupil, text)
        for name in reversed(PETROVAS):
            self.desk(name).exchange()

    @precondition(lambda self: self.house.is_something_open)
    @rule(name=names, cell=choices, stands=choices)
    def look_and_decide(self, name: str, cell: int, stands: int) -> None:
        desk = self.desk(name)
        desk.exchange()
        decide_at(desk, cell, stands)
        desk.exchange()

    @precondition(lambda self: self.house.is_something_open)
    @rule(cell=choices, stands=st.permutations([0, 1, 2]))
    def decide_twice_at_two_desks(self, cell: int, stands: list[int]) -> None:
        both = [self.desk(name) for name in PETROVAS]
        for desk in both:
            desk.exchange()
        for desk, choice in zip(both, stands, strict=False):
            decide_at(desk, cell, choice)
        for desk in both:
            desk.exchange()

    @rule(lesson=russian_lessons, pupil=pupils, push_first=st.booleans())
    def appoint_a_substitute_late(self, lesson: Place, pupil: int, push_first: bool) -> None:
        self.keep_a_lesson_before_being_appointed(lesson, pupil, "3")
        if push_first:
            self.guest.exchange()
        self.office.exchange()
        self.appoint_or_dismiss_a_substitute(lesson, ORLOVA)
        self.office.exchange()
        self.guest.exchange()

    @rule(name=st.sampled_from(PETROVAS), lesson=russian_lessons, step=pull_steps)
    def be_a_release_ahead(self, name: str, lesson: Place, step: str) -> None:
        self.upgrade_a_station(name)
        self.write_what_only_the_next_release_knows(name, lesson, "5")
        self.desk(name).exchange()
        self.office.die_in(self.house.steps, step, 1, self.office.exchange)

    @rule(lesson=russian_lessons, pupil=pupils, step=pull_steps, is_late=st.booleans())
    def erase_and_crash(self, lesson: Place, pupil: int, step: str, is_late: bool) -> None:
        self.write("classroom", lesson, pupil, "5")
        self.desk("classroom").exchange()
        self.write("classroom", lesson, pupil, "4")
        if not is_late:
            self.desk("classroom").exchange()
        self.office.exchange()
        self.erase_a_cell_by_act("office", lesson, pupil)
        self.office.exchange()
        desk = self.desk("classroom")
        desk.die_in(self.house.steps, step, 1, desk.exchange)

    @rule(lesson=russian_lessons, step=pull_steps, time=st.integers(1, 4))
    def gain_a_page_and_crash(self, lesson: Place, step: str, time: int) -> None:
        self.appoint_or_dismiss_a_substitute(lesson, ORLOVA)
        self.office.exchange()
        self.guest.die_in(self.house.steps, step, time, self.guest.exchange)

    @rule(step=pull_steps, time=st.integers(1, 4))
    def lose_a_page_and_crash(self, step: str, time: int) -> None:
        for lesson in (Place.TODAY, Place.YESTERDAY):
            self.appoint_or_dismiss_a_substitute(lesson, "")
        self.office.exchange()
        self.guest.die_in(self.house.steps, step, time, self.guest.exchange)

    @rule(name=teachers, pupil=pupils, text=texts)
    def keep_a_temporary_journal(self, name: str, pupil: int, text: str) -> None:
        self.notice_an_outage(name)
        self.write(name, Place.TODAY, pupil, text)
        self.desk(name).wire.is_down = False
        self.desk(name).exchange()

    @rule(pupil=pupils, name=st.sampled_from(PETROVAS))
    def close_a_term_over_a_teacher_without_contact(self, name: str, pupil: int) -> None:
        self.desk(name).wire.is_down = True
        self.write(name, Place.TODAY, pupil, "5")
        self.close_or_open_the_term(closed=True)
        self.office.exchange()
        self.desk(name).wire.heal()
        self.desk(name).exchange()
        self.close_or_open_the_term(closed=False)

    @rule(first=names, others=st.permutations(["classroom", "notebook", "office", "guest"]))
    def restore_the_centre_twice(self, first: str, others: list[str]) -> None:
        """Only one journal hears of the history between the two."""
        if self.house.centre_backup is None:
            self.house.back_up_centre()
        self.write("classroom", Place.TODAY, 0, "5")
        self.desk("classroom").exchange()
        self.house.restore_centre()
        self.desk(first).exchange()
        self.house.restore_centre()
        for name in others:
            self.desk(name).exchange()

    @rule(
        lesson=russian_lessons,
        pupil=pupils,
        rivals=st.permutations(["5", "4", "3"]),
        order=st.permutations(["classroom", "notebook", "office"]),
        decide=st.booleans(),
    )
    def write_over_what_the_centre_has_lost(
        self, lesson: Place, pupil: int, rivals: list[str], order: list[str], decide: bool
    ) -> None:
        self.house.back_up_centre()
        self.write_one_cell_at_two_desks(lesson, pupil, rivals)
        if decide:
            self.look_and_decide("classroom", 0, 1)
            self.desk("office").exchange()
        self.house.restore_centre()
        self.write(order[0], lesson, pupil, rivals[2])
        for name in order:
            self.desk(name).exchange()
        self.house.look()
