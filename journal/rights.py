"""Who may do what: the table of roles as pure functions.

Each ``may_...`` returns ``None`` when the person may, otherwise the reason in Russian. The class
teacher is no post: the class names its teacher. Source: requirements, s. 6; C-02, C-08.
"""

from dataclasses import dataclass

from journal.profile import Profile

TEACHER = "teacher"
DEPUTY = "deputy"
DIRECTOR = "director"
ADMINISTRATOR = "administrator"
SECRETARY = "secretary"

WAITS_FOR_SUBSTITUTION = "ждёт назначения замены"

_TEACHING = frozenset({TEACHER, DEPUTY, DIRECTOR})
_READS_EVERYTHING = frozenset({DEPUTY, DIRECTOR, ADMINISTRATOR})
KEEP_LISTS = frozenset({ADMINISTRATOR, SECRETARY, DEPUTY})
"""Posts that list pupils and fill cards without asking."""

CHANGE_LESSONS = frozenset({DEPUTY, ADMINISTRATOR})
"""Posts that move, cancel and add lessons."""

_POST_NAMES = {
    DEPUTY: "заместитель директора",
    DIRECTOR: "директор",
    ADMINISTRATOR: "администратор",
    SECRETARY: "секретарь",
}


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff with posts and the classes that name this person their teacher."""

    user: str
    posts: frozenset[str]
    class_teacher_of: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class LessonFacts:
    """What rights need to know of a lesson, or of a page when no lesson is meant.

    Attributes:
        teachers: users who teach the page on that date.
        substitute: user appointed for this one lesson.
    """

    page: str
    class_id: str
    teachers: frozenset[str]
    substitute: str | None = None


def may_write_lesson(person: Person, lesson: LessonFacts, profile: Profile) -> str | None:
    """Say who fills a lesson: marks, roll call, topic, homework.

    Its teacher, its substitute for this lesson only (ANC-P4.T.3), the class teacher where the act
    says so (C-02). An administrator or secretary without a teaching post never does.
    """
    is_keeper = _is_teacher(person, lesson) or person.user == lesson.substitute
    if is_keeper and _may_teach(person):
        return None
    is_class_teacher = lesson.class_id in person.class_teacher_of
    if is_class_teacher and profile.class_teacher.edits_journal:
        return None
    if is_class_teacher:
        return (
            "По локальному акту школы классный руководитель видит журнал своего класса, "
            f"но не заполняет чужие уроки: запись {WAITS_FOR_SUBSTITUTION}."
        )
    if not _may_teach(person):
        return f"{_name_post(person)} не ставит отметки и не заполняет уроки."
    if lesson.substitute is not None:
        return f"Урок ведёт другой учитель по замене: запись {WAITS_FOR_SUBSTITUTION}."
    return (
        f"Вы не ведёте этот урок: запись {WAITS_FOR_SUBSTITUTION}. "
        "Попросите заместителя директора назначить вас на этот урок."
    )


def may_write_term_mark(person: Person, page: LessonFacts, profile: Profile) -> str | None:
    """Say who sets term and year marks: by the act the page's teacher, the class teacher or both.

    A substitute of single lessons does not. Source: TAL-2.4, TAL-4.4a, ANC-R.VIII.7.
    """
    setters = profile.finals.setters
    if TEACHER in setters and _is_teacher(person, page) and _may_teach(person):
        return None
    is_class_teacher = page.class_id in person.class_teacher_of
    if "class_teacher" in setters and is_class_teacher:
        return None
    if not _may_teach(person) and not is_class_teacher:
        return f"{_name_post(person)} не ставит итоговые отметки."
    allowed = {TEACHER: "учитель предмета", "class_teacher": "классный руководитель этого класса"}
    return (
        "По локальному акту школы итоговые отметки здесь ставит "
        f"{' или '.join(allowed[setter] for setter in setters)}."
    )


def may_read_page(person: Person, page: LessonFacts) -> str | None:
    """Say who sees a page: its teachers, a lesson's substitute, the class teacher, the heads."""
    if (
        _is_teacher(person, page)
        or person.user == page.substitute
        or page.class_id in person.class_teacher_of
        or person.posts & _READS_EVERYTHING
    ):
        return None
    return "Эту страницу журнала видят её учитель, классный руководитель и администрация школы."


