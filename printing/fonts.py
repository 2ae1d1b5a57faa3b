"""The three PT families, their metrics, and what they can print.

They are embedded as subsets; nothing else is ever used, so that a document looks the same in
twenty-five years. PT Serif carries text, PT Sans Narrow the dense tables.
"""

import threading
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

import fontpkg_pt_sans_narrow
import fontpkg_pt_serif
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

NARROW: Final = "PTSansNarrow"
NARROW_BOLD: Final = "PTSansNarrow-Bold"
SERIF: Final = "PTSerif"
SERIF_BOLD: Final = "PTSerif-Bold"

_FILES: Final = {
    NARROW: (fontpkg_pt_sans_narrow.ROOT, "PT_Sans-Narrow-Web-Regular.ttf"),
    NARROW_BOLD: (fontpkg_pt_sans_narrow.ROOT, "PT_Sans-Narrow-Web-Bold.ttf"),
    SERIF: (fontpkg_pt_serif.ROOT, "PT_Serif-Web-Regular.ttf"),
    SERIF_BOLD: (fontpkg_pt_serif.ROOT, "PT_Serif-Web-Bold.ttf"),
}

# What teachers write and PT has no letter for. Words instead of a wrong or empty sign: a printed
# topic must not say less than the typed one.
_SPELLED: Final = {
    "α": "альфа",
    "β": "бета",
    "γ": "гамма",
    "δ": "дельта",
    "ε": "эпсилон",
    "θ": "тета",
    "λ": "лямбда",
    "ρ": "ро",
    "σ": "сигма",
    "φ": "фи",
    "ω": "омега",
    "Σ": "сумма ",
    "∠": "угол ",
    "∥": " параллельно ",
    "⊥": " перпендикулярно ",
    "→": "–>",
    "←": "<–",
    "↔": "<–>",
    "⇒": "=>",
    "⇔": "<=>",
    "✓": "+",
    "✔": "+",
}
_UNKNOWN: Final = "?"

ONE_AT_A_TIME: Final = threading.Lock()
"""Held while a file is bound: a reportlab face reads itself from one shared position, so two
documents closed at once would embed torn fonts or fail."""
_LOADING: Final = threading.Lock()


def font(name: str) -> Any:
    """Return the reportlab font of that name, loading its file at the first call."""
    with _LOADING:
        return _load(name)


@cache
def _load(name: str) -> Any:
    root, file = _FILES[name]
    loaded = TTFont(name, str(Path(root) / "files" / file))
    pdfmetrics.registerFont(loaded)
    return loaded


@lru_cache(maxsize=16384)
def _units(text: str, name: str) -> float:
    face = font(name).face
    widths, default = face.charWidths, face.defaultWidth
    return float(sum(widths.get(ord(sign), default) for sign in text))


def width(text: str, name: str, size: float) -> float:
    """Return the width of ``text`` in points at ``size`` points."""
    return _units(text, name) * size / 1000


@lru_cache(maxsize=16384)
def printable(text: str) -> str:
    """Return ``text`` with every sign the fonts lack spelled out, on one line.

    Composed letters are joined («й» typed as two signs), line breaks and tabs become spaces,
    control signs vanish. A sign nobody can spell becomes «?».
    """
    known = font(NARROW).face.charToGlyph
    if text.isprintable() and all(ord(sign) in known for sign in text):
        return text
    return "".join(_spell(sign, known) for sign in unicodedata.normalize("NFC", text))


def _spell(sign: str, known: Any) -> str:
    if sign.isspace():
        return "\u00a0" if sign in "\u00a0\u202f" else " "
    if unicodedata.category(sign) in ("Cc", "Cf"):
        return ""
    if ord(sign) in known:
        return sign
    plain = _SPELLED.get(sign) or unicodedata.normalize("NFKC", sign)
    if all(ord(part) in known for part in plain):
        return plain
    return _UNKNOWN
