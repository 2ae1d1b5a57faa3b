"""The day's list of the absent: who, why, and which classes have not said anything yet."""

from datetime import date, datetime
from pathlib import Path

import pytest

from journal.errors import UserError
from journal.paper import Imprint
from journal.queries.absent_lists import WHOLE_DAY, AbsentClass, AbsentWish, read_absent
from journal.queries.absent_sheets import read_absent_day
from journal.services.absences import (
    ConfirmReasons,
    MissedLesson,
    RecordDocument,
    SetDayAbsence,
    confirm_reasons,
    record_document,
    set_day_absence,
)
from tests.journal.desks import MOSCOW
from tests.journal.term_story import ANNA, EVA, LEV, PETR, POLINA, Story, begin
from tests.small_school import CLASS_1A, CLASS_5A, MATHS, PETROVA, RUSSIAN

DAY = date(2026, 9, 1)
SCHOOL = (CLASS_5A, CLASS_1A)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """One morning of 5А: Russian was called, mathematics too; nobody has called the roll in 1А."""
    story = begin(Path(tmp_path_factory.mktemp("day")))
    russian = story.keep_lesson(RUSSIAN, 0, {ANNA: "н", PETR: "н", LEV: "н", POLINA: "о"})
    story.keep_lesson(MATHS, 0, {ANNA: "н", EVA: "б"})
    story.at(DAY, 10, 40)
    said = MissedLesson(RUSSIAN, russian.id, PETR, "уп")
    story.does(PETROVA, confirm_reasons, ConfirmReasons((said,)))
    paper = RecordDocument(CLASS_5A, ANNA, "medical", DAY, "7", DAY, DAY, DAY)
    story.does(PETROVA, record_document, paper)
    return story


def absent(story: Story, lessons: int = WHOLE_DAY, day: date = DAY) -> tuple[AbsentClass, ...]:
    wish = AbsentWish(SCHOOL, day, lessons)
    with story.store.reading() as session:
        return read_absent(session, story.reference, wish, story.clock.now)


def test_after_the_first_lesson_only_its_roll_call_counts(story: Story) -> None:
    little, fifth = absent(story, lessons=1)
    assert [each.words for each in fifth.absent] == [
        "Абрикосова Анна (б)",
        "Егозин Пётр (уп)",
        "Жаворонков Лев (н)",
    ]
    assert (fifth.listed, fifth.count(), fifth.ill, fifth.valid, fifth.rest) == (5, 3, 1, 1, 1)
    assert fifth.summary == "нет 3 из 5: б 1, уп 1, нп и н 1"
    assert (little.called, little.summary) == (False, "")
    # the first lesson of 1А is the third by the bell
    assert [lesson.slot for lesson in little.uncalled] == [3]


def test_a_pupil_who_was_there_for_a_part_of_the_day_is_listed_with_the_lessons(
    story: Story,
) -> None:
    _, fifth = absent(story)
    assert [each.words for each in fifth.absent] == [
        "Абрикосова Анна (б)",
        "Егозин Пётр (уп, урок 1)",
        "Жаворонков Лев (н, урок 1)",
        "Яблочкина Ева (н, урок 2)",  # a reason that was only proposed explains nothing
    ]


def test_a_lesson_that_has_not_begun_lacks_no_roll_call(story: Story) -> None:
    story.at(date(2026, 9, 2), 8, 31)
    (fifth,) = (each for each in absent(story, day=date(2026, 9, 2)) if each.listed == 5)
    assert [lesson.page for lesson in fifth.uncalled] == [RUSSIAN]
    assert (fifth.called, fifth.count()) == (False, 0)
    story.at(DAY, 10, 40)


def test_who_is_said_to_be_absent_all_day_is_expected_until_a_roll_is_called(story: Story) -> None:
    wednesday = date(2026, 9, 2)
    story.at(wednesday, 8, 0)
    for pupil in (LEV, EVA):
        story.does(PETROVA, set_day_absence, SetDayAbsence(CLASS_5A, pupil, wednesday))
    _, fifth = absent(story, day=wednesday)
    assert [each.surname for each in fifth.expected] == ["Жаворонков", "Яблочкина"]
    assert (fifth.called, fifth.count()) == (False, 0)  # what was said is no roll call
    story.keep_lesson(RUSSIAN, 1, {LEV: "н"})
    _, fifth = absent(story, day=wednesday)
    assert (fifth.expected, fifth.count()) == ((), 1)
    story.at(DAY, 10, 40)


def test_the_sheet_of_the_school_never_says_nobody_where_nobody_was_asked(story: Story) -> None:
    imprint = Imprint(datetime(2026, 9, 1, 10, 40, tzinfo=MOSCOW), "0.3.0")
    with story.store.reading() as session:
        sheet = read_absent_day(
            session, story.reference, AbsentWish(SCHOOL, DAY), story.clock.now, imprint
        )
        with pytest.raises(UserError, match="уроков нет"):
            read_absent_day(
                session,
                story.reference,
                AbsentWish(SCHOOL, date(2026, 9, 6)),
                story.clock.now,
                imprint,
            )
    low, middle = sheet.groups
    assert (sheet.lessons, low.title, middle.title) == ("после 1-го урока", "1–4", "5–9")
    assert not low.rows[0].is_called
    assert (middle.rows[0].is_called, middle.rows[0].absent, middle.rows[0].uncalled) == (
        True,
        3,
        (),
    )
