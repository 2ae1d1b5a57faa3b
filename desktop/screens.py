"""Which screens a user has, in the order of the rail."""

from collections.abc import Sequence

from desktop.models.changes_board import ChangesBoard
from desktop.models.import_board import ImportBoard
from desktop.models.sheet_board import SheetBoard
from desktop.models.today_board import TodayBoard
from desktop.models.transfer_board import TransferBoard
from desktop.models.week_model import WeekModel
from desktop.settings import Settings, settings_path
from desktop.tasks import Tasks
from desktop.theme import Theme
from desktop.views.changes.screen import ChangesScreen
from desktop.views.importing.screen import ImportScreen
from desktop.views.lesson.screen import LessonScreen
from desktop.views.my_class.screen import ClassScreen
from desktop.views.printing.screen import PrintingScreen
from desktop.views.register.screen import RegisterScreen
from desktop.views.screen import Screen
from desktop.views.today.screen import TodayScreen
from desktop.views.transfer.papers import papers_of
from desktop.views.transfer.parcels import parcels_of
from desktop.views.transfer.screen import TransferScreen
from desktop.workspace import Workspace
from journal.rights import CHANGE_LESSONS, may_import
from sync.link import Link

_PRESETS = "import-columns.json"


def make_screens(
    workspace: Workspace, tasks: Tasks, theme: Theme, settings: Settings, link: Link
) -> Sequence[Screen]:
    """Return the screens over an open journal; what may be done on each is decided by rights."""
    my_class = ClassScreen(workspace, tasks, theme)
    return [
        TodayScreen(TodayBoard(workspace), WeekModel(workspace), theme),
        LessonScreen(workspace, theme, settings.after_mark),
        RegisterScreen(workspace, theme, settings.after_mark),
        *([my_class] if my_class.pages else []),
        *_of_the_timetable(workspace, theme),
        TransferScreen(
            TransferBoard(workspace),
            papers_of(workspace, tasks),
            parcels_of(workspace, tasks, link),
            theme,
            SheetBoard(workspace),
        ),
        PrintingScreen(workspace, tasks, theme),
        *_of_the_office(workspace, tasks, theme),
    ]


def _of_the_timetable(workspace: Workspace, theme: Theme) -> list[Screen]:
    """Return what only those have on the rail who change lessons or appoint substitutes."""
    person = workspace.reference.person(workspace.user)
    if not person.posts & CHANGE_LESSONS:
        return []
    return [ChangesScreen(ChangesBoard(workspace), theme)]


def _of_the_office(workspace: Workspace, tasks: Tasks, theme: Theme) -> list[Screen]:
    """Return what only those have on the rail who bring the school's lists in."""
    if may_import(workspace.reference.person(workspace.user)):
        return []
    presets = settings_path().with_name(_PRESETS)
    return [ImportScreen(ImportBoard(workspace, tasks, presets), theme)]
