"""The state machine: what people, programs, wires and clocks do to a school.

Uniform random rules barely reach a contest, so some rules are small stories of their own.
Source: sync description, s. 8(a).
"""

import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import timedelta
from functools import partial

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy.orm import Session

from journal import values
from journal.changes import Changes
from journal.errors import UserError
from journal.kinds import make_key
from journal.log import Draft
from journal.queries.transfers import OpenCell, read_open_cells
from journal.services.decisions import (
    AppointSubstitute,
    Choice,
    Decide,
    Undo,
    appoint_substitute,
    decide,
    undo,
)
from journal.services.lessons import CallRoll, SetCell, SetTopic, call_roll, set_cell, set_topic
from journal.services.outages import (
    REASONS,
    DeclareOutage,
    EndOutage,
    declare_outage,
    end_outage,
)
from journal.services.terms import CloseTerm, close_term
from journal.services.work import Work, write
from tests.small_school import CLASS_5A, NAMES, ORLOVA, PUPILS, TERM_1
from tests.sync.machine.desk import Command, Desk
from tests.sync.machine.laws import NONSENSE
from tests.sync.machine.places import (
    AFTERWARDS,
    LAST_MOMENT,
    Place,
)
from tests.sync.machine.school_house import SEATS, Template
from tests.sync.machine.wire import Fault

WRITE_STEPS = ("write.begun", "write.appended", "write.projected")
TALK_STEPS = (
    "push.batch_built",
    "push.sent",
    "acknowledge.received",
    "acknowledge.stored",
    "acknowledge.committed",
    "pull.received",
    "pull.stored",
    "pull.committed",
)
CENTRE_STEPS = (
    "judge.locked",
    "judge.judged",
    "judge.stored",
    "judge.projected",
    "answer.committed",
    "answer.signed",
)

names = st.sampled_from(sorted(SEATS))
teachers = st.sampled_from(["classroom", "guest", "notebook"])
computers = st.sampled_from(["classroom", "notebook", "office"])
pupils = st.sampled_from([0, 1])
lessons = st.sampled_from([Place.TODAY, Place.YESTERDAY, Place.MATHS_TODAY])
russian_lessons = st.sampled_from([Place.TODAY, Place.YESTERDAY])
texts = st.sampled_from(["5", "4", "3", "н", "н 4", ""])
choices = st.integers(0, 3)
times = st.integers(1, 2)
cells = st.tuples(lessons, pupils, texts)


