"""The register of copies: read in the background, and what people record about a copy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Literal

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.copying import Desk, desk_of
from desktop.models.copies_model import CERTIFIED_FORMS, CopiesModel
from desktop.tasks import Tasks
from desktop.workspace import Workspace
from journal.changes import Changes
from journal.errors import UserError
from journal.queries.copies import CopyLine, read_copies
from journal.reference import StaffMember, name_order
from journal.rights import (
    ADMINISTRATOR,
    DEPUTY,
    DIRECTOR,
    SECRETARY,
    may_certify,
    may_hand_over,
)
from journal.services.copies import (
    CertifyCopy,
    CheckCopy,
    HandOverCopy,
    certify_copy,
    check_copy,
    hand_over_copy,
)

Step = Literal["checked", "certified", "handed"]

_SOON_MS = 500


class CopiesBoard(QObject):
    """Keeps ``model`` at the newest state of the register.

    Signals:
        changed: the register was read again.
        refused: a wish was refused, in words for people.
    """

    changed = Signal()
    refused = Signal(str)

    def __init__(self, workspace: Workspace, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._tasks = tasks
        self._is_reading = False
        self._is_wanted = False
        self._is_watched = False
        self._is_stale = True
        self.is_read = False
        self.model = CopiesModel(self)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self.refresh)
        workspace.committed.connect(self._follow)

    def watch(self, is_watched: bool) -> None:
        """Keep the table fresh (it is to be seen), or only note that it is not."""
        self._is_watched = is_watched
        if is_watched and self._is_stale:
            self.refresh()
        elif not is_watched:
            self._later.stop()

    def refresh(self) -> None:
        """Read the register again; while it is being read, right after that."""
        self._later.stop()
        self._is_wanted = self._is_reading
        if self._is_reading:
            return
        self._is_reading, self._is_stale = True, False
        self._tasks.run(_read, desk_of(self._workspace), done=self._show, failed=self._give_up)

    def waiting(self) -> int:
        """Return how many copies wait for the user at hand."""
        lines = [self.model.line_at(row) for row in range(self.model.rowCount())]
        return sum(
            line is not None and not line.outdated and not self.refusal(step, line)
            for line in lines
            for step in ("checked", "certified")
        )

    def refusal(self, step: Step, line: CopyLine) -> str:
        """Return why a step cannot be recorded now, as a sentence; "" when it can."""
        reference = self._workspace.reference
        person = reference.person(self._workspace.user)
        if line.form not in CERTIFIED_FORMS:
            return "Этот документ не заверяют как копию: его подписывают на бумаге."
        if line.draft:
            return f"Черновик не заверяют. {line.draft}"
        if step in line.marks:
            return "Это уже сделано."
        if line.outdated and step != "handed":
            return f"Копия устарела: изменилось {', '.join(line.outdated)}. Напечатайте новую."
        if step == "checked":
            heads = person.posts & {DEPUTY, DIRECTOR}
            return "" if heads else "Сверяет заместитель директора или директор."
        if step == "certified":
            refusal = may_certify(person, line.form, reference.profile)
            return refusal or ("" if "checked" in line.marks else "Сначала отметьте «Проверено».")
        refusal = may_hand_over(person)
        return refusal or ("" if "certified" in line.marks else "Сначала копию заверяют.")

    def archive_keepers(self) -> Sequence[StaffMember]:
        """Return who takes copies into the archive: secretaries, or the administrator instead."""
        staff = self._workspace.reference.staff.values()
        for posts in ({SECRETARY}, {ADMINISTRATOR}):
            found = [member for member in staff if member.posts & posts]
            if found:
                return sorted(found, key=lambda each: name_order(each.surname, each.name))
        return ()

    @property
    def today(self) -> date:
        """The school's day of now."""
        return self._workspace.now.date()

    def check(self, line: CopyLine) -> bool:
        """Record that the paper was compared with the journal."""
        return self._fulfil(lambda: self._workspace.execute(check_copy, CheckCopy(line.copy)))

    def certify(self, line: CopyLine, day: date) -> bool:
        """Record that the paper was signed on ``day``."""
        wish = CertifyCopy(line.copy, day)
        return self._fulfil(lambda: self._workspace.execute(certify_copy, wish))

    def hand_over(self, line: CopyLine, receiver: str, day: date) -> bool:
        """Record to whom the paper went for the archive."""
        wish = HandOverCopy(line.copy, receiver, day)
        return self._fulfil(lambda: self._workspace.execute(hand_over_copy, wish))

    def _fulfil(self, wish: Callable[[], Changes]) -> bool:
        try:
            wish()
        except UserError as refusal:
            self.refused.emit(str(refusal))
            return False
        return True

    def _follow(self, changes: Changes) -> None:
        """Read again what was changed; a mark typed elsewhere must not pay for a hidden table."""
        if not changes.keys:
            return
        self._is_stale = True
        if not self._is_watched:
            return
        if any(key.startswith("school/copy") for key in changes.keys):
            self.refresh()
        else:
            self._later.start(_SOON_MS)

    def _show(self, lines: tuple[CopyLine, ...]) -> None:
        self._is_reading = False
        self.is_read = True
        self.model.show_lines(lines)
        self.changed.emit()
        if self._is_wanted:
            self.refresh()

    def _give_up(self, fault: Exception) -> None:
        self._is_reading = False
        raise fault


def _read(desk: Desk) -> tuple[CopyLine, ...]:
    with desk.store.reading() as session:
        return read_copies(session, desk.reference)
