"""The fold of a key: every entry has one status, nothing is displaced in silence."""

from hypothesis import given
from hypothesis import strategies as st

from journal import kinds, values
from journal.folding import LogLine, fold, resolve_base, undecided

STATUSES = {
    "pending",
    "current",
    "superseded",
    "merged",
    "contested",
    "held",
    "refused",
    "decided_against",
}


def line(
    name: str, number: int | None, verdict: str | None = "accepted", **more: object
) -> LogLine:
    fields = {
        "id": name,
        "station": "s",
        "seq": 1,
        "kind": "mark.set",
        "version": 1,
        "value": kinds.encode(values.Mark(("5",))),
        "base": None,
        "author": "u",
        "number": number,
        "verdict": verdict if number is not None else None,
        "target": None,
        "status": "",
        "wall_ms": 0,
        "accepted_ms": None,
    }
    return LogLine(**{**fields, **more})  # type: ignore[arg-type]


def decision(name: str, number: int | None, stands: str | None, *entries: str) -> LogLine:
    value = kinds.encode(values.Decision(entries, stands))
    return line(name, number, kind=kinds.DECISION, value=value)


def test_the_accepted_entry_with_the_highest_number_stands() -> None:
    standing = fold([line("b", 2), line("a", 1)])
    assert standing.current == "b"
    assert standing.statuses == {"a": "superseded", "b": "current"}


def test_an_own_entry_without_a_number_shows_over_what_stands() -> None:
    standing = fold([line("mine", None), line("a", 1)])
    assert (standing.current, standing.shown) == ("a", "mine")
    assert standing.statuses["mine"] == "pending"


def test_a_contested_entry_shows_nowhere_and_waits() -> None:
    standing = fold([line("a", 1), line("b", 2, "contested")])
    assert (standing.current, standing.shown, standing.open) == ("a", "a", ("b",))
    assert undecided(standing) == {"a", "b"}


def test_a_decision_closes_the_set_and_names_the_loser() -> None:
    lines = [line("a", 1), line("b", 2, "contested"), decision("d", 3, "b", "a", "b")]
    standing = fold(lines)
    assert (standing.current, standing.open) == ("b", ())
    assert standing.statuses == {"a": "superseded", "b": "current", "d": "current"}
    against = fold([*lines[:2], decision("d", 3, "a", "a", "b")])
    assert against.statuses["b"] == "decided_against"
    assert against.current == "a"


def test_a_held_entry_can_be_decided_against_with_nothing_standing() -> None:
    standing = fold([line("h", 1, "held"), decision("d", 2, None, "h")])
    assert standing.current is None
    assert standing.statuses["h"] == "decided_against"


def test_a_refused_decision_decides_nothing() -> None:
    refused = decision("d", 3, "b", "a", "b")._replace(verdict="refused")
    standing = fold([line("a", 1), line("b", 2, "contested"), refused])
    assert standing.open == ("b",)
    assert standing.statuses["d"] == "refused"


def test_a_decision_that_only_a_newer_program_understands_decides_nothing_here() -> None:
    newer = decision("d", 3, "b", "a", "b")._replace(version=2, value=b"\xc1")
    standing = fold([line("a", 1), line("b", 2, "contested"), newer])
    assert (standing.current, standing.open) == ("a", ("b",))
    assert standing.statuses["d"] == "current"


def test_a_base_counts_as_its_equal_or_as_the_base_of_a_loser() -> None:
    lines = [
        line("a", 1),
        line("twin", 2, "merged", target="a"),
        line("b", 3, "contested", base="a"),
        decision("d", 4, "a", "a", "b"),
    ]
    by_id = {each.id: each for each in lines}
    standing = fold(lines)
    assert resolve_base("twin", by_id, standing) == "a"
    assert resolve_base("b", by_id, standing) == "a"
    assert resolve_base(None, by_id, standing) is None