class SchoolMachine(RuleBasedStateMachine):
    """A school in which everything goes wrong that can, and nothing may be lost."""

    def __init__(self, template: Template) -> None:
        super().__init__()
        self._stack = ExitStack()
        self.house = self._stack.enter_context(template.house())
        self.declared: set[str] = set()

    @property
    def office(self) -> Desk:
        """The deputy's journal."""
        return self.house.desks["office"]

    @property
    def guest(self) -> Desk:
        """The journal of a second teacher on the computer of the classroom."""
        return self.house.desks["guest"]

    # --- what people write --------------------------------------------------------------------

    @rule(name=teachers, cells=st.lists(cells, min_size=1, max_size=3))
    def write_cells(self, name: str, cells: list[tuple[Place, int, str]]) -> None:
        for lesson, pupil, text in cells:
            self._write(name, lesson, pupil, text)

    @rule(name=teachers, cell=cells)
    def ask_for_a_correction(self, name: str, cell: tuple[Place, int, str]) -> None:
        self._write(name, *cell, reason="ошибка")

    @rule(name=teachers, lesson=lessons, text=st.sampled_from(["Глагол", "Имя", ""]))
    def write_a_topic(self, name: str, lesson: Place, text: str) -> None:
        wish(self.house.desks[name], set_topic, SetTopic(lesson.page, lesson.lesson, text))

    @rule(name=teachers, lesson=lessons)
    def call_the_roll(self, name: str, lesson: Place) -> None:
        wish(self.house.desks[name], call_roll, CallRoll(lesson.page, lesson.lesson))

    @precondition(lambda self: any(desk.written for desk in self.house.desks.values()))
    @rule(data=st.data())
    def take_the_last_wish_back(self, data: st.DataObject) -> None:
        writers = [name for name, desk in self.house.desks.items() if desk.written]
        desk = self.house.desks[data.draw(st.sampled_from(writers))]
        wish(desk, undo, Undo(desk.written))

    @rule(lesson=russian_lessons, pupil=pupils, mark=st.sampled_from(["5", "4"]))
    def keep_a_lesson_before_being_appointed(self, lesson: Place, pupil: int, mark: str) -> None:
        key = lesson.marks_of(PUPILS[pupil])
        self.guest.slip(Draft("mark.set", key, values.Mark((mark,)), lesson.day))

    @rule(name=teachers, pupil=pupils)
    def write_nonsense(self, name: str, pupil: int) -> None:
        key = Place.TODAY.marks_of(PUPILS[pupil])
        nonsense = values.Mark((NONSENSE,))
        self.house.desks[name].slip(Draft("mark.set", key, nonsense, Place.TODAY.day))

    # --- how entries travel -------------------------------------------------------------------

    @rule(name=names, fault=st.sampled_from(list(Fault)))
    def push(self, name: str, fault: Fault) -> None:
        desk = self.house.desks[name]
        if desk.unsent:
            desk.wire.faults.append(fault)
        desk.push()
        desk.wire.faults.clear()

    @rule(name=names, fault=st.sampled_from(list(Fault)), calm=st.integers(0, 3))
    def exchange(self, name: str, fault: Fault, calm: int) -> None:
        desk = self.house.desks[name]
        desk.wire.faults += [*[Fault.NONE] * calm, fault]
        desk.exchange()
        desk.wire.faults.clear()

    @rule(name=names)
    def pull(self, name: str) -> None:
        self.house.desks[name].pull()

    @rule(name=names, pages=st.integers(1, 3))
    def pull_some_pages(self, name: str, pages: int) -> None:
        desk = self.house.desks[name]
        desk.wire.answers_left = pages
        desk.pull()
        desk.wire.answers_left = None

    @rule()
    def let_everybody_exchange(self) -> None:
        for desk in self.house.desks.values():
            desk.exchange()

    # --- how programs end ---------------------------------------------------------------------

    @rule(name=names, step=st.sampled_from(TALK_STEPS), time=times)
    def die_in_an_exchange(self, name: str, step: str, time: int) -> None:
        desk = self.house.desks[name]
        desk.die_in(self.house.steps, step, time, desk.exchange)

    @rule(name=teachers, step=st.sampled_from(WRITE_STEPS), pupil=pupils, text=texts)
    def die_while_writing(self, name: str, step: str, pupil: int, text: str) -> None:
        desk = self.house.desks[name]
        act = partial(self._write, name, Place.TODAY, pupil, text)
        desk.die_in(self.house.steps, step, 1, act)

    @rule(name=names, step=st.sampled_from(CENTRE_STEPS), time=times)
    def kill_the_centre_in_a_push(self, name: str, step: str, time: int) -> None:
        with self.house.steps.deadly(step, time, self.house.centre.kill):
            self.house.desks[name].push()

    @rule(name=names)
    def close_the_program_and_open_it(self, name: str) -> None:
        desk = self.house.desks[name]
        desk.close()
        desk.open()

    # --- time ---------------------------------------------------------------------------------

    @rule(hours=st.sampled_from([1, 24, 96]))
    def let_time_pass(self, hours: int) -> None:
        if self.house.clock.now < LAST_MOMENT - timedelta(hours=hours):
            self.house.wait(timedelta(hours=hours))

    @rule(computer=computers, minutes=st.sampled_from([-3000, -90, 90, 3000]))
    def set_a_clock_wrong(self, computer: str, minutes: int) -> None:
        clock = self.house.clocks[computer]
        clock.now += timedelta(minutes=minutes)
        # what counts from the start of the computer does not jump
        clock.started += timedelta(minutes=minutes)

    @precondition(lambda self: self.house.is_some_clock_wrong)
    @rule()
    def set_all_clocks_right(self) -> None:
        self.house.set_clocks_right()

    # --- the time without the centre ----------------------------------------------------------

    @rule(computer=computers)
    def lose_the_connection(self, computer: str) -> None:
        self.house.wires[computer].is_down = True

    @precondition(lambda self: any(wire.is_down for wire in self.house.wires.values()))
    @rule()
    def get_all_connections_back(self) -> None:
        for wire in self.house.wires.values():
            wire.heal()

    @rule(name=names)
    def notice_an_outage(self, name: str) -> None:
        desk = self.house.desks[name]
        desk.wire.is_down = True
        for _ in range(5):
            self.house.wait(timedelta(minutes=1))
            desk.exchange()

    @rule(name=names)
    def declare_an_outage(self, name: str) -> None:
        wish(self.house.desks[name], declare_outage, DeclareOutage(REASONS[0]))
        self.declared.add(name)

    @precondition(lambda self: self.declared)
    @rule()
    def end_declared_outages(self) -> None:
        for name in sorted(self.declared):
            wish(self.house.desks[name], end_outage, EndOutage())
        self.declared.clear()

    @rule(name=teachers, pupil=pupils, text=texts)
    def keep_a_temporary_journal(self, name: str, pupil: int, text: str) -> None:
        self.notice_an_outage(name)
        desk = self.house.desks[name]
        self._write(name, Place.TODAY, pupil, text)
        desk.wire.is_down = False
        desk.exchange()

    # --- what the deputy does -----------------------------------------------------------------

    @rule(closed=st.sampled_from([True, False, False]))
    def close_or_open_the_term(self, closed: bool) -> None:
        wish(self.office, close_term, CloseTerm(TERM_1, (CLASS_5A,), closed))

    @rule(lesson=russian_lessons, teacher=st.sampled_from([ORLOVA, ""]))
    def appoint_or_dismiss_a_substitute(self, lesson: Place, teacher: str) -> None:
        command = AppointSubstitute(lesson.page, lesson.day, 1, teacher)
        wish(self.office, appoint_substitute, command)

    @rule(cancelled=st.booleans())
    def cancel_or_restore_a_lesson(self, cancelled: bool) -> None:
        lesson = Place.YESTERDAY
        change = values.LessonChange("cancelled" if cancelled else "planned", lesson.day, 1)
        key = make_key("lesson.change", lesson.page, lesson.lesson)
        draft = Draft("lesson.change", key, change)
        wish(self.office, write_drafts, [draft])

    @rule(left=st.booleans())
    def expel_or_readmit_a_pupil(self, left: bool) -> None:
        pupil = values.Pupil(*NAMES[1], left=Place.TODAY.day if left else None)
        draft = Draft("pupil.set", make_key("pupil.set", CLASS_5A, PUPILS[1]), pupil)
        wish(self.office, write_drafts, [draft])

    # --- how people decide --------------------------------------------------------------------

    @precondition(lambda self: self.house.is_something_open)
    @rule(name=names, cell=choices, stands=choices)
    def decide(self, name: str, cell: int, stands: int) -> None:
        decide_at(self.house.desks[name], cell, stands)

    @precondition(lambda self: self.house.is_something_open)
    @rule(name=names, cell=choices, stands=choices)
    def look_and_decide(self, name: str, cell: int, stands: int) -> None:
        desk = self.house.desks[name]
        desk.exchange()
        decide_at(desk, cell, stands)
        desk.exchange()

    @rule(lesson=russian_lessons, pupil=pupils, rivals=st.permutations(["5", "4", "3"]))
    def write_one_cell_at_two_desks(self, lesson: Place, pupil: int, rivals: list[str]) -> None:
        for name, text in zip(("classroom", "notebook"), rivals, strict=False):
            self._write(name, lesson, pupil, text)
        for name in ("notebook", "classroom"):
            self.house.desks[name].exchange()

    @precondition(lambda self: self.house.is_something_open)
    @rule(cell=choices, stands=st.permutations([0, 1, 2]))
    def decide_twice_at_two_desks(self, cell: int, stands: list[int]) -> None:
        both = [self.house.desks[name] for name in ("classroom", "notebook")]
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

    @rule(lesson=russian_lessons, step=st.sampled_from(TALK_STEPS[5:]), time=st.integers(1, 4))
    def gain_a_page_and_crash(self, lesson: Place, step: str, time: int) -> None:
        self.appoint_or_dismiss_a_substitute(lesson, ORLOVA)
        self.office.exchange()
        self.guest.die_in(self.house.steps, step, time, self.guest.exchange)

    @rule(step=st.sampled_from(TALK_STEPS[5:]), time=st.integers(1, 4))
    def lose_a_page_and_crash(self, step: str, time: int) -> None:
        for lesson in (Place.TODAY, Place.YESTERDAY):
            self.appoint_or_dismiss_a_substitute(lesson, "")
        self.office.exchange()
        self.guest.die_in(self.house.steps, step, time, self.guest.exchange)

    # --- what has to hold ---------------------------------------------------------------------

    @rule(name=names)
    def look_closely(self, name: str) -> None:
        self.house.look_closely(name)

    @invariant()
    def nothing_is_lost_and_answers_are_true(self) -> None:
        self.house.look()

    def _write(self, name: str, lesson: Place, pupil: int, text: str, reason: str = "") -> None:
        command = SetCell(lesson.page, lesson.lesson, PUPILS[pupil], text, reason=reason)
        wish(self.house.desks[name], set_cell, command)

    def teardown(self) -> None:
        """Let all faults end: then everything arrives, and a plain mark is accepted."""
        with self._stack:
            # after a failure the school is not in a state to say anything more
            if sys.exc_info()[0] is None:
                self._drain()

    def _drain(self) -> None:
        house = self.house
        for wire in house.wires.values():
            wire.heal()
        house.wait(AFTERWARDS - house.clock.now)
        house.set_clocks_right()
        for desk in house.desks.values():
            wish(desk, end_outage, EndOutage())
        self._exchange_twice()
        petrova = house.desks["classroom"]
        fresh = Place.AFTERWARDS
        petrova.execute(set_cell, SetCell(fresh.page, fresh.lesson, PUPILS[0], "5"))
        (plain, *_) = petrova.written
        self._exchange_twice()
        history = house.witness.history
        assert history.lines[plain].verdict == "accepted"
        house.witness.look_closely()
        for name, desk in house.desks.items():
            assert desk.unsent == 0, f"the outbox of {name} does not empty"
            assert house.witnesses[name].is_up_to_date(history)
            house.look_closely(name)

    def _exchange_twice(self) -> None:
        for _ in range(2):
            for desk in self.house.desks.values():
                assert desk.exchange()
        self.house.look()


