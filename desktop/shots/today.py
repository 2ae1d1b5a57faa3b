"""Pictures of «Сегодня»: a day in its middle, days without lessons, nothing known yet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtWidgets import QWidget

from desktop.models.today_board import TodayBoard
from desktop.models.week_model import WeekModel
from desktop.shots.render import Shot, Stage
from desktop.shots.today_school import DEPUTY, TEACHER, ZONE, open_today
from desktop.shots.window import open_window
from desktop.views.screen import Screen
from desktop.views.today.screen import TodayScreen

_NOW = datetime(2026, 11, 20, 10, 41, tzinfo=ZONE)
_MORNING = datetime(2026, 11, 20, 8, 5, tzinfo=ZONE)


def _day(
    user: str = TEACHER,
    now: datetime = _NOW,
    day: date | None = None,
    *,
    is_new: bool = False,
    shows_week: bool = False,
) -> Callable[[Stage], QWidget]:
    def build(stage: Stage) -> QWidget:
        shell, today = open_window(
            stage,
            lambda folder: open_today(folder, user, now, is_new=is_new),
            lambda workspace: TodayScreen(TodayBoard(workspace), WeekModel(workspace), stage.theme),
            (
                Screen("journal", "&Журнал", "journal", "Журнал"),
                Screen("transfer", "&Перенос", "transfer", "Перенос записей"),
                Screen("print", "Пе&чать", "print", "Печать"),
            ),
            "10:40",
        )
        today.board.show_day(day or now.date())
        today.arrive()
        today.bar.week.setChecked(shows_week)
        stage.app.processEvents()
        return shell

    return build


SHOTS: tuple[Shot, ...] = (
    Shot("today", "Сегодня: третий урок идёт", _day()),
    Shot("today-morning", "Сегодня: утро, уроков ещё не было", _day(now=_MORNING)),
    Shot("today-sunday", "Сегодня: выходной", _day(day=date(2026, 11, 22))),
    Shot("today-holidays", "Сегодня: каникулы", _day(day=date(2026, 10, 27))),
    Shot("today-deputy", "Сегодня: завуч без своих уроков", _day(DEPUTY)),
    Shot("today-week", "Сегодня: неделя", _day(day=date(2026, 11, 24), shows_week=True)),
    Shot("today-new", "Сегодня: расписания ещё нет", _day(is_new=True)),
)
