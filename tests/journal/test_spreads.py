"""A page of the register frozen for paper, from real entries."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from journal import values
from journal.folding import undecided
from journal.ids import derived_id
from journal.kinds import YEAR, make_key
from journal.log import Draft, Stamp, append
from journal.paper import (
    CROSSED,
    Imprint,
    LessonRow,
    LessonSlot,
    PupilRow,
    SubjectPage,
    TermSlot,
)
from journal.profile import Shipped, profile_text
from journal.projection import load_keys
from journal.queries.page_content import read_content
from journal.queries.spreads import FrozenTerm, TermWish, read_term
from journal.services.decisions import AppointSubstitute, Choice, Decide, appoint_substitute, decide
from journal.services.lesson_parts import SetPupilTask, set_pupil_task
from journal.services.lessons import SetCell, SetTopic, set_cell, set_topic
from journal.services.terms import SetTermMark, set_term_mark
from tests.journal.desks import MOSCOW
from tests.journal.term_story import ANNA, EVA, LEV, PETR, POLINA, Story, begin
from tests.small_school import (
    CLASS_5A,
    MATHS,
    ORLOVA,
    PETROVA,
    RUSSIAN,
    SCHOOL,
    SMIRNOVA,
    TERM_1,
    TERM_2,
)

IMPRINT = Imprint(datetime(2026, 10, 26, 9, tzinfo=MOSCOW), "0.1.0")


@pytest.fixture
def story(tmp_path: Path) -> Story:
    return begin(tmp_path)


def frozen(story: Story, *pages: str, period: str = TERM_1, user: str = SMIRNOVA) -> FrozenTerm:
    wish = TermWish(CLASS_5A, pages or (RUSSIAN,), period, story.clock.now.date())
    with story.store.reading() as session:
        return read_term(session, story.reference, wish, IMPRINT, user)


def page(story: Story) -> SubjectPage:
    return frozen(story).document.pages[0]


def row_of(story: Story, name: str) -> PupilRow:
    return next(row for row in page(story).pupils if row.name.startswith(name))


def lesson_rows(frozen_page: SubjectPage) -> list[LessonRow]:
    return [slot.row for slot in frozen_page.slots if isinstance(slot, LessonSlot) and slot.row]


def change_pupil(
    story: Story, pupil: str, arrived: date | None = None, left: date | None = None
) -> None:
    known = story.reference.pupils[pupil]
    value = values.Pupil(
        known.surname,
        known.name,
        known.patronymic,
        arrived,
        left,
        arrival_order="45",
        leaving_order="61" if left else "",
    )
    key = make_key("pupil.set", CLASS_5A, pupil)
    with story.store.writing() as session:
        stamp = Stamp(SMIRNOVA, story.clock.read(), 0)
        append(session, stamp, [Draft("pupil.set", key, value)])
    story.forget_reference()


def test_the_class_list_reads_yo_as_ye(story: Story) -> None:
    story.at(date(2026, 9, 1))
    names = [row.name for row in page(story).pupils]
    assert names == [
        "Абрикосова Анна",
        "Егозин Пётр",
        "Ёлкина Полина",
        "Жаворонков Лев",
        "Яблочкина Ева",
    ]


def test_marks_and_absences_stand_in_print_notation(story: Story) -> None:
    story.keep_lesson(RUSSIAN, 0, {ANNA: "5 4", PETR: "н", LEV: "н 4", EVA: "о"})
    cells = {row.name.split()[0]: row.cells[0] for row in page(story).pupils}
    assert cells == {
        "Абрикосова": "54",
        "Егозин": "н",
        "Ёлкина": "",
        "Жаворонков": "н4",
        "Яблочкина": "о",
    }


def test_only_lessons_up_to_today_are_on_the_page(story: Story) -> None:
    story.at(date(2026, 9, 4))
    days = [slot.day for slot in page(story).slots if isinstance(slot, LessonSlot)]
    assert days == [date(2026, 9, day) for day in (1, 2, 3, 4)]
    assert not any(isinstance(slot, TermSlot) for slot in page(story).slots)


def test_a_further_column_is_a_further_slot_of_the_same_day(story: Story) -> None:
    lesson = story.keep_lesson(RUSSIAN, 0, topic="Правописание гласных")
    story.set_work(RUSSIAN, 0, "ДИК")
    made = story.set_work(RUSSIAN, 0, "СР", None)
    column = next(iter(made.keys)).rpartition("/")[2]
    story.does(PETROVA, set_cell, SetCell(RUSSIAN, lesson.id, ANNA, "3", column))
    first, second = page(story).slots
    assert isinstance(first, LessonSlot)
    assert isinstance(second, LessonSlot)
    assert (first.day, first.work, first.letter) == (lesson.day, "ДИК", "а")
    assert (second.day, second.work, second.letter, second.row) == (lesson.day, "СР", "б", None)
    assert row_of(story, "Абрикосова").cells == ("", "3")


def test_the_topic_begins_with_the_kind_of_work_unless_it_names_it(story: Story) -> None:
    story.keep_lesson(RUSSIAN, 0, topic="Правописание гласных в корне")
    story.set_work(RUSSIAN, 0, "КР")
    story.keep_lesson(RUSSIAN, 1, topic="Контрольная работа № 1 по теме «Лексика»")
    story.set_work(RUSSIAN, 1, "КР")
    topics = [row.topic for row in lesson_rows(page(story))]
    assert topics == [
        "Контрольная работа. Правописание гласных в корне",
        "Контрольная работа № 1 по теме «Лексика»",
    ]


def test_lessons_are_numbered_through_the_year(story: Story) -> None:
    story.at(date(2026, 11, 3))
    second = frozen(story, period=TERM_2).document.pages[0]
    in_first = len(story.lessons())
    assert [row.number for row in lesson_rows(second)] == [in_first + 1, in_first + 2]


def test_homework_tells_none_from_not_written(story: Story) -> None:
    story.keep_lesson(RUSSIAN, 0, homework="§ 4, упр. 23 (письм.)")
    story.keep_lesson(RUSSIAN, 1, homework="")
    story.at(date(2026, 9, 3))
    homework = [row.homework for row in lesson_rows(page(story))]
    assert homework == ["§ 4, упр. 23 (письм.)", "не задано", ""]


@pytest.mark.clause("TAL-IV.3g")
def test_homework_of_single_pupils_stands_behind_that_of_the_class(story: Story) -> None:
    lesson = story.keep_lesson(RUSSIAN, 0, homework="§ 4")
    other = story.keep_lesson(RUSSIAN, 1, homework="")
    for of, pupil, text in (
        (lesson, POLINA, "карточка 5"),
        (lesson, ANNA, "карточка 3"),
        (lesson, LEV, "правило"),
        (lesson, LEV, ""),
        (other, PETR, "упр. 7"),
    ):
        story.does(PETROVA, set_pupil_task, SetPupilTask(RUSSIAN, of.id, pupil, text))
    homework = [row.homework for row in lesson_rows(page(story))]
    assert homework == [
        "§ 4; инд.: Абрикосова – карточка 3, Ёлкина – карточка 5",
        "не задано; инд.: Егозин – упр. 7",
    ]


def test_a_substitute_is_named_beside_the_lesson(story: Story) -> None:
    story.at(date(2026, 9, 1))
    wish = AppointSubstitute(RUSSIAN, date(2026, 9, 1), 1, ORLOVA)
    story.does(SMIRNOVA, appoint_substitute, wish)
    assert lesson_rows(page(story))[0].note == "зам. Орлова Т.В."
    topic = SetTopic(RUSSIAN, story.lessons()[0].id, "Экскурсия", None, "день города")
    story.does(ORLOVA, set_topic, topic)
    assert lesson_rows(page(story))[0].note == "зам. Орлова Т.В., корр. КТП"


def test_a_newcomer_stands_last_and_the_days_before_are_crossed(story: Story) -> None:
    story.keep_lesson(RUSSIAN, 0, {ANNA: "5"})
    story.keep_lesson(RUSSIAN, 1)
    change_pupil(story, ANNA, arrived=date(2026, 9, 2))
    row = page(story).pupils[-1]
    assert (row.name, row.number, row.arrived) == (
        "Абрикосова Анна",
        5,
        "прибыл 02.09.2026, пр. № 45",
    )
    assert row.cells == ("5", "")
    change_pupil(story, POLINA, arrived=date(2026, 9, 2))
    assert row_of(story, "Ёлкина").cells == (CROSSED, "")


def test_who_left_is_crossed_to_the_end(story: Story) -> None:
    for place in range(3):
        story.keep_lesson(RUSSIAN, place, {LEV: "5"} if place == 0 else {})
    change_pupil(story, LEV, left=date(2026, 9, 2))
    row = row_of(story, "Жаворонков")
    assert (row.cells, row.left) == (("5", CROSSED, CROSSED), "выбыл 02.09.2026, пр. № 61")


def test_a_mark_set_before_leaving_is_not_hidden(quarter: Story) -> None:
    change_pupil(quarter, LEV, left=date(2026, 10, 21))
    assert row_of(quarter, "Жаворонков").cells[-1] == "3"


def test_the_term_column_closes_the_page_with_its_line(quarter: Story) -> None:
    frozen_page = page(quarter)
    last = frozen_page.slots[-1]
    assert isinstance(last, TermSlot)
    assert last.closing is not None
    held = len(frozen_page.slots) - 1
    assert last.title == "I четверть"
    assert (last.closing.planned, last.closing.given) == (held, held)
    assert last.closing.outcome == "Программа выполнена"
    assert last.closing.teacher == "А.А. Петрова"
    assert [row.cells[-1] for row in frozen_page.pupils] == ["5", "4", "4", "3", "4"]


def test_a_cancelled_lesson_is_told_as_a_lag(quarter: Story) -> None:
    lesson = quarter.lessons()[5]
    key = make_key("lesson.change", RUSSIAN, lesson.id)
    value = values.LessonChange("cancelled", lesson.day, lesson.slot, "карантин")
    with quarter.store.writing() as session:
        stamp = Stamp(SMIRNOVA, quarter.clock.read(), 0)
        append(session, stamp, [Draft("lesson.change", key, value)])
    quarter.forget_reference()
    last = page(quarter).slots[-1]
    assert isinstance(last, TermSlot)
    assert last.closing is not None
    assert last.closing.planned == last.closing.given + 1
    assert last.closing.lag_reason == f"отменён урок {lesson.day:%d.%m} (карантин)"
    assert last.closing.outcome == ""


def test_hours_of_the_lesson_plan_are_those_of_the_term(quarter: Story) -> None:
    held = len(quarter.lessons())
    with quarter.store.writing() as session:
        drafts = [
            Draft("plan.topic", make_key("plan.topic", RUSSIAN, str(number)), values.PlanTopic("Т"))
            for number in range(1, held + 30)
        ]
        append(session, Stamp(PETROVA, quarter.clock.read(), 0), drafts)
    last = page(quarter).slots[-1]
    assert isinstance(last, TermSlot)
    assert last.closing is not None
    assert last.closing.plan_hours == held


def test_a_mark_changed_after_it_was_accepted_has_a_star_and_a_footnote(story: Story) -> None:
    lesson = story.keep_lesson(RUSSIAN, 0, {PETR: "3", ANNA: "3"})
    story.answer()
    story.at(date(2026, 9, 2), 12)
    story.does(PETROVA, set_cell, SetCell(RUSSIAN, lesson.id, PETR, "4"))
    story.answer()
    assert row_of(story, "Егозин").cells[0] == "4*"
    assert row_of(story, "Абрикосова").cells[0] == "3"
    (told,) = page(story).corrections
    assert told.slot == 0
    assert told.text.startswith("01.09 Егозин: 3 исправлено на 4, запись № ")
    assert told.text.endswith("Петрова А.А., 02.09")


def test_a_slip_mended_at_once_is_no_correction(story: Story) -> None:
    lesson = story.keep_lesson(RUSSIAN, 0, {PETR: "3"})
    story.answer()
    story.clock.wait(minutes=2)
    story.does(PETROVA, set_cell, SetCell(RUSSIAN, lesson.id, PETR, "4"))
    assert row_of(story, "Егозин").cells[0] == "4"
    assert page(story).corrections == ()


def test_a_second_mark_beside_the_first_is_no_correction(story: Story) -> None:
    lesson = story.keep_lesson(RUSSIAN, 0, {PETR: "4"})
    story.answer()
    story.at(date(2026, 9, 2))
    story.does(PETROVA, set_cell, SetCell(RUSSIAN, lesson.id, PETR, "4 5"))
    assert row_of(story, "Егозин").cells[0] == "45"


def test_a_change_by_decision_names_who_decided(story: Story) -> None:
    lesson = story.keep_lesson(RUSSIAN, 0, {PETR: "3"})
    story.answer()
    story.at(date(2026, 9, 2))
    wish = SetCell(RUSSIAN, lesson.id, PETR, "5")
    (rival,) = story.does(PETROVA, set_cell, wish).written
    story.answer({rival: "held"})
    key = make_key("mark.set", RUSSIAN, lesson.id, PETR, "0")
    assert row_of(story, "Егозин").cells[0] == "3"
    with story.store.reading() as session:
        entries = tuple(undecided(load_keys(session, SCHOOL, [key])[key].standing))
    story.at(date(2026, 9, 3))
    story.does(SMIRNOVA, decide, Decide((Choice(key, entries, rival),)))
    story.answer()
    assert row_of(story, "Егозин").cells[0] == "5*"
    (told,) = page(story).corrections
    assert told.text.endswith("решение: зам. директора Смирнова Е.П., 03.09")


def test_a_changed_term_mark_is_told_too(quarter: Story) -> None:
    quarter.at(date(2026, 10, 23), 23)
    key = make_key("term.mark", RUSSIAN, TERM_1, EVA)
    with quarter.store.writing() as session:
        stamp = Stamp(PETROVA, quarter.clock.read(), 0)
        append(session, stamp, [Draft("term.mark", key, values.TermMark("5"))])
    frozen_page = page(quarter)
    assert row_of(quarter, "Яблочкина").cells[-1] == "5*"
    assert frozen_page.corrections[0].slot == len(frozen_page.slots) - 1
    assert frozen_page.corrections[0].text.startswith("I четверть Яблочкина: 4 исправлено на 5")


def test_head_names_school_class_year_and_subject(quarter: Story) -> None:
    document = frozen(quarter, RUSSIAN, MATHS).document
    assert (document.class_name, document.year, document.period) == (
        "5А",
        "2026/2027",
        "I четверть",
    )
    assert [each.subject for each in document.pages] == ["русский язык", "математика"]
    assert document.pages[0].teacher == "Петрова Алла Андреевна"
    assert document.school.short_name == "Школа № 7"


@pytest.mark.parametrize(
    ("act", "post", "seal", "agreed"),
    [
        ("general", "Заместитель директора по УВР", True, None),
        ("tal", "Директор", True, None),
        ("anc", "Заместитель директора по УВР", False, "Администратор"),
    ],
)
def test_the_local_act_says_who_certifies_and_whether_with_seal(
    tmp_path: Path, act: Shipped, post: str, seal: bool, agreed: str | None
) -> None:
    story = begin(tmp_path, profile_text(act))
    story.at(date(2026, 9, 1))
    block = frozen(story).document.certification
    assert block is not None
    assert (block.signer.post, block.seal) == (post, seal)
    assert (block.agreed.post if block.agreed else None) == agreed


def test_a_draft_has_no_place_for_a_signature(story: Story) -> None:
    wish = TermWish(CLASS_5A, (RUSSIAN,), TERM_1, date(2026, 9, 1))
    draft = replace(IMPRINT, draft_reason="Четверть не окончена.")
    with story.store.reading() as session:
        assert read_term(session, story.reference, wish, draft).document.certification is None


def test_the_content_of_a_page_changes_with_its_entries_and_only_in_its_period(
    quarter: Story,
) -> None:
    def digests() -> list[str]:
        with quarter.store.reading() as session:
            return [
                read_content(session, quarter.reference, each, period).digest
                for each, period in ((RUSSIAN, TERM_1), (RUSSIAN, TERM_2), (MATHS, TERM_1))
            ]

    before = digests()
    quarter.at(date(2026, 11, 2))
    second = quarter.reference.lessons_between(RUSSIAN, date(2026, 11, 2), date(2026, 11, 2))[0]
    quarter.does(PETROVA, set_cell, SetCell(RUSSIAN, second.id, ANNA, "5"))
    assert digests()[0] == before[0]
    assert digests()[1] != before[1]
    assert digests()[2] == before[2]


def test_the_witness_names_epoch_scope_and_ordinal(quarter: Story) -> None:
    (content,) = frozen(quarter).contents
    witness = page(quarter).witness
    assert witness is not None
    assert (witness.scope, witness.digest) == (f"page:{RUSSIAN}", content.digest)
    assert witness.epoch == "e" * 32
    assert witness.ordinal > len(quarter.lessons())
    assert len(content.head) == 64


def test_set_term_mark_service_reaches_the_paper(story: Story) -> None:
    story.at(date(2026, 10, 20))
    wish = SetTermMark(RUSSIAN, TERM_1, ANNA, "н/а")
    story.does(PETROVA, set_term_mark, wish)
    assert row_of(story, "Абрикосова").cells[-1] == "н/а"


def test_the_year_mark_stands_behind_that_of_the_last_term_with_the_line_of_the_year(
    story: Story,
) -> None:
    last_term = derived_id("period", "IV")
    story.at(date(2027, 5, 26))
    story.does(PETROVA, set_term_mark, SetTermMark(RUSSIAN, last_term, ANNA, "5", "решение"))
    with story.store.reading() as session:
        before = read_content(session, story.reference, RUSSIAN, last_term)
    story.does(PETROVA, set_term_mark, SetTermMark(RUSSIAN, YEAR, ANNA, "4", "решение"))
    told = frozen(story, period=last_term)
    (spread,) = told.document.pages
    term, year = (slot for slot in spread.slots if isinstance(slot, TermSlot))
    assert (term.title, year.title) == ("IV четверть", "Год")
    assert year.closing is not None
    assert year.closing.title == "За год"
    assert year.closing.given > 4 * 30
    anna = next(row for row in spread.pupils if row.name.startswith("Абрикосова"))
    assert anna.cells[-2:] == ("5", "4")
    assert told.contents[0].digest != before.digest
