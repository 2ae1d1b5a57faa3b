"""Parcels from a console: sealed onto a stick, and files that somebody brought sent on."""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx

from desktop.folders import journals_folder, parcels_folder
from desktop.settings import SettingsFile, settings_path
from desktop.upkeep import ask_password
from journal.clock import Clock
from journal.errors import UserError
from sync.carrier import carry_letter, open_letter
from sync.enrolment import sign_in_offline
from sync.link import Link
from sync.parcel import parcel_in_words
from sync.parcel_folder import ParcelFolder
from sync.sealing import introduce_centre, pack_waiting, seal_into
from sync.trust import trusted

_NOT_KNOWN = (
    "с сервером этой школы на этом компьютере ещё не работали: войдите здесь один раз или "
    "отнесите файл туда, где входили."
)


def offer(wishes: "argparse._SubParsersAction[Any]") -> None:
    """Add the commands of this module to the console."""
    parcel = wishes.add_parser("parcel", help="пакет для переноса: запечатать, отправить")
    roads = parcel.add_subparsers(dest="road", required=True, metavar="ДЕЙСТВИЕ")
    seal = roads.add_parser("seal", help="запечатать то, что ждёт переноса")
    seal.add_argument("--to", type=Path, required=True, metavar="ПАПКА", help="флешка или папка")
    seal.add_argument("--login", required=True, help="чей журнал; спросит пароль")
    seal.add_argument("--journals", type=Path, help="папка журналов, если не обычная")
    send = roads.add_parser("send", help="отправить файлы пакетов, свои или чужие; пароль не нужен")
    send.add_argument("files", type=Path, nargs="+", metavar="ФАЙЛ")
    for each in (seal, send):
        each.add_argument("--parcels", type=Path, help="папка пакетов, если не обычная")


def run(asked: argparse.Namespace, clock: Clock) -> Iterator[str]:
    """Do what was asked for; yield what to tell.

    Raises:
        UserError: it cannot be done; said in words.
    """
    known = ParcelFolder(asked.parcels or parcels_folder(), is_own=True)
    if asked.road == "seal":
        yield seal_to(asked.journals or journals_folder(), asked.login, asked.to, known)
    else:
        authority = trusted(SettingsFile(settings_path()).load().ca_file)
        with httpx.Client(timeout=30, verify=authority) as http:
            yield from send_files(asked.files, known, http, clock)


def seal_to(journals: Path, login: str, folder: Path, known: ParcelFolder) -> str:
    """Seal what waits in a journal into a folder; return what to tell.

    Raises:
        UserError: wrong password, nothing to seal to yet, the folder cannot be written.
    """
    journal = sign_in_offline(journals, login, ask_password("Пароль: "))
    try:
        introduce_centre(journal.store, known)
        waiting = pack_waiting(journal.store)
    finally:
        journal.close()
    if waiting is None:
        return "Переноса ничто не ждёт: всё записанное принято центральным сервером."
    place = ParcelFolder(folder)
    seal_into(place, waiting)
    told = f"Пакет сохранён: {place.file(waiting.name)}, записей: {waiting.entries}."
    if waiting.left:
        told += f" Ещё {waiting.left} не поместились: повторите, когда этот пакет будет принят."
    return told


def send_files(
    files: Sequence[Path], known: ParcelFolder, http: httpx.Client, clock: Clock
) -> Iterator[str]:
    """Send parcels to the centres of their schools; yield what became of each.

    Raises:
        UserError: at the end, when one of them was not sent; the others were.
    """
    failed = 0
    for file in files:
        try:
            letter = open_letter(file)
            card = known.centre(letter.header.school_hash)
            if card is None:
                raise UserError(_NOT_KNOWN)
            answer = carry_letter(letter, Link(http, card.server, clock, card.centre_key))
        except UserError as refusal:
            failed += 1
            yield f"{file}: {refusal}"
        else:
            failed += not answer.is_done
            yield f"{file}: {parcel_in_words(answer)}"
    if failed:
        raise UserError(f"Принято не всё: {failed} из {len(files)}. Файлы целы, сохраните их.")
