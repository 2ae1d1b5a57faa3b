"""Which screens a user has, in the order of the rail."""

from collections.abc import Sequence

from desktop.models.sheet_board import SheetBoard
from desktop.models.today_board import TodayBoard
from desktop.models.transfer_board import TransferBoard
from desktop.models.week_model import WeekModel
from desktop.settings import Settings
from desktop.tasks import Tasks
from desktop.theme import Theme
from desktop.views.lesson.screen import LessonScreen
from desktop.views.printing.screen import PrintingScreen
from desktop.views.register.screen import RegisterScreen
from desktop.views.screen import Screen
from desktop.views.today.screen import TodayScreen
from desktop.views.transfer.papers import papers_of
from desktop.views.transfer.parcels import parcels_of
from desktop.views.transfer.screen import TransferScreen
from desktop.workspace import Workspace
from sync.link import Link


def make_screens(
    workspace: Workspace, tasks: Tasks, theme: Theme, settings: Settings, link: Link
) -> Sequence[Screen]:
    """Return the screens over an open journal; what may be done on each is decided by rights."""
    return [
        TodayScreen(TodayBoard(workspace), WeekModel(workspace), theme),
        LessonScreen(workspace, theme, settings.after_mark),
        RegisterScreen(workspace, theme, settings.after_mark),
        TransferScreen(
            TransferBoard(workspace),
            papers_of(workspace, tasks),
            parcels_of(workspace, tasks, link),
            theme,
            SheetBoard(workspace),
        ),
        PrintingScreen(workspace, tasks, theme),
    ]
