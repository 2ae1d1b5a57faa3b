"""What a demo plays on: a centre, the demo school in it, the weeks before, and workplaces."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path

import httpx
from PySide6.QtWidgets import QApplication

from desktop.custody import Custody
from desktop.demo.cast import Cast, cast, school_day_near
from desktop.demo.centre import Centre
from desktop.demo.clock import StoryClock
from desktop.demo.school.folder import invent_school, write_folder
from desktop.demo.seeding import Past, PastWeeks
from desktop.entrance import Entrance
from desktop.import_office import Wish, bring_in
from desktop.program import Outfit, Program
from desktop.screens import make_screens
from desktop.settings import SettingsFile
from desktop.theme import Theme
from journal.calendar import school_year_of
from journal.clock import Clock, SystemClock
from journal.keys import PasswordCost
from journal.queries.school import read_reference
from journal.reference import Reference
from sync.enrolment import OpenJournal, first_sign_in, sign_in_offline

PASSWORD = "школа-2026"
ADMIN = ("sokolov.pa", "Соколов Павел Андреевич")
TEACHER = "lebedeva.in"
SCHOOL_NAME = "МБОУ СОШ № 7"
DEMO_SCHOOL = Path(__file__).parents[2] / "resources" / "demo_school"
SEED = "Северореченск"
WHOLE_YEAR = Past(span=None, whole_term=False)


@dataclass(frozen=True, slots=True)
class Place:
    """A computer of the school."""

    name: str
    folder: Path

    @property
    def journals(self) -> Path:
        """Where its journals are."""
        return self.folder / "journals"


class Stage:
    """Everything that exists before the story begins."""

    def __init__(
        self,
        folder: Path,
        start: datetime,
        say: Callable[[str], None],
        cost: PasswordCost | None = None,
        past: Past | None = None,
        *,
        whole: bool = False,
    ) -> None:
        """Lay the stage out in ``folder``.

        Args:
            cost: what one guess of a password costs.
            whole: 22 classes and the year so far, not the small school and its last weeks.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self._say = say
        self._cost = cost
        self._past = past or (WHOLE_YEAR if whole else Past())
        self._whole = whole
        self.folder = folder
        self.clock = StoryClock(start, folder / "clock.json")
        self.time: Clock = self.clock
        self.centre = Centre(folder / "centre", folder / "clock.json")
        self.http = httpx.Client(timeout=httpx.Timeout(20, connect=2))
        self.office = Place("канцелярия", folder / "office")
        self.classroom = Place("каб. 21", folder / "classroom")

    def prepare(self, start: datetime) -> tuple[Reference, Cast]:
        """Found the school, bring its spreadsheets in, keep the weeks before ``start``."""
        zone = start.tzinfo
        first_day = datetime(school_year_of(start.date()), 8, 31, 9, 0, tzinfo=zone)
        self.clock.set(first_day)
        self.centre.found(SCHOOL_NAME, ADMIN, PASSWORD)
        self.centre.start()
        self._say("Центральный сервер запущен, загружаются таблицы школы.")
        bring_in(
            Wish([self._tables(start)]),
            ADMIN[0],
            PASSWORD,
            self.centre.address,
            self.office.journals,
            self.http,
            self.clock,
            lambda line: self._say(f"  {line}"),
        )
        self.centre.open_accounts(PASSWORD)
        reference = self._reference()
        today = school_day_near(reference, start.date())
        people = cast(reference, today)
        span = "учебного года" if self._past.span is None else "последних дней"
        self._say(f"Учителя ведут уроки {span} до {today:%d.%m.%Y}.")
        self.clock.set(datetime.combine(first_day.date(), time(10, 0), zone))
        weeks = PastWeeks(
            self.classroom.journals,
            self.centre.address,
            PASSWORD,
            self.http,
            self.clock,
            self._cost,
        )
        self._say(f"Записей за прошедшее время: {weeks.play(reference, people, self._past)}.")
        self.clock.set(datetime.combine(today, start.timetz()))
        return reference, people

    def open_kept(self, start: datetime) -> Reference:
        """Start on a centre that was prepared before, as a teacher at the classroom computer."""
        self.clock.set(start)
        self.centre.start()
        journal = first_sign_in(
            self.classroom.journals,
            self.centre.address,
            TEACHER,
            PASSWORD,
            self.http,
            self.clock,
            cost=self._cost,
        )
        return _reference_in(journal)

    def program(self, app: QApplication, place: Place, theme: Theme) -> Program:
        """Return the program as it starts on a computer."""
        return Program(
            app,
            Outfit(
                clock=self.time,
                http=self.http,
                entrance=Entrance(place.journals, self.http, self.time, self._cost),
                settings=SettingsFile(place.folder / "settings.json"),
                theme=theme,
                screens=make_screens,
                custody=Custody(place.journals, self.http, self.time, self._cost),
                parcels=place.folder / "parcels",
            ),
        )

    def live_now(self) -> None:
        """Go over from the story's clock to that of this computer."""
        self.centre.stop()
        self.time = SystemClock()
        self.centre.start(live=True)

    def close(self) -> None:
        """End the centre and all connections."""
        self.http.close()
        self.centre.stop()

    def _tables(self, start: datetime) -> Path:
        """Return the folder of the school's spreadsheets."""
        if not self._whole:
            return DEMO_SCHOOL
        tables = self.folder / "tables"
        write_folder(invent_school(SEED, school_year_of(start.date())), tables, DEMO_SCHOOL)
        return tables

    def _reference(self) -> Reference:
        return _reference_in(sign_in_offline(self.office.journals, ADMIN[0], PASSWORD))


def _reference_in(journal: OpenJournal) -> Reference:
    """Return the school as a journal knows it, and close the journal."""
    try:
        with journal.store.reading() as session:
            return read_reference(session, journal.school)
    finally:
        journal.close()
