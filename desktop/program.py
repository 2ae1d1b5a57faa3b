"""The running program: who is signed in, what is on the window, what goes on behind it."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import httpx
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from desktop.custody import Custody
from desktop.entrance import Admission, Entrance
from desktop.exchange import Exchange
from desktop.finding import find_in
from desktop.front import Front
from desktop.idle import IdleWatch
from desktop.link import LinkState
from desktop.parcels import Courier, ParcelPlaces, Sealing
from desktop.safety import Safety
from desktop.settings import Settings, SettingsFile, login_digest
from desktop.sizes import give_shares, keep_sizes
from desktop.tasks import Tasks
from desktop.theme import Theme
from desktop.views.changes.screen import ChangesScreen
from desktop.views.clipboard import clear_clipboard
from desktop.views.lesson.screen import LessonScreen
from desktop.views.register.screen import RegisterScreen
from desktop.views.screen import Screen
from desktop.views.shell import Shell
from desktop.views.sign_in import SignIn
from desktop.views.today.screen import TodayScreen
from desktop.views.transfer.screen import TransferScreen
from desktop.views.unlock import Unlock
from desktop.views.user_menu import UserMenu
from desktop.views.window import MainWindow
from desktop.workspace import Workspace
from journal.changes import Changes
from journal.clock import Clock
from journal.queries.link_state import read_link_state
from journal.queries.reminders import read_reminder
from journal.services.outages import MarkReminded, mark_reminded
from sync.client import SyncClient
from sync.enrolment import OpenJournal
from sync.link import Link

_PAUSE_MS = 200
ScreenMaker = Callable[[Workspace, Tasks, Theme, Settings, Link], Sequence[Screen]]


@dataclass(frozen=True, slots=True)
class Outfit:
    """What the composition root gives a program; nothing of it is looked up anywhere else.

    ``parcels``: the folder where this computer keeps what waits, sealed.
    """

    clock: Clock
    http: httpx.Client
    entrance: Entrance
    settings: SettingsFile
    theme: Theme
    screens: ScreenMaker
    custody: Custody
    parcels: Path


class Program(QObject):
    """One window with one user at a time.

    Several may live in one process, each with an outfit of its own. ``is_introduced`` once the
    attempt to get a fresh session is over and the exchange goes on.
    """

    def __init__(
        self,
        app: QApplication,
        outfit: Outfit,
        front: Front | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Make a window, or go on behind a ``front`` that is on the screen already."""
        super().__init__(parent)
        self._app = app
        self._outfit = outfit
        self.tasks = front.tasks if front else Tasks(self)
        self.window = front.window if front else _window(outfit.settings.load())
        self.journal: OpenJournal | None = None
        self.workspace: Workspace | None = None
        self.exchange: Exchange | None = None
        self.shell: Shell | None = None
        self.sealing: Sealing | None = None
        self.courier = Courier(
            self._parcel_places(outfit.settings.load()),
            outfit.http,
            outfit.clock,
            self.tasks,
            parent=self,
        )
        self.safety = Safety(
            self.window, self.tasks, outfit.custody, outfit.settings, outfit.theme, self
        )
        self.safety.told.connect(self._tell)
        self.safety.sign_in_requested.connect(self.start)
        self.safety.session_renewed.connect(self._exchange_now)
        self.is_introduced = False
        self._idle: IdleWatch | None = None
        self._link_later = QTimer(self)
        self._link_later.setSingleShot(True)
        self._link_later.setInterval(_PAUSE_MS)
        self._link_later.timeout.connect(self._show_link)
        self.window.closed.connect(self.close)

    def start(self) -> None:
        """Show the sign-in page."""
        settings = self._outfit.settings.load()
        page = SignIn(
            self._outfit.theme,
            self.tasks,
            self._outfit.entrance,
            server=settings.server,
            is_first=not self._outfit.entrance.has_any(),
        )
        self.window.show_page(page)
        page.setFocus()
        self._attend(page)

    def take_over(self, front: Front) -> None:
        """Answer the sign-in page that the front has on the screen."""
        self._attend(front.page)
        front.hand_over(self._outfit.entrance)

    def stay(self) -> None:
        """Take it that somebody is at the computer, as a key would say."""
        if self._idle is not None:
            self._idle.hear()

    def lock(self) -> None:
        """Hide everything; the journal stays open behind, and what was written goes on its way."""
        if self.journal is None or self.workspace is None:
            return
        clear_clipboard()
        if self.sealing is not None:
            self.sealing.run()
        journal = self.journal
        member = self.workspace.member
        lock = Unlock(
            self._outfit.theme,
            self.tasks,
            member.short if member else journal.login,
            lambda password: self._outfit.entrance.unlock(journal, password),
        )
        lock.unlocked.connect(self.window.uncover)
        lock.leave_requested.connect(self.leave)
        self.window.cover(lock)
        lock.setFocus()

    def leave(self) -> None:
        """Close the journal and let somebody else sign in."""
        self.tasks.run(self._put_away())
        self.start()

    def close(self) -> None:
        """End all work; called once, when the window is closed."""
        self.courier.stop()
        self._put_away()()
        self.tasks.close()

    def _attend(self, page: SignIn) -> None:
        page.signed_in.connect(self._open)
        self.safety.help_at(page)
        self.courier.start()

    def _open(self, admission: Admission) -> None:
        outfit = self._outfit
        journal = admission.journal
        settings = outfit.settings.load()
        self.journal = journal
        workspace = Workspace(journal.store, outfit.clock, journal.school, journal.user, self)
        self.workspace = workspace
        client = SyncClient(journal.store, journal.link(outfit.http, outfit.clock), outfit.clock)
        self.exchange = Exchange(client, workspace, self.tasks, parent=self)
        self._keep_sealed(journal, settings)
        member = workspace.member
        # a connection is used by one thread at a time: the exchange has its own
        link = journal.link(outfit.http, outfit.clock)
        screens = outfit.screens(workspace, self.tasks, outfit.theme, settings, link)
        for screen in screens:
            if isinstance(screen, TransferScreen):
                screen.correction_requested.connect(self._open_cell)
            if isinstance(screen, RegisterScreen | TodayScreen):
                screen.lesson_wanted.connect(self.open_lesson)
            if isinstance(screen, LessonScreen):
                screen.day_wanted.connect(self._show_day)
            if isinstance(screen, TodayScreen):
                screen.page_wanted.connect(self._open_page)
                screen.change_wanted.connect(self._show_change)
        give_shares(screens, settings)
        menu = UserMenu(settings)
        menu.settings_changed.connect(self._use_settings)
        menu.leave_requested.connect(self.leave)
        menu.forget.setVisible(outfit.entrance.remembers(journal.login))
        menu.forget_requested.connect(self._forget_sign_in)
        self.shell = Shell(
            outfit.theme,
            member.short if member else journal.login,
            screens,
            menu,
        )
        self.shell.find_also(partial(find_in, workspace, self.shell))
        self.shell.lock_requested.connect(self.lock)
        self.shell.link_clicked.connect(self._show_transfer)
        self.exchange.refused.connect(self._tell_refusal)
        # not before: what was left over may be moved in the first second
        self.exchange.ended.connect(self._remind)
        workspace.committed.connect(self._follow_link)
        self.window.show_page(self.shell)
        self._show_link()
        outfit.settings.save(
            replace(settings, server=journal.server, last_login=login_digest(journal.login))
        )
        patience = _patience(settings, workspace.reference.profile.workplace.lock_minutes)
        self._idle = IdleWatch(self._app, patience, outfit.clock, self)
        self._idle.idle.connect(self.lock)
        self.safety.attend(journal, menu)
        if admission.notice:
            self._tell_quietly(admission.notice)
        # a pull may need a fresh session, so the exchange waits for the attempt to get one
        self.tasks.run(admission.renew, done=self._introduce)

    def _forget_sign_in(self) -> None:
        if self.journal is not None and self.shell is not None:
            self._outfit.entrance.forget(self.journal.login)
            self._tell("Вход забыт: в следующий раз программа спросит пароль.", "good")

    def _introduce(self, has_new_password: bool) -> None:
        if has_new_password:
            self.safety.ask_for_new_password()
        self._exchange_now()

    def _keep_sealed(self, journal: OpenJournal, settings: Settings) -> None:
        places = self._parcel_places(settings)
        self.sealing = Sealing(journal.store, places, self.tasks, self)
        self.sealing.refused.connect(self._tell_quietly)
        self.courier.own = self.sealing.name
        self.sealing.run()

    def _parcel_places(self, settings: Settings) -> ParcelPlaces:
        second = Path(settings.parcel_folder) if settings.parcel_folder else None
        return ParcelPlaces(self._outfit.parcels, second)

    def _exchange_now(self) -> None:
        if self.exchange is not None:
            self.is_introduced = True
            self.exchange.run()

    def _use_settings(self, settings: Settings) -> None:
        kept = self._outfit.settings.load()
        self._outfit.settings.save(
            replace(
                kept,
                theme=settings.theme,
                after_mark=settings.after_mark,
                parcel_folder=settings.parcel_folder,
                copies_folder=settings.copies_folder,
            )
        )
        self._outfit.theme.use(settings.theme)
        if settings.copies_folder != kept.copies_folder:
            self.safety.use_second_place()
        if settings.parcel_folder != kept.parcel_folder:
            places = self._parcel_places(settings)
            self.courier.use(places)
            if self.sealing is not None:
                self.sealing.use(places)

    def _follow_link(self, changes: Changes) -> None:
        if changes.is_of_cells:
            self._link_later.start()  # marks are typed fast: told in the pause after them
        else:
            self._show_link()

    def _show_link(self) -> None:
        self._link_later.stop()
        if self.workspace is None or self.shell is None:
            return
        seen = self.workspace.read(read_link_state, self.workspace.now)
        self.shell.show_link(LinkState(seen.kind, seen.text, seen.tip, seen.share))

    def _remind(self, _had_contact: bool) -> None:
        """Say once a day what is to be moved until when, quietly above the page."""
        if self.workspace is None or self.shell is None:
            return
        reminder = self.workspace.read(read_reminder, self.workspace.now)
        if reminder is not None:
            self.shell.show_notice(reminder.words, "bad" if reminder.is_bad else "waiting")
            self.workspace.execute(mark_reminded, MarkReminded())

    def _show_day(self) -> None:
        if self.shell is not None:
            self.shell.show_screen("today")

    def _show_transfer(self) -> None:
        if self.shell is not None:
            self.shell.show_screen("transfer")

    def _open_cell(self, key: str) -> None:
        """Bring the cell of an entry to the front, so that it can be typed anew."""
        register = self.shell.show_screen("journal") if self.shell is not None else None
        if isinstance(register, RegisterScreen):
            register.open_cell(key)

    def open_lesson(self, page: str, lesson: str) -> None:
        """Bring a lesson to the front, wherever it was asked for."""
        screen = self.shell.show_screen("lesson") if self.shell is not None else None
        if isinstance(screen, LessonScreen):
            screen.open_lesson(page, lesson)

    def _open_page(self, page: str) -> None:
        register = self.shell.show_screen("journal") if self.shell is not None else None
        if isinstance(register, RegisterScreen):
            register.open(page)

    def _show_change(self, page: str, lesson: str) -> None:
        screen = self.shell.show_screen("changes") if self.shell is not None else None
        if isinstance(screen, ChangesScreen):
            screen.show_lesson(page, lesson)

    def _tell_refusal(self, words: str) -> None:
        # without the new password the centre refuses every question; that was told already
        if not self.safety.awaits_password:
            self._tell(words, "bad")

    def _tell_quietly(self, words: str) -> None:
        self._tell(words, "waiting")

    def _tell(self, words: str, tone: str) -> None:
        if self.shell is not None:
            self.shell.show_notice(words, tone)

    def _put_away(self) -> Callable[[], None]:
        """Close the journal; return what is left to do without it and without the user."""
        rest: Callable[[], None] = _nothing
        if self.shell is not None:
            with suppress(OSError):
                keep_sizes(self._outfit.settings, self.window, self.shell.screens)
        clear_clipboard()
        if self.exchange is not None:
            self.exchange.stop()
            self.exchange.deleteLater()
        if self._idle is not None:
            self._idle.deleteLater()
        if self.workspace is not None:
            self.workspace.deleteLater()
        if self.sealing is not None:
            rest = self.sealing.finish()
            self.sealing.deleteLater()
            self.courier.own = ""
        self.safety.dismiss()
        if self.journal is not None:
            self.journal.close()
        self.is_introduced = False
        self.exchange = self.workspace = self.journal = self.shell = self._idle = None
        self.sealing = None
        return rest


def _window(settings: Settings) -> MainWindow:
    window = MainWindow()
    window.take_size(settings.window, is_full=settings.window_is_full)
    return window


def _patience(settings: Settings, allowed: int) -> timedelta:
    """Return how long nobody may be there: what this computer says, at most what the act allows."""
    asked = [minutes for minutes in (settings.lock_after, allowed) if minutes > 0]
    return timedelta(minutes=min(asked, default=0))


def _nothing() -> None:
    """Do nothing."""
