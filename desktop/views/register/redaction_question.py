"""By which act the values of a cell are erased: a consent withdrawn, a time of keeping over."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.views.question import Question

_LONGEST = 200


class RedactionQuestion(Question):
    """Asks for number and reason of the act; without both there is no yes.

    Signals:
        given: number and reason.
    """

    given = Signal(str, str)

    def __init__(self, entries: int, parent: QWidget | None = None) -> None:
        """Make the question; ``entries`` is how many values the cell ever had."""
        words = (
            f"Значений в истории ячейки: {entries}. Они будут стёрты на центральном сервере и на "
            "всех рабочих местах и не вернутся даже из резервной копии. Кто и когда их записал, "
            "останется, вместо значения будет номер акта."
        )
        super().__init__("Стереть по акту", words, "Стереть", parent)
        self.number, self.reason = QLineEdit(), QLineEdit()
        for field, hint in (
            (self.number, "Номер акта"),
            (self.reason, "Основание: отзыв согласия, истёк срок хранения"),
        ):
            field.setPlaceholderText(hint)
            field.setAccessibleName(hint)
            field.setMaxLength(_LONGEST)
            field.textChanged.connect(self._look)
            self.body.addWidget(field)
        self.number.setFocus()
        self._look()
        self.accepted.connect(lambda: self.given.emit(*self._said))

    @property
    def _said(self) -> tuple[str, str]:
        return self.number.text().strip(), self.reason.text().strip()

    def _look(self) -> None:
        self.yes.setEnabled(all(self._said))
