"""The judgement table, row by row, and the properties that hold for every history."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal import kinds, values
from journal.bench import Bench, Interval
from journal.entries import Entry, Receipt, chain_start
from journal.folding import fold
from journal.ids import derived_id, new_id
from journal.judgement import Judgement, judge
from journal.log import Draft, Stamp, Tail, make_entry
from journal.profile import parse_profile, shipped_profile
from journal.projection import KeyLog, line_of
from journal.queries.school import read_reference
from journal.reference import LessonMove, Reference, Workplace, lesson_id
from tests.journal.desks import MOSCOW, HandClock, new_desk, new_journal
from tests.small_school import (
    CLASS_5A,
    GROMOV,
    MATHS,
    ORLOVA,
    PETROVA,
    PUPILS,
    RUSSIAN,
    RUSSIAN_1,
    SCHOOL,
    SMIRNOVA,
    TERM_1,
)

DAY = date(2026, 9, 15)
LESSON = lesson_id(RUSSIAN, DAY, 1)
CELL = kinds.make_key("mark.set", RUSSIAN, LESSON, PUPILS[0], kinds.MAIN_COLUMN)
DESK = new_desk(PETROVA)


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Reference:
    store = new_journal(tmp_path_factory.mktemp("school"))
    with store.reading() as session:
        found = read_reference(session, SCHOOL)
    store.close()
    return found


class Case:
    """One key at the centre: entries come in and are judged one after the other."""

    def __init__(self, reference: Reference, key: str = CELL, kind: str = "mark.set") -> None:
        self.bench = Bench(reference, datetime(2026, 9, 15, 12, 0, tzinfo=MOSCOW))
        self.key, self.kind = key, kind
        self.log = KeyLog(key)
        self.clock = HandClock(datetime(2026, 9, 15, 9, 0, tzinfo=MOSCOW))
        self.number = 0

    def write(
        self, value: values.Value, base: str | None, author: str = PETROVA, kind: str | None = None
    ) -> tuple[Entry, Judgement]:
        stamp = Stamp(author, self.clock.read(), 1)
        draft = Draft(kind or self.kind, self.key, value)
        entry = make_entry(DESK, Tail(self.number, chain_start(DESK.station)), stamp, draft, base)
        judgement = judge(entry, self.log.lines, self.log.standing, self.bench)
        self.number += 1
        accepted_ms = int(self.bench.now.timestamp() * 1000)
        receipt = Receipt(
            epoch="e",
            number=self.number,
            verdict=judgement.verdict,
            target=judgement.target,
            accepted_ms=accepted_ms,
        )
        self.log.add(line_of(entry, receipt))
        return entry, judgement

    def mark(
        self, *marks: str, base: str | None = None, author: str = PETROVA, reason: str = ""
    ) -> tuple[Entry, Judgement]:
        return self.write(values.Mark(marks, reason), base, author)

    def decide(self, stands: str | None, *entries: str, author: str = PETROVA) -> Judgement:
        value = values.Decision(entries, stands)
        return self.write(value, None, author, kinds.DECISION)[1]


def test_a_first_mark_is_accepted(reference: Reference) -> None:
    assert Case(reference).mark("5")[1] == Judgement("accepted")


def test_whoever_knew_the_current_entry_may_change_it(reference: Reference) -> None:
    case = Case(reference)
    first, _ = case.mark("5")
    assert case.mark("4", base=first.id)[1].verdict == "accepted"


def test_an_equal_value_is_merged_into_the_current_one(reference: Reference) -> None:
    case = Case(reference)
    first, _ = case.mark("5")
    twin, judgement = case.mark("5")
    assert (judgement.verdict, judgement.target) == ("merged", first.id)
    assert case.mark("4", base=twin.id)[1].verdict == "accepted"


def test_two_who_did_not_know_of_each_other_are_contested(reference: Reference) -> None:
    case = Case(reference)
    first, _ = case.mark("5")
    second, judgement = case.mark("4")
    assert judgement.verdict == "contested"
    assert case.log.standing.current == first.id
    third, joined = case.mark("3", base=second.id)
    assert joined.verdict == "contested"
    assert set(case.log.standing.open) == {second.id, third.id}


def test_an_entry_on_top_of_a_loser_counts_from_the_losers_base(reference: Reference) -> None:
    case = Case(reference)
    first, _ = case.mark("5")
    second, _ = case.mark("4")
    assert case.decide(first.id, first.id, second.id).verdict == "accepted"
    assert case.mark("3", base=second.id)[1].verdict == "contested"


def test_a_decision_names_exactly_the_open_set(reference: Reference) -> None:
    case = Case(reference)
    first, _ = case.mark("5")
    second, _ = case.mark("4")
    third, _ = case.mark("3")
    assert "изменился" in case.decide(second.id, first.id, second.id).reason
    assert case.decide(second.id, first.id, second.id, third.id).verdict == "accepted"
    again = case.decide(first.id, first.id, second.id, third.id)
    assert (again.verdict, again.reason) == ("refused", "по этой ячейке уже решено")


def test_the_deputy_decides_only_after_one_school_day(reference: Reference) -> None:
    case = Case(reference)
    first, _ = case.mark("5")
    second, _ = case.mark("4")
    early = case.decide(first.id, first.id, second.id, author=SMIRNOVA)
    assert early.verdict == "refused"
    case.bench.now += timedelta(days=1)
    assert case.decide(first.id, first.id, second.id, author=SMIRNOVA).verdict == "accepted"
    assert case.decide(first.id, author=ORLOVA).verdict == "refused"


@pytest.mark.parametrize("marks", [("14",), ("1",), ("н/а",), ("5", "5", "5"), ("пять",)])
def test_what_is_not_a_mark_is_refused_with_the_reason(
    reference: Reference, marks: tuple[str, ...]
) -> None:
    _, judgement = Case(reference).mark(*marks)
    assert judgement.verdict == "refused"
    assert judgement.reason


def test_a_value_that_cannot_be_read_is_refused_and_a_newer_one_waits(
    reference: Reference,
) -> None:
    case = Case(reference)
    entry, _ = case.mark("5")
    empty = fold([])
    broken = msgspec.structs.replace(entry, value=b"\xc1")
    assert judge(broken, {}, empty, case.bench).verdict == "refused"
    newer = msgspec.structs.replace(entry, version=99)
    assert judge(newer, {}, empty, case.bench).verdict == "held"
    foreign = msgspec.structs.replace(entry, key=kinds.make_key("lesson.topic", RUSSIAN, LESSON))
    assert judge(foreign, {}, empty, case.bench).verdict == "refused"


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("mark.set", kinds.make_key("mark.set", RUSSIAN, derived_id("?"), PUPILS[0], "0")),
        ("mark.set", kinds.make_key("mark.set", RUSSIAN, LESSON, derived_id("?"), "0")),
        ("mark.set", kinds.make_key("mark.set", RUSSIAN, LESSON, PUPILS[0], new_id())),
        ("mark.set", kinds.make_key("mark.set", derived_id("?"), LESSON, PUPILS[0], "0")),
    ],
)
def test_a_mark_for_an_unknown_lesson_pupil_column_or_page_waits(
    reference: Reference, kind: str, key: str
) -> None:
    _, judgement = Case(reference, key, kind).mark("5")
    assert judgement == Judgement("held", "ждёт записи, на которую опирается")


@pytest.mark.clause("ANC-P4.T.3")
def test_a_substitute_writes_this_lesson_only_and_waits_until_appointed(
    reference: Reference,
) -> None:
    _, waiting = Case(reference).mark("5", author=ORLOVA)
    assert waiting.verdict == "held"
    assert "ждёт назначения замены" in waiting.reason
    appointed = replace(
        reference,
        substitutions={LESSON: ORLOVA},
        substituted_pages={LESSON: RUSSIAN},
    )
    assert Case(appointed).mark("5", author=ORLOVA)[1].verdict == "accepted"
    other_day = lesson_id(RUSSIAN, date(2026, 9, 14), 1)
    other = kinds.make_key("mark.set", RUSSIAN, other_day, PUPILS[0], "0")
    assert Case(appointed, other).mark("5", author=ORLOVA)[1].verdict == "held"


def test_the_administrator_and_strangers_enter_no_marks(reference: Reference) -> None:
    assert Case(reference).mark("5", author=GROMOV)[1].verdict == "held"
    assert Case(reference).mark("5", author=derived_id("stranger"))[1].verdict == "held"


def test_what_comes_after_the_closing_of_a_term_waits_for_the_deputy(
    reference: Reference,
) -> None:
    closed = replace(reference, closed=frozenset({(TERM_1, CLASS_5A)}))
    _, judgement = Case(closed).mark("5")
    assert judgement.verdict == "held"
    assert "после закрытия" in judgement.reason


def test_a_certified_page_is_not_changed_without_a_person(reference: Reference) -> None:
    certified = replace(reference, certified=frozenset({(RUSSIAN, TERM_1)}))
    assert "заверена" in Case(certified).mark("5")[1].reason
    maths = lesson_id(MATHS, DAY, 2)
    key = kinds.make_key("mark.set", MATHS, maths, PUPILS[0], "0")
    assert Case(certified, key).mark("5", author=ORLOVA)[1].verdict == "accepted"


def test_a_pupil_who_left_gets_no_mark_without_a_person(reference: Reference) -> None:
    gone = replace(reference.pupils[PUPILS[0]], left=date(2026, 9, 10))
    left = replace(reference, pupils={**reference.pupils, PUPILS[0]: gone})
    assert Case(left).mark("5")[1].verdict == "held"
    assert reference.pupils[PUPILS[0]].class_id == CLASS_5A


@pytest.mark.clause("MIC-1.2a")
def test_in_grade_one_marks_and_homework_are_refused_and_the_roll_is_called(
    reference: Reference,
) -> None:
    lesson = lesson_id(RUSSIAN_1, DAY, 3)
    mark = kinds.make_key("mark.set", RUSSIAN_1, lesson, PUPILS[5], "0")
    assert Case(reference, mark).mark("5", author=ORLOVA)[1].verdict == "refused"
    home = Case(reference, kinds.make_key("lesson.homework", RUSSIAN_1, lesson), "lesson.homework")
    assert home.write(values.Homework("упр. 5"), None, ORLOVA)[1].verdict == "refused"
    seen = kinds.make_key("attendance.set", RUSSIAN_1, lesson, PUPILS[5])
    absent = Case(reference, seen, "attendance.set").write(values.Attendance("н"), None, ORLOVA)
    assert absent[1].verdict == "accepted"
    final = kinds.make_key("term.mark", RUSSIAN_1, TERM_1, PUPILS[5])
    assert (
        Case(reference, final, "term.mark").write(values.TermMark("5"), None, ORLOVA)[1].verdict
        == "refused"
    )


@pytest.mark.clause("ANC-R.VIII.8")
@pytest.mark.parametrize(("days", "late"), [(0, True), (3, False)])
@pytest.mark.parametrize(("period", "day"), [(TERM_1, (2026, 10, 24)), (kinds.YEAR, (2027, 5, 27))])
def test_a_term_mark_is_late_after_the_day_the_act_gives_for_it(
    reference: Reference, days: int, late: bool, period: str, day: tuple[int, int, int]
) -> None:
    text = f'version = 2\ntitle = "Акт"\n[finals]\ndue_days_after = {days}\n'
    act = replace(reference, profile=parse_profile(text))
    key = kinds.make_key("term.mark", RUSSIAN, period, PUPILS[0])
    case = Case(act, key, "term.mark")
    case.bench.now = datetime(*day, 0, 5, tzinfo=MOSCOW)
    judged = case.write(values.TermMark("5"), None)[1]
    assert (judged.verdict, judged.late) == ("accepted", late)


def test_between_due_and_lock_a_mark_is_late_and_after_the_lock_a_request(
    reference: Reference,
) -> None:
    case = Case(reference)
    case.bench.now = datetime(2026, 9, 16, 8, 0, tzinfo=MOSCOW)
    late = case.mark("5")[1]
    assert (late.verdict, late.late, late.reason) == ("accepted", True, "с опозданием")
    locked = Case(reference)
    locked.bench.now = datetime(2026, 9, 25, 8, 0, tzinfo=MOSCOW)
    assert locked.mark("5")[1].verdict == "held"
    asked = locked.mark("4", reason="ошиблась строкой")[1]
    assert asked.request
    assert "ошиблась строкой" in asked.reason


@pytest.mark.clause("ANC-P4.T.2b")
def test_in_ancirs_act_a_mark_set_after_its_day_or_corrected_goes_by_request_only(
    reference: Reference,
) -> None:
    strict = replace(reference, profile=shipped_profile("anc"))
    next_day = Case(strict)
    next_day.bench.now = datetime(2026, 9, 16, 8, 0, tzinfo=MOSCOW)
    assert next_day.mark("5")[1].request

    same_day = Case(strict)
    first, accepted = same_day.mark("5")
    assert accepted.verdict == "accepted"
    same_day.clock.wait(minutes=14)
    second, typo = same_day.mark("4", base=first.id)
    assert typo.verdict == "accepted"
    same_day.clock.wait(minutes=16)
    corrected = same_day.mark("3", base=second.id)[1]
    assert corrected.verdict == "held"
    assert corrected.request
    assert same_day.log.standing.current == second.id


def test_an_entry_of_a_temporary_journal_is_measured_by_its_own_clock_within_the_outage(
    reference: Reference,
) -> None:
    case = Case(reference)
    case.bench.now = datetime(2026, 9, 29, 10, 0, tzinfo=MOSCOW)
    contact = datetime(2026, 9, 15, 8, 31, tzinfo=MOSCOW)
    case.bench.intervals = [Interval(1, None, contact, None)]
    on_the_day = case.mark("5")[1]
    assert (on_the_day.verdict, on_the_day.late) == ("accepted", False)

    backdated = Case(reference)
    backdated.bench.now = datetime(2026, 9, 29, 10, 0, tzinfo=MOSCOW)
    later_contact = datetime(2026, 9, 28, 8, 31, tzinfo=MOSCOW)
    backdated.bench.intervals = [Interval(1, None, later_contact, None)]
    assert backdated.mark("5")[1].verdict == "held"


@st.composite
def writes(draw: st.DrawFn) -> list[tuple[str, str, int]]:
    return draw(
        st.lists(
            st.tuples(
                st.sampled_from(["2", "3", "4", "5"]),
                st.sampled_from(["current", "none", "open", "old"]),
                st.integers(0, 9),
            ),
            max_size=9,
        )
    )


@given(writes())
def test_no_current_entry_is_displaced_by_one_that_did_not_know_it(
    reference: Reference, history: list[tuple[str, str, int]]
) -> None:
    case = Case(reference)
    known: list[str] = []
    for mark, knows, pick in history:
        before = case.log.standing
        base = {
            "current": before.current,
            "none": None,
            "open": before.open[pick % len(before.open)] if before.open else before.current,
            "old": known[pick % len(known)] if known else None,
        }[knows]
        entry, judgement = case.mark(mark, base=base)
        after = case.log.standing
        if before.current is not None and after.current != before.current:
            assert base == before.current or case.log.lines[base or ""].target == before.current
        if judgement.verdict in ("contested", "held"):
            assert entry.id in after.open
        known.append(entry.id)


def test_nobody_opens_or_closes_the_temporary_journal_of_somebody_elses_workplace(
    reference: Reference,
) -> None:
    place = Workplace(DESK.station, 21, ORLOVA, "каб. 21")
    with_places = replace(reference, workplaces={DESK.station: place})
    key = kinds.make_key("interval.open", "", new_id())
    opened = values.IntervalOpened(DESK.station, 1, DAY, 1, None, 0)
    assert Case(with_places, key, "interval.open").write(opened, None)[1].verdict == "held"
    own = Case(with_places, key, "interval.open").write(opened, None, ORLOVA)[1]
    assert own.verdict == "accepted"


def test_a_cancelled_lesson_holds_what_is_written_in_it_and_may_be_brought_back(
    reference: Reference,
) -> None:
    move = LessonMove(LESSON, "cancelled", DAY, 1)
    known = replace(reference, moves=((RUSSIAN, move),))
    assert known.lessons(RUSSIAN)[LESSON].status == "cancelled"
    assert Case(known).mark("5")[1].verdict == "held"
    change = Case(known, kinds.make_key("lesson.change", RUSSIAN, LESSON), "lesson.change")
    back = values.LessonChange("planned", DAY, 1)
    assert change.write(back, None, SMIRNOVA)[1].verdict == "accepted"
