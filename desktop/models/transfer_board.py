"""The state of the page «Перенос»: read again with every commit, and the wishes it carries down."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.models.rows import RowsModel
from desktop.models.transfer_picture import Dispute, TransferPicture, look, tell_journal
from desktop.workspace import Workspace
from journal.changes import Changes
from journal.errors import UserError
from journal.queries.obligations import Obligation, obligation_in_words
from journal.queries.temporary_journals import TemporaryJournal
from journal.queries.transfers import JournalCard, OpenCell, TransferLine
from journal.services.closing_acts import CloseByAct, close_by_act
from journal.services.decisions import (
    AppointSubstitute,
    Choice,
    Decide,
    appoint_substitute,
    decide,
)
from journal.services.outages import DeclareOutage, EndOutage, declare_outage, end_outage
from journal.services.refusals import SetAside, set_aside

_PAUSE_MS = 1000


class TransferBoard(QObject):
    """Holds the newest ``picture`` and its lists; asks the journal for what the user decides.

    While nobody watches the page it is read only after a pause between commits: typing marks into
    the grid must not pay for a page that is not to be seen.

    Signals:
        changed: there is a newer picture.
        refused: a wish was refused, in words for people.
    """

    changed = Signal()
    refused = Signal(str)

    def __init__(
        self,
        workspace: Workspace,
        parent: QObject | None = None,
        *,
        look: Callable[[Workspace], TransferPicture] = look,
        tell: Callable[[Workspace, TemporaryJournal], str] = tell_journal,
    ) -> None:
        super().__init__(parent)
        self._tell = tell
        self._workspace = workspace
        self._look = look
        self._is_watched = False
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_PAUSE_MS)
        self._later.timeout.connect(self.refresh)
        self.picture = TransferPicture()
        self.journals = RowsModel[JournalCard](
            lambda card: card.journal.label, _journal_in_words, self
        )
        self.waiting = RowsModel[TransferLine](
            lambda line: line.line.entry, _waiting_in_words, self
        )
        self.obligations = RowsModel[Obligation](
            lambda obligation: obligation.id, obligation_in_words, self
        )
        self.disputes = RowsModel[Dispute](
            lambda dispute: (dispute.id, dispute.status), _dispute_in_words, self
        )
        workspace.committed.connect(self._follow)
        workspace.destroyed.connect(self._later.stop)  # the journal is closed: nothing to read
        self.refresh()

    @property
    def workspace(self) -> Workspace:
        """The journal on whose state this looks."""
        return self._workspace

    def watch(self, is_watched: bool) -> None:
        """Keep the picture fresh at once (the page is to be seen), or soon enough."""
        self._is_watched = is_watched
        if is_watched and self._later.isActive():
            self.refresh()

    def refresh(self) -> None:
        """Read the journal again."""
        self._later.stop()
        picture = self._look(self._workspace)
        if picture == self.picture:
            return
        self.picture = picture
        self.journals.show_rows(picture.journals)
        self.waiting.show_rows(picture.waiting)
        self.disputes.show_rows(picture.disputes)
        self.obligations.show_rows(picture.obligations)
        self.changed.emit()

    def details(self, journal: TemporaryJournal) -> str:
        """Return what else is known of a temporary journal; asked for the one at hand only."""
        return self._tell(self._workspace, journal)

    def decide(self, cell: OpenCell, stands: str | None, reason: str = "") -> bool:
        """Let one entry of the cell stand, or none; return whether it was written."""
        wish = Decide((Choice(cell.key, cell.entries, stands),), reason)
        return self._fulfil(lambda: self._workspace.execute(decide, wish))

    def appoint(self, cell: OpenCell, teacher: str) -> bool:
        """Let a teacher keep the lesson of a held entry; her entries in it are accepted by that."""
        place = cell.cell
        if place.page is None or place.day is None or place.slot is None:
            return False
        wish = AppointSubstitute(place.page, place.day, place.slot, teacher)
        return self._fulfil(lambda: self._workspace.execute(appoint_substitute, wish))

    def set_aside(self, entry: str) -> bool:
        """Take a refused entry out of the list."""
        return self._fulfil(lambda: self._workspace.execute(set_aside, SetAside(entry)))

    def close_by_act(self, station: str, number: str, reason: str) -> bool:
        """Close the temporary journal of a computer that does not come back."""
        wish = CloseByAct(station, number, reason)
        return self._fulfil(lambda: self._workspace.execute(close_by_act, wish))

    def declare_outage(self, reason: str) -> bool:
        """Open a temporary journal by hand, or give the open one its reason."""
        wish = DeclareOutage(reason)
        return self._fulfil(lambda: self._workspace.execute(declare_outage, wish))

    def end_outage(self) -> bool:
        """Say that there is contact again."""
        return self._fulfil(lambda: self._workspace.execute(end_outage, EndOutage()))

    def _fulfil(self, wish: Callable[[], Changes]) -> bool:
        try:
            wish()
        except UserError as refusal:
            self.refresh()  # what was refused was seen in an older picture
            self.refused.emit(str(refusal))
            return False
        return True

    def _follow(self, _changes: Changes) -> None:
        if self._is_watched:
            self.refresh()
        else:
            self._later.start()  # anew with every commit


def journal_title(card: JournalCard) -> str:
    """Return «Временный журнал № 7»."""
    return f"Временный журнал № {card.journal.number}"


def journal_place(card: JournalCard) -> str:
    """Return whose workplace another computer is: «место 8, Лебедева И. Н.»; "" for this one."""
    journal = card.journal
    if journal.is_own:
        return ""
    place = f"место {journal.workplace}" if journal.workplace else "место без номера"
    return ", ".join(part for part in (place, journal.owner) if part)


def _journal_in_words(card: JournalCard) -> str:
    counts = card.journal.counts
    moved = f"перенесено {counts.received} из {counts.total}"
    parts = (journal_title(card), journal_place(card), card.span, moved, card.words)
    return ", ".join(part for part in parts if part)


def _waiting_in_words(line: TransferLine) -> str:
    return f"{line.cell.title} · «{line.line.shows}», записано {line.line.recorded_at:%d.%m %H:%M}"


def _dispute_in_words(dispute: Dispute) -> str:
    status = "ждёт решения" if dispute.status == "held" else "отклонено"
    return f"{dispute.title}: {status}. {dispute.words}. {dispute.details}"
