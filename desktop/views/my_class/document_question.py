"""The question about a document on an absence: only what the program needs to know of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QFormLayout, QLineEdit, QWidget

from desktop.views.elements import label
from desktop.views.question import Question
from journal.absences import DOCUMENT_KINDS
from journal.queries.absence_documents import DocumentLine
from journal.reference import PupilName
from journal.services.absences import RecordDocument

_MOST_LETTERS = 40


class DocumentQuestion(Question):
    """Asks for a document; a known one is filled in further.

    Signals:
        recorded: what to record (``RecordDocument``).
    """

    recorded = Signal(object)

    def __init__(
        self,
        class_id: str,
        pupils: Sequence[PupilName],
        today: date,
        known: DocumentLine | None = None,
        pupil: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Make the question; ``pupil`` is chosen first, ``known`` is a document to go on with."""
        words = (
            "Записываются только вид, номер и даты. Диагноз и другие сведения о здоровье"
            " в журнал не вносят."
        )
        super().__init__("Документ о пропуске", words, "Записать", parent)
        self._class_id, self._pupils, self._known = class_id, pupils, known
        self.pupil, self.kind, self.number = QComboBox(), QComboBox(), QLineEdit()
        self.number.setMaxLength(_MOST_LETTERS)
        self.number.setPlaceholderText("номер, или «б/н»")
        for each in pupils:
            self.pupil.addItem(each.listed, each.id)
        for code, kind in DOCUMENT_KINDS.items():
            self.kind.addItem(f"{kind.name} ({kind.code})", code)
        self.presented, self.issued = _date_field(today), _date_field(today)
        self.start, self.end = _date_field(today), _date_field(today)
        self.only_noted = QCheckBox("Пока только предъявлен, даты внесу позже")
        form = QFormLayout()
        form.setSpacing(8)
        for words_of, field in (
            ("Ученик", self.pupil),
            ("Вид", self.kind),
            ("Предъявлен", self.presented),
            ("", self.only_noted),
            ("Номер", self.number),
            ("Выдан", self.issued),
            ("С какого дня", self.start),
            ("По какой день", self.end),
        ):
            field.setAccessibleName(words_of or self.only_noted.text())
            form.addRow(label(words_of), field)
        self.body.addLayout(form)
        self.only_noted.toggled.connect(self._check)
        self.number.textChanged.connect(self._check)
        self.accepted.connect(self._record)
        wanted = known.pupil.id if known is not None else pupil
        self.pupil.setCurrentIndex(max(0, self.pupil.findData(wanted)))
        if known is not None:
            self._fill(known)
        self._check()

    def _fill(self, known: DocumentLine) -> None:
        self.kind.setCurrentIndex(max(0, self.kind.findData(known.kind)))
        self.number.setText(known.number)
        self.pupil.setEnabled(False)
        for field, day in (
            (self.presented, known.presented),
            (self.issued, known.issued or known.presented),
            (self.start, known.start or known.presented),
            (self.end, known.end or known.presented),
        ):
            field.setDate(QDate(day.year, day.month, day.day))

    def _check(self) -> None:
        noted = self.only_noted.isChecked()
        for field in (self.number, self.issued, self.start, self.end):
            field.setEnabled(not noted)
        self.yes.setEnabled(bool(self._pupils) and (noted or bool(self.number.text().strip())))

    def _record(self) -> None:
        noted = self.only_noted.isChecked()
        self.recorded.emit(
            RecordDocument(
                self._class_id,
                str(self.pupil.currentData()),
                str(self.kind.currentData()),
                _day(self.presented),
                "" if noted else self.number.text().strip(),
                None if noted else _day(self.issued),
                None if noted else _day(self.start),
                None if noted else _day(self.end),
                self._known.document if self._known is not None else None,
            )
        )


def _date_field(day: date) -> QDateEdit:
    field = QDateEdit(QDate(day.year, day.month, day.day))
    field.setCalendarPopup(True)
    field.setDisplayFormat("dd.MM.yyyy")
    return field


def _day(field: QDateEdit) -> date:
    picked = field.date()
    return date(picked.year(), picked.month(), picked.day())
