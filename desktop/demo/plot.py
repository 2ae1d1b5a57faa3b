"""The story: a day without the centre, and how everything that was written arrives."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path

from PySide6.QtWidgets import QApplication

from desktop.demo import hands
from desktop.demo.cast import Cast
from desktop.demo.desk import Desk, clock_words, file_name
from desktop.demo.ledger import Balance, Ledger, centre_lines
from desktop.demo.papers import Papers
from desktop.demo.stage import Place, Stage
from desktop.program import Program
from desktop.theme import Theme
from journal.kinds import MAIN_COLUMN
from journal.reference import Lesson, Reference

_MARKS = ("5", "4", "4", "5", "3", "4", "5", "5", "3", "4", "4", "5")


class Plot:
    """Plays the story with real windows; every chapter is one method."""

    def __init__(
        self,
        app: QApplication,
        stage: Stage,
        theme: Theme,
        out: Path,
        reference: Reference,
        cast: Cast,
        say: Callable[[str], None],
    ) -> None:
        self._stage, self._out, self._say = stage, out, say
        self._reference, self._cast = reference, cast
        self.screens: list[str] = []
        self.ledger = Ledger()
        self.balance: Balance | None = None
        login = {user: member.login for user, member in reference.staff.items()}
        notebook = Place("ноутбук учителя", stage.folder / "notebook")
        other = Place("каб. 14", stage.folder / "room-14")
        office = Place("кабинет заместителя", stage.folder / "deputy")

        def desk(place: Place, user: str) -> Desk:
            return Desk(app, stage, theme, place, login[user], self._shoot)

        self.classroom = desk(stage.classroom, cast.teacher)
        self.notebook = desk(notebook, cast.teacher)
        self.colleague = desk(other, cast.colleague)
        self.deputy = desk(office, cast.deputy)
        self.desks: tuple[Desk, ...] = (self.classroom, self.notebook, self.colleague, self.deputy)
        self.papers = Papers(out / "documents")

    def play(self) -> None:
        """Play all chapters in their order."""
        self.work_on_line()
        self.lose_the_centre()
        self.keep_two_lessons()
        self.keep_the_third_lesson()
        self.mark_a_written_work()
        self.close_the_term()
        self.close_stations()
        self.restore_the_centre()
        self.transfer()
        self.decide()
        self.certify()

    def work_on_line(self) -> None:
        """Everybody signs in; the teacher begins her first lesson while the centre is there."""
        for number, desk in enumerate(self.desks):
            desk.sign_in("sign-in" if number == 0 else "")
            self._stage.clock.wait(minutes=2)
        self._at(time(8, 35))
        first = self._cast.lessons[0]
        screen = self.classroom.register(first.page, self._period(first))
        for pupil, mark in zip(self._pupils(first)[:3], "545", strict=False):
            self.classroom.type_cell(screen, pupil, first.id, mark)
        self.classroom.exchange()
        self.classroom.shoot("register-on-line")
        self._say(f"{clock_words(self._stage.clock.now)} - урок начат при связи с сервером.")

    def lose_the_centre(self) -> None:
        """The centre dies; three minutes later every workplace keeps a temporary journal."""
        self._at(time(8, 40))
        self._stage.centre.kill()
        start = self._stage.clock.now
        for desk in self.desks:
            self._stage.clock.set(start)
            desk.fail_for(minutes=4)
        self._say(
            f"{clock_words(start)} - центральный сервер упал; "
            "на каждом рабочем месте открылся временный журнал."
        )

    def keep_two_lessons(self) -> None:
        """The lessons go on as if nothing had happened."""
        first, second = self._cast.lessons[:2]
        self._keep(self.classroom, first, self._pupils(first)[3:15], absent=1)
        self.classroom.shoot("register-outage")
        self._at(time(9, 50))
        self._keep(self.classroom, second, self._pupils(second)[:14], absent=2)
        self.classroom.transfer()
        self.classroom.shoot("transfer-outage")

    def keep_the_third_lesson(self) -> None:
        """The third lesson is kept on the notebook, where one cell is written once more."""
        self._at(time(10, 55))
        first, _, third = self._cast.lessons
        self._keep(self.notebook, third, self._pupils(third)[:12], absent=1)
        pupil = self._pupils(first)[4]
        screen = self.notebook.register(first.page, self._period(first))
        self.notebook.type_cell(screen, pupil, first.id, "2")

    def mark_a_written_work(self) -> None:
        """A colleague puts the mark of a written work into the term that is being closed."""
        self._at(time(11, 20))
        lesson = self._cast.work_lesson
        screen = self.colleague.register(lesson.page, self._cast.term.id)
        view = screen.grid.model.view
        assert view is not None
        empty = next(
            pupil.id
            for pupil in view.pupils
            if not view.cell(pupil.id, lesson.id, MAIN_COLUMN).text
            and not view.cell(pupil.id, lesson.id, MAIN_COLUMN).crossed
        )
        self.colleague.type_cell(screen, empty, lesson.id, "4", "работа проверена позже")

    def close_the_term(self) -> None:
        """The deputy, who knows nothing of that mark, closes the term of the class."""
        self._at(time(11, 30))
        page = self._cast.work_page
        screen = self.deputy.printing()
        screen.choose(page.id, self._cast.term.id)
        hands.click(screen.term)
        hands.wait_until(screen.term.question.isVisible, "вопрос о закрытии")
        hands.click(screen.term.confirm)
        hands.wait_until(lambda: screen.terms.is_closed, "закрытие четверти")
        self.papers.look_through(self.deputy)
        self.deputy.shoot("print-outage")

    def close_stations(self) -> None:
        """Everybody goes home; what has no number yet is noted down."""
        for desk in self.desks:
            self.ledger.note(desk.close().values())
        self._say(f"Без связи сделано записей: {len(self.ledger.noted)}; программы закрыты.")

    def restore_the_centre(self) -> None:
        """The centre comes back: in two hours, or on the next working day at nine."""
        self._stage.clock.set(self._restored_at())
        self._stage.centre.start()

    def transfer(self) -> None:
        """The deputy connects first; then everything moves by itself."""
        for desk in (self.deputy, self.colleague, self.classroom, self.notebook):
            if desk in self.desks:
                desk.sign_in()
                desk.exchange()
        self._stage.clock.wait(minutes=10)
        for desk in self.desks:
            desk.exchange()
        centre = centre_lines(self._stage.centre.database)
        self.balance = self.ledger.balance((desk.lines() for desk in self.desks), centre)
        self._say(
            f"{clock_words(self._restored_at())} - связь вернулась, перенесено записей: "
            f"{self.balance.at_centre} из {self.balance.offline}."
        )

    def decide(self) -> None:
        """The teacher decides over her cell, the deputy accepts the late mark."""
        screen = self.classroom.transfer()
        hands.wait_until(lambda: screen.contests.contest is not None, "спорная ячейка")
        self.classroom.shoot("transfer-contested")
        hands.click(hands.button(screen.contests, "Оставить"))
        self.classroom.exchange()
        self.deputy.exchange()
        screen = self.deputy.transfer()
        self.deputy.shoot("transfer-held")
        hands.click(hands.button(screen.disputes, "Принять"))
        self.deputy.exchange()
        for desk in self.desks:
            desk.exchange()
        self.deputy.shoot("transfer-done")
        self._say("Спорная ячейка решена учителем, запоздавшая отметка принята заместителем.")

    def certify(self) -> None:
        """The deputy prints, checks and certifies the page; acts of transfer are printed too."""
        self.papers.print_term(self.deputy, self._cast)
        self.papers.print_transfer(self.classroom, "classroom")
        self.papers.print_transfer(self.notebook, "notebook")
        self.classroom.register(self._cast.lessons[0].page, self._period(self._cast.lessons[0]))
        self.classroom.shoot("register-transferred")
        self._say(f"Документов напечатано: {len(self.papers.printed)}.")

    def end(self) -> None:
        """Close what is still open."""
        for desk in self.desks:
            if desk.is_open:
                desk.close()

    def _keep(self, desk: Desk, lesson: Lesson, pupils: list[str], absent: int) -> None:
        """Keep a lesson: absent ones, marks, the roll, topic and homework."""
        screen = desk.register(lesson.page, self._period(lesson))
        for pupil, mark in zip(pupils, ["н"] * absent + list(_MARKS), strict=False):
            desk.type_cell(screen, pupil, lesson.id, mark)
        desk.call_roll(screen)
        desk.write_lesson(screen, lesson.id, "Решение задач по теме", "повторить правила")

    def _pupils(self, lesson: Lesson) -> list[str]:
        return [
            pupil.id
            for pupil in self._reference.pupils_of(lesson.page)
            if pupil.is_listed_on(lesson.day)
        ]

    def _period(self, lesson: Lesson) -> str:
        period = self._reference.period_on(lesson.page, lesson.day)
        assert period is not None
        return period.id

    def _at(self, moment: time) -> None:
        day = self._cast.today
        self._stage.clock.set(datetime.combine(day, moment, self._reference.zone))

    def _restored_at(self) -> datetime:
        """Return when the centre is back.

        An outage that begins on a Friday ends on Monday at 9:00, one on the eve of a holiday on the
        next working day at 9:00, any other two hours after the last lesson of the story.
        """
        day = self._cast.today
        calendar, zone = self._reference.work_calendar, self._reference.zone
        if day.isoweekday() == 5:
            return datetime.combine(day + timedelta(days=3), time(9, 0), zone)
        if not calendar.is_working(day + timedelta(days=1)):
            return datetime.combine(calendar.add_working_days(day, 1), time(9, 0), zone)
        return datetime.combine(day, time(13, 30), zone)

    def _shoot(self, name: str, program: Program) -> None:
        file = file_name(len(self.screens) + 1, name, self._out / "screens")
        hands.picture(program.window, file)
        self.screens.append(f"screens/{file.name}")
