"""What a class teacher keeps of her class: absences, reasons, documents, cards."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from journal import kinds, pupil_values
from journal.absences import Cover, reason_of_absence
from journal.calendar import WorkCalendar
from journal.cards import missing_fields, snils_fault
from journal.changes import Changes
from journal.deadlines import absence_reason_due
from journal.errors import UserError
from journal.kinds import MAIN_COLUMN
from journal.profile import profile_text, shipped_profile
from journal.projection import differences
from journal.queries.absence_documents import DocumentLine, read_documents
from journal.queries.absence_drafts import read_absence_drafts
from journal.queries.class_attendance import ClassAttendance, read_class_attendance
from journal.queries.register import read_register
from journal.queries.school import read_reference
from journal.reference import lesson_id
from journal.scopes import granted_scopes
from journal.services.absences import (
    ConfirmReasons,
    MissedLesson,
    RecordDocument,
    SetDayAbsence,
    confirm_reasons,
    record_document,
    set_day_absence,
)
from journal.services.cards import (
    ConfirmCard,
    EditCard,
    SetParent,
    SwitchField,
    confirm_card,
    edit_card,
    set_parent,
    switch_field,
)
from journal.services.lessons import CallRoll, SetCell, call_roll, set_cell
from journal.services.work import Work
from journal.store import Store
from tests.journal.desks import HandClock, new_journal, work_of
from tests.small_school import (
    CLASS_5A,
    GROMOV,
    MATHS,
    ORLOVA,
    PETROVA,
    PUPILS_1A,
    PUPILS_5A,
    RUSSIAN,
    SCHOOL,
    SMIRNOVA,
    TERM_1,
)

C = TypeVar("C")
ANNA, POLINA = PUPILS_5A[:2]
MONDAY = date(2026, 10, 5)
MOTHER = pupil_values.Parent("mother", "Абрикосова", "Ольга", sex="f", birth_date=date(1985, 5, 1))


class Desk:
    """A user at a journal."""

    def __init__(self, store: Store, user: str, clock: HandClock) -> None:
        self.store, self.user, self.clock = store, user, clock

    def as_user(self, user: str) -> "Desk":
        return Desk(self.store, user, self.clock)

    def does(self, service: Callable[[Session, C, Work], Changes], command: C) -> Changes:
        work = work_of(self.store, self.user, self.clock)
        with self.store.writing() as session:
            return service(session, command, work)

    def types(self, page: str, day: date, text: str, pupil: str = ANNA) -> None:
        self.clock.set(day.year, day.month, day.day, 12)
        slot = 2 if page == MATHS else 1
        self.does(set_cell, SetCell(page, lesson_id(page, day, slot), pupil, text))

    def attendance(self) -> ClassAttendance:
        with self.store.reading() as session:
            return read_class_attendance(
                session,
                read_reference(session, SCHOOL),
                CLASS_5A,
                MONDAY,
                MONDAY + timedelta(days=4),
            )

    def documents(self) -> tuple[DocumentLine, ...]:
        with self.store.reading() as session:
            return read_documents(
                session, read_reference(session, SCHOOL), CLASS_5A, self.clock.now
            )

    def shows(self, day: date, pupil: str = ANNA) -> str:
        with self.store.reading() as session:
            reference = read_reference(session, SCHOOL)
            view = read_register(session, reference, self.user, RUSSIAN, TERM_1, self.clock.now)
        return view.cell(pupil, lesson_id(RUSSIAN, day, 1), MAIN_COLUMN).text


@pytest.fixture
def clock() -> HandClock:
    clock = HandClock()
    clock.set(2026, 10, 5, 12)
    return clock


@pytest.fixture
def petrova(tmp_path: Path, clock: HandClock) -> Desk:
    """The class teacher of 5А, who teaches Russian there."""
    return Desk(new_journal(tmp_path), PETROVA, clock)


def illness(presented: date, start: date, end: date) -> RecordDocument:
    return RecordDocument(CLASS_5A, ANNA, "medical", presented, "12", presented, start, end)


# --- «Посещаемость» ---------------------------------------------------------------------------


@pytest.mark.clause("MIC-3.3.7", "ANC-P4.C.2")
def test_the_page_of_attendance_is_the_sum_of_the_roll_calls(petrova: Desk) -> None:
    petrova.types(RUSSIAN, MONDAY, "н")
    petrova.as_user(ORLOVA).types(MATHS, MONDAY, "б")
    petrova.as_user(ORLOVA).types(MATHS, MONDAY, "о", POLINA)
    seen = petrova.attendance()
    assert seen.days[0] == MONDAY
    assert seen.cell(ANNA, MONDAY).text == "2 н"
    assert seen.cell(POLINA, MONDAY).text == "о"
    assert dict(seen.missed_by_code(ANNA)) == {"н": 2}
    assert [(pupil, each.lesson.page, each.proposed) for pupil, each in seen.proposed] == [
        (ANNA, MATHS, "б")
    ]


def test_a_whole_day_is_a_draft_that_yields_to_the_roll_call(petrova: Desk) -> None:
    petrova.does(set_day_absence, SetDayAbsence(CLASS_5A, ANNA, MONDAY))
    assert petrova.attendance().cell(ANNA, MONDAY).text == "н?"
    work = work_of(petrova.store, PETROVA, petrova.clock)
    lesson = work.lesson(RUSSIAN, lesson_id(RUSSIAN, MONDAY, 1))
    with petrova.store.reading() as session:
        (draft,) = read_absence_drafts(session, work.reference, RUSSIAN, [lesson]).items()
    assert draft[0] == (ANNA, lesson.id)
    assert (draft[1].code, draft[1].words) == (
        "н",
        "нет весь день, внесено классным руководителем",
    )
    petrova.does(call_roll, CallRoll(RUSSIAN, lesson.id))
    day = petrova.attendance().cell(ANNA, MONDAY)
    assert (day.missed, day.drafts, day.differs) == (0, 1, True)
    assert "присутствовал" in day.words
    petrova.does(set_day_absence, SetDayAbsence(CLASS_5A, ANNA, MONDAY, absent=False))
    assert petrova.attendance().cell(ANNA, MONDAY).text == ""


@pytest.mark.clause("ANC-P4.C.2")
def test_the_class_teacher_marks_an_absence_at_a_lesson_of_another(petrova: Desk) -> None:
    key = lesson_id(MATHS, MONDAY, 2)
    petrova.does(set_cell, SetCell(MATHS, key, ANNA, "н"))
    assert petrova.attendance().cell(ANNA, MONDAY).text == "1 н"
    with pytest.raises(UserError, match="назначения замены"):
        petrova.does(set_cell, SetCell(MATHS, key, ANNA, "5"))


def test_nobody_else_marks_whole_days_or_confirms_reasons(petrova: Desk) -> None:
    petrova.types(RUSSIAN, MONDAY, "б")
    missed = MissedLesson(RUSSIAN, lesson_id(RUSSIAN, MONDAY, 1), ANNA, "б")
    for user in (ORLOVA, SMIRNOVA):
        other = petrova.as_user(user)
        with pytest.raises(UserError, match="классный руководитель"):
            other.does(set_day_absence, SetDayAbsence(CLASS_5A, ANNA, MONDAY))
        with pytest.raises(UserError, match="классный руководитель"):
            other.does(confirm_reasons, ConfirmReasons((missed,)))


@pytest.mark.clause("TAL-4.4b")
def test_a_proposed_reason_counts_when_the_class_teacher_confirms_it(petrova: Desk) -> None:
    petrova.types(RUSSIAN, MONDAY, "б")
    assert petrova.shows(MONDAY) == "н (б)"
    missed = tuple(
        MissedLesson(each.lesson.page, each.lesson.id, pupil, each.proposed)
        for pupil, each in petrova.attendance().proposed
    )
    petrova.does(confirm_reasons, ConfirmReasons(missed))
    assert petrova.shows(MONDAY) == "б"
    assert petrova.attendance().cell(ANNA, MONDAY).text == "1 б"
    assert petrova.attendance().proposed == ()
    petrova.does(call_roll, CallRoll(RUSSIAN, missed[0].lesson))
    assert petrova.shows(MONDAY) == ""  # present after all: a reason alone is no absence


# --- documents --------------------------------------------------------------------------------


@pytest.mark.clause("TAL-2.9b")
@pytest.mark.clause("ANC-R.VIII.5")
def test_a_document_recodes_the_lessons_it_covers_and_no_others(petrova: Desk) -> None:
    for step in range(4):
        petrova.types(RUSSIAN, MONDAY + timedelta(days=step), "н")
    petrova.does(record_document, illness(date(2026, 10, 8), MONDAY, date(2026, 10, 7)))
    assert [petrova.shows(MONDAY + timedelta(days=step)) for step in range(4)] == [
        "б",
        "б",
        "б",
        "н",
    ]
    petrova.types(RUSSIAN, date(2026, 10, 9), "н", POLINA)
    assert petrova.shows(date(2026, 10, 9), POLINA) == "н"


def test_a_document_explains_what_is_called_after_it(petrova: Desk) -> None:
    petrova.does(record_document, illness(MONDAY, MONDAY, date(2026, 10, 7)))
    petrova.types(RUSSIAN, date(2026, 10, 6), "н")
    assert petrova.shows(date(2026, 10, 6)) == "б"
    petrova.types(RUSSIAN, date(2026, 10, 7), "5")
    assert petrova.shows(date(2026, 10, 7)) == "5"  # was there after all


def test_a_withdrawn_document_explains_nothing(petrova: Desk) -> None:
    petrova.types(RUSSIAN, MONDAY, "н")
    petrova.does(record_document, illness(MONDAY, MONDAY, MONDAY))
    (line,) = petrova.documents()
    petrova.does(
        record_document,
        RecordDocument(
            CLASS_5A,
            ANNA,
            "medical",
            MONDAY,
            "12",
            MONDAY,
            MONDAY,
            MONDAY,
            document=line.document,
            withdrawn=True,
        ),
    )
    assert petrova.shows(MONDAY) == "н"
    assert petrova.documents() == ()


def test_only_the_document_can_change_what_it_explains(petrova: Desk) -> None:
    petrova.types(RUSSIAN, MONDAY, "н")
    petrova.does(record_document, illness(MONDAY, MONDAY, MONDAY))
    missed = MissedLesson(RUSSIAN, lesson_id(RUSSIAN, MONDAY, 1), ANNA, "нп")
    with pytest.raises(UserError, match="измените документ"):
        petrova.does(confirm_reasons, ConfirmReasons((missed,)))


@pytest.mark.clause("TAL-2.9b")
def test_two_working_days_after_the_document_the_reasons_are_late(
    petrova: Desk, clock: HandClock
) -> None:
    tuesday = date(2026, 10, 6)
    clock.set(2026, 10, 6, 15)
    petrova.does(record_document, RecordDocument(CLASS_5A, ANNA, "medical", tuesday))
    (line,) = petrova.documents()
    assert (line.due, line.is_filled, line.is_late) == (date(2026, 10, 8), False, False)
    clock.set(2026, 10, 9, 0, 1)
    assert petrova.documents()[0].state == "срок прошёл 08.10"
    filled = RecordDocument(
        CLASS_5A, ANNA, "medical", tuesday, "7", tuesday, MONDAY, tuesday, line.document
    )
    petrova.does(record_document, filled)
    assert petrova.documents()[0].state == "причины исправлены с опозданием"


def test_a_document_contradicting_itself_is_refused(petrova: Desk) -> None:
    with pytest.raises(UserError, match="раньше первого"):
        petrova.does(record_document, illness(MONDAY, MONDAY, MONDAY - timedelta(days=1)))
    with pytest.raises(UserError, match="номер"):
        petrova.does(
            record_document,
            RecordDocument(CLASS_5A, ANNA, "medical", MONDAY, "", None, MONDAY, MONDAY),
        )
    assert petrova.documents() == ()


def test_the_pages_learn_reason_and_days_of_a_document_and_nothing_else(petrova: Desk) -> None:
    changes = petrova.does(record_document, illness(MONDAY, MONDAY, MONDAY))
    scopes = {kinds.scope_of(key) for key in changes.keys}
    assert scopes == {f"absence:{CLASS_5A}", f"page:{RUSSIAN}", f"page:{MATHS}"}
    assert "number" not in pupil_values.AbsenceCover.__struct_fields__


def test_in_neman_a_mark_needs_the_medical_document_first(tmp_path: Path, clock: HandClock) -> None:
    neman = Desk(new_journal(tmp_path, profile_text=profile_text("nem")), PETROVA, clock)
    neman.types(RUSSIAN, MONDAY, "н")
    with pytest.raises(UserError, match="после документа о болезни"):
        neman.types(RUSSIAN, MONDAY, "н4")
    neman.does(record_document, illness(MONDAY, MONDAY, MONDAY))
    neman.types(RUSSIAN, MONDAY, "н4")
    assert neman.shows(MONDAY) == "б 4"


DAYS = st.dates(date(2026, 9, 1), date(2026, 12, 30))
COVERS = st.lists(
    st.builds(
        lambda code, start, length: Cover(code, start, start + timedelta(days=length)),
        st.sampled_from(("б", "уп", "нп")),
        DAYS,
        st.integers(0, 30),
    ),
    max_size=4,
)


@given(day=DAYS, said=st.sampled_from(("", "б", "уп", "нп")), covers=COVERS)
def test_a_reason_is_that_of_a_document_over_the_day_or_else_what_was_said(
    day: date, said: str, covers: list[Cover]
) -> None:
    proven = {each.code for each in covers if each.start <= day <= each.end}
    found = reason_of_absence(day, said, covers)
    assert found in proven if proven else found == said
    assert found == reason_of_absence(day, said, list(reversed(covers)))
    assert "б" not in proven or found == "б"


@given(presented=DAYS)
def test_the_time_for_reasons_is_two_working_days_whatever_the_day(presented: date) -> None:
    calendar = WorkCalendar((), 5)
    due = absence_reason_due(presented, shipped_profile("tal"), calendar)
    between = [presented + timedelta(days=step) for step in range(1, (due - presented).days + 1)]
    assert sum(calendar.is_working(day) for day in between) == 2
    assert calendar.is_working(due)


# --- cards ------------------------------------------------------------------------------------


def test_who_may_hold_documents_and_cards(petrova: Desk) -> None:
    with petrova.store.reading() as session:
        reference = read_reference(session, SCHOOL)
    documents, card = f"absence:{CLASS_5A}", f"card:{ANNA}"
    held = {user: granted_scopes(reference, user) for user in (PETROVA, SMIRNOVA, ORLOVA, GROMOV)}
    assert {user for user, scopes in held.items() if documents in scopes} == {PETROVA, SMIRNOVA}
    assert {user for user, scopes in held.items() if card in scopes} == {PETROVA, SMIRNOVA, GROMOV}
    assert f"card:{PUPILS_1A[0]}" not in held[PETROVA]


def test_the_class_teacher_fills_cards_of_her_class_only(petrova: Desk) -> None:
    card = pupil_values.Card("f", date(2015, 3, 2))
    petrova.does(edit_card, EditCard(ANNA, "Абрикосова-Лунина", "Анна", "", card))
    work = work_of(petrova.store, PETROVA, petrova.clock)
    assert work.reference.pupils[ANNA].surname == "Абрикосова-Лунина"
    with pytest.raises(UserError, match="классный руководитель"):
        petrova.does(edit_card, EditCard(PUPILS_1A[0], "Вишневецкая", "Алиса", "", card))
    with pytest.raises(UserError, match="классный руководитель"):
        petrova.as_user(ORLOVA).does(confirm_card, ConfirmCard(ANNA))
    petrova.does(confirm_card, ConfirmCard(ANNA))


def test_a_further_field_is_kept_only_by_decision_of_the_school(petrova: Desk) -> None:
    card = pupil_values.Card("f", date(2015, 3, 2), phone="8 900 000-00-00")
    wish = EditCard(ANNA, "Абрикосова", "Анна", "", card)
    with pytest.raises(UserError, match="решение школы"):
        petrova.does(edit_card, wish)
    with pytest.raises(UserError, match="администратор"):
        petrova.does(switch_field, SwitchField("phone", True, "14", MONDAY))
    deputy = petrova.as_user(SMIRNOVA)
    with pytest.raises(UserError, match="нет номера"):
        deputy.does(switch_field, SwitchField("phone", True, " ", MONDAY))
    deputy.does(switch_field, SwitchField("phone", True, "14", MONDAY))
    petrova.does(edit_card, wish)
    deputy.does(switch_field, SwitchField("phone", False, "15", MONDAY))
    with pytest.raises(UserError, match="решение школы"):
        petrova.does(
            set_parent, SetParent(ANNA, pupil_values.Parent("mother", "А", "О", phone="8"))
        )


def test_passport_and_snils_are_kept_where_the_act_requires_them(
    tmp_path: Path, clock: HandClock
) -> None:
    (tmp_path / "tal").mkdir()
    (tmp_path / "gen").mkdir()
    full = pupil_values.Parent(
        "mother",
        "Абрикосова",
        "Ольга",
        sex="f",
        birth_date=date(1985, 5, 1),
        passport="0102 345678",
        snils="11223344595",
    )
    general = Desk(new_journal(tmp_path / "gen"), PETROVA, clock)
    with pytest.raises(UserError, match="школа не ведёт"):
        general.does(set_parent, SetParent(ANNA, full))
    general.does(set_parent, SetParent(ANNA, MOTHER))
    text = profile_text("tal")
    talmenka = Desk(new_journal(tmp_path / "tal", profile_text=text), PETROVA, clock)
    talmenka.does(set_parent, SetParent(ANNA, full))
    with pytest.raises(UserError, match="Контрольное число"):
        talmenka.does(
            set_parent, SetParent(ANNA, pupil_values.Parent("mother", "А", "О", snils="1" * 11))
        )
    required = shipped_profile("tal").cards.parent_required
    content = {name: getattr(MOTHER, name) for name in MOTHER.__struct_fields__}
    assert missing_fields(content, required) == ("паспортные данные", "СНИЛС")
    assert not missing_fields(content, shipped_profile("anc").cards.parent_required)


def test_a_snils_is_checked_by_its_last_two_digits() -> None:
    assert snils_fault("11223344595") is None
    assert snils_fault("08765430300") is None  # a check number of 100 or 101 is written 00
    assert "Контрольное" in str(snils_fault("11223344596"))
    assert "11 цифр" in str(snils_fault("123"))


def test_where_the_act_says_so_a_class_teacher_asks_for_a_change(
    tmp_path: Path, clock: HandClock
) -> None:
    text = 'version = 2\ntitle = "Акт"\n[cards]\nedit = "change_request"\n'
    petrova = Desk(new_journal(tmp_path, profile_text=text), PETROVA, clock)
    card = pupil_values.Card("f", date(2015, 3, 2))
    with pytest.raises(UserError, match="по запросу"):
        petrova.does(edit_card, EditCard(ANNA, "Абрикосова", "Анна", "", card))
    asked = pupil_values.Card("f", date(2015, 3, 2), reason="свидетельство о рождении")
    petrova.does(edit_card, EditCard(ANNA, "Абрикосова", "Анна", "", asked))


def test_a_class_teachers_journal_is_the_fold_of_its_log(petrova: Desk) -> None:
    petrova.types(RUSSIAN, MONDAY, "б")
    petrova.does(record_document, illness(MONDAY, MONDAY, MONDAY))
    petrova.does(set_day_absence, SetDayAbsence(CLASS_5A, ANNA, MONDAY))
    petrova.does(set_parent, SetParent(ANNA, MOTHER))
    petrova.does(confirm_card, ConfirmCard(ANNA))
    with petrova.store.reading() as session:
        assert differences(session, SCHOOL) == []
