"""The safety of journals in the window: what a person asks for, and what is done by itself."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog

from desktop.custody import Custody
from desktop.settings import SettingsFile
from desktop.tasks import Tasks
from desktop.theme import Theme
from desktop.views.safety.check import CheckDialog
from desktop.views.safety.password import PasswordDialog
from desktop.views.safety.recover import RecoverPage
from desktop.views.safety.restore import RestorePage
from desktop.views.sign_in import SignIn
from desktop.views.user_menu import UserMenu
from desktop.views.window import MainWindow
from journal.backup import ENDING
from journal.errors import UserError
from sync.enrolment import OpenJournal

_NEW_PASSWORD = (
    "Пароль вашей учётной записи изменён. Журнал пока открывается прежним; чтобы получать записи "
    "других, введите новый: меню у вашего имени, «Ввести новый пароль…»."
)


class Safety(QObject):
    """Shows the pages and dialogs of safety and makes copies in the background.

    Signals:
        told: a sentence and its tone, for the strip above the page.
        sign_in_requested: back to the sign-in page.
        session_renewed: the journal has a session at the centre again.
    """

    told = Signal(str, str)
    sign_in_requested = Signal()
    session_renewed = Signal()

    def __init__(
        self,
        window: MainWindow,
        tasks: Tasks,
        custody: Custody,
        settings: SettingsFile,
        theme: Theme,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._tasks = tasks
        self._custody = custody
        self._settings = settings
        self._theme = theme
        self._journal: OpenJournal | None = None
        self._menu: UserMenu | None = None

    @property
    def awaits_password(self) -> bool:
        """Tell whether the account has a password that the journal does not open with yet."""
        return self._menu is not None and self._menu.new_password.isVisible()

    def help_at(self, page: SignIn) -> None:
        """Answer what the sign-in page is asked for besides signing in."""
        page.forgotten.connect(self._show_recover)
        page.restore_requested.connect(self._show_restore)
        page.check_requested.connect(self.show_check)

    def attend(self, journal: OpenJournal, menu: UserMenu) -> None:
        """Look after an open journal until ``dismiss``; a copy is made when it is due."""
        self._journal, self._menu = journal, menu
        menu.check_requested.connect(self.show_check)
        menu.copy_requested.connect(self.save_copy)
        menu.password_requested.connect(self.show_password)
        menu.new_password_requested.connect(self.show_new_password)
        self._quietly(lambda: self._custody.keep_if_due(journal, self._second))

    def dismiss(self) -> None:
        """Make a last copy of the open journal if it is worth one; it is closed afterwards."""
        journal, self._journal, self._menu = self._journal, None, None
        if journal is not None:
            with suppress(UserError):  # nobody is there any more to read it
                self._custody.keep_if_worth_it(journal, self._second)

    def ask_for_new_password(self) -> None:
        """Tell without a dialog that the account has another password by now."""
        if self._menu is not None:
            self._menu.new_password.setVisible(True)
            self.told.emit(_NEW_PASSWORD, "waiting")

    def show_check(self) -> CheckDialog:
        """Look at the open journal, or from outside at all journals of this computer."""
        journal, second = self._journal, self._second
        dialog = CheckDialog(
            self._tasks,
            lambda: self._custody.check(journal, second),
            (lambda: self._custody.mend(journal)) if journal is not None else None,
            self._window.page,
        )
        dialog.open()
        return dialog

    def show_password(self) -> None:
        """Let the user choose another password."""
        journal = self._journal
        if journal is None:
            return
        dialog = PasswordDialog(
            self._tasks,
            lambda old, new: self._custody.change_password(journal, old, new),
            parent=self._window.page,
        )
        dialog.changed.connect(self._hold_new_password)
        dialog.open()

    def show_new_password(self) -> None:
        """Ask for the new password of the account."""
        journal = self._journal
        if journal is None:
            return
        dialog = PasswordDialog(
            self._tasks,
            lambda old, new: self._custody.adopt_password(journal, old, new),
            is_reset=True,
            parent=self._window.page,
        )
        dialog.changed.connect(self._hold_new_password)
        dialog.open()

    def save_copy(self) -> None:
        """Ask where a copy of the open journal goes, as for moving to a new computer."""
        dialog = QFileDialog(
            self._window.page,
            "Куда сохранить копию журнала",
            str(Path.home() / f"журнал{ENDING}"),
            f"Копия журнала (*{ENDING})",
        )
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(ENDING)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._save_to)
        dialog.open()

    def use_second_place(self) -> None:
        """Make a copy now that another second place was chosen."""
        journal = self._journal
        if journal is not None:
            self._quietly(lambda: self._custody.keep(journal, self._second))

    @property
    def _second(self) -> Path | None:
        return self._settings.load().second_place

    def _show_restore(self) -> None:
        page = RestorePage(
            self._theme,
            self._tasks,
            self._custody.copies(self._second),
            self._custody.read_copy,
            self._custody.restore,
        )
        page.left.connect(self.sign_in_requested)
        self._window.show_page(page)
        page.setFocus()

    def _show_recover(self, login: str) -> None:
        page = RecoverPage(self._theme, self._tasks, self._custody.recover, login)
        page.left.connect(self._leave_recover)
        self._window.show_page(page)
        page.setFocus()

    def _leave_recover(self, told: str) -> None:
        self.sign_in_requested.emit()
        page = self._window.page
        if told and isinstance(page, SignIn):
            page.tell(told)

    def _hold_new_password(self) -> None:
        if self._menu is not None:
            self._menu.new_password.setVisible(False)
        self.told.emit("Новый пароль действует и на этом компьютере.", "good")
        self.session_renewed.emit()

    def _save_to(self, path: str) -> None:
        journal = self._journal
        if journal is not None:
            self._tasks.run(
                lambda: self._custody.save_copy(journal, Path(path)),
                done=lambda words: self.told.emit(words, "good"),
                failed=self._tell_fault,
            )

    def _quietly(self, work: Callable[[], object]) -> None:
        """Do something in the background; that it failed is one quiet notice."""
        self._tasks.run(work, failed=self._tell_fault)

    def _tell_fault(self, fault: Exception) -> None:
        if not isinstance(fault, UserError):
            raise fault
        self.told.emit(str(fault), "waiting")
