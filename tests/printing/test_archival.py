"""Every document is PDF/A-2b, carries its fonts, and is the same file for the same page."""

import hashlib
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfbase.ttfonts import TTFontParser

from journal.paper import LessonRow, LessonSlot
from printing.f01 import render_f01
from printing.rendered import Document
from printing.rendering import render
from tests.printing.absence_samples import absent_day
from tests.printing.outage_samples import temporary_day, transfer_act
from tests.printing.paperwork import fonts, pdfa_findings
from tests.printing.samples import busy_page, draft, register, term_page

DOCUMENTS: dict[str, Document] = {
    "F-01": register(),
    "F-01 sealed": register(seal=True),
    "F-01 draft": draft(register()),
    "F-01 two subjects": register(busy_page(), term_page(24, 38)),
    "F-11": temporary_day(),
    "F-11 long list": temporary_day(33, 9),
    "F-20": transfer_act(),
    "F-27": absent_day(),
}

every_document = pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS.keys())


@every_document
def test_document_is_pdfa_2b(document: Document) -> None:
    assert pdfa_findings(render(document).pdf) == []


@every_document
def test_fonts_are_embedded_and_none_is_helvetica(document: Document) -> None:
    found = fonts(render(document).pdf)
    assert found
    for name, embedded in found:
        assert name.partition("+")[2].startswith("PT")
        assert embedded


@every_document
def test_same_page_is_the_same_file(document: Document) -> None:
    assert render(document).pdf == render(document).pdf


def test_another_process_in_another_zone_prints_the_same_file() -> None:
    program = (
        "import hashlib; from printing.rendering import render; "
        "from tests.printing.samples import register; "
        "print(hashlib.sha256(render(register()).pdf).hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Vladivostok"}
    printed = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parents[2],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    assert printed.stdout.strip() == hashlib.sha256(render(register()).pdf).hexdigest()


def test_documents_printed_at_once_do_not_disturb_each_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    documents = list(DOCUMENTS.values())
    alone = [render(document).pdf for document in documents]
    seek = TTFontParser.seek

    def seek_and_let_others_go_on(self: Any, position: int) -> None:
        seek(self, position)
        if next(seeks) % 40 == 0:
            sleep(0.0005)

    seeks = count()
    monkeypatch.setattr(TTFontParser, "seek", seek_and_let_others_go_on)
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda document: render(document).pdf, documents))
    assert together == alone


@settings(max_examples=12)
@given(st.text(max_size=60), st.text(max_size=40))
def test_whatever_is_typed_can_be_archived(topic: str, name: str) -> None:
    page = term_page(2, 2)
    first = page.slots[0]
    assert isinstance(first, LessonSlot)
    typed = replace(
        page,
        slots=(replace(first, row=LessonRow(1, topic, homework=name)), *page.slots[1:]),
        pupils=(replace(page.pupils[0], name=name), page.pupils[1]),
    )
    assert pdfa_findings(render_f01(register(typed))) == []
