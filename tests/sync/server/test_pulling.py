"""What a station gets to see."""

from datetime import date

import pytest

from journal import values
from journal.entries import SCOPE_START, running_head
from journal.kinds import make_key, person_scope
from journal.log import Draft
from journal.reference import lesson_id
from sync.protocol import PULL_ENTRIES, PullAnswer, ScopeHead
from sync.server import lines
from sync.server.refusals import RefusedError
from sync.wire import from_wire
from tests.small_school import (
    CLASS_5A,
    GROMOV,
    MATHS,
    ORLOVA,
    PETROVA,
    PUPILS_5A,
    RUSSIAN,
    SMIRNOVA,
)
from tests.sync.centre import Centre, HandStation, mark

PAGE = f"page:{RUSSIAN}"


def heads_of(answers: list[PullAnswer]) -> dict[str, ScopeHead]:
    """Work out where the scopes end from the rows alone, as a station does."""
    heads: dict[str, ScopeHead] = {}
    digests: dict[int, tuple[bytes, str, str]] = {}
    for answer in answers:
        ends: dict[tuple[str, int], bytes] = {}
        for pulled in answer.entries:
            prev = pulled.prev or ends[pulled.station, pulled.seq - 1]
            digest = from_wire(pulled.entry, pulled.station, pulled.seq, prev).digest()
            ends[pulled.station, pulled.seq] = digest
            digests[pulled.number] = (digest, pulled.verdict, pulled.reason)
        for scope, numbers in answer.rows.items():
            for number in numbers:
                known = heads.get(scope, ScopeHead(0, SCOPE_START))
                head = running_head(known.head, number, *digests[number])
                heads[scope] = ScopeHead(known.ordinal + 1, head)
    return heads


def pull_all(centre: Centre, user: str) -> list[PullAnswer]:
    """Pull everything that ``user`` may hold."""
    known = dict.fromkeys(centre.pull(user, {}).granted, 0)
    answers = []
    while True:
        answer = centre.pull(user, known)
        answers.append(answer)
        for scope, numbers in answer.rows.items():
            known[scope] += len(numbers)
        if not answer.more:
            return answers


