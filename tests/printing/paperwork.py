"""Reads finished documents the way a person with the paper in hand would."""

import ctypes
import io
import os
from pathlib import Path
from typing import Any

import pikepdf
import pikepdf.pdfa
import pypdfium2
from PIL import Image, ImageChops, ImageStat

from printing.pen import FRAME

GOLDEN = Path(__file__).parent.parent / "golden"
REGENERATE = "UCHITELSKAYA_GOLDEN"
"""Environment variable: set to 1, the tests write the golden files anew (then look at them!)."""

MM = 72 / 25.4


def page_texts(pdf: bytes) -> list[str]:
    """Return the text of every page, lines in the order in which they were written."""
    with opened(pdf) as document:
        return [
            "\n".join(
                line.strip()
                for line in page.get_textpage().get_text_range().splitlines()
                if line.strip()
            )
            for page in document
        ]


def words(pdf: bytes) -> str:
    """Return the text of the whole document as words with single spaces."""
    return " ".join(" ".join(page_texts(pdf)).split())


def opened(pdf: bytes) -> pypdfium2.PdfDocument:
    """Open a document for reading."""
    return pypdfium2.PdfDocument(pdf)


def picture(pdf: bytes, page: int, dots: float) -> Any:
    """Return a page (from 0) as a grey picture with ``dots`` points per millimetre."""
    with opened(pdf) as document:
        bitmap = document[page].render(scale=dots * 25.4 / 72, grayscale=True)
        return bitmap.to_pil().convert("L")


def ruled_area(pdf: bytes, page: int) -> tuple[float, float, float, float]:
    """Return (left, top, right, bottom) of the table's outer frame, mm from the top left corner."""
    with opened(pdf) as document:
        height = document[page].get_height()
        for drawn in document[page].get_objects([pypdfium2.raw.FPDF_PAGEOBJ_PATH]):
            thick = ctypes.c_float()
            pypdfium2.raw.FPDFPageObj_GetStrokeWidth(drawn, thick)
            if abs(thick.value - FRAME) < 0.01:
                left, bottom, right, top = drawn.get_bounds()
                return left / MM, (height - top) / MM, right / MM, (height - bottom) / MM
    raise AssertionError("no frame on this page")


def place_of(pdf: bytes, page: int, text: str) -> tuple[float, float, float, float]:
    """Return (left, top, right, bottom) in mm of the first occurrence of ``text``."""
    with opened(pdf) as document:
        height = document[page].get_height()
        textpage = document[page].get_textpage()
        found = textpage.search(text, match_case=True).get_next()
        assert found is not None, text
        boxes = [textpage.get_charbox(index) for index in range(found[0], found[0] + found[1])]
    return (
        min(box[0] for box in boxes) / MM,
        (height - max(box[3] for box in boxes)) / MM,
        max(box[2] for box in boxes) / MM,
        (height - min(box[1] for box in boxes)) / MM,
    )


def fonts(pdf: bytes) -> list[tuple[str, bool]]:
    """Return (name, is embedded) of every font of the document."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [
            (str(found.BaseFont), "/FontFile2" in found.get("/FontDescriptor", {}))
            for found in document.objects
            if isinstance(found, pikepdf.Dictionary) and found.get("/Type") == "/Font"
        ]


def pdfa_findings(pdf: bytes) -> list[str]:
    """Return what keeps the file from being PDF/A-2b, one line each; empty when it conforms."""
    report = pikepdf.pdfa.validate_written(io.BytesIO(pdf), "2b")
    return [] if report.passed else [str(finding) for finding in report.findings] or ["?"]


def assert_golden(name: str, pdf: bytes) -> None:
    """Compare the text of a document with ``tests/golden/<name>.txt``."""
    parts = [f"=== страница {number}\n{text}\n" for number, text in enumerate(page_texts(pdf), 1)]
    text = "\n".join(parts)
    file = GOLDEN / f"{name}.txt"
    if os.environ.get(REGENERATE) == "1":
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


def assert_picture(name: str, drawn: Any) -> None:
    """Compare a picture of pages with ``tests/golden/<name>.png``; a millimetre aside is seen."""
    file = GOLDEN / f"{name}.png"
    if os.environ.get(REGENERATE) == "1":
        drawn.save(file, optimize=True)
    with Image.open(file) as golden:
        assert golden.size == drawn.size
        moved = ImageChops.offset(drawn, 2, 0)
        aside = ImageStat.Stat(ImageChops.difference(golden, moved)).mean[0]
        difference = ImageStat.Stat(ImageChops.difference(golden, drawn)).mean[0]
    assert aside > 8
    assert difference < 2
