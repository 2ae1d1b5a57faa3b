"""The way by hand: what waits onto a stick, and a stick that somebody brought to the centre."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy

from desktop.views.elements import Card, button


class ParcelPanel(Card):
    """Two buttons below what waits."""

    def __init__(self) -> None:
        super().__init__(margin=1, gap=0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.save = button("Сохранить пакет на &флешку…")
        self.save.setToolTip(
            "Всё, что ждёт переноса, одним запечатанным файлом: если связи долго не будет"
        )
        self.take = button("Принять паке&т…")
        self.take.setToolTip("Отправить на центральный сервер пакет, который принесли на флешке")
        row = QHBoxLayout()
        row.setContentsMargins(15, 10, 15, 10)
        row.setSpacing(8)
        row.addWidget(self.save)
        row.addWidget(self.take)
        row.addStretch(1)
        self.column.addLayout(row)