@st.composite
def histories(draw: st.DrawFn) -> list[LogLine]:
    """Draw lines of one key as a centre and a pending station could have made them."""
    lines: list[LogLine] = []
    for number in range(1, draw(st.integers(1, 8))):
        standing = fold(lines)
        open_set = sorted(undecided(standing))
        verdicts = ["accepted", "contested", "held", "refused"]
        if standing.current:
            verdicts.append("merged")
        if open_set:
            verdicts.append("decision")
        verdict = draw(st.sampled_from(verdicts))
        name = f"e{number}"
        if verdict == "decision":
            stands = draw(st.sampled_from(open_set))
            lines.append(decision(name, number, stands, *open_set))
        else:
            target = standing.current if verdict == "merged" else None
            lines.append(line(name, number, verdict, target=target))
    lines += [line(f"p{seq}", None, seq=seq) for seq in range(1, draw(st.integers(1, 3)))]
    return lines


@given(histories(), st.randoms())
def test_the_order_of_arrival_does_not_matter(lines: list[LogLine], chance: object) -> None:
    shuffled = list(lines)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert fold(shuffled) == fold(lines)


@given(histories())
def test_every_entry_has_exactly_one_status_and_one_at_most_stands(lines: list[LogLine]) -> None:
    standing = fold(lines)
    assert set(standing.statuses) == {each.id for each in lines}
    assert set(standing.statuses.values()) <= STATUSES
    marks = [each for each in lines if each.kind != kinds.DECISION]
    standing_ones = [each.id for each in marks if standing.statuses[each.id] == "current"]
    assert standing_ones == ([standing.current] if standing.current else [])
    assert all(standing.statuses[id_] in ("contested", "held") for id_ in standing.open)


OLD, NEW = "1" * 32, "2" * 32
"""Histories of the centre: the second began with a restore."""


def late(name: str, number: int, judged: int, verdict: str = "accepted", **more: object) -> LogLine:
    """Return a line that the restored centre got back under a new number."""
    where = {"epoch": NEW, "judged_epoch": OLD, "judged_number": judged}
    return line(name, number, verdict, **where, **more)


def mark(text: str) -> bytes:
    return kinds.encode(values.Mark((text,)))


def test_what_came_back_late_stands_where_it_was_judged() -> None:
    lines = [late("b", 5, 2, base="a", value=mark("4")), late("a", 6, 1)]
    standing = fold(lines)
    assert standing.current == "b"
    assert standing.statuses == {"a": "superseded", "b": "current"}
    assert standing.open == ()


def test_an_entry_judged_without_an_older_one_does_not_displace_it() -> None:
    lines = [
        line("a", 1, epoch=OLD),
        late("b", 6, 2, base="a", value=mark("4")),
        line("c", 5, epoch=NEW, base="a", value=mark("3")),
    ]
    standing = fold(lines)
    assert standing.current == "c"
    assert standing.open == ("b",)
    assert standing.statuses == {"a": "superseded", "b": "contested", "c": "current"}
    settled = fold([*lines, decision("d", 7, "b", "b", "c")._replace(epoch=NEW)])
    assert settled.current == "b"
    assert settled.open == ()


def test_typing_in_again_what_was_lost_is_no_contest() -> None:
    standing = fold([late("a", 6, 2), line("b", 5, epoch=NEW)])
    assert standing.statuses == {"a": "superseded", "b": "current"}


def test_an_entry_whose_base_is_still_missing_may_have_known() -> None:
    standing = fold([late("a", 6, 1), line("c", 5, epoch=NEW, base="b", value=mark("3"))])
    assert standing.statuses == {"a": "superseded", "c": "current"}


def test_a_decision_settles_nothing_that_was_not_here() -> None:
    lines = [
        line("a", 1, epoch=OLD),
        late("b", 7, 2, base="a", value=mark("4")),
        late("x", 8, 3, "contested", value=mark("2")),
        line("c", 5, "contested", epoch=NEW, value=mark("3")),
        decision("d", 6, "c", "a", "c")._replace(epoch=NEW),
    ]
    standing = fold(lines)
    assert standing.current == "c"
    assert standing.statuses == {
        "a": "superseded",
        "b": "contested",
        "c": "current",
        "d": "current",
        "x": "contested",
    }
    assert set(standing.open) == {"b", "x"}


def test_an_equal_value_said_since_stands_over_what_came_back() -> None:
    lines = [
        line("a", 1, epoch=OLD),
        late("b", 6, 2, base="a", value=mark("4")),
        line("c", 5, "merged", epoch=NEW, base="a", target="a"),
    ]
    standing = fold(lines)
    assert standing.current == "c"
    assert standing.open == ("b",)
