"""The demo school: comes in without a fault, and its pupils' surnames stand nowhere else."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from python_calamine import load_workbook

from journal.imports.cells import folded, plain_text
from journal.imports.folder import read_folder, read_school_folder
from journal.imports.lines import SchoolFolder

FOLDER = Path(__file__).parents[3] / "resources" / "demo_school"


@pytest.fixture(scope="module")
def school() -> SchoolFolder:
    return read_school_folder(FOLDER)


def test_it_has_three_classes_and_those_who_run_them(school: SchoolFolder) -> None:
    assert read_folder(FOLDER).findings == ()
    assert [(c.class_name, c.class_teacher) for c in school.classes] == [
        ("5А", "lebedeva.in"),
        ("7Б", "orlova.tv"),
        ("9А", "petrova.aa"),
    ]
    assert Counter(pupil.class_name for pupil in school.pupils) == {"5А": 20, "7Б": 20, "9А": 20}
    assert Counter(post for person in school.staff for post in person.posts) == {
        "teacher": 6,
        "deputy": 1,
        "director": 1,
        "administrator": 1,
    }


def test_it_has_the_pupils_that_are_hard_to_get_right(school: SchoolFolder) -> None:
    names = Counter((p.class_name, p.surname, p.name) for p in school.pupils)
    namesakes = [name for name, count in names.items() if count > 1]
    assert len(namesakes) == 1
    assert sum(not pupil.patronymic for pupil in school.pupils) == 1
    assert [p.arrived for p in school.pupils if p.arrived] == [date(2026, 10, 1)]
    for pupil in school.pupils:
        grade = next(c.grade for c in school.classes if c.class_name == pupil.class_name)
        assert date(2019 - grade, 12, 1) <= pupil.birth_date <= date(2020 - grade, 11, 30)


def test_every_school_day_has_four_to_six_lessons_without_windows(school: SchoolFolder) -> None:
    for class_name in ("5А", "7Б", "9А"):
        for weekday in range(1, 6):
            slots = {
                line.lesson_number
                for line in school.timetable
                if (line.class_name, line.weekday) == (class_name, weekday)
            }
            assert slots == set(range(1, len(slots) + 1))
            assert 4 <= len(slots) <= 6


def test_english_of_7b_is_held_in_two_groups_at_once(school: SchoolFolder) -> None:
    groups = Counter(group for pupil in school.pupils for group in pupil.groups)
    assert groups == {("Английский язык", "1"): 10, ("Английский язык", "2"): 10}
    lessons = [line for line in school.timetable if line.group]
    assert len({line.teacher for line in lessons}) == 2
    assert Counter((t.weekday, t.lesson_number) for t in lessons).most_common()[-1][1] == 2


def test_the_main_subjects_have_topics_for_the_whole_year(school: SchoolFolder) -> None:
    planned: dict[tuple[str, str], list[int]] = {}
    for line in school.plans:
        planned.setdefault((line.class_name, line.subject), []).append(line.number)
    hours = {(line.class_name, line.subject): line.hours for line in school.load}
    main = [(c, "Русский язык") for c in ("5А", "7Б", "9А")]
    main += [(c, "История") for c in ("5А", "7Б", "9А")]
    main += [("5А", "Математика"), ("7Б", "Алгебра"), ("9А", "Алгебра")]
    for page in main:
        assert planned[page] == list(range(1, int(34 * hours[page]) + 1))


def test_both_demo_years_have_periods_for_every_class(school: SchoolFolder) -> None:
    for grade in (5, 7, 9):
        starts = [p.start for p in school.periods if p.grade_from <= grade <= p.grade_to]
        assert [day.year for day in starts] == [2025, 2025, 2026, 2026, 2026, 2026, 2027, 2027]


def test_no_pupils_surname_stands_in_any_other_table(school: SchoolFolder) -> None:
    # a search for surnames in files that may hold the rest of the school must find pupils only
    words = " ".join(
        folded(plain_text(cell))
        for path in FOLDER.glob("*.xlsx")
        if path.stem != "ученики"
        for row in load_workbook(path).get_sheet_by_index(0).to_python()
        for cell in row
    )
    # shorter ones would be found by chance in the bytes of an encrypted file
    assert min(len(pupil.surname) for pupil in school.pupils) >= 6
    roots = {_root(pupil.surname) for pupil in school.pupils}
    assert [root for root in roots if root in words] == []


def _root(surname: str) -> str:
    """Return what the surnames of brother and sister share."""
    text = folded(surname)
    for ending in ("ий", "ая", "а"):
        text = text.removesuffix(ending)
    return text
