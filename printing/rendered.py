"""What the register of copies keeps of a print: the file, its pages and its digest."""

from dataclasses import dataclass

from journal.absence_paper import AbsentDay
from journal.outage_paper import TemporaryDay, TemporaryDays, TransferAct
from journal.paper import TermRegister


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished document.

    ``form`` is «F-01», «F-11», «F-20» or «F-27». ``digest`` is the whole digest of the document's
    data (64 hex digits), whose first eight stand in the footer; it does not depend on the imprint.
    """

    form: str
    pdf: bytes
    pages: int
    digest: str

    @property
    def sheets(self) -> int:
        """Return the number of sheets of paper in two-sided print."""
        return (self.pages + 1) // 2


Document = TermRegister | TemporaryDay | TemporaryDays | TransferAct | AbsentDay
