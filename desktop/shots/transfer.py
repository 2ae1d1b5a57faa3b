"""Pictures of the page «Перенос» as a teacher and as the deputy find it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.link import LinkState
from desktop.models.parcel_words import contents_in_words
from desktop.models.sheet_board import SheetBoard
from desktop.models.transfer_board import TransferBoard
from desktop.models.transfer_picture import TransferPicture
from desktop.shots.outage_story import WATCHED
from desktop.shots.register_school import open_register
from desktop.shots.render import SIZES, Shot, Stage
from desktop.shots.transfer_story import DEPUTY, MOVED, SEVERAL, TEACHER, at
from desktop.views.screen import Screen
from desktop.views.shell import Shell
from desktop.views.transfer.dialogs import OutageQuestion, RejectQuestion, SubstituteQuestion
from desktop.views.transfer.paper_questions import BlankSheetsQuestion, CloseByActQuestion
from desktop.views.transfer.papers import TransferPapers
from desktop.views.transfer.parcel_dialogs import BroughtParcels, SaveParcelQuestion
from desktop.views.transfer.parcels import TransferParcels
from desktop.views.transfer.place_bar import KEYING, WORKPLACES
from desktop.views.transfer.screen import TransferScreen
from desktop.workspace import Workspace
from journal.queries.temporary_journals import TemporaryJournal
from journal.queries.temporary_sheets import SheetName
from journal.reference import StaffMember


class _StillWorkspace(QObject):
    """Stands still: no journal is behind these pictures."""

    committed = Signal(object)


def _page(stage: Stage, picture: TransferPicture) -> TransferScreen:
    board = TransferBoard(
        cast(Workspace, _StillWorkspace(stage.app)), look=lambda _: picture, tell=_details
    )
    return TransferScreen(board, _no_papers(), _no_parcels(), stage.theme)


def _details(_workspace: Workspace, journal: TemporaryJournal) -> str:
    if journal.restored is None:
        return ""
    return (
        f"Связь вернулась {journal.restored:%d.%m %H:%M} · для других рабочих мест сервер доступен"
        f" с 07:40 · записей объявлено: {journal.counts.total}, получено: {journal.counts.received}"
    )


def _no_parcels() -> TransferParcels:
    return TransferParcels(lambda *_: None, lambda *_: None, lambda *_: None)


def _no_papers() -> TransferPapers:
    return TransferPapers(
        lambda _: (),
        lambda *_: None,
        lambda *_: None,
        lambda *_: None,
        lambda *_: None,
        lambda _: (),
        lambda *_: None,
    )


def _shell(stage: Stage, picture: TransferPicture, link: LinkState, user: str) -> Shell:
    today = Screen("today", "&Сегодня", "calendar", "Сегодня")
    register = Screen("journal", "&Журнал", "journal", "Журнал")
    paper = Screen("print", "Пе&чать", "print", "Печать")
    shell = Shell(stage.theme, user, (today, register, _page(stage, picture), paper))
    shell.show_link(link)
    shell.show_screen("transfer")
    return shell


_OUTAGE = LinkState("outage", "Временный журнал № 7 · 34 записи · нет связи с 08:31")
_SYNCED = LinkState("synced", "Синхронизировано 09:14")
_MINE, _HERS = "Петрова А. А.", "Смирнова Е. П."


def _shows(
    picture: TransferPicture, link: LinkState, user: str = _MINE
) -> Callable[[Stage], QWidget]:
    return lambda stage: _shell(stage, picture, link, user)


def _staff() -> tuple[StaffMember, ...]:
    names = (
        ("Громов", "Олег", "Игоревич"), ("Иванова", "Нина", "Сергеевна"),
        ("Орлова", "Тамара", "Викторовна"), ("Петрова", "Алла", "Андреевна"),
        ("Соколов", "Павел", "Дмитриевич"),
    )  # fmt: skip
    return tuple(
        StaffMember(surname, surname, name, patronymic, frozenset({"teacher"}), "учитель", "")
        for surname, name, patronymic in names
    )


def _workplaces(stage: Stage) -> QWidget:
    shell = _shell(stage, WATCHED, _SYNCED, _HERS)
    page = shell.current
    assert isinstance(page, TransferScreen)
    page.turn(WORKPLACES)
    page.workplaces.table.selectRow(1)
    return shell


def _keying(stage: Stage) -> QWidget:
    folder = Path(tempfile.mkdtemp(prefix="shot-"))
    workspace = open_register(folder)
    board = TransferBoard(workspace)
    page = TransferScreen(board, _no_papers(), _no_parcels(), stage.theme, SheetBoard(workspace))
    shell = Shell(stage.theme, _MINE, (Screen("journal", "&Журнал", "journal", "Журнал"), page))
    shell.show_link(_SYNCED)

    def put_away() -> None:
        workspace.store.close()
        shutil.rmtree(folder, ignore_errors=True)

    shell.destroyed.connect(put_away)
    shell.show_screen("transfer")
    shell.resize(SIZES[0])
    shell.show()
    page.turn(KEYING)
    stage.app.processEvents()
    assert page.keying is not None
    page.keying.offers.setCurrentIndex(page.keying.offers.model().index(1, 0))
    sheet = page.keying.sheet
    for row, text in enumerate(("Придаточные сравнения", "§ 21, упр. 172", "СР", "5", "4", "н")):
        sheet.table.setCurrentIndex(sheet.table.model().index(row, 2))
        sheet.typing.open(sheet.table, sheet.table.currentIndex(), text, types_over=True)
        sheet.typing.finish()
    sheet.table.setCurrentIndex(sheet.table.model().index(6, 2))
    sheet.typing.open(sheet.table, sheet.table.currentIndex(), "54", types_over=True)
    return shell


def _ask_closing(_stage: Stage) -> QWidget:
    journal = WATCHED.workplaces[2].journal
    assert journal is not None
    return CloseByActQuestion(journal)


def _ask_blank(_stage: Stage) -> QWidget:
    names = (SheetName("a", "9А", date(2026, 11, 20)), SheetName("b", "7Б", date(2026, 11, 20)))
    return BlankSheetsQuestion(lambda _day: names, date(2026, 11, 20))


def _ask_substitute(_stage: Stage) -> QWidget:
    lesson = "9А, русский язык, 16.11, урок 3"
    return SubstituteQuestion(lesson, _staff(), "Орлова", None)


def _ask_rejection(_stage: Stage) -> QWidget:
    return RejectQuestion("Белова Арина · 9А, русский язык, 21.10 · «4»", "«3»")


def _ask_place(_stage: Stage) -> QWidget:
    kinds = {"mark.set": 24, "attendance.set": 6, "lesson.topic": 2, "lesson.homework": 2}
    return SaveParcelQuestion(contents_in_words(kinds), "/media/ФЛЕШКА")


def _refuse_place(_stage: Stage) -> QWidget:
    question = SaveParcelQuestion(contents_in_words({"mark.set": 24}), "/media/ФЛЕШКА")
    question.refuse(
        "Пакет для переноса не записан в папку /media/ФЛЕШКА: носитель вынут или папки нет. "
        "Записи целы в журнале."
    )
    return question


def _take_parcels(_stage: Stage) -> QWidget:
    files = [
        Path(f"/media/ФЛЕШКА/{name}.uchp") for name in ("3f9a1c07b2d4e856", "b07d551e90aa3c1f")
    ]
    dialog = BroughtParcels(files)
    dialog.show_result(files[0], "Принято 32, ждёт решения 2, отклонено 0.", "good")
    dialog.show_result(
        files[1],
        "Пакет повреждён или это другой файл: ничего не принято. Записи целы на том компьютере, "
        "где их сделали; сохраните пакет там ещё раз.",
        "bad",
    )
    return dialog


def _take_many(_stage: Stage) -> QWidget:
    files = [Path(f"/media/ФЛЕШКА/{number:016x}.uchp") for number in range(0x3F9A1C07, 0x3F9A1C13)]
    dialog = BroughtParcels(files)
    for file in files[:8]:
        dialog.show_result(file, "Принято 12, ждёт решения 0, отклонено 0.", "good")
    return dialog


SHOTS = (
    Shot("transfer-outage", "Перенос: нет связи", _shows(TEACHER, _OUTAGE)),
    Shot("transfer-several", "Перенос: спорных несколько", _shows(SEVERAL, _OUTAGE)),
    Shot("transfer-deputy", "Перенос: заместитель директора", _shows(DEPUTY, _SYNCED, _HERS)),
    Shot("transfer-clear", "Перенос: решать нечего",
         _shows(replace(MOVED, contests=(), disputes=()), _SYNCED)),
    Shot("transfer-new", "Перенос: ещё не нужен",
         _shows(TransferPicture(last_contact=at("20.11 09:14")), _SYNCED)),
    Shot("transfer-workplaces", "Перенос: рабочие места", _workplaces),
    Shot("transfer-keying", "Перенос: ввод с бумаги", _keying),
    Shot("transfer-act", "Закрыть временный журнал актом", _ask_closing),
    Shot("transfer-blank", "Пустые листы Ф-11", _ask_blank),
    Shot("transfer-reason", "Объявить отсутствие связи", lambda _: OutageQuestion(False, "")),
    Shot("transfer-substitute", "Назначить замену", _ask_substitute),
    Shot("transfer-parcel-save", "Сохранить пакет на флешку", _ask_place),
    Shot("transfer-parcel-refused", "Пакет не сохранён", _refuse_place),
    Shot("transfer-parcel-taken", "Принять пакет", _take_parcels),
    Shot("transfer-parcels-many", "Принять много пакетов", _take_many),
    Shot("transfer-reject", "Отклонить запись", _ask_rejection),
)  # fmt: skip
