"""The roll with its exceptions, homework in its manners, homework of one pupil, kinds of work."""

from pathlib import Path

import pytest
from sqlalchemy import select

from journal import values
from journal.errors import UserError
from journal.facts_page import AttendanceRow, HomeworkRow, LessonContentRow, PupilTaskRow
from journal.kinds import make_key
from journal.projection import differences
from journal.services.lesson_parts import (
    CallRollExcept,
    SetLessonContent,
    SetPupilTask,
    call_roll_except,
    set_lesson_content,
    set_pupil_task,
)
from journal.services.lessons import (
    CallRoll,
    SetCell,
    SetHomework,
    call_roll,
    set_cell,
    set_homework,
)
from journal.validity import value_fault
from tests.journal.desks import HandClock, new_journal, work_of
from tests.journal.test_lesson_services import LESSON, Desk
from tests.small_school import MATHS, ORLOVA, PETROVA, PUPILS, RUSSIAN, RUSSIAN_1, SCHOOL

UNMARKED = 'version = 2\ntitle = "Акт"\n[grading]\nunmarked_subjects = ["Русский язык"]\n'


@pytest.fixture
def petrova(tmp_path: Path) -> Desk:
    return Desk(new_journal(tmp_path), PETROVA, HandClock())


def test_who_is_not_named_in_a_roll_call_was_present(petrova: Desk) -> None:
    codes = ((PUPILS[0], "н"), (PUPILS[2], "о 10м"), (PUPILS[3], "б"))
    petrova.does(call_roll_except, CallRollExcept(RUSSIAN, LESSON, codes))
    assert [petrova.cell(pupil) for pupil in PUPILS[:5]] == ["н", "", "о 10м", "н (б)", ""]
    assert next(column for column in petrova.sees().columns if column.lesson == LESSON).called


@pytest.mark.clause("TAL-2.5")
def test_a_pupil_is_made_absent_after_all_were_present_and_present_again(petrova: Desk) -> None:
    petrova.does(call_roll, CallRoll(RUSSIAN, LESSON))
    petrova.does(set_cell, SetCell(RUSSIAN, LESSON, PUPILS[1], "4"))
    petrova.does(call_roll_except, CallRollExcept(RUSSIAN, LESSON, ((PUPILS[1], "н"),)))
    assert petrova.cell(PUPILS[1]) == "н 4"  # the mark is not lost by it
    petrova.does(call_roll_except, CallRollExcept(RUSSIAN, LESSON, ((PUPILS[1], ""),)))
    assert petrova.cell(PUPILS[1]) == "4"


@pytest.mark.parametrize("text", ["5", "ы", "н4", "10м"])
def test_a_roll_with_a_wrong_code_is_refused_as_a_whole(petrova: Desk, text: str) -> None:
    codes = ((PUPILS[0], "н"), (PUPILS[1], text))
    with pytest.raises(UserError):
        petrova.does(call_roll_except, CallRollExcept(RUSSIAN, LESSON, codes))
    assert [petrova.cell(pupil) for pupil in PUPILS[:2]] == ["", ""]


def test_minutes_of_being_late_are_typed_beside_a_mark(petrova: Desk) -> None:
    petrova.does(set_cell, SetCell(RUSSIAN, LESSON, PUPILS[0], "о 12 мин 4"))
    assert petrova.cell(PUPILS[0]) == "о 12м 4"
    with petrova.store.reading() as session:
        assert session.scalars(select(AttendanceRow.minutes)).all() == [12]


@pytest.mark.clause("TAL-2.8a")
def test_homework_keeps_its_manners_and_the_lesson_by_which(petrova: Desk) -> None:
    petrova.does(set_homework, SetHomework(RUSSIAN, LESSON, "§ 14, упр. 126", due="f" * 32))
    with petrova.store.reading() as session:
        row = session.scalars(select(HomeworkRow)).one()
        assert (row.manners, row.due) == (["читать", "письменно"], "f" * 32)
    own = SetHomework(RUSSIAN, LESSON, "§ 14, упр. 126", manners=("учить",))
    petrova.does(set_homework, own)
    with petrova.store.reading() as session:
        assert session.scalars(select(HomeworkRow.manners)).one() == ["учить"]
        assert differences(session, SCHOOL) == []
    with pytest.raises(UserError, match="Вида задания «петь» нет"):
        petrova.does(set_homework, SetHomework(RUSSIAN, LESSON, "песня", manners=("петь",)))


