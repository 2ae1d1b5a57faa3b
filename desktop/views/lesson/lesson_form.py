"""What is written about a lesson beside its marks: topic, works, material, homework."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.models.lesson_board import LessonBoard
from desktop.views.elements import Card, label, rule, set_tone, small
from desktop.views.lesson.columns_box import ColumnsBox
from desktop.views.lesson.homework_box import HomeworkBox
from desktop.views.lesson.proposing_field import Choice, ProposingField
from journal.errors import UserError
from journal.queries.lesson_card import LessonCard
from journal.queries.register_view import Cell
from journal.queries.whole_lesson import PlanLine, WholeLesson
from journal.works import WORK_TYPES, find_works

_LABEL_WIDTH = 92
_WHY = (
    "праздничный день",
    "карантин",
    "болезнь учителя",
    "объединение тем",
    "дополнительный час на тему",
    "дистанционное обучение",
)


class LessonForm(Card):
    """Every field is written as soon as it is left or Enter is pressed.

    Signals:
        done: Enter was pressed in the field of this name and its text was taken.
    """

    done = Signal(str)

    def __init__(self, board: LessonBoard, host: QWidget) -> None:
        super().__init__(gap=6)
        self._board = board
        self.topic = ProposingField(self._topics, self._writer(board.set_topic), host=host)
        self.correction = ProposingField(
            _corrections, self._writer(board.set_correction), host=host
        )
        self.correction_name = label("&Корректировка", "muted")
        self.works = ProposingField(
            _works, self._writer(board.set_works), takes_first=True, host=host
        )
        self.material = ProposingField(_nothing, self._writer(board.set_material), host=host)
        self.links = ProposingField(_nothing, self._writer(board.set_links), host=host)
        self.homework = HomeworkBox(board, self.try_to, host)
        self.columns = ColumnsBox(board, self.try_to, host)
        self.refusal = label("", "refusal", wraps=True)
        self.refusal.hide()
        self._topic_note, self._works_note = small(wraps=True), small()
        self._lock = label("", "notice", wraps=True)
        self._marks_off = small(wraps=True)
        self._lay_out()
        for name, field in self.fields().items():
            field.finished.connect(lambda name=name: self.done.emit(name))
        self.correction.finished.connect(lambda: self.done.emit("topic"))

    def fields(self) -> dict[str, ProposingField]:
        """Return the fields by their names, in the order of the page."""
        return {
            "topic": self.topic,
            "works": self.works,
            "material": self.material,
            "links": self.links,
            "homework": self.homework.text,
        }

    def may_leave(self) -> bool:
        """Write what was typed and not written yet; ``False`` when something was refused."""
        others = (
            self.correction,
            *self.fields().values(),
            *self.homework.fields(),
            *self.columns.fields(),
        )
        return all(field.submit() for field in others)

    def tell(self, whole: WholeLesson) -> None:
        """Show a lesson; what is being typed stays."""
        card, line = whole.card, self._board.line
        self._lock.setText(card.locked)
        self._lock.setVisible(bool(card.locked))
        plan = self._board.proposed_topic()
        offer = plan.topic if plan is not None and not card.locked else ""
        self.topic.show_text(
            card.topic, offer, f"Enter — № {plan.number}: {plan.topic}" if plan and offer else ""
        )
        note, is_warning = _about_topic(whole, plan, line.topic if line is not None else None)
        self._topic_note.setText(note)
        set_tone(self._topic_note, "waiting" if is_warning else None)
        self.correction.show_text(card.correction, "", _hint(card, "почему не по плану: карантин"))
        for part in (self.correction_name, self.correction):
            part.setVisible(bool(whole.off_plan or card.correction))
        names = ", ".join(WORK_TYPES[code].name for code in whole.works if code in WORK_TYPES)
        self.works.show_text(
            names if whole.works_told else "",
            "" if whole.works_told or card.locked else names,
            "" if card.locked else f"Enter — {names}" if names else "первые буквы: отв, сам, контр",
        )
        self.material.show_text(whole.material, "", _hint(card, "что изучено: §, опыт, текст"))
        self.links.show_text(whole.links, "", _hint(card, "адреса и имена файлов, как текст"))
        for field in (self.topic, self.correction, self.works, self.material, self.links):
            field.setReadOnly(bool(card.locked))
        self.homework.tell(whole, line)
        self.columns.setVisible(not whole.marks_off)
        self._marks_off.setText(whole.marks_off)
        self._marks_off.setVisible(bool(whole.marks_off))
        if not whole.marks_off:
            self.columns.tell(whole)

    def try_to(self, wish: Callable[[], None]) -> str:
        """Carry out a wish; return "" or why it was refused, which is shown as well."""
        try:
            wish()
        except UserError as refusal:
            self.refusal.setText(str(refusal))
            self.refusal.show()
            return str(refusal)
        self.refusal.hide()
        return ""

    def forget_refusal(self) -> None:
        """Put the words of the last refusal away."""
        self.refusal.hide()

    def _writer(self, wish: Callable[[str], None]) -> Callable[[str], str]:
        return lambda text: self.try_to(lambda: wish(text))

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(5)
        grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
        grid.setColumnStretch(1, 1)
        rows: Sequence[tuple[str, QWidget]] = (
            ("&Тема урока", self.topic),
            ("", self._topic_note),
            ("&Корректировка", self.correction),
            ("&Виды работ", self.works),
            ("&Материал", self.material),
            ("&Файлы", self.links),
        )
        for row, (words, field) in enumerate(rows):
            if words:
                is_correction = field is self.correction
                name = self.correction_name if is_correction else label(words, "muted")
                name.setTextFormat(Qt.TextFormat.AutoText)
                name.setBuddy(field)
                field.setAccessibleName(words.replace("&", ""))
                grid.addWidget(name, row, 0)
            grid.addWidget(field, row, 1)
        column = self.column
        column.addWidget(self._lock)
        column.addLayout(grid)
        column.addWidget(rule())
        column.addWidget(self.homework)
        column.addWidget(rule())
        column.addWidget(self._marks_off)
        column.addWidget(self.columns)
        column.addWidget(self.refusal)
        column.addStretch(1)

    def _topics(self, text: str) -> Sequence[Choice]:
        """Return the lines of the plan that hold a text; free ones, the next one first."""
        whole = self._board.whole
        if whole is None:
            return ()
        wanted = text.casefold().strip()
        if wanted:
            lines = [each for each in whole.plan if wanted in each.topic.casefold()]
        else:
            following = self._board.proposed_topic()
            first = following.number if following is not None else (whole.card.plan_number or 0)
            lines = [each for each in whole.plan if each.number >= first and not each.is_taken]
        return [Choice(f"№ {each.number} · {each.topic}", each.topic) for each in lines[:40]]


def _about_topic(whole: WholeLesson, plan: PlanLine | None, cell: Cell | None) -> tuple[str, bool]:
    """Return what is to be known of the topic, and whether it deserves a warning colour."""
    card = whole.card
    sign = {"pending": "ждёт переноса", "contested": "спорно", "held": "ждёт решения"}
    state = sign.get(cell.sign, "отклонено" if cell.sign else "") if cell is not None else ""
    if whole.off_plan:
        number = f"КТП № {card.plan_number}, " if card.plan_number is not None else "Не по КТП: "
        words, is_warning = f"{number}{whole.off_plan}", True
        if not card.correction:
            words += " · напишите в корректировке почему"
    elif card.plan_number is not None:
        words, is_warning = f"КТП № {card.plan_number}", False
    elif plan is not None and not card.topic and not card.locked:
        words, is_warning = "Enter — записать из КТП, ↓ — другая тема плана", False
    elif not whole.plan:
        words, is_warning = "КТП для этой страницы ещё не загружено", False
    else:
        words, is_warning = "", False
    return " · ".join(filter(None, (words, state))), is_warning


def _hint(card: LessonCard, words: str) -> str:
    return "" if card.locked else words


def _works(text: str) -> Sequence[Choice]:
    begun, _, last = text.rpartition(",")
    known = f"{begun.strip()}, " if begun.strip() else ""
    found = find_works(last) if last.strip() else list(WORK_TYPES.values())
    return [Choice(f"{each.code} · {each.name}", f"{known}{each.name}") for each in found]


def _corrections(text: str) -> Sequence[Choice]:
    return [Choice(each, each) for each in _WHY if text.casefold() in each.casefold()]


def _nothing(_text: str) -> Sequence[Choice]:
    return ()
