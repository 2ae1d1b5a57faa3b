"""The file of a parcel: whole and for the centre, or refused; it tells nothing to anybody else."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from journal.signing import new_seed
from sync.parcel import (
    FORMAT,
    MAX_BATCHES,
    MAX_HEIRS,
    Contents,
    Header,
    Heir,
    NewerParcel,
    NotAParcel,
    open_parcel,
    pack_parcel,
    private_parcel_key,
    public_parcel_key,
    read_header,
    school_hash,
    seal_parcel,
)
from sync.protocol import Batch

SEED = new_seed()
KEY = public_parcel_key(SEED)
SCHOOL = "5c" * 16
BATCHES = [Batch("ab" * 16, 1, b"\0" * 32, [], b"\1" * 64), Batch("cd" * 16, 7, b"", [], b"")]
PACKED = pack_parcel(SCHOOL, BATCHES)
SEALED = seal_parcel(PACKED, KEY)


def test_the_centre_reads_what_was_sealed() -> None:
    assert open_parcel(SEALED, private_parcel_key(SEED)) == Contents(BATCHES, [])


def test_the_header_says_which_school_and_which_parcel() -> None:
    assert read_header(SEALED) == Header(FORMAT, school_hash(SCHOOL), PACKED.header.parcel)
    assert len(SEALED) == PACKED.sealed_size


def test_equal_contents_are_one_parcel_however_often_they_are_sealed() -> None:
    again = pack_parcel(SCHOOL, BATCHES)
    assert again.header == PACKED.header
    assert seal_parcel(again, KEY) != SEALED
    assert pack_parcel(SCHOOL, BATCHES[:1]).header.parcel != PACKED.header.parcel


def test_another_centre_cannot_open_it() -> None:
    with pytest.raises(NotAParcel):
        open_parcel(SEALED, private_parcel_key(new_seed()))


@given(place=st.integers(0, len(SEALED) - 1), flip=st.integers(1, 255))
@example(place=8, flip=0xFF)
@example(place=73, flip=0x80)
def test_every_changed_byte_is_noticed(place: int, flip: int) -> None:
    changed = SEALED[:place] + bytes([SEALED[place] ^ flip]) + SEALED[place + 1 :]
    with pytest.raises((NotAParcel, NewerParcel)):
        open_parcel(changed, private_parcel_key(SEED))


@given(length=st.integers(0, len(SEALED) - 1))
@example(length=0)
def test_a_parcel_that_was_cut_is_noticed(length: int) -> None:
    with pytest.raises(NotAParcel):
        open_parcel(SEALED[:length], private_parcel_key(SEED))


@given(more=st.binary(min_size=1))
def test_a_parcel_with_something_behind_it_is_noticed(more: bytes) -> None:
    with pytest.raises(NotAParcel):
        open_parcel(SEALED + more, private_parcel_key(SEED))


def test_a_later_format_is_told_from_damage_and_its_header_is_still_read() -> None:
    later = SEALED[:8] + (FORMAT + 1).to_bytes(2, "big") + SEALED[10:]
    assert read_header(later).parcel == PACKED.header.parcel
    with pytest.raises(NewerParcel):
        open_parcel(later, private_parcel_key(SEED))


@pytest.mark.parametrize(
    ("batches", "heirs"), [(MAX_BATCHES + 1, 0), (0, MAX_HEIRS + 1)], ids=["batches", "heirs"]
)
def test_a_parcel_that_means_only_to_make_work_is_refused(batches: int, heirs: int) -> None:
    heir = Heir(b"\0" * 32, "ab" * 16, b"\0" * 64, b"\0" * 64)
    heavy = pack_parcel(SCHOOL, BATCHES[:1] * batches, [heir] * heirs)
    with pytest.raises(NotAParcel):
        open_parcel(seal_parcel(heavy, KEY), private_parcel_key(SEED))


def test_a_parcel_under_the_name_of_another_is_not_believed() -> None:
    forged = pack_parcel(SCHOOL, BATCHES[:1])
    forged_header = Header(FORMAT, PACKED.header.school_hash, PACKED.header.parcel)
    sealed = seal_parcel(type(forged)(forged_header, forged.plain), KEY)
    with pytest.raises(NotAParcel):
        open_parcel(sealed, private_parcel_key(SEED))
