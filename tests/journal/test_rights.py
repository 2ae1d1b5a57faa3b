"""Who may do what: every kind of person against every wish."""

from dataclasses import replace

import pytest

from journal.act_sections import ClassTeacher, Finals
from journal.profile import Profile, shipped_profile
from journal.rights import (
    LessonFacts,
    Person,
    may_appoint_substitute,
    may_certify,
    may_close_term,
    may_decide,
    may_import,
    may_print,
    may_read_page,
    may_write_lesson,
    may_write_term_mark,
)

GENERAL, TAL, ANC = shipped_profile("general"), shipped_profile("tal"), shipped_profile("anc")
TEACHER_ONLY = replace(GENERAL, finals=Finals(setters=("teacher",)))
CLASS_TEACHER_WRITES = replace(GENERAL, class_teacher=ClassTeacher(edits_journal=True))

PEOPLE = {
    "teacher": Person("teacher", frozenset({"teacher"})),
    "substitute": Person("substitute", frozenset({"teacher"})),
    "stranger": Person("stranger", frozenset({"teacher"})),
    "class_teacher": Person("class_teacher", frozenset({"teacher"}), frozenset({"5А"})),
    "other_class_teacher": Person("other", frozenset({"teacher"}), frozenset({"5Б"})),
    "deputy": Person("deputy", frozenset({"deputy"})),
    "director": Person("director", frozenset({"director"})),
    "administrator": Person("administrator", frozenset({"administrator"})),
    "secretary": Person("secretary", frozenset({"secretary"})),
    "nobody": Person("nobody", frozenset()),
}
PAGE = LessonFacts("page", "5А", frozenset({"teacher"}))
SUBSTITUTED = replace(PAGE, substitute="substitute")


def allowed(refusals: dict[str, str | None]) -> set[str]:
    """Return who may, having looked that every refusal is a sentence."""
    for reason in refusals.values():
        assert reason is None or (reason[0].isupper() and reason.endswith("."))
    return {name for name, reason in refusals.items() if reason is None}


@pytest.mark.clause("ANC-P4.T.3")
def test_substitute_fills_the_appointed_lesson_and_no_other() -> None:
    substitute = PEOPLE["substitute"]
    assert may_write_lesson(substitute, SUBSTITUTED, ANC) is None
    another_lesson = replace(PAGE, substitute=None)
    assert "ждёт назначения замены" in str(may_write_lesson(substitute, another_lesson, ANC))
    someone_elses = replace(PAGE, substitute="stranger")
    assert "ждёт назначения замены" in str(may_write_lesson(substitute, someone_elses, ANC))


def test_lesson_is_filled_by_its_teacher_and_its_substitute() -> None:
    writers = {
        who: may_write_lesson(person, SUBSTITUTED, GENERAL) for who, person in PEOPLE.items()
    }
    assert allowed(writers) == {"teacher", "substitute"}
    assert "ждёт назначения замены" in str(writers["stranger"])
    assert "ждёт назначения замены" in str(writers["deputy"])
    assert "Администратор не ставит отметки" in str(writers["administrator"])


@pytest.mark.parametrize("profile", [TAL, ANC, CLASS_TEACHER_WRITES])
def test_class_teacher_writes_in_the_own_class_where_the_act_says_so(profile: Profile) -> None:
    writers = {who: may_write_lesson(person, PAGE, profile) for who, person in PEOPLE.items()}
    assert allowed(writers) == {"teacher", "class_teacher"}


def test_administrator_given_a_load_still_sets_no_marks() -> None:
    administrator = Person("teacher", frozenset({"administrator"}))
    assert may_write_lesson(administrator, PAGE, GENERAL)
    assert may_write_term_mark(administrator, PAGE, GENERAL)
    both = Person("teacher", frozenset({"administrator", "teacher"}))
    assert may_write_lesson(both, PAGE, GENERAL) is None


def test_deputy_who_teaches_fills_the_own_lessons() -> None:
    assert may_write_lesson(Person("teacher", frozenset({"deputy"})), PAGE, GENERAL) is None


@pytest.mark.clause("ANC-R.VIII.7a", "ANC-R.VIII.7b")
def test_term_marks_are_set_by_whom_the_act_names() -> None:
    general = {who: may_write_term_mark(p, SUBSTITUTED, GENERAL) for who, p in PEOPLE.items()}
    assert allowed(general) == {"teacher", "class_teacher"}
    strict = {who: may_write_term_mark(p, SUBSTITUTED, TEACHER_ONLY) for who, p in PEOPLE.items()}
    assert allowed(strict) == {"teacher"}
    assert "ставит учитель предмета." in str(strict["class_teacher"])


def test_page_is_seen_by_those_who_work_with_it() -> None:
    seen = {who: may_read_page(person, SUBSTITUTED) for who, person in PEOPLE.items()}
    staff = {"teacher", "substitute", "class_teacher", "deputy", "director", "administrator"}
    assert allowed(seen) == staff
    printed = {who: may_print(person, SUBSTITUTED) for who, person in PEOPLE.items()}
    assert allowed(printed) == staff
    assert may_read_page(PEOPLE["substitute"], PAGE)


def test_deputy_closes_terms_and_appoints_substitutes() -> None:
    assert allowed({who: may_close_term(person) for who, person in PEOPLE.items()}) == {"deputy"}
    appointing = {who: may_appoint_substitute(person) for who, person in PEOPLE.items()}
    assert allowed(appointing) == {"deputy"}


def test_contest_is_decided_by_the_teacher_and_after_a_school_day_by_the_deputy() -> None:
    at_once = {who: may_decide(person, SUBSTITUTED) for who, person in PEOPLE.items()}
    assert allowed(at_once) == {"teacher", "substitute"}
    assert "через один учебный день" in str(at_once["deputy"])
    later = {
        who: may_decide(person, SUBSTITUTED, waited_school_days=1) for who, person in PEOPLE.items()
    }
    assert allowed(later) == {"teacher", "substitute", "deputy"}


@pytest.mark.clause("ANC-P4.T.2b")
def test_held_entry_is_never_approved_by_the_one_who_teaches() -> None:
    deciding = {who: may_decide(person, SUBSTITUTED, held=True) for who, person in PEOPLE.items()}
    assert allowed(deciding) == {"deputy", "director"}


def test_copy_is_certified_by_the_post_that_the_act_names() -> None:
    certifiers = {
        name: allowed({who: may_certify(person, "F-01", act) for who, person in PEOPLE.items()})
        for name, act in (("general", GENERAL), ("tal", TAL), ("anc", ANC))
    }
    assert certifiers == {"general": {"deputy"}, "tal": {"director"}, "anc": {"deputy"}}
    assert "директор" in str(may_certify(PEOPLE["deputy"], "F-01", TAL))


def test_form_that_the_act_does_not_name_is_certified_by_nobody() -> None:
    assert "F-99" in str(may_certify(PEOPLE["director"], "F-99", GENERAL))


@pytest.mark.clause("MIC-2.1.1")
def test_school_data_are_brought_in_by_administrator_and_deputy() -> None:
    importing = {who: may_import(person) for who, person in PEOPLE.items()}
    assert allowed(importing) == {"administrator", "deputy"}
