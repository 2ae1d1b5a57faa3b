"""Questions of a card: a new parent, one to be taken out, fields that the school decides about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QFormLayout, QLineEdit, QWidget

from desktop.views.elements import label
from desktop.views.question import Question
from journal.cards import FIELD_NAMES, RELATIONS
from journal.queries.pupil_cards import FieldSwitch

_LONGEST = 100


class ParentQuestion(Question):
    """Asks for what a parent's card cannot be without; the rest is typed into the card.

    Signals:
        named: relation, surname, name, patronymic.
    """

    named = Signal(str, str, str, str)

    def __init__(self, pupil: str, parent: QWidget | None = None) -> None:
        words = f"Ученик: {pupil}. Остальные сведения внесёте прямо в карту."
        super().__init__("Новый законный представитель", words, "Добавить", parent)
        self.relation = QComboBox()
        self.relation.addItems(tuple(RELATIONS.values()))
        self.surname, self.name, self.patronymic = QLineEdit(), QLineEdit(), QLineEdit()
        self.patronymic.setPlaceholderText("если есть")
        form = QFormLayout()
        form.setSpacing(8)
        for code, field in (
            ("relation", self.relation),
            ("surname", self.surname),
            ("name", self.name),
            ("patronymic", self.patronymic),
        ):
            name = FIELD_NAMES[code].capitalize()
            field.setAccessibleName(name)
            form.addRow(label(name), field)
        self.body.addLayout(form)
        for field in (self.surname, self.name):
            field.setMaxLength(_LONGEST)
            field.textChanged.connect(self._look)
        self.accepted.connect(
            lambda: self.named.emit(
                self.relation.currentText(),
                self.surname.text(),
                self.name.text(),
                self.patronymic.text(),
            )
        )
        self.relation.setFocus()
        self._look()

    def _look(self) -> None:
        self.yes.setEnabled(bool(self.surname.text().strip() and self.name.text().strip()))


class FieldsQuestion(Question):
    """Asks by which decision of the school which further fields are kept (ANC-R.V.9).

    Signals:
        decided: code of a field, whether it is kept, number and day of the decision.
    """

    decided = Signal(str, bool, str, object)

    def __init__(
        self, switches: Sequence[FieldSwitch], today: date, parent: QWidget | None = None
    ) -> None:
        words = (
            "Эти сведения школа ведёт только по своему решению. Выключенное поле исчезает из карт,"
            " новое в него не записывается; что было внесено раньше, остаётся в истории."
        )
        super().__init__("Дополнительные сведения в картах", words, "Записать решение", parent)
        self._switches = switches
        self.boxes: dict[str, QCheckBox] = {}
        for each in switches:
            box = QCheckBox(_switch_in_words(each))
            box.setChecked(each.is_on)
            box.toggled.connect(self._look)
            self.boxes[each.field] = box
            self.body.addWidget(box)
        self.number, self.day = QLineEdit(), QDateEdit(QDate(today.year, today.month, today.day))
        self.number.setMaxLength(_LONGEST)
        self.number.setPlaceholderText("например, 14-од")
        self.number.textChanged.connect(self._look)
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("dd.MM.yyyy")
        form = QFormLayout()
        form.setSpacing(8)
        for name, field in (("Номер решения", self.number), ("Дата решения", self.day)):
            field.setAccessibleName(name)
            form.addRow(label(name), field)
        self.body.addLayout(form)
        self.accepted.connect(self._decide)
        self._look()

    @property
    def _changed(self) -> list[FieldSwitch]:
        return [each for each in self._switches if self.boxes[each.field].isChecked() != each.is_on]

    def _look(self) -> None:
        self.yes.setEnabled(bool(self._changed and self.number.text().strip()))

    def _decide(self) -> None:
        picked = self.day.date()
        day = date(picked.year(), picked.month(), picked.day())
        for each in self._changed:
            self.decided.emit(each.field, not each.is_on, self.number.text().strip(), day)


def _switch_in_words(switch: FieldSwitch) -> str:
    name = FIELD_NAMES[switch.field].capitalize()
    if switch.day is None:
        return name
    verb = "ведётся" if switch.is_on else "не ведётся"
    return f"{name}: {verb} по решению № {switch.number} от {switch.day:%d.%m.%Y}"
