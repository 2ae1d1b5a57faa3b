"""What the register of copies keeps of a print: the file, its pages and its digest."""

from dataclasses import dataclass

from journal.outage_paper import TemporaryDay, TemporaryDays, TransferAct
from journal.paper import TermRegister
from printing.booklet import Booklet, bind
from printing.f01 import compose_f01
from printing.f11 import compose_f11, compose_f11_days
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


Document = TermRegister | TemporaryDay | TemporaryDays | TransferAct


def render(document: Document) -> Rendered:
    """Render a frozen page of any form."""
    booklet = _compose(document)
    return Rendered(booklet.form, bind(booklet), len(booklet.sheets), booklet.digest)


def _compose(document: Document) -> Booklet:
    match document:
        case TermRegister():
            return compose_f01(document)
        case TemporaryDay():
            return compose_f11(document)
        case TemporaryDays():
            return compose_f11_days(document)
        case TransferAct():
            return compose_f20(document)
