"""What the user wishes for a held or refused entry: carried out, or asked about first."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.models.transfer_board import TransferBoard
from desktop.models.transfer_picture import Action, Dispute
from desktop.views.transfer.dialogs import RejectQuestion, SubstituteQuestion
from journal.queries.transfers import OpenCell
from journal.reference import StaffMember, name_order
from journal.rights import TEACHER


class DisputeDesk(QObject):
    """Puts the questions and hands the answers to the board.

    Signals:
        correction_requested: key of a refused entry: its cell is to be opened in the register.
    """

    correction_requested = Signal(str)

    def __init__(self, board: TransferBoard, window: QWidget) -> None:
        super().__init__(window)
        self._board = board
        self._window = window

    def act_on(self, dispute: Dispute, action: Action) -> None:
        """Carry out what was wished for an entry."""
        if action == "correct":
            self.correction_requested.emit(dispute.line.key)
        elif action == "set_aside":
            self._board.set_aside(dispute.id)
        elif dispute.cell is None:
            return
        elif action == "accept":
            self._board.decide(dispute.cell, dispute.id)
        elif action == "reject":
            self._ask_rejection(dispute, dispute.cell)
        else:
            self._ask_substitute(dispute, dispute.cell)

    def _ask_rejection(self, dispute: Dispute, cell: OpenCell) -> None:
        standing = next((each for each in cell.versions if each.stands), None)
        stays = f"«{standing.line.shows}»" if standing else "пусто"
        question = RejectQuestion(dispute.title, stays, self._window)
        entry = standing.line.entry if standing else None
        question.rejected_because.connect(lambda reason: self._board.decide(cell, entry, reason))
        question.open()

    def _ask_substitute(self, dispute: Dispute, cell: OpenCell) -> None:
        reference = self._board.workspace.reference
        place = cell.cell
        lesson = f"{place.class_title}, {place.subject}, {place.day:%d.%m}, урок {place.slot}"
        teachers = sorted(
            (each for each in reference.staff.values() if TEACHER in each.posts), key=_by_name
        )
        question = SubstituteQuestion(lesson, teachers, dispute.line.author, self._window)
        question.appointed.connect(lambda teacher: self._board.appoint(cell, teacher))
        question.open()


def _by_name(member: StaffMember) -> tuple[tuple[int, ...], ...]:
    return name_order(member.surname, member.name, member.patronymic)
