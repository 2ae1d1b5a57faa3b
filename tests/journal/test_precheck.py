"""What the precheck says before a page is printed."""

from datetime import date
from pathlib import Path

import pytest

from journal.profile import profile_text
from journal.queries.page_content import PageContent
from journal.queries.precheck import Precheck, read_precheck
from journal.services.copies import RegisterCopy, register_copy
from journal.services.lessons import SetCell, set_cell
from journal.services.outages import DeclareOutage, declare_outage
from tests.journal.term_story import ANNA, PETR, Story, begin, kept_quarter
from tests.small_school import MATHS, PETROVA, RUSSIAN, RUSSIAN_1, SMIRNOVA, TERM_1


def checked(story: Story, *pages: str, user: str = SMIRNOVA) -> Precheck:
    with story.store.reading() as session:
        return read_precheck(
            session, story.reference, pages or (RUSSIAN,), TERM_1, story.clock.now, user
        )


def words(precheck: Precheck) -> list[str]:
    return [gap.words for gap in precheck.gaps]


def test_a_complete_quarter_may_be_printed_as_a_copy(quarter: Story) -> None:
    assert checked(quarter, RUSSIAN, MATHS) == Precheck((), ())


def test_gaps_are_named_with_teacher_and_days(tmp_path: Path) -> None:
    story = begin(tmp_path)
    story.keep_lesson(RUSSIAN, 0)
    story.keep_lesson(RUSSIAN, 1, topic="")
    story.at(date(2026, 9, 4))
    found = checked(story)
    assert words(found) == [
        "Нет переклички: 2 урока (03.09, 04.09)",
        "Нет темы: 3 урока (02.09, 03.09, 04.09)",
        "Нет домашнего задания: 2 урока (03.09, 04.09)",
    ]
    first = found.gaps[0]
    assert (first.class_title, first.subject, first.teacher) == (
        "5А",
        "Русский язык",
        "Петрова А. А.",
    )
    assert "«Все присутствуют»" in first.todo


def test_many_days_are_counted_not_listed(tmp_path: Path) -> None:
    story = begin(tmp_path)
    story.at(date(2026, 9, 14))
    assert words(checked(story))[0] == (
        "Нет переклички: 10 уроков (01.09, 02.09, 03.09, 04.09 и ещё 6)"
    )


def test_pupils_without_a_term_mark_are_named_from_the_day_the_act_says(tmp_path: Path) -> None:
    story = begin(tmp_path)
    story.at(date(2026, 10, 15))  # marks of the quarter are asked for from the 16th
    story.set_term_marks(MATHS, {ANNA: "5"})
    assert not any(gap.kind == "term_mark" for gap in checked(story, MATHS).gaps)
    story.at(date(2026, 10, 16))
    assert words(checked(story, MATHS))[-1] == (
        "Нет отметки за период у 4 учеников"
        " (Егозин Пётр, Ёлкина Полина, Жаворонков Лев, Яблочкина Ева)"
    )


def test_in_grade_one_neither_homework_nor_term_marks_are_missed(tmp_path: Path) -> None:
    story = begin(tmp_path)
    story.at(date(2026, 10, 26))
    assert [gap.kind for gap in checked(story, RUSSIAN_1).gaps] == ["roll_call", "topic"]


def test_before_the_end_of_the_term_only_a_draft_is_printed(quarter: Story) -> None:
    quarter.at(date(2026, 10, 23), 18)
    assert checked(quarter).draft_reasons == (
        "I четверть заканчивается 23.10.2026: до конца дня печатается черновик.",
    )


def test_without_contact_since_the_end_of_the_term_only_a_draft_is_printed(
    tmp_path: Path,
) -> None:
    story = begin(tmp_path)
    story.at(date(2026, 10, 23), 23)
    story.answer()
    story.at(date(2026, 10, 28))
    (reason,) = checked(story).draft_reasons
    assert "ещё не связывалось с центральным сервером" in reason
    story.answer()
    assert checked(story).draft_reasons == ()


def test_an_entry_that_is_not_at_the_centre_makes_it_a_draft(quarter: Story) -> None:
    quarter.at(date(2026, 10, 23), 20)
    quarter.keep_lesson(RUSSIAN, 3, {PETR: "2"})
    quarter.at(date(2026, 10, 27))
    (reason,) = checked(quarter).draft_reasons
    assert reason.startswith("Ещё не перенесено на центральный сервер: ")
    assert checked(quarter, MATHS).draft_reasons == ()
    quarter.answer()
    assert checked(quarter).draft_reasons == ()


def test_an_entry_of_the_next_term_does_not_matter(quarter: Story) -> None:
    quarter.at(date(2026, 11, 2))
    day = date(2026, 11, 2)
    lesson = quarter.reference.lessons_between(RUSSIAN, day, day)[0]
    quarter.does(PETROVA, set_cell, SetCell(RUSSIAN, lesson.id, ANNA, "5"))
    assert checked(quarter).draft_reasons == ()


def test_what_says_nothing_about_the_page_may_wait(quarter: Story) -> None:
    quarter.does(SMIRNOVA, declare_outage, DeclareOutage("Нет интернета"))
    content = PageContent(RUSSIAN, "d" * 64)
    wish = RegisterCopy(1, "F-01", "", TERM_1, 3, "d" * 64, (content,), "черновик")
    quarter.does(SMIRNOVA, register_copy, wish)
    assert checked(quarter).draft_reasons == ()


@pytest.mark.parametrize(
    ("verdict", "words_of_reason"),
    [
        ("contested", "«Русский язык»: 1 спорная ячейка без решения."),
        ("held", "«Русский язык»: 1 запись ждёт решения заместителя директора"),
    ],
)
def test_what_waits_for_a_person_makes_it_a_draft(
    tmp_path: Path, verdict: str, words_of_reason: str
) -> None:
    story = begin(tmp_path)
    lesson = story.keep_lesson(RUSSIAN, 0, {PETR: "3"})
    story.at(date(2026, 10, 26))
    story.answer()
    story.at(date(2026, 9, 2))
    (entry,) = story.does(PETROVA, set_cell, SetCell(RUSSIAN, lesson.id, PETR, "4")).written
    story.at(date(2026, 10, 26))
    story.answer({entry: verdict})
    (reason,) = checked(story).draft_reasons
    assert reason.startswith(words_of_reason)
    assert checked(story, MATHS).draft_reasons == ()


def test_a_teacher_prints_drafts(quarter: Story) -> None:
    (reason,) = checked(quarter, user=PETROVA).draft_reasons
    assert reason == (
        "Копию для заверения печатает заместитель директора, директор или администратор."
    )


def test_a_copy_needs_somebody_who_may_certify_it(tmp_path: Path) -> None:
    story = kept_quarter(tmp_path, profile_text("tal"))  # the small school has no director
    (reason,) = checked(story).draft_reasons
    assert "заверяет директор" in reason


def test_an_open_term_is_worth_knowing(tmp_path: Path) -> None:
    story = begin(tmp_path)
    story.at(date(2026, 10, 26))
    story.answer()
    (note,) = checked(story).notes
    assert "«I четверть» ещё не закрыт" in note
    story.close_term()
    assert checked(story).notes == ()
