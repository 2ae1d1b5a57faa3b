"""The pages of «Импорт»: one for each step, each says what is there and what to do."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
)

from desktop.models.import_board import ImportBoard
from desktop.models.text_table import TextTable
from desktop.tasks import Progress
from desktop.views.elements import Card, button, label, small, title
from desktop.views.importing.page import StepPage, table_of
from journal.imports.spreadsheets import ALL, BY_STEM
from journal.queries.imports import ImportLine

_NOT_READ = "не читать"
_SEVERITIES = {"error": "Ошибка", "warning": "Предупреждение"}
_STATES = {"taken": "загружено", "undone": "отменено"}
_FILTERS = (("Все", ""), ("Ошибки", "error"), ("Предупреждения", "warning"))


class FilesPage(StepPage):
    """Where tables are chosen, and what was imported before.

    Signals:
        files_wanted, folder_wanted, templates_wanted: the button was pressed.
    """

    files_wanted = Signal()
    folder_wanted = Signal()
    templates_wanted = Signal()

    def __init__(self, board: ImportBoard) -> None:
        super().__init__(board)
        self.folder = button("Выбрать &папку…", "primary")
        self.files = button("Выбрать &файлы…")
        self.templates = button("Записать &шаблоны…")
        self.undo = button("&Отменить импорт")
        self.model = TextTable(("Когда", "Кто", "Состояние", "Что загружено"), self)
        self.table = table_of(self.model, "Загрузки", (150, 180, 250))
        card = Card(margin=20, gap=12)
        card.column.addWidget(
            label("Перетащите сюда папку или файлы: xlsx, xls, ods, csv, расписание aSc или Untis.")
        )
        row = QHBoxLayout()
        for each in (self.folder, self.files, self.templates):
            row.addWidget(each)
        row.addStretch(1)
        card.column.addLayout(row)
        self.column.addWidget(card)
        past = QHBoxLayout()
        past.addWidget(title("Прежние загрузки", 15), 1)
        past.addWidget(self.undo)
        self.column.addLayout(past)
        self.nothing = small("Загрузок ещё не было: начните с шаблонов или с готовых таблиц.")
        self.column.addWidget(self.nothing)
        self.column.addWidget(self.table, 1)
        self.column.addStretch(0)
        self.folder.clicked.connect(self.folder_wanted)
        self.files.clicked.connect(self.files_wanted)
        self.templates.clicked.connect(self.templates_wanted)
        self.undo.clicked.connect(self._undo)

    def refresh(self) -> None:
        """Show the board's state."""
        self.say(
            "Таблицы школы",
            "Списки, нагрузка, расписание и планы загружаются из таблиц, какие есть в школе. "
            "До последнего шага в журнал ничего не записывается.",
        )
        lines = self.board.imports
        self.model.show_rows(
            [
                (f"{line.moment:%d.%m.%Y %H:%M}", line.author, _state(line), line.words)
                for line in lines
            ]
        )
        if lines:
            self.table.selectRow(0)
        self.nothing.setVisible(not lines)
        self.table.setVisible(bool(lines))
        self.undo.setVisible(bool(lines))

    def _undo(self) -> None:
        row = self.table.currentIndex().row()
        if 0 <= row < len(self.board.imports):
            self.board.undo(self.board.imports[row].id)


class ColumnsPage(StepPage):
    """What was recognised: a sheet is a table, a column is a field; both can be corrected."""

    def __init__(self, board: ImportBoard) -> None:
        super().__init__(board)
        self.sheets = TextTable(("Файл", "Лист", "Таблица"), self)
        self.fields = TextTable(("Колонка", "Заголовок в файле", "Поле"), self)
        self.sheet_table = table_of(self.sheets, "Листы", (230, 130))
        self.field_table = table_of(self.fields, "Колонки листа", (80, 260))
        self.kind, self.field = QComboBox(), QComboBox()
        self.kind.setAccessibleName("Что это за таблица")
        self.field.setAccessibleName("Какое это поле")
        self.kind.addItem(_NOT_READ, "")
        for kind in ALL:
            self.kind.addItem(kind.stem, kind.stem)
        row = QHBoxLayout()
        row.setSpacing(14)
        for table, words, box in (
            (self.sheet_table, "Таблица листа:", self.kind),
            (self.field_table, "Поле колонки:", self.field),
        ):
            side = QVBoxLayout()
            side.addWidget(table, 1)
            below = QHBoxLayout()
            below.addWidget(label(words))
            below.addWidget(box, 1)
            side.addLayout(below)
            row.addLayout(side, 1)
        self.column.addLayout(row, 1)
        self.sheet_table.selectionModel().currentRowChanged.connect(lambda *_: self._show_sheet())
        self.field_table.selectionModel().currentRowChanged.connect(lambda *_: self._show_field())
        self.kind.activated.connect(self._choose_kind)
        self.field.activated.connect(self._choose_field)

    def refresh(self) -> None:
        """Show the board's state; the rows at hand stay at hand."""
        mapping = self.board.mapping
        if mapping is None:
            return
        doubtful = sum(not sheet.is_certain for sheet in mapping.sheets)
        words = "Всё узнано по заголовкам." if not doubtful else f"Проверьте листов: {doubtful}."
        self.say(
            "Что распознано",
            f"{words} Исправьте под таблицами, если что-то понято неверно: это запомнится.",
        )
        sheet, field = self._sheet, max(self.field_table.currentIndex().row(), 0)
        self.sheets.show_rows(
            [
                (each.file, each.sheet, _doubted(each.kind or _NOT_READ, each.is_certain))
                for each in mapping.sheets
            ]
        )
        self.sheet_table.selectRow(min(sheet, len(mapping.sheets) - 1))
        self.field_table.selectRow(field)

    @property
    def _sheet(self) -> int:
        return max(self.sheet_table.currentIndex().row(), 0)

    def _show_sheet(self) -> None:
        mapping = self.board.mapping
        if mapping is None or not mapping.sheets:
            return
        sheet = mapping.sheets[self._sheet]
        self.kind.setCurrentIndex(max(self.kind.findData(sheet.kind), 0))
        self.field.clear()
        self.field.addItem(_NOT_READ, "")
        if sheet.kind:
            kind = BY_STEM[sheet.kind]
            for column in (*kind.columns, *kind.joined):
                self.field.addItem(column.title, column.title)
        self.fields.show_rows(
            [
                (
                    each.letter,
                    each.header,
                    _doubted(each.field or _NOT_READ, each.confidence == 1),
                )
                for each in sheet.columns
            ]
        )
        if sheet.columns:
            self.field_table.selectRow(0)

    def _show_field(self) -> None:
        mapping, row = self.board.mapping, self.field_table.currentIndex().row()
        if mapping is None or row < 0:
            return
        columns = mapping.sheets[self._sheet].columns
        if row < len(columns):
            self.field.setCurrentIndex(max(self.field.findData(columns[row].field), 0))

    def _choose_kind(self) -> None:
        self.board.choose_kind(self._sheet, str(self.kind.currentData()))

    def _choose_field(self) -> None:
        mapping, row = self.board.mapping, self.field_table.currentIndex().row()
        if mapping is not None and 0 <= row < len(mapping.sheets[self._sheet].columns):
            place = mapping.sheets[self._sheet].columns[row].place
            self.board.choose_field(self._sheet, place, str(self.field.currentData()))


