"""Entries: digests, chains, values of every version."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal import kinds, values
from journal.entries import (
    SCOPE_START,
    Entry,
    chain_start,
    hash_value,
    is_chained,
    running_head,
)
from journal.ids import derived_id, is_id, new_id
from journal.log import Draft, Stamp, Tail, make_entry
from tests.journal.desks import HandClock, new_desk
from tests.small_school import ORLOVA, PETROVA, PUPILS, RUSSIAN

LESSON = derived_id("lesson")
KEY = kinds.make_key("mark.set", RUSSIAN, LESSON, PUPILS[0], kinds.MAIN_COLUMN)


def chain(length: int) -> list[Entry]:
    desk, clock = new_desk(PETROVA), HandClock()
    tail = Tail(0, chain_start(desk.station))
    entries = []
    for number in range(length):
        draft = Draft("mark.set", KEY, values.Mark((str(2 + number % 4),)))
        entry = make_entry(desk, tail, Stamp(PETROVA, clock.read(), 1), draft, base=None)
        tail = Tail(entry.seq, entry.digest())
        entries.append(entry)
    return entries


@given(length=st.integers(0, 6))
def test_entries_of_a_station_are_chained_from_its_own_start(length: int) -> None:
    entries = chain(length)
    start = chain_start(entries[0].station) if entries else b""
    assert is_chained(entries, start)


@pytest.mark.clause("TAL-1.2")
@given(st.integers(0, 4), st.sampled_from(["seq", "wall_ms", "profile_version", "author"]))
def test_a_changed_field_breaks_the_chain_behind_it(place: int, field: str) -> None:
    entries = chain(6)
    start = chain_start(entries[0].station)
    known = getattr(entries[place], field)
    changed = ORLOVA if field == "author" else known + 1
    entries[place] = msgspec.structs.replace(entries[place], **{field: changed})
    assert not is_chained(entries, start)


def test_an_erased_value_leaves_the_digest_as_it_was() -> None:
    entry = chain(1)[0]
    erased = msgspec.structs.replace(entry, value=None, salt=None)
    assert erased.digest() == entry.digest()


def test_another_value_or_salt_cannot_pass_for_the_signed_one() -> None:
    entry = chain(1)[0]
    assert entry.value is not None
    assert entry.salt is not None
    assert hash_value(entry.salt, entry.value) == entry.value_hash
    assert hash_value(entry.salt, entry.value + b"x") != entry.value_hash
    assert hash_value(bytes(16), entry.value) != entry.value_hash


def test_the_head_of_a_scope_tells_a_missing_row_a_changed_verdict_and_another_order() -> None:
    def head(*rows: tuple[int, bytes, str]) -> bytes:
        end = SCOPE_START
        for number, digest, verdict in rows:
            end = running_head(end, number, digest, verdict, "")
        return end

    first, second = (1, b"a" * 32, "accepted"), (2, b"b" * 32, "held")
    whole = head(first, second)
    assert whole not in (head(first), head(second, first), head(first, (2, b"b" * 32, "accepted")))


def test_ids_have_one_form() -> None:
    assert is_id(new_id())
    assert is_id(derived_id("lesson", "5А"))
    assert derived_id("a", "bc") != derived_id("ab", "c")
    assert not is_id("5А")


OLD = kinds.Kind(
    name="made.up",
    area="page",
    noun="made",
    parts=(),
    value=values.Topic,
    version=3,
    upcasters={1: lambda array: [array[0].strip()], 2: lambda array: [*array, 7]},
)


def test_an_old_version_is_lifted_step_by_step_to_the_newest() -> None:
    assert OLD.decode(1, msgspec.msgpack.encode([" Дроби "])) == values.Topic("Дроби", 7)
    assert OLD.decode(2, msgspec.msgpack.encode(["Дроби"])) == values.Topic("Дроби", 7)
    assert OLD.decode(3, msgspec.msgpack.encode(["Дроби", 9])) == values.Topic("Дроби", 9)


def test_a_newer_version_is_not_guessed_at() -> None:
    with pytest.raises(kinds.NewerVersion):
        OLD.decode(4, msgspec.msgpack.encode(["Дроби", 9, "?"]))
    with pytest.raises(kinds.NewerVersion):
        kinds.decode("mood.set", 1, KEY, b"\x90")


@pytest.mark.parametrize("kind", kinds.KINDS.values(), ids=lambda kind: kind.name)
def test_every_released_version_of_a_kind_can_be_read(kind: kinds.Kind) -> None:
    assert set(kind.upcasters) == set(range(1, kind.version))
    owner = "" if kind.area == "school" else derived_id("owner")
    key = kinds.make_key(kind.name, owner, *("x" for _ in kind.parts))
    assert kinds.split_key(key)[0] is kind
    assert kinds.scope_of(key) == (kind.area if not owner else f"{kind.area}:{owner}")


@pytest.mark.parametrize(
    "key",
    [
        "",
        "page",
        "page:x/mark/a",
        "school/mark/a/b/c",
        "page/mark/a/b/c",
        "page:x/none/a",
        "a/b/c/d",
    ],
)
def test_a_key_that_no_kind_has_is_refused(key: str) -> None:
    with pytest.raises(kinds.BadEntry):
        kinds.split_key(key)


def test_a_value_of_another_kind_is_refused() -> None:
    topic = kinds.encode(values.Topic("Дроби"))
    with pytest.raises(kinds.BadEntry):
        kinds.decode("mark.set", 1, KEY, topic)
    with pytest.raises(kinds.BadEntry):
        kinds.decode("lesson.topic", 1, KEY, topic)


def test_a_desk_is_named_by_its_public_key() -> None:
    assert new_desk(PETROVA).station != new_desk(PETROVA).station
    assert is_id(new_desk(PETROVA).station)
