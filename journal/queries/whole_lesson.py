"""A lesson as its own page shows it: all its parts, what the plan offers, what is missing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from journal import kinds
from journal.facts_page import HomeworkRow, LessonContentRow, PlanTopicRow, TopicRow
from journal.profile import Profile
from journal.queries.lesson_card import LessonCard, read_lesson_card
from journal.queries.lesson_notes import STANDING_IN
from journal.queries.pupil_tasks import read_tasks
from journal.reference import Lesson, Reference
from journal.works import DEFAULT_WORK

_LESSONS_AHEAD = 6


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A line of the lesson plan; ``is_taken`` when another lesson of the page has its topic."""

    number: int
    topic: str
    homework: str
    work: str
    is_taken: bool


@dataclass(frozen=True, slots=True)
class PupilTask:
    """Homework of one pupil."""

    pupil: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class DayLesson:
    """A lesson of the same day that the user keeps."""

    page: str
    lesson: str
    slot: int
    title: str


@dataclass(frozen=True)
class WholeLesson:
    """Everything about a lesson that does not stand in the grid.

    Attributes:
        works: kinds of work at the lesson; ``works_told``: somebody wrote them, else they follow
            from the mark columns and the plan.
        due: the lesson by which the homework is done, "" when it is the next one.
        ahead: the next lessons of the page, id and day.
        notes: in what the lesson deviates from the timetable, each a few words.
        marks_off: why no marks are taken, as a sentence, else "".
        off_plan: in what the topic deviates from the plan, in words; "" when it does not
            (TAL-2.7a).
        day: the user's lessons of that day, by bell.
        missing: of "roll", "topic", "homework", "works", what a complete lesson still lacks.
    """

    page: str
    class_title: str
    subject: str
    card: LessonCard
    works: tuple[str, ...]
    works_told: bool
    material: str
    links: str
    manners: tuple[str, ...]
    due: str
    tasks: tuple[PupilTask, ...]
    plan: tuple[PlanLine, ...]
    ahead: tuple[tuple[str, date], ...]
    notes: tuple[str, ...]
    marks_off: str
    off_plan: str
    day: tuple[DayLesson, ...]
    missing: tuple[str, ...]


def read_whole_lesson(
    session: Session, reference: Reference, user: str, page: str, lesson_id: str, now: datetime
) -> WholeLesson:
    """Return a lesson as ``user`` may see and write it at ``now``."""
    school = reference.school
    lesson = reference.lessons(page)[lesson_id]
    card = read_lesson_card(session, reference, user, page, lesson_id, now)

    def fact(kind: str) -> tuple[str, str]:
        return school, kinds.make_key(kind, page, lesson_id)

    homework = session.get(HomeworkRow, fact("lesson.homework"))
    content = session.get(LessonContentRow, fact("lesson.content"))
    plan = tuple(_plan(session, school, page, lesson_id))
    told = tuple(content.works) if content is not None else ()
    grade, subject = reference.grade_of(page), reference.pages[page].subject
    later = [each for each in reference.lessons(page).values() if _is_ahead(each, lesson)]
    return WholeLesson(
        page=page,
        class_title=reference.class_of(page).title,
        subject=reference.pages[page].title,
        card=card,
        works=told or _works_of(card, plan),
        works_told=bool(told),
        material=content.material if content is not None else "",
        links=content.links if content is not None else "",
        manners=tuple(homework.manners) if homework is not None else (),
        due=homework.due if homework is not None else "",
        tasks=_tasks(session, reference, page, lesson_id),
        plan=plan,
        ahead=tuple((each.id, each.day) for each in later[:_LESSONS_AHEAD]),
        notes=tuple(_notes(reference, user, lesson)),
        marks_off=reference.profile.marks_fault(grade, subject) or "",
        off_plan=_off_plan(session, reference, card, plan, lesson),
        day=_day(reference, user, lesson),
        missing=tuple(_missing(reference.profile, grade, card, works_told=bool(told))),
    )