def many_marks(station: HandStation, count: int) -> None:
    """Push this many marks, in batches, on ever the same five cells of a page."""
    bases: dict[str, str] = {}
    entries = []
    for step in range(count):
        wish = mark("45"[step // 5 % 2], PUPILS_5A[step % 5])
        entries.append(station.entry(wish, base=bases.get(wish.key)))
        bases[wish.key] = entries[-1].id
    for start in range(0, count, 500):
        station.push(*entries[start : start + 500])


def test_heads_follow_from_the_rows_that_came(centre: Centre) -> None:
    station = centre.station(PETROVA)
    station.push(station.entry(mark()), station.entry(mark("2", PUPILS_5A[1])))
    (answer,) = pull_all(centre, PETROVA)
    ends = heads_of([answer])
    assert ends == {scope: head for scope, head in answer.heads.items() if head.ordinal}
    assert ends[PAGE].ordinal == 2


def test_what_is_known_already_does_not_come_again(centre: Centre) -> None:
    station = centre.station(PETROVA)
    station.push(station.entry(mark()))
    (before,) = pull_all(centre, PETROVA)
    known = {scope: head.ordinal for scope, head in before.heads.items()}
    entry = station.entry(mark("4", PUPILS_5A[1]))
    station.push(entry)
    answer = centre.pull(PETROVA, known)
    assert [pulled.entry.id.hex() for pulled in answer.entries] == [entry.id]
    assert answer.number == before.number + 1
    assert set(answer.rows) == {PAGE, person_scope(PETROVA)}


def test_an_entry_of_several_scopes_comes_once(centre: Centre) -> None:
    station = centre.station(PETROVA)
    station.push(station.entry(mark()))
    (answer,) = pull_all(centre, PETROVA)
    numbers = [pulled.number for pulled in answer.entries]
    assert numbers == sorted(set(numbers))
    assert answer.rows[PAGE][-1] == answer.rows[person_scope(PETROVA)][-1] == numbers[-1]


def test_a_scope_of_others_is_neither_granted_nor_given(centre: Centre) -> None:
    teacher, other = centre.station(PETROVA), centre.station(ORLOVA)
    teacher.push(teacher.entry(mark()))
    other.push(other.entry(mark(page=MATHS)))
    foreign = [PAGE, person_scope(PETROVA), f"card:{PUPILS_5A[0]}"]
    answer = centre.pull(ORLOVA, dict.fromkeys(foreign, 0))
    assert not set(foreign) & set(answer.granted)
    assert (answer.entries, answer.rows, answer.heads) == ([], {}, {})


def test_scopes_follow_from_the_key_whatever_it_says(centre: Centre) -> None:
    station = centre.station(ORLOVA)
    entry = station.entry(mark())
    station.push(entry)
    page = centre.pull(PETROVA, {PAGE: 0})
    assert [pulled.entry.id.hex() for pulled in page.entries] == [entry.id]
    own = centre.pull(ORLOVA, {person_scope(ORLOVA): 0})
    assert entry.id in [pulled.entry.id.hex() for pulled in own.entries]


def test_an_entry_without_a_fact_is_seen_by_its_author_alone(centre: Centre) -> None:
    station = centre.station(PETROVA)
    entry = station.entry(Draft("mark.set", f"{PAGE}/nonsense", values.Mark(("5",))))
    station.push(entry)
    assert centre.row(entry.id).status == "refused"
    assert centre.pull(PETROVA, {PAGE: 0}).entries == []
    own = centre.pull(PETROVA, {person_scope(PETROVA): 0})
    assert entry.id in [pulled.entry.id.hex() for pulled in own.entries]


def test_a_decision_reaches_everybody_whose_entry_it_names(centre: Centre) -> None:
    teacher, stranger = centre.station(PETROVA), centre.station(ORLOVA)
    deputy = centre.station(SMIRNOVA)
    first, second = teacher.entry(mark()), stranger.entry(mark("4"))
    teacher.push(first)
    stranger.push(second)
    decision = values.Decision((first.id, second.id), first.id)
    entry = deputy.entry(Draft("decision", mark().key, decision))
    deputy.push(entry)
    for author in (PETROVA, ORLOVA, SMIRNOVA):
        own = centre.pull(author, {person_scope(author): 0})
        assert own.entries[-1].entry.id.hex() == entry.id


def test_a_right_is_granted_by_the_entry_that_gives_it(centre: Centre) -> None:
    deputy = centre.station(SMIRNOVA)
    assert PAGE not in centre.pull(ORLOVA, {}).granted
    day = date(2026, 9, 16)
    lesson = lesson_id(RUSSIAN, day, 1)
    order = values.Substitution(RUSSIAN, day, 1, ORLOVA)
    key = make_key("substitution.set", "", lesson)
    deputy.push(deputy.entry(Draft("substitution.set", key, order)))
    assert PAGE in centre.pull(ORLOVA, {}).granted


def test_a_long_history_comes_in_portions_without_a_gap(centre: Centre) -> None:
    station = centre.station(PETROVA)
    many_marks(station, PULL_ENTRIES + 700)
    answers = pull_all(centre, PETROVA)
    assert [answer.more for answer in answers] == [True, False]
    ends = answers[-1].heads
    assert heads_of(answers) == {scope: head for scope, head in ends.items() if head.ordinal}


@pytest.mark.parametrize("most", [3, 7, 50])
def test_portions_of_any_size_come_without_a_gap(
    centre: Centre, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = centre.station(PETROVA), centre.station(ORLOVA)
    many_marks(one, 20)
    other.push(other.entry(mark(page=MATHS)), other.entry(mark()))
    many_marks(one, 10)
    monkeypatch.setattr("sync.server.pulling.PULL_ENTRIES", most)
    monkeypatch.setattr(lines, "_CHUNK", 2)
    answers = pull_all(centre, GROMOV)
    assert all(len(answer.entries) <= most for answer in answers)
    ends = answers[-1].heads
    assert heads_of(answers) == {scope: head for scope, head in ends.items() if head.ordinal}


def test_large_values_make_smaller_portions(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    station = centre.station(PETROVA)
    lesson = mark().key.split("/")[2]
    key = make_key("lesson.topic", RUSSIAN, lesson)
    base = None
    for step in range(4):
        entry = station.entry(
            Draft("lesson.topic", key, values.Topic("я" * 9000 + str(step))), base
        )
        base = entry.id
        station.push(entry)
    monkeypatch.setattr("sync.server.pulling._ANSWER_BYTES", 30_000)
    first = centre.pull(PETROVA, {PAGE: 0})
    assert (len(first.entries), first.more) == (1, True)
    rest = centre.pull(PETROVA, {PAGE: 1})
    assert rest.rows[PAGE][0] > first.rows[PAGE][-1]


def test_another_epoch_is_answered_with_heads_alone(centre: Centre) -> None:
    answer = centre.pull(PETROVA, {f"class:{CLASS_5A}": 0}, epoch="of another history")
    assert (answer.entries, answer.rows, answer.more) == ([], {}, False)
    again = centre.pull(PETROVA, {f"class:{CLASS_5A}": 0}, epoch=answer.epoch)
    assert len(again.entries) == len(PUPILS_5A)


def test_a_station_that_knows_more_than_the_centre_sees_it_by_the_heads(centre: Centre) -> None:
    answer = centre.pull(PETROVA, {PAGE: 17})
    assert (answer.rows, answer.heads[PAGE].ordinal, answer.more) == ({}, 0, False)


def test_a_negative_ordinal_is_no_message(centre: Centre) -> None:
    with pytest.raises(RefusedError) as refusal:
        centre.pull(PETROVA, {PAGE: -1})
    assert refusal.value.problem.code == "bad_message"