def may_close_term(person: Person) -> str | None:
    """Say who closes a term for entries and opens it again: the deputy."""
    return _only(person, {DEPUTY}, "Закрывает и открывает период заместитель директора.")


def may_redact(person: Person) -> str | None:
    """Say who has values erased by act: the deputy or the director (sync description, s. 6)."""
    return _only(person, {DEPUTY, DIRECTOR}, "Стирает по акту заместитель директора или директор.")


def may_appoint_substitute(person: Person) -> str | None:
    """Say who appoints substitutes: the deputy."""
    return _only(person, {DEPUTY}, "Замены назначает заместитель директора.")


def may_change_timetable(
    person: Person, lesson: LessonFacts, profile: Profile, *, is_extra: bool
) -> str | None:
    """Say who moves, cancels and adds lessons: the deputy or the administrator.

    A teacher adds lessons to an own page where the act lets her: a school that has no timetable yet
    keeps its lessons all the same (C-17, C-26).
    """
    is_teacher = _is_teacher(person, lesson) and _may_teach(person)
    if is_extra and profile.timetable.teacher_adds_lessons and is_teacher:
        return None
    return _only(
        person,
        set(CHANGE_LESSONS),
        "Изменения в расписание вносит заместитель директора или администратор.",
    )


def may_close_by_act(person: Person, owner: str) -> str | None:
    """Say who closes the temporary journal of a computer that does not come back.

    The heads and the administrator; and its ``owner``, from another computer.
    """
    if person.user == owner or person.posts & _READS_EVERYTHING:
        return None
    return (
        "Временный журнал чужого рабочего места закрывает актом заместитель директора,"
        " директор или администратор."
    )


def may_decide(
    person: Person, lesson: LessonFacts, *, held: bool = False, waited_school_days: int = 0
) -> str | None:
    """Say who decides over a cell with several values, or over a held entry.

    Args:
        held: whether the entry waits for the responsible person (locked, closed, no right) rather
            than competes with another one; the deputy or director decides over that at once.
        waited_school_days: whole school days since the contest opened, by the centre's receipt
            times; after one the deputy may decide in the teacher's place.

    Source: sync description, s. 4; requirements, s. 6 (approval of correction requests).
    """
    if held:
        return _only(
            person,
            {DEPUTY, DIRECTOR},
            "Такую запись принимает или отклоняет заместитель директора или директор.",
        )
    keeps = _is_teacher(person, lesson) or person.user == lesson.substitute
    if keeps and _may_teach(person):
        return None
    if DEPUTY not in person.posts:
        return "Решает учитель этого урока или тот, кто его замещает."
    if waited_school_days < 1:
        return (
            "Сначала решает учитель этого урока или тот, кто его замещает; "
            "заместитель директора - через один учебный день."
        )
    return None


def may_print(person: Person, page: LessonFacts) -> str | None:
    """Say who prints a page (a draft, or a copy for certification): whoever sees it."""
    return may_read_page(person, page)


def may_prepare_copy(person: Person) -> str | None:
    """Say who prints a copy that is meant to be certified; everybody else prints drafts.

    Source: requirements, s. 6 (print with certification).
    """
    return _only(
        person,
        {DEPUTY, DIRECTOR, ADMINISTRATOR},
        "Копию для заверения печатает заместитель директора, директор или администратор.",
    )


def may_hand_over(person: Person) -> str | None:
    """Say who records that a certified copy went to the archive (ANC-P4.D.3)."""
    return _only(
        person,
        {DEPUTY, DIRECTOR, SECRETARY},
        "Передачу на хранение отмечает заместитель директора, директор или секретарь.",
    )