def write_drafts(session: Session, drafts: Sequence[Draft], work: Work) -> Changes:
    """Write what has no wish of its own yet; the rulebook is asked."""
    return write(session, work, drafts)


def wish(
    desk: Desk, service: Callable[[Session, Command, Work], Changes], command: Command
) -> bool:
    """Wish for something; tell whether the rulebook had nothing against it."""
    before = desk.count()
    try:
        desk.execute(service, command)
    except UserError:
        assert desk.count() == before, "refused, but written"
        return False
    return True


def decide_at(desk: Desk, cell: int, stands: int) -> None:
    """Decide over one of the cells that wait for the user of a journal."""
    cells = open_cells(desk)
    if not cells:
        return
    chosen = cells[cell % len(cells)]
    ids = [version.line.entry for version in chosen.versions]
    stand = ids[stands] if stands < len(ids) else None
    wish(desk, decide, Decide((Choice(chosen.key, chosen.entries, stand),)))


def open_cells(desk: Desk) -> list[OpenCell]:
    """Return the cells over which the user of a journal may decide, in an order of their own."""
    with desk.journal.store.reading() as session:
        cells = read_open_cells(session, desk.reference, desk.user, desk.clock.now)
    return sorted((cell for cell in cells if not cell.refusal), key=lambda cell: cell.key)
