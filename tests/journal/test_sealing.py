"""Sealing to a public key: only its owner opens, and nothing of it can be changed."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from journal.sealing import (
    BrokenSeal,
    derived_private_key,
    new_private_key,
    open_sealed,
    public_half,
    seal_to,
)
from journal.signing import new_seed

PURPOSE = b"test"
PRIVATE = new_private_key()
BOX = seal_to(public_half(PRIVATE), "Абрикосова".encode(), PURPOSE, b"header")


def test_the_owner_of_the_key_reads_what_was_sealed() -> None:
    assert open_sealed(PRIVATE, BOX, PURPOSE, b"header") == "Абрикосова".encode()


def test_two_boxes_with_the_same_content_are_not_alike() -> None:
    again = seal_to(public_half(PRIVATE), "Абрикосова".encode(), PURPOSE, b"header")
    assert again != BOX
    assert len(again) == len(BOX)


@pytest.mark.parametrize(
    ("private", "purpose", "bound"),
    [
        (new_private_key(), PURPOSE, b"header"),
        (PRIVATE, b"another purpose", b"header"),
        (PRIVATE, PURPOSE, b"another header"),
    ],
    ids=["another key", "another purpose", "another header"],
)
def test_nobody_else_and_nowhere_else_does_it_open(
    private: bytes, purpose: bytes, bound: bytes
) -> None:
    with pytest.raises(BrokenSeal):
        open_sealed(private, BOX, purpose, bound)


@given(place=st.integers(0, len(BOX) - 1), flip=st.integers(1, 255))
@example(place=31, flip=0x80)
def test_a_changed_byte_is_noticed(place: int, flip: int) -> None:
    changed = BOX[:place] + bytes([BOX[place] ^ flip]) + BOX[place + 1 :]
    with pytest.raises(BrokenSeal):
        open_sealed(PRIVATE, changed, PURPOSE, b"header")


@given(length=st.integers(0, len(BOX) - 1))
def test_a_box_that_was_cut_does_not_open(length: int) -> None:
    with pytest.raises(BrokenSeal):
        open_sealed(PRIVATE, BOX[:length], PURPOSE, b"header")


def test_the_owner_of_a_signing_key_needs_no_second_one() -> None:
    seed = new_seed()
    private = derived_private_key(seed, PURPOSE)
    assert private == derived_private_key(seed, PURPOSE)
    assert private != derived_private_key(seed, b"another purpose")
    assert private != seed
    box = seal_to(public_half(private), b"secret", PURPOSE, b"")
    assert open_sealed(private, box, PURPOSE, b"") == b"secret"
