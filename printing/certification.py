"""The certification block F-06a «Верно» (ГОСТ Р 7.0.97-2016, 5.26) and signature lines."""

from typing import Final

from journal.paper import Certification, SchoolHead, Signer
from printing.digest import control_code
from printing.flow import Piece
from printing.fonts import NARROW, SERIF, SERIF_BOLD
from printing.pen import PT, Pen
from printing.text import shrink, wrap

WIDE_BLOCK: Final = 120.0
SEAL_RADIUS: Final = 20.0

_POST: Final = 56.0
_SIGN: Final = (60.0, 92.0)
_NAME: Final = 94.0
_STEP: Final = 4.4


def certification_block(certification: Certification, school: SchoolHead, digest: str) -> Piece:
    """Return the block, 120 mm wide, kept together.

    Signature and date are places to write by hand; the date is printed only where the school
    wants it. The seal's place touches the post, not the signature.
    """
    words = "Верно"
    if certification.electronic_original:
        words = (
            f"Верно. Подлинник – электронный документ в ИС «{school.system}», "
            f"контрольная сумма {control_code(digest)}"
        )
    opening = [
        *wrap(words, SERIF, 10, WIDE_BLOCK),
        *wrap(certification.kept_at, SERIF, 10, WIDE_BLOCK),
    ]
    agreed = certification.agreed
    signer_at = len(opening) * _STEP + (6.0 if certification.seal else 3.0)
    date_at = signer_at + _signer_height(certification.signer) + 2.5
    bottom = date_at + 4.0
    # the circle begins a little above the line of the post, so that the seal covers its end
    seal_at = signer_at + _STEP * len(wrap(certification.signer.post, SERIF, 10, _POST)) - 5.0
    if certification.seal:
        bottom = max(bottom, seal_at + 2 * SEAL_RADIUS)
    agreed_at = bottom + 5.0
    if agreed is not None:
        bottom = agreed_at + _STEP + _signer_height(agreed)

    def draw(pen: Pen, y: float) -> None:
        for index, line in enumerate(opening):
            pen.text(0, y + _STEP * (index + 0.8), line, SERIF, 10)
        draw_signer(pen, y + signer_at, certification.signer)
        signed = certification.signed_on
        date = f"{signed:%d.%m.%Y}" if signed else "«____» ______________ 20___ г."
        if certification.seal:
            centre = (32.0, y + seal_at + SEAL_RADIUS)
            pen.circle(*centre, SEAL_RADIUS)
            pen.text(centre[0], centre[1] + 1.0, "М.П.", SERIF, 8, align=0.5)
            pen.text(_SIGN[0], y + date_at + 3.0, date, SERIF, 10)
        else:
            pen.text(0, y + date_at + 3.0, date, SERIF, 10)
        if agreed is not None:
            pen.text(0, y + agreed_at + 3.0, "Согласовано", SERIF_BOLD, 10)
            draw_signer(pen, y + agreed_at + _STEP, agreed)

    return Piece(bottom, draw)


def signature_block(signer: Signer) -> Piece:
    """Return one signature line of an act, with room above to sign."""
    height = 5.0 + _signer_height(signer)
    return Piece(height, lambda pen, y: draw_signer(pen, y + 5.0, signer))


def draw_signer(pen: Pen, y: float, signer: Signer) -> None:
    """Write post, line for the signature and name; the line stands at the post's last line."""
    post = wrap(signer.post, SERIF, 10, _POST)
    for index, line in enumerate(post):
        pen.text(0, y + _STEP * (index + 0.8), line, SERIF, 10)
    base = y + _STEP * (len(post) - 0.2)
    pen.line(_SIGN[0], base + 0.5, _SIGN[1], base + 0.5, 0.5)
    pen.text((_SIGN[0] + _SIGN[1]) / 2, base + 3.2, "(подпись)", NARROW, 6.5, align=0.5)
    size = shrink(signer.name, SERIF, 10, WIDE_BLOCK - _NAME, 7)
    pen.text(_NAME, base, signer.name, SERIF, size)


def _signer_height(signer: Signer) -> float:
    return _STEP * len(wrap(signer.post, SERIF, 10, _POST)) + 8 * PT
