"""Texts are fitted without losing a letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printing.fonts import NARROW, font, printable, width
from printing.text import MM, fit, shrink, tie, wrap

russian = st.text("абвгдеёжзийАБВ №§.,-–«»0123456789 ", max_size=200)


@given(russian, st.floats(8, 120), st.sampled_from((6.0, 7.0, 8.5)))
def test_wrapping_keeps_every_letter_and_the_width(text: str, room: float, size: float) -> None:
    lines = wrap(text, NARROW, size, room)
    assert "".join(lines).replace(" ", "") == tie(text).replace(" ", "")
    assert all(width(line, NARROW, size) <= room * MM + 1e-6 for line in lines)


@given(st.text(max_size=80))
def test_every_printable_sign_is_in_the_fonts(text: str) -> None:
    known = font(NARROW).face.charToGlyph
    assert all(ord(sign) in known for sign in printable(text))


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("и\u0306", "й"),
        ("H₂ → H⁺", "H₂ –> H+"),
        ("sin α", "sin альфа"),
        ("строка\nи ещё\tстрока", "строка и ещё строка"),
        ("мягкий\u00adперенос", "мягкийперенос"),
        ("ура 🎉", "ура ?"),
    ],
)
def test_signs_the_fonts_lack_are_spelled_out(typed: str, printed: str) -> None:
    assert printable(typed) == printed


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("читать § 12", "§\u00a012"),
        ("упр. 105 (письм.)", "упр.\u00a0105"),
        ("зам. Петрова А.А.", "Петрова\u00a0А.А."),
        ("Е.П. Смирнова", "Е.П.\u00a0Смирнова"),
    ],
)
def test_lines_do_not_end_inside_a_number_or_a_name(text: str, kept: str) -> None:
    assert kept in tie(text)


def test_text_shrinks_before_it_is_broken() -> None:
    assert shrink("русский язык", NARROW, 8, 100, 5) == 8
    assert 5 <= shrink("русский язык", NARROW, 8, 12, 5) < 8
    size, lines = fit("слово " * 30, NARROW, 40, ((8.0, 1), (6.0, 2)))
    assert size == 6.0
    assert len(lines) > 2  # the caller sees that it must go on elsewhere
