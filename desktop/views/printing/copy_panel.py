"""One copy: what it is, what became of it, and the next step that can be recorded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QComboBox, QDateEdit, QHBoxLayout, QPushButton, QWidget

from desktop.models.copies_board import CopiesBoard, Step
from desktop.models.copies_model import CERTIFIED_FORMS, FORM_WORDS, state_tone, state_words
from desktop.views.elements import (
    Card,
    button,
    label,
    pill,
    rule,
    set_tone,
    small,
    strong,
)
from journal.queries.copies import CopyLine
from journal.queries.transfer_words import plural

_STEPS: tuple[Step, ...] = ("checked", "certified", "handed")
_SHOWN = 4
_DONE = {"checked": "Проверено", "certified": "Заверено", "handed": "Передано"}


class CopyPanel(Card):
    """The copy that is current in the table; ``show_line`` fills it."""

    def __init__(self, board: CopiesBoard) -> None:
        super().__init__(margin=14, gap=7)
        self._board = board
        self._line: CopyLine | None = None
        self._title = strong("")
        self._title.setWordWrap(True)
        self._state = pill("", "muted")
        self._subjects = label("", wraps=True)
        self._facts = label("", "muted", wraps=True)
        self._outdated = label("", "refusal", wraps=True)
        self._story = small("", wraps=True)
        self._why = small("", wraps=True)
        self.day = QDateEdit()
        self.day.setDisplayFormat("dd.MM.yyyy")
        self.day.setAccessibleName("Дата подписи или передачи")
        self.receiver = QComboBox()
        self.receiver.setAccessibleName("Кому передано")
        self.buttons: dict[Step, QPushButton] = {
            "checked": button("П&роверено", "primary"),
            "certified": button("За&верено", "primary"),
            "handed": button("Передано на &хранение", "primary"),
        }
        self._when = _row("Дата на бумаге", self.day)
        self._whom = _row("Кому", self.receiver)
        self._lay_out()
        actions: dict[Step, Callable[[], object]] = {
            "checked": self._check,
            "certified": self._certify,
            "handed": self._hand_over,
        }
        for step, act in actions.items():
            self.buttons[step].clicked.connect(act)
        self.show_line(None)

    @property
    def why(self) -> str:
        """Why the next step cannot be recorded; "" when it can."""
        return "" if self._why.isHidden() else self._why.text()

    def show_line(self, line: CopyLine | None) -> None:
        """Show a copy, or nothing."""
        is_other = line is None or self._line is None or line.copy != self._line.copy
        self._line = line
        self.setVisible(line is not None)
        if line is None:
            return
        self._title.setText(f"№ {line.number} · {FORM_WORDS.get(line.form, line.form)}")
        self._state.setText(state_words(line))
        set_tone(self._state, state_tone(line))
        self._facts.setText(_facts(line))
        self._subjects.setText(_subjects(line))
        self._subjects.setToolTip(", ".join(line.subjects))
        self._subjects.setVisible(bool(line.subjects))
        self._outdated.setText(
            f"После печати изменилось: {', '.join(line.outdated)}."
            " Напечатайте новую копию взамен этой."
        )
        self._outdated.setVisible(bool(line.outdated) and not line.draft)
        self._story.setText(_story(line))
        if is_other:
            self._offer_days(line)
            self._offer_receivers()
        self._offer_steps(line)

    def _lay_out(self) -> None:
        self.column.addWidget(self._title)
        self.column.addWidget(self._state)
        self.column.addWidget(self._subjects)
        self.column.addWidget(self._facts)
        self.column.addWidget(self._outdated)
        self.column.addWidget(rule())
        self.column.addWidget(self._story)
        self.column.addSpacing(4)
        self.column.addWidget(self._whom)
        self.column.addWidget(self._when)
        for made in self.buttons.values():
            self.column.addWidget(made)
        self.column.addWidget(self._why)

    def _offer_days(self, line: CopyLine) -> None:
        today = self._board.today
        self.day.setDateRange(_to_qt(line.printed_at.date()), _to_qt(today))
        self.day.setDate(_to_qt(today))

    def _offer_receivers(self) -> None:
        self.receiver.clear()
        for member in self._board.archive_keepers():
            self.receiver.addItem(member.short, member.user)

    def _offer_steps(self, line: CopyLine) -> None:
        """Offer the step that comes next, or say why it cannot be recorded here and now."""
        following = next((step for step in _STEPS if step not in line.marks), None)
        if line.draft or line.form not in CERTIFIED_FORMS:
            following = None
        refusal = self._board.refusal(following, line) if following is not None else ""
        for step, made in self.buttons.items():
            made.setVisible(step == following)
            made.setEnabled(not refusal)
            made.setToolTip(refusal)
        self._when.setVisible(following in ("certified", "handed") and not refusal)
        self._whom.setVisible(following == "handed" and not refusal)
        self._why.setText(refusal)
        self._why.setVisible(bool(refusal) and not line.outdated)

    def _check(self) -> None:
        if self._line is not None:
            self._board.check(self._line)

    def _certify(self) -> None:
        if self._line is not None:
            self._board.certify(self._line, _day_of(self.day))

    def _hand_over(self) -> None:
        if self._line is not None and self.receiver.currentData():
            self._board.hand_over(self._line, self.receiver.currentData(), _day_of(self.day))


def _row(words: str, field: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(label(words))
    row.addWidget(field, 1)
    return holder


def _facts(line: CopyLine) -> str:
    sheets = plural(line.sheets, "лист", "листа", "листов")
    what = ", ".join(part for part in (line.class_title, line.period) if part)
    facts = [
        what,
        f"{sheets}, контрольный код {line.code}",
        f"{line.printed_by}, {line.printed_at:%d.%m.%Y в %H:%M}",
    ]
    return "\n".join(facts)


def _subjects(line: CopyLine) -> str:
    shown = ", ".join(line.subjects[:_SHOWN])
    more = len(line.subjects) - _SHOWN
    return shown if more <= 0 else f"{shown} и ещё {more}"


def _story(line: CopyLine) -> str:
    if line.draft:
        return f"Черновик не заверяют. {line.draft}"
    if line.form not in CERTIFIED_FORMS:
        return "Этот документ подписывают на бумаге; заверять его как копию не нужно."
    told = []
    for step in _STEPS:
        mark = line.marks.get(step)
        if mark is not None:
            day = f"{mark.day:%d.%m.%Y}" if mark.day else ""
            told.append(f"{_DONE[step]} {day}\n{mark.name}, {mark.post}")
    return "\n".join(told) or "Сверьте бумагу с журналом, затем отметьте «Проверено»."


def _to_qt(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _day_of(field: QDateEdit) -> date:
    day = field.date()
    return date(day.year(), day.month(), day.day())
