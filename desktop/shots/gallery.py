"""A picture of every ready element, so that a change of the style sheet is seen at once."""

from __future__ import annotations

from PySide6.QtCore import QStringListModel
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QHBoxLayout,
    QLayout,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QProgressBar,
    QRadioButton,
    QSpinBox,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop.shots.render import Shot, Stage
from desktop.tokens import GRID_ROW, MARK_COLUMN, Tone
from desktop.views.elements import (
    Card,
    button,
    key_cap,
    label,
    pill,
    rule,
    set_refused,
    set_tone,
    small,
    strong,
    title,
)

_PUPILS = ("Алексеева Софья", "Андреев Матвей", "Белова Арина", "Васильев Тимофей", "Ёлкина Полина")
_MARKS = (("5", "5", ""), ("4", "", "5 4"), ("н", "4", "3"), ("", "5", "4"), ("б", "", "5"))


def _row(*parts: QWidget | str) -> QLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for part in parts:
        row.addWidget(label(part) if isinstance(part, str) else part)
    row.addStretch(1)
    return row


def _buttons() -> Card:
    card = Card()
    card.column.addWidget(title("Кнопки"))
    off, primary_off = button("Нельзя"), button("Нельзя", "primary")
    off.setEnabled(False)
    primary_off.setEnabled(False)
    card.column.addLayout(_row(button("Оставить «4»", "primary"), button("Отмена")))
    card.column.addLayout(_row(primary_off, off, button("Подробнее", "link"), key_cap("Ctrl Z")))
    card.column.addWidget(rule())
    card.column.addWidget(strong("Жирная строка"))
    card.column.addWidget(label("Обычная строка: §, №, «ёлочки», 5–11 классы"))
    card.column.addWidget(label("Приглушённая строка", "muted"))
    card.column.addWidget(small("Мелкая строка"))
    for look, words in (
        ("refusal", "Отметка «14» не записана: допустимы 2–5, н, осв, зач."),
        ("warning", "Записи ещё не ушли: нет связи с центральным сервером."),
        ("notice", "Первый вход на этом компьютере."),
    ):
        card.column.addWidget(label(words, look, wraps=True))
    card.column.addStretch(1)
    return card


def _fields() -> Card:
    card = Card()
    card.column.addWidget(title("Поля"))
    empty, refused, off = QLineEdit(), QLineEdit("14"), QLineEdit("закрыто")
    empty.setPlaceholderText("Тема урока")
    set_refused(refused, True)
    off.setEnabled(False)
    for field in (empty, refused, off):
        card.column.addWidget(field)
    combo, combo_off = QComboBox(), QComboBox()
    combo.addItems(["9А · Русский язык", "7Б · Русский язык"])
    combo_off.addItems(["II четверть"])
    combo_off.setEnabled(False)
    card.column.addLayout(_row(combo, combo_off))
    card.column.addLayout(_row(QSpinBox(), QDateEdit()))
    for box in (QCheckBox("Отмечено"), QRadioButton("Выбрано")):
        box.setChecked(True)
        free = type(box)("Не отмечено")
        off_box = type(box)("Нельзя")
        off_box.setEnabled(False)
        holder = QWidget()
        choices = QHBoxLayout(holder)  # a holder of its own: radio buttons exclude each other
        choices.setContentsMargins(0, 0, 0, 0)
        for choice in (box, free, off_box):
            choices.addWidget(choice)
        card.column.addWidget(holder)
    bar = QProgressBar()
    bar.setTextVisible(False)
    bar.setValue(40)
    card.column.addWidget(bar)
    text = QPlainTextEdit("упр. 118, § 14\nповторить правило")
    text.setMaximumHeight(70)
    card.column.addWidget(text)
    card.column.addStretch(1)
    return card


def _tables() -> Card:
    card = Card()
    card.column.addWidget(title("Таблицы и списки"))
    model = QStandardItemModel(0, 4)
    model.setHorizontalHeaderLabels(["Фамилия, имя", "05", "06", "09"])
    for pupil, marks in zip(_PUPILS * 4, _MARKS * 4, strict=True):
        model.appendRow([QStandardItem(pupil), *(QStandardItem(mark) for mark in marks)])
    table = QTableView()
    table.setModel(model)
    model.setParent(table)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(GRID_ROW)
    table.horizontalHeader().setDefaultSectionSize(MARK_COLUMN)
    table.setColumnWidth(0, 170)
    table.selectRow(1)
    rows = QListView()
    rows.setModel(QStringListModel(list(_PUPILS), rows))
    rows.ensurePolished()  # rows are measured by the first use of an index
    rows.setCurrentIndex(rows.model().index(1, 0))
    rows.setMaximumHeight(150)
    card.column.addWidget(table, 1)
    card.column.addWidget(rows)
    return card


_TONES: tuple[tuple[str, Tone], ...] = (
    ("принято, в срок", "good"),
    ("ждёт переноса", "waiting"),
    ("спорно, отклонено", "bad"),
    ("ждёт решения", "held"),
    ("выбрано", "accent"),
    ("закрыто для правки", "muted"),
)


def _tones() -> Card:
    card = Card()
    card.column.addWidget(title("Тона"))
    for words, tone in _TONES:
        card.column.addWidget(pill(words, tone))
    for words, tone in _TONES:
        plain = label(words)
        set_tone(plain, tone)
        card.column.addWidget(plain)
    card.column.addStretch(1)
    return card


def _gallery(stage: Stage) -> QWidget:
    page = QWidget()
    row = QHBoxLayout(page)
    row.setContentsMargins(14, 12, 14, 12)
    row.setSpacing(12)
    row.addWidget(_buttons(), 4)
    row.addWidget(_fields(), 4)
    right = QVBoxLayout()
    right.addWidget(_tables(), 3)
    row.addLayout(right, 5)
    row.addWidget(_tones(), 3)
    return page


SHOTS = (Shot("elements", "Части экрана", _gallery),)