def _plan(session: Session, school: str, page: str, lesson: str) -> Iterator[PlanLine]:
    taken = set(
        session.scalars(
            select(TopicRow.plan_number).where(
                TopicRow.school == school, TopicRow.page == page, TopicRow.lesson != lesson
            )
        )
    )
    rows = session.execute(
        select(
            PlanTopicRow.number, PlanTopicRow.topic, PlanTopicRow.homework, PlanTopicRow.work
        ).where(PlanTopicRow.school == school, PlanTopicRow.page == page)
    )
    for number, topic, homework, work in sorted((int(row[0]), *row[1:]) for row in rows):
        yield PlanLine(number, topic, homework, work, number in taken)


def _off_plan(
    session: Session,
    reference: Reference,
    card: LessonCard,
    plan: tuple[PlanLine, ...],
    lesson: Lesson,
) -> str:
    """Return «такой темы в плане нет» or «по порядку № 12»; "" when the topic is the next one."""
    if not card.topic or not plan:
        return ""
    if card.plan_number is None:
        return "такой темы в плане нет"
    rows = session.execute(
        select(TopicRow.lesson, TopicRow.text, TopicRow.plan_number).where(
            TopicRow.school == reference.school, TopicRow.page == lesson.page
        )
    )
    written = {row.lesson: row.plan_number for row in rows if row.text}
    reached, skipped = 0, 0
    for each in reference.lessons(lesson.page).values():
        if each.id == lesson.id:
            break
        if written.get(each.id):
            reached, skipped = max(reached, written[each.id] or 0), 0
        elif each.id not in written and each.status != "cancelled":
            skipped += 1  # its line is left to it
    in_order = not reached or reached < card.plan_number <= reached + 1 + skipped
    return "" if in_order else f"по порядку № {reached + 1}"


def _works_of(card: LessonCard, plan: tuple[PlanLine, ...]) -> tuple[str, ...]:
    """Return the kinds of work that follow from what is known: columns with marks, the plan."""
    found = [column.work for column in card.columns if column.marks]
    found += [column.work for column in card.columns if column.work != DEFAULT_WORK]
    found += [line.work for line in plan if line.number == card.plan_number and line.work]
    return tuple(dict.fromkeys(found))


def _tasks(session: Session, reference: Reference, page: str, lesson: str) -> tuple[PupilTask, ...]:
    told = read_tasks(session, reference, page, [lesson]).get(lesson, {})
    return tuple(
        PupilTask(pupil.id, pupil.listed, told[pupil.id])
        for pupil in reference.pupils_of(page)
        if pupil.id in told
    )


def _is_ahead(other: Lesson, lesson: Lesson) -> bool:
    is_later = (other.day, other.slot) > (lesson.day, lesson.slot)
    return is_later and other.status != "cancelled"


def _day(reference: Reference, user: str, lesson: Lesson) -> tuple[DayLesson, ...]:
    return tuple(
        DayLesson(each.page, each.id, each.slot, reference.class_of(each.page).title)
        for each in reference.lessons_of_day(user, lesson.day)
    )


def _missing(profile: Profile, grade: int, card: LessonCard, *, works_told: bool) -> Iterator[str]:
    """Yield what makes the lesson incomplete (TAL-4.3b)."""
    if not card.called:
        yield "roll"
    if not card.topic and profile.needs_topic(grade):
        yield "topic"
    if not card.homework_off and not (card.homework or card.unassigned):
        yield "homework"
    has_marks = any(column.marks for column in card.columns)
    if profile.grading.works_required and not works_told and not has_marks:
        yield "works"


def _notes(reference: Reference, user: str, lesson: Lesson) -> Iterator[str]:
    substitute = reference.staff.get(lesson.substitute or "")
    teacher = reference.staff.get(lesson.teacher)
    if lesson.substitute == user and teacher is not None:
        yield f"{STANDING_IN}: {teacher.short}"
    elif substitute is not None:
        yield f"замена: {substitute.short}{f' · по расписанию {teacher.short}' if teacher else ''}"
    if lesson.is_moved and lesson.planned is not None:
        yield f"перенесён с {lesson.planned[0]:%d.%m}, {lesson.planned[1]}-й урок"
    if lesson.status == "extra":
        yield "дополнительный урок"
    if lesson.status == "cancelled":
        yield "урок отменён"
    if lesson.joined in reference.pages:
        yield f"вместе с {reference.class_of(lesson.joined).title}"
    if lesson.is_distance:
        yield "дистанционно"
