"""The full demo school in a teacher's journal, with one page as large as pages get."""

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from desktop.demo.preparing import DEMO_SCHOOL
from desktop.demo.school.folder import invent_school, write_folder
from journal import values
from journal.ids import derived_id
from journal.imports.drafting import SchoolDrafts
from journal.imports.folder import read_school_folder
from journal.keys import new_recovery_pair, save_wraps, wrap_key
from journal.kinds import make_key
from journal.log import Draft, Stamp, append
from journal.queries.school import read_reference
from journal.reference import Reference
from journal.store import Store, create_journal, open_journal
from sync.places import place_of
from tests.bench.desk import JOURNAL
from tests.bench.school import ACT, lesson_drafts
from tests.journal.answers import answer_all
from tests.journal.desks import KEY, MOSCOW, HandClock, new_desk
from tests.small_school import SCHOOL

PUPILS, LESSONS = 35, 170
LOGIN, PASSWORD = "uchitel", "korabl-7-sosen"
YEAR = derived_id("period", "year")
FIRST, LAST = date(2026, 9, 1), date(2027, 5, 31)
NOW = datetime(2027, 5, 31, 18, 0, tzinfo=MOSCOW)
_SUBJECT, _WEEKLY, _GRADE = "Русский язык", 5, 4


@dataclass(frozen=True, slots=True)
class YearDesk:
    """A journal, its user, and the page that is open in it.

    ``home``: the folders of the computer account that the program finds it in.
    """

    home: Path
    folder: Path
    user: str
    page: str

    def open(self) -> Store:
        """Open the journal."""
        return open_journal(self.folder / JOURNAL, KEY)

    def copy_to(self, folder: Path) -> "YearDesk":
        """Return the same desk with a journal of its own, in which may be written."""
        shutil.copy(self.folder / JOURNAL, folder / JOURNAL)
        return replace(self, folder=folder)


def year_journal(home: Path) -> YearDesk:
    """Make the journal: all of the school's own data, and the lessons of a year on one page."""
    place = place_of(home / "uchitelskaya" / "journals", LOGIN)
    place.folder.mkdir(parents=True)
    save_wraps(place.wraps, wrap_key(KEY, PASSWORD, new_recovery_pair()[1]))
    drafts = [*_school_drafts(), _year()]
    page, owner = _page(drafts)
    pupils = list(_pupils(drafts, page))
    store = create_journal(place.journal, KEY)
    stamp = Stamp(owner, HandClock(NOW).read(), 2)
    with store.writing() as session:
        desk = new_desk(owner)
        desk.login = LOGIN
        session.add(desk)
        session.flush()
        append(session, stamp, [*drafts, *pupils])
    with store.reading() as session:
        reference = read_reference(session, SCHOOL)
    with store.writing() as session:
        append(session, stamp, list(_lessons(reference, page)))
    answer_all(store, NOW)
    store.close()
    return YearDesk(home, place.folder, owner, page)


def _school_drafts() -> Iterator[Draft]:
    with tempfile.TemporaryDirectory() as name:
        write_folder(invent_school("2026", 2026), Path(name) / "school", DEMO_SCHOOL)
        folder = read_school_folder(Path(name) / "school")
    # time enough to type marks into the last lessons of the year
    yield Draft("profile.set", make_key("profile.set", ""), values.Profile(2, ACT))
    for draft in SchoolDrafts(folder, SCHOOL, NOW.date()).drafts():
        if draft.kind not in ("period.set", "profile.set"):
            yield draft


def _year() -> Draft:
    period = values.Period("Учебный год", 1, 11, FIRST, LAST)
    return Draft("period.set", make_key("period.set", "", YEAR), period)


def _page(drafts: list[Draft]) -> tuple[str, str]:
    """Return a page with a lesson on every day and with marks, and its teacher."""
    classes = {draft.key.rpartition("/")[2]: draft.value for draft in drafts}
    for draft in drafts:
        page = draft.value
        if not isinstance(page, values.Page) or (page.subject, page.hours) != (_SUBJECT, _WEEKLY):
            continue
        school_class = classes[page.class_id]
        if isinstance(school_class, values.SchoolClass) and school_class.grade >= _GRADE:
            return draft.key.rpartition("/")[2], page.teacher
    raise LookupError("no page has a lesson on every day")


def _pupils(drafts: list[Draft], page: str) -> Iterator[Draft]:
    """Yield as many pupils more as a full class needs."""
    pages = {draft.key.rpartition("/")[2]: draft.value for draft in drafts}
    register = pages[page]
    assert isinstance(register, values.Page)
    prefix = f"class:{register.class_id}/pupil/"
    known = sum(draft.key.startswith(prefix) for draft in drafts)
    for place in range(known, PUPILS):
        key = make_key("pupil.set", register.class_id, derived_id("pupil", "bench", str(place)))
        yield Draft("pupil.set", key, values.Pupil(f"Вишневецкая-{place:02}", "Александра"))


def _lessons(reference: Reference, page: str) -> Iterator[Draft]:
    """Yield what was written about the lessons of the year.

    Raises:
        ValueError: the year is too short.
    """
    lessons = list(reference.lessons_between(page, FIRST, LAST))[:LESSONS]
    pupils = [pupil.id for pupil in reference.pupils_of(page)]
    if (len(pupils), len(lessons)) != (PUPILS, LESSONS):
        raise ValueError(f"the page has {len(pupils)} pupils and {len(lessons)} lessons")
    for lesson in lessons:
        yield from lesson_drafts(lesson, pupils)
