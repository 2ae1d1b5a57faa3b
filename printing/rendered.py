"""What the register of copies keeps of a print: the file, its pages and its digest."""

from dataclasses import dataclass

from journal.paper import TemporaryDay, TermRegister, TransferAct
from printing.booklet import Booklet, bind
from printing.f01 import compose_f01
from printing.f11 import compose_f11
from printing.f20 import compose_f20


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished document.

    ``form`` is «F-01», «F-11» or «F-20». ``digest`` is the whole digest of the document's data
    (64 hex digits), whose first eight stand in the footer; it does not depend on the imprint.
    """

    form: str
    pdf: bytes
    pages: int
    digest: str

    @property
    def sheets(self) -> int:
        """Return the number of sheets of paper in two-sided print."""
        return (self.pages + 1) // 2


def render(document: TermRegister | TemporaryDay | TransferAct) -> Rendered:
    """Render a frozen page of any form."""
    booklet = _compose(document)
    return Rendered(booklet.form, bind(booklet), len(booklet.sheets), booklet.digest)


def _compose(document: TermRegister | TemporaryDay | TransferAct) -> Booklet:
    match document:
        case TermRegister():
            return compose_f01(document)
        case TemporaryDay():
            return compose_f11(document)
        case TransferAct():
            return compose_f20(document)