@pytest.mark.clause("TAL-IV.3g")
def test_homework_of_one_pupil_stands_beside_that_of_the_class(petrova: Desk) -> None:
    petrova.does(set_homework, SetHomework(RUSSIAN, LESSON, "упр. 1"))
    petrova.does(set_pupil_task, SetPupilTask(RUSSIAN, LESSON, PUPILS[1], "карточка № 3"))
    petrova.does(set_pupil_task, SetPupilTask(RUSSIAN, LESSON, PUPILS[2], "повторить § 2"))
    petrova.does(set_pupil_task, SetPupilTask(RUSSIAN, LESSON, PUPILS[2], ""))
    with petrova.store.reading() as session:
        tasks = {row.pupil: row.text for row in session.scalars(select(PupilTaskRow))}
        assert session.scalars(select(HomeworkRow.text)).one() == "упр. 1"
        assert tasks == {PUPILS[1]: "карточка № 3", PUPILS[2]: ""}
        assert differences(session, SCHOOL) == []


@pytest.mark.clause("MIC-1.2a")
def test_first_graders_get_no_homework_of_their_own_either(tmp_path: Path) -> None:
    orlova = Desk(new_journal(tmp_path, ORLOVA), ORLOVA, HandClock())
    lesson = next(iter(work_of(orlova.store, ORLOVA, orlova.clock).reference.lessons(RUSSIAN_1)))
    with pytest.raises(UserError, match="В 1 классе домашние задания не задаются"):
        orlova.does(set_pupil_task, SetPupilTask(RUSSIAN_1, lesson, PUPILS[5], "упр. 1"))


@pytest.mark.clause("TAL-4.3b", "ANC-R.VIII.2")
def test_kinds_of_work_material_and_links_of_a_lesson_are_kept(petrova: Desk) -> None:
    content = SetLessonContent(RUSSIAN, LESSON, ("ОТВ", "СР"), "учебник, с. 40", "диск:/сказки.pdf")
    petrova.does(set_lesson_content, content)
    with petrova.store.reading() as session:
        row = session.scalars(select(LessonContentRow)).one()
        told = (row.works, row.material, row.links)
    assert told == (["ОТВ", "СР"], "учебник, с. 40", "диск:/сказки.pdf")
    with pytest.raises(UserError, match="Вида работы «ХХ» нет"):
        petrova.does(set_lesson_content, SetLessonContent(RUSSIAN, LESSON, ("ХХ",)))


def test_who_does_not_teach_there_writes_no_part_of_a_lesson(petrova: Desk) -> None:
    reference = work_of(petrova.store, PETROVA, petrova.clock).reference
    lesson = next(iter(reference.lessons(MATHS)))
    for service, command in (
        (set_pupil_task, SetPupilTask(MATHS, lesson, PUPILS[0], "упр. 1")),
        (set_lesson_content, SetLessonContent(MATHS, lesson, ("ОТВ",))),
        (call_roll_except, CallRollExcept(MATHS, lesson, ())),
    ):
        with pytest.raises(UserError):
            petrova.does(service, command)  # type: ignore[arg-type]


def test_a_subject_without_marks_is_named_by_the_act_and_refused_everywhere(
    tmp_path: Path,
) -> None:
    petrova = Desk(new_journal(tmp_path, profile_text=UNMARKED), PETROVA, HandClock())
    with pytest.raises(UserError, match="Здесь отметки не ставятся"):
        petrova.does(set_cell, SetCell(RUSSIAN, LESSON, PUPILS[0], "5"))
    petrova.does(set_cell, SetCell(RUSSIAN, LESSON, PUPILS[0], "н"))
    assert not petrova.sees().graded
    reference = work_of(petrova.store, PETROVA, petrova.clock).reference
    assert value_fault(values.Mark(("5",)), RUSSIAN, reference)  # so says the centre as well
    assert value_fault(values.TermMark("5"), RUSSIAN, reference)
    assert not value_fault(values.Mark(("5",)), MATHS, reference)
    assert "По предмету «Русский язык»" in str(reference.profile.marks_fault(5, "Русский язык"))


def test_keys_of_the_new_parts_name_their_page() -> None:
    assert make_key("homework.pupil", "a", "b", "c") == "page:a/task/b/c"
    assert make_key("lesson.content", "a", "b") == "page:a/content/b"
