"""A small school for tests: 5А with five pupils and 1А with two, two subjects, four people.

Everything is drafts of entries, so a test writes them through whatever door it is about.
"""

from datetime import date

from journal import values
from journal.ids import derived_id
from journal.kinds import make_key
from journal.log import Draft

SCHOOL = derived_id("school", "test")
FIRST, LAST = date(2026, 9, 1), date(2027, 5, 26)


def user(login: str) -> str:
    """Return the id of a member of staff."""
    return derived_id("staff", SCHOOL, login)


PETROVA, ORLOVA, SMIRNOVA, GROMOV = (
    user(login) for login in ("petrova", "orlova", "smirnova", "gromov")
)
CLASS_5A, CLASS_1A = derived_id("class", "2026", "5А"), derived_id("class", "2026", "1А")
RUSSIAN, MATHS, RUSSIAN_1 = (
    derived_id("page", CLASS_5A, "Русский язык", ""),
    derived_id("page", CLASS_5A, "Математика", ""),
    derived_id("page", CLASS_1A, "Русский язык", ""),
)
TERM_1, TERM_2 = derived_id("period", "I"), derived_id("period", "II")
PUPILS = tuple(derived_id("pupil", str(number)) for number in range(7))
NAMES = (
    ("Абрикосова", "Анна"),
    ("Ёлкина", "Полина"),
    ("Егозин", "Пётр"),
    ("Жаворонков", "Лев"),
    ("Яблочкина", "Ева"),
    ("Вишневецкая", "Алиса"),
    ("Дубравин", "Марк"),
)
PUPILS_5A, PUPILS_1A = PUPILS[:5], PUPILS[5:]


def school_drafts(profile_text: str | None = None) -> list[Draft]:
    """Return the whole school; ``profile_text`` is its local act, if not the general one."""
    drafts = [
        _school(
            "school.set", (), values.School("Школа № 7", "МБОУ «Школа № 7»", "г. Северореченск")
        ),
        *(_staff(*line) for line in _STAFF),
        *(
            _school("class.set", (id_,), values.SchoolClass(2026, grade, "А", teacher))
            for id_, grade, teacher in ((CLASS_5A, 5, PETROVA), (CLASS_1A, 1, ORLOVA))
        ),
        *(
            _school("page.set", (page,), values.Page(class_id, subject, "", teacher, hours, order))
            for page, class_id, subject, teacher, hours, order in (
                (RUSSIAN, CLASS_5A, "Русский язык", PETROVA, 5.0, 1),
                (MATHS, CLASS_5A, "Математика", ORLOVA, 5.0, 2),
                (RUSSIAN_1, CLASS_1A, "Русский язык", ORLOVA, 5.0, 1),
            )
        ),
        *(_period(*line) for line in _PERIODS),
        _school("calendar.day", ("2026-11-04",), values.CalendarDay("holiday", "День единства")),
        _school("calendar.day", ("2026-12-31",), values.CalendarDay("off", "перенос")),
    ]
    for number, pupil in enumerate(PUPILS):
        class_id = CLASS_5A if pupil in PUPILS_5A else CLASS_1A
        surname, name = NAMES[number]
        key = make_key("pupil.set", class_id, pupil)
        drafts.append(Draft("pupil.set", key, values.Pupil(surname, name)))
    for page, teacher, slot in ((RUSSIAN, PETROVA, 1), (MATHS, ORLOVA, 2), (RUSSIAN_1, ORLOVA, 3)):
        for weekday in range(1, 6):
            line = derived_id("timetable", page, str(weekday))
            lesson = values.Timetable(page, weekday, slot, teacher, "21", FIRST, LAST)
            drafts.append(_school("timetable.set", (line,), lesson))
    if profile_text is not None:
        drafts.append(_school("profile.set", (), values.Profile(2, profile_text)))
    return drafts


_STAFF = (
    (PETROVA, "Петрова", "Алла", "Андреевна", ("teacher",), "Учитель", "petrova"),
    (ORLOVA, "Орлова", "Тамара", "Викторовна", ("teacher",), "Учитель", "orlova"),
    (
        SMIRNOVA,
        "Смирнова",
        "Елена",
        "Павловна",
        ("deputy",),
        "Заместитель директора по УВР",
        "smirnova",
    ),
    (GROMOV, "Громов", "Олег", "Игоревич", ("administrator",), "Администратор", "gromov"),
)
_PERIODS = (
    (TERM_1, "I четверть", date(2026, 9, 1), date(2026, 10, 23)),
    (TERM_2, "II четверть", date(2026, 11, 2), date(2026, 12, 30)),
    (derived_id("period", "III"), "III четверть", date(2027, 1, 11), date(2027, 3, 26)),
    (derived_id("period", "IV"), "IV четверть", date(2027, 4, 5), date(2027, 5, 26)),
)


def _school(kind: str, parts: tuple[str, ...], value: values.Value) -> Draft:
    return Draft(kind, make_key(kind, "", *parts), value)


def _staff(
    user_id: str,
    surname: str,
    name: str,
    patronymic: str,
    posts: tuple[str, ...],
    title: str,
    login: str,
) -> Draft:
    value = values.Staff(surname, name, patronymic, posts, title, login)
    return _school("staff.set", (user_id,), value)


def _period(period: str, name: str, start: date, end: date) -> Draft:
    return _school("period.set", (period,), values.Period(name, 1, 9, start, end))