class FindingsPage(StepPage):
    """What is wrong, by file, sheet and cell, and what to do about it.

    Signals:
        protocol_wanted: the button was pressed.
    """

    protocol_wanted = Signal()

    def __init__(self, board: ImportBoard) -> None:
        super().__init__(board)
        self.model = TextTable(("Важность", "Где", "Что не так", "Что сделать"), self)
        self.table = table_of(self.model, "Замечания", (130, 330, 380))
        self.filter = QComboBox()
        self.filter.setAccessibleName("Какие замечания показать")
        for words, severity in _FILTERS:
            self.filter.addItem(words, severity)
        self.filter.currentIndexChanged.connect(self.refresh)
        row = QHBoxLayout()
        row.addWidget(label("Показать:"))
        row.addWidget(self.filter)
        row.addStretch(1)
        self.protocol = button("Сохранить &протокол…")
        self.protocol.clicked.connect(self.protocol_wanted)
        row.addWidget(self.protocol)
        self.column.addLayout(row)
        self.column.addWidget(self.table, 1)

    def refresh(self) -> None:
        """Show the board's state."""
        reading = self.board.reading
        if reading is None:
            return
        errors, warnings = len(reading.errors), len(reading.warnings)
        if errors:
            words = "Исправьте их в таблицах и выберите файлы снова: половина не загружается."
        elif warnings:
            words = "Предупреждения загрузке не мешают."
        else:
            words = "Таблицы согласны между собой."
        self.say(f"Ошибок: {errors}, предупреждений: {warnings}", words)
        self.protocol.setEnabled(bool(reading.findings) and not self.board.is_busy)
        wanted = self.filter.currentData()
        self.model.show_rows(
            [
                (_SEVERITIES[each.severity], each.place, each.what, each.advice)
                for each in reading.findings
                if wanted in ("", each.severity)
            ]
        )


class TakingPage(StepPage):
    """How far the taking is."""

    def __init__(self, board: ImportBoard) -> None:
        super().__init__(board)
        self.bar = QProgressBar()
        self.bar.setAccessibleName("Ход загрузки")
        self.bar.setMaximumWidth(520)
        self.state = small()
        self.column.addWidget(self.bar)
        self.column.addWidget(self.state)
        self.column.addStretch(1)
        self.column.setAlignment(Qt.AlignmentFlag.AlignTop)
        board.progressed.connect(self._show)

    def refresh(self) -> None:
        """Show the board's state."""
        self.say("Загружается", "Если остановить, в журнале не останется ничего из этой загрузки.")

    def _show(self, progress: Progress) -> None:
        self.bar.setRange(0, progress.total)
        self.bar.setValue(progress.reached)
        self.state.setText(progress.words)


class DonePage(StepPage):
    """That it is done, and how to take it back."""

    def __init__(self, board: ImportBoard) -> None:
        super().__init__(board)
        self.undo: QPushButton = button("&Отменить импорт")
        self.undo.clicked.connect(self._undo)
        self.column.addWidget(self.undo, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addStretch(1)

    def refresh(self) -> None:
        """Show the board's state."""
        lines = self.board.imports
        last = lines[0] if lines else None
        is_undone = last is not None and last.state == "undone"
        if is_undone:
            self.say("Загрузка отменена", "Списки такие, какими были до неё.")
        else:
            words = last.words if last is not None else ""
            self.say(
                "Загружено",
                f"{words[:1].upper()}{words[1:]}. На других рабочих местах появится всё сразу, "
                "когда загрузка дойдёт до центрального сервера.",
            )
        self.undo.setVisible(last is not None and not is_undone)

    def _undo(self) -> None:
        if self.board.imports:
            self.board.undo(self.board.imports[0].id)


def _state(line: ImportLine) -> str:
    if line.state != "incomplete":
        return _STATES[line.state]
    return f"пришло {_number(line.arrived)} из {_number(line.count)} записей"


def _number(count: int) -> str:
    return f"{count:,}".replace(",", "\u00a0")


def _doubted(words: str, is_certain: bool) -> str:
    return words if is_certain else f"{words} — проверьте"
