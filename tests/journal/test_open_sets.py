"""Open sets, chains of bases and decisions: the long sentences under the table of judgement."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from journal import kinds, values
from journal.folding import undecided
from journal.judgement import WAITS_FOR_FACT
from journal.queries.school import read_reference
from journal.reference import LessonMove, Reference, lesson_id
from tests.journal.desks import MOSCOW, new_journal
from tests.journal.test_judgement import CELL, DAY, LESSON, Case
from tests.small_school import ORLOVA, PETROVA, PUPILS, RUSSIAN, SCHOOL, SMIRNOVA


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Reference:
    store = new_journal(tmp_path_factory.mktemp("school"))
    with store.reading() as session:
        found = read_reference(session, SCHOOL)
    store.close()
    return replace(found, substitutions={LESSON: ORLOVA}, substituted_pages={LESSON: RUSSIAN})


def decision_in(case: Case) -> str:
    return next(line.id for line in case.log.lines.values() if line.kind == kinds.DECISION)


def test_whoever_knew_the_current_entry_may_change_it_though_another_wrote_it(
    reference: Reference,
) -> None:
    case = Case(reference)
    first, _ = case.mark("5")
    assert case.mark("4", base=first.id, author=ORLOVA)[1].verdict == "accepted"


def test_three_authors_join_one_open_set(reference: Reference) -> None:
    case = Case(reference)
    first, _ = case.mark("5", author=PETROVA)
    second, contested = case.mark("4", author=ORLOVA)
    third, held = case.mark("3", author=SMIRNOVA)
    assert (contested.verdict, held.verdict) == ("contested", "held")
    fourth, joined = case.mark("2", base=third.id, author=PETROVA)
    assert joined.verdict == "contested", "its base is in the open set"
    assert undecided(case.log.standing) == {first.id, second.id, third.id, fourth.id}
    assert case.log.standing.current == first.id, "it stays and counts while the contest is open"


def test_an_entry_on_what_stands_goes_on_while_a_contest_is_open(reference: Reference) -> None:
    case = Case(reference)
    first, _ = case.mark("5")
    second, _ = case.mark("4")
    third, judged = case.mark("3", base=first.id)
    assert judged.verdict == "accepted"
    assert undecided(case.log.standing) == {second.id, third.id}


def test_a_base_that_was_decided_and_won_is_compared_as_ever(reference: Reference) -> None:
    case = Case(reference)
    first, _ = case.mark("5")
    second, _ = case.mark("4")
    case.decide(second.id, first.id, second.id)
    third, judged = case.mark("3", base=second.id)
    assert judged.verdict == "accepted"
    assert case.mark("2", base=second.id)[1].verdict == "contested", "written over since"
    assert case.log.standing.current == third.id


@pytest.mark.parametrize("was_current", [True, False])
def test_a_base_that_was_decided_and_lost_counts_as_its_own_base(
    reference: Reference, was_current: bool
) -> None:
    case = Case(reference)
    root, _ = case.mark("5")
    first, _ = case.mark("4", base=root.id)
    second, _ = case.mark("3", base=root.id)
    assert case.decide(None, first.id, second.id).verdict == "accepted"
    assert case.log.standing.current is None
    lost = first if was_current else second
    assert case.mark("2", base=lost.id)[1].verdict == "contested", "its own base was the first"


@pytest.mark.parametrize("was_current", [True, False])
def test_after_nothing_was_let_stand_the_cell_is_written_anew_by_whoever_lost(
    reference: Reference, was_current: bool
) -> None:
    case = Case(reference)
    first, _ = case.mark("5")
    second, _ = case.mark("4")
    case.decide(None, first.id, second.id)
    lost = first if was_current else second
    assert case.mark("3", base=lost.id)[1].verdict == "accepted"


def test_a_decision_as_base_counts_as_what_it_let_stand(reference: Reference) -> None:
    case = Case(reference)
    first, _ = case.mark("5")
    second, _ = case.mark("4")
    case.decide(second.id, first.id, second.id)
    assert case.mark("3", base=decision_in(case))[1].verdict == "accepted"


def test_a_refused_decision_as_base_counts_as_its_own_base(reference: Reference) -> None:
    case = Case(reference)
    first, _ = case.mark("5")
    value = values.Decision((first.id,), first.id)
    refused, judged = case.write(value, first.id, PETROVA, kinds.DECISION)
    assert judged.verdict == "refused"
    assert case.mark("4", base=refused.id)[1].verdict == "accepted"


def test_bases_are_followed_through_contested_refused_and_merged_ones(
    reference: Reference,
) -> None:
    case = Case(reference)
    first, _ = case.mark("5")
    twin, merged = case.mark("5", author=ORLOVA)
    nonsense, refused = case.mark("14", base=twin.id)
    assert (merged.verdict, refused.verdict) == ("merged", "refused")
    assert case.mark("4", base=nonsense.id)[1].verdict == "accepted", "it goes back to the first"
    assert first.id != twin.id


def test_a_contested_base_leads_nowhere_until_it_is_decided(reference: Reference) -> None:
    case = Case(reference)
    first, _ = case.mark("5")
    second, _ = case.mark("4", author=ORLOVA)
    third, _ = case.mark("3", base=second.id, author=ORLOVA)
    case.decide(third.id, first.id, second.id, third.id)
    assert case.log.standing.statuses[second.id] == "decided_against"
    assert case.mark("2", base=third.id)[1].verdict == "accepted"


def test_already_decided_is_said_only_when_it_was(reference: Reference) -> None:
    case = Case(reference)
    first, _ = case.mark("5")
    second, _ = case.mark("4")
    assert "изменился" in case.decide(first.id, second.id).reason, "the current one is missing"
    assert case.decide(first.id, first.id, second.id).verdict == "accepted"
    third, _ = case.mark("3")
    assert "изменился" in case.decide(third.id, third.id).reason, "nothing it names was decided"
    late = case.decide(second.id, first.id, second.id)
    assert late.reason == "по этой ячейке уже решено"
    stranger = case.decide(third.id, first.id, third.id, author=SMIRNOVA)
    assert stranger.reason.startswith("нет права решать")


def test_a_decision_lets_only_one_of_those_it_names_stand(reference: Reference) -> None:
    case = Case(reference)
    first, _ = case.mark("5")
    second, _ = case.mark("4")
    assert case.decide("f" * 32, first.id, second.id).verdict == "refused"


def test_a_friday_contest_waits_for_the_deputy_until_monday(reference: Reference) -> None:
    friday = lesson_id(RUSSIAN, date(2026, 9, 18), 1)
    case = Case(reference, kinds.make_key("mark.set", RUSSIAN, friday, PUPILS[0], "0"))
    case.bench.now = datetime(2026, 9, 18, 12, 0, tzinfo=MOSCOW)
    first, _ = case.mark("5")
    second, _ = case.mark("4")
    for day in (18, 19, 20):
        case.bench.now = datetime(2026, 9, day, 20, 0, tzinfo=MOSCOW)
        early = case.decide(first.id, first.id, second.id, author=SMIRNOVA)
        assert early.verdict == "refused", f"on the {day}th"
    case.bench.now = datetime(2026, 9, 21, 7, 0, tzinfo=MOSCOW)
    assert case.decide(first.id, first.id, second.id, author=SMIRNOVA).verdict == "accepted"


def test_the_day_of_the_deputy_counts_from_the_receipt_not_from_any_station(
    reference: Reference,
) -> None:
    case = Case(reference)
    case.clock.set(2026, 9, 1)
    first, _ = case.mark("5")
    second, _ = case.mark("4")
    case.clock.set(2026, 9, 15)
    assert case.decide(first.id, first.id, second.id, author=SMIRNOVA).verdict == "refused"


def test_a_cancelled_lesson_takes_no_entry_without_a_person(reference: Reference) -> None:
    cancelled = replace(
        reference,
        moves=((RUSSIAN, LessonMove(LESSON, "cancelled", DAY, 1)),),
    )
    _, judged = Case(cancelled).mark("5")
    assert judged.verdict == "held"
    assert "отменён" in judged.reason


def test_a_lesson_gone_from_the_newer_timetable_waits_and_one_click_accepts_it(
    reference: Reference,
) -> None:
    newer = replace(
        reference,
        timetable=tuple(line for line in reference.timetable if line.page != RUSSIAN),
    )
    case = Case(newer)
    entry, judged = case.mark("5")
    assert (judged.verdict, judged.reason) == ("held", WAITS_FOR_FACT)
    assert case.decide(entry.id, entry.id).verdict == "refused", "the teacher does not decide it"
    assert case.decide(entry.id, entry.id, author=SMIRNOVA).verdict == "accepted"
    assert case.log.standing.current == entry.id
    assert case.key == CELL
