"""The fields of one person in a card, two beside each other, each with its name before it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.views.elements import label, set_tone
from desktop.views.my_class.card_fields import ChoiceField, Field, TypedField
from journal.cards import DOCUMENT_FIELDS, FIELD_NAMES, RELATIONS, SEXES, show_field, show_masked

_NAME_WIDTH = 112
_WIDE = ("address", "passport")
_HINTS = {
    "birth_date": "ДД.ММ.ГГГГ",
    "phone": "+7 900 000-00-00",
    "email": "name@example.ru",
    "snils": "000-000-000 00",
    "patronymic": "если есть",
    "passport": "серия, номер, кем и когда выдан",
}


class FieldGrid(QWidget):
    """Builds the fields once and fills them whenever the card is another.

    Signals:
        submitted: a field is to be written: its code, its text, whether to go on to the next one.
        overtaken: under what is being typed came another value: the field's code and that value.
    """

    submitted = Signal(str, str, bool)
    overtaken = Signal(str, str)

    def __init__(self, fields: Sequence[str], whose: str) -> None:
        """Make the fields; ``whose`` goes before their names for readers of the screen."""
        super().__init__()
        self.fields: dict[str, Field] = {}
        self._names = {field: label(FIELD_NAMES[field].capitalize()) for field in fields}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        for column in (0, 2):
            grid.setColumnMinimumWidth(column, _NAME_WIDTH)
        for column in (1, 3):
            grid.setColumnStretch(column, 1)
        row = place = 0
        for field in fields:
            is_wide = field in _WIDE
            if is_wide and place:
                row, place = row + 1, 0
            made = _make(field)
            made.setAccessibleName(f"{whose}: {FIELD_NAMES[field]}")
            made.submitted.connect(
                lambda goes_on, field=field, made=made: self.submitted.emit(
                    field, made.typed, goes_on
                )
            )
            self.fields[field] = made
            grid.addWidget(self._names[field], row, 2 * place)
            grid.addWidget(made, row, 2 * place + 1, 1, 3 if is_wide else 1)
            row, place = (row + 1, 0) if is_wide or place else (row, 1)

    def show_values(
        self, value: Callable[[str], object], required: Collection[str], *, may_write: bool
    ) -> None:
        """Show what is written; what must be filled and is not is marked, in words too."""
        for field, made in self.fields.items():
            shown = value(field)
            masked = show_masked(field, shown) if field in DOCUMENT_FIELDS else ""
            if made.show_value(show_field(field, shown), masked):
                self.overtaken.emit(field, show_masked(field, shown))
            lacks = field in required and not shown
            set_tone(self._names[field], "waiting" if lacks else None)
            made.setToolTip("Обязательное поле не заполнено" if lacks else "")
            made.setAccessibleDescription("обязательное, не заполнено" if lacks else "")
            if isinstance(made, TypedField):
                made.setReadOnly(not may_write)
                made.setPlaceholderText(_HINTS.get(field, "") if may_write else "")
            else:
                made.setEnabled(may_write)

    @property
    def touched(self) -> str:
        """The field in which something is typed and not written yet, ""."""
        return next((field for field, made in self.fields.items() if made.is_touched), "")


def _make(field: str) -> Field:
    if field == "sex":
        return ChoiceField(tuple(SEXES.values()))
    if field == "relation":
        return ChoiceField(tuple(RELATIONS.values()))
    return TypedField()
