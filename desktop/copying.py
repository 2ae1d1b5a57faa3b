"""From a wish to a file on paper's way: freeze, render, write, enter in the register of copies.

Everything up to the finished file runs in a task; the line of the register is written on the UI
thread, in one transaction with the file's coming to its place. Whatever fails on the way leaves
neither a file nor a line.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from sqlalchemy.orm import Session

from desktop.tasks import Tasks
from desktop.workspace import Workspace
from journal.changes import Changes
from journal.errors import UserError
from journal.files import replace_file
from journal.paper import Imprint
from journal.queries.copies import read_next_number
from journal.queries.page_content import PageContent
from journal.queries.precheck import Gap, Precheck, read_gaps, read_precheck
from journal.queries.spreads import TermWish, read_term
from journal.reference import Reference
from journal.services.copies import RegisterCopy, register_copy
from journal.services.work import Work
from journal.store import Store
from printing.rendered import Document, Rendered


@dataclass(frozen=True, slots=True)
class Desk:
    """What a task may take along from the workspace: no session, no Qt."""

    store: Store
    reference: Reference
    user: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Checked:
    """The gaps of all pages of the class, and the precheck of those that are to be printed."""

    gaps: tuple[Gap, ...]
    precheck: Precheck


@dataclass(frozen=True, slots=True)
class Frozen:
    """A document with everything its line in the register of copies needs."""

    document: Document
    number: int
    class_id: str
    period: str
    contents: tuple[PageContent, ...]
    draft: str = ""


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished print: where it lies, under which number, and why it is a draft ("" if not)."""

    path: Path
    form: str
    number: str
    pages: int
    sheets: int
    digest: str
    draft: str


Freeze = Callable[[Session, Desk], Frozen]


def desk_of(workspace: Workspace) -> Desk:
    """Return the desk of now; asked on the UI thread, used in a task."""
    return Desk(workspace.store, workspace.reference, workspace.user, workspace.now)


def check_term(desk: Desk, wish: TermWish, pages: Sequence[str]) -> Checked:
    """Look the wished pages through, and for their gaps all ``pages`` of the class."""
    with desk.store.reading() as session:
        gaps = read_gaps(session, desk.reference, pages, wish.period, desk.now)
        precheck = read_precheck(
            session, desk.reference, wish.pages, wish.period, desk.now, desk.user
        )
    return Checked(gaps, precheck)


def preview_term(desk: Desk, wish: TermWish, checked: Checked) -> Rendered:
    """Render what would be printed now, without a number; nothing is registered."""
    imprint = imprint_of(desk, "", checked.precheck.draft_reason)
    with desk.store.reading() as session:
        frozen = read_term(session, desk.reference, wish, imprint, desk.user)
    return _render(frozen.document)


def print_term(
    workspace: Workspace,
    tasks: Tasks,
    wish: TermWish,
    path: Path,
    done: Callable[[Printed], object],
    failed: Callable[[Exception], object],
) -> None:
    """Print pages of a class over a period into ``path`` and enter the copy in the register.

    It becomes a draft as long as the precheck has a reason for it; ``done`` or ``failed`` is
    called on the UI thread.
    """

    def freeze(session: Session, desk: Desk) -> Frozen:
        checked = read_precheck(
            session, desk.reference, wish.pages, wish.period, desk.now, desk.user
        )
        number, label = read_next_number(session, desk.reference)
        imprint = imprint_of(desk, label, checked.draft_reason)
        frozen = read_term(session, desk.reference, wish, imprint, desk.user)
        return Frozen(
            frozen.document,
            number,
            wish.class_id,
            wish.period,
            frozen.contents,
            checked.draft_reason,
        )

    print_document(workspace, tasks, freeze, path, done, failed)


def print_document(
    workspace: Workspace,
    tasks: Tasks,
    freeze: Freeze,
    path: Path,
    done: Callable[[Printed], object],
    failed: Callable[[Exception], object],
) -> None:
    """Freeze and render in a task, then put the file in its place and its line in the register."""
    desk = desk_of(workspace)

    def prepare() -> tuple[Frozen, Rendered, Path]:
        with desk.store.reading() as session:
            frozen = freeze(session, desk)
        rendered = _render(frozen.document)
        return frozen, rendered, _write_beside(path, rendered.pdf)

    def settle(prepared: tuple[Frozen, Rendered, Path]) -> None:
        try:
            printed = _settle(workspace, *prepared, path)
        except (UserError, OSError) as fault:
            _take_back(prepared[2], path)
            failed(_in_words(fault, path))
            return
        done(printed)

    tasks.run(prepare, done=settle, failed=lambda fault: failed(_in_words(fault, path)))


def save_rendered(rendered: Rendered, path: Path) -> Path:
    """Write a paper that the register of copies does not keep; return where it lies.

    Raises:
        UserError: the file cannot be written.
    """
    try:
        replace_file(path, rendered.pdf)
    except OSError as fault:
        raise UserError(f"{_unwritten(path)} Выберите другое место и сохраните ещё раз.") from fault
    return path


def imprint_of(desk: Desk, number: str, draft_reason: str = "") -> Imprint:
    """Return how a copy made at this desk comes to be."""
    try:
        release = version("uchitelskaya")
    except PackageNotFoundError:
        release = "0"
    return Imprint(desk.now, release, number, draft_reason)


def _settle(
    workspace: Workspace, frozen: Frozen, rendered: Rendered, beside: Path, path: Path
) -> Printed:
    def enter(session: Session, command: RegisterCopy, work: Work) -> Changes:
        changes = register_copy(session, command, work)
        os.replace(beside, path)
        return changes

    command = RegisterCopy(
        number=frozen.number,
        form=rendered.form,
        class_id=frozen.class_id,
        period=frozen.period,
        sheets=rendered.sheets,
        data_digest=rendered.digest,
        contents=frozen.contents,
        draft=frozen.draft,
    )
    workspace.execute(enter, command)
    return Printed(
        path,
        rendered.form,
        frozen.document.imprint.copy_number,
        rendered.pages,
        rendered.sheets,
        rendered.digest,
        frozen.draft,
    )


def _write_beside(path: Path, content: bytes) -> Path:
    """Write the file under a passing name in the same folder, down to the disk."""
    beside = path.with_name(f".{path.name}.part")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        beside.unlink(missing_ok=True)
        raise
    return beside


def _take_back(beside: Path, path: Path) -> None:
    """Leave no file for a line that was not written."""
    unplaced = beside.exists()
    (beside if unplaced else path).unlink(missing_ok=True)


def _in_words(fault: Exception, path: Path) -> Exception:
    if not isinstance(fault, OSError):
        return fault
    return UserError(
        f"{_unwritten(path)} Выберите другое место и напечатайте ещё раз; копия в журнал"
        " печати не внесена."
    )


def _unwritten(path: Path) -> str:
    return (
        f"Файл «{path.name}» не записан: папка закрыта для записи, на диске нет места или файл"
        " открыт в другой программе."
    )


def _render(document: Document) -> Rendered:
    # not at the start of the program: its libraries take longer to load than the window
    from printing.rendering import render

    return render(document)
