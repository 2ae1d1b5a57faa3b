"""Rules: what teachers write, and what the deputy does."""

from datetime import date

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from sqlalchemy import select

from journal import values
from journal.facts_paper import CopyRow
from journal.kinds import make_key
from journal.log import Draft
from journal.queries.copies import read_next_number
from journal.queries.history import read_history
from journal.queries.page_content import read_content
from journal.services.copies import (
    CertifyCopy,
    CheckCopy,
    RegisterCopy,
    certify_copy,
    check_copy,
    register_copy,
)
from journal.services.decisions import AppointSubstitute, Undo, appoint_substitute, undo
from journal.services.lessons import CallRoll, SetTopic, call_roll, set_topic
from journal.services.redaction import EraseByAct, erase_by_act
from journal.services.terms import CloseTerm, close_term
from tests.newer_program import DREAM, NextHomework
from tests.small_school import CLASS_5A, NAMES, ORLOVA, PUPILS, RUSSIAN, TERM_1
from tests.sync.machine.ground import (
    Ground,
    cells,
    choices,
    decide_at,
    lessons,
    names,
    pupils,
    russian_lessons,
    teachers,
    wish,
    write_drafts,
)
from tests.sync.machine.laws import NONSENSE
from tests.sync.machine.places import TERM_IS_OVER, Place


class PeopleRules(Ground):
    """What people do at one desk, whatever the rulebook there says to it."""

    @rule(name=teachers, cells=st.lists(cells, min_size=1, max_size=3))
    def write_cells(self, name: str, cells: list[tuple[Place, int, str]]) -> None:
        for lesson, pupil, text in cells:
            self.write(name, lesson, pupil, text)

    @rule(name=teachers, cell=cells)
    def ask_for_a_correction(self, name: str, cell: tuple[Place, int, str]) -> None:
        self.write(name, *cell, reason="ошибка")

    @rule(name=teachers, lesson=lessons, text=st.sampled_from(["Глагол", "Имя", ""]))
    def write_a_topic(self, name: str, lesson: Place, text: str) -> None:
        wish(self.desk(name), set_topic, SetTopic(lesson.page, lesson.lesson, text))

    @rule(name=teachers, lesson=lessons)
    def call_the_roll(self, name: str, lesson: Place) -> None:
        wish(self.desk(name), call_roll, CallRoll(lesson.page, lesson.lesson))

    @precondition(lambda self: any(desk.written for desk in self.house.desks.values()))
    @rule(data=st.data())
    def take_the_last_wish_back(self, data: st.DataObject) -> None:
        writers = [name for name, desk in self.house.desks.items() if desk.written]
        desk = self.desk(data.draw(st.sampled_from(writers)))
        wish(desk, undo, Undo(desk.written))

    @rule(lesson=russian_lessons, pupil=pupils, mark=st.sampled_from(["5", "4"]))
    def keep_a_lesson_before_being_appointed(self, lesson: Place, pupil: int, mark: str) -> None:
        key = lesson.marks_of(PUPILS[pupil])
        self.guest.slip(Draft("mark.set", key, values.Mark((mark,)), lesson.day))

    @rule(name=teachers, pupil=pupils)
    def write_nonsense(self, name: str, pupil: int) -> None:
        key = Place.TODAY.marks_of(PUPILS[pupil])
        nonsense = values.Mark((NONSENSE,))
        self.desk(name).slip(Draft("mark.set", key, nonsense, Place.TODAY.day))

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
        wish(self.office, write_drafts, [Draft("lesson.change", key, change)])

    @rule(slot=st.sampled_from([1, 5]))
    def move_a_lesson_within_its_day(self, slot: int) -> None:
        lesson = Place.TODAY
        change = values.LessonChange("moved" if slot > 1 else "planned", lesson.day, slot)
        key = make_key("lesson.change", lesson.page, lesson.lesson)
        wish(self.office, write_drafts, [Draft("lesson.change", key, change)])

    @rule(granted=st.booleans())
    def make_or_unmake_a_second_deputy(self, granted: bool) -> None:
        posts = ("teacher", "deputy") if granted else ("teacher",)
        names = ("Орлова", "Тамара", "Викторовна")
        member = values.Staff(*names, posts, "Учитель", "orlova")
        key = make_key("staff.set", "", ORLOVA)
        wish(self.office, write_drafts, [Draft("staff.set", key, member)])

    @rule(name=st.sampled_from(["office", "guest"]), lesson=lessons, pupil=pupils)
    def erase_a_cell_by_act(self, name: str, lesson: Place, pupil: int) -> None:
        desk = self.desk(name)
        keys = (lesson.marks_of(PUPILS[pupil]), lesson.absence_of(PUPILS[pupil]))
        with desk.program, desk.journal.store.reading() as session:
            lines = read_history(session, desk.reference, keys)
        entries = tuple(line.entry for line in lines if line.erasable)
        wish(desk, erase_by_act, EraseByAct("7", "отзыв согласия", entries))

    @rule(name=teachers, lesson=lessons, text=st.sampled_from(["5", "4"]))
    def write_what_only_the_next_release_knows(self, name: str, lesson: Place, text: str) -> None:
        desk = self.desk(name)
        if desk.is_newer:
            dream = Draft(DREAM, lesson.dream, values.Mark((text,)), lesson.day)
            key = make_key("lesson.homework", lesson.page, lesson.lesson)
            homework = Draft("lesson.homework", key, NextHomework(False, text), lesson.day)
            desk.slip(dream, homework)

    @rule(left=st.booleans())
    def expel_or_readmit_a_pupil(self, left: bool) -> None:
        pupil = values.Pupil(*NAMES[1], left=Place.TODAY.day if left else None)
        draft = Draft("pupil.set", make_key("pupil.set", CLASS_5A, PUPILS[1]), pupil)
        wish(self.office, write_drafts, [draft])

    @precondition(lambda self: self.house.clock.now > TERM_IS_OVER)
    @rule()
    def certify_a_page(self) -> None:
        office = self.office
        with office.program, office.journal.store.reading() as session:
            number, _ = read_next_number(session, office.reference)
            content = read_content(session, office.reference, RUSSIAN, TERM_1)
        register = RegisterCopy(number, "F-01", CLASS_5A, TERM_1, 1, "", (content,))
        if not wish(office, register_copy, register):
            return
        with office.journal.store.reading() as session:
            copy = session.scalars(
                select(CopyRow.copy).where(CopyRow.entry == office.written[0])
            ).one()
        today: date = office.work.today
        if wish(office, check_copy, CheckCopy(copy)):
            wish(office, certify_copy, CertifyCopy(copy, today))

    @precondition(lambda self: self.house.is_something_open)
    @rule(name=names, cell=choices, stands=choices)
    def decide(self, name: str, cell: int, stands: int) -> None:
        decide_at(self.desk(name), cell, stands)
