"""Pictures of the page «Перенос» as a teacher and as the deputy find it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.link import LinkState
from desktop.models.parcel_words import contents_in_words
from desktop.models.transfer_board import TransferBoard
from desktop.models.transfer_picture import TransferPicture
from desktop.shots.render import Shot, Stage
from desktop.shots.transfer_story import DEPUTY, MOVED, SEVERAL, TEACHER, at
from desktop.views.screen import Screen
from desktop.views.shell import Shell
from desktop.views.transfer.dialogs import OutageQuestion, RejectQuestion, SubstituteQuestion
from desktop.views.transfer.papers import TransferPapers
from desktop.views.transfer.parcel_dialogs import BroughtParcels, SaveParcelQuestion
from desktop.views.transfer.parcels import TransferParcels
from desktop.views.transfer.screen import TransferScreen
from desktop.workspace import Workspace
from journal.reference import StaffMember


class _StillWorkspace(QObject):
    """Stands still: no journal is behind these pictures."""

    committed = Signal(object)


def _page(stage: Stage, picture: TransferPicture) -> TransferScreen:
    board = TransferBoard(cast(Workspace, _StillWorkspace(stage.app)), look=lambda _: picture)
    nothing = TransferPapers(lambda _: (), lambda *_: None, lambda *_: None)
    no_parcels = TransferParcels(lambda *_: None, lambda *_: None, lambda *_: None)
    return TransferScreen(board, nothing, no_parcels, stage.theme)


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


SHOTS = (
    Shot("transfer-outage", "Перенос: нет связи", _shows(TEACHER, _OUTAGE)),
    Shot("transfer-several", "Перенос: спорных несколько", _shows(SEVERAL, _OUTAGE)),
    Shot("transfer-deputy", "Перенос: заместитель директора", _shows(DEPUTY, _SYNCED, _HERS)),
    Shot("transfer-clear", "Перенос: решать нечего",
         _shows(replace(MOVED, contests=(), disputes=()), _SYNCED)),
    Shot("transfer-new", "Перенос: ещё не нужен",
         _shows(TransferPicture(last_contact=at("20.11 09:14")), _SYNCED)),
    Shot("transfer-reason", "Объявить отсутствие связи", lambda _: OutageQuestion(False, "")),
    Shot("transfer-substitute", "Назначить замену", _ask_substitute),
    Shot("transfer-parcel-save", "Сохранить пакет на флешку", _ask_place),
    Shot("transfer-parcel-refused", "Пакет не сохранён", _refuse_place),
    Shot("transfer-parcel-taken", "Принять пакет", _take_parcels),
    Shot("transfer-reject", "Отклонить запись", _ask_rejection),
)  # fmt: skip
