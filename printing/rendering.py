"""From a frozen page of any form to a finished document.

Apart from ``rendered``, because the libraries behind it take longer to load than a window.
"""

from journal.absence_paper import AbsentDay
from journal.outage_paper import TemporaryDay, TemporaryDays, TransferAct
from journal.paper import TermRegister
from printing.booklet import Booklet, bind
from printing.f01 import compose_f01
from printing.f11 import compose_f11, compose_f11_days
from printing.f20 import compose_f20
from printing.f27 import compose_f27
from printing.rendered import Document, Rendered


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
        case AbsentDay():
            return compose_f27(document)
