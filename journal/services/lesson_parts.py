"""What a teacher writes on the page of a lesson beside marks, topic and common homework."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from journal import values
from journal.attendance import LESSON_CODES
from journal.changes import Changes
from journal.errors import UserError
from journal.homework import manners_in
from journal.kinds import make_key
from journal.log import Draft
from journal.marks import read_cell
from journal.services.lessons import open_lesson
from journal.services.work import Work, write


@dataclass(frozen=True, slots=True)
class CallRollExcept:
    """The roll of a lesson was called, and these pupils were absent, late or exempt.

    ``codes``: pupil and what was typed for her: «н», «б», «о 10м»; an empty text says that she is
    there after all.
    """

    page: str
    lesson: str
    codes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SetPupilTask:
    """Set homework for one pupil; an empty text takes it back."""

    page: str
    lesson: str
    pupil: str
    text: str
    due: str = ""


@dataclass(frozen=True, slots=True)
class SetLessonContent:
    """Write kinds of work (codes), the material studied and where files are found."""

    page: str
    lesson: str
    works: tuple[str, ...] = ()
    material: str = ""
    links: str = ""


def call_roll_except(session: Session, command: CallRollExcept, work: Work) -> Changes:
    """Write who was not there, and that everybody else was (TAL-2.5).

    Marks in the same cells stay.

    Raises:
        UserError: a text is no code of attendance, or the lesson may not be written now; nothing
            is written.
    """
    lesson = open_lesson(work, command.page, command.lesson)
    roll = make_key("lesson.rollcall", command.page, command.lesson)
    drafts = [Draft("lesson.rollcall", roll, values.RollCall(), lesson_date=lesson.day)]
    for pupil, text in command.codes:
        key = make_key("attendance.set", command.page, command.lesson, pupil)
        drafts.append(Draft("attendance.set", key, _attendance(text), lesson_date=lesson.day))
    return write(session, work, drafts)


def set_pupil_task(session: Session, command: SetPupilTask, work: Work) -> Changes:
    """Write the homework of one pupil (TAL-IV.3g).

    Raises:
        UserError: the grade takes no homework (MIC-1.2a), or the lesson may not be written now.
    """
    lesson = open_lesson(work, command.page, command.lesson)
    text = " ".join(command.text.split())
    value = values.PupilTask(text, manners_in(text), command.due if text else "")
    key = make_key("homework.pupil", command.page, command.lesson, command.pupil)
    draft = Draft("homework.pupil", key, value, lesson_date=lesson.day)
    return write(session, work, [draft])


def set_lesson_content(session: Session, command: SetLessonContent, work: Work) -> Changes:
    """Write what the lesson was made of (TAL-2.2, TAL-4.3b).

    Raises:
        UserError: no such kind of work, or the lesson may not be written now.
    """
    lesson = open_lesson(work, command.page, command.lesson)
    value = values.LessonContent(
        command.works, " ".join(command.material.split()), " ".join(command.links.split())
    )
    key = make_key("lesson.content", command.page, command.lesson)
    return write(session, work, [Draft("lesson.content", key, value, lesson_date=lesson.day)])


def _attendance(text: str) -> values.Attendance:
    typed = read_cell(text, allow_one=True, graded=True)
    if typed.marks or (text.strip() and typed.absence not in LESSON_CODES):
        raise UserError(f"«{text.strip()}» не код посещаемости: можно н, б, уп, нп, о, осв, д.")
    return values.Attendance(typed.absence, typed.proposed, typed.minutes)
