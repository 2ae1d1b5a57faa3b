"""What stands in the window while the school of a demo is prepared."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from desktop.tasks import Progress
from desktop.views.elements import Card, label, title

_WIDTH = 460
_WHY = (
    "Вымышленная школа проживает учебный год до сегодняшнего дня: уроки, отметки, пропуски, "
    "домашние задания. Это делается один раз в день, потом показ начинается сразу."
)


class Waiting(QWidget):
    """Says what is being done and how far it is."""

    def __init__(self, school: str, parent: QWidget | None = None) -> None:
        """Build the page; ``school`` says which one is prepared, in a sentence."""
        super().__init__(parent)
        self.bar = QProgressBar()
        self.bar.setRange(0, 100)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Сколько готово")
        self.words = label("Начинаем")
        card = Card(margin=24, gap=12)
        card.setFixedWidth(_WIDTH)
        for part in (
            title("Готовится учебная школа"),
            label(school, wraps=True),
            self.bar,
            self.words,
            label(_WHY, "small", wraps=True),
        ):
            card.column.addWidget(part)
        column = QVBoxLayout(self)
        column.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)

    def show_progress(self, progress: Progress) -> None:
        """Show how far the work is, in hundredths and words."""
        self.bar.setValue(progress.reached)
        self.words.setText(progress.words[:1].upper() + progress.words[1:])
