"""The control code says what the document says; the QR code leads to the register of copies."""

from dataclasses import replace

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from journal.paper import SchoolHead, SubjectPage, TermRegister, Witness
from printing.digest import control_code, document_digest
from printing.f01 import render_f01
from printing.f01_right import BOTTOM
from printing.qr import SIDE, payload
from tests.printing.paperwork import picture
from tests.printing.samples import IMPRINT, NAMES, WITNESS, draft, register, term_page


def test_digest_is_defined_once_and_for_all() -> None:
    document = TermRegister(
        school=SchoolHead("Школа", "Школа № 7", "город", "ИС"),
        year="2026/2027",
        class_name="5А",
        period="I четверть",
        pages=(SubjectPage(subject="химия", teacher="Ким А.Б.", slots=(), pupils=()),),
        imprint=IMPRINT,
    )
    digest = document_digest(document)
    assert digest == "b9d6232b68063f8d861f4dafb6850c235890765b65a5296b2a5e9d3f7080c07a"
    assert control_code(digest) == digest[:8].upper()


def test_digest_forgets_how_and_for_whom_the_copy_was_made() -> None:
    document = register()
    page = replace(document.pages[0], witness=None)
    assert document_digest(document) == document_digest(draft(document))
    assert document_digest(document) == document_digest(replace(document, certification=None))
    assert document_digest(document) == document_digest(replace(document, pages=(page,)))


@given(st.integers(0, 26), st.integers(0, 24), st.sampled_from(("5", "2", "н", "осв", "—")))
def test_digest_knows_every_cell(pupil: int, slot: int, text: str) -> None:
    document = register()
    page = document.pages[0]
    row = page.pupils[pupil]
    cells = (*row.cells[:slot], text, *row.cells[slot + 1 :])
    pupils = (*page.pupils[:pupil], replace(row, cells=cells), *page.pupils[pupil + 1 :])
    changed = replace(document, pages=(replace(page, pupils=pupils),))
    same = document_digest(changed) == document_digest(document)
    assert same == (cells == row.cells)


def test_digest_refuses_what_has_no_canonical_form() -> None:
    with pytest.raises(TypeError, match="set has no place"):
        document_digest({1, 2})


def test_qr_names_form_copy_epoch_scope_ordinal_and_digest() -> None:
    parts = payload("F-01", "15", WITNESS).split(" ")
    assert parts[:3] == ["EU1", "F-01", "15"]
    assert parts[3] == WITNESS.epoch.upper()
    assert parts[4] == WITNESS.scope.upper().replace(",", "*")
    assert parts[5:] == [str(WITNESS.ordinal), WITNESS.digest.upper()]
    assert payload("F-20", "", Witness("", "", 0, "")) == "EU1 F-20 - - - 0 -"


def test_qr_holds_no_name_and_stays_coarse_enough_to_scan() -> None:
    text = payload("F-01", "15", WITNESS)
    assert not any(part in text for name in NAMES for part in name.upper().split())
    code = segno.make_qr(text, error="m", boost_error=False)
    assert code.mode == "alphanumeric"
    assert SIDE / (len(code.matrix) + 8) > 0.25  # mm; three dots of a 300 dpi printer


def test_printed_code_is_the_one_that_was_meant() -> None:
    dots = 20
    page = picture(render_f01(register(term_page())), 2, dots)
    matrix = segno.make_qr(payload("F-01", "15", WITNESS), error="m", boost_error=False).matrix
    side = SIDE / (len(matrix) + 8)
    left, top = 20 + 180 - SIDE, 12 + BOTTOM + 1.5
    for line, row in enumerate(matrix):
        for place, dark in enumerate(row):
            x = (left + (place + 4.5) * side) * dots
            y = (top + (line + 4.5) * side) * dots
            assert (page.getpixel((int(x), int(y))) < 128) == bool(dark)