def post_name(post: str) -> str:
    """Return a post as people call it."""
    return _POST_NAMES.get(post, "учитель")


def may_certify(person: Person, form: str, profile: Profile) -> str | None:
    """Say whose signature certifies a printed form: the post that the act names (C-08)."""
    post = profile.certifier.get(form)
    if post is None:
        return f"Локальный акт школы не говорит, кто заверяет форму {form}: укажите это в нём."
    return _only(
        person, {post}, f"По локальному акту школы форму {form} заверяет {_POST_NAMES[post]}."
    )


def may_keep_absences(person: Person, class_id: str) -> str | None:
    """Say who explains absences and keeps documents: the class teacher (requirements, s. 6)."""
    if class_id in person.class_teacher_of:
        return None
    return "Причины пропусков и документы о них ведёт классный руководитель этого класса."


def may_read_documents(person: Person, class_id: str) -> str | None:
    """Say who sees documents about absences: the class teacher and the deputy."""
    if class_id in person.class_teacher_of or DEPUTY in person.posts:
        return None
    return "Документы о пропусках видят классный руководитель этого класса и заместитель директора."


def may_read_cards(person: Person, class_id: str) -> str | None:
    """Say who sees the cards of pupils and parents (requirements, s. 6; data minimisation)."""
    if class_id in person.class_teacher_of or person.posts & {ADMINISTRATOR, SECRETARY, DEPUTY}:
        return None
    return (
        "Личные карты видят классный руководитель этого класса, секретарь, администратор"
        " и заместитель директора."
    )


def may_edit_cards(person: Person, class_id: str) -> str | None:
    """Say whose entries in cards of a class count; the deputy's are those that lists brought in.

    Source: TAL-4.4b, ANC-R.V.4-5.
    """
    return None if person.posts & KEEP_LISTS else may_fill_cards(person, class_id)


def may_fill_cards(person: Person, class_id: str) -> str | None:
    """Say who fills cards by hand; whether a class teacher asks first says the act (C-15).

    The deputy sees them and decides over requests. Source: requirements, s. 6.
    """
    if class_id in person.class_teacher_of or person.posts & {ADMINISTRATOR, SECRETARY}:
        return None
    return "Личные карты заполняют классный руководитель этого класса, секретарь и администратор."


def may_move_pupils(person: Person) -> str | None:
    """Say who enters pupils in lists and takes them out, by order (requirements, s. 6)."""
    return _only(
        person,
        set(KEEP_LISTS),
        "Прибытие, выбытие и подгруппы вносит секретарь, администратор или заместитель директора.",
    )


def may_switch_fields(person: Person) -> str | None:
    """Say who switches further fields of cards on, by the school's decision (ANC-R.V.9)."""
    return _only(
        person,
        {ADMINISTRATOR, DEPUTY, DIRECTOR},
        "Дополнительные сведения включает администратор, заместитель директора или директор"
        " по решению школы.",
    )


def may_import(person: Person) -> str | None:
    """Say who brings lists, load and timetable in from files: the administrator or the deputy."""
    return _only(
        person,
        {ADMINISTRATOR, DEPUTY},
        "Данные школы загружает администратор или заместитель директора.",
    )


def _is_teacher(person: Person, lesson: LessonFacts) -> bool:
    return person.user in lesson.teachers


def _may_teach(person: Person) -> bool:
    """Tell whether any post allows teaching: an administrator given a load is none by that."""
    return bool(person.posts & _TEACHING)


def _name_post(person: Person) -> str:
    names = [name for post, name in _POST_NAMES.items() if post in person.posts]
    return names[0].capitalize() if names else "Сотрудник без должности учителя"


def _only(person: Person, posts: set[str], otherwise: str) -> str | None:
    return None if person.posts & posts else otherwise
