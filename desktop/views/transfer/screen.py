"""The page «Перенос»: what is on its way to the centre, and what people have to decide."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction, QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.models.sheet_board import SheetBoard
from desktop.models.transfer_board import TransferBoard
from desktop.theme import Theme
from desktop.views.elements import Card, EmptyState, label, small
from desktop.views.screen import KeyMeaning, Screen
from desktop.views.transfer.column import Column
from desktop.views.transfer.contest_panel import ContestPanel
from desktop.views.transfer.dialogs import OutageQuestion
from desktop.views.transfer.dispute_desk import DisputeDesk
from desktop.views.transfer.dispute_panel import DisputePanel
from desktop.views.transfer.journal_panel import JournalPanel
from desktop.views.transfer.keying_page import KeyingPage
from desktop.views.transfer.obligations_panel import ObligationsPanel
from desktop.views.transfer.paper_questions import CloseByActQuestion
from desktop.views.transfer.papers import PaperDesk, TransferPapers
from desktop.views.transfer.parcel_panel import ParcelPanel
from desktop.views.transfer.parcels import ParcelDesk, TransferParcels
from desktop.views.transfer.place_bar import KEYING, MOVING, WORKPLACES, PlaceBar
from desktop.views.transfer.waiting_panel import WaitingPanel
from desktop.views.transfer.workplaces_page import WorkplacesPage
from journal.queries.school_outages import SchoolOutage
from journal.queries.temporary_journals import TemporaryJournal
from journal.queries.transfers import JournalCard, OpenCell

_LEFT, _GAP = 400, 12


class TransferScreen(Screen):
    """Puts the panels together and carries the user's wishes to the board.

    Signals:
        correction_requested: key of a refused entry: its cell is to be opened in the register.
    """

    correction_requested = Signal(str)

    def __init__(
        self,
        board: TransferBoard,
        papers: TransferPapers,
        parcels: TransferParcels,
        theme: Theme,
        sheets: SheetBoard | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Build the page.

        Args:
            board: what it shows.
            papers: the documents of temporary journals.
            parcels: the way by hand.
            theme: the colours.
            sheets: paper sheets to be typed in; without them this is not offered.
            parent: as usual in Qt.
        """
        super().__init__(
            "transfer", "&Перенос", "transfer", "Перенос записей на центральный сервер", parent
        )
        self._board = board
        if board.parent() is None:
            board.setParent(self)  # it reads no more once the page is gone
        self.journals = JournalPanel(theme, board)
        self.waiting = WaitingPanel(theme, board)
        self.parcels = ParcelPanel()
        self.contests = ContestPanel(theme)
        self.disputes = DisputePanel(theme, board)
        self.obligations = ObligationsPanel(theme, board)
        self.decided = label("", "notice", wraps=True)
        self.workplaces = WorkplacesPage(theme, board)
        self.keying = KeyingPage(theme, sheets) if sheets is not None else None
        self.bar = PlaceBar(has_keying=sheets is not None)
        self.take_along(self.bar)
        self._nothing = _nothing_to_decide()
        self._contact = small()
        self._desk = DisputeDesk(board, self)
        self._papers = PaperDesk(papers, self)
        self._parcels = ParcelDesk(parcels, self)
        self._act = QAction("Акт переноса Ф-20", self)
        self._act.setShortcut("Ctrl+P")
        self.addAction(self._act)
        self._lay_out()
        self._wire()
        self._show()

    def top_bar(self) -> QWidget:
        return self.bar

    def legend(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(self._contact)
        return holder

    def keys(self) -> Sequence[KeyMeaning]:
        return (
            KeyMeaning("1 2 3", "Оставить это значение спорной клетки"),
            KeyMeaning("Alt ← →", "Предыдущая, следующая спорная клетка"),
            KeyMeaning("↑ ↓", "По списку, в котором стоит курсор"),
            KeyMeaning("Enter", "Первая кнопка под списком: принять, исправить, печать Ф-11"),
            KeyMeaning("Del", "Отклонить запись или убрать её из списка"),
            KeyMeaning("Ctrl P", "Акт переноса Ф-20 временного журнала"),
            KeyMeaning("F5", "Перенос этого компьютера"),
            KeyMeaning("F6", "Рабочие места (заместитель директора, администратор)"),
            KeyMeaning("F7", "Ввод с бумаги: Enter — дальше по листу, PgDn — следующий урок"),
        )

    def arrive(self) -> None:
        place = self._stack.currentIndex()
        if place == WORKPLACES:
            self.workplaces.arrive()
        elif place == KEYING and self.keying is not None:
            self.keying.arrive()
        else:
            self._arrive_at_moving()

    def turn(self, place: int) -> None:
        """Show one of the pages: ``MOVING``, ``WORKPLACES`` or ``KEYING``."""
        if self.bar.choose(place):
            self._stack.setCurrentIndex(place)
            self._show_act()
            self.arrive()

    def _arrive_at_moving(self) -> None:
        if self.contests.contest is not None and self.contests.contest.is_mine:
            self.contests.take_focus()
        elif self._board.picture.disputes:
            self.disputes.list.setFocus()
        elif self._board.picture.journals:
            self.journals.list.setFocus()
        else:
            self.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        self._board.watch(True)
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._board.watch(False)

    def _lay_out(self) -> None:
        left = Column(
            (self.journals, self.waiting, self.parcels), (self.journals.list, self.waiting.list)
        )
        left.setFixedWidth(_LEFT)
        left.column.addStretch(1)
        right = Column(
            (self.decided, self.obligations, self.contests, self.disputes, self._nothing),
            (self.obligations.list, self.disputes.list),
        )
        right.column.setStretchFactor(self._nothing, 1)
        right.column.addStretch(0)
        self._right = right.column
        moving = QWidget()
        row = QHBoxLayout(moving)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        row.addWidget(left)
        row.addWidget(right, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(moving)
        self._stack.addWidget(self.workplaces)
        if self.keying is not None:
            self._stack.addWidget(self.keying)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def _wire(self) -> None:
        self._board.changed.connect(self._show)
        self._board.refused.connect(lambda words: self.notice.emit(words, "bad"))
        self.contests.chosen.connect(self._decide)
        self.disputes.wished.connect(self._desk.act_on)
        self._desk.correction_requested.connect(self.correction_requested)
        self.waiting.outage_wished.connect(self._ask_outage)
        self.waiting.contact_wished.connect(self._board.end_outage)
        self.journals.sheets_wished.connect(self._print_sheets)
        self.journals.act_wished.connect(self._print_act)
        self.journals.blank_wished.connect(self._ask_blank)
        self.journals.closing_wished.connect(self._ask_closing)
        self.journals.keying_wished.connect(lambda: self.turn(KEYING))
        self.journals.keying.setVisible(self.keying is not None)
        self.journals.list.current_changed.connect(self._show_act)
        self.bar.chosen.connect(self.turn)
        self.workplaces.sheets_wished.connect(self._print_every_sheet)
        self.workplaces.act_wished.connect(self._papers.print_act)
        self.workplaces.closing_wished.connect(self._ask_closing)
        self.workplaces.outages.act_wished.connect(self._papers.print_outage_act)
        self.workplaces.outages.sheets_wished.connect(self._print_outage_sheets)
        if self.keying is not None:
            self.keying.told.connect(self.notice)
        for place, key in enumerate(("F5", "F6", "F7")):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(lambda place=place: self.turn(place))
        self._papers.told.connect(self.notice)
        self.parcels.save.clicked.connect(self._parcels.save)
        self.parcels.take.clicked.connect(self._parcels.take)
        self._parcels.told.connect(self.notice)
        self._act.triggered.connect(self.journals.act.click)

    def _show(self) -> None:
        picture = self._board.picture
        self.contests.show_contests(picture.contests)
        self.contests.setVisible(bool(picture.contests))
        self.disputes.setVisible(bool(picture.disputes))
        self.obligations.setVisible(bool(picture.obligations))
        is_clear = not picture.contests and not picture.disputes
        self._nothing.setVisible(is_clear)
        self._right.setStretch(self._right.count() - 1, 0 if is_clear else 1)
        lines = [f"{each.cell.title} — «{each.shows or 'пусто'}»" for each in picture.decided]
        self.decided.setVisible(bool(lines))
        self.decided.setText("Решено, ждёт переноса: " + "; ".join(lines) + ".")
        contact = picture.last_contact
        self._contact.setText(
            f"Последняя связь с сервером: {contact:%d.%m %H:%M:%S}"
            if contact
            else "Связи с центральным сервером ещё не было"
        )
        is_bad = any(contest.is_mine for contest in picture.contests) or any(
            dispute.status == "refused" for dispute in picture.disputes
        )
        self.set_badge(picture.needs, "bad" if is_bad else "held")
        self.bar.offer_workplaces(picture.watches)
        self._show_act()

    def _show_act(self) -> None:
        card = self.journals.current
        is_seen = self._stack.currentIndex() == MOVING
        has_act = is_seen and card is not None and card.journal.state != "open"
        self._act.setEnabled(has_act)
        self.set_hint(self._act if has_act else None)

    def _decide(self, cell: OpenCell, entry: str) -> None:
        if self._board.decide(cell, entry):
            self.arrive()

    def _ask_outage(self) -> None:
        going_on = self._board.picture.going_on
        question = OutageQuestion(
            going_on is not None, going_on.reason if going_on is not None else "", self
        )
        question.declared.connect(self._board.declare_outage)
        question.open()

    def _print_sheets(self, card: JournalCard) -> None:
        corner = self.journals.sheets.mapToGlobal(QPoint(0, self.journals.sheets.height()))
        self._papers.print_sheets(card.journal, corner)

    def _print_every_sheet(self, journal: TemporaryJournal) -> None:
        self._papers.print_all((journal,), f"№ {journal.number}")

    def _print_outage_sheets(self, outage: SchoolOutage) -> None:
        self._papers.print_all(outage.journals, f"отключение {outage.day:%d.%m.%Y}")

    def _ask_blank(self) -> None:
        self._papers.ask_blank(self._board.workspace.now.date())

    def _ask_closing(self, journal: TemporaryJournal) -> None:
        question = CloseByActQuestion(journal, self)
        question.acted.connect(
            lambda number, reason: self._board.close_by_act(journal.station, number, reason)
        )
        question.open()

    def _print_act(self, card: JournalCard) -> None:
        self._papers.print_act(card.journal)


def _nothing_to_decide() -> Card:
    card = Card()
    card.column.addWidget(
        EmptyState(
            "Решать нечего",
            "Если двое запишут в одну клетку разное, оба значения появятся здесь рядом, и ни одно"
            " не пропадёт. Здесь же будут записи, которые ждут решения или отклонены, с причиной.",
        )
    )
    return card
