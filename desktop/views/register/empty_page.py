"""What stands where a page would be, and what to do next."""

from __future__ import annotations

from desktop.views.elements import Card, EmptyState
from journal.queries.register_view import RegisterView

_NO_PAGES = (
    "Страниц пока нет",
    "Страница предмета появится, когда заместитель директора внесёт вашу нагрузку"
    " и это рабочее место свяжется с центральным сервером.",
)
_NO_PUPILS = (
    "В списке нет учеников",
    "Список класса или группы вносит администратор. Он появится здесь после связи"
    " с центральным сервером.",
)
_NO_LESSONS = (
    "Уроков в этом периоде нет",
    "Расписание этой страницы на этот период не внесено. Выберите другой период (F8).",
)


class EmptyPage(Card):
    """Explains why there is no grid."""

    def explain(self, view: RegisterView | None) -> None:
        """Say what is missing on the page, or that there is no page."""
        while (item := self.column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        words = _NO_PAGES
        if view is not None:
            words = _NO_LESSONS if view.pupils else _NO_PUPILS
        self.column.addWidget(EmptyState(*words))
