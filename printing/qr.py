"""The QR code of a copy: what is needed to find it in the register of copies, and no names.

Payload: «EU1 <form> <copy number> <epoch> <scope> <ordinal> <scope digest>», one space between,
"-" for what is not known. Upper case throughout (a QR code packs capitals and digits tightly);
«,» and «_», which that alphabet lacks, are written «*» and «$».
"""

from typing import Final

import segno

from journal.paper import Witness
from printing.fonts import NARROW
from printing.pen import Pen

SIDE: Final = 18.0
"""Width and height of the printed code with its quiet zone, mm."""

_QUIET: Final = 4
_ALPHABET: Final = str.maketrans({",": "*", "_": "$", " ": "+"})


def payload(form: str, copy_number: str, witness: Witness) -> str:
    """Return the text of the code."""
    parts = (
        form,
        copy_number or "-",
        witness.epoch or "-",
        witness.scope or "-",
        str(witness.ordinal),
        witness.digest or "-",
    )
    return " ".join(("EU1", *(part.translate(_ALPHABET).upper() for part in parts)))


def draw_qr(pen: Pen, x: float, y: float, text: str) -> None:
    """Draw the code with its upper left corner at (x, y), `SIDE` mm wide."""
    code = segno.make_qr(text, error="m", boost_error=False)
    matrix = code.matrix
    side = SIDE / (len(matrix) + 2 * _QUIET)
    pen.squares(x + side * _QUIET, y + side * _QUIET, side, matrix)
    pen.text(x + SIDE / 2, y + SIDE + 1.2, "код для проверки копии", NARROW, 5.5, align=0.5)
