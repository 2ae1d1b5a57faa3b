"""What the act of each of the five schools changes in a lesson."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from journal.calendar import SchoolCalendar, seed_days, standard_breaks, standard_periods
from journal.deadlines import mark_due, mark_lock, timeliness
from journal.errors import UserError
from journal.profile import Profile, Shipped, profile_text, shipped_profile
from journal.queries.means import read_proposal
from journal.queries.unkept_lessons import read_unkept_lessons
from journal.rights import LessonFacts, Person, may_write_lesson, may_write_term_mark
from journal.services.lessons import SetCell, set_cell
from tests.journal.term_story import ANNA, POLINA, begin
from tests.small_school import ORLOVA, PETROVA, RUSSIAN, RUSSIAN_1, TERM_1

SCHOOLS: tuple[Shipped, ...] = ("general", "amu", "tal", "mic", "anc", "nem")
FRIDAY, SATURDAY, MONDAY = date(2026, 9, 11), date(2026, 9, 12), date(2026, 9, 14)
DAYS = seed_days(date(2026, 9, 1), date(2027, 8, 31), 5)


def calendar_of(act: Profile) -> SchoolCalendar:
    return SchoolCalendar(standard_periods(2026), DAYS, act.week_by_grade, standard_breaks(2026))


def due_of(name: Shipped, work: str, grade: int = 7) -> date:
    act = shipped_profile(name)
    return mark_due(act, work, FRIDAY, grade, calendar_of(act))


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("amu", "Asia/Vladivostok"),
        ("tal", "Asia/Barnaul"),
        ("mic", "Europe/Moscow"),
        ("anc", "Asia/Krasnoyarsk"),
        ("nem", "Europe/Kaliningrad"),
    ],
)
def test_the_day_of_a_lesson_ends_by_the_clock_of_the_school(name: Shipped, zone: str) -> None:
    act = shipped_profile(name)
    lock = mark_lock(act, FRIDAY, 7, calendar_of(act))
    last = datetime(2026, 9, 11, 23, 59, tzinfo=ZoneInfo(zone))
    assert timeliness(last, FRIDAY, lock, ZoneInfo(act.time_zone)) == "in_time"
    after = datetime(2026, 9, 12, 0, 0, tzinfo=ZoneInfo(zone))
    assert timeliness(after, FRIDAY, lock, ZoneInfo(act.time_zone)) != "in_time"


@pytest.mark.clause("MIC-3.4.1", "TAL-2.6a")
def test_time_for_checking_a_test_is_what_the_school_has_decided() -> None:
    dues = {name: due_of(name, "КР") for name in SCHOOLS}
    assert dues == {
        "general": date(2026, 9, 16),
        "amu": date(2026, 9, 15),  # Saturday is a school day there
        "tal": date(2026, 9, 16),
        "mic": FRIDAY,  # at the lesson or after it on the same day
        "anc": date(2026, 9, 16),
        "nem": date(2026, 9, 16),
    }
    assert {name: due_of(name, "ОТВ") for name in SCHOOLS} == dict.fromkeys(SCHOOLS, FRIDAY)
    assert due_of("mic", "СР") == FRIDAY
    assert due_of("tal", "СР") == MONDAY


def test_in_amursk_the_fifth_grade_learns_on_saturday() -> None:
    learns = {
        name: calendar_of(shipped_profile(name)).is_school_day(SATURDAY, 5) for name in SCHOOLS
    }
    assert [name for name, does in learns.items() if does] == ["amu"]
    assert not calendar_of(shipped_profile("amu")).is_school_day(SATURDAY, 4)


def test_a_test_weighs_more_only_where_the_school_weighs_works(tmp_path: Path) -> None:
    story = begin(tmp_path, user=PETROVA)
    with story.at_one_go():
        story.keep_lesson(RUSSIAN, 0, {ANNA: "5"})
        story.keep_lesson(RUSSIAN, 1, {ANNA: "2"})
        story.set_work(RUSSIAN, 1, "КР")
    means = {}
    for name in SCHOOLS:
        school = replace(story.reference, profile=shipped_profile(name))
        with story.store.reading() as session:
            found = read_proposal(session, school, RUSSIAN, school.periods[TERM_1], ANNA)
        means[name] = str(found.mean)
    assert {name for name, mean in means.items() if mean == "3.50"} == {"amu", "mic"}
    assert {mean for name, mean in means.items() if name not in ("amu", "mic")} == {"2.75"}


def test_class_teacher_works_in_other_pages_and_finals_only_where_the_act_says_so() -> None:
    page = LessonFacts("page", "5А", frozenset({"teacher"}))
    leader = Person("leader", frozenset({"teacher"}), frozenset({"5А"}))
    acts = {name: shipped_profile(name) for name in SCHOOLS}
    writes = [name for name, act in acts.items() if may_write_lesson(leader, page, act) is None]
    finals = [name for name, act in acts.items() if may_write_term_mark(leader, page, act) is None]
    assert writes == ["tal", "anc"]
    assert finals == ["general", "tal", "anc"]


@pytest.mark.clause("NEM-3.5")
def test_in_neman_an_absent_pupil_gets_a_mark_only_after_a_document_of_illness(
    tmp_path: Path,
) -> None:
    story = begin(tmp_path, profile_text("nem"), PETROVA)
    lesson = story.keep_lesson(RUSSIAN, 0, {ANNA: "н", POLINA: "н"})
    wish = SetCell(RUSSIAN, lesson.id, ANNA, "н 4")
    with pytest.raises(UserError, match="после документа о болезни"):
        story.does(PETROVA, set_cell, wish)
    gives = [name for name in SCHOOLS if shipped_profile(name).marks.when_absent == "allow"]
    assert gives == ["general", "amu", "tal", "mic", "anc"]


@pytest.mark.clause("MIC-1.2a", "MIC-1.2b")
def test_in_michurinsk_a_lesson_of_grade_one_is_kept_with_its_roll_call(tmp_path: Path) -> None:
    story = begin(tmp_path, profile_text("mic"), ORLOVA)
    story.at(date(2026, 9, 2), 20)
    since = {ORLOVA: datetime(2026, 9, 2, 0, 0, tzinfo=ZoneInfo("Europe/Moscow"))}
    topics = {}
    for act in (story.reference.profile, shipped_profile("general")):
        school = replace(story.reference, profile=act)
        with story.store.reading() as session:
            unkept = read_unkept_lessons(session, school, since, story.clock.now)
        first = [each for each in unkept[ORLOVA] if each.class_title == "1А"]
        assert [each.lacks_roll_call for each in first] == [True]
        topics[act.title] = [each.lacks_topic for each in first]
    assert list(topics.values()) == [[False], [True]]
    assert story.reference.grade_of(RUSSIAN_1) == 1
