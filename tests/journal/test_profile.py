"""The school's local act as data."""

import tomllib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from journal.act_sections import MinutesAfterLastLesson
from journal.errors import UserError
from journal.profile import (
    Profile,
    Shipped,
    parse_profile,
    profile_text,
    shipped_profile,
)

HEAD = 'version = 3\ntitle = "Акт"\n'


def refusal(text: str) -> str:
    with pytest.raises(UserError) as caught:
        parse_profile(HEAD + text)
    return str(caught.value)


def keys_of(value: Any) -> set[str]:
    """Return the dotted names of all keys below a section."""
    if is_dataclass(value) and not isinstance(value, type):
        value = {row.name: getattr(value, row.name) for row in fields(value)}
    if not isinstance(value, Mapping):
        return {""}
    return {f"{name}.{rest}" for name, inner in value.items() for rest in keys_of(inner)}


def test_general_act_names_every_key_at_its_default() -> None:
    general = shipped_profile("general")
    assert general == Profile(1, general.title)
    assert keys_of(tomllib.loads(profile_text("general"))) == keys_of(general)


def test_every_key_of_the_general_act_has_its_meaning() -> None:
    lines = profile_text("general").splitlines()
    entries = [line for line in lines if "=" in line and not line.lstrip().startswith(("#", '"'))]
    assert len(entries) > 20
    assert [line for line in entries if "#" not in line] == []


@pytest.mark.parametrize(
    ("name", "zone", "signs", "sealed", "edits"),
    [
        ("general", "Europe/Moscow", "deputy", True, False),
        ("tal", "Asia/Barnaul", "director", True, True),
        ("anc", "Asia/Krasnoyarsk", "deputy", False, True),
    ],
)
def test_shipped_acts_differ_where_the_schools_do(
    name: Shipped, zone: str, signs: str, sealed: bool, edits: bool
) -> None:
    act = shipped_profile(name)
    assert act.time_zone == zone
    assert act.certifier["F-01"] == signs
    assert act.seal["F-01"] is sealed
    assert act.class_teacher.edits_journal is edits
    assert act.certifier["F-20"] == "deputy"
    assert act.finals.setters == ("teacher", "class_teacher")
    assert act.temporary_journal.transfer.working_days == 2
    assert act.version == 1


def test_own_rules_of_the_two_schools() -> None:
    tal, anc = shipped_profile("tal"), shipped_profile("anc")
    assert tal.deadline.homework == MinutesAfterLastLesson(90)
    assert tal.temporary_journal.form_act_required
    assert anc.deadline.homework == "end_of_day"
    assert anc.deadline.mark_lock_after.school_days == 0
    assert tal.deadline.mark_lock_after.school_days == 7


def test_weeks_are_told_by_bands_of_grades() -> None:
    general = shipped_profile("general")
    assert dict(general.week_by_grade) == dict.fromkeys(range(1, 10), 5) | {10: 6, 11: 6}
    assert set(shipped_profile("tal").week_by_grade.values()) == {5}
    assert general.staff_week == 5


def test_line_left_out_keeps_the_general_value() -> None:
    act = parse_profile(HEAD + '[certifier]\n"F-01" = "director"\n[deadline.mark.by_work]\n')
    assert act.version == 3
    assert act.certifier == {"F-01": "director", "F-20": "deputy"}
    assert act.deadline == shipped_profile("general").deadline


@pytest.mark.clause("MIC-1.2a")
def test_first_grade_has_neither_marks_nor_homework() -> None:
    act = shipped_profile("general")
    assert not act.is_graded(1)
    assert act.is_graded(2)
    assert "В 1 классе домашние задания не задаются" in str(act.homework_fault(1))
    assert act.homework_fault(2) is None


def test_act_may_decide_otherwise_about_the_first_grades() -> None:
    act = parse_profile(HEAD + "[grading]\nunmarked_grades = [1, 2]\nhomework_off_grades = []\n")
    assert not act.is_graded(2)
    assert act.homework_fault(1) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[marks]\nallow_tow = true", ["[marks]", "«allow_tow»", "allow_one"]),
        ("[mark]\nallow_one = true", ["«mark»", "marks"]),
        (
            "[deadline]\nmark.writen = { school_days = 1 }",
            ["[deadline]", "«mark.writen»", "written"],
        ),
        ("[deadline.mark.by_work]\n'КР' = { days = 1 }", ["«mark.by_work.КР.days»", "school_days"]),
        ('[marks]\nallow_one = "да"', ["[marks]", "«allow_one»", '"да"', "true (да)"]),
        ("[marks]\nallow_one = 1", ["«allow_one»", "записано 1"]),
        ("[marks]\nthresholds = [4.5, 3.5]", ["«thresholds»", "[4.5, 3.5]", "три числа"]),
        ("[marks]\nthresholds = [2.5, 3.5, 4.5]", ["[marks]", "по убыванию"]),
        ('[marks]\nwhen_absent = "never"', ["«when_absent»", '"never"', "forbid"]),
        ("[deadline]\nmark_lock_after = 7", ["«mark_lock_after»", "записано 7", "school_days"]),
        ("[deadline]\nmark_lock_after = {}", ["«mark_lock_after.school_days»", "не указано"]),
        (
            "[deadline]\nmark_lock_after = { school_days = -1 }",
            ["«mark_lock_after.school_days»", "-1", "от 0 до 60"],
        ),
        ('[deadline]\nhomework = "evening"', ["«homework»", '"evening"', "end_of_day"]),
        ("[deadline.mark.by_work]\n'КРР' = { school_days = 1 }", ["«КРР»", "справочнике"]),
        ('[time]\nzone = "Europe/Mosow"', ["Europe/Mosow"]),
        ('[time]\nzone = "/etc/passwd"', ["часового пояса"]),
        ("[time]\nstaff_week = 7", ["[time]", "«staff_week»", "5 или 6"]),
        ('[time]\nweek_days = { "1-10" = 5 }', ["week_days", "каждый класс"]),
        ('[time]\nweek_days = { "1-11" = 5, "11" = 6 }', ["week_days", "каждый класс"]),
        ('[time]\nweek_days = { "все" = 5 }', ["week_days", "каждый класс"]),
        ('[certifier]\n"F-01" = "teacher"', ["«certifier»", "director"]),
        ('[certifier]\n"F-1" = "deputy"', ["«certifier»"]),
        ('[seal]\n"F-01" = "нет"', ["«seal»", "true (да)"]),
        ("[finals]\nsetters = []", ["[finals]", "«setters»"]),
        ("marks = 5", ["«marks»", "записано 5"]),
        ("[marks\n", ["не читается", "строка 3"]),
        ("x = ", ["не читается"]),
    ],
)
def test_fault_is_told_by_section_and_key(text: str, words: list[str]) -> None:
    said = refusal(text)
    assert [word for word in words if word not in said] == [], said
    assert said.endswith(".")


def test_act_needs_its_version_and_title() -> None:
    with pytest.raises(UserError, match="«version» не указано"):
        parse_profile('title = "Акт"')
    with pytest.raises(UserError, match="«title»"):
        parse_profile('version = 1\ntitle = ""')
    with pytest.raises(UserError, match="«version»"):
        parse_profile('version = 0\ntitle = "Акт"')
